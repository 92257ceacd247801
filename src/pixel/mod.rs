//! Pixels in memory: formats, layouts, and checked views of them.

#![forbid(unsafe_code)]

pub mod buffer;
pub mod format;
pub mod layout;
pub mod region;
pub mod view;

pub use buffer::PixelBuffer;
pub use format::{AlphaType, PixelFormat, YuvMatrix, YuvRange};
pub use layout::Layout;
pub use region::Region;
pub use view::PixelView;
