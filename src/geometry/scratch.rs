//! Memory that a thread uses again for every part of its work.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};

/// As many elements as were ever asked for.
pub struct Scratch<T>(Vec<T>);

impl<T> Default for Scratch<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + Default> Scratch<T> {
    /// Room for `length` elements, whatever they are; an error if there is no memory for them.
    pub fn take(&mut self, length: usize) -> Result<&mut [T]> {
        if self.0.len() < length {
            let more = length - self.0.len();
            self.0.try_reserve_exact(more).map_err(|_| no_memory(length * size_of::<T>()))?;
            self.0.resize(length, T::default());
        }
        Ok(&mut self.0[..length])
    }
}

/// An error if there is no memory for `bytes` more bytes, which somebody else is going to allocate without a check.
pub fn expect_memory(bytes: usize) -> Result<()> {
    Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| no_memory(bytes))
}

fn no_memory(bytes: usize) -> ImageError {
    ImageError::new(ErrorKind::AllocFailed, format!("no memory for {bytes} bytes to scale with"))
}
