//! What every image format does.

#![forbid(unsafe_code)]

use super::color::FileColor;
use super::layers::Layers;
use super::options::Settings;
use crate::color::names;
use crate::error::Result;
use crate::pixel::{PixelFormat, PixelView};
use crate::sink::Output;

/// What a file says beside its pixels.
pub struct FileInfo {
    /// Their colours.
    pub color: FileColor,
    /// An EXIF block within [`Encoder::exif_bytes`], from its TIFF header on.
    pub exif: Option<Vec<u8>>,
}

/// What is said where nothing is known.
#[cfg(test)]
pub const PLAIN: FileInfo = FileInfo { color: FileColor::Srgb, exif: None };

/// One image format.
pub trait Encoder: Sync {
    /// The MIME type, in lower case.
    fn mime(&self) -> &'static str;

    /// An error that says why, if this encoder cannot be used here: what it needs is not part of the library.
    fn check_available(&self) -> Result<()> {
        Ok(())
    }

    /// Greatest width and height, in pixels.
    fn max_side(&self) -> u32;

    /// Longest EXIF block that a file holds, from the TIFF header on, in bytes.
    fn exif_bytes(&self) -> usize;

    /// The space that HDR is tone mapped to: a wide one, but where files cannot say so.
    fn sdr_space(&self) -> i32 {
        names::DISPLAY_P3
    }

    /// Whether it encodes images of this pixel format: all but floats of alpha alone, as devices have it.
    fn takes(&self, format: PixelFormat) -> bool {
        format != PixelFormat::AlphaF16
    }

    /// Encodes `view`, whose size is within [`max_side`](Self::max_side), and says what `info` has. What can be wrong
    /// with it or with `settings` is found before anything is written to `output`.
    fn encode(&self, view: &PixelView<'_>, info: &FileInfo, settings: &Settings, output: &mut Output<'_>)
    -> Result<()>;

    /// Whether files hold pictures: images beside the main one.
    fn holds_layers(&self) -> bool {
        false
    }

    /// Encodes a picture; only of encoders that say they can.
    fn encode_layers(&self, layers: &Layers<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        self.encode(&layers.base, &layers.info, settings, output)
    }
}
