#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use crate::source::random::Random;
use crate::source::{DecodingOptions, ImageSource};

/// A frame as a test describes it.
#[derive(Clone, Debug, Default)]
struct Drawn {
    place: (u16, u16, u16, u16),
    indices: Vec<u8>,
    colors: Option<Vec<[u8; 3]>>,
    interlaced: bool,
    delay: u16,
    disposal: u8,
    transparent: Option<u8>,
}

const SIZE: (u16, u16) = (9, 11);

fn palette(seed: u8) -> Vec<[u8; 3]> {
    (0..16).map(|i: u8| [i * 16 + seed, 255 - i * 3, i ^ seed]).collect()
}

/// Colours of 4 bits as LZW without a single string: only literals, and a clear code before codes get longer.
fn uncompressed(indices: &[u8]) -> Vec<u8> {
    let mut codes = Vec::new();
    for chunk in indices.chunks(14) {
        codes.push(16);
        codes.extend(chunk.iter().map(|&index| u32::from(index)));
    }
    codes.push(17);
    let bits: Vec<bool> = codes.iter().flat_map(|code| (0..5).map(move |bit| code >> bit & 1 == 1)).collect();
    bits.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect()
}

fn header(size: (u16, u16), colors: Option<&[[u8; 3]]>) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend([size.0.to_le_bytes(), size.1.to_le_bytes()].concat());
    file.extend([if colors.is_some() { 0x83 } else { 0 }, 0, 0]);
    file.extend(colors.unwrap_or_default().as_flattened());
    file
}

fn image(drawn: &Drawn) -> Vec<u8> {
    let mut block = vec![0x21, 0xF9, 4, drawn.disposal << 2 | u8::from(drawn.transparent.is_some())];
    block.extend(drawn.delay.to_le_bytes());
    block.extend([drawn.transparent.unwrap_or(0), 0, 0x2C]);
    let (left, top, width, height) = drawn.place;
    block.extend([left, top, width, height].map(u16::to_le_bytes).concat());
    block.push(if drawn.colors.is_some() { 0x83 } else { 0 } | if drawn.interlaced { 0x40 } else { 0 });
    block.extend(drawn.colors.iter().flatten().flatten());
    let mut rows: Vec<&[u8]> = drawn.indices.chunks(usize::from(width).max(1)).collect();
    if drawn.interlaced {
        let all = std::mem::take(&mut rows);
        for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
            rows.extend(all.iter().skip(first).step_by(step));
        }
    }
    block.push(4);
    for data in uncompressed(&rows.concat()).chunks(255) {
        block.push(data.len() as u8);
        block.extend(data);
    }
    block.push(0);
    block
}

fn file(drawn: &[Drawn]) -> Vec<u8> {
    let mut file = header(SIZE, Some(&palette(0)));
    drawn.iter().for_each(|drawn| file.extend(image(drawn)));
    file.push(0x3B);
    file
}

/// What is seen of each frame, worked out pixel by pixel from the standard's words.
fn reference(frames: &[Drawn]) -> Vec<Vec<[u8; 4]>> {
    let (columns, rows) = (i32::from(SIZE.0), i32::from(SIZE.1));
    let mut canvas = vec![[0; 4]; (columns * rows) as usize];
    let mut seen = Vec::new();
    for drawn in frames {
        let before = canvas.clone();
        let (left, top, width, height) = drawn.place;
        let colors = drawn.colors.clone().unwrap_or(palette(0));
        let at = |x: i32, y: i32| {
            let (x, y) = (x - i32::from(left), y - i32::from(top));
            let inside = (0..i32::from(width)).contains(&x) && (0..i32::from(height)).contains(&y);
            inside.then(|| drawn.indices[(y * i32::from(width) + x) as usize])
        };
        for (number, pixel) in canvas.iter_mut().enumerate() {
            let (x, y) = (number as i32 % columns, number as i32 / columns);
            if let Some(index) = at(x, y).filter(|index| Some(*index) != drawn.transparent) {
                let [r, g, b] = colors[usize::from(index)];
                *pixel = [r, g, b, 255];
            }
        }
        seen.push(canvas.clone());
        match drawn.disposal {
            2 => {
                for (number, pixel) in canvas.iter_mut().enumerate() {
                    if at(number as i32 % columns, number as i32 / columns).is_some() {
                        *pixel = [0; 4];
                    }
                }
            }
            3 => canvas = before,
            _ => {}
        }
    }
    seen
}

impl Random {
    fn frame(&mut self) -> Drawn {
        let width = self.below(13) as u16;
        let height = self.below(24) as u16;
        let whole = self.below(4) == 0;
        let place =
            if whole { (0, 0, SIZE.0, SIZE.1) } else { (self.below(11) as u16, self.below(13) as u16, width, height) };
        Drawn {
            place,
            indices: (0..usize::from(place.2) * usize::from(place.3)).map(|_| self.below(16) as u8).collect(),
            colors: (self.below(3) == 0).then(|| palette(self.below(15) as u8)),
            interlaced: self.below(2) == 0,
            delay: self.below(1 << 16) as u16,
            disposal: self.below(8) as u8,
            transparent: (self.below(2) == 0).then(|| self.below(16) as u8),
        }
    }
}

fn source(file: &[u8]) -> ImageSource {
    ImageSource::new(SourceBytes::copy_of(file).unwrap())
}

/// The canvas of a frame and whether it is called opaque, by the decoder alone.
fn decoded(file: &[u8], index: u32) -> Result<(Vec<u8>, bool)> {
    let bytes = SourceBytes::copy_of(file).unwrap();
    let frame = Gif.decode(&bytes, &Wish { index, ..Wish::whole((1, 1)) })?;
    Ok((frame.pixels.bytes().to_vec(), frame.opaque))
}

fn animation(file: &[u8]) -> Result<Animation> {
    Ok(Gif.animation(&SourceBytes::copy_of(file).unwrap())?.unwrap())
}

#[test]
fn frames_are_drawn_one_over_the_other_as_the_standard_says() {
    let mut random = Random(1);
    let (mut opaque_frames, mut clear_frames) = (0, 0);
    for _ in 0..300 {
        let drawn: Vec<Drawn> = (0..1 + random.below(7)).map(|_| random.frame()).collect();
        let file = file(&drawn);
        let timing = drawn.iter().map(|drawn| (u32::from(drawn.delay) * 10, drawn.disposal));
        let found = animation(&file).unwrap();
        assert!(found.frames.iter().map(|frame| (frame.delay, frame.disposal)).eq(timing));
        for (index, expected) in reference(&drawn).iter().enumerate() {
            let (pixels, opaque) = decoded(&file, index as u32).unwrap();
            assert!(pixels == expected.as_flattened(), "frame {index} of {drawn:?}");
            let clear = expected.iter().any(|pixel| pixel[3] == 0);
            assert!(!(opaque && clear), "frame {index} of {drawn:?}");
            opaque_frames += i32::from(opaque);
            clear_frames += i32::from(clear);
        }
        assert_eq!(decoded(&file, drawn.len() as u32).unwrap_err().kind, ErrorKind::SourceDecodeFailed);
    }
    assert!(opaque_frames > 50 && clear_frames > 50);
}

#[test]
fn frames_come_in_any_order() {
    let mut random = Random(2);
    let drawn: Vec<Drawn> = (0..9).map(|_| random.frame()).collect();
    let expected = reference(&drawn);
    let source = source(&file(&drawn));
    assert_eq!(source.frame_count(), Ok(9));
    let check = |index: u32, pixels: &crate::content::Pixelmap| {
        // Premultiplied, and every alpha is 0 or 255.
        let mut bytes = vec![1; 9 * 11 * 4];
        pixels.read_pixels(&mut bytes).unwrap();
        assert!(bytes == expected[index as usize].as_flattened(), "frame {index}");
    };
    for _ in 0..60 {
        let index = random.below(9) as u32;
        check(index, &source.decode(&DecodingOptions { index, ..DecodingOptions::default() }).unwrap());
    }
    let all = source.decode_frames(&DecodingOptions { index: 77, ..DecodingOptions::default() }).unwrap();
    assert_eq!(all.len(), 9);
    (0..).zip(&all).for_each(|(index, pixels)| check(index, pixels));
}

#[test]
fn threads_may_ask_for_frames_of_one_source() {
    let mut random = Random(5);
    let drawn: Vec<Drawn> = (0..9).map(|_| random.frame()).collect();
    let (expected, source) = (reference(&drawn), source(&file(&drawn)));
    std::thread::scope(|scope| {
        for seed in 1..5 {
            let (expected, source) = (&expected, &source);
            scope.spawn(move || {
                let mut random = Random(seed);
                for _ in 0..100 {
                    let index = random.below(9) as u32;
                    let frame = source.decode(&DecodingOptions { index, ..DecodingOptions::default() }).unwrap();
                    let mut bytes = vec![1; 9 * 11 * 4];
                    frame.read_pixels(&mut bytes).unwrap();
                    assert!(bytes == expected[index as usize].as_flattened(), "frame {index}");
                }
            });
        }
    });
}

#[test]
fn a_file_that_breaks_off_has_the_frames_that_began() {
    let mut random = Random(3);
    let mut drawn: Vec<Drawn> = (0..4).map(|_| random.frame()).collect();
    drawn[0] = Drawn { place: (0, 0, 9, 11), indices: vec![3; 99], ..Drawn::default() };
    drawn[3] = Drawn { place: (1, 1, 7, 9), indices: vec![5; 63], delay: 12, ..Drawn::default() };
    let full = file(&drawn);
    let whole = reference(&drawn);
    let mut begun = header(SIZE, Some(&palette(0))).len();
    let starts: Vec<usize> = drawn
        .iter()
        .map(|drawn| {
            let start = begun + 18 + drawn.colors.as_ref().map_or(0, |_| 48);
            begun += image(drawn).len();
            start
        })
        .collect();
    for length in 1..full.len() {
        let cut = &full[..length];
        let count = starts.iter().filter(|start| **start <= length).count();
        if count == 0 {
            assert_eq!(animation(cut).unwrap_err().kind, ErrorKind::SourceDataBad, "{length} bytes");
            continue;
        }
        assert_eq!(animation(cut).unwrap().frames.len(), count, "{length} bytes");
        for index in 0..count {
            let (pixels, _) = decoded(cut, index as u32).unwrap();
            if index + 1 < count {
                assert!(pixels == whole[index].as_flattened());
                continue;
            }
            // The last one: pixels are right, or those that were there before it.
            let none =
                Drawn { indices: vec![0; drawn[index].indices.len()], transparent: Some(0), ..drawn[index].clone() };
            let before = reference(&[&drawn[..index], &[none]].concat()).pop().unwrap();
            let pixels = pixels.as_chunks::<4>().0.iter();
            let mut both = pixels.zip(whole[index].iter().zip(&before));
            assert!(both.all(|(pixel, (new, old))| pixel == new || pixel == old), "{length} bytes");
        }
        if count == 4 && length > starts[3] + 20 {
            let (pixels, _) = decoded(cut, 3).unwrap();
            assert_eq!(pixels[(9 + 1) * 4..][..4], [80, 240, 5, 255], "{length} bytes");
        }
    }
}

#[test]
fn the_last_of_seventeen_frames_may_be_cut() {
    let frame = |index: u8| Drawn { place: (0, 0, 9, 11), indices: vec![index % 16; 99], ..Drawn::default() };
    let full = file(&(0..17).map(frame).collect::<Vec<_>>());
    // The trailer, the terminator, and half of the data.
    let source = source(&full[..full.len() - 40]);
    assert_eq!(source.frame_count(), Ok(17));
    let pixels = source.decode(&DecodingOptions { index: 16, ..DecodingOptions::default() }).unwrap();
    let mut bytes = vec![0; 99 * 4];
    pixels.read_pixels(&mut bytes).unwrap();
    let (first, last) = (palette(0)[0], palette(0)[15]);
    assert_eq!(bytes[..3], first);
    assert_eq!(bytes[98 * 4..][..3], last);
    let error = source.decode(&DecodingOptions { index: 17, ..DecodingOptions::default() }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::SourceDecodeFailed);
}

#[test]
fn a_file_says_how_often_it_is_shown() {
    let frame = image(&Drawn { place: (0, 0, 1, 1), indices: vec![1], delay: 7, ..Drawn::default() });
    let looping = |name: &[u8; 11], block: &[u8]| {
        [&[0x21, 0xFF, 11], name.as_slice(), &[block.len() as u8], block, &[0]].concat()
    };
    let comment = [0x21, 0xFE, 3, 1, 2, 3, 0].as_slice();
    let cases: [(Vec<u8>, Option<u32>); 7] = [
        (vec![], None),
        (looping(b"NETSCAPE2.0", &[1, 0, 0]), Some(0)),
        (looping(b"NETSCAPE2.0", &[1, 0x34, 0x12]), Some(0x1234)),
        (looping(b"ANIMEXTS1.0", &[1, 5, 0]), Some(5)),
        (looping(b"NETSCAPE2.0", &[2, 5, 0, 0, 0]), None),
        (looping(b"XMP DataXMP", &[1, 5, 0]), None),
        ([looping(b"NETSCAPE2.0", &[1, 1, 0]), looping(b"NETSCAPE2.0", &[1, 2, 0])].concat(), Some(1)),
    ];
    for (blocks, expected) in &cases {
        for colors in [None, Some(palette(0))] {
            let start = header((1, 1), colors.as_deref());
            let before = [start.as_slice(), comment, blocks, comment, &frame, &[0x3B]].concat();
            let behind = [start.as_slice(), &[0, 0], frame.as_slice(), comment, blocks, &[0x3B]].concat();
            for file in [before, behind] {
                let found = animation(&file).unwrap();
                assert_eq!((found.loop_count, found.frames.len()), (*expected, 1), "{blocks:?}");
                assert_eq!((found.frames[0].delay, found.global_colors), (70, colors.is_some()));
            }
        }
    }
}

#[test]
fn colours_that_are_missing_are_black_behind_white() {
    let drawn = Drawn { place: (0, 0, 4, 1), indices: vec![0, 1, 2, 15], ..Drawn::default() };
    let (black, white) = ([0, 0, 0, 255], [255; 4]);
    let without = [header((4, 1), None), image(&drawn)].concat();
    assert_eq!(decoded(&without, 0).unwrap(), ([black, white, black, black].concat(), true));
    // A table of two.
    let mut short = header((4, 1), None);
    short[10] = 0x80;
    short.extend([9, 8, 7, 6, 5, 4]);
    short.extend(image(&drawn));
    assert_eq!(decoded(&short, 0).unwrap(), ([[9, 8, 7, 255], [6, 5, 4, 255], black, black].concat(), true));
    // The transparent index may lie behind the end of the table.
    let seen_through = Drawn { transparent: Some(15), ..drawn };
    let clear = [header((4, 1), None), image(&seen_through)].concat();
    assert_eq!(decoded(&clear, 0).unwrap(), ([black, white, black, [0; 4]].concat(), false));
}

#[test]
fn what_cannot_be_is_told() {
    let drawn = Drawn { place: (0, 0, 9, 11), indices: vec![3; 99], ..Drawn::default() };
    let good = file(&[drawn.clone(), drawn.clone()]);
    let kind = |file: &[u8]| Gif.size(&SourceBytes::copy_of(file).unwrap()).map_err(|error| error.kind);
    assert_eq!(kind(&good), Ok((9, 11)));
    assert_eq!(kind(&good[..12]), Err(ErrorKind::SourceDataBad));
    assert_eq!(kind(&good[..60]), Err(ErrorKind::SourceDataBad), "the colours belong to the header");
    assert_eq!(kind(&[b"GIF88a", &good[6..]].concat()), Err(ErrorKind::SourceHeaderBad));
    assert_eq!(kind(&header((0, 5), None)), Err(ErrorKind::SourceHeaderBad));

    // Too large to be drawn, and still with frames that can be counted.
    let large = [header((50_000, 50_000), None), image(&drawn)].concat();
    assert_eq!(kind(&large), Err(ErrorKind::SourceTooLarge));
    assert_eq!(animation(&large).unwrap().frames.len(), 1);
    assert_eq!(decoded(&large, 0).unwrap_err().kind, ErrorKind::SourceTooLarge);

    // Codes that cannot be: the frame fails, and with it those over it, but not those before.
    let first_data = 13 + 48 + 8 + 10 + 1;
    let second_data = first_data + image(&drawn).len();
    for (at, byte) in [(second_data - 1, 9), (second_data - 1, 0), (second_data + 1, 0xFF)] {
        let mut bad = good.clone();
        bad[at] = byte;
        assert_eq!(decoded(&bad, 1).unwrap_err().kind, ErrorKind::SourceDecodeFailed, "{at} {byte}");
        assert_eq!(decoded(&bad, 0), decoded(&good, 0));
        assert_eq!(animation(&bad).unwrap().frames.len(), 2);
    }
    // What is no block ends the file.
    let ended = [&good[..good.len() - 1], &[0x55], &image(&drawn)].concat();
    assert_eq!(animation(&ended).unwrap().frames.len(), 2);
}

#[test]
fn a_frame_far_larger_than_the_canvas_takes_no_memory() {
    // 65535 x 65535, of which one pixel is seen: only as many rows are decoded as there are.
    for interlaced in [false, true] {
        let mut drawn = Drawn { place: (0, 0, 9, 11), indices: vec![3; 99], interlaced, ..Drawn::default() };
        let mut file = [header((1, 1), Some(&palette(0))), image(&drawn)].concat();
        let size = 13 + 48 + 8 + 5;
        file[size..size + 4].fill(0xFF);
        drawn.indices.truncate(1);
        assert_eq!(decoded(&file, 0).unwrap(), (vec![48, 246, 3, 255], false));
    }
}

#[test]
fn hostile_files_end_in_time() {
    let mut random = Random(4);
    let good: Vec<Vec<u8>> = (0..8).map(|_| file(&(0..5).map(|_| random.frame()).collect::<Vec<_>>())).collect();
    let mut outcomes = (0, 0);
    for _ in 0..20_000 {
        let mut file = good[random.below(8) as usize].clone();
        for _ in 0..1 + random.below(4) {
            let at = random.below(file.len() as u64) as usize;
            match random.below(4) {
                0 => file[at] ^= 1 << random.below(8),
                1 => file[at] = [0, 0xFF, 0x2C, 0x21, 0x3B][random.below(5) as usize],
                2 => file.truncate(at + 1),
                _ if file.len() > 1 => drop(file.remove(at)),
                _ => {}
            }
        }
        let source = source(&file);
        if source.info().is_ok_and(|info| u64::from(info.width) * u64::from(info.height) > 1 << 14) {
            continue;
        }
        match source.decode_frames(&DecodingOptions::default()) {
            Ok(frames) => {
                assert_eq!(Ok(frames.len() as u32), source.frame_count());
                outcomes.0 += 1;
            }
            Err(_) => outcomes.1 += 1,
        }
    }
    assert!(outcomes.0 > 1000 && outcomes.1 > 1000, "{outcomes:?}");
}

/// A file of `count` frames of a single index each, that claim the place `place` of a canvas of `size`.
fn tiny_frames(size: (u16, u16), place: (u16, u16, u16, u16), count: usize) -> ImageSource {
    let frame = image(&Drawn { place, indices: vec![3], disposal: 3, ..Drawn::default() });
    source(&[header(size, Some(&palette(0))), frame.repeat(count), vec![0x3B]].concat())
}

#[test]
fn frames_that_cover_a_large_canvas_for_nothing_are_refused() {
    // Each would be copied: 256 MiB for 22 bytes of the file.
    let bomb = tiny_frames((8192, 8192), (0, 0, 8192, 8192), 1000);
    assert_eq!(bomb.frame_count(), Ok(1000));
    let last = DecodingOptions { index: 999, desired_size: (1, 1), ..DecodingOptions::default() };
    assert_eq!(bomb.decode(&last).unwrap_err().kind, ErrorKind::SourceTooLarge);
    // What does not lie on the canvas costs nothing.
    let beside = tiny_frames((9, 11), (3, 3, 65535, 65535), 1000);
    assert!(beside.decode(&last).is_ok());
}

#[test]
fn all_frames_at_once_are_bounded_in_memory() {
    let kind = |source: &ImageSource, size| {
        let options = DecodingOptions { desired_size: size, ..DecodingOptions::default() };
        source.decode_frames(&options).map(|frames| frames.len()).map_err(|error| error.kind)
    };
    // 3 GiB, of which no more than a frame is taken.
    let many = tiny_frames((1024, 1024), (0, 0, 1, 1), 768);
    assert_eq!(kind(&many, (0, 0)), Err(ErrorKind::TooLarge));
    // The size that is wanted counts, not that of the canvas.
    let small = tiny_frames((9, 11), (0, 0, 1, 1), 768);
    assert_eq!(kind(&small, (0, 0)), Ok(768));
    assert_eq!(kind(&small, (1024, 1024)), Err(ErrorKind::TooLarge));
}
