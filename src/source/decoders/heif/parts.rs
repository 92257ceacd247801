//! What a HEIF file holds beside its primary image: a gain map, which a derived item of type `tmap` puts on it, and
//! auxiliary images by their names.

#![forbid(unsafe_code)]

use crate::heif::boxes;
use crate::heif::codec::File;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::gain_map::iso;
use crate::pixel::Region;
use crate::pixel::buffer::zeroed_bytes;
use crate::source::bytes::SourceBytes;
use crate::source::parts::{AuxiliaryPart, GainMapPart, PartImage, Parts};

/// Longest block of metadata of a gain map that is read; those there are have 142 bytes.
const BLOCK_BYTES: usize = 1 << 12;

/// Longest box of metadata that is read, and the number of boxes in the file among which it is looked for.
const META_BYTES: usize = 1 << 20;
const MOST_BOXES: u32 = 64;
/// Longest image without compression that is read: as many pixels as an image may claim, of the largest format.
const PLAIN_BYTES: usize = 64_000_000 * 8;

/// All that there is beside the primary image.
pub fn parts(file: &File<'_>, bytes: &SourceBytes) -> Parts {
    let items = file.items();
    let Some((&primary, others)) = items.split_first() else { return Parts::default() };
    let mut parts = Parts { gain_map: gain_map(file, primary, others), ..Parts::default() };
    let meta = others.iter().any(|item| is_plain(file, *item)).then(|| meta(bytes)).flatten().unwrap_or_default();
    for &item in others {
        if let Some(part) = auxiliary(file, &meta, primary, item)
            && parts.auxiliaries.iter().all(|known| known.kind != part.kind)
        {
            parts.auxiliaries.push(part);
        }
    }
    parts.auxiliaries.sort_by_key(|part| part.kind);
    parts
}

/// The gain map alone.
pub fn gain_map_of(file: &File<'_>) -> Option<GainMapPart> {
    let items = file.items();
    let (&primary, others) = items.split_first()?;
    gain_map(file, primary, others)
}

/// The second image of a `tmap` item whose first one is the primary image.
fn gain_map(file: &File<'_>, primary: u32, others: &[u32]) -> Option<GainMapPart> {
    others.iter().find_map(|&item| {
        file.item(item).ok().filter(|info| &info.kind == b"tmap")?;
        let [base, map] = file.references(item, *b"dimg")[..] else { return None };
        let is_image = base == primary && file.item(map).is_ok_and(|info| info.is_image != 0);
        let block = file.data(item, BLOCK_BYTES).ok()??;
        // In front of the block of ISO 21496-1 is the version of the item.
        let how = iso::read(block.strip_prefix(&[0]).filter(|_| is_image)?)?;
        Some(GainMapPart { image: PartImage::Item(map), how, mastering: None, dynamic: None })
    })
}

/// Whether an item is an image without compression, which libheif does not look into.
fn is_plain(file: &File<'_>, item: u32) -> bool {
    file.item(item).is_ok_and(|info| &info.kind == b"unci")
}

/// The box that describes all items, with its length and type in front.
fn meta(bytes: &SourceBytes) -> Option<Vec<u8>> {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let mut head = [0; 8];
        bytes.read_at(at, &mut head).ok().filter(|count| *count == head.len())?;
        let [a, b, c, d, kind @ ..] = head;
        let length = u32::from_be_bytes([a, b, c, d]);
        if &kind == b"meta" {
            let mut meta = zeroed_bytes(usize::try_from(length).ok().filter(|length| *length <= META_BYTES)?).ok()?;
            return bytes.read_at(at, &mut meta).ok().filter(|count| *count == meta.len()).map(|_| meta);
        }
        at = at.checked_add(u64::from(length).max(8))?;
    }
    None
}

fn auxiliary(file: &File<'_>, meta: &[u8], primary: u32, item: u32) -> Option<AuxiliaryPart> {
    if !file.references(item, *b"auxl").contains(&primary) {
        return None;
    }
    if is_plain(file, item) {
        // Behind version and flags.
        let urn = boxes::property(meta, item, b"auxC")?.get(4..)?.split(|byte| *byte == 0).next()?;
        let kind = AuxiliaryKind::of_urn(urn).filter(|kind| kind.is_raw())?;
        let pixels = file.data(item, PLAIN_BYTES).ok()??;
        return Some(AuxiliaryPart { kind, image: PartImage::Raw(pixels), place: None });
    }
    let urn = file.auxiliary_type(item).ok()??;
    let kind = AuxiliaryKind::of_urn(&urn).filter(|kind| *kind != AuxiliaryKind::GainMap)?;
    let place = (kind == AuxiliaryKind::FragmentMap).then(|| place(file, item)).flatten();
    Some(AuxiliaryPart { kind, image: PartImage::Item(item), place })
}

/// Where a fragment lies: behind version and flags, its distance from the left and from the top.
fn place(file: &File<'_>, item: u32) -> Option<Region> {
    let location = file.location(item).ok()??;
    let number = |at: usize| location.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let info = file.item(item).ok()?;
    Some(Region { x: number(4)?, y: number(8)?, width: info.width, height: info.height })
}
