//! WebP files that end early: libwebp's incremental decoder gives the rows that are there. The `image` crate's decoder
//! gives none, and reads whole files only.

#![allow(unsafe_code)]

use libwebp_sys as webp;

use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelBuffer;

/// Whether `file` is shorter than its RIFF header says (RFC 9649, section 2.4).
pub fn is_cut(beginning: &[u8], length: u64) -> bool {
    let size = beginning.get(4..8).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes);
    length < u64::from(size) + 8
}

/// Decodes what `file` has into `pixels`, RGBA_8888 of the file's size, not premultiplied. The rest stays as it is.
pub fn decode(file: &[u8], pixels: &mut PixelBuffer) -> Result<()> {
    let stride = pixels.layout().stride as i32;
    let bytes = pixels.bytes_mut();
    // SAFETY: `bytes` is as long as said and outlives the decoder, which is deleted below. libwebp itself checks that
    // stride and length hold the file's size, and refuses if not. WebPIUpdate gets a valid range that it only reads.
    let status = unsafe {
        let decoder = webp::WebPINewRGB(webp::WEBP_CSP_MODE::MODE_RGBA, bytes.as_mut_ptr(), bytes.len(), stride);
        if decoder.is_null() {
            return Err(ImageError::new(ErrorKind::AllocFailed, "no memory for the WebP decoder"));
        }
        let status = webp::WebPIUpdate(decoder, file.as_ptr(), file.len());
        webp::WebPIDelete(decoder);
        status
    };
    match status {
        webp::VP8StatusCode::VP8_STATUS_OK | webp::VP8StatusCode::VP8_STATUS_SUSPENDED => Ok(()),
        status => {
            let message = format!("the source cannot be decoded: WebP: {status:?}");
            Err(ImageError::new(ErrorKind::SourceDecodeFailed, message))
        }
    }
}
