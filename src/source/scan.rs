//! Reading a source here and there: what the headers of a file of 300 MB say does not cost reading it.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;

/// Bytes that are read at once. Headers of neighbours, as hostile files have millions of them, come from one reading;
/// those of large chunks cost no more than this each.
const WINDOW: usize = 512;

/// Reads a source by position.
pub struct Scan<'a> {
    bytes: &'a SourceBytes,
    window: [u8; WINDOW],
    window_at: u64,
    filled: usize,
}

impl<'a> Scan<'a> {
    /// Over all of `bytes`.
    pub fn new(bytes: &'a SourceBytes) -> Self {
        Self { bytes, window: [0; WINDOW], window_at: 0, filled: 0 }
    }

    /// Bytes in all.
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// The `N` bytes from `at` on, at most 512; None where the source ends before.
    pub fn array<const N: usize>(&mut self, at: u64) -> Result<Option<[u8; N]>> {
        const { assert!(N <= WINDOW) };
        let inside = at >= self.window_at && at.saturating_add(N as u64) <= self.window_at + self.filled as u64;
        if !inside {
            self.filled = self.bytes.read_at(at, &mut self.window)?;
            self.window_at = at;
        }
        let from = (at - self.window_at) as usize;
        Ok(self.window[..self.filled].get(from..from + N).and_then(|found| found.try_into().ok()))
    }

    /// The `length` bytes from `at` on; None where the source ends before. The caller has limited `length`.
    pub fn bytes(&self, at: u64, length: usize) -> Result<Option<Vec<u8>>> {
        if at.checked_add(length as u64).is_none_or(|end| end > self.len()) {
            return Ok(None);
        }
        let mut found = Vec::new();
        found
            .try_reserve_exact(length)
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {length} bytes")))?;
        found.resize(length, 0);
        Ok((self.bytes.read_at(at, &mut found)? == length).then_some(found))
    }
}
