//! The extended file format (RFC 9649, 2.7): libwebp writes a file without a profile, and here it gets one.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::sink::Output;

/// Flags of VP8X.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;

/// Bytes of the RIFF header, and of a chunk's.
const RIFF: usize = 12;
const CHUNK: usize = 8;
/// Bytes of a whole VP8X chunk.
const EXTENDED: usize = CHUNK + 10;

/// Writes `file`, as libwebp made it of an image of `size`, with `profile` in it.
pub fn write_with_profile(file: &[u8], size: (u32, u32), profile: &[u8], output: &mut Output<'_>) -> Result<()> {
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
    let padding = profile.len() % 2;
    let length = 4 + EXTENDED + CHUNK + profile.len() + padding + chunks.len();
    let length =
        u32::try_from(length).map_err(|_| ImageError::new(ErrorKind::TooLarge, "the WebP file is too long"))?;
    let less_one = |side: u32| (side - 1).to_le_bytes();
    let mut head = Vec::with_capacity(RIFF + EXTENDED + CHUNK + profile.len() + padding);
    head.extend_from_slice(b"RIFF");
    head.extend_from_slice(&length.to_le_bytes());
    head.extend_from_slice(b"WEBPVP8X\x0A\0\0\0");
    head.extend_from_slice(&[HAS_PROFILE | alpha, 0, 0, 0]);
    head.extend_from_slice(&less_one(size.0)[..3]);
    head.extend_from_slice(&less_one(size.1)[..3]);
    head.extend_from_slice(b"ICCP");
    head.extend_from_slice(&(profile.len() as u32).to_le_bytes());
    head.extend_from_slice(profile);
    head.resize(head.len() + padding, 0);
    output.write(&head)?;
    output.write(chunks)
}
