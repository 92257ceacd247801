//! What the JPEG encoder asks of an engine: one band of an image to one complete baseline JPEG.

#![forbid(unsafe_code)]

use crate::error::Result;

/// How chroma is sampled against luma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subsampling {
    /// No chroma at all: a grey image.
    Gray,
    /// Half as many chroma samples in both directions.
    S420,
}

impl Subsampling {
    /// Sides of one MCU, in pixels (ITU-T T.81, A.2.3).
    pub fn mcu_size(self) -> (u32, u32) {
        match self {
            Self::Gray => (8, 8),
            Self::S420 => (16, 16),
        }
    }
}

/// How pixels lie in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 1 byte.
    Gray,
    /// 3 bytes.
    Rgb,
    /// 4 bytes, the last ignored.
    Rgbx,
    /// 4 bytes, the last ignored.
    Bgrx,
    /// 4 bytes, the first ignored.
    Xrgb,
}

/// The samples of a band.
#[derive(Clone, Copy, Debug)]
pub enum Samples<'a> {
    /// Rows of whole pixels, `stride` bytes apart.
    Pixels {
        /// How a pixel lies.
        order: Order,
        /// The rows.
        rows: &'a [u8],
        /// Bytes from one row to the next.
        stride: usize,
    },
    /// Y, Cb and Cr of full range, 4:2:0; chroma rows without padding.
    Planes {
        /// Y.
        luma: &'a [u8],
        /// Bytes from one row of Y to the next.
        luma_stride: usize,
        /// Cb.
        cb: &'a [u8],
        /// Cr.
        cr: &'a [u8],
    },
}

/// Rows of an image, encoded on their own.
#[derive(Clone, Copy, Debug)]
pub struct Band<'a> {
    /// Pixels in a row.
    pub width: u32,
    /// Rows; a whole number of MCUs, except in the last band.
    pub height: u32,
    /// The pixels, which cover width and height.
    pub samples: Samples<'a>,
    /// The sampling of the file.
    pub subsampling: Subsampling,
    /// 1 to 100: the scale of the tables of T.81 Annex K, limited to baseline.
    pub quality: u8,
}

/// A JPEG engine, made once for each thread.
pub trait Engine: Sized {
    /// Whether [`Samples::Planes`] can be given.
    const TAKES_PLANES: bool;

    /// An engine ready for bands.
    fn new() -> Result<Self>;

    /// The band as a complete baseline JFIF file with the tables of Annex K and no restart interval.
    fn encode(&mut self, band: &Band<'_>) -> Result<&[u8]>;
}
