//! `<multimedia/image_framework/image/pixelmap_native.h>`: pixels in memory.

pub mod types;
