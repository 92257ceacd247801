//! `OH_PixelmapNative_*` on whole PixelMaps: what they are, and their pixels in and out.

use super::info::IMAGE_INFOS;
use crate::content::Pixelmap;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_Pixelmap_ImageInfo, OH_PixelmapNative};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::lock;

/// All `OH_PixelmapNative` that were not destroyed.
pub static PIXELMAPS: HandleTable<Pixelmap> = HandleTable::new(Tag::PixelmapNative, "OH_PixelmapNative");

/// What the readers of one number share.
unsafe fn read_number(
    name: &'static str,
    pixelmap: *mut OH_PixelmapNative,
    (value, argument): (*mut u32, &str),
    read: impl FnOnce(&Pixelmap) -> Result<u32>,
) -> Image_ErrorCode {
    boundary::call(Family::Common, name, || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(value, argument) }?;
        out.set(read(&pixelmap)?);
        Ok(())
    })
}

fn number_of(bytes: usize) -> Result<u32> {
    u32::try_from(bytes).map_err(|_| ImageError::new(ErrorKind::Internal, "an impossible byte count"))
}

/// Fills an image information object with what a PixelMap is now.
///
/// @param pixelmap   a live PixelMap.
/// @param imageInfo  made by OH_PixelmapImageInfo_Create(); everything in it is replaced.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the PixelMap was released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetImageInfo(
    pixelmap: *mut OH_PixelmapNative,
    imageInfo: *mut OH_Pixelmap_ImageInfo,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_GetImageInfo", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        let info = IMAGE_INFOS.get(imageInfo, "imageInfo")?;
        *lock(&info) = pixelmap.info()?;
        Ok(())
    })
}

/// Copies all pixels, in the PixelMap's own format and with its alpha as stored.
///
/// Rows have no padding, except those of ALPHA_8, which are multiples of 4 bytes; 4:2:0 formats are the luma plane and
/// the chroma plane behind it.
///
/// @param pixelmap     a live PixelMap.
/// @param destination  receives the pixels: OH_PixelmapNative_GetByteCount() bytes.
/// @param bufferSize   bytes that destination has room for; only read.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the PixelMap was released, or
///         *bufferSize is too small;
///         IMAGE_UNKNOWN_ERROR (7600901) if reading fails inside.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ReadPixels(
    pixelmap: *mut OH_PixelmapNative,
    destination: *mut u8,
    bufferSize: *mut usize,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_ReadPixels", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        args::not_null(destination, "destination")?;
        // SAFETY: the module's contract for pointers.
        let available = unsafe { args::read(bufferSize, "bufferSize") }?;
        pixelmap.read_pixels_by(available, |bytes| {
            // SAFETY: `bytes` are no more than `available`, which are valid by the module's contract. They may be the
            // same memory, if the caller got its address.
            unsafe { destination.copy_from(bytes.as_ptr(), bytes.len()) }
        })
    })
}

/// Replaces all pixels. The buffer has the PixelMap's own format, as OH_PixelmapNative_ReadPixels() gives it.
///
/// @param pixelmap    a live, editable PixelMap.
/// @param source      the pixels; they are copied.
/// @param bufferSize  bytes of source, at least OH_PixelmapNative_GetByteCount().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the PixelMap was released, or
///         bufferSize is too small;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the PixelMap is not editable, or locked by
///         OH_PixelmapNative_AccessPixels();
///         IMAGE_UNKNOWN_ERROR (7600901) if writing fails inside.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_WritePixels(
    pixelmap: *mut OH_PixelmapNative,
    source: *mut u8,
    bufferSize: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_WritePixels", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        args::not_null(source, "source")?;
        pixelmap.write_pixels_by(bufferSize, |bytes| {
            // SAFETY: as in OH_PixelmapNative_ReadPixels().
            unsafe { bytes.as_mut_ptr().copy_from(source, bytes.len()) }
        })
    })
}

/// Reads how many bytes the pixels have: the row stride times the height, and the chroma plane of 4:2:0 formats.
///
/// @param pixelmap   a live PixelMap.
/// @param byteCount  receives the number of bytes.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the PixelMap was released.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetByteCount(
    pixelmap: *mut OH_PixelmapNative,
    byteCount: *mut u32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapNative_GetByteCount";
    // SAFETY: the module's contract for pointers.
    unsafe { read_number(name, pixelmap, (byteCount, "byteCount"), |pixelmap| number_of(pixelmap.byte_count()?)) }
}

/// Reads how many bytes are allocated for the pixels: as many as they have, or more after
/// OH_AuxiliaryPictureNative_SetInfo() described pixels of an auxiliary picture as fewer.
///
/// @param pixelmap             a live PixelMap.
/// @param allocationByteCount  receives the number of bytes.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the PixelMap was released.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetAllocationByteCount(
    pixelmap: *mut OH_PixelmapNative,
    allocationByteCount: *mut u32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapNative_GetAllocationByteCount";
    let out = (allocationByteCount, "allocationByteCount");
    // SAFETY: the module's contract for pointers.
    unsafe { read_number(name, pixelmap, out, |pixelmap| number_of(pixelmap.allocated()?)) }
}

/// Reads the number of a PixelMap, which no other PixelMap of the process has. It is never 0.
///
/// @param pixelmap  a live PixelMap.
/// @param uniqueId  receives the number.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the PixelMap was released.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetUniqueId(
    pixelmap: *mut OH_PixelmapNative,
    uniqueId: *mut u32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapNative_GetUniqueId";
    // SAFETY: the module's contract for pointers.
    unsafe { read_number(name, pixelmap, (uniqueId, "uniqueId"), |pixelmap| Ok(pixelmap.id())) }
}
