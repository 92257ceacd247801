//! Telling containers apart, by content alone.

#![forbid(unsafe_code)]

use image::ImageFormat;

use super::decoders::Decoder;
use super::decoders::bitmap::Bitmap;
use super::decoders::dng::Dng;
use super::decoders::gif::Gif;
use super::decoders::heif::Heif;
use super::decoders::ico::Ico;
use super::decoders::jpeg::Jpeg;
use super::decoders::png::Png;
use super::decoders::tiff::Tiff;
use super::decoders::wbmp::{self, Wbmp};
use super::decoders::webp::Webp;
use crate::error::{ErrorKind, ImageError, Result};
use crate::heif;

/// A container this build can decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Windows bitmap.
    Bmp,
    /// DNG: a TIFF with raw pixels.
    Dng,
    /// GIF87a and GIF89a.
    Gif,
    /// HEIF with still images of HEVC.
    Heif,
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
    (b"????ftyphevc", "a HEIF sequence, whose decoder is not part of this build"),
    (b"????ftyphevx", "a HEIF sequence, whose decoder is not part of this build"),
    (b"????ftypmsf1", "a HEIF sequence, whose decoder is not part of this build"),
    (b"????ftypcrx ", "Canon CR3, for which there is no camera raw engine in this build"),
    (b"<?xml", "SVG, whose drawing engine is not part of this build"),
    (b"<svg ", "SVG, whose drawing engine is not part of this build"),
];

impl Container {
    /// All containers, in ascending order of their MIME types.
    pub const ALL: [Self; 10] = [
        Self::Bmp,
        Self::Gif,
        Self::Heif,
        Self::Jpeg,
        Self::Png,
        Self::Tiff,
        Self::Wbmp,
        Self::Webp,
        Self::Dng,
        Self::Ico,
    ];

    /// The containers that can be decoded now, in the same order.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|container| *container != Self::Heif || heif::is_available())
    }

    /// The MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Bmp => "image/bmp",
            Self::Dng => "image/x-adobe-dng",
            Self::Gif => "image/gif",
            Self::Heif => "image/heic",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Wbmp => "image/wbmp",
            Self::Webp => "image/webp",
            Self::Ico => "image/x-icon",
        }
    }

    /// The container that begins with `beginning`, [`SIGNATURE_BYTES`] or all there are. Where none fits, fewer bytes
    /// than the longest signature are bad data, more an unknown container.
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
            // Its first bytes are any TIFF's: see decode::container.
            Self::Dng => &[],
            Self::Gif => &[b"GIF87a", b"GIF89a"],
            Self::Heif => {
                &[b"????ftypheic", b"????ftypheix", b"????ftypheim", b"????ftypheis", b"????ftypmif1", b"????ftypmif2"]
            }
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
            Self::Dng => &Dng,
            Self::Gif => &Gif,
            Self::Heif => &Heif,
            Self::Jpeg => &Jpeg,
            Self::Png => &Png,
            Self::Tiff => &Tiff,
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

    #[test]
    fn the_list_is_sorted_and_names_are_given_once() {
        let names = Container::ALL.map(Container::mime);
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }

    #[test]
    fn known_formats_that_are_not_built_are_named() {
        for (bytes, name) in [
            (&b"\x13\xAB\xA1\x5C............"[..], "ASTC"),
            (b"\0\0\0\x20ftyphevc\0\0\0\0", "HEIF sequence"),
            (b"\0\0\0\x20ftypmsf1\0\0\0\0", "HEIF sequence"),
            (b"\0\0\0\x20ftypavif\0\0\0\0", "AVIF"),
            (b"\0\0\0\x20ftypavis\0\0\0\0", "AVIF"),
            (b"<?xml version='1.0'?>", "SVG"),
            (b"<svg width='1'/>", "SVG"),
        ] {
            let error = Container::detect(&bytes[..14]).unwrap_err();
            assert_eq!(error.kind, ErrorKind::SourceUnrecognised);
            assert!(error.message.contains(name), "{}", error.message);
        }
    }

    #[test]
    fn little_that_begins_with_two_zeros_is_a_wbmp() {
        assert_eq!(Container::detect(b"\0\0\x10\x08"), Ok(Container::Wbmp));
        assert_eq!(Container::detect(b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0"), Ok(Container::Ico));
        // Nothing but zeros, a cursor, a film, a TrueType font, a targa without colours.
        for other in [
            b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            b"\0\0\x02\0\x01\0\x20\x20\0\0\0\0\0\0",
            b"\0\0\0\x18ftypisom\0\0",
            b"\0\x01\0\0\0\x0F\0\x80\0\x03\0\x70\0\0",
            b"\0\0\x0A\0\0\0\0\0\0\0\0\0\x40\0",
        ] {
            assert_eq!(Container::detect(other).unwrap_err().kind, ErrorKind::SourceUnrecognised);
        }
    }
}
