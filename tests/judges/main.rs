//! What the library reads and writes, judged by other programs. One test program for all: linking each takes a while.

mod exif;
mod gif;
mod jpeg;
mod keys;
mod support;
mod tiff;
mod webp;
