//! Images without compression (ISO/IEC 23001-17): the bytes of an item of type `unci`, and the boxes that say what they
//! are.

#![forbid(unsafe_code)]

use super::layers::PropertyBox;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{PixelFormat, PixelView};

// Types of components.
const RED: u16 = 4;
const GREEN: u16 = 5;
const BLUE: u16 = 6;
const ALPHA: u16 = 7;

/// The type of the item.
pub const KIND: [u8; 4] = *b"unci";

/// How samples are written.
const INTEGER: u8 = 0;
const FLOAT: u8 = 1;

/// Components are interleaved by pixels.
const BY_PIXEL: u8 = 1;
/// Components are little endian.
const LITTLE_ENDIAN: u8 = 0x80;

/// The components of a pixel in their order, bits of each, and what they are; None if the standard cannot say it, or
/// this library does not.
fn components(format: PixelFormat) -> Option<(&'static [u16], u8, u8)> {
    Some(match format {
        PixelFormat::Rgba8888 => (&[RED, GREEN, BLUE, ALPHA], 8, INTEGER),
        PixelFormat::Bgra8888 => (&[BLUE, GREEN, RED, ALPHA], 8, INTEGER),
        PixelFormat::Argb8888 => (&[ALPHA, RED, GREEN, BLUE], 8, INTEGER),
        PixelFormat::Rgb888 => (&[RED, GREEN, BLUE], 8, INTEGER),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => (&[ALPHA], 8, INTEGER),
        PixelFormat::RgbaF16 => (&[RED, GREEN, BLUE, ALPHA], 16, FLOAT),
        PixelFormat::AlphaF16 => (&[ALPHA], 16, FLOAT),
        _ => return None,
    })
}

/// What an image is: its size, its components (`cmpd`), and how they lie (`uncC`).
pub fn properties(view: &PixelView<'_>) -> Result<Vec<PropertyBox>> {
    let layout = view.layout();
    let (types, bits, kind) = components(layout.format).ok_or_else(|| {
        ImageError::new(ErrorKind::Unsupported, format!("{:?} is not written without compression", layout.format))
    })?;
    let size = [&[0; 4][..], &layout.width.to_be_bytes(), &layout.height.to_be_bytes()].concat();
    let count = (types.len() as u32).to_be_bytes();
    let definitions = types.iter().flat_map(|kind| kind.to_be_bytes());
    let definitions = count.into_iter().chain(definitions).collect();

    // Version and flags; no profile.
    let mut lie = vec![0; 8];
    lie.extend(count);
    for index in 0..types.len() as u16 {
        lie.extend(index.to_be_bytes());
        lie.extend([bits - 1, kind, 0]);
    }
    // Nothing is subsampled; there are no blocks.
    lie.extend([0, BY_PIXEL, 0, if bits > 8 { LITTLE_ENDIAN } else { 0 }]);
    // Pixels, rows and tiles have the sizes that follow; there is one tile.
    lie.extend([0; 5 * 4]);
    Ok(vec![(*b"ispe", false, size), (*b"cmpd", true, definitions), (*b"uncC", true, lie)])
}

/// The bytes of an image: its rows without what pads them.
pub fn bytes(view: &PixelView<'_>) -> Result<Vec<u8>> {
    let layout = view.layout();
    let row = layout.width as usize * layout.format.bytes_per_pixel();
    let mut bytes = zeroed_bytes(row * layout.height as usize)?;
    for (y, to) in bytes.chunks_exact_mut(row).enumerate() {
        to.copy_from_slice(&view.row(y as u32)[..row]);
    }
    Ok(bytes)
}
