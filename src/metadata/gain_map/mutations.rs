//! Every reader of this folder takes what it is given: cut, changed or made up, there is no panic and no long work.

#![forbid(unsafe_code)]

use super::{iso, vivid, xmp};
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};

/// All readers, one after the other.
fn read(bytes: &[u8]) {
    let _ = (iso::read(bytes), vivid::read(bytes), xmp::read(bytes), xmp::gain_map_item(bytes));
}

fn samples() -> Vec<Vec<u8>> {
    let how = GainMapMetadata { max: [2.0, 2.5, 3.0], ..GainMapMetadata::default() };
    let mastering = MasteringMetadata {
        primaries: [[0.3; 2]; 3],
        white: [0.3; 2],
        max_luminance: 1000.0,
        min_luminance: 0.0,
        max_content_light_level: 1000.0,
        max_frame_average_light_level: 400.0,
    };
    let mut extended = vivid::metadata(Some(&mastering), b"tone").unwrap();
    extended[14] = 1;
    extended.extend([0, 61, 3]);
    extended.extend(1.0_f32.to_be_bytes().repeat(15));
    vec![
        iso::write(&how),
        vivid::base(1, 2).to_vec(),
        extended,
        xmp::write(&how).into_bytes(),
        xmp::directory(100).into_bytes(),
    ]
}

#[test]
fn no_prefix_and_no_changed_byte_is_too_much() {
    let mut noise = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = || {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        noise as usize
    };
    for sample in samples() {
        (0..sample.len()).for_each(|length| read(&sample[..length]));
        for _ in 0..2000 {
            let mut changed = sample.clone();
            for _ in 0..1 + random() % 4 {
                let at = random() % changed.len();
                changed[at] = random() as u8;
            }
            read(&changed);
        }
    }
}

/// What an XML parser may fear: depth, attributes, entities, and names that are declared many times.
#[test]
fn packets_made_to_hurt_are_read_or_refused_at_once() {
    let entities = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>";
    let many = |text: fn(usize) -> String| {
        (0..).map(text).scan(0, |length, text| {
            *length += text.len();
            (*length < 65_000).then_some(text)
        })
    };
    let attributes: String = many(|number| format!(" a{number}=''")).collect();
    let spaces: String = many(|number| format!(" xmlns:a{number}='u'")).collect();
    for packet in [
        "<a>".repeat(21_000),
        "<a>".repeat(9_000) + &"</a>".repeat(9_000),
        "<a/>".repeat(16_000),
        format!("<a {attributes}/>"),
        format!("<a {spaces}/>"),
        entities.to_owned(),
    ] {
        read(packet.as_bytes());
    }
    assert!(roxmltree::Document::parse(entities).is_err(), "document types are refused");
}
