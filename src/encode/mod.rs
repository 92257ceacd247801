//! Encoding: what is to be packed, as what, into which bytes.
//!
//! [`encode`] is the whole story; [`formats`] lists the encoders, one file each.

pub mod encoder;
pub mod formats;
pub mod jpeg;
pub mod options;
pub mod png;
pub mod sequence;
pub mod webp;

use crate::content::Pixelmap;
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{PixelFormat, PixelView};
use crate::sink::Output;
use crate::source::ImageSource;
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
        Content::Pixelmap(pixelmap) => pixelmap.with_view(|view| encode_view(&view, target, output)),
        Content::Source(source) => encode(Content::Pixelmap(&source.decode_first()?), target, output),
    }
}

/// Encodes one image. What no encoder can take is refused here, once for all formats.
fn encode_view(view: &PixelView<'_>, target: &Target, output: &mut Output<'_>) -> Result<()> {
    let (layout, encoder) = (view.layout(), target.encoder);
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
    encoder.encode(view, &target.settings, output)?;
    output.finish()
}
