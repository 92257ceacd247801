//! The metadata block of ISO 21496-1 (annex C): in a JPEG behind [`TAG`] in an APP2 segment of the gain map, in a HEIF
//! the data of the derived image.
//!
//! Older writers, Google's libultrahdr among them, set two more flags than the published standard has: one denominator
//! for all numbers, and the direction of the gains. Both are read; neither is written.

#![forbid(unsafe_code)]

use super::reader::Reader;
use crate::metadata::hdr::GainMapMetadata;

/// What the segment begins with.
pub const TAG: &[u8; 28] = b"urn:iso:std:iso:ts:21496:-1\0";

/// The block of a base image, which only says that a gain map follows: the two versions.
pub const BASE: [u8; 4] = [0; 4];

const THREE_CHANNELS: u8 = 0x80;
const BASE_COLOR: u8 = 0x40;
const COMMON_DENOMINATOR: u8 = 0x08;
const BACKWARD: u8 = 0x04;

/// Of all fractions that are written.
const DENOMINATOR: u32 = 1_000_000;

/// The block for `how`: 61 bytes of one channel, 141 of three. Numbers that its fractions do not hold are cut, and an
/// exponent that is none becomes 1.
pub fn write(how: &GainMapMetadata) -> Vec<u8> {
    // Devices take the version for 32 bits and refuse the file unless the last byte is 0.
    let version = if how.writer_version & 0xFF == 0 { how.writer_version } else { 0 };
    let channels = if how.channels == 1 { 1 } else { 3 };
    let flags = if channels == 3 { THREE_CHANNELS } else { 0 } | if how.use_base_color { BASE_COLOR } else { 0 };
    let mut out = Vec::with_capacity(141);
    out.extend(0_u16.to_be_bytes());
    out.extend(version.to_be_bytes());
    out.push(flags);
    let mut fraction = |numerator: [u8; 4]| {
        out.extend(numerator);
        out.extend(DENOMINATOR.to_be_bytes());
    };
    fraction(unsigned(how.base_headroom));
    fraction(unsigned(how.alternate_headroom));
    for channel in 0..channels {
        fraction(signed(how.min[channel]));
        fraction(signed(how.max[channel]));
        fraction(unsigned(gamma_of(how.gamma[channel])));
        fraction(signed(how.base_offset[channel]));
        fraction(signed(how.alternate_offset[channel]));
    }
    out
}

/// An exponent that can be undone.
pub(super) fn gamma_of(gamma: f32) -> f32 {
    if gamma.is_finite() && gamma > 0.0 { gamma } else { 1.0 }
}

/// The numerator of `value`; casts of floats saturate, and make 0 of what is no number.
fn unsigned(value: f32) -> [u8; 4] {
    ((f64::from(value) * f64::from(DENOMINATOR)).round() as u32).to_be_bytes()
}

fn signed(value: f32) -> [u8; 4] {
    ((f64::from(value) * f64::from(DENOMINATOR)).round() as i32).to_be_bytes()
}

/// What a block says; None if it is cut, of a version to come, or has a fraction or an exponent that means nothing.
/// Bytes behind it do not matter. Values of one channel hold for all three.
pub fn read(block: &[u8]) -> Option<GainMapMetadata> {
    let mut reader = Reader(block);
    let minimum_version = reader.u16().filter(|version| *version == 0)?;
    let writer_version = reader.u16()?;
    let flags = reader.u8()?;
    let channels = if flags & THREE_CHANNELS != 0 { 3 } else { 1 };
    let common = if flags & COMMON_DENOMINATOR != 0 { Some(reader.u32()?) } else { None };
    let mut fractions = Fractions { reader, common };
    let (mut base_headroom, mut alternate_headroom) = (fractions.unsigned()?, fractions.unsigned()?);
    if flags & BACKWARD != 0 && base_headroom < alternate_headroom {
        std::mem::swap(&mut base_headroom, &mut alternate_headroom);
    }
    let mut how = GainMapMetadata {
        writer_version,
        minimum_version,
        channels,
        use_base_color: flags & BASE_COLOR != 0,
        base_headroom,
        alternate_headroom,
        ..GainMapMetadata::default()
    };
    for channel in 0..usize::from(channels) {
        how.min[channel] = fractions.signed()?;
        how.max[channel] = fractions.signed()?;
        how.gamma[channel] = fractions.unsigned().filter(|gamma| *gamma > 0.0)?;
        how.base_offset[channel] = fractions.signed()?;
        how.alternate_offset[channel] = fractions.signed()?;
    }
    if channels == 1 {
        let values = [&mut how.min, &mut how.max, &mut how.gamma, &mut how.base_offset, &mut how.alternate_offset];
        values.into_iter().for_each(|values| *values = [values[0]; 3]);
    }
    Some(how)
}

/// Fractions, each with its denominator or all with one.
struct Fractions<'a> {
    reader: Reader<'a>,
    common: Option<u32>,
}

impl Fractions<'_> {
    fn unsigned(&mut self) -> Option<f32> {
        let numerator = self.reader.u32()?;
        self.divided(f64::from(numerator))
    }

    fn signed(&mut self) -> Option<f32> {
        let numerator = self.reader.i32()?;
        self.divided(f64::from(numerator))
    }

    fn divided(&mut self, numerator: f64) -> Option<f32> {
        let denominator = match self.common {
            Some(denominator) => denominator,
            None => self.reader.u32()?,
        };
        (denominator > 0).then(|| (numerator / f64::from(denominator)) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three different channels.
    fn colored() -> GainMapMetadata {
        GainMapMetadata {
            writer_version: 0x0100,
            base_headroom: 0.25,
            alternate_headroom: 2.5,
            min: [-0.5, 0.0, 0.125],
            max: [2.0, 2.25, 2.5],
            gamma: [1.0, 0.5, 2.0],
            base_offset: [0.015625, 0.0, -0.015625],
            alternate_offset: [0.03125, 0.0, 0.25],
            ..GainMapMetadata::default()
        }
    }

    #[test]
    fn a_block_has_the_fields_of_the_standard() {
        let block = write(&colored());
        assert_eq!(block.len(), 141);
        assert_eq!(block[..5], [0, 0, 1, 0, 0xC0]);
        let number = |at: usize| i32::from_be_bytes(block[at..at + 4].try_into().unwrap());
        assert_eq!([number(5), number(13), number(21), number(29)], [250_000, 2_500_000, -500_000, 2_000_000]);
        assert!((9..141).step_by(8).all(|at| number(at) == 1_000_000));
        let one = write(&GainMapMetadata { channels: 1, use_base_color: false, ..colored() });
        assert_eq!((one.len(), one[4]), (61, 0));
        assert_eq!(one[5..], block[5..61]);
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(read(&write(&colored())), Some(colored()));
        let one = read(&write(&GainMapMetadata { channels: 1, ..colored() })).unwrap();
        assert_eq!((one.channels, one.max, one.min), (1, [2.0; 3], [-0.5; 3]));
        let mut longer = write(&colored());
        longer.extend([7; 100]);
        assert_eq!(read(&longer), Some(colored()));
    }

    /// Devices write three channels even where their flag says one.
    #[test]
    fn the_flag_counts_channels_and_not_the_length() {
        let mut block = write(&colored());
        block[4] &= !THREE_CHANNELS;
        assert_eq!(read(&block).unwrap().gamma, [1.0; 3]);
        assert_eq!(read(&write(&colored())[..140]), None);
    }

    #[test]
    fn versions_and_fractions_that_mean_nothing_are_refused() {
        let good = write(&colored());
        for (at, byte) in [(0, 1), (1, 1)] {
            let mut bad = good.clone();
            bad[at] = byte;
            assert_eq!(read(&bad), None);
        }
        for denominator in (9..141).step_by(8) {
            let mut bad = good.clone();
            bad[denominator..denominator + 4].fill(0);
            assert_eq!(read(&bad), None, "{denominator}");
        }
        let mut bad = good.clone();
        bad[37..41].fill(0);
        assert_eq!(read(&bad), None, "an exponent of 0");
        for version in [0x0101, 0x00FF, 1] {
            assert_eq!(write(&GainMapMetadata { writer_version: version, ..colored() })[2..4], [0, 0]);
        }
    }

    #[test]
    fn older_writers_use_one_denominator_and_say_a_direction() {
        let block = |flags: u8, base: u32, alternate: u32| {
            let mut block = vec![0, 0, 0, 0, flags];
            for number in [64, base, alternate] {
                block.extend(u32::to_be_bytes(number));
            }
            for number in [-64_i32, 128, 64, 1, 2] {
                block.extend(number.to_be_bytes());
            }
            block
        };
        let forward = read(&block(COMMON_DENOMINATOR, 0, 192)).unwrap();
        assert_eq!(block(COMMON_DENOMINATOR, 0, 192).len(), 37);
        assert_eq!((forward.base_headroom, forward.alternate_headroom), (0.0, 3.0));
        assert_eq!((forward.min, forward.max, forward.gamma), ([-1.0; 3], [2.0; 3], [1.0; 3]));
        assert_eq!((forward.base_offset, forward.alternate_offset), ([1.0 / 64.0; 3], [1.0 / 32.0; 3]));
        for (base, alternate) in [(0, 192), (192, 0)] {
            let backward = read(&block(COMMON_DENOMINATOR | BACKWARD, base, alternate)).unwrap();
            assert_eq!((backward.base_headroom, backward.alternate_headroom), (3.0, 0.0));
        }
        assert_eq!(read(&block(COMMON_DENOMINATOR | 0x33, 0, 192)).unwrap(), forward, "reserved bits mean nothing");
    }

    #[test]
    fn numbers_out_of_range_are_cut() {
        let how = GainMapMetadata {
            channels: 1,
            base_headroom: -1.0,
            alternate_headroom: f32::INFINITY,
            min: [f32::NEG_INFINITY; 3],
            max: [f32::NAN; 3],
            gamma: [0.0; 3],
            ..GainMapMetadata::default()
        };
        let read = read(&write(&how)).unwrap();
        assert_eq!((read.base_headroom, read.max[0], read.gamma[0]), (0.0, 0.0, 1.0));
        assert!(read.alternate_headroom > 4000.0 && read.min[0] < -2000.0);
    }
}
