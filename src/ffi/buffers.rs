//! Memory that C reads through an address and gives back to this library.
//!
//! An address that comes back is looked up, never followed: what was not given out, or was given back already, is an
//! ordinary error. (The allocator may use an address again; then it names the new buffer.)

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{ErrorKind, ImageError, Result};

/// Buffers by their addresses.
type Lent = HashMap<usize, Vec<u8>, BuildHasherDefault<DefaultHasher>>;

/// The buffers that C holds.
pub struct Buffers(Mutex<Lent>);

impl Buffers {
    /// None yet.
    pub const fn new() -> Self {
        Self(Mutex::new(HashMap::with_hasher(BuildHasherDefault::new())))
    }

    /// Keeps `bytes`, which are not empty, for C. From now on they are C's to read and write: nothing here looks at
    /// them again.
    pub fn lend(&self, mut bytes: Vec<u8>) -> Result<*mut u8> {
        if bytes.is_empty() {
            return Err(ImageError::new(ErrorKind::Internal, "the encoded image is empty"));
        }
        let address = bytes.as_mut_ptr();
        let mut lent = self.lock();
        lent.try_reserve(1).map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for one more buffer"))?;
        lent.insert(address.addr(), bytes);
        Ok(address)
    }

    /// Frees what was lent at `address`; `argument` is the parameter's name, for the error text.
    pub fn take_back(&self, address: *const u8, argument: &str) -> Result<()> {
        let buffer = self.lock().remove(&address.addr());
        // Freed here, outside the lock.
        buffer.map(drop).ok_or_else(|| {
            let cause = if address.is_null() { "NULL" } else { "not a buffer of this library, or was released before" };
            ImageError::new(ErrorKind::BadArgument, format!("{argument} is {cause}"))
        })
    }

    /// Nothing under the lock can panic.
    fn lock(&self) -> MutexGuard<'_, Lent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Buffers {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_once_and_only_by_its_own_address() {
        let buffers = Buffers::new();
        let first = buffers.lend(b"first".to_vec()).unwrap();
        let second = buffers.lend(b"second".to_vec()).unwrap();
        let kind = |address: *const u8| buffers.take_back(address, "data").map_err(|error| error.kind);
        assert_eq!(kind(std::ptr::null()), Err(ErrorKind::BadArgument));
        assert_eq!(kind(first.wrapping_add(1)), Err(ErrorKind::BadArgument));
        assert_eq!(kind(first), Ok(()));
        assert_eq!(kind(first), Err(ErrorKind::BadArgument));
        assert_eq!(kind(second), Ok(()));
        assert!(buffers.lock().is_empty());
        assert_eq!(buffers.lend(Vec::new()).unwrap_err().kind, ErrorKind::Internal);
    }
}
