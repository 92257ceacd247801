//! What a container says beside EXIF: sizes and delays of animations, densities, colours, texts, and the tags of TIFF
//! and DNG. All of the first frame, none can be set.
//!
//! | file | keys of |
//! |---|---|
//! | `animated.rs` | GIF, WebP |
//! | `jpeg.rs` | JFIF, fragments |
//! | `png.rs` | PNG |
//! | `tiff.rs`, `dng.rs` | TIFF, DNG: tables of tags, whose values `tags.rs` turns into properties |

#![forbid(unsafe_code)]

mod animated;
mod dng;
mod jpeg;
mod png;
mod tags;
mod tiff;

#[cfg(test)]
mod tests;

use super::Property;
use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;
use crate::source::container::Container;

/// The keys of one container, by name, with what finds the value.
type Keys<T> = [(&'static str, T)];

/// What there is of one container.
struct Group {
    /// The container, by its MIME type: this build need not decode it.
    mime: &'static str,
    has: fn(&[u8]) -> bool,
    value: fn(&SourceBytes, &[u8]) -> Result<Option<Property>>,
}

const GROUPS: &[Group] = &[
    Group { mime: "image/gif", has: |key| find(animated::GIF, key).is_some(), value: animated::gif },
    Group { mime: "image/webp", has: |key| find(animated::WEBP, key).is_some(), value: animated::webp },
    Group { mime: "image/jpeg", has: |key| find(jpeg::KEYS, key).is_some(), value: jpeg::value },
    Group { mime: "image/png", has: |key| find(png::KEYS, key).is_some(), value: png::value },
    Group { mime: "image/tiff", has: |key| find(tiff::KEYS, key).is_some(), value: tiff::value },
    Group { mime: "image/x-adobe-dng", has: |key| find(dng::KEYS, key).is_some(), value: dng::value },
    Group { mime: "image/heif-sequence", has: |key| HEIF_SEQUENCE.contains(&key), value: |_, _| Ok(None) },
    Group { mime: "image/avis", has: |key| AVIF_SEQUENCE.contains(&key), value: |_, _| Ok(None) },
];

/// The keys of containers that this release does not decode.
const HEIF_SEQUENCE: [&[u8]; 4] =
    [b"HeifsDelayTime", b"HeifsUnclampedDelayTime", b"HeifsCanvasWidth", b"HeifsCanvasHeight"];
const AVIF_SEQUENCE: [&[u8]; 1] = [b"AvisDelayTime"];

/// Whether `key` names such a value, of whatever container. A few keys are EXIF's as well, which is asked first:
/// Copyright, Software, `DNGVersion` and `DefaultCropSize`.
pub fn is_key(key: &[u8]) -> bool {
    GROUPS.iter().any(|group| (group.has)(key))
}

/// The value of `key` in a source that is a `container`; None if there is no such value.
///
/// An error of kind SourceUnrecognised if the key is one of another container's.
pub fn value(container: Container, bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    let mut groups = GROUPS.iter().filter(|group| (group.has)(key)).peekable();
    if groups.peek().is_none() {
        return Ok(None);
    }
    let group = groups.find(|group| group.mime == container.mime()).ok_or_else(|| {
        let message = format!("{} is no key of {}", key.escape_ascii(), container.mime());
        ImageError::new(ErrorKind::SourceUnrecognised, message)
    })?;
    (group.value)(bytes, key)
}

/// What belongs to `key`.
fn find<T: Copy>(keys: &Keys<T>, key: &[u8]) -> Option<T> {
    keys.iter().find(|(name, _)| name.as_bytes() == key).map(|(_, found)| *found)
}

/// One whole number.
fn integer(number: impl Into<i64>) -> Property {
    Property::Integers(vec![number.into()])
}
