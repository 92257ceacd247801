//! The border itself: every exported function is one call of [`call`].

use std::cell::RefCell;
use std::ffi::{CString, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error_code::{Family, code_of};
use crate::error::{ErrorKind, ImageError, Result};

thread_local! {
    /// What `OHIK_GetLastErrorMessage` returns on this thread.
    static LAST_ERROR: RefCell<CString> = RefCell::default();
}

/// Runs the body of the C function `name`: 0 when it succeeds, else the number that `family` has for the error's kind.
///
/// A panic becomes [`ErrorKind::Internal`]. The text of an error is kept for `OHIK_GetLastErrorMessage`.
pub fn call(family: Family, name: &'static str, body: impl FnOnce() -> Result<()>) -> c_int {
    match stop_panics(body) {
        Ok(()) => 0,
        Err(error) => {
            remember(name, &error);
            code_of(family, error.kind)
        }
    }
}

/// As [`call`], for the few functions that return a pointer: `failure` when the body fails.
pub fn call_or<T>(failure: T, name: &'static str, body: impl FnOnce() -> Result<T>) -> T {
    stop_panics(body).unwrap_or_else(|error| {
        remember(name, &error);
        failure
    })
}

/// The text of this thread's last error, empty if there was none. It moves or changes when the next one is remembered.
pub fn last_error() -> *const c_char {
    // A thread that is ending may have no text any more.
    LAST_ERROR.try_with(|last| last.borrow().as_ptr()).unwrap_or(c"".as_ptr())
}

fn stop_panics<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    // What a panic leaves behind is whole: see `property::lock`, `handles` and `Pixelmap` for their locks.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Err(ImageError::new(ErrorKind::Internal, format!("internal error: {}", text.unwrap_or("panic"))))
    })
}

fn remember(name: &str, error: &ImageError) {
    let text = format!("{name}: {}", without_os_errors(&error.message)).replace('\0', "?");
    let text = CString::new(text).unwrap_or_default();
    let _ = LAST_ERROR.try_with(|last| last.replace(text));
}

/// `message` without the " (os error 2)" that Rust writes behind the system's own text.
fn without_os_errors(message: &str) -> String {
    let mut parts = message.split(" (os error ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(')') {
            Some((number, rest)) if number.parse::<u32>().is_ok() => text.push_str(rest),
            _ => text.extend([" (os error ", part]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_system_are_left_out() {
        let text = "uri: /a cannot be opened: No such file or directory (os error 2)";
        assert_eq!(without_os_errors(text), "uri: /a cannot be opened: No such file or directory");
        assert_eq!(without_os_errors("x (os error 5), y (os error z)"), "x, y (os error z)");
        assert_eq!(without_os_errors("plain (os error "), "plain (os error ");
    }
}
