//! Encoding: what is to be packed, as what, into which bytes.
//!
//! [`encode`] is the whole story; [`formats`] lists the encoders, one file each.

pub mod color;
pub mod encoder;
mod exif;
pub mod formats;
pub mod gif;
pub mod heif;
pub mod jpeg;
pub mod layers;
pub mod options;
mod picture;
pub mod png;
pub mod sequence;
pub mod webp;

use std::collections::BTreeSet;

use crate::content::hdr::ColoredView;
use crate::content::{Picture, Pixelmap};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::pixel::PixelView;
use crate::sink::Output;
use crate::source::picture::PictureOptions;
use crate::source::{self, DecodingOptions, ImageSource};
use color::FileColor;
use encoder::{Encoder, FileInfo};
pub use options::{DynamicRange, PackingOptions, Target};
pub use sequence::{SequenceOptions, encode_sequence};

/// What one call packs.
pub enum Content<'a> {
    /// Pixels in memory.
    Pixelmap(&'a Pixelmap),
    /// A main image and what goes with it.
    Picture(&'a Picture),
    /// An encoded image; its first frame is decoded and encoded again.
    Source(&'a ImageSource),
}

/// Encodes `content` as `target` says, into `output`.
pub fn encode(content: Content<'_>, target: &Target, output: &mut Output<'_>) -> Result<()> {
    match content {
        Content::Pixelmap(pixelmap) => pixelmap.with_colored_view(|image| encode_image(&image, target, output))?,
        Content::Picture(picture) => picture::encode(picture, target, output)?,
        Content::Source(source) => return encode_source(source, target, output),
    }
    output.finish()
}

/// Encodes the first frame of a source, which stays HDR where the format holds gain maps and the options allow it.
fn encode_source(source: &ImageSource, target: &Target, output: &mut Output<'_>) -> Result<()> {
    let keeps_hdr = target.encoder.holds_layers() && target.dynamic_range == DynamicRange::Auto;
    if keeps_hdr && source.info()?.is_hdr {
        let auxiliary = BTreeSet::from([AuxiliaryKind::GainMap as i32]);
        let picture = source.picture(&PictureOptions { auxiliary, ..PictureOptions::default() })?;
        if picture.auxiliary(AuxiliaryKind::GainMap).is_some() {
            return encode(Content::Picture(&picture), target, output);
        }
        // A single image that is HDR.
        let options = DecodingOptions { dynamic_range: source::options::DynamicRange::AUTO, ..Default::default() };
        return encode(Content::Pixelmap(&source.decode(&options)?), target, output);
    }
    encode(Content::Pixelmap(&source.decode_first()?), target, output)
}

/// Encodes one image. HDR keeps its light where the format holds gain maps and the options allow it; everywhere else it
/// is tone mapped to 8 bits of SDR, as what else has 10 bits in another space than sRGB becomes 8 bits.
fn encode_image(image: &ColoredView<'_>, target: &Target, output: &mut Output<'_>) -> Result<()> {
    let encoder = target.encoder;
    check(&image.view, encoder)?;
    let settings = &target.settings;
    let exif = image.exif.as_ref().filter(|_| target.exif);
    let exif = exif.and_then(|exif| exif::block(exif, encoder.mime(), encoder.exif_bytes()));
    if image.is_hdr() && encoder.holds_layers() && target.dynamic_range == DynamicRange::Auto {
        picture::encode_hdr(image, exif, target, output)
    } else if let Some((mapper, space)) = image.mapper(encoder.sdr_space())? {
        let pixels = mapper.rgba(&image.view, settings.threads)?;
        let color = FileColor::of(Some(space), None, pixels.layout().format)?;
        encoder.encode(&pixels.view(image.view.alpha())?, &FileInfo { color, exif }, settings, output)
    } else {
        let color = FileColor::of(image.space, image.profile.as_ref(), image.view.layout().format)?;
        encoder.encode(&image.view, &FileInfo { color, exif }, settings, output)
    }
}

/// What no encoder can take is refused here, once for all formats.
fn check(view: &PixelView<'_>, encoder: &dyn Encoder) -> Result<()> {
    let (layout, max) = (view.layout(), encoder.max_side());
    if layout.width > max || layout.height > max {
        let message =
            format!("{} holds sides of {max} pixels, the image is {}x{}", encoder.mime(), layout.width, layout.height);
        return Err(ImageError::new(ErrorKind::TooLarge, message));
    }
    if !encoder.takes(layout.format) {
        let message = format!("{:?} has no conversion to {}", layout.format, encoder.mime());
        return Err(ImageError::new(ErrorKind::PixelFormat, message));
    }
    Ok(())
}
