//! Whole files, judged by decoders and encoders of others.

#![forbid(unsafe_code)]

use super::*;
use crate::convert::rows::{RowFormat, RowReader};
use crate::encode::encoder::PLAIN;
use crate::encode::options::{ChromaSubsampling, JpegOptions};
use crate::error::ErrorKind;
use crate::metadata::icc;
use crate::pixel::{AlphaType, Layout, PixelFormat};
use crate::threads::Threads;

/// Smooth colour with some texture.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let texture = (x * 7 ^ y * 13) % 32;
        [(x * 255 / width) as u8, (y * 255 / height) as u8, (96 + texture) as u8, 255]
    };
    (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
}

fn rgb_of(rgba: &[u8]) -> Vec<u8> {
    rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
}

fn settings(quality: u8, jpeg: JpegOptions) -> Settings {
    Settings { quality, jpeg, ..Settings::default() }
}

fn encode(view: &PixelView<'_>, settings: &Settings) -> Vec<u8> {
    let mut output = Output::unlimited();
    Jpeg.encode(view, &PLAIN, settings, &mut output).unwrap();
    output.to_vec()
}

fn encode_rgba(pixels: &[u8], width: u32, height: u32, settings: &Settings) -> Vec<u8> {
    let layout = Layout::packed(PixelFormat::Rgba8888, width, height).unwrap();
    encode(&PixelView::new(layout, AlphaType::Opaque, pixels).unwrap(), settings)
}

/// By libjpeg-turbo; what it warns of is an error.
fn decode(file: &[u8]) -> Vec<u8> {
    turbojpeg::decompress(file, turbojpeg::PixelFormat::RGB).unwrap().pixels
}

fn mean_square_error(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2)).sum::<f64>() / a.len() as f64
}

/// The payloads of all segments with this marker.
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

/// libjpeg-turbo's file of the same pixels.
fn peer(pixels: &[u8], width: u32, height: u32, quality: u8, subsamp: turbojpeg::Subsamp, optimize: bool) -> Vec<u8> {
    let mut compressor = turbojpeg::Compressor::new().unwrap();
    compressor.set_quality(quality.into()).unwrap();
    compressor.set_subsamp(subsamp).unwrap();
    compressor.set_optimize(optimize).unwrap();
    let (width, height) = (width as usize, height as usize);
    let format = turbojpeg::PixelFormat::RGBX;
    compressor.compress_to_vec(turbojpeg::Image { pixels, width, pitch: width * 4, height, format }).unwrap()
}

const SUBSAMPLINGS: [(ChromaSubsampling, turbojpeg::Subsamp); 3] = [
    (ChromaSubsampling::S420, turbojpeg::Subsamp::Sub2x2),
    (ChromaSubsampling::S422, turbojpeg::Subsamp::Sub2x1),
    (ChromaSubsampling::S444, turbojpeg::Subsamp::None),
];

/// The same tables, pictures as near to the original, and files as small, for sizes of no whole MCU too.
#[test]
fn files_are_as_good_as_libjpeg_turbos() {
    for (width, height) in [(333, 247), (640, 480), (1, 1), (17, 1), (1, 33), (64, 64), (65, 15), (1200, 903)] {
        let pixels = picture(width, height);
        let original = rgb_of(&pixels);
        for (subsampling, subsamp) in SUBSAMPLINGS {
            for (quality, optimize_coding) in
                [(1, true), (10, false), (30, true), (75, false), (75, true), (90, true), (100, false)]
            {
                let jpeg = JpegOptions { subsampling, optimize_coding, ..JpegOptions::default() };
                let ours = encode_rgba(&pixels, width, height, &settings(quality, jpeg));
                let theirs = peer(&pixels, width, height, quality, subsamp, optimize_coding);
                let what = format!("{width}x{height} {subsampling:?} at {quality}, optimised: {optimize_coding}");
                assert_eq!(segments(&ours, 0xDB).concat(), segments(&theirs, 0xDB).concat(), "{what}");
                let [ours_error, theirs_error] =
                    [&ours, &theirs].map(|file| mean_square_error(&decode(file), &original));
                // A few pixels say little: rounding goes either way.
                let more = if width * height > 10_000 { 1.02 } else { 1.3 };
                assert!(ours_error <= theirs_error * more + 0.5, "{what}: errors {ours_error} and {theirs_error}");
                let profile = icc::srgb().unwrap().len() + 18;
                let most = theirs.len() as f64 * 1.01 + 60.0;
                assert!((ours.len() - profile) as f64 <= most, "{what}: {} and {} bytes", ours.len(), theirs.len());
            }
        }
    }
}

#[test]
fn default_tables_are_those_of_the_standard() {
    let pixels = picture(64, 48);
    let jpeg = JpegOptions { optimize_coding: false, ..JpegOptions::default() };
    let ours = encode_rgba(&pixels, 64, 48, &settings(80, jpeg));
    let theirs = peer(&pixels, 64, 48, 80, turbojpeg::Subsamp::Sub2x2, false);
    let sorted = |file| {
        let mut tables = segments(file, 0xC4);
        tables.sort_unstable();
        tables.concat()
    };
    assert_eq!(sorted(&ours), sorted(&theirs));
    assert_ne!(sorted(&encode_rgba(&pixels, 64, 48, &settings(80, JpegOptions::default()))), sorted(&theirs));
}

#[test]
fn the_bytes_do_not_depend_on_the_threads() {
    let pixels = picture(1500, 1100);
    for (subsampling, _) in SUBSAMPLINGS {
        for (optimize_coding, restart_rows) in [(true, 0), (false, 0), (true, 3)] {
            let jpeg = JpegOptions { subsampling, optimize_coding, restart_rows, ..JpegOptions::default() };
            let encode_on = |threads| {
                let settings = Settings { threads: Threads::at_most(threads), ..settings(85, jpeg) };
                encode_rgba(&pixels, 1500, 1100, &settings)
            };
            let one = encode_on(1);
            for threads in [2, 3, 8] {
                assert!(encode_on(threads) == one, "{jpeg:?}: {threads} threads");
            }
        }
    }
}

#[test]
fn restart_markers_stand_where_they_were_asked_for() {
    let pixels = picture(700, 900);
    for (restart_rows, interval, markers) in
        [(0, 44 * 8, 7), (1, 44, 56), (3, 44 * 3, 18), (5, 44 * 5, 11), (57, 44 * 57, 0)]
    {
        let jpeg = JpegOptions { restart_rows, ..JpegOptions::default() };
        let file = encode_rgba(&pixels, 700, 900, &settings(85, jpeg));
        assert_eq!(segments(&file, 0xDD), [u16::to_be_bytes(interval)]);
        let found: Vec<u8> =
            file.windows(2).filter(|w| w[0] == 0xFF && (0xD0..0xD8).contains(&w[1])).map(|w| w[1]).collect();
        let expected: Vec<u8> = (0..markers).map(|index| 0xD0 + index % 8).collect();
        assert_eq!(found, expected, "{restart_rows}");
        assert!(mean_square_error(&decode(&file), &rgb_of(&pixels)) < 40.0);
    }
    let jpeg = JpegOptions { restart_rows: 2000, ..JpegOptions::default() };
    let layout = Layout::packed(PixelFormat::Rgba8888, 700, 900).unwrap();
    let view = PixelView::new(layout, AlphaType::Opaque, &pixels).unwrap();
    let error = Jpeg.encode(&view, &PLAIN, &settings(85, jpeg), &mut Output::unlimited()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadArgument);
}

/// Every way in which pixels reach the samples, in several bands, against libjpeg-turbo's file of the same colours.
#[test]
fn every_pixel_format_gives_its_colours() {
    use PixelFormat as F;
    let with_alpha = [F::Rgba8888, F::Bgra8888, F::Argb8888, F::RgbaF16, F::Rgba1010102];
    let opaque = [F::Rgb888, F::Rgb565, F::Nv12, F::Nv21, F::YcbcrP010, F::Alpha8].into_iter().chain(with_alpha);
    let cases = opaque.map(|format| (format, AlphaType::Opaque));
    for (format, alpha) in cases.chain(with_alpha.map(|format| (format, AlphaType::Unpremultiplied))) {
        let layout = Layout::packed(format, 641, 481).unwrap();
        let mut pixels: Vec<u8> = (0..layout.byte_count()).map(|i| (i % 641 / 4 + i / 4000) as u8).collect();
        if format == F::RgbaF16 {
            // Halves of 0 to 1: 0x3C00 is 1.
            pixels.as_chunks_mut::<2>().0.iter_mut().for_each(|half| half[1] = 0x30 + half[1] % 12);
        }
        let view = PixelView::new(layout, format.resolve_alpha(alpha), &pixels).unwrap();
        let gray = format == F::Alpha8;
        let mut reader = RowReader::new(view, if gray { RowFormat::Gray8 } else { RowFormat::Rgb8 });
        let spread = |row: &[u8]| if gray { row.iter().flat_map(|g| [*g; 3]).collect() } else { row.to_vec() };
        let original: Vec<u8> = (0..481).flat_map(|y| spread(reader.row(y))).collect();
        for (subsampling, subsamp) in SUBSAMPLINGS {
            let ours = encode(&view, &settings(95, JpegOptions { subsampling, ..JpegOptions::default() }));
            let rgba: Vec<u8> = original.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
            let theirs = peer(&rgba, 641, 481, 95, subsamp, false);
            let [error, theirs] = [&ours, &theirs].map(|file| mean_square_error(&decode(file), &original));
            // Planes keep colours outside RGB, which the way over RGB clamps.
            let limit = if format.is_yuv() { 6.0 } else { 0.15 };
            assert!(error < theirs * 1.02 + limit, "{format:?} {alpha:?} {subsampling:?}: {error} and {theirs}");
        }
    }
}

/// libjpeg-turbo's progressive file of the same pixels.
fn progressive_peer(pixels: &[u8], width: u32, height: u32, quality: u8, subsamp: turbojpeg::Subsamp) -> Vec<u8> {
    let mut compressor = turbojpeg::Compressor::new().unwrap();
    compressor.set_quality(quality.into()).unwrap();
    compressor.set_subsamp(subsamp).unwrap();
    compressor.set_progressive(true).unwrap();
    let (width, height) = (width as usize, height as usize);
    let format = turbojpeg::PixelFormat::RGBX;
    compressor.compress_to_vec(turbojpeg::Image { pixels, width, pitch: width * 4, height, format }).unwrap()
}

const PROGRESSIVE: JpegOptions =
    JpegOptions { progressive: true, subsampling: ChromaSubsampling::S420, optimize_coding: true, restart_rows: 0 };

const SIZES: [(u32, u32); 5] = [(1, 1), (17, 9), (333, 247), (640, 480), (1200, 903)];

/// Noise over half of the picture, and white below: levels of all sizes, and long runs of blocks that end.
fn rough_picture(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = picture(width, height);
    let mut state = 1u32;
    for (index, pixel) in (0u32..).zip(pixels.as_chunks_mut::<4>().0) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (x, y) = (index % width, index / width);
        if y > height * 3 / 4 {
            *pixel = [255; 4];
        } else if x < width / 2 {
            pixel[..3].copy_from_slice(&state.to_be_bytes()[..3]);
        }
    }
    pixels
}

/// The same levels as in the baseline file, so the same pixels, whatever the options; and for any number of threads.
#[test]
fn progressive_files_hold_what_baseline_files_hold() {
    for (width, height) in SIZES {
        let layouts = [PixelFormat::Rgba8888, PixelFormat::Alpha8].map(|f| Layout::packed(f, width, height).unwrap());
        for (pixels, quality) in [(picture(width, height), 85), (rough_picture(width, height), 100)] {
            for (layout, subsampling) in [(0, 0), (0, 1), (0, 2), (1, 0)] {
                let (layout, (subsampling, _)) = (layouts[layout], SUBSAMPLINGS[subsampling]);
                let bytes = &pixels[..layout.byte_count() as usize];
                let view = PixelView::new(layout, AlphaType::Opaque, bytes).unwrap();
                let baseline = JpegOptions { progressive: false, subsampling, ..PROGRESSIVE };
                let expected = decode(&encode(&view, &settings(quality, baseline)));
                for restart_rows in [0, 1, 3] {
                    let jpeg = JpegOptions { progressive: true, restart_rows, ..baseline };
                    let on = |threads| Settings { threads: Threads::at_most(threads), ..settings(quality, jpeg) };
                    let file = encode(&view, &on(1));
                    let what = format!("{width}x{height} {:?} at {quality} {jpeg:?}", layout.format);
                    assert!(decode(&file) == expected, "{what}");
                    assert!(encode(&view, &on(2)) == file && encode(&view, &on(8)) == file, "{what}: threads");
                }
            }
        }
    }
}

#[test]
fn progressive_files_are_as_small_as_libjpeg_turbos() {
    for (width, height) in [(640, 480), (1200, 903)] {
        for pixels in [picture(width, height), rough_picture(width, height)] {
            for (subsampling, subsamp) in SUBSAMPLINGS {
                for quality in [30, 75, 90, 100] {
                    let jpeg = JpegOptions { subsampling, ..PROGRESSIVE };
                    let ours = encode_rgba(&pixels, width, height, &settings(quality, jpeg)).len();
                    let theirs = progressive_peer(&pixels, width, height, quality, subsamp).len();
                    let most = theirs as f64 * 1.01 + (icc::srgb().unwrap().len() + 18) as f64;
                    let what = format!("{width}x{height} {subsampling:?} at {quality}");
                    assert!(ours as f64 <= most, "{what}: {ours} and {theirs} bytes");
                }
            }
        }
    }
}

/// Markers of every scan, numbered from 0; its blocks are MCUs where it has one component.
#[test]
fn progressive_files_have_the_restart_markers_asked_for() {
    let mut pixels = picture(250, 120);
    pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = [255, 255, 255, 255]);
    let file = encode_rgba(&pixels, 250, 120, &settings(85, JpegOptions { restart_rows: 1, ..PROGRESSIVE }));
    assert_eq!(segments(&file, 0xDD), [u16::to_be_bytes(16)]);
    let found: Vec<u8> =
        file.windows(2).filter(|w| w[0] == 0xFF && (0xD0..0xD8).contains(&w[1])).map(|w| w[1]).collect();
    // 16 x 8 MCUs, 32 x 15 blocks of Y, 16 x 8 of Cb and Cr, in intervals of 16.
    let intervals = [8, 30, 8, 8, 30, 30, 8, 8, 8, 30];
    let expected: Vec<u8> = intervals.iter().flat_map(|count| (0..count - 1).map(|index| 0xD0 + index % 8)).collect();
    assert_eq!(found, expected);
    assert!(mean_square_error(&decode(&file), &rgb_of(&pixels)) < 1.0);
}

#[test]
fn progressive_files_are_progressive() {
    let pixels = picture(333, 247);
    for (subsampling, subsamp) in SUBSAMPLINGS {
        let ours = encode_rgba(&pixels, 333, 247, &settings(85, JpegOptions { subsampling, ..PROGRESSIVE }));
        assert_eq!((segments(&ours, 0xC2).len(), segments(&ours, 0xE2).len()), (1, 1));
        let theirs = peer(&pixels, 333, 247, 85, subsamp, true);
        let [error, theirs] = [&ours, &theirs].map(|file| mean_square_error(&decode(file), &rgb_of(&pixels)));
        assert!(error < theirs * 1.02 + 0.5, "{subsampling:?}: {error} and {theirs}");
        let plain = JpegOptions { subsampling, optimize_coding: false, ..PROGRESSIVE };
        assert!(encode_rgba(&pixels, 333, 247, &settings(85, plain)) == ours, "its tables are made for it either way");
    }
}
