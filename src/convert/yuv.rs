//! YCbCr and RGB, 4:2:0: from any of three matrices, to BT.601. Chroma is taken by its nearest sample and made by
//! averaging 2x2 pixels.

#![forbid(unsafe_code)]

use std::marker::PhantomData;

use super::pixels::{self, Rule};
use crate::pixel::{PixelView, YuvMatrix, YuvRange};
use crate::simd::{self, Kernel, Simd};

/// How YCbCr samples become RGB.
#[derive(Clone, Copy, Debug)]
pub struct Coding {
    /// The standard.
    pub matrix: YuvMatrix,
    /// What the samples stand for.
    pub range: YuvRange,
}

impl Coding {
    /// That of an image.
    pub fn of(view: &PixelView<'_>) -> Self {
        Self { matrix: view.matrix(), range: view.range() }
    }

    /// Luma of black, in steps of 8 bits.
    #[inline(always)]
    fn black(self) -> f32 {
        if self.range == YuvRange::Limited { 16.0 } else { 0.0 }
    }

    /// From luma steps of 8 bits to RGB steps of 8 bits.
    #[inline(always)]
    fn luma_gain(self) -> f32 {
        if self.range == YuvRange::Limited { 255.0 / 219.0 } else { 1.0 }
    }

    /// One step of 10 bits, of the full range.
    #[inline(always)]
    fn unit_of_10_bits(self) -> f32 {
        // The codes are those of 8 bits times 4 in limited range (BT.2100 table 9), and stretched to 1023 in full
        // range.
        if self.range == YuvRange::Limited { 1.0 / 1020.0 } else { 1.0 / 1023.0 }
    }

    /// Factors of Cr for R, Cb for G, Cr for G, Cb for B.
    #[inline(always)]
    fn factors(self) -> [f32; 4] {
        let factors = match self.matrix {
            // Kr 0.299, Kb 0.114.
            YuvMatrix::Bt601 => [1.402, -0.344_136_3, -0.714_136_3, 1.772],
            // Kr 0.2126, Kb 0.0722.
            YuvMatrix::Bt709 => [1.5748, -0.187_324_27, -0.468_124_27, 1.8556],
            // Kr 0.2627, Kb 0.0593.
            YuvMatrix::Bt2020 => [1.4746, -0.164_553_13, -0.571_353_13, 1.8814],
        };
        let gain = if self.range == YuvRange::Limited { 255.0 / 224.0 } else { 1.0 };
        factors.map(|factor| factor * gain)
    }
}

/// One row of NV12 or NV21 to 8-bit RGBA, opaque.
pub fn rgba_from_nv(luma: &[u8], chroma: &[u8], v_first: bool, coding: Coding, out: &mut [u8]) {
    // 16 fractional bits: the greatest sum is below 2^25, and the error stays below 1/100 of a step.
    let fixed = |value: f32| (value * 65536.0).round() as i32;
    let (factors, gain) = (coding.factors().map(fixed), fixed(coding.luma_gain()));
    let expansion = Expansion { factors, gain, offset: 32768 - coding.black() as i32 * gain };
    if v_first {
        simd::dispatch(FromNv::<true> { luma, chroma, expansion, out });
    } else {
        simd::dispatch(FromNv::<false> { luma, chroma, expansion, out });
    }
}

/// Pixels that are converted at once.
const BLOCK: usize = 64;

struct FromNv<'a, const V_FIRST: bool> {
    luma: &'a [u8],
    chroma: &'a [u8],
    expansion: Expansion,
    out: &'a mut [u8],
}

impl<const V_FIRST: bool> Kernel for FromNv<'_, V_FIRST> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let (lumas, last_luma) = self.luma.as_chunks();
        let (chromas, last_chroma) = self.chroma.split_at(lumas.len() * BLOCK);
        let (outs, last_out) = self.out.as_chunks_mut();
        for ((out, luma), chroma) in outs.iter_mut().zip(lumas).zip(chromas.as_chunks().0) {
            self.expansion.expand::<V_FIRST>(luma, chroma, out);
        }
        if !last_luma.is_empty() {
            let (mut luma, mut chroma, mut out) = ([0; BLOCK], [0; BLOCK], [0; 4 * BLOCK]);
            luma[..last_luma.len()].copy_from_slice(last_luma);
            chroma[..last_chroma.len()].copy_from_slice(last_chroma);
            self.expansion.expand::<V_FIRST>(&luma, &chroma, &mut out);
            last_out.copy_from_slice(&out[..last_out.len()]);
        }
    }
}

/// What samples are multiplied by.
#[derive(Clone, Copy)]
struct Expansion {
    factors: [i32; 4],
    gain: i32,
    /// What rounds, less black.
    offset: i32,
}

impl Expansion {
    #[inline(always)]
    fn expand<const V_FIRST: bool>(self, luma: &[u8; BLOCK], chroma: &[u8; BLOCK], out: &mut [u8; 4 * BLOCK]) {
        let Self { factors: [cr_r, cb_g, cr_g, cb_b], gain, offset } = self;
        // Per pixel, what its pair's chroma adds to red, green and blue.
        let mut sums = [[0; BLOCK]; 3];
        let [red, green, blue] = &mut sums;
        let sums_of_pairs = red.as_chunks_mut().0.iter_mut().zip(green.as_chunks_mut().0).zip(blue.as_chunks_mut().0);
        for (((red, green), blue), pair) in sums_of_pairs.zip(chroma.as_chunks::<2>().0) {
            let [cb, cr] = if V_FIRST { [pair[1], pair[0]] } else { *pair }.map(|c| i32::from(c) - 128);
            *red = [cr * cr_r + offset; 2];
            *green = [cb * cb_g + cr * cr_g + offset; 2];
            *blue = [cb * cb_b + offset; 2];
        }
        for (index, (out, luma)) in out.as_chunks_mut::<4>().0.iter_mut().zip(luma).enumerate() {
            let luma = i32::from(*luma) * gain;
            let sample = |sum: i32| u32::from(((sum + luma) >> 16).clamp(0, 255) as u8);
            let [r, g, b] = [sample(red[index]), sample(green[index]), sample(blue[index])];
            *out = (r | g << 8 | b << 16 | 0xff00_0000).to_le_bytes();
        }
    }
}

/// One row of P010 to `f32` RGBA, opaque.
#[inline(always)]
pub fn rgba_from_p010(luma: &[u8], chroma: &[u8], v_first: bool, coding: Coding, out: &mut [f32]) {
    let (black, gain) = (coding.black() * 4.0, coding.luma_gain());
    let unit = coding.unit_of_10_bits();
    let [cr_r, cb_g, cr_g, cb_b] = coding.factors().map(|factor| factor * unit);
    let sample = |bytes: [u8; 2]| f32::from(u16::from_le_bytes(bytes) >> 6);
    let one = |luma: [u8; 2], [cb, cr]: [f32; 2]| {
        let luma = (sample(luma) - black) * gain * unit;
        let unit = |sum: f32| if sum > 0.0 { if sum < 1.0 { sum } else { 1.0 } } else { 0.0 };
        [unit(luma + cr_r * cr), unit(luma + cb_g * cb + cr_g * cr), unit(luma + cb_b * cb), 1.0]
    };
    let colour = |pair: &[u8; 4]| {
        let [first, second] = [[pair[0], pair[1]], [pair[2], pair[3]]].map(|bytes| sample(bytes) - 512.0);
        if v_first { [second, first] } else { [first, second] }
    };
    let chroma = chroma.as_chunks().0;
    let (twos, last) = luma.as_chunks::<4>();
    let (outs, last_out) = out.as_chunks_mut::<8>();
    for ((out, &[l0, h0, l1, h1]), pair) in outs.iter_mut().zip(twos).zip(chroma) {
        let colour = colour(pair);
        let (left, right) = out.split_at_mut(4);
        left.copy_from_slice(&one([l0, h0], colour));
        right.copy_from_slice(&one([l1, h1], colour));
    }
    if let (&[low, high], Some(pair)) = (last, chroma.last()) {
        last_out.copy_from_slice(&one([low, high], colour(pair)));
    }
}

/// What 8-bit RGB is multiplied by, with 16 fractional bits, to become YCbCr of BT.601.
trait Weights {
    /// Luma of black.
    const BLACK: i32;
    /// Red, green and blue for luma.
    const LUMA: [i32; 3];
    /// For Cb.
    const CB: [i32; 3];
    /// For Cr.
    const CR: [i32; 3];
}

/// Those of the limited range.
struct LimitedRange;

impl Weights for LimitedRange {
    const BLACK: i32 = 16;
    const LUMA: [i32; 3] = [16829, 33039, 6416];
    const CB: [i32; 3] = [-9714, -19070, 28784];
    const CR: [i32; 3] = [28784, -24103, -4681];
}

/// Those of the full range, as JFIF has it.
struct FullRange;

impl Weights for FullRange {
    const BLACK: i32 = 0;
    const LUMA: [i32; 3] = [19595, 38470, 7471];
    const CB: [i32; 3] = [-11059, -21709, 32768];
    const CR: [i32; 3] = [32768, -27439, -5329];
}

/// Luma of one row of 8-bit RGBA, limited range.
pub fn luma_from_rgba(row: &[u8], luma: &mut [u8]) {
    pixels::map::<4, 1, Luma<LimitedRange>>(row, luma);
}

/// Luma of one row of 8-bit RGBA, full range.
pub fn full_luma_from_rgba(row: &[u8], luma: &mut [u8]) {
    pixels::map::<4, 1, Luma<FullRange>>(row, luma);
}

struct Luma<W>(PhantomData<W>);

impl<W: Weights> Rule<4, 1> for Luma<W> {
    #[inline(always)]
    fn apply(pixel: [u8; 4]) -> [u8; 1] {
        let word = u32::from_le_bytes(pixel).cast_signed();
        let sum = W::LUMA[0] * (word & 255) + W::LUMA[1] * (word >> 8 & 255) + W::LUMA[2] * (word >> 16 & 255);
        [(W::BLACK + ((sum + 32768) >> 16)) as u8]
    }
}

/// Chroma pairs of two rows of 8-bit RGBA, limited range; a last odd column stands for itself.
pub fn chroma_from_rgba(upper: &[u8], lower: &[u8], v_first: bool, chroma: &mut [u8]) {
    chroma_of::<LimitedRange>(upper, lower, v_first, chroma);
}

/// The same of full range.
pub fn full_chroma_from_rgba(upper: &[u8], lower: &[u8], v_first: bool, chroma: &mut [u8]) {
    chroma_of::<FullRange>(upper, lower, v_first, chroma);
}

fn chroma_of<W: Weights>(upper: &[u8], lower: &[u8], v_first: bool, chroma: &mut [u8]) {
    let weights = PhantomData::<W>;
    let (pairs, last) = (upper.len() / 8 * 2, upper.len() / 8 * 8);
    let (chroma, last_pair) = chroma.split_at_mut(pairs);
    simd::dispatch(Chroma { upper: &upper[..last], lower: &lower[..last], v_first, chroma, weights });
    if upper.len() > last {
        let (upper, lower) = (upper[last..].repeat(2), lower[last..].repeat(2));
        simd::dispatch(Chroma { upper: &upper, lower: &lower, v_first, chroma: last_pair, weights });
    }
}

struct Chroma<'a, W> {
    upper: &'a [u8],
    lower: &'a [u8],
    v_first: bool,
    chroma: &'a mut [u8],
    weights: PhantomData<W>,
}

impl<W: Weights> Kernel for Chroma<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let shifts = if self.v_first { [8, 0] } else { [0, 8] };
        let rows = self.upper.as_chunks::<8>().0.iter().zip(self.lower.as_chunks::<8>().0);
        for (pair, (upper, lower)) in self.chroma.as_chunks_mut::<2>().0.iter_mut().zip(rows) {
            // Sums of four samples, red and blue in one word.
            let (upper, lower) = (u64::from_le_bytes(*upper), u64::from_le_bytes(*lower));
            let sums = |shift: u32, mask: u64| {
                let sums = (upper >> shift & mask) + (lower >> shift & mask);
                (sums as u32).wrapping_add((sums >> 32) as u32)
            };
            let (red_blue, green) = (sums(0, 0x00ff_00ff_00ff_00ff), sums(8, 0xff_0000_00ff));
            let mean = |sum: u32| ((sum + 2) >> 2).cast_signed();
            let (r, g, b) = (mean(red_blue & 0xffff), mean(green), mean(red_blue >> 16));
            // Of the full range, the strongest colours would round to 256.
            let code = |[x, y, z]: [i32; 3]| (128 + ((x * r + y * g + z * b + 32768) >> 16)).min(255);
            let (cb, cr) = (code(W::CB), code(W::CR));
            *pair = ((cb << shifts[0] | cr << shifts[1]) as u16).to_le_bytes();
        }
    }
}

/// Copies samples of one plane; `narrow` keeps the high 8 of 16 bits.
pub fn copy_samples(from: &[u8], to: &mut [u8], narrow: bool) {
    if narrow {
        to.iter_mut().zip(from.as_chunks::<2>().0).for_each(|(to, &[_, high])| *to = high);
    } else {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The equations of the recommendations in double precision, limited range.
    fn exact(matrix: YuvMatrix, y: f64, cb: f64, cr: f64) -> [f64; 3] {
        let (kr, kb) = match matrix {
            YuvMatrix::Bt601 => (0.299, 0.114),
            YuvMatrix::Bt709 => (0.2126, 0.0722),
            YuvMatrix::Bt2020 => (0.2627, 0.0593),
        };
        let (y, cb, cr) = ((y - 16.0) / 219.0, (cb - 128.0) / 224.0, (cr - 128.0) / 224.0);
        let (r, b) = (y + 2.0 * (1.0 - kr) * cr, y + 2.0 * (1.0 - kb) * cb);
        [r, (y - kr * r - kb * b) / (1.0 - kr - kb), b].map(|c| (c * 255.0).clamp(0.0, 255.0))
    }

    #[test]
    fn expansion_stays_within_a_step_of_exact_arithmetic() {
        for matrix in [YuvMatrix::Bt601, YuvMatrix::Bt709, YuvMatrix::Bt2020] {
            let coding = Coding { matrix, range: YuvRange::Limited };
            for (y, cb, cr) in [(16, 128, 128), (235, 128, 128), (81, 90, 240), (100, 30, 200), (180, 220, 60)] {
                let mut out = [0; 4];
                rgba_from_nv(&[y], &[cb, cr], false, coding, &mut out);
                let mut deep = [0.0; 4];
                let ten = |sample: u8| (u16::from(sample) << 8).to_le_bytes();
                let pair = [ten(cr), ten(cb)].concat();
                rgba_from_p010(&ten(y), &pair, true, coding, &mut deep);
                for (i, c) in exact(matrix, y.into(), cb.into(), cr.into()).into_iter().enumerate() {
                    assert!((f64::from(out[i]) - c).abs() < 0.51, "{matrix:?} {out:?} {c}");
                    assert!((f64::from(deep[i].clamp(0.0, 1.0)) * 255.0 - c).abs() < 0.01, "{matrix:?} {deep:?} {c}");
                }
            }
        }
    }

    #[test]
    fn red_white_and_black_have_their_codes() {
        for (rgb, expected) in [([255, 0, 0], [81, 90, 240]), ([255; 3], [235, 128, 128]), ([0; 3], [16, 128, 128])] {
            let row = [rgb[0], rgb[1], rgb[2], 255].repeat(2);
            let (mut luma, mut chroma) = ([0; 2], [0; 2]);
            luma_from_rgba(&row, &mut luma);
            chroma_from_rgba(&row, &row, false, &mut chroma);
            assert_eq!([luma[0], chroma[0], chroma[1]], expected);
        }
    }

    #[test]
    fn full_range_is_that_of_jfif_to_the_nearest() {
        for step in 0..4096u32 {
            let rgb = [step & 15, step >> 4 & 15, step >> 8].map(|c| (c * 17) as u8);
            let row = [rgb[0], rgb[1], rgb[2], 9].repeat(3);
            let (mut luma, mut chroma) = ([0; 3], [0; 4]);
            full_luma_from_rgba(&row, &mut luma);
            full_chroma_from_rgba(&row, &row, true, &mut chroma);
            let [r, g, b] = rgb.map(f64::from);
            let y = 0.299 * r + 0.587 * g + 0.114 * b;
            let exact = [(b - y) / 1.772 + 128.0, (r - y) / 1.402 + 128.0].map(|c| c.min(255.0));
            assert!(luma.iter().all(|luma| (f64::from(*luma) - y).abs() < 0.502), "{rgb:?}");
            for pair in chroma.as_chunks::<2>().0 {
                assert!((f64::from(pair[1]) - exact[0]).abs() < 0.502 && (f64::from(pair[0]) - exact[1]).abs() < 0.502);
            }
        }
    }
}
