//! One alpha for all pixels of a row, and the alpha of a row alone.

#![forbid(unsafe_code)]

use half::f16;

use super::halves;
use crate::pixel::PixelFormat;

/// Added before rounding, so that what is a tie stays one although a gain is not exact: more than the error of a
/// product in double precision, less than the distance from a tie of what is none.
const TIES_UP: f64 = 1.0 / (1_u64 << 40) as f64;

/// The alpha that pixels are to have, with what their colours become.
pub struct Opacity {
    /// Above 0 and at most 1.
    value: f32,
    /// Whether colours are multiplied by alpha, and follow it.
    premultiplied: bool,
    /// What takes a colour of 8 bits from the alpha that it was multiplied by to the new one.
    gains: [f64; 256],
}

impl Opacity {
    /// The alpha `value`, above 0 and at most 1, for colours that are `premultiplied` or not.
    pub fn new(value: f32, premultiplied: bool) -> Self {
        Self { value, premultiplied, gains: gains(value, 255.0) }
    }

    /// Gives the pixels of `row` the alpha. Premultiplied colours are divided by the old alpha first, and those that
    /// were above it are clamped to the greatest value; above an alpha of 0 they become 0. Formats without alpha are
    /// left alone.
    pub fn apply(&self, format: PixelFormat, row: &mut [u8]) {
        match format {
            PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => {
                for [colour @ .., a] in row.as_chunks_mut::<4>().0 {
                    self.apply_8(colour, a);
                }
            }
            PixelFormat::Argb8888 => {
                for [a, colour @ ..] in row.as_chunks_mut::<4>().0 {
                    self.apply_8(colour, a);
                }
            }
            PixelFormat::Rgba1010102 => self.apply_1010102(row),
            PixelFormat::RgbaF16 => self.apply_f16(row),
            PixelFormat::Alpha8 | PixelFormat::AlphaU8 => row.fill(self.bits(255.0) as u8),
            PixelFormat::AlphaF16 => row.as_chunks_mut().0.fill(self.half()),
            _ => {}
        }
    }

    #[inline]
    fn apply_8(&self, colour: &mut [u8; 3], a: &mut u8) {
        if self.premultiplied {
            let gain = self.gains[usize::from(*a)];
            *colour = colour.map(|c| (f64::from(c) * gain + (0.5 + TIES_UP)) as u8);
        }
        *a = self.bits(255.0) as u8;
    }

    fn apply_1010102(&self, row: &mut [u8]) {
        let alpha = self.bits(3.0) << 30;
        let gains: [f64; 4] = gains(self.value, 3.0);
        for pixel in row.as_chunks_mut::<4>().0 {
            let word = u32::from_le_bytes(*pixel);
            let gain = gains[(word >> 30) as usize];
            let scale = |shift: u32| {
                let c = f64::from(word >> shift & 1023) * gain + (0.5 + TIES_UP);
                (c as u32).min(1023) << shift
            };
            let colour = if self.premultiplied { scale(0) | scale(10) | scale(20) } else { word & 0x3fff_ffff };
            *pixel = (colour | alpha).to_le_bytes();
        }
    }

    fn apply_f16(&self, row: &mut [u8]) {
        // A faint alpha may make more of a colour than a half can hold, which is not to become infinity.
        let greatest = f16::MAX.to_f32();
        for [colour @ .., low, high] in row.as_chunks_mut::<8>().0 {
            if self.premultiplied {
                let a = halves::to_f32(u16::from_le_bytes([*low, *high]));
                let gain = if a == 0.0 { 0.0 } else { self.value / a };
                for sample in colour.as_chunks_mut::<2>().0 {
                    let c = halves::to_f32(u16::from_le_bytes(*sample)) * gain;
                    *sample = f16::from_f32(if c > greatest { greatest } else { c }).to_le_bytes();
                }
            }
            [*low, *high] = self.half();
        }
    }

    /// The alpha as an integer, 1.0 being `max`.
    fn bits(&self, max: f32) -> u32 {
        (scaled(self.value, max) + 0.5) as u32
    }

    fn half(&self) -> [u8; 2] {
        f16::from_f32(self.value).to_le_bytes()
    }
}

/// `value * max` in single precision. A program that writes 0.9f means 0.9: there 0.9f * 255 is 229.5, as it ought to
/// be, and a little less without rounding. Colours take the same product, so that white stays white.
fn scaled(value: f32, max: f32) -> f64 {
    f64::from(value * max)
}

/// For each alpha, what takes a colour multiplied by it to the alpha `value`.
fn gains<const N: usize>(value: f32, max: f32) -> [f64; N] {
    std::array::from_fn(|a| if a == 0 { 0.0 } else { scaled(value, max) / a as f64 })
}

/// The alpha of `row` in 8 bits, as it is stored; 255 for formats that have none.
pub fn alpha_to_8(format: PixelFormat, row: &[u8], out: &mut [u8]) {
    let half = |bytes: [u8; 2]| halves::to_8(u16::from_le_bytes(bytes));
    match format {
        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => {
            out.iter_mut().zip(row.as_chunks::<4>().0).for_each(|(out, pixel)| *out = pixel[3]);
        }
        PixelFormat::Argb8888 => {
            out.iter_mut().zip(row.as_chunks::<4>().0).for_each(|(out, pixel)| *out = pixel[0]);
        }
        PixelFormat::Rgba1010102 => {
            out.iter_mut().zip(row.as_chunks::<4>().0).for_each(|(out, pixel)| *out = (pixel[3] >> 6) * 85);
        }
        PixelFormat::RgbaF16 => {
            out.iter_mut().zip(row.as_chunks::<8>().0).for_each(|(out, pixel)| *out = half([pixel[6], pixel[7]]));
        }
        PixelFormat::AlphaF16 => out.iter_mut().zip(row.as_chunks().0).for_each(|(out, a)| *out = half(*a)),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => out.copy_from_slice(row),
        _ => out.fill(255),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f32; 9] = [1.0, 0.5, 0.2, 0.1, 0.9, 0.7, 1.0 / 255.0, 0.001, 1e-30];

    /// `floor(c * p * one / a + 0.5)` in double precision, clamped; `one` is the alpha of what is opaque, and its
    /// product with `p` the only one in single precision.
    fn exact(c: u32, p: f32, (a, one): (u32, f32), max: f64) -> u32 {
        if a == 0 { 0 } else { (f64::from(c) * f64::from(p * one) / f64::from(a) + 0.5).floor().min(max) as u32 }
    }

    #[test]
    fn opacity_means_the_decimal_that_was_written() {
        for (p, expected) in [(0.9, 230), (0.7, 179), (0.3, 77), (0.1, 26), (0.5, 128), (0.2, 51)] {
            let mut row = [255, 128, 0, 128];
            Opacity::new(p, true).apply(PixelFormat::Rgba8888, &mut row);
            assert_eq!((row[1], row[3]), (expected, expected), "{p}");
        }
    }

    #[test]
    fn every_colour_of_8_bits_takes_every_alpha() {
        for p in VALUES {
            let (multiplied, plain) = (Opacity::new(p, true), Opacity::new(p, false));
            let alpha = (f64::from(255.0 * p) + 0.5).floor() as u8;
            for a in 0..=255 {
                for c in 0..=255 {
                    let [x, y, z] = [c, 255 - c, c / 2].map(|c: u8| exact(c.into(), p, (a.into(), 255.0), 255.0) as u8);
                    for format in [PixelFormat::Rgba8888, PixelFormat::Bgra8888] {
                        let mut row = [c, 255 - c, c / 2, a];
                        multiplied.apply(format, &mut row);
                        assert_eq!(row, [x, y, z, alpha], "{format:?} {c} of {a} to {p}");
                    }
                    let mut row = [a, c, 255 - c, c / 2];
                    multiplied.apply(PixelFormat::Argb8888, &mut row);
                    assert_eq!(row, [alpha, x, y, z], "{c} of {a} to {p}");
                    let mut row = [c, 255 - c, c / 2, a];
                    plain.apply(PixelFormat::Rgba8888, &mut row);
                    assert_eq!(row, [c, 255 - c, c / 2, alpha]);
                }
            }
        }
    }

    #[test]
    fn every_colour_of_10_bits_takes_every_alpha() {
        for p in VALUES {
            let alpha = (f64::from(3.0 * p) + 0.5).floor() as u32;
            for word in (0..4_u32).flat_map(|a| (0..1024).map(move |c| c | (1023 - c) << 10 | c / 2 << 20 | a << 30)) {
                let colour = |shift: u32| exact(word >> shift & 1023, p, (word >> 30, 3.0), 1023.0);
                let mut row = word.to_le_bytes();
                Opacity::new(p, true).apply(PixelFormat::Rgba1010102, &mut row);
                let expected = colour(0) | colour(10) << 10 | colour(20) << 20 | alpha << 30;
                assert_eq!(u32::from_le_bytes(row), expected, "{word:08x} to {p}");
                let mut row = word.to_le_bytes();
                Opacity::new(p, false).apply(PixelFormat::Rgba1010102, &mut row);
                assert_eq!(u32::from_le_bytes(row), word & 0x3fff_ffff | alpha << 30);
            }
        }
    }

    #[test]
    fn halves_keep_their_precision_and_values_above_one() {
        for p in [1.0, 0.5, 0.3, 0.001] {
            for (c, a) in (0..0x4400_u16).step_by(37).flat_map(|c| (0..=0x3c00_u16).step_by(331).map(move |a| (c, a))) {
                let half = |bits: u16| f64::from(f16::from_bits(bits).to_f32());
                let mut row = [[0; 2], c.to_le_bytes(), [0x00, 0xbc], a.to_le_bytes()].concat();
                Opacity::new(p, true).apply(PixelFormat::RgbaF16, &mut row);
                let got = |at: usize| half(u16::from_le_bytes([row[at], row[at + 1]]));
                let exact = if a == 0 { 0.0 } else { (half(c) * f64::from(p) / half(a)).min(65504.0) };
                assert!((got(2) - exact).abs() <= exact * 0.0005 + 6e-8, "{c:04x} of {a:04x} to {p}: {}", got(2));
                assert!((got(6) - f64::from(p)).abs() <= f64::from(p) * 0.0005);
                assert_eq!(got(0), 0.0);
                assert!(a == 0 || got(4) < 0.0);
            }
        }
        let mut row = [1, 2, 3, 4, 5, 6, 7, 8];
        Opacity::new(0.5, false).apply(PixelFormat::RgbaF16, &mut row);
        assert_eq!(row, [1, 2, 3, 4, 5, 6, 0x00, 0x38]);
    }

    #[test]
    fn alpha_alone_is_set_and_formats_without_one_are_left() {
        for (format, expected) in [
            (PixelFormat::Alpha8, [51; 4]),
            (PixelFormat::AlphaU8, [51; 4]),
            (PixelFormat::AlphaF16, [0x66, 0x32, 0x66, 0x32]),
            (PixelFormat::Rgb565, [1, 2, 3, 4]),
        ] {
            let mut row = [1, 2, 3, 4];
            Opacity::new(0.2, true).apply(format, &mut row);
            assert_eq!(row, expected, "{format:?}");
        }
    }

    #[test]
    fn every_format_gives_its_alpha() {
        use PixelFormat as F;
        let pixel = [10, 20, 30, 0xC0, 50, 60, 0x00, 0x38];
        let rows = [(F::Rgba8888, 4, 0xC0), (F::Bgra8888, 4, 0xC0), (F::Argb8888, 4, 10), (F::Rgba1010102, 4, 255)];
        let others = [(F::RgbaF16, 8, 128), (F::Alpha8, 1, 10), (F::AlphaU8, 1, 10), (F::Rgb565, 2, 255)];
        for (format, bytes, expected) in rows.into_iter().chain(others).chain([(F::Rgb888, 3, 255)]) {
            let mut out = [0; 3];
            alpha_to_8(format, &pixel[..bytes].repeat(3), &mut out);
            assert_eq!(out, [expected; 3], "{format:?}");
        }
        let mut out = [0; 2];
        alpha_to_8(F::AlphaF16, &[0x00, 0x3c, 0x00, 0x38], &mut out);
        assert_eq!(out, [255, 128]);
    }
}
