//! `OH_DecodingOptionsForPicture_*`: how a picture is decoded.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use crate::ffi::boundary;
use crate::ffi::c::{
    Image_AuxiliaryPictureType, Image_ErrorCode, Image_Size, OH_DecodingOptionsForPicture, PIXEL_FORMAT,
};

/// Makes options for decoding a picture: all auxiliary pictures, original size, RGBA_8888, no DFX data.
///
/// @param options  receives the new options; release them with OH_DecodingOptionsForPicture_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_Create(
    options: *mut *mut OH_DecodingOptionsForPicture,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_Create")
}

/// Reads which auxiliary pictures are wanted.
///
/// @param options                   made by OH_DecodingOptionsForPicture_Create().
/// @param desiredAuxiliaryPictures  receives a new array of types, ascending and without repetition.
/// @param length                    receives the number of its elements.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, one of the others is NULL, or no type was ever
///         set.
///
/// Ownership: the caller gives the array back with free().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(
    options: *mut OH_DecodingOptionsForPicture,
    desiredAuxiliaryPictures: *mut *mut Image_AuxiliaryPictureType,
    length: *mut usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures")
}

/// Adds types to the auxiliary pictures that are wanted; as long as none is set, all are.
///
/// Types set before stay wanted. If one element is not valid none is added.
///
/// @param options                   made by OH_DecodingOptionsForPicture_Create().
/// @param desiredAuxiliaryPictures  the types, copied: numbers from 1 to 10.
/// @param length                    number of elements, at least 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, desiredAuxiliaryPictures is NULL, length is 0, or
///         an element is out of range.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(
    options: *mut OH_DecodingOptionsForPicture,
    desiredAuxiliaryPictures: *mut Image_AuxiliaryPictureType,
    length: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures")
}

/// Reads whether DFX data, a block of a camera vendor, is decoded.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param needsDecodeDfxData  receives the value as it was set; false if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or needsDecodeDfxData is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(
    options: *mut OH_DecodingOptionsForPicture,
    needsDecodeDfxData: *mut bool,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData")
}

/// Sets whether DFX data, a block of a camera vendor, is decoded.
///
/// The value is kept and has no effect: this library decodes no such data.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param needsDecodeDfxData  true to ask for the data.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData(
    options: *mut OH_DecodingOptionsForPicture,
    needsDecodeDfxData: bool,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData")
}

/// Reads the size that the main PixelMap is scaled to.
///
/// @param options                     made by OH_DecodingOptionsForPicture_Create().
/// @param desiredSizeForMainPixelmap  receives width and height in pixels; 0 by 0 if never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or desiredSizeForMainPixelmap is
///         NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(
    options: *mut OH_DecodingOptionsForPicture,
    desiredSizeForMainPixelmap: *mut Image_Size,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap")
}

/// Sets the size that the main PixelMap is scaled to; the auxiliary pictures follow in the same ratio.
///
/// @param options                     made by OH_DecodingOptionsForPicture_Create().
/// @param desiredSizeForMainPixelmap  width and height in pixels; without effect if one of them is 0.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(
    options: *mut OH_DecodingOptionsForPicture,
    desiredSizeForMainPixelmap: Image_Size,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap")
}

/// Reads the pixel format that the main PixelMap is decoded to.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param desiredPixelFormat  receives the value as it was set; PIXEL_FORMAT_RGBA_8888 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredPixelFormat(
    options: *mut OH_DecodingOptionsForPicture,
    desiredPixelFormat: *mut PIXEL_FORMAT,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_GetDesiredPixelFormat")
}

/// Sets the pixel format that the main PixelMap is decoded to.
///
/// Pictures can be decoded to RGB_565, RGBA_8888, BGRA_8888, NV21 and NV12; the other formats that may be set make the
/// decoding fail.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param desiredPixelFormat  the format, from PIXEL_FORMAT_UNKNOWN (0) to PIXEL_FORMAT_YCRCB_P010 (12) without 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or the format is out of range.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredPixelFormat(
    options: *mut OH_DecodingOptionsForPicture,
    desiredPixelFormat: PIXEL_FORMAT,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_SetDesiredPixelFormat")
}

/// Releases options; pictures decoded with them are not affected.
///
/// @param options  made by OH_DecodingOptionsForPicture_Create(); not to be used any more.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_Release(
    options: *mut OH_DecodingOptionsForPicture,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecodingOptionsForPicture_Release")
}
