//! The table of encoders: a new format is one file and one row here.

#![forbid(unsafe_code)]

use super::encoder::Encoder;
use super::{gif, heif, jpeg, png, webp};

/// All encoders of this build, in ascending order of their MIME types.
pub static ENCODERS: [&dyn Encoder; 5] = [&gif::Gif, &heif::Heif, &jpeg::Jpeg, &png::Png, &webp::WebP];

/// Other names of what can be encoded.
const ALIASES: [(&str, &str); 1] = [("image/heif", "image/heic")];

/// The encoders that can be used now.
pub fn available() -> impl Iterator<Item = &'static dyn Encoder> {
    ENCODERS.into_iter().filter(|encoder| encoder.check_available().is_ok())
}

/// The encoder of the MIME type `text`, compared without regard to ASCII case.
pub fn find(text: &[u8]) -> Option<&'static dyn Encoder> {
    let alias = ALIASES.iter().find(|(alias, _)| alias.as_bytes().eq_ignore_ascii_case(text));
    let text = alias.map_or(text, |(_, name)| name.as_bytes());
    ENCODERS.into_iter().find(|encoder| encoder.mime().as_bytes().eq_ignore_ascii_case(text))
}
