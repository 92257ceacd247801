//! What HDR images say about their light: the display they were made on, and how a gain map is applied.

#![forbid(unsafe_code)]

/// The mastering display (SMPTE ST 2086) and the light levels (CTA-861.3). Chromaticities are CIE 1931, luminances
/// cd/m2.
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

impl MasteringMetadata {
    /// The light of the brightest pixel in cd/m2, if one of the numbers says so that makes sense.
    pub fn peak(&self) -> Option<f32> {
        [self.max_content_light_level, self.max_luminance].into_iter().find(|light| (100.0..=10_000.0).contains(light))
    }
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

impl Default for GainMapMetadata {
    /// What holds for a gain map that nobody described: white of SDR at 203 cd/m2 goes up to 1000 cd/m2.
    fn default() -> Self {
        let headroom = (1000.0f32 / 203.0).log2();
        Self {
            writer_version: 0,
            minimum_version: 0,
            channels: 3,
            use_base_color: true,
            base_headroom: 0.0,
            alternate_headroom: headroom,
            max: [headroom; 3],
            min: [0.0; 3],
            gamma: [1.0; 3],
            base_offset: [1.0 / 64.0; 3],
            alternate_offset: [1.0 / 64.0; 3],
        }
    }
}
