//! Quantisation (ITU-T T.81, A.3.4), with the tables of Annex K.1 scaled by quality as libjpeg does.

#![forbid(unsafe_code)]

use super::fdct;
use crate::simd::Simd;

/// The natural index (row * 8 + column) of every coefficient in zigzag order (figure A.6).
pub const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// Table K.1, in natural order.
const LUMINANCE: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];

/// Table K.2, in natural order.
const CHROMINANCE: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];

/// A quantisation table, ready for coefficients of [`fdct`].
#[derive(Clone, Debug)]
pub struct Quantizer {
    /// The steps in zigzag order, as DQT has them (B.2.4.1).
    pub steps: [u8; 64],
    /// `[u][v]`: the reciprocal of step and DCT scale.
    factors: [[f32; 8]; 8],
}

impl Quantizer {
    /// That of luminance for `quality` 1 to 100.
    pub fn luminance(quality: u8) -> Self {
        Self::scaled(&LUMINANCE, quality)
    }

    /// That of chrominance.
    pub fn chrominance(quality: u8) -> Self {
        Self::scaled(&CHROMINANCE, quality)
    }

    /// 50 gives the table itself, 100 steps of 1, below 50 steps grow without end; baseline allows 255 (B.2.4.1).
    fn scaled(table: &[u16; 64], quality: u8) -> Self {
        let quality = u32::from(quality.clamp(1, 100));
        let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
        let step = |natural: usize| ((u32::from(table[natural]) * percent + 50) / 100).clamp(1, 255) as u8;
        let factor = |u: usize, v: usize| (1.0 / (f64::from(step(v * 8 + u)) * fdct::scale(u, v))) as f32;
        Self {
            steps: ZIGZAG.map(|natural| step(natural.into())),
            factors: std::array::from_fn(|u| std::array::from_fn(|v| factor(u, v))),
        }
    }

    /// Divides the coefficients of a block by their steps and rounds to the nearest, ties to even: `[u * 8 + v]`.
    #[inline(always)]
    pub fn quantize<S: Simd>(&self, simd: S, block: [S::F32; 8], levels: &mut [i16; 64]) {
        let divide = |u: usize| simd.mul(block[u], simd.load(&self.factors[u]));
        let pairs = levels.as_chunks_mut::<16>().0;
        pairs[0] = simd.round(divide(0), divide(1));
        pairs[1] = simd.round(divide(2), divide(3));
        pairs[2] = simd.round(divide(4), divide(5));
        pairs[3] = simd.round(divide(6), divide(7));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Portable;

    #[test]
    fn qualities_have_libjpegs_steps() {
        assert_eq!(Quantizer::luminance(50).steps[..4], [16, 11, 12, 14]);
        assert_eq!(Quantizer::luminance(75).steps[..4], [8, 6, 6, 7]);
        assert_eq!(Quantizer::chrominance(90).steps[..4], [3, 4, 4, 5]);
        assert_eq!(Quantizer::luminance(100).steps, [1; 64]);
        assert_eq!(Quantizer::luminance(1).steps, [255; 64]);
    }

    #[test]
    fn levels_are_rounded_quotients() {
        let quantizer = Quantizer::luminance(50);
        for value in [-1023.0, -24.1, -23.9, -8.1, -7.9, 0.0, 7.9, 8.1, 39.9, 40.1, 1016.0] {
            let mut levels = [0; 64];
            let block = std::array::from_fn(|u| std::array::from_fn(|v| (value * fdct::scale(u, v)) as f32));
            quantizer.quantize(Portable, block, &mut levels);
            assert_eq!(f64::from(levels[0]), (value / 16.0).round(), "{value}");
            assert_eq!(f64::from(levels[8]), (value / 11.0).round(), "{value}");
        }
    }
}
