//! The crate `png`. An opaque image is given to it as RGB, which it would otherwise have to be made by the caller.

use png::{BitDepth, ColorType, Compression, Encoder};

use super::Job;
use crate::Result;
use crate::images::Picture;
use crate::task::Task;

const LEVELS: [Compression; 4] = [Compression::Fastest, Compression::Fast, Compression::Balanced, Compression::High];

/// The knob is a place in [`LEVELS`]; filters are those that the level brings.
pub fn prepare(picture: &Picture, _task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    picture.packed(); // made before the clock runs
    Ok(Box::new(Png { picture, compression: LEVELS[knob as usize], file: Vec::new() }))
}

struct Png<'a> {
    picture: &'a Picture,
    compression: Compression,
    file: Vec<u8>,
}

impl Png<'_> {
    fn write(&mut self) -> std::result::Result<(), png::EncodingError> {
        self.file.clear();
        let (pixels, channels) = self.picture.packed();
        let mut encoder = Encoder::new(&mut self.file, self.picture.width as u32, self.picture.height as u32);
        encoder.set_color(if channels == 3 { ColorType::Rgb } else { ColorType::Rgba });
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(self.compression);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(pixels)?;
        writer.finish()
    }
}

impl Job for Png<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.write().map_err(|error| error.to_string())?;
        Ok(&self.file)
    }
}
