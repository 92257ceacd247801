//! Decoders that are linked with the program. Each makes RGBA in memory of its own, as ours does.

#![allow(unsafe_code)]

use std::io::Cursor;

use libwebp_sys as webp;
use turbojpeg::{Decompressor, Image, PixelFormat, ScalingFactor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::files::Encoded;
use crate::Result;

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// libjpeg-turbo, whose handle is kept; every side divided by `by`.
pub fn turbo(encoded: &Encoded, by: usize) -> Result<impl FnMut() -> Result<Vec<u8>> + '_> {
    let mut decompressor = Decompressor::new().map_err(text)?;
    decompressor.set_scaling_factor(ScalingFactor::new(1, by)).map_err(text)?;
    let (width, height) = (encoded.width.div_ceil(by), encoded.height.div_ceil(by));
    Ok(move || {
        let mut pixels = vec![0; width * height * 4];
        let image = Image { pixels: &mut pixels[..], width, pitch: width * 4, height, format: PixelFormat::RGBA };
        decompressor.decompress(&encoded.file, image).map_err(text)?;
        Ok(pixels)
    })
}

/// zune-jpeg.
pub fn zune(encoded: &Encoded) -> Result<Vec<u8>> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGBA);
    JpegDecoder::new_with_options(ZCursor::new(&encoded.file), options).decode().map_err(text)
}

/// The crate png.
pub fn png(encoded: &Encoded) -> Result<Vec<u8>> {
    let mut decoder = png::Decoder::new(Cursor::new(&encoded.file));
    decoder.set_transformations(png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(text)?;
    let mut pixels = vec![0; encoded.pixels() * 4];
    reader.next_frame(&mut pixels).map_err(text)?;
    Ok(pixels)
}

/// libwebp, on one thread.
pub fn webp(encoded: &Encoded) -> Result<Vec<u8>> {
    let mut pixels = vec![0; encoded.pixels() * 4];
    let (file, stride) = (&encoded.file, encoded.width * 4);
    // SAFETY: a file to be read, and room for as many rows as its image has.
    let done = unsafe {
        webp::WebPDecodeRGBAInto(file.as_ptr(), file.len(), pixels.as_mut_ptr(), pixels.len(), stride as i32)
    };
    if done.is_null() { Err("libwebp does not decode".to_owned()) } else { Ok(pixels) }
}

/// The crate gif: the first frame alone.
pub fn gif(encoded: &Encoded) -> Result<Vec<u8>> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(Cursor::new(&encoded.file)).map_err(text)?;
    let frame = decoder.read_next_frame().map_err(text)?.ok_or("no frame")?;
    Ok(frame.buffer.to_vec())
}
