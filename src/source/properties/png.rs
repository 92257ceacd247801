//! EXIF in a PNG file: the chunk eXIf (PNG 3, 11.3.4.5), or what was the custom before it existed, a text chunk of hex
//! digits that ImageMagick and others name "Raw profile type exif" or "Raw profile type APP1".

#![forbid(unsafe_code)]

use super::chunks::{Chunk, Chunks, FIRST, inflated};
use super::edit::Edit;
use super::{EXIF_BYTES, too_long, without_name};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::Exif;
use crate::source::bytes::SourceBytes;
use crate::source::scan::Scan;

/// Most bytes of the text of a profile: two digits for each byte, and the ends of lines.
const TEXT_BYTES: usize = 3 * EXIF_BYTES;

/// Text chunks with the name of a profile that are looked into: each may cost much more than its length says.
const PROFILES: usize = 16;

/// Chunks eXIf that are looked at. One is allowed.
const MOST: usize = 256;

/// Where EXIF lies.
#[derive(Default)]
struct Found {
    /// The chunks eXIf.
    chunks: Vec<Chunk>,
    /// The text chunks that hold EXIF.
    texts: Vec<Chunk>,
    /// The block of the first text.
    text: Option<Vec<u8>>,
    /// Where the header ends.
    header_end: Option<u64>,
}

fn find(bytes: &SourceBytes) -> Result<Found> {
    let mut chunks = Chunks::of(bytes);
    let (mut found, mut profiles) = (Found::default(), 0);
    while let Some(chunk) = chunks.next()? {
        match &chunk.name {
            b"IHDR" if chunk.at == FIRST => found.header_end = Some(chunk.end()),
            b"eXIf" if found.chunks.len() < MOST => found.chunks.push(chunk),
            b"tEXt" | b"zTXt" | b"iTXt" if profiles < PROFILES && is_profile(&mut chunks.scan, &chunk)? => {
                profiles += 1;
                if let Some(block) = profile(&chunks.scan, &chunk)? {
                    found.text.get_or_insert(block);
                    found.texts.push(chunk);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The EXIF of the file, if it has any.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    let found = find(bytes)?;
    let block = match found.chunks.first() {
        Some(chunk) if chunk.length as usize > EXIF_BYTES => None,
        Some(chunk) => Scan::new(bytes).bytes(chunk.data(), chunk.length as usize)?,
        None => found.text,
    };
    block.map(|block| Exif::read(without_name(&block))).transpose()
}

/// The file with `block` behind its header, and without the EXIF that it had.
pub fn write(bytes: &SourceBytes, block: &[u8]) -> Result<Edit> {
    let found = find(bytes)?;
    let header_end =
        found.header_end.ok_or_else(|| ImageError::new(ErrorKind::SourceHeaderBad, "the PNG has no header"))?;
    let mut chunk = [&(block.len() as u32).to_be_bytes()[..], b"eXIf", block].concat();
    chunk.extend(crc32fast::hash(&chunk[4..]).to_be_bytes());
    let mut edit = Edit::default();
    edit.replace(header_end..header_end, chunk)?;
    if let Some(unread) = found.chunks.iter().find(|chunk| chunk.length as usize > EXIF_BYTES) {
        return Err(too_long(unread.length.into()));
    }
    for old in found.chunks.iter().chain(&found.texts) {
        edit.replace(old.at..old.end(), Vec::new())?;
    }
    Ok(edit)
}

/// Whether a text chunk has the name of a profile that may be EXIF.
fn is_profile(scan: &mut Scan<'_>, chunk: &Chunk) -> Result<bool> {
    let names = [b"Raw profile type exif\0", b"Raw profile type APP1\0"];
    let long_enough = chunk.length > 22 && chunk.length as usize <= TEXT_BYTES;
    Ok(long_enough && scan.array(chunk.data())?.is_some_and(|name| names.contains(&&name)))
}

/// The block in a text chunk that has the name of a profile; None if it holds something else.
fn profile(scan: &Scan<'_>, chunk: &Chunk) -> Result<Option<Vec<u8>>> {
    let Some(data) = scan.bytes(chunk.data(), chunk.length as usize)? else { return Ok(None) };
    let text = data[22..].to_vec();
    let text = match &chunk.name {
        b"tEXt" => Some(text),
        b"zTXt" => match text.as_slice() {
            [0, compressed @ ..] => inflated(compressed, TEXT_BYTES)?,
            _ => None,
        },
        _ => international(&text)?,
    };
    let block = text.and_then(|text| from_hex(&text));
    Ok(block.filter(|block| matches!(without_name(block).get(..4), Some(b"II*\0" | b"MM\0*"))))
}

/// The text of an iTXt chunk, behind its name: whether and how it is compressed, language, translated name, text.
fn international(data: &[u8]) -> Result<Option<Vec<u8>>> {
    let Some((&[compressed, method], rest)) = data.split_first_chunk() else { return Ok(None) };
    let Some(text) = rest.splitn(3, |byte| *byte == 0).nth(2) else { return Ok(None) };
    match (compressed, method) {
        (0, _) => Ok(Some(text.to_vec())),
        (1, 0) => inflated(text, TEXT_BYTES),
        _ => Ok(None),
    }
}

/// The bytes of a profile: its name, their number, and the hex digits of as many, between blanks and ends of lines.
fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.next()?;
    let length: usize = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    if length > EXIF_BYTES {
        return None;
    }
    let mut digits = words.flatten().map(|digit| char::from(*digit).to_digit(16));
    let mut byte = || Some((digits.next()?? << 4 | digits.next()??) as u8);
    (0..length).map(|_| byte()).collect()
}
