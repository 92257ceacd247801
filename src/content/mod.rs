//! The things that can be encoded, how they come into being, and what can be done with them.

#![forbid(unsafe_code)]

pub mod alpha;
pub mod area;
pub mod auxiliary;
mod bands;
pub mod compose;
pub mod create;
pub mod geometry;
pub mod hdr;
pub mod picture;
mod picture_copy;
pub mod pixelmap;

pub use auxiliary::AuxiliaryPicture;
pub use create::{AllocatorMode, InitializationOptions};
pub use picture::Picture;
pub use picture_copy::CopyItem;
pub use pixelmap::{Pixelmap, PixelmapInfo};
