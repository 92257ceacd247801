//! `<multimedia/image_framework/image/image_packer_native.h>`: packing options and the packer.

pub mod options;
pub mod pack;
pub mod picture;
pub mod sequence;
pub mod sequence_options;
pub mod types;
