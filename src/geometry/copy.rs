//! Parts of an image on canvases: cropping and moving.

#![forbid(unsafe_code)]

use super::plane::{Plane, PlaneMut, pairs, planes_mut};
use super::shape::Translation;
use crate::error::Result;
use crate::pixel::{Layout, PixelBuffer, PixelView, Region};

/// The part of `source` in `region`, which must be inside. In the 4:2:0 formats the chroma is that of the even pixel at
/// or before the corner.
pub fn crop(source: &PixelView<'_>, region: Region) -> Result<PixelBuffer> {
    let corner = (-i64::from(region.x), -i64::from(region.y));
    let mut target = PixelBuffer::zeroed(Layout::packed(source.layout().format, region.width, region.height)?)?;
    place(source, corner, &mut target);
    Ok(target)
}

/// `source` on another canvas. What it does not cover is zero bytes; white, in the 4:2:0 formats.
pub fn translate(source: &PixelView<'_>, translation: Translation) -> Result<PixelBuffer> {
    let Translation { width, height, x, y } = translation;
    let mut target = PixelBuffer::zeroed(Layout::packed(source.layout().format, width, height)?)?;
    if source.layout().format.is_yuv() {
        fill_white(&mut target);
    }
    place(source, (x, y), &mut target);
    Ok(target)
}

/// Copies `source` to `target` with its upper left corner at `(x, y)`.
fn place(source: &PixelView<'_>, (x, y): (i64, i64), target: &mut PixelBuffer) {
    for ((source, target), divisor) in pairs(source, target).zip([1, 2]) {
        // Division cuts towards zero: a crop at 1 takes the chroma of 0, and a picture moved to 1 puts it there.
        place_plane(source, (x / divisor, y / divisor), target);
    }
}

fn place_plane(source: Plane<'_>, (x, y): (i64, i64), target: PlaneMut<'_>) {
    let columns = Overlap::of(source.grid.width, x, target.grid.width);
    let rows = Overlap::of(source.grid.height, y, target.grid.height);
    let element = source.grid.element;
    let (from, to, bytes) = (columns.source * element, columns.target * element, columns.length * element);
    target.fill(1, |first, band| {
        for row in first.max(rows.target)..(first + band.height()).min(rows.target + rows.length) {
            let source = source.row(row - rows.target + rows.source);
            band.row(row - first)[to..to + bytes].copy_from_slice(&source[from..from + bytes]);
        }
    });
}

/// Where a line of elements that is moved along another lies on it.
struct Overlap {
    source: usize,
    target: usize,
    length: usize,
}

impl Overlap {
    /// `length` elements, the first at `offset` of a line of `room`.
    fn of(length: usize, offset: i64, room: usize) -> Self {
        // Neither is above 2^31, offsets are not either.
        let start = offset.clamp(0, room as i64);
        let end = (offset + length as i64).clamp(start, room as i64);
        let source = if end > start { start - offset } else { 0 };
        Self { source: source as usize, target: start as usize, length: (end - start) as usize }
    }
}

/// The greatest luma and no chroma, as devices clear a canvas.
fn fill_white(target: &mut PixelBuffer) {
    let deep = target.layout().format.is_p010();
    // The ten bits of P010 are the high ones.
    let samples: [u16; 2] = if deep { [1023 << 6, 512 << 6] } else { [0xffff, 0x8080] };
    for (plane, sample) in planes_mut(target).into_iter().flatten().zip(samples) {
        let [low, high] = sample.to_le_bytes();
        if low == high {
            plane.into_bytes().fill(low);
        } else {
            plane.into_bytes().as_chunks_mut().0.fill([low, high]);
        }
    }
}
