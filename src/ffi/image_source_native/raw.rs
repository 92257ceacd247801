//! Raw sensor data of camera files. There is no raw engine here, so no `OH_ImageRawData` ever comes into being.

use super::source::IMAGE_SOURCES;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_ImageRawData, OH_ImageSourceNative};
use crate::ffi::error_code::Family;

/// The error for every handle, since there are none.
fn no_raw_data(handle: *const OH_ImageRawData) -> Result<()> {
    args::not_null(handle, "rawData")?;
    Err(ImageError::new(ErrorKind::BadArgument, "rawData is not an OH_ImageRawData handle"))
}

/// Reads the undeveloped sensor samples of a DNG file: one sample per pixel, row by row.
///
/// This library has no raw engine and refuses every source, DNG files included.
///
/// @param source   the source to read.
/// @param rawData  would receive the new object; untouched on failure.
/// @return IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle or rawData is NULL;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) otherwise.
///
/// Ownership: release the object with OH_ImageSourceNative_DestroyImageRawData().
/// @since 24
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreateImageRawData(
    source: *const OH_ImageSourceNative,
    rawData: *mut *mut OH_ImageRawData,
) -> Image_ErrorCode {
    boundary::call(Family::SourceProperty, "OH_ImageSourceNative_CreateImageRawData", || {
        IMAGE_SOURCES.get(source, "source")?;
        args::not_null(rawData, "rawData")?;
        Err(ImageError::new(ErrorKind::SourceUnrecognised, "source: raw sensor data cannot be decoded by this build"))
    })
}

/// Gives the address and the length of raw sensor samples.
///
/// @param rawData  made by OH_ImageSourceNative_CreateImageRawData().
/// @param data     receives the address of the first sample; samples have the byte order of this machine.
/// @param length   receives the length in bytes.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if rawData is not a live handle or one of the others is NULL.
///
/// Ownership: the memory stays that of rawData and is valid until OH_ImageSourceNative_DestroyImageRawData().
/// @since 24
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetBufferFromRawData(
    rawData: *const OH_ImageRawData,
    data: *mut *mut u8,
    length: *mut usize,
) -> Image_ErrorCode {
    boundary::call(Family::SourceProperty, "OH_ImageSourceNative_GetBufferFromRawData", || {
        no_raw_data(rawData)?;
        args::not_null(data, "data")?;
        args::not_null(length, "length")
    })
}

/// Reads how many bits a raw sample takes in memory.
///
/// @param rawData       made by OH_ImageSourceNative_CreateImageRawData().
/// @param bitsPerPixel  receives 8 times the bytes of a sample, usually 16.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if rawData is not a live handle or bitsPerPixel is NULL.
/// @since 24
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetBitsPerPixelFromRawData(
    rawData: *const OH_ImageRawData,
    bitsPerPixel: *mut u8,
) -> Image_ErrorCode {
    boundary::call(Family::SourceProperty, "OH_ImageSourceNative_GetBitsPerPixelFromRawData", || {
        no_raw_data(rawData)?;
        args::not_null(bitsPerPixel, "bitsPerPixel")
    })
}

/// Releases raw sensor data.
///
/// @param rawData  made by OH_ImageSourceNative_CreateImageRawData(); not to be used any more.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if rawData is not a live handle.
/// @since 24
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_DestroyImageRawData(rawData: *mut OH_ImageRawData) -> Image_ErrorCode {
    boundary::call(Family::SourceProperty, "OH_ImageSourceNative_DestroyImageRawData", || no_raw_data(rawData))
}
