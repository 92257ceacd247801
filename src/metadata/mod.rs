//! Metadata: EXIF, other named values, and blocks of bytes such as ICC profiles. Nothing here knows an image format.

#![forbid(unsafe_code)]

pub mod auxiliary;
pub mod blob;
pub mod exif;
pub mod gain_map;
pub mod hdr;
pub mod icc;
pub mod keyed;
pub mod mpf;
pub mod trailer;

use crate::error::{ErrorKind, ImageError, Result};
use blob::Blob;
use exif::Exif;
use keyed::Keyed;

/// What a metadata object holds. The numbers are the original's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MetadataKind {
    /// EXIF tags.
    Exif,
    /// Where a fragment map lies in its main image.
    Fragment,
    /// One frame of a GIF.
    Gif,
    /// The header of a JPEG file. Decoding makes such objects, programs do not.
    Jfif,
    /// Bytes that only their makers understand; the number says whose.
    Blob(u8),
}

impl MetadataKind {
    /// The kind of this number, if programs can make objects of that kind.
    pub fn of(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Exif),
            2 => Some(Self::Fragment),
            5 => Some(Self::Gif),
            3 | 4 | 6..=13 => Some(Self::Blob(number as u8)),
            _ => None,
        }
    }

    /// The original's number.
    pub fn number(self) -> i32 {
        match self {
            Self::Exif => 1,
            Self::Fragment => 2,
            Self::Gif => 5,
            Self::Jfif => 20,
            Self::Blob(number) => i32::from(number),
        }
    }
}

/// One metadata object.
#[derive(Debug, PartialEq)]
pub enum Metadata {
    /// EXIF tags.
    Exif(Exif),
    /// A few numbers by their names.
    Keyed(Keyed),
    /// Bytes.
    Blob(Blob),
}

impl Metadata {
    /// A new object of `kind`: EXIF with its mandatory tags, all others empty.
    pub fn new(kind: MetadataKind) -> Self {
        match kind {
            MetadataKind::Exif => Self::Exif(Exif::new()),
            MetadataKind::Fragment => Self::Keyed(Keyed::new(kind, keyed::FRAGMENT)),
            MetadataKind::Gif => Self::Keyed(Keyed::new(kind, keyed::GIF)),
            MetadataKind::Jfif => Self::Keyed(Keyed::new(kind, keyed::JFIF)),
            MetadataKind::Blob(_) => Self::Blob(Blob::new(kind)),
        }
    }

    /// What the object holds.
    pub fn kind(&self) -> MetadataKind {
        match self {
            Self::Exif(_) => MetadataKind::Exif,
            Self::Keyed(keyed) => keyed.kind(),
            Self::Blob(blob) => blob.kind(),
        }
    }

    /// The value of `key` as text, never empty.
    pub fn text(&self, key: &[u8]) -> Result<Vec<u8>> {
        let text = match self {
            Self::Exif(exif) => exif.text(key)?,
            Self::Keyed(keyed) => keyed.text(key)?.to_vec(),
            Self::Blob(_) => return Err(no_such_key(key)),
        };
        if text.is_empty() {
            return Err(ImageError::new(ErrorKind::MetadataKey, format!("{} is empty", key.escape_ascii())));
        }
        Ok(text)
    }

    /// Sets the value of `key` from text.
    pub fn set_text(&mut self, key: &[u8], text: &[u8]) -> Result<()> {
        match self {
            Self::Exif(exif) => exif.set_text(key, text),
            Self::Keyed(keyed) => keyed.set_text(key, text),
            Self::Blob(_) => Err(no_such_key(key)),
        }
    }

    /// The bytes of a blob; an error for the other kinds.
    pub fn blob(&self) -> Result<&Blob> {
        match self {
            Self::Blob(blob) => Ok(blob),
            _ => Err(not_a_blob()),
        }
    }

    /// As [`blob`](Self::blob), to change it.
    pub fn blob_mut(&mut self) -> Result<&mut Blob> {
        match self {
            Self::Blob(blob) => Ok(blob),
            _ => Err(not_a_blob()),
        }
    }

    /// A copy that shares nothing with this object.
    pub fn try_clone(&self) -> Result<Self> {
        Ok(match self {
            Self::Exif(exif) => Self::Exif(exif.try_clone()?),
            Self::Keyed(keyed) => Self::Keyed(keyed.clone()),
            Self::Blob(blob) => Self::Blob(blob.try_clone()?),
        })
    }

    /// The kind with this number, if a copy may be of it: the object's own, or any kind of blob if it is a blob.
    pub fn kind_of_copy(&self, number: i32) -> Result<MetadataKind> {
        let copy = match (self.kind(), MetadataKind::of(number)) {
            (MetadataKind::Blob(_), kind @ Some(MetadataKind::Blob(_))) => kind,
            (MetadataKind::Blob(_), _) => None,
            (own, _) => (own.number() == number).then_some(own),
        };
        copy.ok_or_else(|| {
            let message = format!("metadata {} cannot be copied to kind {number}", self.kind().number());
            ImageError::new(ErrorKind::BadArgument, message)
        })
    }

    /// A copy that shares nothing with this object; `kind` is one that [`kind_of_copy`](Self::kind_of_copy) gave.
    pub fn copy_as(&self, kind: MetadataKind) -> Result<Self> {
        match self {
            Self::Blob(blob) => Ok(Self::Blob(blob.copy_as(kind)?)),
            _ => self.try_clone(),
        }
    }
}

/// The error for a key that this kind of object does not have.
fn no_such_key(key: &[u8]) -> ImageError {
    ImageError::new(ErrorKind::MetadataKey, format!("key: {} is none of this kind of metadata", shown(key)))
}

fn not_a_blob() -> ImageError {
    ImageError::new(ErrorKind::MetadataKey, "metadata is no blob")
}

/// Text of a caller for an error's text: its first bytes, printable.
fn shown(text: &[u8]) -> impl std::fmt::Display {
    text[..text.len().min(64)].escape_ascii()
}

/// A copy of `bytes`; lack of memory is an error.
fn copy_of(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {} bytes", bytes.len())))?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_numbers_of_the_original() {
        for number in -1..=100 {
            let known = MetadataKind::of(number);
            assert_eq!(known.is_some(), (1..=13).contains(&number), "{number}");
            if let Some(kind) = known {
                assert_eq!(kind.number(), number);
                assert_eq!(Metadata::new(kind).kind(), kind);
                assert_eq!(Metadata::new(kind).try_clone().unwrap(), Metadata::new(kind));
            }
        }
    }

    #[test]
    fn only_blobs_hold_bytes_and_only_the_others_hold_values() {
        let mut blob = Metadata::new(MetadataKind::Blob(3));
        assert_eq!(blob.text(b"ImageWidth").unwrap_err().kind, ErrorKind::MetadataKey);
        assert_eq!(blob.set_text(b"ImageWidth", b"1").unwrap_err().kind, ErrorKind::MetadataKey);
        assert!(blob.blob_mut().is_ok());
        for kind in [MetadataKind::Exif, MetadataKind::Fragment, MetadataKind::Gif] {
            assert_eq!(Metadata::new(kind).blob().unwrap_err().kind, ErrorKind::MetadataKey);
        }
    }
}
