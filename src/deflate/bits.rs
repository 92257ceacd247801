//! Bits into bytes, the first bit lowest (RFC 1951, 3.1.1).

#![forbid(unsafe_code)]

/// Bits that do not fill a byte yet, kept from one block to the next. Fewer than 8.
#[derive(Clone, Copy, Default)]
pub struct Pending {
    bits: u64,
    count: u32,
}

impl Pending {
    /// How many there are.
    pub fn count(self) -> u32 {
        self.count
    }
}

/// Writes into a slice that has 8 bytes more than what will be written: [`flush`](Self::flush) stores whole words.
pub struct BitWriter<'a> {
    room: &'a mut [u8],
    at: usize,
    bits: u64,
    count: u32,
}

impl<'a> BitWriter<'a> {
    /// A writer that goes on where the block before ended.
    pub fn new(room: &'a mut [u8], pending: Pending) -> Self {
        Self { room, at: 0, bits: pending.bits, count: pending.count }
    }

    /// Takes `count` bits, which has no others set. Between two flushes 56 bits have place.
    #[inline(always)]
    pub fn add(&mut self, bits: u64, count: u32) {
        debug_assert!(self.count + count < 64 && bits >> count == 0);
        self.bits |= bits << self.count;
        self.count += count;
    }

    /// Stores the complete bytes.
    #[inline(always)]
    pub fn flush(&mut self) {
        if let Some(word) = self.room[self.at..].first_chunk_mut() {
            *word = self.bits.to_le_bytes();
        }
        self.at += self.count as usize / 8;
        self.bits >>= self.count & !7;
        self.count &= 7;
    }

    /// Fills the byte with zeros.
    pub fn align(&mut self) {
        self.count = self.count.next_multiple_of(8);
        self.flush();
    }

    /// Takes whole bytes; the writer must be aligned.
    pub fn bytes(&mut self, bytes: &[u8]) {
        debug_assert!(self.count == 0);
        self.room[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// How many bytes were written, and the bits behind them.
    pub fn finish(mut self) -> (usize, Pending) {
        self.flush();
        (self.at, Pending { bits: self.bits, count: self.count })
    }
}
