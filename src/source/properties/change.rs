//! Changing a value in the file behind a source.

#![forbid(unsafe_code)]

use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::edit::Edit;
use super::{EXIF_BYTES, Property, carrier, too_long, typed};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::value::Value;
use crate::metadata::exif::{self, Exif};
use crate::source::bytes::SourceBytes;
use crate::source::place::Place;
use crate::source::{ImageSource, decode};

/// How long a change waits for those who read the file that it overwrites.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

impl ImageSource {
    /// Sets the value of `key` from text, in the file.
    pub fn set_property_text(&self, key: &[u8], text: &[u8]) -> Result<()> {
        self.change(|exif| exif.set_text(key, text))
    }

    /// Sets the value of `key` in the file.
    pub fn set_property(&self, key: &[u8], value: &Property) -> Result<()> {
        self.change(|exif| exif.set_value(key, typed::value_of(exif::writable(key)?, value)?))
    }

    /// Lets `set` change the EXIF of the file; the source then reads the new file. After an error the file is as
    /// before. One thread at a time; who reads meanwhile goes on with the bytes that there were.
    fn change(&self, set: impl FnOnce(&mut Exif) -> Result<()>) -> Result<()> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = self.bytes();
        let container = decode::container(&bytes)?;
        let carrier = carrier(container).and_then(|carrier| Some((carrier.read, carrier.write?)));
        let (read, write) = carrier.ok_or_else(|| {
            let cause = format!("EXIF of {} files cannot be written", container.mime());
            ImageError::new(ErrorKind::SourceUnrecognised, cause)
        })?;
        place.check(&bytes)?;
        let mut exif = match read(&bytes)? {
            Some(exif) => exif,
            None => new_exif(&bytes)?,
        };
        set(&mut exif)?;
        let block = exif.write()?;
        if block.len() > EXIF_BYTES {
            return Err(too_long(block.len() as u64));
        }
        let edit = write(&bytes, &block)?;
        let new = if place.overwrites() {
            self.overwrite(&mut place, bytes, &edit)?
        } else {
            place.replace(&bytes, &edit)?
        };
        self.put(Arc::new(new));
        Ok(())
    }

    /// Overwrites the file of `old` when nobody reads it any more; until it is done a copy in memory is read.
    fn overwrite(&self, place: &mut Place, old: Arc<SourceBytes>, edit: &Edit) -> Result<SourceBytes> {
        let content = Edit::default().to_vec(&old)?;
        let copy = Arc::new(SourceBytes::Owned(content));
        self.put(Arc::clone(&copy));
        let done = match (wait_for_readers(&old), &*copy) {
            (Ok(()), SourceBytes::Owned(content)) => place.overwrite(&old, content, edit),
            (waited, _) => waited.and(Err(ImageError::new(ErrorKind::Internal, "the copy of the file is none"))),
        };
        done.inspect_err(|_| self.put(old))
    }

    fn put(&self, bytes: Arc<SourceBytes>) {
        *self.bytes.write().unwrap_or_else(PoisonError::into_inner) = bytes;
    }
}

/// Waits until `bytes`, which no source gives out any more, are only the caller's.
fn wait_for_readers(bytes: &Arc<SourceBytes>) -> Result<()> {
    let begin = Instant::now();
    while Arc::strong_count(bytes) > 1 {
        if begin.elapsed() > LONGEST_WAIT {
            return Err(ImageError::new(ErrorKind::Locked, "others have been reading the source for a minute"));
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// EXIF for a file that has none: the mandatory tags, with its size if its header tells that.
fn new_exif(bytes: &SourceBytes) -> Result<Exif> {
    let mut exif = Exif::new();
    if let Ok(info) = decode::info(bytes) {
        exif.set_value(b"PixelXDimension", Value::of_longs(&[info.width]))?;
        exif.set_value(b"PixelYDimension", Value::of_longs(&[info.height]))?;
    }
    Ok(exif)
}
