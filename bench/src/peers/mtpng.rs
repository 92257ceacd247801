//! The crate `mtpng`: chunks deflated on several threads, with zlib.

use mtpng::encoder::{Encoder, Options};
use mtpng::{ColorType, CompressionLevel, Header};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Job;
use crate::images::Picture;
use crate::task::Task;
use crate::{Result, machine};

struct MtPng<'a> {
    picture: &'a Picture,
    level: CompressionLevel,
    pool: ThreadPool,
    file: Vec<u8>,
}

/// The knob is zlib's level, 1 or 6. Filters are its own choice. All cores.
pub fn prepare(picture: &Picture, _task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    picture.packed(); // made before the clock runs
    let level = if knob == 1 { CompressionLevel::Fast } else { CompressionLevel::Default };
    let pool = ThreadPoolBuilder::new().num_threads(machine::cores()).build().map_err(|error| error.to_string())?;
    Ok(Box::new(MtPng { picture, level, pool, file: Vec::new() }))
}

impl MtPng<'_> {
    fn write(&mut self) -> std::io::Result<()> {
        self.file.clear();
        let (pixels, channels) = self.picture.packed();
        let mut header = Header::new();
        header.set_size(self.picture.width as u32, self.picture.height as u32)?;
        header.set_color(if channels == 3 { ColorType::Truecolor } else { ColorType::TruecolorAlpha }, 8)?;
        let mut options = Options::new();
        options.set_thread_pool(&self.pool)?;
        options.set_compression_level(self.level)?;
        let mut encoder = Encoder::new(&mut self.file, &options);
        encoder.write_header(&header)?;
        encoder.write_image_rows(pixels)?;
        encoder.finish()?;
        Ok(())
    }
}

impl Job for MtPng<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.write().map_err(|error| error.to_string())?;
        Ok(&self.file)
    }
}
