//! `<multimedia/image_framework/image/picture_native.h>`: a main image with auxiliary images and metadata.

pub mod auxiliary;
pub mod auxiliary_info;
pub mod compose;
pub mod contents;
pub mod decompose;
pub mod picture;
pub mod types;
