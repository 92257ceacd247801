//! The scan: every row of MCUs goes, tile by tile, through the stages to the entropy coder.

#![forbid(unsafe_code)]

use super::entropy::{BlockSink, Counter, Levels, zigzag_mask};
use super::fdct;
use super::frame::{Frame, Sampling};
use super::pixels::Order;
use super::quantization::Quantizer;
use super::samples::{Content, Rows, Samples, TILE};
use crate::convert::rows::{RowFormat, RowReader};
use crate::pixel::{AlphaType, PixelFormat, PixelView, YuvMatrix};
use crate::simd::{self, Kernel, Simd};

/// The most blocks of a tile: 4 MCUs of 4:2:0, or 8 of 4:4:4. Whole MCUs of every sampling have this many together.
pub const TILE_BLOCKS: usize = 24;

/// An image as rows of MCUs.
pub struct Source<'a> {
    view: PixelView<'a>,
    content: Content,
    mcu_height: u32,
    /// Where the image's own rows are not what [`Samples`] reads.
    reader: Option<RowReader<'a>>,
    /// One row of MCUs from it.
    converted: Vec<u8>,
}

impl<'a> Source<'a> {
    /// Rows of `view`. Colour goes over black: premultiplied colour is that already.
    pub fn new(view: PixelView<'a>, sampling: Sampling) -> Self {
        let over_black = view.alpha() == AlphaType::Unpremultiplied;
        let color = |order| Some(Content::Color { order, over_black });
        let direct = match view.layout().format {
            PixelFormat::Alpha8 | PixelFormat::AlphaU8 => Some(Content::Gray),
            format @ (PixelFormat::Nv12 | PixelFormat::Nv21)
                if sampling == Sampling::S420 && view.matrix() == YuvMatrix::Bt601 =>
            {
                Some(Content::Planes { v_first: format.is_v_first(), range: view.range() })
            }
            PixelFormat::Rgb888 => color(Order::Rgb),
            PixelFormat::Rgba8888 => color(Order::Rgba),
            PixelFormat::Bgra8888 => color(Order::Bgra),
            PixelFormat::Argb8888 => color(Order::Argb),
            PixelFormat::Rgb565 => color(Order::Rgb565),
            PixelFormat::Rgba1010102 => color(Order::Rgba1010102),
            PixelFormat::RgbaF16 => color(Order::RgbaF16),
            _ => None,
        };
        let reader = if direct.is_none() { Some(RowReader::new(view, RowFormat::Rgb8)) } else { None };
        let content = direct.unwrap_or(Content::Color { order: Order::Rgb, over_black: false });
        Self { view, content, mcu_height: sampling.mcu_size().1, reader, converted: Vec::new() }
    }

    /// The rows of pixels behind row `index` of MCUs.
    fn rows(&mut self, index: u32) -> Rows<'_> {
        let (top, last) = (index * self.mcu_height, self.view.layout().height - 1);
        let at = |offset: usize| (top + offset as u32).min(last);
        let Some(reader) = &mut self.reader else {
            return Rows {
                pixels: std::array::from_fn(|i| self.view.row(at(i))),
                chroma: std::array::from_fn(|i| self.view.chroma_row(at(2 * i))),
            };
        };
        self.converted.clear();
        (top..=at(self.mcu_height as usize - 1)).for_each(|y| self.converted.extend_from_slice(reader.row(y)));
        let length = self.view.layout().width as usize * 3;
        let row =
            |i: usize| &self.converted[(at(i).min(top + self.mcu_height - 1) - top) as usize * length..][..length];
        Rows { pixels: std::array::from_fn(row), chroma: [&[]; 8] }
    }
}

/// One thread's memory for all stages.
pub struct Scanner {
    samples: Samples,
    levels: [Levels; TILE_BLOCKS],
    nonzero: [u64; TILE_BLOCKS],
}

impl Scanner {
    /// Memory for a tile.
    pub fn new() -> Self {
        Self { samples: Samples::new(), levels: [[0; 64]; TILE_BLOCKS], nonzero: [0; TILE_BLOCKS] }
    }

    /// Gives the blocks of row `index` of MCUs to `sink`.
    pub fn mcu_row(&mut self, frame: &Frame, source: &mut Source<'_>, index: u32, sink: &mut impl BlockSink) {
        let (width, content) = (source.view.layout().width as usize, source.content);
        let rows = source.rows(index);
        simd::dispatch(McuRow { scanner: self, frame, rows, content, width, sink });
    }

    /// From samples to levels: all blocks of `mcus` MCUs, in the order of the scan (A.2.3). Returns their number.
    #[inline(always)]
    fn transform<S: Simd>(&mut self, simd: S, sampling: Sampling, quantizers: &[Quantizer; 2], mcus: usize) -> usize {
        let (across, down) = sampling.luma_blocks();
        let Samples { luma, cb, cr, .. } = &self.samples;
        let mut stage = Blocks { levels: &mut self.levels, nonzero: &mut self.nonzero, count: 0 };
        for mcu in 0..mcus {
            for rows in &luma[..down] {
                for column in 0..across {
                    stage.block(simd, rows, (mcu * across + column) * 8, &quantizers[0]);
                }
            }
            if sampling != Sampling::Gray {
                stage.block(simd, cb, mcu * 8, &quantizers[1]);
                stage.block(simd, cr, mcu * 8, &quantizers[1]);
            }
        }
        stage.count
    }
}

/// The blocks of a tile that are quantised.
struct Blocks<'a> {
    levels: &'a mut [Levels; TILE_BLOCKS],
    nonzero: &'a mut [u64; TILE_BLOCKS],
    count: usize,
}

impl Blocks<'_> {
    /// Adds the block at column `x` of `rows`.
    #[inline(always)]
    fn block<S: Simd>(&mut self, simd: S, rows: &[[f32; TILE]; 8], x: usize, quantizer: &Quantizer) {
        let levels = &mut self.levels[self.count];
        quantizer.quantize(simd, fdct::transform(simd, rows, x), levels);
        self.nonzero[self.count] = zigzag_mask(simd::nonzero(levels));
        self.count += 1;
    }
}

/// One row of MCUs, compiled for several instruction sets.
struct McuRow<'a, S> {
    scanner: &'a mut Scanner,
    frame: &'a Frame,
    rows: Rows<'a>,
    content: Content,
    width: usize,
    sink: &'a mut S,
}

impl<S: BlockSink> Kernel for McuRow<'_, S> {
    type Output = ();

    #[inline(always)]
    fn run<V: Simd>(self, simd: V) {
        let Frame { sampling, quantizers, .. } = self.frame;
        let (across, _) = sampling.luma_blocks();
        for x in (0..self.width).step_by(TILE) {
            let mcus = (self.width - x).min(TILE).div_ceil(8 * across);
            self.scanner.samples.fill(simd, &self.rows, x, self.content, *sampling);
            let count = self.scanner.transform(simd, *sampling, quantizers, mcus);
            give(*sampling, &self.scanner.levels[..count], &self.scanner.nonzero[..count], self.sink);
        }
    }
}

/// Gives blocks of whole MCUs to `sink`: of each MCU, Y comes first, then Cb and Cr.
#[inline(always)]
fn give(sampling: Sampling, levels: &[Levels], nonzero: &[u64], sink: &mut impl BlockSink) {
    let (luma, per_mcu) = (sampling.luma_count(), sampling.blocks());
    sink.reserve(levels.len());
    let (mut component, mut place) = (0, 0);
    for (levels, nonzero) in levels.iter().zip(nonzero) {
        sink.block(component, levels, *nonzero);
        place = if place + 1 == per_mcu { 0 } else { place + 1 };
        component = (place + 1).saturating_sub(luma);
    }
}

/// The levels of a band, kept so that what was counted need not be made again to be written.
pub struct Recording {
    levels: Vec<Levels>,
    nonzero: Vec<u64>,
}

impl Recording {
    /// Gives the blocks of row `index` of MCUs, counted from the band's first, to `sink`.
    pub fn mcu_row(&self, frame: &Frame, index: u32, sink: &mut impl BlockSink) {
        let count = frame.blocks_across();
        let row = index as usize * count..(index as usize + 1) * count;
        let (levels, nonzero) = (&self.levels[row.clone()], &self.nonzero[row]);
        simd::dispatch(Replay { sampling: frame.sampling, levels, nonzero, sink });
    }
}

struct Replay<'a, S> {
    sampling: Sampling,
    levels: &'a [Levels],
    nonzero: &'a [u64],
    sink: &'a mut S,
}

impl<S: BlockSink> Kernel for Replay<'_, S> {
    type Output = ();

    #[inline(always)]
    fn run<V: Simd>(self, _simd: V) {
        for (levels, nonzero) in self.levels.chunks(TILE_BLOCKS).zip(self.nonzero.chunks(TILE_BLOCKS)) {
            give(self.sampling, levels, nonzero, self.sink);
        }
    }
}

/// A sink that counts, and keeps the levels.
pub struct Recorder {
    /// What it has counted.
    pub counter: Counter,
    /// What it has kept.
    pub recording: Recording,
}

impl Recorder {
    /// One with room for a band of `rows` rows of MCUs.
    pub fn new(frame: &Frame, rows: usize) -> Self {
        let blocks = rows * frame.blocks_across();
        let recording = Recording { levels: Vec::with_capacity(blocks), nonzero: Vec::with_capacity(blocks) };
        Self { counter: Counter::new(), recording }
    }
}

impl BlockSink for Recorder {
    #[inline(always)]
    fn reserve(&mut self, _blocks: usize) {}

    #[inline(always)]
    fn block(&mut self, component: usize, levels: &Levels, nonzero: u64) {
        self.counter.block(component, levels, nonzero);
        self.recording.levels.push(*levels);
        self.recording.nonzero.push(nonzero);
    }
}
