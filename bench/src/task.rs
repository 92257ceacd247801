//! What all encoders of a group are asked for.

use std::fmt;

/// How JPEG keeps colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// 4:2:0: a quarter of it.
    Quarter,
    /// 4:4:4: all of it.
    Full,
}

/// The format, and what decides the picture that comes out. How much effort goes into it is up to each contestant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// JPEG of this quality with the tables of T.81 Annex K.
    Jpeg(u8, Chroma),
    /// PNG of the same pixels.
    Png,
    /// Lossy WebP of this quality.
    WebP(u8),
    /// Lossless WebP, colours under transparent pixels kept.
    WebPLossless,
}

impl Task {
    /// Whether decoding gives back the pixels.
    pub fn is_lossless(self) -> bool {
        matches!(self, Self::Png | Self::WebPLossless)
    }

    /// Whether files hold alpha.
    pub fn has_alpha(self) -> bool {
        !self.is_jpeg()
    }

    /// Whether it is JPEG.
    pub fn is_jpeg(self) -> bool {
        matches!(self, Self::Jpeg(..))
    }

    /// Whether it is WebP.
    pub fn is_webp(self) -> bool {
        matches!(self, Self::WebP(_) | Self::WebPLossless)
    }

    /// Quality and chroma of JPEG, for peers whose row in the table says that they take JPEG only.
    pub fn jpeg(self) -> (u8, Chroma) {
        match self {
            Self::Jpeg(quality, chroma) => (quality, chroma),
            _ => unreachable!("the table of peers gives these JPEG only"),
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jpeg(quality, Chroma::Quarter) => write!(f, "JPEG q{quality} 4:2:0"),
            Self::Jpeg(quality, Chroma::Full) => write!(f, "JPEG q{quality} 4:4:4"),
            Self::Png => f.write_str("PNG"),
            Self::WebP(quality) => write!(f, "WebP q{quality}"),
            Self::WebPLossless => f.write_str("WebP lossless"),
        }
    }
}
