//! Debian's libspng and libpng as decoders, written after spng.h and png.h; opened when they are there.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use super::files::Encoded;
use crate::Result;
use crate::peers::dynamic::functions;

type Context = *mut c_void;

functions! {
    /// Of spng.h.
    Spng of "libspng.so.0";
    spng_ctx_new: unsafe extern "C" fn(c_int) -> Context,
    spng_ctx_free: unsafe extern "C" fn(Context),
    spng_set_png_buffer: unsafe extern "C" fn(Context, *const u8, usize) -> c_int,
    spng_decode_image: unsafe extern "C" fn(Context, *mut u8, usize, c_int, c_int) -> c_int,
}

/// `SPNG_FMT_RGBA8`.
const RGBA8: c_int = 1;

/// libspng.
pub fn spng(encoded: &Encoded) -> Result<impl FnMut() -> Result<Vec<u8>> + '_> {
    let functions = Spng::get()?;
    Ok(move || {
        let mut pixels = vec![0; encoded.pixels() * 4];
        // SAFETY: the calls are in the order that spng.h wants; the file and the pixels are as long as said and outlive
        // the context, which is freed once.
        let code = unsafe {
            let context = (functions.spng_ctx_new)(0);
            (functions.spng_set_png_buffer)(context, encoded.file.as_ptr(), encoded.file.len());
            let code = (functions.spng_decode_image)(context, pixels.as_mut_ptr(), pixels.len(), RGBA8, 0);
            (functions.spng_ctx_free)(context);
            code
        };
        if code == 0 { Ok(pixels) } else { Err(format!("libspng: code {code}")) }
    })
}

/// `png_image`.
#[repr(C)]
struct PngImage {
    opaque: *mut c_void,
    version: u32,
    width: u32,
    height: u32,
    format: u32,
    flags: u32,
    colormap_entries: u32,
    warning_or_error: u32,
    message: [c_char; 64],
}

functions! {
    /// Of png.h: the simplified API.
    Png of "libpng16.so.16";
    png_image_begin_read_from_memory: unsafe extern "C" fn(*mut PngImage, *const c_void, usize) -> c_int,
    png_image_finish_read:
        unsafe extern "C" fn(*mut PngImage, *const c_void, *mut u8, i32, *mut c_void) -> c_int,
    png_image_free: unsafe extern "C" fn(*mut PngImage),
}

/// `PNG_IMAGE_VERSION` and `PNG_FORMAT_RGBA`.
const VERSION: u32 = 1;
const RGBA: u32 = 3;

/// libpng.
pub fn libpng(encoded: &Encoded) -> Result<impl FnMut() -> Result<Vec<u8>> + '_> {
    let functions = Png::get()?;
    Ok(move || {
        let mut pixels = vec![0; encoded.pixels() * 4];
        let mut image = PngImage {
            opaque: ptr::null_mut(),
            version: VERSION,
            width: 0,
            height: 0,
            format: 0,
            flags: 0,
            colormap_entries: 0,
            warning_or_error: 0,
            message: [0; 64],
        };
        let (file, length) = (encoded.file.as_ptr().cast(), encoded.file.len());
        // SAFETY: the calls are in the order that png.h wants; the pixels have room for the image that was encoded, of
        // which the header is, and rows lie without padding.
        let done = unsafe {
            let begun = (functions.png_image_begin_read_from_memory)(&mut image, file, length) != 0;
            image.format = RGBA;
            let (none, rows) = (ptr::null_mut(), pixels.as_mut_ptr());
            let fits = image.width as usize * image.height as usize * 4 == pixels.len();
            let done = begun && fits && (functions.png_image_finish_read)(&mut image, ptr::null(), rows, 0, none) != 0;
            (functions.png_image_free)(&mut image);
            done
        };
        if done { Ok(pixels) } else { Err("libpng does not decode".to_owned()) }
    })
}
