//! The marker segments of a JPEG file (ITU-T T.81, annex B): taking a file apart, and writing segments into it.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;

/// Payload bytes of one ICC segment: a segment's 65535 less its length field, the tag and two counters.
const ICC_CHUNK: usize = 65519;

/// A baseline file with one scan, in its parts.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// SOI and the JFIF segment.
    pub head: &'a [u8],
    /// All further segments before the scan: tables and frame header.
    pub tables: &'a [u8],
    /// The scan header.
    pub scan_header: &'a [u8],
    /// Entropy-coded data, without EOI.
    pub scan: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Takes apart what an engine wrote.
    pub fn of(file: &'a [u8]) -> Result<Self> {
        Self::find(file).ok_or_else(|| ImageError::new(ErrorKind::Internal, "JPEG encoder: impossible file structure"))
    }

    fn find(file: &'a [u8]) -> Option<Self> {
        if file.get(..2)? != [0xFF, SOI] || file.get(file.len() - 2..)? != [0xFF, EOI] {
            return None;
        }
        let (mut head, mut at) = (2, 2);
        loop {
            let &[0xFF, marker, high, low] = file.get(at..at + 4)? else { return None };
            let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
            match marker {
                APP0 => head = end,
                SOS => {
                    let (tables, scan_header) = (file.get(head..at)?, file.get(at..end)?);
                    return Some(Self {
                        head: &file[..head],
                        tables,
                        scan_header,
                        scan: file.get(end..file.len() - 2)?,
                    });
                }
                _ => {}
            }
            at = end;
        }
    }
}

/// `tables` with the frame header's number of lines (B.2.2) set to `height`.
pub fn with_height(tables: &[u8], height: u16) -> Vec<u8> {
    let mut tables = tables.to_vec();
    let mut at = 0;
    while let Some(&[_, marker, high, low]) = tables.get(at..at + 4) {
        if matches!(marker, 0xC0..=0xC2) {
            tables[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    tables
}

/// A restart interval of `mcus` MCUs (B.2.4.4).
pub fn restart_interval(mcus: u16) -> [u8; 6] {
    let [high, low] = mcus.to_be_bytes();
    [0xFF, DRI, 0, 4, high, low]
}

/// The restart marker behind restart interval `index` (B.2.1).
pub fn restart(index: usize) -> [u8; 2] {
    [0xFF, 0xD0 + (index % 8) as u8]
}

/// The end of the file.
pub const END: [u8; 2] = [0xFF, EOI];

/// The APP2 segments of an ICC profile (ICC.1:2010, B.4); an error above 255 segments.
pub fn icc_segments(profile: &[u8]) -> Result<Vec<u8>> {
    let chunks = profile.chunks(ICC_CHUNK);
    let count = u8::try_from(chunks.len()).map_err(|_| {
        let message = format!("the ICC profile has {} bytes, JPEG holds {}", profile.len(), 255 * ICC_CHUNK);
        ImageError::new(ErrorKind::Icc, message)
    })?;
    let mut segments = Vec::with_capacity(profile.len() + chunks.len() * 18);
    for (number, chunk) in (1..=count).zip(chunks) {
        segments.extend_from_slice(&[0xFF, APP2]);
        segments.extend_from_slice(&(chunk.len() as u16 + 16).to_be_bytes());
        segments.extend_from_slice(b"ICC_PROFILE\0");
        segments.extend_from_slice(&[number, count]);
        segments.extend_from_slice(chunk);
    }
    Ok(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_profiles_are_split_and_too_long_ones_refused() {
        let segments = icc_segments(&vec![7; ICC_CHUNK + 1]).unwrap();
        assert_eq!(segments[2..4], [0xFF, 0xFF]);
        assert_eq!(segments[16..18], [1, 2]);
        let second = &segments[18 + ICC_CHUNK..];
        assert_eq!((second[2..4].to_vec(), second[16..].to_vec()), (vec![0, 17], vec![2, 2, 7]));
        assert_eq!(icc_segments(&vec![0; 255 * ICC_CHUNK + 1]).unwrap_err().kind, ErrorKind::Icc);
    }
}
