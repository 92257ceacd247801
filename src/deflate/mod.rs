//! DEFLATE (RFC 1951) for PNG: filtered rows in chunks, which several threads may compress.
//!
//! A parser finds matches in one slice of the input after another; where the statistics of the slices drift, a block
//! ends. `sequence.rs` is what the parsers (`fast.rs`, `chains.rs`, `optimal.rs`) give to `blocks.rs`; `model.rs` tells
//! them what pays. What was measured, and what was tried in vain, is in `notes.md`.
//!
//! Positions in the tables are absolute: [`Deflater::compress`] counts on from call to call, so that those of earlier
//! calls are out of reach without being cleared.

#![forbid(unsafe_code)]

mod bits;
mod blocks;
mod chains;
mod checksum;
mod fast;
mod finder;
mod huffman;
mod matches;
mod model;
mod optimal;
mod sequence;
#[cfg(test)]
mod tests;

pub use checksum::{adler32, adler32_combine};

use bits::Pending;
use chains::{Chains, Effort};
use fast::Fast;
use finder::Depth;
use model::Model;
use optimal::Optimal;
use sequence::{Counts, REACH, Sequence};

/// Bytes between two looks at the statistics, where there are no matches.
const SLICE: usize = 8192;

/// Fewer bytes than this are sent as they are, without looking for matches.
const FEW: usize = 12;

/// Sequences and bytes of a block at most: what is gathered before it is written.
const MOST_SEQUENCES: usize = 30_000;
const MOST_BYTES: usize = 1 << 20;

/// Bytes whose positions fit into the tables, with what earlier calls left there.
const SEGMENT: usize = 1 << 28;

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings(Search);

/// A way to look for matches: see the file of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    Fast { short: bool, patience: u32 },
    Chains(Effort),
    Optimal(optimal::Effort),
}

/// Figures for each in notes.md. Levels 8 and 9 weigh all ways; level 8 only between long matches.
const LEVELS: [Search; 10] = [
    Search::Fast { short: false, patience: 2 },
    Search::Fast { short: true, patience: 3 },
    Search::Chains(Effort { depth: 2, nice: 32, lazy: 0, patience: 5 }),
    Search::Chains(Effort { depth: 4, nice: 32, lazy: 1, patience: 7 }),
    Search::Chains(Effort { depth: 8, nice: 64, lazy: 1, patience: 8 }),
    Search::Chains(Effort { depth: 16, nice: 64, lazy: 1, patience: 8 }),
    Search::Chains(Effort { depth: 32, nice: 128, lazy: 1, patience: 9 }),
    Search::Chains(Effort { depth: 100, nice: 258, lazy: 1, patience: 10 }),
    Search::Optimal(optimal::Effort {
        depth: Depth { short: 8, long: 300, again: 20, good: 20 },
        nice: 24,
        each: 16,
        passes: 2,
    }),
    Search::Optimal(optimal::Effort {
        depth: Depth { short: 24, long: 200, again: 64, good: 64 },
        nice: 258,
        each: 40,
        passes: 2,
    }),
];

impl Settings {
    /// Those of a level: 0 is the fastest, 9 gives the fewest bytes; levels above 9 are 9.
    pub fn of_level(level: u8) -> Self {
        Self(LEVELS[level.min(9) as usize])
    }
}

/// What finds the matches.
enum Parser {
    Fast(Fast),
    Chains(Chains),
    Optimal(Optimal),
}

/// What compressing needs, for any number of chunks one after the other.
pub struct Deflater {
    parser: Parser,
    sequences: Vec<Sequence>,
    /// What is added to positions in the tables, so that those of earlier calls are out of reach.
    origin: u32,
    segment: usize,
}

impl Deflater {
    /// Memory for these settings: up to 0.4 MiB for levels 0 and 1, 0.5 MiB to level 7, 1.5 MiB for levels 8 and 9.
    pub fn new(settings: Settings) -> Self {
        let parser = match settings.0 {
            Search::Fast { short, patience } => Parser::Fast(Fast::new(short, patience)),
            Search::Chains(effort) => Parser::Chains(Chains::new(effort)),
            Search::Optimal(effort) => Parser::Optimal(Optimal::new(effort)),
        };
        Self { parser, sequences: Vec::new(), origin: REACH as u32 + 1, segment: SEGMENT }
    }

    /// Appends `window[start..]` to `out`, as blocks of DEFLATE.
    ///
    /// Matches reach up to 32768 bytes back into `window[..start]`, which the decoder has just seen. With `last` the
    /// final block is marked; otherwise an empty stored block ends the output on a byte, so that chunks that several
    /// threads compressed can be joined. The bytes depend on the arguments and the settings alone.
    pub fn compress(&mut self, window: &[u8], start: usize, last: bool, out: &mut Vec<u8>) {
        let mut pending = Pending::default();
        let mut from = start;
        loop {
            let to = window.len().min(from + self.segment);
            let dictionary = from.min(REACH);
            let ends = to == window.len();
            pending = self.segment(&window[from - dictionary..to], dictionary, last && ends, pending, out);
            from = to;
            if ends {
                break;
            }
        }
        if !last {
            blocks::flush(pending, out);
        } else if pending.count() > 0 {
            blocks::pad(pending, out);
        }
    }

    fn segment(&mut self, window: &[u8], start: usize, last: bool, mut pending: Pending, out: &mut Vec<u8>) -> Pending {
        let end = window.len();
        if start == end && !last {
            return pending;
        }
        if self.origin > u32::MAX / 2 {
            match &mut self.parser {
                Parser::Fast(fast) => fast.clear(),
                Parser::Chains(chains) => chains.clear(),
                Parser::Optimal(optimal) => optimal.clear(),
            }
            self.origin = REACH as u32 + 1;
        }
        self.sequences.clear();
        if end - start < FEW {
            self.sequences.push(Sequence { literals: (end - start) as u32, ..Sequence::default() });
            let mut counts = Counts::NONE;
            window[start..].iter().for_each(|&byte| counts.literals[byte as usize] += 1);
            return blocks::write(&window[start..], &self.sequences, &mut counts, last, pending, out);
        }
        let origin = self.origin;
        self.origin += (end + REACH + 1) as u32;
        match &mut self.parser {
            Parser::Fast(fast) => fast.learn(window, origin, start),
            Parser::Chains(chains) => chains.learn(window, origin, start),
            Parser::Optimal(optimal) => optimal.learn(window, origin, start),
        }

        let mut block = Counts::NONE;
        let mut block_cost = 0;
        let mut begin = start;
        let mut at = start;
        let mut model = Model::of_bytes(&window[start..end.min(start + SLICE)]);
        while at < end {
            let to = end.min(at + SLICE);
            let (before, known) = (at, self.sequences.len());
            let sequences = &mut self.sequences;
            at = match &mut self.parser {
                Parser::Fast(fast) => fast.parse(window, origin, at, to, &model, sequences),
                Parser::Chains(chains) => chains.parse(window, origin, at, to, &model, sequences),
                Parser::Optimal(optimal) => optimal.parse(window, origin, at, sequences),
            };
            let slice = Counts::of(&window[before..at], &self.sequences[known..]);
            if before == begin && at == end {
                block = slice; // all that there is
                break;
            }
            model.update(&slice);
            let mut joined = block.clone();
            joined.add(&slice);
            let (joined_cost, slice_cost) = (joined.cost(), slice.cost());
            let full = at - begin > MOST_BYTES || self.sequences.len() > MOST_SEQUENCES;
            if before > begin && (full || block_cost + slice_cost < joined_cost) {
                let sequences = &self.sequences[..known];
                pending = blocks::write(&window[begin..before], sequences, &mut block, false, pending, out);
                self.sequences.drain(..known);
                begin = before;
                block = slice;
                block_cost = slice_cost;
            } else {
                block = joined;
                block_cost = joined_cost;
            }
        }
        blocks::write(&window[begin..], &self.sequences, &mut block, last, pending, out)
    }
}
