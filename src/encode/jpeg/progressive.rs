//! Progressive coding (ITU-T T.81, annex G): spectral selection and successive approximation, with Huffman tables made
//! for every scan.
//!
//! First come the levels of the whole image, made in bands by several threads, and kept with masks that say which of
//! them a scan meets: 154 bytes for a block, 3.6 for a pixel of 4:2:0, 7.2 of 4:4:4, 2.4 of grey. With them every scan
//! is independent of the others, so threads share the scans; each has the symbols of its scan in memory, 4 bytes for
//! one. All that a file depends on is the image and the options.
//!
//! Photo of 16 MP, one thread, quality 90, AVX2, 4:2:0 and 4:4:4: 81 and 118 ms, libjpeg-turbo 151 and 227 ms; files
//! are 0.3 to 0.8 % smaller than its files. Without the masks, every scan looking at all levels: 111 and 168 ms.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::entropy::{BlockSink, Levels};
use super::frame::{Frame, Sampling};
use super::markers::{self, ScanHeader};
use super::statistics;
use super::symbols::{self, Masks, Symbols};
use crate::encode::options::Settings;
use crate::error::Result;
use crate::pixel::PixelView;
use crate::simd::{self, Kernel, Simd};
use crate::sink::Output;
use crate::threads::Threads;

/// A scan of one component, or of all.
#[derive(Clone, Copy)]
struct Scan {
    /// None is all of them.
    component: Option<usize>,
    /// Ss and Se: the first and last place in zigzag order.
    places: (u8, u8),
    /// Ah and Al: the lowest bit that earlier scans have given, 0 in the first scan of a level, and the lowest in this.
    bits: (u8, u8),
}

/// Images with fewer pixels have one thread: starting another would cost more than it saves.
const THREADED_PIXELS: u64 = 1 << 16;

const fn dc(bits: (u8, u8)) -> Scan {
    Scan { component: None, places: (0, 0), bits }
}

const fn ac(component: usize, places: (u8, u8), bits: (u8, u8)) -> Scan {
    Scan { component: Some(component), places, bits }
}

const Y: usize = 0;
const CB: usize = 1;
const CR: usize = 2;

/// Coarse brightness and colour first, then the detail of colour, then that of brightness, then the lowest bits.
const COLOR: [Scan; 10] = [
    dc((0, 1)),
    ac(Y, (1, 5), (0, 2)),
    ac(CR, (1, 63), (0, 1)),
    ac(CB, (1, 63), (0, 1)),
    ac(Y, (6, 63), (0, 2)),
    ac(Y, (1, 63), (2, 1)),
    dc((1, 0)),
    ac(CR, (1, 63), (1, 0)),
    ac(CB, (1, 63), (1, 0)),
    ac(Y, (1, 63), (1, 0)),
];

/// The same without colour.
const GRAY: [Scan; 6] = [
    dc((0, 1)),
    ac(Y, (1, 5), (0, 2)),
    ac(Y, (6, 63), (0, 2)),
    ac(Y, (1, 63), (2, 1)),
    dc((1, 0)),
    ac(Y, (1, 63), (1, 0)),
];

/// Encodes `view` behind `start`, the segments of the whole file.
pub fn encode(
    view: &PixelView<'_>,
    frame: &Frame,
    settings: &Settings,
    start: &[u8],
    output: &mut Output<'_>,
) -> Result<()> {
    let interval = if settings.jpeg.restart_rows > 0 { frame.restart_interval() } else { 0 };
    let script: &[Scan] = if frame.sampling == Sampling::Gray { &GRAY } else { &COLOR };
    let pixels = u64::from(frame.width) * u64::from(frame.height);
    let threads = if pixels < THREADED_PIXELS { Threads::at_most(1) } else { settings.threads };
    let bands = statistics::all(view, frame, threads, |rows| Band::new(frame, rows), |_| ());
    let picture = Picture { frame, bands, interval };

    output.write(start)?;
    output.write(&markers::progressive_frame(frame, interval))?;
    threads.in_order(script.len(), || (), |(), index| picture.encode(script[index]), |scan| output.push(scan))?;
    output.write(&markers::END)
}

/// The levels of a band.
struct Band {
    dc: Vec<i16>,
    levels: Vec<Levels>,
    masks: Vec<Masks>,
}

impl Band {
    /// One with room for `rows` rows of MCUs.
    fn new(frame: &Frame, rows: usize) -> Self {
        let blocks = rows * frame.blocks_across();
        Self { dc: Vec::with_capacity(blocks), levels: Vec::with_capacity(blocks), masks: Vec::with_capacity(blocks) }
    }
}

impl BlockSink for Band {
    #[inline(always)]
    fn reserve(&mut self, _blocks: usize) {}

    #[inline(always)]
    fn block(&mut self, _component: usize, levels: &Levels, nonzero: u64) {
        self.dc.push(levels[0]);
        self.levels.push(*levels);
        self.masks.push(symbols::masks(levels, nonzero));
    }
}

/// The levels of an image.
struct Picture<'a> {
    frame: &'a Frame,
    bands: Vec<Band>,
    /// MCUs in a restart interval; 0 if there is none.
    interval: u16,
}

impl Picture<'_> {
    /// The scan with its tables and its header.
    fn encode(&self, scan: Scan) -> Vec<u8> {
        let mut symbols = simd::dispatch(Gather { picture: self, scan });
        let tables = symbols.tables();
        let mut out = Vec::new();
        let count = self.frame.sampling.components();
        let components = match scan.component {
            None => {
                // A refinement of DC has no symbols.
                let kinds = if scan.bits.0 == 0 { count.min(2) } else { 0 };
                (0..).zip(&tables[..kinds]).for_each(|(kind, table)| markers::huffman_table(&mut out, kind, table));
                &[[1, 0x00], [2, 0x10], [3, 0x10]][..count]
            }
            Some(component) => {
                let kind = component.min(1);
                markers::huffman_table(&mut out, 0x10 | kind as u8, &tables[0]);
                &[[[1, 0]], [[2, 1]], [[3, 1]]][component][..]
            }
        };
        let ((from, to), (high, low)) = (scan.places, scan.bits);
        ScanHeader { components, spectrum: [from, to], bits: [high, low] }.write(&mut out);
        symbols.write(&tables, &mut out);
        out
    }

    /// The symbols of a DC scan: its MCUs are those of the frame.
    #[inline(always)]
    fn dc(&self, (high, low): (u8, u8)) -> Symbols {
        let sampling = self.frame.sampling;
        let mut symbols = Symbols::new();
        let mut pace = Pace::new(self.interval);
        for index in 0..self.frame.mcus_down() {
            let (band, row) = self.mcu_row(index);
            for mcu in band.dc[row].chunks_exact(sampling.blocks()) {
                pace.step(&mut symbols);
                for (place, &level) in mcu.iter().enumerate() {
                    if high == 0 {
                        symbols.dc_first((place + 1).saturating_sub(sampling.luma_count()), level, low);
                    } else {
                        symbols.dc_refinement(level, low);
                    }
                }
            }
        }
        symbols
    }

    /// The symbols of an AC scan: an MCU is one block, and there are none beyond the component's sides (A.2.2).
    #[inline(always)]
    fn ac(&self, component: usize, (from, to): (u8, u8), (high, low): (u8, u8)) -> Symbols {
        let Frame { width, height, sampling, .. } = *self.frame;
        let (luma_across, luma_down) = sampling.luma_blocks();
        // The component's blocks in an MCU, and where they begin.
        let (across, down, begin) = match component {
            0 => (luma_across, luma_down, 0),
            _ => (1, 1, sampling.luma_count() + component - 1),
        };
        // A.1.1; then, rounded up, whole blocks.
        let blocks = |pixels: u32, ours: usize, most: usize| (pixels as usize * ours).div_ceil(most).div_ceil(8);
        let (columns, rows) = (blocks(width, across, luma_across), blocks(height, down, luma_down));
        let places = u64::MAX << from & u64::MAX >> (63 - to);
        let mut symbols = Symbols::new();
        let mut pace = Pace::new(self.interval);
        for row in 0..rows {
            let (band, blocks) = self.mcu_row((row / down) as u32);
            let (levels, masks) = (&band.levels[blocks.clone()], &band.masks[blocks]);
            let begin = begin + row % down * across;
            for column in 0..columns {
                pace.step(&mut symbols);
                let at = column / across * sampling.blocks() + begin + column % across;
                if high == 0 {
                    symbols.ac_first(&levels[at], &masks[at], places, low);
                } else {
                    symbols.ac_refinement(&levels[at], &masks[at], places, low);
                }
            }
        }
        symbols
    }

    /// The band that has row `index` of MCUs, and which blocks of it are that row's.
    fn mcu_row(&self, index: u32) -> (&Band, Range<usize>) {
        let band = self.frame.band_of_row(index);
        let row = (index - self.frame.rows_of_band(band).start) as usize;
        let blocks = self.frame.blocks_across();
        (&self.bands[band], row * blocks..(row + 1) * blocks)
    }
}

/// Gathers the symbols of a scan, compiled for several instruction sets.
struct Gather<'a> {
    picture: &'a Picture<'a>,
    scan: Scan,
}

impl Kernel for Gather<'_> {
    type Output = Symbols;

    #[inline(always)]
    fn run<V: Simd>(self, _simd: V) -> Symbols {
        let Scan { component, places, bits } = self.scan;
        match component {
            None => self.picture.dc(bits),
            Some(component) => self.picture.ac(component, places, bits),
        }
    }
}

/// Counts MCUs from one restart marker to the next.
struct Pace {
    interval: u16,
    left: u16,
}

impl Pace {
    fn new(interval: u16) -> Self {
        Self { interval, left: interval }
    }

    /// Before every MCU.
    #[inline(always)]
    fn step(&mut self, symbols: &mut Symbols) {
        if self.interval == 0 {
            return;
        }
        if self.left == 0 {
            symbols.restart();
            self.left = self.interval;
        }
        self.left -= 1;
    }
}
