//! Adler-32 (RFC 1950, 8.2) of parts that several threads compressed. CRC-32 of PNG chunks is `crc32fast`'s: its
//! `Hasher` joins parts too.

#![forbid(unsafe_code)]

/// The largest prime below 65536.
const BASE: u64 = 65521;

/// The Adler-32 of `bytes`.
pub fn adler32(bytes: &[u8]) -> u32 {
    simd_adler32::adler32(&bytes)
}

/// That of two parts, from theirs: the second is `second_length` bytes.
pub fn adler32_combine(first: u32, second: u32, second_length: usize) -> u32 {
    let (a, b) = (u64::from(first & 0xffff), u64::from(first >> 16));
    let (c, d) = (u64::from(second & 0xffff), u64::from(second >> 16));
    let length = second_length as u64 % BASE;
    // The second part began with a sum of 1, and would have begun with `a`.
    let low = (a + c + BASE - 1) % BASE;
    let high = (b + d + length * (a + BASE - 1)) % BASE;
    (high << 16 | low) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_give_the_sum_of_the_whole() {
        let bytes: Vec<u8> = (0..200_000u32).map(|index| (index.wrapping_mul(index) >> 7) as u8 | 0x80).collect();
        for cut in [0, 1, 2, 65520, 65521, 65522, 131_042, 199_999, 200_000] {
            let (first, second) = bytes.split_at(cut);
            assert_eq!(adler32_combine(adler32(first), adler32(second), second.len()), adler32(&bytes), "{cut}");
        }
        assert_eq!(adler32(b""), 1);
        assert_eq!(adler32(b"abc"), 0x024d_0127);
    }
}
