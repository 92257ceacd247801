//! Files made here, chunk by chunk and row by row, and what their samples mean by the standard.

#![forbid(unsafe_code)]

use std::io::Write;

use super::*;
use crate::color::ColorSpace;
use crate::source::random::Random;

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(data);
    chunk.extend(crc32fast::hash(&chunk[4..]).to_be_bytes());
    chunk
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// An image of samples that are noise, and what goes with it.
struct Image {
    size: (u32, u32),
    color: u8,
    depth: u8,
    interlaced: bool,
    /// Channel by channel, pixel by pixel.
    samples: Vec<u16>,
    palette: Vec<[u8; 3]>,
    trns: Vec<u8>,
}

impl Image {
    fn new((width, height): (u32, u32), color: u8, depth: u8, interlaced: bool, transparent: bool) -> Self {
        let mut random = Random(7 + u64::from(color) * 64 + u64::from(depth));
        let channels = [1, 0, 3, 1, 2, 0, 4][color as usize];
        let mask = ((1_u32 << depth) - 1) as u16;
        let count = (width * height) as usize * channels;
        let mut samples: Vec<u16> = (0..count).map(|_| random.next() as u16 & mask).collect();
        let palette: Vec<[u8; 3]> = match color {
            3 => (0..1 << depth).map(|_| std::array::from_fn(|_| random.next() as u8)).collect(),
            _ => Vec::new(),
        };
        let trns = match (color, transparent) {
            (_, false) | (4 | 6, _) => Vec::new(),
            // All but the last colours have alpha.
            (3, true) => (1..palette.len()).map(|_| random.next() as u8).collect(),
            // The colour of the first pixel; the second has one that differs in the lowest bit alone.
            (_, true) => {
                for channel in 0..channels {
                    samples[channels + channel] = samples[channel];
                }
                samples[channels] ^= 1;
                samples[..channels].iter().flat_map(|sample| sample.to_be_bytes()).collect()
            }
        };
        Self { size: (width, height), color, depth, interlaced, samples, palette, trns }
    }

    fn channels(&self) -> usize {
        self.samples.len() / (self.size.0 * self.size.1) as usize
    }

    fn pixel(&self, x: u32, y: u32) -> &[u16] {
        let channels = self.channels();
        &self.samples[(y * self.size.0 + x) as usize * channels..][..channels]
    }

    /// The rows of one pass: every `dx`th pixel from `x` on, of every `dy`th row from `y` on; each with a filter of 0.
    fn pass(&self, [x, y, dx, dy]: [u32; 4], rows: &mut Vec<u8>) {
        for y in (y..self.size.1).step_by(dy as usize) {
            if x >= self.size.0 {
                return;
            }
            rows.push(0);
            let (mut bits, mut count) = (0_u32, 0);
            for x in (x..self.size.0).step_by(dx as usize) {
                for &sample in self.pixel(x, y) {
                    bits = bits << self.depth | u32::from(sample);
                    count += self.depth;
                    while count >= 8 {
                        count -= 8;
                        rows.push((bits >> count) as u8);
                    }
                    bits &= (1 << count) - 1;
                }
            }
            if count > 0 {
                rows.push((bits << (8 - count)) as u8);
            }
        }
    }

    fn file_with(&self, front: &[Vec<u8>], pieces: usize) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1A\n".to_vec();
        let mut header = [self.size.0.to_be_bytes(), self.size.1.to_be_bytes()].concat();
        header.extend([self.depth, self.color, 0, 0, u8::from(self.interlaced)]);
        file.extend(chunk(b"IHDR", &header));
        file.extend(front.concat());
        if !self.palette.is_empty() {
            file.extend(chunk(b"PLTE", &self.palette.concat()));
        }
        if !self.trns.is_empty() {
            file.extend(chunk(b"tRNS", &self.trns));
        }
        let mut rows = Vec::new();
        if self.interlaced {
            // Clause 8.2: where each pass begins, and how far its pixels are apart.
            for pass in
                [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]]
            {
                self.pass(pass, &mut rows);
            }
        } else {
            self.pass([0, 0, 1, 1], &mut rows);
        }
        let data = deflated(&rows);
        for piece in data.chunks(data.len().div_ceil(pieces)) {
            file.extend(chunk(b"IDAT", piece));
        }
        file.extend(chunk(b"IEND", b""));
        file
    }

    fn file(&self) -> Vec<u8> {
        self.file_with(&[], 1)
    }

    /// Red, green, blue and alpha of a pixel as the standard defines them, to the nearest of 8 bits.
    fn rgba(&self, x: u32, y: u32) -> [u8; 4] {
        let pixel = self.pixel(x, y);
        let eight = |sample: u16| (f64::from(sample) * 255.0 / f64::from((1_u32 << self.depth) - 1)).round() as u8;
        let key: Vec<u16> =
            self.trns.chunks(2).filter_map(|two| Some(u16::from_be_bytes(two.try_into().ok()?))).collect();
        let keyed = if key == pixel { 0 } else { 255 };
        match (self.color, pixel) {
            (0, &[grey]) => [eight(grey), eight(grey), eight(grey), keyed],
            (2, &[r, g, b]) => [eight(r), eight(g), eight(b), keyed],
            (3, &[index]) => {
                let [r, g, b] = self.palette[index as usize];
                [r, g, b, self.trns.get(index as usize).copied().unwrap_or(255)]
            }
            (4, &[grey, alpha]) => [eight(grey), eight(grey), eight(grey), eight(alpha)],
            (6, &[r, g, b, a]) => [r, g, b, a].map(eight),
            _ => unreachable!(),
        }
    }

    fn all_rgba(&self) -> Vec<u8> {
        (0..self.size.1).flat_map(|y| (0..self.size.0).flat_map(move |x| self.rgba(x, y))).collect()
    }
}

fn decode(file: &[u8], part: Option<Region>) -> Result<Frame> {
    let bytes = SourceBytes::Owned(file.to_vec());
    let mut wish = Wish::whole(Png.size(&bytes)?);
    wish.part = part.unwrap_or(wish.part);
    Png.decode(&bytes, &wish)
}

#[test]
fn every_colour_type_and_depth_means_what_the_standard_says() {
    let kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)];
    for (color, depth) in kinds.into_iter().chain([(4, 8), (4, 16), (6, 8), (6, 16)]) {
        for (interlaced, transparent) in [(false, false), (false, true), (true, false), (true, true)] {
            for size in [(1, 1), (3, 2), (5, 9), (33, 17)] {
                let transparent = transparent && size.0 > 1;
                let image = Image::new(size, color, depth, interlaced, transparent);
                let what = format!("type {color}, {depth} bits, {size:?}, interlaced {interlaced}, {transparent}");
                let frame = decode(&image.file(), None).expect(&what);
                assert_eq!((frame.pixels.layout().width, frame.pixels.layout().height), size);
                assert_eq!(frame.pixels.bytes(), image.all_rgba(), "{what}");
                let has_alpha = matches!(color, 4 | 6) || !image.trns.is_empty();
                assert_eq!(frame.opaque, !has_alpha, "{what}");
                assert_eq!(frame.color, SourceColor::Unsaid);
            }
        }
    }
}

#[test]
fn a_part_is_rows_of_the_whole() {
    for (color, depth, interlaced) in [(2, 8, false), (6, 8, false), (3, 4, false), (6, 16, false), (2, 8, true)] {
        let image = Image::new((13, 11), color, depth, interlaced, false);
        let whole = decode(&image.file(), None).unwrap();
        let part = Region { x: 3, y: 4, width: 5, height: 6 };
        let frame = decode(&image.file(), Some(part)).unwrap();
        let rows = if interlaced { 0..11 } else { 4..10 };
        assert_eq!(frame.part, Region { x: 0, y: rows.start, width: 13, height: rows.end - rows.start });
        let bytes = rows.start as usize * 13 * 4..rows.end as usize * 13 * 4;
        assert_eq!(frame.pixels.bytes(), &whole.pixels.bytes()[bytes]);
    }
}

#[test]
fn a_file_that_ends_early_has_the_rows_that_are_there() {
    for (color, depth) in [(2, 8), (6, 16), (3, 2), (0, 1)] {
        let image = Image::new((40, 50), color, depth, false, color == 3);
        let file = image.file_with(&[], 3);
        let wanted = image.all_rgba();
        let (mut least, mut header) = (0, 0);
        // Every byte of the header, steps behind it, and the last few.
        let steps = (0..100).chain((100..file.len()).step_by(97)).chain(file.len() - 20..file.len());
        for length in steps {
            let frame = match decode(&file[..length], None) {
                Ok(frame) => frame,
                Err(error) => {
                    assert_eq!((error.kind, least), (ErrorKind::SourceDataBad, 0), "{length}");
                    header = length;
                    continue;
                }
            };
            let right = frame.pixels.bytes().chunks(160).zip(wanted.chunks(160)).take_while(|(a, b)| a == b).count();
            // What follows is blank: one pixel's value throughout.
            let blank = if frame.opaque { [0, 0, 0, 255] } else { [0; 4] };
            assert!(frame.pixels.bytes()[right * 160..].chunks(4).all(|pixel| pixel == blank), "{length}");
            assert!(right >= least);
            least = right;
        }
        // Signature, IHDR with its check sum; from there on there is an image.
        assert_eq!(header, 32);
        assert!(least >= 49, "{color}: {least} rows of all but the last byte");
    }
}

#[test]
fn an_interlaced_file_that_ends_early_is_coarse_without_holes() {
    let image = Image::new((64, 64), 2, 8, true, false);
    let mut file = image.file();
    let start = file.windows(4).position(|name| name == b"IDAT").unwrap();
    file.truncate(start + (file.len() - start) / 8);
    let frame = decode(&file, None).unwrap();
    let pixel = |x: usize, y: usize| &frame.pixels.bytes()[(y * 64 + x) * 4..][..4];
    // An eighth of the data are passes 1 to 3 at least: places of 4x4 pixels that have one colour each.
    for (x, y) in (0..64).flat_map(|y| (0..64).map(move |x| (x, y))).filter(|(_, y)| *y < 32) {
        assert_eq!(pixel(x, y)[3], 255);
        if x % 4 == 0 && y % 8 == 0 {
            assert_eq!(pixel(x, y), image.rgba(x as u32, y as u32));
        }
    }
    assert!((0..64).all(|x| pixel(x, 1) == pixel(x - x % 2, 0)));
}

#[test]
fn damage_is_an_error_in_the_header_and_the_end_behind_it() {
    let image = Image::new((32, 200), 3, 8, false, false);
    let file = image.file_with(&[], 8);
    let at = |name: &[u8; 4], number: usize| {
        file.windows(4).enumerate().filter(|(_, four)| four == name).nth(number).unwrap().0
    };
    let damaged = |at: usize| {
        let mut copy = file.clone();
        copy[at] ^= 0x10;
        decode(&copy, None)
    };
    for place in [at(b"IHDR", 0) + 7, at(b"PLTE", 0) + 8] {
        assert_eq!(damaged(place).err().map(|error| error.kind), Some(ErrorKind::SourceHeaderBad));
    }
    let frame = damaged(at(b"IDAT", 5) + 5).unwrap();
    let wanted = image.all_rgba();
    let right = frame.pixels.bytes().chunks(128).zip(wanted.chunks(128)).take_while(|(a, b)| a == b).count();
    assert!((100..200).contains(&right), "{right}");
    // Nothing at all of the image.
    let mut copy = file.clone();
    let first = at(b"IDAT", 0);
    copy[first + 4..first + 40].fill(0x55);
    assert_eq!(decode(&copy, None).err().map(|error| error.kind), Some(ErrorKind::SourceDecodeFailed));
}

#[test]
fn colours_are_told_in_the_order_of_the_chunks_worth() {
    let image = Image::new((2, 2), 2, 8, false, false);
    let color = |front: &[Vec<u8>]| decode(&image.file_with(front, 1), None).unwrap().color;
    let named = |name| SourceColor::Space(ColorSpace::from_name(name).unwrap());
    let profile = b"not a profile, but what lies in the file".to_vec();
    let iccp = chunk(b"iCCP", &[b"name\0\0".to_vec(), deflated(&profile)].concat());
    let srgb = chunk(b"sRGB", &[0]);
    let gama = |value: u32| chunk(b"gAMA", &value.to_be_bytes());
    let chrm = |values: [u32; 8]| chunk(b"cHRM", &values.map(u32::to_be_bytes).concat());
    let bt709 = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
    let p3 = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000];

    assert_eq!(color(&[]), SourceColor::Unsaid);
    assert_eq!(color(&[srgb.clone()]), named(4));
    assert_eq!(color(&[iccp.clone()]), SourceColor::Icc(profile.clone()));
    assert_eq!(color(&[srgb.clone(), iccp.clone()]), SourceColor::Icc(profile.clone()));
    assert_eq!(color(&[chunk(b"cICP", &[12, 13, 0, 1]), iccp.clone(), srgb.clone()]), named(3));
    assert_eq!(color(&[chunk(b"cICP", &[9, 16, 0, 1])]), named(10));
    assert_eq!(color(&[chunk(b"cICP", &[9, 18, 0, 0])]), named(19));
    assert_eq!(color(&[chunk(b"cICP", &[2, 2, 0, 1]), iccp.clone()]), SourceColor::Icc(profile), "unspecified");

    assert_eq!(color(&[gama(45455)]), SourceColor::Unsaid);
    assert_eq!(color(&[gama(45455), chrm(bt709)]), SourceColor::Unsaid, "what files say that mean sRGB");
    assert_eq!(color(&[chrm(p3)]), SourceColor::Unsaid, "no curve");
    assert_eq!(color(&[gama(100_000), chrm(p3), srgb]), named(4));
    for (gamma, values, exponent) in [(100_000, bt709, 1.0), (45455, p3, 2.2), (55556, p3, 1.8)] {
        let SourceColor::Space(space) = color(&[gama(gamma), chrm(values)]) else { panic!("{gamma}") };
        assert_eq!(space.name, crate::color::names::CUSTOM);
        let crate::color::Transfer::Power(power) = space.transfer else { panic!("{gamma}") };
        assert!((power - exponent).abs() < 1e-3);
        assert_eq!(space.primaries[1][0], values[4] as f32 / 1e5);
    }
    for (gamma, values) in [(0, p3), (1, p3), (u32::MAX, p3), (45455, [0; 8]), (45455, [50000; 8])] {
        assert_eq!(color(&[gama(gamma), chrm(values)]), SourceColor::Unsaid, "no space: {gamma}");
    }
}

#[test]
fn a_profile_that_inflates_to_too_much_is_left_out() {
    let image = Image::new((2, 2), 2, 8, false, false);
    let bomb = chunk(b"iCCP", &[b"name\0\0".to_vec(), deflated(&vec![0; CHUNK_BYTES + 1])].concat());
    let frame = decode(&image.file_with(&[bomb], 1), None).unwrap();
    assert_eq!((frame.pixels.bytes(), frame.color), (&image.all_rgba()[..], SourceColor::Unsaid));
}

#[test]
fn of_an_animation_the_image_in_idat_is_decoded() {
    let image = Image::new((9, 7), 6, 8, false, false);
    let control = |number: u32, width: u32, height: u32| {
        let head = [number, width, height, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[head, vec![0, 1, 0, 10, 0, 0]].concat())
    };
    let count = chunk(b"acTL", &[2_u32.to_be_bytes(), [0; 4]].concat());
    let small = Image::new((3, 3), 6, 8, false, false);
    let mut rows = Vec::new();
    small.pass([0, 0, 1, 1], &mut rows);
    // IDAT as the first frame, and IDAT that is no frame; a smaller frame behind both.
    for (front, number) in [(vec![count.clone(), control(0, 9, 7)], 1_u32), (vec![count], 0)] {
        let mut file = image.file_with(&front, 2);
        file.truncate(file.len() - 12);
        file.extend(control(number, 3, 3));
        file.extend(chunk(b"fdAT", &[(number + 1).to_be_bytes().to_vec(), deflated(&rows)].concat()));
        file.extend(chunk(b"IEND", b""));
        assert_eq!(decode(&file, None).unwrap().pixels.bytes(), image.all_rgba());
    }
}

#[test]
fn mutations_neither_panic_nor_run_away() {
    let mut random = Random(2026);
    for (color, depth, interlaced) in [(0, 1, true), (2, 16, false), (3, 4, true), (6, 8, false), (4, 8, true)] {
        let front = [chunk(b"iCCP", &[b"name\0\0".to_vec(), deflated(b"a profile")].concat())];
        let file = Image::new((19, 23), color, depth, interlaced, true).file_with(&front, 2);
        let mut decoded = 0;
        for _ in 0..400 {
            let mut copy = file.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(copy.len());
                match random.below(4) {
                    0 => copy.truncate(at.max(8)),
                    1 => copy[at] = 0xFF,
                    _ => copy[at] ^= 1 << random.below(8),
                }
            }
            let size = Png.size(&SourceBytes::Owned(copy.clone()));
            if size.is_ok_and(|(width, height)| u64::from(width) * u64::from(height) < 1 << 20) {
                decoded += u32::from(decode(&copy, None).is_ok());
            }
        }
        assert!(decoded > 40, "{color}: {decoded}");
    }
}
