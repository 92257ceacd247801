//! Where encoders put their bytes: private memory, or a file as they come.
//!
//! Into memory, everything goes to pieces of this module's own first, so that an encoder that fails has not touched the
//! caller's buffer. (A growing vector would copy them, and hold them twice meanwhile.) Into a file, bytes go when a
//! piece is full: encoders check their input before they write anything.

#![forbid(unsafe_code)]

use std::io;

use crate::error::{ErrorKind, ImageError, Result};

/// Bytes of one allocation for small writes.
const PIECE: usize = 1 << 18;

/// Writes bytes to where an image finally goes.
pub type Drain<'a> = &'a mut dyn FnMut(&[u8]) -> Result<()>;

/// An encoded image in the making.
pub struct Output<'a> {
    pieces: Vec<Vec<u8>>,
    length: usize,
    capacity: usize,
    drain: Option<Drain<'a>>,
}

impl<'a> Output<'a> {
    /// An output in memory that may become `capacity` bytes long.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { pieces: Vec::new(), length: 0, capacity, drain: None }
    }

    /// An output in memory of any length.
    pub fn unlimited() -> Self {
        Self::with_capacity(usize::MAX)
    }

    /// An output that gives its bytes to `drain` in large pieces, the last of them by [`finish`](Self::finish).
    pub fn draining(drain: Drain<'a>) -> Self {
        Self { drain: Some(drain), ..Self::unlimited() }
    }

    /// Appends a copy of `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.grow(bytes.len())?;
        match self.pieces.last_mut() {
            Some(piece) if piece.capacity() - piece.len() >= bytes.len() => piece.extend_from_slice(bytes),
            _ => {
                self.drain()?;
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
        self.drain()
    }

    /// Appends what `other`, an output in memory, holds, without copying it.
    pub fn append(&mut self, other: Output<'_>) -> Result<()> {
        other.pieces.into_iter().try_for_each(|piece| self.push(piece))
    }

    /// Says that the image is complete.
    pub fn finish(&mut self) -> Result<()> {
        self.drain()
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Copies all bytes to `target`, which is exactly as long. Nothing of a draining output is left to copy.
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

    /// All bytes in one vector, of about their size. A long image that is one piece already is not copied; else every
    /// piece is freed when it has been.
    pub fn into_vec(mut self) -> Result<Vec<u8>> {
        if let [piece] = &mut self.pieces[..]
            && piece.capacity() / 2 <= piece.len()
        {
            return Ok(std::mem::take(piece));
        }
        let mut whole = Vec::new();
        whole
            .try_reserve_exact(self.length)
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the encoded image in one piece"))?;
        self.pieces.into_iter().for_each(|piece| whole.extend_from_slice(&piece));
        Ok(whole)
    }

    /// Gives away what is held, if there is somebody to take it.
    fn drain(&mut self) -> Result<()> {
        let Some(drain) = &mut self.drain else { return Ok(()) };
        self.pieces.drain(..).try_for_each(|piece| drain(&piece))
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
pub struct OutputWriter<'a, 'b> {
    output: &'a mut Output<'b>,
    error: Option<ImageError>,
}

impl<'a, 'b> OutputWriter<'a, 'b> {
    /// A writer that appends to `output`.
    pub fn new(output: &'a mut Output<'b>) -> Self {
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

impl io::Write for OutputWriter<'_, '_> {
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

    #[test]
    fn an_output_goes_into_another_piece_by_piece() {
        let mut inner = Output::unlimited();
        inner.write(b"def").unwrap();
        inner.push(b"ghi".to_vec()).unwrap();
        let mut output = Output::with_capacity(10);
        output.write(b"abc").unwrap();
        output.append(inner).unwrap();
        output.write(b"j").unwrap();
        assert_eq!((output.to_vec(), output.len()), (b"abcdefghij".to_vec(), 10));
        let mut more = Output::unlimited();
        more.write(b"k").unwrap();
        assert_eq!(output.append(more).unwrap_err().kind, ErrorKind::BufferTooSmall);
    }

    #[test]
    fn one_piece_is_moved_and_several_are_joined() {
        let piece = vec![7; 3 * PIECE];
        let address = piece.as_ptr();
        let mut output = Output::unlimited();
        output.push(piece).unwrap();
        let whole = output.into_vec().unwrap();
        assert_eq!((whole.as_ptr(), whole.len()), (address, 3 * PIECE));

        let mut output = Output::unlimited();
        output.write(b"abc").unwrap();
        let short = output.into_vec().unwrap();
        assert_eq!((&short[..], short.capacity()), (&b"abc"[..], 3), "most of its piece was empty");

        let mut output = Output::unlimited();
        output.write(b"abc").unwrap();
        output.push(b"defgh".to_vec()).unwrap();
        output.write(&[b'i'; PIECE]).unwrap();
        let long = output.into_vec().unwrap();
        assert_eq!((&long[..9], long.len()), (&b"abcdefghi"[..], 8 + PIECE));
    }

    #[test]
    fn a_draining_output_keeps_no_more_than_a_piece() {
        let mut file = Vec::new();
        let mut drain = |bytes: &[u8]| {
            file.extend_from_slice(bytes);
            Ok(())
        };
        let mut output = Output::draining(&mut drain);
        for byte in 0..=255 {
            output.write(&[byte; PIECE / 16]).unwrap();
            assert!(output.pieces.iter().map(Vec::len).sum::<usize>() <= PIECE);
        }
        output.push(vec![1, 2, 3]).unwrap();
        output.write(b"end").unwrap();
        output.finish().unwrap();
        assert_eq!(output.len(), 16 * PIECE + 6);
        assert_eq!((file.len(), &file[16 * PIECE..]), (16 * PIECE + 6, &b"\x01\x02\x03end"[..]));
    }

    #[test]
    fn an_error_of_the_drain_is_the_outputs() {
        let mut drain = |_: &[u8]| Err(ImageError::new(ErrorKind::OutputWrite, "full"));
        let mut output = Output::draining(&mut drain);
        output.write(b"abc").unwrap();
        assert_eq!(output.finish().unwrap_err().kind, ErrorKind::OutputWrite);
    }
}
