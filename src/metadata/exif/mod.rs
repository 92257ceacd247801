//! EXIF.

#![forbid(unsafe_code)]

use super::no_such_key;
use crate::error::Result;

/// EXIF tags.
#[derive(Debug, PartialEq)]
pub struct Exif;

impl Exif {
    /// A new object.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self
    }

    /// Reads.
    pub fn text(&self, key: &[u8]) -> Result<Vec<u8>> {
        Err(no_such_key(key))
    }

    /// Sets.
    pub fn set_text(&mut self, key: &[u8], _text: &[u8]) -> Result<()> {
        Err(no_such_key(key))
    }

    /// Copies.
    pub fn try_clone(&self) -> Result<Self> {
        Ok(Self)
    }
}
