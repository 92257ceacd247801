//! The library as a C program sees it: functions of the shared library, found by their names.

#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use crate::Result;
use crate::cases::Setting;
use crate::images::Picture;
use crate::peers::Job;

/// Any opaque type of the headers.
type Handle = *mut c_void;

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
    fn OH_PixelmapNative_CreatePixelmap(data: *mut u8, length: usize, options: Handle, map: *mut Handle) -> c_int;
    safe fn OH_PixelmapNative_Release(map: Handle) -> c_int;
    fn OH_PackingOptions_Create(options: *mut Handle) -> c_int;
    fn OH_PackingOptions_SetMimeType(options: Handle, mime: *mut MimeType) -> c_int;
    safe fn OH_PackingOptions_SetQuality(options: Handle, quality: u32) -> c_int;
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

const RGBA_8888: i32 = 3;
const OPAQUE: i32 = 1;
const UNPREMULTIPLIED: i32 = 3;

/// The library's version.
pub fn version() -> String {
    // SAFETY: the text ends with NUL and stays for ever.
    unsafe { CStr::from_ptr(OHIK_GetVersion()) }.to_string_lossy().into_owned()
}

/// What a C function returned, as a result.
fn check(code: c_int) -> Result {
    if code == 0 {
        return Ok(());
    }
    // SAFETY: the text ends with NUL and stays until this thread's next call.
    let text = unsafe { CStr::from_ptr(OHIK_GetLastErrorMessage()) };
    Err(format!("code {code}: {}", text.to_string_lossy()))
}

/// A handle that the library made, released when it goes.
struct Owned {
    handle: Handle,
    release: extern "C" fn(Handle) -> c_int,
}

impl Owned {
    fn new(
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

/// All that a pack call takes but the place to pack to.
pub struct Packing {
    packer: Owned,
    options: Owned,
    map: Owned,
}

impl Packing {
    /// Copies the pixels to a PixelMap of RGBA_8888 and sets the options.
    pub fn new(picture: &Picture, setting: Setting) -> Result<Self> {
        let map = pixelmap(picture)?;
        let options = Owned::new(OH_PackingOptions_Create, OH_PackingOptions_Release)?;
        let (mime, quality) = match setting {
            Setting::Jpeg(quality) => ("image/jpeg", quality),
            Setting::Png => ("image/png", 0),
            Setting::WebP(quality) => ("image/webp", quality),
            Setting::WebPLossless => ("image/webp", 100),
        };
        let mut mime = MimeType { data: mime.as_ptr().cast_mut().cast(), size: mime.len() };
        // SAFETY: the text is `size` bytes long; it is copied, not written.
        check(unsafe { OH_PackingOptions_SetMimeType(options.handle, &mut mime) })?;
        check(OH_PackingOptions_SetQuality(options.handle, quality.into()))?;
        let packer = Owned::new(OH_ImagePackerNative_Create, OH_ImagePackerNative_Release)?;
        Ok(Self { packer, options, map })
    }

    /// Packs to memory with that many threads, 0 for all cores, and returns the length of the file.
    pub fn to_data(&self, threads: c_int, data: &mut [u8]) -> Result<usize> {
        OHIK_SetMaxThreads(threads);
        let mut size = data.len();
        let (packer, options, map) = (self.packer.handle, self.options.handle, self.map.handle);
        // SAFETY: `data` has room for `size` bytes.
        check(unsafe {
            OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, map, data.as_mut_ptr(), &mut size)
        })?;
        Ok(size)
    }

    /// Packs to a file with that many threads, 0 for all cores.
    pub fn to_file(&self, threads: c_int, file: BorrowedFd<'_>) -> Result {
        OHIK_SetMaxThreads(threads);
        let (packer, options, map) = (self.packer.handle, self.options.handle, self.map.handle);
        check(OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, map, file.as_raw_fd()))
    }
}

fn pixelmap(picture: &Picture) -> Result<Owned> {
    let options = Owned::new(OH_PixelmapInitializationOptions_Create, OH_PixelmapInitializationOptions_Release)?;
    let handle = options.handle;
    check(OH_PixelmapInitializationOptions_SetWidth(handle, picture.width as u32))?;
    check(OH_PixelmapInitializationOptions_SetHeight(handle, picture.height as u32))?;
    check(OH_PixelmapInitializationOptions_SetPixelFormat(handle, RGBA_8888))?;
    check(OH_PixelmapInitializationOptions_SetSrcPixelFormat(handle, RGBA_8888))?;
    let alpha = if picture.opaque { OPAQUE } else { UNPREMULTIPLIED };
    check(OH_PixelmapInitializationOptions_SetAlphaType(handle, alpha))?;
    let mut map = ptr::null_mut();
    // SAFETY: the pixels are as many bytes as said; they are copied, not written.
    check(unsafe {
        let pixels = picture.rgba.as_ptr().cast_mut();
        OH_PixelmapNative_CreatePixelmap(pixels, picture.rgba.len(), handle, &mut map)
    })?;
    Ok(Owned { handle: map, release: OH_PixelmapNative_Release })
}

/// A call of PackToData as one side of a comparison.
pub struct Ours<'a> {
    packing: &'a Packing,
    threads: c_int,
    data: Vec<u8>,
}

impl<'a> Ours<'a> {
    /// Packs with that many threads, 0 for all cores, to a buffer that is large enough for any file.
    pub fn new(packing: &'a Packing, threads: c_int, picture: &Picture) -> Self {
        Self { packing, threads, data: vec![0; picture.rgba.len() * 3 / 2 + (1 << 16)] }
    }
}

impl Job for Ours<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        let length = self.packing.to_data(self.threads, &mut self.data)?;
        Ok(&self.data[..length])
    }
}
