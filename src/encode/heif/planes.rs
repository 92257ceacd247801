//! Pixels of every format to three planes, 4:2:0.

#![forbid(unsafe_code)]

use crate::convert::{rows, yuv};
use crate::error::Result;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{PixelFormat, PixelView, YuvMatrix, YuvRange};
use crate::threads::Threads;

/// Rows that a thread takes at once; even, since chroma is made of two rows.
const BAND: usize = 64;

/// An image as HEVC takes it: rows without padding, those of chroma half as many and half as long, rounded up.
pub struct Planes {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Luma.
    pub y: Vec<u8>,
    /// Chroma.
    pub cb: Vec<u8>,
    /// Chroma.
    pub cr: Vec<u8>,
    /// How they were made.
    pub matrix: YuvMatrix,
    /// What they stand for.
    pub range: YuvRange,
}

impl Planes {
    /// Those of `view`: its own of NV12 and NV21, else BT.601 of full range, made of the colours over black.
    pub fn of(view: &PixelView<'_>, threads: Threads) -> Result<Self> {
        let layout = view.layout();
        let (width, half) = (layout.width as usize, layout.width.div_ceil(2) as usize);
        let chroma_length = half * layout.height.div_ceil(2) as usize;
        let mut planes = Self {
            width: layout.width,
            height: layout.height,
            y: zeroed_bytes(width * layout.height as usize)?,
            cb: zeroed_bytes(chroma_length)?,
            cr: zeroed_bytes(chroma_length)?,
            matrix: YuvMatrix::Bt601,
            range: YuvRange::Full,
        };
        let own = matches!(layout.format, PixelFormat::Nv12 | PixelFormat::Nv21);
        if own {
            (planes.matrix, planes.range) = (view.matrix(), view.range());
        }
        let chroma = planes.cb.chunks_mut(half * BAND / 2).zip(planes.cr.chunks_mut(half * BAND / 2));
        let bands = planes.y.chunks_mut(width * BAND).zip(chroma).enumerate();
        let work = |scratch: &mut Scratch, (index, (y, (cb, cr))): (usize, Band<'_>)| {
            let first = (index * BAND) as u32;
            let pairs = y.chunks_mut(2 * width).zip(cb.chunks_mut(half).zip(cr.chunks_mut(half)));
            for (row, (lumas, (cb, cr))) in (first..).step_by(2).zip(pairs) {
                if own {
                    copy_pair(view, row, lumas, cb, cr);
                } else {
                    scratch.convert_pair(view, row, lumas, cb, cr);
                }
            }
        };
        let scratch = || Scratch { upper: vec![0; 4 * width], lower: vec![0; 4 * width], chroma: vec![0; 2 * half] };
        threads.each(layout.height.div_ceil(BAND as u32) as usize, bands, scratch, work);
        Ok(planes)
    }
}

/// Rows of luma, Cb and Cr.
type Band<'a> = (&'a mut [u8], (&'a mut [u8], &'a mut [u8]));

/// Copies the rows of luma that begin at `y`, one or two, and their chroma.
fn copy_pair(view: &PixelView<'_>, y: u32, lumas: &mut [u8], cb: &mut [u8], cr: &mut [u8]) {
    for (row, luma) in (y..).zip(lumas.chunks_mut(view.layout().width as usize)) {
        luma.copy_from_slice(view.row(row));
    }
    separate(view.chroma_row(y), view.layout().format.is_v_first(), cb, cr);
}

/// Pairs of chroma to two rows.
fn separate(pairs: &[u8], v_first: bool, cb: &mut [u8], cr: &mut [u8]) {
    let (first, second) = if v_first { (cr, cb) } else { (cb, cr) };
    for ((pair, first), second) in pairs.as_chunks::<2>().0.iter().zip(first).zip(second) {
        [*first, *second] = *pair;
    }
}

/// Memory for two rows of colours, and one of chroma.
struct Scratch {
    upper: Vec<u8>,
    lower: Vec<u8>,
    chroma: Vec<u8>,
}

impl Scratch {
    /// As [`copy_pair`], of pixels in red, green and blue. A last odd row stands for itself.
    fn convert_pair(&mut self, view: &PixelView<'_>, y: u32, lumas: &mut [u8], cb: &mut [u8], cr: &mut [u8]) {
        let Self { upper, lower, chroma } = self;
        rows::read_rgbx8(view, y, upper);
        let (first, second) = lumas.split_at_mut(view.layout().width as usize);
        yuv::full_luma_from_rgba(upper, first);
        if !second.is_empty() {
            rows::read_rgbx8(view, y + 1, lower);
            yuv::full_luma_from_rgba(lower, second);
        }
        let lower = if second.is_empty() { &upper[..] } else { lower };
        yuv::full_chroma_from_rgba(upper, lower, false, chroma);
        separate(chroma, false, cb, cr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::{AlphaType, Layout};

    /// One pixel by BT.601 of full range in double precision.
    fn exact([r, g, b]: [f64; 3]) -> [f64; 3] {
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        [y, (b - y) / 1.772 + 128.0, (r - y) / 1.402 + 128.0]
    }

    #[test]
    fn colours_over_black_become_planes_at_every_size() {
        for (width, height) in [(1, 1), (2, 2), (3, 5), (64, 63), (65, 130)] {
            let layout = Layout::with_stride(PixelFormat::Bgra8888, width, height, width as usize * 4 + 12).unwrap();
            let bytes: Vec<u8> = (0..layout.byte_count()).map(|i| (i * i / 7 + i * 31) as u8).collect();
            let view = PixelView::new(layout, AlphaType::Unpremultiplied, &bytes).unwrap();
            let color = |x: u32, y: u32| {
                let (x, y) = (x.min(width - 1), y.min(height - 1));
                let pixel = &bytes[y as usize * layout.stride + x as usize * 4..][..4];
                [2, 1, 0].map(|c| (f64::from(pixel[c]) * f64::from(pixel[3]) / 255.0).round())
            };
            let planes = Planes::of(&view, Threads::at_most(3)).unwrap();
            let near = |sample: u8, exact: f64, slack: f64| (f64::from(sample) - exact).abs() < slack;
            for (at, luma) in (0..).zip(&planes.y) {
                assert!(near(*luma, exact(color(at % width, at / width))[0], 0.51), "{width}x{height}: {at}");
            }
            let half = width.div_ceil(2);
            assert_eq!((planes.cb.len(), planes.cr.len()), ((half * height.div_ceil(2)) as usize, planes.cb.len()));
            for (at, (cb, cr)) in (0..).zip(planes.cb.iter().zip(&planes.cr)) {
                let (x, y) = (at % half * 2, at / half * 2);
                let four = [color(x, y), color(x + 1, y), color(x, y + 1), color(x + 1, y + 1)];
                let mean = [0, 1, 2].map(|c| four.iter().map(|color| color[c]).sum::<f64>() / 4.0);
                // Means are rounded first.
                let [_, blue, red] = exact(mean);
                assert!(near(*cb, blue, 1.01) && near(*cr, red, 1.01), "{width}x{height}: {x},{y}");
            }
        }
    }

    #[test]
    fn planes_of_a_program_stay_as_they_are() {
        for (format, order) in [(PixelFormat::Nv12, [0, 1]), (PixelFormat::Nv21, [1, 0])] {
            let layout = Layout::packed(format, 5, 3).unwrap();
            let bytes: Vec<u8> = (0..layout.byte_count() as u8).collect();
            let view = PixelView::new(layout, AlphaType::Opaque, &bytes).unwrap();
            let view = view.with_range(YuvRange::Limited).with_matrix(YuvMatrix::Bt2020);
            let planes = Planes::of(&view, Threads::default()).unwrap();
            assert_eq!(planes.y, bytes[..15]);
            assert_eq!((planes.matrix, planes.range), (YuvMatrix::Bt2020, YuvRange::Limited));
            for (pair, (cb, cr)) in bytes[15..].chunks(2).zip(planes.cb.iter().zip(&planes.cr)) {
                assert_eq!([*cb, *cr], order.map(|at| pair[at]));
            }
        }
    }
}
