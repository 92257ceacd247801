//! The structure of a TIFF file (TIFF 6.0, section 2), read by position: what lies in its directories, also of files
//! too long to be read whole.
//!
//! What cannot be read is left out. Nothing recurses; directories, their entries and the bytes of a value are limited.

#![forbid(unsafe_code)]

use super::bytes::SourceBytes;
use super::scan::Scan;
use crate::error::Result;
use crate::metadata::exif::block::ByteOrder;
use crate::metadata::exif::value::{Format, Value};

/// Most directories that are read of a file.
const DIRECTORIES: usize = 64;

/// Most entries that are read of a directory: a device looks no further for what makes a TIFF a DNG.
const ENTRIES: usize = 1024;

/// Longest value that is read, in bytes.
const VALUE_BYTES: usize = 4 << 20;

/// The tag of the offsets of directories below another (TIFF Technical Note 1).
const SUB_IFDS: u16 = 330;

/// A TIFF file.
pub struct Tiff<'a> {
    bytes: &'a SourceBytes,
    order: ByteOrder,
    first: u32,
}

/// A directory.
#[derive(Debug)]
pub struct Directory {
    entries: Vec<Entry>,
    next: u32,
}

/// An entry of a directory, its value unread.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The tag.
    pub tag: u16,
    /// Number of the format of the value's elements.
    pub format: u16,
    /// Number of elements.
    pub count: u32,
    /// Where the last four bytes of the entry lie: the value, or its offset.
    place: u64,
}

impl Directory {
    /// The first entry with this tag.
    pub fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

impl<'a> Tiff<'a> {
    /// The TIFF file in `bytes`, if they begin like one.
    pub fn open(bytes: &'a SourceBytes) -> Result<Option<Self>> {
        let Some([a, b, c, d, offset @ ..]) = Scan::new(bytes).array::<8>(0)? else { return Ok(None) };
        let order = match [a, b, c, d] {
            [b'I', b'I', 42, 0] => ByteOrder::Little,
            [b'M', b'M', 0, 42] => ByteOrder::Big,
            _ => return Ok(None),
        };
        Ok(Some(Self { bytes, order, first: order.u32(offset) }))
    }

    fn scan(&self) -> Scan<'a> {
        Scan::new(self.bytes)
    }

    /// The first directory.
    pub fn first(&self) -> Result<Option<Directory>> {
        self.directory(self.first)
    }

    /// All directories: the first, those below it, those behind it, those below these. Each once.
    pub fn directories(&self) -> Result<Vec<Directory>> {
        let mut places = vec![self.first];
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(place) = places.get(at).copied() {
            at += 1;
            let Some(directory) = self.directory(place)? else { continue };
            let below = match directory.entry(SUB_IFDS) {
                // No more offsets than may be followed.
                Some(entry) => self.value(&Entry { count: entry.count.min(DIRECTORIES as u32), ..*entry })?,
                None => None,
            };
            let below = below.iter().flat_map(|value| (0..value.count()).map(|at| value.integer(at)));
            let below: Vec<u32> = below.filter_map(|place| u32::try_from(place?).ok()).collect();
            for place in below.into_iter().chain([directory.next]) {
                if place != 0 && places.len() < DIRECTORIES && !places.contains(&place) {
                    places.push(place);
                }
            }
            found.push(directory);
        }
        Ok(found)
    }

    /// The directory at `place`, as far as it is there.
    fn directory(&self, place: u32) -> Result<Option<Directory>> {
        let place = u64::from(place);
        let Some(count) = self.scan().array(place)?.map(|count| self.order.u16(count)) else { return Ok(None) };
        let mut table = [0; 12 * ENTRIES];
        let table = &mut table[..12 * usize::from(count).min(ENTRIES)];
        let there = self.bytes.read_at(place + 2, table)?;
        let entry = |(at, entry): (usize, &[u8; 12])| {
            let [tag0, tag1, format0, format1, count @ .., _, _, _, _] = *entry;
            Entry {
                tag: self.order.u16([tag0, tag1]),
                format: self.order.u16([format0, format1]),
                count: self.order.u32(count),
                place: place + 2 + 12 * at as u64 + 8,
            }
        };
        let entries = table[..there].as_chunks().0.iter().enumerate().map(entry).collect();
        let next = self.scan().array(place + 2 + 12 * u64::from(count))?.map_or(0, |next| self.order.u32(next));
        Ok(Some(Directory { entries, next }))
    }

    /// The value of `entry`: none if its format is unknown, it reaches outside the file or is longer than 4 MiB.
    pub fn value(&self, entry: &Entry) -> Result<Option<Value>> {
        let Some(format) = Format::of(entry.format) else { return Ok(None) };
        let length = usize::try_from(entry.count).ok().and_then(|count| count.checked_mul(format.size()));
        let Some(length) = length.filter(|length| *length <= VALUE_BYTES) else { return Ok(None) };
        let place = match self.scan().array(entry.place)? {
            Some(offset) if length > 4 => u64::from(self.order.u32(offset)),
            _ => entry.place,
        };
        let stored = self.scan().bytes(place, length)?;
        stored.map(|stored| Value::decode(format, &stored, self.order)).transpose()
    }

    /// The value of `tag` in `directory`.
    pub fn find(&self, directory: &Directory, tag: u16) -> Result<Option<Value>> {
        directory.entry(tag).map_or(Ok(None), |entry| self.value(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::random::Random;

    /// An entry as it is stored: tag, format, count, and value or offset.
    type Stored = (u16, u16, u32, u32);

    /// A file of these directories, each at its place, with the place of the next one behind it.
    fn file(big: bool, directories: &[(u32, &[Stored], u32)], length: usize) -> Vec<u8> {
        let two = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let four = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let mut file = vec![0; length];
        file[..2].copy_from_slice(if big { b"MM" } else { b"II" });
        file[2..4].copy_from_slice(&two(42));
        file[4..8].copy_from_slice(&four(directories[0].0));
        for (place, entries, next) in directories {
            let mut bytes = two(entries.len() as u16).to_vec();
            for (tag, format, count, value) in *entries {
                bytes.extend([two(*tag), two(*format)].concat());
                bytes.extend([four(*count), four(*value)].concat());
            }
            bytes.extend(four(*next));
            file[*place as usize..][..bytes.len()].copy_from_slice(&bytes);
        }
        file
    }

    fn widths(bytes: Vec<u8>) -> Vec<Option<i64>> {
        let bytes = SourceBytes::Owned(bytes);
        let Some(tiff) = Tiff::open(&bytes).unwrap() else { return Vec::new() };
        let width = |directory: &Directory| tiff.find(directory, 256).unwrap().and_then(|value| value.integer(0));
        tiff.directories().unwrap().iter().map(width).collect()
    }

    /// Three directories: the second below the first, which points to itself as well, the third behind the first.
    fn three(big: bool) -> Vec<u8> {
        let first: &[Stored] = &[(256, 4, 1, 1), (330, 4, 3, 200)];
        let mut bytes = file(big, &[(8, first, 100), (60, &[(256, 4, 1, 2)], 8), (100, &[(256, 4, 1, 3)], 60)], 212);
        for (at, place) in [60_u32, 8, 999].into_iter().enumerate() {
            let place = if big { place.to_be_bytes() } else { place.to_le_bytes() };
            bytes[200 + 4 * at..][..4].copy_from_slice(&place);
        }
        bytes
    }

    #[test]
    fn directories_are_found_once_in_both_orders() {
        for big in [false, true] {
            assert_eq!(widths(three(big)), [Some(1), Some(2), Some(3)]);
        }
        // A directory that is its own next, and one that says to have 65535 entries.
        assert_eq!(widths(file(false, &[(8, &[(256, 3, 1, 7)], 8)], 40)), [Some(7)]);
        let mut many = file(false, &[(8, &[(256, 3, 1, 7)], 0)], 40);
        many[8..10].copy_from_slice(&[255, 255]);
        assert_eq!(widths(many), [Some(7)]);
    }

    #[test]
    fn a_value_outside_the_file_or_too_long_is_none() {
        let value = |format, count, offset| {
            let bytes = SourceBytes::Owned(file(false, &[(8, &[(256, format, count, offset)], 0)], 64));
            let tiff = Tiff::open(&bytes).unwrap().unwrap();
            let first = tiff.first().unwrap().unwrap();
            tiff.find(&first, 256).unwrap().map(|value| value.count())
        };
        assert_eq!(value(1, 4, 0), Some(4));
        assert_eq!(value(1, 24, 40), Some(24));
        assert_eq!(value(1, 25, 40), None);
        assert_eq!(value(1, 24, u32::MAX), None);
        assert_eq!(value(12, u32::MAX, 0), None);
        assert_eq!(value(1, (VALUE_BYTES + 1) as u32, 0), None);
        assert_eq!(value(99, 1, 0), None);
    }

    /// Every prefix, and every byte replaced by others, ends; what is left is never more than the limits.
    #[test]
    fn damaged_files_give_what_is_left_of_them() {
        let whole = three(true);
        for length in 0..whole.len() {
            assert!(widths(whole[..length].to_vec()).len() <= 3, "{length}");
        }
        let mut random = Random(0x9E37_79B9);
        for at in 0..whole.len() {
            for _ in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= random.next() as u8;
                assert!(widths(damaged).len() <= DIRECTORIES);
            }
        }
    }
}
