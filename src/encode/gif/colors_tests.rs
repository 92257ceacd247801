//! Tests of the colours that files have, by formulae in double precision.

#![forbid(unsafe_code)]

use std::sync::Arc;

use crate::color::ColorSpace;
use crate::content::Pixelmap;
use crate::encode::{Content, PackingOptions, SequenceOptions, encode, encode_sequence};
use crate::error::ErrorKind;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};
use crate::sink::Output;

/// Numbers of colour spaces.
const ADOBE_RGB: i32 = 1;
const DISPLAY_P3: i32 = 3;
const BT2020_PQ: i32 = 10;
const LOG: i32 = 27;

/// Linear light of Display P3 and of Adobe RGB to that of sRGB, as others publish them.
const P3_TO_SRGB: [[f64; 3]; 3] = [
    [1.224_940_18, -0.224_940_18, 0.0],
    [-0.042_056_95, 1.042_056_95, 0.0],
    [-0.019_637_55, -0.078_636_05, 1.098_273_60],
];
const ADOBE_TO_SRGB: [[f64; 3]; 3] = [[1.398_28, -0.398_28, 0.0], [0.0, 1.0, 0.0], [0.0, -0.042_94, 1.042_94]];

/// Linear BT.709 to linear BT.2020 (ITU-R BT.2087).
const SRGB_TO_BT2020: [[f64; 3]; 3] = [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]];

fn by(matrix: &[[f64; 3]; 3], color: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * color[0] + row[1] * color[1] + row[2] * color[2])
}

fn srgb_light(sample: f64) -> f64 {
    if sample <= 0.04045 { sample / 12.92 } else { ((sample + 0.055) / 1.055).powf(2.4) }
}

/// The 8-bit code of light.
fn srgb_code(light: f64) -> f64 {
    let light = light.clamp(0.0, 1.0);
    255.0 * if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// SMPTE ST 2084: the 10-bit code of cd/m2.
fn pq_code(luminance: f64) -> u32 {
    let y = (luminance / 10_000.0).powf(0.159_301_757_812_5);
    (1023.0 * ((0.835_937_5 + 18.851_562_5 * y) / (1.0 + 18.687_5 * y)).powf(78.84375)).round() as u32
}

fn pixelmap(format: PixelFormat, alpha: AlphaType, pixel: &[u8], space: i32) -> Arc<Pixelmap> {
    let mut pixels = PixelBuffer::zeroed(Layout::packed(format, 1, 1).unwrap()).unwrap();
    pixels.bytes_mut()[..pixel.len()].copy_from_slice(pixel);
    let map = Pixelmap::new(pixels, alpha, YuvRange::Full, false);
    map.set_color_space(ColorSpace::from_name(space).unwrap()).unwrap();
    Arc::new(map)
}

/// The first entry of the table of the GIF of one pixel, as an image and as an animation.
fn packed(map: &Arc<Pixelmap>) -> [[u8; 3]; 2] {
    let mut image = Output::unlimited();
    let target = PackingOptions { mime: b"image/gif".to_vec(), ..PackingOptions::default() }.target().unwrap();
    encode(Content::Pixelmap(map), &target, &mut image).unwrap();
    let mut animation = Output::unlimited();
    let options = SequenceOptions { frame_count: 1, delays: Some(vec![5]), ..SequenceOptions::default() };
    encode_sequence(&[Arc::clone(map)], options.target().unwrap(), &mut animation).unwrap();
    // The header has 13 bytes, and where something may be transparent, the table begins with it.
    [image, animation].map(|file| file.into_vec().unwrap()[13..16].try_into().unwrap())
}

fn assert_near(map: &Arc<Pixelmap>, expected: [f64; 3], most: f64, what: &str) {
    for found in packed(map) {
        let is_near = found.iter().zip(expected).all(|(found, expected)| (f64::from(*found) - expected).abs() <= most);
        assert!(is_near, "{what}: {found:?} {expected:?}");
    }
}

#[test]
fn eight_bits_of_another_space_become_srgb() {
    for rgb in [[200, 100, 50], [90, 160, 120], [128, 128, 128], [255, 255, 255], [40, 60, 200], [255, 0, 0]] {
        let sample = rgb.map(|code: u8| f64::from(code) / 255.0);
        let p3 = by(&P3_TO_SRGB, sample.map(srgb_light)).map(srgb_code);
        let adobe = by(&ADOBE_TO_SRGB, sample.map(|sample| sample.powf(563.0 / 256.0))).map(srgb_code);
        for (space, expected) in [(DISPLAY_P3, p3), (ADOBE_RGB, adobe)] {
            let [r, g, b] = rgb;
            let bgra = pixelmap(PixelFormat::Bgra8888, AlphaType::Opaque, &[b, g, r, 255], space);
            assert_near(&bgra, expected, 1.0, &format!("{rgb:?} of {space}"));
        }
    }
}

#[test]
fn colors_are_divided_by_alpha_before_they_are_converted() {
    // Half of 200, 100 and 50.
    let map = pixelmap(PixelFormat::Rgba8888, AlphaType::Premultiplied, &[100, 50, 25, 128], DISPLAY_P3);
    let expected = by(&P3_TO_SRGB, [199.0, 100.0, 50.0].map(|code| srgb_light(code / 255.0))).map(srgb_code);
    assert_near(&map, expected, 1.5, "half transparent");
}

#[test]
fn hdr_becomes_srgb_and_not_display_p3() {
    // Light below the knee of the tone curve, within sRGB, stays as it is.
    for light in [[0.30, 0.10, 0.05], [0.05, 0.25, 0.10], [0.10, 0.08, 0.30], [0.2, 0.2, 0.2]] {
        let [r, g, b] = by(&SRGB_TO_BT2020, light).map(|light| pq_code(203.0 * light));
        let word = r | g << 10 | b << 20 | 3 << 30;
        let map = pixelmap(PixelFormat::Rgba1010102, AlphaType::Opaque, &word.to_le_bytes(), BT2020_PQ);
        assert_near(&map, light.map(srgb_code), 1.5, &format!("{light:?}"));
    }
}

#[test]
fn what_has_no_light_is_left_as_it_is_or_refused() {
    let pq = pixelmap(PixelFormat::Rgba8888, AlphaType::Opaque, &[10, 20, 30, 255], BT2020_PQ);
    assert_eq!(packed(&pq), [[10, 20, 30]; 2]);
    let alpha = pixelmap(PixelFormat::Alpha8, AlphaType::Opaque, &[0], LOG);
    assert_eq!(packed(&alpha), [[0; 3]; 2]);
    // Before the first byte, whichever element it is.
    let log = pixelmap(PixelFormat::Rgba8888, AlphaType::Opaque, &[10, 20, 30, 255], LOG);
    let options = SequenceOptions { frame_count: 2, delays: Some(vec![5]), ..SequenceOptions::default() };
    let mut output = Output::unlimited();
    let error = encode_sequence(&[pq, log], options.target().unwrap(), &mut output).unwrap_err();
    assert_eq!((error.kind, output.len()), (ErrorKind::Icc, 0));
}
