//! The table of encoders: a new format is one file and one row here.

#![forbid(unsafe_code)]

use super::{jpeg, png, webp};
use crate::error::Result;
use crate::pixel::PixelView;
use crate::sink::Output;

/// One image format.
pub trait Encoder: Sync {
    /// The MIME type, in lower case.
    fn mime(&self) -> &'static str;

    /// Greatest width and height, in pixels.
    fn max_side(&self) -> u32;

    /// Encodes `view`, whose size is within [`max_side`](Self::max_side). `quality` is 0 to 100.
    fn encode(&self, view: &PixelView<'_>, quality: u8, output: &mut Output) -> Result<()>;
}

/// All encoders of this build, in ascending order of their MIME types.
pub static ENCODERS: [&dyn Encoder; 3] = [&jpeg::Jpeg, &png::Png, &webp::WebP];

/// The encoder of the MIME type `text`, compared without regard to ASCII case.
pub fn find(text: &[u8]) -> Option<&'static dyn Encoder> {
    ENCODERS.into_iter().find(|encoder| encoder.mime().as_bytes().eq_ignore_ascii_case(text))
}
