//! Which matches pay: bits of a match against bits of the literals that it replaces, by what was seen just before.

#![forbid(unsafe_code)]

use super::sequence::{Counts, entropy, log2};

/// Costs in sixteenths of a bit.
pub struct Model {
    /// What a literal costs on average.
    literal: u32,
    /// What a match costs, by the logarithm of its distance.
    matches: [u32; 16],
    /// The shortest length that pays, by the logarithm of the distance.
    floors: [u8; 16],
}

impl Model {
    /// Before anything is known but the bytes that come next.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut counts = [0u32; 256];
        bytes.iter().for_each(|&byte| counts[byte as usize] += 1);
        let literal = entropy(&counts).0 / (bytes.len() as u64).max(1);
        Self::new(literal as u32, 4 * 16)
    }

    /// After a slice with these counts.
    pub fn update(&mut self, counts: &Counts) {
        let literals: u32 = counts.literals[..256].iter().sum();
        let matches: u32 = counts.literals[257..].iter().sum();
        let all = literals + matches;
        let own = entropy(&counts.literals[..256]).0 as u32;
        // Both kinds share one alphabet: which of them comes is a part of the cost.
        let kind = |count: u32| (log2(all + 16) - log2(count + 8)) / 256;
        let literal = if literals < 64 { self.literal } else { own / literals + kind(literals) };
        *self = Self::new(literal, kind(matches));
    }

    fn new(literal: u32, kind: u32) -> Self {
        // A length takes about 2.5 bits of the match symbol's, a distance symbol 4 bits and its extra bits.
        let matches = std::array::from_fn(|log| kind + 40 + 64 + 16 * (log as u32).saturating_sub(1));
        let literal = literal.max(8);
        let floors = matches.map(|cost| (cost / literal + 1).clamp(3, 16) as u8);
        Self { literal, matches, floors }
    }

    /// Whether a match is better than literals.
    #[inline(always)]
    pub fn pays(&self, length: usize, distance: usize) -> bool {
        length >= self.floors[distance.ilog2() as usize & 15] as usize
    }

    /// What a match saves.
    #[inline(always)]
    pub fn gain(&self, length: usize, distance: usize) -> i32 {
        (length as u32 * self.literal) as i32 - self.matches[distance.ilog2() as usize & 15] as i32
    }
}
