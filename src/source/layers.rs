//! The images of a source beside its main one, decoded.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::bytes::SourceBytes;
use super::decode;
use super::decoders::Decoder;
use super::options::DecodingOptions;
use super::parts::PartImage;
use super::player::Playback;
use crate::content::Pixelmap;
use crate::error::{ErrorKind, Result};
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
            PartImage::Raw(payload) => raw(self.size, &payload),
            PartImage::Item(item) => {
                let options = |size| self.options(size, format);
                decode::item(self.bytes, self.decoder, item, options).map(Some)
            }
            PartImage::Encoded(bytes) => {
                let bytes = Arc::new(bytes);
                decode::info(&bytes).and_then(|info| {
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
        let scaled = |side: u32, (from, to): (u32, u32)| {
            let exact = f64::from(side) * f64::from(to) / f64::from(from);
            exact.round().max(1.0) as u32
        };
        let desired_size = if self.scaled == self.size {
            (0, 0)
        } else {
            (scaled(size.0, (self.size.0, self.scaled.0)), scaled(size.1, (self.size.1, self.scaled.1)))
        };
        DecodingOptions { pixel_format: format as i32, desired_size, ..DecodingOptions::default() }
    }
}

/// The PixelMap of pixels that a file holds as they are: what they are follows from their number and the size of the main
/// image.
///
/// Devices write maps of RGBA_F16 with a quarter of its sides, this library any of its format, and others a format that
/// has less than 4 bytes for a pixel: of such a map the bytes come first, and zeros make it as long as its PixelMap.
fn raw(main: (u32, u32), payload: &[u8]) -> Result<Option<Pixelmap>> {
    let length = payload.len() as u64;
    let layout = [4, 2, 1].into_iter().find_map(|part| {
        let (width, height) = (main.0 / part, main.1 / part);
        let pixels = u64::from(width) * u64::from(height);
        let format = match length {
            _ if length == pixels * 8 => PixelFormat::RgbaF16,
            _ if length == pixels * 4 => PixelFormat::Rgba8888,
            _ if part == 4 && (length == pixels * 3 || length == pixels * 3 / 2) => PixelFormat::RgbaF16,
            _ => return None,
        };
        Layout::packed(format, width, height).ok()
    });
    let Some(layout) = layout else { return Ok(None) };
    let mut pixels = PixelBuffer::zeroed(layout)?;
    pixels.bytes_mut()[..payload.len()].copy_from_slice(payload);
    // Colours of data have no alpha that they could be multiplied by.
    Ok(Some(Pixelmap::new(pixels, AlphaType::Premultiplied, YuvRange::Full, false)))
}
