//! Progressive JPEG (ITU-T T.81, annex G) through the crate `jpeg-encoder`: all coefficients of the image are in memory,
//! 2 bytes each, and one thread does the work.

#![forbid(unsafe_code)]

use std::cell::RefCell;

use jpeg_encoder::{
    ChromaSubsamplingMethod, Encoder, EncodingError, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr,
};

use super::frame::{Frame, Sampling};
use crate::convert::rows::{RowFormat, RowReader};
use crate::encode::options::Settings;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelView;
use crate::sink::{Output, OutputWriter};

/// Encodes `view`, with `profile` if there is one.
pub fn encode(
    view: &PixelView<'_>,
    frame: &Frame,
    settings: &Settings,
    profile: Option<&[u8]>,
    output: &mut Output<'_>,
) -> Result<()> {
    let mut writer = OutputWriter::new(output);
    write(view, frame, settings, profile, &mut writer).map_err(|error| {
        writer.error_or(|| ImageError::new(ErrorKind::EncoderFailed, format!("JPEG encoder: {error}")))
    })
}

fn write(
    view: &PixelView<'_>,
    frame: &Frame,
    settings: &Settings,
    profile: Option<&[u8]>,
    writer: &mut OutputWriter<'_, '_>,
) -> std::result::Result<(), EncodingError> {
    let mut encoder = Encoder::new(writer, settings.quality.max(1));
    encoder.set_progressive(true);
    // With restart markers the crate's tables could lack symbols: it counts differences of DC as if there were none.
    encoder.set_optimized_huffman_tables(settings.jpeg.optimize_coding && settings.jpeg.restart_rows == 0);
    encoder.set_sampling_factor(match frame.sampling {
        Sampling::S420 => SamplingFactor::F_2_2,
        Sampling::S422 => SamplingFactor::F_2_1,
        Sampling::S444 | Sampling::Gray => SamplingFactor::F_1_1,
    });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    if settings.jpeg.restart_rows > 0 {
        encoder.set_restart_interval(frame.restart_interval());
    }
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile)?;
    }
    let format = if frame.sampling == Sampling::Gray { RowFormat::Gray8 } else { RowFormat::Rgb8 };
    let size = (frame.width as u16, frame.height as u16);
    encoder.encode_image(Rows { size, format, reader: RefCell::new(RowReader::new(*view, format)) })
}

/// An image as the crate reads it: row by row.
struct Rows<'a> {
    size: (u16, u16),
    format: RowFormat,
    reader: RefCell<RowReader<'a>>,
}

impl ImageBuffer for Rows<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.format == RowFormat::Gray8 { JpegColorType::Luma } else { JpegColorType::Ycbcr }
    }

    fn width(&self) -> u16 {
        self.size.0
    }

    fn height(&self) -> u16 {
        self.size.1
    }

    fn fill_buffers(&self, y: u16, [luma, cb, cr, _]: &mut [Vec<u8>; 4]) {
        let mut reader = self.reader.borrow_mut();
        let row = reader.row(y.into());
        if self.format == RowFormat::Gray8 {
            luma.extend_from_slice(row);
            return;
        }
        for &[r, g, b] in row.as_chunks().0 {
            let (y, u, v) = rgb_to_ycbcr(r, g, b);
            luma.push(y);
            cb.push(u);
            cr.push(v);
        }
    }
}
