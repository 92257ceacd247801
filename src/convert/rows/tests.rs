//! Rows held against plain arithmetic, one sample at a time: every bit is to be the same, for every value that a format
//! can hold.

#![forbid(unsafe_code)]

use half::f16;

use super::*;
use crate::pixel::{Layout, YuvRange};

const TARGETS: [RowFormat; 6] =
    [RowFormat::Gray8, RowFormat::GrayAlpha8, RowFormat::Rgb8, RowFormat::Rgba8, RowFormat::Rgb16, RowFormat::Rgba16];

/// Row `y` as `f32` RGBA, nominally 0 to 1, of a format with more than 8 bits.
fn deep_row(view: &PixelView<'_>, y: u32) -> Vec<[f32; 4]> {
    let row = view.row(y);
    let half = |bytes: &[u8]| f16::from_le_bytes([bytes[0], bytes[1]]).to_f32();
    match view.layout().format {
        PixelFormat::RgbaF16 => {
            row.chunks(8).map(|p| [half(&p[..2]), half(&p[2..4]), half(&p[4..6]), half(&p[6..])]).collect()
        }
        PixelFormat::AlphaF16 => row.chunks(2).map(|a| [0.0, 0.0, 0.0, half(a)]).collect(),
        PixelFormat::Rgba1010102 => {
            let words = row.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word));
            let unit = |word: u32, shift: u32| (word >> shift & 1023) as f32 / 1023.0;
            words.map(|w| [unit(w, 0), unit(w, 10), unit(w, 20), (w >> 30) as f32 / 3.0]).collect()
        }
        format => {
            let (luma_black, luma_gain, chroma_gain) = scale(view.range());
            let steps: f32 = if view.range() == YuvRange::Limited { 1020.0 } else { 1023.0 };
            let [cr_r, cb_g, cr_g, cb_b] = FACTORS.map(|factor| factor * chroma_gain * (1.0 / steps));
            let sample = |bytes: &[u8]| f32::from(u16::from_le_bytes([bytes[0], bytes[1]]) >> 6);
            let pixel = |(x, luma): (usize, &[u8])| {
                let pair = &view.chroma_row(y)[x / 2 * 4..];
                let (first, second) = (sample(pair) - 512.0, sample(&pair[2..]) - 512.0);
                let (cb, cr) = if format.is_v_first() { (second, first) } else { (first, second) };
                let luma = (sample(luma) - luma_black * 4.0) * luma_gain * (1.0 / steps);
                let rgb = [luma + cr_r * cr, luma + cb_g * cb + cr_g * cr, luma + cb_b * cb];
                let [r, g, b] = rgb.map(|sum| sum.clamp(0.0, 1.0));
                [r, g, b, 1.0]
            };
            row.chunks(2).enumerate().map(pixel).collect()
        }
    }
}

/// Of Cr for R, Cb for G, Cr for G, Cb for B.
const FACTORS: [f32; 4] = [1.402, -0.344_136_3, -0.714_136_3, 1.772];

/// Luma of black, and what stretches luma and chroma.
fn scale(range: YuvRange) -> (f32, f32, f32) {
    if range == YuvRange::Limited { (16.0, 255.0 / 219.0, 255.0 / 224.0) } else { (0.0, 1.0, 1.0) }
}

/// Row `y` as 8-bit RGBA, values as stored.
fn plain_row(view: &PixelView<'_>, y: u32) -> Vec<[u8; 4]> {
    let row = view.row(y);
    match view.layout().format {
        PixelFormat::Rgba8888 => row.as_chunks().0.to_vec(),
        PixelFormat::Bgra8888 => row.as_chunks().0.iter().map(|&[b, g, r, a]| [r, g, b, a]).collect(),
        PixelFormat::Argb8888 => row.as_chunks().0.iter().map(|&[a, r, g, b]| [r, g, b, a]).collect(),
        PixelFormat::Rgb888 => row.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect(),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => row.iter().map(|a| [0, 0, 0, *a]).collect(),
        PixelFormat::Rgb565 => {
            let words = row.as_chunks().0.iter().map(|word| u16::from_le_bytes(*word));
            let five = |five: u16| (five << 3 | five >> 2) as u8;
            let six = |six: u16| (six << 2 | six >> 4) as u8;
            words.map(|word| [five(word >> 11), six(word >> 5 & 63), five(word & 31), 255]).collect()
        }
        PixelFormat::Rgba1010102 => {
            let words = row.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word));
            let eight = |word: u32, shift: u32| (((word >> shift & 1023) * 510 + 1023) / 2046) as u8;
            words.map(|w| [eight(w, 0), eight(w, 10), eight(w, 20), (w >> 30) as u8 * 85]).collect()
        }
        format @ (PixelFormat::Nv12 | PixelFormat::Nv21) => {
            let (luma_black, luma_gain, chroma_gain) = scale(view.range());
            let fixed = |value: f32| (value * 65536.0).round() as i32;
            let [cr_r, cb_g, cr_g, cb_b] = FACTORS.map(|factor| fixed(factor * chroma_gain));
            let pixel = |(x, luma): (usize, &u8)| {
                let pair = &view.chroma_row(y)[x / 2 * 2..];
                let (first, second) = (i32::from(pair[0]) - 128, i32::from(pair[1]) - 128);
                let (cb, cr) = if format.is_v_first() { (second, first) } else { (first, second) };
                let luma = (i32::from(*luma) - luma_black as i32) * fixed(luma_gain) + 32768;
                let rgb = [luma + cr_r * cr, luma + cb_g * cb + cr_g * cr, luma + cb_b * cb];
                let [r, g, b] = rgb.map(|sum| (sum >> 16).clamp(0, 255) as u8);
                [r, g, b, 255]
            };
            row.iter().enumerate().map(pixel).collect()
        }
        _ => deep_row(view, y).into_iter().map(|pixel| pixel.map(|x| to_integer(x, 255.0) as u8)).collect(),
    }
}

fn to_integer(x: f32, max: f32) -> u16 {
    (x.clamp(0.0, 1.0) * max + 0.5) as u16
}

fn expected_row(view: &PixelView<'_>, target: RowFormat, y: u32) -> Vec<u8> {
    let format = view.layout().format;
    let divided = |pixel: [f32; 4]| {
        let [colour @ .., a] = pixel;
        let [r, g, b] = colour.map(|c| if a == 0.0 { 0.0 } else { c / a });
        [r, g, b, a]
    };
    let premultiplied = view.alpha() == AlphaType::Premultiplied;
    let with_each = |rule: &dyn Fn([u8; 4]) -> Vec<u8>| plain_row(view, y).into_iter().flat_map(rule).collect();
    let deep = |divide: bool, rule: &dyn Fn([f32; 4]) -> Vec<u8>| {
        deep_row(view, y).into_iter().map(|p| if divide { divided(p) } else { p }).flat_map(rule).collect()
    };
    let wide = |samples: &[f32]| samples.iter().flat_map(|x| to_integer(*x, 65535.0).to_be_bytes()).collect::<Vec<_>>();
    match target {
        RowFormat::Gray8 => with_each(&|[.., a]| vec![a]),
        RowFormat::GrayAlpha8 => with_each(&|[.., a]| vec![0, a]),
        RowFormat::Rgb8 => {
            let over_black =
                |c, a| if view.alpha() == AlphaType::Unpremultiplied { alpha::premultiply(c, a) } else { c };
            with_each(&|[r, g, b, a]| vec![over_black(r, a), over_black(g, a), over_black(b, a)])
        }
        RowFormat::Rgba8 if premultiplied && format.is_deep() => {
            deep(true, &|pixel| pixel.map(|x| to_integer(x, 255.0) as u8).to_vec())
        }
        RowFormat::Rgba8 if premultiplied && !format.is_alpha_only() => with_each(&|[r, g, b, a]| {
            vec![alpha::unpremultiply(r, a), alpha::unpremultiply(g, a), alpha::unpremultiply(b, a), a]
        }),
        RowFormat::Rgba8 => with_each(&|pixel| pixel.to_vec()),
        RowFormat::Rgb16 => deep(false, &|pixel| wide(&pixel[..3])),
        RowFormat::Rgba16 => deep(premultiplied, &|pixel| wide(&pixel)),
    }
}

fn check(format: PixelFormat, width: u32, height: u32, bytes: &[u8]) {
    let layout = Layout::packed(format, width, height).unwrap();
    for wanted in [AlphaType::Opaque, AlphaType::Premultiplied, AlphaType::Unpremultiplied] {
        for range in [YuvRange::Full, YuvRange::Limited] {
            let view = PixelView::new(layout, format.resolve_alpha(wanted), bytes).unwrap().with_range(range);
            for target in TARGETS {
                if matches!(target, RowFormat::Rgb16 | RowFormat::Rgba16) && !format.is_deep() {
                    continue;
                }
                let mut reader = RowReader::new(view, target);
                for y in 0..height {
                    let row = reader.row(y);
                    let what = format!("{format:?} {wanted:?} {range:?} {target:?}, row {y} of {width}x{height}");
                    assert!(row == expected_row(&view, target, y), "{what}");
                }
            }
        }
    }
}

fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn every_format_of_every_width() {
    for format in PixelFormat::ALL {
        for width in [1, 2, 3, 4, 5, 7, 16, 63, 64, 65, 131] {
            let layout = Layout::packed(format, width, 3).unwrap();
            check(format, width, 3, &noise(layout.byte_count()));
        }
    }
}

#[test]
fn every_colour_with_every_alpha() {
    let pixels = |order: fn(u8, u8) -> [u8; 4]| -> Vec<u8> {
        (0..=u16::MAX).map(u16::to_le_bytes).flat_map(|[c, a]| order(c, a)).collect()
    };
    check(PixelFormat::Rgba8888, 256, 256, &pixels(|c, a| [c, 255 - c, c / 2, a]));
    check(PixelFormat::Bgra8888, 256, 256, &pixels(|c, a| [c, 255 - c, c / 2, a]));
    check(PixelFormat::Argb8888, 256, 256, &pixels(|c, a| [a, c, 255 - c, c / 2]));
}

#[test]
fn every_word_of_565() {
    let words: Vec<u8> = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
    check(PixelFormat::Rgb565, 256, 256, &words);
}

#[test]
fn every_colour_of_10_bits_with_every_alpha() {
    let word = |index: u32| index & 1023 | (1023 - (index & 1023)) << 10 | (index * 7 & 1023) << 20 | index >> 10 << 30;
    let words: Vec<u8> = (0..4096).flat_map(|index| word(index).to_le_bytes()).collect();
    check(PixelFormat::Rgba1010102, 256, 16, &words);
}

#[test]
fn every_half_float() {
    let alphas = [0x3c00, 0x0000, 0x8000, 0x3800, 0x0001, 0x2e66, 0x3bff, 0x4200, 0x7c00, 0x7e00, 0xbc00];
    for (index, alpha) in alphas.into_iter().enumerate() {
        let rest = (0..=u16::MAX).map(|bits| [bits, bits ^ 0x5555, bits.rotate_left(index as u32), alpha]);
        let bytes: Vec<u8> = rest.flatten().flat_map(u16::to_le_bytes).collect();
        check(PixelFormat::RgbaF16, 256, 256, &bytes);
    }
}

#[test]
fn every_luma_with_many_chromas() {
    for format in [PixelFormat::Nv12, PixelFormat::Nv21] {
        let chroma = (0..256_u32 * 128).map(|index| (index * 37 + index / 256 * 11) as u8);
        let luma = (0..256_u32 * 256).map(|index| (index + index / 256 * 3) as u8);
        check(format, 256, 256, &luma.chain(chroma).collect::<Vec<_>>());
    }
}
