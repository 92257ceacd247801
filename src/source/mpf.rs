//! The index of a JPEG file that holds several images (CIPA DC-007, 5.2): where they are, and how it is kept true when
//! the first image grows.

#![forbid(unsafe_code)]

use super::markers::{Segment, Segments};
use super::properties::edit::Edit;
use crate::error::Result;

/// The marker of the segment with the index.
pub const APP2: u8 = 0xE2;

/// What that begins with.
pub const NAME: &[u8; 4] = b"MPF\0";

/// The tag of the list of images, of 16 bytes each: attributes, length, offset, and two numbers.
const ENTRIES: u16 = 0xB002;
const ENTRY: usize = 16;

/// An index, by what follows its name in the file.
pub struct Index {
    /// Where its header is in the file; offsets count from here.
    at: u64,
    bytes: Vec<u8>,
    little: bool,
}

/// An image that an index names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// Where its entry is in the index.
    entry: usize,
    /// Bytes of it.
    pub length: u32,
    /// Where it begins, counted from the index; 0 for the first image, which begins where the file does.
    pub offset: u32,
}

impl Index {
    /// The index in `segment`, which begins with [`NAME`]; None if it has no byte order.
    pub fn read(segments: &Segments<'_>, segment: &Segment) -> Result<Option<Self>> {
        let bytes = segments.data(segment)?.split_off(NAME.len());
        let little = bytes.starts_with(b"II");
        let known = little || bytes.starts_with(b"MM");
        Ok(known.then_some(Self { at: segment.data + NAME.len() as u64, bytes, little }))
    }

    /// The images, in their order.
    pub fn images(&self) -> impl Iterator<Item = Image> {
        let (list, count) = self.list().unwrap_or_default();
        (0..count)
            .map(move |number| list + number * ENTRY)
            .map_while(|entry| Some(Image { entry, length: self.u32(entry + 4)?, offset: self.u32(entry + 8)? }))
    }

    /// Where `image` begins in the file.
    pub fn place(&self, image: &Image) -> u64 {
        if image.offset == 0 { 0 } else { self.at + u64::from(image.offset) }
    }

    /// Adds to `edit` what follows from it for the index: the length of the first image, which is the file's beginning,
    /// and the offsets of the others.
    pub fn moved(&self, edit: &mut Edit) -> Result<()> {
        let mut changed = Vec::new();
        for image in self.images() {
            let (place, before, after) = match image.offset {
                0 => (image.entry + 4, image.length, edit.moved(image.length.into())),
                offset => (image.entry + 8, offset, edit.moved(self.place(&image)) - edit.moved(self.at)),
            };
            match u32::try_from(after) {
                Ok(after) if after != before => changed.push((self.at + place as u64, self.stored(after))),
                _ => {}
            }
        }
        changed.into_iter().try_for_each(|(place, bytes)| edit.replace(place..place + 4, bytes))
    }

    fn array<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        let mut bytes: [u8; N] = *self.bytes.get(at..)?.first_chunk()?;
        if !self.little {
            bytes.reverse();
        }
        Some(bytes)
    }

    fn u16(&self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn stored(&self, number: u32) -> Vec<u8> {
        if self.little { number.to_le_bytes().to_vec() } else { number.to_be_bytes().to_vec() }
    }

    /// Where the list of images lies, and how many there are.
    fn list(&self) -> Option<(usize, usize)> {
        let directory = self.u32(4)? as usize;
        let count = usize::from(self.u16(directory)?);
        let entry = (0..count).map(|entry| directory + 2 + 12 * entry).find(|at| self.u16(*at) == Some(ENTRIES))?;
        let (length, list) = (self.u32(entry + 4)? as usize, self.u32(entry + 8)? as usize);
        (list.checked_add(length)? <= self.bytes.len()).then_some((list, length / ENTRY))
    }
}
