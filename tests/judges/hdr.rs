//! HDR images packed to JPEG: libultrahdr, Google's reference of Ultra HDR and ISO 21496-1, finds their light again.

use std::process::Command;

use ohimagekit::color::ColorSpace;
use ohimagekit::content::{AuxiliaryPicture, Picture, Pixelmap};
use ohimagekit::encode::options::{ChromaSubsampling, JpegOptions, PackingOptions};
use ohimagekit::encode::{self, Content};
use ohimagekit::metadata::auxiliary::AuxiliaryKind;
use ohimagekit::metadata::hdr::GainMapMetadata;
use ohimagekit::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};
use ohimagekit::sink::Output;

use crate::scenes::{Curve, SCENES, Scene, pq_sample};
use crate::support::{Folder, output, run};
use crate::ultrahdr;

const SIZE: (u32, u32) = (300, 200);

/// Light of 1.0 in an image of libultrahdr, in cd/m2.
const WHITE: f64 = 203.0;

/// From linear Display P3 to linear BT.2020 (SMPTE EG 432-1 and ITU-R BT.2020, white D65).
const P3_TO_BT2020: [[f64; 3]; 3] =
    [[0.753_833, 0.198_597, 0.047_570], [0.045_744, 0.941_777, 0.012_479], [-0.001_210, 0.017_602, 0.983_609]];

/// Options for JPEG of this quality, with the dynamic range of the image (0) or SDR (1).
pub fn options(quality: u32, range: i32) -> PackingOptions {
    let mime = b"image/jpeg".to_vec();
    PackingOptions { mime, quality, desired_dynamic_range: range, ..PackingOptions::default() }
}

pub fn packed(content: Content<'_>, options: &PackingOptions) -> Vec<u8> {
    let mut output = Output::unlimited();
    encode::encode(content, &options.target().unwrap(), &mut output).unwrap();
    output.to_vec()
}

/// A PixelMap of these bytes in the space of this number.
pub fn pixelmap(format: PixelFormat, (width, height): (u32, u32), bytes: &[u8], space: i32) -> Pixelmap {
    let mut pixels = PixelBuffer::zeroed(Layout::packed(format, width, height).unwrap()).unwrap();
    pixels.bytes_mut()[..bytes.len()].copy_from_slice(bytes);
    let map = Pixelmap::new(pixels, AlphaType::Opaque, YuvRange::Full, true);
    map.set_color_space(ColorSpace::from_name(space).unwrap()).unwrap();
    map
}

fn space_of(curve: Curve) -> i32 {
    match curve {
        Curve::Hlg => 9,
        Curve::Pq => 10,
    }
}

/// The light of samples of RGBA_1010102.
fn light(pixels: &[u8], curve: Curve) -> Vec<[f64; 3]> {
    let samples = |word: u32| [0, 10, 20].map(|shift| f64::from(word >> shift & 1023) / 1023.0);
    pixels.as_chunks::<4>().0.iter().map(|pixel| curve.light(samples(u32::from_le_bytes(*pixel)))).collect()
}

/// The same image as P010 in full range, by the matrix of BT.2020; chroma is the mean of four pixels.
fn p010(pixels: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let yuv: Vec<[f64; 3]> = pixels
        .as_chunks::<4>()
        .0
        .iter()
        .map(|pixel| {
            let word = u32::from_le_bytes(*pixel);
            let [r, g, b] = [0, 10, 20].map(|shift| f64::from(word >> shift & 1023));
            let y = 0.2627 * r + 0.6780 * g + 0.0593 * b;
            [y, (b - y) / 1.8814 + 512.0, (r - y) / 1.4746 + 512.0]
        })
        .collect();
    let word = |value: f64| ((value.round().clamp(0.0, 1023.0) as u16) << 6).to_le_bytes();
    let mut bytes: Vec<u8> = yuv.iter().flat_map(|pixel| word(pixel[0])).collect();
    for (y, x) in (0..height / 2).flat_map(|y| (0..width / 2).map(move |x| (2 * y, 2 * x))) {
        for part in [1, 2] {
            let sum: f64 = [(0, 0), (0, 1), (1, 0), (1, 1)]
                .map(|(down, right)| yuv[(y + down) * width + x + right][part])
                .iter()
                .sum();
            bytes.extend(word(sum / 4.0));
        }
    }
    bytes
}

/// What libultrahdr makes of a file at full headroom: linear BT.2020 in cd/m2.
fn reconstructed(file: &[u8]) -> Vec<[f64; 3]> {
    let (in_p3, pixels) = ultrahdr::reconstructed(file);
    assert!(in_p3, "the profile says Display P3");
    let light =
        |parts: [f64; 3]| P3_TO_BT2020.map(|row| WHITE * (0..3).map(|c| row[c] * parts[c]).sum::<f64>().max(0.0));
    pixels.into_iter().map(light).collect()
}

/// Errors in steps of PQ with 10 bits, of the worst channel of each pixel: at the median and at the 99th percentile.
fn errors(before: &[[f64; 3]], after: &[[f64; 3]]) -> (f64, f64) {
    assert_eq!(before.len(), after.len());
    let step = |light: f64| 1023.0 * pq_sample(light);
    let error = |(a, b): (&[f64; 3], &[f64; 3])| (0..3).map(|c| (step(a[c]) - step(b[c])).abs()).fold(0.0, f64::max);
    let mut errors: Vec<f64> = before.iter().zip(after).map(error).collect();
    errors.sort_by(f64::total_cmp);
    (errors[errors.len() / 2], errors[errors.len() * 99 / 100])
}

fn scene(name: &str) -> &'static Scene {
    SCENES.iter().find(|scene| scene.name == name).unwrap()
}

#[test]
fn libultrahdr_finds_the_light_of_hdr_images_again() {
    // Errors seen were about a tenth less. The strips of "ramps" have sharp edges between saturated colours, which gain
    // maps of half the size do not have.
    for (name, median_limit, limit) in
        [("ramps", 7.0, 125.0), ("neon", 8.5, 87.0), ("sunset1000", 3.7, 68.0), ("sunset4000", 4.5, 92.0)]
    {
        let scene = scene(name);
        for curve in [Curve::Pq, Curve::Hlg] {
            let pixels = scene.pixels(SIZE.0, SIZE.1, curve);
            let before = light(&pixels, curve);
            for (format, bytes) in
                [(PixelFormat::Rgba1010102, pixels.clone()), (PixelFormat::YcbcrP010, p010(&pixels, SIZE))]
            {
                let map = pixelmap(format, SIZE, &bytes, space_of(curve));
                let file = packed(Content::Pixelmap(&map), &options(90, 0));
                let (median, most) = errors(&before, &reconstructed(&file));
                let title = scene.title;
                println!("{title} {curve:?} {format:?}: median {median:.2}, 99 % {most:.2}, {} bytes", file.len());
                assert!(median < median_limit && most < limit, "{name} {curve:?} {format:?}: {median:.2} {most:.2}");
                let brightest = before.iter().flatten().copied().fold(0.0, f64::max);
                assert!(brightest <= scene.peak * 1.01, "{name} has {brightest} cd/m2");
            }
        }
    }
}

/// Both images are made with the options; restart intervals are the base image's alone.
#[test]
fn options_for_jpeg_do_not_change_the_light() {
    let pixels = scene("sunset1000").pixels(SIZE.0, SIZE.1, Curve::Pq);
    let map = pixelmap(PixelFormat::Rgba1010102, SIZE, &pixels, space_of(Curve::Pq));
    let plain = JpegOptions::default();
    let mut medians = Vec::new();
    for jpeg in [
        plain,
        JpegOptions { progressive: true, ..plain },
        JpegOptions { optimize_coding: false, restart_rows: 5, ..plain },
        JpegOptions { subsampling: ChromaSubsampling::S444, ..plain },
    ] {
        let file = packed(Content::Pixelmap(&map), &PackingOptions { jpeg, ..options(90, 0) });
        medians.push(errors(&light(&pixels, Curve::Pq), &reconstructed(&file)).0);
    }
    let [plain, progressive, restarts, dense] = medians.try_into().unwrap();
    assert!(progressive == plain && restarts == plain && dense < plain);
}

#[test]
fn a_plain_decoder_shows_what_sdr_files_show() {
    let folder = Folder::new("hdr-base");
    for scene in &SCENES {
        let pixels = scene.pixels(SIZE.0, SIZE.1, Curve::Pq);
        let map = pixelmap(PixelFormat::Rgba1010102, SIZE, &pixels, space_of(Curve::Pq));
        folder.write("auto.jpg", &packed(Content::Pixelmap(&map), &options(80, 0)));
        folder.write("sdr.jpg", &packed(Content::Pixelmap(&map), &options(80, 1)));
        let [auto, sdr] = ["auto.jpg", "sdr.jpg"].map(|name| run(&folder.0, "djpeg", name));
        assert!(auto == sdr, "{}", scene.name);
    }
}

#[test]
fn exiftool_finds_both_images_and_what_they_say() {
    let folder = Folder::new("hdr-exiftool");
    let map = pixelmap(
        PixelFormat::Rgba1010102,
        SIZE,
        &scene("neon").pixels(SIZE.0, SIZE.1, Curve::Hlg),
        space_of(Curve::Hlg),
    );
    let path = folder.write("neon.jpg", &packed(Content::Pixelmap(&map), &options(90, 0)));
    let path = path.to_str().unwrap();
    let tags = ["-NumberOfImages", "-DirectoryItemSemantic", "-XMP-hdrgm:Version", "-ProfileDescription", "-s3", "-a"];
    let found = output("exiftool", &[&tags[..], &[path]].concat());
    assert_eq!(found.lines().collect::<Vec<_>>(), ["2", "Primary", "GainMap", "1.0", "Display P3"]);
    assert_eq!(output("exiftool", &["-warning", "-error", "-s3", path]), "");

    let second = Command::new("exiftool").args(["-b", "-MPImage2", path]).output().unwrap().stdout;
    let second = folder.write("gains.jpg", &second);
    let tags = ["-ImageSize", "-XMP-hdrgm:Version", "-XMP-hdrgm:HDRCapacityMin", "-ProfileDescription", "-s3"];
    let found = output("exiftool", &[&tags[..], &[second.to_str().unwrap()]].concat());
    assert_eq!(found.lines().collect::<Vec<_>>(), ["150x100", "1.0", "0", "Display P3"]);
}

/// A flat picture whose gain map was made by hand: every pixel can be computed.
#[test]
fn libultrahdr_applies_the_gain_map_of_a_picture() {
    let size = (64, 32);
    for (channels, gains) in [(1, [128, 128, 128]), (3, [0, 128, 255])] {
        let gray: Vec<u8> = [128, 128, 128, 255].repeat(64 * 32);
        let map: Vec<u8> = [gains[0], gains[1], gains[2], 255].repeat(16 * 8);
        let picture = Picture::new(pixelmap(PixelFormat::Rgba8888, size, &gray, 3).into()).unwrap();
        let how = GainMapMetadata {
            channels,
            alternate_headroom: 2.0,
            max: [2.0; 3],
            min: [-1.0; 3],
            gamma: [1.0; 3],
            base_offset: [0.0; 3],
            alternate_offset: [0.0; 3],
            ..GainMapMetadata::default()
        };
        let hdr = ohimagekit::content::hdr::HdrMetadata { gain_map: Some(how), ..Default::default() };
        let map = pixelmap(PixelFormat::Rgba8888, (16, 8), &map, 3).with_hdr(hdr).unwrap();
        let gain_map = AuxiliaryPicture::new(AuxiliaryKind::GainMap, map.into());
        picture.set_auxiliary(AuxiliaryKind::GainMap, gain_map.into());
        let file = packed(Content::Picture(&picture), &options(100, 0));

        let base = ((128.0 / 255.0 + 0.055) / 1.055_f64).powf(2.4);
        let light = gains.map(|gain| base * (f64::from(gain) / 255.0 * 3.0 - 1.0).exp2());
        let expected = P3_TO_BT2020.map(|row| WHITE * (0..3).map(|c| row[c] * light[c]).sum::<f64>());
        let (_, most) = errors(&vec![expected; 64 * 32], &reconstructed(&file));
        assert!(most < 4.0, "{channels} channels: {most}");

        // Readers of the first generation know the XMP alone.
        let text = b"urn:iso:std:iso:ts:21496:-1";
        let places: Vec<usize> = (0..file.len() - text.len()).filter(|at| file[*at..].starts_with(text)).collect();
        assert_eq!(places.len(), 2);
        let mut by_xmp = file.clone();
        places.iter().for_each(|at| by_xmp[*at] = b'U');
        assert!(reconstructed(&by_xmp) == reconstructed(&file), "{channels} channels");
    }
}
