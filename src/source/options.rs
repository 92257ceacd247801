//! Decoding options as a program sets them.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::{PixelFormat, Region};

/// How a source shall be decoded. Setters keep every value; decoding judges them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodingOptions {
    /// Number of the wanted pixel format; 0 leaves it to the library.
    pub pixel_format: i32,
    /// Number of the frame, from 0.
    pub index: u32,
    /// Degrees clockwise.
    pub rotate: f32,
    /// Width and height of the result; both 0 mean the size of the source.
    pub desired_size: (u32, u32),
    /// The part wanted, used together with a strategy.
    pub desired_region: Region,
    /// 0 AUTO, 1 SDR, 2 HDR.
    pub dynamic_range: DynamicRange,
    /// 1 scales first, 2 crops first; none: no strategy.
    pub crop_and_scale: Option<i32>,
    /// Number of the wanted colour space; 0 keeps the source's.
    pub color_space: i32,
    /// The part wanted, in pixels of the source.
    pub crop_region: Option<Region>,
}

/// The number of a wanted dynamic range; SDR unless set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DynamicRange(pub i32);

impl Default for DynamicRange {
    fn default() -> Self {
        Self(1)
    }
}

impl DecodingOptions {
    /// The pixel format to decode to. What cannot be decoded to, and 0, means RGBA_8888.
    pub(super) fn pixel_format(&self) -> PixelFormat {
        PixelFormat::from_number(self.pixel_format)
            .filter(|format| (2..=9).contains(&(*format as i32)))
            .unwrap_or(PixelFormat::Rgba8888)
    }

    /// An error if the options ask for a change of size, part, angle or colour: this release decodes whole images.
    pub(super) fn check(&self) -> Result<()> {
        let (width, height) = self.desired_size;
        if width > limits::SIDE || height > limits::SIDE {
            let message = format!("options: the desired size is {width}x{height}");
            return Err(ImageError::new(ErrorKind::DecodeOptionRange, message));
        }
        let wish = if width > 0 && height > 0 {
            "desired size"
        } else if self.crop_and_scale.is_some() {
            "crop and scale strategy"
        } else if self.crop_region.is_some_and(|region| region.width > 0 && region.height > 0) {
            "crop region"
        } else if self.rotate % 360.0 != 0.0 {
            "rotation"
        } else if self.color_space != 0 {
            "desired colour space"
        } else {
            return Ok(());
        };
        Err(ImageError::new(ErrorKind::DecodeOptions, format!("options: a {wish} is not supported by this release")))
    }
}
