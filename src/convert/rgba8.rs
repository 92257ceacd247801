//! A row of any format to 8-bit RGBA and back, values as stored: alpha is carried, never applied.

#![forbid(unsafe_code)]

use half::f16;

use super::yuv;
use super::{deep, halves, ten};
use crate::pixel::{PixelFormat, PixelView};

/// Expands row `y` of `source` into `out`, 4 bytes for each pixel. Missing alpha is 255, missing colour 0.
pub fn load(source: &PixelView<'_>, y: u32, out: &mut [u8]) {
    let row = source.row(y);
    let pixels = out.as_chunks_mut::<4>().0.iter_mut();
    match source.layout().format {
        PixelFormat::Rgba8888 => out.copy_from_slice(row),
        PixelFormat::Bgra8888 => pixels.zip(row.as_chunks().0).for_each(|(out, &[b, g, r, a])| *out = [r, g, b, a]),
        PixelFormat::Argb8888 => pixels.zip(row.as_chunks().0).for_each(|(out, &[a, r, g, b])| *out = [r, g, b, a]),
        PixelFormat::Rgb888 => pixels.zip(row.as_chunks().0).for_each(|(out, &[r, g, b])| *out = [r, g, b, 255]),
        PixelFormat::Rgb565 => pixels.zip(row.as_chunks().0).for_each(|(out, &word)| {
            // High bits repeated below.
            let word = u32::from(u16::from_le_bytes(word));
            let r = word >> 8 & 0xf8 | word >> 13;
            let g = word >> 3 & 0xfc | word >> 9 & 3;
            let b = word << 3 & 0xf8 | word >> 2 & 7;
            *out = (r | g << 8 | b << 16 | 0xff00_0000).to_le_bytes();
        }),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => pixels.zip(row).for_each(|(out, &a)| *out = [0, 0, 0, a]),
        PixelFormat::AlphaF16 => pixels.zip(row.as_chunks().0).for_each(|(out, &a)| *out = [0, 0, 0, half_to_8(a)]),
        PixelFormat::RgbaF16 => {
            let samples = row.as_chunks().0;
            out.iter_mut().zip(samples).for_each(|(out, &sample)| *out = half_to_8(sample));
        }
        PixelFormat::Rgba1010102 => pixels.zip(row.as_chunks().0).for_each(|(out, &word)| {
            *out = ten::to_8(u32::from_le_bytes(word)).to_le_bytes();
        }),
        format @ (PixelFormat::Nv12 | PixelFormat::Nv21) => {
            yuv::rgba_from_nv(row, source.chroma_row(y), format.is_v_first(), yuv::Coding::of(source), out);
        }
        PixelFormat::YcbcrP010 | PixelFormat::YcrcbP010 => {
            let mut wide = vec![0.0; out.len()];
            deep::load(source, y, &mut wide);
            out.iter_mut().zip(wide).for_each(|(out, sample)| *out = to_8(sample));
        }
    }
}

/// Stores `row`, 4 bytes of RGBA for each pixel, as `format` into `out`. 4:2:0 formats are made in [`yuv`].
pub fn store(format: PixelFormat, row: &[u8], out: &mut [u8]) {
    let pixels = row.as_chunks::<4>().0.iter();
    match format {
        PixelFormat::Rgba8888 => out.copy_from_slice(row),
        PixelFormat::Bgra8888 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| {
            *out = [b, g, r, a];
        }),
        PixelFormat::Argb8888 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| {
            *out = [a, r, g, b];
        }),
        PixelFormat::Rgb888 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, _])| {
            *out = [r, g, b];
        }),
        PixelFormat::Rgb565 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, _])| {
            *out = (scale(r, 31) << 11 | scale(g, 63) << 5 | scale(b, 31)).to_le_bytes();
        }),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => {
            out.iter_mut().zip(pixels).for_each(|(out, pixel)| *out = pixel[3])
        }
        PixelFormat::AlphaF16 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, pixel)| {
            *out = half_from_8(pixel[3]);
        }),
        PixelFormat::RgbaF16 => out.as_chunks_mut().0.iter_mut().zip(row).for_each(|(out, &sample)| {
            *out = half_from_8(sample);
        }),
        PixelFormat::Rgba1010102 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| {
            let ten = |c: u8| u32::from(scale(c, 1023));
            *out = (ten(r) | ten(g) << 10 | ten(b) << 20 | u32::from(scale(a, 3)) << 30).to_le_bytes();
        }),
        PixelFormat::Nv12 | PixelFormat::Nv21 | PixelFormat::YcbcrP010 | PixelFormat::YcrcbP010 => {}
    }
}

/// `floor(255 * x + 0.5)` of `x` clamped to 0 to 1; not a number is 0.
#[inline]
pub fn to_8(sample: f32) -> u8 {
    deep::scaled(sample, 255.0) as u8
}

#[inline]
fn half_to_8(sample: [u8; 2]) -> u8 {
    halves::to_8(u16::from_le_bytes(sample))
}

#[inline]
fn half_from_8(sample: u8) -> [u8; 2] {
    f16::from_f32(f32::from(sample) / 255.0).to_le_bytes()
}

/// `round(c * max / 255)`.
#[inline]
fn scale(c: u8, max: u32) -> u16 {
    ((u32::from(c) * max * 2 + 255) / 510) as u16
}
