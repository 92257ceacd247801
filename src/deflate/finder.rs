//! Where the parser of the highest levels finds matches: all that could be on the cheapest way.

#![forbid(unsafe_code)]

use super::matches::{common, eight, hash, table};
use super::sequence::{LONGEST, REACH};

/// Bits of the hashes of three, four and eight bytes.
const BITS_3: u32 = 14;
const BITS_4: u32 = 15;
const BITS_8: u32 = 16;

/// Three bytes are looked for no farther away than this: beyond, they cost more than as literals.
const NEAR: usize = 4096;

/// Matches from this length on are long; where they are runs, these of their positions are remembered.
const LONG: usize = 64;
const LONG_HEAD: usize = 16;
const LONG_TAIL: usize = 32;

/// A match up to this distance is a run.
const RUN: usize = 16;

/// A match, of length 0 if there is none.
#[derive(Clone, Copy, Default)]
pub struct Found {
    pub length: u16,
    pub distance: u16,
}

/// How far to follow the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Of four bytes.
    pub short: u32,
    /// Of eight bytes.
    pub long: u32,
    /// The same where the match of the position before has at least the length `good` left.
    pub again: u32,
    pub good: u16,
}

/// The last positions of each hash, and chains behind those of four and of eight bytes.
pub struct Finder {
    threes: Box<[u32; 1 << BITS_3]>,
    fours: Box<[u32; 1 << BITS_4]>,
    eights: Box<[u32; 1 << BITS_8]>,
    /// How far before a position its predecessors in both chains are, at most 65535: beyond reach.
    steps: Box<[[u16; 2]; REACH]>,
}

impl Finder {
    pub fn new() -> Self {
        Self { threes: table(), fours: table(), eights: table(), steps: table() }
    }

    pub fn clear(&mut self) {
        self.threes.fill(0);
        self.fours.fill(0);
        self.eights.fill(0);
    }

    /// Remembers the positions before `to`.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        for at in 0..to.min(window.len().saturating_sub(8)) {
            self.insert(eight(window, at), origin + at as u32);
        }
    }

    /// Remembers a position; returns how far away the last ones with its hashes of 3, 4 and 8 bytes are.
    #[inline(always)]
    fn insert(&mut self, word: u64, position: u32) -> [usize; 3] {
        let three = std::mem::replace(&mut self.threes[hash::<3, BITS_3>(word)], position);
        let four = std::mem::replace(&mut self.fours[hash::<4, BITS_4>(word)], position);
        let eight = std::mem::replace(&mut self.eights[hash::<8, BITS_8>(word)], position);
        let [three, four, eight] = [three, four, eight].map(|last| position - last);
        self.steps[position as usize % REACH] = [four, eight].map(|step| step.min(65535) as u16);
        [three, four, eight].map(|distance| distance as usize)
    }

    /// Remembers `at` and adds its matches to `found`, longer and farther ones behind others; returns the longest
    /// length.
    #[inline(always)]
    pub fn collect(
        &mut self,
        window: &[u8],
        origin: u32,
        at: usize,
        depth: Depth,
        carried: Found,
        found: &mut Vec<Found>,
    ) -> usize {
        let word = eight(window, at);
        let position = origin + at as u32;
        let [three, four, eighth] = self.insert(word, position);
        let reach = REACH.min(at);
        let mut best = 2;
        let one = |length: usize, distance: usize| Found { length: length as u16, distance: distance as u16 };
        if three <= NEAR.min(reach) && three < four {
            let difference = eight(window, at - three) ^ word;
            let length = difference.trailing_zeros() as usize / 8;
            if length > best {
                best = if length == 8 { common(window, at - three, at, 8) } else { length };
                found.push(one(best, three));
            }
        }
        let mut distance = four;
        for _ in 0..depth.short {
            if distance > reach || best >= 8 {
                break;
            }
            let difference = eight(window, at - distance) ^ word;
            let length = difference.trailing_zeros() as usize / 8;
            if length > best {
                best = if length == 8 { common(window, at - distance, at, 8) } else { length };
                found.push(one(best, distance));
            }
            distance += self.steps[(position as usize).wrapping_sub(distance) % REACH][0] as usize;
        }
        let good = carried.length >= depth.good;
        if good && carried.length as usize > best {
            best = carried.length as usize;
            found.push(carried);
        }
        let mut distance = eighth;
        for _ in 0..if good { depth.again } else { depth.long } {
            if distance > reach || best >= LONGEST {
                break;
            }
            let from = at - distance;
            let ahead = best.max(7) - 7;
            if eight(window, from + ahead) == eight(window, at + ahead) && eight(window, from) == word {
                let length = common(window, from, at, 8);
                if length > best {
                    best = length;
                    found.push(one(best, distance));
                }
            }
            distance += self.steps[(position as usize).wrapping_sub(distance) % REACH][1] as usize;
        }
        if best < 3 { 0 } else { best }
    }

    /// Remembers the positions from `from` to the end of a match that began just before.
    pub fn skip(&mut self, window: &[u8], origin: u32, from: usize, end: usize, distance: usize) {
        let last = window.len().saturating_sub(8);
        // In runs, chains of their positions would hide everything else.
        let run = distance <= RUN && end - from >= LONG;
        let (head, tail) = if run { (from + LONG_HEAD, end - LONG_TAIL) } else { (end, end) };
        for inside in (from..head.min(last)).chain(tail..end.min(last)) {
            self.insert(eight(window, inside), origin + inside as u32);
        }
    }
}
