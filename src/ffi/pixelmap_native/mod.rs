//! `<multimedia/image_framework/image/pixelmap_native.h>`: pixels in memory.

pub mod options;

pub mod info;

pub mod create;

pub mod pixels;

pub mod access;
pub mod apply;
pub mod derive;
pub mod edit;
pub mod hdr;
pub mod interop;
pub mod types;
