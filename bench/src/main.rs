//! `./dev bench`: the library, through its C API, against peers in the same process; a Markdown table comes out.
//!
//! [`cases`] is the table of images and settings, [`peers`] the table of encoders, [`measure`] the one loop that takes
//! times, [`verify`] looks at every file before its time counts, [`report`] writes. [`memory`] is the other measurement:
//! how much a pack call needs beside its pixels and its file.

use std::path::PathBuf;
use std::process::ExitCode;

mod cases;
mod footer;
mod images;
mod machine;
mod measure;
mod memory;
mod ours;
mod peers;
mod report;
mod times;
mod verify;

/// What every step returns; the message is for a person.
type Result<T = ()> = std::result::Result<T, String>;

const USAGE: &str = "usage: ./dev bench [--quick] [FILTER]   times; FILTER: words of a row, as in \"photo-8m png\"
       ./dev bench memory [FILTER]     memory beside pixels and file; FILTER: jpeg, png or webp
";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.len();
    arguments.retain(|argument| argument != "--quick");
    let quick = arguments.len() < count;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [memory::CHILD, ref rest @ ..] => memory::child(rest).map(|()| true),
        _ if words.iter().any(|word| word.starts_with('-')) => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
        ["memory", ref filter @ ..] => memory::run(filter),
        ref filter => times::run(quick, filter),
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
