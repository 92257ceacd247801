//! The rows of an image from its LZW data (GIF89a, Appendix F).

#![forbid(unsafe_code)]

use weezl::decode::Configuration;
use weezl::{BitOrder, LzwStatus};

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;

/// Indices that are decoded at a time.
const CHUNK: usize = 1 << 16;

/// Gives the first `count` rows of `width` indices to `each`, with their numbers as they are stored, and tells whether
/// all were there. Of data that ends early the last row may be shorter.
pub fn rows(
    code_size: u8,
    mut data: &[u8],
    (width, count): (usize, u32),
    mut each: impl FnMut(u32, &[u8]),
) -> Result<bool> {
    // One bit is against the standard, and found in files. More than eight give no indices.
    if !(1..=8).contains(&code_size) {
        let message = format!("the source cannot be decoded: LZW codes of {code_size} bits");
        return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
    }
    let mut decoder = Configuration::new(BitOrder::Lsb, code_size).with_yield_on_full_buffer(true).build();
    let rows_at_once = (CHUNK / width).clamp(1, count as usize);
    let mut indices = zeroed_bytes(rows_at_once * width)?;
    let mut row = 0;
    while row < count {
        let wanted = &mut indices[..rows_at_once.min((count - row) as usize) * width];
        let mut filled = 0;
        let mut ended = false;
        while filled < wanted.len() && !ended {
            let step = decoder.decode_bytes(data, &mut wanted[filled..]);
            data = &data[step.consumed_in..];
            filled += step.consumed_out;
            match step.status {
                Ok(LzwStatus::Ok) => {}
                Ok(LzwStatus::NoProgress | LzwStatus::Done) => ended = true,
                Err(error) => {
                    let message = format!("the source cannot be decoded: {error}");
                    return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
                }
            }
        }
        for indices in wanted[..filled].chunks(width) {
            each(row, indices);
            row += 1;
        }
        if ended && filled < wanted.len() {
            return Ok(false);
        }
    }
    Ok(true)
}
