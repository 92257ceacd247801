//! Sources and decoding options of the library, through its C API.

#![allow(unsafe_code)]

use std::ffi::c_int;
use std::marker::PhantomData;
use std::ptr;

use crate::Result;
use crate::ours::{Handle, Owned, check};
use crate::pixelmap::calls::Map;

/// `Image_Size`.
#[repr(C)]
struct Size {
    width: u32,
    height: u32,
}

#[link(name = "ohimagekit")]
unsafe extern "C" {
    fn OH_ImageSourceNative_CreateFromDataWithUserBuffer(data: *mut u8, length: usize, source: *mut Handle) -> c_int;
    fn OH_ImageSourceNative_CreatePixelmap(source: Handle, options: Handle, map: *mut Handle) -> c_int;
    safe fn OH_ImageSourceNative_Release(source: Handle) -> c_int;
    fn OH_DecodingOptions_Create(options: *mut Handle) -> c_int;
    fn OH_DecodingOptions_SetDesiredSize(options: Handle, size: *mut Size) -> c_int;
    safe fn OH_DecodingOptions_Release(options: Handle) -> c_int;
}

/// A source over bytes that it borrows, and what it is decoded with.
pub struct Source<'a> {
    source: Handle,
    options: Owned,
    file: PhantomData<&'a [u8]>,
}

impl Drop for Source<'_> {
    fn drop(&mut self) {
        OH_ImageSourceNative_Release(self.source);
    }
}

impl<'a> Source<'a> {
    /// Of a whole file, decoded to that size; None is its own.
    pub fn new(file: &'a [u8], size: Option<(usize, usize)>) -> Result<Self> {
        let options = Owned::new(OH_DecodingOptions_Create, OH_DecodingOptions_Release)?;
        if let Some((width, height)) = size {
            let mut size = Size { width: width as u32, height: height as u32 };
            // SAFETY: a size to be read.
            check(unsafe { OH_DecodingOptions_SetDesiredSize(options.handle, &mut size) })?;
        }
        let mut source = ptr::null_mut();
        let (data, length) = (file.as_ptr().cast_mut(), file.len());
        // SAFETY: that many bytes, which are only read, and outlive the source.
        check(unsafe { OH_ImageSourceNative_CreateFromDataWithUserBuffer(data, length, &mut source) })?;
        Ok(Self { source, options, file: PhantomData })
    }

    /// A PixelMap of it.
    pub fn decode(&self) -> Result<Map> {
        // SAFETY: live handles, and a place for one.
        Map::of(|map| unsafe { OH_ImageSourceNative_CreatePixelmap(self.source, self.options.handle, map) })
    }
}
