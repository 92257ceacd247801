//! HEIF, by a plugin: its encoder is licensed under the GPL, and this library shall stay free of it and of C++.
//!
//! The plugin is a shared object beside the library, looked for when HEIF is first wanted; see docs/heif.md. Without
//! it, or with one that does not fit, everything else works, and what needs HEIF says what is wrong.

pub mod boxes;
pub mod codec;
pub mod interface;
mod library;
pub mod place;

use std::sync::OnceLock;

use crate::error::{ErrorKind, ImageError, Result};
use interface::Plugin;

/// The plugin, or why there is none.
fn plugin() -> std::result::Result<&'static Plugin, &'static str> {
    static PLUGIN: OnceLock<std::result::Result<&'static Plugin, String>> = OnceLock::new();
    let found = PLUGIN.get_or_init(|| library::load(&place::path()?));
    found.as_ref().map(|plugin| *plugin).map_err(String::as_str)
}

/// Whether HEIF can be read and written here.
pub fn is_available() -> bool {
    plugin().is_ok()
}

/// An error of `kind` that says why there is no HEIF.
pub fn missing(kind: ErrorKind) -> ImageError {
    let why = plugin().err().unwrap_or("it is there");
    ImageError::new(kind, format!("HEIF needs its plugin: {why}"))
}

/// The greatest width and height of an image to be written; 0 without a plugin.
pub fn max_side() -> u32 {
    plugin().map_or(0, |plugin| plugin.max_side)
}

/// The plugin, or an error of `kind`.
fn plugin_or(kind: ErrorKind) -> Result<&'static Plugin> {
    plugin().map_err(|_| missing(kind))
}
