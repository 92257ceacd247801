//! Colour spaces by the numbers of ITU-T H.273, which image files use (`cICP` of PNG, `nclx` of HEIF).

#![forbid(unsafe_code)]

use super::ColorSpace;

/// Number of the primaries, of the transfer characteristics, and of the named space of the full range and of the
/// limited one; 0 where that has no name.
const TABLE: &[(u8, u8, i32, i32)] = &[
    (1, 13, 4, 15),
    (1, 1, 6, 16),
    (1, 6, 6, 16),
    (1, 8, 24, 0),
    (5, 1, 7, 17),
    (5, 6, 7, 17),
    (6, 1, 8, 18),
    (6, 6, 8, 18),
    (7, 1, 8, 18),
    (7, 6, 8, 18),
    (9, 8, 25, 0),
    (9, 16, 10, 20),
    (9, 18, 9, 19),
    (12, 8, 23, 0),
    (12, 13, 3, 14),
    (12, 16, 12, 22),
    (12, 18, 11, 21),
];

impl ColorSpace {
    /// The named space of these numbers of H.273, of RGB samples of the full or the limited range; None if there is
    /// none.
    pub fn from_code_points(primaries: u8, transfer: u8, full: bool) -> Option<Self> {
        let row = TABLE.iter().find(|row| (row.0, row.1) == (primaries, transfer))?;
        Self::from_name(if full { row.2 } else { row.3 })
    }

    /// The numbers of primaries and transfer characteristics of a named space; None if it has none.
    pub fn named_code_points(&self) -> Option<[u8; 2]> {
        let row = TABLE.iter().find(|row| self.name != 0 && (row.2 == self.name || row.3 == self.name))?;
        Some([row.0, row.1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Transfer;

    #[test]
    fn names_have_the_primaries_and_curves_of_their_numbers() {
        // H.273, table 2: x and y of red, green, blue, white.
        let primaries = |number| match number {
            1 => [0.640, 0.330, 0.300, 0.600, 0.150, 0.060, 0.3127, 0.3290],
            5 => [0.640, 0.330, 0.290, 0.600, 0.150, 0.060, 0.3127, 0.3290],
            6 | 7 => [0.630, 0.340, 0.310, 0.595, 0.155, 0.070, 0.3127, 0.3290],
            9 => [0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290],
            12 => [0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290],
            _ => unreachable!(),
        };
        // Table 3.
        let transfer = |number| match number {
            1 | 6 => Transfer::Bt709,
            8 => Transfer::Power(1.0),
            13 => Transfer::Srgb,
            16 => Transfer::Pq,
            18 => Transfer::Hlg,
            _ => unreachable!(),
        };
        for (primary, curve, full, limited) in TABLE {
            for (name, range) in [(full, true), (limited, false)].into_iter().filter(|(name, _)| **name != 0) {
                let space = ColorSpace::from_code_points(*primary, *curve, range).unwrap();
                let mut numbers = space.primaries.concat();
                numbers.extend(space.white);
                assert_eq!(numbers, primaries(*primary), "{name}");
                assert_eq!(space.transfer, transfer(*curve), "{name}");
                assert_eq!((space.name, space.limited), (*name, !range));
            }
        }
        assert_eq!(ColorSpace::from_code_points(2, 2, true), None);
        assert_eq!(ColorSpace::from_code_points(12, 8, false), None);
    }
}
