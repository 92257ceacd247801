//! The images of a source beside its main one, decoded.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::bytes::SourceBytes;
use super::claim::check_part_claim;
use super::decode;
use super::decoders::Decoder;
use super::options::DecodingOptions;
use super::parts::PartImage;
use super::player::Playback;
use crate::content::Pixelmap;
use crate::error::{ErrorKind, Result};
use crate::geometry::{self, Area};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};

/// How images beside the main one are decoded.
pub struct Layers<'a> {
    /// The source.
    pub bytes: &'a SourceBytes,
    /// What decodes it.
    pub decoder: &'a dyn Decoder,
    /// The size of the main image in the file.
    pub size: (u32, u32),
    /// The size in which that is decoded.
    pub scaled: (u32, u32),
}

impl Layers<'_> {
    /// One of the images, scaled as the main image is; None if it cannot be decoded.
    pub fn decode(&self, image: PartImage, format: PixelFormat) -> Result<Option<Pixelmap>> {
        let outcome = match image {
            PartImage::Raw(payload) => self.raw(&payload),
            PartImage::Item(item) => {
                let options = |size| self.options(size, format);
                decode::item(self.bytes, self.decoder, item, options).map(Some)
            }
            PartImage::Encoded(bytes) => {
                let bytes = Arc::new(bytes);
                decode::info(&bytes).and_then(|info| {
                    check_part_claim(info.container, (info.width, info.height), bytes.len())?;
                    let options = self.options((info.width, info.height), format);
                    decode::pixelmap(&bytes, &Playback::default(), &options).map(Some)
                })
            }
        };
        match outcome {
            Err(error) if error.kind == ErrorKind::AllocFailed => Err(error),
            outcome => Ok(outcome.unwrap_or_default()),
        }
    }

    /// Options for an image of `size`.
    fn options(&self, size: (u32, u32), format: PixelFormat) -> DecodingOptions {
        let desired_size = self.scaled_size(size);
        DecodingOptions { pixel_format: format as i32, desired_size, ..DecodingOptions::default() }
    }

    /// The size of an image of `size` that is scaled as the main image is. One of more pixels than that is not enlarged:
    /// who asks for some thousand columns means those of the main image.
    fn scaled_size(&self, size: (u32, u32)) -> (u32, u32) {
        let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        let side = |side: u32, from: u32, to: u32| {
            let exact = f64::from(side) * f64::from(to) / f64::from(from);
            exact.round().max(1.0) as u32
        };
        let scaled = (side(size.0, self.size.0, self.scaled.0), side(size.1, self.size.1, self.scaled.1));
        if pixels(scaled) > pixels(size).max(pixels(self.scaled)) { size } else { scaled }
    }

    /// The PixelMap of pixels that a file holds as they are; None if nobody knows what they are.
    fn raw(&self, payload: &[u8]) -> Result<Option<Pixelmap>> {
        let Some((layout, scalable)) = raw_layout(self.size, payload.len() as u128) else { return Ok(None) };
        let mut pixels = PixelBuffer::zeroed(layout)?;
        pixels.bytes_mut()[..payload.len()].copy_from_slice(payload);
        // There is no alpha that data could be multiplied by.
        let alpha = AlphaType::Premultiplied;
        let size = self.scaled_size((layout.width, layout.height));
        if scalable && size != (layout.width, layout.height) {
            pixels = geometry::scale_area(&pixels.view(alpha)?, Area::whole(&layout), size)?;
        }
        Ok(Some(Pixelmap::new(pixels, alpha, YuvRange::Full, false)))
    }
}

/// What `length` bytes of pixels beside a main image of this size are, and whether all of it are pixels.
///
/// Devices write maps of RGBA_F16 with a quarter of its sides, this library any of its format, and others a format that
/// has less than 4 bytes for a pixel: of such a map the bytes come first, and zeros make it as long as its PixelMap.
fn raw_layout(main: (u32, u32), length: u128) -> Option<(Layout, bool)> {
    [4, 2, 1].into_iter().find_map(|part| {
        let (width, height) = (main.0 / part, main.1 / part);
        let pixels = u128::from(width) * u128::from(height);
        let (format, scalable) = match length {
            _ if length == pixels * 8 => (PixelFormat::RgbaF16, true),
            _ if length == pixels * 4 => (PixelFormat::Rgba8888, true),
            _ if part == 4 && (length == pixels * 3 || length == pixels * 3 / 2) => (PixelFormat::RgbaF16, false),
            _ => return None,
        };
        Some((Layout::packed(format, width, height).ok()?, scalable))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A main image of one pixel could make 2 GiB of every small image beside it.
    #[test]
    fn images_are_not_enlarged_beyond_the_main_image() {
        let bytes = SourceBytes::Owned(Vec::new());
        let decoder = crate::source::container::Container::Jpeg.decoder();
        let scaled = |size, scaled, part| Layers { bytes: &bytes, decoder, size, scaled }.scaled_size(part);
        assert_eq!(scaled((1, 1), (2000, 2000), (11, 11)), (11, 11));
        assert_eq!(scaled((1, 1), (2000, 2000), (1, 1)), (2000, 2000));
        assert_eq!(scaled((40, 20), (80, 60), (20, 10)), (40, 30));
        assert_eq!(scaled((40, 20), (80, 60), (41, 20)), (41, 20));
        assert_eq!(scaled((40, 20), (20, 5), (80, 40)), (40, 10));
        assert_eq!(scaled((40, 20), (80, 1), (80, 40)), (160, 2));
    }

    /// A header that claims 64 megapixels in a few hundred bytes, as ten records of a small file could.
    #[test]
    fn an_image_whose_bytes_are_few_for_it_is_left_out() {
        let mut file = std::fs::read("tests/images/ultra_hdr.jpg").unwrap();
        let of_parts = |file: &[u8]| {
            let bytes = SourceBytes::Owned(file.to_vec());
            let decoder = crate::source::container::Container::Jpeg.decoder();
            let layers = Layers { bytes: &bytes, decoder, size: (64, 64), scaled: (64, 64) };
            let image = PartImage::Encoded(SourceBytes::Owned(file.to_vec()));
            layers.decode(image, PixelFormat::Rgba8888).unwrap().is_some()
        };
        assert!(of_parts(&file));
        let frame = file.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
        file[frame + 5..frame + 9].copy_from_slice(&[0x20, 0, 0x20, 0]);
        assert!(!of_parts(&file));
    }

    #[test]
    fn the_length_of_raw_pixels_tells_what_they_are() {
        use PixelFormat::{Rgba8888, RgbaF16};
        let found = |length| {
            let layout = raw_layout((40, 22), length);
            layout.map(|(layout, scalable)| (layout.format, layout.width, layout.height, scalable))
        };
        for (length, expected) in [
            (10 * 5 * 8, Some((RgbaF16, 10, 5, true))),
            (10 * 5 * 4, Some((Rgba8888, 10, 5, true))),
            (10 * 5 * 3, Some((RgbaF16, 10, 5, false))),
            (10 * 5 * 3 / 2, Some((RgbaF16, 10, 5, false))),
            (20 * 11 * 8, Some((RgbaF16, 20, 11, true))),
            (20 * 11 * 4, Some((Rgba8888, 20, 11, true))),
            (40 * 22 * 8, Some((RgbaF16, 40, 22, true))),
            (40 * 22 * 4, Some((Rgba8888, 40, 22, true))),
            (40 * 22 * 3, None),
            (10 * 5 * 8 + 1, None),
            (10 * 5 * 8 - 1, None),
            (0, None),
        ] {
            assert_eq!(found(length), expected, "{length}");
        }
        assert_eq!(raw_layout((3, 3), 0), None);
        assert_eq!(raw_layout((u32::MAX, u32::MAX), u128::from(u32::MAX)), None);
    }
}
