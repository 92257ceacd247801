//! Reading and writing through the pointers of a C call, each checked for NULL first.

use std::ffi::c_void;
use std::ptr::NonNull;

use crate::error::{ErrorKind, ImageError, Result};

/// A place in C's memory for one result, known not to be NULL.
pub struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    /// Writes the result. The last thing a function does: outputs are written only on success.
    pub fn set(self, value: T) {
        // SAFETY: `out` was promised a pointer valid for one write of T.
        unsafe { self.0.write_unaligned(value) }
    }
}

/// The output pointer `argument`, refused when NULL.
///
/// # Safety
/// `pointer` is NULL or valid for one write of `T` until the call ends (`ptr::write_unaligned`).
pub unsafe fn out<T>(pointer: *mut T, argument: &str) -> Result<Out<T>> {
    NonNull::new(pointer).map(Out).ok_or_else(|| null(argument))
}

/// The value that `pointer` points to, refused when NULL.
///
/// # Safety
/// `pointer` is NULL or valid for one read of `T` (`ptr::read_unaligned`).
pub unsafe fn read<T: Copy>(pointer: *const T, argument: &str) -> Result<T> {
    if pointer.is_null() {
        return Err(null(argument));
    }
    // SAFETY: not NULL, so valid by this function's contract.
    Ok(unsafe { pointer.read_unaligned() })
}

/// `length` elements from `pointer`, refused when NULL. Zero elements are an empty slice.
///
/// # Safety
/// `pointer` is NULL or valid for reads of `length` elements that nobody writes to while `'a` lasts
/// (`slice::from_raw_parts`).
pub unsafe fn slice<'a, T: Copy>(pointer: *const T, length: usize, argument: &str) -> Result<&'a [T]> {
    check_extent(pointer, length, argument)?;
    // SAFETY: not NULL, aligned and of sane length, so valid by this function's contract.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// As [`slice()`], for writing.
///
/// # Safety
/// As [`slice()`], valid for writes as well, and nobody else uses the memory while `'a` lasts
/// (`slice::from_raw_parts_mut`).
pub unsafe fn slice_mut<'a, T: Copy>(pointer: *mut T, length: usize, argument: &str) -> Result<&'a mut [T]> {
    check_extent(pointer, length, argument)?;
    // SAFETY: as above.
    Ok(unsafe { std::slice::from_raw_parts_mut(pointer, length) })
}

/// A fresh copy of `bytes` with `zeros` zero bytes behind it, from C's `malloc`: the caller frees it with `free`.
pub fn malloc_copy<T>(bytes: &[u8], zeros: usize) -> Result<*mut T> {
    let size = bytes.len() + zeros;
    // SAFETY: calloc has no preconditions; one byte at least, since calloc(0) may be NULL.
    let memory: *mut c_void = unsafe { libc::calloc(size.max(1), 1) };
    if memory.is_null() {
        return Err(ImageError::new(ErrorKind::AllocFailed, format!("no memory for {size} bytes")));
    }
    // SAFETY: the allocation is new and at least as long as `bytes`.
    unsafe { memory.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    Ok(memory.cast())
}

/// An error if `pointer`, which is not used here, is NULL.
pub fn not_null<T>(pointer: *const T, argument: &str) -> Result<()> {
    if pointer.is_null() { Err(null(argument)) } else { Ok(()) }
}

/// The error for a NULL argument.
pub fn null(argument: &str) -> ImageError {
    ImageError::new(ErrorKind::BadArgument, format!("{argument} is NULL"))
}

fn check_extent<T>(pointer: *const T, length: usize, argument: &str) -> Result<()> {
    if pointer.is_null() {
        return Err(null(argument));
    }
    if !pointer.is_aligned() || length > isize::MAX as usize / size_of::<T>() {
        return Err(ImageError::new(
            ErrorKind::BadArgument,
            format!("{argument}: {length} elements cannot lie at this address"),
        ));
    }
    Ok(())
}
