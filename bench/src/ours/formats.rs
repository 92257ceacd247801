//! The same picture in other pixel formats: what conversion costs is measured against RGBA_8888 of equal colours.

use half::f16;

use super::RGBA_8888;
use crate::images::Picture;

/// A `PIXEL_FORMAT` and how a picture gets there.
pub struct Format {
    /// As rows say it.
    pub name: &'static str,
    /// Its number in pixelmap_native.h.
    pub number: i32,
    /// Makes the bytes, and the picture that they are: some formats cannot hold every colour.
    pub make: fn(&Picture) -> (Vec<u8>, Picture),
    /// How far decoded colours may be from the picture's, PSNR in dB: the library may round where it converts.
    pub floor: f64,
}

/// All that are measured.
pub const FORMATS: &[Format] = &[
    Format { name: "RGBA_8888", number: RGBA_8888, make: |p| (p.rgba.clone(), same(p)), floor: f64::INFINITY },
    Format { name: "BGRA_8888", number: 4, make: bgra, floor: f64::INFINITY },
    Format { name: "RGB_565", number: 2, make: rgb_565, floor: 45.0 },
    Format { name: "RGBA_F16", number: 7, make: f16s, floor: 50.0 },
    Format { name: "NV12", number: 9, make: nv12, floor: 35.0 },
    Format { name: "RGBA_1010102", number: 10, make: ten_bits, floor: 50.0 },
];

fn same(picture: &Picture) -> Picture {
    Picture::new(picture.width, picture.height, picture.rgba.clone(), picture.opaque)
}

fn pixels(picture: &Picture) -> impl Iterator<Item = [u8; 4]> {
    picture.rgba.as_chunks::<4>().0.iter().copied()
}

fn bgra(picture: &Picture) -> (Vec<u8>, Picture) {
    (pixels(picture).flat_map(|[r, g, b, a]| [b, g, r, a]).collect(), same(picture))
}

fn rgb_565(picture: &Picture) -> (Vec<u8>, Picture) {
    let words: Vec<u16> = pixels(picture)
        .map(|[r, g, b, _]| u16::from(r >> 3) << 11 | u16::from(g >> 2) << 5 | u16::from(b >> 3))
        .collect();
    let five = |word: u16| ((word & 31) << 3 | (word & 31) >> 2) as u8;
    let six = |word: u16| ((word & 63) << 2 | (word & 63) >> 4) as u8;
    let rgba = words.iter().flat_map(|&word| [five(word >> 11), six(word >> 5), five(word), 255]).collect();
    (
        words.iter().flat_map(|word| word.to_le_bytes()).collect(),
        Picture::new(picture.width, picture.height, rgba, true),
    )
}

fn f16s(picture: &Picture) -> (Vec<u8>, Picture) {
    let half = |value: u8| f16::from_f32(f32::from(value) / 255.0).to_le_bytes();
    (picture.rgba.iter().flat_map(|&value| half(value)).collect(), same(picture))
}

fn ten_bits(picture: &Picture) -> (Vec<u8>, Picture) {
    let ten = |value: u8| (u32::from(value) * 1023 + 127) / 255;
    let words = pixels(picture).map(|[r, g, b, a]| ten(r) | ten(g) << 10 | ten(b) << 20 | u32::from(a >> 6) << 30);
    (words.flat_map(u32::to_le_bytes).collect(), same(picture))
}

/// BT.601 of full range, as the library takes YUV that a program gives; of pictures with even sides.
fn nv12(picture: &Picture) -> (Vec<u8>, Picture) {
    let (width, height) = (picture.width & !1, picture.height & !1);
    let at = |x: usize, y: usize, c: usize| f64::from(picture.rgba[(y * picture.width + x) * 4 + c]);
    let mut data = Vec::with_capacity(width * height * 3 / 2);
    for y in 0..height {
        for x in 0..width {
            let luma = 0.299 * at(x, y, 0) + 0.587 * at(x, y, 1) + 0.114 * at(x, y, 2);
            data.push((0.5 + luma) as u8);
        }
    }
    for y in (0..height).step_by(2) {
        for x in (0..width).step_by(2) {
            let [r, g, b] =
                [0, 1, 2].map(|c| (at(x, y, c) + at(x + 1, y, c) + at(x, y + 1, c) + at(x + 1, y + 1, c)) / 4.0);
            let luma = 0.299 * r + 0.587 * g + 0.114 * b;
            for (colour, scale) in [(b, 1.772), (r, 1.402)] {
                data.push((128.5 + (colour - luma) / scale) as u8);
            }
        }
    }
    let (lumas, chromas) = data.split_at(width * height);
    let decoded = Picture::by_rule(width, height, |x, y| {
        let luma = f64::from(lumas[y * width + x]);
        let pair = (y / 2) * width + (x / 2) * 2;
        let [u, v] = [0, 1].map(|index| f64::from(chromas[pair + index]) - 128.0);
        [luma + 1.402 * v, luma - 0.344_136 * u - 0.714_136 * v, luma + 1.772 * u]
            .map(|value| value.round().clamp(0.0, 255.0) as u8)
    });
    (data, decoded)
}
