//! The first frame of a GIF (89a), as it is seen: on its place in the canvas, with what is there when the data ends early.

#![forbid(unsafe_code)]

use gif::{ColorOutput, DecodeOptions, DecodingError, MemoryLimit};

use super::Decoder;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::bytes::{Input, SourceBytes};
use crate::source::frame::{Frame, SourceColor, Wish, check_size};

/// The decoder of GIF.
pub struct Gif;

impl Decoder for Gif {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        let decoder = DecodeOptions::new().read_info(bytes.input()).map_err(bad_header)?;
        check_size((decoder.width().into(), decoder.height().into()))
    }

    fn decode(&self, bytes: &SourceBytes, _: &Wish) -> Result<Frame> {
        let (pixels, opaque) = first_frame(bytes.input())?;
        let (width, height) = (pixels.layout().width, pixels.layout().height);
        Ok(Frame { pixels, opaque, part: Wish::whole((width, height)).part, color: SourceColor::Unsaid })
    }
}

/// The canvas after the first frame, 8-bit RGBA, not premultiplied.
fn first_frame(input: Box<dyn Input + '_>) -> Result<(PixelBuffer, bool)> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(MemoryLimit::Unlimited); // the layouts below check
    let mut decoder = options.read_info(input).map_err(bad_header)?;
    let (width, height) = check_size((decoder.width().into(), decoder.height().into()))?;
    let canvas = Layout::packed(PixelFormat::Rgba8888, width, height)?;
    let mut pixels = PixelBuffer::zeroed(canvas)?;

    let frame = match decoder.next_frame_info() {
        Ok(Some(frame)) => frame,
        Ok(None) | Err(DecodingError::UnexpectedEof) => return Ok((pixels, false)),
        Err(error) => return Err(failed(error)),
    };
    let (left, top) = (u32::from(frame.left), u32::from(frame.top));
    let (width, height) = (u32::from(frame.width), u32::from(frame.height));
    let covers = left == 0 && top == 0 && width >= canvas.width && height >= canvas.height;
    let opaque = covers && frame.transparent.is_none();
    if width == 0 || height == 0 {
        return Ok((pixels, false));
    }

    let layout = Layout::packed(PixelFormat::Rgba8888, width, height)?;
    let mut rows = zeroed_bytes(layout.byte_count())?;
    let complete = match decoder.read_into_buffer(&mut rows) {
        Ok(()) => true,
        Err(DecodingError::UnexpectedEof) => false,
        Err(error) => return Err(failed(error)),
    };
    for (y, row) in rows.chunks_exact(layout.stride).enumerate() {
        let (y, visible) = (top + y as u32, canvas.width.saturating_sub(left).min(width) as usize * 4);
        if y < canvas.height && visible > 0 {
            let start = left as usize * 4;
            pixels.row_mut(y)[start..start + visible].copy_from_slice(&row[..visible]);
        }
    }
    Ok((pixels, opaque && complete))
}

fn bad_header(error: DecodingError) -> ImageError {
    let cut = matches!(error, DecodingError::UnexpectedEof | DecodingError::Io(_));
    let kind = if cut { ErrorKind::SourceDataBad } else { ErrorKind::SourceHeaderBad };
    ImageError::new(kind, format!("the header of the source is bad: {error}"))
}

fn failed(error: DecodingError) -> ImageError {
    ImageError::new(ErrorKind::SourceDecodeFailed, format!("the source cannot be decoded: {error}"))
}
