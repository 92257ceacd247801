//! HEIF (ISO/IEC 23008-12) with HEVC, by the plugin of [`crate::heif`].
//!
//! Cropping, rotation and mirroring that belong to the image are done, as the standard demands of readers. Single
//! images of PQ and HLG become SDR as PixelMaps do.

#![forbid(unsafe_code)]

mod parts;

use super::Decoder;
use crate::color::ColorSpace;
use crate::color::tone_map::Mapper;
use crate::color::{Transfer, names};
use crate::error::{ErrorKind, ImageError, Result};
use crate::heif::codec::{File, Pixels, Source};
use crate::heif::interface::ItemInfo;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat};
use crate::source::bytes::SourceBytes;
use crate::source::frame::{Frame, SourceColor, Wish, check_size};
use crate::source::parts::{GainMapPart, Parts};
use crate::threads::Threads;

/// The decoder of HEIF.
pub struct Heif;

impl Source for SourceBytes {
    fn length(&self) -> u64 {
        self.len()
    }

    fn fill(&self, at: u64, buffer: &mut [u8]) -> bool {
        self.read_at(at, buffer).is_ok_and(|count| count == buffer.len())
    }
}

/// The primary image of an open file.
fn primary(file: &File<'_>) -> Result<(u32, ItemInfo)> {
    let bad =
        |what| ImageError::new(ErrorKind::SourceHeaderBad, format!("the header of the source is bad: HEIF: {what}"));
    let id = *file.items().first().ok_or_else(|| bad("there is no item"))?;
    let info = file.item(id)?;
    match &info.kind {
        _ if info.is_image != 0 => {
            check_size((info.width, info.height))?;
            Ok((id, info))
        }
        b"hvc1" | b"grid" | b"iden" | b"iovl" => Err(bad("the primary image is incomplete")),
        b"av01" => {
            Err(ImageError::new(ErrorKind::SourceUnrecognised, "the source is AVIF, whose decoder (AV1) is not there"))
        }
        kind => {
            let message = format!("the source is HEIF of type {}, which is not decoded", kind.escape_ascii());
            Err(ImageError::new(ErrorKind::SourceUnrecognised, message))
        }
    }
}

impl Decoder for Heif {
    fn size(&self, bytes: &SourceBytes) -> Result<(u32, u32)> {
        let file = File::open(bytes)?;
        primary(&file).map(|(_, info)| (info.width, info.height))
    }

    fn decode(&self, bytes: &SourceBytes, wish: &Wish) -> Result<Frame> {
        let file = File::open(bytes)?;
        let (id, info) = primary(&file)?;
        match thumbnail(&file, (id, &info), wish) {
            Some(thumbnail) => Ok(thumbnail),
            None => decode(&file, id, &info, wish.format),
        }
    }

    fn is_hdr(&self, bytes: &SourceBytes) -> Result<bool> {
        let file = File::open(bytes)?;
        let (_, info) = primary(&file)?;
        Ok(hdr_space(&info).is_some() || parts::gain_map_of(&file).is_some())
    }

    fn parts(&self, bytes: &SourceBytes) -> Result<Parts> {
        Ok(parts::parts(&File::open(bytes)?, bytes))
    }

    fn gain_map(&self, bytes: &SourceBytes) -> Result<Option<GainMapPart>> {
        Ok(parts::gain_map_of(&File::open(bytes)?))
    }

    fn hdr(&self, bytes: &SourceBytes) -> Result<Option<Frame>> {
        let file = File::open(bytes)?;
        let (id, info) = primary(&file)?;
        let Some(space) = hdr_space(&info) else { return Ok(None) };
        let pixels = ten_bits(&file, id, &info)?;
        let part = Wish::whole((info.width, info.height)).part;
        Ok(Some(Frame { pixels, opaque: info.has_alpha == 0, part, color: SourceColor::Space(space) }))
    }

    fn decode_item(&self, bytes: &SourceBytes, item: u32) -> Result<Frame> {
        let file = File::open(bytes)?;
        let info = file.item(item)?;
        check_size((info.width, info.height))?;
        decode(&file, item, &info, PixelFormat::Rgba8888)
    }
}

/// The smallest thumbnail of the primary image that is enough for `wish`, decoded; None if there is none, or if it is
/// damaged. It must be what the image would be: whole, as deep, and of the same colours.
fn thumbnail(file: &File<'_>, (primary, info): (u32, &ItemInfo), wish: &Wish) -> Option<Frame> {
    let needed = |whole: u32, part: u32, size: u32| (u64::from(whole) * u64::from(size)).div_ceil(part.into());
    let enough = (needed(info.width, wish.part.width, wish.size.0), needed(info.height, wish.part.height, wish.size.1));
    if enough.0 >= info.width.into() || enough.1 >= info.height.into() {
        return None;
    }
    let is_like = |item: u32, small: &ItemInfo| {
        let height = u64::from(info.height) * u64::from(small.width) / u64::from(info.width);
        small.is_image != 0
            && height.abs_diff(small.height.into()) <= 1
            && (small.depth, small.has_alpha) == (info.depth, info.has_alpha)
            && color(file, item, small) == color(file, primary, info)
    };
    let thumbnails = file.items().into_iter().filter(|item| file.references(*item, *b"thmb").contains(&primary));
    let (item, small) = thumbnails
        .filter_map(|item| Some((item, file.item(item).ok()?)))
        .filter(|(_, small)| u64::from(small.width) >= enough.0 && u64::from(small.height) >= enough.1)
        .filter(|(item, small)| is_like(*item, small))
        .min_by_key(|(_, small)| small.width)?;
    let frame = decode(file, item, &small, wish.format).ok()?;
    Some(Frame { part: Wish::whole((info.width, info.height)).part, ..frame })
}

/// The colour space of a single image of PQ or HLG.
fn hdr_space(info: &ItemInfo) -> Option<ColorSpace> {
    space(info).filter(|space| info.depth > 8 && space.is_hdr())
}

/// The colour space of these numbers.
fn space(info: &ItemInfo) -> Option<ColorSpace> {
    let [primaries, transfer] = [info.nclx.primaries, info.nclx.transfer].map(|number| number.try_into().unwrap_or(2));
    ColorSpace::from_code_points(primaries, transfer, true).filter(|_| info.has_nclx != 0)
}

/// What the file says of an image's colours. Numbers of PQ or HLG count more than a profile, which cannot tell them.
fn color(file: &File<'_>, id: u32, info: &ItemInfo) -> SourceColor {
    let space = space(info);
    if let Some(space) = space.filter(|space| matches!(space.transfer, Transfer::Pq | Transfer::Hlg)) {
        return SourceColor::Space(space);
    }
    match (file.profile(id), space) {
        (Ok(Some(profile)), _) => SourceColor::Icc(profile),
        (_, Some(space)) => SourceColor::Space(space),
        _ => SourceColor::Unsaid,
    }
}

fn decode(file: &File<'_>, id: u32, info: &ItemInfo, wished: PixelFormat) -> Result<Frame> {
    let size = (info.width, info.height);
    let part = Wish::whole(size).part;
    let color = color(file, id, info);
    let opaque = info.has_alpha == 0;
    if let SourceColor::Space(space) = &color
        && info.depth > 8
        && space.has_highlights()
    {
        let pixels = Mapper::hdr_to_p3(space, false, None)?
            .rgba(&ten_bits(file, id, info)?.view(alpha(info))?, Threads::default())?;
        let space = ColorSpace::from_name(names::DISPLAY_P3);
        return Ok(Frame { pixels, opaque, part, color: space.map_or(SourceColor::Unsaid, SourceColor::Space) });
    }
    if info.has_planes != 0
        && matches!(wished, PixelFormat::Nv12 | PixelFormat::Nv21)
        && let Some(pixels) = planes(file, id, size, wished)?
    {
        return Ok(Frame { pixels, opaque, part, color });
    }
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, size.0, size.1)?)?;
    file.decode(id, size, Pixels::Rgba8(pixels.bytes_mut()), Threads::default())?;
    if info.premultiplied != 0 && !opaque {
        crate::convert::alpha::unpremultiply_rgba8(pixels.bytes_mut());
    }
    Ok(Frame { pixels, opaque, part, color })
}

fn alpha(info: &ItemInfo) -> AlphaType {
    match (info.has_alpha != 0, info.premultiplied != 0) {
        (false, _) => AlphaType::Opaque,
        (true, false) => AlphaType::Unpremultiplied,
        (true, true) => AlphaType::Premultiplied,
    }
}

/// The image's own planes as NV12 or NV21; None if they are not of BT.601 and full range.
fn planes(file: &File<'_>, id: u32, size: (u32, u32), format: PixelFormat) -> Result<Option<PixelBuffer>> {
    let (width, height) = (size.0 as usize, size.1 as usize);
    let mut pixels = PixelBuffer::zeroed(Layout::packed(format, size.0, size.1)?)?;
    let (luma, pairs) = pixels.bytes_mut().split_at_mut(width * height);
    let mut first = zeroed_bytes(pairs.len() / 2)?;
    let mut second = zeroed_bytes(pairs.len() / 2)?;
    let (cb, cr) = if format.is_v_first() { (&mut second, &mut first) } else { (&mut first, &mut second) };
    if !file.decode(id, size, Pixels::Planes([luma, cb, cr]), Threads::default())? {
        return Ok(None);
    }
    for (pair, (first, second)) in pairs.as_chunks_mut::<2>().0.iter_mut().zip(first.iter().zip(&second)) {
        *pair = [*first, *second];
    }
    Ok(Some(pixels))
}

/// An image of more than 8 bits as RGBA_1010102.
fn ten_bits(file: &File<'_>, id: u32, info: &ItemInfo) -> Result<PixelBuffer> {
    let size = (info.width, info.height);
    let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba1010102, size.0, size.1)?)?;
    let wide = Layout::packed(PixelFormat::RgbaF16, size.0, size.1)?;
    let mut samples = zeroed_bytes(wide.byte_count())?;
    file.decode(id, size, Pixels::Rgba16(&mut samples), Threads::default())?;
    let most = (1u32 << info.depth.clamp(9, 16)) - 1;
    for (pixel, samples) in pixels.bytes_mut().as_chunks_mut::<4>().0.iter_mut().zip(samples.as_chunks::<8>().0) {
        let sample = |at: usize, codes: u32| {
            let sample = u32::from(u16::from_le_bytes([samples[2 * at], samples[2 * at + 1]])).min(most);
            (sample * codes + most / 2) / most
        };
        let word = sample(0, 1023) | sample(1, 1023) << 10 | sample(2, 1023) << 20 | sample(3, 3) << 30;
        *pixel = word.to_le_bytes();
    }
    Ok(pixels)
}
