//! 8-bit colours from one profile's space to another's, by the crate `moxcms`.

#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use moxcms::{Layout, RenderingIntent, Transform8BitExecutor, TransformOptions};

use super::profile::Profile;
use crate::error::{ErrorKind, ImageError, Result};
use crate::threads::Threads;

/// Bytes that a thread takes at a time. Pixels do not depend on each other, so the cuts do not show.
const BAND_BYTES: usize = 1 << 16;

/// A way from one space to another.
pub struct Transform(Arc<Transform8BitExecutor>);

impl Transform {
    /// From `from` to `to`. Colours that `to` has not are cut to the nearest values of red, green and blue.
    pub fn new(from: &Profile, to: &Profile) -> Result<Self> {
        // Tables of one intent stand for those that are not there (ICC.1:2022, 9.1).
        let colorimetric = from.parsed.lut_a_to_b_colorimetric.is_some() || from.parsed.lut_a_to_b_perceptual.is_none();
        let options = TransformOptions {
            rendering_intent: match colorimetric {
                true => RenderingIntent::RelativeColorimetric,
                false => RenderingIntent::Perceptual,
            },
            // The curves of both profiles count, as everywhere else.
            allow_use_cicp_transfer: false,
            // Fixed point is two steps from Little CMS in dark colours, this is one.
            prefer_fixed_point: false,
            ..TransformOptions::default()
        };
        let transform = from.parsed.create_transform_8bit(Layout::Rgba, &to.parsed, Layout::Rgba, options);
        transform.map(Self).map_err(impossible)
    }

    /// Converts RGBA whose colours are not multiplied by alpha.
    pub fn apply(&self, rgba: &mut [u8], threads: Threads) -> Result<()> {
        let failed = AtomicBool::new(false);
        let count = rgba.len().div_ceil(BAND_BYTES);
        threads.each(count, rgba.chunks_mut(BAND_BYTES), Vec::new, |old: &mut Vec<u8>, band| {
            old.clear();
            old.extend_from_slice(band);
            if self.0.transform(old, band).is_err() {
                failed.store(true, Ordering::Relaxed);
            }
        });
        if failed.into_inner() { Err(impossible("the pixels do not fit")) } else { Ok(()) }
    }
}

fn impossible(error: impl std::fmt::Display) -> ImageError {
    ImageError::new(ErrorKind::DecodeOptions, format!("the colours cannot be converted: {error}"))
}
