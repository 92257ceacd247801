//! Scaling with a filter.
//!
//! The centre of new pixel `i` lies at `(i + 0.5) * old / new` of the old image, and the crate `fast_image_resize`
//! weighs the old pixels around it. Here the image is cut into bands of rows, and very wide ones into tiles, so that
//! threads have something to share and nothing is copied whole; every part sees as many pixels around it as its filter
//! reaches. The cuts follow from the sizes alone.

#![forbid(unsafe_code)]

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::{Filter as CustomFilter, FilterType, ResizeAlg, ResizeOptions, Resizer};

use super::levels;
use super::plane::{Band, Plane, PlaneMut, pairs};
use super::samples::{Codec, Component, Sample, with_codec};
use super::scale::Filter;
use super::scratch::{Scratch, expect_memory};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelView};
use crate::threads::Threads;

/// Old and new pixels of a band together are about this many: a band's samples stay in a cache, and computing its
/// weights anew takes little time in comparison.
const BAND_PIXELS: usize = if cfg!(test) { 1 << 9 } else { 1 << 20 };

/// Columns of a tile.
const TILE_COLUMNS: usize = if cfg!(test) { 1 << 6 } else { 1 << 14 };

/// What starting a thread takes of the address space: glibc's allocator reserves 128 MiB for its own, the stack has 2.
const THREAD_BYTES: f64 = 132.0 * 1048576.0;

/// A part of an image whose edges need not lie between pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Where it begins in a row, and how far it goes.
    pub x: (f64, f64),
    /// The same in a column.
    pub y: (f64, f64),
}

impl Area {
    /// All of an image of this layout.
    pub fn whole(layout: &Layout) -> Self {
        Self { x: (0.0, layout.width.into()), y: (0.0, layout.height.into()) }
    }

    /// The same area of a plane with half as many elements in both directions.
    fn halved(self) -> Self {
        let half = |(start, length): (f64, f64)| (start / 2.0, length / 2.0);
        Self { x: half(self.x), y: half(self.y) }
    }

    /// The same area as far as it lies on a plane.
    fn within(self, plane: &Plane<'_>) -> Self {
        let cut = |(start, length): (f64, f64), side: usize| (start, length.min(side as f64 - start));
        Self { x: cut(self.x, plane.grid.width), y: cut(self.y, plane.grid.height) }
    }
}

/// Fills `target` with `area` of `source` scaled to its size; a filter sees what lies around the area too. Both have
/// the same format. Only the whole of an image may be scaled with the trilinear filter.
pub fn resample(source: &PixelView<'_>, area: Area, filter: Filter, target: &mut PixelBuffer) -> Result<()> {
    // Opaque pixels need no multiplication, which takes four times as long as scaling alone.
    let source = if source.alpha() == AlphaType::Unpremultiplied { source.with_needed_alpha() } else { *source };
    let (format, alpha) = (source.layout().format, source.alpha());
    let is_whole = area == Area::whole(source.layout());
    for (index, (source, target)) in pairs(&source, target).enumerate() {
        let area = match index {
            // An odd side has half a chroma sample more than it needs, and the whole of an image is all of its samples.
            _ if is_whole => Area { x: (0.0, source.grid.width as f64), y: (0.0, source.grid.height as f64) },
            0 => area,
            _ => area.halved().within(&source),
        };
        with_codec!((format, alpha, index), |codec| resample_plane(&source, area, &codec, filter, target))?;
    }
    Ok(())
}

fn resample_plane<P: Sample>(
    source: &Plane<'_>,
    area: Area,
    codec: &Codec<P>,
    filter: Filter,
    target: PlaneMut<'_>,
) -> Result<()> {
    let plan = Plan::new(source, area, codec, filter, &target);
    let first_error = Mutex::new(Ok(()));
    let rows = plan.band_rows();
    let threads = plan.threads(rows, target.grid.height.div_ceil(rows));
    target.fill_with(threads, rows, Worker::default, |worker, first, band| {
        let outcome = plan.fill(worker, first, band);
        let mut first_error = first_error.lock().unwrap_or_else(PoisonError::into_inner);
        if first_error.is_ok() {
            *first_error = outcome;
        }
    });
    first_error.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What is to be done with a plane, and in which pieces.
struct Plan<'a, P> {
    source: &'a Plane<'a>,
    codec: &'a Codec<P>,
    algorithm: ResizeAlg,
    /// The level of the mipmap to take pixels from.
    level: Level,
    /// Another one, and how much of it.
    second: Option<(Level, f32)>,
    width: usize,
    /// Old pixels for each new one.
    ratio: f64,
    limit: Option<fn(&mut [u8])>,
}

/// What a thread keeps.
struct Worker<P> {
    tools: Tools<P>,
    first: Scratch<P>,
    second: Scratch<P>,
}

/// What scaling one part needs.
struct Tools<P> {
    resizer: Resizer,
    input: Scratch<P>,
    row: Scratch<P>,
    sums: Scratch<f64>,
}

impl<P> Default for Worker<P> {
    fn default() -> Self {
        let tools = Tools {
            resizer: Resizer::new(),
            input: Scratch::default(),
            row: Scratch::default(),
            sums: Scratch::default(),
        };
        Self { tools, first: Scratch::default(), second: Scratch::default() }
    }
}

/// Columns and rows of the new image.
type Part = (Range<usize>, Range<usize>);

impl<'a, P: Sample> Plan<'a, P> {
    fn new(source: &'a Plane<'a>, area: Area, codec: &'a Codec<P>, filter: Filter, target: &PlaneMut<'_>) -> Self {
        let (old, new) = (source.grid, target.grid);
        let level = |number| Level {
            number,
            x: Axis::new(number, old.width, area.x, new.width, filter),
            y: Axis::new(number, old.height, area.y, new.height, filter),
        };
        // log2(1 / sqrt(scale of the area)), as far as the image is reduced.
        let ratio = (area.x.1 / new.width as f64) * (area.y.1 / new.height as f64);
        let detail = if filter == Filter::Trilinear { (ratio.log2() / 2.0).max(0.0) } else { 0.0 };
        let part = detail.fract() as f32;
        let (algorithm, limit) = match filter {
            // Only this one has negative weights, which may leave a colour above its alpha.
            Filter::Mitchell => (ResizeAlg::Convolution(mitchell_filter()), codec.limit),
            _ => (ResizeAlg::Interpolation(FilterType::Bilinear), None),
        };
        Self {
            source,
            codec,
            algorithm,
            level: level(detail as u32),
            second: (part > 0.0).then(|| (level(detail as u32 + 1), part)),
            width: new.width,
            ratio,
            limit,
        }
    }

    /// Rows of a band.
    fn band_rows(&self) -> usize {
        let columns = self.width.min(TILE_COLUMNS) as f64;
        // The weights of a row, in pixels of 16 bytes; they count where rows are short.
        let weights = self.level.y.bytes_of_weights() / 16.0;
        let pixels_of_row = columns * (1.0 + self.ratio) + weights;
        ((BAND_PIXELS as f64 / pixels_of_row) as usize).max(1)
    }

    /// Several threads only where there is memory for all of them. What the crate allocates cannot fail but by ending
    /// the process: [`scale`](Self::scale) asks before it does, and another thread may take the memory after that.
    fn threads(&self, rows: usize, bands: usize) -> Threads {
        let count = Threads::default().for_jobs(bands);
        let second = self.second.iter().map(|(level, _)| level);
        let most = second.chain([&self.level]).map(|level| self.memory(level, rows)).fold(0.0, f64::max);
        let all = count as f64 * (most + THREAD_BYTES);
        if count == 1 || expect_memory(all as usize).is_err() { Threads::at_most(1) } else { Threads::default() }
    }

    /// Bytes that a thread needs at most for a tile of `rows` rows.
    fn memory(&self, level: &Level, rows: usize) -> f64 {
        let (columns, rows, pixel) = (self.width.min(TILE_COLUMNS) as f64, rows as f64, size_of::<P>() as f64);
        let (x, y) = (level.x.most_pixels(columns), level.y.most_pixels(rows));
        let pixels = x * y + (x * rows).max(columns * y) + 2.0 * columns * rows;
        let weights = columns * level.x.bytes_of_weights() + rows * level.y.bytes_of_weights();
        let reduction = x * f64::from(1 << level.number) * pixel + columns * size_of::<[f64; 4]>() as f64;
        pixels * pixel + weights + reduction
    }

    /// Fills a band, whose first row is `top`.
    fn fill(&self, worker: &mut Worker<P>, top: usize, band: &mut Band<'_>) -> Result<()> {
        let rows = top..top + band.height();
        let direct = self.codec.direct && self.second.is_none() && self.width <= TILE_COLUMNS;
        if let Some(bytes) = band.packed().filter(|_| direct) {
            // The samples are the elements, and lie as the filter wants them.
            let mut out = TypedImage::<P>::from_buffer(side(self.width), side(rows.len()), bytes).map_err(broken)?;
            self.scale(&mut worker.tools, &self.level, &(0..self.width, rows.clone()), &mut out)?;
        } else {
            for left in (0..self.width).step_by(TILE_COLUMNS) {
                let columns = left..self.width.min(left + TILE_COLUMNS);
                self.fill_tile(worker, &(columns, rows.clone()), band)?;
            }
        }
        if let Some(limit) = self.limit {
            (0..rows.len()).for_each(|y| limit(band.row(y)));
        }
        Ok(())
    }

    fn fill_tile(&self, worker: &mut Worker<P>, part: &Part, band: &mut Band<'_>) -> Result<()> {
        let Worker { tools, first, second } = worker;
        let (columns, rows) = part;
        let (width, height) = (side(columns.len()), side(rows.len()));
        let pixels = first.take(columns.len() * rows.len())?;
        let mut out = TypedImage::from_pixels_slice(width, height, pixels).map_err(broken)?;
        self.scale(tools, &self.level, part, &mut out)?;
        if let Some((level, share)) = &self.second {
            let others = second.take(pixels.len())?;
            let mut out = TypedImage::from_pixels_slice(width, height, others).map_err(broken)?;
            self.scale(tools, level, part, &mut out)?;
            for (one, other) in P::components_mut(pixels).iter_mut().zip(P::components(others)) {
                *one = one.blend(*other, *share);
            }
        }
        for (y, pixels) in pixels.chunks_exact_mut(columns.len()).enumerate() {
            (self.codec.store)(pixels, band.part(y, columns));
        }
        Ok(())
    }

    /// Makes a part of the new image from a level of the old one.
    fn scale(&self, tools: &mut Tools<P>, level: &Level, part: &Part, out: &mut TypedImage<'_, P>) -> Result<()> {
        let (mut x, y) = (level.x.window(&part.0), level.y.window(&part.1));
        let Tools { resizer, input, row, sums } = tools;
        let elements = self.source.packed(&y.pixels).filter(|_| self.codec.direct && level.number == 0);
        let image = if let Some(bytes) = elements {
            x.pixels = 0..level.x.pixels;
            TypedImageRef::from_buffer(side(x.pixels.len()), side(y.pixels.len()), bytes).map_err(broken)?
        } else {
            let input = input.take(x.pixels.len() * y.pixels.len())?;
            if level.number == 0 {
                for (y, out) in y.pixels.clone().zip(input.chunks_exact_mut(x.pixels.len())) {
                    (self.codec.load)(self.source.part(y, &x.pixels), out);
                }
            } else {
                let squares = (x.pixels.clone(), y.pixels.clone());
                levels::reduce(self.source, self.codec, level.number, squares, (row, sums), input)?;
            }
            TypedImageRef::new(side(x.pixels.len()), side(y.pixels.len()), input).map_err(broken)?
        };
        // What the crate allocates: the image between its two passes, and the weights of columns and rows.
        let (columns, rows) = (part.0.len(), part.1.len());
        let between = (x.pixels.len() * rows).max(columns * y.pixels.len()) * size_of::<P>();
        let weights = columns as f64 * level.x.bytes_of_weights() + rows as f64 * level.y.bytes_of_weights();
        expect_memory(between + weights as usize)?;
        let ((left, width), (top, height)) = (x.place(), y.place());
        let options = ResizeOptions::new().resize_alg(self.algorithm).use_alpha(false).crop(left, top, width, height);
        resizer.resize_typed(&image, out, &options).map_err(broken)
    }
}

/// A level of the mipmap and how the new image lies on it.
struct Level {
    number: u32,
    x: Axis,
    y: Axis,
}

/// One direction of a level.
struct Axis {
    /// Pixels of the level.
    pixels: usize,
    /// Where the area begins on it.
    start: f64,
    /// Where the area ends: the last pixel of the level may be more than the image has.
    end: f64,
    /// Pixels of the level for one new pixel.
    step: f64,
    /// Pixels around a place that a filter looks at.
    reach: f64,
}

impl Axis {
    fn new(level: u32, old: usize, (start, length): (f64, f64), new: usize, filter: Filter) -> Self {
        let size = f64::from(1 << level);
        let (start, length) = (start / size, length / size);
        let step = length / new as f64;
        let reach = if filter == Filter::Mitchell { 2.0 * step.max(1.0) } else { 1.0 };
        Self { pixels: old.div_ceil(1 << level), start, end: start + length, step, reach }
    }

    /// The most that the crate allocates for the weights of one new pixel: `2 * ceil(reach) + 1` numbers of `f64`, half
    /// as many bytes once more when it makes them integers, and what says where they are.
    fn bytes_of_weights(&self) -> f64 {
        12.0 * (2.0 * self.reach + 3.0) + 64.0
    }

    /// Pixels at most in a [`window`](Self::window) of so many new ones.
    fn most_pixels(&self, new: f64) -> f64 {
        (new * self.step + 2.0 * self.reach + 4.0).min(self.pixels as f64)
    }

    /// What new pixels lie on, and what their filter sees.
    fn window(&self, new: &Range<usize>) -> Window {
        let start = self.start + new.start as f64 * self.step;
        let end = (self.start + new.end as f64 * self.step).min(self.end);
        // One more on each side: places are rounded.
        let first = (start - self.reach - 1.0).max(0.0) as usize;
        let last = ((end + self.reach + 1.0).ceil() as usize).min(self.pixels);
        Window { pixels: first..last, start, end }
    }
}

/// Pixels of a level, and where some new ones lie on them.
struct Window {
    pixels: Range<usize>,
    start: f64,
    end: f64,
}

impl Window {
    /// Where the new pixels begin, counted from the first of the pixels, and how far they go.
    fn place(&self) -> (f64, f64) {
        let start = self.start - self.pixels.start as f64;
        let mut length = self.end - self.start;
        // The crate refuses what ends outside by a rounding.
        while start + length > self.pixels.len() as f64 {
            length = length.next_down();
        }
        (start, length)
    }
}

/// The filter of Mitchell and Netravali. The crate has it too, but leaves out the outer pixels of a sum whose weight is
/// 0, and takes for granted that the first new pixel of a part sees the first old one. The filter is 0 also 8/7 pixels
/// from its centre: one that lies so sees less than the next one does, which then made the crate read anywhere.
fn mitchell_filter() -> FilterType {
    // The error is that of a reach that is none.
    CustomFilter::new("Mitchell", mitchell, 2.0).map_or(FilterType::Mitchell, FilterType::Custom)
}

/// Within its reach never 0.
fn mitchell(x: f64) -> f64 {
    let x = x.abs();
    let weight = if x < 1.0 {
        (7.0 / 6.0 * x - 2.0) * x * x + 8.0 / 9.0
    } else if x < 2.0 {
        ((2.0 - 7.0 / 18.0 * x) * x - 10.0 / 3.0) * x + 16.0 / 9.0
    } else {
        return 0.0;
    };
    if weight == 0.0 { f64::MIN_POSITIVE } else { weight }
}

/// Sides are at most 2^31 - 1.
fn side(pixels: usize) -> u32 {
    pixels as u32
}

fn broken(error: impl std::fmt::Display) -> ImageError {
    ImageError::new(ErrorKind::Internal, format!("an image could not be scaled: {error}"))
}
