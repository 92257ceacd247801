//! The table of cases: which images are encoded with which settings.

use crate::Result;
use crate::images::{self, Picture};

/// What all encoders of a group are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Baseline JPEG, 4:2:0, of this quality.
    Jpeg(u8),
    /// PNG of the image's own colour type: RGB if it is opaque, else RGBA.
    Png,
    /// Lossy WebP of this quality, method 4.
    WebP(u8),
    /// Lossless WebP of effort 75, method 4.
    WebPLossless,
}

impl Setting {
    /// As rows say it.
    pub fn name(self) -> String {
        match self {
            Self::Jpeg(quality) => format!("JPEG q{quality}"),
            Self::Png => "PNG".to_owned(),
            Self::WebP(quality) => format!("WebP q{quality}"),
            Self::WebPLossless => "WebP lossless".to_owned(),
        }
    }

    /// Whether decoding gives back the pixels.
    pub fn is_lossless(self) -> bool {
        matches!(self, Self::Png | Self::WebPLossless)
    }

    /// Whether files hold alpha.
    pub fn has_alpha(self) -> bool {
        !matches!(self, Self::Jpeg(_))
    }
}

/// One image and what is done with it.
pub struct Case {
    /// As rows and filters say it.
    pub image: &'static str,
    /// Makes the image.
    pub make: fn() -> Result<Picture>,
    /// The groups of rows.
    pub settings: &'static [Setting],
    /// Those of `--quick`.
    pub quick: &'static [Setting],
}

use Setting::{Jpeg, Png, WebP, WebPLossless};

const ALL: &[Setting] = &[Jpeg(75), Jpeg(90), Png, WebP(80), WebPLossless];
const FAST: &[Setting] = &[Jpeg(90), Png, WebP(80)];
const LARGE: &[Setting] = &[Jpeg(75), Jpeg(90), Png, WebP(80)];

/// All cases, in the order of rows. Large images leave out what takes seconds for one file.
pub const CASES: &[Case] = &[
    Case { image: "photo-16m", make: images::photo_whole, settings: LARGE, quick: &[] },
    Case { image: "photo-8m", make: images::photo_8m, settings: LARGE, quick: &[Jpeg(90), Png] },
    Case { image: "photo-1.5m", make: images::photo_1m5, settings: ALL, quick: FAST },
    Case { image: "astronaut", make: images::astronaut, settings: ALL, quick: FAST },
    Case { image: "screenshot", make: images::screenshot, settings: ALL, quick: FAST },
    Case { image: "noise", make: images::noise, settings: ALL, quick: &[] },
    Case { image: "icon-alpha", make: images::icon, settings: &[Png, WebP(80), WebPLossless], quick: &[Png] },
    Case { image: "thumbnail", make: images::thumbnail, settings: ALL, quick: ALL },
    Case { image: "1x1", make: images::pixel, settings: ALL, quick: ALL },
];
