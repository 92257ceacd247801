//! What an operation makes of an image's size, judged before anything is done.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::pixel::Layout;

/// The size that an image is scaled to, and the axes that are mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaling {
    /// Columns of the new image.
    pub width: u32,
    /// Rows of the new image.
    pub height: u32,
    /// Whether left and right change places.
    pub mirror_x: bool,
    /// Whether top and bottom change places.
    pub mirror_y: bool,
}

impl Scaling {
    /// Scaling `width` x `height` pixels by two ratios, of which a negative one mirrors its axis.
    pub fn by_ratio(width: u32, height: u32, x: f32, y: f32) -> Result<Self> {
        Ok(Self {
            width: scaled_side(width, x, "scaleX")?,
            height: scaled_side(height, y, "scaleY")?,
            mirror_x: x < 0.0,
            mirror_y: y < 0.0,
        })
    }

    /// Whether an image of this layout keeps its size.
    pub fn keeps_size(&self, layout: &Layout) -> bool {
        (self.width, self.height) == (layout.width, layout.height)
    }

    /// Whether an image of this layout stays as it is.
    pub fn keeps(&self, layout: &Layout) -> bool {
        self.keeps_size(layout) && !self.mirror_x && !self.mirror_y
    }
}

/// `round(abs(side * ratio))`, half away from zero.
fn scaled_side(side: u32, ratio: f32, argument: &str) -> Result<u32> {
    let exact = f64::from(side) * f64::from(ratio);
    // A program that writes 0.7f means 0.7, and gets it from products in single precision: 5 * 0.7f is 3.5 there, and
    // 3.4999999 without rounding. Above 2^22 single precision has no halves left.
    let product = if exact.abs() < 4_194_304.0 { f64::from(exact as f32) } else { exact };
    let scaled = product.abs().round();
    if scaled >= 1.0 && scaled <= f64::from(limits::SIDE) {
        return Ok(scaled as u32);
    }
    Err(ImageError::new(
        ErrorKind::BadArgument,
        format!("{argument} is {ratio}, which makes {scaled} of {side} pixels"),
    ))
}

/// The canvas that an image is moved on, and where its upper left corner comes to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Columns of the canvas.
    pub width: u32,
    /// Rows of the canvas.
    pub height: u32,
    /// Column of the picture's left edge.
    pub x: i64,
    /// Row of its upper edge.
    pub y: i64,
}

impl Translation {
    /// Moving an image by a distance in pixels. The canvas grows or shrinks by the same, fractions cut.
    pub fn by(layout: &Layout, x: f32, y: f32) -> Result<Self> {
        // The picture is sampled at the centres of pixels, pixel i from floor(i + 0.5 - x); chroma samples leave no
        // room for that, so the 4:2:0 formats cut the fraction.
        let shift = |d: f32| if layout.format.is_yuv() { d.trunc() as i64 } else { (f64::from(d) - 0.5).ceil() as i64 };
        let (width, height) = (moved_side(layout.width, x, "x")?, moved_side(layout.height, y, "y")?);
        Ok(Self { width, height, x: shift(x), y: shift(y) })
    }

    /// Whether an image of this layout stays as it is.
    pub fn keeps(&self, layout: &Layout) -> bool {
        *self == Self { width: layout.width, height: layout.height, x: 0, y: 0 }
    }
}

fn moved_side(side: u32, distance: f32, argument: &str) -> Result<u32> {
    let moved = (f64::from(side) + f64::from(distance)).trunc();
    if moved >= 1.0 && moved <= f64::from(limits::SIDE) {
        return Ok(moved as u32);
    }
    let message = format!("{argument} is {distance}, which leaves {moved} of {side} pixels");
    Err(ImageError::new(ErrorKind::BadArgument, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::PixelFormat;

    #[test]
    fn halves_are_rounded_away_from_zero_in_single_precision() {
        let side = |side, ratio| scaled_side(side, ratio, "scaleX").map_err(|error| error.kind);
        for (width, ratio, expected) in [
            (5, 0.5, 3),
            (5, -0.5, 3),
            (5, 0.7, 4),
            (5, 0.3, 2),
            (10, 0.05, 1),
            (10, 0.15, 2),
            (100, 0.015, 2),
            (3, 0.5, 2),
            (7, 1.0, 7),
            (1000, 0.333, 333),
            (2_147_483_647, 1.0, 2_147_483_647),
            (100_000_001, 1.0, 100_000_001),
            (100_000_001, 0.5, 50_000_001),
        ] {
            assert_eq!(side(width, ratio), Ok(expected), "{width} * {ratio}");
        }
        for (width, ratio) in
            [(10, 0.049), (1, 0.0), (1, -0.0), (1, f32::NAN), (1, f32::INFINITY), (2, -2e9), (2_147_483_647, 1.001)]
        {
            assert_eq!(side(width, ratio), Err(ErrorKind::BadArgument), "{width} * {ratio}");
        }
    }

    #[test]
    fn a_fraction_moves_the_picture_to_the_nearest_pixel() {
        let rgb = Layout::packed(PixelFormat::Rgb888, 4, 4).unwrap();
        let moved = |x, y| Translation::by(&rgb, x, y).map(|t| (t.width, t.height, t.x, t.y)).ok();
        assert_eq!(moved(-1.0, 2.0), Some((3, 6, -1, 2)));
        assert_eq!(moved(0.5, -0.5), Some((4, 3, 0, -1)));
        assert_eq!(moved(0.7, -0.3), Some((4, 3, 1, 0)));
        assert_eq!(moved(-3.0, 0.0), Some((1, 4, -3, 0)));
        assert_eq!(moved(-3.5, 0.0), None);
        assert_eq!(moved(2.2e9, 0.0), None);
        assert_eq!(moved(f32::NAN, 0.0), None);
        let yuv = Layout::packed(PixelFormat::Nv12, 4, 4).unwrap();
        assert_eq!(Translation::by(&yuv, 1.9, -1.9).map(|t| (t.width, t.height, t.x, t.y)), Ok((5, 2, 1, -1)));
    }
}
