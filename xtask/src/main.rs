//! The project's own tools, run through `./dev`.

fn main() {}
