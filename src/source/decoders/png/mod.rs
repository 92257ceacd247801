//! PNG (ISO/IEC 15948), row by row. Of an APNG the image for those that do not know animations, which IDAT holds.

#![forbid(unsafe_code)]

mod color;

#[cfg(test)]
mod tests;

use std::io::ErrorKind as IoErrorKind;

use png::{BitDepth, ColorType, DecodingError, InterlaceInfo, Limits, Reader, Transformations};

use super::Decoder;
use super::samples::{Kind, Samples, make_opaque};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::bytes::{Input, SourceBytes};
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// What the chunks in front of the pixels may need in memory, rows apart: profiles are inflated, and EXIF is kept.
const CHUNK_BYTES: usize = 64 << 20;

/// The decoder of PNG.
pub struct Png;

impl Decoder for Png {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        size(bytes.input())
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        read(|| bytes.input(), wish)
    }
}

/// Width and height of the PNG that `input` is.
pub fn size<'a>(input: Box<dyn Input + 'a>) -> Result<(u32, u32)> {
    Ok(open(input)?.1)
}

/// A decoder that has read IHDR, and the size of the image.
fn open<'a>(input: Box<dyn Input + 'a>) -> Result<(png::Decoder<Box<dyn Input + 'a>>, (u32, u32))> {
    let mut decoder = png::Decoder::new(input);
    decoder.set_ignore_text_chunk(true);
    let info = decoder.read_header_info().map_err(bad_header)?;
    let size = check_size(info.size())?;
    // What the decoder needs for a row or two, which may be of 8 bytes for a pixel, is the image's due.
    let row = (info.width as usize).saturating_mul(8);
    decoder.set_limits(Limits { bytes: CHUNK_BYTES.saturating_add(row.saturating_mul(4)) });
    Ok((decoder, size))
}

/// The rows that `wish` looks at, of an interlaced image all, of the PNG that every `input` is from its beginning.
pub fn read<'a>(input: impl Fn() -> Box<dyn Input + 'a>, wish: &Wish) -> Result<Frame> {
    let (frame, outcome) = attempt(input(), wish, true)?;
    // A check sum tells after the fact, and takes with it what is right: the pixels are read once more without.
    if let Outcome::Damaged { .. } = outcome { Ok(attempt(input(), wish, false)?.0) } else { Ok(frame) }
}

/// How far reading pixels went.
enum Outcome {
    /// To the end.
    Complete,
    /// To the end of the data, which are too few.
    Cut,
    /// To where they make no sense, or a check sum is wrong.
    Damaged { error: DecodingError, any: bool },
}

/// [`read`] by check sums or without. Without, there must be a row at least.
fn attempt<'a>(input: Box<dyn Input + 'a>, wish: &Wish, checked: bool) -> Result<(Frame, Outcome)> {
    let (mut decoder, (width, height)) = open(input)?;
    decoder.ignore_checksums(!checked);
    let header = decoder.read_header_info().map_err(bad_header)?;
    let (palette, alpha) = (header.color_type == ColorType::Indexed, has_alpha(header.color_type));
    let whole = Region { x: 0, y: 0, width, height };
    let part = if header.interlaced { whole } else { Region { y: wish.part.y, height: wish.part.height, ..whole } };
    // Colours of a palette get their alpha in any case, by a table of the decoder's.
    let transform = if palette { Transformations::EXPAND | Transformations::ALPHA } else { Transformations::EXPAND };
    decoder.set_transformations(transform);

    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, part.height)?)?;
    let mut reader = match decoder.read_info() {
        Ok(reader) => reader,
        // No chunk of pixels, but a good header.
        Err(error) if is_cut(&error) => {
            if !alpha {
                make_opaque(&mut pixels);
            }
            return Ok((Frame { pixels, opaque: !alpha, part, color: SourceColor::Unsaid }, Outcome::Cut));
        }
        Err(error) => return Err(bad_header(error)),
    };
    let opaque = !alpha && reader.info().trns.is_none();
    let color = color::of_info(reader.info());
    let samples = samples(&reader)?;
    let outcome = if reader.info().interlaced {
        passes(&mut reader, samples, &mut pixels)?
    } else {
        lines(&mut reader, samples, part, &mut pixels)?
    };
    match &outcome {
        Outcome::Damaged { error, any: false } if !checked => {
            let message = format!("the source cannot be decoded: {error}");
            return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
        }
        Outcome::Cut | Outcome::Damaged { .. } if opaque => make_opaque(&mut pixels),
        _ => {}
    }
    Ok((Frame { pixels, opaque, part, color }, outcome))
}

/// The rows of `part`. What is not reached stays as it is.
fn lines<'a>(
    reader: &mut Reader<Box<dyn Input + 'a>>,
    samples: Samples,
    part: Region,
    pixels: &mut PixelBuffer,
) -> Result<Outcome> {
    let mut scratch = zeroed_bytes(part.width as usize * samples.pixel_bytes())?;
    for y in 0..part.y + part.height {
        let row = match y.checked_sub(part.y) {
            Some(y) if samples.is_rgba8() => pixels.row_mut(y),
            _ => &mut scratch,
        };
        if let Err(error) = reader.read_row(row) {
            return ended(error, y > 0);
        }
        match y.checked_sub(part.y) {
            Some(y) if !samples.is_rgba8() => samples.expand(&scratch, pixels.row_mut(y)),
            _ => {}
        }
    }
    Ok(Outcome::Complete)
}

/// The seven passes of an interlaced image (clause 8). Each pixel fills the place of those that later passes have, so
/// an image that ends early is coarse, not full of holes.
fn passes<'a>(reader: &mut Reader<Box<dyn Input + 'a>>, samples: Samples, pixels: &mut PixelBuffer) -> Result<Outcome> {
    let (stride, width) = (pixels.layout().stride, pixels.layout().width as usize);
    let mut scratch = zeroed_bytes(width * samples.pixel_bytes())?;
    let mut row = zeroed_bytes(width * 4)?;
    let mut any = false;
    loop {
        let pass = match reader.read_row(&mut scratch) {
            Ok(Some(InterlaceInfo::Adam7(pass))) => pass,
            Ok(_) => return Ok(Outcome::Complete),
            Err(error) => return ended(error, any),
        };
        any = true;
        // The row has fewer pixels than the image; those behind are left of an earlier one and taken by nobody.
        samples.expand(&scratch, &mut row);
        png::splat_interlaced_row(pixels.bytes_mut(), stride, &row, &pass, 32);
    }
}

/// What an error among the pixels means, `any` of which were read.
fn ended(error: DecodingError, any: bool) -> Result<Outcome> {
    match error {
        DecodingError::LimitsExceeded => Err(too_large()),
        DecodingError::Format(_) => Ok(Outcome::Damaged { error, any }),
        _ => Ok(Outcome::Cut),
    }
}

/// What rows are, after the transformations that were asked for.
fn samples<'a>(reader: &Reader<Box<dyn Input + 'a>>) -> Result<Samples> {
    let (color, depth) = reader.output_color_type();
    let kind = match depth {
        BitDepth::Eight => Kind::Eight,
        BitDepth::Sixteen => Kind::Sixteen(u16::from_be_bytes),
        _ => return Err(ImageError::new(ErrorKind::Internal, "the PNG decoder gives fewer bits than were asked for")),
    };
    Ok(Samples { channels: color.samples(), kind })
}

fn has_alpha(color: ColorType) -> bool {
    matches!(color, ColorType::GrayscaleAlpha | ColorType::Rgba)
}

fn is_cut(error: &DecodingError) -> bool {
    matches!(error, DecodingError::IoError(error) if error.kind() == IoErrorKind::UnexpectedEof)
}

fn bad_header(error: DecodingError) -> ImageError {
    let kind = match error {
        DecodingError::LimitsExceeded => return too_large(),
        DecodingError::IoError(_) => ErrorKind::SourceDataBad,
        _ => ErrorKind::SourceHeaderBad,
    };
    ImageError::new(kind, format!("the header of the source is bad: {error}"))
}

fn too_large() -> ImageError {
    ImageError::new(ErrorKind::SourceTooLarge, "the source needs more memory than an image of its size may")
}
