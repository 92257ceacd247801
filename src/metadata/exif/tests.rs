#![forbid(unsafe_code)]

use super::*;

#[test]
fn x() {
    let mut exif = Exif::new();
    exif.set_text(b"ImageWidth", b"666").unwrap();
    assert_eq!(exif.text(b"ImageWidth").unwrap(), b"666");
}
