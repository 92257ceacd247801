//! The index of a JPEG file of two images (CIPA DC-007, 5.2), written behind the first one's other segments.

#![forbid(unsafe_code)]

/// What the payload of the APP2 segment begins with.
pub const TAG: &[u8; 4] = b"MPF\0";

/// Bytes of the payload.
pub const BYTES: usize = 86;

/// From the first byte of the segment's marker to the byte order mark, from which offsets count.
pub const MARKER_TO_HEADER: usize = 8;

/// The index of a first image of `first` bytes and a second one of `second` bytes, `offset` bytes behind the byte order
/// mark.
pub fn write(first: u32, second: u32, offset: u32) -> [u8; BYTES] {
    /// A directory entry: tag, type and count, then a value.
    const VERSION: [u8; 12] = *b"\xB0\x00\x00\x07\x00\x00\x00\x040100";
    const IMAGES: [u8; 12] = *b"\xB0\x01\x00\x04\x00\x00\x00\x01\x00\x00\x00\x02";
    const ENTRIES: [u8; 12] = *b"\xB0\x02\x00\x07\x00\x00\x00\x20\x00\x00\x00\x32";
    /// The representative image, whose type is "baseline MP primary image".
    const PRIMARY: u32 = 0x2003_0000;

    let mut payload = [0; BYTES];
    let mut rest = &mut payload[..];
    let mut put = |bytes: &[u8]| {
        let (front, behind) = std::mem::take(&mut rest).split_at_mut(bytes.len());
        front.copy_from_slice(bytes);
        rest = behind;
    };
    put(TAG);
    put(b"MM\0\x2A\0\0\0\x08");
    put(&[0, 3]);
    [VERSION, IMAGES, ENTRIES].iter().for_each(|entry| put(entry));
    put(&[0; 4]); // there is no other directory
    for (attributes, length, offset) in [(PRIMARY, first, 0), (0, second, offset)] {
        [attributes, length, offset, 0].iter().for_each(|number| put(&number.to_be_bytes()));
    }
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_where_the_standard_has_them() {
        let payload = write(0x0102_0304, 0x0506_0708, 0x090A_0B0C);
        let header = &payload[4..];
        let u16_at = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
        let u32_at = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
        assert_eq!((&header[..4], u32_at(4), u16_at(8)), (&b"MM\0*"[..], 8, 3));
        let entries: Vec<_> =
            [10, 22, 34].map(|at| (u16_at(at), u16_at(at + 2), u32_at(at + 4), u32_at(at + 8))).into();
        let version = u32::from_be_bytes(*b"0100");
        assert_eq!(entries, [(0xB000, 7, 4, version), (0xB001, 4, 1, 2), (0xB002, 7, 32, 50)]);
        assert_eq!(u32_at(46), 0);
        assert_eq!([50, 54, 58, 62].map(u32_at), [0x2003_0000, 0x0102_0304, 0, 0]);
        assert_eq!([66, 70, 74, 78].map(u32_at), [0, 0x0506_0708, 0x090A_0B0C, 0]);
    }
}
