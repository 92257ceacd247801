//! What a viewer sees before a frame, and so what of the frame has to be drawn.
//!
//! The canvas here holds colours as they were before they were reduced, so that it needs none of the work on earlier
//! frames. A pixel that did not change is left out of its frame, and so shows the entry that it got when it was drawn.
//! (That a changed pixel may be left out where the entry on display happens to be near was measured: it saved less than
//! 1 % of the bytes at equal PSNR, and would have made every frame wait for the one before.)

#![forbid(unsafe_code)]

use super::blocks::Disposal;
use super::frame::Frame;
use super::{Pixel, distance};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;

/// The part of a frame that has to be drawn; pixels with alpha 0 show what is below.
#[derive(Debug)]
pub struct Change {
    pub place: (u32, u32),
    pub frame: Frame,
    /// How many pixels are drawn.
    pub drawn: usize,
}

/// Alpha on the canvas: the pixel has its very colour, or that of a frame with too many.
const EXACT: u8 = 255;
const REDUCED: u8 = 1;

/// Unchanged pixels side by side that are left out. Fewer, as there are by chance where everything moves, are drawn:
/// they would only tear strings apart (5 % of the bytes of a slow pan).
const RUN: usize = 32;

/// What a viewer sees.
pub struct Canvas {
    width: u32,
    bytes: Vec<u8>,
}

impl Canvas {
    /// An empty canvas.
    pub fn new(width: u32, height: u32) -> Result<Self> {
        let bytes = (width as usize).checked_mul(height as usize).and_then(|pixels| pixels.checked_mul(4));
        let bytes = bytes.ok_or_else(|| ImageError::new(ErrorKind::AllocFailed, "a canvas beyond all memory"))?;
        Ok(Self { width, bytes: zeroed_bytes(bytes)? })
    }

    /// Lays `frame` over the canvas, disposes of it, and tells what of it a viewer did not see before. A pixel whose
    /// colour differs by at most the square root of `tolerance` from that on the canvas did not change: the canvas
    /// keeps the colour that was drawn, so small differences do not add up. A frame of few colours is not to lose any
    /// of them: what was reduced is drawn again.
    pub fn lay(&mut self, mut frame: Frame, disposal: Disposal, tolerance: u32) -> Change {
        let mark = mark_of(&frame);
        let (least, tolerance) = if mark == EXACT { (EXACT, 0) } else { (REDUCED, tolerance) };
        let same = |pixel: &Pixel, [r, g, b, a]: &Pixel| {
            pixel[3] == 0 || *a >= least && distance([*r, *g, *b], [pixel[0], pixel[1], pixel[2]]) <= tolerance
        };
        let mut bounds = Bounds::default();
        for y in 0..frame.height {
            let below = row(&mut self.bytes, self.width, y);
            let pixels = frame.row_mut(y);
            let below = &mut below[..pixels.len()];
            let mut x = 0;
            while x < pixels.len() {
                let unchanged =
                    pixels[x..].iter().zip(&below[x..]).take_while(|(pixel, below)| same(pixel, below)).count();
                if unchanged >= RUN {
                    pixels[x..x + unchanged].iter_mut().for_each(|pixel| pixel[3] = 0);
                }
                x += unchanged + 1;
            }
            // What is cleared afterwards must be the same as if all of the frame was: nothing of it outside the bounds
            // may be opaque.
            let counts =
                |(pixel, below): (&Pixel, &Pixel)| pixel[3] != 0 || disposal == Disposal::Background && below[3] != 0;
            let mut columns = pixels.iter().zip(below.iter());
            if let Some(first) = columns.clone().position(counts) {
                let last = columns.rposition(counts).unwrap_or(first);
                bounds.add(first as u32, last as u32, y);
            }
            match disposal {
                Disposal::Unspecified | Disposal::Keep => draw(pixels, below, mark),
                Disposal::Background => below.fill([0; 4]),
                Disposal::Previous => {}
            }
        }
        let (place, size) = bounds.rectangle();
        let frame = frame.cropped(place, size);
        Change { place, drawn: drawn(&frame), frame }
    }

    /// Lays the first frame of an animation, which is as large as the canvas: all of it is drawn, also what shows
    /// nothing. Some viewers take the first frame for a picture of the whole, and fill what it leaves with a colour.
    pub fn lay_first(&mut self, frame: Frame, disposal: Disposal) -> Change {
        if matches!(disposal, Disposal::Unspecified | Disposal::Keep) {
            let mark = mark_of(&frame);
            for (y, pixels) in (0..).zip(frame.pixels().chunks(frame.width as usize)) {
                draw(pixels, row(&mut self.bytes, self.width, y), mark);
            }
        }
        Change { place: (0, 0), drawn: drawn(&frame), frame }
    }
}

fn drawn(frame: &Frame) -> usize {
    frame.pixels().iter().filter(|pixel| pixel[3] != 0).count()
}

fn mark_of(frame: &Frame) -> u8 {
    if frame.has_few_colors() { EXACT } else { REDUCED }
}

/// Draws a row over the canvas.
fn draw(pixels: &[Pixel], below: &mut [Pixel], mark: u8) {
    for ([r, g, b, a], below) in pixels.iter().zip(below) {
        if *a != 0 {
            *below = [*r, *g, *b, mark];
        }
    }
}

fn row(bytes: &mut [u8], width: u32, y: u32) -> &mut [Pixel] {
    &mut bytes.as_chunks_mut::<4>().0[y as usize * width as usize..][..width as usize]
}

/// The least rectangle around some pixels.
#[derive(Default)]
struct Bounds(Option<[u32; 4]>);

impl Bounds {
    /// Adds columns `first` to `last` of row `y`.
    fn add(&mut self, first: u32, last: u32, y: u32) {
        let [left, _, right, bottom] = self.0.get_or_insert([first, y, last, y]);
        (*left, *right, *bottom) = ((*left).min(first), (*right).max(last), y);
    }

    /// Place and size; one pixel if there are none.
    fn rectangle(&self) -> ((u32, u32), (u32, u32)) {
        let [left, top, right, bottom] = self.0.unwrap_or_default();
        ((left, top), (right - left + 1, bottom - top + 1))
    }
}
