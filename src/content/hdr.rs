//! Colour space, dynamic range and HDR metadata of a PixelMap.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::pixelmap::{Pixelmap, State};
use crate::color::tone_map::Mapper;
use crate::color::{ColorSpace, names};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{PixelFormat, YuvRange};
use crate::threads::Threads;

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

impl HdrRole {
    /// The role with the original's number `value`.
    pub fn from_number(value: i32) -> Option<Self> {
        [Self::None, Self::Base, Self::GainMap, Self::Alternate].into_iter().find(|role| *role as i32 == value)
    }
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

impl State {
    /// Whether the content is HDR: a 10-bit format and a space of BT.2020 with PQ or HLG.
    pub fn is_hdr(&self) -> bool {
        let format = self.pixels.layout().format;
        let ten_bit = format == PixelFormat::Rgba1010102 || format.is_p010();
        ten_bit && self.color_space.is_some_and(|space| space.is_hdr())
    }

    fn check_dma(&self) -> Result<()> {
        if self.dma {
            return Ok(());
        }
        Err(ImageError::new(ErrorKind::NoDma, "the PixelMap does not count as DMA memory, which HDR metadata need"))
    }
}

impl Pixelmap {
    /// The colour space; None if nobody ever said.
    pub fn color_space(&self) -> Result<Option<ColorSpace>> {
        Ok(self.read()?.color_space)
    }

    /// Says in which space the pixels are; they do not change.
    pub fn set_color_space(&self, space: ColorSpace) -> Result<()> {
        self.write()?.color_space = Some(space);
        Ok(())
    }

    /// The metadata that were set; an error if the PixelMap does not count as DMA memory.
    pub fn hdr_metadata(&self) -> Result<HdrMetadata> {
        let state = self.read()?;
        state.check_dma()?;
        Ok(state.hdr.clone())
    }

    /// Lets `change` set metadata, unless the PixelMap does not count as DMA memory.
    pub fn change_hdr_metadata(&self, change: impl FnOnce(&mut HdrMetadata) -> Result<()>) -> Result<()> {
        let mut state = self.write()?;
        state.check_dma()?;
        change(&mut state.hdr)
    }

    /// Turns HDR into SDR of Display P3, as [`tone_map`](crate::color::tone_map) describes. Everything else that was said
    /// about the PixelMap stays.
    pub fn to_sdr(&self, threads: Threads) -> Result<()> {
        let mut state = self.write()?;
        state.check_unlocked()?;
        let space = state.color_space.filter(|_| state.is_hdr());
        let space = space.ok_or_else(|| ImageError::new(ErrorKind::Unsupported, "the PixelMap is not HDR"))?;
        let peak = state.hdr.mastering.and_then(|mastering| mastering.peak());
        let pixels = {
            let view = state.view()?;
            let format = view.layout().format;
            let mapper = Mapper::hdr_to_p3(&space, format.is_yuv(), peak)?;
            match format {
                PixelFormat::YcbcrP010 => mapper.planes(&view, PixelFormat::Nv12, threads)?,
                PixelFormat::YcrcbP010 => mapper.planes(&view, PixelFormat::Nv21, threads)?,
                _ => mapper.rgba(&view, threads)?,
            }
        };
        state.range = if pixels.layout().format.is_yuv() { YuvRange::Limited } else { state.range };
        state.pixels = pixels;
        state.color_space = ColorSpace::from_name(names::DISPLAY_P3);
        Ok(())
    }
}
