//! Pixels from one format to another, row by row. No colour space is converted here.
//!
//! Two intermediate rows connect all formats: RGBA of 8 bits ([`rgba8`]), and RGBA of `f32` ([`deep`]) where both ends
//! have more than 8 bits. What programs convert most goes from row to row without ([`pixels`]). The formats decide once
//! per row which loop runs; no loop looks at a format. Several threads take bands of a large image.

#![forbid(unsafe_code)]

pub mod alpha;
pub mod deep;
pub mod halves;
pub mod opacity;
pub mod p010;
pub mod pack;
pub mod pixels;
pub mod rgba8;
pub mod rows;
pub mod ten;
pub mod yuv;

use crate::pixel::bands::{self, Band};
use crate::pixel::{AlphaType, PixelBuffer, PixelFormat, PixelView};
use crate::threads::Threads;
use pack::{colours_of_bgra, pack_24};
use pixels::{Exchange, ExchangeMultiply, Multiply, map};

/// Pixels of a band, which is what a thread takes at a time.
const BAND: u32 = 1 << 17;

/// Columns that are converted at once, so that an intermediate row stays in the nearest caches. Even.
pub const COLUMNS: u32 = 1 << 12;

/// Fills `target` from `source`, whose colours are not multiplied by alpha; `alpha` is what the target's shall be.
///
/// Both have the same size. Colour goes to a format without alpha as it is, nothing is blended. YUV is made as BT.601
/// of limited range, and taken as the source's view says.
pub fn convert(source: &PixelView<'_>, target: &mut PixelBuffer, alpha: AlphaType) {
    let (width, height) = (source.layout().width, source.layout().height);
    let path = Path::of(source.layout().format, target.layout().format, alpha == AlphaType::Premultiplied);
    let rows = (BAND / width).max(2).next_multiple_of(2);
    let bands = bands::bands(target, rows);
    Threads::default().each(height.div_ceil(rows) as usize, bands, Scratch::default, |scratch, mut band| {
        for x in (0..width).step_by(COLUMNS as usize) {
            path.fill(&source.part((x, 0), (COLUMNS, height)), x, &mut band, scratch);
        }
    });
}

/// How pixels get from one format to another.
struct Path {
    to: PixelFormat,
    step: Step,
    /// Whether each row of the target is multiplied by alpha once it is there.
    multiply: bool,
}

/// See [`Path`].
enum Step {
    /// Samples as they are, between equal formats and from any 4:2:0 format to an 8-bit one.
    Samples { narrow: bool, swap: bool },
    /// From row to row.
    Direct(fn(&[u8], &mut [u8])),
    /// To an 8-bit 4:2:0 format, two rows at a time.
    Reduced,
    /// By a row of `f32`.
    Deep,
    /// By a row of 8-bit RGBA.
    Eight,
}

/// A thread's intermediate rows.
#[derive(Default)]
struct Scratch {
    eight: [Vec<u8>; 2],
    deep: Vec<f32>,
}

impl Path {
    fn of(from: PixelFormat, to: PixelFormat, multiply: bool) -> Self {
        use PixelFormat as F;
        let direct: Option<fn(&[u8], &mut [u8])> = match (from, to, multiply) {
            (F::Rgba8888, F::Rgba8888, true) | (F::Bgra8888, F::Bgra8888, true) => Some(map::<4, 4, Multiply>),
            (F::Rgba8888, F::Bgra8888, true) | (F::Bgra8888, F::Rgba8888, true) => Some(map::<4, 4, ExchangeMultiply>),
            (F::Rgba8888, F::Bgra8888, false) | (F::Bgra8888, F::Rgba8888, false) => Some(map::<4, 4, Exchange>),
            (F::Bgra8888, F::Rgb888, _) => Some(|row, out| pack_24(row, out, colours_of_bgra)),
            _ => None,
        };
        let multiply = multiply && direct.is_none();
        let step = if let Some(direct) = direct {
            Step::Direct(direct)
        } else if from.is_yuv() && matches!(to, F::Nv12 | F::Nv21) || from == to {
            let narrow = from.is_p010() && !to.is_p010();
            Step::Samples { narrow, swap: from.is_v_first() != to.is_v_first() }
        } else if to.is_yuv() {
            Step::Reduced
        } else if from.is_deep() && to.is_deep() {
            Step::Deep
        } else {
            Step::Eight
        };
        Self { to, step, multiply }
    }

    /// Fills the columns of `band` from `x` on that `source` has.
    fn fill(&self, source: &PixelView<'_>, x: u32, band: &mut Band<'_>, scratch: &mut Scratch) {
        let width = source.layout().width;
        for y in band.rows() {
            match &self.step {
                Step::Samples { narrow, swap } => copy_samples(source, y, x, band, (*narrow, *swap)),
                Step::Direct(step) => step(source.row(y), band.row_mut(y, x, width)),
                Step::Reduced if y % 2 == 0 => reduce(source, y, x, band, &mut scratch.eight),
                Step::Reduced => {}
                Step::Deep => {
                    scratch.deep.resize(width as usize * 4, 0.0);
                    deep::load(source, y, &mut scratch.deep);
                    deep::store(self.to, &scratch.deep, band.row_mut(y, x, width));
                }
                Step::Eight => {
                    scratch.eight[0].resize(width as usize * 4, 0);
                    let row = rgba8::row(source, y, &mut scratch.eight[0]);
                    rgba8::store(self.to, row, band.row_mut(y, x, width));
                }
            }
            if self.multiply {
                alpha::premultiply_row(self.to, band.row_mut(y, x, width));
            }
        }
    }
}

/// Row `y` sample by sample, and with even rows their chroma: `narrow` keeps the high bits, `swap` turns pairs round.
fn copy_samples(source: &PixelView<'_>, y: u32, x: u32, band: &mut Band<'_>, (narrow, swap): (bool, bool)) {
    let width = source.layout().width;
    yuv::copy_samples(source.row(y), band.row_mut(y, x, width), narrow);
    if source.layout().format.is_yuv() && y % 2 == 0 {
        let chroma = band.chroma_row_mut(y, x, width);
        yuv::copy_samples(source.chroma_row(y), chroma, narrow);
        if swap {
            chroma.as_chunks_mut::<2>().0.iter_mut().for_each(|pair| pair.swap(0, 1));
        }
    }
}

/// The even row `y`, the next one if there is one, and their chroma, to an 8-bit 4:2:0 format.
fn reduce(source: &PixelView<'_>, y: u32, x: u32, band: &mut Band<'_>, [upper, lower]: &mut [Vec<u8>; 2]) {
    let width = source.layout().width;
    upper.resize(width as usize * 4, 0);
    lower.resize(width as usize * 4, 0);
    let upper = rgba8::row(source, y, upper);
    yuv::luma_from_rgba(upper, band.row_mut(y, x, width));
    let lower = if y + 1 < source.layout().height {
        let lower = rgba8::row(source, y + 1, lower);
        yuv::luma_from_rgba(lower, band.row_mut(y + 1, x, width));
        lower
    } else {
        upper
    };
    let v_first = band.format().is_v_first();
    yuv::chroma_from_rgba(upper, lower, v_first, band.chroma_row_mut(y, x, width));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::{Layout, YuvRange};
    use crate::threads;

    fn converted(source: &PixelView<'_>, to: PixelFormat, alpha: AlphaType) -> Vec<u8> {
        let layout = Layout::packed(to, source.layout().width, source.layout().height).unwrap();
        let mut target = PixelBuffer::zeroed(layout).unwrap();
        convert(source, &mut target, alpha);
        target.bytes().to_vec()
    }

    /// Rows wider than what is converted at once, and more than one thread takes.
    #[test]
    fn every_pixel_is_what_it_is_in_a_small_image() {
        let (width, height) = (COLUMNS + 7, 2 * (BAND / COLUMNS) + 5);
        for (from, to) in [
            (PixelFormat::Bgra8888, PixelFormat::Rgba8888),
            (PixelFormat::Rgba8888, PixelFormat::Rgb888),
            (PixelFormat::RgbaF16, PixelFormat::Rgba1010102),
            (PixelFormat::Bgra8888, PixelFormat::Nv21),
            (PixelFormat::YcbcrP010, PixelFormat::Nv21),
            (PixelFormat::Nv12, PixelFormat::Rgb888),
        ] {
            let layout = Layout::packed(from, width, height).unwrap();
            let bytes: Vec<u8> = (0..layout.byte_count()).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 13) as u8).collect();
            let view =
                PixelView::new(layout, AlphaType::Unpremultiplied, &bytes).unwrap().with_range(YuvRange::Limited);
            let whole = converted(&view, to, AlphaType::Premultiplied);
            let whole = PixelView::new(Layout::packed(to, width, height).unwrap(), AlphaType::Opaque, &whole).unwrap();
            // Beside the cuts between columns and bands, and in the last corner.
            for (x, y) in [(0, 0), (COLUMNS - 2, 32), (COLUMNS, 30), (width - 3, height - 3), (COLUMNS, height - 3)] {
                let part = view.part((x, y), (3, 3));
                let small = converted(&part, to, AlphaType::Premultiplied);
                let layout = Layout::packed(to, part.layout().width, part.layout().height).unwrap();
                let small = PixelView::new(layout, AlphaType::Opaque, &small).unwrap();
                let same = whole.part((x, y), (3, 3));
                for row in 0..layout.height {
                    assert_eq!(small.row(row), same.row(row), "{from:?} to {to:?}, {x}, {}", y + row);
                    // The last pair of a part stands for one column, of the image for two.
                    let pairs = if x + 3 < width { 2 } else { layout.chroma_row_bytes() };
                    let chroma = |view: &PixelView<'_>| view.chroma_row(row).get(..pairs).map(<[u8]>::to_vec);
                    let is_whole = row / 2 * 2 + 1 < layout.height || y + layout.height == height;
                    assert!(
                        !is_whole || chroma(&small) == chroma(&same),
                        "{from:?} to {to:?}, chroma {x}, {}",
                        y + row
                    );
                }
            }
        }
    }

    #[test]
    fn bytes_do_not_depend_on_the_number_of_threads() {
        let layout = Layout::packed(PixelFormat::Bgra8888, 1000, 701).unwrap();
        let bytes: Vec<u8> = (0..layout.byte_count()).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 13) as u8).collect();
        let view = PixelView::new(layout, AlphaType::Unpremultiplied, &bytes).unwrap();
        for to in [PixelFormat::Rgba8888, PixelFormat::Nv12, PixelFormat::RgbaF16] {
            let of = |count| {
                threads::set_max(count);
                let bytes = converted(&view, to, AlphaType::Premultiplied);
                threads::set_max(0);
                bytes
            };
            let one = of(1);
            for count in [2, 3, 8] {
                assert!(of(count) == one, "{to:?} with {count} threads");
            }
        }
    }
}
