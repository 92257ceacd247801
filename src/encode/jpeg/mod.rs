//! JPEG (ITU-T T.81) in a JFIF file: baseline, 4:2:0, the tables of Annex K scaled by quality.
//!
//! An image is cut into bands of whole MCU rows, every band is encoded on its own (by several threads, if the call may
//! use them), and the bands are joined at restart markers: DC prediction begins anew at each, so a band's
//! entropy-coded data is exactly one restart interval (T.81, F.1.1.5). Where the cuts are depends on the image alone,
//! so the file is the same for any number of threads. An image below 2^18 pixels is one band.

#![forbid(unsafe_code)]

pub mod engine;
pub mod markers;
#[cfg(feature = "jpeg-portable")]
pub mod portable;
#[cfg(feature = "jpeg-turbo")]
pub mod turbo;

use super::encoder::Encoder;
use super::options::Settings;
use crate::convert::rows::{RowFormat, RowReader};
use crate::error::Result;
use crate::metadata::icc;
use crate::pixel::{AlphaType, PixelFormat, PixelView, YuvRange};
use crate::sink::Output;
use engine::{Band, Engine, Order, Samples, Subsampling};
use markers::Parts;

#[cfg(not(any(feature = "jpeg-turbo", feature = "jpeg-portable")))]
compile_error!("a JPEG engine is needed: feature jpeg-turbo or jpeg-portable");

#[cfg(feature = "jpeg-turbo")]
type DefaultEngine = turbo::Turbo;
#[cfg(not(feature = "jpeg-turbo"))]
type DefaultEngine = portable::Portable;

/// Rows of a band, where the restart interval allows as many: 8 MCU rows of 4:2:0.
const BAND_ROWS: u32 = 128;

/// Images with fewer pixels are one band: starting a thread would cost more than it saves.
const BANDED_PIXELS: u64 = 1 << 18;

/// The JPEG encoder. Quality scales the quantisation tables as libjpeg does: 100 keeps most, 0 means 1.
pub struct Jpeg;

impl Encoder for Jpeg {
    fn mime(&self) -> &'static str {
        "image/jpeg"
    }

    fn max_side(&self) -> u32 {
        65500 // the format has 65535; libjpeg and most decoders stop here
    }

    fn encode(&self, view: &PixelView<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        encode_with::<DefaultEngine>(view, settings, output)
    }
}

/// Encodes `view` with the engine `E`.
pub fn encode_with<E: Engine>(view: &PixelView<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
    let layout = view.layout();
    let subsampling = if layout.format.is_alpha_only() { Subsampling::Gray } else { Subsampling::S420 };
    let cut = Cut::of(layout.width, layout.height, subsampling);
    let quality = settings.quality.max(1);

    let bands = settings.threads.map(cut.bands(), E::new, |engine, index| {
        let engine = engine.as_mut().map_err(|error| error.clone())?;
        let (start, end) = cut.rows_of(index);
        encode_band(engine, view, start, end, subsampling, quality, index == 0)
    });

    for (index, band) in bands.into_iter().enumerate() {
        let band = band?;
        match band.first {
            Some(first) => {
                output.write(&first.head)?;
                if subsampling != Subsampling::Gray {
                    output.write(&markers::icc_segments(icc::srgb()?)?)?; // an RGB profile means nothing to grey
                }
                output.write(&markers::with_height(&first.tables, layout.height as u16))?;
                if cut.bands() > 1 {
                    output.write(&markers::restart_interval(cut.interval))?;
                }
                output.write(&first.scan_header)?;
            }
            None => output.write(&markers::restart(index - 1))?,
        }
        output.push(band.scan)?;
    }
    output.write(&markers::END)
}

/// Where an image is cut.
struct Cut {
    height: u32,
    band_rows: u32,
    /// MCUs of a band.
    interval: u16,
}

impl Cut {
    fn of(width: u32, height: u32, subsampling: Subsampling) -> Self {
        let (mcu_width, mcu_height) = subsampling.mcu_size();
        let mcus_per_row = width.div_ceil(mcu_width);
        if u64::from(width) * u64::from(height) < BANDED_PIXELS {
            return Self { height, band_rows: height, interval: 0 };
        }
        // A restart interval has 16 bits. The widest image has 8188 MCUs in a row, so at least 8 rows always fit.
        let mcu_rows = (BAND_ROWS / mcu_height).min(u32::from(u16::MAX) / mcus_per_row);
        Self { height, band_rows: mcu_rows * mcu_height, interval: (mcu_rows * mcus_per_row) as u16 }
    }

    fn bands(&self) -> usize {
        self.height.div_ceil(self.band_rows) as usize
    }

    fn rows_of(&self, index: usize) -> (u32, u32) {
        let start = index as u32 * self.band_rows;
        (start, self.height.min(start + self.band_rows))
    }
}

/// What is kept of an encoded band.
struct EncodedBand {
    /// The file's beginning, from the first band.
    first: Option<Beginning>,
    scan: Vec<u8>,
}

struct Beginning {
    head: Vec<u8>,
    tables: Vec<u8>,
    scan_header: Vec<u8>,
}

fn encode_band<E: Engine>(
    engine: &mut E,
    view: &PixelView<'_>,
    start: u32,
    end: u32,
    subsampling: Subsampling,
    quality: u8,
    is_first: bool,
) -> Result<EncodedBand> {
    let mut converted = Vec::new();
    let samples = samples_of::<E>(view, start, end, &mut converted);
    let band = Band { width: view.layout().width, height: end - start, samples, subsampling, quality };
    let parts = Parts::of(engine.encode(&band)?)?;
    let first = is_first.then(|| Beginning {
        head: parts.head.to_vec(),
        tables: parts.tables.to_vec(),
        scan_header: parts.scan_header.to_vec(),
    });
    Ok(EncodedBand { first, scan: parts.scan.to_vec() })
}

/// Rows `start..end` as the engine takes them: the image's own memory where it fits, else made in `converted`.
///
/// Colour goes over black: premultiplied colour is that already.
fn samples_of<'a, E: Engine>(view: &PixelView<'a>, start: u32, end: u32, converted: &'a mut Vec<u8>) -> Samples<'a> {
    let layout = view.layout();
    let order = match layout.format {
        PixelFormat::Rgb888 => Some(Order::Rgb),
        PixelFormat::Alpha8 | PixelFormat::AlphaU8 => Some(Order::Gray),
        _ if view.alpha() == AlphaType::Unpremultiplied => None,
        PixelFormat::Rgba8888 => Some(Order::Rgbx),
        PixelFormat::Bgra8888 => Some(Order::Bgrx),
        PixelFormat::Argb8888 => Some(Order::Xrgb),
        _ => None,
    };
    if let Some(order) = order {
        return Samples::Pixels { order, rows: view.rows(start, end), stride: layout.stride };
    }
    let even = layout.width % 2 == 0 && layout.height % 2 == 0;
    let full = view.range() == YuvRange::Full;
    if E::TAKES_PLANES && even && full && matches!(layout.format, PixelFormat::Nv12 | PixelFormat::Nv21) {
        return planes_of(view, start, end, converted);
    }
    let stride = layout.width as usize * 3;
    converted.reserve_exact(stride * (end - start) as usize);
    let mut reader = RowReader::new(*view, RowFormat::Rgb8);
    (start..end).for_each(|y| converted.extend_from_slice(reader.row(y)));
    Samples::Pixels { order: Order::Rgb, rows: converted, stride }
}

/// NV12 and NV21 without a detour over RGB: luma as it lies, chroma pairs taken apart.
fn planes_of<'a>(view: &PixelView<'a>, start: u32, end: u32, chroma: &'a mut Vec<u8>) -> Samples<'a> {
    let layout = view.layout();
    let plane = (layout.width / 2 * (end - start).div_ceil(2)) as usize;
    chroma.resize(plane * 2, 0);
    let (cb, cr) = chroma.split_at_mut(plane);
    let pairs = (start..end).step_by(2).flat_map(|y| view.chroma_row(y).as_chunks::<2>().0);
    let v_first = layout.format.is_v_first();
    for ((cb, cr), &[first, second]) in cb.iter_mut().zip(cr.iter_mut()).zip(pairs) {
        (*cb, *cr) = if v_first { (second, first) } else { (first, second) };
    }
    Samples::Planes { luma: view.rows(start, end), luma_stride: layout.stride, cb, cr }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::{Layout, PixelFormat};

    /// Smooth colour with some texture.
    fn picture(width: u32, height: u32) -> Vec<u8> {
        let pixel = |x: u32, y: u32| {
            let texture = (x * 7 ^ y * 13) % 32;
            [(x * 255 / width) as u8, (y * 255 / height) as u8, (96 + texture) as u8, 255]
        };
        (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
    }

    fn encode<E: Engine>(pixels: &[u8], width: u32, height: u32, quality: u8) -> Vec<u8> {
        let layout = Layout::packed(PixelFormat::Rgba8888, width, height).unwrap();
        let view = PixelView::new(layout, AlphaType::Opaque, pixels).unwrap();
        let mut output = Output::unlimited();
        encode_with::<E>(&view, &Settings { quality, ..Settings::default() }, &mut output).unwrap();
        output.to_vec()
    }

    fn segments(file: &[u8], marker: u8) -> Vec<&[u8]> {
        let mut found = Vec::new();
        let mut at = 2;
        while file[at + 1] != 0xDA {
            let end = at + 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
            if file[at + 1] == marker {
                found.push(&file[at + 4..end]);
            }
            at = end;
        }
        found
    }

    #[test]
    fn the_bytes_do_not_depend_on_the_threads() {
        let pixels = picture(700, 900);
        let encode_on = |threads| {
            crate::threads::set_max(threads);
            encode::<DefaultEngine>(&pixels, 700, 900, 85)
        };
        let one = encode_on(1);
        let interval = segments(&one, 0xDD);
        assert_eq!(interval, [[(44 * 8 >> 8) as u8, (44 * 8) as u8]], "8 rows of 44 MCUs");
        for threads in [2, 3, 8, 0] {
            assert!(encode_on(threads) == one, "{threads} threads");
        }
    }

    #[test]
    fn every_pixel_is_in_a_band() {
        for (width, height) in [(1, 1), (512, 511), (512, 512), (600, 513), (2048, 127), (2048, 129), (65500, 33)] {
            let cut = Cut::of(width, height, Subsampling::S420);
            let rows: u32 = (0..cut.bands()).map(|index| cut.rows_of(index)).map(|(start, end)| end - start).sum();
            assert_eq!(rows, height, "{width}x{height}");
            assert!(cut.bands() == 1 || cut.band_rows % 16 == 0);
        }
    }

    /// Every way in which samples reach an engine, in several bands: grey, each order of colours, and planes.
    #[cfg(all(feature = "jpeg-turbo", feature = "jpeg-portable"))]
    #[test]
    fn both_engines_take_every_order_of_samples() {
        use PixelFormat as F;
        for format in [F::Alpha8, F::Rgb888, F::Bgra8888, F::Argb8888, F::Nv12, F::Nv21, F::Rgb565] {
            let layout = Layout::packed(format, 640, 480).unwrap();
            let pixels: Vec<u8> = (0..layout.byte_count()).map(|i| (i % 640 / 4 + i / 4000) as u8).collect();
            let view = PixelView::new(layout, format.resolve_alpha(AlphaType::Opaque), &pixels).unwrap();
            let decode = |encode: fn(&PixelView<'_>, &Settings, &mut Output<'_>) -> Result<()>| {
                let mut output = Output::unlimited();
                encode(&view, &Settings { quality: 95, ..Settings::default() }, &mut output).unwrap();
                let file = output.to_vec();
                assert_eq!(segments(&file, 0xDD).len(), 1, "bands are joined at restart markers");
                image::load_from_memory(&file).unwrap().to_rgb8().into_raw()
            };
            let (turbo, portable) = (decode(encode_with::<turbo::Turbo>), decode(encode_with::<portable::Portable>));
            let square = |(a, b): (&u8, &u8)| (f64::from(*a) - f64::from(*b)).powi(2);
            let error = turbo.iter().zip(&portable).map(square).sum::<f64>() / turbo.len() as f64;
            // Planes keep colours outside RGB, which the way over RGB clamps.
            let limit = if format.is_yuv() { 6.0 } else { 2.0 };
            assert!(error < limit, "{format:?}: mean square error {error} between the engines");
        }
    }

    /// Two implementations of the standard that share no code: the same tables, and pictures equally near to the original.
    #[cfg(all(feature = "jpeg-turbo", feature = "jpeg-portable"))]
    #[test]
    fn both_engines_agree() {
        for (width, height) in [(333, 247), (640, 480)] {
            let pixels = picture(width, height);
            for quality in [10, 30, 75, 90, 100] {
                let turbo = encode::<turbo::Turbo>(&pixels, width, height, quality);
                let portable = encode::<portable::Portable>(&pixels, width, height, quality);
                let tables = |file: &[u8]| segments(file, 0xDB).concat();
                assert_eq!(tables(&turbo), tables(&portable), "quantisation tables at {quality}");
                let decode = |file: &[u8]| image::load_from_memory(file).unwrap().to_rgb8().into_raw();
                // Rounding may put a coefficient on either side of a quantisation step; neither engine is better for it.
                let original: Vec<u8> =
                    pixels.as_chunks::<4>().0.iter().flat_map(|pixel| &pixel[..3]).copied().collect();
                let [turbo, portable] = [decode(&turbo), decode(&portable)].map(|decoded| {
                    let square = |(a, b): (&u8, &u8)| (f64::from(*a) - f64::from(*b)).powi(2);
                    original.iter().zip(&decoded).map(square).sum::<f64>() / original.len() as f64
                });
                assert!((turbo / portable - 1.0).abs() < 0.02, "{width}x{height} at {quality}: {turbo} {portable}");
            }
        }
    }
}
