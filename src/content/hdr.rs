//! HDR metadata of a PixelMap.

#![forbid(unsafe_code)]

use std::sync::Arc;

/// What a program attached; everything is kept as it was given.
#[derive(Clone, Debug, Default)]
pub struct HdrMetadata {
    /// What the PixelMap is in an HDR image.
    pub role: HdrRole,
    /// The mastering display and the light levels.
    pub mastering: Option<MasteringMetadata>,
    /// Data for tone mapping this image.
    pub dynamic: Option<Arc<[u8]>>,
    /// How a gain map is applied.
    pub gain_map: Option<GainMapMetadata>,
}

/// What a PixelMap is in an HDR image; the numbers are the original's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(i32)]
pub enum HdrRole {
    /// Not a part of an HDR image.
    #[default]
    None = 0,
    /// The base image, to which a gain map belongs.
    Base = 1,
    /// The gain map.
    GainMap = 2,
    /// Base image and gain map put together.
    Alternate = 3,
}

/// The mastering display (SMPTE ST 2086) and the light levels (CTA-861.3). Chromaticities are CIE 1931, luminances cd/m2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MasteringMetadata {
    /// x and y of red, green and blue.
    pub primaries: [[f32; 2]; 3],
    /// x and y of white.
    pub white: [f32; 2],
    /// Greatest luminance of the display.
    pub max_luminance: f32,
    /// Least luminance of the display.
    pub min_luminance: f32,
    /// Luminance of the brightest pixel.
    pub max_content_light_level: f32,
    /// Greatest average luminance of a frame.
    pub max_frame_average_light_level: f32,
}

/// How a gain map is applied to its base image, in the quantities of ISO 21496-1; headrooms and gains are logarithms to
/// the base 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GainMapMetadata {
    /// Version of the standard that the writer followed.
    pub writer_version: u16,
    /// Least version that a reader must know.
    pub minimum_version: u16,
    /// Channels of the gain map: 1 or 3.
    pub channels: u8,
    /// Whether gains apply in the colour space of the base image.
    pub use_base_color: bool,
    /// Headroom of the base image.
    pub base_headroom: f32,
    /// Headroom of the alternate image.
    pub alternate_headroom: f32,
    /// Gain where the map is brightest, for red, green and blue.
    pub max: [f32; 3],
    /// Gain where the map is darkest.
    pub min: [f32; 3],
    /// Exponent with which the gains are stored.
    pub gamma: [f32; 3],
    /// Added to the linear base image before the gain is applied.
    pub base_offset: [f32; 3],
    /// Taken off the linear alternate image after the gain was applied.
    pub alternate_offset: [f32; 3],
}
