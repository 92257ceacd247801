//! Encoded images as sources: where their bytes are, what they are, and their pixels.
//!
//! Nothing is parsed when a source is made; a source that failed to decode stays usable.

pub mod bytes;
pub mod container;
pub mod decode;
mod frame;
mod gif;
pub mod options;
mod webp_cut;

use crate::content::Pixelmap;
use crate::error::{ErrorKind, ImageError, Result};
pub use bytes::SourceBytes;
pub use container::Container;
pub use options::DecodingOptions;

/// An encoded image that can be decoded any number of times, by any number of threads.
#[derive(Debug)]
pub struct ImageSource {
    bytes: SourceBytes,
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
        Self { bytes }
    }

    /// Reads the header.
    pub fn info(&self) -> Result<SourceInfo> {
        decode::info(&self.bytes)
    }

    /// Decodes frame `options.index` as `options` say.
    pub fn decode(&self, options: &DecodingOptions) -> Result<Pixelmap> {
        if options.index != 0 {
            let message = format!("frame {} cannot be decoded, only the first", options.index);
            return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
        }
        options.check()?;
        decode::pixelmap(&self.bytes, options.pixel_format())
    }

    /// Decodes the first frame as the packer wants it: RGBA_8888.
    pub fn decode_first(&self) -> Result<Pixelmap> {
        self.decode(&DecodingOptions::default())
    }
}
