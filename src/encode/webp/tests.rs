//! Tests of the encoder as a whole; the judge is the decoder of crate `image-webp`.

#![forbid(unsafe_code)]

use super::WebP;
use crate::encode::encoder::{Encoder, PLAIN};
use crate::encode::options::{Settings, WebPOptions};
use crate::error::{ErrorKind, Result};
use crate::pixel::{AlphaType, Layout, PixelFormat, PixelView};
use crate::sink::Output;
use crate::threads::Threads;

/// Sizes of one band and of several, with odd ends; all for one thread.
const SIZES: [(u32, u32); 5] = [(1, 1), (3, 5), (17, 31), (64, 129), (131, 97)];

struct Image {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Image {
    /// Colours and alpha of `rule`.
    fn new(width: u32, height: u32, rule: impl Fn(u32, u32) -> [u8; 4]) -> Self {
        let rgba = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| rule(x, y)).collect();
        Self { width, height, rgba }
    }

    /// A gradient with some noise and all degrees of alpha.
    fn soft(width: u32, height: u32) -> Self {
        Self::new(width, height, |x, y| {
            let noise = (x * 31 + y * 17 + x * y * 7) % 13;
            [(x + noise) as u8, (y * 2) as u8, ((x + y) / 2 + noise) as u8, (255 - (x * y) % 256) as u8]
        })
    }

    /// 40 colours.
    fn drawn(width: u32, height: u32) -> Self {
        Self::new(width, height, |x, y| [(x / 5 % 8 * 30) as u8, (y / 7 % 5 * 50) as u8, 90, 255])
    }

    fn encode(&self, settings: &Settings) -> Result<Vec<u8>> {
        let layout = Layout::packed(PixelFormat::Rgba8888, self.width, self.height)?;
        let view = PixelView::new(layout, AlphaType::Unpremultiplied, &self.rgba)?;
        let mut output = Output::unlimited();
        WebP.encode(&view, &PLAIN, settings, &mut output)?;
        Ok(output.to_vec())
    }

    fn decoded(&self, settings: &Settings) -> Vec<[u8; 4]> {
        let file = self.encode(settings).unwrap();
        let image = image::load_from_memory_with_format(&file, image::ImageFormat::WebP).unwrap().to_rgba8();
        assert_eq!(image.dimensions(), (self.width, self.height));
        image.as_raw().as_chunks().0.to_vec()
    }

    fn pixels(&self) -> &[[u8; 4]] {
        self.rgba.as_chunks().0
    }
}

fn settings(quality: u8, webp: WebPOptions) -> Settings {
    Settings { quality, webp, ..Settings::default() }
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let options = [
        (80, WebPOptions::default()),
        (80, WebPOptions { alpha_quality: 50, ..WebPOptions::default() }),
        (60, WebPOptions { sharp_yuv: true, ..WebPOptions::default() }),
        (100, WebPOptions::default()),
        (80, WebPOptions { lossless: true, method: 5, ..WebPOptions::default() }),
        (100, WebPOptions { lossless: true, method: 6, ..WebPOptions::default() }),
        (90, WebPOptions { lossless: true, near_lossless: 40, ..WebPOptions::default() }),
    ];
    let sizes = [(17, 31), (257, 259)];
    let images =
        sizes.into_iter().flat_map(|(width, height)| [Image::soft(width, height), Image::drawn(width, height)]);
    for image in images {
        for (quality, webp) in options {
            let with = |count| Settings { threads: Threads::at_most(count), ..settings(quality, webp) };
            let alone = image.encode(&with(1)).unwrap();
            for count in [2, 5] {
                assert!(image.encode(&with(count)).unwrap() == alone, "{}x{}, {webp:?}", image.width, image.height);
            }
        }
    }
}

#[test]
fn lossless_files_give_every_sample_back_with_every_method() {
    for (width, height) in SIZES {
        for image in [Image::soft(width, height), Image::drawn(width, height)] {
            for method in 0..=6 {
                assert!(
                    image.decoded(&settings(100, WebPOptions { method, ..WebPOptions::default() })) == image.pixels()
                );
                let asked = WebPOptions { method, lossless: true, ..WebPOptions::default() };
                assert!(image.decoded(&settings(30, asked)) == image.pixels());
            }
        }
    }
}

#[test]
fn quality_is_the_effort_of_lossless_coding_that_was_asked_for() {
    let image = Image::soft(201, 150);
    let asked = |quality| {
        let webp = WebPOptions { lossless: true, ..WebPOptions::default() };
        image.encode(&settings(quality, webp)).unwrap().len()
    };
    assert!(asked(100) < asked(0));
}

#[test]
fn nearly_lossless_files_are_near() {
    let noise = |x: u32, y: u32| (x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b)).wrapping_mul(0x2c1b_3c6d);
    let image =
        Image::new(160, 120, |x, y| [(noise(x, y) >> 26) as u8, (x + (noise(x, y) >> 22 & 31)) as u8, y as u8, 255]);
    let webp = WebPOptions { near_lossless: 20, ..WebPOptions::default() };
    let decoded = image.decoded(&settings(100, webp));
    let pairs = decoded.as_flattened().iter().zip(image.pixels().as_flattened());
    let greatest = pairs.map(|(out, expected)| out.abs_diff(*expected)).max().unwrap();
    assert!((1..=32).contains(&greatest), "{greatest}");
    assert!(
        image.encode(&settings(100, webp)).unwrap().len()
            < image.encode(&settings(100, WebPOptions::default())).unwrap().len()
    );
}

#[test]
fn alpha_is_exact_unless_its_quality_is_lowered() {
    let image = Image::soft(201, 150);
    let alphas = |pixels: &[[u8; 4]]| pixels.iter().map(|pixel| pixel[3]).collect::<Vec<_>>();
    assert!(alphas(&image.decoded(&settings(50, WebPOptions::default()))) == alphas(image.pixels()));
    let lowered = image.decoded(&settings(50, WebPOptions { alpha_quality: 10, ..WebPOptions::default() }));
    assert!(alphas(&lowered) != alphas(image.pixels()));
}

#[test]
fn sharp_chroma_comes_nearer_to_edges_of_colour() {
    let colour = |red: bool| if red { [220, 20, 20, 255] } else { [20, 40, 220, 255] };
    let image = Image::new(96, 96, |x, y| colour((x / 3 + y / 5) % 2 == 0));
    let error = |sharp_yuv| {
        let decoded = image.decoded(&settings(95, WebPOptions { sharp_yuv, ..WebPOptions::default() }));
        let pairs = decoded.as_flattened().iter().zip(image.pixels().as_flattened());
        pairs.map(|(out, expected)| u64::from(out.abs_diff(*expected)).pow(2)).sum::<u64>()
    };
    assert!(error(true) < error(false), "{} {}", error(true), error(false));
}

#[test]
fn values_that_libwebp_does_not_know_are_refused() {
    let image = Image::soft(3, 5);
    let bad = [
        WebPOptions { method: 7, ..WebPOptions::default() },
        WebPOptions { alpha_quality: 101, ..WebPOptions::default() },
        WebPOptions { near_lossless: 101, lossless: true, ..WebPOptions::default() },
    ];
    for webp in bad {
        assert_eq!(image.encode(&settings(50, webp)).unwrap_err().kind, ErrorKind::BadArgument);
    }
}
