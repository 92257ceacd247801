#![forbid(unsafe_code)]

use super::*;
use crate::source::random::Random;
use crate::threads::{self, Threads};

fn named(name: i32) -> ColorSpace {
    ColorSpace::from_name(name).unwrap()
}

fn of(bytes: &[u8]) -> Colors {
    Colors::of(SourceColor::Icc(bytes.to_vec()), None).unwrap()
}

/// A profile of version 2 as others write them: colorants under D50, and one curve.
fn profile(colorants: [[f64; 3]; 3], curve: &[u16], space: &[u8; 4]) -> Vec<u8> {
    let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
    let mut curve_tag = b"curv\0\0\0\0".to_vec();
    curve_tag.extend((curve.len() as u32).to_be_bytes());
    curve_tag.extend(curve.iter().flat_map(|entry| entry.to_be_bytes()));
    curve_tag.resize(curve_tag.len().next_multiple_of(4), 0);
    let xyz = |color: [f64; 3]| [b"XYZ \0\0\0\0".to_vec(), color.map(fixed).concat()].concat();
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![(b"wtpt", xyz([0.9642, 1.0, 0.8249]))];
    if curve.is_empty() {
        tags.push((b"A2B0", table_of(colorants)));
    } else if space == b"GRAY" {
        tags.push((b"kTRC", curve_tag));
    } else {
        tags.extend([b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().zip(colorants.map(xyz)));
        tags.extend([b"rTRC", b"gTRC", b"bTRC"].map(|name| (name, curve_tag.clone())));
    }
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (name, tag) in &tags {
        table.extend_from_slice(*name);
        table.extend(((132 + 12 * tags.len() + data.len()) as u32).to_be_bytes());
        table.extend((tag.len() as u32).to_be_bytes());
        data.extend_from_slice(tag);
    }
    let mut header = [0; 128];
    header[..4].copy_from_slice(&((128 + table.len() + data.len()) as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    header[12..16].copy_from_slice(b"mntr");
    header[16..20].copy_from_slice(space);
    header[20..24].copy_from_slice(if curve.is_empty() { b"Lab " } else { b"XYZ " });
    header[24..36].copy_from_slice(&[2000u16, 1, 1, 0, 0, 0].map(u16::to_be_bytes).concat());
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[0.9642, 1.0, 0.8249].map(fixed).concat());
    [header.to_vec(), table, data].concat()
}

/// A lut16Type (ICC.1:2022, 10.10) with a grid of 33 steps, to CIELAB: the space of these colorants with the curve of
/// sRGB.
fn table_of(colorants: [[f64; 3]; 3]) -> Vec<u8> {
    let mut table = b"mft2\0\0\0\0\x03\x03\x21\0".to_vec();
    table.extend([1, 0, 0, 0, 1, 0, 0, 0, 1].map(|one: i32| (one << 16).to_be_bytes()).concat());
    table.extend([0, 2, 0, 2]);
    table.extend([0, 0, 255, 255].repeat(3));
    let step = |i: u32| srgb_light(f64::from(i) / 32.0);
    let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    for i in 0..33u32.pow(3) {
        let rgb = [step(i / 33 / 33), step(i / 33 % 33), step(i % 33)];
        let xyz = [0, 1, 2].map(|k| (0..3).map(|c| colorants[c][k] * rgb[c]).sum::<f64>());
        let [x, y, z] = [root(xyz[0] / 0.9642), root(xyz[1]), root(xyz[2] / 0.8249)];
        let (l, a, b) = (116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z));
        let lab = [l * 652.8, (a + 128.0) * 256.0, (b + 128.0) * 256.0];
        table.extend(lab.map(|value| (value.round() as u16).to_be_bytes()).concat());
    }
    table.extend([0, 0, 255, 255].repeat(3));
    table
}

/// As the sRGB profile of 1998 has them.
const SRGB_COLORANTS: [[f64; 3]; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]];
const PRO_PHOTO: [[f64; 3]; 3] = [[0.79767, 0.28804, 0.0], [0.13519, 0.71188, 0.0], [0.03134, 0.00009, 0.82491]];

fn sampled(count: u32, light: impl Fn(f64) -> f64) -> Vec<u16> {
    (0..count).map(|i| (light(f64::from(i) / f64::from(count - 1)) * 65535.0).round() as u16).collect()
}

fn srgb_light(x: f64) -> f64 {
    if x <= 0.04045 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
}

fn srgb_sample(x: f64) -> f64 {
    if x <= 0.003_130_8 { x * 12.92 } else { 1.055 * x.powf(1.0 / 2.4) - 0.055 }
}

#[test]
fn the_library_knows_its_own_profiles() {
    for row in names::TABLE.iter().filter(|row| !row.limited && row.transfer != Transfer::Log) {
        let bytes = icc::profile(&named(row.name), Channels::Rgb).unwrap();
        let colors = of(&bytes);
        assert_eq!(colors.space, Some(named(row.name)), "{}", row.title);
        let kept = (row.name != names::SRGB).then_some(&bytes[..]);
        assert_eq!(colors.profile.as_deref(), kept, "{}", row.title);
    }
}

#[test]
fn curves_of_others_are_known_by_what_they_do() {
    for count in [26, 1024, 4096] {
        let colors = of(&profile(SRGB_COLORANTS, &sampled(count, srgb_light), b"RGB "));
        assert_eq!(colors.space, Some(named(names::SRGB)), "{count} entries");
        assert_eq!(colors.profile, None);
    }
    let adobe = [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]];
    assert_eq!(of(&profile(adobe, &[0x0233], b"RGB ")).space, Some(named(1)));
    // The primaries of sRGB do not make it sRGB, and a curve that fits nothing makes no space, but a profile.
    let colors = of(&profile(SRGB_COLORANTS, &[0x0233], b"RGB "));
    assert_eq!(colors.space.map(|space| (space.name, space.is_srgb())), Some((names::CUSTOM, false)));
    let odd = profile(SRGB_COLORANTS, &sampled(256, |x| x.powf(1.5) * 0.5 + x.powf(4.0) * 0.5), b"RGB ");
    let colors = of(&odd);
    assert_eq!((colors.space, colors.profile.as_deref()), (None, Some(&odd[..])));
}

#[test]
fn a_space_without_a_name_has_its_primaries_and_gamma() {
    let bytes = profile(PRO_PHOTO, &[0x01CD], b"RGB ");
    let space = of(&bytes).space.unwrap();
    assert_eq!(space.name, names::CUSTOM);
    let expected = [[0.7347, 0.2653], [0.1596, 0.8404], [0.0366, 0.0001]];
    for (found, expected) in space.primaries.as_flattened().iter().zip(expected.as_flattened()) {
        assert!((f64::from(*found) - expected).abs() < 2e-3, "{:?}", space.primaries);
    }
    assert!((space.white[0] - 0.3457).abs() < 1e-3 && (space.white[1] - 0.3585).abs() < 1e-3, "{:?}", space.white);
    assert!((space.transfer.gamma() - 1.8).abs() < 0.005, "{:?}", space.transfer);
}

/// With the white that it had before it was adapted, which the profile tells.
#[test]
fn a_space_of_a_program_comes_back() {
    let space = ColorSpace::custom([[0.625, 0.34], [0.28, 0.595], [0.155, 0.07]], [0.3127, 0.329], 1.9);
    let found = of(&icc::profile(&space, Channels::Rgb).unwrap()).space.unwrap();
    assert_eq!(found.name, names::CUSTOM);
    let numbers = |space: ColorSpace| {
        let [red, green, blue] = space.primaries;
        [red, green, blue, space.white, [space.transfer.gamma(); 2]].into_iter().flatten()
    };
    assert!(numbers(found).zip(numbers(space)).all(|(a, b)| (a - b).abs() < 1e-3), "{found:?}");
}

#[test]
fn grey_has_a_curve_and_the_primaries_of_srgb() {
    let colors = of(&profile([[0.0; 3]; 3], &sampled(1024, srgb_light), b"GRAY"));
    assert_eq!((colors.space, colors.profile), (Some(named(names::SRGB)), None));
    let bytes = profile([[0.0; 3]; 3], &[0x0233], b"GRAY");
    let colors = of(&bytes);
    let space = colors.space.unwrap();
    assert!((space.transfer.gamma() - 2.2).abs() < 0.01 && space.primaries == names::BT709.0, "{space:?}");
    assert_eq!(colors.profile.as_deref(), Some(&bytes[..]));
}

#[test]
fn what_is_no_profile_of_these_samples_says_nothing() {
    let good = profile(PRO_PHOTO, &[0x01CD], b"RGB ");
    let cmyk = profile(PRO_PHOTO, &[0x01CD], b"CMYK");
    let mut long = good.clone();
    long.resize((4 << 20) + 1, 0);
    for bytes in [&cmyk[..], &long, &good[..100], b"", b"acsp"] {
        let colors = of(bytes);
        assert!(colors.space.is_none() && colors.profile.is_none());
        let wanted = Colors::of(SourceColor::Icc(bytes.to_vec()), Some(named(names::SRGB))).unwrap();
        assert!(wanted.transform.is_none() && wanted.space == Some(named(names::SRGB)));
    }
}

#[test]
fn impossible_primaries_are_no_space() {
    let flat = ColorSpace::custom([[0.2, 0.2], [0.3, 0.3], [0.4, 0.4]], [0.3, 0.3], 2.2);
    assert!(Colors::of(SourceColor::Space(flat), None).unwrap().space.is_none());
    let error = Colors::of(SourceColor::Space(flat), Some(named(names::SRGB))).err().unwrap();
    assert_eq!(error.kind, ErrorKind::DecodeOptions);
}

/// Every colour of a coarse grid, and greys.
fn colours() -> Vec<u8> {
    let step = |i: u32| (i * 17) as u8;
    let grid = (0..16 * 16 * 16).flat_map(|i| [step(i % 16), step(i / 16 % 16), step(i / 256), (i % 251) as u8]);
    grid.chain((0..=255).flat_map(|grey| [grey, grey, grey, 255])).collect()
}

/// Conversions as the formulas of their standards have them, in double precision.
#[test]
fn colours_are_those_of_the_formulas() {
    let luma = |x: f64| x;
    type Curve = fn(f64) -> f64;
    let to_2020: [Curve; 2] = [srgb_light, luma];
    let p3: [Curve; 2] = [srgb_light, srgb_sample];
    let adobe: [Curve; 2] = [|x| x.powf(2.2), srgb_sample];
    for (from, to, [decode, encode]) in [(3, 4, p3), (4, 3, p3), (1, 4, adobe), (4, 25, to_2020), (3, 14, p3)] {
        let source = SourceColor::Icc(icc::profile(&named(from), Channels::Rgb).unwrap());
        let colors = Colors::of(source, Some(named(to))).unwrap();
        assert_eq!(colors.space, Some(named(to)));
        let Some(transform) = colors.transform else {
            assert_eq!((from, to), (3, 14), "nothing to convert");
            continue;
        };
        let mut pixels = colours();
        transform.apply(&mut pixels, Threads::default()).unwrap();
        use crate::color::matrix::{apply, inverse, product};
        // All of them have the white D65, so no adaptation is needed.
        let matrix = product(&inverse(&named(to).to_xyz().unwrap()).unwrap(), &named(from).to_xyz().unwrap());
        for (old, new) in colours().as_chunks::<4>().0.iter().zip(pixels.as_chunks::<4>().0) {
            let light = apply(&matrix, [0, 1, 2].map(|c| decode(f64::from(old[c]) / 255.0)));
            let expected = light.map(|light| (encode(light.clamp(0.0, 1.0)) * 255.0).round());
            for (found, expected) in new.iter().zip(expected) {
                assert!((f64::from(*found) - expected).abs() <= 1.0, "{from} to {to}: {old:?}: {new:?} {expected:?}");
            }
            assert_eq!(new[3], old[3]);
        }
    }
}

/// Tables that describe sRGB name no space, are kept, and make colours of sRGB of themselves.
#[test]
fn profiles_with_tables_convert_too() {
    let bytes = profile(SRGB_COLORANTS, &[], b"RGB ");
    let colors = of(&bytes);
    assert_eq!((colors.space, colors.profile.as_deref()), (None, Some(&bytes[..])));
    let transform = Colors::of(SourceColor::Icc(bytes), Some(named(names::SRGB))).unwrap().transform.unwrap();
    let mut pixels = colours();
    transform.apply(&mut pixels, Threads::default()).unwrap();
    let worst = pixels.iter().zip(colours()).map(|(found, expected)| found.abs_diff(expected)).max();
    assert!(worst <= Some(3), "{worst:?}");
}

#[test]
fn what_says_nothing_is_srgb_and_hdr_is_not_converted() {
    let colors = Colors::of(SourceColor::Unsaid, Some(named(names::SRGB))).unwrap();
    assert!(colors.transform.is_none() && colors.profile.is_none());
    let said = Colors::of(SourceColor::Unsaid, Some(named(3))).unwrap().transform.unwrap();
    let (mut a, mut b) = (colours(), colours());
    said.apply(&mut a, Threads::default()).unwrap();
    let named_srgb = Colors::of(SourceColor::Space(named(names::SRGB)), Some(named(3))).unwrap();
    named_srgb.transform.unwrap().apply(&mut b, Threads::default()).unwrap();
    assert!(a == b && a != colours());
    for hdr in [9, 10, 11, 12] {
        let error = Colors::of(SourceColor::Space(named(hdr)), Some(named(names::SRGB))).err().unwrap();
        assert_eq!(error.kind, ErrorKind::DecodeOptions);
    }
}

#[test]
fn colours_do_not_depend_on_the_number_of_threads() {
    let transform = Colors::of(SourceColor::Space(named(1)), Some(named(4))).unwrap().transform.unwrap();
    let pixels: Vec<u8> = (0..1_000_000u32).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 24) as u8).collect();
    let of = |count| {
        threads::set_max(count);
        let mut pixels = pixels.clone();
        transform.apply(&mut pixels, Threads::default()).unwrap();
        threads::set_max(0);
        pixels
    };
    let one = of(1);
    assert!([2, 3, 8].into_iter().all(|count| of(count) == one));
}

/// Profiles with bytes changed or missing: no panic, and a conversion or a refusal.
#[test]
fn broken_profiles_do_no_harm() {
    let good = profile(PRO_PHOTO, &sampled(64, |x| x * x), b"RGB ");
    let grey = profile(PRO_PHOTO, &sampled(64, |x| x * x), b"GRAY");
    let own = icc::profile(&named(9), Channels::Rgb).unwrap();
    let mut random = Random(0x1234_5678);
    let tables = profile(SRGB_COLORANTS, &[], b"RGB ");
    for (number, profile) in [good, grey, own[..700].to_vec(), tables].into_iter().enumerate() {
        for length in (0..profile.len()).step_by(profile.len() / 700 + 1) {
            // The header has to agree, for anything else to be looked at.
            let mut bytes = profile[..length].to_vec();
            if let Some(total) = bytes.first_chunk_mut() {
                *total = (length as u32).to_be_bytes();
            }
            of(&bytes);
        }
        for _ in 0..if profile.len() > 10_000 { 100 } else { 1000 } {
            let mut bytes = profile.clone();
            for _ in 0..=random.below(3_u8) {
                // The tag table and what its tags begin with are where most can go wrong.
                let within = if random.below(2_u8) == 0 { 160 } else { 2000 };
                let at = 128 + random.below(within.min(bytes.len() - 128));
                bytes[at] = [0, 1, 255, random.below(256_u16) as u8][random.below(4_usize)];
            }
            let colors = Colors::of(SourceColor::Icc(bytes), Some(named(3)));
            if let Some(transform) = colors.ok().and_then(|colors| colors.transform) {
                transform.apply(&mut [number as u8; 64], Threads::default()).unwrap();
            }
        }
    }
}
