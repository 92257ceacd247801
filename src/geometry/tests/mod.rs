//! Every operation on every format, against a few lines that look up one element at a time.

#![forbid(unsafe_code)]

mod filters;

use super::*;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, Region};

/// Odd and even, single lines, more than a tile, more than a band of rows.
const SIZES: [(u32, u32); 7] = [(1, 1), (7, 5), (1, 9), (6, 1), (33, 70), (64, 32), (3, 1000)];

/// An image as a list of planes, each of rows of elements.
type Model = Vec<Vec<Vec<Vec<u8>>>>;

fn image(format: PixelFormat, (width, height): (u32, u32)) -> PixelBuffer {
    let mut buffer = PixelBuffer::zeroed(Layout::packed(format, width, height).unwrap()).unwrap();
    let mut state = 1u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    for y in 0..height {
        buffer.row_mut(y).fill_with(&mut noise);
        buffer.chroma_row_mut(y).fill_with(&mut noise);
    }
    buffer
}

/// Takes an image apart; the bytes that are padding must be zero.
fn model(buffer: &PixelBuffer) -> Model {
    let layout = buffer.layout();
    let element = layout.format.bytes_per_pixel();
    let view = buffer.view(AlphaType::Opaque).unwrap();
    let split = |row: &[u8], element| row.chunks(element).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let mut planes = vec![(0..layout.height).map(|y| split(view.row(y), element)).collect()];
    if layout.format.is_yuv() {
        planes.push((0..layout.height).step_by(2).map(|y| split(view.chroma_row(y), 2 * element)).collect());
    }
    let padding = layout.stride - layout.row_bytes();
    assert!(
        buffer
            .bytes()
            .chunks(layout.stride)
            .all(|row| padding == 0 || row[row.len() - padding..].iter().all(|b| *b == 0))
    );
    planes
}

/// A plane of which every element is found by `find(x, y)`.
fn built(width: usize, height: usize, find: impl Fn(usize, usize) -> Vec<u8>) -> Vec<Vec<Vec<u8>>> {
    (0..height).map(|y| (0..width).map(|x| find(x, y)).collect()).collect()
}

fn everywhere(check: impl Fn(PixelBuffer, Model)) {
    for format in PixelFormat::ALL {
        for size in SIZES {
            let image = image(format, size);
            let planes = model(&image);
            check(image, planes);
        }
    }
}

fn view(image: &PixelBuffer) -> crate::pixel::PixelView<'_> {
    image.view(AlphaType::Opaque).unwrap()
}

#[test]
fn flips_exchange_the_ends() {
    everywhere(|image, planes| {
        for (horizontally, vertically) in [(true, false), (false, true), (true, true), (false, false)] {
            let mut flipped = image.clone();
            flip(&mut flipped, horizontally, vertically);
            let expected: Model = planes
                .iter()
                .map(|plane| {
                    let (w, h) = (plane[0].len(), plane.len());
                    built(w, h, |x, y| {
                        let (x, y) = (if horizontally { w - 1 - x } else { x }, if vertically { h - 1 - y } else { y });
                        plane[y][x].clone()
                    })
                })
                .collect();
            assert!(model(&flipped) == expected, "{:?} {horizontally} {vertically}", image.layout());
        }
    });
}

#[test]
fn quarter_turns_are_exact() {
    everywhere(|image, planes| {
        for degrees in [90.0f32, 180.0, 270.0, 360.0, 450.0, -90.0, -180.0, -720.0] {
            let mut turned = image.clone();
            rotate(&mut turned, Rotation::by(image.layout().format, degrees).unwrap()).unwrap();
            let expected: Model = planes
                .iter()
                .map(|plane| {
                    let (w, h) = (plane[0].len(), plane.len());
                    match degrees as i32 {
                        90 | 450 => built(h, w, |x, y| plane[h - 1 - x][y].clone()),
                        180 | -180 => built(w, h, |x, y| plane[h - 1 - y][w - 1 - x].clone()),
                        270 | -90 => built(h, w, |x, y| plane[x][w - 1 - y].clone()),
                        _ => plane.clone(),
                    }
                })
                .collect();
            assert!(model(&turned) == expected, "{:?} {degrees}", image.layout());
        }
    });
}

#[test]
fn crops_copy_their_part() {
    everywhere(|image, planes| {
        let Layout { width, height, .. } = *image.layout();
        for (x, y) in [(0, 0), (1, 1), (width / 2, height / 2), (width - 1, height - 1), (0, height / 3)] {
            if x >= width || y >= height {
                continue;
            }
            for (w, h) in [(1, 1), (width - x, height - y), ((width - x).min(3), (height - y).min(2))] {
                let part = crop(&view(&image), Region { x, y, width: w, height: h }).unwrap();
                assert_eq!(*part.layout(), Layout::packed(image.layout().format, w, h).unwrap());
                for (index, plane) in model(&part).iter().enumerate() {
                    // Chroma begins at the even pixel before; there may be none for the last odd one.
                    let (x, y) = (x as usize >> index, y as usize >> index);
                    for (row, line) in plane.iter().enumerate() {
                        for (column, element) in line.iter().enumerate() {
                            let old = planes[index].get(y + row).and_then(|old| old.get(x + column));
                            assert_eq!(Some(element), old, "{:?} {x} {y} {w} {h}", image.layout());
                        }
                    }
                }
            }
        }
    });
}

#[test]
fn translations_leave_empty_pixels() {
    everywhere(|image, planes| {
        let format = image.layout().format;
        for (x, y) in [(1.0f32, 2.0f32), (-1.0, 2.0), (0.0, 0.0), (3.0, -4.0), (-2.0, -2.0), (100.0, 1.0)] {
            let Ok(translation) = Translation::by(image.layout(), x, y) else { continue };
            let moved = translate(&view(&image), translation).unwrap();
            let (w, h) = (image.layout().width as i32 + x as i32, image.layout().height as i32 + y as i32);
            assert_eq!((moved.layout().width as i32, moved.layout().height as i32), (w, h));
            for (index, plane) in model(&moved).iter().enumerate() {
                let (dx, dy) = if index == 0 { (x as i32, y as i32) } else { (x as i32 / 2, y as i32 / 2) };
                let empty = match (format.is_yuv(), format.is_p010(), index) {
                    (false, ..) => vec![0; format.bytes_per_pixel()],
                    (_, false, 0) => vec![255],
                    (_, false, _) => vec![128; 2],
                    (_, true, 0) => vec![0xc0, 0xff],
                    (_, true, _) => vec![0x00, 0x80, 0x00, 0x80],
                };
                let old = |x: usize, y: usize| {
                    let (x, y) = (usize::try_from(x as i32 - dx).ok()?, usize::try_from(y as i32 - dy).ok()?);
                    planes[index].get(y)?.get(x)
                };
                let expected = built(plane[0].len(), plane.len(), |x, y| old(x, y).unwrap_or(&empty).clone());
                assert!(*plane == expected, "{:?} {x} {y}", image.layout());
            }
        }
    });
}

#[test]
fn the_nearest_pixel_is_taken() {
    everywhere(|image, planes| {
        let Layout { width, height, .. } = *image.layout();
        for (x, y) in [(2.0, 3.0), (0.5, 0.4), (1.7, 0.9), (-1.0, 1.0), (-2.3, -0.7), (1.0, 1.0), (0.01, 1.0)] {
            let Ok(scaling) = Scaling::by_ratio(width, height, x, y) else { continue };
            let scaled = scale(&view(&image), scaling, Filter::Nearest).unwrap();
            assert_eq!((scaled.layout().width, scaled.layout().height), (scaling.width, scaling.height));
            for (new, old) in model(&scaled).iter().zip(&planes) {
                let find = |i: usize, new: usize, old: usize, mirror: bool| {
                    let i = if mirror { new - 1 - i } else { i };
                    (((i * 2 + 1) * old) as f64 / (2 * new) as f64).floor() as usize
                };
                let (w, h) = (new[0].len(), new.len());
                let expected =
                    built(w, h, |i, j| old[find(j, h, old.len(), y < 0.0)][find(i, w, old[0].len(), x < 0.0)].clone());
                assert!(*new == expected, "{:?} {x} {y}", image.layout());
            }
        }
    });
}

#[test]
fn other_angles_sample_the_nearest_pixel() {
    for format in PixelFormat::ALL {
        for size in [(100, 50), (1, 1), (7, 5), (1, 90), (41, 300)] {
            let image = image(format, size);
            for degrees in [45.0f32, 64.0, -13.5, 359.9, 200.0, 90.001, 0.0001] {
                let Ok(rotation) = Rotation::by(format, degrees) else {
                    assert!(format.is_yuv());
                    continue;
                };
                assert!(!format.is_yuv());
                let mut turned = image.clone();
                rotate(&mut turned, rotation).unwrap();
                let planes = model(&image);
                let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
                let (w, h) = (f64::from(size.0), f64::from(size.1));
                let new = [w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs()].map(f64::round);
                assert_eq!([turned.layout().width, turned.layout().height].map(f64::from), new);
                let zero = vec![0; format.bytes_per_pixel()];
                let mut covered = 0;
                for (y, row) in model(&turned)[0].iter().enumerate() {
                    for (x, element) in row.iter().enumerate() {
                        let (dx, dy) = (x as f64 + 0.5 - new[0] / 2.0, y as f64 + 0.5 - new[1] / 2.0);
                        let (u, v) = (dx * cos + dy * sin + w / 2.0, dy * cos - dx * sin + h / 2.0);
                        // Where the centre falls between two pixels either is right.
                        let near = |a: f64| [a - 1e-6, a + 1e-6].map(f64::floor);
                        let candidates = near(u).into_iter().flat_map(|u| near(v).map(|v| (u, v)));
                        let mut found = candidates.map(|(u, v)| {
                            let inside = (0.0..w).contains(&u) && (0.0..h).contains(&v);
                            if inside { &planes[0][v as usize][u as usize] } else { &zero }
                        });
                        assert!(found.any(|old| old == element), "{format:?} {size:?} {degrees} at {x}, {y}");
                        covered += usize::from(*element != zero);
                    }
                }
                assert!(size != (100, 50) || covered as f64 >= 0.9 * w * h, "{format:?} {size:?} {degrees}: {covered}");
            }
        }
    }
}

#[test]
fn angles_are_reduced_exactly() {
    let by = |degrees| Rotation::by(PixelFormat::Rgba8888, degrees);
    assert_eq!(by(-1e-30), Ok(Rotation::Quarters(0)));
    assert_eq!(by(360_000_000.0), Ok(Rotation::Quarters(0)));
    assert_eq!(by(450.0), Ok(Rotation::Quarters(1)));
    assert_eq!(by(-450.0), Ok(Rotation::Quarters(3)));
    assert_eq!(by(-45.0), Ok(Rotation::Degrees(315.0)));
    for degrees in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        assert!(by(degrees).is_err());
    }
    assert!(Rotation::by(PixelFormat::Nv12, 45.0).is_err());
}
