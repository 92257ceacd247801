//! A row of any format to 8-bit RGBA and back, values as stored: alpha is carried, never applied.

#![forbid(unsafe_code)]

use super::pack::{colours_of_rgba, pack_24};
use super::pixels::{
    Exchange, From565, FromAlpha, FromAlphaHalf, FromArgb, FromHalf, FromRgb, FromTen, To565, ToAlpha, ToAlphaHalf,
    ToArgb, ToHalf, ToTen, map,
};
use super::{deep, yuv};
use crate::pixel::{PixelFormat, PixelView};
use crate::simd::{self, Kernel, Simd};

/// Row `y` of `source`: its own bytes where these are RGBA, else expanded into `scratch`, 4 bytes for each pixel.
pub fn row<'a>(source: &PixelView<'a>, y: u32, scratch: &'a mut [u8]) -> &'a [u8] {
    if source.layout().format == PixelFormat::Rgba8888 {
        return source.row(y);
    }
    load(source, y, scratch);
    scratch
}

/// Expands row `y` of `source` into `out`, 4 bytes for each pixel. Missing alpha is 255, missing colour 0.
pub fn load(source: &PixelView<'_>, y: u32, out: &mut [u8]) {
    let row = source.row(y);
    match source.layout().format {
        PixelFormat::Rgba8888 => out.copy_from_slice(row),
        PixelFormat::Bgra8888 => map::<4, 4, Exchange>(row, out),
        PixelFormat::Argb8888 => map::<4, 4, FromArgb>(row, out),
        PixelFormat::Rgb888 => map::<3, 4, FromRgb>(row, out),
        PixelFormat::Rgb565 => map::<2, 4, From565>(row, out),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => map::<1, 4, FromAlpha>(row, out),
        PixelFormat::AlphaF16 => map::<2, 4, FromAlphaHalf>(row, out),
        PixelFormat::RgbaF16 => map::<2, 1, FromHalf>(row, out),
        PixelFormat::Rgba1010102 => map::<4, 4, FromTen>(row, out),
        format @ (PixelFormat::Nv12 | PixelFormat::Nv21) => {
            yuv::rgba_from_nv(row, source.chroma_row(y), format.is_v_first(), yuv::Coding::of(source), out);
        }
        format @ (PixelFormat::YcbcrP010 | PixelFormat::YcrcbP010) => {
            let (chroma, v_first, coding) = (source.chroma_row(y), format.is_v_first(), yuv::Coding::of(source));
            simd::dispatch(LoadP010 { luma: row, chroma, v_first, coding, out });
        }
    }
}

/// Stores `row`, 4 bytes of RGBA for each pixel, as `format` into `out`. 4:2:0 formats are made in [`yuv`].
pub fn store(format: PixelFormat, row: &[u8], out: &mut [u8]) {
    match format {
        PixelFormat::Rgba8888 => out.copy_from_slice(row),
        PixelFormat::Bgra8888 => map::<4, 4, Exchange>(row, out),
        PixelFormat::Argb8888 => map::<4, 4, ToArgb>(row, out),
        PixelFormat::Rgb888 => pack_24(row, out, colours_of_rgba),
        PixelFormat::Rgb565 => map::<4, 2, To565>(row, out),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => map::<4, 1, ToAlpha>(row, out),
        PixelFormat::AlphaF16 => map::<4, 2, ToAlphaHalf>(row, out),
        PixelFormat::RgbaF16 => map::<1, 2, ToHalf>(row, out),
        PixelFormat::Rgba1010102 => map::<4, 4, ToTen>(row, out),
        PixelFormat::Nv12 | PixelFormat::Nv21 | PixelFormat::YcbcrP010 | PixelFormat::YcrcbP010 => {}
    }
}

/// A row of P010, in pieces whose floats stay in the nearest cache.
struct LoadP010<'a> {
    luma: &'a [u8],
    chroma: &'a [u8],
    v_first: bool,
    coding: yuv::Coding,
    out: &'a mut [u8],
}

impl Kernel for LoadP010<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let mut wide = [0.0; 4 * 256];
        let pieces = self.luma.chunks(2 * 256).zip(self.chroma.chunks(2 * 256));
        for ((luma, chroma), out) in pieces.zip(self.out.chunks_mut(4 * 256)) {
            let wide = &mut wide[..out.len()];
            yuv::rgba_from_p010(luma, chroma, self.v_first, self.coding, wide);
            for (out, sample) in out.iter_mut().zip(wide) {
                *out = to_8(*sample);
            }
        }
    }
}

/// `floor(255 * x + 0.5)` of `x` clamped to 0 to 1; not a number is 0.
#[inline(always)]
pub fn to_8(sample: f32) -> u8 {
    deep::scaled(sample, 255.0) as u8
}
