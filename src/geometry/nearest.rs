//! Scaling without a filter: every new element is the nearest old one.

#![forbid(unsafe_code)]

use super::plane::{Band, Plane, PlaneMut, for_element, pairs};
use super::shape::Scaling;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{Layout, PixelBuffer, PixelView};

/// `source` in another size, mirrored.
pub fn scale(source: &PixelView<'_>, scaling: Scaling) -> Result<PixelBuffer> {
    let layout = Layout::packed(source.layout().format, scaling.width, scaling.height)?;
    let mut target = PixelBuffer::zeroed(layout)?;
    pairs(source, &mut target).try_for_each(|(source, target)| scale_plane(source, scaling, target))?;
    Ok(target)
}

fn scale_plane(source: Plane<'_>, scaling: Scaling, target: PlaneMut<'_>) -> Result<()> {
    let columns = columns(source.grid.width, target.grid.width, scaling.mirror_x)?;
    let height = target.grid.height;
    let source_row = |y: usize| {
        let y = if scaling.mirror_y { height - 1 - y } else { y };
        nearest(y, source.grid.height, height)
    };
    target.fill(1, |first, band| {
        for y in 0..band.height() {
            let from = source_row(first + y);
            if y > 0 && from == source_row(first + y - 1) {
                band.repeat_row(y);
            } else {
                for_element!(source.grid.element, pick(&source, from, &columns, band, y));
            }
        }
    });
    Ok(())
}

fn pick<const N: usize>(source: &Plane<'_>, from: usize, columns: &[u32], band: &mut Band<'_>, y: usize) {
    let elements = source.elements::<N>(from);
    for (out, &column) in band.elements::<N>(y).iter_mut().zip(columns) {
        *out = elements[column as usize];
    }
}

/// `floor((i + 0.5) * source / target)`, exactly.
fn nearest(i: usize, source: usize, target: usize) -> usize {
    // Sides are below 2^31, so products are below 2^63.
    ((2 * i as u64 + 1) * source as u64 / (2 * target as u64)) as usize
}

/// The old column of every new one.
fn columns(source: usize, target: usize, mirror: bool) -> Result<Vec<u32>> {
    let mut columns = Vec::new();
    columns
        .try_reserve_exact(target)
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {target} columns")))?;
    columns.extend((0..target).map(|i| nearest(i, source, target) as u32));
    if mirror {
        columns.reverse();
    }
    Ok(columns)
}
