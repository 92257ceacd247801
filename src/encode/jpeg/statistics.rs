//! Huffman tables made for an image (ITU-T T.81, K.2), from the symbols of all of it or of a sample.
//!
//! A large image is sampled: about [`SAMPLES`] tiles, one from each of as many equal stretches of the scan. That costs a
//! fraction of counting all, which takes nearly as long as writing all, and the data is longer by less than a fifth of a
//! percent (`mod.rs` has figures). Every symbol gets a code then, since the sample may lack some.

#![forbid(unsafe_code)]

use super::entropy::Counter;
use super::frame::Frame;
use super::huffman::SpecPair;
use super::samples::TILE;
use super::scan::{Scanner, Source};
use crate::pixel::PixelView;
use crate::threads::Threads;

/// Tiles of a sample: a million pixels of 4:2:0.
const SAMPLES: u64 = 1024;

/// Where tables for every symbol, some 300 bytes longer than needed, would be felt: such a file gets a full count.
const SMALL_FILE: u64 = 256 << 10;

/// Tiles that a thread takes at a time.
const BATCH: u64 = 64;

/// The tables of `view`'s symbols.
pub fn tables(view: &PixelView<'_>, frame: &Frame, threads: Threads) -> [SpecPair; 2] {
    let tiles = u64::from(frame.width.div_ceil(TILE as u32)) * u64::from(frame.mcus_down());
    let stretch = tiles / SAMPLES;
    if stretch < 2 {
        return all(view, frame, threads).optimal();
    }
    let sample = sample(view, frame, threads, tiles, stretch);
    let specs = sample.clone().with_all_symbols().optimal();
    if sample.bits(&specs) / 8 * stretch < SMALL_FILE { all(view, frame, threads).optimal() } else { specs }
}

/// The symbols of the whole image, exactly: one that is not counted has no code.
fn all(view: &PixelView<'_>, frame: &Frame, threads: Threads) -> Counter {
    let counts = threads.map(frame.bands(), Scanner::new, |scanner, band| {
        let (mut counter, mut source) = (Counter::new(), Source::new(*view, frame.sampling));
        for index in frame.rows_of_band(band) {
            if frame.begins_interval(index) {
                counter.restart();
            }
            scanner.mcu_row(frame, &mut source, index, &mut counter);
        }
        counter
    });
    sum(&counts)
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

fn sum(counts: &[Counter]) -> Counter {
    let mut counter = Counter::new();
    counts.iter().for_each(|count| counter.add(count));
    counter
}

/// Bits that look like chance (the finaliser of SplitMix64), so that no pattern in the image meets one of the sample.
fn scatter(index: u64) -> u64 {
    let mut bits = index.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
