//! libjpeg-turbo through its TurboJPEG 3 interface: the engine of every release.

#![allow(unsafe_code)]

use std::ffi::CStr;

use turbojpeg_sys as tj;

use super::engine::{Band, Engine, Order, Samples, Subsampling};
use crate::error::{ErrorKind, ImageError, Result};

/// One TurboJPEG compressor and the memory its files go to.
pub struct Turbo {
    handle: tj::tjhandle,
    file: Vec<u8>,
}

impl Engine for Turbo {
    const TAKES_PLANES: bool = true;

    fn new() -> Result<Self> {
        // SAFETY: no preconditions.
        let handle = unsafe { tj::tj3Init(tj::TJINIT_TJINIT_COMPRESS as i32) };
        if handle.is_null() {
            return Err(ImageError::new(ErrorKind::AllocFailed, "no memory for the JPEG encoder"));
        }
        let engine = Self { handle, file: Vec::new() };
        engine.set(tj::TJPARAM_TJPARAM_NOREALLOC, 1)?;
        Ok(engine)
    }

    fn encode(&mut self, band: &Band<'_>) -> Result<&[u8]> {
        let subsampling = match band.subsampling {
            Subsampling::Gray => tj::TJSAMP_TJSAMP_GRAY,
            Subsampling::S420 => tj::TJSAMP_TJSAMP_420,
        };
        self.set(tj::TJPARAM_TJPARAM_SUBSAMP, subsampling)?;
        self.set(tj::TJPARAM_TJPARAM_QUALITY, band.quality.into())?;
        let (width, height) = (band.width as i32, band.height as i32);
        // SAFETY: no preconditions.
        let bound = unsafe { tj::tj3JPEGBufSize(width, height, subsampling) } as usize;
        if self.file.len() < bound {
            self.file.resize(bound, 0);
        }
        let (mut file, mut length) = (self.file.as_mut_ptr(), self.file.len() as tj::size_t);
        let status = match band.samples {
            Samples::Pixels { order, rows, stride } => {
                let (format, bytes) = match order {
                    Order::Gray => (tj::TJPF_TJPF_GRAY, 1),
                    Order::Rgb => (tj::TJPF_TJPF_RGB, 3),
                    Order::Rgbx => (tj::TJPF_TJPF_RGBX, 4),
                    Order::Bgrx => (tj::TJPF_TJPF_BGRX, 4),
                    Order::Xrgb => (tj::TJPF_TJPF_XRGB, 4),
                };
                check_extent(rows, stride, band.width as usize * bytes, band.height as usize)?;
                // SAFETY: the rows cover width x height pixels (checked above); with NOREALLOC the file is written
                // within `length` bytes, and the bound is enough for every image of this size.
                unsafe {
                    tj::tj3Compress8(
                        self.handle,
                        rows.as_ptr(),
                        width,
                        stride as i32,
                        height,
                        format as i32,
                        &mut file,
                        &mut length,
                    )
                }
            }
            Samples::Planes { luma, luma_stride, cb, cr } => {
                let (chroma_width, chroma_height) = (band.width.div_ceil(2) as usize, band.height.div_ceil(2) as usize);
                check_extent(luma, luma_stride, band.width as usize, band.height as usize)?;
                check_extent(cb, chroma_width, chroma_width, chroma_height)?;
                check_extent(cr, chroma_width, chroma_width, chroma_height)?;
                let planes = [luma.as_ptr(), cb.as_ptr(), cr.as_ptr()];
                let strides = [luma_stride as i32, chroma_width as i32, chroma_width as i32];
                // SAFETY: each plane covers its part of the image (checked above); the file as above.
                unsafe {
                    tj::tj3CompressFromYUVPlanes8(
                        self.handle,
                        planes.as_ptr(),
                        width,
                        strides.as_ptr(),
                        height,
                        &mut file,
                        &mut length,
                    )
                }
            }
        };
        self.check(status)?;
        self.file
            .get(..length as usize)
            .ok_or_else(|| ImageError::new(ErrorKind::Internal, "JPEG encoder: impossible length"))
    }
}

impl Turbo {
    fn set(&self, parameter: u32, value: i32) -> Result<()> {
        // SAFETY: the handle is alive until drop.
        self.check(unsafe { tj::tj3Set(self.handle, parameter as i32, value) })
    }

    fn check(&self, status: i32) -> Result<()> {
        if status == 0 {
            return Ok(());
        }
        // SAFETY: the handle is alive; the text is a NUL-terminated string inside it, valid until its next call.
        let text = unsafe { CStr::from_ptr(tj::tj3GetErrorStr(self.handle)) };
        Err(ImageError::new(ErrorKind::EncoderFailed, format!("JPEG encoder: {}", text.to_string_lossy())))
    }
}

impl Drop for Turbo {
    fn drop(&mut self) {
        // SAFETY: the handle came from tj3Init and is not used again.
        unsafe { tj::tj3Destroy(self.handle) }
    }
}

/// An error unless `samples` has `rows` rows of `row_bytes`, `stride` bytes apart.
fn check_extent(samples: &[u8], stride: usize, row_bytes: usize, rows: usize) -> Result<()> {
    let needed = rows.saturating_sub(1).saturating_mul(stride).saturating_add(row_bytes);
    if samples.len() >= needed && stride >= row_bytes && i32::try_from(stride).is_ok() {
        return Ok(());
    }
    Err(ImageError::new(ErrorKind::Internal, "JPEG encoder: a band does not cover its size"))
}
