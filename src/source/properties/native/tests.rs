//! Which key belongs where, and damaged files. What values are right is judged by others in tests/judges/keys.

#![forbid(unsafe_code)]

use super::*;
use crate::source::random::Random;

const CONTAINERS: [(Container, &[u8]); 5] = [
    (Container::Gif, GIF),
    (Container::Webp, b"RIFF\x1A\0\0\0WEBPVP8L\x0D\0\0\0\x2F\0\0\0\x10\x07\x10\x11\x11\x88\x88\xFE\x07\0"),
    (Container::Jpeg, b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x49\0\0\xFF\xC2\0\x08\x08\0\x01\0\x02\x01"),
    (Container::Png, PNG),
    (Container::Dng, DNG),
];

const GIF: &[u8] =
    b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xFF\xFF\xFF!\xF9\x04\x04\x05\0\0\0,\0\0\0\0\x03\0\x02\0\0\x02\x02D\x0A\0;";

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\
    \0\0\0\x04gAMA\0\0\xB1\x8F\x0B\xFC\x61\x05\0\0\0\0IEND\xAE\x42\x60\x82";

/// DNGVersion, UniqueCameraModel, DefaultUserCrop: 0/1, 1/2, 3/3, 4/0.
const DNG: &[u8] = b"II\x2A\0\x08\0\0\0\x03\0\
    \x12\xC6\x01\0\x04\0\0\0\x01\x04\0\0\
    \x14\xC6\x02\0\x04\0\0\0abc\0\
    \xB5\xC7\x05\0\x04\0\0\0\x32\0\0\0\
    \0\0\0\0\
    \0\0\0\0\x01\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x03\0\0\0\x04\0\0\0\0\0\0\0";

fn names() -> Vec<&'static [u8]> {
    let mut names: Vec<&[u8]> = HEIF_SEQUENCE.iter().chain(&AVIF_SEQUENCE).copied().collect();
    names.extend(animated::GIF.iter().chain(animated::WEBP).map(|(name, _)| name.as_bytes()));
    names.extend(jpeg::KEYS.iter().map(|(name, _)| name.as_bytes()));
    names.extend(png::KEYS.iter().map(|(name, _)| name.as_bytes()));
    names.extend(tiff::KEYS.iter().map(|(name, _)| name.as_bytes()));
    names.extend(dng::KEYS.iter().map(|(name, _)| name.as_bytes()));
    names
}

#[test]
fn every_key_belongs_to_one_container() {
    let mut names = names();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    let nothing = SourceBytes::Borrowed(b"");
    for name in names {
        assert!(is_key(name), "{}", name.escape_ascii());
        for container in Container::ALL {
            let is_own = GROUPS.iter().any(|group| group.mime == container.mime() && (group.has)(name));
            let refused =
                value(container, &nothing, name).is_err_and(|error| error.kind == ErrorKind::SourceUnrecognised);
            assert_eq!(refused, !is_own, "{container:?}: {}", name.escape_ascii());
        }
    }
    for other in [&b"Orientation"[..], b"title", b"Tiff", b"", b"GIFLoopCount", b"GifDelayTime\0"] {
        assert!(!is_key(other));
        assert_eq!(value(Container::Gif, &nothing, other), Ok(None));
    }
}

#[test]
fn the_page_on_metadata_lists_every_key() {
    let page = std::fs::read_to_string("docs/metadata.md").unwrap();
    let page = page.split("## What containers say themselves").nth(1).unwrap();
    // Commas and the ends of lines and cells stand between keys; some have a blank in them.
    let listed: Vec<String> = page.split([',', '|', '.', ':']).map(|key| key.trim().replace('\n', " ")).collect();
    for name in names() {
        let name = std::str::from_utf8(name).unwrap();
        let name = name.strip_prefix("Tiff").unwrap_or(name);
        assert!(listed.iter().any(|key| key == name), "{name}");
    }
}

#[test]
fn the_examples_below_are_whole() {
    let known = [&b"GifCanvasWidth"[..], b"WebPCanvasHeight", b"JfifVersion", b"PngGamma", b"UniqueCameraModel"];
    for ((container, bytes), key) in CONTAINERS.into_iter().zip(known) {
        assert!(value(container, &SourceBytes::Borrowed(bytes), key).unwrap().is_some(), "{container:?}");
    }
}

#[test]
fn whole_fractions_are_integers_where_the_header_says_so() {
    let crop = |bytes: &[u8]| value(Container::Dng, &SourceBytes::Owned(bytes.to_vec()), b"DefaultUserCrop").unwrap();
    assert_eq!(crop(DNG), Some(Property::Doubles(vec![0.0, 0.5, 1.0])));
    let mut whole = DNG.to_vec();
    whole[50 + 12] = 1;
    whole[50 + 28] = 2;
    assert_eq!(crop(&whole), Some(Property::Integers(vec![0, 1, 1, 2])));
}

#[test]
fn fragment_keys_have_no_value_without_a_fragment_map() {
    let bytes = SourceBytes::Borrowed(CONTAINERS[2].1);
    for key in [&b"XInOriginal"[..], b"YInOriginal", b"FragmentImageWidth", b"FragmentImageHeight"] {
        assert!(is_key(key));
        assert_eq!(value(Container::Jpeg, &bytes, key), Ok(None));
    }
}

#[test]
fn damaged_files_have_values_or_none() {
    let mut random = Random(0x2545_F491);
    let names = names();
    let all_values = |container: Container, bytes: Vec<u8>| {
        let bytes = SourceBytes::Owned(bytes);
        for name in &names {
            match value(container, &bytes, name) {
                Err(error) => assert_ne!(error.kind, ErrorKind::Internal),
                Ok(Some(Property::Text(text))) => assert!(!text.is_empty() && !text.contains(&0)),
                Ok(_) => {}
            }
        }
    };
    for (container, whole) in CONTAINERS {
        for length in 0..whole.len() {
            all_values(container, whole[..length].to_vec());
        }
        for at in 0..whole.len() {
            for _ in 0..3 {
                let mut damaged = whole.to_vec();
                damaged[at] = random.next() as u8;
                all_values(container, damaged);
            }
        }
    }
}
