//! `OH_PixelmapNative_Create*` from a program's pixels or from nothing, and the end of a PixelMap.

use super::options::snapshot;
use super::pixels::PIXELMAPS;
use crate::content::{InitializationOptions, Pixelmap};
use crate::error::Result;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{IMAGE_ALLOCATOR_MODE, Image_ErrorCode, OH_Pixelmap_InitializationOptions, OH_PixelmapNative};
use crate::ffi::error_code::Family;

/// What the four creators share: `make` makes the PixelMap, its handle goes to `pixelmap`.
unsafe fn create(
    family: Family,
    name: &'static str,
    pixelmap: *mut *mut OH_PixelmapNative,
    make: impl FnOnce() -> Result<Pixelmap>,
) -> Image_ErrorCode {
    boundary::call(family, name, || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(pixelmap, "pixelmap") }?;
        out.set(PIXELMAPS.insert(make()?)?);
        Ok(())
    })
}

/// The bytes of `data` that a PixelMap is made from: programs state lengths beyond the end of their memory.
///
/// # Safety
/// `data` is NULL or valid for reads of `length` bytes, as far as the options ask for them, while `'a` lasts.
unsafe fn source<'a>(
    data: *const u8,
    length: usize,
    options: &InitializationOptions,
    allocator: Option<i32>,
) -> Result<&'a [u8]> {
    args::not_null(data, "data")?;
    // SAFETY: this function's contract.
    unsafe { args::slice(data, options.bytes_to_read(length, allocator)?, "data") }
}

/// Makes a PixelMap from pixels in a buffer, converted from the options' source format to their pixel format.
///
/// The buffer is always taken as not premultiplied. With the default options, BGRA_8888 becomes premultiplied
/// RGBA_8888. No colour space is converted; YUV is BT.601 of limited range.
///
/// A complete buffer has (height - 1) * rowStride + the bytes of one row; bytes that are missing count as 0. dataLength
/// is compared with the number of pixels, not with the bytes they need: the minimum of one byte for each pixel is
/// deliberate, as on devices.
///
/// RGBA_1010102 needs OH_PixelmapNative_CreatePixelmapUsingAllocator(); P010 cannot be made from a buffer: use
/// OH_PixelmapNative_CreateEmptyPixelmap() and OH_PixelmapNative_WritePixels().
///
/// @param data        the pixels; they are copied.
/// @param dataLength  bytes of data, 1 to 2^31-1.
/// @param options     size, formats, alpha type and row stride; see OH_PixelmapInitializationOptions_Create().
/// @param pixelmap    receives the new PixelMap; untouched on an error.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the size is 0 or above the limits, a
///         format does not exist, the pixel format is RGBA_1010102 or P010, the row stride is shorter than a row,
///         dataLength is below the number of pixels, or there is no memory.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreatePixelmap(
    data: *mut u8,
    dataLength: usize,
    options: *mut OH_Pixelmap_InitializationOptions,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = || {
        let options = snapshot(options)?;
        // SAFETY: the module's contract for pointers.
        let data = unsafe { source(data, dataLength, &options, None) }?;
        Pixelmap::create(data, &options)
    };
    // SAFETY: the module's contract for pointers.
    unsafe { create(Family::Plain, "OH_PixelmapNative_CreatePixelmap", pixelmap, make) }
}

/// Makes a PixelMap as OH_PixelmapNative_CreatePixelmap() does, with a requested kind of memory.
///
/// On this host every PixelMap is in ordinary memory; the request is checked, so that a program behaves as on a device.
/// Both formats must be set: their 0 is refused here.
///
/// @param data        the pixels; they are copied.
/// @param dataLength  bytes of data, 1 to 2^31-1.
/// @param options     size, formats, alpha type and row stride.
/// @param allocator   a value of IMAGE_ALLOCATOR_MODE.
/// @param pixelmap    receives the new PixelMap; untouched on an error.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the size is 0, a format does not
///         exist, the row stride is shorter than a row, dataLength is below the number of pixels, or there is no
///         memory;
///         IMAGE_TOO_LARGE (7600103) if the PixelMap would have more than 2^31-1 bytes;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if a format is 0, negative or P010, or the pixel format has no DMA
///         form and DMA is wanted;
///         IMAGE_ALLOCATOR_MODE_UNSUPPORTED (7600501) if allocator does not exist, or shared memory is wanted for
///         RGBA_1010102.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreatePixelmapUsingAllocator(
    data: *mut u8,
    dataLength: usize,
    options: *mut OH_Pixelmap_InitializationOptions,
    allocator: IMAGE_ALLOCATOR_MODE,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = || {
        let options = snapshot(options)?;
        // SAFETY: the module's contract for pointers.
        let data = unsafe { source(data, dataLength, &options, Some(allocator)) }?;
        Pixelmap::create_with_allocator(data, &options, allocator)
    };
    // SAFETY: the module's contract for pointers.
    unsafe { create(Family::PixelmapAllocator, "OH_PixelmapNative_CreatePixelmapUsingAllocator", pixelmap, make) }
}

/// Makes a PixelMap of zero bytes; opaque RGBA_8888 and BGRA_8888 get alpha 255.
///
/// All pixel formats can be made; the options' source format and row stride are not looked at.
///
/// @param options   size, pixel format, alpha type.
/// @param pixelmap  receives the new PixelMap; untouched on an error.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the size is 0 or above the limits,
///         the pixel format does not exist, or there is no memory.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateEmptyPixelmap(
    options: *mut OH_Pixelmap_InitializationOptions,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = || Pixelmap::create_empty(&snapshot(options)?);
    // SAFETY: the module's contract for pointers.
    unsafe { create(Family::Plain, "OH_PixelmapNative_CreateEmptyPixelmap", pixelmap, make) }
}

/// Makes a PixelMap as OH_PixelmapNative_CreateEmptyPixelmap() does, with a requested kind of memory.
///
/// @param options    size, both formats (both must be set, the source format too), alpha type.
/// @param allocator  a value of IMAGE_ALLOCATOR_MODE.
/// @param pixelmap   receives the new PixelMap; untouched on an error.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the size is 0, the pixel format does
///         not exist, or there is no memory;
///         IMAGE_TOO_LARGE (7600103) if the PixelMap would have more than 2^31-1 bytes;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if a format is 0 or negative, or the pixel format has no DMA form and
///         DMA is wanted;
///         IMAGE_ALLOCATOR_MODE_UNSUPPORTED (7600501) if allocator does not exist, or shared memory is wanted for a
///         10-bit format.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(
    options: *mut OH_Pixelmap_InitializationOptions,
    allocator: IMAGE_ALLOCATOR_MODE,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = || Pixelmap::create_empty_with_allocator(&snapshot(options)?, allocator);
    // SAFETY: the module's contract for pointers.
    unsafe { create(Family::PixelmapAllocator, "OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator", pixelmap, make) }
}

/// Frees the pixels, unless a picture shares them. The handle stays behind, and answers OH_PixelmapNative_IsReleased(),
/// until it is destroyed.
///
/// @param pixelmap  a live PixelMap.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is NULL, not a live handle, was released before, or is locked by
///         OH_PixelmapNative_AccessPixels().
///
/// Threads: a call that is under way with this PixelMap ends as if it had not been released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Release(pixelmap: *mut OH_PixelmapNative) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapNative_Release", || {
        PIXELMAPS.bury(pixelmap, "pixelmap", Pixelmap::check_unlocked)
    })
}

/// Ends a PixelMap, released, locked or neither, and sets the caller's variable to NULL.
///
/// @param pixelmap  points to the handle; neither it nor a copy of it must be used afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap or the handle is NULL, or the handle was destroyed before.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Destroy(pixelmap: *mut *mut OH_PixelmapNative) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_Destroy", || {
        // SAFETY: the module's contract for pointers.
        let (handle, out) = unsafe { (args::read(pixelmap, "pixelmap")?, args::out(pixelmap, "pixelmap")?) };
        PIXELMAPS.remove(handle, "*pixelmap")?;
        out.set(std::ptr::null_mut());
        Ok(())
    })
}

/// Tells whether a PixelMap was released.
///
/// @param pixelmap  a PixelMap, live or released, that was not destroyed.
/// @param released  receives the answer.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or pixelmap is no such handle.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_IsReleased(
    pixelmap: *mut OH_PixelmapNative,
    released: *mut bool,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_IsReleased", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(released, "released") }?;
        out.set(PIXELMAPS.is_buried(pixelmap, "pixelmap")?);
        Ok(())
    })
}
