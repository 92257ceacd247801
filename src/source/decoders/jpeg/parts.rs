//! What a JPEG file holds beside its main image: a gain map, found in one of three ways, and records behind the images.
//!
//! | who wrote it | where the gain map is |
//! |---|---|
//! | HDR Vivid | so far behind an APP8 segment of the main image |
//! | ISO 21496-1, Ultra HDR | in the index of images (MPF), as an image whose own segments speak of gain maps |
//! | Ultra HDR | so far behind the main image: the directory in XMP |
//!
//! What is found must be a JPEG image; otherwise the file has standard dynamic range.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::described::{Described, How};
use super::{markers, trailer};
use crate::error::Result;
use crate::limits;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::hdr::GainMapMetadata;
use crate::metadata::trailer::Record;
use crate::source::bytes::SourceBytes;
use crate::source::mpf::Index;
use crate::source::parts::{AuxiliaryPart, GainMapPart, PartImage, Parts};
use crate::source::scan::Scan;

/// Images of an index that are looked at.
const IMAGES: usize = 32;

/// Where a gain map is, and what its segments say.
struct Place {
    start: u64,
    /// Its length, where the file says so.
    length: Option<u64>,
    described: Described,
    /// How it is applied; None if nothing says so.
    how: Option<GainMapMetadata>,
}

/// Whether there is a gain map.
pub fn has_gain_map(bytes: &SourceBytes) -> Result<bool> {
    Ok(place(bytes)?.is_some())
}

/// The gain map of a file. Records behind it may be taken for a part of it; they are no image data.
pub fn gain_map(bytes: &SourceBytes) -> Result<Option<GainMapPart>> {
    let place = place(bytes)?;
    Ok(place.map(|place| place.part(bytes, bytes.len())).transpose()?.flatten())
}

/// All that there is.
pub fn parts(bytes: &SourceBytes) -> Result<Parts> {
    let place = place(bytes)?;
    let last = place.as_ref().map_or(0, |place| place.start);
    let records = records(bytes, last)?;
    let end = records.last().map_or(bytes.len(), |record| record.payload.start);
    let mut parts =
        Parts { gain_map: place.map(|place| place.part(bytes, end)).transpose()?.flatten(), ..Parts::default() };
    for trailer::Found { record, payload } in records {
        let length = payload.end - payload.start;
        match record {
            Record::Auxiliary(kind) if parts.auxiliaries.iter().all(|known| known.kind != kind) => {
                parts.auxiliaries.extend(auxiliary(bytes, kind, payload.start, length)?);
            }
            Record::Blob(kind)
                if length <= limits::BLOB_BYTES as u64 && parts.blobs.iter().all(|known| known.0 != kind) =>
            {
                parts.blobs.extend(copy(bytes, payload)?.map(|bytes| (kind, bytes)));
            }
            _ => {}
        }
    }
    parts.auxiliaries.sort_by_key(|auxiliary| auxiliary.kind);
    parts.blobs.sort_by_key(|(kind, _)| *kind);
    Ok(parts)
}

/// The image of a record, unless it should be a JPEG and is none.
fn auxiliary(bytes: &SourceBytes, kind: AuxiliaryKind, start: u64, length: u64) -> Result<Option<AuxiliaryPart>> {
    if kind.is_raw() {
        let pixels = copy(bytes, start..start + length)?;
        return Ok(pixels.map(|pixels| AuxiliaryPart { kind, image: PartImage::Raw(pixels), place: None }));
    }
    if !is_image(bytes, start)? {
        return Ok(None);
    }
    let place = match kind {
        AuxiliaryKind::FragmentMap => Described::at(bytes, start)?.place,
        _ => None,
    };
    let image = bytes.part(start, length)?.map(PartImage::Encoded);
    Ok(image.map(|image| AuxiliaryPart { kind, image, place }))
}

/// A copy of a payload.
fn copy(bytes: &SourceBytes, payload: Range<u64>) -> Result<Option<Vec<u8>>> {
    Scan::new(bytes).bytes(payload.start, (payload.end - payload.start) as usize)
}

/// The records behind the image that begins at `last`, the last one of the file.
fn records(bytes: &SourceBytes, last: u64) -> Result<Vec<trailer::Found>> {
    let at_end = trailer::records(bytes, last + 2, false)?;
    if !at_end.is_empty() {
        return Ok(at_end);
    }
    // Not among coded data, where anything may look like a tag.
    match markers::end(&bytes.range(last..bytes.len())?) {
        Some(length) => trailer::records(bytes, last + length as u64, true),
        None => Ok(at_end),
    }
}

impl Place {
    /// The image at `start`, if it is one, unless it says of itself what is not understood.
    fn at(bytes: &SourceBytes, start: u64, length: Option<u64>) -> Result<Option<Self>> {
        if !is_image(bytes, start)? {
            return Ok(None);
        }
        let described = Described::at(bytes, start)?;
        let how = match described.how() {
            How::Said(how) => Some(how),
            How::Unsaid => None,
            How::Unreadable => return Ok(None),
        };
        Ok(Some(Self { start, length, described, how }))
    }

    /// The gain map, which ends at `end` or before.
    fn part(self, bytes: &SourceBytes, end: u64) -> Result<Option<GainMapPart>> {
        let rest = end.saturating_sub(self.start);
        let image = bytes.part(self.start, self.length.map_or(rest, |length| length.min(rest)))?;
        let how = self.how.unwrap_or_default();
        let (mastering, dynamic) = self.described.light();
        Ok(image.map(|image| GainMapPart { image: PartImage::Encoded(image), how, mastering, dynamic }))
    }
}

/// Where the gain map is, if there is one.
fn place(bytes: &SourceBytes) -> Result<Option<Place>> {
    let main = Described::at(bytes, 0)?;
    if let Some(start) = main.vivid_place()
        && let Some(place) = Place::at(bytes, start, None)?
    {
        return Ok(Some(place));
    }
    if let Some(index) = main.index()
        && let Some(place) = indexed(bytes, index)?
    {
        return Ok(Some(place));
    }
    let Some(item) = main.item().filter(|item| item.length > 0) else { return Ok(None) };
    let length = Some(item.length);
    if let Some(place) = Place::at(bytes, bytes.len().saturating_sub(item.length), length)? {
        return Ok(Some(place));
    }
    match markers::end(&bytes.whole()?) {
        Some(end) => Place::at(bytes, item.behind_base.saturating_add(end as u64), length),
        None => Ok(None),
    }
}

/// The image of an index that is the gain map: the first one that says how it is applied, else the first one behind the
/// main image.
fn indexed(bytes: &SourceBytes, index: &Index) -> Result<Option<Place>> {
    let mut unsaid = None;
    for image in index.images().take(IMAGES).skip(1) {
        let length = Some(image.length.into()).filter(|length| *length > 0);
        match Place::at(bytes, index.place(&image), length)? {
            Some(place) if place.how.is_some() => return Ok(Some(place)),
            place => unsaid = unsaid.or(place),
        }
    }
    Ok(unsaid)
}

/// Whether an image that is not the main one begins at `start`.
fn is_image(bytes: &SourceBytes, start: u64) -> Result<bool> {
    let mut front = [0; 2];
    Ok(start > 0 && bytes.read_at(start, &mut front)? == front.len() && front == [0xFF, markers::SOI])
}

#[cfg(test)]
mod tests;
