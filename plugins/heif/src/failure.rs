//! Errors, as they cross the interface.

use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};

use libheif_sys as lh;

use crate::interface::{BAD_FILE, CALLBACK, CODEC, DONE, Failure, NO_MEMORY, UNSUPPORTED};

/// A code of the interface, and why.
#[derive(Debug)]
pub struct Error {
    /// The code.
    pub code: u32,
    /// What a person reads.
    pub text: String,
}

/// What may fail here.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `code`.
    pub fn new(code: u32, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }
}

/// What libheif answered.
pub fn check(answer: lh::heif_error) -> Result<()> {
    if answer.code == lh::heif_error_code_heif_error_Ok {
        return Ok(());
    }
    let text = if answer.message.is_null() {
        "no reason was given".to_owned()
    } else {
        // SAFETY: libheif's messages are texts, which are valid until its next call.
        unsafe { CStr::from_ptr(answer.message) }.to_string_lossy().into_owned()
    };
    let code = match (answer.code, answer.subcode) {
        (_, lh::heif_suberror_code_heif_suberror_Cannot_write_output_data) => CALLBACK,
        (lh::heif_error_code_heif_error_Memory_allocation_error, sub)
            if sub != lh::heif_suberror_code_heif_suberror_Security_limit_exceeded =>
        {
            NO_MEMORY
        }
        (
            lh::heif_error_code_heif_error_Unsupported_feature | lh::heif_error_code_heif_error_Unsupported_filetype,
            _,
        ) => UNSUPPORTED,
        (lh::heif_error_code_heif_error_Encoder_plugin_error | lh::heif_error_code_heif_error_Encoding_error, _) => {
            CODEC
        }
        _ => BAD_FILE,
    };
    Err(Error { code, text })
}

/// Runs `work` and tells the other side how it ended; a panic is an error, too.
pub fn answer(failure: &mut Failure, work: impl FnOnce() -> Result<()>) -> u32 {
    let error = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => return DONE,
        Ok(Err(error)) => error,
        Err(_) => Error::new(CODEC, "the plugin panicked"),
    };
    failure.text = text(&error.text);
    error.code
}

/// As much of `text` as there is room for, and a NUL.
pub fn text<const ROOM: usize>(text: &str) -> [u8; ROOM] {
    let mut bytes = [0; ROOM];
    let length = (0..ROOM).rev().find(|length| text.is_char_boundary(*length)).unwrap_or(0).min(text.len());
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    bytes
}
