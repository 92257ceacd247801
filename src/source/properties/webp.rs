//! EXIF in a WebP file: the chunk EXIF, which counts if VP8X says that it is there (RFC 9649, 2.7).

#![forbid(unsafe_code)]

use super::edit::Edit;
use super::{EXIF_BYTES, too_long, without_name};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::Exif;
use crate::source::bytes::SourceBytes;
use crate::source::scan::Scan;

/// RIFF, a length, WEBP.
const HEADER: u64 = 12;

/// Flags of VP8X.
const ANIMATION: u8 = 0x02;
const XMP: u8 = 0x04;
const EXIF: u8 = 0x08;
const ALPHA: u8 = 0x10;
const ICC: u8 = 0x20;

struct Chunk {
    kind: [u8; 4],
    at: u64,
    length: u32,
}

impl Chunk {
    fn data(&self) -> u64 {
        self.at + 8
    }

    /// Behind the byte that makes its length even.
    fn end(&self) -> u64 {
        self.at + 8 + u64::from(self.length).next_multiple_of(2)
    }
}

/// The chunks of a file, but for most of an animation's frames.
struct Chunks {
    /// Those that this module knows.
    list: Vec<Chunk>,
    /// Where the RIFF says that it ends.
    riff_end: u64,
    /// Where the last whole chunk ends; one more than `riff_end` if the last byte, which makes the length even, is
    /// missing.
    end: u64,
}

/// Chunks that matter here. Of an image's the first suffices, and files have few of the others; a hostile one with more
/// is none that need be understood.
const KNOWN: [&[u8; 4]; 8] = [b"VP8X", b"ICCP", b"ANIM", b"ALPH", b"VP8 ", b"VP8L", b"EXIF", b"XMP "];
const MOST: usize = 256;

impl Chunks {
    fn find(bytes: &SourceBytes) -> Result<Self> {
        let mut scan = Scan::new(bytes);
        let length = scan.array(4)?.map_or(0, u32::from_le_bytes);
        let riff_end = 8 + u64::from(length);
        let mut chunks = Self { list: Vec::new(), riff_end, end: HEADER };
        while chunks.list.len() < MOST && chunks.end + 8 <= riff_end.min(scan.len()) {
            let Some([kind @ .., a, b, c, d]) = scan.array::<8>(chunks.end)? else { break };
            let chunk = Chunk { kind, at: chunks.end, length: u32::from_le_bytes([a, b, c, d]) };
            if chunk.end() > riff_end.min(scan.len()) + 1 {
                break;
            }
            chunks.end = chunk.end();
            if KNOWN.contains(&&chunk.kind) {
                chunks.list.push(chunk);
            }
        }
        Ok(chunks)
    }

    fn first(&self, kind: &[u8; 4]) -> Option<&Chunk> {
        self.list.iter().find(|chunk| chunk.kind == *kind)
    }

    /// The place of the flags of VP8X, and the flags.
    fn flags(&self, bytes: &SourceBytes) -> Result<Option<(u64, u8)>> {
        let Some(header) = self.list.first().filter(|chunk| chunk.kind == *b"VP8X" && chunk.length >= 10) else {
            return Ok(None);
        };
        Ok(Scan::new(bytes).array(header.data())?.map(|[flags]| (header.data(), flags)))
    }
}

/// The EXIF of the file, if it has any.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    let chunks = Chunks::find(bytes)?;
    let stated = chunks.flags(bytes)?.is_some_and(|(_, flags)| flags & EXIF != 0);
    let Some(chunk) = chunks.first(b"EXIF").filter(|chunk| stated && chunk.length as usize <= EXIF_BYTES) else {
        return Ok(None);
    };
    let block = Scan::new(bytes).bytes(chunk.data(), chunk.length as usize)?;
    block.map(|block| Exif::read(without_name(&block))).transpose()
}

/// The file with `block` where it had EXIF, else in front of XMP or at its end.
pub fn write(bytes: &SourceBytes, block: &[u8]) -> Result<Edit> {
    let chunks = Chunks::find(bytes)?;
    if chunks.riff_end > bytes.len() || chunks.end < chunks.riff_end {
        return Err(bad("the chunks of the WebP do not end where it says"));
    }
    let mut edit = Edit::default();
    let last_is_exif = chunks.list.last().is_some_and(|last| last.kind == *b"EXIF" && last.end() == chunks.end);
    if chunks.end > chunks.riff_end && !last_is_exif {
        edit.replace(chunks.riff_end..chunks.riff_end, vec![0])?;
    }
    let ends = |at: u64| at.min(chunks.riff_end);
    let mut new = [&b"EXIF"[..], &(block.len() as u32).to_le_bytes(), block].concat();
    if block.len() % 2 == 1 {
        new.push(0);
    }
    match (chunks.first(b"EXIF"), chunks.first(b"XMP ")) {
        (Some(old), _) if old.length as usize > EXIF_BYTES => return Err(too_long(old.length.into())),
        (Some(old), _) => edit.replace(old.at..ends(old.end()), new)?,
        (None, Some(xmp)) => edit.replace(xmp.at..xmp.at, new)?,
        (None, None) => edit.replace(chunks.riff_end..chunks.riff_end, new)?,
    }
    for more in chunks.list.iter().filter(|chunk| chunk.kind == *b"EXIF").skip(1) {
        edit.replace(more.at..ends(more.end()), Vec::new())?;
    }
    match chunks.flags(bytes)? {
        Some((at, flags)) => edit.replace(at..at + 1, vec![flags | EXIF])?,
        None => edit.replace(HEADER..HEADER, extended_header(bytes, &chunks)?)?,
    }
    let length = u32::try_from(edit.moved(chunks.riff_end) - 8).ok().filter(|length| *length <= u32::MAX - 10);
    let length = length.ok_or_else(|| ImageError::new(ErrorKind::TooLarge, "a WebP has at most 4 GiB"))?;
    edit.replace(4..8, length.to_le_bytes().to_vec())?;
    Ok(edit)
}

/// The VP8X of a file that had none, from its image (RFC 9649, 2.5 and 2.6; RFC 6386, 9.1).
fn extended_header(bytes: &SourceBytes, chunks: &Chunks) -> Result<Vec<u8>> {
    let image = chunks.first(b"VP8 ").or(chunks.first(b"VP8L")).ok_or_else(|| bad("the WebP has no image"))?;
    let head: [u8; 10] = Scan::new(bytes).array(image.data())?.ok_or_else(|| bad("the image of the WebP is cut"))?;
    let has = |kind, flag| if chunks.first(kind).is_some() { flag } else { 0 };
    let mut flags = EXIF | has(b"ALPH", ALPHA) | has(b"ANIM", ANIMATION) | has(b"ICCP", ICC) | has(b"XMP ", XMP);
    let (width, height) = match (&image.kind, head) {
        (b"VP8 ", [_, _, _, 0x9D, 0x01, 0x2A, a, b, c, d]) => {
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            (side(a, b), side(c, d))
        }
        (b"VP8L", [0x2F, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([a, b, c, d]);
            if bits >> 28 & 1 == 1 {
                flags |= ALPHA;
            }
            ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        _ => return Err(bad("the image of the WebP has no header")),
    };
    if width == 0 || height == 0 {
        return Err(bad("the image of the WebP has no pixels"));
    }
    let side = |side: u32| (side - 1).to_le_bytes();
    let ([a, b, c, _], [d, e, f, _]) = (side(width), side(height));
    Ok([&b"VP8X\x0A\0\0\0"[..], &[flags, 0, 0, 0, a, b, c, d, e, f]].concat())
}

fn bad(cause: &'static str) -> ImageError {
    ImageError::new(ErrorKind::SourceHeaderBad, cause)
}
