//! An EXIF block as bytes.
//!
//! First the header, then each directory with its values behind it, then the thumbnail. A maker note stays where it was
//! read, since many hold offsets that count from the block's first byte; what else is written goes around it. Only when
//! the block would then not fit into a JPEG file any more does the note move like any other value.

#![forbid(unsafe_code)]

use super::block::{Block, ByteOrder, Ifd, MAKER_NOTE, THUMBNAIL_JPEG, THUMBNAIL_STRIPS};
use super::value::Value;
use crate::error::{ErrorKind, ImageError, Result};

/// Longest block that one APP1 segment of a JPEG file holds: 65535 bytes less the length field and "Exif\0\0".
pub const JPEG_BYTES: usize = 65_527;

impl Block {
    /// The block as bytes.
    pub fn write(&self) -> Result<Vec<u8>> {
        let note = self.get(Ifd::Exif, MAKER_NOTE).map_or(0, |note| note.bytes().len());
        let place = self.maker_note_at.map_or(0, |at| at as usize);
        let keeps = place >= 8 && note > 4 && place.saturating_add(note) <= JPEG_BYTES;
        let place = keeps.then_some(place);
        let kept = Writer::new(self.order, place.map(|at| at..at + note)).block(self)?;
        if place.is_some() && kept.len() > JPEG_BYTES { Writer::new(self.order, None).block(self) } else { Ok(kept) }
    }
}

/// A block in the making.
struct Writer {
    order: ByteOrder,
    bytes: Vec<u8>,
    /// Where the maker note goes, and nothing else.
    reserved: Option<std::ops::Range<usize>>,
}

impl Writer {
    fn new(order: ByteOrder, reserved: Option<std::ops::Range<usize>>) -> Self {
        Self { order, bytes: Vec::new(), reserved }
    }

    fn block(mut self, block: &Block) -> Result<Vec<u8>> {
        let total: usize =
            Ifd::ALL.iter().flat_map(|ifd| block.directory(*ifd).values()).map(|v| v.bytes().len()).sum();
        let total = total + block.thumbnail.iter().map(Vec::len).sum::<usize>();
        if u32::try_from(total).is_err() || total > 1 << 30 {
            return Err(ImageError::new(ErrorKind::TooLarge, "EXIF: more than 1 GiB"));
        }
        let lacking = |_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {total} bytes of EXIF"));
        self.bytes.try_reserve(total + (64 << 10)).map_err(lacking)?;

        let (mark, magic): (_, &[u8]) = match self.order {
            ByteOrder::Little => (b"II", &[42, 0]),
            ByteOrder::Big => (b"MM", &[0, 42]),
        };
        self.bytes.extend_from_slice(mark);
        self.bytes.extend_from_slice(magic);
        self.bytes.extend([0; 4]);
        let mut places = [None; 5];
        for ifd in Ifd::ALL {
            // The image's directory must exist; the Exif one must where it holds the pointer to Interop.
            let needed = ifd == Ifd::Image || ifd == Ifd::Exif && !block.directory(Ifd::Interop).is_empty();
            if needed || !block.directory(ifd).is_empty() {
                places[ifd as usize] = Some(self.directory(block, ifd));
            }
        }
        for ifd in Ifd::ALL {
            let Some(at) = places[ifd as usize] else { continue };
            match ifd.pointer() {
                Some((holder, tag)) => self.point(places[holder as usize], tag, at),
                None if ifd == Ifd::Image => self.patch(4, at),
                None => {
                    let image = places[Ifd::Image as usize].unwrap_or_default();
                    let entries = self.count(image);
                    self.patch(image + 2 + 12 * entries, at);
                }
            }
        }
        self.thumbnail(block, places[Ifd::Thumbnail as usize]);
        let end = self.reserved.as_ref().map_or(0, |place| place.end);
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let (Some(place), Some(note)) = (self.reserved, block.get(Ifd::Exif, MAKER_NOTE)) {
            let mut stored = Vec::new();
            note.encode(self.order, &mut stored);
            self.bytes[place].copy_from_slice(&stored);
        }
        Ok(self.bytes)
    }

    /// Writes a directory and, behind it, its values that are longer than 4 bytes; gives its place. Pointers and the
    /// offsets of thumbnails are zeros still.
    fn directory(&mut self, block: &Block, ifd: Ifd) -> usize {
        let own = block.directory(ifd).iter().map(|(tag, value)| (*tag, value.clone()));
        let pointers = Ifd::ALL.into_iter().filter_map(|target| Some((target, target.pointer()?)));
        let pointers = pointers.filter(|(target, (holder, _))| {
            let filled = !block.directory(*target).is_empty();
            let carries = *target == Ifd::Exif && !block.directory(Ifd::Interop).is_empty();
            *holder == ifd && (filled || carries)
        });
        let mut entries: Vec<(u16, Value)> = own.collect();
        entries.extend(pointers.map(|(_, (_, tag))| (tag, Value::of_longs(&[0]))));
        if let (Ifd::Thumbnail, Some(offsets)) = (ifd, thumbnail_tag(block)) {
            // Offsets are of the format Long, whatever they were: the new ones may need it.
            for entry in entries.iter_mut().filter(|(tag, _)| *tag == offsets) {
                entry.1 = Value::of_longs(&vec![0; block.thumbnail.len()]);
            }
        }
        entries.sort_by_key(|(tag, _)| *tag);
        entries.truncate(usize::from(u16::MAX));

        let at = self.place(2 + 12 * entries.len() + 4);
        self.bytes.resize(at + 2 + 12 * entries.len() + 4, 0);
        self.patch16(at, entries.len() as u16);
        for (index, (tag, value)) in entries.iter().enumerate() {
            let entry = at + 2 + 12 * index;
            self.patch16(entry, *tag);
            self.patch16(entry + 2, value.format() as u16);
            self.patch(entry + 4, value.count());
            if value.bytes().len() <= 4 {
                let mut stored = Vec::new();
                value.encode(self.order, &mut stored);
                self.bytes[entry + 8..entry + 8 + stored.len()].copy_from_slice(&stored);
                continue;
            }
            let kept =
                self.reserved.as_ref().filter(|_| (ifd, *tag) == (Ifd::Exif, MAKER_NOTE)).map(|place| place.start);
            let offset = kept.unwrap_or_else(|| {
                let offset = self.place(value.bytes().len());
                value.encode(self.order, &mut self.bytes);
                offset
            });
            self.patch(entry + 8, offset);
        }
        at
    }

    /// Writes the parts of the thumbnail and their offsets.
    fn thumbnail(&mut self, block: &Block, directory: Option<usize>) {
        let (Some(directory), Some(tag)) = (directory, thumbnail_tag(block)) else { return };
        let mut offsets = Vec::new();
        for part in &block.thumbnail {
            let at = self.place(part.len());
            self.bytes.extend_from_slice(part);
            offsets.push(at);
        }
        let Some(entry) = self.find(directory, tag) else { return };
        let first = if offsets.len() == 1 { entry + 8 } else { self.u32(entry + 8) };
        for (index, offset) in offsets.into_iter().enumerate() {
            self.patch(first + 4 * index, offset);
        }
    }

    /// Where `length` bytes go next: at an even place, and not over the maker note's.
    fn place(&mut self, length: usize) -> usize {
        let mut at = self.bytes.len().next_multiple_of(2);
        if let Some(reserved) = &self.reserved
            && at < reserved.end
            && at + length > reserved.start
        {
            at = reserved.end.next_multiple_of(2);
        }
        self.bytes.resize(at, 0);
        at
    }

    fn point(&mut self, directory: Option<usize>, tag: u16, target: usize) {
        if let Some(entry) = directory.and_then(|directory| self.find(directory, tag)) {
            self.patch(entry + 8, target);
        }
    }

    /// The place of the entry of `tag`.
    fn find(&self, directory: usize, tag: u16) -> Option<usize> {
        (0..self.count(directory)).map(|index| directory + 2 + 12 * index).find(|entry| self.u16(*entry) == tag)
    }

    fn count(&self, directory: usize) -> usize {
        usize::from(self.u16(directory))
    }

    fn u16(&self, at: usize) -> u16 {
        self.order.u16([self.bytes[at], self.bytes[at + 1]])
    }

    fn u32(&self, at: usize) -> usize {
        self.order.u32([self.bytes[at], self.bytes[at + 1], self.bytes[at + 2], self.bytes[at + 3]]) as usize
    }

    fn patch16(&mut self, at: usize, number: u16) {
        let bytes = match self.order {
            ByteOrder::Little => number.to_le_bytes(),
            ByteOrder::Big => number.to_be_bytes(),
        };
        self.bytes[at..at + 2].copy_from_slice(&bytes);
    }

    fn patch(&mut self, at: usize, number: usize) {
        let number = number as u32; // the block was found to be shorter
        let bytes = match self.order {
            ByteOrder::Little => number.to_le_bytes(),
            ByteOrder::Big => number.to_be_bytes(),
        };
        self.bytes[at..at + 4].copy_from_slice(&bytes);
    }
}

/// The tag that holds the offsets of the thumbnail's parts.
fn thumbnail_tag(block: &Block) -> Option<u16> {
    let tags = [THUMBNAIL_JPEG.0, THUMBNAIL_STRIPS.0].into_iter();
    let mut tags = tags.filter(|tag| block.get(Ifd::Thumbnail, *tag).is_some());
    tags.next().filter(|_| !block.thumbnail.is_empty())
}
