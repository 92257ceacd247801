//! Pixels of every format as red, green and blue from 0 to 255, eight at a time.

#![forbid(unsafe_code)]

use crate::simd::Simd;

/// How the colours of a pixel lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 3 bytes.
    Rgb,
    /// 4 bytes.
    Rgba,
    /// 4 bytes.
    Bgra,
    /// 4 bytes.
    Argb,
    /// 5, 6 and 5 bits of 2 bytes, red in the high ones.
    Rgb565,
    /// 10, 10, 10 and 2 bits of 4 bytes, red in the low ones.
    Rgba1010102,
    /// 4 half floats, of which 0 to 1 are colours.
    RgbaF16,
}

/// Pixels of `BYTES` bytes.
pub trait Pixels<const BYTES: usize> {
    /// Red, green and blue of eight pixels; over black, if the name says so.
    fn colors<S: Simd>(simd: S, pixels: &[[u8; BYTES]; 8]) -> [S::F32; 3];
}

/// 3 bytes.
pub struct Rgb;

impl Pixels<3> for Rgb {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 3]; 8]) -> [S::F32; 3] {
        Bytes::<0, 8, 16>::colors(simd, &pixels.map(|[r, g, b]| [r, g, b, 0]))
    }
}

/// 4 bytes: the lowest bit of each colour in their word.
pub struct Bytes<const R: i32, const G: i32, const B: i32>;

impl<const R: i32, const G: i32, const B: i32> Pixels<4> for Bytes<R, G, B> {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 4]; 8]) -> [S::F32; 3] {
        let words = simd.load_words(pixels);
        [simd.bits::<R, 255>(words), simd.bits::<G, 255>(words), simd.bits::<B, 255>(words)]
    }
}

/// The same, multiplied by alpha.
pub struct OverBlack<const R: i32, const G: i32, const B: i32, const A: i32>;

impl<const R: i32, const G: i32, const B: i32, const A: i32> Pixels<4> for OverBlack<R, G, B, A> {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 4]; 8]) -> [S::F32; 3] {
        let alpha = simd.mul(simd.bits::<A, 255>(simd.load_words(pixels)), simd.splat(1.0 / 255.0));
        scaled(simd, Bytes::<R, G, B>::colors(simd, pixels), alpha)
    }
}

/// RGB_565.
pub struct Rgb565;

impl Pixels<2> for Rgb565 {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 2]; 8]) -> [S::F32; 3] {
        let words = simd.load_half_words(pixels);
        let (five, six) = (simd.splat(255.0 / 31.0), simd.splat(255.0 / 63.0));
        let (r, g, b) = (simd.bits::<11, 31>(words), simd.bits::<5, 63>(words), simd.bits::<0, 31>(words));
        [simd.mul(r, five), simd.mul(g, six), simd.mul(b, five)]
    }
}

/// RGBA_1010102.
pub struct Tens;

impl Pixels<4> for Tens {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 4]; 8]) -> [S::F32; 3] {
        let (words, ten) = (simd.load_words(pixels), simd.splat(255.0 / 1023.0));
        let colors = [simd.bits::<0, 1023>(words), simd.bits::<10, 1023>(words), simd.bits::<20, 1023>(words)];
        scaled(simd, colors, ten)
    }
}

/// The same, multiplied by alpha.
pub struct TensOverBlack;

impl Pixels<4> for TensOverBlack {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 4]; 8]) -> [S::F32; 3] {
        let alpha = simd.mul(simd.bits::<30, 3>(simd.load_words(pixels)), simd.splat(1.0 / 3.0));
        scaled(simd, Tens::colors(simd, pixels), alpha)
    }
}

/// RGBA_F16. What is no number is 0.
pub struct Halves;

impl Pixels<8> for Halves {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 8]; 8]) -> [S::F32; 3] {
        let [r, g, b, _] = simd.load_halves(pixels);
        scaled(simd, [unit(simd, r), unit(simd, g), unit(simd, b)], simd.splat(255.0))
    }
}

/// The same, multiplied by alpha.
pub struct HalvesOverBlack;

impl Pixels<8> for HalvesOverBlack {
    #[inline(always)]
    fn colors<S: Simd>(simd: S, pixels: &[[u8; 8]; 8]) -> [S::F32; 3] {
        let [r, g, b, alpha] = simd.load_halves(pixels);
        let alpha = simd.mul(unit(simd, alpha), simd.splat(255.0));
        scaled(simd, [unit(simd, r), unit(simd, g), unit(simd, b)], alpha)
    }
}

/// Multiplied by `factor`. No closures in here: one that is not inlined is compiled without vectors.
#[inline(always)]
fn scaled<S: Simd>(simd: S, [r, g, b]: [S::F32; 3], factor: S::F32) -> [S::F32; 3] {
    [simd.mul(r, factor), simd.mul(g, factor), simd.mul(b, factor)]
}

/// Clamped to 0 to 1.
#[inline(always)]
fn unit<S: Simd>(simd: S, values: S::F32) -> S::F32 {
    simd.min(simd.max(values, simd.splat(0.0)), simd.splat(1.0))
}
