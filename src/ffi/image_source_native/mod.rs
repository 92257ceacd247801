//! `<multimedia/image_framework/image/image_source_native.h>`: decoding, and properties of a file.

pub mod types;
