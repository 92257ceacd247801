//! Rows of a PixelMap as a file of some shape holds them (ISO/IEC 15948, clause 7.2), before they are filtered.

#![forbid(unsafe_code)]

use super::analysis::{RUN, is_run, slot};
use super::shape::{Colour, Shape};
use crate::convert::rows::{RowFormat, RowReader};
use crate::pixel::PixelView;

/// Slots of the table from colours to indices; at most an eighth of them is used.
const SLOTS: usize = 2048;

/// Makes the rows of one image.
pub struct Rows<'a> {
    reader: RowReader<'a>,
    source: RowFormat,
    shape: &'a Shape,
    /// Rows are as the reader gives them.
    same: bool,
    indices: Vec<(u32, u16)>,
    /// What is set in RGBA that is looked up, whatever the row says.
    mask: u32,
    /// A row of 8-bit RGBA to be looked up.
    pixels: Vec<[u8; 4]>,
    /// A row of 16-bit samples without their low bytes.
    eight: Vec<u8>,
    /// A row of one sample or index in each byte.
    single: Vec<u8>,
    row: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// Rows of `view`, read as `source` and written as `shape`.
    pub fn new(view: PixelView<'a>, source: RowFormat, shape: &'a Shape) -> Self {
        let plain = Shape::of_rows(source, shape.width, shape.height);
        let same = shape.colour == plain.colour && shape.depth == plain.depth;
        let (mut read, mut mask) = (source, 0);
        if source == RowFormat::Rgb8 && shape.colour == Colour::Palette {
            (read, mask) = (RowFormat::Rgba8, u32::from_le_bytes([0, 0, 0, 255]));
        }
        Self {
            reader: RowReader::new(view, read),
            source: read,
            shape,
            same,
            indices: indices_of(&shape.palette),
            mask,
            eight: Vec::new(),
            pixels: Vec::new(),
            single: Vec::new(),
            row: Vec::new(),
        }
    }

    /// Row `y`, [`Shape::row_bytes`] long.
    pub fn row(&mut self, y: u32) -> &[u8] {
        let row = self.reader.row(y);
        if self.same {
            return row;
        }
        self.row.resize(self.shape.row_bytes(), 0);
        let deep = matches!(self.source, RowFormat::Rgb16 | RowFormat::Rgba16);
        if deep && self.shape.depth == 16 {
            match self.source {
                RowFormat::Rgb16 => select::<6>(self.shape.colour, row, &mut self.row),
                _ => select::<8>(self.shape.colour, row, &mut self.row),
            }
            return &self.row;
        }
        let row = if deep {
            self.eight.clear();
            self.eight.extend(row.as_chunks::<2>().0.iter().map(|sample| sample[0]));
            &self.eight[..]
        } else {
            row
        };
        let single = self.shape.depth < 8;
        let out = if single {
            self.single.resize(self.shape.width as usize, 0);
            &mut self.single
        } else {
            &mut self.row
        };
        match (self.source, self.shape.colour) {
            (RowFormat::Rgba8 | RowFormat::Rgba16, Colour::Palette) => {
                index(row.as_chunks().0, self.mask, &self.indices, out);
            }
            (source, Colour::Palette) => {
                self.pixels.clear();
                match source {
                    RowFormat::Gray8 => self.pixels.extend(row.iter().map(|&g| [g, g, g, 255])),
                    RowFormat::GrayAlpha8 => self.pixels.extend(row.as_chunks().0.iter().map(|&[g, a]| [g, g, g, a])),
                    _ => self.pixels.extend(row.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255])),
                }
                index(&self.pixels, 0, &self.indices, out);
            }
            (RowFormat::Gray8, _) => out.copy_from_slice(row),
            (RowFormat::GrayAlpha8, colour) => select::<2>(colour, row, out),
            (RowFormat::Rgb8 | RowFormat::Rgb16, colour) => select::<3>(colour, row, out),
            (RowFormat::Rgba8 | RowFormat::Rgba16, colour) => select::<4>(colour, row, out),
        }
        if single {
            // A grey sample's high bits are its value in fewer bits; an index is that already.
            let shift = if self.shape.colour == Colour::Grey { 8 - self.shape.depth } else { 0 };
            pack(&self.single, shift, self.shape.depth, &mut self.row);
        }
        &self.row
    }
}

/// Takes the channels of `colour` out of pixels of `N` bytes: two to four 8-bit samples, or three or four of 16 bits.
fn select<const N: usize>(colour: Colour, row: &[u8], out: &mut [u8]) {
    let pixels = row.as_chunks::<N>().0;
    let sample = if N > 4 { 2 } else { 1 };
    match (colour, sample) {
        (Colour::Grey, 1) => out.iter_mut().zip(pixels).for_each(|(out, pixel)| *out = pixel[0]),
        (Colour::GreyAlpha, 1) => {
            let out = out.as_chunks_mut().0.iter_mut();
            out.zip(pixels).for_each(|(out, pixel)| *out = [pixel[0], pixel[N - 1]]);
        }
        (Colour::Grey, _) => {
            let out = out.as_chunks_mut().0.iter_mut();
            out.zip(pixels).for_each(|(out, pixel)| *out = [pixel[0], pixel[1]]);
        }
        (Colour::GreyAlpha, _) => {
            let out = out.as_chunks_mut().0.iter_mut();
            out.zip(pixels).for_each(|(out, pixel)| *out = [pixel[0], pixel[1], pixel[N - 2], pixel[N - 1]]);
        }
        (Colour::Rgb, 1) => {
            let out = out.as_chunks_mut().0.iter_mut();
            out.zip(pixels).for_each(|(out, pixel)| *out = [pixel[0], pixel[1], pixel[2]]);
        }
        (Colour::Rgb, _) => {
            let out = out.as_chunks_mut::<6>().0.iter_mut();
            out.zip(pixels).for_each(|(out, pixel)| out.copy_from_slice(&pixel[..6]));
        }
        (Colour::Rgba | Colour::Palette, _) => out.copy_from_slice(row),
    }
}

fn indices_of(palette: &[[u8; 4]]) -> Vec<(u32, u16)> {
    if palette.is_empty() {
        return Vec::new();
    }
    let mut table = vec![(0, u16::MAX); SLOTS];
    for (index, colour) in palette.iter().enumerate() {
        let value = u32::from_le_bytes(*colour);
        let mut at = slot(value, SLOTS);
        while table[at].1 != u16::MAX {
            at = (at + 1) % SLOTS;
        }
        table[at] = (value, index as u16);
    }
    table
}

/// The indices of pixels whose colours are all in `table`, where the bits of `mask` are taken as set.
fn index(pixels: &[[u8; 4]], mask: u32, table: &[(u32, u16)], out: &mut [u8]) {
    let Some(first) = pixels.first() else { return };
    let (mut last, mut found) = (!(u32::from_le_bytes(*first) | mask), 0);
    for (pixels, out) in pixels.chunks(RUN).zip(out.chunks_mut(RUN)) {
        if is_run(pixels, mask, last) {
            out.fill(found);
            continue;
        }
        for (out, pixel) in out.iter_mut().zip(pixels) {
            let value = u32::from_le_bytes(*pixel) | mask;
            if value != last {
                last = value;
                let mut at = slot(value, SLOTS);
                // A free slot ends the search for what cannot be: a colour that the palette lacks.
                while table[at].0 != value && table[at].1 != u16::MAX {
                    at = (at + 1) % SLOTS;
                }
                found = table[at].1 as u8;
            }
            *out = found;
        }
    }
}

/// Packs samples of `depth` bits, the first into the highest bits; what is left of the last byte is 0 (7.2).
fn pack(samples: &[u8], shift: u8, depth: u8, out: &mut [u8]) {
    match depth {
        1 => pack_to::<8>(samples, shift, out),
        2 => pack_to::<4>(samples, shift, out),
        _ => pack_to::<2>(samples, shift, out),
    }
}

fn pack_to<const N: usize>(samples: &[u8], shift: u8, out: &mut [u8]) {
    let join = |all: u8, sample: &u8| all << (8 / N) | sample >> shift;
    let (groups, rest) = samples.as_chunks::<N>();
    out.iter_mut().zip(groups).for_each(|(out, group)| *out = group.iter().fold(0, join));
    if let Some(last) = out.last_mut().filter(|_| !rest.is_empty()) {
        *last = rest.iter().fold(0, join) << ((N - rest.len()) * (8 / N));
    }
}
