//! Packing options as a program sets them, and the target they mean.

#![forbid(unsafe_code)]

use super::encoder::Encoder;
use super::formats;
use crate::error::{ErrorKind, ImageError, Result};
use crate::threads::Threads;

/// How densely a JPEG samples chroma (ITU-T T.81, A.1.1): 4:a:b.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChromaSubsampling {
    /// Half as many chroma samples in both directions.
    #[default]
    S420,
    /// Half as many in a row.
    S422,
    /// As many as luma.
    S444,
}

/// What only JPEG knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegOptions {
    /// Ignored for grey images.
    pub subsampling: ChromaSubsampling,
    /// Several scans, from coarse to fine; needs memory for all coefficients.
    pub progressive: bool,
    /// Huffman tables made for the image, not those of T.81, Annex K.
    pub optimize_coding: bool,
    /// Rows of MCUs between restart markers; 0 leaves them to the encoder. Whether a restart interval can hold as many
    /// depends on the image, so the encoder judges it.
    pub restart_rows: u32,
}

impl Default for JpegOptions {
    fn default() -> Self {
        Self { subsampling: ChromaSubsampling::S420, progressive: false, optimize_coding: true, restart_rows: 0 }
    }
}

/// What only PNG knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PngOptions {
    /// 0 to 9: from fast to small.
    pub effort: u8,
    /// Whether the colour type and bit depth may be smaller than the image's where its pixels allow.
    pub reductions: bool,
}

impl PngOptions {
    /// The greatest effort.
    pub const MAX_EFFORT: u8 = 9;
}

impl Default for PngOptions {
    fn default() -> Self {
        Self { effort: 5, reductions: true }
    }
}

/// What only WebP knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebPOptions {
    /// 0 to 6: from fast to small.
    pub method: u8,
    /// Lossless whatever the quality, which is then an effort; without it only quality 100 is lossless.
    pub lossless: bool,
    /// Lossless after changing pixels by little: 0 (most) to 100 (not at all).
    pub near_lossless: u8,
    /// Quality of the alpha plane of lossy files, 0 to 100, where 100 is exact.
    pub alpha_quality: u8,
    /// A slower and sharper conversion to the chroma of lossy files.
    pub sharp_yuv: bool,
}

impl WebPOptions {
    /// The slowest method.
    pub const MAX_METHOD: u8 = 6;
}

impl Default for WebPOptions {
    fn default() -> Self {
        Self { method: 4, lossless: false, near_lossless: 100, alpha_quality: 100, sharp_yuv: false }
    }
}

/// Settings of one still image. MIME type and quality are kept as they come, as on devices;
/// [`target`](Self::target) judges them when an image is packed. What this library adds is within its range from the
/// start: setters ask [`up_to`].
#[derive(Clone, Debug)]
pub struct PackingOptions {
    /// The MIME type's text; empty if it was never set.
    pub mime: Vec<u8>,
    /// Quality, 0 to [`PERCENT`]. The default is 0, as on devices: a program that sets none gets the worst JPEG.
    pub quality: u32,
    /// Whether the image's EXIF block, and blobs of a picture, are written.
    pub needs_pack_properties: bool,
    /// Whether a picture's blob of diagnostics is written.
    pub needs_pack_dfx_data: bool,
    /// 0 keeps the dynamic range of the source, anything else means SDR.
    pub desired_dynamic_range: i32,
    /// For JPEG targets.
    pub jpeg: JpegOptions,
    /// For PNG targets.
    pub png: PngOptions,
    /// For WebP targets.
    pub webp: WebPOptions,
    /// How many threads one call may use.
    pub threads: Threads,
}

impl Default for PackingOptions {
    fn default() -> Self {
        Self {
            mime: Vec::new(),
            quality: 0,
            needs_pack_properties: false,
            needs_pack_dfx_data: false,
            desired_dynamic_range: 1,
            jpeg: JpegOptions::default(),
            png: PngOptions::default(),
            webp: WebPOptions::default(),
            threads: Threads::default(),
        }
    }
}

/// The greatest quality, of whatever.
pub const PERCENT: u8 = 100;

/// `value` as an option keeps it, or why it is too much for the option that messages call `name`.
pub fn up_to(most: u8, name: &str, value: u32) -> Result<u8> {
    u8::try_from(value)
        .ok()
        .filter(|value| *value <= most)
        .ok_or_else(|| ImageError::new(ErrorKind::BadArgument, format!("{name} is {value}, allowed is 0 to {most}")))
}

/// What an encoder is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// 0 to 100.
    pub quality: u8,
    /// For the JPEG encoder.
    pub jpeg: JpegOptions,
    /// For the PNG encoder.
    pub png: PngOptions,
    /// For the WebP encoder.
    pub webp: WebPOptions,
    /// How many threads it may use.
    pub threads: Threads,
}

/// Whether files may hold more light than SDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DynamicRange {
    /// What the image has, where the format holds it.
    Auto,
    /// SDR.
    Sdr,
}

/// Options that were found good.
#[derive(Clone, Copy)]
pub struct Target {
    /// The format.
    pub encoder: &'static dyn Encoder,
    /// What is asked of it.
    pub settings: Settings,
    /// Whether EXIF, and blobs of makers, are written, where the image has some.
    pub exif: bool,
    /// Whether the blob of diagnostics is written.
    pub dfx: bool,
    /// What becomes of HDR.
    pub dynamic_range: DynamicRange,
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
        encoder.check_available()?;
        let quality = up_to(PERCENT, "quality", self.quality)?;
        let Self { jpeg, png, webp, threads, .. } = *self;
        let settings = Settings { quality, jpeg, png, webp, threads };
        let dynamic_range = if self.desired_dynamic_range == 0 { DynamicRange::Auto } else { DynamicRange::Sdr };
        let (exif, dfx) = (self.needs_pack_properties, self.needs_pack_dfx_data);
        Ok(Target { encoder, settings, exif, dfx, dynamic_range })
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

    #[test]
    fn an_option_takes_both_ends_of_its_range_and_no_more() {
        assert_eq!(up_to(6, "method", 0), Ok(0));
        assert_eq!(up_to(6, "method", 6), Ok(6));
        for value in [7, 255, 256, 262, u32::MAX] {
            let error = up_to(6, "method", value).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadArgument);
            assert_eq!(error.message, format!("method is {value}, allowed is 0 to 6"));
        }
    }
}
