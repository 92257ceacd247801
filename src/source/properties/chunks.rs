//! The chunks of a PNG file (third edition, 5.3), read by position, and what is deflated in them.

#![forbid(unsafe_code)]

use fdeflate::Decompressor;

use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;
use crate::source::scan::Scan;

/// Where the first chunk begins, behind the signature.
pub const FIRST: u64 = 8;

/// A chunk that lies in the file as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Chunk {
    /// Its type.
    pub name: [u8; 4],
    /// Its first byte, of the length.
    pub at: u64,
    /// Bytes of its data.
    pub length: u32,
}

impl Chunk {
    /// Where its data lie.
    pub fn data(&self) -> u64 {
        self.at + 8
    }

    /// Behind its check sum.
    pub fn end(&self) -> u64 {
        self.at + 12 + u64::from(self.length)
    }
}

/// The chunks of a file in front of IEND, in order.
pub struct Chunks<'a> {
    /// What they are read with.
    pub scan: Scan<'a>,
    at: u64,
}

impl<'a> Chunks<'a> {
    /// Those of `bytes`.
    pub fn of(bytes: &'a SourceBytes) -> Self {
        Self { scan: Scan::new(bytes), at: FIRST }
    }

    /// The next one; None at IEND, or where there is no whole chunk.
    pub fn next(&mut self) -> Result<Option<Chunk>> {
        let Some([a, b, c, d, name @ ..]) = self.scan.array::<8>(self.at)? else { return Ok(None) };
        let chunk = Chunk { name, at: self.at, length: u32::from_be_bytes([a, b, c, d]) };
        self.at = chunk.end();
        Ok((name != *b"IEND" && self.at <= self.scan.len()).then_some(chunk))
    }
}

/// The data of a zlib stream, if they are whole and at most `most` bytes.
pub fn inflated(compressed: &[u8], most: usize) -> Result<Option<Vec<u8>>> {
    let (mut data, mut read, mut written) = (Vec::new(), 0, 0);
    let mut decompressor = Decompressor::new();
    while !decompressor.is_done() {
        // With room for one byte more the end of the stream is reached by all that may be told. Little memory at first:
        // most streams are short, and hostile ones many.
        let room = (2 * data.len()).clamp(1 << 10, most + 1);
        if written > most {
            return Ok(None);
        }
        data.try_reserve_exact(room - data.len())
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for a text of {room} bytes")))?;
        data.resize(room, 0);
        match decompressor.read(&compressed[read..], &mut data, written, true) {
            Ok((0, 0)) | Err(_) => return Ok(None),
            Ok((more_read, more_written)) => (read, written) = (read + more_read, written + more_written),
        }
    }
    data.truncate(written);
    Ok((written <= most).then_some(data))
}
