//! What the samples of a TIFF mean, and how they become RGBA.

#![forbid(unsafe_code)]

use tiff::ColorType;
use tiff::decoder::Decoder as Reader;
use tiff::tags::{SampleFormat, Tag};

use super::failed;
use super::palette::Palette;
use crate::error::{ErrorKind, ImageError, Result};
use crate::source::bytes::Input;
use crate::source::decoders::samples::{Kind, Samples};

/// PlanarConfiguration of channels that lie apart, and ExtraSamples of alpha by which colours are multiplied already.
const PLANAR: u16 = 2;
const ASSOCIATED: u16 = 1;
const UNASSOCIATED: u16 = 2;

/// How the pixels of a page are coded.
pub struct Coding {
    /// What lies in a row once it is unpacked.
    samples: Samples,
    /// Bits of a stored sample.
    bits: u8,
    planar: bool,
    meaning: Meaning,
}

/// What the channels are.
enum Meaning {
    /// Grey or RGB, with alpha or without.
    Plain,
    /// The same, multiplied by alpha.
    Multiplied,
    /// Grey with another channel that is no alpha.
    GreyAndMore,
    Palette(Vec<[u8; 3]>),
    /// Inks, 255 being all of them.
    Cmyk,
    /// BT.601 of full range, as in JFIF.
    YCbCr,
}

impl Coding {
    /// That of the page that `reader` is at.
    pub fn of<'a>(reader: &mut Reader<Box<dyn Input + 'a>>, palette: Option<Palette>) -> Result<Self> {
        let color = reader.colortype().map_err(failed)?;
        let extra: Option<Vec<u16>> = reader.find_tag_unsigned_vec(Tag::ExtraSamples).map_err(failed)?;
        let extra = extra.and_then(|extra| extra.first().copied());
        let formats: Option<Vec<u16>> = reader.find_tag_unsigned_vec(Tag::SampleFormat).map_err(failed)?;
        let is = |format: SampleFormat| formats.iter().flatten().all(|number| *number == format.to_u16());
        let has_format = formats.is_some();
        let alpha = if extra == Some(ASSOCIATED) { Meaning::Multiplied } else { Meaning::Plain };
        let (channels, meaning) = match color {
            ColorType::Gray(_) => (1, palette.map_or(Meaning::Plain, |palette| Meaning::Palette(palette.colors))),
            ColorType::Multiband { num_samples: 2, .. } => match extra {
                Some(ASSOCIATED | UNASSOCIATED) => (2, alpha),
                _ => (2, Meaning::GreyAndMore),
            },
            ColorType::RGB(_) => (3, Meaning::Plain),
            ColorType::RGBA(_) => (4, alpha),
            ColorType::CMYK(_) => (4, Meaning::Cmyk),
            ColorType::YCbCr(_) => (3, Meaning::YCbCr),
            _ => return Err(not_decoded(&color)),
        };
        let bits = color.bit_depth();
        let kind = match bits {
            1 | 2 | 4 if channels == 1 && is(SampleFormat::Uint) => Kind::Eight,
            8 if is(SampleFormat::Uint) => Kind::Eight,
            16 if is(SampleFormat::Uint) => Kind::Sixteen(u16::from_ne_bytes),
            32 if has_format && is(SampleFormat::IEEEFP) => Kind::Float,
            _ => return Err(not_decoded(&color)),
        };
        match (&meaning, kind) {
            (Meaning::YCbCr | Meaning::Palette(_), Kind::Eight)
            | (Meaning::Cmyk, Kind::Eight | Kind::Sixteen(_))
            | (Meaning::Plain | Meaning::Multiplied | Meaning::GreyAndMore, _) => {}
            _ => return Err(not_decoded(&color)),
        }
        let planar = reader.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).map_err(failed)? == Some(PLANAR);
        Ok(Self { samples: Samples { channels, kind }, bits, planar: planar && channels > 1, meaning })
    }

    /// Bytes of an unpacked pixel.
    pub fn pixel_bytes(&self) -> usize {
        self.samples.pixel_bytes()
    }

    /// In how many planes pixels lie.
    pub fn planes(&self) -> usize {
        if self.planar { self.samples.channels } else { 1 }
    }

    /// Whether rows are unpacked as they are stored.
    pub fn is_unpacked(&self) -> bool {
        self.bits >= 8 && !self.planar
    }

    /// Whether pixels may be transparent.
    pub fn has_alpha(&self) -> bool {
        matches!(self.meaning, Meaning::Plain | Meaning::Multiplied) && self.samples.has_alpha()
    }

    /// Spreads a row as it is stored to pixels whose samples are whole bytes; of a plane to its place in them.
    pub fn unpack(&self, row: &[u8], plane: usize, out: &mut [u8]) {
        if self.bits < 8 {
            let highest = (1_u8 << self.bits) - 1;
            // Indices stay, greys are stretched.
            let step = if matches!(self.meaning, Meaning::Palette(_)) { 1 } else { 255 / highest };
            let of_byte = usize::from(8 / self.bits);
            for (x, out) in out.iter_mut().enumerate() {
                let shift = 8 - self.bits * (x % of_byte + 1) as u8;
                *out = row.get(x / of_byte).map_or(0, |byte| (byte >> shift & highest) * step);
            }
        } else if self.planar {
            let sample = self.pixel_bytes() / self.samples.channels;
            for (out, from) in out.chunks_exact_mut(self.pixel_bytes()).zip(row.chunks_exact(sample)) {
                out[plane * sample..][..sample].copy_from_slice(from);
            }
        } else {
            let count = out.len().min(row.len());
            out[..count].copy_from_slice(&row[..count]);
        }
    }

    /// Unpacked pixels to RGBA.
    pub fn expand(&self, row: &[u8], out: &mut [u8]) {
        let pixels = |out| <[u8]>::as_chunks_mut::<4>(out).0.iter_mut();
        match &self.meaning {
            Meaning::Palette(colors) => pixels(out).zip(row).for_each(|(out, index)| {
                let [r, g, b] = colors.get(usize::from(*index)).copied().unwrap_or_default();
                *out = [r, g, b, 255];
            }),
            Meaning::YCbCr => {
                pixels(out).zip(row.as_chunks().0).for_each(|(out, pixel)| *out = rgba_of_ycbcr(*pixel));
            }
            Meaning::Plain => self.samples.expand(row, out),
            Meaning::Multiplied => {
                self.samples.expand(row, out);
                pixels(out).for_each(divide);
            }
            Meaning::GreyAndMore => {
                self.samples.expand(row, out);
                pixels(out).for_each(|pixel| pixel[3] = 255);
            }
            Meaning::Cmyk => {
                // Four channels as they are, and then what the inks leave of white.
                self.samples.expand(row, out);
                pixels(out).for_each(|pixel| {
                    let [c, m, y, k] = pixel.map(|ink| 255 - u32::from(ink));
                    let [r, g, b] = [c, m, y].map(|left| ((left * k + 127) / 255) as u8);
                    *pixel = [r, g, b, 255];
                });
            }
        }
    }
}

/// Colours that were multiplied by alpha.
fn divide(pixel: &mut [u8; 4]) {
    let alpha = u32::from(pixel[3]);
    if alpha > 0 && alpha < 255 {
        for sample in &mut pixel[..3] {
            *sample = ((u32::from(*sample) * 255 + alpha / 2) / alpha).min(255) as u8;
        }
    }
}

fn rgba_of_ycbcr([y, cb, cr]: [u8; 3]) -> [u8; 4] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    let colors = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
    let [r, g, b] = colors.map(|value| (value + 0.5) as u8);
    [r, g, b, 255]
}

fn not_decoded(color: &ColorType) -> ImageError {
    let message = format!("the source has what is not decoded here: TIFF: samples of type {color:?}");
    ImageError::new(ErrorKind::SourceDecodeFailed, message)
}
