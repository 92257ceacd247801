//! How a call works, for every format.

use super::{get, set};
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptions};
use crate::threads::Threads;

/// Sets how many threads one pack call with these options may use, its caller's included. For every format that uses
/// several; the encoded bytes never depend on it.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param count    threads, any number; 1 keeps the call on the caller's thread; 0, the default, means what
///                 OHIK_SetMaxThreads() (ohimagekit/ohimagekit.h) said, which this overrides for its own calls.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetMaxThreads(
    options: *mut OH_PackingOptions,
    count: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetMaxThreads", options, |options| {
        options.threads = Threads::at_most(count as usize);
        Ok(())
    })
}

/// Reads how many threads one pack call with these options may use.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param count    receives the value; 0 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or count is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetMaxThreads(
    options: *mut OH_PackingOptions,
    count: *mut u32,
) -> Image_ErrorCode {
    let out = (count, "count");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetMaxThreads", options, out, |options| options.threads.wish() as u32) }
}
