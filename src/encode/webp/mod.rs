//! WebP through libwebp: lossy VP8 for quality 0 to 99, lossless VP8L for 100, as devices do, or where it is asked for.

pub mod config;
pub mod effort;
pub mod picture;

use libwebp_sys::WEBP_MAX_DIMENSION;

use super::encoder::Encoder;
use super::options::Settings;
use crate::error::Result;
use crate::pixel::PixelView;
use crate::sink::Output;
use picture::Picture;

/// The WebP encoder. An sRGB image carries no profile: that is what a WebP file without one means.
pub struct WebP;

impl Encoder for WebP {
    fn mime(&self) -> &'static str {
        "image/webp"
    }

    fn max_side(&self) -> u32 {
        WEBP_MAX_DIMENSION
    }

    fn encode(&self, view: &PixelView<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        let mut config = config::of(settings)?;
        let view = view.with_needed_alpha();
        let mut picture = if config.lossless != 0 || config.use_sharp_yuv != 0 {
            Picture::argb(&view, settings.threads)?
        } else {
            Picture::yuva(&view, settings.threads)?
        };
        if config::may_save_effort(settings) && !effort::pays(&picture, settings.threads) {
            config.quality = effort::WITHOUT_REPEATS;
        }
        picture.encode(&config, output)
    }
}

#[cfg(test)]
mod tests;
