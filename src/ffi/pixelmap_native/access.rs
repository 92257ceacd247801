//! Other ways to the pixels than reading and writing the whole PixelMap: memory access, parts of a PixelMap, ARGB.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use std::ffi::{c_char, c_void};

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_PositionArea, OH_PixelmapNative};

/// Locks a PixelMap and gives the address of its pixel memory.
///
/// The memory may be read and written, also if the PixelMap is not editable. It has the PixelMap's own format; the
/// distance from one row to the next is the row stride that OH_PixelmapNative_GetImageInfo() reports, the length of all
/// of it is OH_PixelmapNative_GetAllocationByteCount(). While the PixelMap is locked the editors, the writing functions
/// and OH_PixelmapNative_Release() fail, reading and encoding go on. The lock does not count: it may be taken twice,
/// and one OH_PixelmapNative_UnaccessPixels() ends it.
///
/// @param pixelmap  the PixelMap to lock.
/// @param addr      receives the address of the first pixel.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, addr is NULL or the PixelMap has no memory.
///
/// Ownership: the memory stays the PixelMap's. The address is valid until the PixelMap is unlocked or destroyed.
/// Threads: while one thread writes through the address no other may use the pixels of the PixelMap.
/// @since 15
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_AccessPixels(
    pixelmap: *mut OH_PixelmapNative,
    addr: *mut *mut c_void,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_AccessPixels")
}

/// Unlocks a PixelMap; the address that OH_PixelmapNative_AccessPixels() gave must not be used any more.
///
/// Unlocking a PixelMap that is not locked succeeds.
///
/// @param pixelmap  the PixelMap to unlock.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle.
/// @since 15
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_UnaccessPixels(pixelmap: *mut OH_PixelmapNative) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_UnaccessPixels")
}

/// Reads the pixels of a part of a PixelMap.
///
/// Pixels of an RGB or alpha format arrive as BGRA, one byte each and not premultiplied, whatever the PixelMap's
/// format; the first row begins at offset, the rows are stride bytes apart. Pixels of a YUV format arrive in the
/// PixelMap's own format, tightly packed from offset on; stride is ignored.
///
/// @param pixelmap  the PixelMap to read.
/// @param area      pixels is the buffer to fill and pixelsSize its length, offset and stride are in bytes, region is
///                  the part in pixels: not empty, inside the PixelMap. stride is at least region.width * 4, and the
///                  last row ends inside the buffer.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, area or its buffer is NULL, the region is empty
///         or reaches outside the PixelMap, or the buffer is too small;
///         IMAGE_UNKNOWN_ERROR (7600901) after an internal failure.
///
/// Ownership: the buffer stays the caller's.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ReadPixelsFromArea(
    pixelmap: *mut OH_PixelmapNative,
    area: *mut Image_PositionArea,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_ReadPixelsFromArea")
}

/// Writes the pixels of a part of an editable PixelMap.
///
/// The buffer is laid out as for OH_PixelmapNative_ReadPixelsFromArea(): BGRA, not premultiplied, which is converted to
/// the PixelMap's format and alpha type; or the PixelMap's own format if that is YUV. Pixels outside the region do not
/// change.
///
/// @param pixelmap  the PixelMap to write.
/// @param area      as for OH_PixelmapNative_ReadPixelsFromArea(); pixels is the buffer to read from.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, area or its buffer is NULL, the region is empty
///         or reaches outside the PixelMap, or the buffer is too small;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the PixelMap is not editable, or locked by
///         OH_PixelmapNative_AccessPixels();
///         IMAGE_UNKNOWN_ERROR (7600901) after an internal failure.
///
/// Ownership: the buffer stays the caller's.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_WritePixelsToArea(
    pixelmap: *mut OH_PixelmapNative,
    area: *mut Image_PositionArea,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_WritePixelsToArea")
}

/// Reads all pixels as A, R, G, B: four bytes per pixel in this order, rows without padding.
///
/// The values are those stored, premultiplied if the PixelMap is. HDR pixels of PIXEL_FORMAT_RGBA_1010102 are brought
/// to standard dynamic range; PIXEL_FORMAT_ALPHA_F16 gives A, 0, 0, 0.
///
/// @param pixelmap     a PixelMap of one of the formats RGB_565, RGBA_8888, BGRA_8888, RGB_888, NV21, NV12,
///                     RGBA_1010102 and ALPHA_F16.
/// @param destination  receives width * height * 4 bytes.
/// @param bufferSize   length of destination in bytes: from width * height * 4 to 629145600 (600 MiB). It is read and
///                     never changed.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, destination or bufferSize is NULL, or the length
///         is out of range;
///         IMAGE_UNSUPPORTED_CONVERSION (7600203) if the PixelMap has another format;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_UNKNOWN_ERROR (7600901) after an internal failure.
///
/// Ownership: the buffer stays the caller's.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetArgbPixels(
    pixelmap: *mut OH_PixelmapNative,
    destination: *mut u8,
    bufferSize: *mut usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_GetArgbPixels")
}

/// Names the memory of a PixelMap, as an aid for finding out who uses how much.
///
/// @param pixelmap  the PixelMap to name.
/// @param name      the name, copied; exactly *size bytes are read, no NUL is needed.
/// @param size      length of the name in bytes: 1 to 244, or to 255 if the PixelMap counts as DMA memory.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, name or size is NULL, or the length is out of
///         range.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_SetMemoryName(
    pixelmap: *mut OH_PixelmapNative,
    name: *mut c_char,
    size: *mut usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_SetMemoryName")
}
