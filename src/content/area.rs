//! Parts of a PixelMap in and out, and all of it as ARGB.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::bands::each_row_of;
use super::pixelmap::{Pixelmap, State};
use crate::color::names;
use crate::convert::COLUMNS;
use crate::convert::alpha::premultiply_row;
use crate::convert::pixels::{Divide, Exchange, ExchangeDivide, ToArgb, change, map};
use crate::convert::rgba8;
use crate::convert::rows::{RowFormat, RowReader};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::{AlphaType, Layout, PixelFormat, Region};

/// Where the rows of a part lie in a program's buffer, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct AreaBuffer {
    /// Length of the buffer.
    pub size: usize,
    /// In front of the first row.
    pub offset: u32,
    /// From one row to the next; means nothing to the 4:2:0 formats.
    pub stride: u32,
}

impl AreaBuffer {
    /// An error if the region is not inside the PixelMap, or the buffer too short for it.
    fn check(&self, region: Region, layout: &Layout) -> Result<()> {
        let bad = |message: String| Err(ImageError::new(ErrorKind::BadArgument, message));
        let greatest = [region.x, region.y, region.width, region.height].into_iter().fold(0, u32::max);
        if greatest > limits::SIDE {
            return bad(format!("a field of the region is {greatest}, allowed is up to {}", limits::SIDE));
        }
        let (size, offset, stride) = (self.size as u64, u64::from(self.offset), u64::from(self.stride));
        if size == 0 || offset > size {
            return bad(format!("the offset is {offset}, the buffer has {size} bytes"));
        }
        region.check_inside(layout)?;
        let length = if layout.format.is_yuv() {
            Layout::packed(layout.format, region.width, region.height)?.byte_count() as u64
        } else {
            let row = u64::from(region.width) * 4;
            if stride < row || stride > limits::IMAGE_BYTES as u64 {
                return bad(format!("the stride is {stride}, a row of the region has {row} bytes"));
            }
            (u64::from(region.height) - 1) * stride + row
        };
        if offset + length > size {
            return bad(format!("the region ends at byte {}, the buffer has {size}", offset + length));
        }
        Ok(())
    }

    /// First byte of row `y` of an RGB or alpha format.
    fn row(&self, y: u32) -> usize {
        self.offset as usize + y as usize * self.stride as usize
    }
}

impl Pixelmap {
    /// Gives the rows of `region` to `put(at, row)`, which writes them to a buffer from byte `at` on: BGRA_8888 with
    /// unmultiplied colours; of the 4:2:0 formats the PixelMap's own samples, tightly packed.
    ///
    /// The chroma of a 4:2:0 region is that of the even pixel at or before its corner.
    pub fn read_area(&self, region: Region, buffer: AreaBuffer, mut put: impl FnMut(usize, &[u8])) -> Result<()> {
        let state = self.read()?;
        let view = state.view()?;
        buffer.check(region, view.layout())?;
        if view.layout().format.is_yuv() {
            let copies = Copies::of(region, view.layout())?;
            copies.luma(buffer, |y, columns, at| put(at, &view.row(y)[columns]));
            copies.chroma(buffer, |y, columns, at| put(at, &view.chroma_row(y)[columns]));
            return Ok(());
        }
        let part = view.part((region.x, region.y), (region.width, region.height));
        let plain = view.alpha() != AlphaType::Premultiplied;
        if view.layout().format == PixelFormat::Bgra8888 && plain {
            (0..region.height).for_each(|y| put(buffer.row(y), part.row(y)));
            return Ok(());
        }
        let direct: Option<fn(&[u8], &mut [u8])> = match (view.layout().format, plain) {
            (PixelFormat::Bgra8888, false) => Some(map::<4, 4, Divide>),
            (PixelFormat::Rgba8888, false) => Some(map::<4, 4, ExchangeDivide>),
            (PixelFormat::Rgba8888, true) => Some(map::<4, 4, Exchange>),
            _ => None,
        };
        let mut bgra = [0; 4 * COLUMNS as usize];
        for x in (0..region.width).step_by(COLUMNS as usize) {
            let part = part.part((x, 0), (COLUMNS, region.height));
            let bgra = &mut bgra[..4 * part.layout().width as usize];
            let mut reader = RowReader::new(part, RowFormat::Rgba8);
            for y in 0..region.height {
                match direct {
                    Some(step) => step(part.row(y), bgra),
                    None => map::<4, 4, Exchange>(reader.row(y), bgra),
                }
                put(buffer.row(y) + 4 * x as usize, bgra);
            }
        }
        Ok(())
    }

    /// Replaces the pixels of `region` by rows that `get(at, row)` reads from a buffer, from byte `at` on. They are as
    /// [`read_area`](Self::read_area) gives them.
    pub fn write_area(&self, region: Region, buffer: AreaBuffer, mut get: impl FnMut(usize, &mut [u8])) -> Result<()> {
        let mut state = self.write()?;
        let layout = *state.pixels.layout();
        buffer.check(region, &layout)?;
        state.check_editable()?;
        let State { pixels, alpha, .. } = &mut *state;
        if layout.format.is_yuv() {
            let copies = Copies::of(region, &layout)?;
            copies.luma(buffer, |y, columns, at| get(at, &mut pixels.row_mut(y)[columns]));
            copies.chroma(buffer, |y, columns, at| get(at, &mut pixels.chroma_row_mut(y)[columns]));
            return Ok(());
        }
        let pixel = layout.format.bytes_per_pixel();
        let (mut bgra, mut rgba) = ([0; 4 * COLUMNS as usize], [0; 4 * COLUMNS as usize]);
        for x in (0..region.width).step_by(COLUMNS as usize) {
            let count = COLUMNS.min(region.width - x) as usize;
            let start = (region.x + x) as usize * pixel;
            let (bgra, rgba) = (&mut bgra[..4 * count], &mut rgba[..4 * count]);
            for y in 0..region.height {
                let out = &mut pixels.row_mut(region.y + y)[start..start + count * pixel];
                let at = buffer.row(y) + 4 * x as usize;
                if layout.format == PixelFormat::Bgra8888 {
                    get(at, out);
                } else {
                    get(at, bgra);
                    map::<4, 4, Exchange>(bgra, rgba);
                    rgba8::store(layout.format, rgba, out);
                }
                if *alpha == AlphaType::Premultiplied {
                    premultiply_row(layout.format, out);
                }
            }
        }
        Ok(())
    }

    /// All pixels as A, R, G, B, one byte each, values as stored, into the buffer that `destination(length)` gives, of
    /// which `available` bytes are there: not too few for the pixels, and no more than 600 MiB.
    pub fn read_argb<'a>(
        &self,
        available: usize,
        destination: impl FnOnce(usize) -> Result<&'a mut [u8]>,
    ) -> Result<()> {
        let state = self.read()?;
        let view = state.view()?;
        let destination = destination(argb_byte_count(view.layout(), available)?)?;
        let stride = view.layout().width as usize * 4;
        let tone_map = if state.is_hdr() { state.colored_view()?.mapper(names::DISPLAY_P3)? } else { None };
        each_row_of(destination, stride, |y, row| {
            match &tone_map {
                Some((mapper, _)) => mapper.row_as_stored(&view, y, row),
                None => rgba8::load(&view, y, row),
            }
            change::<4, ToArgb>(row);
        });
        Ok(())
    }
}

/// Bytes of all pixels as ARGB, if the format can be read so and `available` bytes are enough and not too many.
fn argb_byte_count(layout: &Layout, available: usize) -> Result<usize> {
    use PixelFormat as F;
    let (F::Rgb565 | F::Rgba8888 | F::Bgra8888 | F::Rgb888 | F::Nv21 | F::Nv12 | F::Rgba1010102 | F::AlphaF16) =
        layout.format
    else {
        let message = format!("pixel format {} cannot be read as ARGB", layout.format as i32);
        return Err(ImageError::new(ErrorKind::PixelFormat, message));
    };
    let needed = u64::from(layout.width) * u64::from(layout.height) * 4;
    if (available as u64) < needed || available > limits::ARGB_BYTES {
        let message = format!("bufferSize is {available}, allowed is {needed} to {}", limits::ARGB_BYTES);
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    Ok(needed as usize)
}

/// What is copied of the two planes of a 4:2:0 image, and where it lies in a buffer.
struct Copies {
    region: Region,
    /// The region as an image of its own.
    packed: Layout,
    chroma_offset: usize,
    chroma_stride: usize,
    chroma_rows: u32,
}

impl Copies {
    fn of(region: Region, layout: &Layout) -> Result<Self> {
        let packed = Layout::packed(layout.format, region.width, region.height)?;
        let (offset, stride, rows) = packed.chroma.map_or((0, 0, 0), |c| (c.offset, c.stride, c.rows));
        Ok(Self { region, packed, chroma_offset: offset, chroma_stride: stride, chroma_rows: rows })
    }

    /// Calls `copy` with every row of the image, the bytes of it that count, and their place in the buffer.
    fn luma(&self, buffer: AreaBuffer, mut copy: impl FnMut(u32, Range<usize>, usize)) {
        let start = self.region.x as usize * self.packed.format.bytes_per_pixel();
        for y in 0..self.region.height {
            let at = buffer.offset as usize + y as usize * self.packed.stride;
            copy(self.region.y + y, start..start + self.packed.row_bytes(), at);
        }
    }

    /// As [`luma`](Self::luma), for chroma rows, each named by the first row of pixels that it belongs to.
    fn chroma(&self, buffer: AreaBuffer, mut copy: impl FnMut(u32, Range<usize>, usize)) {
        let start = self.region.x as usize / 2 * 2 * self.packed.format.bytes_per_pixel();
        for y in 0..self.chroma_rows {
            let at = buffer.offset as usize + self.chroma_offset + y as usize * self.chroma_stride;
            copy((self.region.y / 2 + y) * 2, start..start + self.packed.chroma_row_bytes(), at);
        }
    }
}

#[cfg(test)]
mod tests {
    use half::f16;

    use super::*;
    use crate::content::InitializationOptions;

    /// A PixelMap that holds `bytes` as they are; zeros where there are none.
    fn map(format: PixelFormat, alpha: AlphaType, (width, height): (u32, u32), bytes: &[u8]) -> Pixelmap {
        let (pixel_format, alpha_type) = (format as i32, alpha as i32);
        let options =
            InitializationOptions { width, height, pixel_format, alpha_type, ..InitializationOptions::default() };
        let map = Pixelmap::create_empty(&options).unwrap();
        let mut all = vec![0; map.byte_count().unwrap()];
        all[..bytes.len()].copy_from_slice(bytes);
        map.write_pixels(&all).unwrap();
        map
    }

    /// All pixels, by way of an area.
    fn read(map: &Pixelmap) -> Vec<[u8; 4]> {
        let Layout { width, height, .. } = map.layout().unwrap();
        let mut bytes = vec![0; width as usize * height as usize * 4];
        let buffer = AreaBuffer { size: bytes.len(), offset: 0, stride: width * 4 };
        map.read_area(Region { x: 0, y: 0, width, height }, buffer, |at, row| {
            bytes[at..at + row.len()].copy_from_slice(row);
        })
        .unwrap();
        bytes.as_chunks().0.to_vec()
    }

    fn write(map: &Pixelmap, bgra: &[u8]) {
        let Layout { width, height, .. } = map.layout().unwrap();
        let buffer = AreaBuffer { size: bgra.len(), offset: 0, stride: width * 4 };
        map.write_area(Region { x: 0, y: 0, width, height }, buffer, |at, row| {
            row.copy_from_slice(&bgra[at..at + row.len()]);
        })
        .unwrap();
    }

    fn stored(map: &Pixelmap) -> Vec<u8> {
        let mut bytes = vec![0; map.byte_count().unwrap()];
        map.read_pixels(&mut bytes).unwrap();
        bytes
    }

    /// Every colour with every alpha, as BGRA.
    fn every_pair() -> Vec<u8> {
        (0..=255).flat_map(|a| (0..=255).flat_map(move |c: u8| [c, 255 - c, 0, a])).collect()
    }

    /// `min(255, floor(c * 255 / a + 0.5))` in double precision; `c` and `a` are of the same scale.
    fn divided(c: f64, a: f64) -> u8 {
        if a == 0.0 { 0 } else { (c * 255.0 / a + 0.5).floor().min(255.0) as u8 }
    }

    #[test]
    fn eight_bits_are_multiplied_on_the_way_in_and_divided_on_the_way_out() {
        let pairs = every_pair();
        for format in [PixelFormat::Rgba8888, PixelFormat::Bgra8888, PixelFormat::Argb8888] {
            for alpha in [AlphaType::Premultiplied, AlphaType::Unpremultiplied, AlphaType::Opaque] {
                let map = map(format, alpha, (256, 256), &[]);
                write(&map, &pairs);
                let times = |c: u8, a: u8| match alpha {
                    AlphaType::Premultiplied => (f64::from(c) * f64::from(a) / 255.0 + 0.5).floor() as u8,
                    _ => c,
                };
                let multiplied =
                    pairs.as_chunks().0.iter().map(|&[b, g, r, a]| [times(b, a), times(g, a), times(r, a), a]);
                let multiplied: Vec<[u8; 4]> = multiplied.collect();
                let order = |[b, g, r, a]: [u8; 4]| match format {
                    PixelFormat::Rgba8888 => [r, g, b, a],
                    PixelFormat::Argb8888 => [a, r, g, b],
                    _ => [b, g, r, a],
                };
                let expected: Vec<u8> = multiplied.iter().flat_map(|pixel| order(*pixel)).collect();
                assert!(stored(&map) == expected, "{format:?} {alpha:?} written");
                let back = |c: u8, a: u8| match alpha {
                    AlphaType::Premultiplied => divided(f64::from(c), f64::from(a)),
                    _ => c,
                };
                let expected = multiplied.iter().map(|&[b, g, r, a]| [back(b, a), back(g, a), back(r, a), a]);
                assert!(read(&map) == expected.collect::<Vec<_>>(), "{format:?} {alpha:?} read");
            }
        }
    }

    #[test]
    fn deep_pixels_are_multiplied_and_divided_in_their_own_precision() {
        let pairs = every_pair();
        let ten = map(PixelFormat::Rgba1010102, AlphaType::Premultiplied, (256, 256), &[]);
        let half = map(PixelFormat::RgbaF16, AlphaType::Premultiplied, (256, 256), &[]);
        write(&ten, &pairs);
        write(&half, &pairs);
        let (words, halves) = (stored(&ten), stored(&half));
        let (words, halves) = (words.as_chunks().0, halves.as_chunks::<8>().0);
        let (from_ten, from_half) = (read(&ten), read(&half));
        for (i, &[b, g, _, a]) in pairs.as_chunks().0.iter().enumerate() {
            let (word, alpha) = (u32::from_le_bytes(words[i]), (f64::from(a) * 3.0 / 255.0).round());
            let code = |c: u8| (f64::from(c) * 1023.0 / 255.0).round();
            let expected = [b, g].map(|c| (code(c) * alpha / 3.0).round() as u32);
            assert_eq!([word >> 20 & 1023, word >> 10 & 1023, word >> 30], [expected[0], expected[1], alpha as u32]);
            let [blue, green] = expected.map(|c| divided(f64::from(c), alpha * 341.0));
            assert_eq!(from_ten[i], [blue, green, 0, alpha as u8 * 85], "{b} {g} {a}");

            let sample = |at: usize| f64::from(f16::from_le_bytes([halves[i][at], halves[i][at + 1]]).to_f32());
            let exact = f64::from(b) / 255.0 * f64::from(a) / 255.0;
            assert!((sample(4) - exact).abs() <= exact * 0.0015 + 1e-7, "{b} {a}: {}", sample(4));
            // Even the faintest colour comes back.
            let near = |c: u8, got: u8| a == 0 && got == 0 || a > 0 && c.abs_diff(got) <= 1;
            assert!(near(b, from_half[i][0]) && near(g, from_half[i][1]), "{b} {g} {a}: {:?}", from_half[i]);
            assert_eq!(from_half[i][3], a);
        }
    }

    #[test]
    fn formats_without_colour_or_alpha_give_black_or_opaque() {
        use PixelFormat as F;
        let white = [0x00, 0x3c, 0x00, 0x38];
        for (format, bytes, expected) in [
            (F::Alpha8, &[7, 0, 0, 0][..], [0, 0, 0, 7]),
            (F::AlphaU8, &[7], [0, 0, 0, 7]),
            (F::AlphaF16, &white[2..], [0, 0, 0, 128]),
            (F::Rgb565, &[0x00, 0xf8], [0, 0, 255, 255]),
            (F::Rgb888, &[1, 2, 3], [3, 2, 1, 255]),
        ] {
            let map = map(format, AlphaType::Opaque, (1, 1), bytes);
            assert_eq!(read(&map), [expected], "{format:?}");
            write(&map, &[40, 50, 255, 128]);
            let expected = match format {
                F::Rgb565 => [41, 48, 255, 255],
                F::Rgb888 => [40, 50, 255, 255],
                _ => [0, 0, 0, 128],
            };
            assert_eq!(read(&map), [expected], "{format:?}");
        }
    }

    #[test]
    fn argb_is_the_same_for_any_number_of_threads() {
        let bytes: Vec<u8> = (0..700 * 500 * 4).map(|i| (i * 7 % 251) as u8).collect();
        let map = map(PixelFormat::Rgba8888, AlphaType::Premultiplied, (700, 500), &bytes);
        let mut argb = vec![0; bytes.len()];
        map.read_argb(argb.len(), |_| Ok(&mut argb)).unwrap();
        let expected: Vec<u8> = bytes.as_chunks().0.iter().flat_map(|&[r, g, b, a]| [a, r, g, b]).collect();
        assert!(argb == expected);
    }
}
