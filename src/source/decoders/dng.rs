//! DNG (1.4): a TIFF whose raw pixels stay undeveloped; what is decoded is its largest JPEG preview.

#![forbid(unsafe_code)]

use super::Decoder;
use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::SourceBytes;
use crate::source::container::Container;
use crate::source::frame::{Frame, Wish};
use crate::source::markers::FrameHeader;
use crate::source::tiff::{Directory, Tiff};

/// Tags of which the first directory of a DNG has at least two: DNGVersion, DNGBackwardVersion, UniqueCameraModel,
/// DefaultCropSize, BayerGreenSplit.
const MARKS: [u16; 5] = [0xC612, 0xC613, 0xC614, 0xC620, 0xC62D];

/// The tag PhotometricInterpretation.
const PHOTOMETRIC: u16 = 262;

/// Photometric interpretations of pixels that are not developed: CFA and LinearRaw.
const RAW: [u64; 2] = [32803, 34892];

/// Where the one JPEG stream of a directory may lie, as tags of its offset and its length: a JPEG file (TIFF 6.0,
/// section 22, and Exif), or the only strip or tile.
const STREAMS: [(u16, u16); 3] = [(513, 514), (273, 279), (324, 325)];

/// Whether `bytes` are a DNG.
pub fn is_dng(bytes: &SourceBytes) -> Result<bool> {
    let Some(tiff) = Tiff::open(bytes)? else { return Ok(false) };
    let marks = |first: Directory| MARKS.iter().filter(|mark| first.entry(**mark).is_some()).count();
    Ok(tiff.first()?.map_or(0, marks) >= 2)
}

/// The decoder of DNG.
pub struct Dng;

impl Decoder for Dng {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        Container::Jpeg.decoder().size(&preview(bytes)?)
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        Container::Jpeg.decoder().decode(&preview(bytes)?, wish)
    }
}

/// The largest JPEG preview.
fn preview(bytes: &SourceBytes) -> Result<SourceBytes> {
    let mut largest = (0, 0, 0);
    if let Some(tiff) = Tiff::open(bytes)? {
        for directory in tiff.directories()? {
            for tags in STREAMS {
                let Some((offset, length)) = place(&tiff, &directory, tags)? else { continue };
                let header = FrameHeader::at(bytes, offset)?.filter(is_decodable);
                let area = header.map_or(0, |header| u32::from(header.width) * u32::from(header.height));
                if area > largest.0 {
                    largest = (area, offset, length);
                }
            }
        }
    }
    let (_, offset, length) = largest;
    let none = || ImageError::new(ErrorKind::SourceDecodeFailed, "the DNG has no JPEG preview that can be decoded");
    // A stream that ends behind the file is decoded as far as it is there.
    bytes.part(offset, length.min(bytes.len().saturating_sub(offset)))?.ok_or_else(none)
}

/// Offset and length of the stream that these tags of `directory` point to, unless it is of raw pixels.
fn place(tiff: &Tiff, directory: &Directory, (offset, length): (u16, u16)) -> Result<Option<(u64, u64)>> {
    let number = |tag| -> Result<Option<u64>> {
        let Some(entry) = directory.entry(tag).filter(|entry| entry.count == 1) else { return Ok(None) };
        let number = tiff.value(entry)?.and_then(|value| value.integer(0));
        Ok(number.and_then(|number| u64::try_from(number).ok()))
    };
    if number(PHOTOMETRIC)?.is_some_and(|number| RAW.contains(&number)) {
        return Ok(None);
    }
    Ok(number(offset)?.zip(number(length)?))
}

/// Whether this is a JPEG as photos are, and not one of the lossless ones that raw pixels lie in.
fn is_decodable(header: &FrameHeader) -> bool {
    header.process <= 2 && header.precision == 8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF whose first directory has these tags.
    fn is_dng_with(tags: impl Iterator<Item = u16>) -> bool {
        let entries: Vec<u8> =
            tags.flat_map(|tag| [&tag.to_be_bytes()[..], &[0, 1, 0, 0, 0, 1, 0, 0, 0, 0]].concat()).collect();
        let count = (entries.len() / 12) as u16;
        let file = [b"MM\0\x2A\0\0\0\x08", &count.to_be_bytes()[..], &entries].concat();
        is_dng(&SourceBytes::Owned(file)).unwrap()
    }

    #[test]
    fn two_marks_among_the_first_1024_entries_make_a_dng() {
        for first in MARKS {
            assert!(!is_dng_with([first, first].into_iter()));
            for second in MARKS.into_iter().filter(|second| *second != first) {
                assert!(is_dng_with([256, first, 257, second].into_iter()));
            }
        }
        let marks_behind = |count: usize| std::iter::repeat_n(256, count).chain(MARKS.into_iter().take(2));
        assert!(is_dng_with(marks_behind(1022)));
        assert!(!is_dng_with(marks_behind(1023)));
        assert!(!is_dng(&SourceBytes::Borrowed(b"II\x2A\0")).unwrap());
    }
}
