//! `./dev bench`: the library, through its C API, against peers in the same process.
//!
//! [`cases`] is the table of images and tasks, [`ours::variants`] and [`peers`] are the tables of contestants, [`measure`]
//! is the one loop that takes times, [`verify`] looks at every file before its time counts. What comes out are
//! [`records`]; [`report`] writes them as tables, [`targets`] judges them, [`plots`] draws them, and [`performance`] makes
//! the document of all that. [`conversion`], [`pixelmap`], [`decode`], [`animation`], [`heif`], [`memory`]
//! and [`overhead`] are the other measurements.

use std::path::PathBuf;
use std::process::ExitCode;

mod animation;
mod cases;
mod conversion;
mod decode;
mod heif;
mod images;
mod machine;
mod measure;
mod memory;
mod ours;
mod overhead;
mod peers;
mod performance;
mod pixelmap;
mod plots;
mod records;
mod report;
mod run;
mod shape;
mod targets;
mod task;
mod times;
mod verify;

/// What every step returns; the message is for a person.
type Result<T = ()> = std::result::Result<T, String>;

const USAGE: &str = "usage: ./dev bench [--quick] [FILTER]   times; FILTER: words of a row, as in \"photo-8m png\"
       ./dev bench --publish            everything, and docs/performance.md is written anew
       ./dev bench memory [FILTER]      memory beside pixels and file; FILTER: jpeg, png or webp
       ./dev bench formats [--quick]    what pixel formats cost
       ./dev bench pixelmap [--quick] [FILTER]  what PixelMaps cost: FILTER: words of a row, and large or small
       ./dev bench gif [--quick] [FILTER]       animations: bytes, PSNR and time; FILTER: words of a scene
       ./dev bench heif [--quick] [FILTER]      HEIF of photos: bytes, PSNR and time
       ./dev bench decode [--quick] [FILTER]    what decoding costs: FILTER: words of a row, as in \"jpeg 4:2:0\"
";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let count = arguments.len();
        arguments.retain(|argument| argument != name);
        arguments.len() < count
    };
    let (quick, publish) = (flag("--quick"), flag("--publish"));
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [memory::CHILD, ref rest @ ..] => memory::child(rest).map(|()| true),
        _ if words.iter().any(|word| word.starts_with('-')) || publish && !words.is_empty() => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
        ["memory", ref filter @ ..] => run::memory(filter),
        ["pixelmap", ref filter @ ..] => run::pixelmap(quick, filter),
        ["decode", ref filter @ ..] => run::decode(quick, filter),
        ["formats"] => run::formats(quick),
        ["gif", ref filter @ ..] => run::gif(quick, filter),
        ["heif", ref filter @ ..] => run::heif(quick, filter),
        ref filter => run::times(quick, publish, filter),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::FAILURE
        }
    }
}

/// A file of the repository.
fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// Whether every word of `filter`, split at blanks, is part of `text`.
fn matches(filter: &[&str], text: &str) -> bool {
    let text = text.to_lowercase();
    filter.iter().flat_map(|words| words.split_whitespace()).all(|word| text.contains(&word.to_lowercase()))
}
