//! `<multimedia/image_framework/image/picture_native.h>`: a main image with auxiliary images and metadata.

pub mod types;
