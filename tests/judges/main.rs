//! What the library reads and writes, judged by other programs. One test program for all: linking each takes a while.

mod exif;
mod gif;
mod hdr;
mod jpeg;
mod keys;
mod picture_file;
#[path = "../scenes/mod.rs"]
mod scenes;
mod support;
mod tiff;
mod ultrahdr;
mod webp;
