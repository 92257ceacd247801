//! Every test has its own arithmetic in double precision, with the numbers of the standards.

#![forbid(unsafe_code)]

mod compose;
#[path = "../../../tests/scenes/mod.rs"]
mod scenes;
mod split;

use super::compose::{Parts, compose as composed};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat};

/// An image of these bytes, row by row without padding.
fn image(format: PixelFormat, (width, height): (u32, u32), bytes: &[u8]) -> PixelBuffer {
    let mut image = PixelBuffer::zeroed(Layout::packed(format, width, height).unwrap()).unwrap();
    image.bytes_mut().copy_from_slice(bytes);
    image
}

/// Colours that have nothing to do with each other.
fn noise(count: usize, mut seed: u32) -> Vec<u8> {
    let next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// Samples between 0 and 1 of a word of RGBA_1010102.
fn samples(pixel: &[u8]) -> [f64; 3] {
    let word = u32::from_le_bytes(pixel.try_into().unwrap());
    [0, 10, 20].map(|shift| f64::from(word >> shift & 1023) / 1023.0)
}

type Matrix = [[f64; 3]; 3];

/// Display P3 to BT.2020 in linear light, as others publish it.
const P3: Matrix =
    [[0.753_833, 0.198_597, 0.047_570], [0.045_744, 0.941_777, 0.012_479], [-0.001_210, 0.017_602, 0.983_609]];

fn apply(matrix: &Matrix, v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
}

fn from_srgb(x: f64) -> f64 {
    if x <= 0.04045 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
}

/// A gain map with samples between 0 and 1, and how it is applied.
struct Map<'a> {
    size: (u32, u32),
    sample: &'a dyn Fn(u32, u32) -> [f64; 3],
    how: GainMapMetadata,
}

impl Map<'_> {
    /// 2 to the power of the gains at a pixel of an image of `size`: the place of its centre, between four samples.
    fn factors(&self, (x, y): (u32, u32), size: (u32, u32)) -> [f64; 3] {
        let place = |at: u32, of: u32, map: u32| {
            let centre = (f64::from(at) + 0.5) / f64::from(of) * f64::from(map) - 0.5;
            let low = centre.floor();
            let side = |at: f64| at.clamp(0.0, f64::from(map - 1)) as u32;
            (side(low), side(low + 1.0), centre - low)
        };
        let (x0, x1, u) = place(x, size.0, self.size.0);
        let (y0, y1, v) = place(y, size.1, self.size.1);
        [0, 1, 2].map(|c| {
            let at = |x, y| (self.sample)(x, y)[c];
            let stored =
                (at(x0, y0) * (1.0 - u) + at(x1, y0) * u) * (1.0 - v) + (at(x0, y1) * (1.0 - u) + at(x1, y1) * u) * v;
            let linear = stored.powf(1.0 / f64::from(self.how.gamma[c]));
            2f64.powf(f64::from(self.how.min[c]) * (1.0 - linear) + f64::from(self.how.max[c]) * linear)
        })
    }

    /// The light of BT.2020, where 1 is the white of SDR, that this makes of light with primaries that `to_2020`
    /// changes.
    fn light(&self, base: [f64; 3], at: (u32, u32), size: (u32, u32), to_2020: &Matrix) -> [f64; 3] {
        let factors = self.factors(at, size);
        let gained = |light: [f64; 3]| {
            [0, 1, 2].map(|c: usize| {
                (light[c] + f64::from(self.how.base_offset[c])) * factors[c] - f64::from(self.how.alternate_offset[c])
            })
        };
        if self.how.use_base_color { apply(to_2020, gained(base)) } else { gained(apply(to_2020, base)) }
    }
}

/// The composed image as RGBA_1010102.
fn ten(parts: &Parts<'_>) -> Vec<u8> {
    composed(parts, PixelFormat::Rgba1010102, crate::threads::Threads::default()).unwrap().bytes().to_vec()
}

/// A map that says nothing.
fn flat() -> (PixelBuffer, GainMapMetadata) {
    (image(PixelFormat::Rgba8888, (1, 1), &[0, 0, 0, 255]), GainMapMetadata::default())
}

/// As [`Parts`] with what most tests have.
fn parts<'a>(base: &'a PixelBuffer, map: &'a PixelBuffer, how: GainMapMetadata) -> Parts<'a> {
    let view = |image: &'a PixelBuffer| image.view(AlphaType::Opaque).unwrap();
    Parts { base: view(base), space: None, gain_map: view(map), how }
}
