//! Named values of a source: EXIF, and what its container says itself.

#![forbid(unsafe_code)]

mod jpeg;
pub mod native;
pub(super) mod scan;

use super::bytes::SourceBytes;
use super::container::Container;
use super::{ImageSource, decode};
use crate::error::Result;
use crate::metadata::exif::Exif;

/// A value by type, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Fractions and floating point numbers.
    Doubles(Vec<f64>),
    /// Text without a NUL.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
}

/// What is known about the EXIF of one kind of container.
struct Carrier {
    /// Finds it.
    read: fn(&SourceBytes) -> Result<Option<Exif>>,
}

/// Where EXIF lies in a `container`; None if it holds none.
fn carrier(container: Container) -> Option<Carrier> {
    match container.mime() {
        "image/jpeg" => Some(Carrier { read: jpeg::read }),
        _ => None,
    }
}

impl ImageSource {
    /// The EXIF of the first frame; None if there is none. An error if the container is not known, or what should be
    /// EXIF is not.
    pub fn exif(&self) -> Result<Option<Exif>> {
        exif_of(&self.bytes())
    }
}

fn exif_of(bytes: &SourceBytes) -> Result<Option<Exif>> {
    match carrier(decode::container(bytes)?) {
        Some(carrier) => (carrier.read)(bytes),
        None => Ok(None),
    }
}
