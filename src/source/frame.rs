//! A decoded frame, and the size that one may have.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{Layout, PixelBuffer, PixelFormat};

/// All pixels of a frame.
pub struct Frame {
    /// RGBA_8888, not premultiplied.
    pub pixels: PixelBuffer,
    /// Whether the source has no alpha.
    pub opaque: bool,
}

/// The size of a source, if it is one that can be decoded.
pub fn check_size((width, height): (u32, u32)) -> Result<(u32, u32)> {
    if width == 0 || height == 0 {
        return Err(ImageError::new(ErrorKind::SourceHeaderBad, format!("the source says it is {width}x{height}")));
    }
    let layout = Layout::packed(PixelFormat::Rgba8888, width, height);
    layout.map_err(|error| ImageError::new(ErrorKind::SourceTooLarge, error.message))?;
    Ok((width, height))
}
