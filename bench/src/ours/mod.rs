//! The library as a C program sees it: functions of the shared library, found by their names.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;
use std::rc::Rc;

use crate::Result;
use crate::images::Picture;
use crate::peers::Job;
use crate::task::{Chroma, Task};

pub mod formats;
mod options;
pub mod variants;

use options::Opt;
use variants::Variant;

/// Any opaque type of the headers.
pub type Handle = *mut c_void;

/// `Image_MimeType`.
#[repr(C)]
struct MimeType {
    data: *mut c_char,
    size: usize,
}

#[link(name = "ohimagekit")]
unsafe extern "C" {
    safe fn OHIK_GetVersion() -> *const c_char;
    safe fn OHIK_GetLastErrorMessage() -> *const c_char;
    safe fn OHIK_SetMaxThreads(count: c_int);
    fn OH_PixelmapInitializationOptions_Create(options: *mut Handle) -> c_int;
    safe fn OH_PixelmapInitializationOptions_SetWidth(options: Handle, width: u32) -> c_int;
    safe fn OH_PixelmapInitializationOptions_SetHeight(options: Handle, height: u32) -> c_int;
    safe fn OH_PixelmapInitializationOptions_SetPixelFormat(options: Handle, format: i32) -> c_int;
    safe fn OH_PixelmapInitializationOptions_SetSrcPixelFormat(options: Handle, format: i32) -> c_int;
    safe fn OH_PixelmapInitializationOptions_SetAlphaType(options: Handle, alpha: i32) -> c_int;
    safe fn OH_PixelmapInitializationOptions_Release(options: Handle) -> c_int;
    fn OH_PixelmapNative_CreatePixelmapUsingAllocator(
        data: *mut u8,
        length: usize,
        options: Handle,
        allocator: c_int,
        map: *mut Handle,
    ) -> c_int;
    safe fn OH_PixelmapNative_Release(map: Handle) -> c_int;
    fn OH_PackingOptions_Create(options: *mut Handle) -> c_int;
    fn OH_PackingOptions_SetMimeType(options: Handle, mime: *mut MimeType) -> c_int;
    safe fn OH_PackingOptions_SetQuality(options: Handle, quality: u32) -> c_int;
    fn OH_PackingOptions_GetQuality(options: Handle, quality: *mut u32) -> c_int;
    safe fn OH_PackingOptions_Release(options: Handle) -> c_int;
    fn OH_ImagePackerNative_Create(packer: *mut Handle) -> c_int;
    fn OH_ImagePackerNative_PackToDataFromPixelmap(
        packer: Handle,
        options: Handle,
        map: Handle,
        data: *mut u8,
        size: *mut usize,
    ) -> c_int;
    safe fn OH_ImagePackerNative_PackToFileFromPixelmap(
        packer: Handle,
        options: Handle,
        map: Handle,
        fd: c_int,
    ) -> c_int;
    safe fn OH_ImagePackerNative_Release(packer: Handle) -> c_int;
}

/// `PIXEL_FORMAT_RGBA_8888`.
pub const RGBA_8888: i32 = 3;
const OPAQUE: i32 = 1;
const UNPREMULTIPLIED: i32 = 3;
const ALLOCATOR_AUTO: c_int = 0;

/// The library's version.
pub fn version() -> String {
    // SAFETY: the text ends with NUL and stays for ever.
    unsafe { CStr::from_ptr(OHIK_GetVersion()) }.to_string_lossy().into_owned()
}

/// What a C function returned, as a result.
pub fn check(code: c_int) -> Result {
    if code == 0 {
        return Ok(());
    }
    // SAFETY: the text ends with NUL and stays until this thread's next call.
    let text = unsafe { CStr::from_ptr(OHIK_GetLastErrorMessage()) };
    Err(format!("code {code}: {}", text.to_string_lossy()))
}

/// A handle that the library made, released when it goes.
pub struct Owned {
    /// What functions take.
    pub handle: Handle,
    release: extern "C" fn(Handle) -> c_int,
}

impl Owned {
    /// What a create function makes.
    pub fn new(
        create: unsafe extern "C" fn(*mut Handle) -> c_int,
        release: extern "C" fn(Handle) -> c_int,
    ) -> Result<Self> {
        let mut handle = ptr::null_mut();
        // SAFETY: every create function writes one handle.
        check(unsafe { create(&mut handle) })?;
        Ok(Self { handle, release })
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        (self.release)(self.handle);
    }
}

/// Options of a PixelMap: from pixels of the first `PIXEL_FORMAT` to the second, with that `PIXELMAP_ALPHA_TYPE`.
pub fn map_options((width, height): (usize, usize), (from, to): (i32, i32), alpha: i32) -> Result<Owned> {
    let options = Owned::new(OH_PixelmapInitializationOptions_Create, OH_PixelmapInitializationOptions_Release)?;
    let handle = options.handle;
    check(OH_PixelmapInitializationOptions_SetWidth(handle, width as u32))?;
    check(OH_PixelmapInitializationOptions_SetHeight(handle, height as u32))?;
    check(OH_PixelmapInitializationOptions_SetSrcPixelFormat(handle, from))?;
    check(OH_PixelmapInitializationOptions_SetPixelFormat(handle, to))?;
    check(OH_PixelmapInitializationOptions_SetAlphaType(handle, alpha))?;
    Ok(options)
}

/// A PixelMap, shared by all variants that encode it.
pub struct PixelMap {
    map: Owned,
    /// Room for any file of it.
    capacity: usize,
}

impl PixelMap {
    /// As functions take it.
    pub fn handle(&self) -> Handle {
        self.map.handle
    }

    /// A copy of the picture in RGBA_8888.
    pub fn new(picture: &Picture) -> Result<Rc<Self>> {
        Self::of(&picture.rgba, (picture.width, picture.height), RGBA_8888, picture.opaque)
    }

    /// A copy of pixels that are in that `PIXEL_FORMAT` already.
    pub fn of(data: &[u8], (width, height): (usize, usize), format: i32, opaque: bool) -> Result<Rc<Self>> {
        let alpha = if opaque { OPAQUE } else { UNPREMULTIPLIED };
        let options = map_options((width, height), (format, format), alpha)?;
        let handle = options.handle;
        let mut map = ptr::null_mut();
        // SAFETY: the pixels are as many bytes as said; they are copied, not written.
        check(unsafe {
            let pixels = data.as_ptr().cast_mut();
            OH_PixelmapNative_CreatePixelmapUsingAllocator(pixels, data.len(), handle, ALLOCATOR_AUTO, &mut map)
        })?;
        let map = Owned { handle: map, release: OH_PixelmapNative_Release };
        Ok(Rc::new(Self { map, capacity: width * height * 6 + (1 << 16) }))
    }
}

/// All that a pack call takes but the place to pack to.
pub struct Packing {
    packer: Owned,
    options: Owned,
    map: Rc<PixelMap>,
}

impl Packing {
    /// Options for the task and the variant; an error says which option this library lacks.
    pub fn new(map: &Rc<PixelMap>, task: Task, variant: &Variant) -> Result<Self> {
        let (mime, quality) = match task {
            Task::Jpeg(quality, _) => ("image/jpeg", quality),
            Task::Png => ("image/png", 0),
            Task::WebP(quality) => ("image/webp", quality),
            Task::WebPLossless => ("image/webp", 100),
        };
        let packing = Self::of(map, mime, quality)?;
        let options = &packing.options;
        if let Task::Jpeg(_, Chroma::Full) = task {
            check(Opt::JpegChromaSubsampling.set(options.handle, 2)?)?;
        }
        for &(option, value) in variant.options {
            match option.set(options.handle, value) {
                Ok(code) => check(code)?,
                Err(_) if variant.is_plain => {}
                Err(absent) => return Err(absent),
            }
        }
        Ok(packing)
    }

    /// Options with this MIME type and quality, and nothing else.
    pub fn of(map: &Rc<PixelMap>, mime: &str, quality: u8) -> Result<Self> {
        let options = Owned::new(OH_PackingOptions_Create, OH_PackingOptions_Release)?;
        let mut mime = MimeType { data: mime.as_ptr().cast_mut().cast(), size: mime.len() };
        // SAFETY: the text is `size` bytes long; it is copied, not written.
        check(unsafe { OH_PackingOptions_SetMimeType(options.handle, &mut mime) })?;
        check(OH_PackingOptions_SetQuality(options.handle, quality.into()))?;
        let packer = Owned::new(OH_ImagePackerNative_Create, OH_ImagePackerNative_Release)?;
        Ok(Self { packer, options, map: Rc::clone(map) })
    }

    /// Packs to memory with that many threads, 0 for all cores, and returns the length of the file.
    pub fn to_data(&self, threads: usize, data: &mut [u8]) -> Result<usize> {
        OHIK_SetMaxThreads(threads as c_int);
        let mut size = data.len();
        let (packer, options, map) = (self.packer.handle, self.options.handle, self.map.map.handle);
        // SAFETY: `data` has room for `size` bytes.
        check(unsafe {
            OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data.as_mut_ptr(), &mut size)
        })?;
        Ok(size)
    }

    /// Packs to a file with that many threads, 0 for all cores.
    pub fn to_file(&self, threads: usize, file: BorrowedFd<'_>) -> Result {
        OHIK_SetMaxThreads(threads as c_int);
        let (packer, options, map) = (self.packer.handle, self.options.handle, self.map.map.handle);
        check(OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, file.as_raw_fd()))
    }

    /// Reads one option, as cheap a call as there is.
    pub fn quality(&self) -> Result<u32> {
        let mut quality = 0;
        // SAFETY: a valid place for the number.
        check(unsafe { OH_PackingOptions_GetQuality(self.options.handle, &mut quality) })?;
        Ok(quality)
    }
}

/// A call of PackToData as one side of a comparison.
pub struct Ours {
    packing: Rc<Packing>,
    threads: usize,
    data: Vec<u8>,
}

impl Ours {
    /// Packs with that many threads, to a buffer that is large enough for any file.
    pub fn new(packing: Rc<Packing>, threads: usize) -> Self {
        let data = vec![0; packing.map.capacity];
        Self { packing, threads, data }
    }
}

impl Job for Ours {
    fn encode(&mut self) -> Result<&[u8]> {
        let length = self.packing.to_data(self.threads, &mut self.data)?;
        Ok(&self.data[..length])
    }
}
