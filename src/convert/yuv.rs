//! YCbCr and RGB, 4:2:0: from any of three matrices, to BT.601. Chroma is taken by its nearest sample and made by averaging 2x2 pixels.

#![forbid(unsafe_code)]

use crate::pixel::{PixelView, YuvMatrix, YuvRange};

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
    fn black(self) -> f32 {
        if self.range == YuvRange::Limited { 16.0 } else { 0.0 }
    }

    /// From luma steps of 8 bits to RGB steps of 8 bits.
    fn luma_gain(self) -> f32 {
        if self.range == YuvRange::Limited { 255.0 / 219.0 } else { 1.0 }
    }

    /// Factors of Cr for R, Cb for G, Cr for G, Cb for B.
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

/// Numbers of matrices for const generics.
const BT601: u8 = 0;
const BT709: u8 = 1;
const BT2020: u8 = 2;

type Block = fn(&[u8; BLOCK], &[u8; BLOCK], &mut [u8; 4 * BLOCK]);

/// One row of NV12 or NV21 to 8-bit RGBA, opaque.
pub fn rgba_from_nv(luma: &[u8], chroma: &[u8], v_first: bool, coding: Coding, out: &mut [u8]) {
    // Known while compiling, the factors become part of the instructions.
    let block: Block = match coding.matrix {
        YuvMatrix::Bt601 => block_of::<BT601>(coding.range, v_first),
        YuvMatrix::Bt709 => block_of::<BT709>(coding.range, v_first),
        YuvMatrix::Bt2020 => block_of::<BT2020>(coding.range, v_first),
    };
    let (lumas, last_luma) = luma.as_chunks();
    let (chromas, last_chroma) = chroma.split_at(lumas.len() * BLOCK);
    let (outs, last_out) = out.as_chunks_mut();
    for ((out, luma), chroma) in outs.iter_mut().zip(lumas).zip(chromas.as_chunks().0) {
        block(luma, chroma, out);
    }
    if !last_luma.is_empty() {
        let (mut luma, mut chroma, mut out) = ([0; BLOCK], [0; BLOCK], [0; 4 * BLOCK]);
        luma[..last_luma.len()].copy_from_slice(last_luma);
        chroma[..last_chroma.len()].copy_from_slice(last_chroma);
        block(&luma, &chroma, &mut out);
        last_out.copy_from_slice(&out[..last_out.len()]);
    }
}

/// Pixels that are converted at once.
const BLOCK: usize = 64;

fn block_of<const MATRIX: u8>(range: YuvRange, v_first: bool) -> Block {
    match (range, v_first) {
        (YuvRange::Full, false) => rgba_from_nv_block::<MATRIX, false, false>,
        (YuvRange::Full, true) => rgba_from_nv_block::<MATRIX, false, true>,
        (YuvRange::Limited, false) => rgba_from_nv_block::<MATRIX, true, false>,
        (YuvRange::Limited, true) => rgba_from_nv_block::<MATRIX, true, true>,
    }
}

fn rgba_from_nv_block<const MATRIX: u8, const LIMITED: bool, const V_FIRST: bool>(
    luma: &[u8; BLOCK],
    chroma: &[u8; BLOCK],
    out: &mut [u8; 4 * BLOCK],
) {
    let matrix = match MATRIX {
        BT709 => YuvMatrix::Bt709,
        BT2020 => YuvMatrix::Bt2020,
        _ => YuvMatrix::Bt601,
    };
    let coding = Coding { matrix, range: if LIMITED { YuvRange::Limited } else { YuvRange::Full } };
    // 16 fractional bits: the greatest sum is below 2^25, and the error stays below 1/100 of a step.
    let fixed = |value: f32| (value * 65536.0).round() as i32;
    let [cr_r, cb_g, cr_g, cb_b] = coding.factors().map(fixed);
    let (black, gain) = (coding.black() as i32, fixed(coding.luma_gain()));
    // Per pixel, what its pair's chroma adds to red, green and blue.
    let mut sums = [[0; BLOCK]; 3];
    let [red, green, blue] = &mut sums;
    let sums_of_pairs = red.as_chunks_mut().0.iter_mut().zip(green.as_chunks_mut().0).zip(blue.as_chunks_mut().0);
    for (((red, green), blue), pair) in sums_of_pairs.zip(chroma.as_chunks::<2>().0) {
        let [cb, cr] = if V_FIRST { [pair[1], pair[0]] } else { *pair }.map(|c| i32::from(c) - 128);
        let offset = 32768 - black * gain;
        *red = [product(cr, cr_r) + offset; 2];
        *green = [product(cb, cb_g) + product(cr, cr_g) + offset; 2];
        *blue = [product(cb, cb_b) + offset; 2];
    }
    for (index, (out, luma)) in out.as_chunks_mut::<4>().0.iter_mut().zip(luma).enumerate() {
        let luma = product(i32::from(*luma), gain);
        let sample = |sum: i32| u32::from(((sum + luma) >> 16).clamp(0, 255) as u8);
        let [r, g, b] = [sample(red[index]), sample(green[index]), sample(blue[index])];
        *out = (r | g << 8 | b << 16 | 0xff00_0000).to_le_bytes();
    }
}

/// `value * factor`, by a product of 16 bits, which vector units have.
#[inline]
fn product(value: i32, factor: i32) -> i32 {
    let whole = (factor + 32768) >> 16;
    ((value * whole) << 16) + value * (factor - (whole << 16))
}

/// One row of P010 to `f32` RGBA, opaque.
pub fn rgba_from_p010(luma: &[u8], chroma: &[u8], v_first: bool, coding: Coding, out: &mut [f32]) {
    let (black, gain) = (coding.black() * 4.0, coding.luma_gain());
    // 10-bit codes are the 8-bit ones times 4 in limited range (BT.2100 table 9), and stretched to 1023 in full range.
    let unit = if coding.range == YuvRange::Limited { 1.0 / 1020.0 } else { 1.0 / 1023.0 };
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

/// Luma of one row of 8-bit RGBA, limited range.
pub fn luma_from_rgba(row: &[u8], luma: &mut [u8]) {
    for (luma, &[r, g, b, _]) in luma.iter_mut().zip(row.as_chunks::<4>().0) {
        let sum = 16829 * i32::from(r) + 33039 * i32::from(g) + 6416 * i32::from(b);
        *luma = (16 + ((sum + 32768) >> 16)) as u8;
    }
}

/// Chroma pairs of two rows of 8-bit RGBA, limited range; a last odd column stands for itself.
pub fn chroma_from_rgba(upper: &[u8], lower: &[u8], v_first: bool, chroma: &mut [u8]) {
    for ((pair, upper), lower) in chroma.as_chunks_mut::<2>().0.iter_mut().zip(upper.chunks(8)).zip(lower.chunks(8)) {
        let last = upper.len() - 4;
        let mean = |c: usize| {
            let sum = [upper[c], upper[last + c], lower[c], lower[last + c]].map(i32::from).iter().sum::<i32>();
            (sum + 2) >> 2
        };
        let (r, g, b) = (mean(0), mean(1), mean(2));
        let code = |sum: i32| (128 + ((sum + 32768) >> 16)) as u8;
        let cb = code(28784 * b - 9714 * r - 19070 * g);
        let cr = code(28784 * r - 24103 * g - 4681 * b);
        *pair = if v_first { [cr, cb] } else { [cb, cr] };
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
}
