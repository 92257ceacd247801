//! PNG (ISO/IEC 15948): lossless, 8 bits a channel, 16 where the image has more.

#![forbid(unsafe_code)]

use png::{BitDepth, ColorType, DeflateCompression, Filter, SrgbRenderingIntent};

use super::encoder::Encoder;
use super::options::Settings;
use crate::convert::rows::{RowFormat, RowReader};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, PixelFormat, PixelView};
use crate::sink::{Output, OutputWriter};

/// zlib level behind adaptive filters. On a photo of 8 MP, with zlib-rs: level 3 7.74 MB in 154 ms, level 5 7.47 MB in
/// 261 ms, level 6 7.32 MB in 482 ms; with the default miniz_oxide level 6 7.41 MB in 1368 ms (2 cores, one run).
const LEVEL: u8 = 5;

/// The PNG encoder. Quality means nothing to it.
pub struct Png;

impl Encoder for Png {
    fn mime(&self) -> &'static str {
        "image/png"
    }

    fn max_side(&self) -> u32 {
        i32::MAX as u32 // clause 11.2.2
    }

    fn encode(&self, view: &PixelView<'_>, _settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        let mut writer = OutputWriter::new(output);
        write(&view.with_needed_alpha(), &mut writer).map_err(|error| {
            writer.error_or(|| ImageError::new(ErrorKind::EncoderFailed, format!("PNG encoder: {error}")))
        })
    }
}

fn write(view: &PixelView<'_>, writer: &mut OutputWriter<'_, '_>) -> std::result::Result<(), png::EncodingError> {
    let (rows, colour, depth) = row_format(view);
    let layout = view.layout();
    let mut encoder = png::Encoder::new(writer, layout.width, layout.height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
    encoder.set_filter(Filter::Adaptive);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let mut image = encoder.write_header()?;
    let mut stream = image.stream_writer()?;
    let mut reader = RowReader::new(*view, rows);
    for y in 0..layout.height {
        std::io::Write::write_all(&mut stream, reader.row(y))?;
    }
    stream.finish()?;
    image.finish()
}

/// The rows that hold everything the image has.
fn row_format(view: &PixelView<'_>) -> (RowFormat, ColorType, BitDepth) {
    let opaque = view.alpha() == AlphaType::Opaque;
    match view.layout().format {
        format if format.is_alpha_only() => (RowFormat::GrayAlpha8, ColorType::GrayscaleAlpha, BitDepth::Eight),
        PixelFormat::RgbaF16 | PixelFormat::Rgba1010102 if !opaque => {
            (RowFormat::Rgba16, ColorType::Rgba, BitDepth::Sixteen)
        }
        format if format.is_deep() => (RowFormat::Rgb16, ColorType::Rgb, BitDepth::Sixteen),
        _ if opaque => (RowFormat::Rgb8, ColorType::Rgb, BitDepth::Eight),
        _ => (RowFormat::Rgba8, ColorType::Rgba, BitDepth::Eight),
    }
}
