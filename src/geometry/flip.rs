//! Mirroring an image, in place: it needs no memory, and cannot fail.

#![forbid(unsafe_code)]

use super::plane::{BAND_BYTES, Grid, PlaneMut, for_element, planes_mut};
use crate::pixel::PixelBuffer;
use crate::threads::Threads;

/// Mirrors an image: left and right, top and bottom, or both, which turns it by 180 degrees.
pub fn flip(image: &mut PixelBuffer, horizontally: bool, vertically: bool) {
    for plane in planes_mut(image).into_iter().flatten() {
        if vertically {
            swap_rows(plane, horizontally);
        } else if horizontally {
            let element = plane.grid.element;
            plane.fill(1, |_, band| (0..band.height()).for_each(|y| reverse_row(band.row(y), element)));
        }
    }
}

/// Exchanges the first row with the last and so on, and the ends of every row if `reverse` says so.
fn swap_rows(plane: PlaneMut<'_>, reverse: bool) {
    let Grid { height, stride, element, .. } = plane.grid;
    let bytes = plane.grid.row_bytes();
    let all = plane.into_bytes();
    // The row in the middle of an odd number has no partner.
    let (upper, rest) = all.split_at_mut(height / 2 * stride);
    let (middle, lower) = rest.split_at_mut(height % 2 * stride);
    if reverse && !middle.is_empty() {
        reverse_row(&mut middle[..bytes], element);
    }
    let rows = (BAND_BYTES / stride).max(1);
    let bands = upper.chunks_mut(rows * stride).zip(lower.rchunks_mut(rows * stride));
    let swap = |(): &mut (), (upper, lower): (&mut [u8], &mut [u8])| {
        for (top, bottom) in upper.chunks_exact_mut(stride).zip(lower.chunks_exact_mut(stride).rev()) {
            let (top, bottom) = (&mut top[..bytes], &mut bottom[..bytes]);
            top.swap_with_slice(bottom);
            if reverse {
                reverse_row(top, element);
                reverse_row(bottom, element);
            }
        }
    };
    Threads::default().each((height / 2).div_ceil(rows), bands, || (), swap);
}

fn reverse_row(row: &mut [u8], element: usize) {
    for_element!(element, reverse(row));
}

fn reverse<const N: usize>(row: &mut [u8]) {
    row.as_chunks_mut::<N>().0.reverse();
}
