//! One HDR image to base image and gain map.

#![forbid(unsafe_code)]

use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::{PixelBuffer, PixelFormat, PixelView};
use crate::threads::Threads;

/// How an HDR image shall be split.
pub struct Wish {
    /// RGBA_8888, NV12 or NV21, of both parts.
    pub format: PixelFormat,
    /// Whether the gain map is as large as the image; otherwise it has half of its sides, rounded down.
    pub full_size: bool,
    /// How many threads may be used.
    pub threads: Threads,
}

/// What an HDR image became.
pub struct Split {
    /// The SDR image.
    pub base: PixelBuffer,
    /// Its colour space.
    pub space: ColorSpace,
    /// The gain map, with three channels.
    pub gain_map: PixelBuffer,
    /// How it is applied.
    pub how: GainMapMetadata,
}

/// Splits an HDR image of 10 bits in `space`, whose brightest pixel has a light of `peak` cd/m2 if that is known. An
/// error of kind Surface if the gain map would have no pixels.
pub fn split(image: &PixelView<'_>, space: &ColorSpace, peak: Option<f32>, wish: &Wish) -> Result<Split> {
    let _ = (image, space, peak, wish);
    Err(ImageError::new(ErrorKind::Unsupported, "splitting is not built"))
}
