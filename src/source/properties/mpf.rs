//! The index of a JPEG file that holds several images (CIPA DC-007, 5.2): offsets and lengths, which change when the
//! first image grows.

#![forbid(unsafe_code)]

use super::edit::Edit;
use crate::error::Result;

/// The tag of the list of images, of 16 bytes each: attributes, length, offset, and two numbers.
const ENTRIES: u16 = 0xB002;
const ENTRY: usize = 16;

/// The numbers of an index, in its byte order.
struct Index<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Index<'_> {
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
    fn entries(&self) -> Option<(usize, usize)> {
        let directory = self.u32(4)? as usize;
        let count = usize::from(self.u16(directory)?);
        let entry = (0..count).map(|entry| directory + 2 + 12 * entry).find(|at| self.u16(*at) == Some(ENTRIES))?;
        let (length, list) = (self.u32(entry + 4)? as usize, self.u32(entry + 8)? as usize);
        (list.checked_add(length)? <= self.bytes.len()).then_some((list, length / ENTRY))
    }
}

/// Adds to `edit` what follows from it for the index at `at` of the file: the length of the first image, which is the
/// file's beginning, and the offsets of the others, which count from the index. One that makes no sense stays as it is.
pub fn moved(edit: &mut Edit, at: u64, bytes: &[u8]) -> Result<()> {
    let index = Index { bytes, little: bytes.starts_with(b"II") };
    let Some((list, count)) = index.entries().filter(|_| index.little || bytes.starts_with(b"MM")) else {
        return Ok(());
    };
    let mut changed = Vec::new();
    for entry in (0..count).map(|number| list + number * ENTRY) {
        let (Some(length), Some(offset)) = (index.u32(entry + 4), index.u32(entry + 8)) else { break };
        let (place, before, after) = match offset {
            0 => (entry + 4, length, edit.moved(length.into())),
            _ => (entry + 8, offset, edit.moved(at + u64::from(offset)) - edit.moved(at)),
        };
        match u32::try_from(after) {
            Ok(after) if after != before => changed.push((at + place as u64, index.stored(after))),
            _ => {}
        }
    }
    changed.into_iter().try_for_each(|(place, bytes)| edit.replace(place..place + 4, bytes))
}
