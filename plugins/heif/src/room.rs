//! Whether there is memory for a codec.
//!
//! x265 does not survive too little of it: it crashes, or waits for a thread that never began. libde265's threads abort.
//! So what they may take is tried before they start. Address space is what is counted, and nothing is touched.

use std::hint::black_box;

use crate::failure::{Error, Result};
use crate::interface::NO_MEMORY;

/// Bytes that x265 takes for a pixel, with libheif's copies: up to 18 were measured.
pub const TO_ENCODE: usize = 20;
/// Bytes for a pixel that libde265 and libheif take to decode samples of 8 bits: 9 were measured with conversion. Deeper
/// ones take twice that.
pub const TO_DECODE: usize = 12;
/// What both take for the smallest image.
const ALWAYS: usize = 24 << 20;
/// A thread's stack, and the arena that malloc sets aside for it.
const PER_THREAD: usize = 72 << 20;

/// As many threads as there is memory for, at most `threads`; an error if there is none for one.
pub fn for_threads(pixels: usize, each: usize, threads: u32) -> Result<u32> {
    let fits = |threads: u32| {
        let needed = pixels.checked_mul(each)?.checked_add(ALWAYS + PER_THREAD * threads as usize)?;
        let mut room: Vec<u8> = Vec::new();
        black_box(&mut room).try_reserve_exact(needed).ok()
    };
    (1..=threads.max(1))
        .rev()
        .find(|threads| fits(*threads).is_some())
        .ok_or_else(|| Error::new(NO_MEMORY, format!("no memory for the codec of an image of {pixels} pixels")))
}
