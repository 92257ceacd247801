//! GIF87a and GIF89a: each frame as it is seen, on the whole canvas.
//!
//! | file | what |
//! |---|---|
//! | `blocks.rs` | the blocks of the file |
//! | `lzw.rs` | compressed data to rows of indices |
//! | `canvas.rs` | images one over the other: places, colours, disposal |

#![forbid(unsafe_code)]

mod blocks;
mod canvas;
mod lzw;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::blocks::{Blocks, Header};
use self::canvas::Canvas;
use super::Decoder;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelBuffer;
use crate::source::animation::{Animation, FrameTiming};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
use crate::source::player::{Player, no_such_frame};

/// The decoder of GIF.
pub struct Gif;

impl Decoder for Gif {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        check_size(canvas_size(bytes)?)
    }

    /// A frame whose data break off, or are missing, is one.
    fn animation(&self, bytes: &SourceBytes) -> Result<Option<Animation>> {
        let (header, mut blocks) = Blocks::open(bytes)?;
        let (mut frames, mut pixels) = (Vec::new(), 0);
        while let Some(image) = blocks.next_image()? {
            blocks.skip_data()?;
            let (_, _, width, height) = image.place(header.size);
            pixels += u64::from(width) * u64::from(height);
            frames.try_reserve(1).map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the frames"))?;
            frames.push(FrameTiming { delay: u32::from(image.control.delay) * 10, disposal: image.control.disposal });
        }
        if frames.is_empty() {
            return Err(ImageError::new(ErrorKind::SourceDataBad, "the source ends before its first frame"));
        }
        Ok(Some(Animation { frames, loop_count: blocks.loop_count, global_colors: header.colors.is_some(), pixels }))
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let mut frames = Frames::new(bytes)?;
        for _ in 0..=wish.index {
            if !frames.advance(bytes)? {
                return Err(no_such_frame(wish.index));
            }
        }
        let Canvas { pixels, opaque, .. } = frames.canvas;
        let part = Wish::whole((pixels.layout().width, pixels.layout().height)).part;
        Ok(Frame { pixels, opaque, part, color: SourceColor::Unsaid })
    }

    fn player(&self, bytes: &Arc<SourceBytes>) -> Result<Option<Box<dyn Player>>> {
        Ok(Some(Box::new(GifPlayer { bytes: Arc::clone(bytes), frames: Frames::new(bytes)? })))
    }
}

/// The size of the canvas as the header says it, also if it is one that cannot be decoded.
pub fn canvas_size(bytes: &SourceBytes) -> Result<(u32, u32)> {
    Ok(Blocks::open(bytes)?.0.size)
}

/// The frames of a file in their order.
struct Frames {
    header: Header,
    /// Where the block behind the last image begins.
    at: u64,
    canvas: Canvas,
    /// Compressed data, kept for its memory.
    data: Vec<u8>,
}

impl Frames {
    fn new(bytes: &SourceBytes) -> Result<Self> {
        let (header, blocks) = Blocks::open(bytes)?;
        let canvas = Canvas::new(header.size)?;
        Ok(Self { header, at: blocks.position(), canvas, data: Vec::new() })
    }

    /// Draws the next image; false if there is none.
    fn advance(&mut self, bytes: &SourceBytes) -> Result<bool> {
        let mut blocks = Blocks::resume(bytes, self.at)?;
        let Some(image) = blocks.next_image()? else { return Ok(false) };
        self.data.clear();
        let code_size = blocks.take_data(&mut self.data)?;
        self.at = blocks.position();
        self.canvas.draw(&image, self.header.colors.as_ref(), code_size, &self.data)?;
        Ok(true)
    }
}

struct GifPlayer {
    bytes: Arc<SourceBytes>,
    frames: Frames,
}

impl Player for GifPlayer {
    fn advance(&mut self) -> Result<bool> {
        self.frames.advance(&self.bytes)
    }

    fn canvas(&self) -> (&PixelBuffer, bool) {
        (&self.frames.canvas.pixels, self.frames.canvas.opaque)
    }
}
