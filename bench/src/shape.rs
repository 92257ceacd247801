//! What kind of JPEG file it is, read from its markers: a setting that has no effect must not pass for one that has.

use crate::Result;
use crate::ours::variants::{DEFAULT_TABLES, OPTIMISED};
use crate::task::{Chroma, Task};

/// Demands the task's chroma, and that a point named "progressive" is, and no other but those that say so.
pub fn check(file: &[u8], task: Task, point: &str) -> Result {
    let Task::Jpeg(_, chroma) = task else { return Ok(()) };
    let (marker, frame) = frame(file).ok_or("no frame header")?;
    let factors = frame.get(7).copied().ok_or("a short frame header")?;
    let expected = if chroma == Chroma::Quarter { 0x22 } else { 0x11 };
    if factors != expected {
        return Err(format!("sampling factors {factors:#04x}, not {expected:#04x}"));
    }
    let is_progressive = marker == 0xc2;
    if is_progressive != point.contains("progressive") {
        return Err(format!("frame marker {marker:#04x}"));
    }
    let has_default_tables = has_table_of(file, &LUMINANCE_AC);
    match point {
        DEFAULT_TABLES if !has_default_tables => Err("Huffman tables are not the default ones".to_owned()),
        OPTIMISED if has_default_tables => Err("Huffman tables are the default ones".to_owned()),
        _ => Ok(()),
    }
}

/// How many codes of 1 to 16 bits table K.5 of T.81 has.
const LUMINANCE_AC: [u8; 16] = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125];

/// Marker segments before the first scan: marker and content.
fn segments(file: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = file.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let &[0xff, marker, high, low, ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let content = rest.get(4..2 + length)?;
        rest = if marker == 0xda { &[] } else { &rest[2 + length..] };
        Some((marker, content))
    })
}

/// The first SOF segment: precision, height, width, count, then identifier, factors and table of each component.
fn frame(file: &[u8]) -> Option<(u8, &[u8])> {
    segments(file).find(|(marker, _)| matches!(marker, 0xc0..=0xc2))
}

/// Whether a Huffman table before the first scan has these numbers of codes.
fn has_table_of(file: &[u8], counts: &[u8; 16]) -> bool {
    segments(file).filter(|(marker, _)| *marker == 0xc4).any(|(_, mut tables)| {
        while let Some(lengths) = tables.get(1..17) {
            if lengths == counts {
                return true;
            }
            let size: usize = lengths.iter().map(|&length| usize::from(length)).sum();
            tables = tables.get(17 + size..).unwrap_or_default();
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_from_a_file() {
        let pixels: Vec<u8> = (0..64 * 64 * 4).map(|index| (index * 7 % 251) as u8).collect();
        let file = |optimise: bool, progressive: bool| {
            let mut compressor = turbojpeg::Compressor::new().unwrap();
            compressor.set_subsamp(turbojpeg::Subsamp::Sub2x2).unwrap();
            compressor.set_optimize(optimise).unwrap();
            compressor.set_progressive(progressive).unwrap();
            let format = turbojpeg::PixelFormat::RGBX;
            let image = turbojpeg::Image { pixels: &pixels[..], width: 64, pitch: 256, height: 64, format };
            compressor.compress_to_vec(image).unwrap()
        };
        let (plain, optimised, progressive) = (file(false, false), file(true, false), file(false, true));
        let task = Task::Jpeg(90, Chroma::Quarter);
        assert_eq!(check(&plain, task, DEFAULT_TABLES), Ok(()));
        assert_eq!(check(&optimised, task, OPTIMISED), Ok(()));
        assert_eq!(check(&progressive, task, "progressive"), Ok(()));
        assert!(check(&plain, task, OPTIMISED).is_err());
        assert!(check(&optimised, task, DEFAULT_TABLES).is_err());
        assert!(check(&plain, task, "progressive").is_err());
        assert!(check(&plain, Task::Jpeg(90, Chroma::Full), DEFAULT_TABLES).is_err());
    }
}
