//! OpenHarmony's Image Kit around encoding, for any Linux program.
//!
//! C programs use this crate through the headers in `include/`; [`ffi`] is the only module that knows C.
//! The modules below are listed in the order in which one pack call passes through them.

pub mod ffi;

pub mod content;
pub mod source;

pub mod encode;

pub mod color;
pub mod convert;
pub mod deflate;
pub mod geometry;
pub mod hdr;
pub mod heif;
pub mod metadata;
pub mod pixel;
pub mod sink;

pub mod error;
pub mod huffman;
pub mod limits;
pub mod log;
pub mod simd;
pub mod threads;
