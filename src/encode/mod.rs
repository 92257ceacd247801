//! Encoding: what is to be packed, as what, into which bytes.
//!
//! [`encode`] is the whole story; [`formats`] lists the encoders, one file each.

pub mod color;
pub mod encoder;
mod exif;
pub mod formats;
pub mod heif;
pub mod jpeg;
pub mod layers;
pub mod options;
pub mod png;
pub mod sequence;
pub mod webp;

use crate::content::Pixelmap;
use crate::content::hdr::ColoredView;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelFormat;
use crate::sink::Output;
use crate::source::ImageSource;
use color::FileColor;
use encoder::FileInfo;
pub use options::{PackingOptions, Target};
pub use sequence::SequenceOptions;

/// What one call packs.
pub enum Content<'a> {
    /// Pixels in memory.
    Pixelmap(&'a Pixelmap),
    /// An encoded image; its first frame is decoded and encoded again.
    Source(&'a ImageSource),
}

/// Encodes `content` as `target` says, into `output`.
pub fn encode(content: Content<'_>, target: &Target, output: &mut Output<'_>) -> Result<()> {
    match content {
        Content::Pixelmap(pixelmap) => pixelmap.with_colored_view(|image| encode_image(&image, target, output)),
        Content::Source(source) => encode(Content::Pixelmap(&source.decode_first()?), target, output),
    }
}

/// Encodes one image. What no encoder can take is refused here, once for all formats.
///
/// Pixels of 10 bits in another space than sRGB become 8 bits of SDR first, HDR by tone mapping; there are no gain maps
/// yet, so the dynamic range that a program asks for makes no difference.
fn encode_image(image: &ColoredView<'_>, target: &Target, output: &mut Output<'_>) -> Result<()> {
    let (layout, encoder) = (image.view.layout(), target.encoder);
    let max = encoder.max_side();
    if layout.width > max || layout.height > max {
        let message =
            format!("{} holds sides of {max} pixels, the image is {}x{}", encoder.mime(), layout.width, layout.height);
        return Err(ImageError::new(ErrorKind::TooLarge, message));
    }
    if layout.format == PixelFormat::AlphaF16 {
        return Err(ImageError::new(
            ErrorKind::PixelFormat,
            format!("ALPHA_F16 has no conversion to {}", encoder.mime()),
        ));
    }
    let settings = &target.settings;
    let exif = image.exif.as_ref().filter(|_| target.exif);
    let exif = exif.and_then(|exif| exif::block(exif, encoder.mime(), encoder.exif_bytes()));
    if let Some((mapper, space)) = image.mapper()? {
        let pixels = mapper.rgba(&image.view, settings.threads)?;
        let color = FileColor::of(Some(space), None, pixels.layout().format)?;
        encoder.encode(&pixels.view(image.view.alpha())?, &FileInfo { color, exif }, settings, output)?;
    } else {
        let color = FileColor::of(image.space, image.profile.as_ref(), layout.format)?;
        encoder.encode(&image.view, &FileInfo { color, exif }, settings, output)?;
    }
    output.finish()
}
