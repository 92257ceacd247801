//! EXIF: values by their keys.
//!
//! | file | what |
//! |---|---|
//! | `block.rs`, `write.rs` | a block of bytes to directories of values, and back |
//! | `value.rs` | one value |
//! | `tags.rs`, `labels.rs` | the table of keys, the names of numbers |
//! | `format.rs`, `parse.rs` | values to text, and back |

#![forbid(unsafe_code)]

pub mod block;
mod format;
mod labels;
mod parse;
pub mod tags;
pub mod value;
mod write;

#[cfg(test)]
mod tests;

use super::{no_such_key, shown};
use crate::error::{ErrorKind, ImageError, Result};
use block::{Block, ByteOrder, Ifd, Storage};
use tags::{Rule, TAGS, Tag, VENDOR};
use value::{Format, Value};

pub use write::JPEG_BYTES;

/// Longest block that is copied, in bytes.
const COPY_BYTES: usize = 1 << 20;

/// Longest text that is taken for one value, in bytes.
const TEXT_BYTES: usize = 1 << 20;

/// What a key of a maker note reads as when the note has no such value: programs know this text from devices.
const NO_NOTE: &str = "default_exif_value";

/// EXIF values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exif {
    block: Block,
}

impl Exif {
    /// What an image has of which nothing is known: the tags that Exif 2.32 makes mandatory for compressed images
    /// (4.6.8, Table 20), little endian.
    pub fn new() -> Self {
        let mut block = Block::new(ByteOrder::Little);
        let mut set = |name: &str, value| {
            if let Some(tag) = find(name.as_bytes()) {
                block.set(tag.ifd, tag.number, value);
            }
        };
        let digits = |digits: &[u8]| Value::of_bytes(Format::Undefined, digits.to_vec());
        set("XResolution", Value::of_rationals(&[(72, 1)]));
        set("YResolution", Value::of_rationals(&[(72, 1)]));
        set("ResolutionUnit", Value::of_shorts(&[2]));
        set("YCbCrPositioning", Value::of_shorts(&[1]));
        set("ExifVersion", digits(b"0210"));
        set("FlashpixVersion", digits(b"0100"));
        set("ComponentsConfiguration", digits(&[1, 2, 3, 0]));
        set("ColorSpace", Value::of_shorts(&[65535]));
        set("PixelXDimension", Value::of_longs(&[0]));
        set("PixelYDimension", Value::of_longs(&[0]));
        Self { block }
    }

    /// No values at all.
    pub fn empty() -> Self {
        Self { block: Block::new(ByteOrder::Little) }
    }

    /// What the block in `bytes` holds; it begins with its TIFF header.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Ok(Self { block: Block::read(bytes)? })
    }

    /// What the TIFF file `file` says about its first image; values of more than `budget` bytes in all are left out.
    pub fn read_file(file: impl Storage, budget: usize) -> Result<Self> {
        Ok(Self { block: Block::read_file(file, budget)? })
    }

    /// The block as bytes, from its TIFF header on. See [`JPEG_BYTES`] for what a JPEG file can take.
    pub fn write(&self) -> Result<Vec<u8>> {
        self.block.write()
    }

    /// The same values without the thumbnail.
    #[must_use]
    pub fn without_thumbnail(&self) -> Self {
        let mut block = self.block.clone();
        block.remove_thumbnail();
        Self { block }
    }

    /// The directories and their values.
    pub fn block(&self) -> &Block {
        &self.block
    }

    /// The value of `key`, as it is stored.
    pub fn value(&self, key: &[u8]) -> Result<(&'static Tag, &Value)> {
        let tag = find(key).ok_or_else(|| no_such_key(key))?;
        // A value in the wrong directory is a value; but in the GPS directory the numbers mean something else.
        let others = [Ifd::Image, Ifd::Thumbnail, Ifd::Exif];
        let others = others.into_iter().filter(|_| tag.ifd != Ifd::Gps);
        let mut found = std::iter::once(tag.ifd).chain(others).filter_map(|ifd| self.block.get(ifd, tag.number));
        let absent = || ImageError::new(ErrorKind::MetadataKey, format!("{} is not set", tag.name));
        found.next().map(|value| (tag, value)).ok_or_else(absent)
    }

    /// The value of `key` as text; empty text if that is what is stored.
    pub fn text(&self, key: &[u8]) -> Result<Vec<u8>> {
        if VENDOR.iter().any(|vendor| vendor.as_bytes() == key && vendor.starts_with("Hw")) {
            return Ok(NO_NOTE.into());
        }
        let (tag, value) = self.value(key)?;
        Ok(format::text_of(value, tag.rule, self.block.order))
    }

    /// Sets the value of `key` from text.
    pub fn set_text(&mut self, key: &[u8], text: &[u8]) -> Result<()> {
        let tag = writable(key)?;
        let value = (text.len() <= TEXT_BYTES).then(|| parse::value_of(text, tag.rule, self.block.order)).flatten();
        let value = value.ok_or_else(|| refused(format!("{} cannot be \"{}\"", tag.name, shown(text))))?;
        self.block.set(tag.ifd, tag.number, value);
        Ok(())
    }

    /// Sets the value of `key`, which must be of the format and the count that its tag has.
    pub fn set_value(&mut self, key: &[u8], value: Value) -> Result<()> {
        let tag = writable(key)?;
        if value.bytes().len() > TEXT_BYTES || !parse::holds(tag.rule, &value) {
            let (count, format) = (value.count(), value.format());
            return Err(refused(format!("{} cannot be {count} of the format {format:?}", tag.name)));
        }
        self.block.set(tag.ifd, tag.number, value);
        Ok(())
    }

    /// A copy of its own, unless the block is longer than 1 MiB.
    pub fn try_clone(&self) -> Result<Self> {
        let length = self.write()?.len();
        if length > COPY_BYTES {
            let cause = format!("EXIF of {length} bytes is not copied, {COPY_BYTES} are the most");
            return Err(ImageError::new(ErrorKind::NotSet, cause));
        }
        Ok(self.clone())
    }
}

impl Default for Exif {
    fn default() -> Self {
        Self::new()
    }
}

fn refused(cause: String) -> ImageError {
    ImageError::new(ErrorKind::MetadataKey, cause)
}

/// Whether `key` names an EXIF value, one of a maker note included.
pub fn is_key(key: &[u8]) -> bool {
    find(key).is_some() || VENDOR.iter().any(|vendor| vendor.as_bytes() == key)
}

/// The tag of `key`, if it can be set.
pub fn writable(key: &[u8]) -> Result<&'static Tag> {
    match find(key) {
        Some(tag) if matches!(tag.rule, Rule::ReadOnly) => Err(refused(format!("{} cannot be set", tag.name))),
        Some(tag) => Ok(tag),
        None if VENDOR.iter().any(|vendor| vendor.as_bytes() == key) => {
            Err(refused(format!("{} lies in maker notes of an unknown form, and cannot be set", shown(key))))
        }
        None => Err(no_such_key(key)),
    }
}

/// The tag of `key`.
fn find(key: &[u8]) -> Option<&'static Tag> {
    TAGS.iter().find(|tag| tag.name.as_bytes() == key)
}
