//! Records behind the images of a JPEG file: a payload, its length, and a tag that says what it is. They are found from
//! the end of the file.

#![forbid(unsafe_code)]

use super::auxiliary::AuxiliaryKind as Kind;

/// Bytes behind a payload: its length, little endian, and the tag.
pub const BYTES: usize = 12;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// An auxiliary picture.
    Auxiliary(Kind),
    /// A blob, by the number of its kind.
    Blob(u8),
}

/// All tags. Where a record has two, the first is written.
const TAGS: [(&[u8], Record); 21] = [
    (b"DepthP", Record::Auxiliary(Kind::DepthMap)),
    (b"VShapEn", Record::Auxiliary(Kind::DepthMap)),
    (b"edof", Record::Auxiliary(Kind::UnrefocusMap)),
    (b"HighBit", Record::Auxiliary(Kind::LinearMap)),
    (b"Fragmnt", Record::Auxiliary(Kind::FragmentMap)),
    (b"SnpMain", Record::Auxiliary(Kind::SnapMap)),
    (b"SnpGain", Record::Auxiliary(Kind::SnapGainMap)),
    (b"PanMain", Record::Auxiliary(Kind::PanMap)),
    (b"PanGain", Record::Auxiliary(Kind::PanGainMap)),
    (b"Lhdr", Record::Auxiliary(Kind::LhdrGainMap)),
    (b"XtStyle", Record::Blob(3)),
    (b"RfDataB", Record::Blob(4)),
    (b"DepthEn", Record::Blob(4)),
    (b"STData", Record::Blob(6)),
    (b"Res-Map", Record::Blob(7)),
    (b"XDRAW4K", Record::Blob(8)),
    (b"PRIVATE", Record::Blob(9)),
    (b"RfDataN", Record::Blob(10)),
    (b"RfDataS", Record::Blob(11)),
    (b"SnpHdrM", Record::Blob(12)),
    (b"DfxData", Record::Blob(13)),
];

/// What follows a payload of `length` bytes; None of what has no tag, and of more than 4 GiB.
pub fn write(record: Record, length: usize) -> Option<[u8; BYTES]> {
    let (tag, _) = TAGS.iter().find(|(_, known)| *known == record)?;
    let mut trailer = [0; BYTES];
    trailer[..4].copy_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
    trailer[4..4 + tag.len()].copy_from_slice(tag);
    Some(trailer)
}

/// What the record with this trailer holds, and the bytes of its payload.
pub fn read(trailer: &[u8; BYTES]) -> Option<(Record, u32)> {
    let (length, tag) = trailer.split_first_chunk()?;
    let end = tag.iter().position(|byte| *byte == 0).unwrap_or(tag.len());
    let (tag, padding) = tag.split_at(end);
    let (_, record) = TAGS.iter().find(|(known, _)| *known == tag && padding.iter().all(|byte| *byte == 0))?;
    Some((*record, u32::from_le_bytes(*length)))
}

/// The payload of the APP12 segment of a fragment map: left, top, width and height in the main image.
pub fn place(place: [u32; 4]) -> Option<[u8; 16]> {
    let mut payload = [0; 16];
    for (bytes, number) in payload.chunks_exact_mut(4).zip(place) {
        bytes.copy_from_slice(&i32::try_from(number).ok()?.to_be_bytes());
    }
    Some(payload)
}

/// What such a payload says; None if it is none, or a number is negative.
pub fn read_place(payload: &[u8]) -> Option<[u32; 4]> {
    let (numbers, []) = payload.as_chunks::<4>() else { return None };
    let numbers: &[[u8; 4]; 4] = numbers.try_into().ok()?;
    let numbers = numbers.map(i32::from_be_bytes);
    numbers.iter().all(|number| *number >= 0).then(|| numbers.map(|number| number as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailer_is_a_length_and_a_padded_tag() {
        let trailer = write(Record::Auxiliary(Kind::UnrefocusMap), 0x0102_0304).unwrap();
        assert_eq!(trailer, *b"\x04\x03\x02\x01edof\0\0\0\0");
        assert_eq!(read(&trailer), Some((Record::Auxiliary(Kind::UnrefocusMap), 0x0102_0304)));
        assert_eq!(read(b"\x04\x03\x02\x01VShapEn\0"), Some((Record::Auxiliary(Kind::DepthMap), 0x0102_0304)));
        for foreign in
            [b"\0\0\0\0edofx\0\0\0", b"\0\0\0\0edof\0\0\0x", b"\0\0\0\0EDOF\0\0\0\0", b"\0\0\0\0\0\0\0\0\0\0\0\0"]
        {
            assert_eq!(read(foreign), None);
        }
    }

    #[test]
    fn everything_but_a_gain_map_has_a_tag_of_its_own() {
        for kind in Kind::ALL {
            let record = Record::Auxiliary(kind);
            let trailer = write(record, 7);
            assert_eq!(trailer.is_some(), kind != Kind::GainMap);
            assert!(trailer.is_none_or(|trailer| read(&trailer) == Some((record, 7))));
        }
        for number in [3, 4, 6, 7, 8, 9, 10, 11, 12, 13] {
            assert_eq!(read(&write(Record::Blob(number), 9).unwrap()), Some((Record::Blob(number), 9)));
        }
        assert_eq!(write(Record::Blob(13), 1 << 32), None);
        assert_eq!(&write(Record::Auxiliary(Kind::DepthMap), 0).unwrap()[4..10], b"DepthP");
    }

    #[test]
    fn a_place_is_four_numbers() {
        let payload = place([1, 2, 0x0300, i32::MAX as u32]).unwrap();
        assert_eq!(payload, *b"\0\0\0\x01\0\0\0\x02\0\0\x03\0\x7F\xFF\xFF\xFF");
        assert_eq!(read_place(&payload), Some([1, 2, 0x0300, i32::MAX as u32]));
        assert_eq!(place([0, 0, 1 << 31, 0]), None);
        assert_eq!(read_place(b"\xFF\xFF\xFF\xFF\0\0\0\0\0\0\0\0\0\0\0\0"), None);
        assert!((0..40).filter(|length| read_place(&vec![0; *length]).is_some()).eq([16]));
    }
}
