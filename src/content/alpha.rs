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

    /// Writes this PixelMap's pixels into `target`, which may be the same one, with their colours multiplied by alpha,
    /// or the reverse. `target` takes the new alpha type, whatever it had.
    ///
    /// Errors in this order: this PixelMap's alpha type is not the one to convert from; the sizes or the strides
    /// differ; the formats differ or cannot be converted; `target` is locked.
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

    /// A PixelMap of the alpha alone, not editable: ALPHA_F16 of one of that format, else ALPHA_8. What is opaque has
    /// an alpha of 255 everywhere; YUV is refused.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::InitializationOptions;

    /// A PixelMap that holds `bytes` as they are.
    fn map(format: PixelFormat, alpha: AlphaType, (width, height): (u32, u32), bytes: &[u8]) -> Pixelmap {
        let (pixel_format, alpha_type) = (format as i32, alpha as i32);
        let options =
            InitializationOptions { width, height, pixel_format, alpha_type, ..InitializationOptions::default() };
        let map = Pixelmap::create_empty(&options).unwrap();
        map.write_pixels(bytes).unwrap();
        map
    }

    fn stored(map: &Pixelmap) -> Vec<u8> {
        let mut bytes = vec![0; map.byte_count().unwrap()];
        map.read_pixels(&mut bytes).unwrap();
        bytes
    }

    fn alpha_type_of(map: &Pixelmap) -> AlphaType {
        map.read().unwrap().alpha
    }

    fn kind(outcome: Result<()>) -> Option<ErrorKind> {
        outcome.err().map(|error| error.kind)
    }

    #[test]
    fn opacity_has_the_specified_values_and_errors() {
        use AlphaType as A;
        let rgba = |alpha, pixel: [u8; 4]| map(PixelFormat::Rgba8888, alpha, (1, 1), &pixel);
        for (alpha, pixel, opacity, expected) in [
            (A::Premultiplied, [15, 10, 5, 128], 0.5, [15, 10, 5, 128]),
            (A::Premultiplied, [15, 10, 5, 128], 1.0, [30, 20, 10, 255]),
            (A::Premultiplied, [15, 10, 5, 0], 0.5, [0, 0, 0, 128]),
            (A::Unpremultiplied, [15, 10, 5, 0], 0.5, [15, 10, 5, 128]),
        ] {
            let map = rgba(alpha, pixel);
            map.set_opacity(opacity).unwrap();
            assert_eq!(stored(&map), expected);
            assert_eq!(alpha_type_of(&map), alpha);
        }
        let map = rgba(A::Premultiplied, [1, 2, 3, 4]);
        for opacity in [0.0, -0.0, -0.5, 1.0_f32.next_up(), f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(kind(map.set_opacity(opacity)), Some(ErrorKind::BadArgument), "{opacity}");
        }
        assert_eq!(kind(rgba(A::Opaque, [0; 4]).set_opacity(f32::NAN)), Some(ErrorKind::PixelFormat));
        map.lock_pixels().unwrap();
        assert_eq!(kind(map.set_opacity(f32::NAN)), Some(ErrorKind::Locked));
        assert_eq!(stored(&map), [1, 2, 3, 4]);
    }

    #[test]
    fn conversion_of_alpha_leaves_the_source_and_sets_the_type() {
        use AlphaType as A;
        use PixelFormat as F;
        for (format, plain, multiplied) in [
            (F::Rgba8888, vec![200, 100, 255, 128, 9, 9, 9, 0], vec![100, 50, 128, 128, 0, 0, 0, 0]),
            (F::Argb8888, vec![128, 200, 100, 255, 0, 9, 9, 9], vec![128, 100, 50, 128, 0, 0, 0, 0]),
        ] {
            let size = (1, 2);
            let source = map(format, A::Unpremultiplied, size, &plain);
            // Destinations with lower and higher ids, of any alpha type.
            for wanted in [A::Opaque, A::Premultiplied, A::Unpremultiplied] {
                let target = map(format, wanted, size, &[0; 8]);
                source.convert_alpha(&target, true).unwrap();
                assert_eq!((stored(&target), alpha_type_of(&target)), (multiplied.clone(), A::Premultiplied));
                assert_eq!((stored(&source), alpha_type_of(&source)), (plain.clone(), A::Unpremultiplied));
                source.write_pixels(&[7; 8]).unwrap();
                target.convert_alpha(&source, false).unwrap();
                let expected: Vec<u8> = stored(&source);
                let mut divided = multiplied.clone();
                unpremultiply_row(format, &mut divided);
                assert_eq!(expected, divided);
                source.write_pixels(&plain).unwrap();
            }
            source.convert_alpha(&source, true).unwrap();
            assert_eq!((stored(&source), alpha_type_of(&source)), (multiplied, A::Premultiplied));
        }
        let source = map(F::Alpha8, A::Premultiplied, (5, 1), &[1, 2, 3, 4, 5, 6, 7, 8]);
        let target = map(F::Alpha8, A::Premultiplied, (5, 1), &[9; 8]);
        source.convert_alpha(&target, false).unwrap();
        assert_eq!((stored(&target)[..5].to_vec(), alpha_type_of(&target)), (vec![1, 2, 3, 4, 5], A::Premultiplied));
    }

    #[test]
    fn conversion_of_alpha_names_the_first_mistake() {
        use AlphaType as A;
        use PixelFormat as F;
        let empty = |format, alpha, size: (u32, u32)| {
            let bytes = Layout::packed(format, size.0, size.1).unwrap().byte_count();
            map(format, alpha, size, &vec![0; bytes])
        };
        let source = empty(F::Rgba8888, A::Unpremultiplied, (4, 4));
        for (target, expected) in [
            (empty(F::Rgba8888, A::Opaque, (4, 4)), None),
            (empty(F::Rgba8888, A::Opaque, (4, 5)), Some(ErrorKind::BadArgument)),
            (empty(F::Rgba8888, A::Opaque, (5, 4)), Some(ErrorKind::BadArgument)),
            (empty(F::Rgb565, A::Opaque, (4, 4)), Some(ErrorKind::BadArgument)),
            (empty(F::Bgra8888, A::Opaque, (4, 4)), Some(ErrorKind::PixelFormat)),
            (empty(F::Rgba1010102, A::Opaque, (4, 4)), Some(ErrorKind::PixelFormat)),
        ] {
            target.lock_pixels().unwrap();
            let format = target.layout().unwrap();
            assert_eq!(kind(source.convert_alpha(&target, true)), expected.or(Some(ErrorKind::Locked)), "{format:?}");
            assert_eq!(kind(source.convert_alpha(&target, false)), Some(ErrorKind::BadArgument), "{format:?}");
            target.unlock_pixels().unwrap();
            assert_eq!(kind(source.convert_alpha(&target, true)), expected, "{format:?}");
        }
        let half = empty(F::RgbaF16, A::Unpremultiplied, (4, 4));
        assert_eq!(kind(half.convert_alpha(&half, true)), Some(ErrorKind::PixelFormat));
        // A locked source is read.
        source.lock_pixels().unwrap();
        source.convert_alpha(&empty(F::Rgba8888, A::Opaque, (4, 4)), true).unwrap();
        assert_eq!(kind(source.convert_alpha(&source, true)), Some(ErrorKind::Locked));
    }

    #[test]
    fn two_conversions_in_opposite_directions_do_not_wait_for_each_other() {
        let make = || map(PixelFormat::Rgba8888, AlphaType::Premultiplied, (4, 4), &[255; 64]);
        let (one, two) = (make(), make());
        let work = |from: &Pixelmap, to: &Pixelmap| (0..2000).for_each(|i| drop(from.convert_alpha(to, i % 2 == 0)));
        std::thread::scope(|scope| {
            scope.spawn(|| work(&one, &two));
            scope.spawn(|| work(&two, &one));
        });
        assert_eq!((stored(&one), stored(&two)), (vec![255; 64], vec![255; 64]));
    }

    #[test]
    fn the_alpha_channel_is_a_pixelmap_of_its_own() {
        use AlphaType as A;
        use PixelFormat as F;
        for (format, alpha, bytes, to, expected) in [
            (F::Bgra8888, A::Premultiplied, vec![1, 2, 3, 4, 5, 6, 7, 8], F::Alpha8, vec![4, 8, 0, 0]),
            (F::Argb8888, A::Unpremultiplied, vec![1, 2, 3, 4, 5, 6, 7, 8], F::Alpha8, vec![1, 5, 0, 0]),
            (F::Rgba8888, A::Opaque, vec![1, 2, 3, 4, 5, 6, 7, 8], F::Alpha8, vec![255, 255, 0, 0]),
            (F::Rgb888, A::Opaque, vec![0; 6], F::Alpha8, vec![255, 255, 0, 0]),
            (F::Rgb565, A::Opaque, vec![0; 4], F::Alpha8, vec![255, 255, 0, 0]),
            (F::AlphaU8, A::Premultiplied, vec![7, 9], F::Alpha8, vec![7, 9, 0, 0]),
            (F::AlphaF16, A::Premultiplied, vec![1, 2, 3, 4], F::AlphaF16, vec![1, 2, 3, 4]),
        ] {
            let source = map(format, alpha, (2, 1), &bytes);
            source.lock_pixels().unwrap();
            let channel = source.alpha_channel().unwrap();
            assert_eq!((channel.layout().unwrap().format, stored(&channel)), (to, expected), "{format:?}");
            assert_eq!(alpha_type_of(&channel), A::Premultiplied);
            assert_eq!(kind(channel.write_pixels(&[0; 4])), Some(ErrorKind::Unsupported));
            assert_eq!(stored(&source), bytes);
            assert_ne!(channel.id(), source.id());
        }
        let yuv = map(F::Nv12, A::Opaque, (2, 2), &[0; 6]);
        assert_eq!(yuv.alpha_channel().unwrap_err().kind, ErrorKind::BadArgument);
    }
}
