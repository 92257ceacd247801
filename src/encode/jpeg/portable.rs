//! The `jpeg-encoder` crate: an engine in Rust alone, for builds without nasm and libjpeg-turbo, and as a judge of the other.

#![forbid(unsafe_code)]

use jpeg_encoder::{ChromaSubsamplingMethod, Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};

use super::engine::{Band, Engine, Order, Samples};
use crate::error::{ErrorKind, ImageError, Result};

/// The engine's last file.
pub struct Portable {
    file: Vec<u8>,
}

impl Engine for Portable {
    const TAKES_PLANES: bool = false;

    fn new() -> Result<Self> {
        Ok(Self { file: Vec::new() })
    }

    fn encode(&mut self, band: &Band<'_>) -> Result<&[u8]> {
        let Samples::Pixels { order, rows, stride } = band.samples else {
            return Err(ImageError::new(ErrorKind::Internal, "JPEG encoder: this engine takes no planes"));
        };
        self.file.clear();
        let mut encoder = Encoder::new(&mut self.file, band.quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
        let image = Rows { width: band.width as u16, height: band.height as u16, order, rows, stride };
        encoder
            .encode_image(image)
            .map_err(|error| ImageError::new(ErrorKind::EncoderFailed, format!("JPEG encoder: {error}")))?;
        Ok(&self.file)
    }
}

/// A band as the crate reads it: row by row.
struct Rows<'a> {
    width: u16,
    height: u16,
    order: Order,
    rows: &'a [u8],
    stride: usize,
}

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.order == Order::Gray { JpegColorType::Luma } else { JpegColorType::Ycbcr }
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, [luma, cb, cr, _]: &mut [Vec<u8>; 4]) {
        let start = usize::from(y) * self.stride;
        let row = |bytes: usize| &self.rows[start..start + usize::from(self.width) * bytes];
        let mut push = |r, g, b| {
            let (y, u, v) = rgb_to_ycbcr(r, g, b);
            luma.push(y);
            cb.push(u);
            cr.push(v);
        };
        match self.order {
            Order::Gray => luma.extend_from_slice(row(1)),
            Order::Rgb => row(3).as_chunks().0.iter().for_each(|&[r, g, b]| push(r, g, b)),
            Order::Rgbx => row(4).as_chunks().0.iter().for_each(|&[r, g, b, _]| push(r, g, b)),
            Order::Bgrx => row(4).as_chunks().0.iter().for_each(|&[b, g, r, _]| push(r, g, b)),
            Order::Xrgb => row(4).as_chunks().0.iter().for_each(|&[_, r, g, b]| push(r, g, b)),
        }
    }
}
