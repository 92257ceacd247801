//! The parser of the highest levels: the cheapest way through a slice, by what the symbols cost in the way found
//! before.

#![forbid(unsafe_code)]

use super::finder::{Depth, Finder, Found};
use super::sequence::{Counts, LENGTH_SYMBOLS, LITERALS, SHORTEST, Sequence, distance_symbol, log2};

/// Bytes of a slice that are weighed, and matches at them, about: they are all kept.
const SLICE: usize = 32768;
const MATCHES: usize = 48_000;

/// Bytes of a slice at most.
const MOST: usize = 1 << 18;

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    pub depth: Depth,
    /// A match of this length is taken at once.
    pub nice: u16,
    /// Up to this, each length of a match is considered, then the longest alone.
    pub each: u16,
    /// Ways through each slice.
    pub passes: u32,
}

/// A part of a slice whose ways are weighed, and the match behind it, which is taken at once.
struct Span {
    begin: usize,
    end: usize,
    taken: Found,
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

/// What finds all matches, and what was found in one slice.
pub struct Optimal {
    finder: Finder,
    effort: Effort,
    spans: Vec<Span>,
    /// The matches at each weighed position, of growing length, and where those of each position begin.
    found: Vec<Found>,
    starts: Vec<u32>,
    /// The first step of the way from each weighed position, and the costs from there to the end of its span.
    steps: Vec<Found>,
    costs: Vec<u32>,
    /// The counts of earlier slices, fading.
    history: Counts,
}

impl Optimal {
    pub fn new(effort: Effort) -> Self {
        Self {
            finder: Finder::new(),
            effort,
            spans: Vec::new(),
            found: Vec::new(),
            starts: Vec::new(),
            steps: Vec::new(),
            costs: Vec::new(),
            history: Counts::NONE,
        }
    }

    pub fn clear(&mut self) {
        self.finder.clear();
    }

    /// Begins anew, with the positions before `to` remembered.
    pub fn learn(&mut self, window: &[u8], origin: u32, to: usize) {
        self.finder.learn(window, origin, to);
        // A little of everything, so that what is not in the first slice has a cost.
        self.history.literals[..256].fill(1);
        self.history.literals[257..LITERALS].fill(1);
        self.history.distances.fill(1);
    }

    /// Adds the sequences of one slice, which begins at `from`; returns its end.
    pub fn parse(&mut self, window: &[u8], origin: u32, from: usize, sequences: &mut Vec<Sequence>) -> usize {
        let to = self.collect(window, origin, from);
        let slice = &window[from..to];
        let known = sequences.len();
        // The first costs are those of taking what is longest: from the bytes alone, runs of one byte would seem to
        // cost nothing as literals, and every later way would agree.
        self.greedy();
        let mut counts = Counts::NONE;
        for pass in 0..=self.effort.passes {
            if pass > 0 {
                counts.literals.iter_mut().chain(&mut counts.distances).for_each(|count| *count *= 2);
                counts.add(&self.history);
                self.cheapest(window, &Costs::of(&counts));
            }
            sequences.truncate(known);
            self.follow(sequences);
            counts = Counts::of(slice, &sequences[known..]);
        }
        self.history.literals.iter_mut().chain(&mut self.history.distances).for_each(|count| *count /= 2);
        self.history.add(&counts);
        to
    }

    /// Finds the matches of all positions; returns where it stopped.
    fn collect(&mut self, window: &[u8], origin: u32, from: usize) -> usize {
        self.found.clear();
        self.starts.clear();
        self.spans.clear();
        let searchable = window.len().saturating_sub(8);
        let most = window.len().min(from + MOST);
        let nice = self.effort.nice as usize;
        let (mut at, mut begin) = (from, from);
        // The match of the position before, if it is long enough to be taken: should the next one not be longer.
        let mut taken = Found::default();
        let mut carried = Found::default();
        loop {
            let full = at >= most || self.starts.len() >= SLICE || self.found.len() >= MATCHES;
            let start = self.found.len();
            let mut longest = 0;
            if at < searchable && !full {
                longest = self.finder.collect(window, origin, at, self.effort.depth, carried, &mut self.found);
            }
            if taken.length > 0 && taken.length as usize >= longest {
                self.found.truncate(self.starts.pop().map_or(0, |start| start as usize));
                self.spans.push(Span { begin, end: at - 1, taken });
                let end = at - 1 + taken.length as usize;
                self.finder.skip(window, origin, at + usize::from(!full), end, taken.distance as usize);
                (at, begin) = (end, end);
                (taken, carried) = (Found::default(), Found::default());
                continue;
            }
            if full {
                break;
            }
            self.starts.push(start as u32);
            let found = self.found.last().copied().filter(|_| longest > 0).unwrap_or_default();
            taken = if longest >= nice { found } else { Found::default() };
            carried = Found { length: found.length.saturating_sub(1), ..found };
            at += 1;
        }
        self.spans.push(Span { begin, end: at, taken: Found::default() });
        self.starts.push(self.found.len() as u32);
        at
    }

    /// The way that takes the longest match of each position that has one of some length.
    fn greedy(&mut self) {
        self.steps.clear();
        for span in &self.spans {
            for at in span.begin..span.end {
                let node = self.steps.len();
                let found = &self.found[self.starts[node] as usize..self.starts[node + 1] as usize];
                let longest = found.last().copied().unwrap_or_default();
                let length = longest.length.min((span.end - at) as u16);
                self.steps.push(if length >= 6 { Found { length, ..longest } } else { Found::default() });
            }
        }
    }

    /// Finds the cheapest way through each span, from its end.
    fn cheapest(&mut self, window: &[u8], costs: &Costs) {
        let each = self.effort.each as usize;
        let mut first = 0;
        for span in &self.spans {
            let bytes = &window[span.begin..span.end];
            let starts = &self.starts[first..=first + bytes.len()];
            let steps = &mut self.steps[first..first + bytes.len()];
            first += bytes.len();
            self.costs.clear();
            self.costs.resize(bytes.len() + 1, 0);
            for at in (0..bytes.len()).rev() {
                let mut least = costs.literals[bytes[at] as usize] + self.costs[at + 1];
                let mut step = Found::default();
                let mut length = SHORTEST;
                for &Found { length: longest, distance } in &self.found[starts[at] as usize..starts[at + 1] as usize] {
                    let distance_cost = costs.distances[distance_symbol(distance).0 & 31];
                    let longest = (longest as usize).min(bytes.len() - at);
                    let mut consider = |length: usize| {
                        let cost = distance_cost + costs.lengths[length - SHORTEST & 255] + self.costs[at + length];
                        if cost < least {
                            least = cost;
                            step = Found { length: length as u16, distance };
                        }
                    };
                    // Between these, lengths hardly matter, and they are many.
                    let most = longest.min(each);
                    (length..=most).for_each(&mut consider);
                    if longest > most && longest >= SHORTEST {
                        consider(longest);
                    }
                    length = length.max(most + 1);
                }
                self.costs[at] = least;
                steps[at] = step;
            }
        }
    }

    /// Writes down the way.
    fn follow(&self, sequences: &mut Vec<Sequence>) {
        let (mut first, mut literals) = (0, 0);
        let mut add = |literals: &mut u32, found: Found| {
            let Found { length, distance } = found;
            sequences.push(Sequence { literals: std::mem::take(literals), length, distance });
        };
        for span in &self.spans {
            let steps = &self.steps[first..first + span.end - span.begin];
            first += steps.len();
            let mut at = 0;
            while at < steps.len() {
                match steps[at].length {
                    0 => (at, literals) = (at + 1, literals + 1),
                    length => {
                        add(&mut literals, steps[at]);
                        at += length as usize;
                    }
                }
            }
            if span.taken.length > 0 {
                add(&mut literals, span.taken);
            }
        }
        if literals > 0 {
            add(&mut literals, Found::default());
        }
    }
}
