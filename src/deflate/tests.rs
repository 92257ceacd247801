//! Round trips through inflaters that are not ours.

#![forbid(unsafe_code)]

use std::io::Read;

use super::{Deflater, Settings};

const LEVELS: std::ops::RangeInclusive<u8> = 0..=9;

/// Numbers that look like chance, the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }
}

fn inflated(stream: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut decoder = flate2::bufread::DeflateDecoder::new(stream);
    decoder.read_to_end(&mut bytes).expect("the stream is valid");
    assert_eq!(decoder.total_in(), stream.len() as u64, "nothing is behind the last block");
    bytes
}

/// The stream of `bytes`, cut at `cuts`, each chunk with its dictionary and by a deflater of its own.
fn joined(level: u8, bytes: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0usize;
    for (index, &to) in cuts.iter().chain(&[bytes.len()]).enumerate() {
        let window = from.saturating_sub(32768);
        let mut deflater = Deflater::new(Settings::of_level(level));
        deflater.compress(&bytes[window..to], from - window, index == cuts.len(), &mut out);
        from = to;
    }
    out
}

fn check(name: &str, bytes: &[u8]) {
    for level in LEVELS {
        let stream = joined(level, bytes, &[]);
        assert!(inflated(&stream) == bytes, "{name}, {} bytes, level {level}", bytes.len());
        assert!(stream.len() <= bytes.len() + 5 * (bytes.len() / 65535 + 1) + 1, "{name}, level {level}: it grew");
    }
}

#[test]
fn short_inputs_come_back() {
    let noise = Chance(1).bytes(300);
    for length in 0..=300 {
        check("noise", &noise[..length]);
        check("zeros", &vec![0; length]);
        check("text", &b"the quick brown fox jumps over the lazy dog and the lazy dog jumps back ".repeat(5)[..length]);
    }
}

#[test]
fn runs_and_noise_come_back() {
    for length in [4095, 4096, 8191, 8193, 65535, 65536, 131_071, 200_001] {
        check("zeros", &vec![0; length]);
        check("noise", &Chance(2).bytes(length));
    }
}

#[test]
fn every_period_around_the_reach_comes_back() {
    let noise = Chance(3).bytes(33_000);
    for period in (1..300).step_by(7).chain(32_700..32_800) {
        let bytes: Vec<u8> = noise[..period].iter().copied().cycle().take(period * 2 + 1000).collect();
        let level = (period % 10) as u8;
        assert!(inflated(&joined(level, &bytes, &[])) == bytes, "period {period}, level {level}");
    }
}

#[test]
fn chunks_with_dictionaries_join_to_one_stream() {
    let mut chance = Chance(4);
    let bytes: Vec<u8> = (0..300_000).map(|index| (index / 700 + chance.below(3) * (index % 5)) as u8).collect();
    for level in LEVELS {
        for cuts in [&[1][..], &[65_536, 131_072, 262_144], &[100, 100, 101, 40_000, 299_999], &[300_000]] {
            assert!(inflated(&joined(level, &bytes, cuts)) == bytes, "level {level}, cuts {cuts:?}");
        }
    }
}

#[test]
fn a_dictionary_is_used() {
    let bytes = Chance(5).bytes(20_000);
    let window: Vec<u8> = bytes.iter().chain(&bytes).copied().collect();
    for level in LEVELS {
        let mut out = Vec::new();
        Deflater::new(Settings::of_level(level)).compress(&window, bytes.len(), true, &mut out);
        assert!(out.len() < 1000, "level {level}: {} bytes", out.len());
    }
}

#[test]
fn skewed_frequencies_come_back() {
    // Fibonacci's numbers make Huffman's tree as deep as it can be.
    let mut bytes = Vec::new();
    let (mut a, mut b) = (1, 1);
    for symbol in 0..27u8 {
        bytes.extend(std::iter::repeat_n(symbol.wrapping_mul(37), a));
        (a, b) = (b, a + b);
    }
    let mut chance = Chance(6);
    for index in (1..bytes.len()).rev() {
        bytes.swap(index, chance.below(index + 1));
    }
    check("fibonacci", &bytes);
}

#[test]
fn the_bytes_do_not_depend_on_earlier_calls() {
    let mut chance = Chance(7);
    for level in LEVELS {
        let mut used = Deflater::new(Settings::of_level(level));
        for _ in 0..20 {
            let length = chance.below(100_000);
            let bytes: Vec<u8> = (0..length).map(|index| (index / 300 * chance.below(2)) as u8).collect();
            let start = chance.below(length);
            let (mut first, mut second) = (Vec::new(), Vec::new());
            used.compress(&bytes, start, false, &mut first);
            Deflater::new(Settings::of_level(level)).compress(&bytes, start, false, &mut second);
            assert!(first == second, "level {level}, {length} bytes from {start}");
        }
    }
}

#[test]
fn long_input_is_taken_in_segments() {
    let mut chance = Chance(8);
    let bytes: Vec<u8> = (0..200_000).map(|index| (index % 1000 * chance.below(2)) as u8).collect();
    for level in LEVELS {
        let mut deflater = Deflater::new(Settings::of_level(level));
        deflater.segment = 70_000;
        deflater.origin = u32::MAX / 2 - 50_000; // the tables are cleared on the way
        let mut out = Vec::new();
        deflater.compress(&bytes, 0, true, &mut out);
        assert!(inflated(&out) == bytes, "level {level}");
    }
}

#[test]
fn mixtures_of_everything_come_back() {
    let mut chance = Chance(9);
    for round in 0..400 {
        let mut bytes = Vec::new();
        for _ in 0..chance.below(30) {
            let magnitude = chance.below(13);
            let length = chance.below(1 << magnitude);
            match chance.below(5) {
                0 => bytes.extend(chance.bytes(length)),
                1 => bytes.extend(std::iter::repeat_n(chance.next() as u8, length)),
                2 => bytes.extend((0..length).map(|index| (index * 3) as u8)),
                3 => bytes.extend((0..length).map(|_| (chance.next() as u8).count_ones() as u8)),
                _ => {
                    let back = chance.below(bytes.len()) + 1;
                    for _ in 0..length.min(bytes.len() * 1000) {
                        bytes.push(bytes[bytes.len() - back.min(bytes.len())]);
                    }
                }
            }
        }
        let cuts = [chance.below(bytes.len()), chance.below(bytes.len())];
        let cuts = [cuts[0].min(cuts[1]), cuts[0].max(cuts[1])];
        let level = (round % 10) as u8;
        assert!(inflated(&joined(level, &bytes, &cuts)) == bytes, "round {round}, level {level}, cuts {cuts:?}");
        assert!(inflated(&joined(level, &bytes, &[])) == bytes, "round {round}, level {level}");
    }
}
