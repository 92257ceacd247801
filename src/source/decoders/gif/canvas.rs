//! The canvas that the images of a GIF are drawn on, one after the other (GIF89a, section 23).

#![forbid(unsafe_code)]

use super::blocks::{Colors, Image};
use super::lzw;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{Layout, PixelBuffer, PixelFormat};
use crate::source::frame::check_size;

/// Disposal: the place becomes background. As all viewers do, transparent, whatever colour the header names.
const BACKGROUND: u8 = 2;
/// Disposal: the place becomes what it was before. All other numbers leave the image where it is.
const PREVIOUS: u8 = 3;

/// The canvas, and what is to be done to it before the next image.
pub struct Canvas {
    /// RGBA_8888, not premultiplied.
    pub pixels: PixelBuffer,
    /// Whether every pixel is known to be opaque.
    pub opaque: bool,
    disposal: Option<Disposal>,
}

enum Disposal {
    Clear(Place),
    Restore { place: Place, pixels: Vec<u8>, opaque: bool },
}

/// The part of an image that lies on the canvas; rows and columns may be none.
#[derive(Clone, Copy)]
struct Place {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Canvas {
    /// A transparent canvas.
    pub fn new(size: (u32, u32)) -> Result<Self> {
        let (width, height) = check_size(size)?;
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, height)?)?;
        Ok(Self { pixels, opaque: false, disposal: None })
    }

    /// Draws `image`, whose compressed data begin with `code_size`, None if there are no data. `shared` are the
    /// colours for images without their own.
    ///
    /// Where data end early the canvas stays as it was.
    pub fn draw(&mut self, image: &Image, shared: Option<&Colors>, code_size: Option<u8>, data: &[u8]) -> Result<()> {
        self.dispose();
        let place = self.place(image);
        let disposal = match image.control.disposal {
            BACKGROUND => Some(Disposal::Clear(place)),
            PREVIOUS => Some(Disposal::Restore { place, pixels: self.copy(place)?, opaque: self.opaque }),
            _ => None,
        };
        let whole = match code_size {
            Some(code_size) if place.width > 0 && place.height > 0 => {
                self.draw_rows(image, place, &table(image.colors.as_ref().or(shared)), code_size, data)?
            }
            _ => false,
        };
        let layout = self.pixels.layout();
        let covers = (place.width, place.height) == (layout.width, layout.height);
        self.opaque |= whole && covers && image.control.transparent.is_none();
        self.disposal = disposal;
        Ok(())
    }

    fn draw_rows(
        &mut self,
        image: &Image,
        place: Place,
        table: &[[u8; 4]; 256],
        code_size: u8,
        data: &[u8],
    ) -> Result<bool> {
        // The rows below the canvas are the last ones, unless they are interlaced.
        let count = if image.interlaced { image.height } else { place.height };
        let visible = place.width as usize;
        lzw::rows(code_size, data, (image.width as usize, count), |stored, indices| {
            let y = if image.interlaced { interlaced_row(stored, image.height) } else { stored };
            if y >= place.height {
                return;
            }
            let row = &mut self.pixels.row_mut(place.top + y)[place.left as usize * 4..][..visible * 4];
            let pixels = row.as_chunks_mut::<4>().0.iter_mut().zip(indices);
            match image.control.transparent {
                None => pixels.for_each(|(pixel, &index)| *pixel = table[usize::from(index)]),
                Some(transparent) => pixels.filter(|(_, index)| **index != transparent).for_each(|(pixel, &index)| {
                    *pixel = table[usize::from(index)];
                }),
            }
        })
    }

    /// Does what the last image asked for.
    fn dispose(&mut self) {
        match self.disposal.take() {
            None => {}
            Some(Disposal::Clear(place)) => {
                self.rows(place).for_each(|row| row.fill(0));
                self.opaque &= place.width == 0 || place.height == 0;
            }
            Some(Disposal::Restore { place, pixels, opaque }) => {
                let width = (place.width as usize * 4).max(1);
                self.rows(place).zip(pixels.chunks_exact(width)).for_each(|(row, saved)| row.copy_from_slice(saved));
                self.opaque = opaque;
            }
        }
    }

    /// The pixels in `place`, row by row.
    fn copy(&mut self, place: Place) -> Result<Vec<u8>> {
        let mut pixels = Vec::new();
        let length = place.width as usize * 4 * place.height as usize; // at most the canvas
        pixels
            .try_reserve_exact(length)
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {length} bytes of pixels")))?;
        self.rows(place).for_each(|row| pixels.extend_from_slice(row));
        Ok(pixels)
    }

    /// The rows of `place`.
    fn rows(&mut self, place: Place) -> impl Iterator<Item = &mut [u8]> {
        let stride = self.pixels.layout().stride;
        let rows = self.pixels.bytes_mut().chunks_exact_mut(stride);
        let columns = place.left as usize * 4..(place.left + place.width) as usize * 4;
        rows.skip(place.top as usize).take(place.height as usize).map(move |row| &mut row[columns.clone()])
    }

    fn place(&self, image: &Image) -> Place {
        let layout = self.pixels.layout();
        let (left, top, width, height) = image.place((layout.width, layout.height));
        Place { left, top, width, height }
    }
}

/// Which row of an interlaced image of `height` rows is stored as number `stored` (Appendix E).
fn interlaced_row(stored: u32, height: u32) -> u32 {
    let mut rest = stored;
    for (first, step) in [(0, 8), (4, 8), (2, 4)] {
        let rows = height.saturating_sub(first).div_ceil(step);
        if rest < rows {
            return first + rest * step;
        }
        rest -= rows;
    }
    1 + rest * 2
}

/// All colours there can be. Where a file has no table, black and white come first (section 18 recommends it); indices
/// behind a table's end are black.
fn table(colors: Option<&Colors>) -> [[u8; 4]; 256] {
    let mut table = [[0, 0, 0, 255]; 256];
    match colors {
        None => table[1] = [255; 4],
        Some(colors) => table.iter_mut().zip(colors).for_each(|(entry, &[r, g, b])| *entry = [r, g, b, 255]),
    }
    table
}
