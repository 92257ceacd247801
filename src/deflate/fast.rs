//! The quick parser: one table of recent positions, or two, and longer steps where nothing is found.

#![forbid(unsafe_code)]

use super::matches::{common, eight, hash, same, table};
use super::model::Model;
use super::sequence::{LONGEST, REACH, Sequence, WEIGHT};

/// Bits of the hash of eight bytes, and of the hash of fewer.
const BITS: u32 = 14;
const SHORT_BITS: u32 = 13;
const SHORT_WIDTH: usize = 4;

/// How many positions at the head of a match are remembered, every second one, and how many at its end.
const HEAD: usize = 16;
const TAIL: usize = 16;

/// What a short match must save, in sixteenths of a bit: less is not worth missing a longer one behind it.
const CAUTION: i32 = 64;

/// The last position of each hash.
pub struct Fast {
    longs: Box<[u32; 1 << BITS]>,
    shorts: Box<[u32; 1 << SHORT_BITS]>,
    /// Whether to look for short matches where there is no long one.
    short: bool,
    /// After how many misses (as a power of two) a step gets longer by one.
    patience: u32,
}

impl Fast {
    pub fn new(short: bool, patience: u32) -> Self {
        Self { longs: table(), shorts: table(), short, patience }
    }

    pub fn clear(&mut self) {
        self.longs.fill(0);
        self.shorts.fill(0);
    }

    /// Remembers the positions before `to`.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        for at in (0..to.min(window.len().saturating_sub(8))).step_by(2) {
            let word = eight(window, at);
            self.longs[hash::<8, BITS>(word)] = origin + at as u32;
            if self.short {
                self.shorts[hash::<SHORT_WIDTH, SHORT_BITS>(word)] = origin + at as u32;
            }
        }
    }

    /// Adds the sequences of one slice, which begins at `from` and would end at `to` without matches; returns its end.
    pub fn parse(
        &mut self,
        window: &[u8],
        origin: u32,
        from: usize,
        to: usize,
        model: &Model,
        sequences: &mut Vec<Sequence>,
    ) -> usize {
        if self.short && model.short() > 0 {
            self.parse_with::<true>(window, origin, from, to, model, sequences)
        } else {
            self.parse_with::<false>(window, origin, from, to, model, sequences)
        }
    }

    fn parse_with<const SHORT: bool>(
        &mut self,
        window: &[u8],
        origin: u32,
        from: usize,
        to: usize,
        model: &Model,
        sequences: &mut Vec<Sequence>,
    ) -> usize {
        let (mut to, last) = (to, window.len().saturating_sub(8));
        let mut searchable = to.min(last);
        let (mut done, mut at) = (from, from);
        let mut misses = 0;
        while at < searchable {
            let word = eight(window, at);
            let position = origin + at as u32;
            let slot = &mut self.longs[hash::<8, BITS>(word)];
            let mut distance = position.wrapping_sub(*slot) as usize;
            *slot = position;
            // Positions of other calls are farther away than this.
            let mut length = 0;
            if distance.wrapping_sub(1) < REACH.min(at) && eight(window, at - distance) == word {
                length = common(window, at - distance, at, 8);
            }
            if SHORT {
                let slot = &mut self.shorts[hash::<SHORT_WIDTH, SHORT_BITS>(word)];
                let near = position.wrapping_sub(*slot) as usize;
                *slot = position;
                if length == 0 && near.wrapping_sub(1) < model.short().min(at) {
                    // Eight equal bytes may be in this table and not in the other, after a run.
                    let equal = same(window, at, near, word);
                    if equal >= SHORT_WIDTH {
                        (length, distance) = (equal, near);
                    }
                }
            }
            if length == 0
                || !model.pays(&window[at..], length, distance)
                || SHORT && length < 8 && model.gain(&window[at..], length, distance) < CAUTION
            {
                misses += 1;
                at += 1 + (misses >> self.patience);
                continue;
            }
            let (head, end) = (at + 1, at + length);
            let mut begin = at;
            while length < LONGEST
                && begin > done
                && begin > distance
                && window[begin - 1] == window[begin - 1 - distance]
            {
                begin -= 1;
                length += 1;
            }
            sequences.push(Sequence {
                literals: (begin - done) as u32,
                length: length as u16,
                distance: distance as u16,
            });
            for inside in (head..end.min(head + HEAD).min(last))
                .step_by(2)
                .chain((end.max(TAIL) - TAIL).max(head).min(last)..(end - 1).min(last))
            {
                let word = eight(window, inside);
                self.longs[hash::<8, BITS>(word)] = origin + inside as u32;
                if SHORT {
                    self.shorts[hash::<SHORT_WIDTH, SHORT_BITS>(word)] = origin + inside as u32;
                }
            }
            at = end;
            done = end;
            to = window.len().min(to + length.saturating_sub(WEIGHT));
            searchable = to.min(last);
            misses = 0;
        }
        if done < to {
            sequences.push(Sequence { literals: (to - done) as u32, ..Sequence::default() });
            done = to;
        }
        done
    }
}
