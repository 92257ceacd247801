//! Rows as encoders want them, from any PixelMap: converted where needed, borrowed where they already fit.

#![forbid(unsafe_code)]

use super::alpha;
use super::deep;
use super::rgba8;
use crate::pixel::{AlphaType, PixelFormat, PixelView};

/// What an encoder reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// 1 byte: the alpha of an alpha-only image.
    Gray8,
    /// 2 bytes: 0 and the alpha of an alpha-only image.
    GrayAlpha8,
    /// 3 bytes: colour over black.
    Rgb8,
    /// 4 bytes: colour not multiplied by alpha, and alpha.
    Rgba8,
    /// 3 big-endian `u16`: colour over black.
    Rgb16,
    /// 4 big-endian `u16`: colour not multiplied by alpha, and alpha.
    Rgba16,
}

impl RowFormat {
    /// Bytes of one pixel.
    pub fn bytes_per_pixel(self) -> usize {
        match self {
            Self::Gray8 => 1,
            Self::GrayAlpha8 => 2,
            Self::Rgb8 => 3,
            Self::Rgba8 => 4,
            Self::Rgb16 => 6,
            Self::Rgba16 => 8,
        }
    }

    fn has_alpha(self) -> bool {
        matches!(self, Self::GrayAlpha8 | Self::Rgba8 | Self::Rgba16)
    }
}

/// Reads the rows of one image as one format.
pub struct RowReader<'a> {
    view: PixelView<'a>,
    target: RowFormat,
    /// The image's rows are what is wanted.
    borrowed: bool,
    rgba8: Vec<u8>,
    deep: Vec<f32>,
    row: Vec<u8>,
}

impl<'a> RowReader<'a> {
    /// A reader of `view`'s rows as `target`.
    pub fn new(view: PixelView<'a>, target: RowFormat) -> Self {
        let borrowed = match (target, view.layout().format) {
            (RowFormat::Rgb8, PixelFormat::Rgb888) => true,
            (RowFormat::Rgba8, PixelFormat::Rgba8888) => view.alpha() != AlphaType::Premultiplied,
            (RowFormat::Gray8, PixelFormat::Alpha8 | PixelFormat::AlphaU8) => true,
            _ => false,
        };
        Self { view, target, borrowed, rgba8: Vec::new(), deep: Vec::new(), row: Vec::new() }
    }

    /// Row `y`.
    pub fn row(&mut self, y: u32) -> &[u8] {
        if self.borrowed {
            return self.view.row(y);
        }
        self.row.resize(self.view.layout().width as usize * self.target.bytes_per_pixel(), 0);
        match self.target {
            RowFormat::Rgb16 | RowFormat::Rgba16 => self.read_deep(y),
            // Dividing after rounding to 8 bits would lose most of a faint colour.
            RowFormat::Rgba8
                if self.view.layout().format.is_deep() && self.view.alpha() == AlphaType::Premultiplied =>
            {
                self.load_deep(y);
                self.row.iter_mut().zip(&self.deep).for_each(|(out, sample)| *out = rgba8::to_8(*sample));
            }
            RowFormat::Rgba8 => {
                rgba8::load(&self.view, y, &mut self.row);
                if self.view.alpha() == AlphaType::Premultiplied && !self.view.layout().format.is_alpha_only() {
                    alpha::unpremultiply_rgba8(&mut self.row);
                }
            }
            RowFormat::Gray8 | RowFormat::GrayAlpha8 | RowFormat::Rgb8 => self.read_rgba8(y),
        }
        &self.row
    }

    /// Through a row of 8-bit RGBA.
    fn read_rgba8(&mut self, y: u32) {
        self.rgba8.resize(self.view.layout().width as usize * 4, 0);
        rgba8::load(&self.view, y, &mut self.rgba8);
        let pixels = self.rgba8.as_chunks::<4>().0;
        match self.target {
            RowFormat::Gray8 => self.row.iter_mut().zip(pixels).for_each(|(out, pixel)| *out = pixel[3]),
            RowFormat::GrayAlpha8 => {
                let out = self.row.as_chunks_mut().0.iter_mut();
                out.zip(pixels).for_each(|(out, pixel)| *out = [0, pixel[3]]);
            }
            _ if self.view.alpha() == AlphaType::Unpremultiplied => {
                let out = self.row.as_chunks_mut().0.iter_mut();
                let over_black = |c, a| alpha::premultiply(c, a);
                out.zip(pixels).for_each(|(out, &[r, g, b, a])| {
                    *out = [over_black(r, a), over_black(g, a), over_black(b, a)];
                });
            }
            _ => {
                let out = self.row.as_chunks_mut().0.iter_mut();
                out.zip(pixels).for_each(|(out, &[r, g, b, _])| *out = [r, g, b]);
            }
        }
    }

    /// Fills the row of `f32` RGBA.
    fn load_deep(&mut self, y: u32) {
        self.deep.resize(self.view.layout().width as usize * 4, 0.0);
        deep::load(&self.view, y, &mut self.deep);
        if self.target.has_alpha() && self.view.alpha() == AlphaType::Premultiplied {
            alpha::unpremultiply_f32(&mut self.deep);
        }
    }

    /// Through a row of `f32` RGBA.
    fn read_deep(&mut self, y: u32) {
        self.load_deep(y);
        let channels = self.target.bytes_per_pixel() / 2;
        let pixels = self.deep.as_chunks::<4>().0;
        for (out, pixel) in self.row.chunks_mut(channels * 2).zip(pixels) {
            for (out, sample) in out.as_chunks_mut::<2>().0.iter_mut().zip(pixel) {
                *out = ((sample.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16).to_be_bytes();
            }
        }
    }
}
