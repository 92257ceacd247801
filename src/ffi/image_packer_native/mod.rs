//! `<multimedia/image_framework/image/image_packer_native.h>`: packing options and the packer.

// The order of the header: the blank lines keep rustfmt from sorting.

pub mod options;

pub mod sequence_options;

pub mod pack;

pub mod picture;

pub mod sequence;

pub mod types;
