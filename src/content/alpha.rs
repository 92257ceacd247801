//! The alpha of a PixelMap: one for all pixels, multiplied into the colours or not, or alone.

#![forbid(unsafe_code)]

use super::bands::each_row;
use super::pixelmap::{Pixelmap, State};
use crate::convert::alpha::{premultiply_row, unpremultiply_row};
use crate::convert::opacity::{Opacity, alpha_to_8};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView};

impl Pixelmap {
    /// Gives every pixel the alpha `opacity`, above 0 and at most 1, in place of its own. Premultiplied colours follow.
    ///
    /// Errors in this order: locked; opaque, as formats without alpha always are; `opacity` out of range.
    pub fn set_opacity(&self, opacity: f32) -> Result<()> {
        let mut state = self.write()?;
        state.check_unlocked()?;
        if state.alpha == AlphaType::Opaque {
            return Err(ImageError::new(ErrorKind::PixelFormat, "an opaque PixelMap has no alpha to set"));
        }
        // What is no number is not in the range either.
        if !(opacity > 0.0 && opacity <= 1.0) {
            let message = format!("the opacity is {opacity}, allowed is above 0 and up to 1");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        let opacity = Opacity::new(opacity, state.alpha == AlphaType::Premultiplied);
        let format = state.pixels.layout().format;
        each_row(&mut state.pixels, |_, row| opacity.apply(format, row));
        Ok(())
    }

    /// Writes this PixelMap's pixels into `target`, which may be the same one, with their colours multiplied by alpha, or
    /// the reverse. `target` takes the new alpha type, whatever it had.
    ///
    /// Errors in this order: this PixelMap's alpha type is not the one to convert from; the sizes or the strides differ;
    /// the formats differ or cannot be converted; `target` is locked.
    pub fn convert_alpha(&self, target: &Self, premultiply: bool) -> Result<()> {
        if std::ptr::eq(self, target) {
            let mut state = target.write()?;
            let format = check_alpha_conversion(&state, &state, premultiply)?;
            each_row(&mut state.pixels, |_, row| convert_row(format, premultiply, row));
            state.alpha = format.resolve_alpha(alpha_type(premultiply));
            return Ok(());
        }
        // Always the one with the lower id first: two calls with the same PixelMaps cannot wait for each other.
        let (source, mut state) = if self.id() < target.id() {
            let source = self.read()?;
            (source, target.write()?)
        } else {
            let state = target.write()?;
            (self.read()?, state)
        };
        let format = check_alpha_conversion(&source, &state, premultiply)?;
        let view = source.view()?;
        each_row(&mut state.pixels, |y, row| {
            row.copy_from_slice(view.row(y));
            convert_row(format, premultiply, row);
        });
        state.alpha = format.resolve_alpha(alpha_type(premultiply));
        Ok(())
    }

    /// A PixelMap of the alpha alone, not editable: ALPHA_F16 of one of that format, else ALPHA_8. What is opaque has an
    /// alpha of 255 everywhere; YUV is refused.
    pub fn alpha_channel(&self) -> Result<Self> {
        let source = self.read()?;
        let view = source.view()?;
        let layout = *view.layout();
        if layout.format.is_yuv() {
            return Err(ImageError::new(ErrorKind::BadArgument, "a YUV PixelMap has no alpha channel"));
        }
        let format = if layout.format == PixelFormat::AlphaF16 { PixelFormat::AlphaF16 } else { PixelFormat::Alpha8 };
        let mut pixels = PixelBuffer::zeroed(Layout::packed(format, layout.width, layout.height)?)?;
        each_row(&mut pixels, |y, row| copy_alpha(&view, y, row));
        let alpha = Self::new(pixels, AlphaType::Premultiplied, source.range, false);
        alpha.write()?.color_space = source.color_space;
        Ok(alpha)
    }
}

fn alpha_type(premultiplied: bool) -> AlphaType {
    if premultiplied { AlphaType::Premultiplied } else { AlphaType::Unpremultiplied }
}

/// The format of both, if `source` may be converted into `target`.
fn check_alpha_conversion(source: &State, target: &State, premultiply: bool) -> Result<PixelFormat> {
    let bad = |message: String| Err(ImageError::new(ErrorKind::BadArgument, message));
    let needed = alpha_type(!premultiply);
    if source.alpha != needed {
        return bad(format!("the source's alpha type is {}, it must be {}", source.alpha as i32, needed as i32));
    }
    let (from, to) = (source.pixels.layout(), target.pixels.layout());
    if (from.width, from.height) != (to.width, to.height) {
        return bad(format!(
            "the source is {}x{}, the destination {}x{}",
            from.width, from.height, to.width, to.height
        ));
    }
    if from.stride != to.stride || from.byte_count() > to.byte_count() {
        return bad(format!("rows of the source have {} bytes, of the destination {}", from.stride, to.stride));
    }
    if from.format != to.format || from.format == PixelFormat::RgbaF16 {
        let message = format!("no conversion of alpha from format {} to {}", from.format as i32, to.format as i32);
        return Err(ImageError::new(ErrorKind::PixelFormat, message));
    }
    target.check_unlocked()?;
    Ok(from.format)
}

fn convert_row(format: PixelFormat, premultiply: bool, row: &mut [u8]) {
    if premultiply { premultiply_row(format, row) } else { unpremultiply_row(format, row) }
}

/// The alpha of row `y` of `view`, in ALPHA_F16 if that is its format, else in 8 bits.
fn copy_alpha(view: &PixelView<'_>, y: u32, out: &mut [u8]) {
    match view.layout().format {
        PixelFormat::AlphaF16 => out.copy_from_slice(view.row(y)),
        _ if view.alpha() == AlphaType::Opaque => out.fill(255),
        format => alpha_to_8(format, view.row(y), out),
    }
}
