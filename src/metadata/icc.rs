//! ICC profiles (ICC.1:2010, version 4.3, and ICC.1:2022): the display profile of an RGB space with three primaries and
//! one curve, or of its greys.
//!
//! Written here because what a library wrote for sRGB bore the time of day, and files must not; the profile has a fixed
//! date, the standard's D50 and a true adaptation matrix.

#![forbid(unsafe_code)]

use std::sync::OnceLock;

use crate::color::adapt::{self, D50};
use crate::color::matrix::{product, transpose};
use crate::color::transfer::{BT709_A, BT709_B};
use crate::color::{ColorSpace, Transfer, decimal, names};
use crate::error::{ErrorKind, ImageError, Result};

const VERSION_4_3: [u8; 4] = [4, 0x30, 0, 0];
const VERSION_4_4: [u8; 4] = [4, 0x40, 0, 0];

/// Entries of a curve that no formula of the standard gives.
const CURVE_ENTRIES: u32 = 4096;

/// The colours of a file's pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// Red, green and blue.
    Rgb,
    /// The grey of equal red, green and blue.
    Gray,
}

/// The profile of sRGB, for images that name no colour space.
pub fn srgb() -> Result<&'static [u8]> {
    static PROFILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let make = || ColorSpace::from_name(names::SRGB).and_then(|space| profile(&space, Channels::Rgb).ok());
    let profile = PROFILE.get_or_init(make).as_deref();
    profile.ok_or_else(|| ImageError::new(ErrorKind::Icc, "the sRGB profile cannot be made"))
}

/// The profile of `space`; an error if its primaries do not span one, or its curve is none.
///
/// PQ and HLG have a sampled curve, relative to their greatest light, and the tag that names them (version 4.4).
pub fn profile(space: &ColorSpace, channels: Channels) -> Result<Vec<u8>> {
    profile_of(space, channels).ok_or_else(|| {
        let message = format!("no ICC profile can be made of the colour space {} ({})", space.name, space.title());
        ImageError::new(ErrorKind::Icc, message)
    })
}

fn profile_of(space: &ColorSpace, channels: Channels) -> Option<Vec<u8>> {
    let adaptation = adapt::to_d50(space.white_xy())?;
    let colorants = transpose(product(&adaptation, &space.to_xyz()?));
    let mut numbers = colorants.as_flattened().iter().chain(adaptation.as_flattened());
    if !numbers.all(|value| value.abs() < 32767.0) {
        return None; // s15Fixed16Number
    }
    let curve = curve_of(space.transfer)?;
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", localized(space.title())),
        (b"cprt", localized("CC0")),
        (b"wtpt", xyz(D50)),
        (b"chad", [b"sf32\0\0\0\0".to_vec(), adaptation.into_iter().flatten().flat_map(fixed).collect()].concat()),
    ];
    if channels == Channels::Gray {
        tags.push((b"kTRC", curve));
        return Some(assemble(&tags, b"GRAY", VERSION_4_3));
    }
    tags.extend([(b"rXYZ", xyz(colorants[0])), (b"gXYZ", xyz(colorants[1])), (b"bXYZ", xyz(colorants[2]))]);
    tags.extend([(b"rTRC", curve.clone()), (b"gTRC", curve.clone()), (b"bTRC", curve)]);
    let Some([primaries, transfer]) = space.code_points() else {
        return Some(assemble(&tags, b"RGB ", VERSION_4_3));
    };
    tags.push((b"cicp", [b"cicp\0\0\0\0".to_vec(), vec![primaries, transfer, 0, 1]].concat()));
    Some(assemble(&tags, b"RGB ", VERSION_4_4))
}

/// parametricCurveType (clause 10.16) or curveType (10.6).
fn curve_of(transfer: Transfer) -> Option<Vec<u8>> {
    let parametric = |kind: u8, numbers: &[f64]| {
        [vec![b'p', b'a', b'r', b'a', 0, 0, 0, 0, 0, kind, 0, 0], numbers.iter().copied().flat_map(fixed).collect()]
            .concat()
    };
    // g, a, b, c, d: ((a x + b) ^ g) above d, c x below.
    Some(match transfer {
        Transfer::Srgb => parametric(3, &[2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045]),
        Transfer::Bt709 => {
            let (a, b) = (1.0 / BT709_A, (BT709_A - 1.0) / BT709_A);
            parametric(3, &[1.0 / 0.45, a, b, 1.0 / 4.5, 4.5 * BT709_B])
        }
        // What s15Fixed16Number rounds to 0 would make every sample white.
        Transfer::Power(gamma) if gamma >= 1.0 / 65536.0 && gamma < 32767.0 => parametric(0, &[decimal(gamma)]),
        Transfer::Pq | Transfer::Hlg => {
            let mut curve = [b"curv\0\0\0\0".to_vec(), CURVE_ENTRIES.to_be_bytes().to_vec()].concat();
            for index in 0..CURVE_ENTRIES {
                let light = transfer.decode(f64::from(index) / f64::from(CURVE_ENTRIES - 1))?;
                curve.extend_from_slice(&((light * 65535.0).round() as u16).to_be_bytes());
            }
            curve
        }
        Transfer::Power(_) | Transfer::Log => return None,
    })
}

/// Header (clause 7.2), tag table (7.3) and tags, each at a multiple of 4 bytes; equal tags are stored once.
fn assemble(tags: &[(&[u8; 4], Vec<u8>)], space: &[u8; 4], version: [u8; 4]) -> Vec<u8> {
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
    header[8..12].copy_from_slice(&version);
    header[12..16].copy_from_slice(b"mntr");
    header[16..20].copy_from_slice(space);
    header[20..24].copy_from_slice(b"XYZ ");
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
    fn what_is_no_space_has_no_profile() {
        let good = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];
        let white = [0.3127, 0.3290];
        assert!(profile(&ColorSpace::custom(good, white, 2.2), Channels::Rgb).is_ok());
        let least = profile(&ColorSpace::custom(good, white, 1.0 / 65536.0), Channels::Rgb).unwrap();
        assert!(numbers(&tag(&least, b"rTRC")[12..])[0] > 0.0);
        let broken = [
            ColorSpace::custom([[0.2, 0.2], [0.3, 0.3], [0.4, 0.4]], white, 2.2),
            ColorSpace::custom(good, [0.3, 0.0], 2.2),
            ColorSpace::custom(good, white, 0.0),
            ColorSpace::custom(good, white, 1e-7),
            ColorSpace::custom(good, white, f32::NAN),
            ColorSpace::custom([[f32::NAN; 2]; 3], white, 2.2),
            ColorSpace::from_name(27).unwrap(),
        ];
        for space in broken {
            for channels in [Channels::Rgb, Channels::Gray] {
                assert_eq!(profile(&space, channels).unwrap_err().kind, ErrorKind::Icc, "{space:?}");
            }
        }
    }

    /// Colorants of other software's Display P3 and Adobe RGB profiles.
    #[test]
    fn colorants_are_the_published_ones() {
        let spaces = [
            (3, [[0.51512, 0.2412, -0.00105], [0.29198, 0.69225, 0.04189], [0.1571, 0.06657, 0.78407]]),
            (1, [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]]),
        ];
        for (name, colorants) in spaces {
            let profile = profile(&ColorSpace::from_name(name).unwrap(), Channels::Rgb).unwrap();
            for (signature, expected) in [b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().zip(colorants) {
                for (actual, expected) in numbers(&tag(&profile, signature)[8..]).into_iter().zip(expected) {
                    assert!((actual - expected).abs() < 3e-4, "{name}: {actual} {expected}");
                }
            }
        }
    }

    /// The curves as a reader would compute them, against the formulas of their standards.
    #[test]
    fn curves_give_the_light_of_their_standards() {
        for row in names::TABLE.iter().filter(|row| row.transfer != Transfer::Log) {
            let profile = profile(&ColorSpace::from_name(row.name).unwrap(), Channels::Rgb).unwrap();
            assert!(tag(&profile, b"rTRC") == tag(&profile, b"bTRC"));
            let curve = tag(&profile, b"rTRC");
            for step in 0..=255 {
                let x = f64::from(step) / 255.0;
                let light = match (&curve[..4], curve[9]) {
                    (b"para", 0) => x.powf(numbers(&curve[12..])[0]),
                    (b"para", 3) => match numbers(&curve[12..])[..] {
                        [g, a, b, c, d] => {
                            if x >= d {
                                (a * x + b).powf(g)
                            } else {
                                c * x
                            }
                        }
                        _ => unreachable!(),
                    },
                    _ => {
                        let at = x * 4095.0;
                        let entry = |index: f64| {
                            let at = 12 + 2 * index.min(4095.0) as usize;
                            f64::from(u16::from_be_bytes([curve[at], curve[at + 1]])) / 65535.0
                        };
                        entry(at.floor()) + (entry(at.floor() + 1.0) - entry(at.floor())) * at.fract()
                    }
                };
                let expected = row.transfer.decode(x).unwrap();
                assert!((light - expected).abs() < 3e-5, "{}: {x} {light} {expected}", row.title);
            }
        }
    }

    #[test]
    fn grey_has_the_curve_alone() {
        let profile = profile(&ColorSpace::from_name(3).unwrap(), Channels::Gray).unwrap();
        assert_eq!(&profile[16..20], b"GRAY");
        assert_eq!(tag(&profile, b"kTRC"), tag(srgb().unwrap(), b"rTRC"));
    }
}
