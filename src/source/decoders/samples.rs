//! Rows as the crates of decoders give them, to RGBA of 8 bits.

#![forbid(unsafe_code)]

use crate::convert::pixels::{FromRgb, map};
use crate::pixel::PixelBuffer;

/// How a row lies in memory: the number of channels (1 grey, 2 grey and alpha, 3 RGB, 4 RGBA), and what one sample is.
#[derive(Clone, Copy)]
pub struct Samples {
    /// 1 to 4.
    pub channels: usize,
    /// What a sample is.
    pub kind: Kind,
}

/// What a sample is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// 8 bits.
    Eight,
    /// 16 bits, read by this.
    Sixteen(fn([u8; 2]) -> u16),
    /// A float of the machine's byte order, 1 being white.
    Float,
}

impl Samples {
    /// Bytes of a pixel.
    pub fn pixel_bytes(self) -> usize {
        let sample = match self.kind {
            Kind::Eight => 1,
            Kind::Sixteen(_) => 2,
            Kind::Float => 4,
        };
        self.channels * sample
    }

    /// Whether there is alpha.
    pub fn has_alpha(self) -> bool {
        self.channels % 2 == 0
    }

    /// Whether rows are RGBA of 8 bits as they are.
    pub fn is_rgba8(self) -> bool {
        self.channels == 4 && matches!(self.kind, Kind::Eight)
    }

    /// Fills `out`, RGBA of 8 bits, from the pixels of `row`, as many as both have.
    pub fn expand(self, row: &[u8], out: &mut [u8]) {
        match self.kind {
            Kind::Eight if self.channels == 3 => map::<3, 4, FromRgb>(row, out),
            Kind::Eight => self.spread(row, out, |[sample]| sample),
            Kind::Sixteen(read) => self.spread(row, out, |sample| narrow(read(sample))),
            Kind::Float => self.spread(row, out, |sample| {
                let value = f32::from_ne_bytes(sample);
                // A cast saturates, and makes 0 of what is no number.
                (value * 255.0 + 0.5) as u8
            }),
        }
    }

    /// [`expand`](Self::expand), each sample made by `eight`.
    fn spread<const BYTES: usize>(self, row: &[u8], out: &mut [u8], eight: impl Fn([u8; BYTES]) -> u8) {
        let samples = row.as_chunks::<BYTES>().0;
        let pixels = out.as_chunks_mut::<4>().0.iter_mut();
        match self.channels {
            1 => pixels.zip(samples).for_each(|(out, &grey)| {
                let grey = eight(grey);
                *out = [grey, grey, grey, 255];
            }),
            2 => pixels.zip(samples.as_chunks().0).for_each(|(out, &[grey, alpha])| {
                let grey = eight(grey);
                *out = [grey, grey, grey, eight(alpha)];
            }),
            3 => pixels.zip(samples.as_chunks().0).for_each(|(out, &[r, g, b])| {
                *out = [eight(r), eight(g), eight(b), 255];
            }),
            _ => pixels.zip(samples.as_chunks::<4>().0).for_each(|(out, pixel)| *out = pixel.map(&eight)),
        }
    }
}

/// 16 bits to 8, rounded.
pub fn narrow(sample: u16) -> u8 {
    ((u32::from(sample) * 255 + 32767) / 65535) as u8
}

/// Makes every pixel of RGBA opaque: those that a source which ends early does not have become black.
pub fn make_opaque(pixels: &mut PixelBuffer) {
    pixels.bytes_mut().as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_every_kind_become_the_nearest_of_8_bits() {
        for sample in 0..=u16::MAX {
            let exact = f64::from(sample) * 255.0 / 65535.0;
            assert!((f64::from(narrow(sample)) - exact).abs() <= 0.5, "{sample}");
        }
        let float = |value: f32| {
            let mut out = [0; 4];
            Samples { channels: 1, kind: Kind::Float }.expand(&value.to_ne_bytes(), &mut out);
            assert_eq!(out, [out[0], out[0], out[0], 255]);
            out[0]
        };
        assert_eq!([-1.0, 0.0, 0.25, 1.0, 7.0, f32::NAN, f32::INFINITY].map(float), [0, 0, 64, 255, 255, 0, 255]);

        let wide = [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0];
        let narrowed: Vec<u8> = wide.as_chunks().0.iter().map(|two| narrow(u16::from_be_bytes(*two))).collect();
        for channels in 1..=4 {
            for (kind, one) in [(Kind::Eight, &wide[..channels]), (Kind::Sixteen(u16::from_be_bytes), &narrowed[..])] {
                let samples = Samples { channels, kind };
                let mut out = [9; 8];
                samples.expand(&wide[..samples.pixel_bytes()], &mut out);
                let colour = if channels < 3 { [one[0]; 3] } else { [one[0], one[1], one[2]] };
                let alpha = if samples.has_alpha() { one[channels - 1] } else { 255 };
                assert_eq!(out, [colour[0], colour[1], colour[2], alpha, 9, 9, 9, 9]);
            }
        }
    }
}
