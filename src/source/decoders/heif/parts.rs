//! What a HEIF file holds beside its primary image: a gain map, which a derived item of type `tmap` puts on it, and
//! auxiliary images by their names.

#![forbid(unsafe_code)]

use crate::heif::codec::File;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::gain_map::iso;
use crate::pixel::Region;
use crate::source::parts::{AuxiliaryPart, GainMapPart, PartImage, Parts};

/// Longest block of metadata of a gain map that is read; those there are have 142 bytes.
const BLOCK_BYTES: usize = 1 << 12;

/// All that there is beside the primary image.
pub fn parts(file: &File<'_>) -> Parts {
    let items = file.items();
    let Some((&primary, others)) = items.split_first() else { return Parts::default() };
    let mut parts = Parts { gain_map: gain_map(file, primary, others), ..Parts::default() };
    for &item in others {
        if let Some(part) = auxiliary(file, primary, item)
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

fn auxiliary(file: &File<'_>, primary: u32, item: u32) -> Option<AuxiliaryPart> {
    if !file.references(item, *b"auxl").contains(&primary) {
        return None;
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
