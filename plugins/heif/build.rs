//! Compiles `src/guard.cpp`, and has the linker send libheif's functions through it.

use std::{env, fs};

fn main() {
    const GUARD: &str = "src/guard.cpp";
    println!("cargo:rerun-if-changed={GUARD}");
    let include = env::var_os("DEP_HEIF_INCLUDE").expect("libheif-sys says where its headers are");
    cc::Build::new().cpp(true).std("c++17").includes(env::split_paths(&include)).file(GUARD).compile("guard");

    let source = fs::read_to_string(GUARD).expect("the guard is there");
    let names = source.lines().filter_map(|line| line.strip_prefix("GUARD(")?.split(',').next());
    for name in names {
        println!("cargo:rustc-cdylib-link-arg=-Wl,--wrap={name}");
    }
}
