use super::*;
use crate::metadata::gain_map::{iso, vivid, xmp};
use crate::metadata::hdr::MasteringMetadata;
use crate::pixel::Region;
use crate::source::random::Random;

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(data.len() as u16 + 2).to_be_bytes(), data].concat()
}

/// An image of these segments and a scan, in which tags and markers mean nothing.
fn image(segments: &[Vec<u8>]) -> Vec<u8> {
    let scan = [segment(0xDA, b"\x01\x01\0\0\x3F\0"), b"pix\x08\0\0\0edof\0\0\0\0\xFF\x00\xFF\xD9".to_vec()].concat();
    [&b"\xFF\xD8"[..], &segments.concat(), &scan].concat()
}

fn iso_segment(block: &[u8]) -> Vec<u8> {
    segment(0xE2, &[iso::TAG, block].concat())
}

fn xmp_segment(packet: &str) -> Vec<u8> {
    segment(0xE1, &[xmp::TAG, packet.as_bytes()].concat())
}

/// An index of the main image and others, each with a length and where it is, counted from the index.
fn index(little: bool, others: &[(u32, u32)]) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let entry = |tag: u16, format: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(format), &long(count), &value].concat()
    };
    let count = others.len() as u32 + 1;
    let mut list = [long(0x2003_0000), long(1234), long(0), [0; 4]].concat();
    for (length, offset) in others {
        list.extend([long(0), long(*length), long(*offset), [0; 4]].concat());
    }
    let index = [
        &b"MPF\0"[..],
        if little { &b"II\x2A\0"[..] } else { b"MM\0\x2A" },
        &long(8),
        &short(3),
        &entry(0xB000, 7, 4, *b"0100"),
        &entry(0xB001, 4, 1, long(count)),
        &entry(0xB002, 7, 16 * count, long(50)),
        &long(0),
        &list,
    ];
    segment(0xE2, &index.concat())
}

/// Bytes between the end of an index that is the last segment of an image, and that of the image, and the index itself
/// from where its offsets count.
fn behind_index(others: usize) -> u32 {
    let scan = image(&[]).len() as u32 - 2;
    50 + 16 * (others as u32 + 1) + scan
}

/// One number for every field, as an exact fraction.
fn numbers(gain: f32) -> GainMapMetadata {
    GainMapMetadata { channels: 1, max: [gain; 3], alternate_headroom: gain, ..GainMapMetadata::default() }
}

fn gain_map_image(gain: f32) -> Vec<u8> {
    image(&[iso_segment(&iso::write(&numbers(gain)))])
}

fn found(file: &[u8]) -> Option<GainMapPart> {
    gain_map(&SourceBytes::Owned(file.to_vec())).unwrap()
}

fn encoded(image: &PartImage) -> Vec<u8> {
    match image {
        PartImage::Encoded(bytes) => bytes.whole().unwrap().into_owned(),
        _ => panic!("no image"),
    }
}

/// The greatest gain and the bytes of the gain map that was found.
fn gain(file: &[u8]) -> Option<(f32, Vec<u8>)> {
    assert_eq!(has_gain_map(&SourceBytes::Owned(file.to_vec())), Ok(found(file).is_some()));
    found(file).map(|part| (part.how.max[0], encoded(&part.image)))
}

#[test]
fn an_index_names_the_gain_map_in_either_byte_order() {
    for little in [false, true] {
        let map = gain_map_image(2.0);
        let index = index(little, &[(map.len() as u32, behind_index(1))]);
        let file = |segments: &[Vec<u8>]| [image(segments), map.clone(), b"behind".to_vec()].concat();
        let marked = file(&[iso_segment(&iso::BASE), index.clone()]);
        assert_eq!(gain(&marked), Some((2.0, map.clone())));
        // What the main image says makes the other one a gain map.
        assert_eq!(gain(&file(&[index.clone()])), None);
        assert_eq!(gain(&file(&[iso_segment(&iso::BASE)])), None);
        let listed = file(&[xmp_segment(&xmp::directory(7)), index]);
        assert_eq!(gain(&listed), Some((2.0, map.clone())));
    }
}

#[test]
fn of_several_images_it_is_the_one_that_says_so() {
    let (preview, map) = (image(&[]), gain_map_image(3.0));
    let start = behind_index(2);
    let file = |second: &[u8]| {
        let others = [(preview.len() as u32, start), (second.len() as u32, start + preview.len() as u32)];
        let main = image(&[iso_segment(&iso::BASE), index(false, &others)]);
        [&main, &preview[..], second].concat()
    };
    assert_eq!(gain(&file(&map)), Some((3.0, map)));
    // If none does, it is the second one, with the numbers that hold where nothing is said.
    assert_eq!(gain(&file(&preview)), Some((GainMapMetadata::default().max[0], preview.clone())));
    // One that cannot be read is none.
    let future = image(&[iso_segment(&[0, 1, 0, 1, 0])]);
    let file = [image(&[iso_segment(&iso::BASE), index(false, &[(9, behind_index(1))])]), future].concat();
    assert_eq!(gain(&file), None);
}

#[test]
fn an_offset_that_leads_nowhere_gives_no_gain_map() {
    let map = gain_map_image(2.0);
    for offset in [0, 1, behind_index(1) - 1, behind_index(1) + 1, behind_index(1) + 1000, u32::MAX] {
        let main = image(&[iso_segment(&iso::BASE), index(false, &[(map.len() as u32, offset)])]);
        assert_eq!(gain(&[main, map.clone()].concat()), None, "{offset}");
    }
    // A length that goes beyond the file's end is that to the end.
    for length in [0, 1 << 30, u32::MAX] {
        let main = image(&[iso_segment(&iso::BASE), index(true, &[(length, behind_index(1))])]);
        assert_eq!(gain(&[main, map.clone()].concat()), Some((2.0, map.clone())), "{length}");
    }
}

#[test]
fn a_directory_of_xmp_suffices() {
    let map = image(&[xmp_segment(&xmp::write(&numbers(2.5)))]);
    let main = image(&[xmp_segment(&xmp::directory(map.len()))]);
    assert_eq!(gain(&[main.clone(), map.clone()].concat()), Some((2.5, map.clone())));
    assert_eq!(gain(&[main.clone(), map.clone(), b"a film".to_vec()].concat()), Some((2.5, map.clone())));
    // With other bytes between, the end of the file tells.
    assert_eq!(gain(&[main.clone(), b"x".to_vec(), map.clone()].concat()), Some((2.5, map.clone())));
    assert_eq!(gain(&[main.clone(), b"x".to_vec(), map, b"x".to_vec()].concat()), None);
    assert_eq!(gain(&main), None);
    // ISO 21496-1 says more than XMP.
    let both = image(&[xmp_segment(&xmp::write(&numbers(2.5))), iso_segment(&iso::write(&numbers(1.5)))]);
    let file = [image(&[xmp_segment(&xmp::directory(both.len()))]), both.clone()].concat();
    assert_eq!(gain(&file), Some((1.5, both)));
}

#[test]
fn items_between_main_image_and_gain_map_are_passed_over() {
    let map = gain_map_image(1.25);
    let packet = xmp::directory(map.len()).replace(
        "Item:Semantic=\"Primary\"",
        "Item:Semantic=\"Primary\" Item:Padding=\"3\"/></rdf:li><rdf:li rdf:parseType=\"Resource\"><Container:Item \
         Item:Semantic=\"Depth\" Item:Length=\"5\"",
    );
    let file = [image(&[xmp_segment(&packet)]), b"...depth".to_vec(), map.clone(), b"film".to_vec()].concat();
    assert_eq!(gain(&file), Some((1.25, map)));
}

#[test]
fn vivid_comes_first_and_falls_back() {
    let mastering = MasteringMetadata {
        primaries: [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
        white: [0.3127, 0.329],
        max_luminance: 1000.0,
        min_luminance: 0.0,
        max_content_light_level: 800.0,
        max_frame_average_light_level: 100.0,
    };
    let described = segment(0xE8, &vivid::metadata(Some(&mastering), b"tone").unwrap());
    let map = image(&[iso_segment(&iso::write(&numbers(2.0))), described]);
    let file = |distance: u32| {
        let vivid = segment(0xE8, &vivid::base(distance, 0));
        let index = index(false, &[(map.len() as u32, behind_index(1))]);
        [image(&[vivid, iso_segment(&iso::BASE), index]), map.clone()].concat()
    };
    let right = (file(0).len() - map.len() - 2) as u32;
    for distance in [right, right + 1, u32::MAX] {
        assert_eq!(gain(&file(distance)), Some((2.0, map.clone())));
    }
    let part = found(&file(right)).unwrap();
    assert_eq!(part.dynamic.as_deref(), Some(&b"tone"[..]));
    assert_eq!(part.mastering.map(|mastering| mastering.max_content_light_level), Some(800.0));
    // Vivid alone.
    let alone = |distance| [image(&[segment(0xE8, &vivid::base(distance, 0))]), map.clone()].concat();
    let right = (alone(0).len() - map.len() - 2) as u32;
    assert_eq!(gain(&alone(right)), Some((2.0, map.clone())));
    assert_eq!(gain(&alone(right - 1)), None);
}

#[test]
fn segments_of_other_makers_are_none_of_these() {
    let map = gain_map_image(2.0);
    let others = [
        segment(0xE8, b"HEAVY\0\0\0\0\0\0\0"),
        segment(0xE5, b"CUVA and what follows"),
        segment(0xEB, b"LOG and what follows"),
        segment(0xE1, b"Exif\0\0II*\0"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01"),
        segment(0xE2, b"MPF\0XX"),
        segment(0xE2, b""),
    ];
    assert_eq!(gain(&[image(&others), map].concat()), None);
}

/// A record behind the images.
fn record(tag: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut tag = tag.to_vec();
    tag.resize(8, 0);
    [payload, &(payload.len() as u32).to_le_bytes(), &tag].concat()
}

/// A file with a gain map, a record of every kind in the order of writers, and the gain map alone.
fn full() -> (Vec<u8>, Vec<u8>) {
    let map = gain_map_image(2.0);
    let main = image(&[iso_segment(&iso::BASE), index(false, &[(0, behind_index(1))])]);
    let blobs = [&b"XtStyle"[..], b"RfDataB", b"STData", b"Res-Map", b"XDRAW4K", b"PRIVATE", b"RfDataN", b"RfDataS"];
    let blobs = blobs.into_iter().chain([&b"SnpHdrM"[..], b"DfxData"]).map(|tag| record(tag, tag));
    let place = segment(0xEC, b"\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04");
    let fragment = record(b"Fragmnt", &image(&[place]));
    let images = [&b"edof"[..], b"SnpMain", b"SnpGain", b"PanMain", b"PanGain", b"Lhdr"];
    let images = images.map(|tag| record(tag, &image(&[segment(0xFE, tag)])));
    let raw = [record(b"DepthP", b"depth"), record(b"HighBit", b"linear")];
    let records: Vec<_> = blobs.chain(raw).chain([fragment]).chain(images).collect();
    ([main, map.clone(), records.concat()].concat(), map)
}

fn all(file: &[u8]) -> Parts {
    parts(&SourceBytes::Owned(file.to_vec())).unwrap()
}

#[test]
fn records_of_every_kind_are_found() {
    let (file, map) = full();
    for foreign in [&b""[..], b"?", b"foreign bytes behind the records, edof\0\0\0\0 and more", &[0; 200_000]] {
        let parts = all(&[&file, foreign].concat());
        assert_eq!(encoded(&parts.gain_map.unwrap().image), map, "ends where the first record begins");
        let kinds: Vec<_> = parts.auxiliaries.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, AuxiliaryKind::ALL[1..]);
        let blobs: Vec<_> = parts.blobs.iter().map(|(kind, bytes)| (*kind, bytes.as_slice())).collect();
        let expected = [
            (3, &b"XtStyle"[..]),
            (4, b"RfDataB"),
            (6, b"STData"),
            (7, b"Res-Map"),
            (8, b"XDRAW4K"),
            (9, b"PRIVATE"),
            (10, b"RfDataN"),
            (11, b"RfDataS"),
            (12, b"SnpHdrM"),
            (13, b"DfxData"),
        ];
        assert_eq!(blobs, expected);
        let place = Region { x: 1, y: 2, width: 3, height: 4 };
        for part in parts.auxiliaries {
            assert_eq!(part.place, Some(place).filter(|_| part.kind == AuxiliaryKind::FragmentMap));
            match (part.kind, part.image) {
                (AuxiliaryKind::DepthMap, PartImage::Raw(bytes)) => assert_eq!(bytes, b"depth"),
                (AuxiliaryKind::LinearMap, PartImage::Raw(bytes)) => assert_eq!(bytes, b"linear"),
                (_, bytes) => assert!(encoded(&bytes).ends_with(b"\xFF\xD9")),
            }
        }
    }
}

#[test]
fn of_a_front_camera_too() {
    let file = [image(&[]), record(b"VShapEn", b"depth"), record(b"DepthEn", b"blob")].concat();
    let parts = all(&file);
    assert_eq!(parts.auxiliaries[0].kind, AuxiliaryKind::DepthMap);
    assert_eq!(parts.blobs, [(4, b"blob".to_vec())]);
}

#[test]
fn nothing_is_found_inside_images() {
    // What looks like a record lies in the coded data of `image`.
    for file in [image(&[]), [image(&[]), b"behind".to_vec()].concat(), full().0[..200].to_vec()] {
        let parts = all(&file);
        assert!(parts.auxiliaries.is_empty() && parts.blobs.is_empty());
    }
    // A payload that would reach into the main image.
    let mut long = [image(&[]), record(b"XtStyle", b"12345")].concat();
    let length = long.len() - 12;
    long[length] = 200;
    assert!(all(&long).blobs.is_empty());
    // What should be a JPEG and is none; no payload at all.
    let file = [image(&[]), record(b"edof", b"no image"), record(b"XtStyle", b""), b"?".to_vec()].concat();
    let parts = all(&file);
    assert!(parts.auxiliaries.is_empty() && parts.blobs.is_empty());
}

#[test]
fn the_last_of_two_records_counts_and_large_blobs_do_not() {
    let file = [image(&[]), record(b"XtStyle", b"old"), record(b"XtStyle", b"new")].concat();
    assert_eq!(all(&file).blobs, [(3, b"new".to_vec())]);
    let limit = 20 << 20;
    let file = [image(&[]), record(b"RfDataN", &vec![1; limit]), record(b"XtStyle", &vec![1; limit + 1])].concat();
    assert!(all(&file).blobs.iter().map(|(kind, bytes)| (*kind, bytes.len())).eq([(10, limit)]));
}

#[test]
fn files_are_read_as_memory_is() {
    let (file, map) = full();
    let path = std::env::temp_dir().join(format!("ohimagekit-parts-{}", std::process::id()));
    std::fs::write(&path, [b"..", file.as_slice(), b"..."].concat()).unwrap();
    let opened = std::fs::File::open(&path).unwrap();
    let bytes = SourceBytes::of_window(opened, 2, file.len() as i64).unwrap();
    std::fs::remove_file(&path).unwrap_or_default();
    let parts = parts(&bytes).unwrap();
    assert_eq!(encoded(&parts.gain_map.unwrap().image), map);
    assert_eq!((parts.auxiliaries.len(), parts.blobs.len()), (9, 10));
}

#[test]
fn no_file_makes_it_panic() {
    let vivid = segment(0xE8, &vivid::base(300, 0));
    let listed = image(&[vivid, xmp_segment(&xmp::directory(gain_map_image(1.0).len()))]);
    let listed = [listed, gain_map_image(1.0), record(b"XtStyle", b"style"), b"foreign".to_vec()].concat();
    let mut random = Random(9);
    for file in [full().0, listed] {
        for length in 0..file.len() {
            all(&file[..length]);
        }
        for _ in 0..3000 {
            let mut file = file.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(file.len() as u32) as usize;
                file[at] = random.below(256) as u8;
            }
            all(&file);
        }
    }
}

/// Tags everywhere, images everywhere, and records without end cost no more than a look at each byte.
#[test]
fn hostile_files_cost_little() {
    let tags = record(b"edof", b"").repeat(200_000);
    let records = record(b"XtStyle", b"1").repeat(200_000);
    let markers = b"\xFF\xD8".repeat(1 << 20);
    for tail in [tags, records, markers] {
        let others = [(1000, behind_index(31)); 31];
        let main = image(&[iso_segment(&iso::BASE), index(false, &others)]);
        let file = [main, tail.clone(), b"?".to_vec()].concat();
        assert!(all(&file).auxiliaries.is_empty());
        assert!(all(&[image(&[]), tail].concat()).auxiliaries.is_empty());
    }
}
