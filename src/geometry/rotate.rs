//! Turning an image about its centre, clockwise.

#![forbid(unsafe_code)]

use std::array;
use std::ops::Range;

use super::flip::flip;
use super::plane::{Band, Grid, Plane, PlaneMut, for_element, pairs};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat};

/// Quarter turns go in squares of this many elements, so that no line that is read or written leaves the first cache
/// before all of it is used.
const SQUARE: usize = 8;

/// How far an image is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rotation {
    /// So many times 90 degrees, 0 to 3.
    Quarters(u32),
    /// Degrees above 0 and below 360, no multiple of 90.
    Degrees(f64),
}

impl Rotation {
    /// Turning an image of `format` by `degrees`. The 4:2:0 formats know quarter turns only.
    pub fn by(format: PixelFormat, degrees: f32) -> Result<Self> {
        if !degrees.is_finite() {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("angle is {degrees}")));
        }
        // Multiples of 360 leave without rounding; what remains of a tiny negative angle may be rounded to 360.
        let remainder = f64::from(degrees).rem_euclid(360.0) % 360.0;
        if remainder % 90.0 == 0.0 {
            return Ok(Self::Quarters((remainder / 90.0) as u32));
        }
        if format.is_yuv() {
            let message = format!("angle is {degrees}; YUV formats can be turned by multiples of 90 degrees");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        Ok(Self::Degrees(remainder))
    }
}

/// Turns an image, on a canvas that just holds it; corners that it leaves are zero bytes.
pub fn rotate(image: &mut PixelBuffer, rotation: Rotation) -> Result<()> {
    let Layout { format, width, height, .. } = *image.layout();
    let (mut target, fill): (_, &dyn Fn(Plane<'_>, PlaneMut<'_>)) = match rotation {
        Rotation::Quarters(0) => return Ok(()),
        Rotation::Quarters(2) => {
            flip(image, true, true);
            return Ok(());
        }
        Rotation::Quarters(quarters) => {
            let layout = Layout::packed(format, height, width)?;
            (PixelBuffer::zeroed(layout)?, &move |source, target| turn(source, quarters == 1, target))
        }
        Rotation::Degrees(degrees) => {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let (w, h) = (f64::from(width), f64::from(height));
            // A cast stops at the greatest u32, which the layout refuses.
            let side = |along: f64, across: f64| (along * cos.abs() + across * sin.abs()).round() as u32;
            let layout = Layout::packed(format, side(w, h), side(h, w))?;
            (PixelBuffer::zeroed(layout)?, &move |source, target| spin(source, (sin, cos), target))
        }
    };
    let view = image.view(AlphaType::Opaque)?;
    pairs(&view, &mut target).for_each(|(source, target)| fill(source, target));
    *image = target;
    Ok(())
}

/// A quarter turn: rows become columns.
fn turn(source: Plane<'_>, clockwise: bool, target: PlaneMut<'_>) {
    target.fill(SQUARE, |first, band| for_element!(source.grid.element, turn_band(&source, clockwise, first, band)));
}

fn turn_band<const N: usize>(source: &Plane<'_>, clockwise: bool, first: usize, band: &mut Band<'_>) {
    let Grid { width, height, .. } = source.grid;
    for top in (0..band.height()).step_by(SQUARE) {
        let rows = SQUARE.min(band.height() - top);
        // The old columns that become these rows, in this order or the reverse.
        let begin = if clockwise { first + top } else { width - first - top - rows };
        let reverse = if clockwise { 0 } else { SQUARE - 1 };
        for left in (0..height).step_by(SQUARE) {
            let length = SQUARE.min(height - left);
            let old_row = |i: usize| {
                let y = if clockwise { height - 1 - left - i } else { left + i };
                &source.elements::<N>(y)[begin..begin + rows]
            };
            if (rows, length) == (SQUARE, SQUARE) {
                // A whole square, whose size the compiler knows.
                let old: [[[u8; N]; SQUARE]; SQUARE] =
                    array::from_fn(|i| *old_row(i).first_chunk().expect("8 elements"));
                for y in 0..SQUARE {
                    let out = &mut band.elements::<N>(top + y)[left..left + SQUARE];
                    let column = (y ^ reverse) % SQUARE;
                    out.iter_mut().zip(&old).for_each(|(out, row)| *out = row[column]);
                }
            } else {
                for i in 0..length {
                    for (column, element) in old_row(i).iter().enumerate() {
                        let y = if clockwise { column } else { rows - 1 - column };
                        band.elements::<N>(top + y)[left + i] = *element;
                    }
                }
            }
        }
    }
}

/// Any other turn, each element from the nearest one.
fn spin(source: Plane<'_>, angle: (f64, f64), target: PlaneMut<'_>) {
    let grid = target.grid;
    target.fill(1, |first, band| {
        for y in 0..band.height() {
            let line = Line::of(angle, &source.grid, &grid, first + y);
            for_element!(source.grid.element, spin_row(&source, &line, band, y));
        }
    });
}

fn spin_row<const N: usize>(source: &Plane<'_>, line: &Line, band: &mut Band<'_>, y: usize) {
    let inside = line.inside(&source.grid);
    let start = inside.start;
    for (i, out) in band.elements::<N>(y)[inside].iter_mut().enumerate() {
        let (x, y) = line.at(start + i);
        *out = source.elements::<N>(y as usize)[x as usize];
    }
}

/// What a row of the turned image is in the old one: a straight line.
struct Line {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    length: usize,
}

impl Line {
    fn of((sin, cos): (f64, f64), source: &Grid, target: &Grid, row: usize) -> Self {
        let (x, y) = (0.5 - target.width as f64 / 2.0, row as f64 + 0.5 - target.height as f64 / 2.0);
        Self {
            x: x * cos + y * sin + source.width as f64 / 2.0,
            y: y * cos - x * sin + source.height as f64 / 2.0,
            dx: cos,
            dy: -sin,
            length: target.width,
        }
    }

    /// Where the centre of element `i` lies.
    #[inline]
    fn at(&self, i: usize) -> (f64, f64) {
        (self.x + i as f64 * self.dx, self.y + i as f64 * self.dy)
    }

    /// The elements that lie in the old image. They follow each other: both coordinates only grow or only fall, however
    /// they are rounded.
    fn inside(&self, source: &Grid) -> Range<usize> {
        let hits = |i: usize| {
            let (x, y) = self.at(i);
            (0.0..source.width as f64).contains(&x) && (0.0..source.height as f64).contains(&y)
        };
        // Within a step of the true ends; the steps after it decide.
        let crossing = |from: f64, step: f64, to: f64| ((to - from) / step).clamp(0.0, self.length as f64);
        let span = |from: f64, step: f64, side: usize| {
            let (a, b) = (crossing(from, step, 0.0), crossing(from, step, side as f64));
            (a.min(b), a.max(b))
        };
        let (x, y) = (span(self.x, self.dx, source.width), span(self.y, self.dy, source.height));
        let mut start = (x.0.max(y.0) as usize).saturating_sub(2);
        let mut end = (x.1.min(y.1) as usize + 2).min(self.length);
        while start < end && !hits(start) {
            start += 1;
        }
        while start < end && !hits(end - 1) {
            end -= 1;
        }
        start..end.max(start)
    }
}
