//! Named values of a source: EXIF, and what its container says itself.
//!
//! | file | what |
//! |---|---|
//! | `heif.rs`, `jpeg.rs`, `png.rs`, `webp.rs`, `tiff.rs` | where a container keeps its EXIF, and how it gets another |
//! | `native/` | what containers say beside EXIF |
//! | `typed.rs` | EXIF values by type |
//! | `change.rs`, `edit.rs` | changing a value in the file |
//! | `chunks.rs` | the chunks of a PNG |

#![forbid(unsafe_code)]

mod change;
mod chunks;
pub mod edit;
mod heif;
mod jpeg;
pub mod native;
mod png;
mod tiff;
mod typed;
mod webp;

#[cfg(test)]
mod tests;

use super::bytes::SourceBytes;
use super::container::Container;
use super::decoders::stop_panics;
use super::{ImageSource, decode};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::{self, Exif};
use edit::Edit;

/// A value by type, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Fractions and floating point numbers.
    Doubles(Vec<f64>),
    /// Text, without the NULs behind it.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Property {
    fn is_empty(&self) -> bool {
        match self {
            Self::Integers(numbers) => numbers.is_empty(),
            Self::Doubles(numbers) => numbers.is_empty(),
            Self::Text(bytes) | Self::Blob(bytes) => bytes.is_empty(),
        }
    }
}

/// Longest EXIF block that is read from a chunk or written to one, in bytes.
const EXIF_BYTES: usize = 1 << 20;

/// How a kind of container keeps EXIF.
struct Carrier {
    /// Finds it.
    read: fn(&SourceBytes) -> Result<Option<Exif>>,
    /// Replaces it by a block; None where files are not written.
    write: Option<fn(&SourceBytes, &[u8]) -> Result<Edit>>,
}

/// How a `container` keeps EXIF; None if it holds none.
fn carrier(container: Container) -> Option<Carrier> {
    match container.mime() {
        "image/heic" => Some(Carrier { read: heif::read, write: None }),
        "image/jpeg" => Some(Carrier { read: jpeg::read, write: Some(jpeg::write) }),
        "image/png" => Some(Carrier { read: png::read, write: Some(png::write) }),
        "image/webp" => Some(Carrier { read: webp::read, write: Some(webp::write) }),
        "image/tiff" | "image/x-adobe-dng" => Some(Carrier { read: tiff::read, write: None }),
        _ => None,
    }
}

impl ImageSource {
    /// The EXIF of the first frame; None if there is none. An error if the container is not known, or what should be
    /// EXIF is not.
    pub fn exif(&self) -> Result<Option<Exif>> {
        exif_of(&self.bytes())
    }

    /// The value of `key` as text that is not empty.
    pub fn property_text(&self, key: &[u8]) -> Result<Vec<u8>> {
        let bytes = self.bytes();
        let container = decode::container(&bytes)?;
        let text = if key == b"GIFLoopCount" {
            let animation = stop_panics(|| container.decoder().animation(&bytes))?;
            let count = animation.filter(|_| container == Container::Gif).and_then(|animation| animation.loop_count);
            count.map(|count| count.to_string().into_bytes()).ok_or_else(|| absent(key))?
        } else {
            // Values of maker notes read as the same text whether or not there is EXIF.
            Exif::empty().text(key).or_else(|_| exif_of(&bytes)?.ok_or_else(|| absent(key))?.text(key))?
        };
        if text.is_empty() { Err(absent(key)) } else { Ok(text) }
    }

    /// The value of `key` by type, not empty. The error is one of the container's if that has no such values at all.
    pub fn property(&self, key: &[u8]) -> Result<Property> {
        let bytes = self.bytes();
        let container = decode::container(&bytes)?;
        let carrier = carrier(container);
        // Of the containers without EXIF one has values of its own.
        if carrier.is_none() && (container != Container::Gif || exif::is_key(key)) {
            let cause = format!("{} files have no {}", container.mime(), key.escape_ascii());
            return Err(ImageError::new(ErrorKind::SourceUnrecognised, cause));
        }
        let exif = match carrier.filter(|_| exif::is_key(key)) {
            Some(carrier) => (carrier.read)(&bytes)?,
            None => None,
        };
        let found = match exif.map(|exif| typed::read(&exif, key)) {
            Some(Ok(value)) => Some(value),
            Some(Err(error)) if error.kind != ErrorKind::MetadataKey => return Err(error),
            // A few keys of EXIF name texts of PNG files and tags of DNG files, too; elsewhere they are EXIF's alone.
            _ if native::is_key(key) => match native::value(container, &bytes, key) {
                Err(error) if error.kind == ErrorKind::SourceUnrecognised && exif::is_key(key) => None,
                found => found?,
            },
            _ => None,
        };
        found.filter(|value| !value.is_empty()).ok_or_else(|| absent(key))
    }
}

fn exif_of(bytes: &SourceBytes) -> Result<Option<Exif>> {
    match carrier(decode::container(bytes)?) {
        Some(carrier) => (carrier.read)(bytes),
        None => Ok(None),
    }
}

fn absent(key: &[u8]) -> ImageError {
    let key = &key[..key.len().min(64)];
    ImageError::new(ErrorKind::MetadataKey, format!("the source has no {}", key.escape_ascii()))
}

fn too_long(length: u64) -> ImageError {
    ImageError::new(ErrorKind::TooLarge, format!("EXIF of {length} bytes does not fit into the file"))
}

/// A block without the name that it has in JPEG files, and with some writers in others.
fn without_name(block: &[u8]) -> &[u8] {
    block.strip_prefix(b"Exif\0\0").unwrap_or(block)
}
