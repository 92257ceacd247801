//! HEIF (ISO/IEC 23008-12) with HEVC, by the plugin of [`crate::heif`]: 8 bits, 4:2:0, colours over black.

#![forbid(unsafe_code)]

mod arrange;
mod layers;
mod planes;
mod uncompressed;

use super::color::FileColor;
use super::encoder::{Encoder, FileInfo};
use super::layers::Layers;
use super::options::Settings;
use crate::color::ColorSpace;
use crate::error::{ErrorKind, Result};
use crate::heif;
use crate::heif::codec::{Content, NewItem, Picture, write};
use crate::heif::interface::Nclx;
use crate::pixel::{PixelView, YuvMatrix, YuvRange};
use crate::sink::{Output, OutputWriter};
use planes::Planes;

/// The HEIF encoder. The profile of sRGB is written, too, as on devices.
pub struct Heif;

/// What stands in front of a block of EXIF: how far away its TIFF header is, and the name that it has in JPEG files.
const EXIF_FRONT: &[u8] = b"\0\0\0\x06Exif\0\0";

impl Encoder for Heif {
    fn mime(&self) -> &'static str {
        "image/heic"
    }

    fn check_available(&self) -> Result<()> {
        if heif::is_available() { Ok(()) } else { Err(heif::missing(ErrorKind::TargetFormat)) }
    }

    fn max_side(&self) -> u32 {
        heif::max_side()
    }

    fn exif_bytes(&self) -> usize {
        i32::MAX as usize / 2 // the length of an item is a number of 32 bits in files of libheif
    }

    fn encode(
        &self,
        view: &PixelView<'_>,
        info: &FileInfo,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()> {
        let planes = Planes::of(view, settings.threads)?;
        let picture = picture(&planes, &info.color, settings.quality)?;
        let mut items = vec![item(Content::Picture(picture))];
        let exif = info.exif.as_deref().map(exif_item);
        items.extend(exif.as_deref().map(describing));
        let mut writer = OutputWriter::new(output);
        let done = write(&items, &[], settings.threads, &mut |bytes| writer.accept(bytes));
        done.map_err(|error| writer.error_or(|| error))
    }

    fn holds_layers(&self) -> bool {
        true
    }

    fn encode_layers(&self, layers: &Layers<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        layers::encode(layers, settings, output)
    }
}

/// The data of an item with this block of EXIF.
fn exif_item(block: &[u8]) -> Vec<u8> {
    [EXIF_FRONT, block].concat()
}

/// An item of EXIF that describes the primary image.
fn describing(exif: &[u8]) -> NewItem<'_> {
    NewItem { references: vec![(*b"cdsc", vec![0])], ..item(Content::Data(*b"Exif", exif)) }
}

/// An item without name, properties and references.
fn item(content: Content<'_>) -> NewItem<'_> {
    NewItem { content, name: None, properties: Vec::new(), references: Vec::new() }
}

/// The image of these planes; the file gets its profile.
fn picture<'a>(planes: &'a Planes, color: &'a FileColor, quality: u8) -> Result<Picture<'a>> {
    let space = match color {
        FileColor::Srgb => ColorSpace::from_name(crate::color::names::SRGB),
        FileColor::Other(colors) => colors.space,
    };
    // Decoders that take the colours of the bit stream, not of the file, learn of the spaces that have numbers.
    let [primaries, transfer] = space.and_then(|space| space.named_code_points()).unwrap_or([2, 2]);
    let matrix = match planes.matrix {
        YuvMatrix::Bt601 => 6,
        YuvMatrix::Bt709 => 1,
        YuvMatrix::Bt2020 => 9,
    };
    let full_range = (planes.range == YuvRange::Full).into();
    let nclx = Nclx { primaries: primaries.into(), transfer: transfer.into(), matrix, full_range };
    let planes_of = [&planes.y[..], &planes.cb, &planes.cr];
    let profile = Some(color.profile()?);
    Ok(Picture { width: planes.width, height: planes.height, planes: planes_of, nclx, profile, quality })
}
