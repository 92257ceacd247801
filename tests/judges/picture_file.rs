//! JPEG files of pictures, taken apart by a few lines of this test's own: every length and offset leads where it says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use ohimagekit::color::ColorSpace;
use ohimagekit::content::hdr::HdrMetadata;
use ohimagekit::content::{AuxiliaryPicture, Picture, Pixelmap};
use ohimagekit::encode::options::PackingOptions;
use ohimagekit::encode::{self, Content};
use ohimagekit::error::ErrorKind;
use ohimagekit::metadata::auxiliary::AuxiliaryKind as Kind;
use ohimagekit::metadata::exif::Exif;
use ohimagekit::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use ohimagekit::metadata::{Metadata, MetadataKind};
use ohimagekit::pixel::PixelFormat;
use ohimagekit::sink::Output;
use ohimagekit::threads::Threads;

use crate::hdr::{options, packed, pixelmap};
use crate::support::{Folder, run};

const SRGB: i32 = 4;
const DISPLAY_P3: i32 = 3;
const SIZE: (u32, u32) = (40, 24);

/// The segments in front of the scan: marker, place, payload.
fn segments(jpeg: &[u8]) -> Vec<(u8, usize, &[u8])> {
    assert_eq!(jpeg[..2], [0xFF, 0xD8]);
    let (mut at, mut found) = (2, Vec::new());
    loop {
        assert_eq!(jpeg[at], 0xFF);
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        found.push((jpeg[at + 1], at, &jpeg[at + 4..at + 2 + length]));
        if jpeg[at + 1] == 0xDA {
            return found;
        }
        at += 2 + length;
    }
}

/// Bytes of the JPEG in front: no scan of this test's files has a marker inside but its end.
fn length(jpeg: &[u8]) -> usize {
    let scan = segments(jpeg).last().unwrap().1;
    scan + jpeg[scan..].windows(2).position(|pair| pair == [0xFF, 0xD9]).unwrap() + 2
}

fn u32_at(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// The payload of the only segment with this marker and this beginning, and its place.
fn only<'a>(jpeg: &'a [u8], marker: u8, tag: &[u8]) -> (usize, &'a [u8]) {
    let found: Vec<_> =
        segments(jpeg).into_iter().filter(|(kind, _, payload)| *kind == marker && payload.starts_with(tag)).collect();
    assert_eq!(found.len(), 1, "FF {marker:02X} {}", tag.escape_ascii());
    (found[0].1, found[0].2)
}

/// The records behind the images, from the first to the last: tag and payload; and where they begin.
fn records(file: &[u8]) -> (Vec<(String, &[u8])>, usize) {
    let (mut end, mut found) = (file.len(), Vec::new());
    while file[end - 2..end] != [0xFF, 0xD9] {
        let (tag, length) = (&file[end - 8..end], u32::from_le_bytes(file[end - 12..end - 8].try_into().unwrap()));
        let payload = &file[end - 12 - length as usize..end - 12];
        found.push((String::from_utf8(tag.to_vec()).unwrap().trim_end_matches('\0').to_owned(), payload));
        end -= 12 + length as usize;
    }
    found.reverse();
    (found, end)
}

/// Pixels in which no two rows are alike.
fn colors((width, height): (u32, u32), space: i32) -> Pixelmap {
    let pixel = |x: u32, y: u32| [x * 5, y * 9, (x * 3 + y) ^ 255, 255].map(|part| part as u8);
    let bytes: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    pixelmap(PixelFormat::Rgba8888, (width, height), &bytes, space)
}

fn gray(size: (u32, u32), space: i32) -> Pixelmap {
    let bytes: Vec<u8> = (0..size.0 * size.1).flat_map(|at| [[at as u8; 3].as_slice(), &[255]].concat()).collect();
    pixelmap(PixelFormat::Rgba8888, size, &bytes, space)
}

fn mastering() -> MasteringMetadata {
    MasteringMetadata {
        primaries: [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
        white: [0.3127, 0.329],
        max_luminance: 1000.0,
        min_luminance: 0.005,
        max_content_light_level: 900.0,
        max_frame_average_light_level: 300.0,
    }
}

fn exif(description: usize) -> Arc<Mutex<Metadata>> {
    let mut exif = Exif::new();
    exif.set_text(b"ImageDescription", &vec![b'x'; description]).unwrap();
    Arc::new(Mutex::new(Metadata::Exif(exif)))
}

fn add(picture: &Picture, kind: Kind, map: Pixelmap) -> Arc<AuxiliaryPicture> {
    let auxiliary = Arc::new(AuxiliaryPicture::new(kind, map.into()));
    picture.set_auxiliary(kind, Arc::clone(&auxiliary));
    auxiliary
}

#[test]
fn every_offset_leads_where_it_says() {
    for (space, description, one_channel, described, dynamic) in [
        (SRGB, 0, true, false, None),
        (DISPLAY_P3, 0, false, true, None),
        (SRGB, 500, false, false, Some(vec![7_u8; 100])),
        (DISPLAY_P3, 60_000, true, true, Some(vec![8; 65_483])),
        (SRGB, 0, false, true, Some(vec![9; 65_484])),
    ] {
        let how = GainMapMetadata { channels: if one_channel { 1 } else { 3 }, ..GainMapMetadata::default() };
        let hdr = |gain_map| HdrMetadata {
            gain_map,
            mastering: described.then(mastering),
            dynamic: dynamic.clone().map(Arc::new),
            ..HdrMetadata::default()
        };
        let picture = Picture::new(colors(SIZE, space).with_hdr(hdr(None)).unwrap().into()).unwrap();
        add(&picture, Kind::GainMap, gray((20, 12), space).with_hdr(hdr(Some(how))).unwrap());
        if description > 0 {
            picture.set_metadata(1, exif(description)).unwrap();
        }
        let file =
            packed(Content::Picture(&picture), &PackingOptions { needs_pack_properties: true, ..options(90, 0) });
        let base = length(&file);
        let second = &file[base..];
        assert_eq!(length(second), second.len(), "there is nothing else");

        // The base image: order, then what points to the second image.
        let vivid = described || dynamic.is_some();
        let mut order = vec![0xE0, 0xE1, 0xE2];
        if description > 0 {
            order.insert(0, 0xE1);
        }
        if vivid {
            order.push(0xE8);
        }
        order.extend([0xE2, 0xE2]);
        let markers: Vec<u8> =
            segments(&file).iter().map(|segment| segment.0).take_while(|marker| *marker >= 0xE0).collect();
        assert_eq!(markers, order);
        let (place, index) = only(&file, 0xE2, b"MPF\0");
        assert_eq!((u32_at(index, 58), u32_at(index, 62)), (base, 0));
        assert_eq!(u32_at(index, 74), second.len());
        assert_eq!(place + 8 + u32_at(index, 78), base);
        let (_, xmp) = only(&file, 0xE1, b"http://ns.adobe.com/xap/1.0/\0");
        let xmp = str::from_utf8(xmp).unwrap();
        assert!(
            xmp.contains(&format!(
                "Item:Semantic=\"GainMap\" Item:Mime=\"image/jpeg\" Item:Length=\"{}\"",
                second.len()
            ))
        );
        let (last, versions) = only(&file, 0xE2, b"urn:iso:std:iso:ts:21496:-1\0");
        assert_eq!(versions[28..], [0; 4]);
        if vivid {
            let (place, payload) = only(&file, 0xE8, b"ITUT35\x26\x00\x04\x00\x07\x02\x01");
            assert_eq!((payload.len(), place + u32_at(payload, 16)), (24, base));
            assert_eq!(last + 36 + u32_at(payload, 20), base);
        }
        if description > 0 {
            assert_eq!(only(&file, 0xE1, b"Exif\0\0").0, 2);
        }

        // The gain map.
        let (place, metadata) = only(second, 0xE2, b"urn:iso:std:iso:ts:21496:-1\0");
        assert_eq!((place, metadata.len()), (2, 28 + if one_channel { 61 } else { 141 }));
        assert!(segments(second).iter().all(|segment| !segment.2.starts_with(b"Exif")));
        if vivid {
            let (place, payload) = only(second, 0xE8, b"ITUT35\x26\x00\x04\x00\x07\x02\x02\x01");
            // What no segment holds is left out.
            let dynamic = dynamic.as_ref().map_or(0, Vec::len) % 65_484;
            assert_eq!((place, payload.len()), (2 + 4 + metadata.len(), 50 + dynamic));
        }
        let components = segments(second).iter().find(|segment| segment.0 == 0xC0).unwrap().2[5];
        assert_eq!(components, if one_channel { 1 } else { 3 });
        if !one_channel {
            let (a, b) = (only(&file, 0xE2, b"ICC_PROFILE\0").1, only(second, 0xE2, b"ICC_PROFILE\0").1);
            assert!(a == b, "both have one profile");
        }
    }
}

/// A picture with one of everything but a gain map.
fn full_picture() -> Picture {
    let picture = Picture::new(colors(SIZE, SRGB).into()).unwrap();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::GainMap) {
        let map = match kind {
            Kind::DepthMap => pixelmap(PixelFormat::RgbaF16, (5, 3), &[9; 120], SRGB),
            Kind::LinearMap => pixelmap(PixelFormat::Nv12, (5, 3), &[6; 27], SRGB),
            _ => colors((16, 8 + kind as u32), SRGB),
        };
        let auxiliary = add(&picture, kind, map);
        if kind == Kind::FragmentMap {
            auxiliary.set_metadata(2, fragment(["3", "4", "37", "20"])).unwrap();
        }
    }
    for number in (3..=13).filter(|number| *number != 5) {
        let mut blob = Metadata::new(MetadataKind::of(number).unwrap());
        blob.blob_mut().unwrap().set(&vec![number as u8; number as usize]).unwrap();
        picture.set_metadata(number, Arc::new(Mutex::new(blob))).unwrap();
    }
    picture
}

fn fragment(place: [&str; 4]) -> Arc<Mutex<Metadata>> {
    let mut metadata = Metadata::new(MetadataKind::Fragment);
    for (key, text) in ["XInOriginal", "YInOriginal", "FragmentImageWidth", "FragmentImageHeight"].iter().zip(place) {
        metadata.set_text(key.as_bytes(), text.as_bytes()).unwrap();
    }
    Arc::new(Mutex::new(metadata))
}

#[test]
fn records_are_found_from_the_end() {
    let folder = Folder::new("picture-records");
    let picture = full_picture();
    let all = PackingOptions { needs_pack_properties: true, needs_pack_dfx_data: true, ..options(90, 1) };
    let file = packed(Content::Picture(&picture), &all);
    let (found, end) = records(&file);
    assert_eq!(end, length(&file));
    let blobs = [
        ("XtStyle", 3),
        ("RfDataB", 4),
        ("STData", 6),
        ("Res-Map", 7),
        ("XDRAW4K", 8),
        ("PRIVATE", 9),
        ("RfDataN", 10),
        ("RfDataS", 11),
        ("SnpHdrM", 12),
        ("DfxData", 13),
    ];
    let images = ["DepthP", "edof", "HighBit", "Fragmnt", "SnpMain", "SnpGain", "PanMain", "PanGain", "Lhdr"];
    let tags: Vec<&str> = found.iter().map(|(tag, _)| &tag[..]).collect();
    assert_eq!(tags, [&blobs.map(|(tag, _)| tag)[..], &images].concat());
    for ((_, payload), (_, number)) in found.iter().zip(blobs) {
        assert_eq!(*payload, vec![number; usize::from(number)]);
    }
    for ((tag, payload), kind) in found[blobs.len()..].iter().zip(&Kind::ALL[1..]) {
        match kind {
            Kind::DepthMap => assert_eq!(*payload, [9; 120]),
            Kind::LinearMap => assert_eq!(*payload, [6; 27]),
            _ => {
                assert_eq!(length(payload), payload.len());
                folder.write("part.jpg", payload);
                let pixels = run(&folder.0, "djpeg", "part.jpg");
                assert!(pixels.starts_with(format!("P6\n16 {}\n", 8 + *kind as i32).as_bytes()), "{tag}");
            }
        }
        if *kind == Kind::FragmentMap {
            assert_eq!(payload[2..22], *b"\xFF\xEC\0\x12\0\0\0\x03\0\0\0\x04\0\0\0\x25\0\0\0\x14");
        }
    }
}

#[test]
fn options_decide_about_blobs() {
    let picture = full_picture();
    for (properties, dfx, expected) in [(false, false, 0), (true, false, 9), (false, true, 1), (true, true, 10)] {
        let options = PackingOptions { needs_pack_properties: properties, needs_pack_dfx_data: dfx, ..options(80, 1) };
        let file = packed(Content::Picture(&picture), &options);
        let tags: Vec<String> = records(&file).0.into_iter().map(|(tag, _)| tag).collect();
        assert_eq!((tags.len(), tags.contains(&"DfxData".to_owned())), (expected + 9, dfx));
    }
}

#[test]
fn what_cannot_be_encoded_is_left_out_alone() {
    let picture = full_picture();
    for place in [["4", "4", "37", "20"], ["3", "5", "37", "20"], ["0", "0", "0", "1"], ["4294967295", "0", "2", "1"]] {
        picture.auxiliary(Kind::FragmentMap).unwrap().set_metadata(2, fragment(place)).unwrap();
        let file = packed(Content::Picture(&picture), &options(80, 0));
        assert!(records(&file).0.iter().all(|(tag, _)| tag != "Fragmnt") && records(&file).0.len() == 8, "{place:?}");
    }
    let map = add(&picture, Kind::FragmentMap, colors((4, 4), SRGB));
    add(&picture, Kind::UnrefocusMap, pixelmap(PixelFormat::AlphaF16, (4, 4), &[0; 32], SRGB));
    let file = packed(Content::Picture(&picture), &options(80, 0));
    assert_eq!(records(&file).0.len(), 7);

    // A type that changes afterwards changes nothing for the picture.
    let mut info = map.info().unwrap();
    info.set_kind(Kind::GainMap as i32).unwrap();
    map.set_info(&info).unwrap();
    let same = packed(Content::Picture(&picture), &options(80, 0));
    assert!(same == file);
}

#[test]
fn a_picture_without_layers_is_the_file_of_its_main_image() {
    let map = Arc::new(colors((300, 200), DISPLAY_P3));
    let picture = Picture::new(Arc::clone(&map)).unwrap();
    for range in [0, 1] {
        assert!(
            packed(Content::Picture(&picture), &options(85, range))
                == packed(Content::Pixelmap(&map), &options(85, range))
        );
    }
    let plain = packed(Content::Pixelmap(&map), &options(85, 0));
    add(&picture, Kind::GainMap, pixelmap(PixelFormat::AlphaF16, (4, 4), &[0; 32], SRGB));
    assert!(packed(Content::Picture(&picture), &options(85, 0)) == plain, "a gain map without a conversion");
    add(&picture, Kind::GainMap, gray((4, 4), SRGB));
    assert!(packed(Content::Picture(&picture), &options(85, 1)) == plain, "SDR");
    assert!(packed(Content::Picture(&picture), &options(85, 0)).len() > plain.len() + 500);
}

#[test]
fn what_holds_no_picture_says_so() {
    let kind_of = |picture: &Picture, options: &PackingOptions| {
        let mut output = Output::unlimited();
        let outcome = encode::encode(Content::Picture(picture), &options.target().unwrap(), &mut output);
        assert!(output.is_empty());
        outcome.unwrap_err().kind
    };
    let picture = Picture::new(colors(SIZE, SRGB).into()).unwrap();
    for mime in ["image/png", "image/webp"] {
        let options = PackingOptions { mime: mime.into(), ..options(80, 0) };
        assert_eq!(kind_of(&picture, &options), ErrorKind::TargetFormat);
    }
    for (format, space) in [(PixelFormat::Rgba1010102, 10), (PixelFormat::YcbcrP010, SRGB)] {
        let deep = Picture::new(pixelmap(format, (4, 4), &[], space).into()).unwrap();
        assert_eq!(kind_of(&deep, &options(80, 0)), ErrorKind::BadArgument);
    }
    add(&picture, Kind::UnrefocusMap, colors((65_501, 1), SRGB));
    assert!(records(&packed(Content::Picture(&picture), &options(80, 0))).0.is_empty());
    add(&picture, Kind::GainMap, colors((1, 65_501), SRGB));
    assert_eq!(kind_of(&picture, &options(80, 0)), ErrorKind::TooLarge);
    let half = Picture::new(pixelmap(PixelFormat::AlphaF16, (4, 4), &[], SRGB).into()).unwrap();
    assert_eq!(kind_of(&half, &options(80, 0)), ErrorKind::PixelFormat);

    for size in [(1, 9), (9, 1), (1, 1)] {
        let map = pixelmap(PixelFormat::Rgba1010102, size, &[], 10);
        let target = options(80, 0).target().unwrap();
        let outcome = encode::encode(Content::Pixelmap(&map), &target, &mut Output::unlimited());
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::Surface);
        assert!(!packed(Content::Pixelmap(&map), &options(80, 1)).is_empty());
    }
}

/// A thread that has a read lock twice waits for ever once a writer waits between both; so do threads that take the
/// locks of two PixelMaps in different orders.
#[test]
fn pictures_may_share_pixelmaps_in_any_order() {
    let maps = [1, 2].map(|_| Arc::new(colors((64, 64), SRGB)));
    let pictures = [[0, 1], [1, 0]].map(|[main, other]| {
        let picture = Picture::new(Arc::clone(&maps[main])).unwrap();
        for (kind, map) in [(Kind::GainMap, main), (Kind::UnrefocusMap, other), (Kind::DepthMap, other)] {
            picture.set_auxiliary(kind, Arc::new(AuxiliaryPicture::new(kind, Arc::clone(&maps[map]))));
        }
        picture
    });
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let packers = pictures.each_ref().map(|picture| {
            scope.spawn(move || (0..100).for_each(|_| drop(packed(Content::Picture(picture), &options(50, 0)))))
        });
        for map in &maps {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    map.set_color_space(ColorSpace::from_name(SRGB).unwrap()).unwrap();
                }
            });
        }
        let outcomes = packers.map(thread::ScopedJoinHandle::join);
        stop.store(true, Ordering::Relaxed);
        assert!(outcomes.iter().all(Result::is_ok));
    });
}

#[test]
fn files_are_the_same_for_any_number_of_threads() {
    let map = pixelmap(PixelFormat::Rgba1010102, (700, 500), &[0x5A; 700 * 500 * 4], 9);
    let with = |count| PackingOptions { threads: Threads::at_most(count), ..options(70, 0) };
    let one = packed(Content::Pixelmap(&map), &with(1));
    assert!([2, 3, 8].into_iter().all(|count| packed(Content::Pixelmap(&map), &with(count)) == one));
}
