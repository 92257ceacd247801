//! What the segments in front of an image say about gain maps: of a main image where one is, of a gain map how it is
//! applied.

#![forbid(unsafe_code)]

use crate::error::Result;
use crate::metadata::gain_map::{iso, vivid, xmp};
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use crate::metadata::trailer;
use crate::pixel::Region;
use crate::source::bytes::SourceBytes;
use crate::source::markers::{Segment, Segments};
use crate::source::mpf::{self, Index};

const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP8: u8 = 0xE8;
const APP12: u8 = 0xEC;

/// The segments of one image, the first of each kind.
#[derive(Default)]
pub struct Described {
    /// The block of ISO 21496-1.
    iso: Option<Vec<u8>>,
    /// The packet of XMP.
    xmp: Option<Vec<u8>>,
    /// Where the images of the file are.
    index: Option<Index>,
    /// HDR Vivid: where the gain map is.
    vivid_base: Option<u64>,
    /// HDR Vivid: about the gain map.
    vivid: Option<vivid::Described>,
    /// Where a fragment map lies in the main image.
    pub place: Option<Region>,
}

/// What is said about how a gain map is applied.
pub enum How {
    /// This.
    Said(GainMapMetadata),
    /// Something that cannot be read.
    Unreadable,
    /// Nothing.
    Unsaid,
}

impl Described {
    /// The segments of the image that begins at `start`.
    pub fn at(bytes: &SourceBytes, start: u64) -> Result<Self> {
        let mut segments = Segments::at(bytes, start);
        let mut found = Self::default();
        while let Some(segment) = segments.next()? {
            match segment.marker {
                APP1 if found.xmp.is_none() => found.xmp = behind(&mut segments, &segment, xmp::TAG)?,
                APP2 if segments.is(&segment, mpf::APP2, mpf::NAME)? => {
                    if found.index.is_none() {
                        found.index = Index::read(&segments, &segment)?;
                    }
                }
                APP2 if found.iso.is_none() => found.iso = behind(&mut segments, &segment, iso::TAG)?,
                APP8 if segments.is(&segment, APP8, vivid::TAG)? => match vivid::read(&segments.data(&segment)?) {
                    // The distance counts from the marker.
                    Some(vivid::Segment::Base(distance)) if found.vivid_base.is_none() => {
                        found.vivid_base = Some(segment.data - 4 + u64::from(distance));
                    }
                    Some(vivid::Segment::GainMap(described)) if found.vivid.is_none() => found.vivid = Some(described),
                    _ => {}
                },
                APP12 if found.place.is_none() => {
                    let place = segments.front(&segment)?.and_then(|front: [u8; 16]| trailer::read_place(&front));
                    found.place = place.map(|[x, y, width, height]| Region { x, y, width, height });
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Where HDR Vivid says that the gain map is.
    pub fn vivid_place(&self) -> Option<u64> {
        self.vivid_base
    }

    /// The other images of the file, if the main image says that one of them is a gain map.
    pub fn index(&self) -> Option<&Index> {
        self.index.as_ref().filter(|_| self.iso.is_some() || self.item().is_some())
    }

    /// Where the directory of images says that the gain map is.
    pub fn item(&self) -> Option<xmp::GainMapItem> {
        self.xmp.as_deref().and_then(xmp::gain_map_item)
    }

    /// How this gain map is applied.
    pub fn how(&self) -> How {
        let said = self.vivid.as_ref().and_then(|vivid| vivid.how);
        let said = said.or_else(|| self.iso.as_deref().and_then(iso::read));
        match said.or_else(|| self.xmp.as_deref().and_then(xmp::read)) {
            Some(how) => How::Said(how),
            // Another packet of XMP says nothing about gain maps.
            None if self.iso.is_some() => How::Unreadable,
            None => How::Unsaid,
        }
    }

    /// The display on which the HDR image was made, and data for tone mapping it.
    pub fn light(self) -> (Option<MasteringMetadata>, Option<Vec<u8>>) {
        let vivid = self.vivid.unwrap_or_default();
        (vivid.mastering, Some(vivid.dynamic).filter(|dynamic| !dynamic.is_empty()))
    }
}

/// What is in `segment` behind `tag`, if it begins with that.
fn behind<const N: usize>(segments: &mut Segments<'_>, segment: &Segment, tag: &[u8; N]) -> Result<Option<Vec<u8>>> {
    Ok(if segments.is(segment, segment.marker, tag)? { Some(segments.data(segment)?.split_off(N)) } else { None })
}
