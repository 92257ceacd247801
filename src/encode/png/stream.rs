//! Filtered rows to one zlib stream (RFC 1950) in IDAT chunks (ISO/IEC 15948, clause 10), on several threads.
//!
//! Rows are cut into parts by the size of the image alone. Whoever compresses a part filters the rows before it once
//! more, as far as matches may reach back: filters are a function of the rows, so nobody waits for anybody. Parts end
//! on a byte and are written in their order, each in a chunk of its own.

#![forbid(unsafe_code)]

use super::chunk::{Open, ZLIB_HEADER};
use super::filter;
use super::plan::Plan;
use super::reduce::Rows;
use crate::convert::rows::RowFormat;
use crate::deflate::{self, Deflater, Settings};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelView;
use crate::sink::Output;
use crate::threads::Threads;

/// How far matches reach back (RFC 1951, 2).
const REACH: usize = 1 << 15;

/// Filtered bytes of a part, at least and at most: small images have no use for a thread, and large ones are not to
/// need much memory.
const LEAST_PART: usize = 1 << 17;
const MOST_PART: usize = 3 << 20;

/// Compressed bytes of a part, about. A part costs some 300 bytes, for its first block knows nothing of the one before:
/// images that compress well are cut less often than photos. (Parts of 128 KiB, 1 MiB and one part: a screenshot 414
/// 130, 398 849 and 396 649 B, a page of text 317 456, 305 702 and 304 655 B.)
const PART_OUT: usize = 1 << 16;

/// Which rows form a part.
struct Cut {
    rows: usize,
    parts: usize,
}

impl Cut {
    fn of(plan: &Plan) -> Self {
        let (height, row) = (plan.shape.height as usize, plan.shape.row_bytes() + 1);
        let whole = height * row;
        let most = whole.div_ceil(LEAST_PART).min(plan.estimate.div_ceil(PART_OUT));
        let parts = most.max(whole.div_ceil(MOST_PART)).clamp(1, height.max(1));
        let rows = height.div_ceil(parts).max(1);
        Self { rows, parts: height.div_ceil(rows) }
    }
}

/// Refuses what would be a chunk of more than 2^31 - 1 bytes (5.3): a part has at least one row, and may become longer
/// by some bytes for every block.
pub fn check(plan: &Plan) -> Result<()> {
    let row = plan.shape.row_bytes();
    if row > i32::MAX as usize / 128 * 127 {
        return Err(ImageError::new(
            ErrorKind::TooLarge,
            format!("a row of {row} bytes does not fit into one PNG chunk"),
        ));
    }
    Ok(())
}

/// One compressed part, as an IDAT chunk that is not complete.
struct Part {
    out: Vec<u8>,
    open: Open,
    adler: u32,
    /// Filtered bytes.
    length: usize,
}

/// What a thread keeps from part to part.
struct Worker<'a> {
    rows: Rows<'a>,
    deflater: Deflater,
    window: Vec<u8>,
    above: Vec<u8>,
}

/// Writes all IDAT chunks.
pub fn write(
    view: &PixelView<'_>,
    source: RowFormat,
    plan: &Plan,
    threads: Threads,
    output: &mut Output<'_>,
) -> Result<()> {
    let cut = Cut::of(plan);
    let worker = || Worker {
        rows: Rows::new(*view, source, &plan.shape),
        deflater: Deflater::new(Settings::of_level(plan.level)),
        window: Vec::new(),
        above: Vec::new(),
    };
    let (mut adler, mut taken) = (1, 0);
    let take = |part: Part| {
        let Part { mut out, mut open, adler: of_part, length } = part;
        adler = deflate::adler32_combine(adler, of_part, length);
        taken += 1;
        if taken == cut.parts {
            out.extend_from_slice(&adler.to_be_bytes());
            open.absorb(&out);
        }
        open.end(&mut out);
        output.push(out)
    };
    threads.in_order(cut.parts, worker, |worker, index| worker.part(plan, &cut, index), take)
}

impl Worker<'_> {
    fn part(&mut self, plan: &Plan, cut: &Cut, index: usize) -> Part {
        let (row, height) = (plan.shape.row_bytes() + 1, plan.shape.height as usize);
        let first = index * cut.rows;
        let end = height.min(first + cut.rows);
        let before = first - first.min(REACH.div_ceil(row));

        self.window.clear();
        self.window.reserve((end - before) * row);
        self.above.clear();
        if before == 0 {
            self.above.resize(row - 1, 0);
        } else {
            self.above.extend_from_slice(self.rows.row(before as u32 - 1));
        }
        for y in before..end {
            let raw = self.rows.row(y as u32);
            filter::append(plan.strategy, raw, &self.above, plan.shape.pixel_bytes(), &mut self.window);
            self.above.copy_from_slice(raw);
        }

        let start = (first - before) * row;
        let filtered = &self.window[start..];
        let mut out = Vec::new();
        let mut open = Open::begin(b"IDAT", &mut out);
        if index == 0 {
            out.extend_from_slice(&ZLIB_HEADER);
        }
        let window = &self.window[start.saturating_sub(REACH)..];
        self.deflater.compress(window, start.min(REACH), end == height, &mut out);
        open.absorb(&out);
        Part { open, adler: deflate::adler32(filtered), length: filtered.len(), out }
    }
}
