//! Auxiliary pictures: images that accompany the main image of a picture.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::Pixelmap;
use crate::metadata::auxiliary::AuxiliaryKind;

/// An image with its type.
#[derive(Debug)]
pub struct AuxiliaryPicture {
    kind: AuxiliaryKind,
    pixels: Arc<Pixelmap>,
}

impl AuxiliaryPicture {
    /// An auxiliary picture that shares `pixels`.
    pub fn new(kind: AuxiliaryKind, pixels: Arc<Pixelmap>) -> Self {
        Self { kind, pixels }
    }

    /// What it is for.
    pub fn kind(&self) -> AuxiliaryKind {
        self.kind
    }

    /// The pixels.
    pub fn pixels(&self) -> &Arc<Pixelmap> {
        &self.pixels
    }
}
