//! Animations read from a source: all frames at once, and how long each is shown.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_DecodingOptions, OH_ImageSourceNative, OH_PixelmapNative};

/// Decodes all frames of a source, each as it is seen on the whole canvas.
///
/// A still image has one frame. The options hold for each frame; the index in them does not count.
///
/// @param source        the source to decode.
/// @param options       how to decode.
/// @param resVecPixMap  the caller's array, which receives one new PixelMap per frame; elements behind the last frame,
///                      and on failure all of them, are untouched.
/// @param size          number of elements of the array, at least OH_ImageSourceNative_GetFrameCount().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source or options is not a live handle, resVecPixMap is NULL, size is less than
///         the number of frames, or a frame cannot be decoded.
///
/// Ownership: release each PixelMap with OH_PixelmapNative_Destroy(). They do not need the source any more.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePixelmapList(
    source: *mut OH_ImageSourceNative,
    options: *mut OH_DecodingOptions,
    resVecPixMap: *mut *mut OH_PixelmapNative,
    size: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_CreatePixelmapList")
}

/// Reads how long each frame of an animation is shown.
///
/// The file is a GIF, a WebP or, in builds that can decode them, a HEIF or AVIF sequence of up to 1000 frames. Delays
/// are reported as stored, also those of 0. A WebP without animation has no delays: nothing is written.
///
/// @param source         the source to read.
/// @param delayTimeList  the caller's array, which receives the delays in milliseconds; elements behind the last frame
///                       are untouched.
/// @param size           number of elements of the array, at least OH_ImageSourceNative_GetFrameCount().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source is not a live handle, delayTimeList is NULL, the file is of another type
///         or not readable, or size is less than the number of frames.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetDelayTimeList(
    source: *mut OH_ImageSourceNative,
    delayTimeList: *mut i32,
    size: usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_GetDelayTimeList")
}

/// Reads the number of frames: those of a GIF or an animated WebP, 1 for everything else.
///
/// @param source      a live source.
/// @param frameCount  receives the number.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the source cannot be read.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetFrameCount(
    source: *mut OH_ImageSourceNative,
    frameCount: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_GetFrameCount")
}
