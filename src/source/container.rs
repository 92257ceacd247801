//! Telling containers apart, by content alone.

#![forbid(unsafe_code)]

use image::ImageFormat;

use super::decoders::Decoder;
use super::decoders::bitmap::Bitmap;
use super::decoders::gif::Gif;
use super::decoders::jpeg::Jpeg;
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
    /// WebP.
    Webp,
}

/// Length of the longest signature.
pub const SIGNATURE_BYTES: usize = 14;

impl Container {
    /// All containers, in ascending order of their MIME types.
    pub const ALL: [Self; 5] = [Self::Bmp, Self::Gif, Self::Jpeg, Self::Png, Self::Webp];

    /// The MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Bmp => "image/bmp",
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// The container that begins with `beginning`, [`SIGNATURE_BYTES`] or all there are. Where none fits, fewer bytes than
    /// the longest signature are bad data, more an unknown container.
    pub fn detect(beginning: &[u8]) -> Result<Self> {
        let fits = |signature: &[u8]| {
            let front = beginning.get(..signature.len()).unwrap_or_default();
            // '?' stands for the length of a RIFF file; no signature has a real one.
            !front.is_empty()
                && front.iter().zip(signature).all(|(byte, expected)| byte == expected || *expected == b'?')
        };
        let found =
            Self::ALL.into_iter().find(|container| container.signatures().iter().any(|signature| fits(signature)));
        found.ok_or_else(|| match beginning.len() {
            length @ 0..SIGNATURE_BYTES => {
                let message = format!("the source ends after {length} bytes, too few to tell what it is");
                ImageError::new(ErrorKind::SourceDataBad, message)
            }
            _ => ImageError::new(ErrorKind::SourceUnrecognised, "the source is not an image of a known format"),
        })
    }

    fn signatures(self) -> &'static [&'static [u8]] {
        match self {
            Self::Bmp => &[b"BM"],
            Self::Gif => &[b"GIF87a", b"GIF89a"],
            Self::Jpeg => &[b"\xFF\xD8\xFF"],
            Self::Png => &[b"\x89PNG\r\n\x1A\n"],
            Self::Webp => &[b"RIFF????WEBPVP"],
        }
    }

    /// What decodes it.
    pub fn decoder(self) -> &'static dyn Decoder {
        match self {
            Self::Bmp => &Bitmap(ImageFormat::Bmp),
            Self::Gif => &Gif,
            Self::Jpeg => &Jpeg,
            Self::Png => &Bitmap(ImageFormat::Png),
            Self::Webp => &Bitmap(ImageFormat::WebP),
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
