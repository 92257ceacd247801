//! WebP (RFC 9649): the container is read here, images are decoded by libwebp.

mod canvas;
mod codec;
mod riff;

use std::sync::Arc;

use super::Decoder;
use super::samples::make_opaque;
use crate::error::Result;
use crate::limits;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::animation::{Animation, FrameTiming};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
use crate::source::player::Player;
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
        let area = |frame: &riff::Frame| u64::from(frame.place.width) * u64::from(frame.place.height);
        let pixels = file.frames.iter().map(area).sum();
        Ok(Some(Animation { frames, loop_count: file.loop_count, global_colors: false, pixels }))
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let file = File::read(bytes)?;
        check_size(file.size)?;
        let color = color(bytes, &file)?;
        if file.is_animated {
            let (pixels, opaque) = canvas::frame(bytes, &file, wish.index as usize)?;
            return Ok(Frame { pixels, opaque, part: whole(&file), color });
        }
        let (pixels, part) = still(bytes, &file, wish.part)?;
        Ok(Frame { pixels, opaque: !file.frames[0].has_alpha, part, color })
    }

    fn player(&self, bytes: &Arc<SourceBytes>) -> Result<Option<Box<dyn Player>>> {
        Ok(Some(Box::new(WebpPlayer::new(Arc::clone(bytes))?)))
    }
}

/// The pixels of a still image, and which they are: around `wished`, or all.
fn still(bytes: &SourceBytes, file: &File, wished: Region) -> Result<(PixelBuffer, Region)> {
    let frame = &file.frames[0];
    let whole = whole(file);
    let part = around(wished, whole);
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, part.width, part.height)?)?;
    let stride = pixels.layout().stride;
    let data = bytes.range(frame.data.clone())?;
    let complete = codec::decode(&data, Some(part).filter(|part| *part != whole), pixels.bytes_mut(), stride)?;
    // A lossless image has samples of alpha even if it says that it has none.
    if !frame.has_alpha && (frame.lossless || !complete) {
        make_opaque(&mut pixels);
    }
    Ok((pixels, part))
}

/// A part with even corners and a seam: at its edges libwebp makes colours of a lossy image without those beyond, which
/// the whole image has.
fn around(part: Region, whole: Region) -> Region {
    const SEAM: u32 = 2;
    let side = |at: u32, length: u32, whole: u32| {
        let start = at.saturating_sub(SEAM) & !1;
        (start, (at + length + SEAM).min(whole) - start)
    };
    let (x, width) = side(part.x, part.width, whole.width);
    let (y, height) = side(part.y, part.height, whole.height);
    Region { x, y, width, height }
}

fn whole(file: &File) -> Region {
    Wish::whole(file.size).part
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
