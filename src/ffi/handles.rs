//! Handles: what C holds is a checked key, never an address.
//!
//! A key packs a type tag, a slot and the slot's generation. Looking one up needs no unsafe code and clones an `Arc`,
//! so that a release on another thread cannot pull an object away during a call. A stale, foreign or invented key is an
//! ordinary error.
//!
//! | bits | content |
//! |---|---|
//! | 63..56 | type tag, 0x80 or more: never an address that user space could have |
//! | 55..32 | generation of the slot, 1 or more |
//! | 31..0 | slot |

use std::ptr::without_provenance_mut;
use std::sync::{Arc, RwLock};

use crate::error::{ErrorKind, ImageError, Result};

#[cfg(not(target_pointer_width = "64"))]
compile_error!("handles need 64-bit pointers");

const GENERATION_MAX: u32 = (1 << 24) - 1;

/// The type tag of a key, one for each opaque C type whose objects exist.
#[derive(Clone, Copy)]
#[repr(u8)]
#[allow(missing_docs, reason = "the variants are the C types' names")]
pub enum Tag {
    PackingOptions = 0x81,
    PackingOptionsForSequence,
    ImagePackerNative,
    PixelmapInitializationOptions,
    PixelmapImageInfo,
    PixelmapNative,
    ImageSourceInfo,
    DecodingOptions,
    ImageSourceNative,
    MdkPackerValue,
    MdkPacker,
    NativeColorSpaceManager,
    PictureMetadata,
    PictureMetadataArray,
    DecodingOptionsForPicture,
    PictureNative,
    AuxiliaryPictureNative,
    AuxiliaryPictureInfo,
    ComposeOptions,
    DecomposeOptions,
}

/// All objects of one type that C holds a handle to.
pub struct HandleTable<T> {
    tag: Tag,
    name: &'static str,
    slots: RwLock<Slots<T>>,
}

struct Slots<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

struct Slot<T> {
    generation: u32,
    content: Content<T>,
}

enum Content<T> {
    Live(Arc<T>),
    /// Released, but the key still answers (see [`HandleTable::bury`]).
    Tombstone,
    Free,
}

impl<T> HandleTable<T> {
    /// The table for handles of the C type `name`.
    pub const fn new(tag: Tag, name: &'static str) -> Self {
        Self { tag, name, slots: RwLock::new(Slots { slots: Vec::new(), free: Vec::new() }) }
    }

    /// Stores `object` and returns its key, typed as the caller's opaque pointer.
    pub fn insert<C>(&self, object: T) -> Result<*mut C> {
        self.share(Arc::new(object))
    }

    /// As [`insert`](Self::insert), for an object that other handles may already share.
    pub fn share<C>(&self, object: Arc<T>) -> Result<*mut C> {
        let mut table = self.slots.write().map_err(|_| poisoned())?;
        let slot = match table.free.pop() {
            Some(slot) => slot,
            None => {
                let slot = u32::try_from(table.slots.len())
                    .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no handle is left"))?;
                let Slots { slots, free } = &mut *table;
                // Room in `free` as well, where the slot will lie one day: removing a handle cannot fail for memory.
                slots
                    .try_reserve(1)
                    .and_then(|()| free.try_reserve(slots.len() + 1 - free.len()))
                    .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for one more handle"))?;
                table.slots.push(Slot { generation: 1, content: Content::Free });
                slot
            }
        };
        let entry = &mut table.slots[slot as usize];
        entry.content = Content::Live(object);
        let key = (self.tag as u64) << 56 | u64::from(entry.generation) << 32 | u64::from(slot);
        Ok(without_provenance_mut(key as usize))
    }

    /// The object behind `handle`; `argument` is the parameter's name, for the error text.
    ///
    /// NULL and keys that were never issued here are [`ErrorKind::BadArgument`], ended ones [`ErrorKind::StaleHandle`],
    /// a tombstone is [`ErrorKind::Released`].
    pub fn get<C>(&self, handle: *const C, argument: &str) -> Result<Arc<T>> {
        let table = self.slots.read().map_err(|_| poisoned())?;
        match self.find(&table, handle, argument)?.content {
            Content::Live(ref object) => Ok(Arc::clone(object)),
            _ => Err(ImageError::new(ErrorKind::Released, format!("{argument} was released"))),
        }
    }

    /// Whether `handle` is a tombstone; an error for everything that is neither live nor a tombstone.
    pub fn is_buried<C>(&self, handle: *const C, argument: &str) -> Result<bool> {
        let table = self.slots.read().map_err(|_| poisoned())?;
        Ok(matches!(self.find(&table, handle, argument)?.content, Content::Tombstone))
    }

    /// Ends `handle`, live or tombstone: from now on its key counts as stale.
    pub fn remove<C>(&self, handle: *const C, argument: &str) -> Result<()> {
        let dropped;
        {
            let mut table = self.slots.write().map_err(|_| poisoned())?;
            self.find(&table, handle, argument)?;
            let slot = slot_of(handle);
            let entry = &mut table.slots[slot as usize];
            dropped = std::mem::replace(&mut entry.content, Content::Free);
            // A slot whose generations are used up is never given out again.
            if entry.generation < GENERATION_MAX {
                entry.generation += 1;
                table.free.push(slot);
            }
        }
        drop(dropped); // outside the lock: freeing a large image takes a while
        Ok(())
    }

    /// Drops the object of a live `handle` and leaves its key behind as a tombstone, if `allowed` says so.
    pub fn bury<C>(&self, handle: *const C, argument: &str, allowed: impl FnOnce(&T) -> Result<()>) -> Result<()> {
        // Outside the lock, too: `allowed` may wait for a call that is at work with the object.
        let object = self.get(handle, argument)?;
        allowed(&object)?;
        let dropped;
        {
            let mut table = self.slots.write().map_err(|_| poisoned())?;
            match self.find(&table, handle, argument)?.content {
                Content::Live(_) => {}
                _ => return Err(ImageError::new(ErrorKind::Released, format!("{argument} was released"))),
            }
            let entry = &mut table.slots[slot_of(handle) as usize];
            dropped = std::mem::replace(&mut entry.content, Content::Tombstone);
        }
        drop(dropped);
        Ok(())
    }

    /// The slot that `handle` names, if it is one of this table's keys and not free.
    fn find<'a, C>(&self, table: &'a Slots<T>, handle: *const C, argument: &str) -> Result<&'a Slot<T>> {
        let key = handle.addr() as u64;
        if key == 0 {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("{argument} is NULL")));
        }
        let slot = (key >> 56 == self.tag as u64).then(|| table.slots.get(slot_of(handle) as usize)).flatten();
        let generation = (key >> 32) as u32 & GENERATION_MAX;
        match slot {
            Some(slot) if generation == slot.generation && !matches!(slot.content, Content::Free) => Ok(slot),
            Some(slot) if (1..=slot.generation).contains(&generation) => Err(ImageError::new(
                ErrorKind::StaleHandle,
                format!("{argument} is an {} that was already released", self.name),
            )),
            _ => Err(ImageError::new(ErrorKind::BadArgument, format!("{argument} is not an {} handle", self.name))),
        }
    }
}

fn slot_of<C>(handle: *const C) -> u32 {
    handle.addr() as u32
}

fn poisoned() -> ImageError {
    ImageError::new(ErrorKind::Internal, "a handle table was left locked by a panic")
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Opaque {}

    #[test]
    fn every_misuse_is_told_apart() {
        let table = HandleTable::new(Tag::PixelmapNative, "Thing");
        let other = HandleTable::new(Tag::ImageSourceNative, "Other");
        let kind = |outcome: Result<Arc<i32>>| outcome.map_err(|error| error.kind);
        let handle: *mut Opaque = table.insert(7).unwrap();
        let foreign: *mut Opaque = other.insert(8).unwrap();
        assert_eq!(kind(table.get(handle, "thing")), Ok(Arc::new(7)));
        assert_eq!(kind(table.get(std::ptr::null::<Opaque>(), "thing")), Err(ErrorKind::BadArgument));
        assert_eq!(kind(table.get(foreign, "thing")), Err(ErrorKind::BadArgument));
        assert_eq!(
            kind(table.get(without_provenance_mut::<Opaque>(0x1234_5678_9ABC), "thing")),
            Err(ErrorKind::BadArgument)
        );
        table.remove(handle, "thing").unwrap();
        assert_eq!(kind(table.get(handle, "thing")), Err(ErrorKind::StaleHandle));
        assert_eq!(table.remove(handle, "thing").unwrap_err().kind, ErrorKind::StaleHandle);
        let second: *mut Opaque = table.insert(9).unwrap();
        assert_ne!(second, handle);
        assert_eq!(kind(table.get(handle, "thing")), Err(ErrorKind::StaleHandle));
    }

    #[test]
    fn a_tombstone_keeps_its_slot_until_it_is_removed() {
        let table = HandleTable::new(Tag::PixelmapNative, "Thing");
        let handle: *mut Opaque = table.insert(7).unwrap();
        assert!(table.bury(handle, "thing", |_| Err(ImageError::new(ErrorKind::Unsupported, "locked"))).is_err());
        assert_eq!(table.is_buried(handle, "thing"), Ok(false));
        table.bury(handle, "thing", |_| Ok(())).unwrap();
        assert_eq!(table.is_buried(handle, "thing"), Ok(true));
        assert_eq!(table.get(handle, "thing").unwrap_err().kind, ErrorKind::Released);
        let second: *mut Opaque = table.insert(9).unwrap();
        assert_eq!(slot_of(second), 1);
        table.remove(handle, "thing").unwrap();
        assert_eq!(slot_of(table.insert::<Opaque>(10).unwrap()), 0);
    }
}
