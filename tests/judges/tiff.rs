//! TIFF sources made by ImageMagick with libtiff, decoded, and held against what ImageMagick reads again.

use std::fs;

use ohimagekit::color::ColorSpace;
use ohimagekit::error::ErrorKind;
use ohimagekit::metadata::icc;
use ohimagekit::pixel::Region;
use ohimagekit::source::SourceBytes;
use ohimagekit::source::decoders::Decoder;
use ohimagekit::source::decoders::tiff::Tiff;
use ohimagekit::source::frame::{Frame, SourceColor, Wish};

use crate::support::{CONVERT, Folder, run};

const SIZE: (u32, u32) = (83, 61);

/// What ImageMagick is told, how far a sample may be off, and whether the image is opaque.
const MADE: [(&str, u8, bool); 30] = [
    ("-compress none", 0, true),
    ("-compress lzw", 0, true),
    ("-compress zip", 0, true),
    ("-compress rle", 0, true),
    ("-compress zip -define tiff:predictor=2", 0, true),
    ("-endian msb -depth 16 -compress lzw", 0, true),
    ("-endian lsb -depth 16", 0, true),
    ("-define tiff:rows-per-strip=7", 0, true),
    ("-define tiff:tile-geometry=32x16 -compress lzw", 0, true),
    ("-define tiff:tile-geometry=256x256", 0, true),
    ("-interlace plane", 0, true),
    ("-interlace plane -depth 16 -define tiff:tile-geometry=32x32", 0, true),
    ("-colorspace Gray", 0, true),
    ("-colorspace Gray -depth 16", 0, true),
    ("-colorspace Gray -depth 4", 0, true),
    ("-colorspace Gray -depth 2", 0, true),
    ("-colorspace Gray -define quantum:polarity=min-is-white", 0, true),
    ("-colorspace Gray -threshold 50% -type bilevel -compress none", 0, true),
    ("-colorspace Gray -threshold 50% -type bilevel -compress group4", 0, true),
    ("-colors 200 -type palette", 0, true),
    ("-colors 13 -type palette -depth 4 -endian msb -compress lzw", 0, true),
    ("-colors 2 -type palette -depth 1", 0, true),
    ("-compress zip -depth 32 -define quantum:format=floating-point", 0, true),
    // Ink by ink, and rounded on the way to inks and back.
    ("-colorspace CMYK", 1, true),
    ("-colorspace CMYK -depth 16 -interlace plane", 1, true),
    ("-compress jpeg -quality 95", 6, true),
    ("ALPHA -define tiff:alpha=unassociated", 0, false),
    // Colours that alpha multiplied to 8 bits come back as one of several: see `difference`.
    ("ALPHA -define tiff:alpha=associated", 2, false),
    ("ALPHA -colorspace Gray -type GrayscaleMatte", 0, false),
    ("ALPHA -depth 16 -compress zip -interlace plane", 0, false),
];

/// A folder with the pictures that files are made of.
struct Studio(Folder);

impl Studio {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        for (name, alpha) in [("opaque", false), ("alpha", true)] {
            let depth = if alpha { (4, "RGB_ALPHA") } else { (3, "RGB") };
            let (width, height) = SIZE;
            let mut file = format!(
                "P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {}\nMAXVAL 255\nTUPLTYPE {}\nENDHDR\n",
                depth.0, depth.1
            );
            let mut file = std::mem::take(&mut file).into_bytes();
            for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                file.extend([(x * 3) as u8, (y * 4) as u8, (255 - x - y) as u8]);
                file.extend(alpha.then_some((40 + (x * 5 + y * 3) % 216) as u8));
            }
            folder.write(&format!("{name}.pam"), &file);
        }
        Self(folder)
    }

    fn make(&self, arguments: &str) -> Vec<u8> {
        let original = if arguments.starts_with("ALPHA") { "alpha.pam" } else { "opaque.pam" };
        let arguments = arguments.trim_start_matches("ALPHA");
        run(&self.0.0, CONVERT, &format!("{original} {arguments} +set date:create made.tiff"));
        fs::read(self.0.0.join("made.tiff")).unwrap()
    }

    /// Samples as ImageMagick reads them, 255 being all.
    fn judged(&self, arguments: &str) -> Vec<f64> {
        run(&self.0.0, CONVERT, &format!("made.tiff {arguments} -colorspace sRGB -depth 16 -endian lsb rgba:judged"));
        let file = fs::read(self.0.0.join("judged")).unwrap();
        file.chunks(2).map(|two| f64::from(u16::from_le_bytes([two[0], two[1]])) / 257.0).collect()
    }
}

fn decode(file: &[u8], part: Option<Region>) -> Result<Frame, ErrorKind> {
    let bytes = SourceBytes::Owned(file.to_vec());
    let mut wish = Wish::whole(Tiff.size(&bytes).map_err(|error| error.kind)?);
    wish.part = part.unwrap_or(wish.part);
    Tiff.decode(&bytes, &wish).map_err(|error| error.kind)
}

/// The greatest difference of samples as they are seen: colours times alpha.
fn difference(a: &[u8], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let of_pixels = |(a, b): (&[u8], &[f64])| {
        let seen = |pixel: &[f64], c: usize| pixel[c] * if c < 3 { pixel[3] / 255.0 } else { 1.0 };
        let a: Vec<f64> = a.iter().map(|sample| f64::from(*sample)).collect();
        (0..4).map(|c| (seen(&a, c) - seen(b, c)).abs()).fold(0.0, f64::max)
    };
    a.chunks(4).zip(b.chunks(4)).map(of_pixels).fold(0.0, f64::max)
}

#[test]
fn every_kind_is_read_as_libtiff_reads_it() {
    let folder = Studio::new("tiff-kinds");
    for (arguments, allowed, opaque) in MADE {
        let file = folder.make(arguments);
        let frame = decode(&file, None).unwrap_or_else(|kind| panic!("{arguments}: {kind:?}"));
        assert_eq!((frame.pixels.layout().width, frame.pixels.layout().height), SIZE, "{arguments}");
        let off = difference(frame.pixels.bytes(), &folder.judged(""));
        // 16 bits and floats are rounded to the nearest of 8 bits.
        assert!(off <= f64::from(allowed) + 0.51, "{arguments}: {off}");
        assert_eq!(frame.opaque, opaque, "{arguments}");
        assert_eq!(frame.color, SourceColor::Unsaid, "{arguments}");

        let part = Region { x: 5, y: 17, width: 9, height: 20 };
        let rows = decode(&file, Some(part)).unwrap();
        assert_eq!(rows.part, Region { x: 0, y: 17, width: SIZE.0, height: 20 });
        let of = |y: u32| (y * SIZE.0 * 4) as usize;
        assert!(rows.pixels.bytes() == &frame.pixels.bytes()[of(17)..of(37)], "{arguments}");
    }
}

#[test]
fn rows_are_turned_as_the_file_says() {
    let folder = Studio::new("tiff-turned");
    for orientation in
        ["TopLeft", "TopRight", "BottomRight", "BottomLeft", "LeftTop", "RightTop", "RightBottom", "LeftBottom"]
    {
        let file = folder.make(&format!("-orient {orientation}"));
        let frame = decode(&file, None).unwrap();
        let on_its_side = orientation.starts_with("Left") || orientation.starts_with("Right");
        let size = if on_its_side { (SIZE.1, SIZE.0) } else { SIZE };
        assert_eq!(Tiff.size(&SourceBytes::Owned(file)), Ok(size), "{orientation}");
        assert_eq!((frame.pixels.layout().width, frame.pixels.layout().height), size, "{orientation}");
        assert!(difference(frame.pixels.bytes(), &folder.judged("-auto-orient")) < 0.01, "{orientation}");
    }
}

#[test]
fn a_file_that_ends_early_has_its_first_strips() {
    let folder = Studio::new("tiff-cut");
    // ImageMagick writes the directory behind the pixels: it is brought to the front, and what it points to moved.
    let file = folder.make("-compress none -define tiff:rows-per-strip=10 -endian lsb");
    let directory = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    let pixels = (SIZE.0 * SIZE.1 * 3) as usize;
    assert!(directory >= 8 + pixels);
    let behind = file.len() - (8 + pixels);
    let mut moved =
        [&file[..4], &((directory - pixels) as u32).to_le_bytes(), &file[8 + pixels..], &file[8..8 + pixels]].concat();
    let at = directory - pixels;
    let count = u16::from_le_bytes(moved[at..at + 2].try_into().unwrap()) as usize;
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut change = |at: usize, by: i64| {
        let value = i64::from(number(&moved, at)) + by;
        moved[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
    };
    let mut lists = Vec::new();
    for entry in (0..count).map(|entry| at + 2 + entry * 12) {
        let old = entry + pixels;
        let (tag, kind) = (u16::from_le_bytes([file[old], file[old + 1]]), file[old + 2]);
        let bytes = number(&file, old + 4) * [0, 1, 1, 2, 4, 8][kind as usize];
        if bytes > 4 {
            change(entry + 8, -(pixels as i64));
            if tag == 273 {
                lists.push((number(&file, old + 8) as usize - pixels, number(&file, old + 4) as usize));
            }
        }
    }
    for (list, count) in lists {
        (0..count).for_each(|strip| change(list + strip * 4, behind as i64));
    }

    let wanted = folder.judged("");
    assert!(difference(decode(&moved, None).unwrap().pixels.bytes(), &wanted) < 0.01);
    for rows in [0, 9, 10, 35, 60] {
        let length = 8 + behind + rows * SIZE.0 as usize * 3;
        let frame = decode(&moved[..length], None).unwrap();
        let whole = rows / 10 * 10 * SIZE.0 as usize * 4;
        assert!(difference(&frame.pixels.bytes()[..whole], &wanted[..whole]) < 0.01, "{rows}");
        assert!(frame.pixels.bytes()[whole..].chunks(4).all(|pixel| pixel == [0, 0, 0, 255]), "{rows}");
    }
    assert_eq!(decode(&moved[..at + 30], None).err(), Some(ErrorKind::SourceDataBad));
}

#[test]
fn what_is_not_decoded_says_so() {
    let folder = Studio::new("tiff-other");
    let file = folder.make("-colorspace Lab");
    assert_eq!(Tiff.size(&SourceBytes::Owned(file.clone())), Ok(SIZE), "the size is told all the same");
    assert_eq!(decode(&file, None).err(), Some(ErrorKind::SourceDecodeFailed));
}

#[test]
fn a_profile_comes_along() {
    let folder = Studio::new("tiff-profile");
    assert_eq!(decode(&folder.make(""), None).unwrap().color, SourceColor::Unsaid);
    let space = ColorSpace::from_name(3).unwrap();
    let profile = icc::profile(&space, icc::Channels::Rgb).unwrap();
    fs::write(folder.0.0.join("profile.icc"), &profile).unwrap();
    let file = folder.make("-profile profile.icc");
    assert_eq!(decode(&file, None).unwrap().color, SourceColor::Icc(profile.to_vec()));
}

#[test]
fn mutations_neither_panic_nor_run_away() {
    let folder = Studio::new("tiff-mutations");
    let mut state = 2026_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % limit
    };
    let kinds = [
        "-compress lzw",
        "-colors 9 -type palette",
        "-compress zip -define tiff:tile-geometry=32x32",
        "-colorspace CMYK",
    ];
    for arguments in kinds {
        let file = folder.make(arguments);
        let directory = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
        let mut decoded = 0;
        for _ in 0..400 {
            let mut copy = file.clone();
            for _ in 0..=below(3) {
                // Half of the changes in the directory and what is behind it.
                let at = if below(2) == 0 {
                    below(copy.len())
                } else {
                    (directory + below(file.len() - directory)).min(copy.len() - 1)
                };
                match below(8) {
                    0 => copy.truncate(at.max(9)),
                    1 => copy[at] = 0xFF,
                    _ => copy[at] ^= 1 << below(8),
                }
            }
            let bytes = SourceBytes::Owned(copy.clone());
            // The crates below may panic; the pipeline stops that, as here.
            let size = ohimagekit::source::decoders::stop_panics(|| Tiff.size(&bytes));
            if size.is_ok_and(|(width, height)| u64::from(width) * u64::from(height) < 1 << 18) {
                let frame =
                    ohimagekit::source::decoders::stop_panics(|| Tiff.decode(&bytes, &Wish::whole(Tiff.size(&bytes)?)));
                decoded += u32::from(frame.is_ok());
            }
        }
        assert!(decoded > 40, "{arguments}: {decoded}");
    }
}

/// Memory for values is taken before they are looked for: a number of them that no file has must not get that far.
#[test]
fn counts_of_values_that_cannot_be_take_no_memory() {
    let folder = Studio::new("tiff-counts");
    let file = folder.make("-compress none -endian lsb");
    let directory = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_le_bytes(file[directory..directory + 2].try_into().unwrap()));
    let entries = (0..count).map(|number| directory + 2 + number * 12);
    let mut orientations = 0;
    for entry in entries {
        let tag = u16::from_le_bytes(file[entry..entry + 2].try_into().unwrap());
        orientations += u32::from(tag == 274);
        for format in 1..=13_u16 {
            for values in [1 << 20, 1 << 26, u32::MAX] {
                let mut bad = file.clone();
                bad[entry + 2..entry + 4].copy_from_slice(&format.to_le_bytes());
                bad[entry + 4..entry + 8].copy_from_slice(&values.to_le_bytes());
                // An allocation that fails would end the process.
                let outcome = decode(&bad, None);
                assert!(tag != 274 || outcome.is_ok(), "what is no orientation is none: format {format}");
            }
        }
    }
    assert_eq!(orientations, 1, "the test is about entries like that of the orientation");
}

/// 4000 strips of JPEG, each of which is said to be the whole megabyte: to read them takes gigabytes.
#[test]
fn strips_that_are_the_same_bytes_again_and_again_are_refused() {
    const STRIPS: u32 = 4000;
    let outcome = |bytes: u32| {
        let mut file = [b"II*\0".as_slice(), &(8 + (1_u32 << 20) + 8 * STRIPS).to_le_bytes()].concat();
        file.resize(8 + (1 << 20), 0);
        let tables = file.len() as u32;
        file.extend([8_u32.to_le_bytes(); STRIPS as usize].as_flattened());
        file.extend([bytes.to_le_bytes(); STRIPS as usize].as_flattened());
        let entries: [(u16, u16, u32, u32); 9] = [
            (256, 4, 1, 64),
            (257, 4, 1, 8 * STRIPS),
            (258, 3, 1, 8),
            (259, 3, 1, 7),
            (262, 3, 1, 1),
            (273, 4, STRIPS, tables),
            (277, 3, 1, 1),
            (278, 4, 1, 8),
            (279, 4, STRIPS, tables + 4 * STRIPS),
        ];
        file.extend((entries.len() as u16).to_le_bytes());
        for (tag, format, count, value) in entries {
            file.extend([tag.to_le_bytes(), format.to_le_bytes()].as_flattened());
            file.extend([count.to_le_bytes(), value.to_le_bytes()].as_flattened());
        }
        file.extend([0; 4]);
        decode(&file, None).map(|_| ())
    };
    assert_eq!(outcome(1 << 20), Err(ErrorKind::SourceTooLarge));
    // What would fit is looked at, and is no JPEG here.
    assert_eq!(outcome(1 << 16), Err(ErrorKind::SourceDecodeFailed));
}
