//! Whether much effort pays for a lossless image.
//!
//! Most of the time of high efforts goes into the search for repetitions, and a photo has none. So an image is looked
//! through for windows of pixels that occur twice, after prediction as the format has it, so that a gradient is a
//! repetition too. Where they are rare, effort 25 gives the same size as 75 in less time:
//!
//! | photo | time | bytes |
//! |---|---|---|
//! | 1.5 MP | 45 % | +0.23 % |
//! | 512x512 | 77 % | -0.02 % |
//! | 600x400 | 71 % | -0.08 % |
//! | 451x300 | 79 % | +0.04 % |
//!
//! What else was tried for speed (effort 75, method 4 as the measure). libwebp's second thread has nothing to do there:
//! it takes one of several ways to code, and only methods 5 and 6 try several. Effort 20: photos in 40 to 66 %, but
//! +0.2 to +0.6 %. Method 1: photos of 0.26 MP in 45 %, but +4 to +5 %; a drawn screen at the same time, +1.7 %. Effort
//! 25 for drawn images: +13 to +15 %. libwebp compiled for AVX2: within 10 %, and not for every processor.

#![forbid(unsafe_code)]

use super::picture::Picture;
use crate::threads::Threads;

/// The effort for an image without repetitions. Below 25 libwebp leaves out more than the search (its references are
/// then no more chosen by cost), and files of photos grow by up to 0.6 %.
pub const WITHOUT_REPEATS: f32 = 25.0;

/// The greatest share of repeated windows in an image without repetitions. Seen: photos of 0.26 MP and less 0.00 to
/// 0.09, one of 1.5 MP 0.13 (effort 25: +0.23 % bytes), the same photo at full size, blurred by its camera, 0.55
/// (+15 %), drawn screens and icons 0.90 and more (+13 % and +15 %).
const MOSTLY_NEW: f64 = 0.2;

/// Rows that are looked through at once.
const BAND: usize = 64;

/// One of so many windows is looked at, as its own pixels decide, so that the same window is taken everywhere.
const SAMPLING: u64 = 16;

/// Whether windows of eight pixels that repeat make up enough of the image.
pub fn pays(picture: &Picture, threads: Threads) -> bool {
    repeated(picture.words(), picture.width(), threads) > MOSTLY_NEW
}

/// What one band has.
#[derive(Default)]
struct Windows {
    /// Windows that are predicted without a fault: repetitions in any case.
    flat: usize,
    /// A part of the others.
    sampled: Vec<u32>,
}

/// The share of windows that occur before, from 0 to 1.
pub fn repeated(words: &[u32], width: usize, threads: Threads) -> f64 {
    let rows = words.len() / width;
    let bands = threads.map(
        rows.div_ceil(BAND),
        || (),
        |(), band| {
            let mut windows = Windows::default();
            for y in (band * BAND).max(1)..rows.min((band + 1) * BAND) {
                windows.look_at(&words[(y - 1) * width..y * width], &words[y * width..(y + 1) * width]);
            }
            windows
        },
    );
    let flat: usize = bands.iter().map(|band| band.flat).sum();
    let mut sampled: Vec<u32> = bands.into_iter().flat_map(|band| band.sampled).collect();
    let count = sampled.len();
    sampled.sort_unstable();
    sampled.dedup();
    let twice = (count - sampled.len()) * SAMPLING as usize;
    (flat + twice) as f64 / (words.len() as f64)
}

impl Windows {
    fn look_at(&mut self, above: &[u32], row: &[u32]) {
        // The last eight faults of prediction: every new one shifts the oldest out at the top.
        let mut window = 0_u64;
        for (above, row) in above.windows(2).zip(row.windows(2)) {
            let fault = difference(sum(row[1], above[0]), sum(row[0], above[1]));
            window = (window << 8).wrapping_add(u64::from(fault).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let hash = (window ^ window >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
            if window == 0 {
                self.flat += 1;
            } else if hash >> 60 & (SAMPLING - 1) == 0 {
                self.sampled.push((hash >> 28) as u32);
            }
        }
    }
}

/// The sum of each of four bytes, modulo 256.
fn sum(a: u32, b: u32) -> u32 {
    ((a & 0x7f7f_7f7f) + (b & 0x7f7f_7f7f)) ^ ((a ^ b) & 0x8080_8080)
}

/// The difference of each of four bytes, modulo 256.
fn difference(a: u32, b: u32) -> u32 {
    ((a | 0x8080_8080) - (b & 0x7f7f_7f7f)) ^ ((a ^ !b) & 0x8080_8080)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(rule: impl Fn(u32, u32) -> u32) -> f64 {
        let words: Vec<u32> = (0..200).flat_map(|y| (0..300).map(move |x| (x, y))).map(|(x, y)| rule(x, y)).collect();
        let shares = [1, 2, 5].map(|count| repeated(&words, 300, Threads::at_most(count)));
        assert!(shares.iter().all(|share| *share == shares[0]));
        shares[0]
    }

    fn noise(x: u32, y: u32) -> u32 {
        let mut state = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
        for _ in 0..3 {
            state = (state ^ state >> 15).wrapping_mul(0x2c1b_3c6d);
        }
        state
    }

    #[test]
    fn noise_has_no_repetitions_and_a_gradient_is_one() {
        assert!(share(noise) < 0.01);
        assert!(share(|x, y| 0x0101_0101 * (x / 3 + y / 5)) > 0.5);
        assert!(share(|_, _| 0xff00_0000) > 0.9);
    }

    #[test]
    fn a_tile_that_comes_again_is_a_repetition_wherever_it_lies() {
        assert!(share(|x, y| noise(x % 75, y % 50)) > 0.7);
        assert!(share(|x, y| if y < 100 { noise(x, y) } else { noise((x + 13) % 300, y - 100) }) > 0.3);
    }
}
