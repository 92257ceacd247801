//! Scaling an image, by the nearest pixel or with a filter.

#![forbid(unsafe_code)]

use super::copy::crop;
use super::flip::flip;
use super::nearest;
use super::resample::{Area, resample};
use super::shape::Scaling;
use crate::error::Result;
use crate::pixel::{Layout, PixelBuffer, PixelView, Region};

/// How new pixels are made of old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The nearest one.
    Nearest,
    /// Linear between the four nearest ones.
    Bilinear,
    /// Linear between pixels, and between copies of the image that are reduced by powers of two.
    Trilinear,
    /// The cubic filter of Mitchell and Netravali, B = C = 1/3. When reducing it is as much wider as the pixels are, so
    /// that all old pixels count; when enlarging it covers sixteen.
    Mitchell,
}

impl Filter {
    /// The filter of the original's anti-aliasing level; a number that is none means no filter.
    pub fn from_level(level: i32) -> Self {
        match level {
            1 => Self::Bilinear,
            2 => Self::Trilinear,
            3 => Self::Mitchell,
            _ => Self::Nearest,
        }
    }
}

/// `area` of `source`, which lies inside, in the size `(width, height)`, by [`Filter::Mitchell`]. What lies around the
/// area counts where the filter reaches it.
pub fn scale_area(source: &PixelView<'_>, area: Area, (width, height): (u32, u32)) -> Result<PixelBuffer> {
    let mut target = PixelBuffer::zeroed(Layout::packed(source.layout().format, width, height)?)?;
    resample(source, area, Filter::Mitchell, &mut target)?;
    Ok(target)
}

/// `source` in another size, mirrored after that. Without a new size it is an exact copy, whatever the filter.
pub fn scale(source: &PixelView<'_>, scaling: Scaling, filter: Filter) -> Result<PixelBuffer> {
    if filter == Filter::Nearest {
        return nearest::scale(source, scaling);
    }
    let mut target = if scaling.keeps_size(source.layout()) {
        crop(source, Region::whole(source.layout()))?
    } else {
        let layout = Layout::packed(source.layout().format, scaling.width, scaling.height)?;
        let mut target = PixelBuffer::zeroed(layout)?;
        resample(source, Area::whole(source.layout()), filter, &mut target)?;
        target
    };
    flip(&mut target, scaling.mirror_x, scaling.mirror_y);
    Ok(target)
}
