//! The colours of a frame, and which of them each pixel gets.

#![forbid(unsafe_code)]

use super::animation::Quality;
use super::bins::Bins;
use super::blocks::Table;
use super::frame::Frame;
use super::nearest::Nearest;
use super::{Rgb, dither, quantizer};

/// A frame in indices.
pub struct Indexed {
    /// None if the colours are those of the file's own table.
    pub table: Option<Table>,
    /// What an index stands for.
    pub colors: Vec<Rgb>,
    /// One for each pixel.
    pub indices: Vec<u8>,
    /// The index of pixels without colour, if there are any.
    pub transparent: Option<u8>,
    /// The bits of an index, at least 2.
    pub code_size: u8,
    /// Whether every pixel has the very colour that it had.
    pub exact: bool,
}

/// Finds the colours of `frame` and reduces them to a table: `global` if that has them all, else one of its own. At most
/// 256 colours are kept as they are, 255 if there are pixels without colour.
pub fn index(frame: &Frame, global: Option<&Table>, quality: &Quality) -> Indexed {
    let holes = frame.pixels().iter().any(|pixel| pixel[3] == 0);
    let most = if holes { 255 } else { 256 };
    let bins = Bins::of(frame.pixels());
    let exact = bins.exact(most).map(|colors| {
        let mut colors: Vec<Rgb> = colors.collect();
        colors.sort_unstable();
        colors
    });
    let is_exact = exact.is_some();
    if let (Some(colors), Some(global)) = (&exact, global)
        && let Some(transparent) = fitting(colors, global, holes)
    {
        let indices = nearest_indices(frame, &global.colors, transparent.unwrap_or_default());
        let code_size = global.bits.max(2);
        return Indexed { table: None, colors: global.colors.clone(), indices, transparent, code_size, exact: true };
    }
    let colors = exact.unwrap_or_else(|| quantizer::colors(&bins, most));
    let transparent = holes.then_some(colors.len() as u8);
    let none = transparent.unwrap_or_default();
    let indices = if is_exact || quality.dithering == 0 {
        nearest_indices(frame, &colors, none)
    } else {
        dither::indices(frame, &colors, &mut Nearest::new(&colors), quality.dithering, none)
    };
    let table = Table::new(colors.clone(), colors.len() + usize::from(holes));
    let code_size = table.bits.max(2);
    Indexed { table: Some(table), colors, indices, transparent, code_size, exact: is_exact }
}

/// Whether `global` has all of `colors`, and, if there are `holes`, an index that none of them needs: that index.
fn fitting(colors: &[Rgb], global: &Table, holes: bool) -> Option<Option<u8>> {
    let mut free = [true; 256];
    for color in colors {
        free[global.colors.iter().position(|it| it == color)?] = false;
    }
    if !holes {
        return Some(None);
    }
    free[..1 << global.bits].iter().rposition(|free| *free).map(|index| Some(index as u8))
}

/// The nearest entry for each pixel, `none` for those without colour.
fn nearest_indices(frame: &Frame, colors: &[Rgb], none: u8) -> Vec<u8> {
    let mut nearest = Nearest::new(colors);
    let (mut last, mut found) = ([0; 4], none);
    let indices = frame.pixels().iter().map(|pixel| {
        if *pixel != last {
            let [r, g, b, a] = *pixel;
            (last, found) = (*pixel, if a == 0 { none } else { nearest.index([r, g, b]) });
        }
        found
    });
    indices.collect()
}
