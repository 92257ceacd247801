//! Decoders: one file or folder for each container, or for several that one crate decodes.

pub mod bitmap;
pub mod dng;
pub mod gif;
pub mod heif;
pub mod ico;
pub mod jpeg;
pub mod png;
mod samples;
pub mod tiff;
pub mod wbmp;
pub mod webp;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::animation::Animation;
use super::bytes::SourceBytes;
use super::frame::{Frame, Wish};
use super::parts::{GainMapPart, Parts};
use super::player::Player;
use crate::error::{ErrorKind, ImageError, Result};

/// One container format, or several that are decoded alike.
///
/// A decoder need not stop panics of the crates below it; [`stop_panics`] does, once for all.
pub trait Decoder: Sync {
    /// Width and height, of an animation's canvas, by the header alone; checked by
    /// [`check_size`](super::frame::check_size).
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)>;

    /// The frames of a container that can hold several; None for the others.
    fn animation(&self, bytes: &SourceBytes) -> Result<Option<Animation>> {
        let _ = bytes;
        Ok(None)
    }

    /// Decodes a frame. A source that ends before its last pixel gives what it has; the rest is transparent, or black
    /// where the source has no alpha (grey in a JPEG).
    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame>;

    /// Whether the source is HDR, alone or with a gain map: as cheap as the header.
    fn is_hdr(&self, bytes: &SourceBytes) -> Result<bool> {
        Ok(self.gain_map(bytes)?.is_some())
    }

    /// What the source holds beside its main image.
    fn parts(&self, bytes: &SourceBytes) -> Result<Parts> {
        let _ = bytes;
        Ok(Parts::default())
    }

    /// The frame of a single image that is HDR: RGBA_1010102 of the space that it names, not premultiplied. None of
    /// every other source.
    fn hdr(&self, bytes: &SourceBytes) -> Result<Option<Frame>> {
        let _ = bytes;
        Ok(None)
    }

    /// The gain map alone.
    fn gain_map(&self, bytes: &SourceBytes) -> Result<Option<GainMapPart>> {
        Ok(self.parts(bytes)?.gain_map)
    }

    /// Decodes the image of item `item`, one that [`parts`](Self::parts) names.
    fn decode_item(&self, bytes: &SourceBytes, item: u32) -> Result<Frame> {
        let _ = bytes;
        Err(ImageError::new(ErrorKind::SourceDecodeFailed, format!("the source has no item {item}")))
    }

    /// What goes through the frames in their order, for a source that has several.
    fn player(&self, bytes: &Arc<SourceBytes>) -> Result<Option<Box<dyn Player>>> {
        let _ = bytes;
        Ok(None)
    }
}

/// Hostile bytes may make a decoder panic; for its caller that is a source that cannot be decoded.
pub fn stop_panics<T>(decode: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(decode))
        .unwrap_or_else(|_| Err(ImageError::new(ErrorKind::SourceDecodeFailed, "the decoder gave up on the source")))
}
