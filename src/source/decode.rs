//! From an encoded image to a PixelMap: what the options ask for, the decoder, and what is left to be done.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::SourceInfo;
use super::bytes::SourceBytes;
use super::claim::{check_claim, check_frames};
use super::colors::Colors;
use super::container::{Container, SIGNATURE_BYTES};
use super::decoders::{Decoder, dng, stop_panics};
use super::frame::Frame;
use super::hdr;
use super::options::DecodingOptions;
use super::plan::Plan;
use super::player::Playback;
use crate::content::Pixelmap;
use crate::convert::{self, alpha};
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::{self, Area, Rotation};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, Region, YuvMatrix, YuvRange};
use crate::threads::Threads;

/// Bytes of RGBA that a thread takes at a time.
const BAND_BYTES: usize = if cfg!(test) { 1 << 12 } else { 1 << 18 };

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
        let decoder = container.decoder();
        let (width, height) = decoder.size(bytes)?;
        Ok(SourceInfo { width, height, container, is_hdr: decoder.is_hdr(bytes)? })
    })
}

/// Decodes a frame as `options` say, premultiplied if the source has alpha.
pub fn pixelmap(bytes: &Arc<SourceBytes>, playback: &Playback, options: &DecodingOptions) -> Result<Pixelmap> {
    stop_panics(|| {
        let container = container(bytes)?;
        let decoder = container.decoder();
        let size = decoder.size(bytes)?;
        check_claim(container, size, bytes.len())?;
        if let Some(animation) = playback.animation(bytes, decoder)? {
            check_frames(container, animation.pixels, bytes.len())?;
        }
        if options.want_hdr()
            && let Some(hdr) = hdr::pixelmap(bytes, playback, decoder, size, options)?
        {
            return Ok(hdr);
        }
        let plan = Plan::new(options, size)?;
        let mut wish = plan.wish(options.index);
        let mut frame = playback.frame(bytes, decoder, &wish)?;
        let colors = Colors::of(frame.color.clone(), plan.space)?;
        if frame.pixels.layout().format.is_yuv() && colors.yuv_matrix() != YuvMatrix::Bt601 {
            // The planes are those of BT.601, which nobody could tell who sees this colour space.
            wish.format = PixelFormat::Rgba8888;
            frame = playback.frame(bytes, decoder, &wish)?;
        }
        rendered(frame, &plan, colors)
    })
}

/// Decodes the image of `item`, with options that follow from its size.
pub fn item(
    bytes: &SourceBytes,
    decoder: &dyn Decoder,
    item: u32,
    options: impl FnOnce((u32, u32)) -> DecodingOptions,
) -> Result<Pixelmap> {
    stop_panics(|| {
        let frame = decoder.decode_item(bytes, item)?;
        let plan = Plan::new(&options((frame.part.width, frame.part.height)), (frame.part.width, frame.part.height))?;
        let colors = Colors::of(frame.color.clone(), plan.space)?;
        rendered(frame, &plan, colors)
    })
}

/// What the plan makes of a frame.
fn rendered(frame: Frame, plan: &Plan, colors: Colors) -> Result<Pixelmap> {
    let opaque = frame.opaque;
    let mut pixels = shaped(frame, plan)?;
    if let Some(transform) = &colors.transform {
        transform.apply(pixels.bytes_mut(), Threads::default())?;
    }
    finish(pixels, opaque, plan.format)?.with_colors(colors.space, colors.profile)
}

/// The pixels as the plan has them, in the format in which the decoder gave them.
pub(super) fn shaped(frame: Frame, plan: &Plan) -> Result<PixelBuffer> {
    let Frame { mut pixels, opaque, part, .. } = frame;
    let alpha = if opaque { AlphaType::Opaque } else { AlphaType::Unpremultiplied };
    let across = Reduction::of((part.x, part.width), pixels.layout().width);
    let down = Reduction::of((part.y, part.height), pixels.layout().height);
    let (x, width) = across.covering((plan.visible.x, plan.visible.width))?;
    let (y, height) = down.covering((plan.visible.y, plan.visible.height))?;
    let visible = Region { x, y, width, height };
    // In pixels of the visible part.
    let area = Area { x: across.place(plan.area.x, x), y: down.place(plan.area.y, y) };
    let untouched = area == Area { x: (0.0, width.into()), y: (0.0, height.into()) } && plan.size == (width, height);
    if !untouched {
        let part = pixels.view(alpha)?.part((x, y), (width, height));
        pixels = geometry::scale_area(&part, area, plan.size)?;
    } else if visible != Region::whole(pixels.layout()) {
        pixels = geometry::crop(&pixels.view(alpha)?, visible)?;
    }
    geometry::rotate(&mut pixels, plan.rotation)?;
    if opaque && matches!(plan.rotation, Rotation::Degrees(_)) {
        // The corners are black then, and not transparent. In RGBA_1010102 alpha has the two highest bits.
        let alpha = if pixels.layout().format == PixelFormat::Rgba1010102 { 0xC0 } else { 0xFF };
        in_bands(&mut pixels, |band| band.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] |= alpha));
    }
    if let Some(size) = plan.last {
        pixels = geometry::scale_area(&pixels.view(alpha)?, Area::whole(pixels.layout()), size)?;
    }
    Ok(pixels)
}

/// How the pixels of a decoder lie on those of the source, in one direction.
struct Reduction {
    start: f64,
    /// Pixels of the source for each that there is.
    step: f64,
    /// How many there are.
    pixels: u32,
}

impl Reduction {
    /// `pixels` that show the source from `start` on, as far as `length`.
    fn of((start, length): (u32, u32), pixels: u32) -> Self {
        // A decoder that reduces by a power of two fills up its last pixel, so a pixel is one of the power's whatever
        // the length; any other reduction is taken as exact.
        let power = [1, 2, 4, 8].into_iter().find(|power| length.div_ceil(*power) == pixels);
        let step = power.map_or(f64::from(length) / f64::from(pixels), f64::from);
        Self { start: start.into(), step, pixels }
    }

    /// Where a stretch of the source lies, counted from pixel `origin`.
    fn place(&self, (start, length): (f64, f64), origin: u32) -> (f64, f64) {
        // A whole number of pixels must not miss being one by a rounding.
        let snap = |place: f64| if (place - place.round()).abs() < 1e-6 { place.round() } else { place };
        (snap((start - self.start) / self.step) - f64::from(origin), snap(length / self.step))
    }

    /// The pixels that a stretch of the source lies on.
    fn covering(&self, (start, length): (u32, u32)) -> Result<(u32, u32)> {
        let (start, length) = self.place((start.into(), length.into()), 0);
        let (first, end) = (start.floor(), (start + length).ceil().min(f64::from(self.pixels)));
        if first < 0.0 || end <= first {
            return Err(ImageError::new(ErrorKind::Internal, "a decoder gave another part than it was asked for"));
        }
        Ok((first as u32, (end - first) as u32))
    }
}

/// A PixelMap of `format`.
pub(super) fn finish(mut pixels: PixelBuffer, opaque: bool, format: PixelFormat) -> Result<Pixelmap> {
    let alpha = if opaque { AlphaType::Opaque } else { AlphaType::Premultiplied };
    let layout = *pixels.layout();
    if format == layout.format {
        if !opaque {
            in_bands(&mut pixels, |band| alpha::premultiply_row(format, band));
        }
        return Ok(Pixelmap::new(pixels, alpha, YuvRange::Full, false));
    }
    let mut converted = PixelBuffer::zeroed(Layout::packed(format, layout.width, layout.height)?)?;
    convert::convert(&pixels.view(AlphaType::Unpremultiplied)?, &mut converted, format.resolve_alpha(alpha));
    Ok(Pixelmap::new(converted, alpha, YuvRange::Limited, false))
}

/// Lets `change` do something with all pixels of an image of four bytes each, on several threads where it is large.
fn in_bands(pixels: &mut PixelBuffer, change: impl Fn(&mut [u8]) + Sync) {
    let bytes = pixels.bytes_mut();
    let count = bytes.len().div_ceil(BAND_BYTES);
    Threads::default().each(count, bytes.chunks_mut(BAND_BYTES), || (), |(), band| change(band));
}

#[cfg(test)]
mod tests;
