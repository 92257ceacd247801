//! The blocks of a GIF file (GIF89a, sections 15 to 27), in their order. What images are compressed to is handed out or
//! passed over, not looked into.

#![forbid(unsafe_code)]

use std::io::{self, ErrorKind as IoErrorKind, SeekFrom};

use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::{Input, SourceBytes};

/// Colours by their indices.
pub type Colors = Vec<[u8; 3]>;

/// What the file says before its first block.
#[derive(Debug)]
pub struct Header {
    /// Width and height of the canvas.
    pub size: (u32, u32),
    /// The colours of images that have none of their own.
    pub colors: Option<Colors>,
}

/// What an image descriptor and the graphic control in front of it say.
#[derive(Debug, Default)]
pub struct Image {
    /// Where the image begins on the canvas.
    pub left: u32,
    /// As above.
    pub top: u32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether its rows come in four passes.
    pub interlaced: bool,
    /// Its own colours.
    pub colors: Option<Colors>,
    /// The graphic control.
    pub control: Control,
}

impl Image {
    /// Left, top, width and height of what lies on a canvas of this size.
    pub fn place(&self, (width, height): (u32, u32)) -> (u32, u32, u32, u32) {
        let (left, top) = (self.left.min(width), self.top.min(height));
        (left, top, self.width.min(width - left), self.height.min(height - top))
    }
}

/// How an image is shown (section 23).
#[derive(Clone, Copy, Debug, Default)]
pub struct Control {
    /// For how long, in hundredths of a second.
    pub delay: u16,
    /// What becomes of its place afterwards.
    pub disposal: u8,
    /// The index that leaves a pixel as it was.
    pub transparent: Option<u8>,
}

/// Reads blocks. A file that ends early ends with the last whole one.
pub struct Blocks<'a> {
    input: Box<dyn Input + 'a>,
    at: u64,
    control: Control,
    /// How often the animation is shown, once a block has said it.
    pub loop_count: Option<u32>,
}

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const GRAPHIC_CONTROL: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

impl<'a> Blocks<'a> {
    /// The header of `bytes`, and what follows it.
    pub fn open(bytes: &'a SourceBytes) -> Result<(Header, Self)> {
        let mut blocks = Self { input: bytes.input(), at: 0, control: Control::default(), loop_count: None };
        let cut = || ImageError::new(ErrorKind::SourceDataBad, "the source ends in its header");
        let start: [u8; 13] = blocks.array()?.ok_or_else(cut)?;
        let [.., width_low, width_high, height_low, height_high, flags, _background, _aspect] = start;
        if !start.starts_with(b"GIF87a") && !start.starts_with(b"GIF89a") {
            return Err(ImageError::new(ErrorKind::SourceHeaderBad, "the source has no header of a GIF"));
        }
        let size = |low, high| u32::from(u16::from_le_bytes([low, high]));
        let colors = blocks.colors(flags)?.ok_or_else(cut)?;
        Ok((Header { size: (size(width_low, width_high), size(height_low, height_high)), colors }, blocks))
    }

    /// The blocks of `bytes` from [`position`](Self::position) `at` on.
    pub fn resume(bytes: &'a SourceBytes, at: u64) -> Result<Self> {
        let mut input = bytes.input();
        input.seek(SeekFrom::Start(at)).map_err(unreadable)?;
        Ok(Self { input, at, control: Control::default(), loop_count: None })
    }

    /// How many bytes were read.
    pub fn position(&self) -> u64 {
        self.at
    }

    /// Goes to the next image; its data is to be taken or passed over before the one after it. None at the end of the
    /// file, or where no block begins.
    pub fn next_image(&mut self) -> Result<Option<Image>> {
        loop {
            let whole = match self.byte()? {
                // Some programs write a terminator too much.
                Some(0) => true,
                Some(EXTENSION) => self.extension()?,
                Some(IMAGE) => return self.image(),
                _ => false,
            };
            if !whole {
                return Ok(None);
            }
        }
    }

    /// The code size of the image's data, with which they begin, and the rest of them appended to `data`. None if the
    /// file ends before the code size.
    pub fn take_data(&mut self, data: &mut Vec<u8>) -> Result<Option<u8>> {
        let Some(code_size) = self.byte()? else { return Ok(None) };
        let mut block = [0; 255];
        // What is there of a block that is cut is data too.
        while let Some(length @ 1..) = self.byte()? {
            let length = self.fill(&mut block[..usize::from(length)])?;
            data.try_reserve(length)
                .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the data of a frame"))?;
            data.extend_from_slice(&block[..length]);
        }
        Ok(Some(code_size))
    }

    /// Passes over the image's data.
    pub fn skip_data(&mut self) -> Result<()> {
        let mut block = [0; 255];
        let mut more = self.byte()?.is_some();
        while more {
            more = self.block(&mut block)?.is_some_and(|block| !block.is_empty());
        }
        Ok(())
    }

    fn image(&mut self) -> Result<Option<Image>> {
        let Some([l0, l1, t0, t1, w0, w1, h0, h1, flags]) = self.array()? else { return Ok(None) };
        let Some(colors) = self.colors(flags)? else { return Ok(None) };
        let number = |low, high| u32::from(u16::from_le_bytes([low, high]));
        Ok(Some(Image {
            left: number(l0, l1),
            top: number(t0, t1),
            width: number(w0, w1),
            height: number(h0, h1),
            interlaced: flags & 0x40 != 0,
            colors,
            control: std::mem::take(&mut self.control),
        }))
    }

    /// Reads an extension and keeps what is of use; false if it is cut.
    fn extension(&mut self) -> Result<bool> {
        let Some(label) = self.byte()? else { return Ok(false) };
        let mut looping = false;
        let mut buffer = [0; 255];
        for number in 0_u64.. {
            match self.block(&mut buffer)? {
                None => return Ok(false),
                Some([]) => break,
                Some(&[flags, low, high, transparent, ..]) if label == GRAPHIC_CONTROL && number == 0 => {
                    self.control = Control {
                        delay: u16::from_le_bytes([low, high]),
                        disposal: flags >> 2 & 7,
                        transparent: (flags & 1 != 0).then_some(transparent),
                    };
                }
                Some(name) if label == APPLICATION && number == 0 => {
                    looping = name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0";
                }
                Some(&[1, low, high, ..]) if looping && self.loop_count.is_none() => {
                    self.loop_count = Some(u16::from_le_bytes([low, high]).into());
                }
                Some(_) => {}
            }
        }
        Ok(true)
    }

    /// The colour table that `flags` announce, if they do (sections 18 and 20); None if it is cut.
    fn colors(&mut self, flags: u8) -> Result<Option<Option<Colors>>> {
        if flags & 0x80 == 0 {
            return Ok(Some(None));
        }
        let mut bytes = [0; 3 * 256];
        let bytes = &mut bytes[..3 * (2 << (flags & 7))];
        let whole = self.fill(bytes)? == bytes.len();
        Ok(whole.then(|| Some(bytes.as_chunks().0.to_vec())))
    }

    /// The next sub-block, empty if it is the terminator; None if it is cut.
    fn block<'b>(&mut self, buffer: &'b mut [u8; 255]) -> Result<Option<&'b [u8]>> {
        let Some(length) = self.byte()? else { return Ok(None) };
        let block = &mut buffer[..usize::from(length)];
        Ok((self.fill(block)? == block.len()).then_some(block))
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        Ok(self.array()?.map(|[byte]| byte))
    }

    fn array<const N: usize>(&mut self) -> Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        Ok((self.fill(&mut bytes)? == N).then_some(bytes))
    }

    /// Fills `bytes`, or their front if the file ends; tells how many there were.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while filled < bytes.len() {
            match self.input.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == IoErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
        self.at += filled as u64;
        Ok(filled)
    }
}

fn unreadable(error: io::Error) -> ImageError {
    ImageError::new(ErrorKind::SourceDataBad, format!("the source cannot be read: {error}"))
}
