//! The gain map of two images: from their light to gains, and from gains to pixels.

#![forbid(unsafe_code)]

use crate::color::curve::Curve;

/// What is added to light before it is divided, so that there are gains for black.
pub const OFFSET: f32 = 1.0 / 64.0;

/// Gains between -8 and 8 have 4096 steps each.
const STEPS: f32 = 4096.0;

/// The step of a gain of 0.
const ZERO: f32 = 32768.0;

/// The logarithm of light and the offset.
pub struct Logarithm(Curve);

impl Logarithm {
    pub fn new() -> Self {
        // Above all light of PQ.
        Self(Curve::new(-16, 6, f64::log2))
    }

    /// The gain from `base` to `hdr`, in steps.
    #[inline(always)]
    pub fn gain(&self, base: f32, hdr: f32) -> u16 {
        let gain = self.0.at(hdr + OFFSET) - self.0.at(base + OFFSET);
        (gain * STEPS + (ZERO + 0.5)) as u16
    }
}

/// The gain of a step.
pub fn of_step(step: u16) -> f32 {
    (f32::from(step) - ZERO) / STEPS
}

/// Where one side of an image that is made smaller comes from: the pixels that each of its own covers, with their shares.
pub struct Boxes {
    ratio: f64,
    most: u32,
}

impl Boxes {
    /// `count` pixels become `of`, at most as many.
    pub fn new(count: u32, of: u32) -> Self {
        Self { ratio: f64::from(count) / f64::from(of), most: count }
    }

    /// The pixels of box `index`, and the share of each.
    pub fn shares(&self, index: u32) -> impl Iterator<Item = (u32, f32)> {
        let (from, to) = (f64::from(index) * self.ratio, f64::from(index + 1) * self.ratio);
        let (first, last) = (from as u32, (to.ceil() as u32).min(self.most));
        (first..last).filter_map(move |at| {
            let covered = to.min(f64::from(at + 1)) - from.max(f64::from(at));
            // Less than that is an error of rounding.
            (covered > 1e-6).then_some((at, (covered / (to - from)) as f32))
        })
    }
}
