//! `<ohimagekit/ohimagekit.h>`: what this library adds to the original's functions.

use std::ffi::{c_char, c_int};

use super::boundary;
use crate::threads;

/// The version, major.minor.patch, and the NUL that C wants.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// Returns the version of the library, as in "1.0.0-alpha".
///
/// @return a text that is valid until the process ends.
/// @since 1.0
#[unsafe(no_mangle)]
pub extern "C" fn OHIK_GetVersion() -> *const c_char {
    VERSION.as_ptr().cast()
}

/// Returns what the last failed call of this thread has to say: one sentence that names the function, the argument and
/// the cause, in English, for people and logs.
///
/// As with errno, a call that succeeds leaves the text alone: look at it only after an error code.
///
/// @return a text that is valid until the next call of this library on this thread; empty if none failed yet.
///
/// Threads: every thread has its own.
/// @since 1.0
#[unsafe(no_mangle)]
pub extern "C" fn OHIK_GetLastErrorMessage() -> *const c_char {
    boundary::last_error()
}

/// Sets how many threads one call may use, its caller's included. No thread outlives its call, and results are the same
/// for every number: the encoded bytes do not depend on it.
///
/// @param count  1 keeps every call on the caller's thread; 0, the default, means as many as the process may use (CPU
///               affinity and cgroup limits are respected); a negative number counts as 0.
///
/// Threads: may be called at any time; calls under way keep the number they began with.
/// @since 1.0
#[unsafe(no_mangle)]
pub extern "C" fn OHIK_SetMaxThreads(count: c_int) {
    threads::set_max(usize::try_from(count).unwrap_or(0));
}
