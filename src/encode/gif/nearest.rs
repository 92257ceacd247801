//! The entry of a table that is nearest to a colour, and others near it.
//!
//! Colours are divided into cells of 8x8x8. Of a cell only those entries count that can be nearest to some colour in
//! it, usually 3 to 10; they are found when the first colour of the cell is looked up. The result is exact.

#![forbid(unsafe_code)]

use super::{Rgb, distance};
use crate::simd::{self, Kernel, Simd};

const CELLS: usize = 1 << 15;

/// How many entries beside an entry are known.
pub const NEIGHBORS: usize = 16;

/// Looks colours up in one table.
pub struct Nearest<'a> {
    colors: &'a [Rgb],
    planes: [[i16; 256]; 3],
    /// Where the list of a cell begins in `lists`; 0 if it was not made. A list begins with its length.
    cells: Vec<u32>,
    lists: Vec<u8>,
}

impl<'a> Nearest<'a> {
    /// For a table of 1 to 256 colours.
    pub fn new(colors: &'a [Rgb]) -> Self {
        let mut planes = [[0; 256]; 3];
        for (index, color) in colors.iter().enumerate() {
            (0..3).for_each(|c| planes[c][index] = color[c].into());
        }
        Self { colors, planes, cells: vec![0; CELLS], lists: vec![0] }
    }

    /// The entry nearest to `color`; of several the first.
    pub fn index(&mut self, color: Rgb) -> u8 {
        let [r, g, b] = color.map(|sample| usize::from(sample >> 3));
        let cell = r << 10 | g << 5 | b;
        if self.cells[cell] == 0 {
            self.cells[cell] = self.lists.len() as u32;
            self.make_list(color.map(|sample| (sample & !7).into()));
        }
        let start = self.cells[cell] as usize;
        // A length of 0 stands for 256.
        let length = match self.lists[start] {
            0 => 256,
            length => usize::from(length),
        };
        let list = &self.lists[start + 1..][..length];
        let key = |index: &u8| distance(self.colors[usize::from(*index)], color) << 8 | u32::from(*index);
        list.iter().map(key).min().unwrap_or_default() as u8
    }

    /// Makes the list of the cell whose least colour is `low`.
    fn make_list(&mut self, low: [i16; 3]) {
        let mut bounds = [[0; 256]; 2];
        simd::dispatch(Distances { planes: &self.planes, low, bounds: &mut bounds });
        let [least, greatest] = bounds;
        let count = self.colors.len();
        let reach = greatest[..count].iter().copied().min().unwrap_or_default();
        let at = self.lists.len();
        self.lists.push(0);
        self.lists
            .extend((0..=255u8).zip(&least[..count]).filter(|(_, least)| **least <= reach).map(|(index, _)| index));
        self.lists[at] = (self.lists.len() - at - 1) as u8;
    }
}

/// The entries near each entry of a table.
pub struct Neighbors<'a> {
    colors: &'a [Rgb],
    /// Made when asked for, nearest first.
    lists: Vec<Option<Vec<u8>>>,
}

impl<'a> Neighbors<'a> {
    /// For a table of 1 to 256 colours.
    pub fn new(colors: &'a [Rgb]) -> Self {
        Self { colors, lists: vec![None; colors.len()] }
    }

    /// The entries nearest to entry `index`, nearest first; not itself.
    pub fn of(&mut self, index: u8) -> &[u8] {
        let colors = self.colors;
        self.lists[usize::from(index)].get_or_insert_with(|| {
            let color = colors[usize::from(index)];
            let key = |(other, it): (u32, &Rgb)| distance(color, *it) << 8 | other;
            let mut keys: Vec<u32> = (0..).zip(colors).map(key).collect();
            keys.swap_remove(index.into());
            let count = keys.len().min(NEIGHBORS);
            if count < keys.len() {
                keys.select_nth_unstable(count);
                keys.truncate(count);
            }
            keys.sort_unstable();
            keys.into_iter().map(|key| key as u8).collect()
        })
    }
}

/// The squares of the least and greatest distance from a cell to every entry.
struct Distances<'a> {
    planes: &'a [[i16; 256]; 3],
    low: [i16; 3],
    bounds: &'a mut [[i32; 256]; 2],
}

impl Kernel for Distances<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let [least, greatest] = self.bounds;
        for (plane, low) in self.planes.iter().zip(self.low) {
            for ((entry, least), greatest) in plane.iter().zip(least.iter_mut()).zip(greatest.iter_mut()) {
                let (below, above) = (low - entry, entry - low - 7);
                let near = i32::from(below.max(above).max(0));
                let far = i32::from((-below).max(-above));
                *least += near * near;
                *greatest += far * far;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: &mut u32) -> Rgb {
        [0; 3].map(|_: u8| {
            *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (*seed >> 24) as u8
        })
    }

    #[test]
    fn the_entry_found_is_the_nearest_of_all() {
        let mut seed = 1;
        for count in [1, 2, 3, 17, 255, 256] {
            let colors: Vec<Rgb> = (0..count).map(|_| noise(&mut seed)).collect();
            let mut nearest = Nearest::new(&colors);
            for color in (0..20_000).map(|_| noise(&mut seed)) {
                let least = colors.iter().map(|it| distance(*it, color)).min().unwrap();
                let found = colors[usize::from(nearest.index(color))];
                assert_eq!(distance(found, color), least, "{color:?} among {count}");
            }
            let mut neighbors = Neighbors::new(&colors);
            for index in 0..count {
                let of = |other: u8| distance(colors[usize::from(other)], colors[index]);
                let near = neighbors.of(index as u8);
                assert_eq!(near.len(), (count - 1).min(NEIGHBORS));
                assert!(near.is_sorted_by_key(|other| of(*other)) && !near.contains(&(index as u8)));
                let farther =
                    (0..count as u16).filter(|other| near.last().is_some_and(|last| of(*other as u8) < of(*last)));
                assert!(farther.count() <= near.len());
            }
        }
    }

    #[test]
    fn equal_entries_and_far_colours_are_no_trouble() {
        let colors = [[7; 3]; 256];
        assert_eq!(Nearest::new(&colors).index([255; 3]), 0);
        assert_eq!(Neighbors::new(&colors).of(200)[0], 0);
    }
}
