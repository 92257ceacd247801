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
    /// The same with other pixels, and unlocked.
    fn with_pixels(&self, pixels: PixelBuffer) -> Self {
        let Self { pixels: _, alpha, range, ref color_space, ref hdr, editable, locked: _, dma } = *self;
        Self { pixels, alpha, range, color_space: color_space.clone(), hdr: hdr.clone(), editable, locked: false, dma }
    }
}
