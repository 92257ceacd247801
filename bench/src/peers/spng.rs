//! Debian's libspng, written after spng.h; opened when it is there.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

use super::Job;
use super::dynamic::functions;
use crate::Result;
use crate::images::Picture;
use crate::task::Task;

/// `struct spng_ihdr`.
#[repr(C)]
struct Header {
    width: u32,
    height: u32,
    bit_depth: u8,
    color_type: u8,
    compression_method: u8,
    filter_method: u8,
    interlace_method: u8,
}

type Context = *mut c_void;

functions! {
    /// Of spng.h.
    Functions of "libspng.so.0";
    spng_version_string: unsafe extern "C" fn() -> *const c_char,
    spng_ctx_new: unsafe extern "C" fn(c_int) -> Context,
    spng_ctx_free: unsafe extern "C" fn(Context),
    spng_set_option: unsafe extern "C" fn(Context, c_int, c_int) -> c_int,
    spng_set_ihdr: unsafe extern "C" fn(Context, *mut Header) -> c_int,
    spng_encode_image: unsafe extern "C" fn(Context, *const u8, usize, c_int, c_int) -> c_int,
    spng_get_png_buffer: unsafe extern "C" fn(Context, *mut usize, *mut c_int) -> *mut u8,
}

const ENCODER: c_int = 2;
const COMPRESSION_LEVEL: c_int = 2;
const ENCODE_TO_BUFFER: c_int = 12;
const FORMAT_PNG: c_int = 256;
const FINALIZE: c_int = 2;

/// The version that the library names.
pub fn find() -> Result<String> {
    let functions = Functions::get()?;
    // SAFETY: the text is constant.
    Ok(unsafe { CStr::from_ptr((functions.spng_version_string)()) }.to_string_lossy().into_owned())
}

struct Spng<'a> {
    functions: &'static Functions,
    picture: &'a Picture,
    level: c_int,
    file: *mut u8,
    length: usize,
}

/// The knob is a level of zlib; all filters, its default.
pub fn prepare(picture: &Picture, _task: Task, level: i32) -> Result<Box<dyn Job + '_>> {
    picture.packed(); // made before the clock runs
    Ok(Box::new(Spng { functions: Functions::get()?, picture, level, file: ptr::null_mut(), length: 0 }))
}

impl Spng<'_> {
    fn release(&mut self) {
        // SAFETY: the buffer came from the library's malloc, which is the program's, and is freed once.
        unsafe { libc::free(self.file.cast()) };
        (self.file, self.length) = (ptr::null_mut(), 0);
    }
}

impl Job for Spng<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.release();
        let f = self.functions;
        let (pixels, channels) = self.picture.packed();
        let mut header = Header {
            width: self.picture.width as u32,
            height: self.picture.height as u32,
            bit_depth: 8,
            color_type: if channels == 3 { 2 } else { 6 },
            compression_method: 0,
            filter_method: 0,
            interlace_method: 0,
        };
        // SAFETY: the calls are in the order that spng.h wants; the pixels are as long as said; the buffer is ours once
        // it is asked for, and freed by `release`.
        let code = unsafe {
            let context = (f.spng_ctx_new)(ENCODER);
            (f.spng_set_option)(context, ENCODE_TO_BUFFER, 1);
            (f.spng_set_option)(context, COMPRESSION_LEVEL, self.level);
            (f.spng_set_ihdr)(context, &mut header);
            let mut code = (f.spng_encode_image)(context, pixels.as_ptr(), pixels.len(), FORMAT_PNG, FINALIZE);
            if code == 0 {
                self.file = (f.spng_get_png_buffer)(context, &mut self.length, &mut code);
            }
            (f.spng_ctx_free)(context);
            code
        };
        if code != 0 || self.file.is_null() {
            return Err(format!("libspng: code {code}"));
        }
        // SAFETY: the buffer is that long and lives until the next call.
        Ok(unsafe { slice::from_raw_parts(self.file, self.length) })
    }
}

impl Drop for Spng<'_> {
    fn drop(&mut self) {
        self.release();
    }
}
