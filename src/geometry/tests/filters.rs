//! Filters on every format, against sums in double precision over the whole image.

#![forbid(unsafe_code)]

use half::f16;

use super::super::*;
use super::{image, model};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, Region};
use crate::threads;

const FILTERS: [Filter; 3] = [Filter::Bilinear, Filter::Trilinear, Filter::Mitchell];

/// A plane of numbers from 0 to 1, colours multiplied by alpha.
struct Plane {
    width: usize,
    height: usize,
    samples: Vec<Vec<f64>>,
}

impl Plane {
    fn map(width: usize, height: usize, find: impl Fn(usize, usize) -> Vec<f64>) -> Self {
        let samples = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| find(x, y)).collect();
        Self { width, height, samples }
    }

    /// The weighted sum over columns and rows.
    fn sum(&self, columns: &[(usize, f64)], rows: &[(usize, f64)]) -> Vec<f64> {
        let mut sum = vec![0.0; self.samples[0].len()];
        for (y, wy) in rows {
            for (x, wx) in columns {
                let sample = &self.samples[y * self.width + x];
                sum.iter_mut().zip(sample).for_each(|(sum, sample)| *sum += wx * wy * sample);
            }
        }
        sum
    }

    /// Level `k` of the mipmap.
    fn level(&self, k: u32) -> Self {
        let block = 1usize << k;
        let mean = |i: usize, length: usize| {
            let covered = i * block..((i + 1) * block).min(length);
            let weight = 1.0 / covered.len() as f64;
            covered.map(|j| (j, weight)).collect::<Vec<_>>()
        };
        Self::map(self.width.div_ceil(block), self.height.div_ceil(block), |x, y| {
            self.sum(&mean(x, self.width), &mean(y, self.height))
        })
    }

    /// What `filter` makes of the plane, without rounding.
    fn scaled(&self, width: usize, height: usize, filter: Filter) -> Self {
        let (sx, sy) = (width as f64 / self.width as f64, height as f64 / self.height as f64);
        let bilinear = |k: u32| {
            let level = self.level(k);
            let unit = f64::from(1 << k);
            let tent = |x: f64| 1.0 - x.abs();
            Self::map(width, height, |x, y| {
                let columns = weights((x as f64 + 0.5) / sx / unit, level.width, 1.0, tent);
                level.sum(&columns, &weights((y as f64 + 0.5) / sy / unit, level.height, 1.0, tent))
            })
        };
        match filter {
            Filter::Nearest => unreachable!(),
            Filter::Bilinear => bilinear(0),
            Filter::Trilinear => {
                let detail = (1.0 / (sx * sy).sqrt()).log2().max(0.0);
                let (near, far) = (bilinear(detail.floor() as u32), bilinear(detail.ceil() as u32));
                let t = detail.fract();
                let blend = |(a, b): (&f64, &f64)| a + (b - a) * t;
                let samples = near.samples.iter().zip(&far.samples);
                Self { width, height, samples: samples.map(|(a, b)| a.iter().zip(b).map(blend).collect()).collect() }
            }
            Filter::Mitchell => {
                Self::map(width, height, |x, y| self.sum(&cubic(x, self.width, width), &cubic(y, self.height, height)))
            }
        }
    }
}

/// The pixels of a line within `reach` of a place, weighed and together 1.
fn weights(place: f64, length: usize, reach: f64, weight: impl Fn(f64) -> f64) -> Vec<(usize, f64)> {
    let near = (0..length).filter(|i| (*i as f64 + 0.5 - place).abs() < reach);
    let mut weights: Vec<_> = near.map(|i| (i, weight(i as f64 + 0.5 - place))).collect();
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    weights.iter_mut().for_each(|(_, weight)| *weight /= total);
    weights
}

/// The filter of Mitchell and Netravali in their own terms.
fn cubic(i: usize, old: usize, new: usize) -> Vec<(usize, f64)> {
    if old == new {
        return vec![(i, 1.0)];
    }
    let (b, c) = (1.0 / 3.0, 1.0 / 3.0);
    let step = old as f64 / new as f64;
    let wider = step.max(1.0);
    weights((i as f64 + 0.5) * step, old, 2.0 * wider, |x| {
        let x = (x / wider).abs();
        if x < 1.0 {
            (12.0 - 9.0 * b - 6.0 * c) * x.powi(3) + (-18.0 + 12.0 * b + 6.0 * c) * x * x + 6.0 - 2.0 * b
        } else {
            (-b - 6.0 * c) * x.powi(3) + (6.0 * b + 30.0 * c) * x * x + (-12.0 * b - 48.0 * c) * x + 8.0 * b + 24.0 * c
        }
    })
}

/// The samples of an element, from 0 to 1 and multiplied by alpha, which is the last one where there is one.
fn decoded(format: PixelFormat, alpha: AlphaType, element: &[u8]) -> Vec<f64> {
    use PixelFormat as F;
    let bytes = |order: &[usize]| order.iter().map(|i| f64::from(element[*i]) / 255.0).collect::<Vec<_>>();
    let word = element.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    let bits = |at: u32, count: u32| (word >> at & ((1 << count) - 1)) as f64 / ((1u64 << count) - 1) as f64;
    let halves = || element.chunks(2).map(|half| f16::from_le_bytes([half[0], half[1]]).to_f64()).collect::<Vec<_>>();
    let mut samples = match format {
        F::Rgba8888 | F::Bgra8888 => bytes(&[0, 1, 2, 3]),
        F::Argb8888 => bytes(&[1, 2, 3, 0]),
        F::Rgb888 => bytes(&[0, 1, 2]),
        F::Rgb565 => vec![bits(0, 5), bits(5, 6), bits(11, 5)],
        F::Rgba1010102 => vec![bits(0, 10), bits(10, 10), bits(20, 10), bits(30, 2)],
        F::RgbaF16 | F::AlphaF16 => halves(),
        F::Alpha8 | F::AlphaU8 | F::Nv12 | F::Nv21 => element.iter().map(|byte| f64::from(*byte) / 255.0).collect(),
        F::YcbcrP010 | F::YcrcbP010 => element
            .chunks(2)
            .map(|sample| {
                assert_eq!(sample[0] & 63, 0, "the low bits of P010 are zero");
                f64::from(u16::from_le_bytes([sample[0], sample[1]]) >> 6) / 1023.0
            })
            .collect(),
    };
    if alpha == AlphaType::Unpremultiplied && samples.len() == 4 {
        let a = samples[3];
        samples[..3].iter_mut().for_each(|sample| *sample *= a);
    }
    samples
}

/// Steps between 0 and 1 of the coarsest component.
fn steps(format: PixelFormat) -> f64 {
    match format {
        PixelFormat::Rgb565 => 31.0,
        PixelFormat::Rgba1010102 => 3.0,
        PixelFormat::RgbaF16 | PixelFormat::AlphaF16 => 2048.0,
        format if format.is_p010() => 1023.0,
        _ => 255.0,
    }
}

/// Pixels that are possible in this format and alpha type, smooth in one half and noise in the other.
fn picture(format: PixelFormat, alpha: AlphaType, size: (u32, u32)) -> PixelBuffer {
    let mut picture = image(format, size);
    for y in 0..size.1 {
        if format.is_p010() {
            picture.row_mut(y).as_chunks_mut().0.iter_mut().for_each(|[low, _]| *low &= 0xc0);
            picture.chroma_row_mut(y).as_chunks_mut().0.iter_mut().for_each(|[low, _]| *low &= 0xc0);
        }
        let row = picture.row_mut(y);
        if matches!(format, PixelFormat::RgbaF16 | PixelFormat::AlphaF16) {
            // Noise between 0 and 1.
            row.as_chunks_mut::<2>().0.iter_mut().for_each(|half| {
                *half = f16::from_f32(f32::from(half[1]) / 255.0).to_le_bytes();
            });
        }
        for (x, element) in row.chunks_mut(format.bytes_per_pixel()).enumerate() {
            let smooth = ((x * 3 + y as usize * 5) % 256) as u8;
            if x as u32 * 2 > size.0 && element.len() == 4 && format != PixelFormat::Rgba1010102 {
                element.copy_from_slice(&[smooth, smooth, smooth, smooth]);
            }
        }
        if alpha == AlphaType::Premultiplied {
            crate::convert::alpha::premultiply_row(format, row);
        }
    }
    picture
}

fn planes(buffer: &PixelBuffer, alpha: AlphaType) -> Vec<Plane> {
    let format = buffer.layout().format;
    let decode =
        |plane: Vec<Vec<Vec<u8>>>| Plane::map(plane[0].len(), plane.len(), |x, y| decoded(format, alpha, &plane[y][x]));
    model(buffer).into_iter().map(decode).collect()
}

fn alphas(format: PixelFormat) -> Vec<AlphaType> {
    let all = [AlphaType::Opaque, AlphaType::Premultiplied, AlphaType::Unpremultiplied];
    all.into_iter().filter(|alpha| format.resolve_alpha(*alpha) == *alpha).collect()
}

#[test]
fn filters_are_those_of_the_definition() {
    let sizes = [((31, 23), (47, 40)), ((30, 24), (15, 8)), ((90, 41), (7, 5)), ((5, 3), (80, 9)), ((9, 1), (2, 3))];
    for format in PixelFormat::ALL {
        for alpha in alphas(format) {
            for (old, (width, height)) in sizes {
                let source = picture(format, alpha, old);
                let before = planes(&source, alpha);
                for filter in FILTERS {
                    let scaling = Scaling { width, height, mirror_x: false, mirror_y: false };
                    let scaled = scale(&source.view(alpha).unwrap(), scaling, filter).unwrap();
                    for (before, after) in before.iter().zip(planes(&scaled, alpha)) {
                        let expected = before.scaled(after.width, after.height, filter);
                        let errors = after.samples.iter().zip(&expected.samples).flat_map(|(after, expected)| {
                            let a = if expected.len() == 4 && alpha != AlphaType::Opaque { expected[3] } else { 1.0 };
                            let error = move |(i, (after, expected)): (usize, (&f64, &f64))| {
                                // Overshoot is cut off, that of colours at alpha; those of halves may be beyond.
                                let halves = format == PixelFormat::RgbaF16 && i < 3;
                                let expected = match halves {
                                    true if alpha == AlphaType::Unpremultiplied && a <= 0.0 => 0.0,
                                    true => *expected,
                                    false => expected.clamp(0.0, a.clamp(0.0, 1.0)),
                                };
                                (after - expected).abs() * steps(format)
                            };
                            after.iter().zip(expected).enumerate().map(error).collect::<Vec<_>>()
                        });
                        let errors: Vec<f64> = errors.collect();
                        let worst = errors.iter().copied().fold(0.0, f64::max);
                        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
                        let context = format!("{format:?} {alpha:?} {old:?} to {width}x{height} {filter:?}");
                        // Every pass rounds: two of a filter, one of a level, one of blending. What overshoots in noise
                        // is cut off after the first pass already.
                        let allowed = match filter {
                            Filter::Trilinear => 2.3,
                            Filter::Mitchell => 12.0,
                            _ => 1.6,
                        };
                        assert!(worst <= allowed, "{context}: {worst}");
                        assert!(mean <= 0.7, "{context}: {mean} on average");
                    }
                }
            }
        }
    }
}

#[test]
fn a_cubic_that_need_not_be_cut_off_is_exact() {
    for format in [PixelFormat::Rgb888, PixelFormat::Alpha8, PixelFormat::Nv12, PixelFormat::Rgba8888] {
        for (old, (width, height)) in [((31, 23), (47, 40)), ((90, 41), (7, 5)), ((40, 40), (40, 13))] {
            let mut source = picture(format, AlphaType::Opaque, old);
            for y in 0..old.1 {
                source.row_mut(y).iter_mut().for_each(|byte| *byte = 70 + *byte / 2);
                source.chroma_row_mut(y).iter_mut().for_each(|byte| *byte = 70 + *byte % 128);
            }
            let scaling = Scaling { width, height, mirror_x: false, mirror_y: false };
            let scaled = scale(&source.view(AlphaType::Opaque).unwrap(), scaling, Filter::Mitchell).unwrap();
            for (before, after) in planes(&source, AlphaType::Opaque).iter().zip(planes(&scaled, AlphaType::Opaque)) {
                let expected = before.scaled(after.width, after.height, Filter::Mitchell);
                for (after, expected) in after.samples.iter().flatten().zip(expected.samples.iter().flatten()) {
                    let error = (after - expected).abs() * 255.0;
                    assert!(error <= 1.6, "{format:?} {old:?} to {width}x{height}: {error}");
                }
            }
        }
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    for format in [PixelFormat::Rgba8888, PixelFormat::RgbaF16, PixelFormat::Nv12] {
        let source = picture(format, AlphaType::Opaque, (150, 90));
        for filter in FILTERS {
            let scaling = Scaling::by_ratio(150, 90, 0.7, 1.3).unwrap();
            let made = [1, 2, 5].map(|count| {
                threads::set_max(count);
                scale(&source.view(AlphaType::Opaque).unwrap(), scaling, filter).unwrap().bytes().to_vec()
            });
            threads::set_max(0);
            assert!(made[0] == made[1] && made[0] == made[2], "{format:?} {filter:?}");
        }
    }
}

#[test]
fn negative_ratios_mirror_what_was_scaled() {
    let source = picture(PixelFormat::Rgba8888, AlphaType::Premultiplied, (40, 30));
    let view = source.view(AlphaType::Premultiplied).unwrap();
    for filter in FILTERS {
        let scaled = |x, y| scale(&view, Scaling::by_ratio(40, 30, x, y).unwrap(), filter).unwrap();
        let mut expected = scaled(1.5, 0.6);
        flip(&mut expected, true, true);
        assert_eq!(scaled(-1.5, -0.6).bytes(), expected.bytes());
        let mut expected = source.clone();
        flip(&mut expected, true, false);
        assert_eq!(scaled(-1.0, 1.0).bytes(), expected.bytes());
    }
}

#[test]
fn a_part_is_scaled_without_its_surroundings() {
    for format in PixelFormat::ALL {
        let source = picture(format, AlphaType::Opaque, (50, 40));
        let view = source.view(AlphaType::Opaque).unwrap();
        let region = Region { x: 6, y: 8, width: 21, height: 15 };
        let part = crop(&view, region).unwrap();
        for filter in FILTERS {
            let scaling = Scaling::by_ratio(21, 15, 1.7, 0.6).unwrap();
            let expected = scale(&part.view(AlphaType::Opaque).unwrap(), scaling, filter).unwrap();
            let scaled = scale(&view.part((6, 8), (21, 15)), scaling, filter).unwrap();
            assert!(scaled.bytes() == expected.bytes(), "{format:?} {filter:?}");
        }
    }
}

#[test]
fn extreme_ratios_keep_a_single_colour() {
    for format in [PixelFormat::Rgba8888, PixelFormat::RgbaF16, PixelFormat::YcbcrP010] {
        for (old, new) in [((90_000, 1), (1, 1)), ((1, 90_000), (1, 2)), ((1, 1), (30_000, 1)), ((2, 1), (1, 30_000))] {
            let mut source = PixelBuffer::zeroed(Layout::packed(format, old.0, old.1).unwrap()).unwrap();
            let value = if format == PixelFormat::RgbaF16 { [0x00, 0x38] } else { [0x40, 0x40] };
            source.bytes_mut().as_chunks_mut().0.fill(value);
            let scaling = Scaling { width: new.0, height: new.1, mirror_x: false, mirror_y: false };
            for filter in FILTERS {
                let scaled = scale(&source.view(AlphaType::Opaque).unwrap(), scaling, filter).unwrap();
                let (from, to) = (planes(&source, AlphaType::Opaque), planes(&scaled, AlphaType::Opaque));
                for (from, to) in from.iter().zip(&to) {
                    for sample in &to.samples {
                        for (is, was) in sample.iter().zip(&from.samples[0]) {
                            let error = (is - was).abs() * steps(format);
                            assert!(error <= 1.0, "{format:?} {old:?} to {new:?} {filter:?}: {is} of {was}");
                        }
                    }
                }
            }
        }
    }
}

/// A part of an image is what it is in the whole, wherever it begins: also where the filter is 0 within its reach, 8/7 of a
/// pixel from its centre, as some centres are when 3 pixels become 7.
#[test]
fn a_part_is_the_same_as_in_the_whole() {
    for (format, bits) in [(PixelFormat::Rgba8888, 8), (PixelFormat::Rgba1010102, 10)] {
        let image = image(format, (30, 30));
        let view = image.view(AlphaType::Opaque).unwrap();
        let colors = |image: &PixelBuffer, x: u32, y: u32| {
            let pixel = &image.view(AlphaType::Opaque).unwrap().row(y)[4 * x as usize..][..4];
            let word = u32::from_le_bytes(pixel.try_into().unwrap());
            [0, 1, 2].map(|c| (word >> (bits * c)) & ((1 << bits) - 1))
        };
        let whole = scale_area(&view, Area::whole(view.layout()), (70, 70)).unwrap();
        for start in 0..50 {
            let side = |start: u32| (f64::from(start) * 3.0 / 7.0, 20.0 * 3.0 / 7.0);
            let part = scale_area(&view, Area { x: side(start), y: side(50 - start) }, (20, 20)).unwrap();
            for (x, y) in (0..20).flat_map(|y| (0..20).map(move |x| (x, y))) {
                let (found, expected) = (colors(&part, x, y), colors(&whole, start + x, 50 - start + y));
                let near = found.iter().zip(&expected).all(|(found, expected)| found.abs_diff(*expected) <= 1);
                assert!(near, "{format:?} {start} {x} {y} {found:?} {expected:?}");
            }
        }
    }
}
