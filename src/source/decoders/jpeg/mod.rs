//! JPEG (T.81), decoded by libjpeg-turbo: with the exact DCT and interpolated chroma, as its own tools do by default.
//!
//! What is done here beside whole images in RGBA: a reduction to 1/2, 1/4 or 1/8 in the DCT, parts without the rest of
//! the image, the file's own planes for NV12 and NV21, and what can be had of files that are cut or damaged.

mod codec;
mod described;
mod markers;
mod parts;
mod trailer;

#[cfg(test)]
mod tests;

use codec::{Decompressor, Header};

use super::Decoder;
use crate::error::{ErrorKind, ImageError, Result};
use crate::log;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, Region};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
use crate::source::parts::{GainMapPart, Parts};

/// Bytes of a file that are read at first for its size: most headers are shorter, even with a preview in them.
const FRONT: usize = 1 << 16;

/// Greatest width and height that libjpeg-turbo decodes.
const SIDE: u16 = 65500;

/// A multiple of the width of every MCU: sampling factors are 1 to 4, of blocks of 8 columns.
const MCU_COLUMNS: u32 = 96;

/// Rows, and columns, that are decoded around a part. At its edges libjpeg-turbo has no neighbours to interpolate
/// chroma with; a few pixels further in every one is as in the whole image.
const MARGIN: u32 = 32;

/// What is seen where there are no data: what libjpeg-turbo makes of blocks that are missing.
const GREY: [u8; 4] = [128, 128, 128, 255];

/// The decoder of JPEG.
pub struct Jpeg;

impl Decoder for Jpeg {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        let mut count = FRONT;
        loop {
            let front = bytes.range(0..count as u64)?;
            match open(&front) {
                Err(error) if error.kind == ErrorKind::SourceDataBad && front.len() == count => {
                    count = count.saturating_mul(16)
                }
                outcome => return outcome.map(|decompressor| size_of(decompressor.header())),
            }
        }
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let file = bytes.whole()?;
        let mut outcome = decode(&file, wish);
        // libjpeg-turbo takes what it needs of a cut segment for damage, and gives up, though there may be whole scans
        // before it.
        let flawed = match &outcome {
            Ok((_, sound)) => !sound,
            Err(error) => error.kind == ErrorKind::SourceDecodeFailed,
        };
        if flawed && let Some(shorter) = markers::without_cut_segment(&file) {
            drop(outcome); // two frames need not be in memory
            outcome = decode(shorter, wish);
        }
        outcome.map(|(frame, _)| frame)
    }

    fn is_hdr(&self, bytes: &SourceBytes) -> Result<bool> {
        parts::has_gain_map(bytes)
    }

    fn parts(&self, bytes: &SourceBytes) -> Result<Parts> {
        parts::parts(bytes)
    }

    fn gain_map(&self, bytes: &SourceBytes) -> Result<Option<GainMapPart>> {
        parts::gain_map(bytes)
    }
}

fn size_of(header: &Header) -> (u32, u32) {
    (header.width, header.height)
}

/// A decompressor that has read the header, of an image within the limits.
fn open(file: &[u8]) -> Result<Decompressor<'_>> {
    let decompressor = Decompressor::open(file)?.map_err(|text| {
        let kind = if markers::is_wider_than(file, SIDE) {
            ErrorKind::SourceTooLarge
        } else if markers::header_is_cut(file) {
            ErrorKind::SourceDataBad
        } else {
            ErrorKind::SourceHeaderBad
        };
        ImageError::new(kind, format!("the header of the source is bad: JPEG: {text}"))
    })?;
    check_size(size_of(decompressor.header()))?;
    Ok(decompressor)
}

/// The frame, and whether nothing was wrong with the file.
fn decode(file: &[u8], wish: &Wish) -> Result<(Frame, bool)> {
    let mut decompressor = open(file)?;
    let header = *decompressor.header();
    if header.precision != 8 || header.lossless {
        let kind = if header.lossless { "lossless" } else { "lossy" };
        let message =
            format!("the source cannot be decoded: {kind} JPEG of {} bits is not supported", header.precision);
        return Err(ImageError::new(ErrorKind::SourceDecodeFailed, message));
    }
    let reduction = reduction(wish);
    decompressor.reduce(reduction)?;
    let frame = |pixels, part| Frame { pixels, opaque: true, part, color: color(file, &header) };
    let is_whole = wish.part == Wish::whole(size_of(&header)).part;
    if is_whole && header.ycc_420 && matches!(wish.format, PixelFormat::Nv12 | PixelFormat::Nv21) {
        // Of a file with a flaw nobody knows how much of the planes was decoded. As RGBA its alpha tells.
        if let Some(pixels) = planes(&mut decompressor, wish.format)? {
            let part = enlarged(Wish::whole(decompressor.size()).part, reduction);
            return Ok((frame(pixels, part), true));
        }
    }
    let window = window(wish.part, decompressor.size(), reduction);
    let all = Wish::whole(decompressor.size()).part;
    let window = if header.croppable { window } else { all };
    if window != all {
        decompressor.crop(window)?;
    }
    let (pixels, sound) = packed(&mut decompressor)?;
    Ok((frame(pixels, enlarged(window, reduction)), sound))
}

/// What every side is divided by: the most of 1, 2, 4 and 8 that leaves at least the wanted size.
fn reduction(wish: &Wish) -> u32 {
    let enough = |whole: u32, wanted: u32, by: u32| u64::from(wanted) * u64::from(by) <= u64::from(whole);
    let fits = |by: &u32| {
        let (part, (width, height)) = (wish.part, wish.size);
        enough(part.width, width, *by) && enough(part.height, height, *by)
    };
    [8, 4, 2].into_iter().find(fits).unwrap_or(1)
}

/// The pixels of the reduced image, of that size, that are decoded for a part of the whole one: from an edge between
/// MCUs on the left, with a margin, and so that every edge lies between two reduced pixels.
fn window(part: Region, (width, height): (u32, u32), reduction: u32) -> Region {
    let x = part.x.saturating_sub(MARGIN) / MCU_COLUMNS * MCU_COLUMNS / reduction;
    let y = part.y.saturating_sub(MARGIN) / reduction;
    let right = (part.x + part.width + MARGIN).div_ceil(reduction).min(width);
    let bottom = (part.y + part.height + MARGIN).div_ceil(reduction).min(height);
    Region { x, y, width: right - x, height: bottom - y }
}

/// A part of the reduced image in pixels of the whole one.
fn enlarged(part: Region, by: u32) -> Region {
    Region { x: part.x * by, y: part.y * by, width: part.width * by, height: part.height * by }
}

/// The file's planes as NV12 or NV21; None if something was wrong with it.
fn planes(decompressor: &mut Decompressor<'_>, format: PixelFormat) -> Result<Option<PixelBuffer>> {
    let (width, height) = decompressor.size();
    let mut pixels = PixelBuffer::zeroed(layout(format, (width, height))?)?;
    let layout = *pixels.layout();
    let (columns, rows) = (width.div_ceil(2) as usize, height.div_ceil(2) as usize);
    let mut chroma = zeroed_bytes(2 * columns * rows)?;
    let (cb, cr) = chroma.split_at_mut(columns * rows);
    // libjpeg-turbo writes an even number of columns and rows of luma.
    let is_even = width % 2 == 0 && height % 2 == 0;
    let mut padded = zeroed_bytes(if is_even { 0 } else { 4 * columns * rows })?;
    let luma = if is_even { (pixels.bytes_mut(), layout.stride) } else { (padded.as_mut_slice(), 2 * columns) };
    if let Some(flaw) = decompressor.planes([luma, (&mut *cb, columns), (&mut *cr, columns)])? {
        log::line(&flaw.error.message);
        return Ok(None);
    }
    if !is_even {
        for (y, row) in padded.chunks_exact(2 * columns).take(height as usize).enumerate() {
            pixels.row_mut(y as u32).copy_from_slice(&row[..width as usize]);
        }
    }
    let (first, second) = if format == PixelFormat::Nv12 { (cb, cr) } else { (cr, cb) };
    let chroma_rows = first.chunks_exact(columns).zip(second.chunks_exact(columns));
    for (y, (first, second)) in chroma_rows.enumerate() {
        let pairs = pixels.chroma_row_mut(2 * y as u32).as_chunks_mut().0;
        pairs.iter_mut().zip(first.iter().zip(second)).for_each(|(pair, (&first, &second))| *pair = [first, second]);
    }
    Ok(Some(pixels))
}

/// The pixels as RGBA, grey where there are no data, and whether nothing was wrong with the file.
fn packed(decompressor: &mut Decompressor<'_>) -> Result<(PixelBuffer, bool)> {
    let size = decompressor.size();
    let cmyk = decompressor.header().cmyk;
    let mut pixels = PixelBuffer::zeroed(layout(PixelFormat::Rgba8888, size)?)?;
    let stride = pixels.layout().stride;
    let flaw = decompressor.pixels(pixels.bytes_mut(), stride)?;
    if let Some(flaw) = &flaw {
        log::line(&flaw.error.message);
        // Rows come from the top, and one that was written is opaque. Rows of CMYK do not show it: they count as
        // written unless libjpeg-turbo gave up for sure.
        let is_missing = |row: &[u8]| if cmyk { flaw.fatal } else { row[3] == 0 };
        let missing = pixels.bytes().chunks_exact(stride).position(is_missing);
        if missing == Some(0) || missing.is_some() && flaw.fatal {
            return Err(flaw.error.clone());
        }
        // What comes behind the last row cannot harm.
        let from = missing.map_or(pixels.bytes().len(), |row| row * stride);
        pixels.bytes_mut()[from..].as_chunks_mut().0.fill(GREY);
    }
    if cmyk {
        pixels.bytes_mut().as_chunks_mut().0.iter_mut().for_each(|pixel| *pixel = rgba(*pixel));
    }
    Ok((pixels, flaw.is_none()))
}

/// A pixel of CMYK as RGBA, by plain multiplication. Who writes CMYK writes it as Adobe does, 255 for no ink, with
/// Adobe's marker or without; libjpeg's own tools, ImageMagick and browsers read it so.
fn rgba([c, m, y, k]: [u8; 4]) -> [u8; 4] {
    let times_k = |ink: u8| ((u32::from(ink) * u32::from(k) + 127) / 255) as u8;
    [times_k(c), times_k(m), times_k(y), 255]
}

/// The layout of a decoded frame.
fn layout(format: PixelFormat, (width, height): (u32, u32)) -> Result<Layout> {
    Layout::packed(format, width, height).map_err(|error| ImageError::new(ErrorKind::SourceTooLarge, error.message))
}

/// The ICC profile, where it describes what was decoded: one of RGB, or one of grey of a grey file.
fn color(file: &[u8], header: &Header) -> SourceColor {
    // Bytes 16 to 19 are the colour space of the data (ICC.1, 7.2.6).
    let describes = |profile: &Vec<u8>| match profile.get(16..20) {
        Some(b"RGB ") => true,
        Some(b"GRAY") => header.gray,
        _ => false,
    };
    match markers::profile(file).filter(describes) {
        Some(profile) => SourceColor::Icc(profile),
        None => SourceColor::Unsaid,
    }
}
