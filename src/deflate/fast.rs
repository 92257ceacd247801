//! The quick parser: one table of recent positions, and longer steps where nothing is found.

#![forbid(unsafe_code)]

use super::matches::{common, eight};
use super::model::Model;
use super::sequence::{LONGEST, REACH, Sequence, WEIGHT};

const BITS: u32 = 14;
const WIDTH: usize = 8;

/// A table of the last position of each hash of four bytes.
pub struct Fast {
    table: Box<[u32; 1 << BITS]>,
    /// After how many misses (as a power of two) a step gets longer by one.
    patience: u32,
}

impl Fast {
    pub fn new(patience: u32) -> Self {
        let table = vec![0; 1 << BITS].into_boxed_slice().try_into();
        Self { table: table.unwrap_or_else(|_| unreachable!("the length is that")), patience }
    }

    pub fn clear(&mut self) {
        self.table.fill(0);
    }

    #[inline(always)]
    fn hash(word: u64) -> usize {
        ((word << (64 - 8 * WIDTH)).wrapping_mul(0x9e37_79b1_85eb_ca87) >> (64 - BITS)) as usize
    }

    /// Remembers the positions before `to`.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        for at in (0..to.min(window.len().saturating_sub(8))).step_by(2) {
            self.table[Self::hash(eight(window, at))] = origin + at as u32;
        }
    }

    pub fn parse(
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
            let slot = &mut self.table[Self::hash(word)];
            let distance = (origin + at as u32).wrapping_sub(*slot) as usize;
            *slot = origin + at as u32;
            if distance.wrapping_sub(1) < REACH
                && distance <= at
                && (eight(window, at - distance) ^ word) << (64 - 8 * WIDTH) == 0
            {
                let mut length = common(window, at - distance, at, WIDTH);
                let end = at + length;
                if model.pays(&window[at..], length, distance) {
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
                    for inside in (at + 1..end.min(at + 16).min(last)).step_by(2) {
                        self.table[Self::hash(eight(window, inside))] = origin + inside as u32;
                    }
                    if end - 2 < last {
                        self.table[Self::hash(eight(window, end - 2))] = origin + end as u32 - 2;
                    }
                    at = end;
                    done = end;
                    to = window.len().min(to + length.saturating_sub(WEIGHT));
                    searchable = to.min(last);
                    misses = 0;
                    continue;
                }
            }
            misses += 1;
            at += 1 + (misses >> self.patience);
        }
        if done < to {
            sequences.push(Sequence { literals: (to - done) as u32, ..Sequence::default() });
            done = to;
        }
        done
    }
}
