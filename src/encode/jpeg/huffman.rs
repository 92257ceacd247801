//! Huffman tables (ITU-T T.81, annex C): the typical ones of Annex K.3, and those made for an image (K.2).

#![forbid(unsafe_code)]

use std::sync::LazyLock;

use crate::huffman;

/// A table as DHT has it (B.2.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// BITS: how many codes have 1 to 16 bits.
    pub counts: [u8; 16],
    /// HUFFVAL: the symbols, those of shorter codes first.
    pub symbols: Vec<u8>,
}

/// The tables of one kind of component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecPair {
    /// For differences of DC: a symbol is a size category.
    pub dc: Spec,
    /// For AC: a symbol is a run of zeros, and in the low four bits a size category.
    pub ac: Spec,
}

/// Ends a block whose last coefficients are 0.
pub const END_OF_BLOCK: u8 = 0x00;
/// Sixteen zeros.
pub const ZERO_RUN: u8 = 0xF0;
/// The greatest size category of a difference of DC, at 8 bits a sample (F.1.2.1.1).
pub const MAX_DC_SIZE: usize = 11;
/// The greatest size category of AC (F.1.2.2.1).
pub const MAX_AC_SIZE: usize = 10;

/// Every symbol that an AC coefficient can have.
pub fn ac_symbols() -> impl Iterator<Item = u8> {
    let sized = (0..16).flat_map(|run| (1..=MAX_AC_SIZE as u8).map(move |size| run << 4 | size));
    sized.chain([END_OF_BLOCK, ZERO_RUN])
}

impl SpecPair {
    /// The typical tables of luminance and chrominance; making them takes longer than coding a small image.
    pub fn typical() -> &'static [Self; 2] {
        static TYPICAL: LazyLock<[SpecPair; 2]> = LazyLock::new(|| [SpecPair::luminance(), SpecPair::chrominance()]);
        &TYPICAL
    }

    /// Tables K.3 and K.5.
    fn luminance() -> Self {
        let dc = Spec { counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], symbols: (0..12).collect() };
        Self { dc, ac: Spec::typical([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125], &LUMINANCE_AC) }
    }

    /// Tables K.4 and K.6.
    fn chrominance() -> Self {
        let dc = Spec { counts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], symbols: (0..12).collect() };
        Self { dc, ac: Spec::typical([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119], &CHROMINANCE_AC) }
    }
}

/// The symbols of table K.5 whose codes have up to 15 bits; the rest follow in ascending order.
const LUMINANCE_AC: [u8; 37] = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14,
    0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82,
];

/// The same of table K.6.
const CHROMINANCE_AC: [u8; 43] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22, 0x32,
    0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16,
    0x24, 0x34, 0xE1, 0x25, 0xF1,
];

impl Spec {
    fn typical(counts: [u8; 16], first: &[u8]) -> Self {
        let mut rest: Vec<u8> = ac_symbols().filter(|symbol| !first.contains(symbol)).collect();
        rest.sort_unstable();
        Self { counts, symbols: [first, &rest].concat() }
    }

    /// The code of every symbol (C.2): its bits and their number, 0 for symbols without one.
    pub fn codes(&self) -> [(u16, u8); 256] {
        let mut codes = [(0, 0); 256];
        let mut symbols = self.symbols.iter();
        let mut code = 0u32;
        for (length, count) in (1..).zip(self.counts) {
            for symbol in symbols.by_ref().take(count.into()) {
                codes[usize::from(*symbol)] = (code as u16, length);
                code += 1;
            }
            code <<= 1;
        }
        codes
    }

    /// The table with the shortest data for symbols of these frequencies; symbols of frequency 0 get no code (K.2).
    pub fn optimal(frequencies: &[u32; 256]) -> Self {
        // The longest code must not be all ones (C.2): a symbol beyond all others takes it, and is left out at the end.
        let mut used: Vec<(u32, u16)> =
            (0..256).map(|s| (frequencies[usize::from(s)], s)).filter(|(f, _)| *f > 0).collect();
        used.sort_unstable_by_key(|(frequency, symbol)| (std::cmp::Reverse(*frequency), *symbol));
        let ascending = used.iter().rev().map(|(frequency, _)| u64::from(*frequency));
        let mut weights: Vec<u64> = [0].into_iter().chain(ascending).collect();
        let mut counts = huffman::counts(&mut weights, 16);
        let longest = counts.iter().rposition(|count| *count > 0).expect("the symbol beyond all others has a length");
        counts[longest] -= 1;
        // Frequent symbols have the short codes.
        Self {
            counts: std::array::from_fn(|index| counts[index + 1] as u8),
            symbols: used.iter().map(|(_, symbol)| *symbol as u8).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_prefix_free(spec: &Spec) {
        let space: u32 = (1..=16).zip(spec.counts).map(|(length, count)| u32::from(count) << (16 - length)).sum();
        assert!(space < 1 << 16, "all ones is free: {space}");
        assert_eq!(spec.counts.iter().map(|count| usize::from(*count)).sum::<usize>(), spec.symbols.len());
    }

    #[test]
    fn typical_tables_have_all_symbols() {
        for pair in SpecPair::typical() {
            assert_prefix_free(&pair.dc);
            assert_prefix_free(&pair.ac);
            assert_eq!(pair.ac.symbols.len(), 162);
        }
        let codes = SpecPair::luminance().ac.codes();
        // Table K.5.
        for (symbol, code, length) in [(0x00, 0b1010, 4), (0x01, 0, 2), (0xF0, 0b111_1111_1001, 11), (0xFA, 0xFFFE, 16)]
        {
            assert_eq!(codes[symbol], (code, length));
        }
    }

    #[test]
    fn optimal_tables_are_as_short_as_huffmans() {
        let mut frequencies = [0; 256];
        for (symbol, frequency) in [(5, 40), (9, 30), (1, 20), (7, 10)] {
            frequencies[symbol] = frequency;
        }
        let spec = Spec::optimal(&frequencies);
        assert_eq!((spec.counts[..4].to_vec(), spec.symbols), (vec![1, 1, 1, 1], vec![5, 9, 1, 7]));
    }

    #[test]
    fn no_code_is_longer_than_16_bits() {
        let mut frequencies = [0; 256];
        let (mut small, mut large) = (1u32, 1u32);
        for frequency in &mut frequencies[..44] {
            *frequency = small;
            (small, large) = (large, small + large);
        }
        let spec = Spec::optimal(&frequencies);
        assert_prefix_free(&spec);
        assert_eq!(spec.symbols.len(), 44);
        assert_eq!(spec.symbols[0], 43, "the most frequent is the first");
    }

    #[test]
    fn one_symbol_is_enough() {
        let mut frequencies = [0; 256];
        frequencies[3] = 1;
        let spec = Spec::optimal(&frequencies);
        assert_eq!((spec.counts[0], spec.symbols.as_slice()), (1, &[3][..]));
        assert_prefix_free(&spec);
    }
}
