//! Where the rows and planes of an image lie in its bytes, computed with checks.

#![forbid(unsafe_code)]

use super::format::PixelFormat;
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;

/// The shape of an image in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// How a pixel lies in memory.
    pub format: PixelFormat,
    /// Pixels in a row, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
    /// Bytes from one row to the next; of the luma plane for 4:2:0 formats.
    pub stride: usize,
    /// The chroma plane of a 4:2:0 format.
    pub chroma: Option<Chroma>,
}

/// The interleaved chroma plane of a 4:2:0 image: `(width + 1) / 2` pairs in `(height + 1) / 2` rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chroma {
    /// First byte of the plane.
    pub offset: usize,
    /// Bytes from one row to the next.
    pub stride: usize,
    /// Rows.
    pub rows: u32,
}

impl Layout {
    /// The layout of a PixelMap: no padding, except that of the format itself.
    pub fn packed(format: PixelFormat, width: u32, height: u32) -> Result<Self> {
        let row = row_bytes(format, width)?;
        Self::with_stride(format, width, height, row.next_multiple_of(format.row_alignment()))
    }

    /// A layout whose rows, and chroma rows, are `stride` bytes apart, or without padding where they are longer.
    pub fn with_stride(format: PixelFormat, width: u32, height: u32, stride: usize) -> Result<Self> {
        if width == 0 || height == 0 {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("the size is {width}x{height}")));
        }
        let row = row_bytes(format, width)?;
        if width > limits::SIDE || height > limits::SIDE || row > limits::IMAGE_BYTES {
            return Err(too_large(width, height));
        }
        let stride = stride.max(row);
        let luma = stride.checked_mul(height as usize).ok_or_else(|| too_large(width, height))?;
        let chroma = format.is_yuv().then(|| {
            let pairs = width.div_ceil(2) as usize * 2 * format.bytes_per_pixel();
            let padded = if stride > row { stride } else { 0 };
            Chroma { offset: luma, stride: pairs.max(padded), rows: height.div_ceil(2) }
        });
        let layout = Self { format, width, height, stride, chroma };
        match layout.byte_count_checked() {
            Some(bytes) if bytes <= limits::IMAGE_BYTES => Ok(layout),
            _ => Err(too_large(width, height)),
        }
    }

    /// Bytes of all rows, the padding behind each included.
    pub fn byte_count(&self) -> usize {
        self.byte_count_checked().unwrap_or(usize::MAX)
    }

    /// Bytes that a complete image has at least: the last row needs no padding behind it.
    pub fn needed_bytes(&self) -> usize {
        match self.chroma {
            Some(chroma) => chroma.offset + (chroma.rows as usize - 1) * chroma.stride + self.chroma_row_bytes(),
            None => (self.height as usize - 1) * self.stride + self.row_bytes(),
        }
    }

    /// Bytes of the pixels of one row.
    pub fn row_bytes(&self) -> usize {
        self.width as usize * self.format.bytes_per_pixel()
    }

    /// Bytes of the samples of one chroma row; 0 for formats without one.
    pub fn chroma_row_bytes(&self) -> usize {
        if self.chroma.is_some() { self.width.div_ceil(2) as usize * 2 * self.format.bytes_per_pixel() } else { 0 }
    }

    fn byte_count_checked(&self) -> Option<usize> {
        match self.chroma {
            Some(chroma) => chroma.stride.checked_mul(chroma.rows as usize)?.checked_add(chroma.offset),
            None => self.stride.checked_mul(self.height as usize),
        }
    }
}

fn row_bytes(format: PixelFormat, width: u32) -> Result<usize> {
    (width as usize).checked_mul(format.bytes_per_pixel()).ok_or_else(|| too_large(width, 1))
}

fn too_large(width: u32, height: u32) -> ImageError {
    ImageError::new(
        ErrorKind::TooLarge,
        format!("an image of {width}x{height} pixels is above the limit of 2^31-1 bytes"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(format: PixelFormat, width: u32, height: u32) -> (usize, usize) {
        let layout = Layout::packed(format, width, height).unwrap();
        (layout.stride, layout.byte_count())
    }

    #[test]
    fn byte_counts_are_the_specified_ones() {
        assert_eq!(bytes(PixelFormat::Nv12, 3, 3), (3, 17));
        assert_eq!(bytes(PixelFormat::YcbcrP010, 3, 3), (6, 34));
        assert_eq!(bytes(PixelFormat::Alpha8, 5, 2), (8, 16));
        assert_eq!(bytes(PixelFormat::AlphaU8, 5, 2), (5, 10));
        assert_eq!(bytes(PixelFormat::RgbaF16, 2, 2), (16, 32));
        assert_eq!(bytes(PixelFormat::Rgb888, 5, 1), (15, 15));
        assert_eq!(bytes(PixelFormat::YcrcbP010, 5, 1).0, 10);
    }

    #[test]
    fn a_padded_source_needs_no_padding_behind_its_last_row() {
        let layout = Layout::with_stride(PixelFormat::Rgb888, 4, 2, 16).unwrap();
        assert_eq!((layout.byte_count(), layout.needed_bytes()), (32, 28));
    }

    #[test]
    fn sizes_over_the_limit_are_refused() {
        assert_eq!(Layout::packed(PixelFormat::Rgba8888, 32768, 16384).unwrap_err().kind, ErrorKind::TooLarge);
        assert_eq!(Layout::packed(PixelFormat::Rgba8888, u32::MAX, u32::MAX).unwrap_err().kind, ErrorKind::TooLarge);
        assert!(Layout::packed(PixelFormat::Rgba8888, 32767, 16384).is_ok());
        assert_eq!(Layout::packed(PixelFormat::Rgb888, 0, 7).unwrap_err().kind, ErrorKind::BadArgument);
    }
}
