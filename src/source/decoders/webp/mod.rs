//! WebP (RFC 9649): the container is read here, images are decoded by libwebp.

mod canvas;
mod codec;
mod riff;

#[cfg(test)]
mod tests;

use super::Decoder;
use super::samples::make_opaque;
use crate::error::Result;
use crate::limits;
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::animation::{Animation, FrameTiming};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
pub use canvas::WebpPlayer;
use riff::File;

/// The decoder of WebP.
pub struct Webp;

impl Decoder for Webp {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        check_size(File::size(bytes)?)
    }

    fn animation(&self, bytes: &SourceBytes) -> Result<Option<Animation>> {
        let file = File::read(bytes)?;
        // A file that ends before its first frame is one blank image.
        if !file.is_animated || file.frames.is_empty() {
            return Ok(None);
        }
        let mut frames = Vec::new();
        frames.try_reserve_exact(file.frames.len()).map_err(|_| riff::no_memory())?;
        frames.extend(
            file.frames.iter().map(|frame| FrameTiming { delay: frame.delay, disposal: u8::from(frame.dispose) }),
        );
        Ok(Some(Animation { frames, loop_count: file.loop_count, global_colors: false }))
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let file = File::read(bytes)?;
        check_size(file.size)?;
        let (pixels, opaque) =
            if file.is_animated { canvas::frame(bytes, &file, wish.index as usize)? } else { still(bytes, &file)? };
        Ok(frame_of(pixels, opaque, color(bytes, &file)?))
    }
}

/// A still image, and whether it is opaque.
fn still(bytes: &SourceBytes, file: &File) -> Result<(PixelBuffer, bool)> {
    let frame = &file.frames[0];
    let (width, height) = file.size;
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
    let stride = pixels.layout().stride;
    let data = bytes.range(frame.data.clone())?;
    let complete = codec::decode(&data, frame.place, true, pixels.bytes_mut(), stride)?;
    // A lossless image has samples of alpha even if it says that it has none.
    if !frame.has_alpha && (frame.lossless || !complete) {
        make_opaque(&mut pixels);
    }
    Ok((pixels, !frame.has_alpha))
}

fn frame_of(pixels: PixelBuffer, opaque: bool, color: SourceColor) -> Frame {
    let part = Wish::whole((pixels.layout().width, pixels.layout().height)).part;
    Frame { pixels, opaque, part, color }
}

/// The profile, if there is one of sensible length and all of it.
fn color(bytes: &SourceBytes, file: &File) -> Result<SourceColor> {
    match &file.profile {
        Some(range) if range.end - range.start <= limits::BLOB_BYTES as u64 => {
            Ok(SourceColor::Icc(bytes.range(range.clone())?.into_owned()))
        }
        _ => Ok(SourceColor::Unsaid),
    }
}
