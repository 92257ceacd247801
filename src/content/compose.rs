//! The HDR image of a picture, and the picture of an HDR image.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::hdr::{ColoredView, HdrMetadata, HdrRole};
use super::{AllocatorMode, AuxiliaryPicture, Picture, Pixelmap};
use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::hdr::compose::{self, Parts, compose};
use crate::hdr::split::{Split, split_to};
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::pixel::{AlphaType, PixelBuffer, PixelFormat, YuvRange};
use crate::threads::Threads;

/// Lets `look` see two PixelMaps, which may be one and the same.
///
/// Locks are taken in the order of ids: two threads with the same PixelMaps, and writers between them, cannot wait for
/// each other.
pub fn with_both<T>(
    first: &Pixelmap,
    second: &Pixelmap,
    look: impl FnOnce(ColoredView<'_>, ColoredView<'_>) -> Result<T>,
) -> Result<T> {
    if first.id() == second.id() {
        let state = first.read()?;
        return look(state.colored_view()?, state.colored_view()?);
    }
    let (one, two);
    if first.id() < second.id() {
        one = first.read()?;
        two = second.read()?;
    } else {
        two = second.read()?;
        one = first.read()?;
    }
    look(one.colored_view()?, two.colored_view()?)
}

impl Picture {
    /// The HDR image of main image and gain map, in `format`, or in that which is nearest to the main image. An error of
    /// kind Unsupported if there is none.
    pub fn compose(&self, format: Option<PixelFormat>, threads: Threads) -> Result<Pixelmap> {
        let gain_map = self.auxiliary(AuxiliaryKind::GainMap);
        let gain_map = gain_map.ok_or_else(|| unsupported("the picture has no gain map"))?;
        with_both(self.main(), gain_map.pixels(), |main, gain_map| {
            let nearest = || nearest(main.view.layout().format);
            let format =
                format.or_else(nearest).ok_or_else(|| unsupported("no HDR format is that of the main image"))?;
            let parts = Parts {
                base: main.view,
                space: main.space,
                gain_map: gain_map.view,
                how: gain_map.hdr.gain_map.unwrap_or_default(),
            };
            let pixels = compose(&parts, format, threads)?;
            let hdr = HdrMetadata { role: HdrRole::Alternate, mastering: main.hdr.mastering, ..HdrMetadata::default() };
            Pixelmap::new(pixels, main.view.alpha(), YuvRange::Full, true)
                .with_colors(ColorSpace::from_name(compose::SPACE), None)?
                .with_hdr(hdr)
        })
    }
}

/// The HDR format that is nearest to that of a main image.
fn nearest(format: PixelFormat) -> Option<PixelFormat> {
    match format {
        PixelFormat::Rgba8888 => Some(PixelFormat::Rgba1010102),
        PixelFormat::Nv12 => Some(PixelFormat::YcbcrP010),
        PixelFormat::Nv21 => Some(PixelFormat::YcrcbP010),
        _ => is_ten_bit(format).then_some(format),
    }
}

fn is_ten_bit(format: PixelFormat) -> bool {
    format == PixelFormat::Rgba1010102 || format.is_p010()
}

impl Pixelmap {
    /// The picture of an HDR image: SDR in Display P3, and a gain map that leads back, both in `format`. The gain map is as
    /// large as the image, or has half of its sides, but at least one pixel.
    pub fn decompose(&self, format: PixelFormat, full_size: bool, threads: Threads) -> Result<Picture> {
        let (split, alpha, metadata) = self.with_colored_view(|image| {
            let layout = image.view.layout();
            let is_deep = is_ten_bit(layout.format) || layout.format == PixelFormat::RgbaF16;
            let space = image.space.filter(|space| space.is_hdr() && is_deep);
            let space = space.ok_or_else(|| unsupported("the PixelMap is not HDR"))?;
            let side = |side: u32| if full_size { side } else { (side / 2).max(1) };
            let parts = (format, (side(layout.width), side(layout.height)));
            let split = split_to(&image.view, &space, image.peak(), parts, threads)?;
            Ok((split, image.view.alpha(), image.hdr.clone()))
        })?;
        let Split { base, space, gain_map, how } = split;
        let part = |pixels: PixelBuffer, alpha, hdr| {
            let map = Pixelmap::new(pixels, alpha, YuvRange::Limited, true).placed(Some(AllocatorMode::Dma))?;
            Ok(Arc::new(map.with_colors(Some(space), None)?.with_hdr(hdr)?))
        };
        let main = part(base, alpha, HdrMetadata { role: HdrRole::Base, gain_map: None, ..metadata })?;
        let role = HdrRole::GainMap;
        let gain_map =
            part(gain_map, AlphaType::Opaque, HdrMetadata { role, gain_map: Some(how), ..Default::default() })?;
        let picture = Picture::new(main)?;
        let kind = AuxiliaryKind::GainMap;
        picture.set_auxiliary(kind, Arc::new(AuxiliaryPicture::new(kind, gain_map)));
        Ok(picture)
    }
}

fn unsupported(message: &'static str) -> ImageError {
    ImageError::new(ErrorKind::Unsupported, message)
}
