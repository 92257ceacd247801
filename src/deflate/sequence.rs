//! What a parser finds, and what it costs: runs of literals, each with the match behind it.

#![forbid(unsafe_code)]

/// The shortest and the longest match (RFC 1951, 2).
pub const SHORTEST: usize = 3;
pub const LONGEST: usize = 258;

/// How far back a match may begin.
pub const REACH: usize = 32768;

/// Bytes that a match counts for in the length of a slice, whatever its own: the rest makes the slice longer, so that
/// slices have about the same number of symbols.
pub const WEIGHT: usize = 12;

/// Symbols of the alphabet of literals and lengths that may be sent, and of that of distances.
pub const LITERALS: usize = 286;
pub const DISTANCES: usize = 30;

/// The symbol that ends a block.
pub const END: usize = 256;

/// Literals, which stay where they are in the input, and a match. Without a match `length` and `distance` are 0.
#[derive(Clone, Copy, Default)]
pub struct Sequence {
    pub literals: u32,
    pub length: u16,
    pub distance: u16,
}

/// The symbol of each match length less 3, its extra bits, and their value (RFC 1951, 3.2.5).
pub const LENGTH_SYMBOLS: [(u16, u8, u8); 256] = length_symbols();

const fn length_symbols() -> [(u16, u8, u8); 256] {
    let mut table = [(0, 0, 0); 256];
    let mut length = 0;
    while length < 255 {
        let extra = if length < 8 { 0 } else { (length as u32).ilog2() - 2 };
        let symbol = 257 + 4 * extra + (length as u32 >> extra);
        table[length] = (symbol as u16, extra as u8, (length as u32 & ((1 << extra) - 1)) as u8);
        length += 1;
    }
    table[255] = (285, 0, 0); // 258 has a symbol of its own
    table
}

/// The symbol of a distance and the number of its extra bits, which are the lowest of the distance less 1.
#[inline(always)]
pub fn distance_symbol(distance: u16) -> (usize, u32) {
    let least = u32::from(distance.wrapping_sub(1));
    let log = (least | 1).ilog2();
    let extra = log.saturating_sub(1);
    ((2 * log + (least >> extra & 1)) as usize, extra)
}

/// How often each symbol occurs.
#[derive(Clone)]
pub struct Counts {
    pub literals: [u32; LITERALS],
    pub distances: [u32; DISTANCES],
}

impl Counts {
    pub const NONE: Self = Self { literals: [0; LITERALS], distances: [0; DISTANCES] };

    /// Those of `sequences`, whose bytes begin at `input[0]`.
    pub fn of(input: &[u8], sequences: &[Sequence]) -> Self {
        let mut counts = Self::NONE;
        // Four tables, so that a byte does not wait for the count of the same byte before it.
        let mut tables = [[0u32; 256]; 4];
        let mut rest = input;
        for &Sequence { literals, length, distance } in sequences {
            let (run, behind) = rest.split_at(literals as usize);
            let (quads, few) = run.as_chunks::<4>();
            for quad in quads {
                for (table, &byte) in tables.iter_mut().zip(quad) {
                    table[byte as usize] += 1;
                }
            }
            for (table, &byte) in tables.iter_mut().zip(few) {
                table[byte as usize] += 1;
            }
            if length > 0 {
                counts.literals[LENGTH_SYMBOLS[length as usize - SHORTEST & 255].0 as usize] += 1;
                counts.distances[distance_symbol(distance).0] += 1;
            }
            rest = &behind[length as usize..];
        }
        for (byte, count) in counts.literals[..256].iter_mut().enumerate() {
            *count = tables.iter().map(|table| table[byte]).sum();
        }
        counts
    }

    /// Adds those of a neighbour.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.literals.iter_mut().zip(&other.literals) {
            *count += more;
        }
        for (count, more) in self.distances.iter_mut().zip(&other.distances) {
            *count += more;
        }
    }

    /// Sixteenths of a bit that the symbols take with a code of their own, that code included: an estimate by entropy.
    pub fn cost(&self) -> u64 {
        let (literals, used) = entropy(&self.literals);
        let (distances, used_distances) = entropy(&self.distances);
        // A code length takes 3 to 4 bits, the lengths of those lengths about 60.
        literals + distances + 16 * (60 + 4 * (used + used_distances))
    }
}

/// The entropy of `counts` times their sum, in sixteenths of a bit, and how many are not 0.
pub fn entropy(counts: &[u32]) -> (u64, u64) {
    let (mut sum, mut weighted, mut used) = (0, 0, 0);
    for &count in counts {
        sum += u64::from(count);
        weighted += u64::from(count) * u64::from(log2(count));
        used += u64::from(count > 0);
    }
    (((sum * u64::from(log2(sum as u32))) - weighted) / 256, used)
}

/// log2 in units of 1/4096, to about 1/800; 0 of 0.
#[inline]
pub fn log2(number: u32) -> u32 {
    const STEPS: [u16; 256] = steps();
    let number = number.max(1);
    let log = number.ilog2();
    let mantissa = (u64::from(number) << 8 >> log) as usize & 255;
    (log << 12) + u32::from(STEPS[mantissa])
}

/// 4096 log2(1 + i/256), bit by bit, by squaring.
const fn steps() -> [u16; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut number = (256 + index as u64) << 22; // 1.0 is 1 << 30
        let mut log = 0;
        let mut bit = 0;
        while bit < 12 {
            number = number * number >> 30;
            log <<= 1;
            if number >= 1 << 31 {
                number >>= 1;
                log |= 1;
            }
            bit += 1;
        }
        table[index] = log;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_those_of_the_tables_in_the_rfc() {
        for (length, symbol, extra) in
            [(3, 257, 0), (10, 264, 0), (11, 265, 1), (66, 276, 3), (257, 284, 5), (258, 285, 0)]
        {
            assert_eq!(LENGTH_SYMBOLS[length - 3].0, symbol);
            assert_eq!(LENGTH_SYMBOLS[length - 3].1, extra);
        }
        for (distance, symbol) in
            [(1, (0, 0)), (4, (3, 0)), (5, (4, 1)), (193, (15, 6)), (24577, (29, 13)), (32768, (29, 13))]
        {
            assert_eq!(distance_symbol(distance), symbol);
        }
    }

    #[test]
    fn logarithms_are_near() {
        for number in [1u32, 2, 3, 255, 257, 1000, 123_456, u32::MAX] {
            assert!((f64::from(log2(number)) / 4096.0 - f64::from(number).log2()).abs() < 0.006);
        }
    }
}
