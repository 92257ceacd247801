//! Windows icons: the largest image of the file, of equally large ones the deepest. It is a PNG, or a bitmap with a mask.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::io::Cursor;

use image::ImageFormat;

use super::{Decoder, bitmap, png};
use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, Wish, check_size};

/// Bytes in front of the list, of one entry, and of both in an icon with one image.
const HEADER: u64 = 6;
const ENTRY: u64 = 16;
const ICON_BYTES: usize = (HEADER + ENTRY) as usize;

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The decoder of icons.
pub struct Ico;

/// The image that was chosen.
enum Best<'a> {
    /// A whole PNG.
    Png(Cow<'a, [u8]>),
    /// An icon with this one bitmap, of this size.
    Bitmap(Vec<u8>, (u32, u32)),
}

impl Decoder for Ico {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        match best(bytes)? {
            Best::Png(file) => png::size(Box::new(Cursor::new(file))),
            Best::Bitmap(_, size) => Ok(size),
        }
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        match best(bytes)? {
            Best::Png(file) => png::read(|| Box::new(Cursor::new(&*file)), wish),
            Best::Bitmap(file, _) => bitmap::read(&SourceBytes::Owned(file), ImageFormat::Ico),
        }
    }
}

fn best(bytes: &SourceBytes) -> Result<Best<'_>> {
    let cut = || ImageError::new(ErrorKind::SourceDataBad, "the source ends in its header");
    let count = match *bytes.range(4..HEADER)? {
        [low, high] => u64::from(u16::from_le_bytes([low, high])),
        _ => return Err(cut()),
    };
    let list = bytes.range(HEADER..HEADER + count * ENTRY)?;
    let entries = list.as_chunks::<{ ENTRY as usize }>().0;
    if entries.len() as u64 != count {
        return Err(cut());
    }
    // A side of 0 means 256.
    let side = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let rank = |entry: &&[u8; 16]| (side(entry[0]) * side(entry[1]), u16::from_le_bytes([entry[6], entry[7]]));
    // Of equals the first: max_by_key takes the last.
    let Some(entry) = entries.iter().rev().max_by_key(rank) else {
        return Err(ImageError::new(ErrorKind::SourceHeaderBad, "the source is an icon without an image"));
    };
    let number = |at: usize| u64::from(u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]));
    let image = bytes.range(number(12)..number(12) + number(8))?;
    if image.starts_with(PNG_SIGNATURE) {
        return Ok(Best::Png(image));
    }

    let Some([_, _, _, _, width @ .., h0, h1, h2, h3]) = image.first_chunk::<12>() else { return Err(cut()) };
    // The height is that of colours and mask together.
    let (width, height) = (i32::from_le_bytes(*width), i32::from_le_bytes([*h0, *h1, *h2, *h3]) / 2);
    let (width, height) = check_size((width.max(0) as u32, height.max(0) as u32))?;
    let mut icon = Vec::new();
    icon.try_reserve_exact(ICON_BYTES + image.len())
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the icon"))?;
    icon.extend([0, 0, 1, 0, 1, 0]);
    // What the list says of the sides need not be true, and the decoder would mind.
    icon.extend([width, height].map(|side| u8::try_from(side).unwrap_or(0)));
    icon.extend(&entry[2..12]);
    icon.extend((ICON_BYTES as u32).to_le_bytes());
    icon.extend(image.iter());
    Ok(Best::Bitmap(icon, (width, height)))
}
