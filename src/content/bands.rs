//! Rows of an image, given to several threads in bands.

#![forbid(unsafe_code)]

use crate::pixel::PixelBuffer;
use crate::threads::Threads;

/// Bytes that are worth a thread's attention.
const BAND_BYTES: usize = 1 << 18;

/// Gives every row of `pixels`, without padding, to `work(y, row)`; of 4:2:0 formats only those of luma.
pub fn each_row(pixels: &mut PixelBuffer, work: impl Fn(u32, &mut [u8]) + Sync) {
    let layout = *pixels.layout();
    let rows = &mut pixels.bytes_mut()[..layout.stride * layout.height as usize];
    each_row_of(rows, layout.stride, |y, row| work(y, &mut row[..layout.row_bytes()]));
}

/// Gives every row of `bytes`, `stride` long, to `work(y, row)`.
pub fn each_row_of(bytes: &mut [u8], stride: usize, work: impl Fn(u32, &mut [u8]) + Sync) {
    let rows = (BAND_BYTES / stride).max(1);
    let count = bytes.len().div_ceil(rows * stride);
    let bands = bytes.chunks_mut(rows * stride).enumerate();
    Threads::default().each(
        count,
        bands,
        || (),
        |(), (index, band): (usize, &mut [u8])| {
            for (y, row) in (index * rows..).zip(band.chunks_mut(stride)) {
                work(y as u32, row);
            }
        },
    );
}
