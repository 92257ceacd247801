//! The chunks of a WebP file (RFC 9649, section 2): what lies where. Pixels are not touched.

#![forbid(unsafe_code)]

use std::ops::Range;

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::Region;
use crate::source::bytes::SourceBytes;
use crate::source::scan::Scan;

const ANIMATION: u8 = 0x02;
const ALPHA: u8 = 0x10;
const PROFILE: u8 = 0x20;

/// A file taken apart. One that ends early has what is there.
#[derive(Debug)]
pub struct File {
    /// Width and height of the image, of an animation's canvas.
    pub size: (u32, u32),
    /// Whether VP8X says that there is alpha.
    pub has_alpha: bool,
    /// Where the ICC profile lies, if there is one and VP8X says so.
    pub profile: Option<Range<u64>>,
    /// How often an animation is shown, 0 without end; None if this is a still image or does not say.
    pub loop_count: Option<u32>,
    /// Whether this is an animation.
    pub is_animated: bool,
    /// The frames whose headers are there; of a still image one.
    pub frames: Vec<Frame>,
}

/// A frame of an animation, or a still image.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Its place in the canvas.
    pub place: Region,
    /// How long it is shown, in milliseconds.
    pub delay: u32,
    /// Whether its place becomes transparent afterwards.
    pub dispose: bool,
    /// Whether it is laid over what is there, not put in its place.
    pub blend: bool,
    /// Whether it has alpha.
    pub has_alpha: bool,
    /// Whether it is coded without loss.
    pub lossless: bool,
    /// Where the data for libwebp are; cut where the file ends.
    pub data: Range<u64>,
}

/// A chunk's name, and where its data are: all of them, even if the file ends before.
struct Chunk {
    name: [u8; 4],
    data: Range<u64>,
}

/// Reads chunks by position.
struct Chunks<'a>(Scan<'a>);

impl Chunks<'_> {
    /// The chunk at `from`; None if there is none before `end` or the end of the file.
    fn chunk(&mut self, from: u64, end: u64) -> Result<Option<Chunk>> {
        if from.saturating_add(8) > end {
            return Ok(None);
        }
        let Some([a, b, c, d, size @ ..]) = self.0.array::<8>(from)? else { return Ok(None) };
        let data = from + 8;
        Ok(Some(Chunk { name: [a, b, c, d], data: data..data + u64::from(u32::from_le_bytes(size)) }))
    }

    /// Size and alpha of the image that begins in this chunk, `VP8 ` or `VP8L`; None if the file ends before.
    fn image(&mut self, chunk: &Chunk) -> Result<Option<Image>> {
        if chunk.name == *b"VP8L" {
            // A signature, 14 bits each of width and height less 1, and a bit of alpha (RFC 9649, section 3.4).
            let Some([signature, bits @ ..]) = self.0.array::<5>(chunk.data.start)? else { return Ok(None) };
            let bits = u32::from_le_bytes(bits);
            let size = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
            let has_alpha = bits >> 28 & 1 == 1;
            return match signature {
                0x2F => Ok(Some(Image { size, has_alpha, lossless: true })),
                _ => Err(bad("a lossless image without its signature")),
            };
        }
        // A tag of 3 bytes whose lowest bit says that this is no key frame, a start code, and 14 bits each of width and
        // height (RFC 6386, section 9.1).
        let Some([tag, _, _, code @ .., w0, w1, h0, h1]) = self.0.array::<10>(chunk.data.start)? else {
            return Ok(None);
        };
        let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
        let size = (side(w0, w1), side(h0, h1));
        if tag & 1 != 0 || code != [0x9D, 0x01, 0x2A] || size.0 == 0 || size.1 == 0 {
            return Err(bad("a lossy image without a key frame"));
        }
        Ok(Some(Image { size, has_alpha: false, lossless: false }))
    }
}

/// What the first bytes of an image say.
struct Image {
    size: (u32, u32),
    has_alpha: bool,
    lossless: bool,
}

impl File {
    /// The size alone.
    pub fn size(bytes: &SourceBytes) -> Result<(u32, u32)> {
        let mut chunks = Chunks(Scan::new(bytes));
        Ok(Self::header(&mut chunks)?.0)
    }

    /// The size, the first chunk, and the flags of VP8X, if that is it.
    fn header(chunks: &mut Chunks<'_>) -> Result<((u32, u32), Chunk, Option<u8>)> {
        let cut = || ImageError::new(ErrorKind::SourceDataBad, "the source ends in its header");
        let first = chunks.chunk(12, u64::MAX)?.ok_or_else(cut)?;
        match &first.name {
            b"VP8 " | b"VP8L" => {
                let image = chunks.image(&first)?.ok_or_else(cut)?;
                Ok((image.size, first, None))
            }
            b"VP8X" => {
                let [flags, _, _, _, canvas @ ..] = chunks.0.array::<10>(first.data.start)?.ok_or_else(cut)?;
                if first.data.end - first.data.start < 10 {
                    return Err(bad("a VP8X chunk that is too short"));
                }
                Ok(((number(&canvas[..3]) + 1, number(&canvas[3..]) + 1), first, Some(flags)))
            }
            _ => Err(bad("neither an image nor VP8X first")),
        }
    }

    /// Takes a file apart.
    pub fn read(bytes: &SourceBytes) -> Result<Self> {
        let mut chunks = Chunks(Scan::new(bytes));
        let (size, first, flags) = Self::header(&mut chunks)?;
        let mut file =
            Self { size, has_alpha: false, profile: None, loop_count: None, is_animated: false, frames: Vec::new() };
        let Some(flags) = flags else {
            let image = chunks.image(&first)?;
            file.still(image, bytes.len());
            return Ok(file);
        };
        file.is_animated = flags & ANIMATION != 0;
        file.has_alpha = flags & ALPHA != 0;
        let riff = chunks.0.array::<4>(4)?.map_or(0, u32::from_le_bytes);
        let end = bytes.len().min(8 + u64::from(riff));
        let mut at = first.data.end;
        let mut alpha = file.has_alpha;
        while let Some(chunk) = chunks.chunk(at.next_multiple_of(2), end)? {
            at = chunk.data.end;
            match &chunk.name {
                b"ICCP" if flags & PROFILE != 0 && file.profile.is_none() && at <= end => {
                    file.profile = Some(chunk.data);
                }
                b"ANIM" if file.is_animated => {
                    let values = chunks.0.array::<6>(chunk.data.start)?;
                    file.loop_count = values.map(|[.., low, high]| u16::from_le_bytes([low, high]).into());
                }
                b"ANMF" if file.is_animated => {
                    let Some(frame) = file.frame(&mut chunks, chunk.data.start..at.min(end))? else { break };
                    file.frames.try_reserve(1).map_err(|_| no_memory())?;
                    file.frames.push(frame);
                }
                b"ALPH" if !file.is_animated => alpha = true,
                b"VP8 " | b"VP8L" if !file.is_animated => {
                    let image = chunks.image(&chunk)?.map(|image| Image { has_alpha: alpha, ..image });
                    file.still(image, bytes.len());
                    break;
                }
                _ => {}
            }
        }
        if !file.is_animated && file.frames.is_empty() {
            file.still(Some(Image { size, has_alpha: alpha, lossless: false }), bytes.len());
        }
        Ok(file)
    }

    /// The one frame of a still image: libwebp takes the whole file, and reads its chunks itself.
    fn still(&mut self, image: Option<Image>, length: u64) {
        let (width, height) = self.size;
        let (has_alpha, lossless) = image.map_or((false, false), |image| (image.has_alpha, image.lossless));
        let place = Region { x: 0, y: 0, width, height };
        self.frames =
            vec![Frame { place, delay: 0, dispose: false, blend: false, has_alpha, lossless, data: 0..length }];
    }

    /// The frame of an ANMF chunk; None if the file ends in its header.
    fn frame(&self, chunks: &mut Chunks<'_>, data: Range<u64>) -> Result<Option<Frame>> {
        let Some(head) = chunks.0.array::<16>(data.start)?.filter(|_| data.end - data.start >= 16) else {
            return Ok(None);
        };
        let [x, y, width, height, delay] = [0, 3, 6, 9, 12].map(|at| number(&head[at..at + 3]));
        let place = Region { x: x * 2, y: y * 2, width: width + 1, height: height + 1 };
        if place.x + place.width > self.size.0 || place.y + place.height > self.size.1 {
            return Err(bad("a frame outside of the canvas"));
        }
        let mut frame = Frame {
            place,
            delay,
            dispose: head[15] & 1 != 0,
            blend: head[15] & 2 == 0,
            has_alpha: false,
            lossless: false,
            data: data.end..data.end,
        };
        let mut at = data.start + 16;
        while let Some(chunk) = chunks.chunk(at.next_multiple_of(2), data.end)? {
            let start = chunk.data.start - 8;
            at = chunk.data.end;
            match &chunk.name {
                b"ALPH" if !frame.has_alpha => {
                    frame.has_alpha = true;
                    frame.data.start = start;
                }
                b"VP8 " | b"VP8L" => {
                    let image = chunks.image(&chunk)?;
                    if image.as_ref().is_some_and(|image| image.size != (place.width, place.height)) {
                        return Err(bad("a frame of another size than its image"));
                    }
                    frame.data = frame.data.start.min(start)..at.min(data.end);
                    frame.has_alpha |= image.as_ref().is_none_or(|image| image.has_alpha);
                    frame.lossless = image.is_some_and(|image| image.lossless);
                    break;
                }
                _ => {}
            }
        }
        Ok(Some(frame))
    }
}

/// 24 bits, lowest first.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn bad(what: &str) -> ImageError {
    ImageError::new(ErrorKind::SourceHeaderBad, format!("the header of the source is bad: WebP: {what}"))
}

/// There is no memory for the frames.
pub fn no_memory() -> ImageError {
    ImageError::new(ErrorKind::AllocFailed, "no memory for the list of frames")
}
