//! Encoded images as sources: where their bytes are, what they are, and their pixels.
//!
//! Nothing is parsed when a source is made; a source that failed to decode stays usable.

pub mod animation;
pub mod bytes;
mod claim;
pub mod container;
pub mod decode;
pub mod decoders;
pub mod frame;
pub mod options;
pub mod properties;

use std::sync::{Arc, PoisonError, RwLock};

use crate::content::Pixelmap;
use crate::error::Result;
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
    /// Pixels in a row, as coded: no orientation is applied but that of a TIFF.
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

    /// Decodes frame `options.index` as `options` say.
    pub fn decode(&self, options: &DecodingOptions) -> Result<Pixelmap> {
        decode::pixelmap(&self.bytes(), options)
    }

    /// Decodes the first frame as the packer wants it: RGBA_8888.
    pub fn decode_first(&self) -> Result<Pixelmap> {
        self.decode(&DecodingOptions::default())
    }
}
