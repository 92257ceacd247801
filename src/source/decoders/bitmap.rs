//! Still images by the `image` crate, within limits.

#![forbid(unsafe_code)]

use std::io;

use image::error::{ImageError as DecoderError, LimitErrorKind};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Decoder;
use super::samples::{Kind, Samples};
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::{self, Rotation};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// The decoder of a format of the `image` crate.
pub struct Bitmap(pub ImageFormat);

impl Decoder for Bitmap {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        let mut decoder = open(bytes, self.0)?;
        let (width, height) = decoder.dimensions();
        Ok(if is_on_its_side(orientation(&mut decoder, self.0)) { (height, width) } else { (width, height) })
    }

    fn decode(&self, bytes: &SourceBytes, _: &Wish) -> Result<Frame> {
        read(bytes, self.0)
    }
}

/// All pixels, turned as the file says.
pub fn read(bytes: &SourceBytes, format: ImageFormat) -> Result<Frame> {
    let mut decoder = open(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let samples = samples(decoder.color_type())?;
    let orientation = orientation(&mut decoder, format);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= limits::BLOB_BYTES);
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
    if samples.is_rgba8() {
        finish(decoder.read_image(pixels.bytes_mut()))?;
    } else {
        let mut raw = zeroed_bytes(decoder.total_bytes() as usize)?;
        finish(decoder.read_image(&mut raw))?;
        samples.expand(&raw, pixels.bytes_mut());
    }
    turn(&mut pixels, orientation)?;
    let whole = Wish::whole((pixels.layout().width, pixels.layout().height)).part;
    let color = profile.map_or(SourceColor::Unsaid, SourceColor::Icc);
    Ok(Frame { pixels, opaque: !samples.has_alpha(), part: whole, color })
}

/// What the decoder gives for a pixel: 16 bits in the machine's order.
fn samples(color: ColorType) -> Result<Samples> {
    let kind = match color {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => Kind::Eight,
        ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => Kind::Sixteen(u16::from_ne_bytes),
        ColorType::Rgb32F | ColorType::Rgba32F => Kind::Float,
        _ => {
            let message = format!("samples of type {color:?} are not supported");
            return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
        }
    };
    Ok(Samples { channels: color.channel_count().into(), kind })
}

/// How pixels lie in a TIFF. That of EXIF beside an image of another container turns nothing.
fn orientation(decoder: &mut impl ImageDecoder, format: ImageFormat) -> Orientation {
    let stored = if format == ImageFormat::Tiff { decoder.orientation().ok() } else { None };
    stored.unwrap_or(Orientation::NoTransforms)
}

fn is_on_its_side(orientation: Orientation) -> bool {
    use Orientation as O;
    matches!(orientation, O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH)
}

/// Turns, then mirrors.
fn turn(pixels: &mut PixelBuffer, orientation: Orientation) -> Result<()> {
    use Orientation as O;
    let (degrees, mirrored) = match orientation {
        O::NoTransforms => (0.0, false),
        O::FlipHorizontal => (0.0, true),
        O::Rotate180 => (180.0, false),
        O::FlipVertical => (180.0, true),
        O::Rotate90 => (90.0, false),
        O::Rotate90FlipH => (90.0, true),
        O::Rotate270 => (270.0, false),
        O::Rotate270FlipH => (270.0, true),
    };
    geometry::rotate(pixels, Rotation::by(PixelFormat::Rgba8888, degrees)?)?;
    if mirrored {
        geometry::flip(pixels, true, false);
    }
    Ok(())
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
            // The JPEG decoder does not tell a header that ends early from one that makes no sense.
            let cut = matches!(&error, DecoderError::IoError(_)) || format == ImageFormat::Jpeg;
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
