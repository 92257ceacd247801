//! An image that is written in bands of rows, each by a thread of its own.

#![forbid(unsafe_code)]

use super::buffer::PixelBuffer;
use super::format::PixelFormat;
use super::layout::Layout;

/// Some rows of an image, for writing.
pub struct Band<'a> {
    layout: Layout,
    start: u32,
    luma: &'a mut [u8],
    chroma: &'a mut [u8],
}

/// The image in bands of `rows`, an even number, and a last one of what is left.
pub fn bands(image: &mut PixelBuffer, rows: u32) -> impl Iterator<Item = Band<'_>> {
    let layout = *image.layout();
    let (chroma_at, chroma_stride) =
        layout.chroma.map_or((layout.byte_count(), 1), |chroma| (chroma.offset, chroma.stride));
    let (luma, chroma) = image.bytes_mut().split_at_mut(chroma_at);
    let lumas = luma.chunks_mut(layout.stride * rows as usize);
    let chromas =
        chroma.chunks_mut(chroma_stride * (rows / 2) as usize).chain(std::iter::repeat_with(Default::default));
    let starts = (0..layout.height).step_by(rows as usize);
    starts.zip(lumas).zip(chromas).map(move |((start, luma), chroma)| Band { layout, start, luma, chroma })
}

impl Band<'_> {
    /// The image's format.
    pub fn format(&self) -> PixelFormat {
        self.layout.format
    }

    /// The numbers of its rows in the image.
    pub fn rows(&self) -> std::ops::Range<u32> {
        self.start..self.start + (self.luma.len() / self.layout.stride) as u32
    }

    /// `width` pixels of the image's row `y` from column `x` on; the luma of a 4:2:0 image.
    pub fn row_mut(&mut self, y: u32, x: u32, width: u32) -> &mut [u8] {
        let pixel = self.layout.format.bytes_per_pixel();
        let start = (y - self.start) as usize * self.layout.stride + x as usize * pixel;
        &mut self.luma[start..start + width as usize * pixel]
    }

    /// The chroma pairs that belong to `width` pixels of the image's row `y` from the even column `x` on; empty for
    /// formats without.
    pub fn chroma_row_mut(&mut self, y: u32, x: u32, width: u32) -> &mut [u8] {
        let Some(chroma) = self.layout.chroma else { return &mut [] };
        let sample = self.layout.format.bytes_per_pixel();
        let start = ((y - self.start) / 2) as usize * chroma.stride + x as usize * sample;
        &mut self.chroma[start..start + width.next_multiple_of(2) as usize * sample]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_have_every_byte_of_every_row_once() {
        for format in [PixelFormat::Rgb888, PixelFormat::Alpha8, PixelFormat::Nv12, PixelFormat::YcbcrP010] {
            for (width, height) in [(1, 1), (5, 3), (21, 13), (8, 12)] {
                let layout = Layout::packed(format, width, height).unwrap();
                let mut banded = PixelBuffer::zeroed(layout).unwrap();
                for mut band in bands(&mut banded, 4) {
                    for y in band.rows() {
                        for (x, part) in [(0, 4.min(width)), (4, width.saturating_sub(4))] {
                            band.row_mut(y, x.min(width), part).iter_mut().for_each(|byte| *byte += y as u8 + 1);
                            if y % 2 == 0 && part > 0 {
                                band.chroma_row_mut(y, x, part).iter_mut().for_each(|byte| *byte += y as u8 + 100);
                            }
                        }
                    }
                }
                let mut plain = PixelBuffer::zeroed(layout).unwrap();
                for y in 0..height {
                    plain.row_mut(y).fill(y as u8 + 1);
                    plain.chroma_row_mut(y).fill((y & !1) as u8 + 100);
                }
                assert_eq!(banded.bytes(), plain.bytes(), "{format:?} {width}x{height}");
            }
        }
    }
}
