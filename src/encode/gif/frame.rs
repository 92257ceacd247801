//! An image as GIF sees it: pixels that have a colour, and pixels that have none.

#![forbid(unsafe_code)]

use std::collections::HashSet;

use super::Pixel;
use crate::convert::rows::{RowFormat, RowReader};
use crate::encode::color::FileColor;
use crate::error::Result;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView};
use crate::threads::Threads;

/// The pixels of one frame, or of a part of one.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    bytes: PixelBuffer,
    few_colors: bool,
}

impl Frame {
    /// The pixels of `view`, whatever its format, in sRGB: colours are not multiplied by alpha, and every alpha but 0 is
    /// opaque.
    pub fn read(view: &PixelView<'_>, color: &FileColor, threads: Threads) -> Result<Self> {
        let Layout { width, height, .. } = *view.layout();
        let mut bytes = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
        let opaque = view.alpha() == AlphaType::Opaque;
        let mut reader = RowReader::new(*view, RowFormat::Rgba8);
        for y in 0..height {
            let row = bytes.row_mut(y);
            row.copy_from_slice(reader.row(y));
            for pixel in row.as_chunks_mut::<4>().0 {
                pixel[3] = if opaque || pixel[3] != 0 { 255 } else { 0 };
            }
        }
        if let Some(transform) = color.to_srgb()? {
            transform.apply(bytes.bytes_mut(), threads)?;
        }
        let mut frame = Self { width, height, bytes, few_colors: false };
        frame.few_colors = has_few_colors(frame.pixels());
        Ok(frame)
    }

    /// Whether the whole frame has so few colours that a table holds them, and an index for what has none.
    pub fn has_few_colors(&self) -> bool {
        self.few_colors
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[Pixel] {
        &self.bytes.bytes().as_chunks::<4>().0[..self.width as usize * self.height as usize]
    }

    /// Row `y`.
    pub fn row_mut(&mut self, y: u32) -> &mut [Pixel] {
        let width = self.width as usize;
        &mut self.bytes.bytes_mut().as_chunks_mut::<4>().0[y as usize * width..][..width]
    }

    /// The frame with nothing to its right and below, so that it has this size, which is no less than its own.
    pub fn extended(self, (width, height): (u32, u32)) -> Result<Self> {
        if (self.width, self.height) == (width, height) {
            return Ok(self);
        }
        let bytes = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
        let mut frame = Self { width, height, bytes, few_colors: self.few_colors };
        for (y, row) in (0..).zip(self.pixels().chunks(self.width as usize)) {
            frame.row_mut(y)[..row.len()].copy_from_slice(row);
        }
        Ok(frame)
    }

    /// The part of `width` columns from `x` on and `height` rows from `y` on, in the same memory.
    pub fn cropped(mut self, (x, y): (u32, u32), (width, height): (u32, u32)) -> Self {
        let pixels = self.bytes.bytes_mut().as_chunks_mut::<4>().0;
        for row in 0..height as usize {
            let start = (y as usize + row) * self.width as usize + x as usize;
            pixels.copy_within(start..start + width as usize, row * width as usize);
        }
        Self { width, height, ..self }
    }
}

fn has_few_colors(pixels: &[Pixel]) -> bool {
    let mut colors = HashSet::new();
    let mut last = [0; 4];
    pixels.iter().all(|pixel| {
        if pixel[3] != 0 && *pixel != last {
            last = *pixel;
            colors.insert(*pixel);
        }
        colors.len() <= 255
    })
}
