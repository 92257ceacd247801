//! libwebp's settings from ours.

#![forbid(unsafe_code)]

use libwebp_sys::WebPConfig;

use super::picture;
use crate::encode::options::{Settings, WebPOptions};
use crate::error::{ErrorKind, ImageError, Result};

/// The quality that means lossless without being told so.
const LOSSLESS: u8 = 100;

/// Effort of lossless compression where quality does not say it, 0 to 100.
const LOSSLESS_EFFORT: f32 = 75.0;

/// What libwebp is asked for, or that a value is none of its own.
pub fn of(settings: &Settings) -> Result<WebPConfig> {
    let options = settings.webp;
    let mut config = WebPConfig::new().map_err(|()| picture::refused("its version does not match"))?;
    config.method = options.method.into();
    config.quality = settings.quality.into();
    if options.lossless || settings.quality == LOSSLESS {
        config.lossless = 1;
        // Keeps colours under transparent pixels. Changes of pixels exclude it: where libwebp predicts exactly, it
        // leaves near_lossless out without a word.
        config.exact = (options.near_lossless == WebPOptions::default().near_lossless).into();
        config.near_lossless = options.near_lossless.into();
        if !options.lossless {
            config.quality = LOSSLESS_EFFORT;
        }
    } else {
        config.alpha_quality = options.alpha_quality.into();
        config.use_sharp_yuv = options.sharp_yuv.into();
    }
    // A second thread: of lossy coding, for half the analysis and for the alpha plane; of lossless coding, where
    // several ways are tried (methods 5 and 6 at high effort). Neither changes a byte.
    config.thread_level = (settings.threads.for_jobs(2) > 1).into();
    if picture::accepts(&config) {
        Ok(config)
    } else {
        Err(ImageError::new(ErrorKind::BadArgument, format!("libwebp does not take {options:?}")))
    }
}

/// Whether nobody asked for an effort, so that it may depend on the image.
pub fn may_save_effort(settings: &Settings) -> bool {
    settings.quality == LOSSLESS && !settings.webp.lossless
}
