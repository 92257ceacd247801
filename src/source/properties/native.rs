//! What a container says beside EXIF: sizes and delays of animations, densities, colours, texts.

#![forbid(unsafe_code)]

use super::Property;
use crate::error::Result;
use crate::source::bytes::SourceBytes;
use crate::source::container::Container;

/// Whether `key` names such a value, of whatever container.
pub fn is_key(key: &[u8]) -> bool {
    let _ = key;
    false
}

/// The value of `key` in a source that is a `container`; None if there is no such value.
///
/// An error of kind SourceUnrecognised if the key is one of another container's.
pub fn value(container: Container, bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    let _ = (container, bytes, key);
    Ok(None)
}
