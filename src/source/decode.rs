//! From an encoded image to a PixelMap: what the options ask for, the decoder, and what is left to be done.

#![forbid(unsafe_code)]

use super::SourceInfo;
use super::bytes::SourceBytes;
use super::claim::check_claim;
use super::container::{Container, SIGNATURE_BYTES};
use super::decoders::{dng, stop_panics};
use super::frame::{Frame, Wish};
use super::options::DecodingOptions;
use crate::content::Pixelmap;
use crate::convert;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView, YuvRange};

/// What the bytes are.
pub fn container(bytes: &SourceBytes) -> Result<Container> {
    match Container::detect(&bytes.beginning(SIGNATURE_BYTES)?)? {
        // What makes a TIFF a DNG is not in its first bytes.
        Container::Tiff if dng::is_dng(bytes)? => Ok(Container::Dng),
        container => Ok(container),
    }
}

/// Reads the header.
pub fn info(bytes: &SourceBytes) -> Result<SourceInfo> {
    stop_panics(|| {
        let container = container(bytes)?;
        let (width, height) = container.decoder().size(bytes)?;
        Ok(SourceInfo { width, height, container })
    })
}

/// Decodes a frame as `options` say, premultiplied if the source has alpha.
pub fn pixelmap(bytes: &SourceBytes, options: &DecodingOptions) -> Result<Pixelmap> {
    if options.index != 0 {
        let message = format!("frame {} cannot be decoded, only the first", options.index);
        return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
    }
    options.check()?;
    let frame = stop_panics(|| {
        let container = container(bytes)?;
        let decoder = container.decoder();
        let size = decoder.size(bytes)?;
        check_claim(container, size, bytes.len())?;
        decoder.decode(bytes, &Wish::whole(size))
    })?;
    finish(frame, options.pixel_format())
}

fn finish(frame: Frame, format: PixelFormat) -> Result<Pixelmap> {
    let Frame { pixels, opaque, .. } = frame;
    let alpha = if opaque { AlphaType::Opaque } else { AlphaType::Premultiplied };
    let layout = *pixels.layout();
    if format == PixelFormat::Rgba8888 && opaque {
        return Ok(Pixelmap::new(pixels, alpha, YuvRange::Full, false));
    }
    let mut converted = PixelBuffer::zeroed(Layout::packed(format, layout.width, layout.height)?)?;
    let view = PixelView::new(layout, AlphaType::Unpremultiplied, pixels.bytes())?;
    convert::convert(&view, &mut converted, format.resolve_alpha(alpha));
    Ok(Pixelmap::new(converted, alpha, YuvRange::Limited, false))
}
