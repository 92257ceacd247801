//! Blocks made by hand, byte by byte, and blocks that are broken. See tests/judges/exif.rs for exiftool's judgement.

#![forbid(unsafe_code)]

use super::block::MAKER_NOTE;
use super::*;

/// An entry as it lies in a block: tag, format, count, and the four bytes of a value or an offset.
type Entry = (u16, u16, u32, [u8; 4]);

fn n16(order: ByteOrder, number: u16) -> [u8; 2] {
    if order == ByteOrder::Big { number.to_be_bytes() } else { number.to_le_bytes() }
}

fn n32(order: ByteOrder, number: u32) -> [u8; 4] {
    if order == ByteOrder::Big { number.to_be_bytes() } else { number.to_le_bytes() }
}

/// The eight bytes of a header; the first directory follows it.
fn header(order: ByteOrder) -> Vec<u8> {
    let mark = if order == ByteOrder::Big { b"MM" } else { b"II" };
    [mark.as_slice(), &n16(order, 42), &n32(order, 8)].concat()
}

fn directory(order: ByteOrder, entries: &[Entry], next: u32) -> Vec<u8> {
    let mut bytes = n16(order, entries.len() as u16).to_vec();
    for (tag, format, count, value) in entries {
        bytes.extend([n16(order, *tag), n16(order, *format)].concat());
        bytes.extend(n32(order, *count));
        bytes.extend(value);
    }
    bytes.extend(n32(order, next));
    bytes
}

/// A block with all five directories, a thumbnail at the end, and a maker note at 300.
fn full(order: ByteOrder) -> Vec<u8> {
    let offset = |at| n32(order, at);
    let mut block = header(order);
    let put = |block: &mut Vec<u8>, at: usize, bytes: &[u8]| {
        assert!(block.len() <= at, "{at} is taken up to {}", block.len());
        block.resize(at, 0);
        block.extend_from_slice(bytes);
    };
    let image = [
        (0x010F, 2, 6, offset(100)),
        (0x0112, 3, 1, [n16(order, 6), [0; 2]].concat().try_into().unwrap()),
        (0x8769, 4, 1, offset(140)),
        (0x8825, 4, 1, offset(220)),
    ];
    put(&mut block, 8, &directory(order, &image, 110));
    put(&mut block, 100, b"Maker\0");
    put(&mut block, 110, &directory(order, &[(0x0201, 4, 1, offset(400)), (0x0202, 4, 1, offset(7))], 0));
    let exif = [
        (0x927C, 7, 40, offset(300)),
        (0xA005, 4, 1, offset(260)),
        (0xA432, 5, 1, offset(210)),
        (0xEEEE, 12, 1, offset(202)),
    ];
    put(&mut block, 140, &directory(order, &exif, 0));
    put(&mut block, 202, &[0x7F, 0xF0, 1, 2, 3, 4, 5, 0xF1]);
    put(&mut block, 210, &[offset(5), offset(2)].concat());
    put(&mut block, 220, &directory(order, &[(1, 2, 2, *b"S\0\0\0"), (0x0005, 1, 1, [1, 0, 0, 0])], 0));
    put(&mut block, 260, &directory(order, &[(1, 2, 4, *b"R98\0")], 0));
    put(&mut block, 300, &(0..40).collect::<Vec<u8>>());
    put(&mut block, 400, b"\xFF\xD8thu\xFF\xD9");
    block
}

/// Numbers that look random, the same in every run (Marsaglia's xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }
}

/// Every value of a block, without the offset of its thumbnail.
fn values(block: &Block) -> Vec<(Ifd, u16, Value)> {
    let offsets = [(Ifd::Thumbnail, 0x0201), (Ifd::Thumbnail, 0x0111)];
    let all = Ifd::ALL.into_iter();
    let all = all.flat_map(|ifd| block.directory(ifd).iter().map(move |(tag, value)| (ifd, *tag, value.clone())));
    all.filter(|(ifd, tag, _)| !offsets.contains(&(*ifd, *tag))).collect()
}

/// Reads anything and, if that was a block, writes it, reads it and writes it again.
fn try_out(bytes: &[u8]) -> bool {
    let Ok(exif) = Exif::read(bytes) else { return false };
    let in_memory: usize = values(exif.block()).iter().map(|(_, _, value)| value.bytes().len()).sum();
    assert!(in_memory <= bytes.len());
    let written = exif.write().unwrap();
    let again = Exif::read(&written).unwrap();
    assert_eq!(values(exif.block()), values(again.block()));
    assert_eq!(exif.block().thumbnail, again.block().thumbnail);
    assert_eq!(again.write().unwrap(), written);
    true
}

#[test]
fn broken_blocks_are_read_as_far_as_they_go() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut strips = header(ByteOrder::Big);
    strips.extend(directory(ByteOrder::Big, &[], 14));
    strips.extend(directory(ByteOrder::Big, &[(0x0111, 3, 2, [0, 50, 0, 44]), (0x0117, 3, 2, [0, 3, 0, 6])], 0));
    strips.extend(b"one two three");
    let mut bases = vec![full(ByteOrder::Little), full(ByteOrder::Big), strips, Exif::new().write().unwrap()];
    let mut every = Exif::new();
    every.set_text(b"GPSLatitude", b"1 2 3").unwrap();
    every.set_text(b"MakerNote", b"note").unwrap();
    every.set_text(b"Copyright", b"me").unwrap();
    bases.push(every.write().unwrap());
    let mut read = 0;
    for round in 0..60_000 {
        let mut bytes = bases[round % bases.len()].clone();
        for _ in 0..=numbers.below(6) {
            let at = numbers.below(bytes.len());
            match numbers.below(8) {
                0 => bytes.truncate(at.max(8)),
                1 => bytes.extend([0xFF; 9]),
                2 => bytes[at] = 0xFF,
                // The fields of directories are even, and small numbers are what they hold.
                3..=5 => bytes[at & !1] = numbers.below(64) as u8,
                _ => bytes[at] = numbers.below(256) as u8,
            }
        }
        let is_block = try_out(&bytes);
        read += u32::from(is_block);
        if is_block && round % 16 == 0 {
            let exif = Exif::read(&bytes).unwrap();
            for tag in TAGS {
                let longest = if exif.text(tag.name.as_bytes()).is_ok() { 64 << 10 } else { 0 };
                assert!(exif.text(tag.name.as_bytes()).unwrap_or_default().len() <= longest);
            }
        }
    }
    assert!(read > 30_000, "only {read} were blocks, the test has lost its point");
    for round in 0..40_000 {
        let mut bytes: Vec<u8> = (0..numbers.below(200)).map(|_| numbers.below(256) as u8).collect();
        if round % 2 == 0 {
            bytes.splice(..bytes.len().min(8), header(ByteOrder::Little));
        }
        try_out(&bytes);
    }
    for base in &bases {
        for length in 0..base.len() {
            try_out(&base[..length]);
        }
    }
}

#[test]
fn what_was_read_is_written_bit_by_bit_in_the_same_order() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let exif = Exif::read(&full(order)).unwrap();
        assert_eq!(exif.block().order, order);
        assert_eq!(values(exif.block()).len(), 9);
        let written = exif.write().unwrap();
        assert_eq!(written[..4], header(order)[..4]);
        // A number whose bits no arithmetic would keep, in a tag that nobody knows.
        let odd = [0x7F, 0xF0, 1, 2, 3, 4, 5, 0xF1];
        assert!(written.windows(8).any(|window| window == odd), "{order:?}");
        assert!(try_out(&full(order)));
        assert_eq!(exif.text(b"GPSLatitudeRef").unwrap(), b"S");
        assert_eq!(exif.text(b"LensSpecification").unwrap(), b"2.5");
        assert_eq!(exif.text(b"JPEGInterchangeFormat").unwrap(), b"400");
        assert_eq!(exif.text(b"JPEGInterchangeFormatLength").unwrap(), b"7");
        assert_eq!(exif.block().get(Ifd::Interop, 1).unwrap().text(), Some(b"R98".as_slice()));
    }
}

#[test]
fn a_maker_note_stays_at_its_offset_while_a_jpeg_file_can_hold_the_block() {
    let note: Vec<u8> = (0..40).collect();
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let mut exif = Exif::read(&full(order)).unwrap();
        for length in [1, 150, 301, 20_000] {
            exif.set_text(b"ImageDescription", &vec![b'x'; length]).unwrap();
            let written = exif.write().unwrap();
            assert_eq!(written[300..340], note, "{length}");
            assert_eq!(Exif::read(&written).unwrap().block().maker_note_at, Some(300));
            assert_eq!(Exif::read(&written).unwrap().text(b"ImageDescription").unwrap().len(), length);
        }
        // Without the gap in front of the note this block would just fit, so the note moves.
        let mut far = header(order);
        far.extend(directory(order, &[(0x8769, 4, 1, n32(order, 26))], 0));
        far.extend(directory(order, &[(MAKER_NOTE, 7, 40, n32(order, 65_000))], 0));
        far.resize(65_000, 0);
        far.extend(&note);
        let mut exif = Exif::read(&far).unwrap();
        assert_eq!(exif.write().unwrap()[65_000..65_040], note);
        exif.set_text(b"ImageDescription", &vec![b'x'; 65_300]).unwrap();
        let written = exif.write().unwrap();
        assert!(written.len() <= JPEG_BYTES);
        assert_eq!(Exif::read(&written).unwrap().text(b"MakerNote").unwrap(), note);
        // A new note has no place to keep.
        exif.set_text(b"MakerNote", b"another note").unwrap();
        exif.set_text(b"ImageDescription", b"x").unwrap();
        assert!(exif.write().unwrap().len() < 200);
    }
}

#[test]
fn an_uncompressed_thumbnail_moves_with_its_strips() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let mut block = header(order);
        block.extend(directory(order, &[], 14));
        let pair = |a, b| [n16(order, a), n16(order, b)].concat().try_into().unwrap();
        block.extend(directory(order, &[(0x0111, 3, 2, pair(47, 44)), (0x0117, 3, 2, pair(5, 3))], 0));
        block.extend(b"onetwo three");
        let mut exif = Exif::read(&block).unwrap();
        exif.set_text(b"Make", b"longer than four").unwrap();
        let again = Exif::read(&exif.write().unwrap()).unwrap();
        assert_eq!(again.block().thumbnail, [b"two t".to_vec(), b"one".to_vec()]);
    }
}

#[test]
fn directories_that_point_back_are_read_once() {
    let order = ByteOrder::Little;
    let at = |place| n32(order, place);
    let mut block = header(order);
    // The thumbnail's directory is the image's, and so is the Exif one; Gps is read once.
    let gps_at = 8 + 2 + 3 * 12 + 4;
    block.extend(directory(order, &[(0x8769, 4, 1, at(8)), (0x8825, 4, 1, at(gps_at)), (0x8825, 4, 1, at(8))], 8));
    block.extend(directory(order, &[(1, 2, 2, *b"N\0\0\0")], gps_at));
    let exif = Exif::read(&block).unwrap();
    assert_eq!(values(exif.block()).len(), 1);
    assert_eq!(exif.text(b"GPSLatitudeRef").unwrap(), b"N");
}

#[test]
fn values_that_lie_over_each_other_do_not_multiply() {
    let order = ByteOrder::Big;
    let entries: Vec<Entry> = (0..5000).map(|tag| (0xB000 + tag, 7, 60_000, n32(order, 8))).collect();
    let mut block = header(order);
    block.extend(directory(order, &entries, 0));
    let exif = Exif::read(&block).unwrap();
    assert_eq!(values(exif.block()).len(), 1);
}

#[test]
fn what_is_no_block_is_an_error() {
    for bytes in
        [&b""[..], b"II", b"II*\0", b"II*\0\x08\0\0", b"JFIF0000", b"IM*\0\x08\0\0\0\0\0", b"II*\0\xFF\xFF\xFF\xFF\0\0"]
    {
        assert_eq!(Exif::read(bytes).unwrap_err().kind, ErrorKind::SourceDataBad, "{bytes:?}");
    }
    assert!(Exif::read(b"II*\0\x08\0\0\0\0\0").is_ok());
}

#[test]
fn the_greatest_block_is_read_and_copied_and_a_greater_one_is_not_copied() {
    let mut exif = Exif::new();
    let half = vec![b'x'; 1 << 19];
    exif.set_text(b"Make", &half).unwrap();
    assert_eq!(exif.try_clone().unwrap(), exif);
    assert_eq!(exif.text(b"Make").unwrap().len(), 64 << 10);
    exif.set_text(b"Model", &half).unwrap();
    assert_eq!(exif.try_clone().unwrap_err().kind, ErrorKind::NotSet);
    assert_eq!(exif.set_text(b"Artist", &vec![b'x'; (1 << 20) + 1]).unwrap_err().kind, ErrorKind::MetadataKey);
    let strips = vec!["65536"; 1000].join(", ");
    exif.set_text(b"StripOffsets", strips.as_bytes()).unwrap();
    assert_eq!(exif.text(b"StripOffsets").unwrap(), strips.as_bytes()[..1024]);
}

#[test]
fn every_key_is_in_the_table_once() {
    let keys: Vec<&str> = TAGS.iter().map(|tag| tag.name).chain(VENDOR.iter().copied()).collect();
    let different: std::collections::HashSet<_> = keys.iter().collect();
    // 165 that can be read and written, 31 that can be read.
    assert_eq!((keys.len(), different.len()), (165 + 31, 165 + 31));
    let read_only = TAGS.iter().filter(|tag| matches!(tag.rule, Rule::ReadOnly)).count();
    assert_eq!(read_only, 2);
}

/// Texts made of what values are made of: nothing panics, what is refused changes nothing, what is set is of its tag's
/// format, and what is read can be set again and, but for rounding, reads the same.
#[test]
fn any_text_is_refused_or_reads_back() {
    const PIECES: &[&str] = &[
        "0",
        "1",
        "2",
        "7",
        "39",
        "59",
        "4294967295",
        "4294967296",
        "65535",
        "255",
        "2024",
        "/",
        "/",
        ",",
        ", ",
        " ",
        ".",
        "-",
        "+",
        ":",
        ":",
        "\0",
        "x",
        "Y",
        "Cb",
        "N",
        "f/",
        " EV",
        " (",
        ")",
        " sec.",
        " mm",
        "0x",
        "Exif Version ",
        " (Photographer) - ",
        " (Editor)",
        "[None]",
        "\u{20AC}",
        "Flash fired",
        "Spot",
        " bytes undefined data",
    ];
    let mut numbers = Numbers(0x1234_5678_9ABC_DEF1);
    let mut exif = Exif::new();
    let mut accepted = 0;
    for round in 0..120_000 {
        let tag = &TAGS[round % TAGS.len()];
        let text: String = (0..=numbers.below(7)).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
        let key = tag.name.as_bytes();
        let before = exif.value(key).ok().map(|(_, value)| value.clone());
        if exif.set_text(key, text.as_bytes()).is_err() {
            assert_eq!(exif.value(key).ok().map(|(_, value)| value.clone()), before, "{} {text:?}", tag.name);
            continue;
        }
        accepted += 1;
        let value = exif.value(key).unwrap().1.clone();
        exif.set_value(key, value).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let reads = exif.text(key).unwrap();
        if !reads.ends_with(b" bytes undefined data") {
            exif.set_text(key, &reads).unwrap_or_else(|error| panic!("{} {text:?}: {error}", tag.name));
            // Fractions read rounded, and 32 bits may not hold all digits.
            let rounded = matches!(exif.value(key).unwrap().1.format(), Format::Rational | Format::SRational);
            let again = if rounded { reads.clone() } else { exif.text(key).unwrap() };
            assert_eq!(reads.escape_ascii().to_string(), again.escape_ascii().to_string(), "{} {text:?}", tag.name);
        }
    }
    assert!(accepted > 10_000, "only {accepted} were set, the test has lost its point");
}

#[test]
fn typed_values_must_be_of_their_tags_format() {
    let mut exif = Exif::new();
    exif.set_value(b"FNumber", Value::of_rationals(&[(28, 10)])).unwrap();
    assert_eq!(exif.text(b"FNumber").unwrap(), b"f/2.8");
    assert_eq!(exif.value(b"FNumber").unwrap().1.double(0), Some(2.8));
    exif.set_value(b"FileSource", Value::of_bytes(Format::Undefined, vec![3])).unwrap();
    exif.set_value(b"ImageWidth", Value::of_shorts(&[9])).unwrap();
    exif.set_value(b"BrightnessValue", Value::of_srationals(&[(-1, 2)])).unwrap();
    let before = exif.clone();
    for (key, value) in [
        ("FNumber", Value::of_shorts(&[2])),
        ("FNumber", Value::of_rationals(&[(28, 0)])),
        ("FNumber", Value::of_rationals(&[(28, 10), (28, 10)])),
        ("Orientation", Value::of_shorts(&[9])),
        ("Orientation", Value::of_longs(&[1])),
        ("GPSLatitude", Value::of_rationals(&[(1, 1)])),
        ("GPSLatitudeRef", Value::of_text(b"E".to_vec())),
        ("DateTime", Value::of_text(b"today".to_vec())),
        ("MakerNote", Value::of_bytes(Format::Undefined, vec![1; 64 << 10])),
        ("ComponentsConfiguration", Value::of_bytes(Format::Undefined, vec![1, 2, 3, 7])),
        ("JPEGInterchangeFormat", Value::of_longs(&[1])),
        ("HwMnoteCaptureMode", Value::of_longs(&[1])),
        ("NoSuchKey", Value::of_longs(&[1])),
    ] {
        assert_eq!(exif.set_value(key.as_bytes(), value).unwrap_err().kind, ErrorKind::MetadataKey, "{key}");
    }
    assert_eq!(exif, before);
}
