//! EXIF of a HEIF file: an item that describes the primary image (ISO/IEC 23008-12, A.2.1).

#![forbid(unsafe_code)]

use super::{EXIF_BYTES, without_name};
use crate::error::Result;
use crate::heif::codec::File;
use crate::metadata::exif::Exif;
use crate::metadata::exif::value::Value;
use crate::source::bytes::SourceBytes;

/// The EXIF of the file. Where the file itself turns the image, which a decoder does, the orientation is that of the
/// decoded image: the standard lets the file's word count, and who follows both would turn twice.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    let file = File::open(bytes)?;
    let items = file.items();
    let Some((&primary, others)) = items.split_first() else { return Ok(None) };
    let describes = |id: &u32| {
        let is_exif = file.item(*id).is_ok_and(|info| &info.kind == b"Exif");
        is_exif && file.references(*id, *b"cdsc").contains(&primary)
    };
    let Some(id) = others.iter().copied().find(describes) else { return Ok(None) };
    let Some(data) = file.data(id, EXIF_BYTES)? else { return Ok(None) };
    let mut exif = Exif::read(block(&data))?;
    if file.item(primary)?.turned != 0 && exif.value(b"Orientation").is_ok() {
        exif.set_value(b"Orientation", Value::of_shorts(&[1]))?;
    }
    Ok(Some(exif))
}

/// From the TIFF header on. In front of it is its distance, less the 4 bytes that say so; some writers leave out what
/// is between, or do not count it.
fn block(data: &[u8]) -> &[u8] {
    let Some((distance, rest)) = data.split_first_chunk::<4>() else { return &[] };
    let at = u32::from_be_bytes(*distance) as usize;
    match rest.get(at..) {
        Some(block) if block.starts_with(b"II*\0") || block.starts_with(b"MM\0*") => block,
        _ => without_name(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_found_where_it_is_said_to_be() {
        for data in [
            &b"\0\0\0\x06Exif\0\0II*\0rest"[..],
            b"\0\0\0\0II*\0rest",
            b"\0\0\0\0Exif\0\0II*\0rest",
            b"\0\0\0\x02..II*\0rest",
            b"\xFF\xFF\xFF\xFFII*\0rest",
        ] {
            assert_eq!(block(data), b"II*\0rest", "{data:?}");
        }
        for data in [&b""[..], b"\0\0\0", b"\0\0\0\0"] {
            assert_eq!(block(data), b"");
        }
    }
}
