//! An image that owns its bytes.

#![forbid(unsafe_code)]

use super::format::AlphaType;
use super::layout::Layout;
use super::view::PixelView;
use crate::error::{ErrorKind, ImageError, Result};

/// An image of zero bytes to begin with, in one allocation as long as its layout says; longer, once another layout was
/// given to it.
#[derive(Clone, Debug)]
pub struct PixelBuffer {
    layout: Layout,
    /// At least what the layout needs, which is what others see.
    memory: Vec<u8>,
}

impl PixelBuffer {
    /// A buffer of zeros; an error if there is no memory for it.
    pub fn zeroed(layout: Layout) -> Result<Self> {
        Ok(Self { layout, memory: zeroed_bytes(layout.byte_count())? })
    }

    /// Takes the same bytes for pixels of another shape; an error if the memory was never long enough for it.
    pub fn relabel(&mut self, layout: Layout) -> Result<()> {
        let (needed, there) = (layout.byte_count(), self.memory.len());
        if needed > there {
            let message = format!("the pixels need {needed} bytes, their memory has {there}");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        self.layout = layout;
        Ok(())
    }

    /// The shape of the image.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// All bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.memory[..self.layout.byte_count()]
    }

    /// All bytes, for writing.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.memory[..self.layout.byte_count()]
    }

    /// The address of the first byte, for a program that reads and writes behind the library's back.
    ///
    /// It is the vector's own pointer. What the library borrows later comes from that pointer and ends with the call
    /// that borrowed it: a shared borrow changes nothing, and what a program writes between two calls is what the next
    /// one sees. The bytes stay where they are until the buffer is replaced or dropped.
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.memory.as_mut_ptr()
    }

    /// Row `y` without padding, for writing; the luma row of a 4:2:0 image.
    pub fn row_mut(&mut self, y: u32) -> &mut [u8] {
        let start = y as usize * self.layout.stride;
        &mut self.memory[start..start + self.layout.row_bytes()]
    }

    /// The chroma row that belongs to row `y` of a 4:2:0 image, for writing; empty for other formats.
    pub fn chroma_row_mut(&mut self, y: u32) -> &mut [u8] {
        let Some(chroma) = self.layout.chroma else { return &mut [] };
        let start = chroma.offset + (y / 2) as usize * chroma.stride;
        &mut self.memory[start..start + self.layout.chroma_row_bytes()]
    }

    /// The image as encoders and converters see it.
    pub fn view(&self, alpha: AlphaType) -> Result<PixelView<'_>> {
        PixelView::new(self.layout, alpha, self.bytes())
    }
}

/// `count` zero bytes, or an error where the allocator has none.
pub fn zeroed_bytes(count: usize) -> Result<Vec<u8>> {
    // vec![0; n] gets pages that the kernel zeroes on first use, but aborts when there are none; a reservation that is
    // given straight back finds that out first and touches no page.
    let mut probe = Vec::<u8>::new();
    probe
        .try_reserve_exact(count)
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {count} bytes of pixels")))?;
    drop(probe);
    Ok(vec![0; count])
}
