//! LZW that may take an entry near the nearest one where that makes a string longer.
//!
//! A pixel may be off by as much as the root of the square of its distance to the nearest entry and that of the
//! tolerance. All strings that stay within that are followed at the same time, the best few of each length; the longest
//! is written, among equally long ones that with the least error.

#![forbid(unsafe_code)]

use super::lzw::{Codes, Next};
use super::nearest::{NEIGHBORS, Neighbors};
use super::palette::Indexed;
use super::{Pixel, distance};

/// Strings that are followed at the same time. With 32 files are no smaller.
const FOLLOWED: usize = 8;

/// A string that stands for the next pixels.
#[derive(Clone, Copy)]
struct Candidate {
    string: u16,
    error: u32,
}

/// A node of the tree of strings.
#[derive(Clone, Copy, Default)]
struct Node {
    /// The last index of the string.
    index: u8,
    /// The string without it.
    parent: u16,
    /// The first of the strings that are longer by one index, and the next string of those that continue the parent; 0
    /// if there is none.
    child: u16,
    sibling: u16,
}

/// What the pixels of a frame may be.
struct Choices<'a> {
    pixels: &'a [Pixel],
    indexed: &'a Indexed,
    neighbors: Neighbors<'a>,
    tolerance: u32,
}

impl Choices<'_> {
    /// The error of the pixel at `place` as `index`, if that is allowed. A pixel without colour has one index only.
    #[inline]
    fn error(&self, place: usize, index: u8) -> Option<u32> {
        let [r, g, b, a] = self.pixels[place];
        if a == 0 || Some(index) == self.indexed.transparent {
            return (index == self.indexed.indices[place]).then_some(0);
        }
        let of = |index: u8| distance(self.indexed.colors[usize::from(index)], [r, g, b]);
        let error = of(index);
        (error <= of(self.indexed.indices[place]) + self.tolerance).then_some(error)
    }

    /// The strings of one index that the pixel at `place` may be.
    fn first(&mut self, place: usize, found: &mut Vec<Candidate>) {
        found.clear();
        let index = self.indexed.indices[place];
        let mut all = [index; NEIGHBORS + 1];
        if self.pixels[place][3] != 0 {
            all[1..].iter_mut().zip(self.neighbors.of(index)).for_each(|(slot, other)| *slot = *other);
        }
        for (rank, index) in all.into_iter().enumerate() {
            if rank == 0 || index != all[0] {
                let error = self.error(place, index);
                found.extend(error.map(|error| Candidate { string: index.into(), error }));
            }
        }
        keep_best(found);
    }
}

fn keep_best(found: &mut Vec<Candidate>) {
    if found.len() > FOLLOWED {
        found.sort_by_key(|candidate| candidate.error);
        found.truncate(FOLLOWED);
    }
}

/// The codes of `pixels` as `indexed` has them, where entries may be off by the square root of `tolerance` more.
pub fn compress(pixels: &[Pixel], indexed: &Indexed, tolerance: u32) -> Vec<u8> {
    let mut codes = Codes::new(indexed.code_size);
    let clear_code = codes.clear_code();
    let mut nodes = vec![Node::default(); 1 << 12];
    (0..clear_code).for_each(|index| nodes[usize::from(index)].index = index as u8);
    let mut choices = Choices { pixels, indexed, neighbors: Neighbors::new(&indexed.colors), tolerance };
    let (mut found, mut longer) = (Vec::new(), Vec::new());
    // The string whose last index is the first of the next one, and not known yet.
    let mut open: Option<u16> = None;
    let mut place = 0;
    while place < pixels.len() {
        choices.first(place, &mut found);
        let mut length = 1;
        while place + length < pixels.len() {
            longer.clear();
            for candidate in &found {
                let mut string = nodes[usize::from(candidate.string)].child;
                while string != 0 {
                    let node = &nodes[usize::from(string)];
                    if let Some(error) = choices.error(place + length, node.index) {
                        longer.push(Candidate { string, error: candidate.error.saturating_add(error) });
                    }
                    string = node.sibling;
                }
            }
            if longer.is_empty() {
                break;
            }
            keep_best(&mut longer);
            std::mem::swap(&mut found, &mut longer);
            length += 1;
        }
        let best = found.iter().min_by_key(|candidate| candidate.error).map_or(0, |candidate| candidate.string);
        let mut first = best;
        while first >= clear_code {
            first = nodes[usize::from(first)].parent;
        }
        if let Some(string) = open.take() {
            nodes[usize::from(string)].index = first as u8;
        }
        match codes.write(best, length) {
            Next::String(string) => {
                open = Some(string);
                // If the next string is this very one, its last index is its first.
                let sibling = std::mem::replace(&mut nodes[usize::from(best)].child, string);
                nodes[usize::from(string)] = Node { index: first as u8, parent: best, child: 0, sibling };
            }
            Next::Full => {}
            Next::Cleared => nodes.iter_mut().for_each(|node| node.child = 0),
        }
        place += length;
    }
    codes.finish()
}
