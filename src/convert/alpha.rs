//! Multiplying colour by alpha and undoing it.

#![forbid(unsafe_code)]

use super::pixels::{self, Divide, Multiply, MultiplyArgb, MultiplyTen};
use super::{halves, ten};
use crate::pixel::PixelFormat;
use crate::simd::{self, Kernel, Simd};

/// `round(c * a / 255)`, exactly.
#[inline]
pub fn premultiply(c: u8, a: u8) -> u8 {
    let p = u32::from(c) * u32::from(a) + 128;
    ((p + (p >> 8)) >> 8) as u8
}

/// `min(255, floor(c * 255 / a + 0.5))`, and 0 where `a` is 0.
#[inline]
pub fn unpremultiply(c: u8, a: u8) -> u8 {
    // Exact in f32: the quotient is correctly rounded, and a quotient that is no tie is at least 1/510 away from one.
    let quotient = f32::from(c) * 255.0 / f32::from(a.max(1));
    if a == 0 { 0 } else { (quotient + 0.5) as u8 }
}

/// A pixel of 8-bit RGBA or BGRA, the lowest byte first: its colours as [`premultiply`] has them, and its alpha.
#[inline(always)]
pub fn multiplied(pixel: u32) -> u32 {
    // Two samples at once, each with 16 bits of its own; alpha is multiplied by 255, which leaves it as it is.
    let a = pixel >> 24;
    let scale = |pair: u32| {
        let p = pair * a + 0x0080_0080;
        p + (p >> 8 & 0x00ff_00ff)
    };
    let (even, odd) = (scale(pixel & 0x00ff_00ff), scale(pixel >> 8 & 0xff | 0x00ff_0000));
    even >> 8 & 0x00ff_00ff | odd & 0xff00_ff00
}

/// A pixel of 8-bit RGBA or BGRA, the lowest byte first: its colours as [`unpremultiply`] has them, and its alpha.
#[inline(always)]
pub fn divided(pixel: u32) -> u32 {
    // Adding 2^23 rounds to an integer, in the low bits. A quotient that is no tie is 1/510 away from one or more, and
    // comes out less than 1/16384 wrong: with 1/1024 on top ties go up, and nothing else changes sides.
    const ROUND: f32 = 8_388_608.0;
    const TIES_UP: f32 = 1.0 / 1024.0;
    let a = (pixel >> 24) as i32 as f32;
    let gain = 255.0 / if a > 1.0 { a } else { 1.0 };
    let divide = |shift: u32| {
        let c = (pixel >> shift & 255) as i32 as f32;
        let c = if c < a { c } else { a };
        ((c * gain + TIES_UP + ROUND).to_bits() & 255) << shift
    };
    divide(0) | divide(8) | divide(16) | pixel & 0xff00_0000
}

/// Multiplies the colours of one row by their alpha, in the precision of `format`. Formats without both are left alone.
pub fn premultiply_row(format: PixelFormat, row: &mut [u8]) {
    match format {
        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => pixels::change::<4, Multiply>(row),
        PixelFormat::Argb8888 => pixels::change::<4, MultiplyArgb>(row),
        PixelFormat::Rgba1010102 => pixels::change::<4, MultiplyTen>(row),
        PixelFormat::RgbaF16 => simd::dispatch(MultiplyHalves(row)),
        _ => {}
    }
}

/// Undoes the multiplication in one row of a format with colour and alpha in integers; others are left alone. What is
/// above its alpha becomes the greatest value, and 0 where alpha is 0.
pub fn unpremultiply_row(format: PixelFormat, row: &mut [u8]) {
    match format {
        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => unpremultiply_rgba8(row),
        PixelFormat::Argb8888 => {
            for pixel in row.as_chunks_mut::<4>().0 {
                let argb = u32::from_le_bytes(*pixel);
                *pixel = divided(argb.rotate_right(8)).rotate_left(8).to_le_bytes();
            }
        }
        PixelFormat::Rgba1010102 => ten::unpremultiply(row),
        _ => {}
    }
}

/// A row of RGBA_F16, in pieces: all samples by the alpha of their pixel, of which alpha itself is put back.
struct MultiplyHalves<'a>(&'a mut [u8]);

impl Kernel for MultiplyHalves<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let (mut samples, mut alphas) = ([0.0; 256], [1.0; 256]);
        for piece in self.0.chunks_mut(512) {
            for (sample, half) in samples.iter_mut().zip(piece.as_chunks::<2>().0) {
                *sample = halves::to_f32(u16::from_le_bytes(*half));
            }
            for (alphas, pixel) in alphas.as_chunks_mut::<4>().0.iter_mut().zip(samples.as_chunks::<4>().0) {
                *alphas = [pixel[3], pixel[3], pixel[3], 1.0];
            }
            for (half, (sample, alpha)) in piece.as_chunks_mut::<2>().0.iter_mut().zip(samples.iter().zip(&alphas)) {
                *half = halves::from_f32(sample * alpha).to_le_bytes();
            }
        }
    }
}

/// Undoes the multiplication in a row of 8-bit RGBA; a pixel of alpha 0 becomes 0, 0, 0, 0.
pub fn unpremultiply_rgba8(row: &mut [u8]) {
    pixels::change::<4, Divide>(row);
}

/// Undoes the multiplication in a row of `f32` RGBA. What is above an alpha of 0 becomes 0, or no number.
pub fn unpremultiply_f32(row: &mut [f32]) {
    for pixel in row.as_chunks_mut::<4>().0 {
        let a = if pixel[3] == 0.0 { f32::INFINITY } else { pixel[3] };
        // Four divisions are one instruction.
        let divisors = [a, a, a, 1.0];
        *pixel = std::array::from_fn(|i| pixel[i] / divisors[i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_equal_exact_arithmetic() {
        for a in 0..=255u8 {
            for c in 0..=255u8 {
                let (wide_c, wide_a) = (u32::from(c), u32::from(a));
                assert_eq!(u32::from(premultiply(c, a)), (2 * wide_c * wide_a + 255) / 510, "{c} * {a}");
                let exact = if a == 0 { 0 } else { ((wide_c * 510 + wide_a) / (2 * wide_a)).min(255) };
                assert_eq!(u32::from(unpremultiply(c, a)), exact, "{c} / {a}");
                for pixel in [[c, 0, 255 - c, a], [7, c, c, a]] {
                    let [r, g, b, _] = pixel;
                    let word = u32::from_le_bytes(pixel);
                    let both = [multiplied(word), divided(word)].map(u32::to_le_bytes);
                    assert_eq!(both[0], [premultiply(r, a), premultiply(g, a), premultiply(b, a), a], "{pixel:?}");
                    assert_eq!(
                        both[1],
                        [unpremultiply(r, a), unpremultiply(g, a), unpremultiply(b, a), a],
                        "{pixel:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn rows_are_divided_in_their_own_precision() {
        for a in 0..=255u8 {
            for c in 0..=255u8 {
                let d = unpremultiply(c, a);
                for (format, mut row, expected) in [
                    (PixelFormat::Rgba8888, [c, 0, c, a], [d, 0, d, a]),
                    (PixelFormat::Bgra8888, [c, 0, c, a], [d, 0, d, a]),
                    (PixelFormat::Argb8888, [a, c, 0, c], [a, d, 0, d]),
                    (PixelFormat::Alpha8, [a, c, 0, c], [a, c, 0, c]),
                    (PixelFormat::RgbaF16, [a, c, 0, c], [a, c, 0, c]),
                ] {
                    unpremultiply_row(format, &mut row);
                    assert_eq!(row, expected, "{format:?} {c} / {a}");
                }
            }
        }
        for word in (0..4_u32).flat_map(|a| (0..1024).map(move |c| c | (1023 - c) << 10 | c / 2 << 20 | a << 30)) {
            let mut row = word.to_le_bytes();
            unpremultiply_row(PixelFormat::Rgba1010102, &mut row);
            let divide = |shift: u32| {
                let (c, a) = (f64::from(word >> shift & 1023), f64::from(word >> 30));
                if a == 0.0 { 0 } else { (c * 3.0 / a + 0.5).floor().min(1023.0) as u32 }
            };
            let expected = divide(0) | divide(10) << 10 | divide(20) << 20 | word & 0xc000_0000;
            assert_eq!(u32::from_le_bytes(row), expected, "{word:08x}");
        }
    }

    #[test]
    fn the_values_of_the_specification() {
        assert_eq!((premultiply(200, 128), unpremultiply(100, 128)), (100, 199));
        assert_eq!((premultiply(255, 1), unpremultiply(1, 1), unpremultiply(10, 4)), (1, 255, 255));
    }

    #[test]
    fn ten_bit_colour_is_multiplied_after_unpacking() {
        for a in 0..4u32 {
            for c in 0..1024u32 {
                let mut row = (c | c << 10 | c << 20 | a << 30).to_le_bytes();
                premultiply_row(PixelFormat::Rgba1010102, &mut row);
                let expected = (f64::from(c) * f64::from(a) / 3.0).round() as u32;
                let word = u32::from_le_bytes(row);
                assert_eq!((word & 1023, word >> 20 & 1023, word >> 30), (expected, expected, a));
            }
        }
    }
}
