//! The APP8 segments of HDR Vivid files: where the gain map lies, the mastering display and data for tone mapping.

#![forbid(unsafe_code)]

use super::reader::Reader;
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};

/// What a payload begins with. Other makers use APP8 too.
pub const TAG: &[u8; 6] = b"ITUT35";

/// Country, provider, its own code (ITU-T T.35), and a version.
const CODES: [u8; 6] = [0x26, 0x00, 0x04, 0x00, 0x07, 0x02];

const BASE_FILE: u8 = 1;
const GAIN_MAP_FILE: u8 = 2;

/// Bytes of the payload that [`base`] makes.
pub const BASE_BYTES: usize = 24;

/// Bytes of a mastering display.
const STATIC_BYTES: usize = 28;

/// What a payload holds beside tone mapping data, and the length field of its segment: the rest of 65535 is theirs.
const FIXED_BYTES: usize = 52;

/// Of chromaticities.
const CHROMATICITY_STEP: f32 = 0.00002;

/// Of the least luminance, in cd/m2.
const DARK_STEP: f32 = 0.0001;

/// The payload in a base image: how far the gain map is behind the marker of this segment, and behind the segments that
/// describe it.
pub fn base(behind_marker: u32, behind_segments: u32) -> [u8; BASE_BYTES] {
    let mut payload = [0; BASE_BYTES];
    payload[..16].copy_from_slice(&prefix(BASE_FILE, 0));
    payload[16..20].copy_from_slice(&behind_marker.to_be_bytes());
    payload[20..].copy_from_slice(&behind_segments.to_be_bytes());
    payload
}

/// The payload in a gain map; None if `dynamic` is too long for a segment.
pub fn metadata(mastering: Option<&MasteringMetadata>, dynamic: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(dynamic.len()).ok().filter(|length| usize::from(*length) + FIXED_BYTES <= 65535)?;
    let mut out = prefix(GAIN_MAP_FILE, 1).to_vec();
    // The length counts the mastering display even where there is none; zeros at the end make up for it.
    out.extend((length + 4 + STATIC_BYTES as u16).to_be_bytes());
    match mastering {
        Some(mastering) => {
            out.extend((STATIC_BYTES as u16).to_be_bytes());
            out.extend(static_bytes(mastering));
        }
        None => out.extend([0, 0]),
    }
    out.extend(length.to_be_bytes());
    out.extend_from_slice(dynamic);
    if mastering.is_none() {
        out.extend([0; STATIC_BYTES]);
    }
    Some(out)
}

fn prefix(file: u8, metadata: u8) -> [u8; 16] {
    let mut prefix = [0; 16];
    prefix[..6].copy_from_slice(TAG);
    prefix[6..12].copy_from_slice(&CODES);
    (prefix[12], prefix[13]) = (file, metadata);
    prefix
}

/// Casts of floats saturate, and make 0 of what is no number.
fn static_bytes(mastering: &MasteringMetadata) -> [u8; STATIC_BYTES] {
    let mut out = [0; STATIC_BYTES];
    let points = mastering.primaries.iter().chain([&mastering.white]).flatten();
    for (bytes, value) in out.chunks_exact_mut(2).zip(points) {
        bytes.copy_from_slice(&((value / CHROMATICITY_STEP).round() as u16).to_be_bytes());
    }
    out[16..20].copy_from_slice(&(mastering.max_luminance.round() as u32).to_be_bytes());
    out[20..24].copy_from_slice(&((mastering.min_luminance / DARK_STEP).round() as u32).to_be_bytes());
    out[24..26].copy_from_slice(&(mastering.max_content_light_level.round() as u16).to_be_bytes());
    out[26..].copy_from_slice(&(mastering.max_frame_average_light_level.round() as u16).to_be_bytes());
    out
}

/// What a payload says.
#[derive(Debug, PartialEq)]
pub enum Segment {
    /// Of a base image: how far the gain map is behind the marker, the byte FF, of this segment.
    Base(u32),
    /// Of a gain map.
    GainMap(Described),
}

/// What a gain map's segment says.
#[derive(Debug, Default, PartialEq)]
pub struct Described {
    /// The display on which the HDR image was made.
    pub mastering: Option<MasteringMetadata>,
    /// Data for tone mapping the HDR image; empty if there are none.
    pub dynamic: Vec<u8>,
    /// How the gain map is applied, as far as this block can say: headrooms follow from the greatest gain. Few files
    /// have it; the others say it in the block of ISO 21496-1.
    pub how: Option<GainMapMetadata>,
}

/// Reads the payload of an APP8 segment; None if it is none of Vivid. Of a gain map's segment that breaks off there is
/// what was before.
pub fn read(payload: &[u8]) -> Option<Segment> {
    let mut reader = Reader(payload.strip_prefix(TAG)?);
    // The codes of other makers would mean other things.
    (reader.take(CODES.len())? == CODES).then_some(())?;
    let (file, _metadata, extended, _kind) = (reader.u8()?, reader.u8()?, reader.u8()?, reader.u8()?);
    match file {
        BASE_FILE => reader.u32().map(Segment::Base),
        GAIN_MAP_FILE => {
            let mut described = Described::default();
            read_metadata(&mut reader, extended == 1, &mut described);
            Some(Segment::GainMap(described))
        }
        _ => None,
    }
}

/// The fields behind the prefix; None says that they broke off.
fn read_metadata(reader: &mut Reader<'_>, extended: bool, described: &mut Described) -> Option<()> {
    let _length = reader.u16()?;
    let length = usize::from(reader.u16()?);
    described.mastering = read_static(reader.take(length)?);
    let length = usize::from(reader.u16()?);
    described.dynamic = reader.take(length)?.to_vec();
    if extended {
        let length = usize::from(reader.u16()?);
        described.how = read_extended(reader.take(length)?);
    }
    Some(())
}

fn read_static(bytes: &[u8]) -> Option<MasteringMetadata> {
    let mut reader = Reader(bytes);
    let mut points = [[0.0; 2]; 4];
    for value in points.as_flattened_mut() {
        *value = f32::from(reader.u16()?) * CHROMATICITY_STEP;
    }
    let [red, green, blue, white] = points;
    Some(MasteringMetadata {
        primaries: [red, green, blue],
        white,
        max_luminance: reader.u32()? as f32,
        min_luminance: reader.u32()? as f32 * DARK_STEP,
        max_content_light_level: f32::from(reader.u16()?),
        max_frame_average_light_level: f32::from(reader.u16()?),
    })
}

/// The gains of one or three components; what follows them, colours, is the base image's here.
fn read_extended(bytes: &[u8]) -> Option<GainMapMetadata> {
    let mut reader = Reader(bytes);
    let channels = reader.u8().filter(|count| [1, 3].contains(count))?;
    let mut how = GainMapMetadata { channels, ..GainMapMetadata::default() };
    for channel in 0..usize::from(channels) {
        how.min[channel] = reader.f32()?;
        how.max[channel] = reader.f32()?;
        how.gamma[channel] = reader.f32().filter(|gamma| *gamma > 0.0)?;
        how.base_offset[channel] = reader.f32()?;
        how.alternate_offset[channel] = reader.f32()?;
    }
    if channels == 1 {
        let values = [&mut how.min, &mut how.max, &mut how.gamma, &mut how.base_offset, &mut how.alternate_offset];
        values.into_iter().for_each(|values| *values = [values[0]; 3]);
    }
    how.alternate_headroom = how.max.into_iter().fold(0.0, f32::max);
    Some(how)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mastering() -> MasteringMetadata {
        MasteringMetadata {
            primaries: [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
            white: [0.3127, 0.329],
            max_luminance: 1000.0,
            min_luminance: 0.005,
            max_content_light_level: 900.0,
            max_frame_average_light_level: 300.0,
        }
    }

    #[test]
    fn a_base_says_where_its_gain_map_is() {
        let payload = base(0x0102_0304, 7);
        assert_eq!(payload[..16], *b"ITUT35\x26\0\x04\0\x07\x02\x01\0\0\0");
        assert_eq!(payload[16..], [1, 2, 3, 4, 0, 0, 0, 7]);
        assert_eq!(read(&payload), Some(Segment::Base(0x0102_0304)));
    }

    #[test]
    fn a_gain_map_says_what_it_was_made_on() {
        let payload = metadata(Some(&mastering()), b"dynamic").unwrap();
        assert_eq!(payload.len(), 50 + 7);
        assert_eq!(payload[..22], *b"ITUT35\x26\0\x04\0\x07\x02\x02\x01\0\0\0\x27\0\x1C\x8A\x48");
        let Some(Segment::GainMap(found)) = read(&payload) else { panic!("it is one of a gain map") };
        assert_eq!(found.dynamic, b"dynamic");
        let (found, given) = (found.mastering.unwrap(), mastering());
        for (found, given) in found.primaries.as_flattened().iter().zip(given.primaries.as_flattened()) {
            assert!((found - given).abs() < 0.00002);
        }
        assert_eq!((found.max_luminance, found.max_content_light_level), (1000.0, 900.0));
        assert!((found.min_luminance - 0.005).abs() < 1e-6);
    }

    #[test]
    fn without_a_display_zeros_fill_the_segment() {
        let payload = metadata(None, b"dynamic").unwrap();
        assert_eq!((payload.len(), &payload[16..22]), (50 + 7, &[0, 39, 0, 0, 0, 7][..]));
        assert!(payload[29..].iter().all(|byte| *byte == 0));
        let Some(Segment::GainMap(found)) = read(&payload) else { panic!("it is one of a gain map") };
        assert_eq!((found.mastering, &found.dynamic[..]), (None, &b"dynamic"[..]));
    }

    #[test]
    fn a_segment_holds_so_much_and_no_more() {
        let most = vec![1; 65535 - FIXED_BYTES];
        assert_eq!(metadata(None, &most).map(|payload| payload.len()), Some(65533));
        assert_eq!(metadata(None, &vec![1; most.len() + 1]), None);
    }

    #[test]
    fn gains_of_one_component_hold_for_all() {
        let mut payload = metadata(Some(&mastering()), b"").unwrap();
        payload[14] = 1;
        payload.extend([0, 21, 1]);
        for value in [-0.5_f32, 2.0, 1.0, 0.25, 0.125] {
            payload.extend(value.to_be_bytes());
        }
        let Some(Segment::GainMap(found)) = read(&payload) else { panic!("it is one of a gain map") };
        let how = found.how.unwrap();
        assert_eq!((how.channels, how.min, how.max, how.alternate_headroom), (1, [-0.5; 3], [2.0; 3], 2.0));
        assert_eq!((how.gamma, how.base_offset, how.alternate_offset), ([1.0; 3], [0.25; 3], [0.125; 3]));
    }

    #[test]
    fn segments_of_others_are_none() {
        assert_eq!(read(b"ITUT35\xB5\0\x04\0\x07\x02\x01\0\0\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(read(b"HEAVY\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(read(b""), None);
    }
}
