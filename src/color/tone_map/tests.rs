//! Every test has its own arithmetic in double precision, with the numbers of the standards.

#![forbid(unsafe_code)]

use super::*;
use crate::pixel::YuvMatrix;

const PQ: i32 = 10;
const HLG: i32 = 9;

/// BT.2020 to Display P3 in linear light, as others publish it.
const TO_P3: [[f64; 3]; 3] = [
    [1.343_578_25, -0.282_179_67, -0.061_398_58],
    [-0.065_297_45, 1.075_787_91, -0.010_490_46],
    [0.002_821_78, -0.019_598_48, 1.016_776_70],
];

fn pq(sample: f64) -> f64 {
    let p = sample.powf(32.0 / 2523.0);
    10_000.0 * ((p - 0.835_937_5).max(0.0) / (18.851_562_5 - 18.6875 * p)).powf(8192.0 / 1305.0)
}

fn pq_code(light: f64) -> f64 {
    let p = (light / 10_000.0).powf(1305.0 / 8192.0);
    ((0.835_937_5 + 18.851_562_5 * p) / (1.0 + 18.6875 * p)).powf(2523.0 / 32.0)
}

/// Scene light of BT.2100's HLG.
fn hlg(sample: f64) -> f64 {
    if sample <= 0.5 {
        sample * sample / 3.0
    } else {
        (((sample - 0.559_910_73) / 0.178_832_77).exp() + 0.284_668_92) / 12.0
    }
}

/// BT.2390's EETF from a peak to 203 cd/m2.
fn eetf(light: f64, peak: f64) -> f64 {
    let (source, target) = (pq_code(peak), pq_code(203.0));
    let (e1, most) = ((pq_code(light) / source).min(1.0), target / source);
    let ks = 1.5 * most - 0.5;
    let e2 = if e1 < ks {
        e1
    } else {
        let t = (e1 - ks) / (1.0 - ks);
        (2.0 * t.powi(3) - 3.0 * t.powi(2) + 1.0) * ks
            + (t.powi(3) - 2.0 * t.powi(2) + t) * (1.0 - ks)
            + (-2.0 * t.powi(3) + 3.0 * t.powi(2)) * most
    };
    pq(e2 * source)
}

fn srgb(light: f64) -> f64 {
    255.0 * if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.min(1.0).powf(1.0 / 2.4) - 0.055 }
}

fn from_srgb(sample: u8) -> f64 {
    let x = f64::from(sample) / 255.0;
    if x <= 0.04045 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
}

/// What becomes of words of RGBA_1010102.
fn map(mapper: &Mapper, words: &[u32], alpha: AlphaType) -> Vec<[u8; 4]> {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let layout = Layout::packed(PixelFormat::Rgba1010102, words.len() as u32, 1).unwrap();
    let view = PixelView::new(layout, alpha, &bytes).unwrap();
    mapper.rgba(&view, Threads::at_most(1)).unwrap().bytes().as_chunks().0.to_vec()
}

fn hdr(name: i32, peak: Option<f32>) -> Mapper {
    Mapper::hdr_to_p3(&ColorSpace::from_name(name).unwrap(), false, peak).unwrap()
}

fn word(r: u32, g: u32, b: u32) -> u32 {
    r | g << 10 | b << 20 | 3 << 30
}

#[test]
fn greys_follow_the_curve_of_bt2390_and_stay_grey() {
    let codes: Vec<u32> = (0..1024).map(|code| word(code, code, code)).collect();
    for (name, told, peak) in
        [(PQ, None, 1000.0), (PQ, Some(4000.0), 4000.0), (PQ, Some(600.0), 600.0), (HLG, Some(600.0), 1000.0)]
    {
        let out = map(&hdr(name, told), &codes, AlphaType::Opaque);
        let mut before = 0;
        for (code, [r, g, b, a]) in out.into_iter().enumerate() {
            let sample = code as f64 / 1023.0;
            let light = if name == PQ { pq(sample) } else { 1000.0 * hlg(sample).powf(1.2) };
            let expected = srgb(eetf(light, peak) / 203.0);
            assert!((f64::from(g) - expected).abs() < 0.6, "{name} {peak}: {code} is {g}, not {expected}");
            assert!(r.abs_diff(g) <= 1 && b.abs_diff(g) <= 1 && a == 255, "{name}: {code} is {r} {g} {b}");
            assert!(g >= before, "{name}: {code}");
            before = g;
        }
        assert_eq!(before, 255);
    }
}

/// The primaries of P3 instead of BT.2020's: greys do not know them, and colours are those of the target already.
#[test]
fn p3_has_the_same_highlights_and_its_own_colors() {
    for (wide, p3) in [(PQ, 12), (HLG, 11), (20, 22), (19, 21)] {
        let greys: Vec<u32> = (0..1024).map(|code| word(code, code, code)).collect();
        let [wide, narrow] = [wide, p3].map(|name| map(&hdr(name, None), &greys, AlphaType::Opaque));
        assert!(wide.iter().zip(&narrow).all(|(a, b)| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= 1)), "{p3}");
    }
    let code = |light: f64| (pq_code(light) * 1023.0).round() as u32;
    let codes = [code(80.0), code(40.0), code(10.0)];
    let out = map(&hdr(12, None), &[word(codes[0], codes[1], codes[2])], AlphaType::Opaque)[0];
    for (code, out) in codes.into_iter().zip(out) {
        let expected = srgb(pq(f64::from(code) / 1023.0) / 203.0);
        assert!((f64::from(out) - expected).abs() < 0.6, "{out} {expected}");
    }
}

#[test]
fn white_leaves_room_for_highlights_and_what_is_darker_keeps_its_light() {
    let code = |light: f64| (pq_code(light) * 1023.0).round() as u32;
    let grey = |light: f64| {
        let out = map(&hdr(PQ, None), &[word(code(light), code(light), code(light))], AlphaType::Opaque);
        f64::from(out[0][1])
    };
    assert!((220.0..240.0).contains(&grey(203.0)), "{}", grey(203.0));
    for light in [0.1, 1.0, 5.0, 20.0, 50.0, 90.0] {
        let exact = srgb(pq(f64::from(code(light)) / 1023.0) / 203.0);
        assert!((grey(light) - exact).abs() <= 0.6, "{light}: {} {exact}", grey(light));
    }
    assert!(grey(400.0) > grey(203.0) && grey(700.0) > grey(400.0) && grey(1000.0) == 255.0);
}

/// The angle around the axis of greys in linear light, in degrees.
fn hue([r, g, b]: [f64; 3]) -> f64 {
    (3f64.sqrt() * (g - b)).atan2(2.0 * r - g - b).to_degrees()
}

#[test]
fn saturated_ramps_keep_their_hue_and_never_fall() {
    for (name, peak) in [(PQ, None), (PQ, Some(4000.0)), (HLG, None)] {
        let mapper = hdr(name, peak);
        for mask in 1..7 {
            let has = |channel: u32| f64::from(mask >> channel & 1);
            let codes: Vec<u32> = (0..1024).map(|c| (0..3).map(|i| (mask >> i & 1) * c << (10 * i)).sum()).collect();
            let exact = hue(TO_P3.map(|row| row[0] * has(0) + row[1] * has(1) + row[2] * has(2)));
            let mut before = [0; 3];
            for (code, [r, g, b, _]) in map(&mapper, &codes, AlphaType::Opaque).into_iter().enumerate() {
                let now = [r, g, b];
                assert!(now.iter().zip(before).all(|(now, before)| *now >= before), "{name} {mask} {code}: {now:?}");
                before = now;
                if now.iter().any(|c| *c > 60) && now != [255; 3] && r.max(g).max(b) - r.min(g).min(b) > 60 {
                    let off = (hue(now.map(from_srgb)) - exact + 540.0).rem_euclid(360.0) - 180.0;
                    assert!(off.abs() < 2.0, "{name} {mask} {code}: {now:?} is {off} degrees off");
                }
            }
        }
    }
}

#[test]
fn colors_inside_the_gamut_and_below_the_knee_are_exact() {
    let code = |light: f64| (pq_code(light) * 1023.0).round() as u32;
    for [r, g, b] in [[60.0, 40.0, 30.0], [10.0, 30.0, 20.0], [5.0, 8.0, 40.0], [80.0, 80.0, 20.0], [0.3, 0.2, 0.25]] {
        let codes = [code(r), code(g), code(b)];
        let light = codes.map(|code| pq(f64::from(code) / 1023.0) / 203.0);
        let out = map(&hdr(PQ, None), &[word(codes[0], codes[1], codes[2])], AlphaType::Opaque)[0];
        for (row, out) in TO_P3.iter().zip(out) {
            let expected = srgb(row.iter().zip(light).map(|(a, b)| a * b).sum());
            assert!((f64::from(out) - expected).abs() < 0.6, "{r} {g} {b}: {out} {expected}");
        }
    }
}

#[test]
fn limited_range_begins_at_64_and_ends_at_940() {
    for (full, limited) in [(PQ, 20), (HLG, 19)] {
        let out = map(
            &hdr(limited, None),
            &[0, word(64, 64, 64), word(940, 940, 940), word(1000, 502, 64)],
            AlphaType::Opaque,
        );
        assert_eq!(out[..3], [[0, 0, 0, 0], [0, 0, 0, 255], [255; 4]]);
        let same = map(&hdr(full, None), &[word(1023, 512, 0)], AlphaType::Opaque)[0];
        assert!(same.iter().zip(out[3]).all(|(a, b)| a.abs_diff(b) <= 1), "{same:?} {:?}", out[3]);
    }
}

#[test]
fn alpha_divides_before_and_multiplies_after() {
    let mapper = hdr(PQ, None);
    // 200 of alpha 1 is 600 of alpha 3.
    let half = 200 | 200 << 10 | 100 << 20 | 1 << 30;
    let plain = map(&mapper, &[word(600, 600, 300)], AlphaType::Unpremultiplied)[0];
    let multiplied = map(&mapper, &[half, 0], AlphaType::Premultiplied);
    assert_eq!(multiplied, [[0, 1, 2, 3].map(|i| (f64::from(plain[i]) / 3.0).round() as u8), [0; 4]]);
    assert_eq!(map(&mapper, &[half], AlphaType::Unpremultiplied)[0][3], 85);
}

#[test]
fn p010_has_the_colors_of_rgb_for_any_number_of_threads() {
    // Grey, a blue sky and skin, in BT.2020's own YUV, full range.
    for (format, target) in [(PixelFormat::YcbcrP010, PixelFormat::Nv12), (PixelFormat::YcrcbP010, PixelFormat::Nv21)] {
        for [r, g, b] in [[500, 500, 500], [420, 450, 560], [520, 470, 430], [700, 640, 600]] {
            let [kr, kb] = [0.2627, 0.0593];
            let rgb = [r, g, b].map(f64::from);
            let y = kr * rgb[0] + (1.0 - kr - kb) * rgb[1] + kb * rgb[2];
            let (cb, cr) = ((rgb[2] - y) / (2.0 * (1.0 - kb)) + 512.0, (rgb[0] - y) / (2.0 * (1.0 - kr)) + 512.0);
            let layout = Layout::packed(format, 7, 37).unwrap();
            let mut pixels = PixelBuffer::zeroed(layout).unwrap();
            let ten = |sample: f64| ((sample.round() as u16) << 6).to_le_bytes();
            let pair = if format.is_v_first() { [ten(cr), ten(cb)] } else { [ten(cb), ten(cr)] };
            for row in 0..37 {
                pixels.row_mut(row).as_chunks_mut().0.iter_mut().for_each(|sample| *sample = ten(y));
                pixels.chroma_row_mut(row).as_chunks_mut::<4>().0.iter_mut().for_each(|out| {
                    out.copy_from_slice(pair.as_flattened());
                });
            }
            let view = pixels.view(AlphaType::Opaque).unwrap().with_matrix(YuvMatrix::Bt2020);
            let mapper = Mapper::hdr_to_p3(&ColorSpace::from_name(PQ).unwrap(), true, None).unwrap();
            let planes = mapper.planes(&view, target, Threads::at_most(1)).unwrap();
            let [r, g, b, _] = map(&mapper, &[word(r, g, b)], AlphaType::Opaque)[0].map(f64::from);
            let y = 16.0 + (65.481 * r + 128.553 * g + 24.966 * b) / 255.0;
            let cb = 128.0 + (-37.797 * r - 74.203 * g + 112.0 * b) / 255.0;
            let cr = 128.0 + (112.0 * r - 93.786 * g - 18.214 * b) / 255.0;
            let chroma = planes.bytes()[7 * 37..].as_chunks::<2>().0;
            assert!(planes.bytes()[..7 * 37].iter().all(|luma| (f64::from(*luma) - y).abs() < 2.5), "{y}");
            let expected = if target == PixelFormat::Nv21 { [cr, cb] } else { [cb, cr] };
            for pair in chroma {
                assert!(
                    pair.iter().zip(expected).all(|(a, b)| (f64::from(*a) - b).abs() < 2.5),
                    "{pair:?} {expected:?}"
                );
            }
            for threads in [2, 5] {
                let same = mapper.planes(&view, target, Threads::at_most(threads)).unwrap();
                assert!(planes.bytes() == same.bytes());
            }
        }
    }
}

#[test]
fn rows_are_those_of_the_image_for_any_number_of_threads() {
    let layout = Layout::packed(PixelFormat::Rgba1010102, 13, 67).unwrap();
    let bytes: Vec<u8> = (0..layout.byte_count()).map(|i| (i * i / 7 + i * 31) as u8).collect();
    let view = PixelView::new(layout, AlphaType::Unpremultiplied, &bytes).unwrap();
    let mapper = hdr(PQ, None);
    let mut rows = vec![0; 13 * 4 * 67];
    rows.chunks_mut(13 * 4).zip(0..).for_each(|(row, y)| mapper.row(&view, y, row));
    for threads in [1, 2, 5] {
        assert!(mapper.rgba(&view, Threads::at_most(threads)).unwrap().bytes() == rows);
    }
}

/// A row is worked on in pieces; each pixel is what it is by itself, and each pair of columns of a 4:2:0 image.
#[test]
fn rows_may_be_longer_than_a_piece() {
    let bytes: Vec<u8> = (0..4 * 5 * 2501u32).map(|i| (i * i / 7 + i * 31) as u8).collect();
    let words: Vec<u32> = bytes.as_chunks().0[..2501].iter().map(|word| u32::from_le_bytes(*word)).collect();
    let mapper = hdr(PQ, None);
    for alpha in [AlphaType::Premultiplied, AlphaType::Unpremultiplied] {
        let alone = words.iter().map(|word| map(&mapper, &[*word], alpha)[0]);
        assert!(alone.eq(map(&mapper, &words, alpha)), "{alpha:?}");
    }
    let mapper = Mapper::hdr_to_p3(&ColorSpace::from_name(HLG).unwrap(), true, None).unwrap();
    let layout = Layout::packed(PixelFormat::YcbcrP010, 2501, 5).unwrap();
    let view = PixelView::new(layout, AlphaType::Opaque, &bytes).unwrap();
    let whole = mapper.planes(&view, PixelFormat::Nv12, Threads::at_most(1)).unwrap();
    for x in (0..2501).step_by(2) {
        let part = mapper.planes(&view.part((x, 0), (2, 5)), PixelFormat::Nv12, Threads::at_most(1)).unwrap();
        let cut = whole.view(AlphaType::Opaque).unwrap().part((x, 0), (2, 5));
        for y in 0..5 {
            let part = part.view(AlphaType::Opaque).unwrap();
            assert_eq!((part.row(y), part.chroma_row(y)), (cut.row(y), cut.chroma_row(y)), "{x} {y}");
        }
    }
}

#[test]
fn sdr_becomes_srgb_with_the_same_colors() {
    // Display P3 to sRGB in linear light, as others publish it.
    const TO_SRGB: [[f64; 3]; 3] = [
        [1.224_940_18, -0.224_940_18, 0.0],
        [-0.042_056_95, 1.042_056_95, 0.0],
        [-0.019_637_55, -0.078_636_05, 1.098_273_60],
    ];
    let p3 = Mapper::sdr_to_srgb(&ColorSpace::from_name(3).unwrap(), false).unwrap();
    for [r, g, b] in [[512, 512, 512], [1023, 1023, 1023], [600, 500, 400], [300, 400, 500], [100, 120, 90]] {
        let light = [r, g, b].map(|code: u32| {
            let x = f64::from(code) / 1023.0;
            if x <= 0.04045 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) }
        });
        let out = map(&p3, &[word(r, g, b)], AlphaType::Opaque)[0];
        for (row, out) in TO_SRGB.iter().zip(out) {
            let expected = srgb(row.iter().zip(light).map(|(a, b)| a * b).sum());
            assert!((f64::from(out) - expected).abs() < 0.6, "{r} {g} {b}: {out} {expected}");
        }
    }
    // What sRGB cannot show keeps its hue.
    let [r, g, b, _] = map(&p3, &[word(1023, 0, 0)], AlphaType::Opaque)[0];
    assert!(r == 255 && g.max(b) < 60, "{r} {g} {b}");
    let [r, g, b, _] = map(&p3, &[word(0, 1023, 0)], AlphaType::Opaque)[0];
    assert!(g > 245 && r.max(b) < 100, "{r} {g} {b}");
    // A white of its own becomes the white of sRGB.
    let dci = Mapper::sdr_to_srgb(&ColorSpace::from_name(2).unwrap(), false).unwrap();
    assert_eq!(map(&dci, &[word(1023, 1023, 1023)], AlphaType::Opaque)[0], [255; 4]);
    // What is no space has no colours.
    assert!(Mapper::sdr_to_srgb(&ColorSpace::custom([[0.3; 2]; 3], [0.3, 0.3], 2.2), false).is_err());
    assert!(Mapper::sdr_to_srgb(&ColorSpace::from_name(27).unwrap(), false).is_err());
}
