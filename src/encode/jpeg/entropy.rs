//! Entropy coding of blocks (ITU-T T.81, F.1.2): once to count symbols, once to write their codes.
//!
//! A block comes with a mask of its levels that are not 0, so that zeros cost nothing. Every code is written by one
//! unconditional store of eight bytes, behind which the next one begins: testing whether a word is full costs more,
//! since no processor can predict it. Bytes of 0xFF are stuffed (B.1.1.5) when an interval is complete: there are few.

#![forbid(unsafe_code)]

use super::huffman::{END_OF_BLOCK, MAX_AC_SIZE, MAX_DC_SIZE, Spec, SpecPair, ZERO_RUN, ac_symbols};
use super::quantization::ZIGZAG;

/// The levels of a block, `[u * 8 + v]`: `u` is the horizontal frequency.
pub type Levels = [i16; 64];

/// Takes the blocks of a scan in their order.
pub trait BlockSink {
    /// Makes room for `blocks` blocks.
    fn reserve(&mut self, blocks: usize);

    /// A block of component 0, 1 or 2. Bit `k` of `nonzero` says whether the level at `k` in zigzag order is not 0.
    fn block(&mut self, component: usize, levels: &Levels, nonzero: u64);
}

/// Where in [`Levels`] the level at each place of the zigzag order is.
pub const PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut k = 0;
    while k < 64 {
        places[k] = ZIGZAG[k] % 8 * 8 + ZIGZAG[k] / 8;
        k += 1;
    }
    places
};

/// For every four levels of a block and every pattern of theirs, the bits in zigzag order.
const PATTERNS: [[u64; 16]; 16] = {
    let mut patterns = [[0; 16]; 16];
    let mut k = 0;
    while k < 64 {
        let (group, bit) = (PLACES[k] as usize / 4, PLACES[k] % 4);
        let mut pattern = 0;
        while pattern < 16 {
            if pattern >> bit & 1 == 1 {
                patterns[group][pattern] |= 1 << k;
            }
            pattern += 1;
        }
        k += 1;
    }
    patterns
};

/// From a mask in the order of [`Levels`] to one in zigzag order.
#[inline(always)]
pub fn zigzag_mask(mut mask: u64) -> u64 {
    let mut zigzag = 0;
    for patterns in &PATTERNS {
        zigzag |= patterns[mask as usize & 15];
        mask >>= 4;
    }
    zigzag
}

/// The number of leading zeros of a level's magnitude in 32 bits, and its additional bits (F.1.2.1).
#[inline(always)]
pub fn magnitude(level: i32) -> (u32, u32) {
    let sign = level >> 31;
    let zeros = ((level ^ sign) - sign).leading_zeros() & 31;
    (zeros, ((level + sign) as u32) << zeros >> zeros)
}

/// The components' last DC levels (F.1.1.5.1).
#[derive(Clone, Debug, Default)]
struct Prediction([i32; 3]);

impl Prediction {
    #[inline(always)]
    fn difference(&mut self, component: usize, levels: &Levels) -> i32 {
        let dc = i32::from(levels[0]);
        dc - std::mem::replace(&mut self.0[component], dc)
    }
}

/// How often symbols occur: DC and AC of luminance, and of chrominance.
#[derive(Clone)]
pub struct Counter {
    /// `[dc, ac]` of either kind of component.
    frequencies: [[[u32; 256]; 2]; 2],
    prediction: Prediction,
    /// Components whose next DC level has no known predecessor, a bit for each.
    unpredicted: u8,
}

impl Counter {
    /// Nothing counted.
    pub fn new() -> Self {
        Self { frequencies: [[[0; 256]; 2]; 2], prediction: Prediction::default(), unpredicted: 0 }
    }

    /// Begins a restart interval.
    pub fn restart(&mut self) {
        self.prediction = Prediction::default();
    }

    /// Says that the next block does not follow the last one.
    pub fn skip(&mut self) {
        self.unpredicted = 0b111;
    }

    /// Counts what `other` has counted.
    pub fn add(&mut self, other: &Self) {
        let ours = self.frequencies.as_flattened_mut().as_flattened_mut();
        let others = other.frequencies.as_flattened().as_flattened();
        ours.iter_mut().zip(others).for_each(|(ours, other)| *ours += other);
    }

    /// For a count of samples, which may lack symbols: makes every symbol that an image can have a little more
    /// frequent.
    pub fn with_all_symbols(mut self) -> Self {
        self.frequencies.as_flattened_mut().as_flattened_mut().iter_mut().for_each(|frequency| *frequency *= 64);
        for [dc, ac] in &mut self.frequencies {
            dc[..=MAX_DC_SIZE].iter_mut().for_each(|frequency| *frequency += 1);
            ac_symbols().for_each(|symbol| ac[usize::from(symbol)] += 1);
        }
        self
    }

    /// Bits of what was counted, coded with `specs`.
    pub fn bits(&self, specs: &[SpecPair; 2]) -> u64 {
        let kinds = self.frequencies.iter().zip(specs);
        let tables = kinds.flat_map(|([dc, ac], spec)| [(dc, spec.dc.codes()), (ac, spec.ac.codes())]);
        let symbols = tables.flat_map(|(frequencies, codes)| frequencies.iter().zip(codes).zip(0u64..));
        symbols
            .map(|((frequency, (_, length)), symbol)| u64::from(*frequency) * (u64::from(length) + (symbol & 15)))
            .sum()
    }

    /// The best tables for what was counted.
    pub fn optimal(&self) -> [SpecPair; 2] {
        self.frequencies.each_ref().map(|[dc, ac]| SpecPair { dc: Spec::optimal(dc), ac: Spec::optimal(ac) })
    }
}

impl BlockSink for Counter {
    #[inline(always)]
    fn reserve(&mut self, _blocks: usize) {}

    #[inline(always)]
    fn block(&mut self, component: usize, levels: &Levels, nonzero: u64) {
        let difference = self.prediction.difference(component, levels);
        let [dc, ac] = &mut self.frequencies[component.min(1)];
        let predicted = self.unpredicted >> component & 1 == 0;
        self.unpredicted &= !(1 << component);
        dc[(32 - difference.unsigned_abs().leading_zeros()) as usize & 255] += u32::from(predicted);
        let mut rest = nonzero & !1;
        let mut next = 1;
        while rest != 0 {
            let k = rest.trailing_zeros();
            rest &= rest - 1;
            let run = k - next;
            next = k + 1;
            let (zeros, _) = magnitude(i32::from(levels[usize::from(PLACES[k as usize & 63])]));
            ac[usize::from(ZERO_RUN)] += run >> 4;
            ac[((run & 15) << 4 | (32 - zeros)) as usize & 255] += 1;
        }
        ac[usize::from(END_OF_BLOCK)] += u32::from(next != 64);
    }
}

/// A code ready for use: the bits, with room for additional ones below, and in the low five bits the length of both.
type Code = u32;

/// The codes of one kind of component.
#[derive(Clone)]
struct Codes {
    /// By leading zeros of the difference's magnitude; 0 stands for a difference of 0.
    dc: [Code; 32],
    /// By run and leading zeros of the level's magnitude.
    ac: [[Code; 32]; 16],
    end_of_block: Code,
    zero_run: Code,
}

impl Codes {
    fn new(spec: &SpecPair) -> Self {
        let ready =
            |(bits, length): (u16, u8), size: usize| u32::from(bits) << size << 5 | (u32::from(length) + size as u32);
        let (dc_codes, ac_codes) = (spec.dc.codes(), spec.ac.codes());
        let (mut dc, mut ac) = ([0; 32], [[0; 32]; 16]);
        for size in 0..=MAX_DC_SIZE {
            dc[(32 - size) % 32] = ready(dc_codes[size], size);
        }
        for (run, codes) in ac.iter_mut().enumerate() {
            for size in 1..=MAX_AC_SIZE {
                codes[32 - size] = ready(ac_codes[run << 4 | size], size);
            }
        }
        let alone = |symbol: u8| ready(ac_codes[usize::from(symbol)], 0);
        Self { dc, ac, end_of_block: alone(END_OF_BLOCK), zero_run: alone(ZERO_RUN) }
    }
}

/// The most bytes of one block before stuffing: 63 codes and additional bits of 26 bits, and those of DC.
const BLOCK_BYTES: usize = 64 * 27 / 8;
/// The room that a block is given: a power of two above that, and one store more.
const ROOM: usize = 256 + 8;
const _: () = assert!(BLOCK_BYTES < ROOM - 8);

/// Writes the codes of blocks.
pub struct Writer {
    codes: [Codes; 2],
    prediction: Prediction,
    /// The last bits; those above `count` are old.
    bits: u64,
    /// How many of them are not in `bytes` yet, or in the byte at `length`: 0 to 7.
    count: u32,
    /// Complete bytes come first; behind `length` is what stores have left.
    bytes: Vec<u8>,
    length: usize,
}

impl Writer {
    /// A writer with these tables for luminance and chrominance.
    pub fn new(specs: &[SpecPair; 2]) -> Self {
        let codes = specs.each_ref().map(Codes::new);
        Self { codes, prediction: Prediction::default(), bits: 0, count: 0, bytes: Vec::new(), length: 0 }
    }

    /// Ends a restart interval: fills the last byte with ones (F.1.2.3), appends the interval's data to `scan`, and
    /// begins the next one.
    pub fn finish(&mut self, scan: &mut Vec<u8>) {
        if self.count > 0 {
            let padding = 8 - self.count;
            self.bytes[self.length] = (self.bits << padding) as u8 | ((1 << padding) - 1);
            self.length += 1;
        }
        stuff(&self.bytes[..self.length], scan);
        (self.length, self.count, self.prediction) = (0, 0, Prediction::default());
    }
}

impl BlockSink for Writer {
    #[inline(always)]
    fn reserve(&mut self, blocks: usize) {
        let needed = self.length + blocks * BLOCK_BYTES + ROOM;
        if self.bytes.len() < needed {
            self.bytes.resize(needed.next_power_of_two(), 0);
        }
    }

    /// Room for the block must have been made.
    #[inline(always)]
    fn block(&mut self, component: usize, levels: &Levels, nonzero: u64) {
        let difference = self.prediction.difference(component, levels);
        let codes = &self.codes[component.min(1)];
        let out = self.bytes[self.length..].first_chunk_mut().expect("room was made for this block");
        let mut bits = Bits { bits: self.bits, count: self.count, out, length: 0 };

        let (zeros, additional) = magnitude(difference);
        bits.put(codes.dc[if difference == 0 { 0 } else { zeros as usize }], additional);
        let mut rest = nonzero & !1;
        let mut next = 1;
        while rest != 0 {
            let k = rest.trailing_zeros();
            rest &= rest - 1;
            let mut run = k - next;
            next = k + 1;
            let (zeros, additional) = magnitude(i32::from(levels[usize::from(PLACES[k as usize & 63]) & 63]));
            while run > 15 {
                bits.put(codes.zero_run, 0);
                run -= 16;
            }
            bits.put(codes.ac[run as usize & 15][zeros as usize], additional);
        }
        if next != 64 {
            bits.put(codes.end_of_block, 0);
        }
        (self.bits, self.count) = (bits.bits, bits.count);
        self.length += bits.length;
    }
}

/// Appends the complete bytes of an interval to `scan`, a zero behind every 0xFF (B.1.1.5).
pub fn stuff(bytes: &[u8], scan: &mut Vec<u8>) {
    scan.reserve(bytes.len() + bytes.len() / 64);
    let mut start = 0;
    for at in memchr::memchr_iter(0xFF, bytes) {
        scan.extend_from_slice(&bytes[start..=at]);
        scan.push(0);
        start = at + 1;
    }
    scan.extend_from_slice(&bytes[start..]);
}

/// A block's bits on their way to bytes.
struct Bits<'a> {
    bits: u64,
    count: u32,
    out: &'a mut [u8; ROOM],
    length: usize,
}

impl Bits<'_> {
    #[inline(always)]
    fn put(&mut self, code: Code, additional: u32) {
        self.bits = self.bits << (code & 31) | u64::from(code >> 5 | additional);
        self.count += code & 31;
        let at = self.length & 255; // never more, which is for the compiler to know
        self.out[at..at + 8].copy_from_slice(&(self.bits << (64 - self.count & 63)).to_be_bytes());
        self.length += (self.count >> 3) as usize;
        self.count &= 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zigzag_mask_says_which_levels_are_not_zero() {
        for k in 0..64 {
            let natural = usize::from(ZIGZAG[k]);
            let (v, u) = (natural / 8, natural % 8);
            assert_eq!(zigzag_mask(1 << (u * 8 + v)), 1 << k);
        }
        assert_eq!(zigzag_mask(u64::MAX), u64::MAX);
    }

    #[test]
    fn a_block_is_coded_as_the_standard_says() {
        // DC 3: size 2 (011), bits 11. Then, after one zero, -2: symbol 0x12 (11011), bits 01; the end of block: 1010.
        let mut levels = [0; 64];
        levels[0] = 3;
        levels[usize::from(PLACES[2])] = -2;
        let mut writer = Writer::new(SpecPair::typical());
        writer.reserve(2);
        writer.block(0, &levels, 0b101);
        writer.block(0, &levels, 0b101); // no difference: 00
        let mut scan = Vec::new();
        writer.finish(&mut scan);
        assert_eq!(scan, [0b0111_1110, 0b1101_1010, 0b0011_0110, 0b1101_0111]);
    }

    #[test]
    fn the_longest_block_has_room_and_ones_are_stuffed() {
        let mut levels = [1023; 64];
        levels[0] = -1024;
        let mut writer = Writer::new(SpecPair::typical());
        writer.reserve(3);
        (0..3).for_each(|component| writer.block(component, &levels, u64::MAX));
        let mut scan = Vec::new();
        writer.finish(&mut scan);
        assert!(scan.len() > 3 * 200);
        let stuffed = scan.windows(2).filter(|pair| pair[0] == 0xFF).all(|pair| pair[1] == 0);
        assert!(stuffed && scan.contains(&0xFF));
    }

    #[test]
    fn symbols_are_counted_as_they_are_written() {
        let mut levels = [0; 64];
        levels[usize::from(PLACES[40])] = 5;
        let mut counter = Counter::new();
        counter.block(1, &levels, 1 << 40);
        let [dc, ac] = &counter.frequencies[1];
        assert_eq!((dc[0], ac[0xF0], ac[0x73], ac[0x00]), (1, 2, 1, 1));
    }
}
