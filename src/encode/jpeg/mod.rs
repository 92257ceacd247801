//! JPEG (ITU-T T.81) in a JFIF file (T.871): baseline, or progressive if that is asked for.
//!
//! The stages of baseline coding are the modules below, by their names in the standard. A large image is cut into
//! bands, rows of MCUs between two restart markers: DC prediction begins anew there, so every band is coded on its own,
//! by several threads if the call may use them. Where the cuts are depends on the image and the options alone, and so
//! do the Huffman tables, so the file is the same for any number of threads.
//!
//! What was tried (photo of 8 MP, one thread, 4:2:0, quality 90, AVX2; libjpeg-turbo: 14.1 ms, this: 9.8 ms):
//! - loops over arrays, vectorised by the compiler, instead of `simd`: 9.9 instead of 5.0 ms up to the levels, and
//!   other code for every small change of the source;
//! - entropy coding that tests after each code whether 32 bits are full, with a table of ready codes for small levels:
//!   8.9 ms; one way for all levels and a store after each code: 6.3 ms;
//! - tiles of 128 pixels, and a zigzag mask from eight tables of 256 patterns (16 KiB) instead of sixteen of 16: no
//!   faster, at quality 75 6 % slower: the nearest cache is full;
//! - Huffman tables from one tile in eight instead of all, with a code for every symbol: 0.16 % more entropy-coded data
//!   (photo of 1.5 MP at quality 75), and 200 to 300 bytes in DHT.

#![forbid(unsafe_code)]

pub mod entropy;
pub mod fdct;
pub mod frame;
pub mod hdr;
pub mod huffman;
pub mod markers;
pub mod pixels;
pub mod progressive;
pub mod quantization;
pub mod samples;
pub mod scan;
pub mod statistics;
pub mod symbols;

use super::color::FileColor;
use super::encoder::{Encoder, FileInfo};
use super::layers::Layers;
use super::options::Settings;
use crate::error::Result;
use crate::metadata::exif::JPEG_BYTES;
use crate::pixel::PixelView;
use crate::sink::Output;
use entropy::Writer;
use frame::{Frame, Sampling};
use huffman::SpecPair;
use scan::{Scanner, Source};
use statistics::Statistics;

/// The JPEG encoder. Quality scales the quantisation tables as libjpeg does: 100 keeps most, 0 means 1.
pub struct Jpeg;

impl Encoder for Jpeg {
    fn mime(&self) -> &'static str {
        "image/jpeg"
    }

    fn max_side(&self) -> u32 {
        65500 // the format has 65535; libjpeg and most decoders stop here
    }

    fn exif_bytes(&self) -> usize {
        JPEG_BYTES
    }

    fn encode(
        &self,
        view: &PixelView<'_>,
        info: &FileInfo,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()> {
        write(view, &start(view, &info.color, info.exif.as_deref())?, settings, output)
    }

    fn holds_layers(&self) -> bool {
        true
    }

    fn encode_layers(&self, layers: &Layers<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        hdr::encode(layers, settings, output)
    }
}

/// What a file with nothing but `view` begins with.
fn start(view: &PixelView<'_>, color: &FileColor, exif: Option<&[u8]>) -> Result<Vec<u8>> {
    Ok([&markers::START[..], &describe(view, color, exif, None)?].concat())
}

/// The segments that say what the pixels of `view` are, with what else there is to say.
fn describe(view: &PixelView<'_>, color: &FileColor, exif: Option<&[u8]>, xmp: Option<&str>) -> Result<Vec<u8>> {
    // A profile of red, green and blue means nothing to grey.
    let profile = if view.layout().format.is_alpha_only() { None } else { Some(color.profile()?) };
    markers::description(exif, xmp, profile)
}

/// Writes the image behind `start`, all that comes before its tables.
fn write(view: &PixelView<'_>, start: &[u8], settings: &Settings, output: &mut Output<'_>) -> Result<()> {
    let layout = view.layout();
    let gray = layout.format.is_alpha_only();
    let sampling = if gray { Sampling::Gray } else { settings.jpeg.subsampling.into() };
    let frame = Frame::new((layout.width, layout.height), sampling, settings.quality, &settings.jpeg)?;
    if settings.jpeg.progressive {
        return progressive::encode(view, &frame, settings, start, output);
    }
    let Statistics { specs, recordings } = if settings.jpeg.optimize_coding {
        Statistics::of(view, &frame, settings.threads)
    } else {
        Statistics { specs: SpecPair::typical().clone(), recordings: Vec::new() }
    };

    output.write(start)?;
    output.write(&markers::frame_and_scan(&frame, &specs))?;
    let bands = frame.bands();
    if recordings.is_empty() {
        let coder = || (Scanner::new(), Writer::new(&specs));
        let encode = |(scanner, writer): &mut (Scanner, Writer), band| {
            let mut source = Source::new(*view, frame.sampling);
            encode_band(&frame, band, writer, |index, sink| scanner.mcu_row(&frame, &mut source, index, sink))
        };
        settings.threads.in_order(bands, coder, encode, |scan| output.push(scan))?;
    } else {
        let encode = |writer: &mut Writer, band| {
            let (first, recording) = (frame.rows_of_band(band).start, &recordings[band]);
            encode_band(&frame, band, writer, |index, sink| recording.mcu_row(&frame, index - first, sink))
        };
        settings.threads.in_order(bands, || Writer::new(&specs), encode, |scan| output.push(scan))?;
    }
    output.write(&markers::END)
}

/// The entropy-coded data of a band, with the restart markers before and inside; `mcu_row` gives a row of MCUs to the
/// writer.
fn encode_band(frame: &Frame, band: usize, writer: &mut Writer, mut mcu_row: impl FnMut(u32, &mut Writer)) -> Vec<u8> {
    let mut scan = Vec::new();
    let rows = frame.rows_of_band(band);
    for index in rows.clone() {
        if index > 0 && frame.begins_interval(index) {
            scan.extend_from_slice(&markers::restart(index / frame.restart_rows - 1));
        }
        mcu_row(index, writer);
        if index + 1 == rows.end || frame.begins_interval(index + 1) {
            writer.finish(&mut scan);
        }
    }
    scan
}

#[cfg(test)]
mod tests;
