//! The colour spaces that have a name. The numbers are the original's.

#![forbid(unsafe_code)]

use super::Transfer;

/// The number of sRGB.
pub const SRGB: i32 = 4;
/// The number of Display P3.
pub const DISPLAY_P3: i32 = 3;
/// The number of every space that a program made from primaries and gamma.
pub const CUSTOM: i32 = 5;

/// Chromaticities of red, green and blue, and of white.
pub type Gamut = ([[f32; 2]; 3], [f32; 2]);

const D65: [f32; 2] = [0.3127, 0.3290];
const ADOBE_RGB: Gamut = ([[0.64, 0.33], [0.21, 0.71], [0.15, 0.06]], D65);
const P3: Gamut = ([[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]], D65);
const DCI_P3: Gamut = (P3.0, [0.314, 0.351]);
/// ITU-R BT.709 and sRGB.
pub const BT709: Gamut = ([[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]], D65);
const BT601_625: Gamut = ([[0.64, 0.33], [0.29, 0.60], [0.15, 0.06]], D65);
const BT601_525: Gamut = ([[0.63, 0.34], [0.31, 0.595], [0.155, 0.07]], D65);
/// ITU-R BT.2020.
pub const BT2020: Gamut = ([[0.708, 0.292], [0.170, 0.797], [0.131, 0.046]], D65);

/// A named space.
pub struct Row {
    /// Its number.
    pub name: i32,
    /// What people call it.
    pub title: &'static str,
    /// Its colours.
    pub gamut: Gamut,
    /// Its curve.
    pub transfer: Transfer,
    /// Whether its samples are those of video.
    pub limited: bool,
}

const fn full(name: i32, title: &'static str, gamut: Gamut, transfer: Transfer) -> Row {
    Row { name, title, gamut, transfer, limited: false }
}

const fn limited(name: i32, title: &'static str, gamut: Gamut, transfer: Transfer) -> Row {
    Row { name, title, gamut, transfer, limited: true }
}

/// All of them.
pub const TABLE: &[Row] = &[
    full(1, "Adobe RGB (1998)", ADOBE_RGB, Transfer::Power(2.2)),
    full(2, "DCI-P3", DCI_P3, Transfer::Power(2.6)),
    full(DISPLAY_P3, "Display P3", P3, Transfer::Srgb),
    full(SRGB, "sRGB", BT709, Transfer::Srgb),
    full(6, "BT.709", BT709, Transfer::Bt709),
    full(7, "BT.601 625 lines", BT601_625, Transfer::Bt709),
    full(8, "BT.601 525 lines", BT601_525, Transfer::Bt709),
    full(9, "BT.2020 HLG", BT2020, Transfer::Hlg),
    full(10, "BT.2020 PQ", BT2020, Transfer::Pq),
    full(11, "P3 HLG", P3, Transfer::Hlg),
    full(12, "P3 PQ", P3, Transfer::Pq),
    limited(13, "Adobe RGB (1998)", ADOBE_RGB, Transfer::Power(2.2)),
    limited(14, "Display P3", P3, Transfer::Srgb),
    limited(15, "sRGB", BT709, Transfer::Srgb),
    limited(16, "BT.709", BT709, Transfer::Bt709),
    limited(17, "BT.601 625 lines", BT601_625, Transfer::Bt709),
    limited(18, "BT.601 525 lines", BT601_525, Transfer::Bt709),
    limited(19, "BT.2020 HLG", BT2020, Transfer::Hlg),
    limited(20, "BT.2020 PQ", BT2020, Transfer::Pq),
    limited(21, "P3 HLG", P3, Transfer::Hlg),
    limited(22, "P3 PQ", P3, Transfer::Pq),
    full(23, "Linear P3", P3, Transfer::Power(1.0)),
    full(24, "Linear BT.709", BT709, Transfer::Power(1.0)),
    full(25, "Linear BT.2020", BT2020, Transfer::Power(1.0)),
    full(27, "BT.2020 log", BT2020, Transfer::Log),
    limited(28, "BT.2020 log", BT2020, Transfer::Log),
];
