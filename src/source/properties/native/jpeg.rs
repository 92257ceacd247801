//! JPEG: what its JFIF header says (JFIF 1.02), whether it is progressive, and where its fragment map lies.

#![forbid(unsafe_code)]

use super::{Keys, find, integer};
use crate::error::Result;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::pixel::Region;
use crate::source::bytes::SourceBytes;
use crate::source::container::Container;
use crate::source::markers::{FrameHeader, Segments};
use crate::source::properties::Property;

/// What finds a value.
#[derive(Clone, Copy)]
pub enum Source {
    Jfif(fn(Jfif) -> Property),
    Progressive,
    /// Where the map of a fragment lies in the main image.
    Fragment(fn(Region) -> Property),
}

/// The keys.
pub const KEYS: &Keys<Source> = &[
    ("JfifXDensity", Source::Jfif(|jfif| integer(jfif.density.0))),
    ("JfifYDensity", Source::Jfif(|jfif| integer(jfif.density.1))),
    ("JfifDensityUnit", Source::Jfif(|jfif| integer(jfif.unit))),
    ("JfifVersion", Source::Jfif(|jfif| Property::Integers(jfif.version.map(i64::from).to_vec()))),
    ("JfifIsProgressive", Source::Progressive),
    ("XInOriginal", Source::Fragment(|place| integer(place.x))),
    ("YInOriginal", Source::Fragment(|place| integer(place.y))),
    ("FragmentImageWidth", Source::Fragment(|place| integer(place.width))),
    ("FragmentImageHeight", Source::Fragment(|place| integer(place.height))),
];

/// A JFIF header.
#[derive(Clone, Copy)]
pub struct Jfif {
    /// Major and minor.
    version: [u8; 2],
    /// 0 the densities are an aspect ratio, 1 dots per inch, 2 per centimetre.
    unit: u8,
    /// Horizontal and vertical.
    density: (u16, u16),
}

/// The value of `key`.
pub fn value(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    match find(KEYS, key) {
        Some(Source::Jfif(of)) => Ok(jfif(bytes)?.map(of)),
        Some(Source::Progressive) => {
            let header = FrameHeader::at(bytes, 0)?;
            Ok(header.map(|header| integer(header.is_progressive())))
        }
        Some(Source::Fragment(of)) => Ok(fragment(bytes)?.map(of)),
        None => Ok(None),
    }
}

/// Where the fragment map lies, if there is one.
fn fragment(bytes: &SourceBytes) -> Result<Option<Region>> {
    let parts = Container::Jpeg.decoder().parts(bytes)?;
    let map = parts.auxiliaries.into_iter().find(|auxiliary| auxiliary.kind == AuxiliaryKind::FragmentMap);
    Ok(map.and_then(|map| map.place))
}

/// The JFIF header: the first APP0 with its name. It should be the first segment, but EXIF wants to be that, too.
fn jfif(bytes: &SourceBytes) -> Result<Option<Jfif>> {
    let mut segments = Segments::at(bytes, 0);
    while let Some(segment) = segments.next()? {
        if segment.marker == 0xE0
            && let Some([b'J', b'F', b'I', b'F', 0, major, minor, unit, x0, x1, y0, y1]) = segments.front(&segment)?
        {
            let density = (u16::from_be_bytes([x0, x1]), u16::from_be_bytes([y0, y1]));
            return Ok(Some(Jfif { version: [major, minor], unit, density }));
        }
    }
    Ok(None)
}
