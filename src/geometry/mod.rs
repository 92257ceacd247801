//! Images to images of another shape: parts, mirrored, moved, turned and scaled ones.
//!
//! What an operation makes of a size is judged first (`shape`), so that a caller can refuse before it locks or copies
//! anything. The work is then the same for all formats: an image is one `plane` of elements, or two in
//! the 4:2:0 formats, and elements of 1, 2, 3, 4 or 8 bytes are copied without a look at what they mean. Only scaling
//! with a filter (`resample`) computes with samples.

#![forbid(unsafe_code)]

mod copy;
mod flip;
mod levels;
mod nearest;
mod plane;
mod resample;
mod rotate;
mod samples;
mod scale;
mod scratch;
mod shape;

pub use copy::{crop, translate};
pub use flip::flip;
pub use resample::Area;
pub use rotate::{Rotation, rotate};
pub use scale::{Filter, scale, scale_area};
pub use shape::{Scaling, Translation};

#[cfg(test)]
mod tests;
