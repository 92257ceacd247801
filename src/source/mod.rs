//! Encoded images as sources: where their bytes are, what they are, and their pixels.
//!
//! Nothing is parsed when a source is made; a source that failed to decode stays usable.

mod allocator;
pub mod animation;
pub mod bytes;
mod colors;
pub mod container;
pub mod decode;
pub mod decoders;
pub mod frame;
pub mod options;
pub mod plan;
pub mod properties;

use std::sync::{Arc, PoisonError, RwLock};

use crate::content::{AllocatorMode, Pixelmap};
use crate::error::Result;
use crate::metadata::exif::Exif;
pub use bytes::SourceBytes;
pub use container::Container;
pub use options::DecodingOptions;

/// An encoded image that can be decoded any number of times, by any number of threads.
#[derive(Debug)]
pub struct ImageSource {
    /// Replaced when a property of the file is changed; who decodes keeps the old ones until done.
    bytes: RwLock<Arc<SourceBytes>>,
}

/// What the header of a source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceInfo {
    /// Pixels in a row, as coded: no orientation is applied.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The container.
    pub container: Container,
}

impl ImageSource {
    /// A source over `bytes`.
    pub fn new(bytes: SourceBytes) -> Self {
        Self { bytes: RwLock::new(Arc::new(bytes)) }
    }

    /// The bytes as they are now.
    fn bytes(&self) -> Arc<SourceBytes> {
        // Nothing panics while it holds the lock for writing, and what lies in it is whole at any time.
        Arc::clone(&self.bytes.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the header.
    pub fn info(&self) -> Result<SourceInfo> {
        decode::info(&self.bytes())
    }

    /// Decodes frame `options.index` as `options` say. The PixelMap has the EXIF values of the source.
    pub fn decode(&self, options: &DecodingOptions) -> Result<Pixelmap> {
        // Pixels can be had from a source whose metadata cannot be read.
        let exif = self.exif().ok().flatten().map(Arc::new);
        decode::pixelmap(&self.bytes(), options)?.with_exif(exif)
    }

    /// As [`decode`](Self::decode), unless the PixelMap cannot be in memory of the kind `allocator`.
    pub fn decode_into(&self, options: &DecodingOptions, allocator: AllocatorMode) -> Result<Pixelmap> {
        allocator::check(&self.bytes(), options.dynamic_range, allocator)?;
        self.decode(options)?.placed(Some(allocator))
    }

    /// The EXIF values of the source.
    pub fn exif(&self) -> Result<Option<Exif>> {
        Ok(None)
    }

    /// Decodes the first frame as the packer wants it: RGBA_8888.
    pub fn decode_first(&self) -> Result<Pixelmap> {
        self.decode(&DecodingOptions::default())
    }
}
