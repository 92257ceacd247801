//! Multiplying colour by alpha and undoing it.

#![forbid(unsafe_code)]

use half::f16;

use crate::pixel::PixelFormat;

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

/// Multiplies the colours of one row by their alpha, in the precision of `format`. Formats without both are left alone.
pub fn premultiply_row(format: PixelFormat, row: &mut [u8]) {
    match format {
        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => {
            for pixel in row.as_chunks_mut::<4>().0 {
                let a = pixel[3];
                *pixel = [premultiply(pixel[0], a), premultiply(pixel[1], a), premultiply(pixel[2], a), a];
            }
        }
        PixelFormat::Argb8888 => {
            for [a, colour @ ..] in row.as_chunks_mut::<4>().0 {
                colour.iter_mut().for_each(|c| *c = premultiply(*c, *a));
            }
        }
        PixelFormat::Rgba1010102 => {
            for pixel in row.as_chunks_mut::<4>().0 {
                let word = u32::from_le_bytes(*pixel);
                let a = word >> 30;
                let scale = |shift: u32| (((word >> shift & 1023) * a * 2 + 3) / 6) << shift;
                *pixel = (scale(0) | scale(10) | scale(20) | a << 30).to_le_bytes();
            }
        }
        PixelFormat::RgbaF16 => {
            for pixel in row.as_chunks_mut::<8>().0 {
                let a = f16::from_le_bytes([pixel[6], pixel[7]]).to_f32();
                for sample in pixel[..6].as_chunks_mut::<2>().0 {
                    *sample = f16::from_f32(f16::from_le_bytes(*sample).to_f32() * a).to_le_bytes();
                }
            }
        }
        _ => {}
    }
}

/// Undoes the multiplication in a row of 8-bit RGBA; a pixel of alpha 0 becomes 0, 0, 0, 0.
pub fn unpremultiply_rgba8(row: &mut [u8]) {
    for pixel in row.as_chunks_mut::<4>().0 {
        let a = pixel[3];
        *pixel = [unpremultiply(pixel[0], a), unpremultiply(pixel[1], a), unpremultiply(pixel[2], a), a];
    }
}

/// Undoes the multiplication in a row of `f32` RGBA.
pub fn unpremultiply_f32(row: &mut [f32]) {
    for [colour @ .., a] in row.as_chunks_mut::<4>().0 {
        colour.iter_mut().for_each(|c| *c = if *a == 0.0 { 0.0 } else { *c / *a });
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
            }
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
