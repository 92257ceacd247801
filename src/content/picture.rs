//! A picture: a main image and what goes with it. All of it is shared with who gave it or gets it, nothing is copied.
//!
//! Metadata is kept by kind, in a set that auxiliary pictures have as well; the numbers are the original's.
//!
//! No lock of a picture is held while one of a PixelMap is waited for, but `exif`, which only those take who change
//! EXIF: a reader of pixels may ask the picture whatever it likes.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{AuxiliaryPicture, Pixelmap};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::{Metadata, MetadataKind};

/// A metadata object that pictures and programs hold together.
pub type SharedMetadata = Arc<Mutex<Metadata>>;

/// A main image with auxiliary pictures and metadata.
#[derive(Debug)]
pub struct Picture {
    main: Arc<Pixelmap>,
    auxiliaries: Mutex<BTreeMap<AuxiliaryKind, Arc<AuxiliaryPicture>>>,
    metadata: Mutex<MetadataSet>,
    /// Held while EXIF changes: the set and the main image then end with the same.
    exif: Mutex<()>,
}

/// The numbers of all kinds of metadata, those that only decoding makes too.
const REMOVABLE: [RangeInclusive<i32>; 2] = [1..=13, 15..=23];

/// At most one metadata object of each kind.
#[derive(Debug, Default)]
pub struct MetadataSet(BTreeMap<i32, SharedMetadata>);

impl Picture {
    /// A picture around `main`, whose EXIF values become metadata.
    pub fn new(main: Arc<Pixelmap>) -> Result<Self> {
        let mut metadata = MetadataSet::default();
        if let Some(exif) = main.exif()? {
            metadata.set(MetadataKind::Exif.number(), Arc::new(Mutex::new(Metadata::Exif(exif.try_clone()?))))?;
        }
        Ok(Self { main, auxiliaries: Mutex::default(), metadata: Mutex::new(metadata), exif: Mutex::default() })
    }

    /// The main image.
    pub fn main(&self) -> &Arc<Pixelmap> {
        &self.main
    }

    /// The auxiliary picture kept under `kind`.
    pub fn auxiliary(&self, kind: AuxiliaryKind) -> Option<Arc<AuxiliaryPicture>> {
        self.lock_auxiliaries().get(&kind).cloned()
    }

    /// Keeps `auxiliary` under `kind`, in place of what was there.
    pub fn set_auxiliary(&self, kind: AuxiliaryKind, auxiliary: Arc<AuxiliaryPicture>) {
        // What was there is dropped outside the lock.
        let before = self.lock_auxiliaries().insert(kind, auxiliary);
        drop(before);
    }

    /// Takes out what is kept under `kind`, if anything.
    pub fn remove_auxiliary(&self, kind: AuxiliaryKind) {
        let before = self.lock_auxiliaries().remove(&kind);
        drop(before);
    }

    /// All auxiliary pictures, in ascending order of their types.
    pub fn auxiliaries(&self) -> Vec<(AuxiliaryKind, Arc<AuxiliaryPicture>)> {
        self.lock_auxiliaries().iter().map(|(kind, auxiliary)| (*kind, Arc::clone(auxiliary))).collect()
    }

    /// The metadata of kind number `kind`.
    pub fn metadata(&self, kind: i32) -> Result<SharedMetadata> {
        self.lock_metadata().get(kind)
    }

    /// Keeps `metadata` under `kind`, which must be its own, in place of what was there. The main image gets EXIF
    /// values too, as they are now.
    pub fn set_metadata(&self, kind: i32, metadata: SharedMetadata) -> Result<()> {
        if kind == MetadataKind::Fragment.number() {
            return Err(ImageError::new(ErrorKind::MetadataKey, "metadataType: fragment metadata is of fragment maps"));
        }
        let _alone = (kind == MetadataKind::Exif.number()).then(|| lock(&self.exif));
        let exif = match &*lock(&metadata) {
            Metadata::Exif(exif) if kind == MetadataKind::Exif.number() => Some(Arc::new(exif.try_clone()?)),
            _ => None,
        };
        // What was there is dropped outside the lock.
        let before = self.lock_metadata().set(kind, metadata)?;
        drop(before);
        if exif.is_some() {
            self.main.set_exif(exif)?;
        }
        Ok(())
    }

    /// Takes out the metadata of kind number `kind`, if there is any; EXIF values out of the main image too.
    pub fn remove_metadata(&self, kind: i32) -> Result<()> {
        if !REMOVABLE.iter().any(|kinds| kinds.contains(&kind)) {
            return Err(ImageError::new(ErrorKind::MetadataKey, format!("type: there is no kind {kind} of metadata")));
        }
        let is_exif = kind == MetadataKind::Exif.number();
        let _alone = is_exif.then(|| lock(&self.exif));
        let before = self.lock_metadata().remove(kind);
        drop(before);
        if is_exif { self.main.set_exif(None) } else { Ok(()) }
    }

    /// The numbers of the kinds of metadata that there is, in ascending order; without that of auxiliary pictures.
    pub fn metadata_kinds(&self) -> Vec<i32> {
        self.lock_metadata().kinds()
    }

    fn lock_auxiliaries(&self) -> MutexGuard<'_, BTreeMap<AuxiliaryKind, Arc<AuxiliaryPicture>>> {
        lock(&self.auxiliaries)
    }

    fn lock_metadata(&self) -> MutexGuard<'_, MetadataSet> {
        lock(&self.metadata)
    }
}

impl MetadataSet {
    /// The object of this kind.
    pub fn get(&self, kind: i32) -> Result<SharedMetadata> {
        let absent = || ImageError::new(ErrorKind::MetadataKey, format!("metadataType: there is no metadata {kind}"));
        self.0.get(&kind).cloned().ok_or_else(absent)
    }

    /// Keeps an object under its own kind and gives the one that was there.
    pub fn set(&mut self, kind: i32, metadata: SharedMetadata) -> Result<Option<SharedMetadata>> {
        let own = lock(&metadata).kind().number();
        if kind != own {
            return Err(ImageError::new(ErrorKind::MetadataKey, format!("metadataType is {kind}, metadata is {own}")));
        }
        Ok(self.0.insert(kind, metadata))
    }

    /// Takes out the object of this kind.
    pub fn remove(&mut self, kind: i32) -> Option<SharedMetadata> {
        self.0.remove(&kind)
    }

    /// The numbers of the kinds that there are, in ascending order.
    pub fn kinds(&self) -> Vec<i32> {
        self.0.keys().copied().collect()
    }

    /// All objects.
    pub fn objects(&self) -> Vec<SharedMetadata> {
        self.0.values().cloned().collect()
    }
}

/// Waits for a lock under which nothing is half done when a holder panics.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};

    fn new(kind: i32) -> SharedMetadata {
        Arc::new(Mutex::new(Metadata::new(MetadataKind::of(kind).unwrap())))
    }

    #[test]
    fn a_picture_shares_what_it_holds() {
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, 2, 1).unwrap()).unwrap();
        let main = Arc::new(Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Full, true));
        let picture = Picture::new(Arc::clone(&main)).unwrap();
        assert!(Arc::ptr_eq(picture.main(), &main));

        let kind = |outcome: Result<SharedMetadata>| outcome.map(|_| ()).map_err(|error| error.kind);
        assert_eq!(kind(picture.metadata(5)), Err(ErrorKind::MetadataKey));
        let (first, second) = (new(5), new(5));
        picture.set_metadata(5, Arc::clone(&first)).unwrap();
        assert!(Arc::ptr_eq(&picture.metadata(5).unwrap(), &first));
        picture.set_metadata(5, Arc::clone(&second)).unwrap();
        assert!(Arc::ptr_eq(&picture.metadata(5).unwrap(), &second));
        assert_eq!(Arc::strong_count(&first), 1);

        for (number, metadata) in [(1, new(5)), (5, new(1)), (2, new(2)), (-1, new(5))] {
            let kind = picture.set_metadata(number, metadata).unwrap_err().kind;
            assert_eq!(kind, ErrorKind::MetadataKey, "{number}");
            assert_eq!(picture.metadata(number).is_ok(), number == 5);
        }
        picture.set_metadata(1, new(1)).unwrap();
        picture.set_metadata(13, new(13)).unwrap();
        assert!([1, 5, 13].into_iter().all(|number| picture.metadata(number).is_ok()));
    }

    #[test]
    fn a_picture_and_its_main_image_have_the_same_exif() {
        let exif = |number: &[u8]| {
            let mut exif = crate::metadata::exif::Exif::new();
            exif.set_text(b"Orientation", number).unwrap();
            exif
        };
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, 2, 1).unwrap()).unwrap();
        let main = Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Full, false);
        let main = Arc::new(main.with_exif(Some(Arc::new(exif(b"6")))).unwrap());
        let picture = Picture::new(Arc::clone(&main)).unwrap();
        let found = picture.metadata(1).unwrap();
        assert_eq!(*found.lock().unwrap(), Metadata::Exif(exif(b"6")));

        picture.set_metadata(1, Arc::new(Mutex::new(Metadata::Exif(exif(b"3"))))).unwrap();
        assert_eq!(main.exif().unwrap().as_deref(), Some(&exif(b"3")));
        picture.set_metadata(5, new(5)).unwrap();
        assert!(main.exif().unwrap().is_some());

        picture.remove_metadata(5).unwrap();
        assert!(main.exif().unwrap().is_some() && picture.metadata_kinds() == [1]);
        picture.remove_metadata(1).unwrap();
        assert!(main.exif().unwrap().is_none() && picture.metadata_kinds().is_empty());
        for absent in [1, 2, 13, 15, 20, 23] {
            picture.remove_metadata(absent).unwrap();
        }
        for wrong in [i32::MIN, -1, 0, 14, 24, i32::MAX] {
            assert_eq!(picture.remove_metadata(wrong).unwrap_err().kind, ErrorKind::MetadataKey, "{wrong}");
        }
    }
}
