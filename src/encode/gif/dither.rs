//! Dithering by Floyd and Steinberg: what a pixel loses, those after it gain.

#![forbid(unsafe_code)]

use super::frame::Frame;
use super::nearest::Nearest;
use super::{Pixel, Rgb};
use crate::error::Result;
use crate::pixel::buffer::zeroed_bytes;

/// Sixteenths of an error that go to the next pixel, and to three in the row below.
const NEXT: i32 = 7;
const BELOW: [i32; 3] = [3, 5, 1];

/// The greatest error that a pixel makes up for.
const MOST: i32 = 16;

/// Fractions that errors are kept in.
const FINE: i32 = 16;

/// The entry for each pixel of `frame`, as `colors` has them; `none` for those without colour. `level` is the part of an
/// error that is passed on, in percent. Rows run to and fro, so that no direction shows.
pub fn indices(frame: &Frame, colors: &[Rgb], nearest: &mut Nearest<'_>, level: u8, none: u8) -> Result<Vec<u8>> {
    let width = frame.width as usize;
    // One more at each end, where errors fall off the image.
    let (mut here, mut below) = (vec![[0; 3]; width + 2], vec![[0; 3]; width + 2]);
    let mut indices = zeroed_bytes(frame.pixels().len())?;
    indices.fill(none);
    let rows = frame.pixels().chunks(width).zip(indices.chunks_mut(width));
    for (y, (pixels, indices)) in rows.enumerate() {
        below.fill([0; 3]);
        for step in 0..width {
            let (x, ahead) = if y % 2 == 0 { (step, 1) } else { (width - 1 - step, -1) };
            let Some(color) = color_of(pixels[x]) else { continue };
            // What no entry comes near would else pile up, and show as a streak where it is let go.
            let wanted: [i32; 3] = std::array::from_fn(|c| {
                let carried = here[x + 1][c].clamp(-MOST * FINE, MOST * FINE);
                (i32::from(color[c]) * FINE + carried).clamp(0, 255 * FINE)
            });
            let index = nearest.index(wanted.map(|sample| ((sample + FINE / 2) / FINE) as u8));
            indices[x] = index;
            let entry = colors[usize::from(index)];
            let at = |by: isize| (x + 1).wrapping_add_signed(by * ahead);
            for c in 0..3 {
                let error = (wanted[c] - i32::from(entry[c]) * FINE) * i32::from(level) / 100;
                here[at(1)][c] += error * NEXT / 16;
                for (by, share) in (-1..=1).zip(BELOW) {
                    below[at(by)][c] += error * share / 16;
                }
            }
        }
        std::mem::swap(&mut here, &mut below);
    }
    Ok(indices)
}

fn color_of([r, g, b, a]: Pixel) -> Option<Rgb> {
    (a != 0).then_some([r, g, b])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::color::FileColor;
    use crate::pixel::{AlphaType, Layout, PixelFormat, PixelView};
    use crate::threads::Threads;

    /// A grey that no entry has is mixed of those beside it, in the part that the level says.
    #[test]
    fn the_mean_stays_if_all_of_an_error_is_passed_on() {
        let colors = [[0; 3], [96; 3], [128; 3], [255; 3]];
        for grey in [100, 105, 112, 127] {
            let bytes = [grey, grey, grey, 255].repeat(64 * 64);
            let layout = Layout::packed(PixelFormat::Rgba8888, 64, 64).unwrap();
            let view = PixelView::new(layout, AlphaType::Opaque, &bytes).unwrap();
            let frame = Frame::read(&view, &FileColor::Srgb, Threads::default()).unwrap();
            let mean = |level| {
                let indices = indices(&frame, &colors, &mut Nearest::new(&colors), level, 0).unwrap();
                indices.iter().map(|index| f64::from(colors[usize::from(*index)][0])).sum::<f64>() / 4096.0
            };
            assert!((mean(100) - f64::from(grey)).abs() < 0.6, "{grey}: {}", mean(100));
            assert_eq!(mean(0), if grey < 112 { 96.0 } else { mean(0) });
        }
    }
}
