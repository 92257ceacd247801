//! Parts of a PixelMap in and out, and all of it as ARGB.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::bands::each_row_of;
use super::pixelmap::{Pixelmap, State};
use crate::convert::alpha::{premultiply_row, unpremultiply_rgba8};
use crate::convert::rgba8;
use crate::convert::rows::{RowFormat, RowReader};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{AlphaType, Layout, PixelFormat, PixelView, Region};

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
        let mut reader = RowReader::new(part, RowFormat::Rgba8);
        let mut bgra = row_buffer(region)?;
        for y in 0..region.height {
            if view.layout().format == PixelFormat::Bgra8888 {
                bgra.copy_from_slice(part.row(y));
                unpremultiply_rgba8(&mut bgra);
            } else {
                rgba8::store(PixelFormat::Bgra8888, reader.row(y), &mut bgra);
            }
            put(buffer.row(y), &bgra);
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
        let columns = region.x as usize * pixel..(region.x + region.width) as usize * pixel;
        let (mut bgra, mut rgba) = (row_buffer(region)?, row_buffer(region)?);
        for y in 0..region.height {
            let out = &mut pixels.row_mut(region.y + y)[columns.clone()];
            if layout.format == PixelFormat::Bgra8888 {
                get(buffer.row(y), out);
            } else {
                get(buffer.row(y), &mut bgra);
                // To BGRA and from it are the same exchange.
                rgba8::store(PixelFormat::Bgra8888, &bgra, &mut rgba);
                rgba8::store(layout.format, &rgba, out);
            }
            if *alpha == AlphaType::Premultiplied {
                premultiply_row(layout.format, out);
            }
        }
        Ok(())
    }

    /// Bytes of all pixels as ARGB, if the format can be read so and a buffer of `available` bytes is long enough, but
    /// not of more than 600 MiB.
    pub fn argb_byte_count(&self, available: usize) -> Result<usize> {
        argb_byte_count(&self.layout()?, available)
    }

    /// Fills the front of `destination` with all pixels as A, R, G, B, one byte each, values as stored. It is to be as
    /// long as [`argb_byte_count`](Self::argb_byte_count) says.
    pub fn read_argb(&self, destination: &mut [u8]) -> Result<()> {
        let state = self.read()?;
        let view = sdr_view(&state)?;
        let needed = argb_byte_count(view.layout(), destination.len())?;
        let stride = view.layout().width as usize * 4;
        each_row_of(&mut destination[..needed], stride, |y, row| argb_row(&view, y, row));
        Ok(())
    }
}

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

/// The pixels to read as ARGB.
fn sdr_view(state: &State) -> Result<PixelView<'_>> {
    state.view()
}

/// Row `y` as A, R, G, B.
fn argb_row(view: &PixelView<'_>, y: u32, out: &mut [u8]) {
    rgba8::load(view, y, out);
    for pixel in out.as_chunks_mut::<4>().0 {
        *pixel = u32::from_le_bytes(*pixel).rotate_left(8).to_le_bytes();
    }
}

/// A row of 4 bytes for each pixel.
fn row_buffer(region: Region) -> Result<Vec<u8>> {
    zeroed_bytes(region.width as usize * 4)
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
