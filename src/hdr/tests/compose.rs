#![forbid(unsafe_code)]

use super::scenes::Curve;
use super::*;
use crate::color::ColorSpace;
use crate::error::ErrorKind;
use crate::pixel::YuvRange;
use crate::threads::Threads;

const ONE: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// ITU-R BT.2087, with more digits.
const BT709: Matrix =
    [[0.627_404, 0.329_283, 0.043_313], [0.069_097, 0.919_540, 0.011_362], [0.016_391, 0.088_013, 0.895_595]];

/// From the primaries and the white that DCI-P3 has, the white made D65 by scaling X, Y and Z.
const DCI_P3: Matrix =
    [[0.737_417, 0.235_198, 0.027_384], [0.023_317, 0.970_992, 0.005_691], [-0.000_617, 0.024_921, 0.975_696]];

fn from_bt709(x: f64) -> f64 {
    if x < 0.081_242_858 { x / 4.5 } else { ((x + 0.099_296_827) / 1.099_296_827).powf(1.0 / 0.45) }
}

/// Samples of HLG for light where 1 is the white of SDR; too much of it is dimmed, all components alike.
fn hlg(light: [f64; 3]) -> [f64; 3] {
    let display = light.map(|light| light.clamp(0.0, 64.0) * 0.203);
    let luminance = (0.2627 * display[0] + 0.6780 * display[1] + 0.0593 * display[2]).max(1e-9);
    let scene = display.map(|light| light * luminance.powf(1.0 / 1.2 - 1.0));
    let most = scene.into_iter().fold(1.0, f64::max);
    scene.map(|light| {
        let light = light / most;
        if light <= 1.0 / 12.0 {
            (3.0 * light).sqrt()
        } else {
            0.178_832_77 * (12.0 * light - 0.284_668_92).ln() + 0.559_910_73
        }
    })
}

fn metadata(max: [f32; 3], min: [f32; 3]) -> GainMapMetadata {
    GainMapMetadata { max, min, alternate_headroom: 2.0, ..GainMapMetadata::default() }
}

/// Every pixel of `parts`, whose base image has these light values, against the formulae.
fn check(parts: &Parts<'_>, base: &dyn Fn(u32, u32) -> [f64; 3], map: &Map<'_>, to_2020: &Matrix, name: &str) {
    let (width, height) = (parts.base.layout().width, parts.base.layout().height);
    let out = ten(parts);
    for (i, pixel) in out.as_chunks::<4>().0.iter().enumerate() {
        let at = (i as u32 % width, i as u32 / width);
        let light = map.light(base(at.0, at.1), at, (width, height), to_2020);
        for (actual, expected) in samples(pixel).into_iter().zip(hlg(light)) {
            // Half a step is rounding; near black a step of HLG is next to no light, and tables end.
            let close = 1023.0 * (actual - expected).abs();
            assert!(close < 0.55 || expected < 0.002 && close < 1.6, "{name} {at:?}: {actual} {expected} {close}");
        }
    }
}

#[test]
fn white_of_sdr_is_at_75_percent_and_a_full_gain_at_the_top() {
    let base = image(PixelFormat::Rgb888, (2, 1), &[255; 6]);
    let map = image(PixelFormat::Rgba8888, (2, 1), &[0, 0, 0, 255, 255, 255, 255, 255]);
    let out = ten(&parts(&base, &map, GainMapMetadata::default()));
    let [white, top] = [0, 4].map(|at| samples(&out[at..at + 4]));
    assert!(white.into_iter().all(|sample| (sample - 0.75).abs() < 0.001), "{white:?}");
    assert!(top.into_iter().all(|sample| sample > 0.999), "{top:?}");
}

#[test]
fn gains_of_every_kind_follow_the_formulae() {
    let size = (23, 11);
    let bytes = noise(23 * 11 * 3, 1);
    let base = image(PixelFormat::Rgb888, size, &bytes);
    let light = |x: u32, y: u32| {
        let at = (y * 23 + x) as usize * 3;
        [0, 1, 2].map(|c| from_srgb(f64::from(bytes[at + c]) / 255.0))
    };
    let plain = metadata([2.0, 1.0, 3.0], [0.0, -0.5, -1.0]);
    let others = [
        plain,
        GainMapMetadata { gamma: [2.2, 0.5, 1.0], ..plain },
        GainMapMetadata { use_base_color: false, ..plain },
        GainMapMetadata { base_offset: [0.0, 0.1, 1e-3], alternate_offset: [0.02, 0.0, 0.1], ..plain },
        GainMapMetadata { max: [-1.0; 3], min: [1.5; 3], ..plain },
        GainMapMetadata { max: [0.5; 3], min: [0.5; 3], ..plain },
    ];
    for map_size in [(1, 1), (1, 7), (11, 5), (12, 6), (23, 11), (40, 33)] {
        let stored = noise((map_size.0 * map_size.1 * 4) as usize, 7);
        let map = image(PixelFormat::Rgba8888, map_size, &stored);
        let sample = |x: u32, y: u32| {
            let at = (y * map_size.0 + x) as usize * 4;
            [0, 1, 2].map(|c| f64::from(stored[at + c]) / 255.0)
        };
        for (number, how) in others.into_iter().enumerate() {
            let reference = Map { size: map_size, sample: &sample, how };
            check(&parts(&base, &map, how), &light, &reference, &BT709, &format!("{map_size:?} {number}"));
        }
        // One channel has one record, whatever the others say.
        let how = GainMapMetadata { channels: 1, max: [2.0, 9.0, 9.0], gamma: [1.4, f32::NAN, 0.0], ..plain };
        let same = GainMapMetadata { max: [2.0; 3], min: [0.0; 3], gamma: [1.4; 3], ..how };
        let single = |x, y| [sample(x, y)[0]; 3];
        let reference = Map { size: map_size, sample: &single, how: same };
        check(&parts(&base, &map, how), &light, &reference, &BT709, &format!("{map_size:?} one channel"));
        let alpha: Vec<u8> = stored.iter().step_by(4).copied().collect();
        let map = image(PixelFormat::AlphaU8, map_size, &alpha);
        check(&parts(&base, &map, how), &light, &reference, &BT709, &format!("{map_size:?} alpha alone"));
    }
}

#[test]
fn light_of_every_colour_space_is_its_own() {
    let size = (16, 9);
    let bytes = noise(16 * 9 * 3, 3);
    let base = image(PixelFormat::Rgb888, size, &bytes);
    let stored = noise(8 * 4 * 4, 4);
    let map = image(PixelFormat::Rgba8888, (8, 4), &stored);
    let sample = |x: u32, y: u32| {
        let at = (y * 8 + x) as usize * 4;
        [0, 1, 2].map(|c| f64::from(stored[at + c]) / 255.0)
    };
    let how = metadata([1.5; 3], [-0.2; 3]);
    let video = |x: f64| ((x * 255.0 - 16.0) / 219.0).clamp(0.0, 1.0);
    let spaces: [(i32, Matrix, &dyn Fn(f64) -> f64); 10] = [
        (4, BT709, &from_srgb),
        (3, P3, &from_srgb),
        (2, DCI_P3, &|x| x.powf(2.6)),
        (6, BT709, &from_bt709),
        (14, P3, &|x| from_srgb(video(x))),
        (15, BT709, &|x| from_srgb(video(x))),
        (23, P3, &|x| x),
        (24, BT709, &|x| x),
        (25, ONE, &|x| x),
        (10, ONE, &|x| Curve::Pq.light([x; 3])[0] / 203.0),
    ];
    for (name, to_2020, curve) in spaces {
        let parts = Parts { space: ColorSpace::from_name(name), ..parts(&base, &map, how) };
        let light = |x: u32, y: u32| {
            let at = (y * 16 + x) as usize * 3;
            [0, 1, 2].map(|c| curve(f64::from(bytes[at + c]) / 255.0))
        };
        check(&parts, &light, &Map { size: (8, 4), sample: &sample, how }, &to_2020, &format!("space {name}"));
    }
    // What is HLG already keeps its light.
    let parts = Parts { space: ColorSpace::from_name(9), ..parts(&base, &map, how) };
    let light = |x: u32, y: u32| {
        let at = (y * 16 + x) as usize * 3;
        Curve::Hlg.light([0, 1, 2].map(|c| f64::from(bytes[at + c]) / 255.0)).map(|light| light / 203.0)
    };
    check(&parts, &light, &Map { size: (8, 4), sample: &sample, how }, &ONE, "HLG");
}

/// Colours that every format has, in every format.
#[test]
fn every_format_of_the_base_gives_the_same() {
    use PixelFormat as F;
    let colors: [[u8; 3]; 6] = [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 255], [132, 130, 132], [8, 4, 8]];
    let plain: Vec<u8> = colors.into_iter().flatten().collect();
    let map = image(F::Rgba8888, (3, 1), &noise(12, 9));
    let how = metadata([2.0; 3], [-1.0; 3]);
    let base = image(F::Rgb888, (6, 1), &plain);
    let expected = ten(&parts(&base, &map, how));
    let pixels = |make: &dyn Fn([u8; 3]) -> Vec<u8>| colors.into_iter().flat_map(make).collect::<Vec<u8>>();
    let half = |c: u8| half::f16::from_f64(f64::from(c) / 255.0).to_le_bytes();
    for (format, alpha, bytes) in [
        (F::Rgba8888, AlphaType::Opaque, pixels(&|[r, g, b]| vec![r, g, b, 7])),
        (F::Rgba8888, AlphaType::Premultiplied, pixels(&|[r, g, b]| vec![r, g, b, 255])),
        (F::Rgba8888, AlphaType::Unpremultiplied, pixels(&|[r, g, b]| vec![r, g, b, 255])),
        (F::Bgra8888, AlphaType::Opaque, pixels(&|[r, g, b]| vec![b, g, r, 0])),
        (F::Argb8888, AlphaType::Opaque, pixels(&|[r, g, b]| vec![0, r, g, b])),
        (
            F::Rgb565,
            AlphaType::Opaque,
            pixels(&|[r, g, b]| {
                (u16::from(r >> 3) << 11 | u16::from(g >> 2) << 5 | u16::from(b >> 3)).to_le_bytes().to_vec()
            }),
        ),
        (
            F::RgbaF16,
            AlphaType::Opaque,
            pixels(&|rgb| [rgb[0], rgb[1], rgb[2], 255].into_iter().flat_map(half).collect()),
        ),
    ] {
        let base = image(format, (6, 1), &bytes);
        let parts = Parts { base: base.view(alpha).unwrap(), ..parts(&base, &map, how) };
        let out = ten(&parts);
        for (actual, expected) in out.as_chunks::<4>().0.iter().zip(expected.as_chunks::<4>().0) {
            assert_eq!(actual[3] >> 6, 3, "{format:?} {alpha:?}");
            for (actual, expected) in samples(actual).into_iter().zip(samples(expected)) {
                let close = (actual - expected).abs() * 1023.0;
                assert!(close < 1.5, "{format:?} {alpha:?}: {actual} {expected}");
            }
        }
    }
    // Greys of YUV, of both ranges.
    for (format, range, luma) in [
        (F::Nv12, YuvRange::Limited, [16, 235, 126]),
        (F::Nv21, YuvRange::Full, [0, 255, 128]),
        (F::Nv12, YuvRange::Full, [0, 255, 128]),
    ] {
        let base = image(format, (3, 1), &[&luma[..], &[128; 4]].concat());
        let greys = image(F::Rgb888, (3, 1), &[0, 0, 0, 255, 255, 255, 128, 128, 128]);
        let expected = ten(&parts(&greys, &map, how));
        let view = base.view(AlphaType::Opaque).unwrap().with_range(range);
        assert_eq!(ten(&Parts { base: view, ..parts(&base, &map, how) }), expected, "{format:?}");
    }
    let alpha = image(F::AlphaU8, (2, 2), &[9; 4]);
    let refused = |base: &PixelBuffer, format| composed(&parts(base, &map, how), format, Threads::default());
    assert_eq!(refused(&alpha, F::Rgba1010102).unwrap_err().kind, ErrorKind::Unsupported);
    assert_eq!(refused(&base, F::Rgba8888).unwrap_err().kind, ErrorKind::Unsupported);
    let log = Parts { space: ColorSpace::from_name(27), ..parts(&base, &map, how) };
    assert_eq!(composed(&log, F::Rgba1010102, Threads::default()).unwrap_err().kind, ErrorKind::Unsupported);
}

#[test]
fn alpha_has_two_bits_and_means_what_it_meant() {
    let (map, how) = flat();
    for alpha in [AlphaType::Premultiplied, AlphaType::Unpremultiplied] {
        for (stored, bits) in [(0u8, 0u32), (42, 0), (43, 1), (85, 1), (170, 2), (255, 3)] {
            let color = if alpha == AlphaType::Premultiplied { stored } else { 255 };
            let base = image(PixelFormat::Rgba8888, (1, 1), &[color, color, color, stored]);
            let parts = Parts { base: base.view(alpha).unwrap(), ..parts(&base, &map, how) };
            let word = u32::from_le_bytes(ten(&parts)[..].try_into().unwrap());
            assert_eq!(word >> 30, bits, "{alpha:?} {stored}");
            let white = f64::from(word & 1023) / 1023.0;
            let expected = match alpha {
                AlphaType::Premultiplied => 0.75 * f64::from(bits) / 3.0,
                _ => 0.75,
            };
            assert!((white - expected).abs() < 0.002, "{alpha:?} {stored}: {white}");
        }
    }
}

/// P010 says of every 2x2 pixels what RGBA_1010102 says of them.
#[test]
fn planes_have_the_luma_and_the_chroma_of_bt2020() {
    let (width, height) = (521, 5);
    let base = image(PixelFormat::Rgb888, (width, height), &noise((width * height * 3) as usize, 11));
    let map = image(PixelFormat::Rgba8888, (4, 2), &noise(32, 12));
    let parts = parts(&base, &map, metadata([2.0; 3], [-1.0; 3]));
    let rgb = ten(&parts);
    let pixel = |x: u32, y: u32| samples(&rgb[(y.min(height - 1) * width + x.min(width - 1)) as usize * 4..][..4]);
    for format in [PixelFormat::YcbcrP010, PixelFormat::YcrcbP010] {
        let out = composed(&parts, format, Threads::default()).unwrap();
        let view = out.view(AlphaType::Opaque).unwrap();
        let sample = |bytes: &[u8], at: usize| f64::from(u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]) >> 6);
        for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
            let [r, g, b] = pixel(x, y);
            let luma = 1023.0 * (0.2627 * r + 0.6780 * g + 0.0593 * b);
            assert!((sample(view.row(y), x as usize) - luma).abs() < 1.2, "{x} {y}");
            let quad = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| pixel(x / 2 * 2 + dx, y / 2 * 2 + dy));
            let [r, g, b] = [0, 1, 2].map(|c: usize| quad.iter().map(|pixel| pixel[c]).sum::<f64>() / 4.0);
            let luma = 0.2627 * r + 0.6780 * g + 0.0593 * b;
            let pair = [512.0 + 1023.0 * (b - luma) / 1.8814, 512.0 + 1023.0 * (r - luma) / 1.4746];
            let first = x as usize / 2 * 2;
            for (c, expected) in pair.into_iter().enumerate() {
                let at = if format.is_v_first() { first + 1 - c } else { first + c };
                let actual = sample(view.chroma_row(y), at);
                assert!((actual - expected.clamp(0.0, 1023.0)).abs() < 1.2, "{format:?} {x} {y}: {actual} {expected}");
            }
        }
    }
}

/// The image with more headroom is the HDR image: where that is the base, or neither, the map changes nothing.
#[test]
fn a_base_with_all_the_headroom_stays_as_it_is() {
    let base = image(PixelFormat::Rgb888, (8, 1), &noise(24, 5));
    let map = image(PixelFormat::Rgba8888, (8, 1), &noise(32, 6));
    let (none, how) = flat();
    let plain = ten(&parts(&base, &none, GainMapMetadata { base_offset: [0.0; 3], alternate_offset: [0.0; 3], ..how }));
    for (base_headroom, alternate_headroom) in [(2.0, 0.0), (0.0, 0.0), (1.5, 1.5), (f32::NAN, 1.0), (0.0, f32::NAN)] {
        let how = GainMapMetadata { base_headroom, alternate_headroom, alternate_offset: [0.3; 3], ..how };
        assert_eq!(ten(&parts(&base, &map, how)), plain, "{base_headroom} {alternate_headroom}");
        let how = GainMapMetadata { alternate_headroom: base_headroom + 1.0, ..how };
        assert!(base_headroom.is_nan() || ten(&parts(&base, &map, how)) != plain);
    }
}

#[test]
fn no_metadata_lead_beyond_black_and_white() {
    let base = image(PixelFormat::Rgb888, (16, 3), &noise(144, 21));
    let map = image(PixelFormat::Rgba8888, (5, 2), &noise(40, 22));
    let wild = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30, 0.0, -0.0, f32::MIN_POSITIVE, 1.0, -3.0];
    let mut seed = 1u32;
    let mut any = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        wild[seed as usize % wild.len()]
    };
    for round in 0..400 {
        let how = GainMapMetadata {
            channels: [0, 1, 3, 255][round % 4],
            use_base_color: round % 3 == 0,
            base_headroom: any(),
            alternate_headroom: any(),
            max: [any(), any(), any()],
            min: [any(), any(), any()],
            gamma: [any(), any(), any()],
            base_offset: [any(), any(), any()],
            alternate_offset: [any(), any(), any()],
            ..GainMapMetadata::default()
        };
        let out = ten(&parts(&base, &map, how));
        assert_eq!(out, ten(&parts(&base, &map, how)));
        assert!(out.iter().skip(3).step_by(4).all(|high| high >> 6 == 3));
    }
    // No headroom is so great that white gets darker, and none so small that black gets brighter.
    let greys: Vec<u8> = [0, 255].repeat(3).into_iter().flat_map(|grey| [grey; 3]).collect();
    let base = image(PixelFormat::Rgb888, (6, 1), &greys);
    for (gain, expected) in [(f32::INFINITY, [0.0, 1.0]), (1e30, [0.0, 1.0]), (-1e30, [0.0, 0.0])] {
        let offsets = [0.0; 3];
        let how = metadata([gain; 3], [gain; 3]);
        let how = GainMapMetadata { base_offset: offsets, alternate_offset: offsets, ..how };
        let out = ten(&parts(&base, &map, how));
        for (i, pixel) in out.as_chunks::<4>().0.iter().enumerate() {
            assert!(samples(pixel).into_iter().all(|s| (s - expected[i % 2]).abs() < 0.002), "{gain} {i}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let (width, height) = (333, 201);
    let base = image(PixelFormat::Rgba8888, (width, height), &noise((width * height * 4) as usize, 31));
    let map = image(PixelFormat::Rgba8888, (166, 100), &noise(166 * 100 * 4, 32));
    let parts = parts(&base, &map, metadata([2.0; 3], [-1.0; 3]));
    for format in [PixelFormat::Rgba1010102, PixelFormat::YcbcrP010] {
        let of = |threads| composed(&parts, format, Threads::at_most(threads)).unwrap().bytes().to_vec();
        let one = of(1);
        assert!([2, 3, 8].into_iter().all(|threads| of(threads) == one));
    }
}
