//! Pixels from one format to another, row by row. No colour space is converted here.
//!
//! Two intermediate rows connect all formats: RGBA of 8 bits ([`rgba8`]), and RGBA of `f32` ([`deep`]) where both ends
//! have more than 8 bits. The format decides once per row which loop runs; no loop looks at a format.

#![forbid(unsafe_code)]

pub mod alpha;
pub mod deep;
pub mod halves;
pub mod opacity;
pub mod rgba8;
pub mod rows;
pub mod ten;
pub mod yuv;

use crate::pixel::{AlphaType, PixelBuffer, PixelFormat, PixelView};

/// Fills `target` from `source`, whose colours are not multiplied by alpha; `alpha` is what the target's shall be.
///
/// Both have the same size. Colour goes to a format without alpha as it is, nothing is blended. YUV is made as BT.601
/// of limited range, and taken as the source's view says.
pub fn convert(source: &PixelView<'_>, target: &mut PixelBuffer, alpha: AlphaType) {
    let (from, to) = (source.layout().format, target.layout().format);
    if from.is_yuv() && matches!(to, PixelFormat::Nv12 | PixelFormat::Nv21) || from == to {
        copy_rows(source, target);
    } else if to.is_yuv() {
        fill_420(source, target);
    } else if from.is_deep() && to.is_deep() {
        let mut row = vec![0.0; source.layout().width as usize * 4];
        for y in 0..source.layout().height {
            deep::load(source, y, &mut row);
            deep::store(to, &row, target.row_mut(y));
        }
    } else {
        let mut row = vec![0; source.layout().width as usize * 4];
        for y in 0..source.layout().height {
            rgba8::load(source, y, &mut row);
            rgba8::store(to, &row, target.row_mut(y));
        }
    }
    if alpha == AlphaType::Premultiplied {
        for y in 0..target.layout().height {
            alpha::premultiply_row(to, target.row_mut(y));
        }
    }
}

/// Between equal formats, and from any 4:2:0 format to an 8-bit one: samples keep their high bits, chroma its order.
fn copy_rows(source: &PixelView<'_>, target: &mut PixelBuffer) {
    let (from, to) = (source.layout().format, target.layout().format);
    let narrow = from.is_p010() && !to.is_p010();
    let swap = from.is_v_first() != to.is_v_first();
    for y in 0..source.layout().height {
        yuv::copy_samples(source.row(y), target.row_mut(y), narrow);
        if from.is_yuv() && y % 2 == 0 {
            let chroma = target.chroma_row_mut(y);
            yuv::copy_samples(source.chroma_row(y), chroma, narrow);
            if swap {
                chroma.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.swap(0, 1));
            }
        }
    }
}

/// From RGB or alpha to an 8-bit 4:2:0 format, two rows at a time.
fn fill_420(source: &PixelView<'_>, target: &mut PixelBuffer) {
    let (width, height) = (source.layout().width as usize, source.layout().height);
    let v_first = target.layout().format.is_v_first();
    let (mut upper, mut lower) = (vec![0; width * 4], vec![0; width * 4]);
    for y in (0..height).step_by(2) {
        rgba8::load(source, y, &mut upper);
        yuv::luma_from_rgba(&upper, target.row_mut(y));
        if y + 1 < height {
            rgba8::load(source, y + 1, &mut lower);
            yuv::luma_from_rgba(&lower, target.row_mut(y + 1));
        } else {
            lower.copy_from_slice(&upper);
        }
        yuv::chroma_from_rgba(&upper, &lower, v_first, target.chroma_row_mut(y));
    }
}
