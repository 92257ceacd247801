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
    /// The HDR image of main image and gain map, in `format`, or in that which is nearest to the main image. An error
    /// of kind Unsupported if there is none.
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
        _ => format.is_ten_bit().then_some(format),
    }
}

impl Pixelmap {
    /// The picture of an HDR image: SDR in Display P3, and a gain map that leads back, both in `format`. The gain map
    /// is as large as the image, or has half of its sides, but at least one pixel.
    pub fn decompose(&self, format: PixelFormat, full_size: bool, threads: Threads) -> Result<Picture> {
        let (split, alpha, metadata) = self.with_colored_view(|image| {
            let layout = image.view.layout();
            let is_deep = layout.format.is_ten_bit() || layout.format == PixelFormat::RgbaF16;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::hdr::GainMapMetadata;
    use crate::pixel::Layout;

    fn map(format: PixelFormat, byte: u8, editable: bool) -> Arc<Pixelmap> {
        let mut pixels = PixelBuffer::zeroed(Layout::packed(format, 4, 4).unwrap()).unwrap();
        pixels.bytes_mut().fill(byte);
        Arc::new(Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Full, editable))
    }

    fn picture(main: &Arc<Pixelmap>, gain_map: Option<&Arc<Pixelmap>>) -> Picture {
        let picture = Picture::new(Arc::clone(main)).unwrap();
        let kind = AuxiliaryKind::GainMap;
        gain_map.into_iter().for_each(|map| {
            picture.set_auxiliary(kind, Arc::new(AuxiliaryPicture::new(kind, Arc::clone(map))));
        });
        picture
    }

    fn compose(picture: &Picture, format: Option<PixelFormat>) -> Result<PixelFormat> {
        picture.compose(format, Threads::default()).map(|map| map.layout().unwrap().format)
    }

    #[test]
    fn formats_have_a_nearest_one_or_none() {
        use PixelFormat as F;
        let gain_map = map(F::Rgba8888, 99, true);
        for (main, nearest) in [
            (F::Rgba8888, Some(F::Rgba1010102)),
            (F::Nv12, Some(F::YcbcrP010)),
            (F::Nv21, Some(F::YcrcbP010)),
            (F::Rgba1010102, Some(F::Rgba1010102)),
            (F::YcbcrP010, Some(F::YcbcrP010)),
            (F::YcrcbP010, Some(F::YcrcbP010)),
            (F::Bgra8888, None),
            (F::Rgb565, None),
            (F::RgbaF16, None),
        ] {
            let picture = picture(&map(main, 99, true), Some(&gain_map));
            let found = compose(&picture, None).map_err(|error| error.kind);
            assert_eq!(found, nearest.ok_or(ErrorKind::Unsupported), "{main:?}");
            for format in [F::Rgba1010102, F::YcbcrP010, F::YcrcbP010] {
                assert_eq!(compose(&picture, Some(format)), Ok(format), "{main:?}");
            }
        }
        let without = picture(&map(F::Rgba8888, 99, true), None);
        assert_eq!(compose(&without, None).unwrap_err().kind, ErrorKind::Unsupported);
        let alpha = picture(&map(F::AlphaU8, 99, true), Some(&gain_map));
        assert_eq!(compose(&alpha, Some(F::Rgba1010102)).unwrap_err().kind, ErrorKind::Unsupported);
    }

    /// A picture whose main image is its own gain map, while somebody waits to write to it: taking the lock twice would
    /// never end.
    #[test]
    fn one_pixelmap_may_be_both_parts() {
        let both = map(PixelFormat::Rgba8888, 99, true);
        let picture = picture(&both, Some(&both));
        std::thread::scope(|scope| {
            let write = || (0..200).for_each(|_| both.write_pixels(&[98; 64]).unwrap());
            scope.spawn(write);
            (0..50).for_each(|_| assert!(compose(&picture, None).is_ok()));
        });
    }

    #[test]
    fn metadata_of_the_gain_map_count_and_those_of_the_main_image_stay() {
        let code = |gain_map: &Arc<Pixelmap>, main: &Arc<Pixelmap>| {
            let composed = picture(main, Some(gain_map)).compose(None, Threads::default()).unwrap();
            let state = composed.read().unwrap();
            assert!(state.is_hdr() && state.hdr.role == HdrRole::Alternate && state.hdr.gain_map.is_none());
            let first = u32::from_le_bytes(state.pixels.bytes()[..4].try_into().unwrap()) & 1023;
            (first, state.hdr.mastering)
        };
        let (main, gain_map) = (map(PixelFormat::Rgba8888, 128, true), map(PixelFormat::Rgba8888, 255, true));
        let (plain, none) = code(&gain_map, &main);
        gain_map.write().unwrap().hdr.gain_map = Some(GainMapMetadata { max: [0.0; 3], ..GainMapMetadata::default() });
        let mastering = crate::metadata::hdr::MasteringMetadata {
            primaries: [[0.3; 2]; 3],
            white: [0.3; 2],
            max_luminance: 600.0,
            min_luminance: 0.1,
            max_content_light_level: 0.0,
            max_frame_average_light_level: 0.0,
        };
        main.write().unwrap().hdr.mastering = Some(mastering);
        let (less, some) = code(&gain_map, &main);
        assert!(less < plain && none.is_none() && some == Some(mastering), "{less} {plain}");
    }

    #[test]
    fn a_decomposed_picture_says_what_its_parts_are() {
        let hdr = map(PixelFormat::RgbaF16, 0x38, true); // 0.53 and a little, the sample of 130 cd/m2 in PQ
        assert_eq!(
            hdr.decompose(PixelFormat::Nv12, false, Threads::default()).unwrap_err().kind,
            ErrorKind::Unsupported
        );
        hdr.set_color_space(ColorSpace::from_name(10).unwrap()).unwrap();
        for (format, full_size) in [(PixelFormat::Rgba8888, false), (PixelFormat::Nv21, true)] {
            let picture = hdr.decompose(format, full_size, Threads::default()).unwrap();
            let gain_map = picture.auxiliary(AuxiliaryKind::GainMap).unwrap();
            with_both(picture.main(), gain_map.pixels(), |main, gain_map| {
                assert_eq!((main.hdr.role, gain_map.hdr.role), (HdrRole::Base, HdrRole::GainMap));
                assert!(main.hdr.gain_map.is_none() && gain_map.hdr.gain_map.is_some());
                let side = if full_size { 4 } else { 2 };
                assert_eq!((gain_map.view.layout().width, main.view.layout().width), (side, 4));
                assert!([main.view, gain_map.view].iter().all(|view| view.layout().format == format));
                Ok(())
            })
            .unwrap();
            assert!(compose(&picture, None).is_ok());
        }
    }
}
