//! WebP through libwebp: lossy VP8 for quality 0 to 99, lossless VP8L for 100, as devices do, or where it is asked for.

pub mod config;
pub mod container;
pub mod effort;
pub mod picture;

use libwebp_sys::WEBP_MAX_DIMENSION;

use super::color::FileColor;
use super::encoder::{Encoder, FileInfo};
use super::options::Settings;
use crate::error::Result;
use crate::pixel::PixelView;
use crate::sink::Output;
use crate::threads::Threads;
use container::Extras;
use picture::Picture;

/// An image of fewer pixels is encoded by one thread: a thumbnail takes 0.3 ms, and starting a thread a fifth of that.
const WORTH_THREADS: usize = 1 << 16;

/// The WebP encoder. An sRGB image carries no profile: that is what a WebP file without one means.
pub struct WebP;

impl Encoder for WebP {
    fn mime(&self) -> &'static str {
        "image/webp"
    }

    fn max_side(&self) -> u32 {
        WEBP_MAX_DIMENSION
    }

    fn exif_bytes(&self) -> usize {
        i32::MAX as usize // a quarter of what a chunk's length can say; the file's length is checked
    }

    fn encode(
        &self,
        view: &PixelView<'_>,
        info: &FileInfo,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()> {
        let pixels = view.layout().width as usize * view.layout().height as usize;
        let threads = if pixels < WORTH_THREADS { Threads::at_most(1) } else { settings.threads };
        let settings = &Settings { threads, ..*settings };
        let mut config = config::of(settings)?;
        let view = view.with_needed_alpha();
        let mut picture = if config.lossless != 0 || config.use_sharp_yuv != 0 {
            Picture::argb(&view, threads)?
        } else {
            Picture::yuva(&view, threads)?
        };
        if config::may_save_effort(settings) && !effort::pays(&picture, threads) {
            config.quality = effort::WITHOUT_REPEATS;
        }
        let profile = match &info.color {
            FileColor::Srgb => None,
            FileColor::Other(colors) => Some(&*colors.profile),
        };
        if profile.is_none() && info.exif.is_none() {
            return picture.encode(&config, output);
        }
        let mut plain = Output::unlimited();
        picture.encode(&config, &mut plain)?;
        let extras = Extras { profile, exif: info.exif.as_deref() };
        container::write_extended(&plain.into_vec()?, (view.layout().width, view.layout().height), &extras, output)
    }
}

#[cfg(test)]
mod tests;
