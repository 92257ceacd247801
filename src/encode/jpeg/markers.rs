//! The marker segments of a JPEG file (ITU-T T.81, annex B).

#![forbid(unsafe_code)]

use super::frame::Frame;
use super::huffman::{Spec, SpecPair};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::gain_map::xmp;

const SOF0: u8 = 0xC0;
const SOF2: u8 = 0xC2;
const DHT: u8 = 0xC4;
const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
pub(super) const APP1: u8 = 0xE1;
pub(super) const APP2: u8 = 0xE2;
pub(super) const APP8: u8 = 0xE8;
pub(super) const APP12: u8 = 0xEC;

/// Payload bytes of one ICC segment: a segment's 65535 less its length field, the tag and two counters.
const ICC_CHUNK: usize = 65519;

/// A JFIF segment (T.871, 10.1) without density and thumbnail.
const JFIF: [u8; 18] = [0xFF, APP0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

/// The beginning of every image.
pub const START: [u8; 2] = [0xFF, SOI];

/// The end of the file.
pub const END: [u8; 2] = [0xFF, EOI];

/// What describes an image behind [`START`]: EXIF, which wants to be first (Exif 2.32, 4.7.1) and fits into a segment,
/// the JFIF segment, an XMP packet that fits into one too, and the profile.
pub fn description(exif: Option<&[u8]>, xmp: Option<&str>, profile: Option<&[u8]>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    if let Some(exif) = exif {
        segment(&mut out, APP1, &[b"Exif\0\0", exif]);
    }
    out.extend_from_slice(&JFIF);
    if let Some(xmp) = xmp {
        segment(&mut out, APP1, &[xmp::TAG, xmp.as_bytes()]);
    }
    if let Some(profile) = profile {
        out.extend(icc_segments(profile)?);
    }
    Ok(out)
}

/// All segments from the quantisation tables to the scan header, of a baseline file with one scan.
pub fn frame_and_scan(frame: &Frame, specs: &[SpecPair; 2]) -> Vec<u8> {
    let components = frame.sampling.components();
    let mut out = Vec::with_capacity(1024);
    frame_header(&mut out, SOF0, frame);
    for (index, pair) in (0..).zip(&specs[..components.min(2)]) {
        huffman_table(&mut out, index, &pair.dc);
        huffman_table(&mut out, 0x10 | index, &pair.ac);
    }
    restart_interval(&mut out, frame.restart_interval());
    let components = &[[1, 0x00], [2, 0x11], [3, 0x11]][..components];
    ScanHeader { components, spectrum: [0, 63], bits: [0, 0] }.write(&mut out);
    out
}

/// All segments of a progressive file from the quantisation tables to the first scan; 0 means no restart interval.
pub fn progressive_frame(frame: &Frame, interval: u16) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    frame_header(&mut out, SOF2, frame);
    restart_interval(&mut out, interval);
    out
}

/// Quantisation tables and the frame header (B.2.4.1, B.2.2).
fn frame_header(out: &mut Vec<u8>, marker: u8, frame: &Frame) {
    let components = frame.sampling.components();
    for (index, quantizer) in frame.quantizers[..components.min(2)].iter().enumerate() {
        segment(out, DQT, &[&[index as u8], &quantizer.steps]);
    }
    let (across, down) = frame.sampling.luma_blocks();
    let mut header = vec![8];
    header.extend_from_slice(&(frame.height as u16).to_be_bytes());
    header.extend_from_slice(&(frame.width as u16).to_be_bytes());
    header.extend_from_slice(&[components as u8, 1, (across << 4 | down) as u8, 0]);
    if components == 3 {
        header.extend_from_slice(&[2, 0x11, 1, 3, 0x11, 1]);
    }
    segment(out, marker, &[&header]);
}

/// A Huffman table (B.2.4.2); `target` is its class, 0x00 for DC or 0x10 for AC, and its number.
pub fn huffman_table(out: &mut Vec<u8>, target: u8, spec: &Spec) {
    segment(out, DHT, &[&[target], &spec.counts, &spec.symbols]);
}

fn restart_interval(out: &mut Vec<u8>, interval: u16) {
    if interval > 0 {
        segment(out, DRI, &[&interval.to_be_bytes()]);
    }
}

/// What a scan header says (B.2.3).
pub struct ScanHeader<'a> {
    /// Of each component its identifier, and the numbers of its tables: DC in the high half, AC in the low one.
    pub components: &'a [[u8; 2]],
    /// Ss and Se.
    pub spectrum: [u8; 2],
    /// Ah and Al.
    pub bits: [u8; 2],
}

impl ScanHeader<'_> {
    /// Appends it.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Self { components, spectrum, bits: [high, low] } = self;
        segment(out, SOS, &[&[components.len() as u8], components.as_flattened(), spectrum, &[high << 4 | low]]);
    }
}

/// The restart marker behind restart interval `index` (B.2.1).
pub fn restart(index: u32) -> [u8; 2] {
    [0xFF, 0xD0 + (index % 8) as u8]
}

/// The APP2 segments of an ICC profile (ICC.1:2010, B.4); an error above 255 segments.
fn icc_segments(profile: &[u8]) -> Result<Vec<u8>> {
    let chunks = profile.chunks(ICC_CHUNK);
    let count = u8::try_from(chunks.len()).map_err(|_| {
        let message = format!("the ICC profile has {} bytes, JPEG holds {}", profile.len(), 255 * ICC_CHUNK);
        ImageError::new(ErrorKind::Icc, message)
    })?;
    let mut segments = Vec::with_capacity(profile.len() + chunks.len() * 18);
    for (number, chunk) in (1..=count).zip(chunks) {
        segment(&mut segments, APP2, &[b"ICC_PROFILE\0", &[number, count], chunk]);
    }
    Ok(segments)
}

/// A segment whose payload is in parts, of 65533 bytes at most.
pub(super) fn segment(out: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) {
    let length = 2 + parts.iter().map(|part| part.len()).sum::<usize>();
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&(length as u16).to_be_bytes());
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_profiles_are_split_and_too_long_ones_refused() {
        let segments = icc_segments(&vec![7; ICC_CHUNK + 1]).unwrap();
        assert_eq!(segments[2..4], [0xFF, 0xFF]);
        assert_eq!(segments[16..18], [1, 2]);
        let second = &segments[18 + ICC_CHUNK..];
        assert_eq!((second[2..4].to_vec(), second[16..].to_vec()), (vec![0, 17], vec![2, 2, 7]));
        assert_eq!(icc_segments(&vec![0; 255 * ICC_CHUNK + 1]).unwrap_err().kind, ErrorKind::Icc);
    }
}
