#![forbid(unsafe_code)]

use super::scenes::{Curve, SCENES, Scene};
use super::*;
use crate::color::{ColorSpace, names};
use crate::error::ErrorKind;
use crate::hdr::split::{Split, Wish, split, split_to};
use crate::pixel::{PixelView, YuvRange};
use crate::threads::Threads;

/// BT.2020 to Display P3 in linear light, as others publish it.
const TO_P3: Matrix = [
    [1.343_578_25, -0.282_179_67, -0.061_398_58],
    [-0.065_297_45, 1.075_787_91, -0.010_490_46],
    [0.002_821_78, -0.019_598_48, 1.016_776_70],
];

fn space(curve: Curve) -> ColorSpace {
    ColorSpace::from_name(if curve == Curve::Pq { 10 } else { 9 }).unwrap()
}

fn wish(format: PixelFormat, full_size: bool) -> Wish {
    Wish { format, full_size, threads: Threads::default() }
}

/// A scene in RGBA_1010102, and what it is split to.
fn split_scene(scene: &Scene, size: (u32, u32), curve: Curve, full_size: bool) -> (PixelBuffer, Split) {
    let hdr = image(PixelFormat::Rgba1010102, size, &scene.pixels(size.0, size.1, curve));
    let peak = (curve == Curve::Pq).then_some(scene.peak as f32);
    let view = hdr.view(AlphaType::Opaque).unwrap();
    let split = split(&view, &space(curve), peak, &wish(PixelFormat::Rgba8888, full_size)).unwrap();
    (hdr, split)
}

/// Bytes of the pixel at a place of RGBA_8888, between 0 and 1.
fn stored(image: &PixelBuffer, x: u32, y: u32) -> [f64; 3] {
    let at = (y * image.layout().width + x) as usize * 4;
    [0, 1, 2].map(|c| f64::from(image.bytes()[at + c]) / 255.0)
}

/// Light in Display P3 of HDR pixels, where 1 is 203 cd/m2.
fn light(hdr: &PixelBuffer, x: u32, y: u32, curve: Curve) -> [f64; 3] {
    let at = (y * hdr.layout().width + x) as usize * 4;
    apply(&TO_P3, curve.light(samples(&hdr.bytes()[at..at + 4]))).map(|light| light / 203.0)
}

#[test]
fn the_base_is_the_tone_mapped_image_and_the_metadata_are_those_of_the_formulae() {
    for (curve, full_size) in [(Curve::Pq, false), (Curve::Hlg, true)] {
        let (hdr, split) = split_scene(&SCENES[2], (61, 37), curve, full_size);
        let peak = (curve == Curve::Pq).then_some(1000.0);
        let mapper = crate::color::tone_map::Mapper::hdr_to_p3(&space(curve), false, peak).unwrap();
        let expected = mapper.rgba(&hdr.view(AlphaType::Opaque).unwrap(), Threads::default()).unwrap();
        assert!(split.base.bytes() == expected.bytes());
        assert_eq!(split.space.name, names::DISPLAY_P3);
        let layout = split.gain_map.layout();
        assert_eq!((layout.width, layout.height), if full_size { (61, 37) } else { (30, 18) });
        let how = split.how;
        assert_eq!((how.channels, how.use_base_color, how.base_headroom, how.gamma), (3, true, 0.0, [1.0; 3]));
        assert_eq!((how.base_offset, how.alternate_offset), ([1.0 / 64.0; 3], [1.0 / 64.0; 3]));
        assert_eq!(how.alternate_headroom, how.max.into_iter().fold(0.0, f32::max));
        assert!(how.alternate_headroom > 1.5 && how.alternate_headroom < 3.0, "{how:?}");
    }
}

/// Every code of the map, against sums over the areas that its pixels cover.
#[test]
fn gains_are_logarithms_of_ratios_of_mean_light() {
    for (curve, size, map_size) in [
        (Curve::Pq, (31, 17), (31, 17)),
        (Curve::Hlg, (30, 18), (15, 9)),
        (Curve::Pq, (31, 17), (15, 8)),
        (Curve::Pq, (3, 5), (1, 2)),
        (Curve::Hlg, (1, 7), (1, 3)),
    ] {
        let hdr = image(PixelFormat::Rgba1010102, size, &SCENES[2].pixels(size.0, size.1, curve));
        let view = hdr.view(AlphaType::Opaque).unwrap();
        let wanted = (PixelFormat::Rgba8888, map_size);
        let split = split_to(&view, &space(curve), Some(1000.0), wanted, Threads::default()).unwrap();
        let mut bounds = [[f64::MAX, f64::MIN]; 3];
        let mut gains = Vec::new();
        for (x, y) in (0..map_size.1).flat_map(|y| (0..map_size.0).map(move |x| (x, y))) {
            let overlap = |at: u32, of: u32, pixel: u32, map: u32| {
                let scale = f64::from(of) / f64::from(map);
                let (from, to) = (f64::from(at) * scale, f64::from(at + 1) * scale);
                (to.min(f64::from(pixel) + 1.0) - from.max(f64::from(pixel))).max(0.0)
            };
            let mut sums = [[0.0; 3]; 2];
            let mut area = 0.0;
            for (px, py) in (0..size.1).flat_map(|py| (0..size.0).map(move |px| (px, py))) {
                let share = overlap(x, size.0, px, map_size.0) * overlap(y, size.1, py, map_size.1);
                let (bright, base) = (light(&hdr, px, py, curve), stored(&split.base, px, py));
                for c in 0..3 {
                    sums[0][c] += share * bright[c].max(0.0);
                    sums[1][c] += share * from_srgb(base[c]);
                }
                area += share;
            }
            let gain = [0, 1, 2].map(|c| ((sums[0][c] / area + 1.0 / 64.0) / (sums[1][c] / area + 1.0 / 64.0)).log2());
            (0..3).for_each(|c| bounds[c] = [bounds[c][0].min(gain[c]), bounds[c][1].max(gain[c])]);
            gains.push(gain);
        }
        for c in 0..3 {
            assert!((f64::from(split.how.min[c]) - bounds[c][0]).abs() < 1e-3, "{size:?} {:?} {bounds:?}", split.how);
            assert!((f64::from(split.how.max[c]) - bounds[c][1]).abs() < 1e-3, "{size:?} {:?} {bounds:?}", split.how);
            let range = bounds[c][1] - bounds[c][0];
            for (pixel, gain) in split.gain_map.bytes().as_chunks::<4>().0.iter().zip(&gains) {
                let expected = if range > 1e-3 { 255.0 * (gain[c] - bounds[c][0]) / range } else { 0.0 };
                let tolerance = 0.51 + 255.0 * 5e-4 / range.max(5e-3);
                assert!((f64::from(pixel[c]) - expected).abs() < tolerance, "{size:?}: {} {expected}", pixel[c]);
                assert_eq!(pixel[3], 255);
            }
        }
    }
}

/// What is left of the difference between an image and what base and gain map make of it, pixel by pixel, in steps of
/// 10-bit PQ of the component where it is greatest. Every light has 1 cd/m2 more, as in a dark room with a bright
/// image: below it steps are not seen.
fn differences(pixels: impl Iterator<Item = ([f64; 3], [f64; 3])>) -> [f64; 3] {
    let step = |light: f64| 1023.0 * scenes::pq_sample(light.max(0.0) * 203.0 + 1.0);
    let mut steps: Vec<f64> = pixels
        .map(|(before, after)| (0..3).map(|c| (step(before[c]) - step(after[c])).abs()).fold(0.0, f64::max))
        .collect();
    steps.sort_by(f64::total_cmp);
    [0.5, 0.99, 1.0].map(|part| steps[((steps.len() - 1) as f64 * part) as usize])
}

/// The map as it is stored, applied by the formulae, leads back to the HDR image: with a map of full size within a step
/// or so everywhere, with one of half the size where nothing has an edge (the bounds are those of a small image, with
/// many).
#[test]
fn scenes_come_back() {
    let size = (240, 160);
    for (name, curve, full, half) in [
        ("ramps", Curve::Pq, [0.7, 1.1, 1.2], [0.8, 45.0, 66.0]),
        ("ramps", Curve::Hlg, [0.5, 0.7, 0.8], [0.6, 32.0, 57.0]),
        ("neon", Curve::Pq, [0.5, 0.6, 0.7], [1.2, 60.0, 95.0]),
        ("neon", Curve::Hlg, [0.5, 0.6, 0.7], [1.2, 60.0, 95.0]),
        ("sunset1000", Curve::Pq, [0.3, 0.6, 0.7], [0.7, 26.0, 97.0]),
        ("sunset1000", Curve::Hlg, [0.3, 0.6, 0.7], [0.7, 26.0, 97.0]),
        ("sunset4000", Curve::Pq, [0.6, 1.0, 1.1], [1.0, 74.0, 190.0]),
    ] {
        let scene = SCENES.iter().find(|scene| scene.name == name).unwrap();
        for (full_size, bounds) in [(true, full), (false, half)] {
            let (hdr, split) = split_scene(scene, size, curve, full_size);
            let layout = split.gain_map.layout();
            let sample = |x, y| stored(&split.gain_map, x, y);
            let map = Map { size: (layout.width, layout.height), sample: &sample, how: split.how };
            let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
            let pixels = places.map(|(x, y)| {
                let base = stored(&split.base, x, y).map(from_srgb);
                let before = curve.light(samples(&hdr.bytes()[((y * size.0 + x) * 4) as usize..][..4]));
                (before.map(|light| light / 203.0), map.light(base, (x, y), size, &P3))
            });
            let found = differences(pixels);
            println!("{} {curve:?} full size {full_size}: {found:.1?}", scene.title);
            assert!((0..3).all(|i| found[i] <= bounds[i]), "{name} {curve:?} {full_size}: {found:.1?}");
        }
    }
}

/// From HDR to parts and back by the library alone, in every format, where HLG has the light.
#[test]
fn parts_of_every_format_lead_back() {
    let size = (121, 80);
    for format in [PixelFormat::Rgba8888, PixelFormat::Nv12, PixelFormat::Nv21] {
        let hdr = image(PixelFormat::Rgba1010102, size, &SCENES[3].pixels(size.0, size.1, Curve::Pq));
        let view = hdr.view(AlphaType::Opaque).unwrap();
        let split = split(&view, &space(Curve::Pq), Some(1000.0), &wish(format, false)).unwrap();
        fn part(image: &PixelBuffer) -> PixelView<'_> {
            image.view(AlphaType::Opaque).unwrap().with_range(YuvRange::Limited)
        }
        assert_eq!((split.base.layout().format, split.gain_map.layout().format), (format, format));
        let space = Some(split.space);
        let back = ten(&Parts { base: part(&split.base), space, gain_map: part(&split.gain_map), how: split.how });
        let pixels = hdr.bytes().chunks(4).zip(back.chunks(4)).map(|(before, after)| {
            let relative = |curve: Curve, pixel| curve.light(samples(pixel)).map(|light| light / 203.0);
            (relative(Curve::Pq, before), relative(Curve::Hlg, after))
        });
        let found = differences(pixels);
        let bound = if format == PixelFormat::Rgba8888 { [0.9, 30.0] } else { [3.5, 75.0] };
        assert!(found[0] <= bound[0] && found[1] <= bound[1], "{format:?}: {found:.1?}");
    }
}

#[test]
fn a_gain_map_without_pixels_is_an_error() {
    for (size, full_size, expected) in [
        ((1, 8), false, Err(ErrorKind::Surface)),
        ((8, 1), false, Err(ErrorKind::Surface)),
        ((1, 1), false, Err(ErrorKind::Surface)),
        ((1, 1), true, Ok((1, 1))),
        ((2, 3), false, Ok((1, 1))),
        ((9, 5), false, Ok((4, 2))),
    ] {
        let hdr = image(PixelFormat::Rgba1010102, size, &SCENES[0].pixels(size.0, size.1, Curve::Hlg));
        let view = hdr.view(AlphaType::Opaque).unwrap();
        let outcome = split(&view, &space(Curve::Hlg), None, &wish(PixelFormat::Rgba8888, full_size));
        let outcome = outcome.map(|split| (split.gain_map.layout().width, split.gain_map.layout().height));
        assert_eq!(outcome.map_err(|error| error.kind), expected, "{size:?}");
    }
    let hdr = image(PixelFormat::Rgba1010102, (2, 2), &[0; 16]);
    let view = hdr.view(AlphaType::Opaque).unwrap();
    let refused = split(&view, &space(Curve::Hlg), None, &wish(PixelFormat::Rgb565, false));
    assert_eq!(refused.err().map(|error| error.kind), Some(ErrorKind::Unsupported));
}

/// Black, the brightest white, and the purest colours, which P3 cannot show.
#[test]
fn extremes_have_gains_within_bounds() {
    let word = |r: u32, g: u32, b: u32| (r | g << 10 | b << 20 | 3 << 30).to_le_bytes();
    for (pixel, most) in [
        (word(0, 0, 0), 0.01),
        (word(1023, 1023, 1023), 5.63),
        (word(0, 1023, 0), 5.8),
        (word(1023, 0, 1023), 6.1),
        (word(0, 0, 700), 2.0),
    ] {
        let hdr = image(PixelFormat::Rgba1010102, (4, 2), &pixel.repeat(8));
        let view = hdr.view(AlphaType::Opaque).unwrap();
        let split = split(&view, &space(Curve::Pq), None, &wish(PixelFormat::Rgba8888, false)).unwrap();
        let how = split.how;
        for c in 0..3 {
            assert!(how.min[c] >= -6.1 && how.min[c] <= how.max[c] && how.max[c] <= most, "{pixel:?}: {how:?}");
        }
        assert!(how.alternate_headroom >= 0.0);
        // One gain for all: both bounds are it.
        assert_eq!((how.min, split.gain_map.bytes()[0]), (how.max, 0));
    }
    // Where others are above, less than -2 is not stored.
    let pixels = [word(0, 0, 900), word(900, 900, 900)].concat();
    let hdr = image(PixelFormat::Rgba1010102, (2, 1), &pixels);
    let view = hdr.view(AlphaType::Opaque).unwrap();
    let split = split(&view, &space(Curve::Pq), None, &wish(PixelFormat::Rgba8888, true)).unwrap();
    assert_eq!((split.how.min[0], split.gain_map.bytes()[0], split.gain_map.bytes()[4]), (-2.0, 0, 255));
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads() {
    let size = (301, 173);
    let hdr = image(PixelFormat::Rgba1010102, size, &noise((size.0 * size.1 * 4) as usize, 77));
    for (alpha, format, full_size) in [
        (AlphaType::Opaque, PixelFormat::Rgba8888, false),
        (AlphaType::Premultiplied, PixelFormat::Rgba8888, true),
        (AlphaType::Opaque, PixelFormat::Nv21, false),
    ] {
        let of = |threads| {
            let wish = Wish { threads: Threads::at_most(threads), ..wish(format, full_size) };
            let split = split(&hdr.view(alpha).unwrap(), &space(Curve::Pq), None, &wish).unwrap();
            (split.base.bytes().to_vec(), split.gain_map.bytes().to_vec(), split.how)
        };
        let one = of(1);
        assert!([2, 3, 8].into_iter().all(|threads| of(threads) == one));
    }
}
