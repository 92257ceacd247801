//! PNG (third edition): resolution, colours, interlacing, and the texts of the keywords that the standard names.

#![forbid(unsafe_code)]

use super::{Keys, find, integer};
use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;
use crate::source::properties::Property;
use crate::source::properties::chunks::{Chunk, Chunks, inflated};
use crate::source::scan::Scan;

/// Most chunks that are looked at: a file of 1 GiB has half as many if its pixels come in pieces of 8 KiB.
const CHUNKS: usize = 1 << 18;

/// Longest text that is told, in bytes.
const TEXT_BYTES: usize = 64 << 10;

/// Longest chunk that is read: such a text, or what it is compressed to, and its keyword and language.
const CHUNK_BYTES: usize = TEXT_BYTES + (1 << 10);

/// What finds a value.
#[derive(Clone, Copy)]
pub enum Source {
    /// In the first chunk of this type, in front of the pixels.
    Chunk([u8; 4], fn(&[u8]) -> Option<Property>),
    /// Under this keyword in a chunk of text, wherever it is.
    Keyword,
}

/// The keys.
pub const KEYS: &Keys<Source> = &[
    ("PngXPixelsPerMeter", Source::Chunk(*b"pHYs", |data| per_meter(data, 0))),
    ("PngYPixelsPerMeter", Source::Chunk(*b"pHYs", |data| per_meter(data, 4))),
    ("PngGamma", Source::Chunk(*b"gAMA", |data| doubles::<1>(data))),
    ("PngInterlaceType", Source::Chunk(*b"IHDR", |data| data.get(12).copied().map(integer))),
    ("PngSRGBIntent", Source::Chunk(*b"sRGB", |data| data.first().copied().map(integer))),
    ("PngChromaticities", Source::Chunk(*b"cHRM", |data| doubles::<8>(data))),
    ("Title", Source::Keyword),
    ("Description", Source::Keyword),
    ("Comment", Source::Keyword),
    ("Disclaimer", Source::Keyword),
    ("Warning", Source::Keyword),
    ("Author", Source::Keyword),
    ("Copyright", Source::Keyword),
    ("Creation Time", Source::Keyword),
    ("Modification Time", Source::Keyword),
    ("Software", Source::Keyword),
];

/// The value of `key`.
pub fn value(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    let Some(source) = find(KEYS, key) else { return Ok(None) };
    let mut chunks = Chunks::of(bytes);
    for _ in 0..CHUNKS {
        let Some(chunk) = chunks.next()? else { break };
        match (source, &chunk.name) {
            (Source::Chunk(name, of), _) if name == chunk.name => {
                return Ok(data(&mut chunks.scan, &chunk)?.and_then(|data| of(&data)));
            }
            (Source::Chunk(..), b"IDAT") => break,
            (Source::Keyword, b"tEXt" | b"zTXt" | b"iTXt") => {
                let data = data(&mut chunks.scan, &chunk)?.unwrap_or_default();
                if let Some([0, rest @ ..]) = data.strip_prefix(key) {
                    return text(&chunk.name, rest);
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The data of `chunk`; none if they are too long or damaged.
fn data(scan: &mut Scan<'_>, chunk: &Chunk) -> Result<Option<Vec<u8>>> {
    let length = chunk.length as usize;
    if length > CHUNK_BYTES {
        return Ok(None);
    }
    let Some(data) = scan.bytes(chunk.data(), length)? else { return Ok(None) };
    let Some(sum) = scan.array(chunk.data() + length as u64)? else { return Ok(None) };
    let mut expected = crc32fast::Hasher::new();
    expected.update(&chunk.name);
    expected.update(&data);
    Ok((u32::from_be_bytes(sum) == expected.finalize()).then_some(data))
}

fn big_endian(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

/// A resolution, if its unit is the metre.
fn per_meter(data: &[u8], at: usize) -> Option<Property> {
    let is_meter = data.get(8) == Some(&1);
    big_endian(data, at).filter(|_| is_meter).map(integer)
}

/// `N` numbers, each stored as 100000 times as much.
fn doubles<const N: usize>(data: &[u8]) -> Option<Property> {
    let number = |at| Some(f64::from(big_endian(data, 4 * at)?) / 100_000.0);
    (0..N).map(number).collect::<Option<Vec<f64>>>().map(Property::Doubles)
}

/// The text in a chunk of this name, in UTF-8; `rest` of its data lies behind the keyword and its NUL.
fn text(name: &[u8; 4], rest: &[u8]) -> Result<Option<Property>> {
    let text = match (name, rest) {
        (b"tEXt", latin1) => Some(latin1_to_utf8(latin1)?),
        (b"zTXt", [0, compressed @ ..]) => {
            inflated(compressed, TEXT_BYTES)?.map(|latin1| latin1_to_utf8(&latin1)).transpose()?
        }
        // A language and a translated keyword come first, each with its NUL.
        (b"iTXt", [is_compressed, 0, rest @ ..]) => match (is_compressed, rest.splitn(3, |byte| *byte == 0).nth(2)) {
            (0, Some(text)) => Some(reserved(text.len(), text.iter().copied())?),
            (1, Some(compressed)) => inflated(compressed, TEXT_BYTES)?,
            _ => None,
        },
        _ => None,
    };
    let is_text = |text: &Vec<u8>| {
        (1..=TEXT_BYTES).contains(&text.len()) && !text.contains(&0) && std::str::from_utf8(text).is_ok()
    };
    Ok(text.filter(is_text).map(Property::Text))
}

/// Latin-1 is the beginning of Unicode.
fn latin1_to_utf8(latin1: &[u8]) -> Result<Vec<u8>> {
    let two = |byte: u8| [0xC0 | byte >> 6, 0x80 | byte & 0x3F];
    let utf8 = latin1.iter().flat_map(|byte| {
        let (pair, count) = if byte.is_ascii() { ([*byte, 0], 1) } else { (two(*byte), 2) };
        pair.into_iter().take(count)
    });
    reserved(2 * latin1.len(), utf8)
}

/// `bytes`, of which there are at most `count`.
fn reserved(count: usize, bytes: impl Iterator<Item = u8>) -> Result<Vec<u8>> {
    let mut reserved = Vec::new();
    reserved
        .try_reserve_exact(count)
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for a text of {count} bytes")))?;
    reserved.extend(bytes);
    Ok(reserved)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn told(name: &[u8; 4], rest: &[u8]) -> Option<Vec<u8>> {
        match text(name, rest).unwrap() {
            Some(Property::Text(text)) => Some(text),
            None => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_of_all_three_chunks_are_utf8() {
        let umlaut = "Zürich ÿ".as_bytes();
        let latin1 = b"Z\xFCrich \xFF";
        assert_eq!(told(b"tEXt", latin1).as_deref(), Some(umlaut));
        assert_eq!(told(b"zTXt", &[&[0], deflated(latin1).as_slice()].concat()).as_deref(), Some(umlaut));
        assert_eq!(told(b"iTXt", &[b"\0\0de\0Titel\0", umlaut].concat()).as_deref(), Some(umlaut));
        assert_eq!(told(b"iTXt", &[b"\x01\0\0\0", deflated(umlaut).as_slice()].concat()).as_deref(), Some(umlaut));
        for (name, rest) in [
            (b"tEXt", &b""[..]),
            (b"tEXt", b"a\0b"),
            (b"zTXt", b"\x01abc"),
            (b"iTXt", b"\0\0de\0no text"),
            (b"iTXt", b"\0\0\0\0\xFF\xFE"),
            (b"iTXt", b"\x02\0\0\0text"),
        ] {
            assert_eq!(told(name, rest), None);
        }
    }

    #[test]
    fn texts_are_told_up_to_their_limit() {
        for (length, is_told) in
            [(TEXT_BYTES, true), (TEXT_BYTES + 1, false), (TEXT_BYTES + 2, false), (1 << 20, false)]
        {
            let long = vec![b'a'; length];
            let packed = [&[0], deflated(&long).as_slice()].concat();
            assert_eq!(told(b"zTXt", &packed).map(|text| text.len()), is_told.then_some(length));
            assert_eq!(told(b"tEXt", &long).map(|text| text.len()), is_told.then_some(length));
        }
    }

    #[test]
    fn damaged_texts_are_none_or_text() {
        let text = b"What is compressed well is compressed well, as is what is compressed well";
        let whole = [b"\x01\0\0\0", deflated(text).as_slice()].concat();
        assert_eq!(told(b"iTXt", &whole).as_deref(), Some(&text[..]));
        for length in 0..whole.len() {
            assert_eq!(told(b"iTXt", &whole[..length]), None, "{length}");
        }
        for at in 4..whole.len() {
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << bit;
                // The level of the compression is not looked at; what else is damaged, the sum tells.
                let found = told(b"iTXt", &damaged);
                assert!(found.is_none() || found.as_deref() == Some(&text[..]), "byte {at}, bit {bit}");
            }
        }
    }
}
