//! libvips' savers, from pixels in memory to a file in memory; Debian's libvips, opened when it is there. It has its
//! own libjpeg-turbo, libspng and libwebp, which may be older releases, and brings what a pipeline costs.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

use super::Job;
use super::dynamic::functions;
use crate::Result;
use crate::images::Picture;
use crate::task::{Chroma, Task};

type Image = *mut c_void;
type Save = unsafe extern "C" fn(Image, *mut *mut u8, *mut usize, ...) -> c_int;

functions! {
    /// Of vips/vips.h, vips/image.h and vips/foreign.h; g_free and g_object_unref come with its dependency GLib.
    Functions of "libvips.so.42";
    vips_init: unsafe extern "C" fn(*const c_char) -> c_int,
    vips_version_string: unsafe extern "C" fn() -> *const c_char,
    vips_error_buffer: unsafe extern "C" fn() -> *const c_char,
    vips_image_new_from_memory: unsafe extern "C" fn(*const u8, usize, c_int, c_int, c_int, c_int) -> Image,
    vips_jpegsave_buffer: Save,
    vips_pngsave_buffer: Save,
    vips_webpsave_buffer: Save,
    g_free: unsafe extern "C" fn(*mut c_void),
    g_object_unref: unsafe extern "C" fn(*mut c_void),
}

/// Bit of PNG's knob beside the level.
pub const ALL_FILTERS: i32 = 0x100;
const FILTER_NONE: c_int = 0x08;
const FILTER_ALL: c_int = 0xf8;
const SUBSAMPLE_ON: c_int = 1;
const SUBSAMPLE_OFF: c_int = 2;
const UCHAR: c_int = 0;

/// The version that the library names.
pub fn find() -> Result<String> {
    let functions = Functions::get()?;
    // SAFETY: initialising is allowed again and again; texts end with NUL.
    unsafe {
        if (functions.vips_init)(c"bench".as_ptr()) != 0 {
            return Err(CStr::from_ptr((functions.vips_error_buffer)()).to_string_lossy().into_owned());
        }
        Ok(CStr::from_ptr((functions.vips_version_string)()).to_string_lossy().into_owned())
    }
}

struct Vips<'a> {
    functions: &'static Functions,
    task: Task,
    knob: i32,
    image: Image,
    file: *mut u8,
    length: usize,
    /// The image only borrows them.
    _pixels: &'a [u8],
}

/// `jpegsave`; the knob says whether tables are made for the image.
pub fn jpeg(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    Vips::of(picture, (picture.rgb(), 3), task, knob)
}

/// `pngsave` at the knob's level.
pub fn png(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    Vips::of(picture, picture.packed(), task, knob)
}

/// `webpsave` at the knob's effort, which is libwebp's method.
pub fn webp(picture: &Picture, task: Task, knob: i32) -> Result<Box<dyn Job + '_>> {
    Vips::of(picture, picture.packed(), task, knob)
}

impl<'a> Vips<'a> {
    fn of(
        picture: &'a Picture,
        (pixels, channels): (&'a [u8], usize),
        task: Task,
        knob: i32,
    ) -> Result<Box<dyn Job + 'a>> {
        find()?;
        let functions = Functions::get()?;
        let (width, height) = (picture.width as c_int, picture.height as c_int);
        // SAFETY: the pixels are that many, and outlive the image.
        let image = unsafe {
            let make = functions.vips_image_new_from_memory;
            make(pixels.as_ptr(), pixels.len(), width, height, channels as c_int, UCHAR)
        };
        let (file, length) = (ptr::null_mut(), 0);
        Ok(Box::new(Self { functions, task, knob, image, file, length, _pixels: pixels }))
    }

    fn release(&mut self) {
        // SAFETY: the buffer is GLib's, and freed once; NULL is allowed.
        unsafe { (self.functions.g_free)(self.file.cast()) };
        (self.file, self.length) = (ptr::null_mut(), 0);
    }
}

impl Job for Vips<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        self.release();
        let (f, image) = (self.functions, self.image);
        let (file, length) = (&raw mut self.file, &raw mut self.length);
        let end = ptr::null::<c_char>();
        // SAFETY: pairs of option and value of the type that the saver's documentation gives, and NULL at the end; the
        // two places are valid.
        let code = unsafe {
            match self.task {
                Task::Jpeg(quality, chroma) => {
                    let mode = if chroma == Chroma::Quarter { SUBSAMPLE_ON } else { SUBSAMPLE_OFF };
                    let (q, sub, opt) = (c"Q".as_ptr(), c"subsample-mode".as_ptr(), c"optimize-coding".as_ptr());
                    let save = f.vips_jpegsave_buffer;
                    save(image, file, length, q, c_int::from(quality), sub, mode, opt, self.knob, end)
                }
                Task::Png => {
                    let (level, filter) = (c"compression".as_ptr(), c"filter".as_ptr());
                    let mask = if self.knob & ALL_FILTERS == 0 { FILTER_NONE } else { FILTER_ALL };
                    (f.vips_pngsave_buffer)(image, file, length, level, self.knob & 0xff, filter, mask, end)
                }
                Task::WebP(_) | Task::WebPLossless => {
                    let (quality, lossless) = if let Task::WebP(quality) = self.task { (quality, 0) } else { (75, 1) };
                    let names = [c"Q", c"lossless", c"effort", c"alpha-q"].map(CStr::as_ptr);
                    let [q, less, effort, alpha] = names;
                    let (save, quality, full): (_, c_int, c_int) = (f.vips_webpsave_buffer, quality.into(), 100);
                    save(image, file, length, q, quality, less, lossless, effort, self.knob, alpha, full, end)
                }
            }
        };
        if code != 0 {
            // SAFETY: a text that ends with NUL.
            let text = unsafe { CStr::from_ptr((f.vips_error_buffer)()) };
            return Err(format!("libvips: {}", text.to_string_lossy().trim()));
        }
        // SAFETY: the buffer is that long and lives until the next call.
        Ok(unsafe { slice::from_raw_parts(self.file, self.length) })
    }
}

impl Drop for Vips<'_> {
    fn drop(&mut self) {
        self.release();
        // SAFETY: the image was made once and is let go once.
        unsafe { (self.functions.g_object_unref)(self.image) };
    }
}
