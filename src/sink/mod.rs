//! Where encoders put their bytes.
//!
//! Everything is encoded to private memory first, so that an encoder that fails has touched neither the caller's buffer
//! nor the file. The bytes are kept in pieces: a growing vector would copy them, and hold them twice meanwhile.

#![forbid(unsafe_code)]

use std::io;

use crate::error::{ErrorKind, ImageError, Result};

/// Bytes of one allocation for small writes.
const PIECE: usize = 1 << 20;

/// An encoded image in the making.
#[derive(Debug)]
pub struct Output {
    pieces: Vec<Vec<u8>>,
    length: usize,
    capacity: usize,
}

impl Output {
    /// An output that may become `capacity` bytes long.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { pieces: Vec::new(), length: 0, capacity }
    }

    /// An output of any length.
    pub fn unlimited() -> Self {
        Self::with_capacity(usize::MAX)
    }

    /// Appends a copy of `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.grow(bytes.len())?;
        match self.pieces.last_mut() {
            Some(piece) if piece.capacity() - piece.len() >= bytes.len() => piece.extend_from_slice(bytes),
            _ => {
                let mut piece = Vec::new();
                piece
                    .try_reserve_exact(bytes.len().max(PIECE.min(self.capacity)))
                    .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the encoded image"))?;
                piece.extend_from_slice(bytes);
                self.pieces.push(piece);
            }
        }
        Ok(())
    }

    /// Appends `bytes` without copying them.
    pub fn push(&mut self, bytes: Vec<u8>) -> Result<()> {
        self.grow(bytes.len())?;
        self.pieces.push(bytes);
        Ok(())
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The bytes, in pieces.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.pieces.iter().map(Vec::as_slice)
    }

    /// Copies all bytes to `target`, which is exactly as long.
    pub fn copy_to(&self, target: &mut [u8]) {
        let mut rest = target;
        for piece in &self.pieces {
            let (front, behind) = rest.split_at_mut(piece.len());
            front.copy_from_slice(piece);
            rest = behind;
        }
    }

    /// All bytes in one vector.
    pub fn to_vec(&self) -> Vec<u8> {
        self.pieces.concat()
    }

    fn grow(&mut self, by: usize) -> Result<()> {
        let length = self.length + by;
        if length > self.capacity {
            let message = format!("the encoded image is longer than the buffer of {} bytes", self.capacity);
            return Err(ImageError::new(ErrorKind::BufferTooSmall, message));
        }
        self.length = length;
        Ok(())
    }
}

/// For codecs that write to [`io::Write`]: keeps this crate's error, which `io::Error` would lose.
#[derive(Debug)]
pub struct OutputWriter<'a> {
    output: &'a mut Output,
    error: Option<ImageError>,
}

impl<'a> OutputWriter<'a> {
    /// A writer that appends to `output`.
    pub fn new(output: &'a mut Output) -> Self {
        Self { output, error: None }
    }

    /// The error that stopped the codec, or `other` if it was not this writer's.
    pub fn error_or(&mut self, other: impl FnOnce() -> ImageError) -> ImageError {
        self.error.take().unwrap_or_else(other)
    }

    /// Appends `bytes`; false if that failed.
    pub fn accept(&mut self, bytes: &[u8]) -> bool {
        self.output.write(bytes).map_err(|error| self.error = Some(error)).is_ok()
    }
}

impl io::Write for OutputWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.accept(bytes) { Ok(bytes.len()) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_fit_succeeds_and_one_byte_more_does_not() {
        let mut output = Output::with_capacity(8);
        output.write(b"abc").unwrap();
        output.push(b"defgh".to_vec()).unwrap();
        assert_eq!(output.write(b"i").unwrap_err().kind, ErrorKind::BufferTooSmall);
        let mut copy = [0; 8];
        output.copy_to(&mut copy);
        assert_eq!((&copy, output.len()), (b"abcdefgh", 8));
    }
}
