//! PNG (ISO/IEC 15948): lossless, 8 bits a channel, 16 where the image has more.
//!
//! The story of a file: what is true of all pixels (`analysis.rs`) allows some shapes (`shape.rs`); a sample of rows
//! shows which of them and which filters serve best (`plan.rs`); rows are read in that shape (`reduce.rs`), filtered
//! (`filter.rs`) and compressed part by part (`stream.rs`, `crate::deflate`) into chunks (`chunk.rs`).

#![forbid(unsafe_code)]

mod analysis;
mod chunk;
mod filter;
mod plan;
mod reduce;
mod shape;
mod stream;
#[cfg(test)]
mod tests;

use super::encoder::{Encoder, FileInfo};
use super::options::Settings;
use crate::convert::rows::RowFormat;
use crate::error::Result;
use crate::pixel::{AlphaType, PixelFormat, PixelView};
use crate::sink::Output;
use analysis::Alpha;
use plan::Effort;
use shape::Shape;

/// The PNG encoder. Quality means nothing to it.
pub struct Png;

impl Encoder for Png {
    fn mime(&self) -> &'static str {
        "image/png"
    }

    fn max_side(&self) -> u32 {
        i32::MAX as u32 // clause 11.2.2
    }

    fn exif_bytes(&self) -> usize {
        i32::MAX as usize // clause 5.3
    }

    fn encode(
        &self,
        view: &PixelView<'_>,
        info: &FileInfo,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()> {
        let threads = settings.threads;
        let alpha = analysis::alpha_of(view, threads);
        let view = if alpha == Alpha::Opaque { view.opaque() } else { *view };
        let source = row_format(&view);
        let plain = Shape::of_rows(source, view.layout().width, view.layout().height);
        let candidates = if settings.png.reductions {
            let mut facts = analysis::examine(&view, source, alpha, threads);
            facts.grey &= info.color.allows_gray();
            plain.candidates(&facts)
        } else {
            vec![plain]
        };
        let plan = plan::choose(&view, source, candidates, &Effort::of(settings.png.effort), threads);
        stream::check(&plan)?;
        chunk::write_head(&plan.shape, info, output)?;
        stream::write(&view, source, &plan, threads, output)?;
        chunk::write_end(output)
    }
}

/// The rows that hold everything the image has.
fn row_format(view: &PixelView<'_>) -> RowFormat {
    let opaque = view.alpha() == AlphaType::Opaque;
    match view.layout().format {
        format if format.is_alpha_only() => RowFormat::GrayAlpha8,
        PixelFormat::RgbaF16 | PixelFormat::Rgba1010102 if !opaque => RowFormat::Rgba16,
        format if format.is_deep() => RowFormat::Rgb16,
        _ if opaque => RowFormat::Rgb8,
        _ => RowFormat::Rgba8,
    }
}
