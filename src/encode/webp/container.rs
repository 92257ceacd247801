//! The extended file format (RFC 9649, 2.7): libwebp writes a plain file, and here it gets a profile and EXIF.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::sink::Output;

/// Flags of VP8X.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;

/// Bytes of the RIFF header, and of a chunk's.
const RIFF: usize = 12;
const CHUNK: usize = 8;
/// Bytes of a whole VP8X chunk.
const EXTENDED: usize = CHUNK + 10;

/// What a file may have beside its image.
pub struct Extras<'a> {
    /// An ICC profile.
    pub profile: Option<&'a [u8]>,
    /// EXIF, from its TIFF header on.
    pub exif: Option<&'a [u8]>,
}

/// Writes `file`, as libwebp made it of an image of `size`, with `extras` in it.
pub fn write_extended(file: &[u8], size: (u32, u32), extras: &Extras<'_>, output: &mut Output<'_>) -> Result<()> {
    let broken = || ImageError::new(ErrorKind::EncoderFailed, "WebP encoder: the file has another form than expected");
    let chunks = file.get(RIFF..).ok_or_else(broken)?;
    let (alpha, chunks) = match chunks {
        [b'V', b'P', b'8', b'X', ..] => {
            let (head, rest) = chunks.split_at_checked(EXTENDED).ok_or_else(broken)?;
            (head[CHUNK] & HAS_ALPHA, rest)
        }
        // A signature byte, 14 bits of width and of height, and whether there is alpha (RFC 9649, 3.4).
        [b'V', b'P', b'8', b'L', ..] => (chunks.get(CHUNK + 4).ok_or_else(broken)? & HAS_ALPHA, chunks),
        _ => (0, chunks),
    };
    let flags = |extra: Option<&[u8]>, flag| if extra.is_some() { flag } else { 0 };
    let flags = alpha | flags(extras.profile, HAS_PROFILE) | flags(extras.exif, HAS_EXIF);
    // 2.7: the profile lies before the image, EXIF behind it.
    let (before, behind) = (chunk(b"ICCP", extras.profile), chunk(b"EXIF", extras.exif));
    let length = 4 + EXTENDED + before.len() + chunks.len() + behind.len();
    let length =
        u32::try_from(length).map_err(|_| ImageError::new(ErrorKind::TooLarge, "the WebP file is too long"))?;
    let less_one = |side: u32| (side - 1).to_le_bytes();
    let mut head = Vec::with_capacity(RIFF + EXTENDED);
    head.extend_from_slice(b"RIFF");
    head.extend_from_slice(&length.to_le_bytes());
    head.extend_from_slice(b"WEBPVP8X\x0A\0\0\0");
    head.extend_from_slice(&[flags, 0, 0, 0]);
    head.extend_from_slice(&less_one(size.0)[..3]);
    head.extend_from_slice(&less_one(size.1)[..3]);
    [&head, &before, chunks, &behind].into_iter().try_for_each(|part| output.write(part))
}

/// A whole chunk of `data`, or nothing.
fn chunk(name: &[u8; 4], data: Option<&[u8]>) -> Vec<u8> {
    let Some(data) = data else { return Vec::new() };
    let mut chunk = Vec::with_capacity(CHUNK + data.len() + 1);
    chunk.extend_from_slice(name);
    chunk.extend_from_slice(&(data.len() as u32).to_le_bytes());
    chunk.extend_from_slice(data);
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}
