//! Rows of `f32` RGBA to P010 of BT.2020 in full range; alpha is left out.

#![forbid(unsafe_code)]

use super::deep::scaled;
use crate::simd::{self, Kernel, Simd};

// BT.2020, non-constant luminance.
const RED: f32 = 0.2627;
const BLUE: f32 = 0.0593;
const GREEN: f32 = 1.0 - RED - BLUE;

/// Luma of one row.
pub fn luma(row: &[f32], out: &mut [u8]) {
    simd::dispatch(Luma { row, out });
}

struct Luma<'a> {
    row: &'a [f32],
    out: &'a mut [u8],
}

impl Kernel for Luma<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        for (out, &[r, g, b, _]) in self.out.as_chunks_mut::<2>().0.iter_mut().zip(self.row.as_chunks::<4>().0) {
            *out = sample(RED * r + GREEN * g + BLUE * b);
        }
    }
}

/// Chroma pairs of two rows, each of the mean of 2x2 pixels; a last odd column stands for itself.
pub fn chroma(upper: &[f32], lower: &[f32], v_first: bool, out: &mut [u8]) {
    // Half a code of 1023 is where no colour is.
    const GREY: f32 = 512.0 / 1023.0;
    for (x, out) in out.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let [left, right] = [2 * x, 2 * x + 1].map(|x| x.min(upper.len() / 4 - 1) * 4);
        let mean = |c: usize| (upper[left + c] + upper[right + c] + lower[left + c] + lower[right + c]) / 4.0;
        let (r, g, b) = (mean(0), mean(1), mean(2));
        let luma = RED * r + GREEN * g + BLUE * b;
        let cb = sample(GREY + (b - luma) / (2.0 * (1.0 - BLUE)));
        let cr = sample(GREY + (r - luma) / (2.0 * (1.0 - RED)));
        let [first, second] = if v_first { [cr, cb] } else { [cb, cr] };
        *out = [first[0], first[1], second[0], second[1]];
    }
}

#[inline(always)]
fn sample(value: f32) -> [u8; 2] {
    ((scaled(value, 1023.0) << 6) as u16).to_le_bytes()
}
