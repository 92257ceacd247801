//! What the numbers of enumerated tags are called, when they are read and when they are written.

#![forbid(unsafe_code)]

/// Numbers and their names. Where a number has several, the first is the one that is read.
pub type Labels = &'static [(u16, &'static str)];

/// The label of `number`.
pub fn label_of(labels: Labels, number: i64) -> Option<&'static str> {
    labels.iter().find(|(known, _)| i64::from(*known) == number).map(|(_, label)| *label)
}

/// The number that `label` stands for.
pub fn number_of(labels: Labels, label: &[u8]) -> Option<u16> {
    labels.iter().find(|(_, known)| known.as_bytes() == label).map(|(number, _)| *number)
}

pub const ORIENTATION: Labels = &[
    (1, "Top-left"),
    (2, "Top-right"),
    (3, "Bottom-right"),
    (4, "Bottom-left"),
    (5, "Left-top"),
    (6, "Right-top"),
    (7, "Right-bottom"),
    (8, "Left-bottom"),
];
pub const RESOLUTION_UNIT: Labels = &[(2, "Inch"), (3, "Centimeter")];
pub const WHITE_BALANCE: Labels = &[(0, "Auto white balance"), (1, "Manual white balance")];
pub const FLASH: Labels = &[
    (0x00, "Flash did not fire"),
    (0x01, "Flash fired"),
    (0x05, "Strobe return light not detected"),
    (0x07, "Strobe return light detected"),
    (0x08, "Flash did not fire"),
    (0x09, "Flash fired, compulsory flash mode"),
    (0x0D, "Flash fired, compulsory flash mode, return light not detected"),
    (0x0F, "Flash fired, compulsory flash mode, return light detected"),
    (0x10, "Flash did not fire, compulsory flash mode"),
    (0x18, "Flash did not fire, auto mode"),
    (0x19, "Flash fired, auto mode"),
    (0x1D, "Flash fired, auto mode, return light not detected"),
    (0x1F, "Flash fired, auto mode, return light detected"),
    (0x20, "No flash function"),
    (0x41, "Flash fired, red-eye reduction mode"),
    (0x45, "Flash fired, red-eye reduction mode, return light not detected"),
    (0x47, "Flash fired, red-eye reduction mode, return light detected"),
    (0x49, "Flash fired, compulsory flash mode, red-eye reduction mode"),
    (0x4D, "Flash fired, compulsory flash mode, red-eye reduction mode, return light not detected"),
    (0x4F, "Flash fired, compulsory flash mode, red-eye reduction mode, return light detected"),
    (0x58, "Flash did not fire, auto mode, red-eye reduction mode"),
    (0x59, "Flash fired, auto mode, red-eye reduction mode"),
    (0x5D, "Flash fired, auto mode, return light not detected, red-eye reduction mode"),
    (0x5F, "Flash fired, auto mode, return light detected, red-eye reduction mode"),
];
pub const METERING_MODE: Labels = &[
    (0, "Unknown"),
    (1, "Average"),
    (2, "Center-weighted average"),
    (3, "Spot"),
    (4, "Multi spot"),
    (5, "Pattern"),
    (6, "Partial"),
    (255, "Other"),
];
pub const LIGHT_SOURCE: Labels = &[
    (0, "Unknown"),
    (1, "Daylight"),
    (2, "Fluorescent"),
    (3, "Tungsten incandescent light"),
    (4, "Flash"),
    (9, "Fine weather"),
    (10, "Cloudy weather"),
    (11, "Shade"),
    (12, "Daylight fluorescent"),
    (13, "Day white fluorescent"),
    (14, "Cool white fluorescent"),
    (15, "White fluorescent"),
    (17, "Standard light A"),
    (18, "Standard light B"),
    (19, "Standard light C"),
    (20, "D55"),
    (21, "D65"),
    (22, "D75"),
    (23, "D50"),
    (24, "ISO studio tungsten"),
    (255, "Other"),
];
pub const EXPOSURE_PROGRAM: Labels = &[
    (0, "Not defined"),
    (1, "Manual"),
    (2, "Normal program"),
    (3, "Aperture priority"),
    (4, "Shutter priority"),
    (5, "Creative program (biased toward depth of field)"),
    (6, "Creative program (biased toward fast shutter speed)"),
    (7, "Portrait mode (for closeup photos with the background out of focus)"),
    (8, "Landscape mode (for landscape photos with the background in focus)"),
];
pub const SENSING_METHOD: Labels = &[
    (1, "Not defined"),
    (2, "One-chip color area sensor"),
    (3, "Two-chip color area sensor"),
    (4, "Three-chip color area sensor"),
    (5, "Color sequential area sensor"),
    (6, "Monochrome linear"),
    (7, "Trilinear sensor"),
    (8, "Color sequential linear sensor"),
];
pub const SENSITIVITY_TYPE: Labels = &[
    (0, "Unknown"),
    (1, "Standard output sensitivity (SOS)"),
    (2, "Recommended exposure index (REI)"),
    (3, "ISO speed"),
    (4, "Standard output sensitivity (SOS) and recommended exposure index (REI)"),
    (5, "Standard output sensitivity (SOS) and ISO speed"),
    (6, "Recommended exposure index (REI) and ISO speed"),
    (7, "Standard output sensitivity (SOS) and recommended exposure index (REI) and ISO speed"),
];
pub const SCENE_CAPTURE: Labels = &[(0, "Standard"), (1, "Landscape"), (2, "Portrait"), (3, "Night scene")];
pub const GAIN_CONTROL: Labels =
    &[(0, "Normal"), (1, "Low gain up"), (2, "High gain up"), (3, "Low gain down"), (4, "High gain down")];
pub const SOFT_HARD: Labels = &[(0, "Normal"), (1, "Soft"), (2, "Hard")];
pub const SATURATION: Labels = &[(0, "Normal"), (1, "Low saturation"), (2, "High saturation")];
pub const DISTANCE_RANGE: Labels = &[(0, "Unknown"), (1, "Macro"), (2, "Close view"), (3, "Distant view")];
pub const EXPOSURE_MODE: Labels = &[(0, "Auto exposure"), (1, "Manual exposure"), (2, "Auto bracket")];
pub const CUSTOM_RENDERED: Labels = &[(0, "Normal process"), (1, "Custom process")];
pub const COLOR_SPACE: Labels = &[(1, "sRGB"), (2, "Adobe RGB"), (65535, "Uncalibrated")];
pub const PHOTOMETRIC: Labels =
    &[(0, "Reversed mono"), (1, "Normal mono"), (2, "RGB"), (3, "Palette"), (5, "CMYK"), (6, "YCbCr"), (8, "CieLAB")];
pub const COMPRESSION: Labels = &[
    (1, "Uncompressed"),
    (5, "LZW compression"),
    (6, "JPEG compression"),
    (6, "JPEG (old-style) compression"),
    (8, "Deflate/ZIP compression"),
    (32773, "PackBits compression"),
];
pub const PLANAR: Labels = &[(1, "Chunky format"), (2, "Planar format")];
pub const POSITIONING: Labels = &[(1, "Centered"), (2, "Co-sited")];
pub const SCENE_TYPE: Labels = &[(1, "Directly photographed")];
pub const FILE_SOURCE: Labels = &[(3, "DSC")];
pub const DIFFERENTIAL: Labels = &[(0, "Without correction"), (1, "Correction applied")];
pub const ALTITUDE_REF: Labels = &[(0, "Sea level"), (1, "Sea level reference")];
pub const SUBFILE_TYPE: Labels = &[
    (1, "Full-resolution image data"),
    (2, "Reduced-resolution image data"),
    (3, "A single page of a multi-page image"),
];
pub const COMPOSITE: Labels =
    &[(0, "Unknown"), (1, "NonComposite"), (2, "GeneralComposite"), (3, "CompositeCapturedWhenShooting")];

/// Letters and their names, which are written only: the letter is what is read.
pub type Letters = &'static [(&'static str, &'static str)];

pub const NORTH_SOUTH: Letters = &[("N", ""), ("S", "")];
pub const EAST_WEST: Letters = &[("E", ""), ("W", "")];
pub const STATUS: Letters = &[("A", "Measurement in progress"), ("V", "Measurement interrupted")];
pub const MEASURE_MODE: Letters = &[("2", "2-dimensional measurement"), ("3", "3-dimensional measurement")];
pub const UNIT: Letters = &[("K", ""), ("M", ""), ("N", "")];
pub const NORTH_KIND: Letters = &[("T", ""), ("M", "")];
