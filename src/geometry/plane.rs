//! A plane: elements of a few bytes in rows. The pixels of an RGB image are one, a 4:2:0 image has two: luma samples,
//! and chroma pairs.

#![forbid(unsafe_code)]

use std::ops::Range;

use crate::pixel::{Layout, PixelBuffer, PixelView};
use crate::threads::Threads;

/// Rows are given to threads in bands of about this many bytes: with fewer, starting a thread takes as long as the
/// work. In tests they are so short that small images have several.
pub const BAND_BYTES: usize = if cfg!(test) { 1 << 9 } else { 1 << 20 };

/// The shape of a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Elements in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Bytes from one row to the next.
    pub stride: usize,
    /// Bytes of an element.
    pub element: usize,
}

/// A plane to read.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    pub grid: Grid,
    bytes: &'a [u8],
}

/// A plane to write.
#[derive(Debug)]
pub struct PlaneMut<'a> {
    pub grid: Grid,
    bytes: &'a mut [u8],
}

/// Calls a function that is generic over the bytes of an element.
macro_rules! for_element {
    ($element:expr, $function:ident($($argument:expr),*)) => {
        match $element {
            1 => $function::<1>($($argument),*),
            2 => $function::<2>($($argument),*),
            3 => $function::<3>($($argument),*),
            4 => $function::<4>($($argument),*),
            8 => $function::<8>($($argument),*),
            _ => unreachable!("no pixel format has such elements"),
        }
    };
}
pub(super) use for_element;

/// The planes of an image; the second is that of chroma.
pub fn planes<'a>(view: &PixelView<'a>) -> [Option<Plane<'a>>; 2] {
    let layout = view.layout();
    let luma = Plane { grid: luma_grid(layout), bytes: view.rows(0, layout.height) };
    [Some(luma), chroma_grid(layout).map(|grid| Plane { grid, bytes: view.chroma_rows() })]
}

/// The planes of an image, for writing.
pub fn planes_mut(buffer: &mut PixelBuffer) -> [Option<PlaneMut<'_>>; 2] {
    let layout = *buffer.layout();
    let bytes = buffer.bytes_mut();
    let chroma_at = layout.chroma.map_or(bytes.len(), |chroma| chroma.offset);
    let (luma, chroma) = bytes.split_at_mut(chroma_at);
    let luma = PlaneMut { grid: luma_grid(&layout), bytes: luma };
    [Some(luma), chroma_grid(&layout).map(|grid| PlaneMut { grid, bytes: chroma })]
}

/// Every plane of `target` with the plane of `source` that it is made from.
pub fn pairs<'a>(
    source: &PixelView<'a>,
    target: &'a mut PixelBuffer,
) -> impl Iterator<Item = (Plane<'a>, PlaneMut<'a>)> {
    planes(source).into_iter().flatten().zip(planes_mut(target).into_iter().flatten())
}

fn luma_grid(layout: &Layout) -> Grid {
    Grid {
        width: layout.width as usize,
        height: layout.height as usize,
        stride: layout.stride,
        element: layout.format.bytes_per_pixel(),
    }
}

fn chroma_grid(layout: &Layout) -> Option<Grid> {
    layout.chroma.map(|chroma| Grid {
        width: layout.width.div_ceil(2) as usize,
        height: layout.height.div_ceil(2) as usize,
        stride: chroma.stride,
        element: 2 * layout.format.bytes_per_pixel(),
    })
}

impl Grid {
    /// Bytes of the elements of a row.
    pub fn row_bytes(&self) -> usize {
        self.width * self.element
    }
}

impl<'a> Plane<'a> {
    /// Row `y` without padding.
    pub fn row(&self, y: usize) -> &'a [u8] {
        &self.bytes[y * self.grid.stride..][..self.grid.row_bytes()]
    }

    /// Some columns of row `y`.
    pub fn part(&self, y: usize, columns: &Range<usize>) -> &'a [u8] {
        &self.row(y)[columns.start * self.grid.element..columns.end * self.grid.element]
    }

    /// Some rows, if there is nothing between them.
    pub fn packed(&self, rows: &Range<usize>) -> Option<&'a [u8]> {
        let stride = self.grid.stride;
        (stride == self.grid.row_bytes()).then(|| &self.bytes[rows.start * stride..rows.end * stride])
    }

    /// Row `y` as elements of `N` bytes, which they must have.
    pub fn elements<const N: usize>(&self, y: usize) -> &'a [[u8; N]] {
        self.row(y).as_chunks().0
    }
}

impl<'a> PlaneMut<'a> {
    /// All rows, the last one perhaps without padding behind it.
    pub fn into_bytes(self) -> &'a mut [u8] {
        self.bytes
    }

    /// Lets `fill(first, band)` write all rows, in bands that begin with row `first`, on several threads where that is
    /// allowed. Every band but the last has a multiple of `step` rows.
    pub fn fill(self, step: usize, fill: impl Fn(usize, &mut Band<'_>) + Sync) {
        let rows = (BAND_BYTES / self.grid.stride).max(1).next_multiple_of(step);
        self.fill_with(Threads::default(), rows, || (), |(), first, band| fill(first, band));
    }

    /// As [`fill`](Self::fill), on `threads`, in bands of `rows` rows; every thread makes one `state` for all its
    /// bands.
    pub fn fill_with<S>(
        self,
        threads: Threads,
        rows: usize,
        state: impl Fn() -> S + Sync,
        fill: impl Fn(&mut S, usize, &mut Band<'_>) + Sync,
    ) {
        let Self { grid, bytes } = self;
        let bands = bytes.chunks_mut(rows * grid.stride).enumerate();
        let fill = |state: &mut S, (index, bytes)| fill(state, index * rows, &mut Band { grid, bytes });
        threads.each(grid.height.div_ceil(rows), bands, state, fill);
    }
}

/// Some rows of a plane that one thread writes.
pub struct Band<'a> {
    grid: Grid,
    bytes: &'a mut [u8],
}

impl Band<'_> {
    /// Number of rows.
    pub fn height(&self) -> usize {
        self.bytes.len().div_ceil(self.grid.stride)
    }

    /// Row `y` of the band without padding.
    pub fn row(&mut self, y: usize) -> &mut [u8] {
        &mut self.bytes[y * self.grid.stride..][..self.grid.row_bytes()]
    }

    /// Row `y` of the band as elements of `N` bytes, which they must have.
    pub fn elements<const N: usize>(&mut self, y: usize) -> &mut [[u8; N]] {
        self.row(y).as_chunks_mut().0
    }

    /// Some columns of row `y` of the band.
    pub fn part(&mut self, y: usize, columns: &Range<usize>) -> &mut [u8] {
        let element = self.grid.element;
        &mut self.row(y)[columns.start * element..columns.end * element]
    }

    /// All rows, if there is nothing between them.
    pub fn packed(&mut self) -> Option<&mut [u8]> {
        (self.grid.stride == self.grid.row_bytes()).then_some(&mut *self.bytes)
    }

    /// Makes row `y` a copy of the one above it.
    pub fn repeat_row(&mut self, y: usize) {
        let above = (y - 1) * self.grid.stride;
        self.bytes.copy_within(above..above + self.grid.row_bytes(), above + self.grid.stride);
    }
}
