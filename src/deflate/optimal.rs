//! The parser of the highest level: the cheapest way through a slice, by what the symbols cost in the way found before.

#![forbid(unsafe_code)]

use super::chains::{self, Chains};
use super::sequence::{Counts, LENGTH_SYMBOLS, LITERALS, SHORTEST, Sequence, distance_symbol, log2};

/// Bytes of a slice at most, and matches at about most: they are all kept.
const SLICE: usize = 32768;
const MATCHES: usize = 24_000;

/// Up to this, each length of a match is considered, then the longest alone.
const EACH: usize = 40;

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Candidates to look at.
    pub depth: u32,
    /// A match of this length is taken at once.
    pub nice: u16,
    /// Ways through each slice.
    pub passes: u32,
}

/// A match, of length 0 if there is none.
#[derive(Clone, Copy, Default)]
pub struct Found {
    pub length: u16,
    pub distance: u16,
    /// Not to be shortened: it is, or is the rest of, one that is taken at once.
    pub whole: bool,
}

/// Costs in sixteenths of a bit, extra bits included.
struct Costs {
    literals: [u32; 256],
    lengths: [u32; 256],
    distances: [u32; 32],
}

impl Costs {
    /// Those of a code for `counts`. What did not occur may still occur later: it counts as half.
    fn of(counts: &Counts) -> Self {
        let of_counts = |counts: &[u32]| {
            let all = log2(2 * counts.iter().sum::<u32>());
            move |count: u32| (all - log2((2 * count).max(1)).min(all)) / 256
        };
        let (literal, distance) = (of_counts(&counts.literals), of_counts(&counts.distances));
        let mut distances = [0; 32];
        for (symbol, (cost, &count)) in distances.iter_mut().zip(&counts.distances).enumerate() {
            *cost = distance(count) + 16 * (symbol as u32 / 2).saturating_sub(1);
        }
        Self {
            literals: std::array::from_fn(|byte| literal(counts.literals[byte])),
            lengths: LENGTH_SYMBOLS.map(|(symbol, extra, _)| {
                literal(counts.literals.get(symbol as usize).copied().unwrap_or(0)) + 16 * u32::from(extra)
            }),
            distances,
        }
    }
}

/// Chains that find all matches, and what was found in one slice.
pub struct Optimal {
    chains: Chains,
    effort: Effort,
    /// The matches at each position, of growing length, and where those of each position begin.
    found: Vec<Found>,
    starts: Vec<u32>,
    /// From each position to the end of the slice: the costs, and the first step.
    costs: Vec<u32>,
    steps: Vec<Found>,
    /// The counts of earlier slices, fading.
    history: Counts,
}

impl Optimal {
    pub fn new(effort: Effort) -> Self {
        let (found, starts, costs, steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            chains: Chains::new(chains::Effort { depth: effort.depth, nice: effort.nice, lazy: 0, patience: 0 }),
            effort,
            found,
            starts,
            costs,
            steps,
            history: Counts::NONE,
        }
    }

    pub fn clear(&mut self) {
        self.chains.clear();
    }

    /// Begins anew, with the positions before `to` remembered.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        self.chains.learn(window, origin, to);
        // A little of everything, so that what is not in the first slice has a cost.
        self.history.literals[..256].fill(1);
        self.history.literals[257..LITERALS].fill(1);
        self.history.distances.fill(1);
    }

    /// Adds the sequences of one slice, which begins at `from`; returns its end.
    pub fn parse(&mut self, window: &[u8], origin: u32, from: usize, sequences: &mut Vec<Sequence>) -> usize {
        let to = window.len().min(from + SLICE);
        let to = self.collect(window, origin, from, to);
        let slice = &window[from..to];
        let known = sequences.len();
        // The first costs are those of taking what is longest: from the bytes alone, runs of one byte would seem to cost
        // nothing as literals, and every later way would agree.
        self.greedy(slice.len());
        let mut counts = Counts::NONE;
        for pass in 0..=self.effort.passes {
            if pass > 0 {
                counts.literals.iter_mut().chain(&mut counts.distances).for_each(|count| *count *= 2);
                counts.add(&self.history);
                self.cheapest(slice, &Costs::of(&counts));
            }
            sequences.truncate(known);
            self.follow(slice.len(), sequences);
            counts = Counts::of(slice, &sequences[known..]);
        }
        self.history.literals.iter_mut().chain(&mut self.history.distances).for_each(|count| *count /= 2);
        self.history.add(&counts);
        to
    }

    /// Finds the matches of all positions; returns where it stopped.
    fn collect(&mut self, window: &[u8], origin: u32, from: usize, to: usize) -> usize {
        self.found.clear();
        self.starts.clear();
        let searchable = window.len().saturating_sub(8);
        let mut at = from;
        while at < to && self.found.len() < MATCHES {
            self.starts.push(self.found.len() as u32);
            if at < searchable {
                self.chains.collect(window, origin, at, &mut self.found);
            }
            at += 1;
            let here = self.found.len() as u32 > self.starts[self.starts.len() - 1];
            let longest = self.found.last().map_or(0, |found| found.length as usize);
            if here && longest >= self.effort.nice as usize {
                let end = to.min(at - 1 + longest);
                self.chains.skip(window, origin, at, at - 1, end);
                let last = self.found.len() - 1;
                self.found[last].whole = true;
                let mut rest = self.found[last];
                while at < end {
                    // A way may come here from before that match, and needs its rest.
                    self.starts.push(self.found.len() as u32);
                    rest.length -= 1;
                    if rest.length as usize >= SHORTEST {
                        self.found.push(rest);
                    }
                    at += 1;
                }
            }
        }
        self.starts.push(self.found.len() as u32);
        at
    }

    /// The way that takes the longest match of each position that has one of some length.
    fn greedy(&mut self, length: usize) {
        self.steps.clear();
        for at in 0..length {
            let found = &self.found[self.starts[at] as usize..self.starts[at + 1] as usize];
            let longest = found.last().copied().filter(|found| found.length >= 6).unwrap_or_default();
            self.steps.push(Found { length: longest.length.min((length - at) as u16), ..longest });
        }
        for step in self.steps.iter_mut().rev().take(2) {
            *step = Found::default(); // cut too short
        }
    }

    /// Finds the cheapest way, from the end.
    fn cheapest(&mut self, slice: &[u8], costs: &Costs) {
        self.costs.clear();
        self.costs.resize(slice.len() + 1, 0);
        self.steps.clear();
        self.steps.resize(slice.len(), Found::default());
        for at in (0..slice.len()).rev() {
            let mut least = costs.literals[slice[at] as usize] + self.costs[at + 1];
            let mut step = Found::default();
            let mut length = SHORTEST;
            let found = &self.found[self.starts[at] as usize..self.starts[at + 1] as usize];
            for &Found { length: longest, distance, whole } in found {
                let distance_cost = costs.distances[distance_symbol(distance).0 & 31];
                let longest = (longest as usize).min(slice.len() - at);
                let mut consider = |length: usize| {
                    let cost = distance_cost + costs.lengths[length - SHORTEST & 255] + self.costs[at + length];
                    if cost < least {
                        least = cost;
                        step = Found { length: length as u16, distance, whole };
                    }
                };
                // Between these, lengths hardly matter, and they are many.
                let most = if whole { 0 } else { longest.min(EACH) };
                (length..=most).for_each(&mut consider);
                if longest > most && longest >= SHORTEST {
                    consider(longest);
                }
                length = length.max(most + 1);
            }
            self.costs[at] = least;
            self.steps[at] = step;
        }
    }

    /// Writes down the way.
    fn follow(&self, length: usize, sequences: &mut Vec<Sequence>) {
        let (mut at, mut done) = (0, 0);
        while at < length {
            let Found { length, distance, .. } = self.steps[at];
            if length == 0 {
                at += 1;
                continue;
            }
            sequences.push(Sequence { literals: (at - done) as u32, length, distance });
            at += length as usize;
            done = at;
        }
        if done < length {
            sequences.push(Sequence { literals: (length - done) as u32, ..Sequence::default() });
        }
    }
}
