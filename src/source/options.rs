//! Decoding options as a program sets them.

#![forbid(unsafe_code)]

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

impl DynamicRange {
    /// As the source is.
    pub const AUTO: Self = Self(0);
    /// HDR where the source has it.
    pub const HDR: Self = Self(2);
}

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
}
