//! Still images by the `image` crate, within limits.

#![forbid(unsafe_code)]

use std::io;

use image::error::{ImageError as DecoderError, LimitErrorKind};
use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Decoder;
use super::samples::{Kind, Samples};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// The decoder of a format of the `image` crate.
pub struct Bitmap(pub ImageFormat);

impl Decoder for Bitmap {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        Ok(open(bytes, self.0)?.dimensions())
    }

    fn decode(&self, bytes: &SourceBytes, _: &Wish) -> Result<Frame> {
        read(bytes, self.0)
    }
}

/// All pixels.
pub fn read(bytes: &SourceBytes, format: ImageFormat) -> Result<Frame> {
    let mut decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let samples = samples(decoder.color_type())?;
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= limits::BLOB_BYTES);
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
    if samples.is_rgba8() {
        finish(decoder.read_image(pixels.bytes_mut()))?;
    } else {
        let mut raw = zeroed_bytes(decoder.total_bytes() as usize)?;
        finish(decoder.read_image(&mut raw))?;
        samples.expand(&raw, pixels.bytes_mut());
    }
    let whole = Wish::whole((pixels.layout().width, pixels.layout().height)).part;
    let color = profile.map_or(SourceColor::Unsaid, SourceColor::Icc);
    Ok(Frame { pixels, opaque: !samples.has_alpha(), part: whole, color })
}

/// What the decoder gives for a pixel: 16 bits in the machine's order.
fn samples(color: ColorType) -> Result<Samples> {
    let kind = match color {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => Kind::Eight,
        ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => Kind::Sixteen(u16::from_ne_bytes),
        _ => {
            let message = format!("samples of type {color:?} are not supported");
            return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
        }
    };
    Ok(Samples { channels: color.channel_count().into(), kind })
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
        DecoderError::Unsupported(_) => {
            let message = format!("the source uses what this build does not decode: {error}");
            ImageError::new(ErrorKind::SourceDecodeFailed, message)
        }
        _ => {
            let cut = matches!(&error, DecoderError::IoError(_));
            let kind = if cut { ErrorKind::SourceDataBad } else { ErrorKind::SourceHeaderBad };
            ImageError::new(kind, format!("the header of the source is bad: {error}"))
        }
    })?;
    check_size(decoder.dimensions())?;
    Ok(decoder)
}

/// A source that ends early is no error: what was decoded stands.
fn finish(outcome: std::result::Result<(), DecoderError>) -> Result<()> {
    match outcome {
        Ok(()) => Ok(()),
        Err(DecoderError::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(()),
        Err(DecoderError::Limits(limit)) if limit.kind() == LimitErrorKind::InsufficientMemory => {
            Err(ImageError::new(ErrorKind::AllocFailed, "no memory to decode the source"))
        }
        Err(error) => {
            Err(ImageError::new(ErrorKind::SourceDecodeFailed, format!("the source cannot be decoded: {error}")))
        }
    }
}

fn too_large(error: &DecoderError) -> ImageError {
    ImageError::new(ErrorKind::SourceTooLarge, format!("the source is above the limits: {error}"))
}
