//! Debian's libpng, written after png.h; opened when it is there.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

use super::Job;
use super::dynamic::functions;
use crate::Result;
use crate::images::Picture;
use crate::task::Task;

/// Bits of the knob above the level: the mask of row filters, as png.h has it.
pub const NONE: i32 = 0x08 << 8;
/// All five, chosen row by row by the least sum of differences.
pub const ALL: i32 = 0xf8 << 8;

type Png = *mut c_void;
type Error = unsafe extern "C" fn(Png, *const c_char);
type Create = unsafe extern "C" fn(*const c_char, *mut c_void, Option<Error>, Option<Error>) -> Png;
type Write = unsafe extern "C" fn(Png, *const u8, usize);
type SetHeader = unsafe extern "C" fn(Png, Png, u32, u32, c_int, c_int, c_int, c_int, c_int);

functions! {
    /// Of png.h, as it names them.
    #[allow(non_snake_case)]
    Functions of "libpng16.so.16";
    png_get_libpng_ver: unsafe extern "C" fn(*const c_void) -> *const c_char,
    png_create_write_struct: Create,
    png_create_info_struct: unsafe extern "C" fn(Png) -> Png,
    png_destroy_write_struct: unsafe extern "C" fn(*mut Png, *mut Png),
    png_set_write_fn: unsafe extern "C" fn(Png, *mut c_void, Write, Option<unsafe extern "C" fn(Png)>),
    png_get_io_ptr: unsafe extern "C" fn(Png) -> *mut c_void,
    png_set_compression_level: unsafe extern "C" fn(Png, c_int),
    png_set_filter: unsafe extern "C" fn(Png, c_int, c_int),
    png_set_IHDR: SetHeader,
    png_write_info: unsafe extern "C" fn(Png, Png),
    png_write_row: unsafe extern "C" fn(Png, *const u8),
    png_write_end: unsafe extern "C" fn(Png, Png),
}

/// The version that the library names.
pub fn find() -> Result<String> {
    let functions = Functions::get()?;
    // SAFETY: NULL is allowed; the text is constant.
    Ok(unsafe { CStr::from_ptr((functions.png_get_libpng_ver)(ptr::null())) }.to_string_lossy().into_owned())
}

struct LibPng<'a> {
    functions: &'static Functions,
    picture: &'a Picture,
    level: c_int,
    filters: c_int,
    file: Vec<u8>,
}

/// The knob is [`NONE`] or [`ALL`], and a level of zlib.
pub fn prepare(picture: &Picture, _task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    picture.packed(); // made before the clock runs
    let (level, filters) = (knob & 0xff, knob >> 8);
    Ok(Box::new(LibPng { functions: Functions::get()?, picture, level, filters, file: Vec::new() }))
}

impl Job for LibPng<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        let f = self.functions;
        self.file.clear();
        let (pixels, channels) = self.picture.packed();
        let stride = self.picture.width * channels;
        let colour = if channels == 3 { 2 } else { 6 };
        // SAFETY: the calls are in the order that png.h wants; rows are as long as the header says; `file` outlives
        // them. The error function never returns, as libpng demands.
        unsafe {
            let version = (f.png_get_libpng_ver)(ptr::null());
            let mut png = (f.png_create_write_struct)(version, ptr::null_mut(), Some(fail), None);
            let mut info = (f.png_create_info_struct)(png);
            (f.png_set_write_fn)(png, (&raw mut self.file).cast(), append, None);
            (f.png_set_compression_level)(png, self.level);
            (f.png_set_filter)(png, 0, self.filters);
            let (width, height) = (self.picture.width as u32, self.picture.height as u32);
            (f.png_set_IHDR)(png, info, width, height, 8, colour, 0, 0, 0);
            (f.png_write_info)(png, info);
            for row in pixels.chunks_exact(stride) {
                (f.png_write_row)(png, row.as_ptr());
            }
            (f.png_write_end)(png, info);
            (f.png_destroy_write_struct)(&mut png, &mut info);
        }
        Ok(&self.file)
    }
}

/// libpng's way to write.
unsafe extern "C" fn append(png: Png, data: *const u8, length: usize) {
    let Ok(functions) = Functions::get() else { return };
    // SAFETY: the pointer is the vector of `encode`; libpng gives `length` bytes.
    unsafe {
        let file = &mut *(functions.png_get_io_ptr)(png).cast::<Vec<u8>>();
        file.extend_from_slice(slice::from_raw_parts(data, length));
    }
}

/// libpng's way to fail; it must not return, and there is nothing that this program could do.
unsafe extern "C" fn fail(_png: Png, message: *const c_char) {
    // SAFETY: libpng gives a text that ends with NUL.
    eprintln!("libpng: {}", unsafe { CStr::from_ptr(message) }.to_string_lossy());
    std::process::abort();
}
