//! Still images by the `image` crate, within limits.

#![forbid(unsafe_code)]

use std::io;

use image::error::{ImageError as DecoderError, LimitErrorKind};
use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{Decoder, webp_cut};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::bytes::SourceBytes;
use crate::source::container::SIGNATURE_BYTES;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// The decoder of a format of the `image` crate.
pub struct Bitmap(pub ImageFormat);

impl Decoder for Bitmap {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        Ok(open(bytes, self.0)?.dimensions())
    }

    fn decode(&self, bytes: &SourceBytes, _: &Wish) -> Result<Frame> {
        let (pixels, opaque) = still(bytes, self.0)?;
        let (width, height) = (pixels.layout().width, pixels.layout().height);
        Ok(Frame { pixels, opaque, part: Wish::whole((width, height)).part, color: SourceColor::Unsaid })
    }
}

/// All pixels, and whether they are opaque.
fn still(bytes: &SourceBytes, format: ImageFormat) -> Result<(PixelBuffer, bool)> {
    let decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    let opaque = !color.has_alpha();
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
    if format == ImageFormat::WebP && webp_cut::is_cut(&bytes.beginning(SIGNATURE_BYTES)?, bytes.len()) {
        drop(decoder);
        webp_cut::decode(&bytes.beginning(bytes.len() as usize)?, &mut pixels)?;
        return Ok((pixels, opaque));
    }
    if color == ColorType::Rgba8 {
        finish(decoder.read_image(pixels.bytes_mut()))?;
        return Ok((pixels, opaque));
    }
    let mut raw = zeroed_bytes(decoder.total_bytes() as usize)?;
    let complete = finish(decoder.read_image(&mut raw))?;
    // The decoder turns 16-bit samples to native order, but not those of a PNG that ends early.
    let from_u16 = if complete || format != ImageFormat::Png { u16::from_ne_bytes } else { u16::from_be_bytes };
    expand(color, from_u16, &raw, pixels.bytes_mut())?;
    Ok((pixels, opaque))
}

/// A decoder that has read the header, of an image within the limits.
fn open(bytes: &SourceBytes, format: ImageFormat) -> Result<impl ImageDecoder + '_> {
    let mut reader = ImageReader::with_format(bytes.input(), format);
    let mut limits = Limits::no_limits();
    // Twice the greatest image: decoders count their own tables and a second copy of the pixels.
    limits.max_alloc = Some(2 * limits::IMAGE_BYTES as u64);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| match error {
        DecoderError::Limits(_) => too_large(&error),
        _ => {
            let cut = matches!(&error, DecoderError::IoError(_));
            let kind = if cut { ErrorKind::SourceDataBad } else { ErrorKind::SourceHeaderBad };
            ImageError::new(kind, format!("the header of the source is bad: {error}"))
        }
    })?;
    check_size(decoder.dimensions())?;
    Ok(decoder)
}

/// Whether the source was decoded to its end. One that ends early is no error: what was decoded stands.
fn finish(outcome: std::result::Result<(), DecoderError>) -> Result<bool> {
    match outcome {
        Ok(()) => Ok(true),
        Err(DecoderError::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(DecoderError::Limits(limit)) if limit.kind() == LimitErrorKind::InsufficientMemory => {
            Err(ImageError::new(ErrorKind::AllocFailed, "no memory to decode the source"))
        }
        Err(error) => {
            Err(ImageError::new(ErrorKind::SourceDecodeFailed, format!("the source cannot be decoded: {error}")))
        }
    }
}

/// Widens or narrows samples of any of the decoder's types to RGBA of 8 bits.
fn expand(color: ColorType, from_u16: fn([u8; 2]) -> u16, raw: &[u8], out: &mut [u8]) -> Result<()> {
    let pixels = out.as_chunks_mut::<4>().0.iter_mut();
    let narrow = |sample: [u8; 2]| ((u32::from(from_u16(sample)) * 255 + 32767) / 65535) as u8;
    match color {
        ColorType::L8 => pixels.zip(raw).for_each(|(out, &l)| *out = [l, l, l, 255]),
        ColorType::La8 => pixels.zip(raw.as_chunks().0).for_each(|(out, &[l, a])| *out = [l, l, l, a]),
        ColorType::Rgb8 => pixels.zip(raw.as_chunks().0).for_each(|(out, &[r, g, b])| *out = [r, g, b, 255]),
        ColorType::Rgba8 => out.copy_from_slice(raw),
        ColorType::L16 => pixels.zip(raw.as_chunks().0).for_each(|(out, &l)| {
            let l = narrow(l);
            *out = [l, l, l, 255];
        }),
        ColorType::La16 => pixels.zip(raw.as_chunks().0).for_each(|(out, &[l0, l1, a0, a1])| {
            let l = narrow([l0, l1]);
            *out = [l, l, l, narrow([a0, a1])];
        }),
        ColorType::Rgb16 => pixels.zip(raw.as_chunks().0).for_each(|(out, &[r0, r1, g0, g1, b0, b1])| {
            *out = [narrow([r0, r1]), narrow([g0, g1]), narrow([b0, b1]), 255];
        }),
        ColorType::Rgba16 => {
            out.iter_mut().zip(raw.as_chunks().0).for_each(|(out, &sample)| *out = narrow(sample));
        }
        _ => {
            let message = format!("samples of type {color:?} are not supported");
            return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
        }
    }
    Ok(())
}

fn too_large(error: &DecoderError) -> ImageError {
    ImageError::new(ErrorKind::SourceTooLarge, format!("the source is above the limits: {error}"))
}
