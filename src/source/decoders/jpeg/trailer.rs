//! The records behind the images of a file, which are found from its end.

#![forbid(unsafe_code)]

use std::ops::Range;

use crate::error::Result;
use crate::metadata::trailer::{self, Record};
use crate::source::bytes::SourceBytes;

/// Most records of a file; there are about twenty kinds.
const MOST: usize = 64;

/// How many bytes behind the images are looked through for records, where the file does not end with one.
const SEARCHED: u64 = 64 << 20;

/// Bytes that are read at once for that.
const CHUNK: u64 = 1 << 16;

/// Bytes of a payload's length and its tag.
const TRAILER: u64 = trailer::BYTES as u64;

/// A record that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub record: Record,
    /// Where its payload is in the file.
    pub payload: Range<u64>,
}

/// The records behind `start`, from the last one to the first. The file ends with one, or, if `anywhere`, other bytes
/// may follow and lie between.
pub fn records(bytes: &SourceBytes, start: u64, anywhere: bool) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut end = bytes.len();
    let lowest = if anywhere { start.max(end.saturating_sub(SEARCHED)) } else { start };
    while found.len() < MOST && end >= lowest.saturating_add(TRAILER) {
        let from = if anywhere { lowest.max(end.saturating_sub(CHUNK)) } else { end - TRAILER };
        let chunk = bytes.range(from..end)?;
        let mut trailers = chunk.windows(trailer::BYTES).enumerate().rev();
        match trailers.find_map(|(at, trailer)| record(trailer.try_into().ok()?, from + at as u64, start)) {
            Some(record) => {
                end = record.payload.start;
                found.push(record);
            }
            // A trailer that reaches into this chunk is in the next one.
            None if anywhere => end = from + TRAILER - 1,
            None => break,
        }
    }
    Ok(found)
}

/// The record whose trailer is at `at`, if it is one, of a payload that begins behind `start`.
fn record(trailer: &[u8; trailer::BYTES], at: u64, start: u64) -> Option<Found> {
    // No tag fills its eight bytes. That is looked at first, since every byte behind the images may be asked.
    let [_, _, _, _, first, .., last] = trailer;
    if *last != 0 || !first.is_ascii_alphabetic() {
        return None;
    }
    let (record, length) = trailer::read(trailer)?;
    let first = at.checked_sub(length.into()).filter(|first| length > 0 && *first >= start)?;
    Some(Found { record, payload: first..at })
}
