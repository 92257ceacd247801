//! Huffman tables made for an image (ITU-T T.81, K.2), from the symbols of all of it or of a sample.
//!
//! A large image is sampled: about `SAMPLES` tiles, one from each of as many equal stretches of the scan. That costs a
//! fraction of counting all, which takes nearly as long as writing all, and the data is longer by less than a fifth of
//! a percent (`mod.rs` has figures). Every symbol gets a code then, since the sample may lack some. Of an image that is
//! counted whole the levels are kept, 2 bytes for each sample: writing then begins with them.

#![forbid(unsafe_code)]

use super::entropy::{BlockSink, Counter};
use super::frame::Frame;
use super::huffman::SpecPair;
use super::samples::TILE;
use super::scan::{Recorder, Recording, Scanner, Source};
use crate::pixel::PixelView;
use crate::threads::Threads;

/// Images with more blocks are sampled; the levels of fewer are kept, 136 bytes for each: 13 MB, 4 million pixels of
/// 4:2:0.
const RECORDED_BLOCKS: u64 = 96_000;

/// Tiles of a sample: a million pixels of 4:2:0.
const SAMPLES: u64 = 1024;

/// Where tables for every symbol, some 300 bytes longer than needed, would be felt: such a file gets a full count.
const SMALL_FILE: u64 = 256 << 10;

/// Tiles that a thread takes at a time.
const BATCH: u64 = 64;

/// Tables, and the levels of each band if they were made on the way.
pub struct Statistics {
    /// For luminance and chrominance.
    pub specs: [SpecPair; 2],
    /// One for each band, or none.
    pub recordings: Vec<Recording>,
}

impl Statistics {
    /// Those of `view`'s symbols.
    pub fn of(view: &PixelView<'_>, frame: &Frame, threads: Threads) -> Self {
        let mcus = u64::from(frame.mcus_across()) * u64::from(frame.mcus_down());
        if mcus * frame.sampling.blocks() as u64 <= RECORDED_BLOCKS {
            let recorder = |rows| Recorder::new(frame, rows);
            let bands = all(view, frame, threads, recorder, |recorder| recorder.counter.restart());
            let specs = sum(bands.iter().map(|band| &band.counter)).optimal();
            return Self { specs, recordings: bands.into_iter().map(|band| band.recording).collect() };
        }
        let tiles = u64::from(frame.width.div_ceil(TILE as u32)) * u64::from(frame.mcus_down());
        let stretch = (tiles / SAMPLES).max(1);
        let sample = sample(view, frame, threads, tiles, stretch);
        let mut specs = sample.clone().with_all_symbols().optimal();
        if sample.bits(&specs) / 8 * stretch < SMALL_FILE {
            specs = sum(&all(view, frame, threads, |_| Counter::new(), Counter::restart)).optimal();
        }
        Self { specs, recordings: Vec::new() }
    }
}

/// Gives the whole image to a sink for each band; `restart` is called where a restart interval begins. A counter must
/// count exactly: a symbol that is not counted has no code.
pub fn all<S: BlockSink + Send>(
    view: &PixelView<'_>,
    frame: &Frame,
    threads: Threads,
    sink: impl Fn(usize) -> S + Sync,
    restart: impl Fn(&mut S) + Sync,
) -> Vec<S> {
    threads.map(frame.bands(), Scanner::new, |scanner, band| {
        let rows = frame.rows_of_band(band);
        let (mut sink, mut source) = (sink(rows.len()), Source::new(*view, frame.sampling));
        for index in rows {
            if frame.begins_interval(index) {
                restart(&mut sink);
            }
            scanner.mcu_row(frame, &mut source, index, &mut sink);
        }
        sink
    })
}

/// The symbols of one tile from each `stretch` of tiles.
fn sample(view: &PixelView<'_>, frame: &Frame, threads: Threads, tiles: u64, stretch: u64) -> Counter {
    let samples = tiles / stretch;
    let counts = threads.map(samples.div_ceil(BATCH) as usize, Scanner::new, |scanner, batch| {
        let mut counter = Counter::new();
        let first = batch as u64 * BATCH;
        for sample in first..samples.min(first + BATCH) {
            let tile = sample * stretch + scatter(sample) % stretch;
            let across = u64::from(frame.width.div_ceil(TILE as u32));
            let (width, height) = (TILE as u32, frame.sampling.mcu_size().1);
            let part = view.part(((tile % across) as u32 * width, (tile / across) as u32 * height), (width, height));
            counter.skip();
            scanner.mcu_row(frame, &mut Source::new(part, frame.sampling), 0, &mut counter);
        }
        counter
    });
    sum(&counts)
}

fn sum<'a>(counts: impl IntoIterator<Item = &'a Counter>) -> Counter {
    let mut counts = counts.into_iter();
    let first = counts.next().expect("an image has a band").clone();
    counts.fold(first, |mut sum, count| {
        sum.add(count);
        sum
    })
}

/// Bits that look like chance (the finaliser of SplitMix64), so that no pattern in the image meets one of the sample.
fn scatter(index: u64) -> u64 {
    let mut bits = index.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
