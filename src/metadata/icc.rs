//! ICC profiles (ICC.1:2010, version 4.3): the display profile of an RGB space with three primaries and one curve.
//!
//! Written here because what a library wrote for sRGB bore the time of day, and files must not; the profile has a fixed
//! date, the standard's D50 and a true adaptation matrix.

#![forbid(unsafe_code)]

use std::sync::OnceLock;

use crate::error::{ErrorKind, ImageError, Result};

/// The profile connection space's white, exactly as clause 7.2.16 writes it.
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// The cone response of Bradford (annex E.3), rows.
const BRADFORD: [[f64; 3]; 3] = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

/// An RGB colour space, as far as a profile tells it.
struct RgbSpace {
    description: &'static str,
    /// CIE x and y of red, green and blue.
    primaries: [[f64; 2]; 3],
    white: [f64; 2],
    /// g, a, b, c, d of the curve: ((a x + b) ^ g) above d, c x below (clause 10.16, function type 3).
    curve: [f64; 5],
}

/// IEC 61966-2-1.
const SRGB: RgbSpace = RgbSpace {
    description: "sRGB",
    primaries: [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]],
    white: [0.3127, 0.3290],
    curve: [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045],
};

/// The profile of sRGB, for images that name no colour space.
pub fn srgb() -> Result<&'static [u8]> {
    static PROFILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let profile = PROFILE.get_or_init(|| profile_of(&SRGB)).as_deref();
    profile.ok_or_else(|| ImageError::new(ErrorKind::Icc, "the sRGB profile cannot be made"))
}

/// The profile's bytes; None if the primaries do not span a space.
fn profile_of(space: &RgbSpace) -> Option<Vec<u8>> {
    let white = xyz_of(space.white);
    let adaptation = adaptation_to_d50(white)?;
    // Columns: red, green and blue of the space, so that all three together give its white.
    let directions = transpose(space.primaries.map(xyz_of));
    let amounts = apply(&inverse(&directions)?, white);
    let colorants = [0, 1, 2].map(|i| apply(&adaptation, transpose(directions)[i].map(|c| c * amounts[i])));

    let curve = [b"para\0\0\0\0\0\x03\0\0".to_vec(), space.curve.into_iter().flat_map(fixed).collect()].concat();
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", localized(space.description)),
        (b"cprt", localized("CC0")),
        (b"wtpt", xyz(D50)),
        (b"chad", [b"sf32\0\0\0\0".to_vec(), adaptation.into_iter().flatten().flat_map(fixed).collect()].concat()),
        (b"rXYZ", xyz(colorants[0])),
        (b"gXYZ", xyz(colorants[1])),
        (b"bXYZ", xyz(colorants[2])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    Some(assemble(&tags))
}

/// Header (clause 7.2), tag table (7.3) and tags, each at a multiple of 4 bytes; equal tags are stored once.
fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + tags.len() * 12;
    let mut stored: Vec<(&[u8], usize)> = Vec::new();
    for (signature, tag) in tags {
        let known = stored.iter().find(|(bytes, _)| bytes == tag).map(|(_, offset)| *offset);
        let offset = known.unwrap_or(start + data.len());
        if known.is_none() {
            stored.push((tag, offset));
            data.extend_from_slice(tag);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend_from_slice(*signature);
        table.extend_from_slice(&(offset as u32).to_be_bytes());
        table.extend_from_slice(&(tag.len() as u32).to_be_bytes());
    }

    let mut header = [0; 128];
    header[0..4].copy_from_slice(&((start + data.len()) as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x30, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    header[24..36].copy_from_slice(&[2026u16, 1, 1, 0, 0, 0].map(u16::to_be_bytes).concat());
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&D50.map(fixed).concat());
    [header.to_vec(), table, data].concat()
}

/// s15Fixed16Number (clause 4.6).
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

/// XYZType (clause 10.31).
fn xyz(value: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), value.map(fixed).concat()].concat()
}

/// multiLocalizedUnicodeType (clause 10.13) with one text in American English.
fn localized(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec(), (utf16.len() as u32).to_be_bytes().to_vec()];
    [head.concat(), 28u32.to_be_bytes().to_vec(), utf16].concat()
}

/// X, Y and Z of a chromaticity at Y = 1.
fn xyz_of([x, y]: [f64; 2]) -> [f64; 3] {
    [x / y, 1.0, (1.0 - x - y) / y]
}

/// Bradford's adaptation from `white` to D50 (annex E.2).
fn adaptation_to_d50(white: [f64; 3]) -> Option<[[f64; 3]; 3]> {
    let (from, to) = (apply(&BRADFORD, white), apply(&BRADFORD, D50));
    let mut scaled = BRADFORD;
    for (row, (from, to)) in scaled.iter_mut().zip(from.into_iter().zip(to)) {
        row.iter_mut().for_each(|value| *value *= to / from);
    }
    let back = inverse(&BRADFORD)?;
    Some(back.map(|row| [0, 1, 2].map(|column| (0..3).map(|i| row[i] * scaled[i][column]).sum())))
}

fn apply(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

fn transpose(matrix: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    [0, 1, 2].map(|column| matrix.map(|row| row[column]))
}

/// None for a singular matrix.
fn inverse(m: &[[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let cofactor = |row: usize, column: usize| {
        let ([r0, r1], [c0, c1]) = ([(row + 1) % 3, (row + 2) % 3], [(column + 1) % 3, (column + 2) % 3]);
        m[r0][c0] * m[r1][c1] - m[r0][c1] * m[r1][c0]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * cofactor(0, column)).sum();
    if !determinant.is_normal() || determinant.abs() < 1e-9 {
        return None;
    }
    Some([0, 1, 2].map(|row| [0, 1, 2].map(|column| cofactor(column, row) / determinant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag<'a>(profile: &'a [u8], signature: &[u8; 4]) -> &'a [u8] {
        let word = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        let entry = (0..word(128)).map(|i| 132 + i * 12).find(|at| &profile[*at..at + 4] == signature).unwrap();
        &profile[word(entry + 4)..word(entry + 4) + word(entry + 8)]
    }

    fn numbers(bytes: &[u8]) -> Vec<f64> {
        bytes.as_chunks().0.iter().map(|bytes| f64::from(i32::from_be_bytes(*bytes)) / 65536.0).collect()
    }

    /// The numbers that the ICC publishes for sRGB in its PCS.
    #[test]
    fn srgb_has_the_published_colorants() {
        let profile = srgb().unwrap();
        assert_eq!(profile.len(), u32::from_be_bytes(profile[..4].try_into().unwrap()) as usize);
        let expected = [
            (b"rXYZ", [0.4360, 0.2225, 0.0139]),
            (b"gXYZ", [0.3851, 0.7169, 0.0971]),
            (b"bXYZ", [0.1431, 0.0606, 0.7141]),
        ];
        for (signature, values) in expected {
            for (actual, expected) in numbers(&tag(profile, signature)[8..]).into_iter().zip(values) {
                assert!((actual - expected).abs() < 2e-4, "{actual} {expected}");
            }
        }
        let expected = [1.0479, 0.0229, -0.0502, 0.0296, 0.9905, -0.0171, -0.0092, 0.0151, 0.7517];
        for (actual, expected) in numbers(&tag(profile, b"chad")[8..]).into_iter().zip(expected) {
            assert!((actual - expected).abs() < 2e-4, "{actual} {expected}");
        }
    }

    #[test]
    fn primaries_on_one_line_have_no_profile() {
        let flat = RgbSpace { primaries: [[0.2, 0.2], [0.3, 0.3], [0.4, 0.4]], ..SRGB };
        assert!(profile_of(&flat).is_none());
    }
}
