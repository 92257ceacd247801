//! `OH_DecomposeOptions_*` and the call that splits one HDR image into main image and gain map.

#![allow(unused_variables, reason = "declared, not built yet; goes when this file is built")]

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_DecomposeOptions, OH_PictureNative, OH_PixelmapNative};

/// Makes decompose options: gain map of half the size, pixel format RGBA_8888.
///
/// OpenHarmony reserves this call and those that take the options for system applications and answers others with 202;
/// here every caller may use them.
///
/// @param outOwnedOptions  receives the new options; release them with OH_DecomposeOptions_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if outOwnedOptions is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_Create(outOwnedOptions: *mut *mut OH_DecomposeOptions) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_Create")
}

/// Sets whether the gain map is as large as the main image.
///
/// @param options            made by OH_DecomposeOptions_Create().
/// @param isFullSizeGainmap  true for the size of the main image; false for half of each side, rounded down, at least 1
///                           pixel.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_SetIsFullSizeGainmap(
    options: *mut OH_DecomposeOptions,
    isFullSizeGainmap: bool,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_SetIsFullSizeGainmap")
}

/// Reads whether the gain map is as large as the main image.
///
/// @param options            made by OH_DecomposeOptions_Create().
/// @param isFullSizeGainmap  receives the value as it was set; false if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle or isFullSizeGainmap is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_GetIsFullSizeGainmap(
    options: *mut OH_DecomposeOptions,
    isFullSizeGainmap: *mut bool,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_GetIsFullSizeGainmap")
}

/// Sets the pixel format of the main image and of the gain map.
///
/// @param options             made by OH_DecomposeOptions_Create().
/// @param desiredPixelFormat  PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_NV21 or PIXEL_FORMAT_NV12.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the format is none of these.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_SetDesiredPixelFormat(
    options: *mut OH_DecomposeOptions,
    desiredPixelFormat: i32,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_SetDesiredPixelFormat")
}

/// Reads the pixel format of the main image and of the gain map.
///
/// @param options             made by OH_DecomposeOptions_Create().
/// @param desiredPixelFormat  receives the format as it was set; PIXEL_FORMAT_RGBA_8888 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_GetDesiredPixelFormat(
    options: *mut OH_DecomposeOptions,
    desiredPixelFormat: *mut i32,
) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_GetDesiredPixelFormat")
}

/// Releases decompose options.
///
/// @param options  the options; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_Release(options: *mut OH_DecomposeOptions) -> Image_ErrorCode {
    boundary::not_built("OH_DecomposeOptions_Release")
}

/// Splits an HDR image into a picture: an SDR main image in Display P3, and the gain map that leads back to HDR.
///
/// The HDR image has the pixel format RGBA_1010102, YCBCR_P010, YCRCB_P010 or RGBA_F16 and an HDR colour space
/// (BT.2020 with HLG or PQ). It is not changed.
///
/// OpenHarmony reserves this call for system applications and answers others with 202; here every caller may use it.
///
/// @param hdrPixelmap      the HDR image.
/// @param options          size of the gain map and format of both; made by OH_DecomposeOptions_Create().
/// @param outOwnedPicture  receives the new picture; release it with OH_PictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if hdrPixelmap or options is not a live handle or outOwnedPicture is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the image is not HDR, has another format, or this library was built
///         without this function;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         7600208, a number without an enumerator, if the split itself fails.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_DecomposeToPicture(
    hdrPixelmap: *mut OH_PixelmapNative,
    options: *mut OH_DecomposeOptions,
    outOwnedPicture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_DecomposeToPicture")
}
