//! The marker segments of a JPEG file (ITU-T T.81, Annex B) in front of its first scan, read by position.

#![forbid(unsafe_code)]

use super::bytes::SourceBytes;
use super::scan::Scan;
use crate::error::Result;

/// Most markers and fill bytes that are read of a file.
const STEPS: usize = 1 << 12;

/// The marker at the start of an image.
pub const SOI: u8 = 0xD8;

/// The marker at its end.
const EOI: u8 = 0xD9;

/// The marker of a scan.
pub const SOS: u8 = 0xDA;

/// A marker segment with a length.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    /// The marker's second byte.
    pub marker: u8,
    /// First byte behind the length field.
    pub data: u64,
    /// First byte behind the segment.
    pub end: u64,
}

/// The segments of a file, in order.
pub struct Segments<'a> {
    scan: Scan<'a>,
    at: u64,
    steps: usize,
}

impl<'a> Segments<'a> {
    /// The segments of the JPEG file that begins at `start`; none if none does.
    pub fn at(bytes: &'a SourceBytes, start: u64) -> Self {
        Self { scan: Scan::new(bytes), at: start, steps: STEPS }
    }

    /// The next one; None at the first scan, the end of the image, or where there is no whole segment.
    pub fn next(&mut self) -> Result<Option<Segment>> {
        while self.steps > 0 {
            self.steps -= 1;
            let Some([0xFF, marker]) = self.scan.array(self.at)? else { break };
            match marker {
                // Fill bytes (B.1.1.2).
                0xFF => self.at += 1,
                // TEM, RST0 to RST7 and SOI have no length.
                0x01 | 0xD0..=SOI => self.at += 2,
                0x00 | EOI | SOS => break,
                _ => {
                    let Some(length) = self.scan.array(self.at + 2)? else { break };
                    let length = u64::from(u16::from_be_bytes(length));
                    let segment = Segment { marker, data: self.at + 4, end: self.at + 2 + length };
                    if length < 2 || segment.end > self.scan.len() {
                        break;
                    }
                    self.at = segment.end;
                    return Ok(Some(segment));
                }
            }
        }
        Ok(None)
    }

    /// The bytes of a segment behind its length field.
    pub fn data(&self, segment: &Segment) -> Result<Vec<u8>> {
        Ok(self.scan.bytes(segment.data, (segment.end - segment.data) as usize)?.unwrap_or_default())
    }

    /// The first `N` of them, if there are so many.
    pub fn front<const N: usize>(&mut self, segment: &Segment) -> Result<Option<[u8; N]>> {
        if segment.end - segment.data < N as u64 { Ok(None) } else { self.scan.array(segment.data) }
    }

    /// Whether `segment` is of this marker and begins with `name`.
    pub fn is<const N: usize>(&mut self, segment: &Segment, marker: u8, name: &[u8; N]) -> Result<bool> {
        Ok(segment.marker == marker && self.front(segment)?.as_ref() == Some(name))
    }
}

/// What a frame header says (B.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// Number of the process: 0 baseline, 1 extended, 2 progressive, 3 lossless ...; SOF0 to SOF15.
    pub process: u8,
    /// Bits of a sample.
    pub precision: u8,
    /// Samples in a row.
    pub width: u16,
    /// Rows; 0 if only the first scan tells.
    pub height: u16,
    /// Number of components.
    pub components: u8,
}

impl FrameHeader {
    /// The frame header of the JPEG file that begins at `start`.
    pub fn at(bytes: &SourceBytes, start: u64) -> Result<Option<Self>> {
        let mut segments = Segments::at(bytes, start);
        while let Some(segment) = segments.next()? {
            let marker = segment.marker;
            // Among the numbers of frame headers are those of Huffman tables, extensions and arithmetic conditioning.
            if !matches!(marker, 0xC0..=0xCF) || matches!(marker, 0xC4 | 0xC8 | 0xCC) {
                continue;
            }
            let Some([precision, h0, h1, w0, w1, components]) = segments.front(&segment)? else { break };
            let (width, height) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
            return Ok(Some(Self { process: marker - 0xC0, precision, width, height, components }));
        }
        Ok(None)
    }

    /// Whether the samples come in several scans, each with more of them: SOF2, SOF6, SOF10, SOF14.
    pub fn is_progressive(self) -> bool {
        self.process % 4 == 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(bytes: &[u8]) -> Option<FrameHeader> {
        FrameHeader::at(&SourceBytes::Owned(bytes.to_vec()), 0).unwrap()
    }

    /// Fill bytes, a table, an application segment, a progressive frame, the first scan.
    const FILE: &[u8] =
        b"\xFF\xD8\xFF\xFF\xFF\xE0\0\x05abc\xFF\xC4\0\x02\xFF\xC2\0\x0B\x08\x01\x02\x03\x04\x03123\xFF\xDA";

    #[test]
    fn the_frame_header_is_found_behind_other_segments() {
        let found = FrameHeader { process: 2, precision: 8, width: 0x304, height: 0x102, components: 3 };
        assert_eq!(header(FILE), Some(found));
        assert!(found.is_progressive());
        let photo = std::fs::read("tests/images/rocket.jpg").unwrap();
        assert_eq!(header(&photo).map(|header| (header.width, header.height)), Some((640, 427)));
    }

    #[test]
    fn what_is_damaged_has_no_frame_header_and_ends_soon() {
        for length in 0..FILE.len() - 2 {
            assert_eq!(header(&FILE[..length]), None, "{length}");
        }
        for at in 0..FILE.len() {
            for bit in 0..8 {
                let mut damaged = FILE.to_vec();
                damaged[at] ^= 1 << bit;
                header(&damaged);
            }
        }
        assert_eq!(header(&[b"\xFF\xD8".to_vec(), vec![0xFF; 1 << 20], FILE.to_vec()].concat()), None);
        assert_eq!(header(b"\xFF\xD8\xFF\xE0\0\x01\xFF\xC0\0\x0B\x08\x01\x02\x03\x04\x03"), None);
    }
}
