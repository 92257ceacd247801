//! Rows of pixels, each through one rule, in loops that are compiled for the best that the processor has.

#![forbid(unsafe_code)]

use std::marker::PhantomData;

use super::alpha::{divided, multiplied};
use super::{halves, ten};
use crate::simd::{self, Kernel, Simd};

/// What a pixel, or a sample, of `FROM` bytes becomes: arithmetic without branches, always inlined.
pub trait Rule<const FROM: usize, const TO: usize> {
    /// The pixel of `TO` bytes.
    fn apply(pixel: [u8; FROM]) -> [u8; TO];
}

/// Fills `out` with what every pixel of `row` becomes.
pub fn map<const FROM: usize, const TO: usize, R: Rule<FROM, TO>>(row: &[u8], out: &mut [u8]) {
    simd::dispatch(Map::<FROM, TO, R> { row, out, rule: PhantomData });
}

/// Gives every pixel of `row` what it becomes.
pub fn change<const BYTES: usize, R: Rule<BYTES, BYTES>>(row: &mut [u8]) {
    simd::dispatch(Change::<BYTES, R> { row, rule: PhantomData });
}

struct Map<'a, const FROM: usize, const TO: usize, R> {
    row: &'a [u8],
    out: &'a mut [u8],
    rule: PhantomData<R>,
}

impl<const FROM: usize, const TO: usize, R: Rule<FROM, TO>> Kernel for Map<'_, FROM, TO, R> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        for (out, pixel) in self.out.as_chunks_mut::<TO>().0.iter_mut().zip(self.row.as_chunks::<FROM>().0) {
            *out = R::apply(*pixel);
        }
    }
}

struct Change<'a, const BYTES: usize, R> {
    row: &'a mut [u8],
    rule: PhantomData<R>,
}

impl<const BYTES: usize, R: Rule<BYTES, BYTES>> Kernel for Change<'_, BYTES, R> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        for pixel in self.row.as_chunks_mut::<BYTES>().0 {
            *pixel = R::apply(*pixel);
        }
    }
}

macro_rules! rules {
    ($($(#[$comment:meta])* $name:ident: $from:literal => $to:literal, |$pixel:pat_param| $made:expr;)*) => {
        $(
            $(#[$comment])*
            pub struct $name;

            impl Rule<$from, $to> for $name {
                #[inline(always)]
                fn apply($pixel: [u8; $from]) -> [u8; $to] {
                    $made
                }
            }
        )*
    };
}

rules! {
    /// RGBA to BGRA and the other way round.
    Exchange: 4 => 4, |pixel| exchanged(u32::from_le_bytes(pixel)).to_le_bytes();
    /// RGBA or BGRA, colours multiplied by alpha.
    Multiply: 4 => 4, |pixel| multiplied(u32::from_le_bytes(pixel)).to_le_bytes();
    /// RGBA or BGRA, colours divided by alpha.
    Divide: 4 => 4, |pixel| divided(u32::from_le_bytes(pixel)).to_le_bytes();
    /// [`Exchange`] and [`Multiply`].
    ExchangeMultiply: 4 => 4, |pixel| multiplied(exchanged(u32::from_le_bytes(pixel))).to_le_bytes();
    /// [`Exchange`] and [`Divide`].
    ExchangeDivide: 4 => 4, |pixel| divided(exchanged(u32::from_le_bytes(pixel))).to_le_bytes();
    /// ARGB, colours multiplied by alpha.
    MultiplyArgb: 4 => 4, |pixel| multiplied(u32::from_le_bytes(pixel).rotate_right(8)).rotate_left(8).to_le_bytes();
    /// ARGB to RGBA.
    FromArgb: 4 => 4, |pixel| u32::from_le_bytes(pixel).rotate_right(8).to_le_bytes();
    /// RGBA to ARGB.
    ToArgb: 4 => 4, |pixel| u32::from_le_bytes(pixel).rotate_left(8).to_le_bytes();
    /// RGB to RGBA.
    FromRgb: 3 => 4, |[r, g, b]| [r, g, b, 255];
    /// RGB_565 to RGBA: high bits are repeated below.
    From565: 2 => 4, |word| {
        let word = u32::from(u16::from_le_bytes(word));
        let r = word >> 8 & 0xf8 | word >> 13;
        let g = word >> 3 & 0xfc | word >> 9 & 3;
        let b = word << 3 & 0xf8 | word >> 2 & 7;
        (r | g << 8 | b << 16 | 0xff00_0000).to_le_bytes()
    };
    /// RGBA to RGB_565: each colour times 31 or 63 by 255, rounded.
    To565: 4 => 2, |pixel| {
        let word = u32::from_le_bytes(pixel);
        let five = |c: u32| (c * 249 + 1014) >> 11;
        let six = |c: u32| (c * 253 + 505) >> 10;
        ((five(word & 255) << 11 | six(word >> 8 & 255) << 5 | five(word >> 16 & 255)) as u16).to_le_bytes()
    };
    /// Alpha to black RGBA.
    FromAlpha: 1 => 4, |[a]| [0, 0, 0, a];
    /// The alpha of RGBA.
    ToAlpha: 4 => 1, |[_, _, _, a]| [a];
    /// RGBA_1010102 to RGBA.
    FromTen: 4 => 4, |word| ten::to_8(u32::from_le_bytes(word)).to_le_bytes();
    /// RGBA to RGBA_1010102.
    ToTen: 4 => 4, |pixel| ten::from_8(u32::from_le_bytes(pixel)).to_le_bytes();
    /// RGBA_1010102, colours multiplied by alpha.
    MultiplyTen: 4 => 4, |word| ten::multiplied(u32::from_le_bytes(word)).to_le_bytes();
    /// A half float to 8 bits.
    FromHalf: 2 => 1, |half| [halves::to_8(u16::from_le_bytes(half))];
    /// 8 bits to a half float.
    ToHalf: 1 => 2, |[sample]| halves::from_8(sample).to_le_bytes();
    /// ALPHA_F16 to black RGBA.
    FromAlphaHalf: 2 => 4, |half| [0, 0, 0, halves::to_8(u16::from_le_bytes(half))];
    /// The alpha of RGBA to ALPHA_F16.
    ToAlphaHalf: 4 => 2, |[_, _, _, a]| halves::from_8(a).to_le_bytes();
}

/// A pixel of BGRA as one of RGBA, and the other way round, the lowest byte first.
#[inline(always)]
fn exchanged(pixel: u32) -> u32 {
    pixel & 0xff00_ff00 | pixel >> 16 & 0xff | (pixel & 0xff) << 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_8_bits_is_scaled_with_exact_rounding() {
        let scale = |c: u8, max: u32| (u32::from(c) * max * 2 + 255) / 510;
        for c in 0..=255u8 {
            for [r, g, b, a] in [[c, 0, 255, 7], [0, c, 1, c], [255, 1, c, 255 - c]] {
                let word = u16::from_le_bytes(To565::apply([r, g, b, a]));
                assert_eq!(u32::from(word), scale(r, 31) << 11 | scale(g, 63) << 5 | scale(b, 31));
                let word = u32::from_le_bytes(ToTen::apply([r, g, b, a]));
                let expected = scale(r, 1023) | scale(g, 1023) << 10 | scale(b, 1023) << 20 | scale(a, 3) << 30;
                assert_eq!(word, expected);
            }
        }
    }

    #[test]
    fn rows_of_any_length_are_what_their_pixels_are() {
        let bytes: Vec<u8> = (0..4 * 67).map(|i| (i * 89 % 256) as u8).collect();
        for pixels in 0..67 {
            let row = &bytes[..pixels * 4];
            let mut out = vec![0; row.len()];
            map::<4, 4, ExchangeMultiply>(row, &mut out);
            let mut changed = row.to_vec();
            change::<4, MultiplyArgb>(&mut changed);
            for (at, pixel) in row.as_chunks::<4>().0.iter().enumerate() {
                let times = |c: u8, a: u8| (f64::from(c) * f64::from(a) / 255.0).round() as u8;
                let &[r, g, b, a] = pixel;
                assert_eq!(out[at * 4..at * 4 + 4], [times(b, a), times(g, a), times(r, a), a]);
                assert_eq!(changed[at * 4..at * 4 + 4], [r, times(g, r), times(b, r), times(a, r)]);
            }
        }
    }
}
