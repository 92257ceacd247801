//! Which matches pay: bits of a match against bits of the literals that it replaces, by what was seen just before.

#![forbid(unsafe_code)]

use super::sequence::{Counts, LITERALS, log2};

/// Matches from this length on always pay: their costs need not be added up.
const CERTAIN: usize = 20;

/// Symbols for each match, where matches are sparse.
const SPARSE: u32 = 64;

/// Costs in sixteenths of a bit.
pub struct Model {
    /// What each byte costs as a literal.
    literals: [u8; 256],
    /// What a match costs, by the logarithm of its distance.
    matches: [u16; 16],
    /// How far away matches of three or four bytes are worth looking for.
    short: usize,
    /// Whether there are so few matches that looking for them at every position is a waste.
    sparse: bool,
}

impl Model {
    /// Before anything is known but the bytes that come next.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut counts = Counts::NONE;
        bytes.iter().for_each(|&byte| counts.literals[byte as usize] += 1);
        counts.literals[257] = bytes.len() as u32 / 16;
        let mut model = Self { literals: [0; 256], matches: [0; 16], short: 0, sparse: false };
        model.update(&counts);
        model
    }

    /// After a slice with these counts.
    pub fn update(&mut self, counts: &Counts) {
        let matches: u32 = counts.literals[257..LITERALS].iter().sum();
        let all = counts.literals[..256].iter().sum::<u32>() + matches + 16;
        let cost = |count: u32| (log2(all) - log2(count)) / 256;
        for (literal, &count) in self.literals.iter_mut().zip(&counts.literals) {
            *literal = cost(count + 1).min(13 * 16) as u8;
        }
        // Both kinds share one alphabet. Of matches, a length takes about 2.5 bits more, a distance symbol 4 bits and
        // its extra bits.
        let kind = cost(matches + 4);
        self.matches = std::array::from_fn(|log| (kind + 40 + 56 + 16 * (log as u32).saturating_sub(1)) as u16);
        self.sparse = matches * SPARSE < all;
        // Of four average bytes, against a near match.
        let total: u32 =
            self.literals.iter().zip(&counts.literals).map(|(&cost, &count)| u32::from(cost) * count).sum();
        let seen = all - matches - 16;
        let four = if seen < 256 { 4 * 13 * 16 } else { total / seen * 4 };
        let pays = self.matches.iter().filter(|&&cost| u32::from(cost) < four).count();
        self.short = (1 << pays) >> 1;
    }

    /// Whether a match at the beginning of `bytes` is better than literals.
    #[inline(always)]
    pub fn pays(&self, bytes: &[u8], length: usize, distance: usize) -> bool {
        length >= CERTAIN || self.gain(bytes, length, distance) > 0
    }

    /// What a match costs.
    #[inline(always)]
    pub fn matched(&self, distance: usize) -> i32 {
        i32::from(self.matches[distance.ilog2() as usize & 15])
    }

    /// How far away matches of three or four bytes are worth looking for.
    #[inline(always)]
    pub fn short(&self) -> usize {
        self.short
    }

    /// Whether there are so few matches that looking for them at every position is a waste.
    #[inline(always)]
    pub fn sparse(&self) -> bool {
        self.sparse
    }

    /// What a match saves.
    #[inline(always)]
    pub fn gain(&self, bytes: &[u8], length: usize, distance: usize) -> i32 {
        let Some(front) = bytes.first_chunk::<8>() else { return 0 };
        let eight: u32 = front.iter().map(|&byte| u32::from(self.literals[byte as usize])).sum();
        let literals = eight * length as u32 / 8;
        literals as i32 - i32::from(self.matches[distance.ilog2() as usize & 15])
    }
}
