//! Palettes of TIFF files. The crate decodes none; it is told that such an image is grey, and its samples are looked
//! up.

#![forbid(unsafe_code)]

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::error::Result;
use crate::source::bytes::{Input, SourceBytes};
use crate::source::decoders::samples::narrow;

const PHOTOMETRIC: u16 = 262;
const COLOR_MAP: u16 = 320;
const SHORT: u16 = 3;
/// PhotometricInterpretation of a palette.
const PALETTE: u16 = 3;

/// The palette of the first directory of a file.
pub struct Palette {
    /// Red, green and blue of each index; what is not there is black.
    pub colors: Vec<[u8; 3]>,
    /// Where the number lies that says so.
    position: u64,
    /// The number of grey, in the file's byte order.
    grey: [u8; 2],
}

impl Palette {
    /// The palette of a file that has one. (Those of BigTIFF are not looked for.)
    pub fn find(bytes: &SourceBytes) -> Result<Option<Self>> {
        let head = bytes.range(0..8)?;
        let big_endian = match head.get(..4) {
            Some(b"II*\0") => false,
            Some(b"MM\0*") => true,
            _ => return Ok(None),
        };
        let short = |two: [u8; 2]| if big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) };
        let long = |four: [u8; 4]| if big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
        let Some(directory) = head.last_chunk::<4>().map(|four| u64::from(long(*four))) else { return Ok(None) };
        let count = match *bytes.range(directory..directory + 2)? {
            [a, b] => u64::from(short([a, b])),
            _ => return Ok(None),
        };
        let entries = bytes.range(directory + 2..directory + 2 + count * 12)?;
        let (mut position, mut map) = (None, None);
        for (number, entry) in (0_u64..).zip(entries.as_chunks::<12>().0) {
            let [t0, t1, k0, k1, count @ .., a, b, c, d] = *entry;
            match (short([t0, t1]), short([k0, k1])) {
                (PHOTOMETRIC, SHORT) if short([a, b]) == PALETTE => position = Some(directory + 2 + number * 12 + 8),
                (COLOR_MAP, SHORT) => map = Some((u64::from(long([a, b, c, d])), u64::from(long(count)))),
                _ => {}
            }
        }
        let (Some(position), Some((map, count))) = (position, map) else { return Ok(None) };
        // All of red, then of green, then of blue; for images of at most 8 bits here.
        let colors = (count / 3).min(256) as usize;
        let map = bytes.range(map..map + colors as u64 * 6)?;
        let map: Vec<u16> = map.as_chunks().0.iter().map(|two| short(*two)).collect();
        // Some writers scale to 8 bits, not 16.
        let eight = map.iter().all(|value| *value < 256);
        let value = |at: usize| {
            let value = map.get(at).copied().unwrap_or(0);
            if eight { value as u8 } else { narrow(value) }
        };
        let colors = (0..colors).map(|index| [0, 1, 2].map(|channel| value(channel * colors + index))).collect();
        Ok(Some(Self { colors, position, grey: if big_endian { [0, 1] } else { [1, 0] } }))
    }

    /// The file as a grey one.
    pub fn input<'a>(&self, bytes: &'a SourceBytes) -> Box<dyn Input + 'a> {
        let file = Patched { input: bytes.input(), at: 0, position: self.position, patch: self.grey };
        Box::new(BufReader::new(file))
    }
}

/// A file two bytes of which are others.
struct Patched<'a> {
    input: Box<dyn Input + 'a>,
    at: u64,
    position: u64,
    patch: [u8; 2],
}

impl Read for Patched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        for (place, byte) in (self.position..).zip(self.patch) {
            if (self.at..self.at + count as u64).contains(&place) {
                buffer[(place - self.at) as usize] = byte;
            }
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.input.seek(to)?;
        Ok(self.at)
    }
}
