//! Windows icons: the largest image of the file, of equally large ones the deepest. It is a PNG, or a bitmap with a
//! mask.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::random::Random;

    /// A bitmap of 32 bits of one colour, with a mask that hides the first pixel of the last row.
    fn bitmap([r, g, b, a]: [u8; 4], (width, height): (u32, u32)) -> Vec<u8> {
        let mut file = [40, width, height * 2, 1 | 32 << 16].map(u32::to_le_bytes).concat();
        file.extend([0; 24]);
        (0..width * height).for_each(|_| file.extend([b, g, r, a]));
        for y in 0..height {
            // Rows begin at the bottom.
            file.extend([if y == 0 { 0x80 } else { 0 }, 0, 0, 0]);
        }
        file
    }

    /// An icon of these images, each with the sides and bits that the list says.
    fn icon(images: &[((u8, u8), u8, Vec<u8>)]) -> SourceBytes {
        let mut file = vec![0, 0, 1, 0, images.len() as u8, 0];
        let mut offset = 6 + 16 * images.len();
        for ((width, height), bits, image) in images {
            file.extend([*width, *height, 0, 0, 1, 0, *bits, 0]);
            file.extend((image.len() as u32).to_le_bytes());
            file.extend((offset as u32).to_le_bytes());
            offset += image.len();
        }
        images.iter().for_each(|(_, _, image)| file.extend(image));
        SourceBytes::Owned(file)
    }

    fn decode(bytes: &SourceBytes) -> Result<Frame> {
        Ico.decode(bytes, &Wish::whole(Ico.size(bytes)?))
    }

    #[test]
    fn the_largest_then_the_deepest_is_taken() {
        let (red, green, blue) = ([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 128]);
        let small = ((3, 3), 32, bitmap(red, (3, 3)));
        let large = ((8, 4), 24, bitmap(green, (8, 4)));
        let deep = ((8, 4), 32, bitmap(blue, (8, 4)));
        let first = |images: &[_], index: usize| {
            let bytes = icon(images);
            let frame = decode(&bytes).unwrap();
            assert!(!frame.opaque);
            assert_eq!(Ico.size(&bytes), Ok((frame.part.width, frame.part.height)));
            <[u8; 4]>::try_from(&frame.pixels.bytes()[index * 4..][..4]).unwrap()
        };
        assert_eq!(first(&[small.clone(), large.clone(), deep.clone()], 0), blue);
        assert_eq!(first(&[deep.clone(), small.clone(), large.clone()], 0), blue);
        assert_eq!(first(&[small.clone(), large.clone()], 0), green);
        assert_eq!(first(&[large.clone(), small.clone()], 24)[3], 0, "the mask");
        // Of equals the first; 0 is 256; what the list says of sides need not be true.
        let again = ((8, 4), 24, bitmap(red, (8, 4)));
        assert_eq!(first(&[large.clone(), again], 0), green);
        let most = ((0, 0), 1, bitmap(red, (9, 7)));
        assert_eq!(first(&[large, most], 0), red);
    }

    #[test]
    fn icons_that_are_cut_or_damaged_are_errors_or_partly_there() {
        let kind = |bytes: &[u8]| decode(&SourceBytes::Owned(bytes.to_vec())).err().map(|error| error.kind);
        let SourceBytes::Owned(file) = icon(&[((5, 6), 32, bitmap([9, 8, 7, 255], (5, 6)))]) else { unreachable!() };
        assert_eq!(kind(&[0, 0, 1, 0, 0, 0]), Some(ErrorKind::SourceHeaderBad));
        // The list, and width and height of the image.
        (0..34).for_each(|length| assert_eq!(kind(&file[..length]), Some(ErrorKind::SourceDataBad), "{length}"));
        (62..=file.len()).for_each(|length| assert_eq!(kind(&file[..length]), None, "{length}"));
        let half = decode(&SourceBytes::Owned(file[..62 + 5 * 3 * 4].to_vec())).unwrap();
        assert_eq!(half.pixels.bytes()[..4], [0; 4]);
        assert_eq!(half.pixels.bytes()[5 * 5 * 4..][..4], [9, 8, 7, 255], "from the bottom up");
        let mut random = Random(7);
        for _ in 0..2000 {
            let mut copy = file.clone();
            for _ in 0..3 {
                let at = random.below(70);
                copy[at] ^= 1 << random.below(8_u32);
            }
            let bytes = SourceBytes::Owned(copy);
            if Ico.size(&bytes).is_ok_and(|(width, height)| u64::from(width) * u64::from(height) < 1 << 16) {
                let _ = crate::source::decoders::stop_panics(|| decode(&bytes));
            }
        }
    }
}
