//! The symbols of one progressive scan (ITU-T T.81, G.1.2): gathered first, so that its Huffman tables can be made of
//! them, and then written.

#![forbid(unsafe_code)]

use super::entropy::{Levels, PLACES, magnitude, stuff};
use super::huffman::{Spec, ZERO_RUN};
use super::markers;

/// A symbol with its additional bits: from the low end 16 bits of them, their number in 5 bits, and the symbol's index.
type Token = u32;

/// Index of bits without a symbol, behind the symbols of two tables.
const NO_SYMBOL: u32 = 512;
/// Index of a restart marker.
const RESTART: u32 = 513;

/// The longest run of blocks that end (G.1.2.2).
const LONGEST_RUN: u32 = 0x7FFF;

/// Tokens that are written before room is made again.
const CHUNK: usize = 4096;

fn token(index: u32, bits: u32, count: u32) -> Token {
    index << 21 | count << 16 | bits
}

/// Which levels of a block have a magnitude of 1, 2 and 4 at least: those that are not 0 without their lowest 0, 1 and
/// 2 bits. Places are bits in zigzag order.
pub type Masks = [u64; 3];

/// The masks of a block, from the one of levels that are not 0.
#[inline(always)]
pub fn masks(levels: &Levels, nonzero: u64) -> Masks {
    let mut masks = [nonzero, 0, 0];
    let mut rest = nonzero & !1;
    while rest != 0 {
        let k = rest.trailing_zeros() & 63;
        rest &= rest - 1;
        let level = magnitude_at(levels, k);
        masks[1] |= u64::from(level > 1) << k;
        masks[2] |= u64::from(level > 3) << k;
    }
    masks
}

#[inline(always)]
fn level_at(levels: &Levels, k: u32) -> i32 {
    levels[usize::from(PLACES[k as usize & 63]) & 63].into()
}

#[inline(always)]
fn magnitude_at(levels: &Levels, k: u32) -> u32 {
    level_at(levels, k).unsigned_abs()
}

/// Bits that wait for the symbol before them; a block has no more than 63.
#[derive(Default)]
struct Corrections {
    bits: u64,
    count: u32,
}

impl Corrections {
    #[inline(always)]
    fn add(&mut self, bit: u32) {
        self.bits = self.bits << 1 | u64::from(bit & 1);
        self.count += 1;
    }
}

/// Takes the blocks of a scan in their order.
pub struct Symbols {
    tokens: Vec<Token>,
    /// How often the symbols of each of two tables occur.
    frequencies: [[u32; 256]; 2],
    /// The place of the symbol for the blocks that end, and their number so far.
    run: Option<(usize, u32)>,
    /// The last DC values of the components (F.1.1.5.1).
    prediction: [i32; 3],
}

impl Symbols {
    /// Nothing gathered.
    pub fn new() -> Self {
        Self { tokens: Vec::new(), frequencies: [[0; 256]; 2], run: None, prediction: [0; 3] }
    }

    /// Ends a restart interval and begins the next one.
    pub fn restart(&mut self) {
        self.end_run();
        self.prediction = [0; 3];
        self.tokens.push(token(RESTART, 0, 0));
    }

    /// The first scan of a DC level (G.1.2.1), without its `low` lowest bits.
    #[inline(always)]
    pub fn dc_first(&mut self, component: usize, level: i16, low: u8) {
        let dc = i32::from(level) >> low;
        let difference = dc - std::mem::replace(&mut self.prediction[component], dc);
        let (zeros, bits) = magnitude(difference);
        let size = if difference == 0 { 0 } else { 32 - zeros };
        self.symbol(component.min(1), size, if size == 0 { 0 } else { bits }, size);
    }

    /// Bit `low` of a DC level (G.1.2.1).
    #[inline(always)]
    pub fn dc_refinement(&mut self, level: i16, low: u8) {
        self.bits((level >> low) as u32 & 1, 1);
    }

    /// The first scan of the AC levels in `places` (G.1.2.2), without their `low` lowest bits.
    #[inline(always)]
    pub fn ac_first(&mut self, levels: &Levels, masks: &Masks, places: u64, low: u8) {
        let mut rest = masks[usize::from(low)] & places;
        let mut next = places.trailing_zeros();
        while rest != 0 {
            let k = rest.trailing_zeros();
            rest &= rest - 1;
            self.end_run();
            let mut run = k - next;
            next = k + 1;
            while run > 15 {
                self.symbol(0, ZERO_RUN.into(), 0, 0);
                run -= 16;
            }
            let level = level_at(levels, k);
            let value = level.unsigned_abs() >> low;
            let size = 32 - value.leading_zeros();
            // A negative one has its bits inverted (F.1.2.1).
            let bits = (value ^ (level >> 31) as u32) & ((1 << size) - 1);
            self.symbol(0, run << 4 | size, bits, size);
        }
        if next < end_of(places) {
            self.end_block(&Corrections::default());
        }
    }

    /// Bit `low` of the AC levels in `places` (G.1.2.3). Of a level that had a bit above, it is a correction bit behind
    /// the next symbol, or the symbol that ends the block; one that becomes 1 here has a symbol and its sign.
    #[inline(always)]
    pub fn ac_refinement(&mut self, levels: &Levels, masks: &Masks, places: u64, low: u8) {
        let mut known = masks[usize::from(low) + 1] & places;
        let mut fresh = masks[usize::from(low)] & places & !known;
        let mut next = places.trailing_zeros();
        let mut zeros = 0;
        let mut corrections = Corrections::default();
        // Zeros behind the last level that becomes 1 need no symbols of their own.
        while fresh != 0 {
            let k = (known | fresh).trailing_zeros() & 63;
            zeros += k - next;
            next = k + 1;
            self.end_run();
            while zeros > 15 {
                self.symbol(0, ZERO_RUN.into(), 0, 0);
                self.correct(&std::mem::take(&mut corrections));
                zeros -= 16;
            }
            let level = level_at(levels, k);
            let bit = 1 << k;
            if fresh & bit == 0 {
                corrections.add(level.unsigned_abs() >> low);
                known ^= bit;
            } else {
                self.symbol(0, zeros << 4 | 1, u32::from(level > 0), 1);
                self.correct(&std::mem::take(&mut corrections));
                zeros = 0;
                fresh ^= bit;
            }
        }
        if zeros == 0 && next == end_of(places) && corrections.count == 0 {
            return;
        }
        while known != 0 {
            let k = known.trailing_zeros();
            known &= known - 1;
            corrections.add(magnitude_at(levels, k) >> low);
        }
        self.end_block(&corrections);
    }

    /// Adds a block that ends to the run of them, and the correction bits of its rest.
    #[inline(always)]
    fn end_block(&mut self, corrections: &Corrections) {
        let (place, length) = self.run.unwrap_or_else(|| {
            self.tokens.push(0);
            (self.tokens.len() - 1, 0)
        });
        self.run = Some((place, length + 1));
        self.correct(corrections);
        if length + 1 == LONGEST_RUN {
            self.end_run();
        }
    }

    /// The symbol of the run, if there is one.
    #[inline(always)]
    fn end_run(&mut self) {
        if let Some((place, length)) = self.run.take() {
            let size = length.ilog2();
            self.frequencies[0][size as usize * 16 & 255] += 1;
            self.tokens[place] = token(size << 4, length - (1 << size), size);
        }
    }

    #[inline(always)]
    fn symbol(&mut self, table: usize, symbol: u32, bits: u32, count: u32) {
        self.frequencies[table][symbol as usize & 255] += 1;
        self.tokens.push(token((table as u32) << 8 | symbol, bits, count));
    }

    #[inline(always)]
    fn correct(&mut self, corrections: &Corrections) {
        let mut rest = corrections.count;
        while rest > 0 {
            let count = rest.min(16);
            rest -= count;
            self.bits((corrections.bits >> rest) as u32 & ((1 << count) - 1), count);
        }
    }

    /// Bits without a symbol: behind others of that kind, if there is room.
    #[inline(always)]
    fn bits(&mut self, bits: u32, count: u32) {
        match self.tokens.last_mut() {
            Some(last) if *last >> 21 == NO_SYMBOL && (*last >> 16 & 31) + count <= 16 => {
                let (before, sum) = (*last & 0xFFFF, (*last >> 16 & 31) + count);
                *last = token(NO_SYMBOL, before << count | bits, sum);
            }
            _ => self.tokens.push(token(NO_SYMBOL, bits, count)),
        }
    }

    /// The best tables for what was gathered, those without symbols too.
    pub fn tables(&mut self) -> [Spec; 2] {
        self.end_run();
        self.frequencies.each_ref().map(Spec::optimal)
    }

    /// Appends the entropy-coded data to `out`, coded with `tables`.
    pub fn write(&self, tables: &[Spec; 2], out: &mut Vec<u8>) {
        // Nothing for bits without a symbol, and no other index occurs.
        let mut codes = [(0, 0); 1024];
        for (codes, table) in codes.chunks_mut(256).zip(tables) {
            codes.copy_from_slice(&table.codes());
        }
        let mut bits = Bits::default();
        let mut markers = 0;
        for tokens in self.tokens.chunks(CHUNK) {
            bits.reserve(tokens.len());
            for &token in tokens {
                let (code, length) = codes[(token >> 21) as usize & 1023];
                let count = token >> 16 & 31;
                bits.put(u64::from(code) << count | u64::from(token & 0xFFFF), u32::from(length) + count);
                if token >> 21 == RESTART {
                    bits.finish(out);
                    out.extend_from_slice(&markers::restart(markers));
                    markers += 1;
                    bits.reserve(tokens.len());
                }
            }
        }
        bits.reserve(0);
        bits.finish(out);
    }
}

/// The place behind the last.
#[inline(always)]
fn end_of(places: u64) -> u32 {
    64 - places.leading_zeros()
}

/// Bits on their way to bytes.
#[derive(Default)]
struct Bits {
    bits: u64,
    /// Bits that are not in complete bytes: 0 to 7.
    count: u32,
    /// Complete bytes come first; behind `length` is what stores have left.
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    /// Room for `tokens` tokens of at most 32 bits.
    fn reserve(&mut self, tokens: usize) {
        let needed = self.length + 4 * tokens + 16;
        if self.bytes.len() < needed {
            self.bytes.resize(needed.next_power_of_two(), 0);
        }
    }

    #[inline(always)]
    fn put(&mut self, bits: u64, count: u32) {
        self.bits = self.bits << (count & 63) | bits;
        self.count += count;
        self.bytes[self.length..self.length + 8].copy_from_slice(&(self.bits << (64 - self.count & 63)).to_be_bytes());
        self.length += (self.count >> 3) as usize;
        self.count &= 7;
    }

    /// Fills the last byte with ones (F.1.2.3) and appends all to `out`.
    fn finish(&mut self, out: &mut Vec<u8>) {
        if self.count > 0 {
            let padding = 8 - self.count;
            self.put((1 << padding) - 1, padding);
        }
        stuff(&self.bytes[..self.length], out);
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(levels: &[(usize, i16)]) -> (Levels, Masks) {
        let (mut block, mut nonzero) = ([0; 64], 0);
        for &(k, level) in levels {
            block[usize::from(PLACES[k])] = level;
            nonzero |= 1 << k;
        }
        (block, masks(&block, nonzero))
    }

    fn parts(symbols: &Symbols) -> Vec<(u32, u32, u32)> {
        symbols.tokens.iter().map(|token| (token >> 21, token & 0xFFFF, token >> 16 & 31)).collect()
    }

    #[test]
    fn first_scans_have_runs_of_blocks_that_end() {
        let mut symbols = Symbols::new();
        let (levels, masks) = block(&[(1, -5), (3, 1), (20, 2)]);
        symbols.ac_first(&levels, &masks, !1, 1); // -2, then 18 zeros, and 1
        for _ in 0..LONGEST_RUN + 1 {
            let (levels, masks) = block(&[(0, 9), (7, -1)]);
            symbols.ac_first(&levels, &masks, !1, 1);
        }
        let (levels, masks) = block(&[(63, 2)]);
        symbols.ac_first(&levels, &masks, 1 << 63, 1);
        symbols.tables();
        let expected = [(0x02, 0b01, 2), (0xF0, 0, 0), (0x21, 1, 1), (0xE0, 0x3FFF, 14), (0x10, 0, 1), (0x01, 1, 1)];
        // The first block ends too, so the second run has two.
        assert_eq!(parts(&symbols), expected);
    }

    #[test]
    fn refinements_correct_behind_the_symbol() {
        let mut symbols = Symbols::new();
        // Known at 2 and 19; new at 20; known at 40.
        let (levels, masks) = block(&[(2, 2), (19, -3), (20, -1), (40, 7)]);
        symbols.ac_refinement(&levels, &masks, !1, 0);
        let (levels, masks) = block(&[(5, 4)]);
        symbols.ac_refinement(&levels, &masks, !1, 0);
        symbols.tables();
        // 17 zeros before 19: sixteen, with the correction of 2, and one more before 20.
        let none = NO_SYMBOL;
        let expected = [(0xF0, 0, 0), (none, 0, 1), (0x11, 0, 1), (none, 1, 1), (0x10, 0, 1), (none, 0b10, 2)];
        assert_eq!(parts(&symbols), expected);
    }

    #[test]
    fn a_full_block_needs_no_end() {
        let mut symbols = Symbols::new();
        let (levels, masks) = block(&[(62, 3), (63, 1)]);
        symbols.ac_refinement(&levels, &masks, 0b11 << 62, 0);
        symbols.ac_first(&levels, &masks, 0b11 << 62, 0);
        symbols.tables();
        assert_eq!(parts(&symbols), [(0x01, 1, 1), (NO_SYMBOL, 1, 1), (0x02, 3, 2), (0x01, 1, 1)]);
    }
}
