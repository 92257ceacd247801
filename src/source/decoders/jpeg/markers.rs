//! The markers of a JPEG file (T.81, B.1.1): what is cut, what the frame header says, and the ICC profile.

#![forbid(unsafe_code)]

use memchr::memchr;

/// The marker at the start of an image.
pub const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP2: u8 = 0xE2;

/// What the segments of a profile begin with (ICC.1, annex B.4); the segment's number, from 1, and how many there are
/// follow in a byte each.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// Greatest length of a profile.
const PROFILE_BYTES: usize = 16 << 20;

/// A marker segment.
struct Segment<'a> {
    marker: u8,
    /// Where it begins in the file.
    start: usize,
    /// Its parameters, behind its length; None if the file ends before they do.
    parameters: Option<&'a [u8]>,
}

/// The marker segments of a file, and EOI. What is between two, as fill bytes and coded data with its restart markers,
/// is passed over; what is behind EOI, or a cut segment, is not looked at.
fn segments(file: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let mut at = rest.take()?;
        loop {
            at += memchr(0xFF, &file[at..])?;
            match *file.get(at + 1)? {
                0xFF => at += 1,
                // A byte of coded data, a marker without parameters, or none.
                0x00..=0x01 | 0xD0..=SOI => at += 2,
                EOI => return Some(Segment { marker: EOI, start: at, parameters: Some(&[]) }),
                marker => {
                    let length =
                        file.get(at + 2..at + 4).map(|length| usize::from(length[0]) << 8 | usize::from(length[1]));
                    // A length counts its own two bytes; one that does not is left to the decoder to refuse.
                    let end = length.map_or(usize::MAX, |length| at + 2 + length.max(2));
                    let parameters = file.get(at + 4..end);
                    rest = parameters.map(|_| end);
                    return Some(Segment { marker, start: at, parameters });
                }
            }
        }
    })
}

/// The segments before the first scan, whose own is the last of them.
fn header(file: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut over = false;
    segments(file).take_while(move |segment| !std::mem::replace(&mut over, segment.marker == SOS))
}

/// Whether the file ends before its first scan begins.
pub fn header_is_cut(file: &[u8]) -> bool {
    match header(file).last() {
        Some(segment) => segment.parameters.is_none() || !matches!(segment.marker, SOS | EOI),
        None => true,
    }
}

/// Whether the frame header is there and says that a side is above `most`.
pub fn is_wider_than(file: &[u8], most: u16) -> bool {
    // SOF0 to SOF15 without DHT, JPG and DAC (T.81, table B.1).
    let frame =
        header(file).find(|segment| matches!(segment.marker, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF));
    match frame.and_then(|segment| segment.parameters) {
        Some(&[_, y1, y0, x1, x0, ..]) => u16::from_be_bytes([y1, y0]).max(u16::from_be_bytes([x1, x0])) > most,
        _ => false,
    }
}

/// The file without its last segment, if that is cut.
pub fn without_cut_segment(file: &[u8]) -> Option<&[u8]> {
    segments(file).find(|segment| segment.parameters.is_none()).map(|segment| &file[..segment.start])
}

/// Where the image ends, behind its last marker; None if it breaks off.
pub fn end(file: &[u8]) -> Option<usize> {
    segments(file).find(|segment| segment.marker == EOI).map(|segment| segment.start + 2)
}

/// The ICC profile, if there is one and it is whole.
pub fn profile(file: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u8, &[u8])> = Vec::new();
    let mut count = None;
    let found = header(file)
        .filter(|segment| segment.marker == APP2)
        .filter_map(|segment| segment.parameters.and_then(|parameters| parameters.strip_prefix(PROFILE)));
    for part in found {
        let &[number, of, ref bytes @ ..] = part else { return None };
        if *count.get_or_insert(of) != of {
            return None;
        }
        parts.push((number, bytes));
    }
    parts.sort_by_key(|(number, _)| *number);
    let complete = parts.iter().map(|(number, _)| *number).eq(1..=count?);
    let length: usize = parts.iter().map(|(_, bytes)| bytes.len()).sum();
    if !complete || length > PROFILE_BYTES {
        return None;
    }
    let mut profile = Vec::new();
    profile.try_reserve_exact(length).ok()?;
    parts.iter().for_each(|(_, bytes)| profile.extend_from_slice(bytes));
    Some(profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// APP2 with a part of a profile.
    fn part(number: u8, of: u8, bytes: &[u8]) -> Vec<u8> {
        let length = (2 + PROFILE.len() + 2 + bytes.len()) as u16;
        [&[0xFF, APP2][..], &length.to_be_bytes(), PROFILE, &[number, of], bytes].concat()
    }

    fn file(parts: &[Vec<u8>]) -> Vec<u8> {
        [&[0xFF, SOI][..], &parts.concat(), &[0xFF, SOS, 0, 3, 1, 7, 0xFF, 0, 0xFF, EOI]].concat()
    }

    #[test]
    fn a_profile_is_put_together_in_the_order_of_its_numbers() {
        assert_eq!(profile(&file(&[part(2, 2, b"file"), part(1, 2, b"pro")])), Some(b"profile".to_vec()));
        assert_eq!(profile(&file(&[part(1, 1, b"one")])), Some(b"one".to_vec()));
    }

    #[test]
    fn a_profile_that_is_not_whole_is_none() {
        assert_eq!(profile(&file(&[])), None);
        assert_eq!(profile(&file(&[part(1, 2, b"pro")])), None);
        assert_eq!(profile(&file(&[part(1, 2, b"pro"), part(1, 2, b"file")])), None);
        assert_eq!(profile(&file(&[part(1, 2, b"pro"), part(2, 3, b"file")])), None);
        assert_eq!(profile(&file(&[part(0, 0, b"")])), None);
        let behind = [file(&[]), part(1, 1, b"one")].concat();
        assert_eq!(profile(&behind), None);
    }

    #[test]
    fn cuts_are_found_wherever_they_are() {
        let whole = file(&[part(1, 1, b"one")]);
        let scan = whole.len() - 5;
        let sos = scan - 5;
        for cut in 0..=whole.len() {
            assert_eq!(header_is_cut(&whole[..cut]), cut < scan, "{cut}");
            // A lone FF at the end begins nothing yet.
            let start = match cut {
                _ if (4..sos).contains(&cut) => Some(2),
                _ if (sos + 2..scan).contains(&cut) => Some(sos),
                _ => None,
            };
            assert_eq!(without_cut_segment(&whole[..cut]).map(<[u8]>::len), start, "{cut}");
        }
    }

    #[test]
    fn the_frame_header_is_found_behind_fill_bytes() {
        let frame = |x: u16| [&[0xFF, SOI, 0xFF, 0xFF, 0xFF, 0xC2, 0, 7, 8, 0, 1][..], &x.to_be_bytes()].concat();
        assert!(is_wider_than(&frame(501), 500));
        assert!(!is_wider_than(&frame(500), 500));
        assert!(!is_wider_than(&frame(500)[..12], 1));
    }
}
