//! Encoded images as sources: where their bytes are, what they are, and their pixels.
//!
//! Nothing is parsed when a source is made; a source that failed to decode stays usable.

mod allocator;
pub mod animation;
pub mod bytes;
mod claim;
mod colors;
pub mod container;
pub mod decode;
pub mod decoders;
pub mod frame;
mod hdr;
mod layers;
pub mod markers;
pub mod mpf;
pub mod options;
pub mod parts;
pub mod picture;
mod place;
pub mod plan;
pub mod player;
pub mod properties;
#[cfg(test)]
mod random;
mod scan;
pub mod tiff;

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::content::{AllocatorMode, Pixelmap};
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::metadata::exif::Exif;
use animation::Animation;
pub use bytes::SourceBytes;
pub use container::Container;
pub use options::DecodingOptions;
use place::Place;
use player::{Playback, frame_count};

/// An encoded image that can be decoded any number of times, by any number of threads.
#[derive(Debug)]
pub struct ImageSource {
    /// Replaced when a property of the file is changed; who decodes keeps the old ones until done.
    bytes: RwLock<Arc<SourceBytes>>,
    /// Locked while a property is changed.
    place: Mutex<Place>,
    playback: Playback,
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
    /// Whether there is an HDR image in it, alone or as a gain map.
    pub is_hdr: bool,
}

impl ImageSource {
    /// A source over `bytes`, whose properties cannot be changed.
    pub fn new(bytes: SourceBytes) -> Self {
        Self { bytes: RwLock::new(Arc::new(bytes)), place: Mutex::default(), playback: Playback::default() }
    }

    /// A source over what `uri` names, see [`SourceBytes::of_uri`]. The properties of a file can be changed.
    pub fn of_uri(uri: &[u8]) -> Result<Self> {
        let bytes = SourceBytes::of_uri(uri)?;
        let place = match &bytes {
            SourceBytes::File { file, .. } => Place::of_path(bytes::path_of(uri), file),
            _ => Place::Fixed,
        };
        Ok(Self { place: Mutex::new(place), ..Self::new(bytes) })
    }

    /// A source over all of `file`, which is open for reading and writing: its properties can be changed.
    pub fn of_writable_file(file: File) -> Result<Self> {
        let place = Place::of_descriptor(&file);
        Ok(Self { place: Mutex::new(place), ..Self::new(SourceBytes::of_file(file)?) })
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

    /// The container, by its signature.
    pub fn container(&self) -> Result<Container> {
        decode::container(&self.bytes())
    }

    /// What the source says of its frames; None for a container that cannot hold several, and for a still image in one
    /// that can.
    pub fn animation(&self) -> Result<Option<Arc<Animation>>> {
        let bytes = self.bytes();
        self.playback.animation(&bytes, decode::container(&bytes)?.decoder())
    }

    /// The number of frames, at least 1.
    pub fn frame_count(&self) -> Result<u32> {
        Ok(frame_count(self.animation()?.as_deref()))
    }

    /// Decodes frame `options.index` as `options` say. The PixelMap has the EXIF values of the source.
    pub fn decode(&self, options: &DecodingOptions) -> Result<Pixelmap> {
        decode::pixelmap(&self.bytes(), &self.playback, options)?.with_exif(self.shared_exif())
    }

    /// None also if it cannot be read: pixels can be had from such a source.
    fn shared_exif(&self) -> Option<Arc<Exif>> {
        self.exif().ok().flatten().map(Arc::new)
    }

    /// As [`decode`](Self::decode), unless the PixelMap cannot be in memory of the kind `allocator`.
    pub fn decode_into(&self, options: &DecodingOptions, allocator: AllocatorMode) -> Result<Pixelmap> {
        allocator::check(&self.bytes(), options.dynamic_range, allocator)?;
        self.decode(options)?.placed(Some(allocator))
    }

    /// Decodes all frames as `options` say; their index does not count.
    pub fn decode_frames(&self, options: &DecodingOptions) -> Result<Vec<Pixelmap>> {
        let (bytes, exif, count) = (self.bytes(), self.shared_exif(), self.frame_count()?);
        let mut frames = Vec::new();
        for index in 0..count {
            let options = DecodingOptions { index, ..options.clone() };
            let frame = decode::pixelmap(&bytes, &self.playback, &options)?.with_exif(exif.clone())?;
            if index == 0 {
                check_list(&frame, count)?; // the others are like it
                let none = |_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {count} frames"));
                frames.try_reserve_exact(count as usize).map_err(none)?;
            }
            frames.push(frame);
        }
        Ok(frames)
    }

    /// Decodes the first frame as the packer wants it: RGBA_8888.
    pub fn decode_first(&self) -> Result<Pixelmap> {
        self.decode(&DecodingOptions::default())
    }
}

/// An error if `count` frames like this one are more than shall be in memory at once.
fn check_list(frame: &Pixelmap, count: u32) -> Result<()> {
    /// What a PixelMap takes beside these, at most.
    const OBJECT: usize = 1024;
    let bytes = (frame.bytes_in_memory()? + OBJECT) as u64 * u64::from(count);
    if count > 1 && bytes > limits::LIST_BYTES {
        let message = format!("{count} frames at once take {bytes} bytes, allowed are {}", limits::LIST_BYTES);
        return Err(ImageError::new(ErrorKind::TooLarge, message));
    }
    Ok(())
}
