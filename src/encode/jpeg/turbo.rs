//! libjpeg-turbo through the `turbojpeg` crate: the engine of every release.

#![forbid(unsafe_code)]

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp, YuvPlanesImage, compressed_buf_len};

use super::engine::{Band, Engine, Order, Samples, Subsampling};
use crate::error::{ErrorKind, ImageError, Result};

/// One TurboJPEG compressor and the memory its files go to.
pub struct Turbo {
    compressor: Compressor,
    file: Vec<u8>,
}

impl Engine for Turbo {
    const TAKES_PLANES: bool = true;

    fn new() -> Result<Self> {
        Ok(Self { compressor: Compressor::new().map_err(refused)?, file: Vec::new() })
    }

    fn encode(&mut self, band: &Band<'_>) -> Result<&[u8]> {
        let subsamp = match band.subsampling {
            Subsampling::Gray => Subsamp::Gray,
            Subsampling::S420 => Subsamp::Sub2x2,
        };
        self.compressor.set_subsamp(subsamp).map_err(refused)?;
        self.compressor.set_quality(band.quality.into()).map_err(refused)?;
        let (width, height) = (band.width as usize, band.height as usize);
        let bound = compressed_buf_len(width, height, subsamp).map_err(refused)?;
        if self.file.len() < bound {
            self.file.resize(bound, 0);
        }
        let length = match band.samples {
            Samples::Pixels { order, rows, stride } => {
                let format = match order {
                    Order::Gray => PixelFormat::GRAY,
                    Order::Rgb => PixelFormat::RGB,
                    Order::Rgbx => PixelFormat::RGBX,
                    Order::Bgrx => PixelFormat::BGRX,
                    Order::Xrgb => PixelFormat::XRGB,
                };
                let image = Image { pixels: rows, width, pitch: stride, height, format };
                self.compressor.compress_to_slice(image, &mut self.file)
            }
            Samples::Planes { luma, luma_stride, cb, cr } => {
                let chroma_stride = width.div_ceil(2);
                let image = YuvPlanesImage {
                    y_plane: luma,
                    u_plane: cb,
                    v_plane: cr,
                    width,
                    height,
                    y_stride: luma_stride,
                    u_stride: chroma_stride,
                    v_stride: chroma_stride,
                    subsamp,
                };
                self.compressor.compress_yuv_planes_to_slice(&image, &mut self.file)
            }
        };
        Ok(&self.file[..length.map_err(refused)?])
    }
}

fn refused(error: turbojpeg::Error) -> ImageError {
    ImageError::new(ErrorKind::EncoderFailed, format!("JPEG encoder: {error}"))
}
