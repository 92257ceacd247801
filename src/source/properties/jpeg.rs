//! EXIF in a JPEG file: the first APP1 segment that begins with "Exif" (Exif 2.32, 4.7.2).

#![forbid(unsafe_code)]

use super::edit::Edit;
use super::scan::Scan;
use super::{mpf, too_long};
use crate::error::Result;
use crate::metadata::exif::{Exif, JPEG_BYTES};
use crate::source::bytes::SourceBytes;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP1: u8 = 0xE1;
/// In front of the block; some writers have another byte than zero behind the name's NUL.
const EXIF: &[u8; 5] = b"Exif\0";
const HEADER: usize = 6;
const APP2: u8 = 0xE2;
/// In front of the index of a file of several images.
const MPF: &[u8; 4] = b"MPF\0";

/// A marker segment with a length.
struct Segment {
    marker: u8,
    /// First byte behind the length field.
    data: u64,
    end: u64,
}

/// The marker segments in front of the first scan.
struct Segments<'a> {
    scan: Scan<'a>,
    at: u64,
}

impl<'a> Segments<'a> {
    fn new(bytes: &'a SourceBytes) -> Self {
        Self { scan: Scan::new(bytes), at: 0 }
    }

    /// The next one; None at the first scan, the end of the image, or where there is no whole segment.
    fn next(&mut self) -> Result<Option<Segment>> {
        loop {
            let Some([mark, marker]) = self.scan.array(self.at)? else { return Ok(None) };
            match marker {
                _ if mark != 0xFF => return Ok(None),
                // Fill bytes (T.81, B.1.1.2).
                0xFF => self.at += 1,
                // TEM, RST0 to RST7 and SOI have no length.
                0x01 | 0xD0..=SOI => self.at += 2,
                0x00 | EOI | SOS => return Ok(None),
                _ => {
                    let Some(length) = self.scan.array(self.at + 2)? else { return Ok(None) };
                    let length = u64::from(u16::from_be_bytes(length));
                    let segment = Segment { marker, data: self.at + 4, end: self.at + 2 + length };
                    if length < 2 || segment.end > self.scan.len() {
                        return Ok(None);
                    }
                    self.at = segment.end;
                    return Ok(Some(segment));
                }
            }
        }
    }

    /// The bytes of a segment behind its length field.
    fn data(&self, segment: &Segment) -> Result<Vec<u8>> {
        Ok(self.scan.bytes(segment.data, (segment.end - segment.data) as usize)?.unwrap_or_default())
    }

    /// Whether `segment` is of this marker and begins with `name`.
    fn is<const N: usize>(&mut self, segment: &Segment, marker: u8, name: &[u8; N]) -> Result<bool> {
        let long_enough = segment.end - segment.data >= N as u64;
        Ok(segment.marker == marker && long_enough && self.scan.array(segment.data)?.as_ref() == Some(name))
    }
}

/// The EXIF of the file, if it has any.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    let mut segments = Segments::new(bytes);
    while let Some(segment) = segments.next()? {
        if segments.is(&segment, APP1, EXIF)? {
            let data = segments.data(&segment)?;
            return Exif::read(data.get(HEADER..).unwrap_or_default()).map(Some);
        }
    }
    Ok(None)
}

/// The file with `block` right behind its first marker, and without the EXIF that it had.
pub fn write(bytes: &SourceBytes, block: &[u8]) -> Result<Edit> {
    if block.len() > JPEG_BYTES {
        return Err(too_long(block.len() as u64));
    }
    let mut edit = Edit::default();
    let length = (2 + HEADER + block.len()) as u16;
    edit.replace(2..2, [&[0xFF, APP1], &length.to_be_bytes()[..], b"Exif\0\0", block].concat())?;
    let (mut segments, mut replaced, mut formats) = (Segments::new(bytes), false, None);
    while let Some(segment) = segments.next()? {
        if !replaced && segments.is(&segment, APP1, EXIF)? {
            edit.replace(segment.data - 4..segment.end, Vec::new())?;
            replaced = true;
        } else if formats.is_none() && segments.is(&segment, APP2, MPF)? {
            formats = Some((segment.data + MPF.len() as u64, segments.data(&segment)?.split_off(MPF.len())));
        }
    }
    if let Some((at, index)) = formats {
        mpf::moved(&mut edit, at, &index)?;
    }
    Ok(edit)
}
