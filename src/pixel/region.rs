//! A rectangle of pixels.

#![forbid(unsafe_code)]

use super::layout::Layout;
use crate::error::{ErrorKind, ImageError, Result};

/// A part of an image, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// Columns to the left of it.
    pub x: u32,
    /// Rows above it.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Region {
    /// All of an image of this layout.
    pub fn whole(layout: &Layout) -> Self {
        Self { x: 0, y: 0, width: layout.width, height: layout.height }
    }

    /// An error if the region is empty or reaches outside an image of this layout.
    pub fn check_inside(&self, layout: &Layout) -> Result<()> {
        let inside =
            |at: u32, length: u32, whole: u32| length > 0 && at.checked_add(length).is_some_and(|end| end <= whole);
        if inside(self.x, self.width, layout.width) && inside(self.y, self.height, layout.height) {
            return Ok(());
        }
        let Self { x, y, width, height } = self;
        let message = format!(
            "region {width}x{height} at ({x}, {y}) is empty or outside of {}x{} pixels",
            layout.width, layout.height
        );
        Err(ImageError::new(ErrorKind::Region, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::PixelFormat;

    #[test]
    fn a_region_is_inside_without_overflow() {
        let layout = Layout::packed(PixelFormat::Rgb888, 7, 5).unwrap();
        let check = |x, y, width, height| Region { x, y, width, height }.check_inside(&layout).is_ok();
        assert!(check(0, 0, 7, 5) && check(6, 4, 1, 1) && check(2, 1, 5, 4));
        assert!(!check(0, 0, 8, 5) && !check(3, 0, 5, 5) && !check(0, 0, 0, 5) && !check(0, 0, 7, 0));
        assert!(!check(u32::MAX, 0, 2, 1) && !check(1, 1, u32::MAX, u32::MAX));
    }
}
