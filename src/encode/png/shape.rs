//! What a file says about its pixels: colour type, bit depth, palette and transparent colour (ISO/IEC 15948, 11.2.2).

#![forbid(unsafe_code)]

use super::analysis::Facts;
use crate::convert::rows::RowFormat;

/// The colour types of table 11.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

impl Colour {
    /// As IHDR has it.
    pub fn number(self) -> u8 {
        match self {
            Self::Grey => 0,
            Self::Rgb => 2,
            Self::Palette => 3,
            Self::GreyAlpha => 4,
            Self::Rgba => 6,
        }
    }

    /// Samples of a pixel.
    pub fn channels(self) -> usize {
        match self {
            Self::Grey | Self::Palette => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// One way to write an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub width: u32,
    pub height: u32,
    pub colour: Colour,
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub depth: u8,
    /// RGBA of every index; those that are not opaque come first, so that tRNS is short (11.3.2.1).
    pub palette: Vec<[u8; 4]>,
    /// The RGB of all transparent pixels; all others are opaque. (A grey image with such a colour has at most 256 of
    /// them and gets a palette.)
    pub key: Option<[u8; 3]>,
}

impl Shape {
    /// The shape that holds rows of this format as they are.
    pub fn of_rows(rows: RowFormat, width: u32, height: u32) -> Self {
        let (colour, depth) = match rows {
            RowFormat::Gray8 => (Colour::Grey, 8),
            RowFormat::GrayAlpha8 => (Colour::GreyAlpha, 8),
            RowFormat::Rgb8 => (Colour::Rgb, 8),
            RowFormat::Rgba8 => (Colour::Rgba, 8),
            RowFormat::Rgb16 => (Colour::Rgb, 16),
            RowFormat::Rgba16 => (Colour::Rgba, 16),
        };
        Self { width, height, colour, depth, palette: Vec::new(), key: None }
    }

    /// Bytes of a row before it is filtered (7.2).
    pub fn row_bytes(&self) -> usize {
        (self.width as usize * self.colour.channels() * usize::from(self.depth)).div_ceil(8)
    }

    /// The distance to the pixel on the left as filters see it: at least a byte (9.2).
    pub fn pixel_bytes(&self) -> usize {
        (self.colour.channels() * usize::from(self.depth) / 8).max(1)
    }

    /// Whether neighbouring bytes need not be similar where neighbouring pixels are.
    pub fn is_indexed(&self) -> bool {
        self.colour == Colour::Palette || self.depth < 8
    }

    /// Bytes of PLTE and tRNS with all that belongs to a chunk.
    pub fn extra_bytes(&self) -> usize {
        let clear = self.palette.iter().filter(|colour| colour[3] != 255).count();
        let palette = if self.palette.is_empty() { 0 } else { 12 + 3 * self.palette.len() };
        let alpha = if clear > 0 { 12 + clear } else { 0 };
        palette + alpha + if self.key.is_some() { 12 + 6 } else { 0 }
    }

    fn with(&self, colour: Colour, depth: u8) -> Self {
        Self { colour, depth, ..self.clone() }
    }

    /// The shapes that may be the best for an image of which `facts` hold; there is at least one. Every decoder finds
    /// the same RGBA in all of them.
    pub fn candidates(&self, facts: &Facts) -> Vec<Self> {
        let depth = if facts.eight { 8 } else { self.depth };
        let clear = !facts.opaque && facts.key.is_none();
        let colour = match (facts.grey, clear) {
            (true, true) => Colour::GreyAlpha,
            (true, false) => Colour::Grey,
            (false, true) => Colour::Rgba,
            (false, false) => Colour::Rgb,
        };
        let mut direct = self.with(colour, depth);
        direct.key = facts.key.filter(|_| !facts.opaque);
        let Some(colours) = &facts.colours else { return vec![direct] };
        let bits = bits_for(colours.len());
        if colour == Colour::Grey {
            let depth = grey_depth(colours.iter().map(|&(colour, _)| colour[0]));
            if depth < 8 {
                direct.depth = depth;
                if depth <= bits {
                    return vec![direct];
                }
            }
        }
        let mut indexed = self.with(Colour::Palette, bits);
        indexed.palette = order(colours);
        let bytes = |shape: &Self| shape.row_bytes() * shape.height as usize + shape.extra_bytes();
        match bits {
            _ if bytes(&direct) < bytes(&indexed) => vec![direct],
            8 => vec![direct, indexed],
            // Less work, and never found to be more bytes.
            _ => vec![indexed],
        }
    }
}

/// Bits of an index into so many colours (11.2.2).
fn bits_for(colours: usize) -> u8 {
    match colours {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    }
}

/// The least depth that all these 8-bit samples can be expanded from exactly (13.12: by the factor 255, 85 or 17).
fn grey_depth(samples: impl Iterator<Item = u8> + Clone) -> u8 {
    let steps = [(1, 255), (2, 85), (4, 17)];
    let fits = |step: u8| samples.clone().all(|sample| sample % step == 0);
    steps.into_iter().find(|&(_, step)| fits(step)).map_or(8, |(depth, _)| depth)
}

/// The palette in an order that leaves small differences between neighbours: by alpha, then by brightness. (Ordered by
/// frequency a wallpaper of soft curves becomes 218 702 B instead of 139 500, a radial gradient 125 713 instead of
/// 115 164, a dark code editor 163 745 instead of 164 228.)
fn order(colours: &[([u8; 4], u32)]) -> Vec<[u8; 4]> {
    let mut palette: Vec<[u8; 4]> = colours.iter().map(|&(colour, _)| colour).collect();
    palette.sort_by_key(|&[r, g, b, a]| {
        (a, u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114, u32::from_be_bytes([r, g, b, a]))
    });
    palette
}
