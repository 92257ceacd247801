//! A row of a format with more than 8 bits to `f32` RGBA, nominally 0 to 1, and back.

#![forbid(unsafe_code)]

use half::f16;

use super::{halves, yuv};
use crate::pixel::{PixelFormat, PixelView};

/// Expands row `y` of `source`, a deep format, into `out`, 4 samples for each pixel. Missing alpha is 1, colour 0.
pub fn load(source: &PixelView<'_>, y: u32, out: &mut [f32]) {
    let row = source.row(y);
    let pixels = out.as_chunks_mut::<4>().0.iter_mut();
    match source.layout().format {
        PixelFormat::RgbaF16 => {
            let samples = row.as_chunks().0;
            let float = |sample| halves::to_f32(u16::from_le_bytes(sample));
            out.iter_mut().zip(samples).for_each(|(out, &sample)| *out = float(sample));
        }
        PixelFormat::AlphaF16 => pixels.zip(row.as_chunks().0).for_each(|(out, &a)| {
            *out = [0.0, 0.0, 0.0, f16::from_le_bytes(a).to_f32()];
        }),
        PixelFormat::Rgba1010102 => pixels.zip(row.as_chunks().0).for_each(|(out, &word)| {
            let word = u32::from_le_bytes(word);
            let unit = |shift: u32| (word >> shift & 1023) as f32 / 1023.0;
            *out = [unit(0), unit(10), unit(20), (word >> 30) as f32 / 3.0];
        }),
        format if format.is_p010() => {
            yuv::rgba_from_p010(row, source.chroma_row(y), format.is_v_first(), yuv::Coding::of(source), out);
        }
        _ => debug_assert!(false, "not a deep format"),
    }
}

/// Stores `row`, 4 samples of RGBA for each pixel, as `format`, a deep RGB or alpha format, into `out`.
pub fn store(format: PixelFormat, row: &[f32], out: &mut [u8]) {
    let pixels = row.as_chunks::<4>().0.iter();
    match format {
        PixelFormat::RgbaF16 => out.as_chunks_mut().0.iter_mut().zip(row).for_each(|(out, &sample)| {
            *out = f16::from_f32(sample).to_le_bytes();
        }),
        PixelFormat::AlphaF16 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, pixel)| {
            *out = f16::from_f32(pixel[3]).to_le_bytes();
        }),
        PixelFormat::Rgba1010102 => out.as_chunks_mut().0.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| {
            let bits = |sample: f32, max: f32| (sample.clamp(0.0, 1.0) * max + 0.5) as u32;
            *out = (bits(r, 1023.0) | bits(g, 1023.0) << 10 | bits(b, 1023.0) << 20 | bits(a, 3.0) << 30).to_le_bytes();
        }),
        _ => debug_assert!(false, "not a deep RGB format"),
    }
}

/// `floor(max * x + 0.5)` of `x` clamped to 0 to 1, in single precision; not a number is 0. `max` is below 2^22.
#[inline]
pub fn scaled(x: f32, max: f32) -> u32 {
    // A cast would say the same, in code that looks at every sample: here the sum's nearest integer is taken by adding
    // 2^23, and one less where that is above.
    const ROUND: f32 = 8_388_608.0;
    let x = if x > 0.0 { x } else { 0.0 };
    let x = if x < 1.0 { x } else { 1.0 };
    let sum = x * max + 0.5;
    let nearest = sum + ROUND;
    (nearest.to_bits() & 0x3f_ffff) - u32::from(nearest - ROUND > sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_is_the_cast_of_the_sum() {
        let step = 65_521;
        for bits in (0..u32::MAX).step_by(step).chain([0x8000_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, u32::MAX]) {
            let x = f32::from_bits(bits);
            assert_eq!(scaled(x, 255.0), u32::from((x.clamp(0.0, 1.0) * 255.0 + 0.5) as u8), "{x}");
            assert_eq!(scaled(x, 65535.0), u32::from((x.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16), "{x}");
        }
        for bits in 0..=u16::MAX {
            let x = f16::from_bits(bits).to_f32();
            assert_eq!(scaled(x, 65535.0), u32::from((x.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16), "{x}");
        }
        for tie in 0..255 {
            let x = (tie as f32 + 0.5) / 255.0;
            for x in [x, x.next_up(), x.next_down()] {
                assert_eq!(scaled(x, 255.0), u32::from((x.clamp(0.0, 1.0) * 255.0 + 0.5) as u8), "{x}");
            }
        }
    }
}
