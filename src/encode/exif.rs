//! EXIF for a file: as much of it as the format holds.

#![forbid(unsafe_code)]

use crate::log;
use crate::metadata::exif::Exif;

/// The block that a file of at most `most` bytes for EXIF gets. A block that is too long is written without its
/// thumbnail, or not at all: an image is worth more than what is said about it.
pub fn block(exif: &Exif, mime: &str, most: usize) -> Option<Vec<u8>> {
    let fitting = |exif: &Exif| exif.write().ok().filter(|block| block.len() <= most);
    let block = fitting(exif).or_else(|| {
        log::line(&format!("EXIF: the thumbnail is left out, {mime} holds {most} bytes"));
        fitting(&exif.without_thumbnail())
    });
    if block.is_none() {
        log::line(&format!("EXIF is left out, {mime} holds {most} bytes"));
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::exif::JPEG_BYTES;

    /// A block with a thumbnail and a text of these lengths.
    fn exif(thumbnail: u32, text: usize) -> Exif {
        // Little endian; an empty directory, and one with the thumbnail's place and length.
        let mut bytes = b"II\x2A\0\x08\0\0\0\0\0\x0E\0\0\0".to_vec();
        bytes.extend_from_slice(b"\x02\0\x01\x02\x04\0\x01\0\0\0\x2C\0\0\0\x02\x02\x04\0\x01\0\0\0");
        bytes.extend(thumbnail.to_le_bytes());
        bytes.extend([0; 4]);
        assert_eq!(bytes.len(), 0x2C);
        bytes.resize(0x2C + thumbnail as usize, 0xD8);
        let mut exif = Exif::read(&bytes).unwrap();
        exif.set_text(b"ImageDescription", &vec![b'x'; text]).unwrap();
        exif
    }

    #[test]
    fn a_thumbnail_is_the_first_to_go() {
        let length = |thumbnail, text| block(&exif(thumbnail, text), "image/jpeg", JPEG_BYTES).map(|block| block.len());
        assert!(length(1000, 1000).is_some_and(|length| length > 2000));
        assert!(length(60_000, 10_000).is_some_and(|length| (10_000..11_000).contains(&length)));
        assert_eq!(length(1000, 70_000), None);
        let without = block(&exif(60_000, 10_000), "image/jpeg", JPEG_BYTES).unwrap();
        assert_eq!(Exif::read(&without).unwrap().text(b"ImageDescription").unwrap().len(), 10_000);
    }
}
