//! The files that are decoded, made by others than the library.

#![allow(unsafe_code)]

use std::{ptr, slice};

use gif::{Encoder, Frame};
use libwebp_sys as webp;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use crate::Result;
use crate::images::Picture;

/// A file, and the size of its image.
pub struct Encoded {
    /// The bytes.
    pub file: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Encoded {
    fn new(file: Vec<u8>, picture: &Picture) -> Self {
        Self { file, width: picture.width, height: picture.height }
    }

    /// How many.
    pub fn pixels(&self) -> usize {
        self.width * self.height
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// JPEG of libjpeg-turbo, quality 90.
pub fn jpeg(picture: &Picture, subsamp: Subsamp, progressive: bool) -> Result<Encoded> {
    let mut compressor = Compressor::new().map_err(text)?;
    compressor.set_quality(90).map_err(text)?;
    compressor.set_subsamp(subsamp).map_err(text)?;
    compressor.set_progressive(progressive).map_err(text)?;
    let (width, height) = (picture.width, picture.height);
    let image = Image { pixels: &picture.rgba[..], width, pitch: width * 4, height, format: PixelFormat::RGBX };
    Ok(Encoded::new(compressor.compress_to_vec(image).map_err(text)?, picture))
}

/// PNG of the crate png, at its default level and filters.
pub fn png(picture: &Picture) -> Result<Encoded> {
    let (pixels, channels) = picture.packed();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width as u32, picture.height as u32);
    encoder.set_color(if channels == 3 { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels)).map_err(text)?;
    Ok(Encoded::new(file, picture))
}

/// WebP of libwebp: quality 80, or without loss.
pub fn webp(picture: &Picture, lossless: bool) -> Result<Encoded> {
    let (width, height) = (picture.width as i32, picture.height as i32);
    let (pixels, mut out) = (picture.rgb().as_ptr(), ptr::null_mut());
    // SAFETY: as many rows as said, of three bytes per pixel; what libwebp gives is copied and freed once.
    let file = unsafe {
        let length = if lossless {
            webp::WebPEncodeLosslessRGB(pixels, width, height, width * 3, &mut out)
        } else {
            webp::WebPEncodeRGB(pixels, width, height, width * 3, 80.0, &mut out)
        };
        if length == 0 {
            return Err("libwebp does not encode".to_owned());
        }
        let file = slice::from_raw_parts(out, length).to_vec();
        webp::WebPFree(out.cast());
        file
    };
    Ok(Encoded::new(file, picture))
}

/// GIF of the crate gif, one frame.
pub fn gif(picture: &Picture) -> Result<Encoded> {
    let (width, height) = (picture.width as u16, picture.height as u16);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height, &[]).map_err(text)?;
    encoder.write_frame(&Frame::from_rgb_speed(width, height, picture.rgb(), 30)).map_err(text)?;
    drop(encoder);
    Ok(Encoded::new(file, picture))
}
