//! What containers say beside EXIF, against exiftool: it reads the same files, or wrote them.
//!
//! Skipped where exiftool or ImageMagick are not installed; `./dev test` installs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ohimagekit::error::ErrorKind;
use ohimagekit::source::decode;
use ohimagekit::source::properties::{Property, native};
use ohimagekit::source::{Container, ImageSource, SourceBytes};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ohimagekit-keys-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a program prints, or None if it is not installed.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            Some(text)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

/// All that exiftool finds in a file, by group and name.
fn judged(file: &Path) -> Option<BTreeMap<String, String>> {
    let text = output("exiftool", &["-args", "-n", "-G1", "-a", "-U", file.to_str().unwrap()])?;
    let line = |line: &str| line.strip_prefix('-')?.split_once('=').map(|(name, value)| (name.into(), value.into()));
    // Of several with one name the first counts.
    Some(text.lines().rev().filter_map(line).collect())
}

fn source(file: &Path) -> (Container, SourceBytes) {
    let bytes = SourceBytes::of_file(fs::File::open(file).unwrap()).unwrap();
    (decode::container(&bytes).unwrap(), bytes)
}

fn value(file: &Path, key: &str) -> Option<Property> {
    let (container, bytes) = source(file);
    native::value(container, &bytes, key.as_bytes()).unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// Whether the library's value is what exiftool prints, which rounds numbers to ten digits and does not print bytes.
fn same(value: &Property, judged: &str) -> bool {
    let numbers = |ours: Vec<f64>| {
        let theirs: Vec<f64> = judged.split(' ').filter_map(|number| number.parse().ok()).collect();
        let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * b.abs();
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(close)
    };
    match value {
        Property::Integers(ours) => numbers(ours.iter().map(|number| *number as f64).collect()),
        Property::Doubles(ours) => numbers(ours.clone()),
        Property::Text(ours) => String::from_utf8_lossy(ours) == judged,
        Property::Blob(ours) => judged == format!("(Binary data {} bytes, use -b option to extract)", ours.len()),
    }
}

/// Keys and exiftool's names for the same.
fn check(file: &Path, pairs: &[(&str, &str)]) {
    let judged = judged(file).unwrap();
    for (key, name) in pairs {
        let ours = value(file, key).unwrap_or_else(|| panic!("{key} is absent, but {:?}", judged.get(*name)));
        let theirs = judged.get(*name).unwrap_or_else(|| panic!("exiftool finds no {name} in {judged:#?}"));
        assert!(same(&ours, theirs), "{key} is {ours:?}, but {name} {theirs}");
    }
}

fn image(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/images").join(name)
}

#[test]
fn jfif() {
    let folder = Folder::new("jfif");
    let (plain, progressive) = (folder.0.join("plain.jpg"), folder.0.join("progressive.jpg"));
    for (file, interlace) in [(&plain, "none"), (&progressive, "JPEG")] {
        let arguments =
            [image("rocket.jpg").to_str().unwrap(), "-strip", "-units", "PixelsPerCentimeter", "-density", "75x80"];
        let arguments = [&arguments[..], &["-interlace", interlace, file.to_str().unwrap()]].concat();
        if output("convert", &arguments).is_none() || output("exiftool", &["-ver"]).is_none() {
            return;
        }
        let pairs =
            [("JfifXDensity", "XResolution"), ("JfifYDensity", "YResolution"), ("JfifDensityUnit", "ResolutionUnit")];
        check(file, &pairs.map(|(key, name)| (key, ["JFIF:", name].concat().leak() as &str)));
        assert_eq!(value(file, "JfifVersion"), Some(Property::Integers(vec![1, 1])));
        assert_eq!(judged(file).unwrap()["JFIF:JFIFVersion"], "1 1");
    }
    let is_progressive = |file| (value(file, "JfifIsProgressive"), judged(file).unwrap()["File:EncodingProcess"].clone());
    assert_eq!(is_progressive(&plain), (Some(Property::Integers(vec![0])), "0".into()));
    assert_eq!(is_progressive(&progressive), (Some(Property::Integers(vec![1])), "2".into()));

    // EXIF in front of JFIF, or no JFIF at all.
    let jpeg = fs::read(&plain).unwrap();
    assert_eq!(&jpeg[..4], b"\xFF\xD8\xFF\xE0");
    let foreign = b"\xFF\xE1\0\x08Exif\0\0\xFF\xE0\0\x06JFXX";
    let behind = folder.write("behind.jpg", &[&jpeg[..2], foreign, &jpeg[2..]].concat());
    assert_eq!(value(&behind, "JfifXDensity"), Some(Property::Integers(vec![75])));
    let length = usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]]));
    let without = folder.write("without.jpg", &[&jpeg[..2], &jpeg[4 + length..]].concat());
    assert_eq!(value(&without, "JfifXDensity"), None);
    assert_eq!(value(&without, "JfifIsProgressive"), Some(Property::Integers(vec![0])));
}

#[test]
fn png() {
    let folder = Folder::new("png");
    let file = folder.0.join("texts.png");
    let made = ["-size", "20x10", "xc:red", "-interlace", "PNG", file.to_str().unwrap()];
    let long = format!("-PNG:Description={}", "long ".repeat(500));
    let write = [
        "-q",
        "-overwrite_original",
        "-z",
        "-PNG-pHYs:PixelsPerUnitX=2835",
        "-PNG-pHYs:PixelsPerUnitY=70001",
        "-PNG-pHYs:PixelUnits#=1",
        "-PNG:Gamma=2.2",
        "-PNG:SRGBRendering#=1",
        "-PNG:Title=Zürich €",
        &long,
        "-PNG:Comment=a comment",
        "-PNG:Disclaimer=none taken",
        "-PNG:PNGWarning=beware",
        "-PNG:Author=Ærøskøbing",
        "-PNG:Copyright=somebody",
        "-PNG:CreationTime=2020:01:02 03:04:05",
        "-PNG:ModDate=2021:01:02 03:04:05",
        "-PNG:Software=exiftool",
        file.to_str().unwrap(),
    ];
    if output("convert", &made).is_none() || output("exiftool", &write).is_none() {
        return;
    }
    let pairs = [
        ("PngXPixelsPerMeter", "PNG-pHYs:PixelsPerUnitX"),
        ("PngYPixelsPerMeter", "PNG-pHYs:PixelsPerUnitY"),
        ("PngInterlaceType", "PNG:Interlace"),
        ("PngSRGBIntent", "PNG:SRGBRendering"),
        ("Title", "PNG:Title"),
        ("Comment", "PNG:Comment"),
        ("Disclaimer", "PNG:Disclaimer"),
        ("Warning", "PNG:PNGWarning"),
        ("Author", "PNG:Author"),
        ("Copyright", "PNG:Copyright"),
        ("Creation Time", "PNG:CreationTime"),
        ("Software", "PNG:Software"),
    ];
    check(&file, &pairs);
    assert_eq!(value(&file, "Description"), Some(Property::Text("long ".repeat(500).into())));
    // exiftool says 1 / gamma.
    let Some(Property::Doubles(gamma)) = value(&file, "PngGamma") else { panic!("no gamma") };
    let expected: f64 = judged(&file).unwrap()["PNG:Gamma"].parse().unwrap();
    assert!((1.0 / gamma[0] - expected).abs() < 1e-4, "{gamma:?}, {expected}");
    for key in ["PngChromaticities", "Modification Time"] {
        assert_eq!(value(&file, key), None, "{key}");
    }
}

#[test]
fn png_chromaticities_and_texts_behind_the_pixels() {
    let folder = Folder::new("chunks");
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let sum = crc32(&[name, data].concat());
        [&(data.len() as u32).to_be_bytes()[..], name, data, &sum.to_be_bytes()].concat()
    };
    let png = fs::read(image("coffee.png")).unwrap();
    let (front, behind) = (png.split_at(33).0, &png[33..png.len() - 12]);
    let chromaticities: Vec<u8> = (1..=8_u32).flat_map(|n| (12345 + 1000 * n).to_be_bytes()).collect();
    let units = chunk(b"pHYs", &[&[0, 0, 0, 2, 0, 0, 0, 1][..], &[0]].concat());
    let mut wrong = chunk(b"tEXt", b"Author\0nobody");
    *wrong.last_mut().unwrap() ^= 1;
    let parts = [
        front.to_vec(),
        units,
        chunk(b"cHRM", &chromaticities),
        wrong,
        behind.to_vec(),
        chunk(b"tEXt", b"Modification Time\0today"),
        chunk(b"tEXt", b"Author\0first"),
        chunk(b"tEXt", b"Author\0second"),
        chunk(b"IEND", b""),
        chunk(b"tEXt", b"Title\0too late"),
    ];
    let file = folder.write("chunks.png", &parts.concat());
    let expected = [0.13345, 0.14345, 0.15345, 0.16345, 0.17345, 0.18345, 0.19345, 0.20345];
    assert_eq!(value(&file, "PngChromaticities"), Some(Property::Doubles(expected.into())));
    assert_eq!(value(&file, "Modification Time"), Some(Property::Text(b"today".into())));
    assert_eq!(value(&file, "Author"), Some(Property::Text(b"first".into())));
    // An aspect ratio is no resolution.
    assert_eq!(value(&file, "PngXPixelsPerMeter"), None);
    assert_eq!(value(&file, "Title"), None);
    if let Some(judged) = judged(&file) {
        let names = ["WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY"];
        let theirs = names.map(|name| judged[&format!("PNG-cHRM:{name}")].parse::<f64>().unwrap());
        assert_eq!(theirs, expected);
    }
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// Fails until GIF tells its frames and WebP its frames (`Decoder::animation`).
#[test]
fn animations() {
    let folder = Folder::new("animations");
    let gif = folder.0.join("two.gif");
    let frames = ["-delay", "7", "-dispose", "Background", "-size", "30x20", "xc:red", "-delay", "25", "xc:blue"];
    if output("convert", &[&frames[..], &["-loop", "3", gif.to_str().unwrap()]].concat()).is_some() {
        let number = |key| match value(&gif, key) {
            Some(Property::Integers(numbers)) if numbers.len() == 1 => numbers[0],
            other => panic!("{key}: {other:?}"),
        };
        assert_eq!((number("GifCanvasWidth"), number("GifCanvasHeight")), (30, 20));
        assert_eq!((number("GifDelayTime"), number("GifUnclampedDelayTime")), (100, 70));
        assert_eq!((number("GifDisposalType"), number("GifLoopCount")), (2, 3));
        let has_colors = fs::read(&gif).unwrap()[10] >> 7;
        assert_eq!(number("GifHasGlobalColorMap"), i64::from(has_colors));
        if output("exiftool", &["-ver"]).is_some() {
            let pairs = [
                ("GifCanvasWidth", "GIF:ImageWidth"),
                ("GifCanvasHeight", "GIF:ImageHeight"),
                ("GifHasGlobalColorMap", "GIF:HasColorMap"),
                ("GifLoopCount", "GIF:AnimationIterations"),
            ];
            check(&gif, &pairs);
        }
    }
    let still = folder.0.join("still.webp");
    let png = image("chelsea.png");
    if output("cwebp", &["-quiet", png.to_str().unwrap(), "-o", still.to_str().unwrap()]).is_none() {
        return;
    }
    assert_eq!(value(&still, "WebPCanvasWidth"), Some(Property::Integers(vec![451])));
    assert_eq!(value(&still, "WebPCanvasHeight"), Some(Property::Integers(vec![300])));
    assert_eq!(value(&still, "WebPLoopCount"), None);
    let animated = folder.0.join("animated.webp");
    for (looped, told) in [("0", 0), ("4", 5)] {
        let frame = still.to_str().unwrap();
        let frames = ["-frame", frame, "+40", "-frame", frame, "+70000", "-loop", looped];
        output("webpmux", &[&frames[..], &["-o", animated.to_str().unwrap()]].concat()).unwrap();
        assert_eq!(value(&animated, "WebPDelayTime"), Some(Property::Integers(vec![100])));
        assert_eq!(value(&animated, "WebPUnclampedDelayTime"), Some(Property::Integers(vec![40])));
        assert_eq!(value(&animated, "WebPLoopCount"), Some(Property::Integers(vec![told])));
        assert_eq!(value(&animated, "WebPCanvasWidth"), Some(Property::Integers(vec![451])));
    }
}
