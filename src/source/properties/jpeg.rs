//! EXIF in a JPEG file: the first APP1 segment that begins with "Exif" (Exif 2.32, 4.7.2).

#![forbid(unsafe_code)]

use super::edit::Edit;
use super::too_long;
use crate::error::Result;
use crate::metadata::exif::{Exif, JPEG_BYTES};
use crate::source::bytes::SourceBytes;
use crate::source::markers::Segments;
use crate::source::mpf::{self, Index};

const APP1: u8 = 0xE1;
/// In front of the block; some writers have another byte than zero behind the name's NUL.
const EXIF: &[u8; 5] = b"Exif\0";
const HEADER: usize = 6;

/// The EXIF of the file, if it has any.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    let mut segments = Segments::at(bytes, 0);
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
    let (mut segments, mut replaced, mut index) = (Segments::at(bytes, 0), false, None);
    while let Some(segment) = segments.next()? {
        if !replaced && segments.is(&segment, APP1, EXIF)? {
            edit.replace(segment.data - 4..segment.end, Vec::new())?;
            replaced = true;
        } else if index.is_none() && segments.is(&segment, mpf::APP2, mpf::NAME)? {
            index = Some(Index::read(&segments, &segment)?);
        }
    }
    if let Some(index) = index.flatten() {
        index.moved(&mut edit)?;
    }
    Ok(edit)
}
