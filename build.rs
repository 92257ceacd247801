//! Gives the shared library its soname; the export list is rustc's own (every `#[no_mangle]` function, nothing else).

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let major = env!("CARGO_PKG_VERSION_MAJOR");
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libohimagekit.so.{major}");
    }
}
