//! What files say about gain maps: the blocks of ISO 21496-1, XMP as the first Ultra HDR files have it, and the
//! segments of HDR Vivid. Bytes in, numbers out, and back; where the blocks lie is the containers' matter.

#![forbid(unsafe_code)]

pub mod iso;
mod reader;
pub mod vivid;
pub mod xmp;

#[cfg(test)]
mod mutations;
