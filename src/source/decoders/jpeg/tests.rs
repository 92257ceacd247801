//! Parts, reductions and planes against whole images; cut, damaged and hostile files. That whole images are right is
//! for `tests-c/journeys/decode_jpeg.c`, whose judge is another build of libjpeg.

#![forbid(unsafe_code)]

use std::fs::File;

use turbojpeg::{Colorspace, Image, PixelFormat as Packing, Subsamp};

use super::*;
use crate::pixel::PixelView;
use crate::pixel::{AlphaType, YuvRange};
use crate::source::random::Random;

/// Slopes and noise, four bytes per pixel.
fn picture(width: usize, height: usize) -> Vec<u8> {
    let mut random = Random(7);
    let pixel = |at: usize| {
        let (x, y, noise) = (at % width, at / width, random.below(24) as usize);
        [(x * 255 / width + noise) as u8, (y * 255 / height) as u8, (x * y + noise) as u8, 200]
    };
    (0..width * height).flat_map(pixel).collect()
}

/// How a file is made.
#[derive(Clone, Copy, Debug)]
struct Recipe {
    size: (usize, usize),
    subsamp: Subsamp,
    colors: Colorspace,
    progressive: bool,
    arithmetic: bool,
}

fn make(recipe: Recipe) -> Vec<u8> {
    make_of(&picture(recipe.size.0, recipe.size.1), recipe)
}

fn make_of(pixels: &[u8], recipe: Recipe) -> Vec<u8> {
    let (width, height) = recipe.size;
    let mut compressor = turbojpeg::Compressor::new().unwrap();
    compressor.set_quality(85).unwrap();
    compressor.set_subsamp(recipe.subsamp).unwrap();
    compressor.set_colorspace(recipe.colors).unwrap();
    compressor.set_progressive(recipe.progressive).unwrap();
    compressor.set_arithmetic(recipe.arithmetic).unwrap();
    let format = match recipe.colors {
        Colorspace::CMYK | Colorspace::YCCK => Packing::CMYK,
        _ => Packing::RGBX,
    };
    compressor.compress_to_vec(Image { pixels, width, pitch: width * 4, height, format }).unwrap()
}

fn plain(width: usize, height: usize) -> Recipe {
    let (subsamp, colors) = (Subsamp::Sub2x2, Colorspace::YCbCr);
    Recipe { size: (width, height), subsamp, colors, progressive: false, arithmetic: false }
}

fn source(file: &[u8]) -> SourceBytes {
    SourceBytes::Owned(file.to_vec())
}

fn try_decode(file: &[u8], wish: &Wish) -> Result<Frame> {
    Jpeg.decode(&source(file), wish)
}

fn whole(file: &[u8]) -> Result<Frame> {
    try_decode(file, &Wish::whole(Jpeg.size(&source(file))?))
}

/// All that can be told apart by the decoder: sampling, colours, scans, entropy coding.
fn recipes(size: (usize, usize)) -> Vec<Recipe> {
    let mut recipes = Vec::new();
    for subsamp in [
        Subsamp::None,
        Subsamp::Sub2x1,
        Subsamp::Sub2x2,
        Subsamp::Sub1x2,
        Subsamp::Sub4x1,
        Subsamp::Sub1x4,
        Subsamp::Gray,
    ] {
        for progressive in [false, true] {
            let colors = if subsamp == Subsamp::Gray { Colorspace::Gray } else { Colorspace::YCbCr };
            recipes.push(Recipe { subsamp, colors, progressive, ..plain(size.0, size.1) });
        }
    }
    for colors in [Colorspace::RGB, Colorspace::CMYK, Colorspace::YCCK] {
        recipes.push(Recipe { subsamp: Subsamp::None, colors, ..plain(size.0, size.1) });
    }
    recipes.push(Recipe { colors: Colorspace::YCCK, ..plain(size.0, size.1) });
    recipes.push(Recipe { arithmetic: true, ..plain(size.0, size.1) });
    recipes
}

/// The wished part within a frame, reduced by the same as the frame is.
fn inside(frame: &Frame, part: Region) -> Vec<u8> {
    let layout = frame.pixels.layout();
    let by = frame.part.width / layout.width;
    assert_eq!((layout.width * by, layout.height * by), (frame.part.width, frame.part.height));
    let (left, top) = ((part.x - frame.part.x) / by, (part.y - frame.part.y) / by);
    let (right, bottom) =
        ((part.x + part.width - frame.part.x).div_ceil(by), (part.y + part.height - frame.part.y).div_ceil(by));
    let rows = frame.pixels.bytes().chunks_exact(layout.stride).take(bottom as usize).skip(top as usize);
    rows.flat_map(|row| row[left as usize * 4..right as usize * 4].to_vec()).collect()
}

#[test]
fn parts_have_the_pixels_of_the_whole() {
    let mut random = Random(99);
    for size in [(611, 333), (64, 400)] {
        for recipe in recipes(size) {
            let file = make(recipe);
            for by in [1, 2, 4, 8] {
                let (width, height) = (size.0 as u32, size.1 as u32);
                let all = Wish { size: (width / by, height / by), ..Wish::whole((width, height)) };
                let reference = try_decode(&file, &all).unwrap();
                for _ in 0..6 {
                    // Parts begin where a reduced pixel does, or the two could not be compared.
                    let (x, y) = (random.below(width - 8) / by * by, random.below(height - 8) / by * by);
                    let (w, h) = (1 + random.below(width - x), 1 + random.below(height - y));
                    let part = Region { x, y, width: w.max(by), height: h.max(by) };
                    let wish = Wish { part, size: (part.width / by, part.height / by), ..all };
                    let frame = try_decode(&file, &wish).unwrap();
                    assert!(frame.part.width >= part.width && frame.part.width / frame.pixels.layout().width == by);
                    assert!(
                        inside(&frame, part) == inside(&reference, part),
                        "{recipe:?} by {by}: {part:?} of {:?}",
                        frame.part
                    );
                }
            }
        }
    }
}

#[test]
fn a_small_part_takes_little_memory() {
    let file = make(plain(4000, 700));
    let part = Region { x: 2007, y: 311, width: 100, height: 90 };
    let wish = Wish { part, size: (100, 90), ..Wish::whole((4000, 700)) };
    let frame = try_decode(&file, &wish).unwrap();
    assert!(frame.pixels.bytes().len() < 4 * 300 * 200, "{:?}", frame.part);
}

#[test]
fn reductions_keep_at_least_the_wanted_size() {
    let file = make(plain(1001, 777));
    let sides = |size| {
        let frame = try_decode(&file, &Wish { size, ..Wish::whole((1001, 777)) }).unwrap();
        (frame.pixels.layout().width, frame.pixels.layout().height, frame.part.width, frame.part.height)
    };
    assert_eq!(sides((1001, 777)), (1001, 777, 1001, 777));
    assert_eq!(sides((501, 388)), (1001, 777, 1001, 777));
    assert_eq!(sides((500, 388)), (501, 389, 1002, 778));
    assert_eq!(sides((500, 389)), (1001, 777, 1001, 777));
    assert_eq!(sides((250, 194)), (251, 195, 1004, 780));
    assert_eq!(sides((125, 97)), (126, 98, 1008, 784));
    assert_eq!(sides((1, 1)), (126, 98, 1008, 784));
    assert_eq!(sides((5000, 1)), (1001, 777, 1001, 777));
}

/// A reduced pixel is close to the mean of the pixels it stands for, so `part` says where it lies.
#[test]
fn reduced_pixels_lie_where_the_part_says() {
    let file = make(Recipe { subsamp: Subsamp::None, ..plain(1001, 777) });
    let full = whole(&file).unwrap();
    for (by, size) in [(2, (500, 388)), (4, (250, 194)), (8, (125, 97))] {
        let frame = try_decode(&file, &Wish { size, ..Wish::whole((1001, 777)) }).unwrap();
        let layout = *frame.pixels.layout();
        let mut error = 0.0;
        for y in 0..777 / by {
            for x in 0..1001 / by {
                let at = |x: usize, y: usize| f64::from(full.pixels.bytes()[(y * 1001 + x) * 4]);
                let sum: f64 = (0..by * by).map(|i| at(x * by + i % by, y * by + i / by)).sum();
                let reduced = f64::from(frame.pixels.bytes()[y * layout.stride + x * 4]);
                error += (reduced - sum / (by * by) as f64).powi(2);
            }
        }
        let mean = error / ((777 / by) * (1001 / by)) as f64;
        assert!(mean < 30.0, "1/{by}: {mean}");
    }
}

#[test]
fn planes_are_those_of_the_file() {
    for (width, height) in [(64, 48), (63, 48), (64, 47), (61, 43), (1, 1), (2, 1)] {
        let file = make(plain(width, height));
        let wish = Wish::whole((width as u32, height as u32));
        // libjpeg-turbo's own form: planes with an even number of luma columns and rows, each row padded.
        let peer = turbojpeg::decompress_to_yuv(&file).unwrap();
        let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
        let strides = [2 * columns, columns].map(|columns| columns.next_multiple_of(peer.align));
        let (luma, chroma) = peer.pixels.split_at(strides[0] * 2 * rows);
        let (cb, cr) = chroma.split_at(strides[1] * rows);
        for format in [PixelFormat::Nv12, PixelFormat::Nv21] {
            let frame = try_decode(&file, &Wish { format, ..wish }).unwrap();
            let layout = *frame.pixels.layout();
            assert_eq!((layout.format, frame.part), (format, wish.part));
            let bytes = frame.pixels.bytes();
            for y in 0..height {
                assert_eq!(bytes[y * layout.stride..][..width], luma[y * strides[0]..][..width]);
            }
            let chroma = layout.chroma.unwrap();
            for y in 0..rows {
                let row = &bytes[chroma.offset + y * chroma.stride..][..2 * columns];
                let (first, second) = if format == PixelFormat::Nv12 { (cb, cr) } else { (cr, cb) };
                let pairs = first[y * strides[1]..].iter().zip(&second[y * strides[1]..]).take(columns);
                assert!(row.iter().eq(pairs.flat_map(|(first, second)| [first, second])));
            }
        }
    }
}

/// Planes are of full range: as such they show what RGBA shows.
#[test]
fn planes_show_what_pixels_show() {
    let slopes = |at: usize| [(at % 200) as u8, (at / 200) as u8, (250 - at % 200) as u8, 0];
    let file = make_of(&(0..200 * 160).flat_map(slopes).collect::<Vec<u8>>(), plain(200, 160));
    for size in [(200, 160), (100, 80), (25, 20)] {
        let wish = Wish { size, ..Wish::whole((200, 160)) };
        let rgba = try_decode(&file, &wish).unwrap();
        let planes = try_decode(&file, &Wish { format: PixelFormat::Nv21, ..wish }).unwrap();
        assert_eq!(planes.pixels.layout().format, PixelFormat::Nv21);
        assert_eq!(planes.part, rgba.part);
        let layout = *planes.pixels.layout();
        let difference = |range| {
            let view = PixelView::new(layout, AlphaType::Opaque, planes.pixels.bytes()).unwrap().with_range(range);
            let layout = Layout::packed(PixelFormat::Rgba8888, layout.width, layout.height).unwrap();
            let mut again = PixelBuffer::zeroed(layout).unwrap();
            crate::convert::convert(&view, &mut again, AlphaType::Opaque);
            let differences = again.bytes().iter().zip(rgba.pixels.bytes()).map(|(a, b)| f64::from(a.abs_diff(*b)));
            differences.sum::<f64>() / again.bytes().len() as f64
        };
        // Chroma is interpolated in one and repeated in the other.
        let (full, limited) = (difference(YuvRange::Full), difference(YuvRange::Limited));
        assert!(full < 2.5 && limited > 2.0 * full, "{size:?}: {full}, {limited}");
    }
}

#[test]
fn other_samplings_give_pixels_where_planes_are_wished() {
    for recipe in recipes((40, 30)).into_iter().filter(|recipe| recipe.subsamp != Subsamp::Sub2x2) {
        let wish = Wish { format: PixelFormat::Nv12, ..Wish::whole((40, 30)) };
        let frame = try_decode(&make(recipe), &wish).unwrap();
        assert_eq!(frame.pixels.layout().format, PixelFormat::Rgba8888, "{recipe:?}");
    }
}

/// Where the first scan's data begin.
fn first_scan(file: &[u8]) -> usize {
    let at = file.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    at + 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]))
}

#[test]
fn a_file_may_end_anywhere_behind_its_header() {
    for recipe in recipes((37, 26)) {
        let file = make(recipe);
        let complete = whole(&file).unwrap();
        let scan = first_scan(&file);
        let mut right = Vec::new();
        // Of several scans every byte is another case; of one, few are.
        for cut in (0..file.len()).step_by(if recipe.progressive { 1 } else { 7 }) {
            match whole(&file[..cut]) {
                Err(error) => {
                    assert_eq!(error.kind, ErrorKind::SourceDataBad, "{recipe:?} at {cut}: {error}");
                    assert!(cut < scan, "{recipe:?} at {cut}: {error}");
                }
                Ok(frame) => {
                    assert!(cut >= scan, "{recipe:?} at {cut} succeeds");
                    let same = complete.pixels.bytes().iter().zip(frame.pixels.bytes());
                    right.push(same.filter(|(a, b)| a.abs_diff(**b) < 40).count());
                }
            }
        }
        // The longer, the more is right: by and large, as blocks end where they do.
        let (early, late) = (right[right.len() / 10], right[right.len() * 9 / 10]);
        assert!(late > early && late > complete.pixels.bytes().len() * 7 / 10, "{recipe:?}: {early}, {late}");
    }
}

#[test]
fn the_rows_of_a_cut_file_are_right_and_the_rest_is_grey() {
    let file = make(plain(160, 480));
    let (complete, cut) = (whole(&file).unwrap(), whole(&file[..file.len() / 2]).unwrap());
    let rows = 160 * 4 * 100;
    assert!(complete.pixels.bytes()[..rows] == cut.pixels.bytes()[..rows]);
    assert!(cut.pixels.bytes()[160 * 4 * 470..].as_chunks().0.iter().all(|pixel| *pixel == GREY));
}

#[test]
fn planes_of_a_cut_file_are_pixels_that_are_there() {
    let file = make(plain(160, 480));
    let cut = &file[..file.len() / 2];
    let frame = try_decode(cut, &Wish { format: PixelFormat::Nv12, ..Wish::whole((160, 480)) }).unwrap();
    assert!(frame.pixels.bytes() == whole(cut).unwrap().pixels.bytes());
}

#[test]
fn what_is_around_the_image_does_not_matter() {
    let file = make(plain(50, 40));
    let complete = whole(&file).unwrap();
    let body = &file[..file.len() - 2];
    let scan = file.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let filled = [&file[..scan], &[0xFF; 5], &file[scan..]].concat();
    // Behind the data: no EOI, a damaged one, other bytes, a second frame header.
    let ends: [&[u8]; 6] =
        [b"", b"\0\xFF", b"\xFF", b"\xFF\xD9 and more \xFF\xC0", b"\xFF\xC0\0\x0B\x08", b"\xFF\xC4\0\x20\x05"];
    let others = ends.iter().map(|end| [body, end].concat()).chain([filled]);
    for other in others {
        assert!(whole(&other).unwrap().pixels.bytes() == complete.pixels.bytes());
    }
}

/// The parameters of the frame header.
fn frame_header(file: &mut [u8]) -> &mut [u8] {
    let at = file.windows(2).position(|pair| pair[0] == 0xFF && matches!(pair[1], 0xC0..=0xC2)).unwrap();
    &mut file[at + 4..at + 10]
}

fn with_size(mut file: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let header = frame_header(&mut file);
    header[1..3].copy_from_slice(&height.to_be_bytes());
    header[3..5].copy_from_slice(&width.to_be_bytes());
    file
}

#[test]
fn sizes_are_judged_by_the_header_alone() {
    let file = make(plain(40, 30));
    let size = |width, height| Jpeg.size(&source(&with_size(file.clone(), width, height))).map_err(|error| error.kind);
    assert_eq!(size(65500, 1), Ok((65500, 1)));
    assert_eq!(size(1, 65500), Ok((1, 65500)));
    assert_eq!(size(65501, 1), Err(ErrorKind::SourceTooLarge));
    assert_eq!(size(65535, 65535), Err(ErrorKind::SourceTooLarge));
    assert_eq!(size(40000, 40000), Err(ErrorKind::SourceTooLarge));
    assert_eq!(size(0, 30), Err(ErrorKind::SourceHeaderBad));
    assert_eq!(size(40, 0), Err(ErrorKind::SourceHeaderBad));
    // The rest of a file that is wider than it should be is grey, to the greatest side.
    for (width, height) in [(65500, 2), (2, 65500)] {
        let frame = whole(&with_size(file.clone(), width, height)).unwrap();
        assert_eq!((frame.part.width, frame.part.height), (width.into(), height.into()));
    }
}

#[test]
fn coefficients_above_the_limit_are_refused_before_they_are_allocated() {
    let file = make(Recipe { subsamp: Subsamp::None, progressive: true, ..plain(40, 30) });
    let error = whole(&with_size(file, 22000, 22000)).err().unwrap();
    assert_eq!(error.kind, ErrorKind::SourceTooLarge, "{error}");
}

#[test]
fn scans_without_end_are_refused() {
    let file = make(Recipe { progressive: true, ..plain(40, 30) });
    // The last scan once more, some thousand times; its tables go with it.
    let table = file.windows(2).rposition(|pair| pair == [0xFF, 0xC4]).unwrap();
    let last = &file[table..file.len() - 2];
    let bomb = [&file[..file.len() - 2], &last.repeat(2000), &[0xFF, 0xD9]].concat();
    let error = whole(&bomb).err().unwrap();
    assert_eq!(error.kind, ErrorKind::SourceDecodeFailed);
    assert!(error.message.contains("500 scans"), "{error}");
}

#[test]
fn what_is_no_8_bit_dct_is_refused_by_name() {
    let mut deep = make(plain(40, 30));
    frame_header(&mut deep)[0] = 12;
    let mut compressor = turbojpeg::Compressor::new().unwrap();
    compressor.set_lossless(true).unwrap();
    let pixels = picture(40, 30);
    let image = Image { pixels: &pixels[..], width: 40, pitch: 160, height: 30, format: Packing::RGBX };
    let lossless = compressor.compress_to_vec(image).unwrap();
    for (file, word) in [(deep, "12 bits"), (lossless, "lossless")] {
        assert_eq!(Jpeg.size(&source(&file)), Ok((40, 30)));
        let error = whole(&file).err().unwrap();
        assert_eq!(error.kind, ErrorKind::SourceDecodeFailed);
        assert!(error.message.contains(word), "{error}");
    }
}

#[test]
fn headers_that_make_no_sense_are_told_from_short_ones() {
    let kind = |file: &[u8]| Jpeg.size(&source(file)).unwrap_err().kind;
    assert_eq!(kind(b"\xFF\xD8\xFF"), ErrorKind::SourceDataBad);
    assert_eq!(kind(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), ErrorKind::SourceDataBad);
    // Tables and no image; a scan without a frame; a frame of no component.
    assert_eq!(kind(b"\xFF\xD8\xFF\xD9"), ErrorKind::SourceHeaderBad);
    assert_eq!(kind(b"\xFF\xD8\xFF\xDA\0\x08\x01\x01\0\0\x3F\0 and data"), ErrorKind::SourceHeaderBad);
    let frame = b"\xFF\xD8\xFF\xC0\0\x08\x08\0\x10\0\x10\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0 and data";
    assert_eq!(kind(frame), ErrorKind::SourceHeaderBad);
}

#[test]
fn a_long_header_is_read_from_a_file() {
    let file = make(plain(40, 30));
    let segment = [&[0xFF, 0xE5, 0xFF, 0xFF][..], &vec![0xFF; 65533]].concat();
    let long = [&file[..2], &segment.repeat(20), &file[2..]].concat();
    let path = std::env::temp_dir().join(format!("ohimagekit-jpeg-{}", std::process::id()));
    std::fs::write(&path, &long).unwrap();
    let bytes = SourceBytes::of_file(File::open(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(Jpeg.size(&bytes), Ok((40, 30)));
    let frame = Jpeg.decode(&bytes, &Wish::whole((40, 30))).unwrap();
    assert!(frame.pixels.bytes() == whole(&file).unwrap().pixels.bytes());
}

#[test]
fn a_profile_that_describes_the_pixels_comes_with_them() {
    let file = make(plain(40, 30));
    let gray = make(Recipe { subsamp: Subsamp::Gray, colors: Colorspace::Gray, ..plain(40, 30) });
    let profile = |space: &[u8; 4]| [&[7; 16][..], space, &[9; 100]].concat();
    let into = |file: &[u8], profile: &[u8]| {
        let length = (profile.len() + 16) as u16;
        let segment = [&[0xFF, 0xE2][..], &length.to_be_bytes(), b"ICC_PROFILE\0\x01\x01", profile].concat();
        whole(&[&file[..2], &segment, &file[2..]].concat()).unwrap().color
    };
    let with = |profile: &[u8]| into(&file, profile);
    for space in [b"RGB ", b"GRAY"] {
        assert_eq!(into(&gray, &profile(space)), SourceColor::Icc(profile(space)));
    }
    assert_eq!(into(&gray, &profile(b"CMYK")), SourceColor::Unsaid);
    assert_eq!(with(&profile(b"RGB ")), SourceColor::Icc(profile(b"RGB ")));
    for other in [b"GRAY", b"CMYK"] {
        assert_eq!(with(&profile(other)), SourceColor::Unsaid);
    }
    assert_eq!(with(b"short"), SourceColor::Unsaid);
    assert_eq!(whole(&file).unwrap().color, SourceColor::Unsaid);
}

/// What can be wished of any source.
fn wish_of(random: &mut Random, (width, height): (u32, u32)) -> Wish {
    let (x, y) = (random.below(width), random.below(height));
    let part = match random.below(2) {
        0 => Wish::whole((width, height)).part,
        _ => Region { x, y, width: 1 + random.below(width - x), height: 1 + random.below(height - y) },
    };
    let format = [PixelFormat::Rgba8888, PixelFormat::Nv12][random.below(2) as usize];
    let by = 1 + random.below(9);
    Wish { index: 0, part, size: (part.width.div_ceil(by), part.height.div_ceil(by)), format }
}

#[test]
fn damaged_files_give_a_frame_or_an_error() {
    let mut random = Random(12345);
    let mut decoded = 0;
    for recipe in recipes((67, 51)) {
        let file = make(recipe);
        let scan = first_scan(&file) as u32;
        for round in 0..60 {
            let mut damaged = file.clone();
            for _ in 0..=random.below(4) {
                // Headers more often than they are long.
                let end = if round % 2 == 0 { scan } else { file.len() as u32 };
                let at = 2 + random.below(end - 2) as usize;
                damaged[at] = match random.below(3) {
                    0 => random.below(256) as u8,
                    1 => damaged[at] ^ 1 << random.below(8),
                    _ => 0xFF,
                };
            }
            let bytes = source(&damaged);
            // A damaged size may be large: that is tested elsewhere, and takes its time.
            let Ok((width, height)) = Jpeg.size(&bytes) else { continue };
            if u64::from(width) * u64::from(height) > 1 << 20 {
                continue;
            }
            let wish = wish_of(&mut random, (width, height));
            let Ok(frame) = Jpeg.decode(&bytes, &wish) else { continue };
            decoded += 1;
            let covers = |at: u32, length: u32, of: u32, whole: u32| at >= of && at + length <= of + whole;
            let (part, of) = (wish.part, frame.part);
            assert!(covers(part.x, part.width, of.x, of.width) && covers(part.y, part.height, of.y, of.height));
        }
    }
    assert!(decoded > 300, "{decoded}");
}
