//! A rectangle of pixels.

#![forbid(unsafe_code)]

use super::layout::Layout;
use crate::error::{ErrorKind, ImageError, Result};

/// A part of an image, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
