//! EXIF in a JPEG file: the first APP1 segment that begins with "Exif" (Exif 2.32, 4.7.2).

#![forbid(unsafe_code)]

use super::edit::Edit;
use super::{mpf, too_long};
use crate::error::Result;
use crate::metadata::exif::{Exif, JPEG_BYTES};
use crate::source::bytes::SourceBytes;
use crate::source::markers::Segments;

const APP1: u8 = 0xE1;
/// In front of the block; some writers have another byte than zero behind the name's NUL.
const EXIF: &[u8; 5] = b"Exif\0";
const HEADER: usize = 6;
const APP2: u8 = 0xE2;
/// In front of the index of a file of several images.
const MPF: &[u8; 4] = b"MPF\0";

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
    let (mut segments, mut replaced, mut formats) = (Segments::at(bytes, 0), false, None);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::markers::{SOI, SOS};

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        [&[0xFF, marker][..], &(data.len() as u16 + 2).to_be_bytes(), data].concat()
    }

    #[test]
    fn the_first_exif_segment_counts_and_nothing_behind_the_scan() {
        let exif = |text: &[u8]| {
            let mut exif = Exif::empty();
            exif.set_text(b"Make", text).unwrap();
            segment(APP1, &[b"Exif\0\0", exif.write().unwrap().as_slice()].concat())
        };
        let scan = segment(SOS, b"\x01\x01\x00\x00\x3F\x00");
        let make = |parts: &[&[u8]]| {
            let file = [&[&[0xFF, SOI][..]], parts].concat().concat();
            let found = read(&SourceBytes::copy_of(&file).unwrap()).unwrap();
            found.map(|exif| exif.text(b"Make").unwrap())
        };
        let xmp = segment(APP1, b"http://ns.adobe.com/xap/1.0/\0<x/>");
        assert_eq!(make(&[&xmp, b"\xFF\xFF", &exif(b"one"), &exif(b"two"), &scan]), Some(b"one".to_vec()));
        assert_eq!(make(&[&xmp, &scan, &exif(b"one")]), None);
        assert_eq!(make(&[&exif(b"one")[..20]]), None);
    }
}
