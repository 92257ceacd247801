//! The gain map of two images: from their light to gains, and from gains to pixels.

#![forbid(unsafe_code)]

use crate::color::powers::log2;

/// What is added to light before it is divided, so that there are gains for black.
pub const OFFSET: f32 = 1.0 / 64.0;

/// Gains between -8 and 8 have 4096 steps each.
const STEPS: f32 = 4096.0;

/// The step of a gain of 0.
const ZERO: f32 = 32768.0;

/// The step of the least gain that is stored, -2.
pub const LEAST: u16 = 32768 - 2 * 4096;

/// The step of the greatest gain that is stored, 6: from the white of SDR to the brightest colour of PQ.
pub const MOST: u16 = 32768 + 6 * 4096;

/// The gain from one light to another, in steps; light is not below 0.
#[inline(always)]
pub fn gain(base: f32, hdr: f32) -> u16 {
    let gain = log2(hdr + OFFSET) - log2(base + OFFSET);
    // A base of 1 and no light are at -6; above, a base of none and all light of PQ would be beyond the steps.
    let step = gain * STEPS + (ZERO + 0.5);
    (if step < 65535.0 { step } else { 65535.0 }) as i32 as u16
}

/// The gain of a step.
pub fn of_step(step: u16) -> f32 {
    (f32::from(step) - ZERO) / STEPS
}

/// The pixels that one pixel of a smaller image covers on a side: some from `first` on, with their shares.
#[derive(Clone, Copy)]
pub struct Cover {
    /// The first pixel of which a part is covered.
    pub first: u32,
    /// How many there are.
    pub count: u32,
    /// Shares of the first one, of all between, and of the last one; together all are 1.
    shares: [f32; 3],
}

impl Cover {
    /// What pixel `at` of `of` covers of `count`, which is not less.
    pub fn new(at: u32, of: u32, count: u32) -> Self {
        // Everything in parts of a pixel: one has `of`, and `count` of them are covered.
        let [at, of, count] = [at, of, count].map(u64::from);
        let (from, to) = (at * count, (at + 1) * count);
        let (first, end) = (from / of, to.div_ceil(of));
        let share = |parts: u64| parts as f32 / count as f32;
        let shares = [(from / of + 1) * of - from, of, to - (end - 1) * of].map(share);
        let shares = if end - first == 1 { [1.0; 3] } else { shares };
        Self { first: first as u32, count: (end - first) as u32, shares }
    }

    /// The share of pixel `index` of them.
    #[inline(always)]
    pub fn share(&self, index: u32) -> f32 {
        let which = if index == 0 {
            0
        } else if index + 1 < self.count {
            1
        } else {
            2
        };
        self.shares[which]
    }
}
