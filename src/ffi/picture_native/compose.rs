//! `OH_ComposeOptions_*` and the two ways to put main image and gain map together into one HDR image.

#![allow(unused_variables, reason = "declared, not built yet; goes when this file is built")]

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_ComposeOptions, OH_PictureNative, OH_PixelmapNative, PIXEL_FORMAT};

/// Makes compose options: pixel format PIXEL_FORMAT_UNKNOWN, which leaves the choice to the library.
///
/// @param options  receives the new options; release them with OH_ComposeOptions_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_Create(options: *mut *mut OH_ComposeOptions) -> Image_ErrorCode {
    boundary::not_built("OH_ComposeOptions_Create")
}

/// Sets the pixel format of the composed image.
///
/// @param options             made by OH_ComposeOptions_Create().
/// @param desiredPixelFormat  PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010, or
///                            PIXEL_FORMAT_UNKNOWN for the one that is nearest to the main image.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or the format is none of these.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_SetDesiredPixelFormat(
    options: *mut OH_ComposeOptions,
    desiredPixelFormat: PIXEL_FORMAT,
) -> Image_ErrorCode {
    boundary::not_built("OH_ComposeOptions_SetDesiredPixelFormat")
}

/// Reads the pixel format of the composed image.
///
/// @param options             made by OH_ComposeOptions_Create().
/// @param desiredPixelFormat  receives the format as it was set; PIXEL_FORMAT_UNKNOWN if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_GetDesiredPixelFormat(
    options: *mut OH_ComposeOptions,
    desiredPixelFormat: *mut PIXEL_FORMAT,
) -> Image_ErrorCode {
    boundary::not_built("OH_ComposeOptions_GetDesiredPixelFormat")
}

/// Releases compose options.
///
/// @param options  the options; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_Release(options: *mut OH_ComposeOptions) -> Image_ErrorCode {
    boundary::not_built("OH_ComposeOptions_Release")
}

/// Composes the HDR image of a picture from its main image and its gain map, with the default options.
///
/// See OH_PictureNative_GetHdrComposedPixelmapWithOptions().
///
/// @param picture      a picture with a gain map; it is not changed.
/// @param hdrPixelmap  receives a new PixelMap with pixels of its own; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle or hdrPixelmap is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if there is no gain map, or the image cannot be composed;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetHdrComposedPixelmap(
    picture: *mut OH_PictureNative,
    hdrPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetHdrComposedPixelmap")
}

/// Composes the HDR image of a picture from its main image and its gain map.
///
/// The result has the size of the main image, 10 bits per channel, and the colour space BT.2020 HLG in full range. The
/// gain map is applied in full. If the options leave the format open, an RGBA_8888 main image becomes RGBA_1010102,
/// NV21 becomes YCRCB_P010, NV12 becomes YCBCR_P010, and a 10-bit main image keeps its format; for any other main image
/// the format must be set.
///
/// @param picture      a picture with a gain map; it is not changed.
/// @param options      the format wanted; made by OH_ComposeOptions_Create().
/// @param hdrPixelmap  receives a new PixelMap with pixels of its own; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture or options is not a live handle or hdrPixelmap is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if there is no gain map, or the image cannot be composed in this
///         format;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetHdrComposedPixelmapWithOptions(
    picture: *mut OH_PictureNative,
    options: *mut OH_ComposeOptions,
    hdrPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetHdrComposedPixelmapWithOptions")
}
