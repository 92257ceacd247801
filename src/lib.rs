//! OpenHarmony's Image Kit around encoding, for any Linux program.

pub mod ffi;

pub mod content;
pub mod convert;
pub mod error;
pub mod limits;
pub mod pixel;
pub mod source;
pub mod threads;
