//! Base image and gain map to one HDR image.

#![forbid(unsafe_code)]

use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::{PixelBuffer, PixelFormat, PixelView};
use crate::threads::Threads;

/// A base image and its gain map.
pub struct Parts<'a> {
    /// The base image.
    pub base: PixelView<'a>,
    /// Its colour space; None if nobody ever said, which means sRGB.
    pub space: Option<ColorSpace>,
    /// The gain map, of any size. A map of one channel has equal red, green and blue, or alpha alone.
    pub gain_map: PixelView<'a>,
    /// How it is applied.
    pub how: GainMapMetadata,
}

/// The HDR image in `format` (RGBA_1010102 or P010), of BT.2020 with HLG in full range, at full headroom.
pub fn compose(parts: &Parts<'_>, format: PixelFormat, threads: Threads) -> Result<PixelBuffer> {
    let _ = (parts, format, threads);
    Err(ImageError::new(ErrorKind::Unsupported, "composing is not built"))
}
