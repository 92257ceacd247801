//! WebP sources made by cwebp and webpmux, decoded: still images as dwebp has them, another release of libwebp, and
//! animations as double precision and the crate `image-webp` compose them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use image::AnimationDecoder;
use ohimagekit::error::ErrorKind;
use ohimagekit::pixel::Region;
use ohimagekit::source::SourceBytes;
use ohimagekit::source::decoders::Decoder;
use ohimagekit::source::decoders::webp::{Webp, WebpPlayer};
use ohimagekit::source::frame::{Frame, SourceColor, Wish};
use ohimagekit::source::player::Player;
use ohimagekit::threads;

use crate::support::{Folder, run};

const SIZES: [(u32, u32); 5] = [(1, 1), (3, 17), (64, 32), (97, 71), (633, 150)];

/// Arguments of cwebp, and whether the image has alpha.
const MADE: [(&str, bool); 9] = [
    ("-lossless -exact", false),
    ("-lossless -exact -z 9", true),
    ("-q 75", false),
    ("-q 5 -f 100 -sharpness 3", false),
    ("-q 100 -m 6 -strong", false),
    ("-q 60 -f 60 -nostrong -segments 4", false),
    ("-q 80", true),
    ("-q 20 -alpha_q 30 -alpha_filter best", true),
    ("-q 50 -partition_limit 50 -af", true),
];

/// A small generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

/// A picture with soft parts, hard edges, and all degrees of alpha if it has any.
fn picture(seed: u32, (width, height): (u32, u32), alpha: bool) -> Vec<u8> {
    let pixel = |x: u32, y: u32| {
        let noise = (x * 31 + y * 17 + x * y * 7 + seed) % 23;
        let edge = if (x / 9 + y / 5 + seed) % 3 == 0 { 90 } else { 0 };
        let alpha = if alpha { (x * 5 + y * 3 + seed * 40) % 320 } else { 255 };
        [x * 2 + noise, y * 3 + edge, 200_u32.saturating_sub(x + noise), alpha.min(255)]
            .map(|value| value.min(255) as u8)
    };
    (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
}

fn write_pam(path: &Path, rgba: &[u8], (width, height): (u32, u32)) {
    let mut file =
        format!("P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n").into_bytes();
    file.extend(rgba);
    fs::write(path, file).unwrap();
}

/// What dwebp makes of a file, as RGBA.
fn judged(folder: &Path, name: &str) -> Vec<u8> {
    run(folder, "dwebp", &format!("-quiet -nodither -pam {name} -o judged.pam"));
    let file = fs::read(folder.join("judged.pam")).unwrap();
    let end = file.windows(7).position(|text| text == b"ENDHDR\n").unwrap();
    assert!(file[..end].windows(7).any(|text| text == b"DEPTH 4"));
    file[end + 7..].to_vec()
}

fn made(folder: &Path, name: &str, seed: u32, size: (u32, u32), arguments: &str, alpha: bool) -> Vec<u8> {
    write_pam(&folder.join("in.pam"), &picture(seed, size, alpha), size);
    run(folder, "cwebp", &format!("-quiet {arguments} in.pam -o {name}"));
    fs::read(folder.join(name)).unwrap()
}

fn decode(bytes: &SourceBytes, index: u32, part: Option<Region>) -> Frame {
    let mut wish = Wish { index, ..Wish::whole(Webp.size(bytes).unwrap()) };
    wish.part = part.unwrap_or(wish.part);
    Webp.decode(bytes, &wish).unwrap()
}

#[test]
fn still_images_and_their_parts_are_dwebps() {
    let folder = Folder::new("webp-still");
    let mut random = Random(11);
    for (arguments, alpha) in MADE {
        for size in SIZES {
            let file = made(&folder.0, "still.webp", 1, size, arguments, alpha);
            let wanted = judged(&folder.0, "still.webp");
            let bytes = SourceBytes::Owned(file);
            assert_eq!(Webp.size(&bytes), Ok(size));
            assert!(Webp.animation(&bytes).unwrap().is_none());
            let frame = decode(&bytes, 0, None);
            assert!(frame.pixels.bytes() == wanted, "{arguments} {size:?}");
            let opaque = wanted.chunks(4).all(|pixel| pixel[3] == 255);
            assert_eq!(frame.opaque, opaque, "{arguments} {size:?}");
            for _ in 0..8 {
                let (x, y) = (random.below(size.0 as usize) as u32, random.below(size.1 as usize) as u32);
                let part = Region {
                    x,
                    y,
                    width: 1 + random.below((size.0 - x) as usize) as u32,
                    height: 1 + random.below((size.1 - y) as usize) as u32,
                };
                let frame = decode(&bytes, 0, Some(part));
                let got = frame.part;
                let stride = frame.pixels.layout().stride;
                assert_eq!((frame.pixels.layout().width, frame.pixels.layout().height), (got.width, got.height));
                for y in part.y..part.y + part.height {
                    let from = (y - got.y) as usize * stride + (part.x - got.x) as usize * 4;
                    let wanted_from = (y * size.0 + part.x) as usize * 4;
                    let bytes = part.width as usize * 4;
                    let (row, expected) = (&frame.pixels.bytes()[from..][..bytes], &wanted[wanted_from..][..bytes]);
                    assert!(row == expected, "{arguments} {size:?} {part:?} row {y}");
                }
            }
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::new("webp-threads");
    for (arguments, alpha) in [("-q 60 -f 60", true), ("-lossless", false)] {
        let bytes = SourceBytes::Owned(made(&folder.0, "large.webp", 2, (1200, 900), arguments, alpha));
        threads::set_max(1);
        let one = decode(&bytes, 0, None);
        threads::set_max(3);
        let three = decode(&bytes, 0, None);
        threads::set_max(0);
        assert!(one.pixels.bytes() == three.pixels.bytes());
    }
}

/// A frame for webpmux: a name, its place, and what becomes of the canvas.
struct Drawn {
    name: &'static str,
    arguments: &'static str,
    at: (u32, u32),
    size: (u32, u32),
    alpha: bool,
    dispose: bool,
    blend: bool,
}

const CANVAS: (u32, u32) = (60, 44);

fn frames() -> Vec<Drawn> {
    let drawn =
        |name, arguments, at, size, alpha, dispose, blend| Drawn { name, arguments, at, size, alpha, dispose, blend };
    vec![
        drawn("0.webp", "-lossless -exact", (0, 0), CANVAS, true, false, true),
        drawn("1.webp", "-q 90", (10, 6), (31, 27), true, false, true),
        drawn("2.webp", "-lossless", (4, 2), (20, 40), false, true, true),
        drawn("3.webp", "-lossless -exact", (30, 10), (30, 34), true, false, false),
        drawn("4.webp", "-q 50", (0, 0), CANVAS, false, true, false),
        drawn("5.webp", "-q 70", (2, 0), (13, 11), true, true, true),
        drawn("6.webp", "-lossless -exact", (0, 0), CANVAS, true, false, false),
        drawn("7.webp", "-lossless -exact", (0, 0), CANVAS, true, false, true),
    ]
}

/// The file, and the canvas after each frame as double precision has it.
fn animation(folder: &Path) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut arguments = String::new();
    let mut canvas = vec![[0.0_f64; 4]; (CANVAS.0 * CANVAS.1) as usize];
    let mut shown = Vec::new();
    for (number, frame) in frames().iter().enumerate() {
        made(folder, frame.name, number as u32, frame.size, frame.arguments, frame.alpha);
        let pixels = judged(folder, frame.name);
        arguments += &format!(
            "-frame {} +{}+{}+{}+{}{} ",
            frame.name,
            70 + number * 10,
            frame.at.0,
            frame.at.1,
            u8::from(frame.dispose),
            if frame.blend { "+b" } else { "-b" }
        );
        let places = || {
            (0..frame.size.1).flat_map(|y| (0..frame.size.0).map(move |x| (x, y))).map(|(x, y)| {
                let place = (frame.at.1 + y) * CANVAS.0 + frame.at.0 + x;
                (place as usize, (y * frame.size.0 + x) as usize)
            })
        };
        for (place, pixel) in places() {
            let over: [f64; 4] = std::array::from_fn(|channel| f64::from(pixels[pixel * 4 + channel]));
            let under = canvas[place];
            let (a, b) = (over[3] / 255.0, under[3] / 255.0 * (1.0 - over[3] / 255.0));
            canvas[place] = if !frame.blend {
                over
            } else if a + b == 0.0 {
                under
            } else {
                let mixed: [f64; 3] = std::array::from_fn(|c| ((over[c] * a + under[c] * b) / (a + b)).round());
                [mixed[0], mixed[1], mixed[2], ((a + b) * 255.0).round()]
            };
        }
        shown.push(canvas.iter().flatten().map(|value| *value as u8).collect());
        if frame.dispose {
            places().for_each(|(place, _)| canvas[place] = [0.0; 4]);
        }
    }
    run(folder, "webpmux", &format!("{arguments} -loop 3 -bgcolor 255,10,20,30 -o animation.webp"));
    (fs::read(folder.join("animation.webp")).unwrap(), shown)
}

/// Colours of transparent pixels are nobody's.
fn difference(a: &[u8], b: &[u8]) -> u8 {
    let most = |(a, b): (&[u8], &[u8])| {
        if a[3] == 0 && b[3] == 0 { 0 } else { a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap() }
    };
    a.chunks(4).zip(b.chunks(4)).map(most).max().unwrap()
}

#[test]
fn every_frame_of_an_animation_is_seen_as_it_was_composed() {
    let folder = Folder::new("webp-animation");
    let (file, shown) = animation(&folder.0);
    let bytes = Arc::new(SourceBytes::Owned(file.clone()));
    assert_eq!(Webp.size(&bytes), Ok(CANVAS));
    let animation = Webp.animation(&bytes).unwrap().unwrap();
    assert_eq!(animation.loop_count, Some(3));
    assert_eq!(
        animation.frames.iter().map(|frame| frame.delay).collect::<Vec<_>>(),
        [70, 80, 90, 100, 110, 120, 130, 140]
    );
    let disposed: Vec<u8> = frames().iter().map(|frame| u8::from(frame.dispose)).collect();
    assert_eq!(animation.frames.iter().map(|frame| frame.disposal).collect::<Vec<_>>(), disposed);

    let mut other = image::codecs::webp::WebPDecoder::new(std::io::Cursor::new(file)).unwrap();
    // What is disposed of becomes transparent, not left, which is what the other decoder does unasked.
    other.set_background_color(image::Rgba([0; 4])).unwrap();
    let other: Vec<Vec<u8>> = other.into_frames().map(|frame| frame.unwrap().into_buffer().into_raw()).collect();
    let mut player = WebpPlayer::new(Arc::clone(&bytes)).unwrap();
    for (index, wanted) in shown.iter().enumerate() {
        let frame = decode(&bytes, index as u32, None);
        assert!(!frame.opaque, "VP8X says that there is alpha");
        assert_eq!(difference(frame.pixels.bytes(), wanted), 0, "frame {index}");
        // The other decoder rounds on its way.
        assert!(difference(&other[index], wanted) <= 2, "frame {index}: {}", difference(&other[index], wanted));
        assert!(player.advance().unwrap());
        assert_eq!(player.canvas().0.bytes(), frame.pixels.bytes(), "played frame {index}");
    }
    assert!(!player.advance().unwrap());
    let wish = Wish { index: 8, ..Wish::whole(CANVAS) };
    assert_eq!(Webp.decode(&bytes, &wish).err().map(|error| error.kind), Some(ErrorKind::SourceDecodeFailed));
}

#[test]
fn an_animation_that_ends_early_has_the_frames_that_are_there() {
    let folder = Folder::new("webp-cut");
    let (file, shown) = animation(&folder.0);
    let starts: Vec<usize> =
        file.windows(4).enumerate().filter(|(_, name)| name == b"ANMF").map(|(at, _)| at).collect();
    assert_eq!(starts.len(), 8);
    for length in (12..file.len()).step_by(7) {
        let bytes = SourceBytes::Owned(file[..length].to_vec());
        if length < 30 {
            assert_eq!(Webp.size(&bytes).err().map(|error| error.kind), Some(ErrorKind::SourceDataBad));
            continue;
        }
        // A frame counts once its header is there.
        let count = starts.iter().filter(|start| *start + 24 <= length).count();
        let animation = Webp.animation(&bytes).unwrap();
        assert_eq!(animation.map_or(0, |animation| animation.frames.len()), count, "{length}");
        let last = decode(&bytes, count.saturating_sub(1) as u32, None);
        assert_eq!(last.pixels.bytes().len(), shown[0].len());
        if count > 1 {
            let whole = decode(&bytes, count as u32 - 2, None);
            assert_eq!(difference(whole.pixels.bytes(), &shown[count - 2]), 0, "{length}");
        }
    }
    // What is missing of a frame is what the canvas was: here the second one, that has nothing but its header.
    let bytes = SourceBytes::Owned(file[..starts[1] + 24].to_vec());
    assert_eq!(decode(&bytes, 1, None).pixels.bytes(), decode(&bytes, 0, None).pixels.bytes());
}

#[test]
fn a_profile_counts_if_the_header_says_that_there_is_one() {
    let folder = Folder::new("webp-profile");
    made(&folder.0, "plain.webp", 3, (20, 10), "-q 80", false);
    fs::write(folder.0.join("profile.icc"), b"a profile of odd length").unwrap();
    run(&folder.0, "webpmux", "-set icc profile.icc plain.webp -o colours.webp");
    let mut file = fs::read(folder.0.join("colours.webp")).unwrap();
    let color = |file: &[u8]| decode(&SourceBytes::Owned(file.to_vec()), 0, None).color;
    assert_eq!(color(&file), SourceColor::Icc(b"a profile of odd length".to_vec()));
    assert_eq!(color(&fs::read(folder.0.join("plain.webp")).unwrap()), SourceColor::Unsaid);
    file[20] &= !0x20;
    assert_eq!(color(&file), SourceColor::Unsaid);
}

#[test]
fn mutations_neither_panic_nor_run_away() {
    let folder = Folder::new("webp-mutations");
    let mut random = Random(2026);
    let files = [
        animation(&folder.0).0,
        made(&folder.0, "a.webp", 1, (30, 20), "-q 50", true),
        made(&folder.0, "b.webp", 1, (30, 20), "-lossless", true),
        made(&folder.0, "c.webp", 1, (30, 20), "-q 80", false),
    ];
    for file in &files {
        let mut decoded = 0;
        for _ in 0..400 {
            let mut copy = file.clone();
            for _ in 0..=random.below(3) {
                // Headers are where the surprises are: half of the changes go there.
                let limit = if random.below(2) == 0 { copy.len() } else { copy.len().min(80) };
                let at = random.below(limit);
                match random.below(4) {
                    0 if random.below(4) == 0 => copy.truncate(at.max(12)),
                    1 => copy[at] = 0xFF,
                    _ => copy[at] ^= 1 << random.below(8),
                }
            }
            let bytes = SourceBytes::Owned(copy);
            let Ok((width, height)) = Webp.size(&bytes) else { continue };
            if u64::from(width) * u64::from(height) > 1 << 18 {
                continue;
            }
            let frames = Webp.animation(&bytes).map_or(0, |animation| animation.map_or(1, |found| found.frames.len()));
            for index in 0..frames as u32 {
                let wish = Wish { index, ..Wish::whole((width, height)) };
                decoded += u32::from(Webp.decode(&bytes, &wish).is_ok());
            }
        }
        assert!(decoded > 50, "{decoded}");
    }
}
