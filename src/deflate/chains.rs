//! The thorough parser: chains of positions with the same hash, and a look at what the next positions offer.

#![forbid(unsafe_code)]

use super::matches::{common, eight, hash, same, table};
use super::model::Model;
use super::sequence::{REACH, Sequence, WEIGHT};

/// Bits of the hash of [`WIDTH`] bytes, whose positions are chained, and of the hash of fewer bytes.
const BITS: u32 = 16;
const SHORT_BITS: u32 = 15;

/// Bytes that a chain has in common.
const WIDTH: usize = 8;
const SHORT_WIDTH: usize = 4;

/// Matches from this length on are long, and which of their positions are remembered.
const LONG: usize = 64;
const LONG_HEAD: usize = 16;
const LONG_TAIL: usize = 32;

/// The most patience where matches are sparse.
const SPARSE_PATIENCE: u32 = 5;

/// What a byte more in a match is worth, in sixteenths of a bit: without it, it would be in another match, or a
/// literal.
const BYTE: i32 = 64;

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Candidates to look at.
    pub depth: u32,
    /// A match of this length is taken at once.
    pub nice: u16,
    /// Positions behind a match to look at before it is taken: 0 to 2.
    pub lazy: u8,
    /// After how many misses (as a power of two) a step gets longer by one.
    pub patience: u32,
}

/// A match, of length 0 if there is none.
#[derive(Clone, Copy, Default)]
struct Match {
    length: usize,
    distance: usize,
}

/// The last positions of each hash, and the chains behind them.
pub struct Chains {
    heads: Box<[u32; 1 << BITS]>,
    shorts: Box<[u32; 1 << SHORT_BITS]>,
    /// How far before a position its predecessor in the chain is, at most 65535: beyond reach.
    steps: Box<[u16; REACH]>,
    effort: Effort,
}

/// Whether a match of `length` saves more than `best`.
#[inline(always)]
fn better(length: usize, distance: usize, best: Match, model: &Model) -> bool {
    BYTE * (length as i32 - best.length as i32) > model.matched(distance) - model.matched(best.distance)
}

impl Chains {
    pub fn new(effort: Effort) -> Self {
        Self { heads: table(), shorts: table(), steps: table(), effort }
    }

    pub fn clear(&mut self) {
        self.heads.fill(0);
        self.shorts.fill(0);
    }

    /// Remembers the positions before `to`.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        for at in 0..to.min(window.len().saturating_sub(8)) {
            self.insert(window, origin, at);
        }
    }

    /// Remembers a position; returns the last ones with its hashes.
    #[inline(always)]
    fn insert(&mut self, window: &[u8], origin: u32, at: usize) -> (u32, u32, u64) {
        let word = eight(window, at);
        let position = origin + at as u32;
        let head = &mut self.heads[hash::<WIDTH, BITS>(word)];
        let short = &mut self.shorts[hash::<SHORT_WIDTH, SHORT_BITS>(word)];
        let found = (*head, *short, word);
        self.steps[position as usize % REACH] = (position - *head).min(65535) as u16;
        *head = position;
        *short = position;
        found
    }

    /// The match at `at` that saves most; of length 0 if there is none.
    #[inline(always)]
    fn find(&mut self, window: &[u8], origin: u32, at: usize, depth: u32, model: &Model) -> Match {
        let (head, short, word) = self.insert(window, origin, at);
        let position = origin + at as u32;
        // Positions of other calls are farther away than this.
        let reach = REACH.min(at);
        let mut best = Match::default();

        let distance = (position - short) as usize;
        if distance <= model.short().min(at) {
            let length = same(window, at, distance, word);
            if length >= SHORT_WIDTH {
                best = Match { length, distance };
            }
        }

        let mut distance = (position - head) as usize;
        // Where the last eight bytes of a longer match begin, and what they are.
        let mut ahead = best.length.max(7) - 7;
        let mut needed = eight(window, at + ahead);
        for _ in 0..depth {
            if distance > reach {
                break;
            }
            let from = at - distance;
            if eight(window, from + ahead) == needed && (ahead == 0 || eight(window, from) == word) {
                let length = common(window, from, at, 8);
                if length > best.length && (best.length == 0 || better(length, distance, best, model)) {
                    best = Match { length, distance };
                    if length >= self.effort.nice as usize {
                        break;
                    }
                    ahead = length.max(7) - 7;
                    needed = eight(window, at + ahead);
                }
            }
            distance += self.steps[(position as usize).wrapping_sub(distance) % REACH] as usize;
        }
        best
    }

    /// Remembers the positions from `from` to the end of a match that began just before.
    #[inline(always)]
    fn skip(&mut self, window: &[u8], origin: u32, from: usize, begin: usize, end: usize) {
        let last = window.len().saturating_sub(8);
        // Of a long match the middle is left out: in runs, chains of it would hide everything else.
        let (head, tail) = if end - begin < LONG { (end, end) } else { (begin + LONG_HEAD, end - LONG_TAIL) };
        for inside in (from..head.min(last)).chain(from.max(tail)..end.min(last)) {
            self.insert(window, origin, inside);
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
        let (mut to, last) = (to, window.len().saturating_sub(8));
        let mut searchable = to.min(last);
        let Effort { depth, nice, lazy, patience } = self.effort;
        let patience = if model.sparse() { patience.min(SPARSE_PATIENCE) } else { patience };
        let (mut done, mut at) = (from, from);
        let mut misses = 0u32;
        while at < searchable {
            let mut best = self.find(window, origin, at, depth, model);
            if best.length == 0 || !model.pays(&window[at..], best.length, best.distance) {
                misses += 1;
                at += 1 + (misses >> patience) as usize;
                continue;
            }
            misses = 0;
            let mut inserted = at + 1;
            'look: while best.length < nice as usize {
                for ahead in 1..=usize::from(lazy) {
                    if at + ahead >= searchable || at + ahead < inserted {
                        break 'look;
                    }
                    let next = self.find(window, origin, at + ahead, depth >> ahead, model);
                    inserted = at + ahead + 1;
                    if next.length >= ahead && better(next.length + 1 - ahead, next.distance, best, model) {
                        at += ahead;
                        best = next;
                        continue 'look;
                    }
                }
                break;
            }
            let Match { length, distance } = best;
            sequences.push(Sequence { literals: (at - done) as u32, length: length as u16, distance: distance as u16 });
            let end = at + length;
            self.skip(window, origin, inserted, at, end);
            at = end;
            done = end;
            to = window.len().min(to + length.saturating_sub(WEIGHT));
            searchable = to.min(last);
        }
        if done < to {
            sequences.push(Sequence { literals: (to - done) as u32, ..Sequence::default() });
            done = to;
        }
        done
    }
}
