//! Colour space, dynamic range and HDR metadata of a PixelMap.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::pixelmap::{Pixelmap, State};
use crate::color::tone_map::Mapper;
use crate::color::{ColorSpace, names};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::Exif;
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use crate::pixel::{PixelFormat, PixelView, YuvRange};
use crate::threads::Threads;

/// What a program attached; everything is kept as it was given.
#[derive(Clone, Debug, Default)]
pub struct HdrMetadata {
    /// What the PixelMap is in an HDR image.
    pub role: HdrRole,
    /// The mastering display and the light levels.
    pub mastering: Option<MasteringMetadata>,
    /// Data for tone mapping this image.
    pub dynamic: Option<Arc<Vec<u8>>>,
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

/// The pixels of a PixelMap, and what is known about their colours.
pub struct ColoredView<'a> {
    /// The pixels.
    pub view: PixelView<'a>,
    /// Their space; None if nobody ever said.
    pub space: Option<ColorSpace>,
    /// The ICC profile of the file that they came from.
    pub profile: Option<Arc<[u8]>>,
    /// The EXIF values of that file.
    pub exif: Option<Arc<Exif>>,
    /// What was said about the PixelMap's part in an HDR image.
    pub hdr: HdrMetadata,
}

impl ColoredView<'_> {
    /// The light of the brightest pixel in cd/m2, if that is known.
    pub fn peak(&self) -> Option<f32> {
        self.hdr.mastering.and_then(|mastering| mastering.peak())
    }

    /// Whether the pixels are HDR: 10 bits, in a space of BT.2020 with PQ or HLG.
    pub fn is_hdr(&self) -> bool {
        self.view.layout().format.is_ten_bit() && self.space.is_some_and(|space| space.is_hdr())
    }

    /// How the pixels come to 8 bits of SDR, and the space where they are then: PQ and HLG are tone mapped to
    /// `hdr_target`, Display P3 or sRGB (also those with the primaries of P3, which do not count as HDR: their highlights
    /// would all be white), other pixels of 10 bits go to sRGB. None where nothing is to be done: the pixels are of sRGB, or have no 10 bits, and
    /// then keep their space.
    pub fn mapper(&self, hdr_target: i32) -> Result<Option<(Mapper, ColorSpace)>> {
        let format = self.view.layout().format;
        let (Some(space), true) = (self.space, format.is_ten_bit()) else { return Ok(None) };
        let yuv = format.is_yuv();
        let (mapper, target) = if space.has_highlights() {
            (Mapper::hdr_to(hdr_target, &space, yuv, self.peak())?, hdr_target)
        } else if space.is_srgb() && (yuv || !space.limited) {
            return Ok(None);
        } else {
            (Mapper::sdr_to_srgb(&space, yuv)?, names::SRGB)
        };
        Ok(ColorSpace::from_name(target).map(|target| (mapper, target)))
    }
}

impl State {
    /// Whether the content is HDR: a 10-bit format and a space of BT.2020 with PQ or HLG.
    pub fn is_hdr(&self) -> bool {
        self.pixels.layout().format.is_ten_bit() && self.color_space.is_some_and(|space| space.is_hdr())
    }

    /// The pixels and their colours, for reading.
    pub fn colored_view(&self) -> Result<ColoredView<'_>> {
        let (profile, exif, hdr) = (self.profile.clone(), self.exif.clone(), self.hdr.clone());
        Ok(ColoredView { view: self.view()?, space: self.color_space, profile, exif, hdr })
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
        let mut state = self.write()?;
        (state.color_space, state.profile) = (Some(space), None);
        Ok(())
    }

    /// Lets `look` see the pixels and their colours; writers wait until it is done.
    pub fn with_colored_view<T>(&self, look: impl FnOnce(ColoredView<'_>) -> Result<T>) -> Result<T> {
        let state = self.read()?;
        look(state.colored_view()?)
    }

    /// The metadata that were set; an error if the PixelMap does not count as DMA memory.
    pub fn hdr_metadata(&self) -> Result<HdrMetadata> {
        let state = self.read()?;
        state.check_dma()?;
        Ok(state.hdr.clone())
    }

    /// The same PixelMap with what a file, or this library, says about its part in an HDR image.
    pub fn with_hdr(mut self, hdr: HdrMetadata) -> Result<Self> {
        self.state_mut()?.hdr = hdr;
        Ok(self)
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
        if !state.is_hdr() {
            return Err(ImageError::new(ErrorKind::Unsupported, "the PixelMap is not HDR"));
        }
        let (pixels, space) = {
            let colored = state.colored_view()?;
            let mapper = colored.mapper(names::DISPLAY_P3)?;
            let (mapper, space) = mapper.ok_or_else(|| ImageError::new(ErrorKind::Internal, "HDR without a curve"))?;
            let view = &colored.view;
            let pixels = match view.layout().format {
                PixelFormat::YcbcrP010 => mapper.planes(view, PixelFormat::Nv12, threads)?,
                PixelFormat::YcrcbP010 => mapper.planes(view, PixelFormat::Nv21, threads)?,
                _ => mapper.rgba(view, threads)?,
            };
            (pixels, space)
        };
        if pixels.layout().format.is_yuv() {
            state.range = YuvRange::Limited;
        }
        state.pixels = pixels;
        (state.color_space, state.profile) = (Some(space), None);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::{AlphaType, Layout, PixelBuffer};

    fn map(format: PixelFormat, space: Option<i32>) -> Pixelmap {
        let pixels = PixelBuffer::zeroed(Layout::packed(format, 4, 3).unwrap()).unwrap();
        let map = Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Full, false);
        space.into_iter().for_each(|name| map.set_color_space(ColorSpace::from_name(name).unwrap()).unwrap());
        map
    }

    #[test]
    fn metadata_need_the_mark_of_dma_memory() {
        let map = map(PixelFormat::Rgba8888, None);
        let set = |map: &Pixelmap| {
            map.change_hdr_metadata(|metadata| {
                metadata.role = HdrRole::Base;
                Ok(())
            })
        };
        assert_eq!(set(&map).unwrap_err().kind, ErrorKind::NoDma);
        assert_eq!(map.hdr_metadata().unwrap_err().kind, ErrorKind::NoDma);
        map.write().unwrap().dma = true;
        assert_eq!(map.hdr_metadata().unwrap().role, HdrRole::None);
        set(&map).unwrap();
        assert_eq!(map.hdr_metadata().unwrap().role, HdrRole::Base);
    }

    #[test]
    fn locked_pixels_stay_hdr() {
        let map = map(PixelFormat::Rgba1010102, Some(10));
        map.write().unwrap().locked = true;
        assert_eq!(map.to_sdr(Threads::default()).unwrap_err().kind, ErrorKind::Locked);
        assert!(map.info().unwrap().is_hdr);
        map.write().unwrap().locked = false;
        map.write().unwrap().profile = Some(Arc::from([7]));
        map.to_sdr(Threads::default()).unwrap();
        assert!(!map.info().unwrap().is_hdr && map.read().unwrap().profile.is_none());
    }

    /// The light that static metadata name decides how much highlights are dimmed; what makes no sense is left out.
    #[test]
    fn sensible_static_metadata_change_the_curve() {
        let white = |max_content_light_level: f32, max_luminance: f32| {
            let map = map(PixelFormat::Rgba1010102, Some(10));
            {
                let mut state = map.write().unwrap();
                let word = 594 | 594 << 10 | 594 << 20 | 3u32 << 30; // 203 cd/m2
                state.pixels.bytes_mut().as_chunks_mut().0.iter_mut().for_each(|pixel| *pixel = word.to_le_bytes());
                state.hdr.mastering = Some(MasteringMetadata {
                    primaries: [[0.0; 2]; 3],
                    white: [0.0; 2],
                    max_luminance,
                    min_luminance: 0.0,
                    max_content_light_level,
                    max_frame_average_light_level: 0.0,
                });
            }
            map.to_sdr(Threads::default()).unwrap();
            map.read().unwrap().pixels.bytes()[0]
        };
        let plain = white(0.0, 0.0);
        assert!(white(4000.0, 1000.0) < plain && plain < white(400.0, 4000.0));
        assert_eq!(white(0.0, 4000.0), white(4000.0, 0.0));
        for nonsense in [f32::NAN, -5.0, 1e9, f32::INFINITY, 3.0] {
            assert_eq!(white(nonsense, nonsense), plain);
        }
    }

    #[test]
    fn the_space_says_how_yuv_was_made_unless_this_library_made_it() {
        use crate::pixel::YuvMatrix as M;
        for (name, expected) in [
            (None, (M::Bt601, YuvRange::Full)),
            (Some(4), (M::Bt601, YuvRange::Full)),
            (Some(15), (M::Bt601, YuvRange::Limited)),
            (Some(6), (M::Bt709, YuvRange::Full)),
            (Some(16), (M::Bt709, YuvRange::Limited)),
            (Some(10), (M::Bt2020, YuvRange::Full)),
            (Some(19), (M::Bt2020, YuvRange::Limited)),
        ] {
            let map = map(PixelFormat::YcbcrP010, name);
            map.with_view(|view| {
                assert_eq!((view.matrix(), view.range()), expected, "{name:?}");
                Ok(())
            })
            .unwrap();
            map.write().unwrap().range = YuvRange::Limited;
            map.with_view(|view| {
                assert_eq!((view.matrix(), view.range()), (M::Bt601, YuvRange::Limited), "{name:?}");
                Ok(())
            })
            .unwrap();
        }
    }
}
