//! What every image format does.

#![forbid(unsafe_code)]

use super::color::FileColor;
use super::options::Settings;
use crate::error::Result;
use crate::pixel::PixelView;
use crate::sink::Output;

/// One image format.
pub trait Encoder: Sync {
    /// The MIME type, in lower case.
    fn mime(&self) -> &'static str;

    /// Greatest width and height, in pixels.
    fn max_side(&self) -> u32;

    /// Encodes `view`, whose size is within [`max_side`](Self::max_side), and says that its colours are `color`. What can
    /// be wrong with it or with `settings` is found before anything is written to `output`.
    fn encode(
        &self,
        view: &PixelView<'_>,
        color: &FileColor,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()>;
}
