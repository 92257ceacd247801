//! WBMP, type 0 (WAP-237, Wireless Application Environment Defined Media Type Specification, section 6): black and
//! white, a bit for each pixel.

#![forbid(unsafe_code)]

use super::Decoder;
use super::samples::make_opaque;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// Longest header that is read: type, fixed header, and two numbers of up to 5 bytes.
const HEADER_BYTES: usize = 12;

/// The decoder of WBMP.
pub struct Wbmp;

/// Width, height, and where the rows begin; None if `beginning` is no such header, or not all of one.
///
/// Two bytes of nearly nothing are all that mark a WBMP; sides of 1 to 65535 are asked for as well.
pub fn header(beginning: &[u8]) -> Option<(u32, u32, u64)> {
    let (&[kind, fixed], mut rest) = beginning.split_first_chunk()?;
    if kind != 0 || fixed & 0x9F != 0 {
        return None;
    }
    let mut side = || {
        // 7 bits of each byte, the highest first; the top bit says that another follows.
        let mut value = 0;
        for _ in 0..5 {
            let (&byte, behind) = rest.split_first()?;
            rest = behind;
            value = value << 7 | u64::from(byte & 0x7F);
            if byte & 0x80 == 0 {
                return u32::try_from(value).ok().filter(|side| (1..=65535).contains(side));
            }
        }
        None
    };
    let (width, height) = (side()?, side()?);
    Some((width, height, (beginning.len() - rest.len()) as u64))
}

fn open(bytes: &SourceBytes) -> Result<(u32, u32, u64)> {
    let (width, height, start) = header(&bytes.beginning(HEADER_BYTES)?)
        .ok_or_else(|| ImageError::new(ErrorKind::SourceHeaderBad, "the header of the source is bad: WBMP"))?;
    check_size((width, height))?;
    Ok((width, height, start))
}

impl Decoder for Wbmp {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        open(bytes).map(|(width, height, _)| (width, height))
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let (width, _, start) = open(bytes)?;
        let part = Region { x: 0, width, ..wish.part };
        let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, part.height)?)?;
        make_opaque(&mut pixels);
        let row_bytes = u64::from(width.div_ceil(8));
        let from = start + u64::from(part.y) * row_bytes;
        let rows = bytes.range(from..from + u64::from(part.height) * row_bytes)?;
        for (y, row) in (0..part.height).zip(rows.chunks(row_bytes as usize)) {
            for (out, bits) in pixels.row_mut(y).chunks_mut(8 * 4).zip(row) {
                for (x, pixel) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    if bits << x & 0x80 != 0 {
                        *pixel = [255; 4];
                    }
                }
            }
        }
        Ok(Frame { pixels, opaque: true, part, color: SourceColor::Unsaid })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_several_bytes_and_bits_are_read() {
        assert_eq!(header(&[0, 0, 0x81, 0x02, 0x03, 0xFF]), Some((130, 3, 5)));
        assert_eq!(header(&[0, 0x60, 1, 1]), Some((1, 1, 4)));
        // Another type, a header extension, sides of 0 and 65536, and headers that end early.
        for bad in
            [&[1, 0, 1, 1][..], &[0, 0x80, 1, 1], &[0, 0, 0, 1], &[0, 0, 1, 0x84, 0x80, 0], &[0, 0, 1], &[0, 0, 0x81]]
        {
            assert_eq!(header(bad), None, "{bad:?}");
        }
        // 10 columns: one bit in the second byte counts, those behind the row's end do not.
        let source =
            SourceBytes::copy_of(&[0, 0, 10, 3, 0b1010_0000, 0b0111_1111, 0b0000_0001, 0b1000_0000, 0xFF]).unwrap();
        assert_eq!(Wbmp.size(&source), Ok((10, 3)));
        let frame = Wbmp.decode(&source, &Wish::whole((10, 3))).unwrap();
        let white = |y: usize| -> Vec<bool> {
            let row = &frame.pixels.bytes()[y * 40..][..40];
            row.chunks(4)
                .map(|p| {
                    if p == [255; 4] {
                        true
                    } else {
                        assert_eq!(p, [0, 0, 0, 255]);
                        false
                    }
                })
                .collect()
        };
        let bits = |text: &str| text.bytes().map(|b| b == b'1').collect::<Vec<_>>();
        assert_eq!(white(0), bits("1010000001"));
        assert_eq!(white(1), bits("0000000110"));
        assert_eq!(white(2), bits("1111111100"), "cut: the rest is black");
        assert!(frame.opaque);

        let part = Wish { part: Region { x: 3, y: 1, width: 2, height: 1 }, ..Wish::whole((10, 3)) };
        let one = Wbmp.decode(&source, &part).unwrap();
        assert_eq!(one.part, Region { x: 0, y: 1, width: 10, height: 1 });
        assert_eq!(one.pixels.bytes(), &frame.pixels.bytes()[40..80]);
    }

    #[test]
    fn every_prefix_and_every_flipped_bit_is_answered() {
        let file = [0, 0, 0x81, 0x02, 0x03, 0xA5, 0x5A, 0xFF, 0x00, 0x81, 0x18];
        let answer = |file: &[u8]| {
            let bytes = SourceBytes::Owned(file.to_vec());
            let frame = Wbmp.size(&bytes).and_then(|size| Wbmp.decode(&bytes, &Wish::whole(size)));
            frame.map(|frame| (frame.part.width, frame.part.height)).map_err(|error| error.kind)
        };
        for length in 0..file.len() {
            let expected = if length < 5 { Err(ErrorKind::SourceHeaderBad) } else { Ok((130, 3)) };
            assert_eq!(answer(&file[..length]), expected, "{length}");
        }
        for bit in 0..file.len() * 8 {
            let mut copy = file;
            copy[bit / 8] ^= 1 << (bit % 8);
            let size = header(&copy).map(|(width, height, _)| (width, height));
            assert_eq!(answer(&copy), size.ok_or(ErrorKind::SourceHeaderBad), "{bit}");
        }
    }
}
