//! Rows as encoders want them, from any PixelMap: converted where needed, borrowed where they already fit.

#![forbid(unsafe_code)]

use super::pack::{colours_of_argb, colours_of_bgra, colours_of_rgba, pack_24, pack_48};
use super::pixels::{self, Divide, ExchangeDivide, ExchangeMultiply, Multiply};
use super::{alpha, deep, halves, rgba8, ten};
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
}

/// Reads the rows of one image as one format.
pub struct RowReader<'a> {
    view: PixelView<'a>,
    target: RowFormat,
    /// The image's rows are what is wanted.
    borrowed: bool,
    /// 4 bytes or 4 `u16` for each pixel, where the row has 3.
    wide: Vec<u8>,
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
        Self { view, target, borrowed, wide: Vec::new(), deep: Vec::new(), row: Vec::new() }
    }

    /// Row `y`.
    pub fn row(&mut self, y: u32) -> &[u8] {
        if self.borrowed {
            return self.view.row(y);
        }
        let Self { view, target, wide, deep, row, .. } = self;
        let width = view.layout().width as usize;
        row.resize(width * target.bytes_per_pixel(), 0);
        match target {
            RowFormat::Gray8 => {
                wide.resize(width * 4, 0);
                rgba8::load(view, y, wide);
                row.iter_mut().zip(wide.as_chunks::<4>().0).for_each(|(out, pixel)| *out = pixel[3]);
            }
            RowFormat::GrayAlpha8 => {
                wide.resize(width * 4, 0);
                rgba8::load(view, y, wide);
                let out = row.as_chunks_mut().0.iter_mut();
                out.zip(wide.as_chunks::<4>().0).for_each(|(out, pixel)| *out = [0, pixel[3]]);
            }
            RowFormat::Rgb8 => read_rgb8(view, y, wide, row),
            RowFormat::Rgba8 => read_rgba8(view, y, deep, row),
            RowFormat::Rgb16 => {
                wide.resize(width * 8, 0);
                read_rgba16(view, y, AlphaType::Opaque, deep, wide);
                pack_48(wide, row);
            }
            RowFormat::Rgba16 => read_rgba16(view, y, view.alpha(), deep, row),
        }
        &self.row
    }
}

/// Colour over black.
fn read_rgb8(view: &PixelView<'_>, y: u32, wide: &mut Vec<u8>, out: &mut [u8]) {
    let row = view.row(y);
    match view.layout().format {
        PixelFormat::Rgba8888 if view.alpha() != AlphaType::Unpremultiplied => pack_24(row, out, colours_of_rgba),
        PixelFormat::Bgra8888 if view.alpha() != AlphaType::Unpremultiplied => pack_24(row, out, colours_of_bgra),
        PixelFormat::Argb8888 if view.alpha() != AlphaType::Unpremultiplied => pack_24(row, out, colours_of_argb),
        _ => {
            wide.resize(view.layout().width as usize * 4, 0);
            read_rgbx8(view, y, wide);
            pack_24(wide, out, colours_of_rgba);
        }
    }
}

/// Row `y` as 4 bytes for each pixel: colour over black, and a byte without meaning.
pub fn read_rgbx8(view: &PixelView<'_>, y: u32, out: &mut [u8]) {
    if view.alpha() != AlphaType::Unpremultiplied {
        return rgba8::load(view, y, out);
    }
    match view.layout().format {
        PixelFormat::Rgba8888 => pixels::map::<4, 4, Multiply>(view.row(y), out),
        PixelFormat::Bgra8888 => pixels::map::<4, 4, ExchangeMultiply>(view.row(y), out),
        _ => {
            rgba8::load(view, y, out);
            alpha::premultiply_row(PixelFormat::Rgba8888, out);
        }
    }
}

/// Colour not multiplied by alpha.
fn read_rgba8(view: &PixelView<'_>, y: u32, wide: &mut Vec<f32>, out: &mut [u8]) {
    let format = view.layout().format;
    if view.alpha() != AlphaType::Premultiplied || format.is_alpha_only() && !format.is_deep() {
        return rgba8::load(view, y, out);
    }
    match format {
        PixelFormat::Rgba8888 => pixels::map::<4, 4, Divide>(view.row(y), out),
        PixelFormat::Bgra8888 => pixels::map::<4, 4, ExchangeDivide>(view.row(y), out),
        PixelFormat::Rgba1010102 => ten::TABLES.divide_to_8(view.row(y), out),
        // Dividing after rounding to 8 bits would lose most of a faint colour.
        _ if format.is_deep() => {
            wide.resize(out.len(), 0.0);
            deep::load(view, y, wide);
            alpha::unpremultiply_f32(wide);
            out.iter_mut().zip(wide).for_each(|(out, sample)| *out = rgba8::to_8(*sample));
        }
        _ => {
            rgba8::load(view, y, out);
            alpha::unpremultiply_rgba8(out);
        }
    }
}

/// 16 bits, big-endian; `alpha` says whether colour is to be divided by it.
fn read_rgba16(view: &PixelView<'_>, y: u32, alpha: AlphaType, wide: &mut Vec<f32>, out: &mut [u8]) {
    let divide = alpha == AlphaType::Premultiplied;
    let (row, format) = (view.row(y), view.layout().format);
    let out_samples = out.as_chunks_mut::<2>().0;
    match format {
        PixelFormat::Rgba1010102 => ten::TABLES.widen(row, divide, out),
        PixelFormat::RgbaF16 if !divide => {
            let samples = out_samples.iter_mut().zip(row.as_chunks().0);
            samples.for_each(|(out, half)| *out = halves::to_16(u16::from_le_bytes(*half)).to_be_bytes());
        }
        _ => {
            wide.resize(out_samples.len(), 0.0);
            deep::load(view, y, wide);
            if divide {
                alpha::unpremultiply_f32(wide);
            }
            let samples = out_samples.iter_mut().zip(wide);
            samples.for_each(|(out, sample)| *out = (deep::scaled(*sample, 65535.0) as u16).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests;
