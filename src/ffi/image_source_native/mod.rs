//! `<multimedia/image_framework/image/image_source_native.h>`: decoding, and properties of a file.

pub mod info;

pub mod options;

pub mod picture_options;

pub mod source;

pub mod decode;

pub mod frames;
pub mod picture;
pub mod property;
pub mod raw;
pub mod typed_property;
pub mod typed_property_change;
pub mod types;
