//! A borrowed image whose bytes are known to cover its layout: checked once, trusted afterwards.

#![forbid(unsafe_code)]

use super::format::{AlphaType, PixelFormat, YuvMatrix, YuvRange};
use super::layout::{Chroma, Layout};
use crate::error::{ErrorKind, ImageError, Result};

/// An image in somebody else's memory.
#[derive(Clone, Copy, Debug)]
pub struct PixelView<'a> {
    layout: Layout,
    alpha: AlphaType,
    range: YuvRange,
    matrix: YuvMatrix,
    bytes: &'a [u8],
}

impl<'a> PixelView<'a> {
    /// A view of `bytes`, YUV of full range and BT.601; an error if they are fewer than the layout needs.
    pub fn new(layout: Layout, alpha: AlphaType, bytes: &'a [u8]) -> Result<Self> {
        if bytes.len() < layout.needed_bytes() {
            let needed = layout.needed_bytes();
            let message = format!("the image has {} bytes and needs {needed}", bytes.len());
            return Err(ImageError::new(ErrorKind::PixelDataBad, message));
        }
        Ok(Self { layout, alpha, range: YuvRange::Full, matrix: YuvMatrix::Bt601, bytes })
    }

    /// The shape of the image.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What alpha means for the colours.
    pub fn alpha(&self) -> AlphaType {
        self.alpha
    }

    /// The same image with its alpha to be ignored.
    pub fn opaque(self) -> Self {
        Self { alpha: AlphaType::Opaque, ..self }
    }

    /// The part that begins at `(x, y)`, which is inside the image and even for 4:2:0, and has at most the size
    /// `(width, height)`.
    pub fn part(&self, (x, y): (u32, u32), (width, height): (u32, u32)) -> Self {
        let whole = self.layout;
        let pixel = whole.format.bytes_per_pixel();
        let start = y as usize * whole.stride + x as usize * pixel;
        let chroma = whole.chroma.map(|chroma| {
            let first = chroma.offset + (y / 2) as usize * chroma.stride + x as usize * pixel;
            Chroma { offset: first - start, rows: chroma.rows - y / 2, ..chroma }
        });
        let (width, height) = (width.min(whole.width - x), height.min(whole.height - y));
        Self { layout: Layout { width, height, chroma, ..whole }, bytes: &self.bytes[start..], ..*self }
    }

    /// The same image, opaque if it is one of 8-bit RGBA without a transparent pixel. Encoders then need not divide
    /// alpha out, nor write it.
    pub fn with_needed_alpha(self) -> Self {
        let alpha_at = match self.layout.format {
            PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => 3,
            PixelFormat::Argb8888 => 0,
            _ => return self,
        };
        let opaque = |y| self.row(y).as_chunks::<4>().0.iter().fold(255, |all, pixel| all & pixel[alpha_at]) == 255;
        let needed = self.alpha != AlphaType::Opaque && !(0..self.layout.height).all(opaque);
        if needed { self } else { self.opaque() }
    }

    /// The same image with its YUV samples taken as of `range`.
    pub fn with_range(self, range: YuvRange) -> Self {
        Self { range, ..self }
    }

    /// The same image with its YUV samples taken as made by `matrix`.
    pub fn with_matrix(self, matrix: YuvMatrix) -> Self {
        Self { matrix, ..self }
    }

    /// How the samples of a 4:2:0 image were made.
    pub fn matrix(&self) -> YuvMatrix {
        self.matrix
    }

    /// What the samples of a 4:2:0 image stand for.
    pub fn range(&self) -> YuvRange {
        self.range
    }

    /// Row `y` without padding; the luma row of a 4:2:0 image.
    pub fn row(&self, y: u32) -> &'a [u8] {
        let start = y as usize * self.layout.stride;
        &self.bytes[start..start + self.layout.row_bytes()]
    }

    /// The chroma row that belongs to row `y` of a 4:2:0 image; empty for other formats.
    pub fn chroma_row(&self, y: u32) -> &'a [u8] {
        let Some(chroma) = self.layout.chroma else { return &[] };
        let start = chroma.offset + (y / 2) as usize * chroma.stride;
        &self.bytes[start..start + self.layout.chroma_row_bytes()]
    }

    /// All chroma rows of a 4:2:0 image as they lie in memory; empty for other formats.
    pub fn chroma_rows(&self) -> &'a [u8] {
        let Some(chroma) = self.layout.chroma else { return &[] };
        &self.bytes[chroma.offset..self.layout.needed_bytes()]
    }

    /// Rows `start..end` as they lie in memory, `stride` bytes apart; of the luma plane of a 4:2:0 image.
    pub fn rows(&self, start: u32, end: u32) -> &'a [u8] {
        let first = start as usize * self.layout.stride;
        let last = (end as usize - 1) * self.layout.stride + self.layout.row_bytes();
        &self.bytes[first..last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_rows_of_the_whole() {
        for format in [PixelFormat::Rgb888, PixelFormat::Rgba8888, PixelFormat::Nv12, PixelFormat::YcbcrP010] {
            let layout = Layout::packed(format, 21, 13).unwrap();
            let bytes: Vec<u8> = (0..layout.byte_count()).map(|i| (i * 7 % 251) as u8).collect();
            let view = PixelView::new(layout, format.resolve_alpha(AlphaType::Opaque), &bytes).unwrap();
            let part = view.part((8, 4), (100, 6));
            assert_eq!((part.layout.width, part.layout.height), (13, 6));
            let pixel = format.bytes_per_pixel();
            for y in 0..6 {
                assert_eq!(part.row(y), &view.row(4 + y)[8 * pixel..]);
                assert_eq!(part.chroma_row(y), view.chroma_row(4 + y).get(8 * pixel..).unwrap_or(&[]));
            }
            assert!(part.bytes.len() >= part.layout.needed_bytes());
        }
    }
}
