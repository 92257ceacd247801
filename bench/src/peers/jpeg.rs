//! JPEG peers, one thread each. They keep their handle and their memory from file to file.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use super::Job;
use crate::Result;
use crate::cases::Setting;
use crate::images::Picture;

/// libjpeg-turbo with its default Huffman tables.
pub fn turbo(picture: &Picture, setting: Setting) -> Result<Box<dyn Job + '_>> {
    prepare_turbo(picture, setting, false)
}

/// libjpeg-turbo with Huffman tables made for the image.
pub fn turbo_optimised(picture: &Picture, setting: Setting) -> Result<Box<dyn Job + '_>> {
    prepare_turbo(picture, setting, true)
}

struct Turbo<'a> {
    picture: &'a Picture,
    compressor: Compressor,
    file: Vec<u8>,
}

fn prepare_turbo(picture: &Picture, setting: Setting, optimise: bool) -> Result<Box<dyn Job + '_>> {
    let make = || {
        let mut compressor = Compressor::new()?;
        compressor.set_quality(quality(setting).into())?;
        compressor.set_subsamp(Subsamp::Sub2x2)?;
        compressor.set_optimize(optimise)?;
        let bound = compressor.buf_len(picture.width, picture.height)?;
        Ok(Turbo { picture, compressor, file: vec![0; bound] })
    };
    make().map(|job| Box::new(job) as Box<dyn Job>).map_err(|error: turbojpeg::Error| error.to_string())
}

impl Job for Turbo<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        let Picture { width, height, ref rgba, .. } = *self.picture;
        // RGBX says the same as RGBA here: the fourth byte is not read.
        let image = Image { pixels: &rgba[..], width, pitch: width * 4, height, format: PixelFormat::RGBX };
        let length = self.compressor.compress_to_slice(image, &mut self.file).map_err(|error| error.to_string())?;
        Ok(&self.file[..length])
    }
}

struct JpegEncoder<'a> {
    picture: &'a Picture,
    quality: u8,
    file: Vec<u8>,
}

/// The crate `jpeg-encoder` with its default tables.
pub fn jpeg_encoder(picture: &Picture, setting: Setting) -> Result<Box<dyn Job + '_>> {
    Ok(Box::new(JpegEncoder { picture, quality: quality(setting), file: Vec::new() }))
}

impl Job for JpegEncoder<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.file.clear();
        let (width, height) = (self.picture.width as u16, self.picture.height as u16);
        let mut encoder = Encoder::new(&mut self.file, self.quality);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.encode(&self.picture.rgba, width, height, ColorType::Rgba).map_err(|error| error.to_string())?;
        Ok(&self.file)
    }
}

fn quality(setting: Setting) -> u8 {
    match setting {
        Setting::Jpeg(quality) => quality,
        _ => unreachable!("the table of peers gives these JPEG only"),
    }
}
