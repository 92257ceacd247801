//! JPEG peers, one thread each. They keep their handle and their memory from file to file.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use super::Job;
use crate::Result;
use crate::images::Picture;
use crate::task::{Chroma, Task};

/// Knobs: the tables of T.81 Annex K, tables made for the image, those in several scans.
pub const DEFAULT: i32 = 0;
/// Tables made for the image.
pub const OPTIMISED: i32 = 1;
/// In several scans, which implies tables made for the image.
pub const PROGRESSIVE: i32 = 2;

struct Turbo<'a> {
    picture: &'a Picture,
    compressor: Compressor,
    file: Vec<u8>,
}

/// libjpeg-turbo.
pub fn turbo(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    let (quality, chroma) = task.jpeg();
    let make = || {
        let mut compressor = Compressor::new()?;
        compressor.set_quality(quality.into())?;
        compressor.set_subsamp(if chroma == Chroma::Quarter { Subsamp::Sub2x2 } else { Subsamp::None })?;
        compressor.set_optimize(knob == OPTIMISED)?;
        compressor.set_progressive(knob == PROGRESSIVE)?;
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
    task: Task,
    optimise: bool,
    file: Vec<u8>,
}

/// The crate `jpeg-encoder`.
pub fn jpeg_encoder(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    Ok(Box::new(JpegEncoder { picture, task, optimise: knob == OPTIMISED, file: Vec::new() }))
}

impl Job for JpegEncoder<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.file.clear();
        let (quality, chroma) = self.task.jpeg();
        let (width, height) = (self.picture.width as u16, self.picture.height as u16);
        let mut encoder = Encoder::new(&mut self.file, quality);
        let factor = if chroma == Chroma::Quarter { SamplingFactor::F_2_2 } else { SamplingFactor::F_1_1 };
        encoder.set_sampling_factor(factor);
        encoder.set_optimized_huffman_tables(self.optimise);
        encoder.encode(&self.picture.rgba, width, height, ColorType::Rgba).map_err(|error| error.to_string())?;
        Ok(&self.file)
    }
}
