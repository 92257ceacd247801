//! Mipmap levels: images reduced by powers of two. A pixel of level `k` is the mean of the square of `2^k` x `2^k`
//! pixels that it covers, or of what the image has of it at the right and lower edge.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::plane::Plane;
use super::samples::{Codec, Component, Sample};
use super::scratch::Scratch;
use crate::error::Result;

/// Fills `out` with columns `columns` and rows `rows` of level `level` of a plane, without the rest of the level.
pub fn reduce<P: Sample>(
    plane: &Plane<'_>,
    codec: &Codec<P>,
    level: u32,
    (columns, rows): (Range<usize>, Range<usize>),
    (row, sums): (&mut Scratch<P>, &mut Scratch<f64>),
    out: &mut [P],
) -> Result<()> {
    let block = 1 << level;
    let parts = P::count_of_components();
    let (first, last) = (columns.start * block, (columns.end * block).min(plane.grid.width));
    let row = row.take(last - first)?;
    let sums = sums.take(columns.len() * parts)?;
    for (y, out) in rows.zip(out.chunks_exact_mut(columns.len())) {
        let lines = y * block..((y + 1) * block).min(plane.grid.height);
        let height = lines.len();
        sums.fill(0.0);
        for line in lines {
            (codec.load)(plane.part(line, &(first..last)), row);
            add_blocks(P::components(row), parts, block, sums);
        }
        let out = P::components_mut(out).chunks_exact_mut(parts);
        for (x, (out, sums)) in out.zip(sums.chunks_exact(parts)).enumerate() {
            let width = block.min(last - first - x * block);
            let weight = 1.0 / (width * height) as f64;
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out = P::Part::nearest(sum * weight));
        }
    }
    Ok(())
}

/// Adds the components of every block of pixels of a row to the sums of that block.
fn add_blocks<C: Component>(row: &[C], parts: usize, block: usize, sums: &mut [f64]) {
    match parts {
        1 => add_blocks_of::<C, 1>(row, block, sums),
        2 => add_blocks_of::<C, 2>(row, block, sums),
        3 => add_blocks_of::<C, 3>(row, block, sums),
        _ => add_blocks_of::<C, 4>(row, block, sums),
    }
}

fn add_blocks_of<C: Component, const N: usize>(row: &[C], block: usize, sums: &mut [f64]) {
    for (pixels, sums) in row.as_chunks::<N>().0.chunks(block).zip(sums.as_chunks_mut::<N>().0) {
        let mut total = [C::Sum::default(); N];
        for pixel in pixels {
            total.iter_mut().zip(pixel).for_each(|(total, part)| *total += part.widen());
        }
        sums.iter_mut().zip(total).for_each(|(sum, total)| *sum += total.into());
    }
}
