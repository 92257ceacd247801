//! What a decoder is asked for, and what it gives.

#![forbid(unsafe_code)]

use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};

/// What is wanted of a source. A decoder may do more of the work than give a whole frame in RGBA_8888, where that is
/// cheaper; what it did is told by its [`Frame`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Number of the frame, from 0; it exists.
    pub index: u32,
    /// The part that is looked at, inside the image.
    pub part: Region,
    /// The size that `part` will be scaled to. Pixels of at least this size are enough.
    pub size: (u32, u32),
    /// The format that will be made of the pixels.
    pub format: PixelFormat,
}

impl Wish {
    /// All of the first frame of an image of this size.
    pub fn whole((width, height): (u32, u32)) -> Self {
        let part = Region { x: 0, y: 0, width, height };
        Self { index: 0, part, size: (width, height), format: PixelFormat::Rgba8888 }
    }
}

/// Pixels as a decoder gives them.
pub struct Frame {
    /// RGBA_8888, not premultiplied; or the wished format, if that is NV12 or NV21 and the source has its planes, which
    /// are of full range then, as JFIF has it.
    pub pixels: PixelBuffer,
    /// Whether the source has no alpha.
    pub opaque: bool,
    /// The part of the image that the pixels show, around the wished part. It may have been reduced: then `pixels` have
    /// fewer columns and rows than the part, whose sides are theirs times 2, 4 or 8. So that this is exact, the part
    /// may reach beyond the image's right and lower edge by less than a reduced pixel.
    pub part: Region,
    /// What the source says about its colours.
    pub color: SourceColor,
}

/// What a source says about its colours.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceColor {
    /// Nothing.
    Unsaid,
    /// A space by name or by numbers.
    Space(ColorSpace),
    /// An ICC profile, as it lies in the file.
    Icc(Vec<u8>),
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
