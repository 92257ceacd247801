//! The alpha of a PixelMap: one for all pixels, multiplied into the colours or not, or alone.

#![forbid(unsafe_code)]

use super::pixelmap::Pixelmap;
use crate::error::Result;

impl Pixelmap {
    /// Gives every pixel the alpha `opacity`, above 0 and at most 1.
    pub fn set_opacity(&self, opacity: f32) -> Result<()> {
        let _ = opacity;
        todo!()
    }

    /// Writes this PixelMap's pixels into `target` with their colours multiplied by alpha, or the reverse.
    pub fn convert_alpha(&self, target: &Self, premultiply: bool) -> Result<()> {
        let _ = (target, premultiply);
        todo!()
    }

    /// A PixelMap of the alpha alone.
    pub fn alpha_channel(&self) -> Result<Self> {
        todo!()
    }
}
