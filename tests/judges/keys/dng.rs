//! DNG: its keys, telling it from TIFF, and its preview.

use std::fs;

use ohimagekit::error::ErrorKind;
use ohimagekit::source::ImageSource;

use super::tiff::{Entry, Writer};
use super::*;

/// What exiftool calls otherwise or does not know, by DNG 1.4: number and exiftool's name of a format.
const UNLISTED: &[(&str, u16, &str)] = &[
    ("LensInfo", 50736, "rational64u"),
    ("DNGPrivateData", 50740, "int8u"),
    ("CameraCalibrationSignature", 50931, "string"),
    ("ProfileCalibrationSignature", 50932, "string"),
    ("ExtraCameraProfiles", 50933, "int32u"),
    ("OriginalBestQualityFinalSize", 51090, "int32u"),
    ("CFAPlaneColor", 50710, "int8u"),
    ("CFALayout", 50711, "int16u"),
    ("SubTileBlockSize", 50974, "int16u"),
    ("RowInterleaveFactor", 50975, "int16u"),
];

/// The keys of the original's header, and the types that it names.
fn keys() -> Vec<(String, Vec<String>)> {
    let facts = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/ndk.json")).unwrap();
    let key = |fact: &str| {
        let text = |text: &str| text.split('"').nth(1).map(str::to_owned);
        let value = text(fact.split_once("\"value\":")?.1)?;
        let types = fact.split_once("\"typed_access\": [")?.1.split(']').next()?;
        Some((value, types.split(',').filter_map(text).collect()))
    };
    facts.split("\"name\": \"OHOS_DNG_PROPERTY_").skip(1).map(|fact| key(fact).unwrap()).collect()
}

/// The entry of a tag in a format that exiftool names, and the value to be told.
fn example(writer: &Writer, tag: u16, format: &str, types: &[String]) -> (Entry, Property) {
    let is_one = types.iter().any(|of| ["Short", "Long", "Double"].contains(&of.as_str()));
    let numbers: Vec<u32> = (1..=if is_one { 1 } else { 3 }).map(|n| u32::from(tag % 50) + n).collect();
    let whole = types.iter().any(|of| of == "IntArray");
    let below = if whole { 1 } else { 8 };
    let doubles = |sign: f64, below: u32| numbers.iter().map(|n| sign * f64::from(*n) / f64::from(below)).collect();
    let each = |bytes: &dyn Fn(u32) -> Vec<u8>| numbers.iter().flat_map(|n| bytes(*n)).collect::<Vec<u8>>();
    let (number, bytes, told): (u16, Vec<u8>, Vec<f64>) = match format {
        "string" => {
            let text = format!("text of {tag}").into_bytes();
            return ((tag, 2, [text.as_slice(), b"\0"].concat()), Property::Text(text));
        }
        "int8u" if types == ["String"] => {
            let digest: Vec<u8> = (0..16).map(|at| at * 17).collect();
            return ((tag, 1, digest), Property::Text(b"00112233445566778899aabbccddeeff".to_vec()));
        }
        "undef" | "int8u" if types == ["Blob"] => {
            let blob = [&tag.to_be_bytes()[..], b"\0blob"].concat();
            return ((tag, if format == "undef" { 7 } else { 1 }, blob.clone()), Property::Blob(blob));
        }
        "int8u" => (1, each(&|n| vec![n as u8]), doubles(1.0, 1)),
        "int16u" => (3, each(&|n| writer.u16(n as u16).to_vec()), doubles(1.0, 1)),
        "int32u" => (4, each(&|n| writer.u32(n).to_vec()), doubles(1.0, 1)),
        "rational64u" => (5, each(&|n| [writer.u32(n), writer.u32(below)].concat()), doubles(1.0, below)),
        "rational64s" => {
            let below = 16;
            (10, each(&|n| [writer.u32(n.wrapping_neg()), writer.u32(below)].concat()), doubles(-1.0, below))
        }
        "float" => (11, each(&|n| writer.u32((n as f32 / 4.0).to_bits()).to_vec()), doubles(1.0, 4)),
        "double" => {
            let bits = |n: u32| (f64::from(n) / 4.0).to_bits();
            let halves = |n| [writer.u32((bits(n) >> 32) as u32), writer.u32(bits(n) as u32)];
            let big = writer.u16(1) == [0, 1];
            let order = |[high, low]: [[u8; 4]; 2]| if big { [high, low].concat() } else { [low, high].concat() };
            (12, each(&|n| order(halves(n))), doubles(1.0, 4))
        }
        other => panic!("{tag}: {other}"),
    };
    let told = if types.iter().any(|of| of.starts_with("Double")) {
        Property::Doubles(told)
    } else {
        Property::Integers(told.iter().map(|number| *number as i64).collect())
    };
    ((tag, number, bytes), told)
}

#[test]
fn every_key_of_the_header_is_told_in_its_type() {
    let folder = Folder::new("dng");
    let tags = tags_of_exiftool();
    let keys = keys();
    assert_eq!(keys.len(), 89);
    for big in [false, true] {
        let mut writer = Writer::new(big);
        let mut directories = [const { Vec::new() }; 3];
        let mut expected = Vec::new();
        for (at, (key, types)) in keys.iter().enumerate() {
            let listed = UNLISTED.iter().find(|(name, ..)| name == key).map(|(_, tag, format)| (*tag, *format));
            let (tag, format) = listed.unwrap_or_else(|| {
                let (number, _, format) = tags.iter().find(|(_, name, _)| name == key).expect(key);
                (*number, format)
            });
            let (entry, told) = example(&writer, tag, format, types);
            // The two tags that make it a DNG are where they belong.
            let directory = if [50706, 50708].contains(&tag) { 0 } else { at % 3 };
            // What another directory says as well does not count.
            if directory == 1 && !native::is_key(format!("Tiff{key}").as_bytes()) {
                directories[2].push((tag, 3, writer.u16(9999).to_vec()));
            }
            directories[directory].push(entry);
            expected.push((key, told));
        }
        let [mut first, mut raw, mut other] = directories;
        raw.push(writer.long(254, 0));
        other.push(writer.long(254, 1));
        let below = [writer.directory(other), writer.directory(raw)];
        first.push((330, 4, below.map(|place| writer.u32(place)).concat()));
        first.push(writer.long(254, 1));
        let first = writer.directory(first);
        let file = folder.write("keys.dng", &writer.finish(first));
        assert_eq!(source(&file).0, Container::Dng);
        for (key, told) in expected {
            assert_eq!(value(&file, key).as_ref(), Some(&told), "{key}, big endian: {big}");
        }
    }
}

#[test]
fn a_tiff_that_exiftool_gives_tags_of_dng_is_one() {
    let folder = Folder::new("made");
    let file = folder.0.join("made.tif");
    let path = file.to_str().unwrap();
    let made = ["-size", "30x20", "gradient:red-blue", "-compress", "none", path];
    let one = ["-q", "-overwrite_original", "-IFD0:UniqueCameraModel=Camera 1", path];
    output(CONVERT, &made);
    output("exiftool", &one);
    let bytes = || SourceBytes::of_file(fs::File::open(&file).unwrap()).unwrap();
    assert_ne!(decode::container(&bytes()).ok(), Some(Container::Dng));
    let write = [
        "-q",
        "-overwrite_original",
        "-IFD0:DNGVersion=1 4 0 0",
        "-IFD0:ColorMatrix1=0.5 -0.25 0.125 0.1 0.2 0.3 0.7 -0.8 0.9",
        "-IFD0:AsShotNeutral=0.5 1 0.75",
        "-IFD0:BaselineExposure=-0.5",
        "-IFD0:CalibrationIlluminant1#=21",
        "-IFD0:ProfileName=A profile",
        path,
    ];
    output("exiftool", &write);
    assert_eq!(decode::container(&bytes()), Ok(Container::Dng));
    let pairs = [
        ("DNGVersion", "IFD0:DNGVersion"),
        ("UniqueCameraModel", "IFD0:UniqueCameraModel"),
        ("ColorMatrix1", "IFD0:ColorMatrix1"),
        ("AsShotNeutral", "IFD0:AsShotNeutral"),
        ("BaselineExposure", "IFD0:BaselineExposure"),
        ("CalibrationIlluminant1", "IFD0:CalibrationIlluminant1"),
        ("ProfileName", "IFD0:ProfileName"),
    ];
    check(&file, &pairs);
    assert_eq!(value(&file, "ForwardMatrix1"), None);
    // Its pixels are no JPEG.
    let error = ImageSource::new(bytes()).info().unwrap_err();
    assert_eq!(error.kind, ErrorKind::SourceDecodeFailed);
    let error = native::value(Container::Dng, &bytes(), b"PngGamma").unwrap_err();
    assert_eq!(error.kind, ErrorKind::SourceUnrecognised);
}

/// A DNG: a small preview in its first directory, below it raw pixels and a photo.
fn with_previews(big: bool, photo: &[u8], photometric_of_photo: u32) -> Vec<u8> {
    let small = {
        let mut small = fs::read(image("rocket.jpg")).unwrap();
        // The same photo, said to be 8x8, is less than any other.
        let at = small.windows(2).position(|window| window == b"\xFF\xC0").unwrap();
        small[at + 5..at + 9].copy_from_slice(&[0, 8, 0, 8]);
        small
    };
    // A lossless JPEG of raw pixels, larger than all others: its header is enough.
    let raw = b"\xFF\xD8\xFF\xC3\0\x0B\x0E\x20\0\x20\0\x01\x01\x11\0\xFF\xD9";
    let mut writer = Writer::new(big);
    let strip = |writer: &mut Writer, kind, photometric, stream: &[u8]| {
        let place = writer.data(stream);
        let longs = [(254, kind), (259, 7), (262, photometric), (273, place), (279, stream.len() as u32)];
        longs.map(|(tag, number)| writer.long(tag, number)).to_vec()
    };
    let entries = strip(&mut writer, 0, 32803, raw);
    let raw = writer.directory(entries);
    let entries = strip(&mut writer, 1, photometric_of_photo, photo);
    let photo = writer.directory(entries);
    let mut entries = strip(&mut writer, 1, 6, &small);
    entries.push((0xC612, 1, vec![1, 4, 0, 0]));
    entries.push((0xC614, 2, b"Camera\0".to_vec()));
    entries.push((330, 4, [writer.u32(raw), writer.u32(photo)].concat()));
    let first = writer.directory(entries);
    writer.finish(first)
}

#[test]
fn the_largest_preview_is_decoded() {
    let folder = Folder::new("preview");
    let photo = fs::read(image("rocket.jpg")).unwrap();
    let pixels = |bytes: SourceBytes| {
        let map = ImageSource::new(bytes).decode_first().unwrap();
        let mut pixels = vec![0; map.byte_count().unwrap()];
        map.read_pixels(&mut pixels).unwrap();
        pixels
    };
    let expected = pixels(SourceBytes::copy_of(&photo).unwrap());
    assert_eq!(expected.len(), 640 * 427 * 4);
    for big in [false, true] {
        let dng = with_previews(big, &photo, 6);
        let file = folder.write("preview.dng", &dng);
        let of_file = || SourceBytes::of_file(fs::File::open(&file).unwrap()).unwrap();
        let info = ImageSource::new(of_file()).info().unwrap();
        assert_eq!((info.width, info.height, info.container.mime()), (640, 427, "image/x-adobe-dng"));
        assert!(pixels(of_file()) == expected);
        assert!(pixels(SourceBytes::copy_of(&dng).unwrap()) == expected);
        // A photo that is said to be raw is not taken.
        let info = ImageSource::new(SourceBytes::copy_of(&with_previews(big, &photo, 34892)).unwrap()).info().unwrap();
        assert_eq!((info.width, info.height), (8, 8));
        // Of a file that is cut, the preview is decoded as far as it goes.
        let at = dng.windows(photo.len()).position(|window| window == photo).unwrap();
        let judged = judged(&file);
        assert_eq!(judged["SubIFD1:PreviewImageStart"], at.to_string());
        assert_eq!(judged["File:MIMEType"], "image/x-adobe-dng");
    }
}

#[test]
fn damaged_files_are_refused_or_decoded() {
    let photo = fs::read(image("rocket.jpg")).unwrap();
    let dng = with_previews(true, &photo, 6);
    let mut state = 0x1234_5677_u32;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize
    };
    // The directories lie at the end, behind two photos; the header is in front.
    let ends = |at: usize| if at < 8 { at } else { dng.len() - 300 + at - 8 };
    let mut sizes = [0; 2];
    for _ in 0..3000 {
        let mut damaged = dng.clone();
        for _ in 0..=random() % 3 {
            damaged[ends(random() % 308)] = random() as u8;
        }
        damaged.truncate(if random() % 4 == 0 { ends(random() % 308) } else { dng.len() });
        if let Ok(bytes) = SourceBytes::copy_of(&damaged) {
            let info = ImageSource::new(bytes).info();
            sizes[usize::from(info.is_ok())] += 1;
        }
    }
    assert!(sizes[0] > 100 && sizes[1] > 100, "{sizes:?}");
}
