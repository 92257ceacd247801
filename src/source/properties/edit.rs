//! A file as it will be: the old one, with some parts replaced. Nothing of it is read until it is written.

#![forbid(unsafe_code)]

use std::ops::Range;

use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;

/// Bytes that are copied at once.
const COPY: u64 = 256 << 10;

/// Replaced parts of a file.
#[derive(Debug, Default)]
pub struct Edit {
    /// In ascending order, none over another.
    changes: Vec<(Range<u64>, Vec<u8>)>,
}

impl Edit {
    /// Puts `bytes` where `range` of the old file is. An empty range inserts; of several changes at one place the first
    /// comes first. Ranges must not lie over each other.
    pub fn replace(&mut self, range: Range<u64>, bytes: Vec<u8>) -> Result<()> {
        self.changes
            .try_reserve(1)
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the parts of a file"))?;
        let place = self.changes.partition_point(|(known, _)| known.start <= range.start);
        self.changes.insert(place, (range, bytes));
        Ok(())
    }

    /// Where the byte at `at` of the old file will be.
    pub fn moved(&self, at: u64) -> u64 {
        let before = self.changes.iter().filter(|(range, _)| range.end <= at);
        before.fold(at, |at, (range, bytes)| at - (range.end - range.start) + bytes.len() as u64)
    }

    /// Gives the new file piece by piece to `put`.
    pub fn apply(&self, old: &SourceBytes, put: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut at = 0;
        for (range, bytes) in &self.changes {
            copy(old, at..range.start, put)?;
            put(bytes)?;
            at = range.end;
        }
        copy(old, at..old.len(), put)
    }

    /// The new file in memory.
    pub fn to_vec(&self, old: &SourceBytes) -> Result<Vec<u8>> {
        let length = self.moved(old.len()) as usize;
        let mut new = Vec::new();
        new.try_reserve_exact(length)
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for a file of {length} bytes")))?;
        self.apply(old, &mut |piece| {
            new.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(new)
    }
}

fn copy(old: &SourceBytes, range: Range<u64>, put: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut buffer = vec![0; COPY.min(range.end.saturating_sub(range.start)) as usize];
    let mut at = range.start;
    while at < range.end {
        let wanted = COPY.min(range.end - at) as usize;
        if old.read_at(at, &mut buffer[..wanted])? != wanted {
            return Err(ImageError::new(ErrorKind::SourceDataBad, "the file became shorter while it was read"));
        }
        put(&buffer[..wanted])?;
        at += wanted as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_replaced_and_the_rest_stays() {
        let old: Vec<u8> = (0..=255).cycle().take(600_000).collect();
        let bytes = SourceBytes::copy_of(&old).unwrap();
        let mut edit = Edit::default();
        assert_eq!(edit.to_vec(&bytes).unwrap(), old);
        edit.replace(500_000..500_010, b"later".to_vec()).unwrap();
        edit.replace(2..2, b"one".to_vec()).unwrap();
        edit.replace(2..4, b"two".to_vec()).unwrap();
        let expected = [&old[..2], b"onetwo", &old[4..500_000], b"later", &old[500_010..]].concat();
        assert_eq!(edit.to_vec(&bytes).unwrap(), expected);
        let moved = [0, 1, 4, 500_010, 600_000].map(|at| edit.moved(at));
        assert_eq!(moved, [0, 1, 8, 500_009, 599_999]);
    }
}
