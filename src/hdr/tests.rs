#![forbid(unsafe_code)]

use super::compose::{Parts, compose};
use super::split::{Split, Wish, split};
use crate::color::ColorSpace;
use crate::pixel::{AlphaType, Layout, PixelFormat, PixelView, YuvRange};
use crate::threads::Threads;

#[path = "../../tests/scenes/mod.rs"]
mod scenes;

use scenes::{Curve, SCENES};

fn put_together(split: &Split, format: PixelFormat) -> Vec<u8> {
    let base = split.base.view(AlphaType::Opaque).unwrap().with_range(YuvRange::Limited);
    let gain_map = split.gain_map.view(AlphaType::Opaque).unwrap().with_range(YuvRange::Limited);
    let parts = Parts { base, space: Some(split.space), gain_map, how: split.how };
    compose(&parts, format, Threads::default()).unwrap().bytes().to_vec()
}

/// Light in cd/m2 of pixels of RGBA_1010102.
fn light(pixels: &[u8], curve: Curve) -> impl Iterator<Item = [f64; 3]> {
    pixels.as_chunks::<4>().0.iter().map(move |pixel| {
        let word = u32::from_le_bytes(*pixel);
        curve.light([0, 10, 20].map(|shift| f64::from(word >> shift & 1023) / 1023.0))
    })
}

#[test]
fn figures() {
    let (width, height) = (600, 400);
    for scene in &SCENES {
        for curve in [Curve::Pq, Curve::Hlg] {
            for full_size in [false, true] {
                let pixels = scene.pixels(width, height, curve);
                let layout = Layout::packed(PixelFormat::Rgba1010102, width, height).unwrap();
                let view = PixelView::new(layout, AlphaType::Opaque, &pixels).unwrap();
                let space = ColorSpace::from_name(if curve == Curve::Pq { 10 } else { 9 }).unwrap();
                let wish = Wish { format: PixelFormat::Rgba8888, full_size, threads: Threads::default() };
                let split = split(&view, &space, Some(scene.peak as f32), &wish).unwrap();
                let back = put_together(&split, PixelFormat::Rgba1010102);
                let mut errors: Vec<f64> = light(&pixels, curve)
                    .zip(light(&back, Curve::Hlg))
                    .filter(|(before, _)| Curve::Hlg.samples(*before).iter().all(|s| *s < 1.0))
                    .map(|(before, after)| {
                        (0..3)
                            .map(|c| 1023.0 * (scenes::pq_sample(before[c]) - scenes::pq_sample(after[c])).abs())
                            .fold(0.0, f64::max)
                    })
                    .collect();
                errors.sort_by(f64::total_cmp);
                let at = |part: f64| errors[((errors.len() - 1) as f64 * part) as usize];
                println!(
                    "{:10} {curve:?} full {full_size}: n {:6} median {:5.2} 90 {:5.2} 99 {:6.2} max {:6.2}  min {:.2?} max {:.2?}",
                    scene.name,
                    errors.len(),
                    at(0.5),
                    at(0.9),
                    at(0.99),
                    at(1.0),
                    split.how.min,
                    split.how.max
                );
            }
        }
    }
}
