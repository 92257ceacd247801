//! Light to the samples of HLG, by ITU-R BT.2100, for a display of 1000 cd/m2.

#![forbid(unsafe_code)]

use crate::color::light::{PEAK, SYSTEM_GAMMA, WHITE, dot};
use crate::color::powers::{exp2, log2};
use crate::color::transfer::{HLG_A, HLG_B, HLG_C};

/// More light than any display has, 13000 cd/m2.
const MOST: f32 = 64.0;

/// Less light than a step of HLG near black.
const LEAST: f32 = 1e-9;

/// From light where 1 is the white of SDR to samples; primaries are those of BT.2020.
pub struct Hlg {
    /// Luminance of red, green and blue.
    luminance: [f32; 3],
}

impl Hlg {
    /// `luminance` is that of red, green and blue.
    pub fn new(luminance: [f32; 3]) -> Self {
        Self { luminance }
    }

    /// Samples between 0 and 1. Colours with more light than HLG has keep their hue: all three components are dimmed
    /// alike until the greatest fits. What is no number is black.
    #[inline(always)]
    pub fn samples(&self, light: [f32; 3]) -> [f32; 3] {
        const UNIT: f32 = (WHITE / PEAK) as f32;
        const POWER: f32 = (1.0 / SYSTEM_GAMMA - 1.0) as f32;
        let light = light.map(|light| {
            let light = if light > 0.0 { light } else { 0.0 };
            (if light < MOST { light } else { MOST }) * UNIT
        });
        let luminance = dot(self.luminance, light);
        let factor = exp2(log2(if luminance > LEAST { luminance } else { LEAST }) * POWER);
        let [r, g, b] = light.map(|light| light * factor);
        let most = if r > g { r } else { g };
        let most = if b > most { b } else { most };
        let fit = if most > 1.0 { 1.0 / most } else { 1.0 };
        [r, g, b].map(|scene| encode(scene * fit))
    }
}

/// The sample of a scene's light between 0 and 1.
#[inline(always)]
fn encode(light: f32) -> f32 {
    const A: f32 = HLG_A as f32 * std::f32::consts::LN_2;
    const B: f32 = HLG_B as f32;
    const C: f32 = HLG_C as f32;
    // Both are computed, so that there is no branch.
    let root = (3.0 * light).sqrt();
    let argument = 12.0 * light - B;
    let logarithm = A * log2(if argument > 0.5 { argument } else { 0.5 }) + C;
    if light > 1.0 / 12.0 { logarithm } else { root }
}
