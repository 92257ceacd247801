//! Blocks: stored, with the fixed codes or with codes of their own, whichever is shortest (RFC 1951, 3.2.3).

#![forbid(unsafe_code)]

use std::sync::LazyLock;

use super::bits::{BitWriter, Pending};
use super::huffman;
use super::sequence::{Counts, DISTANCES, END, LENGTH_SYMBOLS, LITERALS, SHORTEST, Sequence, distance_symbol};

/// The longest code of a literal: of these, four fit behind 7 bits into a word.
const LITERAL_LIMIT: usize = 14;
const DISTANCE_LIMIT: usize = 15;

/// The order in which the code lengths of code lengths are sent (RFC 1951, 3.2.7), and the extra bits of each.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const REPEAT_BITS: [u32; 19] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7];

/// The most bytes of a stored block.
const STORED: usize = 65535;

/// A code with its lengths.
struct Code {
    literal_lengths: [u8; 288],
    literals: [u16; 288],
    distance_lengths: [u8; 32],
    distances: [u16; 32],
}

impl Code {
    fn of_lengths(literal_lengths: [u8; 288], distance_lengths: [u8; 32]) -> Self {
        let mut code = Self { literal_lengths, literals: [0; 288], distance_lengths, distances: [0; 32] };
        huffman::codes(&code.literal_lengths, &mut code.literals);
        huffman::codes(&code.distance_lengths, &mut code.distances);
        code
    }

    /// Bits of all symbols, with the extra bits.
    fn cost(&self, counts: &Counts) -> u64 {
        let literals = counts.literals.iter().zip(&self.literal_lengths);
        let lengths: u64 = literals.map(|(&count, &length)| u64::from(count) * u64::from(length)).sum();
        let long = counts.literals[257..285].iter().enumerate();
        let extra: u64 = long.map(|(index, &count)| u64::from(count) * (index as u64 / 4).saturating_sub(1)).sum();
        let distances = counts.distances.iter().zip(&self.distance_lengths).enumerate();
        let distances = distances.map(|(symbol, (&count, &length))| {
            u64::from(count) * (u64::from(length) + (symbol as u64 / 2).saturating_sub(1))
        });
        lengths + extra + distances.sum::<u64>()
    }
}

/// The fixed codes (RFC 1951, 3.2.6).
static FIXED: LazyLock<Code> = LazyLock::new(|| {
    let mut lengths = [8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    Code::of_lengths(lengths, [5; 32])
});

/// The description of a code: code lengths with their repetitions, and the code for these.
struct Header {
    items: [(u8, u8); LITERALS + DISTANCES],
    count: usize,
    literals: usize,
    distances: usize,
    item_lengths: [u8; 19],
    sent: usize,
    bits: u64,
}

impl Header {
    fn of(code: &Code) -> Self {
        let used =
            |lengths: &[u8], least| lengths.iter().rposition(|&length| length > 0).map_or(0, |at| at + 1).max(least);
        let literals = used(&code.literal_lengths[..LITERALS], 257);
        let distances = used(&code.distance_lengths[..DISTANCES], 1);
        let mut lengths = [0u8; LITERALS + DISTANCES];
        lengths[..literals].copy_from_slice(&code.literal_lengths[..literals]);
        lengths[literals..literals + distances].copy_from_slice(&code.distance_lengths[..distances]);

        let mut items = [(0, 0); LITERALS + DISTANCES];
        let mut count = 0;
        let mut item_counts = [0u32; 19];
        let mut item = |symbol: u8, extra: usize| {
            items[count] = (symbol, extra as u8);
            item_counts[symbol as usize] += 1;
            count += 1;
        };
        for run in lengths[..literals + distances].chunk_by(|a, b| a == b) {
            let (length, mut left) = (run[0], run.len());
            if length == 0 {
                while left >= 11 {
                    let taken = left.min(138);
                    item(18, taken - 11);
                    left -= taken;
                }
                if left >= 3 {
                    item(17, left - 3);
                    left = 0;
                }
            } else if left >= 4 {
                item(length, 0);
                left -= 1;
                while left >= 3 {
                    // 7 as 4 and 3, since 6 and 1 would leave a length to send.
                    let taken = if left == 7 { 4 } else { left.min(6) };
                    item(16, taken - 3);
                    left -= taken;
                }
            }
            for _ in 0..left {
                item(length, 0);
            }
        }

        let mut item_lengths = [0; 19];
        huffman::lengths(&item_counts, 7, &mut item_lengths);
        let sent = ORDER.iter().rposition(|&symbol| item_lengths[symbol] > 0).map_or(0, |at| at + 1).max(4);
        let each = item_counts.iter().zip(&item_lengths).zip(REPEAT_BITS);
        let bits: u64 =
            each.map(|((&count, &length), extra)| u64::from(count) * (u64::from(length) + u64::from(extra))).sum();
        Self { items, count, literals, distances, item_lengths, sent, bits: 14 + 3 * sent as u64 + bits }
    }

    fn write(&self, writer: &mut BitWriter) {
        writer.add(self.literals as u64 - 257, 5);
        writer.add(self.distances as u64 - 1, 5);
        writer.add(self.sent as u64 - 4, 4);
        writer.flush();
        for &symbol in &ORDER[..self.sent] {
            writer.add(u64::from(self.item_lengths[symbol]), 3);
            writer.flush();
        }
        let mut codes = [0; 19];
        huffman::codes(&self.item_lengths, &mut codes);
        for &(symbol, extra) in &self.items[..self.count] {
            let symbol = symbol as usize;
            writer.add(u64::from(codes[symbol]), u32::from(self.item_lengths[symbol]));
            writer.add(u64::from(extra), REPEAT_BITS[symbol]);
            writer.flush();
        }
    }
}

/// Appends the block of `sequences` to `out`. They cover `input`; `counts` are theirs.
pub fn write(
    input: &[u8],
    sequences: &[Sequence],
    counts: &mut Counts,
    last: bool,
    pending: Pending,
    out: &mut Vec<u8>,
) -> Pending {
    counts.literals[END] = 1;
    let fixed = FIXED.cost(counts);
    let mut own = None;
    // Below this, not even the description of a code would fit.
    if fixed > 100 {
        let (mut literals, mut distances) = ([0; 288], [0; 32]);
        huffman::lengths(&counts.literals, LITERAL_LIMIT, &mut literals[..LITERALS]);
        huffman::lengths(&counts.distances, DISTANCE_LIMIT, &mut distances[..DISTANCES]);
        let code = Code::of_lengths(literals, distances);
        let header = Header::of(&code);
        let cost = header.bits + code.cost(counts);
        own = (cost < fixed).then_some((cost, header, code));
    }
    let coded = own.as_ref().map_or(fixed, |(cost, ..)| *cost);
    let pieces = input.len().div_ceil(STORED).max(1);
    let padding = (u64::from(pending.count()) + 3).next_multiple_of(8) - u64::from(pending.count()) - 3;
    let stored = padding + 8 * (input.len() as u64 + 4) + 40 * (pieces as u64 - 1);

    let before = out.len();
    let bits = u64::from(pending.count()) + 3 + coded.min(stored);
    out.resize(before + bits.div_ceil(8) as usize + 8, 0);
    let mut writer = BitWriter::new(&mut out[before..], pending);
    if stored < coded {
        write_stored(input, last, &mut writer);
    } else {
        writer.add(u64::from(last), 1);
        match &own {
            Some((_, header, code)) => {
                writer.add(2, 2);
                header.write(&mut writer);
                writer = write_symbols(input, sequences, code, writer);
            }
            None => {
                writer.add(1, 2);
                writer = write_symbols(input, sequences, &FIXED, writer);
            }
        }
    }
    let (bytes, pending) = writer.finish();
    debug_assert!(bytes as u64 == bits / 8, "the cost was exact");
    out.truncate(before + bytes);
    pending
}

/// Ends on a byte: an empty stored block, which is not the last (as a sync flush of zlib).
pub fn flush(pending: Pending, out: &mut Vec<u8>) {
    let before = out.len();
    out.resize(before + 16, 0);
    let mut writer = BitWriter::new(&mut out[before..], pending);
    write_stored(&[], false, &mut writer);
    let (bytes, _) = writer.finish();
    out.truncate(before + bytes);
}

/// Fills the last byte of a stream.
pub fn pad(pending: Pending, out: &mut Vec<u8>) {
    let mut room = [0; 16];
    let mut writer = BitWriter::new(&mut room, pending);
    writer.align();
    let (bytes, _) = writer.finish();
    out.extend_from_slice(&room[..bytes]);
}

fn write_stored(input: &[u8], last: bool, writer: &mut BitWriter) {
    let mut rest = input;
    loop {
        let (piece, behind) = rest.split_at(rest.len().min(STORED));
        writer.add(u64::from(last && behind.is_empty()), 3);
        writer.align();
        let length = piece.len() as u64;
        writer.add(length | (length ^ 0xffff) << 16, 32);
        writer.flush();
        writer.bytes(piece);
        if behind.is_empty() {
            return;
        }
        rest = behind;
    }
}

/// The loop that everything else is for. Table entries are code << 8 | bits, where a shift takes the number of bits as
/// it stands.
fn write_symbols<'a>(input: &[u8], sequences: &[Sequence], code: &Code, writer: BitWriter<'a>) -> BitWriter<'a> {
    let mut writer = writer; // not a reference: its fields stay in registers
    let entry = |code: u16, length: u8| u32::from(code) << 8 | u32::from(length);
    let literals: [u32; 256] = std::array::from_fn(|byte| entry(code.literals[byte], code.literal_lengths[byte]));
    let distances: [u32; 32] =
        std::array::from_fn(|symbol| entry(code.distances[symbol], code.distance_lengths[symbol]));
    let mut lengths = [0u32; 256];
    if sequences.len() > 1 || sequences.iter().any(|sequence| sequence.length > 0) {
        for (entry, (symbol, extra, value)) in lengths.iter_mut().zip(LENGTH_SYMBOLS) {
            let (code, length) = (code.literals[symbol as usize], code.literal_lengths[symbol as usize]);
            *entry = (u32::from(code) | u32::from(value) << length) << 8 | u32::from(length + extra);
        }
    }

    let mut rest = input;
    for &Sequence { literals: run, length, distance } in sequences {
        let (run, behind) = rest.split_at(run as usize);
        let (quads, few) = run.as_chunks::<4>();
        for quad in quads {
            let [a, b, c, d] = quad.map(|byte| literals[byte as usize]);
            let (first, second) = (join(a, b), join(c, d));
            let front = a.wrapping_add(b);
            writer.add(first | second << (front & 63), front.wrapping_add(c).wrapping_add(d) & 63);
            writer.flush();
        }
        for &byte in few {
            let entry = literals[byte as usize];
            writer.add(u64::from(entry >> 8), entry & 63);
        }
        if length > 0 {
            writer.flush();
            let entry = lengths[length as usize - SHORTEST & 255];
            writer.add(u64::from(entry >> 8), entry & 63);
            let (symbol, extra) = distance_symbol(distance);
            let entry = distances[symbol & 31];
            writer.add(u64::from(entry >> 8), entry & 63);
            writer.add(u64::from(distance - 1) & ((1 << extra) - 1), extra);
        }
        writer.flush();
        rest = &behind[length as usize..];
    }
    writer.add(u64::from(code.literals[END]), u32::from(code.literal_lengths[END]));
    writer.flush();
    writer
}

/// Two codes, one behind the other.
#[inline(always)]
fn join(first: u32, second: u32) -> u64 {
    u64::from(first >> 8) | u64::from(second >> 8) << (first & 63)
}
