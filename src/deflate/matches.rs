//! Where the bytes at a position were seen before.

#![forbid(unsafe_code)]

use super::sequence::LONGEST;

/// Eight bytes; the caller sees to it that they are there.
#[inline(always)]
pub fn eight(window: &[u8], at: usize) -> u64 {
    window[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// How many bytes at `at` are those at `from`, of which `known` are known to be.
#[inline(always)]
pub fn common(window: &[u8], from: usize, at: usize, known: usize) -> usize {
    let most = (window.len() - at).min(LONGEST);
    let (old, new) = (&window[from..from + most], &window[at..at + most]);
    let mut length = known;
    while length + 8 <= most {
        let difference = eight(old, length) ^ eight(new, length);
        if difference != 0 {
            return length + difference.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    while length < most && old[length] == new[length] {
        length += 1;
    }
    length
}

/// How many bytes at `at` are those `distance` before; `word` is the first eight.
#[inline(always)]
pub fn same(window: &[u8], at: usize, distance: usize, word: u64) -> usize {
    let difference = eight(window, at - distance) ^ word;
    if difference == 0 { common(window, at - distance, at, 8) } else { difference.trailing_zeros() as usize / 8 }
}

/// Memory for one value of each hash.
pub fn table<T: Clone + Default, const N: usize>() -> Box<[T; N]> {
    vec![T::default(); N].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("the length is N"))
}

/// The hash of the first `BYTES` bytes of `word`.
#[inline(always)]
pub fn hash<const BYTES: usize, const HASH_BITS: u32>(word: u64) -> usize {
    ((word << (64 - 8 * BYTES)).wrapping_mul(0x9e37_79b1_85eb_ca87) >> (64 - HASH_BITS)) as usize
}
