//! Samples of a colour space to the light of a display, where 1 is 203 cd/m2, the white of SDR by BT.2408.
//!
//! PQ by SMPTE ST 2084, HLG by BT.2100 with the system gamma 1.2 of a display of 1000 cd/m2; samples of SDR reach 1.
//! Where the space says so, codes 16 to 235, or 64 to 940 of 10 bits, are black to white.

#![forbid(unsafe_code)]

use super::curve::{Curve, Samples};
use super::matrix::{self, Matrix};
use super::transfer::PQ_PEAK;
use super::{ColorSpace, Transfer};

/// The white of SDR in cd/m2 (ITU-R BT.2408).
pub const WHITE: f64 = 203.0;

/// The peak of HLG on a display with the system gamma 1.2 in cd/m2, and of PQ that does not tell.
pub const PEAK: f64 = 1000.0;

/// The system gamma of such a display.
pub const SYSTEM_GAMMA: f64 = 1.2;

/// From samples to light.
pub struct Light {
    samples: Samples,
    /// By what HLG multiplies light, depending on its luminance.
    system: Option<Curve>,
    /// Luminance of red, green and blue.
    luminance: [f32; 3],
}

impl Light {
    /// For samples whose greatest code is `codes`, 255 or 1023; None if the space has no colours. `yuv` says that
    /// samples come from YUV, whose range the conversion to RGB has looked at.
    pub fn new(space: &ColorSpace, codes: usize, yuv: bool) -> Option<Self> {
        let most = codes as f64;
        let step = (most + 1.0) / 256.0;
        let (black, white) = if space.limited && !yuv { (16.0 * step, 235.0 * step) } else { (0.0, most) };
        let unit = match space.transfer {
            Transfer::Pq => PQ_PEAK / WHITE,
            Transfer::Hlg => PEAK / WHITE,
            _ => 1.0,
        };
        let light = |sample: f64| {
            let sample = ((sample * most - black) / (white - black)).clamp(0.0, 1.0);
            space.transfer.decode(sample).map(|light| light * unit)
        };
        // The light of HLG is relative to `unit`, and so is its luminance.
        let system = |luminance: f64| (luminance / unit).min(1.0).powf(SYSTEM_GAMMA - 1.0);
        Some(Self {
            samples: Samples::new(codes, light)?,
            system: (space.transfer == Transfer::Hlg).then(|| Curve::new(-24, 3, system)),
            luminance: single(space.to_xyz()?)[1],
        })
    }

    /// What a sample between 0 and 1 says, which is the light unless [`apply_system`](Self::apply_system) changes it.
    #[inline(always)]
    pub fn at(&self, sample: f32) -> f32 {
        self.samples.at(sample)
    }

    /// As [`at`](Self::at), for samples that have no other values than codes of 8 bits.
    #[inline(always)]
    pub fn of_code(&self, code: u8) -> f32 {
        self.samples.of_code(code.into())
    }

    /// Makes the light of a display of what samples said, for pixels with their red, green and blue apart.
    #[inline(always)]
    pub fn apply_system(&self, [r, g, b]: [&mut [f32]; 3]) {
        if let Some(system) = &self.system {
            for ((r, g), b) in r.iter_mut().zip(g).zip(b) {
                let factor = system.at(dot(self.luminance, [*r, *g, *b]));
                (*r, *g, *b) = (*r * factor, *g * factor, *b * factor);
            }
        }
    }
}

/// The matrix from the light of one space to that of another, white becoming white; None if one has no colours.
pub fn between(from: &ColorSpace, to: &ColorSpace) -> Option<Matrix> {
    let from_xyz = matrix::inverse(&to.to_xyz()?)?;
    let scaled = matrix::product(&white_to(from.white_xy(), to.white_xy()), &from.to_xyz()?);
    Some(matrix::product(&from_xyz, &scaled))
}

/// Makes one white of another, by scaling X, Y and Z; only DCI-P3 and a program's own have another than D65.
fn white_to(from: [f64; 2], to: [f64; 2]) -> Matrix {
    let (from, to) = (matrix::xyz_of(from), matrix::xyz_of(to));
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| if row == column { to[row] / from[row] } else { 0.0 }))
}

/// `matrix` for pixels.
pub fn single(matrix: Matrix) -> [[f32; 3]; 3] {
    matrix.map(|row| row.map(|value| value as f32))
}

/// Sum of products.
#[inline(always)]
pub fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
