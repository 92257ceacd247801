//! One alpha for all pixels of a row, and the alpha of a row alone.

#![forbid(unsafe_code)]

use half::f16;

use super::halves;
use crate::pixel::PixelFormat;

/// Added before rounding, so that what is a tie stays one although a gain is not exact: more than the error of a product
/// in double precision, less than the distance from a tie of what is none.
const TIES_UP: f64 = 1.0 / (1_u64 << 40) as f64;

/// The alpha that pixels are to have, with what their colours become.
pub struct Opacity {
    /// Above 0 and at most 1.
    value: f64,
    /// Whether colours are multiplied by alpha, and follow it.
    premultiplied: bool,
    /// What takes a colour of 8 bits from the alpha that it was multiplied by to the new one.
    gains: [f64; 256],
}

impl Opacity {
    /// The alpha `value`, above 0 and at most 1, for colours that are `premultiplied` or not.
    pub fn new(value: f32, premultiplied: bool) -> Self {
        let value = f64::from(value);
        let gain = |a: usize| if a == 0 { 0.0 } else { value * 255.0 / a as f64 };
        Self { value, premultiplied, gains: std::array::from_fn(gain) }
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
        let gains: [f64; 4] = std::array::from_fn(|a| if a == 0 { 0.0 } else { self.value * 3.0 / a as f64 });
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
                let gain = if a == 0.0 { 0.0 } else { self.value as f32 / a };
                for sample in colour.as_chunks_mut::<2>().0 {
                    let c = halves::to_f32(u16::from_le_bytes(*sample)) * gain;
                    *sample = f16::from_f32(if c > greatest { greatest } else { c }).to_le_bytes();
                }
            }
            [*low, *high] = self.half();
        }
    }

    /// The alpha as an integer, 1.0 being `max`.
    fn bits(&self, max: f64) -> u32 {
        (max * self.value + 0.5) as u32
    }

    fn half(&self) -> [u8; 2] {
        f16::from_f32(self.value as f32).to_le_bytes()
    }
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
