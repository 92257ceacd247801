//! Metadata as a block of bytes that nothing here looks into.

#![forbid(unsafe_code)]

use super::{MetadataKind, copy_of};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;

/// Bytes, or none if none were set.
#[derive(Debug, PartialEq, Eq)]
pub struct Blob {
    kind: MetadataKind,
    bytes: Vec<u8>,
}

impl Blob {
    /// A blob of `kind` without bytes.
    pub fn new(kind: MetadataKind) -> Self {
        Self { kind, bytes: Vec::new() }
    }

    /// Whose bytes these are.
    pub fn kind(&self) -> MetadataKind {
        self.kind
    }

    /// The bytes, empty if none were set.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes alone.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Replaces the bytes by a copy of `bytes`.
    pub fn set(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() > limits::BLOB_BYTES {
            let cause = format!("{} bytes are above the limit of {}", bytes.len(), limits::BLOB_BYTES);
            return Err(ImageError::new(ErrorKind::Unsupported, cause));
        }
        self.bytes = copy_of(bytes)?;
        Ok(())
    }

    /// A copy of its own.
    pub fn try_clone(&self) -> Result<Self> {
        self.copy_as(self.kind)
    }

    /// A copy of its own, as a blob of `kind`.
    pub fn copy_as(&self, kind: MetadataKind) -> Result<Self> {
        Ok(Self { kind, bytes: copy_of(&self.bytes)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_mebibytes_fit_and_one_byte_more_does_not() {
        let mut blob = Blob::new(MetadataKind::Blob(4));
        assert!(blob.bytes().is_empty());
        let most = vec![7; 20 << 20];
        blob.set(&most).unwrap();
        assert_eq!(blob.set(&vec![8; (20 << 20) + 1]).unwrap_err().kind, ErrorKind::Unsupported);
        assert!(blob.bytes() == most);
        let copy = blob.try_clone().unwrap();
        blob.set(b"new").unwrap();
        assert!(copy.bytes() == most && copy.kind() == blob.kind());
    }
}
