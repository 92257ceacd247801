//! What containers say beside EXIF, against exiftool: it reads the same files, or wrote them.

mod animations;
mod dng;
mod stills;
mod tiff;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ohimagekit::source::decode;
use ohimagekit::source::properties::{Property, native};
use ohimagekit::source::{Container, SourceBytes};

use crate::support::{CONVERT, Folder, image, output};

/// All that exiftool finds in a file, by group and name.
fn judged(file: &Path) -> BTreeMap<String, String> {
    let text = output("exiftool", &["-args", "-n", "-G1", "-a", "-U", file.to_str().unwrap()]);
    let line = |line: &str| line.strip_prefix('-')?.split_once('=').map(|(name, value)| (name.into(), value.into()));
    // Of several with one name the first counts.
    text.lines().rev().filter_map(line).collect()
}

fn source(file: &Path) -> (Container, SourceBytes) {
    let bytes = SourceBytes::of_file(fs::File::open(file).unwrap()).unwrap();
    (decode::container(&bytes).unwrap(), bytes)
}

fn value(file: &Path, key: &str) -> Option<Property> {
    let (container, bytes) = source(file);
    native::value(container, &bytes, key.as_bytes()).unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// Whether the library's value is what exiftool prints, which rounds numbers to ten digits and does not print bytes.
fn same(value: &Property, judged: &str) -> bool {
    let numbers = |ours: Vec<f64>| {
        let theirs: Vec<f64> = judged.split(' ').filter_map(|number| number.parse().ok()).collect();
        let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * b.abs();
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(close)
    };
    match value {
        Property::Integers(ours) => numbers(ours.iter().map(|number| *number as f64).collect()),
        Property::Doubles(ours) => numbers(ours.clone()),
        Property::Text(ours) => String::from_utf8_lossy(ours) == judged,
        Property::Blob(ours) => judged == format!("(Binary data {} bytes, use -b option to extract)", ours.len()),
    }
}

/// Keys and exiftool's names for the same.
fn check(file: &Path, pairs: &[(&str, &str)]) {
    let judged = judged(file);
    for (key, name) in pairs {
        let ours = value(file, key).unwrap_or_else(|| panic!("{key} is absent, but {:?}", judged.get(*name)));
        let theirs = judged.get(*name).unwrap_or_else(|| panic!("exiftool finds no {name} in {judged:#?}"));
        assert!(same(&ours, theirs), "{key} is {ours:?}, but {name} {theirs}");
    }
}

/// Numbers, names and formats of the tags that exiftool knows of TIFF, EXIF and DNG.
fn tags_of_exiftool() -> Vec<(u16, String, String)> {
    let list = output("exiftool", &["-listx", "-EXIF:All"]);
    let table = list.split("<table name='Exif::Main'").nth(1).unwrap().split("</table>").next().unwrap();
    let tag = |line: &str| {
        let of = |name: &str| Some(line.split_once(name)?.1.split('\'').next()?.to_owned());
        Some((of("<tag id='")?.parse().ok()?, of(" name='")?, of(" type='")?))
    };
    table.lines().filter_map(tag).collect()
}
