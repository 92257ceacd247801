//! The canvas of an animation: each frame is put or laid on what the earlier ones left (RFC 9649, section 2.7.1).

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::codec;
use super::riff::{File, Frame};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{SourceColor, check_size};
use crate::source::player::Player;

/// The canvas, transparent to begin with: the colour that a file names for it is a hint,
/// which libwebp's own player passes over too.
pub struct Canvas {
    pixels: PixelBuffer,
    /// Whether no pixel can have alpha.
    opaque: bool,
    /// What becomes transparent before the next frame is drawn.
    disposed: Option<Region>,
}

impl Canvas {
    /// A canvas of this size.
    pub fn new((width, height): (u32, u32)) -> Result<Self> {
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
        Ok(Self { pixels, opaque: false, disposed: None })
    }

    /// Whether the canvas is opaque, and the file does not say that it may have alpha.
    fn is_opaque(&self, file: &File) -> bool {
        self.opaque && !file.has_alpha
    }

    /// Draws the next frame. What is missing of one that is cut stays as the canvas was.
    pub fn draw(&mut self, bytes: &SourceBytes, frame: &Frame) -> Result<()> {
        if let Some(place) = self.disposed.take() {
            self.opaque = false;
            for y in place.y..place.y + place.height {
                part_of_row(&mut self.pixels, y, place).fill(0);
            }
        }
        let data = bytes.range(frame.data.clone())?;
        let place = frame.place;
        let complete = if frame.blend && frame.has_alpha {
            let stride = place.width as usize * 4;
            let layout = Layout::packed(PixelFormat::Rgba8888, place.width, place.height)?;
            let mut drawn = zeroed_bytes(layout.byte_count())?;
            let complete = codec::decode(&data, None, &mut drawn, stride)?;
            for (y, row) in (place.y..).zip(drawn.chunks_exact(stride)) {
                blend(row, part_of_row(&mut self.pixels, y, place));
            }
            complete
        } else {
            let stride = self.pixels.layout().stride;
            let start = place.y as usize * stride + place.x as usize * 4;
            let out = &mut self.pixels.bytes_mut()[start..];
            codec::decode(&data, None, out, stride)?
        };
        if frame.has_alpha {
            self.opaque &= frame.blend;
        } else {
            let layout = self.pixels.layout();
            self.opaque |= complete && (place.width, place.height) == (layout.width, layout.height);
            // The bit of alpha in a lossless frame is what counts, not the samples that it has all the same.
            for y in place.y..place.y + if complete && frame.lossless { place.height } else { 0 } {
                part_of_row(&mut self.pixels, y, place).as_chunks_mut::<4>().0.iter_mut().for_each(|p| p[3] = 255);
            }
        }
        self.disposed = frame.dispose.then_some(place);
        Ok(())
    }
}

fn part_of_row(pixels: &mut PixelBuffer, y: u32, place: Region) -> &mut [u8] {
    &mut pixels.row_mut(y)[place.x as usize * 4..][..place.width as usize * 4]
}

/// Lays `row` over `under`, neither premultiplied.
fn blend(row: &[u8], under: &mut [u8]) {
    for (under, &over) in under.as_chunks_mut::<4>().0.iter_mut().zip(row.as_chunks::<4>().0) {
        match (over[3], under[3]) {
            (0, _) => {}
            (255, _) | (_, 0) => *under = over,
            (alpha, below) => {
                let alpha = u32::from(alpha);
                // In 255ths of 255ths, exactly; one division at the end, rounded.
                let (over_weight, under_weight) = (alpha * 255, u32::from(below) * (255 - alpha));
                let sum = over_weight + under_weight;
                for channel in 0..3 {
                    let mixed = u32::from(over[channel]) * over_weight + u32::from(under[channel]) * under_weight;
                    under[channel] = ((mixed + sum / 2) / sum) as u8;
                }
                under[3] = ((sum + 127) / 255) as u8;
            }
        }
    }
}

/// The number of the last frame, not behind `index`, in front of which the canvas does not matter.
pub fn start(file: &File, index: usize) -> usize {
    let full = |frame: &Frame| (frame.place.width, frame.place.height) == file.size;
    let (mut start, mut cleared) = (0, true);
    for (number, frame) in file.frames.iter().enumerate().take(index + 1) {
        let covers = full(frame) && !(frame.blend && frame.has_alpha);
        let alone = cleared || covers;
        if alone {
            start = number;
        }
        // What a frame leaves that was alone on the canvas, or was all of it, is nothing if it is disposed of.
        cleared = frame.dispose && (alone || full(frame));
    }
    start
}

/// Goes through the frames in their order: every one is decoded once.
pub struct WebpPlayer {
    bytes: Arc<SourceBytes>,
    file: File,
    canvas: Canvas,
    next: usize,
}

impl WebpPlayer {
    /// In front of the first frame of a source that is WebP; a still one has one frame.
    pub fn new(bytes: Arc<SourceBytes>) -> Result<Self> {
        let file = File::read(&bytes)?;
        let canvas = Canvas::new(check_size(file.size)?)?;
        Ok(Self { bytes, file, canvas, next: 0 })
    }
}

impl Player for WebpPlayer {
    fn advance(&mut self) -> Result<bool> {
        let Some(frame) = self.file.frames.get(self.next) else { return Ok(false) };
        self.canvas.draw(&self.bytes, frame)?;
        self.next += 1;
        Ok(true)
    }

    fn canvas(&self) -> (&PixelBuffer, bool) {
        (&self.canvas.pixels, self.canvas.is_opaque(&self.file))
    }

    fn color(&self) -> Result<SourceColor> {
        super::color(&self.bytes, &self.file)
    }
}

/// The canvas after frame `index`, and whether it is opaque.
pub fn frame(bytes: &SourceBytes, file: &File, index: usize) -> Result<(PixelBuffer, bool)> {
    let mut canvas = Canvas::new(file.size)?;
    if index > 0 && index >= file.frames.len() {
        let message = format!("there is no frame {index} of {}", file.frames.len());
        return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
    }
    for frame in file.frames.iter().take(index + 1).skip(start(file, index)) {
        canvas.draw(bytes, frame)?;
    }
    let opaque = canvas.is_opaque(file);
    Ok((canvas.pixels, opaque))
}
