//! The things that can be encoded, and how they come into being.

#![forbid(unsafe_code)]

pub mod create;
pub mod pixelmap;

pub use create::{AllocatorMode, InitializationOptions};
pub use pixelmap::{Pixelmap, PixelmapInfo};
