//! The table of encoders: a new format is one file and one row here.

#![forbid(unsafe_code)]

use super::encoder::Encoder;
use super::{gif, jpeg, png, webp};

/// All encoders of this build, in ascending order of their MIME types.
pub static ENCODERS: [&dyn Encoder; 4] = [&gif::Gif, &jpeg::Jpeg, &png::Png, &webp::WebP];

/// The encoder of the MIME type `text`, compared without regard to ASCII case.
pub fn find(text: &[u8]) -> Option<&'static dyn Encoder> {
    ENCODERS.into_iter().find(|encoder| encoder.mime().as_bytes().eq_ignore_ascii_case(text))
}
