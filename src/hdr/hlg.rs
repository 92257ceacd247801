//! Light to the samples of HLG, by ITU-R BT.2100, for a display of 1000 cd/m2.

#![forbid(unsafe_code)]

use crate::color::curve::Curve;
use crate::color::light::{PEAK, SYSTEM_GAMMA, WHITE, dot};
use crate::color::transfer::hlg_encode;

/// More light than any display has, 13000 cd/m2.
const MOST: f32 = 64.0;

/// From light where 1 is the white of SDR to samples; primaries are those of BT.2020.
pub struct Hlg {
    /// From luminance to what makes scene light of the display's.
    system: Curve,
    encode: Curve,
    luminance: [f32; 3],
    unit: f32,
}

impl Hlg {
    /// `luminance` is that of red, green and blue.
    pub fn new(luminance: [f32; 3]) -> Self {
        Self {
            system: Curve::new(-24, 4, |luminance| luminance.powf(1.0 / SYSTEM_GAMMA - 1.0)),
            encode: Curve::new(-24, 0, hlg_encode),
            luminance,
            unit: (WHITE / PEAK) as f32,
        }
    }

    /// Samples between 0 and 1. Colours with more light than HLG has keep their hue: all three components are dimmed
    /// alike until the greatest fits. What is no number is black.
    #[inline(always)]
    pub fn samples(&self, light: [f32; 3]) -> [f32; 3] {
        let light = light.map(|light| {
            let light = if light > 0.0 { light } else { 0.0 };
            (if light < MOST { light } else { MOST }) * self.unit
        });
        let factor = self.system.at(dot(self.luminance, light));
        let scene = light.map(|light| light * factor);
        let most = scene[0].max(scene[1]).max(scene[2]);
        let fit = if most > 1.0 { 1.0 / most } else { 1.0 };
        scene.map(|scene| self.encode.at(scene * fit))
    }
}
