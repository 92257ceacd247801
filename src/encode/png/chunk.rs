//! Chunks of a file (ISO/IEC 15948, clause 5.3): length, type, data, and a CRC of the latter two.

#![forbid(unsafe_code)]

use crc32fast::Hasher;

use super::shape::{Colour, Shape};
use crate::deflate::{self, Deflater, Settings};
use crate::encode::color::{FileColor, Profiled};
use crate::encode::encoder::FileInfo;
use crate::error::Result;
use crate::metadata::icc::Channels;
use crate::sink::Output;

/// Clause 5.2.
const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// How a zlib stream begins: CM 8 and a window of 32 KiB; FLEVEL 2; FCHECK (RFC 1950, 2.2).
pub const ZLIB_HEADER: [u8; 2] = [0x78, 0x9C];

/// Appends a whole chunk.
fn chunk(name: &[u8; 4], data: &[u8], out: &mut Vec<u8>) {
    let mut open = Open::begin(name, out);
    out.extend_from_slice(data);
    open.absorb(out);
    open.end(out);
}

/// A chunk whose data still grows, at the end of a vector.
pub struct Open {
    start: usize,
    absorbed: usize,
    crc: Hasher,
}

impl Open {
    /// Appends the head of a chunk, without its length.
    pub fn begin(name: &[u8; 4], out: &mut Vec<u8>) -> Self {
        let start = out.len();
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(name);
        Self { start, absorbed: start + 4, crc: Hasher::new() }
    }

    /// Takes what was appended into the CRC.
    pub fn absorb(&mut self, out: &[u8]) {
        self.crc.update(&out[self.absorbed..]);
        self.absorbed = out.len();
    }

    /// Completes the chunk. All data must have been absorbed.
    pub fn end(self, out: &mut Vec<u8>) {
        debug_assert_eq!(self.absorbed, out.len());
        let length = out.len() - self.start - 8;
        out[self.start..][..4].copy_from_slice(&(length as u32).to_be_bytes());
        out.extend_from_slice(&self.crc.finalize().to_be_bytes());
    }
}

/// Writes everything before the first IDAT chunk: signature, IHDR, eXIf, chunks of colour, PLTE and tRNS in the order
/// of 5.6.
pub fn write_head(shape: &Shape, info: &FileInfo, output: &mut Output<'_>) -> Result<()> {
    let mut out = Vec::with_capacity(64 + 4 * shape.palette.len());
    out.extend_from_slice(&SIGNATURE);
    let mut header = [0; 13]; // 11.2.2; compression, filter and interlace methods are 0
    header[..4].copy_from_slice(&shape.width.to_be_bytes());
    header[4..8].copy_from_slice(&shape.height.to_be_bytes());
    header[8] = shape.depth;
    header[9] = shape.colour.number();
    chunk(b"IHDR", &header, &mut out);
    if let Some(exif) = &info.exif {
        chunk(b"eXIf", exif, &mut out); // 11.3.4.5 of the third edition
    }
    match &info.color {
        FileColor::Srgb => chunk(b"sRGB", &[0], &mut out), // 11.3.3.5: perceptual
        FileColor::Other(colors) => color_chunks(shape, colors, &mut out)?,
    }
    if !shape.palette.is_empty() {
        let colours: Vec<u8> = shape.palette.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
        chunk(b"PLTE", &colours, &mut out);
        let clear = shape.palette.iter().rposition(|colour| colour[3] != 255).map_or(0, |last| last + 1);
        if clear > 0 {
            let alphas: Vec<u8> = shape.palette[..clear].iter().map(|colour| colour[3]).collect();
            chunk(b"tRNS", &alphas, &mut out);
        }
    }
    if let Some(key) = &shape.key {
        let key: Vec<u8> = key.iter().flat_map(|&sample| u16::from(sample).to_be_bytes()).collect();
        chunk(b"tRNS", &key, &mut out);
    }
    output.write(&out)
}

/// cICP where numbers say more than a profile (11.3.2.6 of the third edition), and iCCP (11.3.2.3). A grey file has a
/// profile of grey.
fn color_chunks(shape: &Shape, colors: &Profiled, out: &mut Vec<u8>) -> Result<()> {
    if let Some([primaries, transfer]) = colors.space.and_then(|space| space.code_points()) {
        chunk(b"cICP", &[primaries, transfer, 0, colors.full_range.into()], out);
    }
    let channels = match shape.colour {
        Colour::Grey | Colour::GreyAlpha => Channels::Gray,
        _ => Channels::Rgb,
    };
    let profile = colors.profile_of(channels)?;
    let mut data = colors.title().as_bytes().to_vec();
    data.extend_from_slice(&[0, 0]); // the end of the name, and zlib as the method
    data.extend_from_slice(&ZLIB_HEADER);
    Deflater::new(Settings::of_level(8)).compress(&profile, 0, true, &mut data);
    data.extend_from_slice(&deflate::adler32(&profile).to_be_bytes());
    chunk(b"iCCP", &data, out);
    Ok(())
}

/// Writes what follows the last IDAT chunk.
pub fn write_end(output: &mut Output<'_>) -> Result<()> {
    let mut out = Vec::with_capacity(12);
    chunk(b"IEND", &[], &mut out);
    output.write(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_chunk_is_that_of_every_file() {
        let mut output = Output::unlimited();
        write_end(&mut output).unwrap();
        assert_eq!(output.to_vec(), b"\0\0\0\0IEND\xAE\x42\x60\x82");
    }

    #[test]
    fn data_may_come_in_pieces() {
        let (mut whole, mut pieces) = (Vec::new(), Vec::new());
        chunk(b"IDAT", b"abcdef", &mut whole);
        let mut open = Open::begin(b"IDAT", &mut pieces);
        pieces.extend_from_slice(b"abc");
        open.absorb(&pieces);
        pieces.extend_from_slice(b"def");
        open.absorb(&pieces);
        open.end(&mut pieces);
        assert_eq!(whole, pieces);
    }
}
