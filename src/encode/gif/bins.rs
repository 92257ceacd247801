//! The colours of an image, counted: each on its own while they are few, else together with those beside them.

#![forbid(unsafe_code)]

use super::{Pixel, Rgb};

/// Most bins. More of them make better tables and take longer: from 6000 on, each doubling is worth 0.05 dB.
const MOST: usize = 1 << 14;

const SLOTS: usize = 2 * MOST;

/// Colours that are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bin {
    /// Sums of red, green and blue.
    pub sums: [u64; 3],
    /// Number of pixels; 0 in a free slot.
    pub count: u64,
    /// The high bits that the colours share.
    key: u32,
}

impl Bin {
    /// Their mean.
    pub fn mean(&self) -> [f32; 3] {
        self.sums.map(|sum| (sum as f64 / self.count as f64) as f32)
    }

    /// The colour of a bin that has only one.
    pub fn color(&self) -> Rgb {
        self.sums.map(|sum| (sum / self.count) as u8)
    }
}

/// A table with open addressing.
pub struct Bins {
    slots: Vec<Bin>,
    used: usize,
    /// Low bits of a sample that do not count.
    shift: u32,
}

impl Bins {
    /// The colours of all pixels that have one.
    pub fn of(pixels: &[Pixel]) -> Self {
        let mut bins = Self { slots: vec![Bin::default(); SLOTS], used: 0, shift: 0 };
        let (mut last, mut run) = ([0; 4], 0);
        for pixel in pixels.iter().filter(|pixel| pixel[3] != 0) {
            if *pixel != last {
                bins.add(last, run);
                (last, run) = (*pixel, 0);
            }
            run += 1;
        }
        bins.add(last, run);
        bins
    }

    /// The colours, if they are at most `most`, each in a bin of its own.
    pub fn exact(&self, most: usize) -> Option<impl Iterator<Item = Rgb>> {
        (self.shift == 0 && self.used <= most).then(|| self.iter().map(Bin::color))
    }

    /// All bins.
    pub fn iter(&self) -> impl Iterator<Item = &Bin> {
        self.slots.iter().filter(|bin| bin.count > 0)
    }

    fn add(&mut self, [r, g, b, _]: Pixel, count: u64) {
        if count > 0 {
            self.put(Bin { sums: [r, g, b].map(|sample| u64::from(sample) * count), count, key: self.key([r, g, b]) });
        }
    }

    fn key(&self, color: Rgb) -> u32 {
        let [r, g, b] = color.map(|sample| u32::from(sample >> self.shift));
        r << 16 | g << 8 | b
    }

    fn put(&mut self, bin: Bin) {
        let mut at = (bin.key.wrapping_mul(0x9E37_79B1) >> (32 - SLOTS.trailing_zeros())) as usize;
        while self.slots[at].count > 0 && self.slots[at].key != bin.key {
            at = (at + 1) % SLOTS;
        }
        let slot = &mut self.slots[at];
        if slot.count == 0 {
            *slot = bin;
            self.used += 1;
            if self.used > MOST {
                self.coarsen();
            }
        } else {
            slot.count += bin.count;
            slot.sums.iter_mut().zip(bin.sums).for_each(|(sum, more)| *sum += more);
        }
    }

    /// Puts bins together that differ in one more bit of a sample only.
    fn coarsen(&mut self) {
        let old = std::mem::replace(&mut self.slots, vec![Bin::default(); SLOTS]);
        self.used = 0;
        self.shift += 1;
        for bin in old.into_iter().filter(|bin| bin.count > 0) {
            self.put(Bin { key: bin.key >> 1 & 0x7F_7F_7F, ..bin });
        }
    }
}
