//! The functions that are measured, found in the shared library like [`crate::ours`]'s.

#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};
use std::ptr;

use crate::Result;
use crate::ours::{Handle, Owned, check, map_options};

#[link(name = "ohimagekit")]
unsafe extern "C" {
    safe fn OHIK_SetMaxThreads(count: c_int);
    fn OH_PixelmapNative_CreatePixelmap(data: *mut u8, length: usize, options: Handle, map: *mut Handle) -> c_int;
    fn OH_PixelmapNative_CreatePixelmapUsingAllocator(
        data: *mut u8,
        length: usize,
        options: Handle,
        allocator: c_int,
        map: *mut Handle,
    ) -> c_int;
    fn OH_PixelmapNative_Destroy(map: *mut Handle) -> c_int;
    fn OH_PixelmapNative_GetByteCount(map: Handle, count: *mut u32) -> c_int;
    fn OH_PixelmapNative_ReadPixels(map: Handle, destination: *mut u8, size: *mut usize) -> c_int;
    fn OH_PixelmapNative_WritePixels(map: Handle, source: *mut u8, size: usize) -> c_int;
    fn OH_PixelmapNative_ReadPixelsFromArea(map: Handle, area: *mut PositionArea) -> c_int;
    fn OH_PixelmapNative_Clone(map: Handle, copy: *mut Handle) -> c_int;
    safe fn OH_PixelmapNative_ConvertAlphaType(source: Handle, target: Handle, premultiply: bool) -> c_int;
    safe fn OH_PixelmapNative_ApplyFlip(map: Handle, horizontally: bool, vertically: bool) -> c_int;
    safe fn OH_PixelmapNative_ApplyRotate(map: Handle, angle: f32) -> c_int;
    fn OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(
        map: Handle,
        scaled: *mut Handle,
        scale_x: f32,
        scale_y: f32,
        level: c_int,
    ) -> c_int;
    fn OH_PixelmapNative_CreateCroppedAndScaledPixelMap(
        map: Handle,
        region: *mut Region,
        scale: *mut Scale,
        level: c_int,
        scaled: *mut Handle,
    ) -> c_int;
}

/// How the error of a function begins that this library does not have yet.
pub const NOT_BUILT: &str = "code 7600201";

/// `PIXEL_FORMAT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 16 bits.
    Rgb565 = 2,
    /// 32 bits.
    Rgba = 3,
    /// 32 bits.
    Bgra = 4,
    /// 24 bits.
    Rgb = 5,
    /// 64 bits.
    F16 = 7,
    /// 4:2:0 of 8 bits.
    Nv12 = 9,
    /// 32 bits.
    Ten = 10,
    /// 4:2:0 of 10 bits.
    P010 = 11,
}

/// `PIXELMAP_ALPHA_TYPE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alpha {
    /// There is none.
    Opaque = 1,
    /// Colours are multiplied by it.
    Premultiplied = 2,
    /// They are not.
    Unpremultiplied = 3,
}

/// `Image_Region`.
#[repr(C)]
struct Region {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

/// `Image_Scale`.
#[repr(C)]
struct Scale {
    x: f32,
    y: f32,
}

/// `Image_PositionArea`.
#[repr(C)]
struct PositionArea {
    pixels: *mut u8,
    pixels_size: usize,
    offset: u32,
    stride: u32,
    region: Region,
}

/// What the library's calls may use from now on.
pub fn set_threads(count: usize) {
    OHIK_SetMaxThreads(count as c_int);
}

/// Lets everyone's blocks of 1 MiB and more be fresh pages of the kernel's, as in a program that makes one image, and
/// smaller ones not: by itself glibc gives memory out that it has, or does not, by the sizes it happened to see.
pub fn map_large_blocks() {
    // SAFETY: sets numbers of the allocator.
    #[cfg(target_env = "gnu")]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, 1 << 20);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 64 << 20);
    }
}

/// Options of a PixelMap, made once as a program does that makes many.
pub struct Recipe {
    options: Owned,
    to: Format,
}

impl Recipe {
    /// From pixels of one format to a PixelMap of another.
    pub fn new(size: (usize, usize), from: Format, to: Format, alpha: Alpha) -> Result<Self> {
        Ok(Self { options: map_options(size, (from as i32, to as i32), alpha as i32)?, to })
    }

    /// A PixelMap of the pixels.
    pub fn make(&self, data: &[u8]) -> Result<Map> {
        let (pixels, options) = (data.as_ptr().cast_mut(), self.options.handle);
        // SAFETY: the pixels are as many bytes as said; they are copied, not written.
        Map::of(|map| unsafe {
            if self.to == Format::Ten {
                OH_PixelmapNative_CreatePixelmapUsingAllocator(pixels, data.len(), options, 0, map)
            } else {
                OH_PixelmapNative_CreatePixelmap(pixels, data.len(), options, map)
            }
        })
    }
}

/// A PixelMap, destroyed when it goes.
pub struct Map(Handle);

impl Drop for Map {
    fn drop(&mut self) {
        // SAFETY: the place of a handle.
        unsafe { OH_PixelmapNative_Destroy(&mut self.0) };
    }
}

impl Map {
    /// What a function makes.
    pub fn of(create: impl FnOnce(*mut Handle) -> c_int) -> Result<Self> {
        let mut map: *mut c_void = ptr::null_mut();
        check(create(&mut map))?;
        Ok(Self(map))
    }

    /// All bytes.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let mut count = 0;
        // SAFETY: a valid place for the number.
        check(unsafe { OH_PixelmapNative_GetByteCount(self.0, &mut count) })?;
        let mut bytes = vec![0; count as usize];
        self.read(&mut bytes)?;
        Ok(bytes)
    }

    /// ReadPixels.
    pub fn read(&self, bytes: &mut [u8]) -> Result {
        let mut size = bytes.len();
        // SAFETY: there is room for `size` bytes.
        check(unsafe { OH_PixelmapNative_ReadPixels(self.0, bytes.as_mut_ptr(), &mut size) })
    }

    /// WritePixels.
    pub fn write(&self, bytes: &[u8]) -> Result {
        // SAFETY: the bytes are as many as said; they are copied, not written.
        check(unsafe { OH_PixelmapNative_WritePixels(self.0, bytes.as_ptr().cast_mut(), bytes.len()) })
    }

    /// ReadPixelsFromArea, of the whole.
    pub fn read_area(&self, (width, height): (usize, usize), bytes: &mut [u8]) -> Result {
        let region = Region { x: 0, y: 0, width: width as u32, height: height as u32 };
        let (pixels, pixels_size) = (bytes.as_mut_ptr(), bytes.len());
        let mut area = PositionArea { pixels, pixels_size, offset: 0, stride: width as u32 * 4, region };
        // SAFETY: there is room for as many bytes as said.
        check(unsafe { OH_PixelmapNative_ReadPixelsFromArea(self.0, &mut area) })
    }

    /// Clone.
    pub fn copy(&self) -> Result<Self> {
        // SAFETY: a valid place for the handle.
        Self::of(|map| unsafe { OH_PixelmapNative_Clone(self.0, map) })
    }

    /// ConvertAlphaType.
    pub fn convert_alpha_to(&self, target: &Self, premultiply: bool) -> Result {
        check(OH_PixelmapNative_ConvertAlphaType(self.0, target.0, premultiply))
    }

    /// ApplyFlip, left to right.
    pub fn flip(&self) -> Result {
        check(OH_PixelmapNative_ApplyFlip(self.0, true, false))
    }

    /// ApplyRotate, a quarter.
    pub fn rotate(&self) -> Result {
        check(OH_PixelmapNative_ApplyRotate(self.0, 90.0))
    }

    /// CreateScaledPixelMapWithAntiAliasing.
    pub fn scaled(&self, scale: f32, level: c_int) -> Result<Self> {
        // SAFETY: a valid place for the handle.
        Self::of(|map| unsafe {
            OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(self.0, map, scale, scale, level)
        })
    }

    /// CreateCroppedAndScaledPixelMap of the middle, not scaled.
    pub fn middle(&self, (width, height): (usize, usize)) -> Result<Self> {
        let (width, height) = (width as u32, height as u32);
        let mut region = Region { x: width / 4, y: height / 4, width: width / 2, height: height / 2 };
        let mut scale = Scale { x: 1.0, y: 1.0 };
        // SAFETY: valid places; region and scale are read.
        Self::of(|map| unsafe {
            OH_PixelmapNative_CreateCroppedAndScaledPixelMap(self.0, &mut region, &mut scale, 0, map)
        })
    }
}
