//! Metadata of a few whole numbers by their names: fragment maps, frames of GIF files, headers of JPEG files.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use super::{MetadataKind, no_such_key, shown};
use crate::error::{ErrorKind, ImageError, Result};

/// The keys of a fragment map.
pub const FRAGMENT: &[&str] = &["XInOriginal", "YInOriginal", "FragmentImageWidth", "FragmentImageHeight"];

/// The keys of a frame of a GIF.
pub const GIF: &[&str] = &[
    "GifDelayTime",
    "GifDisposalType",
    "GifLoopCount",
    "GifCanvasWidth",
    "GifCanvasHeight",
    "GifHasGlobalColorMap",
    "GifUnclampedDelayTime",
];

/// The keys of the header of a JPEG file.
pub const JFIF: &[&str] = &["JfifXDensity", "JfifYDensity", "JfifDensityUnit", "JfifVersion", "JfifIsProgressive"];

/// Longest key and longest value, in bytes. (The keys above keep the number of values below the original's 20.)
const TEXT: usize = 128;

/// Numbers by their names. A value keeps its digits as they were written, zeros in front included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    kind: MetadataKind,
    keys: &'static [&'static str],
    values: BTreeMap<&'static str, String>,
}

impl Keyed {
    /// No values yet; `keys` are all that there may be.
    pub fn new(kind: MetadataKind, keys: &'static [&'static str]) -> Self {
        Self { kind, keys, values: BTreeMap::new() }
    }

    /// What the values describe.
    pub fn kind(&self) -> MetadataKind {
        self.kind
    }

    /// The value of `key` as decimal digits.
    pub fn text(&self, key: &[u8]) -> Result<&[u8]> {
        let key = self.find(key)?;
        let value = self.values.get(key).map(String::as_bytes);
        value.ok_or_else(|| ImageError::new(ErrorKind::MetadataKey, format!("{key} is not set")))
    }

    /// Sets `key` to the number whose decimal digits are `text`.
    pub fn set_text(&mut self, key: &[u8], text: &[u8]) -> Result<()> {
        // The value is judged first: the original answers a bad one before an unknown key.
        let value = std::str::from_utf8(text)
            .ok()
            .filter(|text| text.len() <= TEXT && text.bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|text| text.parse::<u32>().is_ok())
            .ok_or_else(|| {
                let cause = format!("value: \"{}\" is no whole number up to 4294967295", shown(text));
                ImageError::new(ErrorKind::BadArgument, cause)
            })?;
        let key = self.find(key)?;
        self.values.insert(key, value.to_owned());
        Ok(())
    }

    /// Sets `key` to what a file says. Several numbers are one value, as "1, 2".
    pub fn set_numbers(&mut self, key: &str, numbers: &[i64]) -> Result<()> {
        let key = self.find(key.as_bytes())?;
        let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
        self.values.insert(key, numbers.join(", "));
        Ok(())
    }

    fn find(&self, key: &[u8]) -> Result<&'static str> {
        self.keys.iter().copied().find(|known| known.as_bytes() == key).ok_or_else(|| no_such_key(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decimal_digits_up_to_32_bits() {
        let mut fragment = Keyed::new(MetadataKind::Fragment, FRAGMENT);
        for good in ["0", "666", "4294967295", "007", &format!("{}1", "0".repeat(127))] {
            fragment.set_text(b"XInOriginal", good.as_bytes()).unwrap();
            assert_eq!(fragment.text(b"XInOriginal").unwrap(), good.as_bytes());
        }
        let before = fragment.clone();
        for bad in ["", "+1", "-1", " 1", "1 ", "1.0", "0x1", "4294967296", "\u{661}", "1\0", &"0".repeat(129)] {
            let kind = fragment.set_text(b"XInOriginal", bad.as_bytes()).unwrap_err().kind;
            assert_eq!(kind, ErrorKind::BadArgument, "{bad}");
        }
        assert_eq!(fragment, before);
    }

    #[test]
    fn several_numbers_are_one_value() {
        let mut jfif = Keyed::new(MetadataKind::Jfif, JFIF);
        jfif.set_numbers("JfifVersion", &[1, 2]).unwrap();
        jfif.set_numbers("JfifXDensity", &[300]).unwrap();
        assert_eq!((jfif.text(b"JfifVersion"), jfif.text(b"JfifXDensity")), (Ok(&b"1, 2"[..]), Ok(&b"300"[..])));
        assert_eq!(jfif.set_numbers("GifDelayTime", &[1]).unwrap_err().kind, ErrorKind::MetadataKey);
    }

    #[test]
    fn keys_are_those_of_the_kind() {
        let mut gif = Keyed::new(MetadataKind::Gif, GIF);
        for key in GIF {
            assert_eq!(gif.text(key.as_bytes()).unwrap_err().kind, ErrorKind::MetadataKey);
            gif.set_text(key.as_bytes(), b"5").unwrap();
            assert_eq!(gif.text(key.as_bytes()).unwrap(), b"5");
        }
        for foreign in ["XInOriginal", "gifDelayTime", "GifDelayTime\0", ""] {
            assert_eq!(gif.set_text(foreign.as_bytes(), b"5").unwrap_err().kind, ErrorKind::MetadataKey);
            assert_eq!(gif.text(foreign.as_bytes()).unwrap_err().kind, ErrorKind::MetadataKey);
        }
    }
}
