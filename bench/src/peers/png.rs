//! The crate `png`. An opaque image is given to it as RGB, which it would otherwise have to be made by the caller.

use png::{BitDepth, ColorType, Compression, Encoder};

use super::Job;
use crate::Result;
use crate::cases::Setting;
use crate::images::Picture;

/// Its faster setting: adaptive filters, fdeflate.
pub fn fast(picture: &Picture, _setting: Setting) -> Result<Box<dyn Job + '_>> {
    Ok(Box::new(Png::new(picture, Compression::Fast)))
}

/// Its default: adaptive filters, zlib's level 6.
pub fn balanced(picture: &Picture, _setting: Setting) -> Result<Box<dyn Job + '_>> {
    Ok(Box::new(Png::new(picture, Compression::Balanced)))
}

struct Png<'a> {
    picture: &'a Picture,
    rgb: Vec<u8>,
    compression: Compression,
    file: Vec<u8>,
}

impl<'a> Png<'a> {
    fn new(picture: &'a Picture, compression: Compression) -> Self {
        let rgb = if picture.opaque { picture.rgb() } else { Vec::new() };
        Self { picture, rgb, compression, file: Vec::new() }
    }

    fn write(&mut self) -> std::result::Result<(), png::EncodingError> {
        self.file.clear();
        let (width, height) = (self.picture.width as u32, self.picture.height as u32);
        let (pixels, colour) =
            if self.picture.opaque { (&self.rgb, ColorType::Rgb) } else { (&self.picture.rgba, ColorType::Rgba) };
        let mut encoder = Encoder::new(&mut self.file, width, height);
        encoder.set_color(colour);
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
