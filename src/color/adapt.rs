//! Colours under another white: Bradford's adaptation (ICC.1:2022, annex E).

#![forbid(unsafe_code)]

use super::matrix::{Matrix, apply, inverse, product, xyz_of};

/// The profile connection space's white, exactly as ICC.1:2022, clause 7.2.16 writes it.
pub const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// The cone response of Bradford (annex E.3), rows.
const BRADFORD: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

/// From X, Y and Z under a white of this chromaticity to those under D50 (annex E.2).
pub fn to_d50(white: [f64; 2]) -> Option<Matrix> {
    let (from, to) = (apply(&BRADFORD, xyz_of(white)), apply(&BRADFORD, D50));
    let mut scaled = BRADFORD;
    for (row, (from, to)) in scaled.iter_mut().zip(from.into_iter().zip(to)) {
        row.iter_mut().for_each(|value| *value *= to / from);
    }
    Some(product(&inverse(&BRADFORD)?, &scaled))
}
