//! The greatest sizes this library handles. Asked before anything is allocated.

#![forbid(unsafe_code)]

/// Greatest width and height of an image, in pixels.
pub const SIDE: u32 = i32::MAX as u32;

/// Greatest width of a buffer that a PixelMap is made from, in pixels.
pub const SOURCE_WIDTH: u32 = (i32::MAX >> 2) as u32;

/// Greatest number of bytes of an image in memory, and of one of its rows.
pub const IMAGE_BYTES: usize = i32::MAX as usize;

/// Most bytes that all frames of an animation take that are decoded at once.
pub const LIST_BYTES: u64 = i32::MAX as u64;

/// Greatest buffer that pixels are read into as ARGB, in bytes.
pub const ARGB_BYTES: usize = 600 << 20;

/// Greatest length of an encoded image read from a file, in bytes.
pub const SOURCE_FILE_BYTES: u64 = 1 << 30;

/// Greatest length of an encoded image given in memory, in bytes.
pub const SOURCE_BUFFER_BYTES: usize = 300 << 20;

/// Capacity assumed for a pack into memory whose buffer size was not stated, in bytes.
pub const ASSUMED_PACK_CAPACITY: usize = 25 << 20;

/// Greatest length of a metadata blob, in bytes.
pub const BLOB_BYTES: usize = 20 << 20;
