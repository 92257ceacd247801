//! Packing options as a program sets them, and the target they mean.

#![forbid(unsafe_code)]

use super::encoder::Encoder;
use super::formats;
use crate::error::{ErrorKind, ImageError, Result};

/// Settings of one still image. Setters keep every value; [`target`](Self::target) judges them when an image is packed.
#[derive(Clone, Debug)]
pub struct PackingOptions {
    /// The MIME type's text; empty if it was never set.
    pub mime: Vec<u8>,
    /// Quality, 0 to 100. The default is 0, as on devices: a program that sets none gets the worst JPEG.
    pub quality: u32,
    /// Whether the source's EXIF block is written.
    pub needs_pack_properties: bool,
    /// Whether vendor diagnostics are written; no format of this host carries them.
    pub needs_pack_dfx_data: bool,
    /// 0 keeps the dynamic range of the source, anything else means SDR.
    pub desired_dynamic_range: i32,
}

impl Default for PackingOptions {
    fn default() -> Self {
        Self {
            mime: Vec::new(),
            quality: 0,
            needs_pack_properties: false,
            needs_pack_dfx_data: false,
            desired_dynamic_range: 1,
        }
    }
}

/// Options that were found good.
#[derive(Clone, Copy)]
pub struct Target {
    /// The format.
    pub encoder: &'static dyn Encoder,
    /// 0 to 100.
    pub quality: u8,
}

impl PackingOptions {
    /// The target these options name, or why they name none.
    pub fn target(&self) -> Result<Target> {
        if self.mime.is_empty() {
            return Err(ImageError::new(ErrorKind::BadArgument, "no MIME type was set"));
        }
        let encoder = formats::find(&self.mime).ok_or_else(|| {
            let text = self.mime.escape_ascii();
            ImageError::new(ErrorKind::TargetFormat, format!("\"{text}\" is not a type that can be encoded"))
        })?;
        let quality = u8::try_from(self.quality).ok().filter(|quality| *quality <= 100).ok_or_else(|| {
            ImageError::new(ErrorKind::BadArgument, format!("quality is {}, allowed is 0 to 100", self.quality))
        })?;
        Ok(Target { encoder, quality })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(mime: &[u8], quality: u32) -> Option<ErrorKind> {
        PackingOptions { mime: mime.to_vec(), quality, ..PackingOptions::default() }.target().err().map(|e| e.kind)
    }

    #[test]
    fn names_are_compared_without_case_and_without_mercy() {
        for good in ["image/jpeg", "image/JPEG", "Image/Png", "image/webp"] {
            assert_eq!(kind_of(good.as_bytes(), 50), None);
        }
        for bad in ["image/jpg", "image/jpeg ", "image/jpeg;q=1", "image/jpeg\0", "image/tiff", "image/unknown"] {
            assert_eq!(kind_of(bad.as_bytes(), 50), Some(ErrorKind::TargetFormat), "{bad:?}");
        }
    }

    #[test]
    fn quality_is_not_wrapped() {
        for quality in [101, 255, 256, 300, u32::MAX] {
            assert_eq!(kind_of(b"image/png", quality), Some(ErrorKind::BadArgument));
        }
        assert_eq!(kind_of(b"", 0), Some(ErrorKind::BadArgument));
    }
}
