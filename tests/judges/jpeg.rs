//! JPEG sources made by cjpeg, decoded and reduced: every pixel as djpeg has it, another release of libjpeg-turbo.

use std::fs;
use std::path::Path;

use ohimagekit::pixel::Region;
use ohimagekit::source::SourceBytes;
use ohimagekit::source::decoders::Decoder;
use ohimagekit::source::decoders::jpeg::Jpeg;
use ohimagekit::source::frame::Wish;

use crate::support::{Folder, run};

/// Arguments of cjpeg: coding, colours, and all ratios of sampling, some of them only seen in tests.
const MADE: [&str; 22] = [
    "",
    "-progressive",
    "-arithmetic",
    "-arithmetic -progressive",
    "-grayscale",
    "-grayscale -progressive -restart 2B",
    "-rgb",
    "-quality 3",
    "-quality 100 -optimize",
    "-restart 3B",
    "-restart 1 -progressive",
    "-sample 1x1",
    "-sample 2x1",
    "-sample 1x2",
    "-sample 4x1",
    "-sample 1x4",
    "-sample 4x1 -progressive",
    "-sample 4x2",
    "-sample 3x1",
    "-sample 2x2,2x1,1x2",
    "-sample 1x1,2x2,2x2",
    "-sample 2x2,1x2,1x2",
];

const SIZES: [(usize, usize); 5] = [(1, 1), (3, 17), (64, 32), (97, 71), (233, 150)];

/// Slopes, edges and noise, as PPM.
fn picture((width, height): (usize, usize)) -> Vec<u8> {
    let mut file = format!("P6\n{width} {height}\n255\n").into_bytes();
    let mut noise = 1_u32;
    for y in 0..height {
        for x in 0..width {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let edge = if x / 9 % 3 == 1 { 120 } else { 0 };
            file.extend([x * 2 + edge, y * 3, 255 - x + (noise >> 28) as usize].map(|sample| sample as u8));
        }
    }
    file
}

/// Columns, rows and RGBA of a PPM or PGM.
fn parse(file: &[u8]) -> (u32, u32, Vec<u8>) {
    let ends: Vec<usize> = (0..file.len()).filter(|at| file[*at].is_ascii_whitespace()).take(4).collect();
    let words: Vec<&str> = str::from_utf8(&file[..ends[3]]).unwrap().split_ascii_whitespace().collect();
    let samples = &file[ends[3] + 1..];
    let rgba = match words[0] {
        "P6" => samples.as_chunks().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect(),
        _ => samples.iter().flat_map(|&grey| [grey, grey, grey, 255]).collect(),
    };
    (words[1].parse().unwrap(), words[2].parse().unwrap(), rgba)
}

fn check(folder: &Path, how: &str) {
    let file = fs::read(folder.join("made.jpg")).unwrap();
    let source = SourceBytes::Owned(file);
    let (width, height) = Jpeg.size(&source).unwrap();
    for by in [1, 2, 4, 8] {
        let (columns, rows, rgba) = parse(&run(folder, "djpeg", &format!("-pnm -scale 1/{by} made.jpg")));
        // The decoder reduces to a size that is wanted exactly, or missed by less than a pixel.
        let size = ((width / by).max(1), (height / by).max(1));
        if width < by || height < by {
            continue;
        }
        let frame = Jpeg.decode(&source, &Wish { size, ..Wish::whole((width, height)) }).unwrap();
        let layout = frame.pixels.layout();
        assert_eq!((layout.width, layout.height), (columns, rows), "{how}, 1/{by}");
        let part = Region { x: 0, y: 0, width: columns * by, height: rows * by };
        assert_eq!(frame.part, part, "{how}, 1/{by}");
        assert!(frame.pixels.bytes() == rgba, "{how}, 1/{by}: other pixels than djpeg's");
    }
}

#[test]
fn pixels_are_those_of_djpeg() {
    let folder = Folder::new("djpeg");
    for size in SIZES {
        fs::write(folder.0.join("picture.ppm"), picture(size)).unwrap();
        for arguments in MADE {
            run(&folder.0, "cjpeg", &format!("{arguments} -outfile made.jpg picture.ppm"));
            check(&folder.0, &format!("{size:?} {arguments}"));
        }
    }
}

/// Scans of one component each, coded one after the other.
#[test]
fn scans_that_are_not_interleaved_are_decoded() {
    let folder = Folder::new("scans");
    fs::write(folder.0.join("picture.ppm"), picture((97, 71))).unwrap();
    fs::write(folder.0.join("scans"), "0;\n1;\n2;\n").unwrap();
    run(&folder.0, "cjpeg", "-scans scans -outfile made.jpg picture.ppm");
    check(&folder.0, "three scans");
}

/// CMYK and YCCK as ImageMagick writes them. djpeg multiplies inks as we do.
#[test]
fn inks_are_multiplied() {
    let folder = Folder::new("cmyk");
    fs::write(folder.0.join("picture.ppm"), picture((97, 71))).unwrap();
    for sampling in ["1x1", "2x2"] {
        let arguments = format!("picture.ppm -colorspace CMYK -sampling-factor {sampling} -quality 93 made.jpg");
        run(&folder.0, "/usr/bin/convert", &arguments);
        check(&folder.0, sampling);
    }
}
