//! TIFF 6.0, the first page, strip by strip or tile by tile. Rows are turned as the file says: the one container in
//! which an orientation is applied.

#![forbid(unsafe_code)]

mod color;
mod palette;

use std::ops::Range;

use tiff::decoder::{ChunkType, Decoder as Reader, Limits};
use tiff::tags::{Tag, Type, ValueBuffer};
use tiff::{TiffError, TiffResult};

use super::Decoder;
use super::samples::make_opaque;
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::{self, Rotation};
use crate::limits;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::bytes::{Input, SourceBytes};
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
use color::Coding;
use palette::Palette;

/// A tile may be wider than the image, but not by so many pixels: the crate allocates rows of tiles.
const TILE_SIDE: u32 = 1 << 16;

/// Most bytes that the samples of a strip, or of a row of tiles, may have.
const BAND_BYTES: usize = 2 * limits::IMAGE_BYTES;

/// The compression whose strips and tiles the crate reads whole before it decodes them (TIFF Technical Note 2). All may
/// be said to be as long as the file, which would be read again for each.
const JPEG: u16 = 7;

/// Most bytes that all of them are said to have, beside four times those of their samples.
const JPEG_BYTES: usize = 1 << 28;

/// The decoder of TIFF.
pub struct Tiff;

impl Decoder for Tiff {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        let mut page = Page::open(bytes)?;
        let (width, height) = page.size;
        Ok(if Turn::of(&mut page.reader).is_on_its_side() { (height, width) } else { (width, height) })
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let mut page = Page::open(bytes)?;
        let (width, height) = page.size;
        let turn = Turn::of(&mut page.reader);
        let whole = Region { x: 0, y: 0, width, height };
        let rows = Region { y: wish.part.y, height: wish.part.height, ..whole };
        let stored = if turn == Turn::default() { rows } else { whole };
        let coding = Coding::of(&mut page.reader, page.palette.take())?;
        let profile = page.profile();
        let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, stored.height)?)?;
        let complete = page.read(&coding, stored.y..stored.y + stored.height, &mut pixels)?;
        let opaque = !coding.has_alpha();
        if opaque && !complete {
            make_opaque(&mut pixels);
        }
        turn.apply(&mut pixels)?;
        let (width, height) = (pixels.layout().width, pixels.layout().height);
        let part = Region { width, height, ..stored };
        Ok(Frame { pixels, opaque, part, color: profile.map_or(SourceColor::Unsaid, SourceColor::Icc) })
    }
}

/// The first page.
struct Page<'a> {
    reader: Reader<Box<dyn Input + 'a>>,
    size: (u32, u32),
    palette: Option<Palette>,
}

impl<'a> Page<'a> {
    fn open(bytes: &'a SourceBytes) -> Result<Self> {
        let palette = Palette::find(bytes)?;
        let input = palette.as_ref().map_or_else(|| bytes.input(), |palette| palette.input(bytes));
        let mut limits = Limits::unlimited();
        // Of values as well: memory for them is taken before they are looked for in the file.
        limits.decoding_buffer_size = limits::BLOB_BYTES;
        let mut reader = Reader::new(input).map_err(failed)?.with_limits(limits.clone());
        let size = check_size(reader.dimensions().map_err(failed)?)?;
        if reader.find_tag_unsigned::<u16>(Tag::Compression).ok().flatten() == Some(JPEG) {
            let count = reader.strip_count().or_else(|_| reader.tile_count()).map_err(failed)?;
            let samples = reader.image_chunk_buffer_layout(0).map_or(0, |layout| layout.len);
            limits.intermediate_buffer_size = samples.saturating_mul(4) + JPEG_BYTES / count.max(1) as usize;
            reader = reader.with_limits(limits);
        }
        Ok(Self { reader, size, palette })
    }

    /// The ICC profile, if there is one of sensible length and all of it.
    fn profile(&mut self) -> Option<Vec<u8>> {
        let mut value = ValueBuffer::empty(Type::UNDEFINED);
        self.reader.image_ifd().find_tag_buf(Tag::IccProfile, &mut value).ok()??;
        matches!(value.data_type(), Type::UNDEFINED | Type::BYTE).then(|| value.as_bytes().to_vec())
    }

    /// Fills `pixels` with the rows of `wanted`. Whether all were there; a strip that is not, or makes no sense, is the
    /// end, and an error if it is the first.
    fn read(&mut self, coding: &Coding, wanted: Range<u32>, pixels: &mut PixelBuffer) -> Result<bool> {
        let (width, height) = self.size;
        let tile = self.reader.chunk_dimensions();
        let columns = width.div_ceil(tile.0.max(1));
        let all = match self.reader.get_chunk_type() {
            ChunkType::Strip => self.reader.strip_count(),
            ChunkType::Tile => self.reader.tile_count(),
        };
        let (all, planes) = (all.map_err(failed)?, coding.planes() as u32);
        let of_plane = columns.checked_mul(height.div_ceil(tile.1.max(1)));
        let of_plane = of_plane.filter(|count| count.checked_mul(planes).is_some_and(|count| count <= all));
        let Some(of_plane) = of_plane.filter(|_| tile.0 > 0 && tile.1 > 0 && tile.0 <= width.max(TILE_SIDE)) else {
            return Err(ImageError::new(ErrorKind::SourceHeaderBad, "the header of the source is bad: TIFF: strips"));
        };

        let row_bytes = width as usize * coding.pixel_bytes();
        let band_bytes = row_bytes * tile.1.min(height) as usize;
        if band_bytes > BAND_BYTES {
            return Err(failed(TiffError::LimitsExceeded));
        }
        let mut band = zeroed_bytes(band_bytes)?;
        for top in (wanted.start / tile.1 * tile.1..wanted.end).step_by(tile.1 as usize) {
            for (plane, column) in (0..planes).flat_map(|plane| (0..columns).map(move |column| (plane, column))) {
                let number = plane * of_plane + top / tile.1 * columns + column;
                let place = Place { left: column * tile.0, plane: plane as usize, row_bytes };
                match self.chunk(number, coding, &place, &mut band) {
                    Ok(()) => {}
                    Err(TiffError::LimitsExceeded) => return Err(failed(TiffError::LimitsExceeded)),
                    Err(error @ TiffError::UnsupportedError(_)) => return Err(failed(error)),
                    Err(TiffError::IoError(_)) => return Ok(false),
                    Err(error) if number == 0 => {
                        let message = format!("the source cannot be decoded: {error}");
                        return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
                    }
                    Err(_) => return Ok(false),
                }
            }
            for (y, row) in (top..wanted.end).zip(band.chunks_exact(row_bytes)).filter(|(y, _)| *y >= wanted.start) {
                coding.expand(row, pixels.row_mut(y - wanted.start));
            }
        }
        Ok(true)
    }

    /// Reads a strip or tile to its place in the rows of `band`.
    fn chunk(&mut self, number: u32, coding: &Coding, place: &Place, band: &mut [u8]) -> TiffResult<()> {
        let (width, height) = self.reader.chunk_data_dimensions(number);
        let layout = self.reader.image_chunk_buffer_layout(number)?;
        if coding.is_unpacked() && layout.row_stride.is_some_and(|stride| stride.get() == place.row_bytes) {
            return self.reader.read_chunk_bytes(number, band);
        }
        let mut samples = zeroed_bytes(layout.len).map_err(|_| TiffError::LimitsExceeded)?;
        self.reader.read_chunk_bytes(number, &mut samples)?;
        let stride = layout.row_stride.map_or(layout.len, usize::from);
        let from = place.left as usize * coding.pixel_bytes();
        let bytes = width as usize * coding.pixel_bytes();
        for (row, out) in samples.chunks(stride).zip(band.chunks_exact_mut(place.row_bytes)).take(height as usize) {
            coding.unpack(row, place.plane, &mut out[from..from + bytes]);
        }
        Ok(())
    }
}

/// Where a strip or tile lies in a band of rows.
struct Place {
    left: u32,
    plane: usize,
    row_bytes: usize,
}

/// How stored rows become those that are seen: turned by quarters clockwise, then mirrored.
#[derive(Clone, Copy, Default, PartialEq)]
struct Turn {
    quarters: u8,
    mirrored: bool,
}

impl Turn {
    /// That of the Orientation tag (TIFF 6.0, section 8).
    fn of<'a>(reader: &mut Reader<Box<dyn Input + 'a>>) -> Self {
        let stored = reader.find_tag_unsigned::<u16>(Tag::Orientation).ok().flatten();
        let (quarters, mirrored) = match stored {
            Some(2) => (0, true),
            Some(3) => (2, false),
            Some(4) => (2, true),
            Some(5) => (1, true),
            Some(6) => (1, false),
            Some(7) => (3, true),
            Some(8) => (3, false),
            _ => (0, false),
        };
        Self { quarters, mirrored }
    }

    fn is_on_its_side(self) -> bool {
        self.quarters % 2 == 1
    }

    fn apply(self, pixels: &mut PixelBuffer) -> Result<()> {
        geometry::rotate(pixels, Rotation::by(PixelFormat::Rgba8888, f32::from(self.quarters) * 90.0)?)?;
        if self.mirrored {
            geometry::flip(pixels, true, false);
        }
        Ok(())
    }
}

fn failed(error: TiffError) -> ImageError {
    let (kind, what) = match error {
        TiffError::IoError(_) => (ErrorKind::SourceDataBad, "the source ends in its header"),
        TiffError::UnsupportedError(_) => (ErrorKind::SourceDecodeFailed, "the source has what is not decoded here"),
        TiffError::LimitsExceeded => (ErrorKind::SourceTooLarge, "the source is above the limits"),
        _ => (ErrorKind::SourceHeaderBad, "the header of the source is bad"),
    };
    ImageError::new(kind, format!("{what}: TIFF: {error}"))
}
