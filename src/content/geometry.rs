//! Scaling, turning, mirroring, moving and cutting PixelMaps, in place and into new ones.
//!
//! An editor judges its arguments first, then whether anything is to be done, then the lock; the order decides which
//! error a program sees. Format, alpha type, colour space, editable flag and id outlast every edit.

#![forbid(unsafe_code)]

use super::hdr::HdrMetadata;
use super::pixelmap::{Pixelmap, State};
use crate::error::Result;
use crate::geometry::{self, Filter, Rotation, Scaling, Translation};
use crate::pixel::{PixelBuffer, Region};

/// Angles below this, in degrees, do nothing.
const SMALLEST_ANGLE: f32 = 1e-6;

/// The ratios of new to old width and height; a negative one mirrors its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Of the width.
    pub x: f32,
    /// Of the height.
    pub y: f32,
}

impl Ratio {
    fn of(self, pixels: &PixelBuffer) -> Result<Scaling> {
        let layout = pixels.layout();
        Scaling::by_ratio(layout.width, layout.height, self.x, self.y)
    }
}

/// Editors. None asks whether the PixelMap is editable.
impl Pixelmap {
    /// Scales in place. A ratio that keeps the size does nothing, on a locked PixelMap too.
    pub fn scale(&self, ratio: Ratio, filter: Filter) -> Result<()> {
        let mut state = self.write()?;
        let scaling = ratio.of(&state.pixels)?;
        if scaling.keeps(state.pixels.layout()) {
            return Ok(());
        }
        state.check_unlocked()?;
        state.pixels = geometry::scale(&state.view()?, scaling, filter)?;
        Ok(())
    }

    /// Moves the picture by `(x, y)` pixels and makes the canvas larger by as many.
    pub fn translate(&self, x: f32, y: f32) -> Result<()> {
        let mut state = self.write()?;
        let translation = Translation::by(state.pixels.layout(), x, y)?;
        state.check_unlocked()?;
        if !translation.keeps(state.pixels.layout()) {
            state.pixels = geometry::translate(&state.view()?, translation)?;
        }
        Ok(())
    }

    /// Turns clockwise about the centre; the canvas grows to hold the picture. An angle of 0 does nothing, on a locked
    /// PixelMap too.
    pub fn rotate(&self, degrees: f32) -> Result<()> {
        if degrees.abs() < SMALLEST_ANGLE {
            return Ok(());
        }
        let mut state = self.write()?;
        let rotation = Rotation::by(state.pixels.layout().format, degrees)?;
        state.check_unlocked()?;
        geometry::rotate(&mut state.pixels, rotation)
    }

    /// Mirrors. Neither way does nothing, on a locked PixelMap too.
    pub fn flip(&self, horizontally: bool, vertically: bool) -> Result<()> {
        if !horizontally && !vertically {
            return Ok(());
        }
        let mut state = self.write()?;
        state.check_unlocked()?;
        geometry::flip(&mut state.pixels, horizontally, vertically);
        Ok(())
    }

    /// Keeps the part in `region` alone.
    pub fn crop(&self, region: Region) -> Result<()> {
        let mut state = self.write()?;
        state.check_unlocked()?;
        region.check_inside(state.pixels.layout())?;
        if region != Region::whole(state.pixels.layout()) {
            state.pixels = geometry::crop(&state.view()?, region)?;
        }
        Ok(())
    }
}

/// New PixelMaps from others, which may be locked. The new ones are not.
impl Pixelmap {
    /// A copy of everything but the lock and the id.
    pub fn duplicate(&self) -> Result<Self> {
        let state = self.read()?;
        let mut pixels = PixelBuffer::zeroed(*state.pixels.layout())?;
        pixels.bytes_mut().copy_from_slice(state.pixels.bytes());
        Ok(Self::with_state(state.with_pixels(pixels)))
    }

    /// A scaled copy, not editable and without HDR metadata.
    pub fn scaled(&self, ratio: Ratio, filter: Filter) -> Result<Self> {
        let state = self.read()?;
        let pixels = geometry::scale(&state.view()?, ratio.of(&state.pixels)?, filter)?;
        let copy = State { editable: false, hdr: HdrMetadata::default(), ..state.with_pixels(pixels) };
        Ok(Self::with_state(copy))
    }

    /// A copy of the part in `region`, scaled after that.
    pub fn cropped_and_scaled(&self, region: Region, ratio: Ratio, filter: Filter) -> Result<Self> {
        let state = self.read()?;
        let (view, format) = (state.view()?, state.pixels.layout().format);
        region.check_inside(view.layout())?;
        let scaling = Scaling::by_ratio(region.width, region.height, ratio.x, ratio.y)?;
        let pixels = if format.is_yuv() && (region.x % 2 == 1 || region.y % 2 == 1) {
            // Luma and chroma of such a part do not begin at the same place, which no view can say.
            let part = geometry::crop(&view, region)?;
            geometry::scale(&part.view(state.alpha)?, scaling, filter)?
        } else {
            let part = view.part((region.x, region.y), (region.width, region.height));
            geometry::scale(&part, scaling, filter)?
        };
        Ok(Self::with_state(state.with_pixels(pixels)))
    }
}

impl State {
    /// The same with other pixels, without EXIF, and unlocked.
    fn with_pixels(&self, pixels: PixelBuffer) -> Self {
        let Self { pixels: _, alpha, range, color_space, ref profile, exif: _, ref hdr, editable, locked: _, dma } =
            *self;
        let (profile, hdr) = (profile.clone(), hdr.clone());
        Self { pixels, alpha, range, color_space, profile, exif: None, hdr, editable, locked: false, dma }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ColorSpace;
    use crate::content::hdr::HdrRole;
    use crate::error::ErrorKind;
    use crate::pixel::{AlphaType, Layout, PixelFormat, YuvRange};

    const TWICE: Ratio = Ratio { x: 2.0, y: 2.0 };
    const WHOLE: Region = Region { x: 0, y: 0, width: 3, height: 2 };

    /// A PixelMap in which everything differs from the defaults.
    fn pixelmap() -> Pixelmap {
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Nv12, 3, 2).unwrap()).unwrap();
        let pixelmap = Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Limited, true);
        {
            let mut state = pixelmap.write().unwrap();
            state.color_space = ColorSpace::from_name(7);
            state.hdr.role = HdrRole::Base;
            state.dma = true;
            state.locked = true;
        }
        pixelmap
    }

    /// Range, whether there is a colour space, role, editable, locked, dma.
    fn marks(pixelmap: &Pixelmap) -> (YuvRange, bool, HdrRole, bool, bool, bool) {
        let state = pixelmap.read().unwrap();
        (state.range, state.color_space.is_some(), state.hdr.role, state.editable, state.locked, state.dma)
    }

    #[test]
    fn new_pixelmaps_keep_what_they_should() {
        let source = pixelmap();
        assert_eq!(marks(&source), (YuvRange::Limited, true, HdrRole::Base, true, true, true));
        let kept = (YuvRange::Limited, true, HdrRole::Base, true, false, true);
        assert_eq!(marks(&source.duplicate().unwrap()), kept);
        assert_eq!(marks(&source.cropped_and_scaled(WHOLE, TWICE, Filter::Mitchell).unwrap()), kept);
        let scaled = source.scaled(TWICE, Filter::Bilinear).unwrap();
        assert_eq!(marks(&scaled), (YuvRange::Limited, true, HdrRole::None, false, false, true));
    }

    #[test]
    fn editors_keep_everything_but_the_pixels() {
        let pixelmap = pixelmap();
        assert_eq!(pixelmap.scale(TWICE, Filter::Trilinear).unwrap_err().kind, ErrorKind::Locked);
        pixelmap.write().unwrap().locked = false;
        let (before, id) = (marks(&pixelmap), pixelmap.id());
        pixelmap.scale(TWICE, Filter::Trilinear).unwrap();
        pixelmap.rotate(90.0).unwrap();
        pixelmap.translate(1.0, 2.0).unwrap();
        pixelmap.flip(true, false).unwrap();
        pixelmap.crop(WHOLE).unwrap();
        assert_eq!((marks(&pixelmap), pixelmap.id()), (before, id));
        assert_eq!((pixelmap.info().unwrap().width, pixelmap.info().unwrap().height), (3, 2));
    }
}
