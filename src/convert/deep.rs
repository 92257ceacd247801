//! A row of a format with more than 8 bits to `f32` RGBA, nominally 0 to 1, and back.

#![forbid(unsafe_code)]

use super::{halves, yuv};
use crate::pixel::{PixelFormat, PixelView};
use crate::simd::{self, Kernel, Simd};

/// Expands row `y` of `source`, a deep format, into `out`, 4 samples for each pixel. Missing alpha is 1, colour 0.
pub fn load(source: &PixelView<'_>, y: u32, out: &mut [f32]) {
    simd::dispatch(Load { source, y, out });
}

struct Load<'a> {
    source: &'a PixelView<'a>,
    y: u32,
    out: &'a mut [f32],
}

impl Kernel for Load<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let Self { source, y, out } = self;
        let row = source.row(y);
        match source.layout().format {
            PixelFormat::RgbaF16 => {
                for (out, half) in out.iter_mut().zip(row.as_chunks().0) {
                    *out = halves::to_f32(u16::from_le_bytes(*half));
                }
            }
            PixelFormat::AlphaF16 => {
                for (out, half) in out.as_chunks_mut().0.iter_mut().zip(row.as_chunks().0) {
                    *out = [0.0, 0.0, 0.0, halves::to_f32(u16::from_le_bytes(*half))];
                }
            }
            PixelFormat::Rgba1010102 => {
                for (out, word) in out.as_chunks_mut().0.iter_mut().zip(row.as_chunks().0) {
                    let word = u32::from_le_bytes(*word);
                    let unit = |shift: u32| (word >> shift & 1023).cast_signed() as f32 / 1023.0;
                    *out = [unit(0), unit(10), unit(20), (word >> 30).cast_signed() as f32 / 3.0];
                }
            }
            format if format.is_p010() => {
                let coding = yuv::Coding::of(source);
                yuv::rgba_from_p010(row, source.chroma_row(y), format.is_v_first(), coding, out);
            }
            _ => debug_assert!(false, "not a deep format"),
        }
    }
}

/// Stores `row`, 4 samples of RGBA for each pixel, as `format`, a deep RGB or alpha format, into `out`.
pub fn store(format: PixelFormat, row: &[f32], out: &mut [u8]) {
    simd::dispatch(Store { format, row, out });
}

struct Store<'a> {
    format: PixelFormat,
    row: &'a [f32],
    out: &'a mut [u8],
}

impl Kernel for Store<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let Self { format, row, out } = self;
        let pixels = row.as_chunks::<4>().0;
        match format {
            PixelFormat::RgbaF16 => {
                for (out, sample) in out.as_chunks_mut().0.iter_mut().zip(row) {
                    *out = halves::from_f32(*sample).to_le_bytes();
                }
            }
            PixelFormat::AlphaF16 => {
                for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(pixels) {
                    *out = halves::from_f32(pixel[3]).to_le_bytes();
                }
            }
            PixelFormat::Rgba1010102 => {
                for (out, &[r, g, b, a]) in out.as_chunks_mut().0.iter_mut().zip(pixels) {
                    let colours = scaled(r, 1023.0) | scaled(g, 1023.0) << 10 | scaled(b, 1023.0) << 20;
                    *out = (colours | scaled(a, 3.0) << 30).to_le_bytes();
                }
            }
            _ => debug_assert!(false, "not a deep RGB format"),
        }
    }
}

/// `floor(max * x + 0.5)` of `x` clamped to 0 to 1, in single precision; not a number is 0. `max` is below 2^22.
#[inline(always)]
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
    use half::f16;

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
