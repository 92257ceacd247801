//! The forward DCT (ITU-T T.81, A.3.3) of 8x8 blocks, by the method of Arai, Agui and Nakajima (1988), in `f32`.
//!
//! The method leaves every coefficient multiplied by a factor of its own, [`scale`]; quantisation divides by it
//! together with the step. Every addition and multiplication is rounded on its own, in an order that is written down
//! here, so the bits are the same for vectors of any width.

#![forbid(unsafe_code)]

use super::samples::TILE;
use crate::simd::Simd;

/// What the coefficient of horizontal frequency `u` and vertical frequency `v` comes out multiplied by.
pub fn scale(u: usize, v: usize) -> f64 {
    let factor = |k: usize| if k == 0 { 1.0 } else { (k as f64 * std::f64::consts::PI / 16.0).cos() * 2f64.sqrt() };
    8.0 * factor(u) * factor(v)
}

/// Transforms the block at column `x` of `rows`: `[u]` holds the coefficients of horizontal frequency `u`, vertical
/// frequencies side by side.
#[inline(always)]
pub fn transform<S: Simd>(simd: S, rows: &[[f32; TILE]; 8], x: usize) -> [S::F32; 8] {
    let columns = transform_columns(simd, rows.each_ref().map(|row| simd.load(row[x..].first_chunk().expect(INSIDE))));
    transform_columns(simd, simd.transpose(columns))
}

/// Why slices of rows are long enough.
const INSIDE: &str = "a block is inside its tile";

/// One dimension: eight columns of eight samples. Figure 4-8 of Pennebaker and Mitchell's book on JPEG.
#[inline(always)]
fn transform_columns<S: Simd>(simd: S, x: [S::F32; 8]) -> [S::F32; 8] {
    let (add, sub) = (|a, b| simd.add(a, b), |a, b| simd.sub(a, b));
    let c4 = simd.splat(std::f32::consts::FRAC_1_SQRT_2); // cos(4 pi / 16)
    let c6 = simd.splat(0.382_683_43); // cos(6 pi / 16)
    let c2_minus_c6 = simd.splat(0.541_196_1);
    let c2_plus_c6 = simd.splat(1.306_563);

    let (s07, s16, s25, s34) = (add(x[0], x[7]), add(x[1], x[6]), add(x[2], x[5]), add(x[3], x[4]));
    let (d07, d16, d25, d34) = (sub(x[0], x[7]), sub(x[1], x[6]), sub(x[2], x[5]), sub(x[3], x[4]));

    let (e0, e1, e2, e3) = (add(s07, s34), add(s16, s25), sub(s16, s25), sub(s07, s34));
    let e = simd.mul(add(e2, e3), c4);

    let (o0, o1, o2) = (add(d34, d25), add(d25, d16), add(d16, d07));
    let o = simd.mul(sub(o0, o2), c6);
    let p0 = add(simd.mul(o0, c2_minus_c6), o);
    let p1 = simd.mul(o1, c4);
    let p2 = add(simd.mul(o2, c2_plus_c6), o);
    let (q0, q1) = (add(d07, p1), sub(d07, p1));

    [add(e0, e1), add(q0, p2), add(e3, e), sub(q1, p0), sub(e0, e1), add(q1, p0), sub(e3, e), sub(q0, p2)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Kernel, dispatch};

    struct Transform<'a>(&'a [[f32; TILE]; 8], usize);

    impl Kernel for Transform<'_> {
        type Output = [[f32; 8]; 8];

        fn run<S: Simd>(self, simd: S) -> [[f32; 8]; 8] {
            transform(simd, self.0, self.1).map(|row| {
                let mut values = [0.0; 8];
                simd.store(row, &mut values);
                values
            })
        }
    }

    #[test]
    fn coefficients_are_those_of_the_standards_formula() {
        let sample = |x: usize, y: usize| ((x * 37 + y * 91 + x * y * 13) % 256) as f32 - 128.0;
        let mut rows = [[0.0; TILE]; 8];
        for (y, row) in rows.iter_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(x, value)| *value = sample(x, y));
        }
        for left in [0, 8, TILE - 8] {
            let block = dispatch(Transform(&rows, left));
            for (u, v) in (0..8).flat_map(|u| (0..8).map(move |v| (u, v))) {
                let c = |k: usize| if k == 0 { 0.5f64.sqrt() } else { 1.0 };
                let cos = |x: usize, k: usize| ((2 * x + 1) as f64 * k as f64 * std::f64::consts::PI / 16.0).cos();
                let sum: f64 = (0..64)
                    .map(|i| (i % 8, i / 8))
                    .map(|(x, y)| f64::from(sample(left + x, y)) * cos(x, u) * cos(y, v))
                    .sum();
                let exact = c(u) * c(v) / 4.0 * sum;
                let ours = f64::from(block[u][v]) / scale(u, v);
                assert!((ours - exact).abs() < 1e-3, "({u}, {v}) at {left}: {ours}, not {exact}");
            }
        }
    }
}
