//! The table of cases: which images are encoded, and for which tasks.

use crate::Result;
use crate::images::{Picture, drawn, photos};
use crate::task::Chroma::{Full, Quarter};
use crate::task::Task::{self, Jpeg, Png, WebP, WebPLossless};

/// What kind of image it is: plots and some targets are for one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// From a camera, 1.5 MP and more.
    Photo,
    /// What a screen shows.
    Screen,
    /// A page of text, drawn or scanned.
    Document,
    /// Flat colours, few of them.
    Graphic,
    /// Icons with alpha.
    Alpha,
    /// Smooth shades.
    Gradient,
    /// Noise: the worst case.
    Noise,
    /// Photos of 64x64 to 512x512: what a call costs counts.
    Small,
    /// One pixel.
    Pixel,
}

impl Class {
    /// As tables and plots say it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Screen => "screenshots",
            Self::Document => "pages of text",
            Self::Graphic => "flat graphics",
            Self::Alpha => "icons with alpha",
            Self::Gradient => "gradients",
            Self::Noise => "noise",
            Self::Small => "small photos",
            Self::Pixel => "one pixel",
        }
    }

    /// What programs draw: PNG's own field.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Screen | Self::Document | Self::Graphic | Self::Alpha)
    }
}

/// One image and what is done with it.
pub struct Case {
    /// As rows and filters say it.
    pub image: &'static str,
    /// Its kind.
    pub class: Class,
    /// Makes the image.
    pub make: fn() -> Result<Picture>,
    /// The groups of rows.
    pub tasks: &'static [Task],
    /// Those of `--quick`.
    pub quick: &'static [Task],
}

const J75: Task = Jpeg(75, Quarter);
const J90: Task = Jpeg(90, Quarter);
const F75: Task = Jpeg(75, Full);
const F90: Task = Jpeg(90, Full);

const JPEGS: &[Task] = &[J75, J90, F75, F90];
const ALL: &[Task] = &[J75, J90, F75, F90, Png, WebP(80), WebPLossless];
const LOSSY: &[Task] = &[J75, J90, F75, F90, Png, WebP(80)];
const DRAWN: &[Task] = &[J90, F90, Png];
const SCREEN: &[Task] = &[J90, F90, Png, WebPLossless];

macro_rules! case {
    ($image:literal, $class:ident, $make:path, $tasks:expr, $quick:expr) => {
        Case { image: $image, class: Class::$class, make: $make, tasks: $tasks, quick: $quick }
    };
}

/// All cases, in the order of rows. Large images leave out what takes seconds for one file.
pub const CASES: &[Case] = &[
    case!("photo-100m", Photo, photos::seeding_100m, &[J90], &[]),
    case!("photo-16m", Photo, photos::seeding, JPEGS, &[]),
    case!("photo-8m", Photo, photos::seeding_8m, &[J75, J90, F75, F90, Png], &[J90]),
    case!("brook", Photo, photos::brook, &[J75, J90, F75, F90, Png], &[]),
    case!("mountains", Photo, photos::mountains, LOSSY, &[]),
    case!("dandelion", Photo, photos::dandelion, LOSSY, &[F90]),
    case!("photo-1.5m", Photo, photos::seeding_1m5, ALL, &[J90, F90, Png, WebP(80)]),
    case!("screenshot", Screen, drawn::screenshot, ALL, &[Png]),
    case!("screenshot-rgba", Screen, drawn::screenshot_rgba, &[Png], &[]),
    case!("code-editor", Screen, drawn::code_editor, SCREEN, &[Png]),
    case!("text-page", Document, drawn::text_page, DRAWN, &[Png]),
    case!("scan-page", Document, drawn::scan_page, DRAWN, &[]),
    case!("chart", Graphic, drawn::chart, SCREEN, &[Png]),
    case!("icon", Alpha, drawn::icon, &[Png, WebP(80), WebPLossless], &[]),
    case!("icon-sheet", Alpha, drawn::icon_sheet, &[Png, WebP(80), WebPLossless], &[Png]),
    case!("gradient", Gradient, drawn::gradient, DRAWN, &[]),
    case!("noise", Noise, drawn::noise, DRAWN, &[]),
    case!("512x512", Small, photos::astronaut, ALL, &[J90]),
    case!("256x256", Small, photos::astronaut_256, LOSSY, &[]),
    case!("128x128", Small, photos::astronaut_128, LOSSY, &[]),
    case!("64x64", Small, photos::thumbnail, ALL, &[J90, Png]),
    case!("1x1", Pixel, drawn::pixel, &[J90, Png, WebP(80), WebPLossless], &[Png]),
];
