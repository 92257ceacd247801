//! HDR images of sources that hold a base image and a gain map.
//!
//! What the plan asks for is done as for any image: the base image is decoded as far as it is needed, and perhaps
//! reduced. That is composed with its part of the gain map, and then cut, scaled and turned.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::bytes::SourceBytes;
use super::claim::check_part_claim;
use super::colors::Colors;
use super::decode::{container, finish, shaped};
use super::decoders::Decoder;
use super::frame::{Frame, SourceColor, Wish};
use super::options::{DecodingOptions, DynamicRange};
use super::parts::{GainMapPart, PartImage};
use super::plan::Plan;
use super::player::Playback;
use crate::color::{ColorSpace, names};
use crate::content::Pixelmap;
use crate::content::hdr::{HdrMetadata, HdrRole};
use crate::convert::{deep, p010};
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::Area;
use crate::hdr::compose::{self, compose_part};
use crate::log;
use crate::pixel::bands;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};
use crate::threads::Threads;

/// Rows that a thread makes planes of at once; even, since chroma is made of two.
const BAND: u32 = 16;

/// Columns of these that are converted at once; even too.
const COLUMNS: u32 = 256;

impl DecodingOptions {
    /// Whether an HDR image is wanted where there is one.
    pub(super) fn want_hdr(&self) -> bool {
        matches!(self.dynamic_range, DynamicRange::AUTO | DynamicRange::HDR)
    }

    /// Whether an image of the colour space `name` will do. An HDR image is of one space; who wants another one wants
    /// the base image in that.
    fn take_space(&self, name: i32) -> bool {
        [0, name].contains(&self.color_space)
    }
}

/// The HDR image that a source of `size` holds, as `options` say; None if it holds none that can be composed.
pub fn pixelmap(
    bytes: &Arc<SourceBytes>,
    playback: &Playback,
    decoder: &dyn Decoder,
    size: (u32, u32),
    options: &DecodingOptions,
) -> Result<Option<Pixelmap>> {
    let Some(part) = decoder.gain_map(bytes)? else { return single(bytes, decoder, size, options) };
    if !options.take_space(compose::SPACE) {
        return Ok(None);
    }
    let plan = Plan::new(&DecodingOptions { color_space: 0, ..options.clone() }, size)?;
    let compose = || {
        let wish = Wish { format: PixelFormat::Rgba8888, ..plan.wish(options.index) };
        let base = playback.frame(bytes, decoder, &wish)?;
        composed(base, size, bytes, decoder, &part)
    };
    let frame = match compose() {
        Ok(frame) => frame,
        Err(error) if error.kind == ErrorKind::AllocFailed => return Err(error),
        Err(error) => {
            log::line(&format!("the base image is given for the HDR image: {}", error.message));
            return Ok(None);
        }
    };
    let map = of_ten_bits(frame, &plan)?;
    let hdr = HdrMetadata {
        role: HdrRole::Alternate,
        mastering: part.mastering,
        dynamic: part.dynamic.map(Arc::new),
        gain_map: None,
    };
    Ok(Some(map.with_colors(ColorSpace::from_name(compose::SPACE), None)?.with_hdr(hdr)?))
}

/// What the plan makes of a frame of RGBA_1010102: the same, or planes where those were asked for.
fn of_ten_bits(frame: Frame, plan: &Plan) -> Result<Pixelmap> {
    let target = match plan.format {
        PixelFormat::Nv12 => PixelFormat::YcbcrP010,
        PixelFormat::Nv21 => PixelFormat::YcrcbP010,
        _ => PixelFormat::Rgba1010102,
    };
    let opaque = frame.opaque;
    let pixels = shaped(frame, plan)?;
    if target.is_yuv() {
        return Ok(Pixelmap::new(planes(&pixels, target)?, AlphaType::Opaque, YuvRange::Full, false));
    }
    finish(pixels, opaque, target)
}

/// A single image that is HDR, in its own colour space.
fn single(
    bytes: &SourceBytes,
    decoder: &dyn Decoder,
    size: (u32, u32),
    options: &DecodingOptions,
) -> Result<Option<Pixelmap>> {
    let Some(frame) = decoder.hdr(bytes)? else { return Ok(None) };
    let SourceColor::Space(space) = frame.color else { return Ok(None) };
    if !options.take_space(space.name) {
        return Ok(None);
    }
    let plan = Plan::new(&DecodingOptions { color_space: 0, ..options.clone() }, size)?;
    Ok(Some(of_ten_bits(frame, &plan)?.with_colors(Some(space), None)?))
}

/// The frame with its gains applied, in RGBA_1010102.
fn composed(
    mut base: Frame,
    size: (u32, u32),
    bytes: &SourceBytes,
    decoder: &dyn Decoder,
    part: &GainMapPart,
) -> Result<Frame> {
    let space = named(&mut base)?;
    let layout = *base.pixels.layout();
    // Of the gain map no more is needed than of the base image.
    let needed = |whole: u32, pixels: u32, part: u32| {
        let exact = f64::from(whole) * f64::from(pixels) / f64::from(part);
        (exact.ceil() as u32).clamp(1, whole)
    };
    let (map, (width, height)) = gain_map(bytes, decoder, part, |(width, height)| {
        (needed(width, layout.width, base.part.width), needed(height, layout.height, base.part.height))
    })?;
    let gains = map.pixels.layout();
    // From pixels of the whole base image to those of the gain map as it was decoded.
    let along = |(start, length): (u32, u32), whole: u32, side: u32, (part, pixels): (u32, u32)| {
        let step = f64::from(side) / f64::from(whole) * f64::from(pixels) / f64::from(part);
        (f64::from(start) * step, f64::from(length) * step)
    };
    let area = Area {
        x: along((base.part.x, base.part.width), size.0, width, (map.part.width, gains.width)),
        y: along((base.part.y, base.part.height), size.1, height, (map.part.height, gains.height)),
    };
    let alpha = if base.opaque { AlphaType::Opaque } else { AlphaType::Unpremultiplied };
    let parts = compose::Parts {
        base: base.pixels.view(alpha)?,
        space,
        gain_map: map.pixels.view(AlphaType::Opaque)?,
        how: part.how,
    };
    let pixels = compose_part(&parts, area, PixelFormat::Rgba1010102, Threads::default())?;
    Ok(Frame { pixels, color: SourceColor::Unsaid, ..base })
}

/// The colour space of a base image, to one of which its colours are converted where only a profile describes them.
fn named(base: &mut Frame) -> Result<Option<ColorSpace>> {
    let colors = Colors::of(base.color.clone(), None)?;
    if colors.space.is_some() || colors.profile.is_none() {
        return Ok(colors.space);
    }
    let colors = Colors::of(base.color.clone(), ColorSpace::from_name(names::DISPLAY_P3))?;
    if let Some(transform) = &colors.transform {
        transform.apply(base.pixels.bytes_mut(), Threads::default())?;
    }
    Ok(colors.space)
}

/// The whole gain map, and its size; at least of the size that `needed` finds enough of it.
fn gain_map(
    bytes: &SourceBytes,
    decoder: &dyn Decoder,
    part: &GainMapPart,
    needed: impl FnOnce((u32, u32)) -> (u32, u32),
) -> Result<(Frame, (u32, u32))> {
    match &part.image {
        PartImage::Encoded(image) => {
            let container = container(image)?;
            let decoder = container.decoder();
            let size = decoder.size(image)?;
            check_part_claim(container, size, image.len())?;
            Ok((decoder.decode(image, &Wish { size: needed(size), ..Wish::whole(size) })?, size))
        }
        PartImage::Item(item) => {
            let frame = decoder.decode_item(bytes, *item)?;
            let size = (frame.part.width, frame.part.height);
            Ok((frame, size))
        }
        PartImage::Raw(_) => Err(ImageError::new(ErrorKind::SourceDecodeFailed, "the gain map is no image")),
    }
}

/// Pixels of RGBA_1010102 as planes of P010.
fn planes(pixels: &PixelBuffer, format: PixelFormat) -> Result<PixelBuffer> {
    let view = pixels.view(AlphaType::Opaque)?;
    let Layout { width, height, .. } = *view.layout();
    let mut planes = PixelBuffer::zeroed(Layout::packed(format, width, height)?)?;
    let bands = bands::bands(&mut planes, BAND);
    let rows = || [[0.0; 4 * COLUMNS as usize]; 2];
    Threads::default().each(height.div_ceil(BAND) as usize, bands, rows, |rows, mut band| {
        for (y, x) in band.rows().step_by(2).flat_map(|y| (0..width).step_by(COLUMNS as usize).map(move |x| (y, x))) {
            let part = view.part((x, 0), (COLUMNS, height));
            let columns = part.layout().width;
            let [upper, lower] = rows.each_mut().map(|row| &mut row[..4 * columns as usize]);
            let next = (y + 1).min(height - 1);
            deep::load(&part, y, upper);
            deep::load(&part, next, lower);
            p010::luma(upper, band.row_mut(y, x, columns));
            if next > y {
                p010::luma(lower, band.row_mut(next, x, columns));
            }
            p010::chroma(upper, lower, format.is_v_first(), band.chroma_row_mut(y, x, columns));
        }
    });
    Ok(planes)
}

#[cfg(test)]
mod tests;
