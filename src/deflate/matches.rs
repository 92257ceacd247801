//! Where the bytes at a position were seen before.

#![forbid(unsafe_code)]

use super::sequence::LONGEST;

/// Four bytes; the caller sees to it that they are there.
#[inline(always)]
pub fn four(window: &[u8], at: usize) -> u32 {
    window[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

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
