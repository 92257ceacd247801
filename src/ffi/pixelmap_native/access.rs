//! Other ways to the pixels than reading and writing the whole PixelMap: memory access, parts of a PixelMap, ARGB.

use std::ffi::{c_char, c_void};

use super::pixels::PIXELMAPS;
use crate::content::area::AreaBuffer;
use crate::error::Result;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_PositionArea, OH_PixelmapNative};
use crate::ffi::error_code::Family;
use crate::pixel::Region;

/// The buffer that `area` points to, the region, and how the buffer is laid out.
///
/// # Safety
/// `area` is NULL or valid for one read.
unsafe fn area_of(area: *const Image_PositionArea) -> Result<(*mut u8, Region, AreaBuffer)> {
    // SAFETY: this function's contract.
    let area = unsafe { args::read(area, "area") }?;
    args::not_null(area.pixels, "area->pixels")?;
    let region = area.region;
    let region = Region { x: region.x, y: region.y, width: region.width, height: region.height };
    Ok((area.pixels, region, AreaBuffer { size: area.pixelsSize, offset: area.offset, stride: area.stride }))
}

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
    boundary::call(Family::Plain, "OH_PixelmapNative_AccessPixels", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(addr, "addr") }?;
        out.set(pixelmap.lock_pixels()?.cast());
        Ok(())
    })
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
    boundary::call(Family::Plain, "OH_PixelmapNative_UnaccessPixels", || {
        PIXELMAPS.get(pixelmap, "pixelmap")?.unlock_pixels()
    })
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
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_UNKNOWN_ERROR (7600901) after an internal failure.
///
/// Ownership: the buffer stays the caller's.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ReadPixelsFromArea(
    pixelmap: *mut OH_PixelmapNative,
    area: *mut Image_PositionArea,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_ReadPixelsFromArea", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let (pixels, region, buffer) = unsafe { area_of(area) }?;
        pixelmap.read_area(region, buffer, |at, row| {
            // SAFETY: every row ends within the buffer (`AreaBuffer::check`), which is valid by the module's contract.
            // No slice is made of it: another thread may be filling the bytes between the rows. It may be the pixels'
            // own memory, so the two may overlap.
            unsafe { pixels.add(at).copy_from(row.as_ptr(), row.len()) }
        })
    })
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
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_UNKNOWN_ERROR (7600901) after an internal failure.
///
/// Ownership: the buffer stays the caller's.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_WritePixelsToArea(
    pixelmap: *mut OH_PixelmapNative,
    area: *mut Image_PositionArea,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_WritePixelsToArea", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let (pixels, region, buffer) = unsafe { area_of(area) }?;
        pixelmap.write_area(region, buffer, |at, row| {
            // SAFETY: as in OH_PixelmapNative_ReadPixelsFromArea().
            unsafe { row.as_mut_ptr().copy_from(pixels.add(at), row.len()) }
        })
    })
}

/// Reads all pixels as A, R, G, B: four bytes per pixel in this order, rows without padding.
///
/// The values are those stored, premultiplied if the PixelMap is. HDR pixels of PIXEL_FORMAT_RGBA_1010102 are brought
/// to Display P3 as by OH_PixelmapNative_ToSdr(); PIXEL_FORMAT_ALPHA_F16 gives A, 0, 0, 0.
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
    boundary::call(Family::Common, "OH_PixelmapNative_GetArgbPixels", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        args::not_null(destination, "destination")?;
        // SAFETY: the module's contract for pointers.
        let available = unsafe { args::read(bufferSize, "bufferSize") }?;
        // SAFETY: the module's contract for pointers; no more than the pixels' own length is borrowed.
        pixelmap.read_argb(available, |length| unsafe { args::slice_mut(destination, length, "destination") })
    })
}

/// Names the memory of a PixelMap, as an aid for finding out who uses how much.
///
/// On this host nothing shows the names of memory: a valid name is accepted and not kept.
///
/// @param pixelmap  the PixelMap to name.
/// @param name      the name; no NUL is needed.
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
    boundary::call(Family::Common, "OH_PixelmapNative_SetMemoryName", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        args::not_null(name, "name")?;
        // SAFETY: the module's contract for pointers.
        pixelmap.check_memory_name(unsafe { args::read(size, "size") }?)
    })
}
