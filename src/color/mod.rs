//! Colour spaces: primaries, white point and transfer function, and colours from one to another.

#![forbid(unsafe_code)]

pub mod adapt;
pub mod code_points;
pub mod curve;
pub mod light;
pub mod matrix;
pub mod names;
pub mod profile;
pub mod tone_map;
pub mod transfer;
pub mod transform;

use crate::pixel::YuvMatrix;
pub use transfer::Transfer;

/// The colour space of an image's samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColorSpace {
    /// The original's number of the name; [`names::CUSTOM`] for one made from primaries and gamma.
    pub name: i32,
    /// CIE x and y of red, green and blue.
    pub primaries: [[f32; 2]; 3],
    /// CIE x and y of white.
    pub white: [f32; 2],
    /// From samples to light.
    pub transfer: Transfer,
    /// Whether samples lie between the codes of black and white that video has: 16 and 235 of 8 bits.
    pub limited: bool,
}

impl ColorSpace {
    /// The space of the original's ColorSpaceName `name`; None for NONE, CUSTOM and numbers that name nothing.
    pub fn from_name(name: i32) -> Option<Self> {
        let row = names::TABLE.iter().find(|row| row.name == name)?;
        let (primaries, white) = row.gamut;
        Some(Self { name, primaries, white, transfer: row.transfer, limited: row.limited })
    }

    /// A space of a program's own, with a power function. Whether its primaries span a space shows when it is used.
    pub fn custom(primaries: [[f32; 2]; 3], white: [f32; 2], gamma: f32) -> Self {
        Self { name: names::CUSTOM, primaries, white, transfer: Transfer::Power(gamma), limited: false }
    }

    /// Whether images in it are HDR by the original's rule: BT.2020 with PQ or HLG.
    pub fn is_hdr(&self) -> bool {
        self.has_highlights() && self.primaries == names::BT2020.0
    }

    /// Whether its samples go far above the white of SDR, whatever its primaries are: PQ or HLG.
    pub fn has_highlights(&self) -> bool {
        matches!(self.transfer, Transfer::Pq | Transfer::Hlg)
    }

    /// Whether it says what an image that names no colour space means anyway, samples of either range.
    pub fn is_srgb(&self) -> bool {
        self.transfer == Transfer::Srgb && self.primaries == names::BT709.0
    }

    /// What people call it.
    pub fn title(&self) -> &'static str {
        names::TABLE.iter().find(|row| row.name == self.name).map_or("Custom RGB", |row| row.title)
    }

    /// Red, green and blue of linear light, white being 1 of each, to CIE X, Y and Z; None if the primaries do not span
    /// a space.
    pub fn to_xyz(&self) -> Option<[[f64; 3]; 3]> {
        matrix::rgb_to_xyz(self.primaries.map(|xy| xy.map(decimal)), self.white_xy())
    }

    /// As [`to_xyz`](Self::to_xyz), adapted to the white of ICC profiles: the columns are the colorants of one.
    pub fn to_d50(&self) -> Option<[[f64; 3]; 3]> {
        let adaptation = adapt::to_d50(self.white_xy())?;
        Some(matrix::product(&adaptation, &self.to_xyz()?))
    }

    /// How video in this space makes YUV: by its own standard where it has one, by BT.601 as JFIF where it has none.
    pub fn yuv_matrix(&self) -> YuvMatrix {
        match self.primaries {
            primaries if primaries == names::BT2020.0 => YuvMatrix::Bt2020,
            primaries if primaries == names::BT709.0 && self.transfer == Transfer::Bt709 => YuvMatrix::Bt709,
            _ => YuvMatrix::Bt601,
        }
    }

    /// The numbers of primaries and transfer function in ITU-T H.273, of a space that a profile cannot tell all about.
    pub fn code_points(&self) -> Option<[u8; 2]> {
        let transfer = match self.transfer {
            Transfer::Pq => 16,
            Transfer::Hlg => 18,
            _ => return None,
        };
        Some([if self.primaries == names::BT2020.0 { 9 } else { 12 }, transfer])
    }

    /// CIE x and y of white.
    pub fn white_xy(&self) -> [f64; 2] {
        self.white.map(decimal)
    }
}

/// The decimal number that was meant by the nearest `f32`: chromaticities have few digits, and `f32` keeps about seven.
pub fn decimal(value: f32) -> f64 {
    (f64::from(value) * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_a_space_have_none() {
        for name in [i32::MIN, -1, 0, 5, 26, 29, 100, i32::MAX] {
            assert_eq!(ColorSpace::from_name(name), None, "{name}");
        }
        assert_eq!(names::TABLE.len(), 26);
    }

    #[test]
    fn luminance_of_the_primaries_is_the_published_one() {
        // BT.709, BT.2020 and SMPTE EG 432-1 give these.
        for (name, expected) in
            [(4, [0.2126, 0.7152, 0.0722]), (10, [0.2627, 0.6780, 0.0593]), (3, [0.2290, 0.6917, 0.0793])]
        {
            let matrix = ColorSpace::from_name(name).unwrap().to_xyz().unwrap();
            for (actual, expected) in matrix[1].into_iter().zip(expected) {
                assert!((actual - expected).abs() < 6e-5, "{name}: {actual} {expected}");
            }
        }
        let flat = ColorSpace::custom([[0.2, 0.2], [0.3, 0.3], [0.4, 0.4]], [0.3, 0.3], 2.2);
        assert!(flat.to_xyz().is_none());
        let broken = ColorSpace::custom([[0.64, 0.33], [0.3, 0.0], [0.15, 0.06]], [0.3127, 0.0], 2.2);
        assert!(broken.to_xyz().is_none());
    }

    #[test]
    fn pq_and_hlg_of_bt2020_are_hdr_and_nothing_else() {
        let hdr: Vec<i32> = (0..40).filter(|name| ColorSpace::from_name(*name).is_some_and(|s| s.is_hdr())).collect();
        assert_eq!(hdr, [9, 10, 19, 20]);
    }
}
