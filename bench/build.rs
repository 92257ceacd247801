//! Links with the shared library that `./dev build` installs, and lets the program find it there.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../build/prefix/lib");
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rustc-link-arg-bins=-Wl,-rpath,{folder}");
}
