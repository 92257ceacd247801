//! What a source holds beside its main image: a gain map, other images, blocks of bytes.

#![forbid(unsafe_code)]

use super::bytes::SourceBytes;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use crate::pixel::Region;

/// All that was found. What cannot be read is not in it.
#[derive(Debug, Default)]
pub struct Parts {
    /// The gain map that belongs to the main image.
    pub gain_map: Option<GainMapPart>,
    /// Other images, in ascending order of their types.
    pub auxiliaries: Vec<AuxiliaryPart>,
    /// Blocks of bytes by the numbers of their kinds, in ascending order.
    pub blobs: Vec<(u8, Vec<u8>)>,
}

/// A gain map.
#[derive(Debug)]
pub struct GainMapPart {
    /// Where its pixels are.
    pub image: PartImage,
    /// How it is applied.
    pub how: GainMapMetadata,
    /// The display on which the HDR image was made.
    pub mastering: Option<MasteringMetadata>,
    /// Data for tone mapping the HDR image.
    pub dynamic: Option<Vec<u8>>,
}

/// Another image.
#[derive(Debug)]
pub struct AuxiliaryPart {
    /// What it is for.
    pub kind: AuxiliaryKind,
    /// Where its pixels are.
    pub image: PartImage,
    /// Where a fragment map lies in the main image.
    pub place: Option<Region>,
}

/// Where the pixels of a part are.
#[derive(Debug)]
pub enum PartImage {
    /// In an encoded image of its own.
    Encoded(SourceBytes),
    /// In an item of the source, by its number.
    Item(u32),
    /// As they are.
    Raw(Vec<u8>),
}
