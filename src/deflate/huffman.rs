//! Codes of least length, up to a limit (RFC 1951, 3.2.2).

#![forbid(unsafe_code)]

use crate::huffman;

/// Symbols of the largest alphabet, and room for a power of two.
const MOST: usize = 288;

/// The longest code that DEFLATE knows, and the length of tables indexed by code length.
const LONGEST: usize = 15;

/// Writes the code length of each symbol of `frequencies` to `lengths`, none above `limit`; 0 where a symbol is unused.
///
/// At least two symbols get a code, since decoders need not take an incomplete one.
pub fn lengths(frequencies: &[u32], limit: usize, lengths: &mut [u8]) {
    debug_assert!(frequencies.len() <= MOST && frequencies.len() == lengths.len());
    lengths.fill(0);
    let mut sorted = [0u64; MOST];
    let mut used = 0;
    for (symbol, &frequency) in frequencies.iter().enumerate().filter(|&(_, &frequency)| frequency > 0) {
        sorted[used] = u64::from(frequency) << 16 | symbol as u64;
        used += 1;
    }
    if used < 2 {
        let only = sorted[0] as usize & 0xffff; // 0 if there is none
        lengths[only] = 1;
        lengths[usize::from(only == 0)] = 1;
        return;
    }
    let sorted = &mut sorted[..used];
    sorted.sort_unstable();

    let mut weights = [0u64; MOST];
    let weights = &mut weights[..used];
    for (weight, &entry) in weights.iter_mut().zip(&*sorted) {
        *weight = entry >> 16;
    }
    let counts = huffman::counts(weights, limit);

    let mut rarest = sorted.iter();
    for length in (1..=limit).rev() {
        for &entry in rarest.by_ref().take(counts[length] as usize) {
            lengths[entry as usize & 0xffff] = length as u8;
        }
    }
}

/// The canonical codes of `lengths`, with the first bit lowest, as they are sent.
pub fn codes(lengths: &[u8], codes: &mut [u16]) {
    let mut counts = [0u16; LONGEST + 1];
    for &length in lengths {
        counts[length as usize & LONGEST] += 1;
    }
    counts[0] = 0;
    let mut next = [0u16; LONGEST + 1];
    for length in 1..=LONGEST {
        next[length] = (next[length - 1] + counts[length - 1]) << 1;
    }
    for (code, &length) in codes.iter_mut().zip(lengths) {
        let next = &mut next[length as usize & LONGEST];
        *code = if length == 0 { 0 } else { next.reverse_bits() >> (16 - length) };
        *next = next.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(frequencies: &[u32], limit: usize) -> Vec<u8> {
        let mut found = vec![0; frequencies.len()];
        lengths(frequencies, limit, &mut found);
        let kraft: u32 = found.iter().filter(|&&length| length > 0).map(|&length| 1 << (limit - length as usize)).sum();
        assert_eq!(kraft, 1 << limit, "the code is complete");
        assert!(frequencies.iter().zip(&found).all(|(&frequency, &length)| frequency == 0 || length > 0));
        found
    }

    #[test]
    fn lengths_are_huffmans_where_the_limit_allows() {
        assert_eq!(checked(&[1, 1, 2, 4, 8], 15), [4, 4, 3, 2, 1]);
        assert_eq!(checked(&[5, 0, 5, 5, 5], 15), [2, 0, 2, 2, 2]);
    }

    #[test]
    fn fibonacci_frequencies_keep_the_limit() {
        let mut frequencies = vec![1, 1];
        while frequencies.len() < 40 {
            frequencies.push(frequencies[frequencies.len() - 1] + frequencies[frequencies.len() - 2]);
        }
        for limit in [6, 7, 14, 15] {
            let found = checked(&frequencies, limit);
            assert!(found.iter().all(|&length| (length as usize) <= limit));
        }
    }

    #[test]
    fn every_number_of_equal_symbols_has_a_complete_code() {
        for used in 0..=288 {
            let frequencies: Vec<u32> = (0..288).map(|symbol| u32::from(symbol < used)).collect();
            checked(&frequencies, 15);
            if used <= 19 {
                checked(&frequencies[..19], 7);
            }
        }
    }

    #[test]
    fn codes_are_canonical() {
        // The example of RFC 1951, 3.2.2.
        let mut found = [0; 8];
        codes(&[3, 3, 3, 3, 3, 2, 4, 4], &mut found);
        let sent: Vec<u16> = [2u16, 3, 4, 5, 6, 0, 14, 15].into_iter().collect();
        let lengths = [3, 3, 3, 3, 3, 2, 4, 4];
        for (symbol, code) in found.into_iter().enumerate() {
            assert_eq!(code.reverse_bits() >> (16 - lengths[symbol]), sent[symbol]);
        }
    }
}
