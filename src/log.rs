//! One line on standard error for what succeeds and still deserves a word, if the program's user asked for it.

#![forbid(unsafe_code)]

use std::env;
use std::sync::OnceLock;

/// The environment variable that asks for the lines, by being set to anything but nothing.
const VARIABLE: &str = "OHIMAGEKIT_LOG";

/// Writes `message`, where the environment asked for it when the first line was due.
pub fn line(message: &str) {
    static WANTED: OnceLock<bool> = OnceLock::new();
    if *WANTED.get_or_init(|| env::var_os(VARIABLE).is_some_and(|value| !value.is_empty())) {
        eprintln!("ohimagekit: {message}");
    }
}
