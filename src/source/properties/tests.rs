//! Blocks in containers made by hand, whole and broken: what is read, and that all else stays when they are replaced.

#![forbid(unsafe_code)]

use super::*;
use crate::metadata::exif::block::Ifd;
use crate::source::random::Random;

type Write = fn(&SourceBytes, &[u8]) -> Result<Edit>;

fn bytes(file: &[u8]) -> SourceBytes {
    SourceBytes::copy_of(file).unwrap()
}

/// A block with this maker.
fn block(make: &str) -> Vec<u8> {
    let mut exif = Exif::empty();
    exif.set_text(b"Make", make.as_bytes()).unwrap();
    exif.write().unwrap()
}

fn make_of(found: Result<Option<Exif>>) -> Option<String> {
    found.unwrap().map(|exif| String::from_utf8(exif.text(b"Make").unwrap()).unwrap())
}

fn replaced(write: Write, file: &[u8], block: &[u8]) -> Vec<u8> {
    let old = bytes(file);
    write(&old, block).unwrap().to_vec(&old).unwrap()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(data.len() as u16 + 2).to_be_bytes(), data].concat()
}

fn exif_segment(make: &str) -> Vec<u8> {
    segment(0xE1, &[b"Exif\0\0", block(make).as_slice()].concat())
}

/// An index of two images: the second one at `offset` from the index, the first of `length` bytes.
fn index_segment(little: bool, length: u32, offset: u32) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let entry = |tag: u16, format: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(format), &long(count), &value].concat()
    };
    let list = [&long(0x030000)[..], &long(length), &long(0), &[0; 4], &long(0), &long(77), &long(offset), &[0; 4]];
    let index = [
        if little { &b"II\x2A\0"[..] } else { b"MM\0\x2A" },
        &long(8),
        &short(3),
        &entry(0xB000, 7, 4, *b"0100"),
        &entry(0xB001, 4, 1, long(2)),
        &entry(0xB002, 7, 32, long(50)),
        &long(0),
        &list.concat(),
    ];
    segment(0xE2, &[b"MPF\0", index.concat().as_slice()].concat())
}

/// A JPEG's parts in front of its scan, with a scan, and `tail` behind its end.
fn jpeg_file(parts: &[Vec<u8>], tail: &[u8]) -> Vec<u8> {
    let scan = [segment(0xDA, b"\x01\x01\0\0\x3F\0"), b"pixels\xFF\x00\xFF\xD9".to_vec()].concat();
    [&b"\xFF\xD8"[..], &parts.concat(), &scan, tail].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc32fast::hash(&body).to_be_bytes()].concat()
}

fn png_file(parts: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0");
    [&b"\x89PNG\r\n\x1A\n"[..], &header, &parts.concat(), &chunk(b"IEND", b""), b"tail"].concat()
}

/// The text chunk in which ImageMagick keeps `data`.
fn profile_chunk(kind: &[u8; 4], name: &str, data: &[u8]) -> Vec<u8> {
    let digits: Vec<String> = data.iter().map(|byte| format!("{byte:02x}")).collect();
    let lines: Vec<String> = digits.chunks(36).map(<[String]>::concat).collect();
    let text = format!("\n{}\n{:8}\n{}\n", &name[17..], data.len(), lines.join("\n"));
    let name = [name.as_bytes(), b"\0"].concat();
    let packed = || {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let data = match kind {
        b"tEXt" => text.as_bytes().to_vec(),
        b"zTXt" => [&[0][..], &packed()].concat(),
        _ => [&b"\x01\0en\0translated\0"[..], &packed()].concat(),
    };
    chunk(kind, &[name, data].concat())
}

fn riff(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let pad: &[u8] = if data.len() % 2 == 1 { b"\0" } else { b"" };
    [&kind[..], &(data.len() as u32).to_le_bytes(), data, pad].concat()
}

fn webp_file(parts: &[Vec<u8>]) -> Vec<u8> {
    let body = parts.concat();
    [&b"RIFF"[..], &(body.len() as u32 + 4).to_le_bytes(), b"WEBP", &body].concat()
}

fn vp8x(flags: u8) -> Vec<u8> {
    riff(b"VP8X", &[flags, 0, 0, 0, 15, 0, 0, 7, 0, 0])
}

/// Lossy, 16x8.
fn vp8() -> Vec<u8> {
    riff(b"VP8 ", b"\x10\0\0\x9D\x01\x2A\x10\x40\x08\x80frame")
}

/// Lossless, 300x200.
fn vp8l(alpha: bool) -> Vec<u8> {
    let bits: u32 = 299 | 199 << 14 | u32::from(alpha) << 28;
    riff(b"VP8L", &[&[0x2F][..], &bits.to_le_bytes(), b"lossless"].concat())
}

#[test]
fn a_jpeg_gets_its_block_in_front_and_keeps_the_rest() {
    let others =
        [segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")];
    let [jfif, xmp] = others.clone();
    let second = exif_segment("second");
    let old = jpeg_file(&[jfif.clone(), exif_segment("first"), xmp.clone(), second.clone()], b"tail");
    let new = replaced(jpeg::write, &old, &block("new"));
    assert!(new == jpeg_file(&[exif_segment("new"), jfif, xmp, second], b"tail"));
    assert_eq!(make_of(jpeg::read(&bytes(&new))).unwrap(), "new");
    let plain = jpeg_file(&others, b"");
    assert_eq!(make_of(jpeg::read(&bytes(&plain))), None);
    assert!(
        replaced(jpeg::write, &plain, &block("new")) == jpeg_file(&[&[exif_segment("new")], &others[..]].concat(), b"")
    );
    // Fill bytes in front of a marker; a cut segment; what lies behind the first scan.
    let filled = [&b"\xFF\xD8\xFF\xFF"[..], &exif_segment("filled")].concat();
    assert_eq!(make_of(jpeg::read(&bytes(&filled))).unwrap(), "filled");
    assert_eq!(make_of(jpeg::read(&bytes(&filled[..filled.len() - 1]))), None);
    assert_eq!(make_of(jpeg::read(&bytes(&jpeg_file(&[], &exif_segment("behind"))))), None);
    let after_scan = [&b"\xFF\xD8"[..], &segment(0xDA, b"\x01\x01\0\0\x3F\0"), &exif_segment("behind")].concat();
    assert_eq!(make_of(jpeg::read(&bytes(&after_scan))), None);
    let longest = jpeg::write(&bytes(&plain), &[0; 65_527]).unwrap().to_vec(&bytes(&plain)).unwrap();
    assert_eq!(longest[2..6], [0xFF, 0xE1, 0xFF, 0xFF]);
    assert_eq!(jpeg::write(&bytes(&plain), &[0; 65_528]).unwrap_err().kind, ErrorKind::TooLarge);
}

/// The second image is found by the index, the first one's length is right, wherever the old block was.
#[test]
fn the_index_of_several_images_follows() {
    let find = |file: &[u8], what: &[u8]| file.windows(what.len()).position(|window| window == what).unwrap();
    for little in [true, false] {
        let long = |file: &[u8], at: usize| {
            let bytes = file[at..at + 4].try_into().unwrap();
            if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
        };
        for exif_first in [true, false] {
            let build = |length, offset| {
                let mut parts = vec![exif_segment("a maker of another length"), index_segment(little, length, offset)];
                if !exif_first {
                    parts.reverse();
                }
                jpeg_file(&parts, b"second image")
            };
            let draft = build(0, 1);
            let index = find(&draft, b"MPF\0") + 4;
            let second = find(&draft, b"second image");
            let old = build(second as u32, (second - index) as u32);
            let new = replaced(jpeg::write, &old, &block("me"));
            let (index, second) = (find(&new, b"MPF\0") + 4, find(&new, b"second image"));
            let list = index + 50;
            assert_eq!(long(&new, list + 4) as usize, second, "the first image's length");
            assert_eq!(long(&new, list + 8), 0);
            assert_eq!(long(&new, list + 20), 77, "the second image's length");
            assert_eq!(long(&new, list + 24) as usize + index, second, "the second image's offset");
            assert!(new != old && replaced(jpeg::write, &new, &block("a maker of another length")).len() == old.len());
        }
    }
}

/// Wherever the file says that its gain map is, it says so of the new file.
#[test]
fn a_gain_map_stays_where_it_can_be_found() {
    use crate::metadata::gain_map::{vivid, xmp};
    use crate::source::parts::PartImage;

    let trailer = [&b"style"[..], &5_u32.to_le_bytes(), b"XtStyle\0"].concat();
    let map = jpeg_file(&[segment(0xFE, b"a comment")], b"");
    let exif = exif_segment("a maker of another length");
    let listed = segment(0xE1, &[xmp::TAG, xmp::directory(map.len()).as_bytes()].concat());
    let said = segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0");
    let pointed = |distance| segment(0xE8, &vivid::base(distance, 0));
    let indexed = |offset| index_segment(true, 0, offset);
    // The main image with its gain map, by where the distance to that counts from in a segment that has one.
    let file = |parts: &[Vec<u8>]| [jpeg_file(parts, &map), trailer.clone()].concat();
    let find = |file: &[u8], what: &[u8]| file.windows(what.len()).position(|window| window == what).unwrap();
    let start = |file: &[u8]| file.len() - trailer.len() - map.len();
    let build = |make: &dyn Fn(u32) -> Vec<Vec<u8>>, origin: &[u8], add: usize| {
        let draft = file(&make(0));
        file(&make((start(&draft) - find(&draft, origin) - add) as u32))
    };
    let by_index = |exif_first: bool| {
        build(
            &|offset| {
                let mut parts = vec![exif.clone(), said.clone(), indexed(offset)];
                if !exif_first {
                    parts.reverse();
                }
                parts
            },
            b"MPF\0",
            4,
        )
    };
    let by_vivid = build(&|distance| vec![exif.clone(), pointed(distance)], b"\xFF\xE8", 0);
    let by_directory = file(&[exif.clone(), listed]);
    for old in [by_index(true), by_index(false), by_vivid, by_directory] {
        for make in ["me", "somebody with a long name, for once"] {
            let new = replaced(jpeg::write, &old, &block(make));
            let parts = Container::Jpeg.decoder().parts(&bytes(&new)).unwrap();
            assert_eq!(parts.blobs, [(3, b"style".to_vec())]);
            match parts.gain_map.map(|part| part.image) {
                Some(PartImage::Encoded(image)) => assert!(*image.whole().unwrap() == map),
                _ => panic!("no gain map"),
            }
        }
    }
}

#[test]
fn a_png_has_its_block_in_a_chunk_or_in_hex_digits() {
    let image = chunk(b"IDAT", b"pixels");
    let named = [b"Exif\0\0", block("text").as_slice()].concat();
    let xmp = profile_chunk(b"zTXt", "Raw profile type APP1", b"http://ns.adobe.com/xap/1.0/\0<x/>");
    for kind in [b"tEXt", b"zTXt", b"iTXt"] {
        for name in ["Raw profile type exif", "Raw profile type APP1"] {
            let text = profile_chunk(kind, name, &named);
            let old = png_file(&[xmp.clone(), text.clone(), image.clone()]);
            assert_eq!(make_of(png::read(&bytes(&old))).unwrap(), "text");
            // A chunk of its own counts more, wherever it is.
            let both = png_file(&[xmp.clone(), text, image.clone(), chunk(b"eXIf", &block("chunk"))]);
            assert_eq!(make_of(png::read(&bytes(&both))).unwrap(), "chunk");
            for file in [old, both] {
                let new = replaced(png::write, &file, &block("new"));
                assert!(new == png_file(&[chunk(b"eXIf", &block("new")), xmp.clone(), image.clone()]));
            }
        }
    }
    let broken = [b"Raw profile type exif\0".as_slice(), b"\nexif\n 12\n4949zz"].concat();
    let kept = [chunk(b"tEXt", &broken), chunk(b"tEXt", b"Software\0me"), xmp];
    assert_eq!(make_of(png::read(&bytes(&png_file(&kept)))), None);
    let new = replaced(png::write, &png_file(&kept), &block("new"));
    assert!(new == png_file(&[&[chunk(b"eXIf", &block("new"))], &kept[..]].concat()));
    let long = png_file(&[chunk(b"eXIf", &vec![0; EXIF_BYTES + 1])]);
    assert_eq!(make_of(png::read(&bytes(&long))), None);
    assert_eq!(png::write(&bytes(&long), &block("new")).unwrap_err().kind, ErrorKind::TooLarge);
}

#[test]
fn a_webp_has_its_block_in_a_chunk_that_its_header_announces() {
    let (icc, xmp, exif) = (riff(b"ICCP", b"profile"), riff(b"XMP ", b"<x/>"), |make| riff(b"EXIF", &block(make)));
    let announced = webp_file(&[vp8x(0x2C), icc.clone(), vp8(), exif("old"), xmp.clone()]);
    assert_eq!(make_of(webp::read(&bytes(&announced))).unwrap(), "old");
    let silent = webp_file(&[vp8x(0x24), icc.clone(), vp8(), exif("old"), xmp.clone()]);
    assert_eq!(make_of(webp::read(&bytes(&silent))), None);
    let none = webp_file(&[vp8x(0x24), icc.clone(), vp8(), xmp.clone()]);
    let expected = webp_file(&[vp8x(0x2C), icc.clone(), vp8(), exif("new!"), xmp.clone()]);
    for old in [announced, silent, none] {
        assert!(replaced(webp::write, &old, &block("new!")) == expected);
    }
    // A file without a header gets one that says what is in it.
    let header =
        |flags: u8, width: u8, high: u8, height: u8| riff(b"VP8X", &[flags, 0, 0, 0, width, high, 0, height, 0, 0]);
    let cases = [
        (vec![vp8()], header(0x08, 15, 0, 7)),
        (vec![vp8l(false)], header(0x08, 43, 1, 199)),
        (vec![vp8l(true)], header(0x18, 43, 1, 199)),
        (vec![riff(b"ALPH", b"a"), vp8()], header(0x18, 15, 0, 7)),
        (vec![icc, riff(b"ANIM", b"animat"), vp8()], header(0x2A, 15, 0, 7)),
    ];
    for (parts, header) in cases {
        let new = replaced(webp::write, &webp_file(&parts), &block("odd"));
        assert!(new == webp_file(&[vec![header], parts, vec![exif("odd")]].concat()));
        assert_eq!(make_of(webp::read(&bytes(&new))).unwrap(), "odd");
    }
    // The last chunk of an odd length, and nothing behind it; the header's length says so too.
    let mut old = webp_file(&[riff(b"VP8L", &vp8l(false)[8..21])]);
    let padded = webp_file(&[header(0x08, 43, 1, 199), vp8l(false), exif("new")]);
    assert_eq!(old.pop(), Some(0));
    old[4] -= 1;
    assert!(replaced(webp::write, &old, &block("new")) == padded);
    // What lies behind the end stays there; what ends too early is not changed.
    let tail = [webp_file(&[vp8()]), b"tail".to_vec()].concat();
    assert!(replaced(webp::write, &tail, &block("new")).ends_with(b"tail"));
    for cut in 0..old.len() {
        assert!(webp::write(&bytes(&[&old[..cut], b"-"].concat()[..cut.max(1)]), &block("new")).is_err());
    }
}

#[test]
fn a_tiff_file_is_a_block_with_its_directory_anywhere() {
    let mut file = block("tiff");
    let mut directory = file.split_off(8);
    // The directory moves behind 8 MiB of pixels. The one that follows is of another page, not of a thumbnail.
    let at = (8u32 << 20) + 8;
    file.resize(at as usize, 0xAA);
    file[4..8].copy_from_slice(&at.to_le_bytes());
    let value = u32::from_le_bytes(directory[10..14].try_into().unwrap()) + (8 << 20);
    directory[10..14].copy_from_slice(&value.to_le_bytes());
    let page = directory.clone();
    let next = at + directory.len() as u32;
    directory[14..18].copy_from_slice(&next.to_le_bytes());
    file.extend([directory, page].concat());
    let exif = tiff::read(&bytes(&file)).unwrap().unwrap();
    assert_eq!(exif.text(b"Make").unwrap(), b"tiff");
    assert_eq!(exif.block().get(Ifd::Thumbnail, 0x010F), None);
    assert!(Exif::read(&file).unwrap().block().get(Ifd::Thumbnail, 0x010F).is_some());
}

/// Whatever the bytes are, nothing panics, and a block that was written is read again.
#[test]
fn broken_containers_are_read_and_written_as_far_as_they_make_sense() {
    let named = [b"Exif\0\0", block("text").as_slice()].concat();
    let jpeg = jpeg_file(&[exif_segment("me"), index_segment(false, 200, 150), segment(0xFE, b"")], b"second");
    let text = profile_chunk(b"zTXt", "Raw profile type exif", &named);
    let png = png_file(&[text, chunk(b"eXIf", &block("me")), chunk(b"IDAT", b"1")]);
    let webp = webp_file(&[vp8x(0x08), vp8(), riff(b"EXIF", &block("me"))]);
    let plain = webp_file(&[vp8l(true)]);
    type Read = fn(&SourceBytes) -> Result<Option<Exif>>;
    let cases: [(Vec<u8>, Read, Write); 4] = [
        (jpeg, jpeg::read, jpeg::write),
        (png, png::read, png::write),
        (webp, webp::read, webp::write),
        (plain, webp::read, webp::write),
    ];
    let new = block("new");
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for (whole, read, write) in cases {
        let (mut found, mut written) = (0, 0);
        let mut try_out = |file: &[u8]| {
            let old = bytes(file);
            let container = Container::detect(&file[..file.len().min(14)]);
            found += u32::from(matches!(read(&old), Ok(Some(_))));
            if let (Ok(_), Ok(edit)) = (container, write(&old, &new)) {
                let changed = edit.to_vec(&old).unwrap();
                assert_eq!(make_of(read(&bytes(&changed))).unwrap(), "new", "{file:02x?}");
                written += 1;
            }
        };
        (1..=whole.len()).for_each(|length| try_out(&whole[..length]));
        for _ in 0..6_000 {
            let mut file = whole.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(file.len());
                match random.below(6) {
                    0 => file.truncate(at.max(1)),
                    1 => file[at] = 0xFF,
                    2 => file[at] = 0,
                    3 => file[at] = file[at].wrapping_add(1),
                    _ => file[at] = random.below(256) as u8,
                }
            }
            try_out(&file);
        }
        assert!(written > 600, "{found} {written}: the test has lost its point");
    }
    let tiff = Exif::new().write().unwrap();
    for _ in 0..6_000 {
        let mut file = tiff.clone();
        for _ in 0..=random.below(4) {
            let at = random.below(file.len());
            file[at & !1] = random.below(256) as u8;
        }
        let _ = tiff::read(&bytes(&file));
    }
}

/// Millions of headers, and text that grows a thousandfold: the time that this takes is that of one reading.
#[test]
fn hostile_files_cost_no_more_than_reading_them() {
    let jpeg = [b"\xFF\xD8".to_vec(), b"\xFF\xFE\0\x02".repeat(1 << 20)].concat();
    assert_eq!(make_of(jpeg::read(&bytes(&jpeg))), None);
    let mut png = png_file(&[]);
    png.truncate(33);
    png.extend(chunk(b"eXIf", b"").repeat(1 << 18));
    assert!(png::read(&bytes(&png)).is_err());
    let edit = png::write(&bytes(&png), &block("new")).unwrap();
    assert_eq!(make_of(png::read(&bytes(&edit.to_vec(&bytes(&png)).unwrap()))).unwrap(), "new");
    let bomb = profile_chunk(b"zTXt", "Raw profile type exif", &vec![0; 2 << 20]);
    assert_eq!(make_of(png::read(&bytes(&png_file(&vec![bomb; 200])))), None);
    let webp = webp_file(&vec![riff(b"EXIF", b""); 1 << 18]);
    assert_eq!(make_of(webp::read(&bytes(&webp))), None);
    assert!(webp::write(&bytes(&webp), &block("new")).is_err());
}
