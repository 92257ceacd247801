//! Rows of a PixelMap, given to several threads in bands.

#![forbid(unsafe_code)]

use crate::pixel::PixelBuffer;
use crate::threads::Threads;

/// Pixels that are worth a thread's attention.
const BAND_PIXELS: usize = 1 << 16;

/// Gives every row of `pixels`, without padding, to `work(y, row)`; of 4:2:0 formats only those of luma.
pub fn each_row(pixels: &mut PixelBuffer, work: impl Fn(u32, &mut [u8]) + Sync) {
    let layout = *pixels.layout();
    let rows = (BAND_PIXELS / layout.width as usize).max(1);
    let luma = &mut pixels.bytes_mut()[..layout.stride * layout.height as usize];
    let bands = luma.chunks_mut(layout.stride * rows).enumerate();
    let count = (layout.height as usize).div_ceil(rows);
    Threads::default().each(
        count,
        bands,
        || (),
        |(), (index, band): (usize, &mut [u8])| {
            for (y, row) in (index * rows..).zip(band.chunks_mut(layout.stride)) {
                work(y as u32, &mut row[..layout.row_bytes()]);
            }
        },
    );
}
