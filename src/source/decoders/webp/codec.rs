//! The binding to libwebp: its incremental decoder, which also gives the rows of a file that ends early.

#![allow(unsafe_code)]

use std::ffi::c_int;
use std::ptr;

use libwebp_sys as webp;

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::Region;
use crate::threads::Threads;

/// A decoder that is deleted, and its thread ended, whatever happens.
struct Incremental(*mut webp::WebPIDecoder);

impl Drop for Incremental {
    fn drop(&mut self) {
        // SAFETY: the pointer came from WebPIDecode, and nothing else deletes it.
        unsafe { webp::WebPIDelete(self.0) }
    }
}

/// Decodes one image: a RIFF file, or the chunks of an image without one around them. It becomes RGBA of 8 bits, not
/// premultiplied, in `out`, whose rows are `stride` bytes apart. Of the image `part`, or all of it; libwebp moves odd
/// corners to even places. Whether all rows are there; what is missing stays as it is.
pub fn decode(data: &[u8], part: Option<Region>, out: &mut [u8], stride: usize) -> Result<bool> {
    let number = |value: usize| {
        c_int::try_from(value)
            .map_err(|_| ImageError::new(ErrorKind::SourceTooLarge, "the source is too wide for libwebp"))
    };
    let mut config = webp::WebPDecoderConfig::new()
        .map_err(|()| ImageError::new(ErrorKind::Internal, "libwebp is of another version than its header"))?;
    config.options.use_threads = c_int::from(Threads::default().for_jobs(2) > 1);
    if let Some(part) = part {
        config.options.use_cropping = 1;
        config.options.crop_left = number(part.x as usize)?;
        config.options.crop_top = number(part.y as usize)?;
        config.options.crop_width = number(part.width as usize)?;
        config.options.crop_height = number(part.height as usize)?;
    }
    config.output.colorspace = webp::WEBP_CSP_MODE::MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = webp::WebPRGBABuffer { rgba: out.as_mut_ptr(), stride: number(stride)?, size: out.len() };

    // SAFETY: no data are given yet. The decoder keeps pointers to `config`, which is neither moved nor read until the
    // decoder is deleted at the end of this function; and to `out`, which is borrowed for as long, and of which libwebp
    // knows the length: it refuses images that do not fit.
    let decoder = Incremental(unsafe { webp::WebPIDecode(ptr::null(), 0, &raw mut config) });
    if decoder.0.is_null() {
        return Err(ImageError::new(ErrorKind::AllocFailed, "no memory for the WebP decoder"));
    }
    // SAFETY: the decoder is alive; `data` are only read, within their length, and stay until it is deleted.
    let status = unsafe { webp::WebPIUpdate(decoder.0, data.as_ptr(), data.len()) };
    match status {
        webp::VP8StatusCode::VP8_STATUS_OK => Ok(true),
        webp::VP8StatusCode::VP8_STATUS_SUSPENDED | webp::VP8StatusCode::VP8_STATUS_NOT_ENOUGH_DATA => Ok(false),
        webp::VP8StatusCode::VP8_STATUS_OUT_OF_MEMORY => {
            Err(ImageError::new(ErrorKind::AllocFailed, "no memory to decode the source"))
        }
        status => {
            let message = format!("the source cannot be decoded: WebP: {status:?}");
            Err(ImageError::new(ErrorKind::SourceDecodeFailed, message))
        }
    }
}
