//! Gives the shared library its soname; the export list is rustc's own (every `#[no_mangle]` function, nothing else).

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let major = std::env::var("CARGO_PKG_VERSION_MAJOR").unwrap_or_default();
        // 0.x releases already carry the soname of 1.0: the ABI is the original's, and that does not move.
        let major = if major == "0" { "1".to_owned() } else { major };
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libohimagekit.so.{major}");
    }
}
