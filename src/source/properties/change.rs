//! Changing a value in the file behind a source.

#![forbid(unsafe_code)]

use std::sync::{Arc, PoisonError};

use super::{EXIF_BYTES, Property, carrier, too_long, typed};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::value::Value;
use crate::metadata::exif::{self, Exif};
use crate::source::bytes::SourceBytes;
use crate::source::{ImageSource, decode};

impl ImageSource {
    /// Sets the value of `key` from text, in the file.
    pub fn set_property_text(&self, key: &[u8], text: &[u8]) -> Result<()> {
        self.change(|exif| exif.set_text(key, text))
    }

    /// Sets the value of `key` in the file.
    pub fn set_property(&self, key: &[u8], value: &Property) -> Result<()> {
        self.change(|exif| exif.set_value(key, typed::value_of(exif::writable(key)?, value)?))
    }

    /// Lets `set` change the EXIF of the file; the source then reads the new file. After an error the file is as before.
    /// One thread at a time; who reads meanwhile goes on with the bytes that there were.
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
        let new = place.replace(&bytes, &write(&bytes, &block)?)?;
        *self.bytes.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }
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
