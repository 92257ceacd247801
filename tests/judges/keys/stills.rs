//! JPEG and PNG.

use std::fs;

use super::*;

#[test]
fn jfif() {
    let folder = Folder::new("jfif");
    let (plain, progressive) = (folder.0.join("plain.jpg"), folder.0.join("progressive.jpg"));
    let photo = image("rocket.jpg");
    for (file, interlace) in [(&plain, "none"), (&progressive, "JPEG")] {
        let arguments = [photo.to_str().unwrap(), "-strip", "-units", "PixelsPerCentimeter", "-density", "75x80"];
        let arguments = [&arguments[..], &["-interlace", interlace, file.to_str().unwrap()]].concat();
        output(CONVERT, &arguments);
        let pairs =
            [("JfifXDensity", "XResolution"), ("JfifYDensity", "YResolution"), ("JfifDensityUnit", "ResolutionUnit")];
        check(file, &pairs.map(|(key, name)| (key, ["JFIF:", name].concat().leak() as &str)));
        assert_eq!(value(file, "JfifVersion"), Some(Property::Integers(vec![1, 1])));
        assert_eq!(judged(file)["JFIF:JFIFVersion"], "1 1");
    }
    let is_progressive = |file| (value(file, "JfifIsProgressive"), judged(file)["File:EncodingProcess"].clone());
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
    output(CONVERT, &made);
    output("exiftool", &write);
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
    let expected: f64 = judged(&file)["PNG:Gamma"].parse().unwrap();
    assert!((1.0 / gamma[0] - expected).abs() < 1e-4, "{gamma:?}, {expected}");
    assert_eq!(value(&file, "Modification Time"), None);
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
    let judged = judged(&file);
    let names = ["WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY"];
    let theirs = names.map(|name| judged[&format!("PNG:{name}")].parse::<f64>().unwrap());
    assert_eq!(theirs, expected);
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
