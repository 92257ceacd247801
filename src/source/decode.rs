//! From an encoded image to a PixelMap: what the options ask for, the decoder, and what is left to be done.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::SourceInfo;
use super::bytes::SourceBytes;
use super::container::{Container, SIGNATURE_BYTES};
use super::decoders::stop_panics;
use super::frame::{Frame, Wish};
use super::options::DecodingOptions;
use super::player::Playback;
use crate::content::Pixelmap;
use crate::convert;
use crate::error::Result;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView, YuvRange};

/// What the bytes are.
pub fn container(bytes: &SourceBytes) -> Result<Container> {
    Container::detect(&bytes.beginning(SIGNATURE_BYTES)?)
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
pub fn pixelmap(bytes: &Arc<SourceBytes>, playback: &Playback, options: &DecodingOptions) -> Result<Pixelmap> {
    options.check()?;
    let decoder = container(bytes)?.decoder();
    let size = stop_panics(|| decoder.size(bytes))?;
    let frame = playback.frame(bytes, decoder, &Wish { index: options.index, ..Wish::whole(size) })?;
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
