//! An EXIF block: the directories of a TIFF file (TIFF 6.0, section 2; Exif 2.32, 4.5 and 4.6), read from any bytes.
//!
//! What cannot be read is left out and the rest is kept, as readers of photos do. Nothing recurses: there are five
//! directories, each read at most once, and no two from the same place. A value costs as much memory as it has bytes in
//! the block; values that lie over each other cannot make more of them than the block has.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::value::{Format, Value};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::copy_of;

/// How the numbers of a block lie in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// "II".
    Little,
    /// "MM".
    Big,
}

impl ByteOrder {
    /// Two bytes as a number.
    pub fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    /// Four bytes as a number.
    pub fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }
}

/// A directory of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ifd {
    /// IFD0: the image.
    Image,
    /// IFD1: the thumbnail.
    Thumbnail,
    /// How the photo was taken.
    Exif,
    /// Where it was taken.
    Gps,
    /// Interoperability.
    Interop,
}

impl Ifd {
    /// All directories: a directory comes behind the one that points to it.
    pub const ALL: [Self; 5] = [Self::Image, Self::Thumbnail, Self::Exif, Self::Gps, Self::Interop];

    /// The directory and the tag that point to this one. The thumbnail's follows the image's without a tag.
    pub(super) fn pointer(self) -> Option<(Self, u16)> {
        match self {
            Self::Image | Self::Thumbnail => None,
            Self::Exif => Some((Self::Image, 0x8769)),
            Self::Gps => Some((Self::Image, 0x8825)),
            Self::Interop => Some((Self::Exif, 0xA005)),
        }
    }

    fn is_pointer(self, tag: u16) -> bool {
        Self::ALL.into_iter().any(|ifd| ifd.pointer() == Some((self, tag)))
    }
}

/// The tag of a maker note, in the Exif directory.
pub(super) const MAKER_NOTE: u16 = 0x927C;

/// Offset and length of a thumbnail in JPEG form, in the thumbnail's directory.
pub(super) const THUMBNAIL_JPEG: (u16, u16) = (0x0201, 0x0202);

/// Offsets and lengths of an uncompressed thumbnail, in the thumbnail's directory.
pub(super) const THUMBNAIL_STRIPS: (u16, u16) = (0x0111, 0x0117);

/// Values by their tags. Pointers to other directories are not among them, they are made when a block is written.
pub(super) type Directory = BTreeMap<u16, Value>;

/// An EXIF block in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The order of its bytes.
    pub order: ByteOrder,
    directories: [Directory; 5],
    /// The thumbnail: a JPEG file, or strips.
    pub(super) thumbnail: Vec<Vec<u8>>,
    /// Where the maker note lies. Many hold offsets into the block, which mean something only while the note stays.
    pub(super) maker_note_at: Option<u32>,
}

impl Block {
    /// A block without tags.
    pub fn new(order: ByteOrder) -> Self {
        Self { order, directories: Default::default(), thumbnail: Vec::new(), maker_note_at: None }
    }

    /// The block in `bytes`, which begin with "II" or "MM"; an error only if there is no header, no
    /// directory or no memory.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Self::read_from(bytes, bytes.len(), true)
    }

    /// The directories in the TIFF file `file` that tell of its first image, with values of at most `budget` bytes in
    /// all. The directory that follows the first is another page there, no thumbnail, and is left out.
    pub fn read_file(file: impl Storage, budget: usize) -> Result<Self> {
        Self::read_from(file, budget, false)
    }

    fn read_from(storage: impl Storage, budget: usize, thumbnail: bool) -> Result<Self> {
        let bad = |cause: &'static str| ImageError::new(ErrorKind::SourceDataBad, cause);
        let mut reader =
            Reader { storage, order: ByteOrder::Little, budget, seen: Vec::new(), pointers: Vec::new(), failure: None };
        reader.order = match reader.storage.array(0).as_ref() {
            Some(b"II") => ByteOrder::Little,
            Some(b"MM") => ByteOrder::Big,
            _ => return Err(bad("EXIF: neither II nor MM")),
        };
        if reader.u16(2) != Some(42) {
            return Err(bad("EXIF: not a TIFF header"));
        }
        let mut block = Self::new(reader.order);
        let first = reader.u32(4).ok_or_else(|| bad("EXIF: cut in its header"))?;
        let second =
            reader.directory(first, Ifd::Image, &mut block).ok_or_else(|| bad("EXIF: no directory"))?.unwrap_or(0);
        if thumbnail && second != 0 {
            reader.directory(second, Ifd::Thumbnail, &mut block);
            reader.thumbnail(&mut block);
        }
        // A pointer is found in a directory that was read before.
        while let Some((ifd, offset)) = reader.pointers.pop() {
            reader.directory(offset, ifd, &mut block);
        }
        reader.failure.map_or(Ok(block), Err)
    }

    pub(super) fn directory(&self, ifd: Ifd) -> &Directory {
        &self.directories[ifd as usize]
    }

    /// The value of `tag` in `ifd`.
    pub fn get(&self, ifd: Ifd, tag: u16) -> Option<&Value> {
        self.directory(ifd).get(&tag)
    }

    /// Sets the value of `tag` in `ifd`.
    pub fn set(&mut self, ifd: Ifd, tag: u16, value: Value) {
        if (ifd, tag) == (Ifd::Exif, MAKER_NOTE) {
            self.maker_note_at = None;
        }
        self.directories[ifd as usize].insert(tag, value);
    }

    /// Takes out the thumbnail and its directory.
    pub fn remove_thumbnail(&mut self) {
        self.directories[Ifd::Thumbnail as usize].clear();
        self.thumbnail.clear();
    }

    /// Takes `tag` out of `ifd`.
    pub fn remove(&mut self, ifd: Ifd, tag: u16) {
        self.directories[ifd as usize].remove(&tag);
    }
}

/// What a block is read from: bytes in memory, or a file of which a few parts are wanted.
pub trait Storage {
    /// The `N` bytes from `at` on, if they exist.
    fn array<const N: usize>(&mut self, at: u32) -> Option<[u8; N]>;

    /// The `length` bytes from `at` on, if they exist.
    fn part(&mut self, at: u32, length: usize) -> Option<Cow<'_, [u8]>>;
}

impl Storage for &[u8] {
    fn array<const N: usize>(&mut self, at: u32) -> Option<[u8; N]> {
        self.get(at as usize..)?.first_chunk().copied()
    }

    fn part(&mut self, at: u32, length: usize) -> Option<Cow<'_, [u8]>> {
        let start = at as usize;
        self.get(start..start.checked_add(length)?).map(Cow::Borrowed)
    }
}

/// Reads from bytes of which nothing is known.
struct Reader<S> {
    storage: S,
    order: ByteOrder,
    /// Bytes that values may still take.
    budget: usize,
    /// Where directories were read.
    seen: Vec<u32>,
    /// Directories that are still to be read.
    pointers: Vec<(Ifd, u32)>,
    /// Lack of memory; every other flaw is passed over.
    failure: Option<ImageError>,
}

impl<S: Storage> Reader<S> {
    fn u16(&mut self, offset: u32) -> Option<u16> {
        self.storage.array(offset).map(|bytes| self.order.u16(bytes))
    }

    fn u32(&mut self, offset: u32) -> Option<u32> {
        self.storage.array(offset).map(|bytes| self.order.u32(bytes))
    }

    /// The `length` bytes from `offset` on, within the budget.
    fn take(&mut self, offset: u32, length: usize) -> Option<Cow<'_, [u8]>> {
        let left = self.budget.checked_sub(length)?;
        let taken = self.storage.part(offset, length)?;
        self.budget = left;
        Some(taken)
    }

    /// Reads the directory at `offset`; None if there is none, else where the next one lies if that can be read.
    fn directory(&mut self, offset: u32, ifd: Ifd, block: &mut Block) -> Option<Option<u32>> {
        if self.seen.contains(&offset) {
            return None;
        }
        let count = self.u16(offset)?;
        self.seen.push(offset);
        let first = offset.checked_add(2)?;
        for entry in 0..u32::from(count) {
            let at = first.checked_add(entry * 12);
            let Some(at) = at.filter(|at| self.storage.array::<12>(*at).is_some()) else { return Some(None) };
            self.entry(at, ifd, block);
        }
        Some(first.checked_add(u32::from(count) * 12).and_then(|next| self.u32(next)))
    }

    /// Reads the entry at `at`, whose 12 bytes exist. One that makes no sense, or repeats a tag, is left out.
    fn entry(&mut self, at: u32, ifd: Ifd, block: &mut Block) -> Option<()> {
        let tag = self.u16(at)?;
        let format = Format::of(self.u16(at + 2)?)?;
        let count = self.u32(at + 4)?;
        if ifd.is_pointer(tag) {
            let target = Ifd::ALL.into_iter().find(|target| target.pointer() == Some((ifd, tag)))?;
            if !self.pointers.iter().any(|(known, _)| *known == target) && block.directory(target).is_empty() {
                let offset = self.u32(at + 8)?;
                self.pointers.push((target, offset));
            }
            return Some(());
        }
        if block.get(ifd, tag).is_some() {
            return None;
        }
        let length = usize::try_from(count).ok()?.checked_mul(format.size())?;
        let offset = if length <= 4 { at + 8 } else { self.u32(at + 8)? };
        let order = self.order;
        let value = self.take(offset, length).map(|stored| Value::decode(format, &stored, order))?;
        match value {
            Ok(value) => block.set(ifd, tag, value),
            Err(error) => self.failure = Some(error),
        }
        if (ifd, tag) == (Ifd::Exif, MAKER_NOTE) && length > 4 {
            block.maker_note_at = Some(offset);
        }
        Some(())
    }

    /// Reads the bytes of the thumbnail; without them its offsets and lengths are taken out.
    fn thumbnail(&mut self, block: &mut Block) {
        for (offsets, lengths) in [THUMBNAIL_JPEG, THUMBNAIL_STRIPS] {
            let found = self.parts(block, offsets, lengths).filter(|_| block.thumbnail.is_empty());
            match found {
                Some(parts) => block.thumbnail = parts,
                None => {
                    block.remove(Ifd::Thumbnail, offsets);
                    block.remove(Ifd::Thumbnail, lengths);
                }
            }
        }
    }

    fn parts(&mut self, block: &Block, offsets: u16, lengths: u16) -> Option<Vec<Vec<u8>>> {
        let (offsets, lengths) = (block.get(Ifd::Thumbnail, offsets)?, block.get(Ifd::Thumbnail, lengths)?);
        let part = |at| {
            let offset = u32::try_from(offsets.integer(at)?).ok()?;
            let length = usize::try_from(lengths.integer(at)?).ok()?;
            let part = self.take(offset, length).filter(|part| !part.is_empty()).map(|part| copy_of(&part))?;
            part.map_err(|error| self.failure = Some(error)).ok()
        };
        let same = offsets.count() == lengths.count() && offsets.count() > 0;
        same.then(|| (0..offsets.count()).map(part).collect::<Option<Vec<_>>>()).flatten()
    }
}
