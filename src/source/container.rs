//! Telling containers apart, by content alone.

#![forbid(unsafe_code)]

use image::ImageFormat;

use super::decoders::Decoder;
use super::decoders::bitmap::Bitmap;
use super::decoders::gif::Gif;
use super::decoders::ico::Ico;
use super::decoders::png::Png;
use super::decoders::wbmp::{self, Wbmp};
use super::decoders::webp::Webp;
use crate::error::{ErrorKind, ImageError, Result};

/// A container this build can decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Windows bitmap.
    Bmp,
    /// GIF87a and GIF89a.
    Gif,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF 6.0.
    Tiff,
    /// Wireless bitmap, type 0.
    Wbmp,
    /// WebP.
    Webp,
    /// Windows icon.
    Ico,
}

/// Length of the longest signature.
pub const SIGNATURE_BYTES: usize = 14;

/// Formats that are told apart and not decoded, and what is missing. '?' stands for any byte.
const NOT_BUILT: &[(&[u8], &str)] = &[
    (b"\x13\xAB\xA1\x5C", "ASTC, textures that only some graphics processors decode"),
    (b"????ftypavif", "AVIF, whose decoder (AV1) is not part of this build"),
    (b"????ftypavis", "an AVIF sequence, whose decoder (AV1) is not part of this build"),
    (b"????ftyphe", "HEIC, whose decoder (HEVC) is not part of this build"),
    (b"????ftypmif1", "HEIF, whose decoders (HEVC, AV1) are not part of this build"),
    (b"????ftypmsf1", "a HEIF sequence, whose decoders (HEVC, AV1) are not part of this build"),
    (b"????ftypcrx ", "Canon CR3, for which there is no camera raw engine in this build"),
    (b"<?xml", "SVG, whose drawing engine is not part of this build"),
    (b"<svg ", "SVG, whose drawing engine is not part of this build"),
];

impl Container {
    /// All containers, in ascending order of their MIME types.
    pub const ALL: [Self; 8] =
        [Self::Bmp, Self::Gif, Self::Jpeg, Self::Png, Self::Tiff, Self::Wbmp, Self::Webp, Self::Ico];

    /// The MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Bmp => "image/bmp",
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Wbmp => "image/wbmp",
            Self::Webp => "image/webp",
            Self::Ico => "image/x-icon",
        }
    }

    /// The container that begins with `beginning`, [`SIGNATURE_BYTES`] or all there are. Where none fits, fewer bytes than
    /// the longest signature are bad data, more an unknown container.
    pub fn detect(beginning: &[u8]) -> Result<Self> {
        let fits = |signature: &[u8]| {
            beginning.len() >= signature.len()
                && beginning.iter().zip(signature).all(|(byte, expected)| byte == expected || *expected == b'?')
        };
        let signed =
            Self::ALL.into_iter().find(|container| container.signatures().iter().any(|signature| fits(signature)));
        if let Some(container) = signed {
            return Ok(container);
        }
        if let Some((_, what)) = NOT_BUILT.iter().find(|(signature, _)| fits(signature)) {
            return Err(ImageError::new(ErrorKind::SourceUnrecognised, format!("the source is {what}")));
        }
        // Last, since it has no signature: all that has one is told by it.
        if wbmp::header(beginning).is_some() {
            return Ok(Self::Wbmp);
        }
        Err(match beginning.len() {
            length @ 0..SIGNATURE_BYTES => {
                let message = format!("the source ends after {length} bytes, too few to tell what it is");
                ImageError::new(ErrorKind::SourceDataBad, message)
            }
            _ => ImageError::new(ErrorKind::SourceUnrecognised, "the source is not an image of a known format"),
        })
    }

    /// What a file begins with; '?' stands for any byte, such as those of a RIFF file's length.
    fn signatures(self) -> &'static [&'static [u8]] {
        match self {
            Self::Bmp => &[b"BM"],
            Self::Gif => &[b"GIF87a", b"GIF89a"],
            Self::Jpeg => &[b"\xFF\xD8\xFF"],
            Self::Png => &[b"\x89PNG\r\n\x1A\n"],
            Self::Tiff => &[b"II*\0", b"MM\0*"],
            Self::Wbmp => &[],
            Self::Webp => &[b"RIFF????WEBPVP"],
            Self::Ico => &[b"\0\0\x01\0"],
        }
    }

    /// What decodes it.
    pub fn decoder(self) -> &'static dyn Decoder {
        match self {
            Self::Bmp => &Bitmap(ImageFormat::Bmp),
            Self::Gif => &Gif,
            Self::Jpeg => &Bitmap(ImageFormat::Jpeg),
            Self::Png => &Png,
            Self::Tiff => &Bitmap(ImageFormat::Tiff),
            Self::Wbmp => &Wbmp,
            Self::Webp => &Webp,
            Self::Ico => &Ico,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_decide_and_a_cut_one_is_bad_data() {
        assert_eq!(Container::detect(b"RIFF\x01\x02\x03\x04WEBPVP8 "), Ok(Container::Webp));
        assert_eq!(Container::detect(b"\xFF\xD8\xFF\xE0"), Ok(Container::Jpeg));
        let kind = |bytes: &[u8]| Container::detect(bytes).unwrap_err().kind;
        assert_eq!(kind(b""), ErrorKind::SourceDataBad);
        assert_eq!(kind(b"\x89PNG"), ErrorKind::SourceDataBad);
        assert_eq!(kind(b"x"), ErrorKind::SourceDataBad);
        assert_eq!(kind(b"RIFF....WAVEfmt "), ErrorKind::SourceUnrecognised);
        assert_eq!(kind(&[b'a'; 64]), ErrorKind::SourceUnrecognised);
    }
}
