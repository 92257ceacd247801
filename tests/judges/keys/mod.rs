//! What containers say beside EXIF, against exiftool: it reads the same files, or wrote them.
//!
//! Skipped where exiftool or ImageMagick are not installed; `./dev test` installs them.

mod animations;
mod dng;
mod stills;
mod tiff;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ohimagekit::source::decode;
use ohimagekit::source::properties::{Property, native};
use ohimagekit::source::{Container, SourceBytes};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ohimagekit-keys-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a program prints, or None if it is not installed.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            Some(text)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

/// All that exiftool finds in a file, by group and name.
fn judged(file: &Path) -> Option<BTreeMap<String, String>> {
    let text = output("exiftool", &["-args", "-n", "-G1", "-a", "-U", file.to_str().unwrap()])?;
    let line = |line: &str| line.strip_prefix('-')?.split_once('=').map(|(name, value)| (name.into(), value.into()));
    // Of several with one name the first counts.
    Some(text.lines().rev().filter_map(line).collect())
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
    let judged = judged(file).unwrap();
    for (key, name) in pairs {
        let ours = value(file, key).unwrap_or_else(|| panic!("{key} is absent, but {:?}", judged.get(*name)));
        let theirs = judged.get(*name).unwrap_or_else(|| panic!("exiftool finds no {name} in {judged:#?}"));
        assert!(same(&ours, theirs), "{key} is {ours:?}, but {name} {theirs}");
    }
}

fn image(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/images").join(name)
}

/// Numbers, names and formats of the tags that exiftool knows of TIFF, EXIF and DNG.
fn tags_of_exiftool() -> Option<Vec<(u16, String, String)>> {
    let list = output("exiftool", &["-listx", "-EXIF:All"])?;
    let table = list.split("<table name='Exif::Main'").nth(1)?.split("</table>").next()?;
    let tag = |line: &str| {
        let of = |name: &str| Some(line.split_once(name)?.1.split('\'').next()?.to_owned());
        Some((of("<tag id='")?.parse().ok()?, of(" name='")?, of(" type='")?))
    };
    Some(table.lines().filter_map(tag).collect())
}
