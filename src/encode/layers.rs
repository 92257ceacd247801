//! What a file of a picture holds: a base image and what goes with it.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::color::FileColor;
use super::encoder::FileInfo;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use crate::pixel::{PixelView, Region};

/// A base image and what goes with it into one file.
pub struct Layers<'a> {
    /// The base image, not of 10 bits.
    pub base: PixelView<'a>,
    /// Its colours and its EXIF block.
    pub info: FileInfo,
    /// What makes it an HDR image.
    pub gain_map: Option<GainMapLayer<'a>>,
    /// Other images, in ascending order of their types.
    pub auxiliaries: Vec<AuxiliaryLayer<'a>>,
    /// Blocks of bytes by the numbers of their kinds, in ascending order.
    pub blobs: Vec<(u8, &'a [u8])>,
}

/// A gain map.
pub struct GainMapLayer<'a> {
    /// Its samples, in any format that can be encoded; alpha means nothing.
    pub view: PixelView<'a>,
    /// The colours in which its gains apply.
    pub color: FileColor,
    /// How it is applied.
    pub how: GainMapMetadata,
    /// The display on which the HDR image was made.
    pub mastering: Option<MasteringMetadata>,
    /// Data for tone mapping the HDR image.
    pub dynamic: Option<Arc<Vec<u8>>>,
}

/// Another image.
pub struct AuxiliaryLayer<'a> {
    /// What it is for.
    pub kind: AuxiliaryKind,
    /// Its pixels.
    pub view: PixelView<'a>,
    /// Its colours.
    pub color: &'a FileColor,
    /// Where a fragment map lies in the base image.
    pub place: Option<Region>,
}
