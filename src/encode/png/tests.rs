//! Files are judged by the decoder of the crate `png`, which shares no code with the encoder.

#![forbid(unsafe_code)]

use super::*;
use crate::encode::encoder::PLAIN;
use crate::encode::options::PngOptions;
use crate::pixel::Layout;
use crate::threads::Threads;

/// What a file says of itself: colour type, bit depth, whether it has tRNS.
type Kind = (u8, u8, bool);

fn view<'a>(format: PixelFormat, alpha: AlphaType, width: u32, height: u32, bytes: &'a [u8]) -> PixelView<'a> {
    PixelView::new(Layout::packed(format, width, height).unwrap(), alpha, bytes).unwrap()
}

fn encode(view: &PixelView<'_>, effort: u8, reductions: bool, threads: usize) -> Vec<u8> {
    let png = PngOptions { effort, reductions };
    let settings = Settings { png, threads: Threads::at_most(threads), ..Settings::default() };
    let mut output = Output::unlimited();
    Png.encode(view, &PLAIN, &settings, &mut output).unwrap();
    output.to_vec()
}

/// The names of the chunks; lengths and sums are checked by the decoder.
fn chunks(file: &[u8]) -> Vec<[u8; 4]> {
    let mut names = Vec::new();
    let mut rest = &file[8..];
    while let [a, b, c, d, name @ ..] = rest {
        names.push(name[..4].try_into().unwrap());
        rest = &name[4 + u32::from_be_bytes([*a, *b, *c, *d]) as usize + 4..];
    }
    names
}

fn kind(file: &[u8]) -> Kind {
    (file[25], file[24], chunks(file).contains(b"tRNS"))
}

/// The pixels of a file as RGBA of 16 bits.
fn decode(file: &[u8]) -> (u32, u32, Vec<[u16; 4]>) {
    let mut decoder = ::png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(::png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    reader.finish().unwrap();
    let samples: Vec<u16> = match frame.bit_depth {
        ::png::BitDepth::Sixteen => bytes.as_chunks().0.iter().map(|&sample| u16::from_be_bytes(sample)).collect(),
        _ => bytes.iter().map(|&sample| u16::from(sample) * 257).collect(),
    };
    let pixels = samples.chunks(frame.color_type.samples()).map(|pixel| match *pixel {
        [g] => [g, g, g, u16::MAX],
        [g, a] => [g, g, g, a],
        [r, g, b] => [r, g, b, u16::MAX],
        [r, g, b, a] => [r, g, b, a],
        _ => unreachable!(),
    });
    (frame.width, frame.height, pixels.collect())
}

/// Encodes RGBA whose colours are not multiplied, and compares every pixel.
fn check(width: u32, height: u32, rule: impl Fn(u32, u32) -> [u8; 4]) -> Kind {
    let pixels: Vec<[u8; 4]> = (0..width * height).map(|at| rule(at % width, at / width)).collect();
    let bytes = pixels.concat();
    let file = encode(&view(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, width, height, &bytes), 5, true, 1);
    let wide: Vec<[u16; 4]> = pixels.iter().map(|pixel| pixel.map(|sample| u16::from(sample) * 257)).collect();
    assert!(decode(&file) == (width, height, wide), "{width}x{height} {:?}", kind(&file));
    kind(&file)
}

/// Colours without an order, some of them transparent.
fn noise(x: u32, y: u32) -> u32 {
    let mixed = (x ^ y.rotate_left(16)).wrapping_mul(0x9E37_79B1);
    (mixed ^ mixed >> 15).wrapping_mul(0x85EB_CA77) >> 3
}

fn colour(number: u32) -> [u8; 4] {
    let [r, g, b, _] = number.wrapping_mul(0x9E37_79B1).to_le_bytes();
    [r, g, b | 1, 255]
}

#[test]
fn few_colours_become_indices_of_few_bits() {
    for (colours, depth) in [(2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)] {
        for width in [1, 2, 3, 5, 7, 8, 9, 17, 63] {
            let kind = check(width, 1000_u32.div_ceil(width), |x, y| match x + y * width {
                at if at < colours => colour(at),
                at => colour(noise(at, 1) % colours),
            });
            assert_eq!(kind, (3, depth, false), "{colours} colours, {width} wide");
        }
    }
    assert_eq!(check(257, 100, |x, y| colour((x + y * 257) % 257)), (2, 8, false));
    assert_eq!(check(64, 64, |x, y| [noise(x, y) as u8, noise(y, x) as u8, 7, 255]), (2, 8, false));
}

#[test]
fn indices_may_be_transparent() {
    let half = |x: u32, y: u32| if noise(x, y) % 5 == 0 { [9, 8, 7, 254] } else { colour(noise(x, y) % 200) };
    assert_eq!(check(61, 47, half), (3, 8, true));
    let clear = |x: u32, _| if x < 3 { [200, 100, 50, 0] } else { [1, 2, 3, 255] };
    assert_eq!(check(9, 5, clear), (3, 1, true));
}

#[test]
fn grey_is_found_and_packed_where_that_is_exact() {
    for (step, depth) in [(255, 1), (85, 2), (17, 4), (1, 8)] {
        let levels = 255 / step + 1;
        for width in [1, 3, 5, 13, 33] {
            let kind = check(width, 64 * levels / width + 1, |x, y| {
                let grey = (noise(x, y) % levels * step) as u8;
                [grey, grey, grey, 255]
            });
            assert_eq!(kind, (0, depth, false), "steps of {step}, {width} wide");
        }
    }
}

#[test]
fn one_pixel_decides() {
    let grey = |x: u32, y: u32| (noise(x, y) % 256) as u8;
    let but = |special: [u8; 4]| {
        check(40, 40, |x, y| {
            let all = [grey(x, y), grey(x, y), grey(x, y), 255];
            if (x, y) == (39, 39) { special } else { all }
        })
    };
    assert_eq!(but([7, 7, 7, 255]), (0, 8, false));
    assert_ne!(but([7, 7, 8, 255]).0, 0);
    assert_eq!(but([7, 7, 7, 254]).0, 4);
    let rgb = |x: u32, y: u32| [noise(x, y) as u8, noise(x, y + 99) as u8, 5, 255];
    let but = |special: [u8; 4]| check(40, 40, |x, y| if (x, y) == (39, 39) { special } else { rgb(x, y) });
    assert_eq!(but([1, 2, 3, 255]), (2, 8, false));
    assert_eq!(but([1, 2, 3, 254]), (6, 8, false));
    assert_eq!(but([1, 2, 3, 0]), (2, 8, true));
}

#[test]
fn colours_under_transparent_pixels_are_kept() {
    let rgb = |x: u32, y: u32| [noise(x, y) as u8, noise(x, y + 99) as u8, 5, 255];
    // Two transparent colours, or one that an opaque pixel has too, cannot be named by tRNS.
    let two = |x, y| {
        if y == 0 {
            [1, 2, 3, 0]
        } else if y == 1 {
            [1, 2, 4, 0]
        } else {
            rgb(x, y)
        }
    };
    assert_eq!(check(40, 40, two), (6, 8, false));
    let used = |x, y| {
        if y == 0 {
            [1, 2, 3, 0]
        } else if (x, y) == (39, 39) {
            [1, 2, 3, 255]
        } else {
            rgb(x, y)
        }
    };
    assert_eq!(check(40, 40, used), (6, 8, false));
    assert_eq!(check(40, 40, |x, y| if y == 0 { [1, 2, 3, 0] } else { rgb(x, y) }), (2, 8, true));
    assert_eq!(check(40, 40, |x, _| [x as u8 % 2, 9, 9, 0]), (3, 1, true));
}

#[test]
fn samples_of_16_bits_become_8_where_that_is_exact() {
    use half::f16;
    let image = |samples: [f32; 4], odd: f32| -> Vec<u8> {
        let halves = (0..600 * 4).map(|at| if at == 2001 { odd } else { samples[at % 4] });
        halves.flat_map(|sample| f16::from_f32(sample).to_le_bytes()).collect()
    };
    let kind_of = |bytes: &[u8], alpha| {
        let view = view(PixelFormat::RgbaF16, alpha, 30, 20, bytes);
        let (reduced, plain) = (encode(&view, 5, true, 1), encode(&view, 5, false, 1));
        assert!(decode(&reduced) == decode(&plain));
        assert_eq!(kind(&plain), (if alpha == AlphaType::Opaque { 2 } else { 6 }, 16, false));
        kind(&reduced)
    };
    let straight = AlphaType::Unpremultiplied;
    assert_eq!(kind_of(&image([1.0, 0.0, 1.0, 1.0], 0.0), straight), (3, 1, false));
    assert_eq!(kind_of(&image([1.0, 0.0, 1.0, 1.0], 1.0), straight), (3, 1, false));
    assert_eq!(kind_of(&image([1.0, 0.0, 1.0, 1.0], 0.25), straight), (2, 16, false));
    assert_eq!(kind_of(&image([0.5, 0.5, 0.5, 1.0], 0.5), straight), (0, 16, false));
    assert_eq!(kind_of(&image([0.5, 0.5, 0.5, 0.25], 0.5), straight), (4, 16, false));
    assert_eq!(kind_of(&image([0.5, 0.5, 0.5, 0.25], 0.25), straight), (6, 16, false));
    assert_eq!(kind_of(&image([0.5, 0.5, 0.5, 0.25], 0.25), AlphaType::Opaque), (2, 16, false));
    assert_eq!(kind_of(&image([1.0, 1.0, 1.0, 1.0], 1.0), straight), (0, 1, false));
}

#[test]
fn without_reductions_the_colour_type_is_that_of_the_pixelmap() {
    let grey = [[7_u8, 7, 7, 255]; 300].concat();
    let of = |format, alpha, bytes: &[u8]| kind(&encode(&view(format, alpha, 10, 20, bytes), 5, false, 1));
    assert_eq!(of(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, &grey), (2, 8, false));
    assert_eq!(of(PixelFormat::Rgba8888, AlphaType::Opaque, &[3; 800]), (2, 8, false));
    assert_eq!(of(PixelFormat::Bgra8888, AlphaType::Premultiplied, &[3; 800]), (6, 8, false));
    assert_eq!(of(PixelFormat::AlphaU8, AlphaType::Premultiplied, &[3; 800]), (4, 8, false));
    assert_eq!(of(PixelFormat::Rgb888, AlphaType::Opaque, &[3; 800]), (2, 8, false));
    assert_eq!(of(PixelFormat::YcbcrP010, AlphaType::Opaque, &[3; 800]), (2, 16, false));
}

#[test]
fn alpha_only_images_keep_their_alpha() {
    for (alphas, depth) in [(1, 1), (2, 1), (4, 2), (16, 4)] {
        let bytes: Vec<u8> = (0..31 * 17).map(|at| (noise(at, 3) % alphas * 15) as u8).collect();
        for alpha in [AlphaType::Premultiplied, AlphaType::Unpremultiplied, AlphaType::Opaque] {
            let file = encode(&view(PixelFormat::AlphaU8, alpha, 31, 17, &bytes), 5, true, 1);
            let wanted: Vec<_> = bytes.iter().map(|&alpha| [0, 0, 0, u16::from(alpha) * 257]).collect();
            assert!(decode(&file).2 == wanted);
            assert_eq!(kind(&file), (3, depth, true));
        }
    }
}

#[test]
fn the_smallest_images_are_right_in_every_format_and_effort() {
    for (width, height) in [(1, 1), (1, 2), (2, 1), (1, 700), (700, 1), (3, 5), (17, 31)] {
        for effort in 0..=10 {
            for format in PixelFormat::ALL.into_iter().filter(|format| *format != PixelFormat::AlphaF16) {
                let layout = Layout::packed(format, width, height).unwrap();
                let bytes: Vec<u8> =
                    (0..layout.needed_bytes() as u32).map(|at| (noise(at, effort.into()) & 0x3B) as u8).collect();
                for alpha in [AlphaType::Opaque, AlphaType::Premultiplied, AlphaType::Unpremultiplied] {
                    let view = PixelView::new(layout, alpha, &bytes).unwrap();
                    let (reduced, plain) = (encode(&view, effort, true, 1), encode(&view, effort, false, 1));
                    assert!(
                        decode(&reduced) == decode(&plain),
                        "{format:?} {alpha:?} {width}x{height} effort {effort}"
                    );
                }
            }
        }
    }
}

/// Several parts: flat areas, a photo-like slope with noise, and noise alone.
fn large(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| match x * 3 / width {
        0 => [40, (y / 64 * 16) as u8, 90, 255],
        1 => [(x / 4 + noise(x, y) % 5) as u8, (y / 3 + noise(y, x) % 5) as u8, ((x + y) / 5) as u8, 255],
        _ => noise(x, y).to_le_bytes().map(|sample| sample | 128),
    };
    (0..width * height).flat_map(|at| pixel(at % width, at / width)).collect()
}

#[test]
fn parts_join_and_do_not_depend_on_the_number_of_threads() {
    for (width, height) in [(700, 900), (4000, 150), (3, 120_000), (200_000, 4)] {
        let bytes = large(width, height);
        let view = view(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, width, height, &bytes);
        let one = encode(&view, 5, true, 1);
        assert!(chunks(&one).iter().filter(|name| *name == b"IDAT").count() > 2);
        let wanted: Vec<_> =
            bytes.as_chunks().0.iter().map(|pixel: &[u8; 4]| pixel.map(|s| u16::from(s) * 257)).collect();
        assert!(decode(&one) == (width, height, wanted), "{width}x{height}");
        for threads in [2, 3, 8] {
            assert!(encode(&view, 5, true, threads) == one, "{threads} threads, {width}x{height}");
        }
    }
}

#[test]
fn every_effort_is_lossless_over_several_parts() {
    let bytes = large(640, 500);
    let view = view(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, 640, 500, &bytes);
    let wanted: Vec<_> = bytes.as_chunks().0.iter().map(|pixel: &[u8; 4]| pixel.map(|s| u16::from(s) * 257)).collect();
    for effort in 0..=9 {
        let file = encode(&view, effort, true, 2);
        assert!(decode(&file).2 == wanted, "effort {effort}");
        assert!(encode(&view, effort, true, 3) == file, "effort {effort}");
    }
}

#[test]
fn what_is_found_does_not_depend_on_the_number_of_threads() {
    // Colours that no band has all of, and a transparent colour that one of the last pixels has too.
    for special in [[0, 0, 0, 0], [0, 0, 1, 255], [0, 0, 0, 255]] {
        let pixel = |at: u32| match at {
            100 => [0, 0, 0, 0],
            1_999_000 => special,
            _ => colour(at / 8000 + 1),
        };
        let bytes: Vec<u8> = (0..2_000_000).flat_map(pixel).collect();
        let view = view(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, 2000, 1000, &bytes);
        let one = encode(&view, 1, true, 1);
        let wanted: Vec<_> =
            bytes.as_chunks().0.iter().map(|pixel: &[u8; 4]| pixel.map(|s| u16::from(s) * 257)).collect();
        assert!(decode(&one).2 == wanted);
        for threads in [2, 3, 8] {
            assert!(encode(&view, 1, true, threads) == one);
        }
    }
}

#[test]
fn a_file_has_its_chunks_in_order() {
    let of = |pixels: u32| {
        let bytes: Vec<u8> = (0..pixels).flat_map(|x| [x as u8 % 2, 9, 9, 7]).collect();
        chunks(&encode(&view(PixelFormat::Rgba8888, AlphaType::Unpremultiplied, pixels, 1, &bytes), 5, true, 1))
    };
    assert_eq!(of(100), [*b"IHDR", *b"sRGB", *b"PLTE", *b"tRNS", *b"IDAT", *b"IEND"]);
    // A palette would be longer than the pixels.
    assert_eq!(of(4), [*b"IHDR", *b"sRGB", *b"IDAT", *b"IEND"]);
}
