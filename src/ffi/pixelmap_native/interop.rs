//! Exchange with other parts of the system: surfaces, native buffers, JavaScript.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use std::ffi::c_char;

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_NativeBuffer, OH_PixelmapNative, napi_env, napi_value};

/// Makes a PixelMap of what a surface shows.
///
/// A plain Linux host has no surfaces: every well-formed request ends with IMAGE_CREATE_PIXELMAP_FAILED.
///
/// @param surfaceId  the id of the surface as a decimal number in text; no NUL is needed.
/// @param length     length of that text in bytes.
/// @param pixelmap   would receive the new PixelMap; untouched on failure.
/// @return IMAGE_BAD_PARAMETER (401) if surfaceId or pixelmap is NULL, or the text is no decimal number;
///         IMAGE_CREATE_PIXELMAP_FAILED (7600305) otherwise.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreatePixelmapFromSurface(
    surfaceId: *const c_char,
    length: usize,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_CreatePixelmapFromSurface")
}

/// Makes a PixelMap of what a surface shows, turned as the surface asks for or not.
///
/// A plain Linux host has no surfaces: every request with its pointers set ends with IMAGE_UNSUPPORTED_OPERATION.
///
/// @param surfaceId         the id of the surface as a decimal number in text; no NUL is needed.
/// @param length            length of that text in bytes.
/// @param transformEnabled  whether the rotation and mirroring of the surface are applied.
/// @param pixelmap          would receive the new PixelMap; untouched on failure.
/// @return IMAGE_INVALID_PARAMETER (7600206) if surfaceId or pixelmap is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) otherwise.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation(
    surfaceId: *const c_char,
    length: usize,
    transformEnabled: bool,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation")
}

/// Makes a PixelMap that shares the memory of a native buffer.
///
/// A plain Linux host has no native buffers: every request with its pointers set ends with
/// IMAGE_CREATE_PIXELMAP_FAILED.
///
/// @param nativeBuffer  the buffer to share.
/// @param pixelmap      would receive the new PixelMap; untouched on failure.
/// @return IMAGE_BAD_PARAMETER (401) if nativeBuffer or pixelmap is NULL;
///         IMAGE_CREATE_PIXELMAP_FAILED (7600305) otherwise.
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreatePixelmapFromNativeBuffer(
    nativeBuffer: *mut OH_NativeBuffer,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_CreatePixelmapFromNativeBuffer")
}

/// Gives the native buffer behind a PixelMap in DMA memory.
///
/// A plain Linux host has no native buffers behind PixelMaps, also not behind those that count as DMA memory. Programs
/// take IMAGE_DMA_NOT_EXIST as the sign to copy the pixels instead.
///
/// @param pixelmap      the PixelMap to ask.
/// @param nativeBuffer  would receive the buffer; untouched on failure.
/// @return IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or nativeBuffer is NULL;
///         IMAGE_DMA_NOT_EXIST (7600173) otherwise.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetNativeBuffer(
    pixelmap: *mut OH_PixelmapNative,
    nativeBuffer: *mut *mut OH_NativeBuffer,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_GetNativeBuffer")
}

/// Makes a JavaScript PixelMap that shares the pixels of a native one.
///
/// Changes made through one are seen through the other, and releasing one leaves the other alive. In a process without
/// a JavaScript runtime the call fails.
///
/// @param env             the Node-API environment.
/// @param pixelmapNative  the PixelMap to share.
/// @param pixelmapNapi    receives the JavaScript object.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if env or pixelmapNapi is NULL, pixelmapNative is not a live handle, or the object
///         cannot be made.
///
/// Threads: only the thread that env belongs to may call this.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ConvertPixelmapNativeToNapi(
    env: napi_env,
    pixelmapNative: *mut OH_PixelmapNative,
    pixelmapNapi: *mut napi_value,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_ConvertPixelmapNativeToNapi")
}

/// Makes a native handle that shares the pixels of a JavaScript PixelMap.
///
/// Changes made through one are seen through the other, and releasing one leaves the other alive. In a process without
/// a JavaScript runtime the call fails.
///
/// @param env             the Node-API environment.
/// @param pixelmapNapi    the JavaScript object.
/// @param pixelmapNative  receives the new handle; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or the object is no PixelMap;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release the handle with OH_PixelmapNative_Destroy().
/// Threads: only the thread that env belongs to may call this.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ConvertPixelmapNativeFromNapi(
    env: napi_env,
    pixelmapNapi: napi_value,
    pixelmapNative: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_ConvertPixelmapNativeFromNapi")
}
