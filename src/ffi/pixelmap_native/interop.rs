//! Exchange with other parts of the system: surfaces, native buffers, JavaScript.

use std::ffi::c_char;

use super::pixels::PIXELMAPS;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_NativeBuffer, OH_PixelmapNative, napi_env, napi_value};
use crate::ffi::error_code::Family;

/// Digits of the greatest id of a surface, 2^64-1.
const SURFACE_ID_DIGITS: usize = 20;

/// Makes a PixelMap of what a surface shows.
///
/// A plain Linux host has no surfaces: every well-formed request ends with IMAGE_CREATE_PIXELMAP_FAILED.
///
/// @param surfaceId  the id of the surface as a decimal number in text, below 2^64; no NUL is needed.
/// @param length     length of that text in bytes: 1 to 20.
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
    boundary::call(Family::Common, "OH_PixelmapNative_CreatePixelmapFromSurface", || {
        args::not_null(surfaceId, "surfaceId")?;
        args::not_null(pixelmap, "pixelmap")?;
        let digits = if length <= SURFACE_ID_DIGITS {
            // SAFETY: the module's contract for pointers.
            unsafe { args::slice(surfaceId.cast::<u8>(), length, "surfaceId") }?
        } else {
            &[]
        };
        let id = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'));
        if id.and_then(|text| text.parse::<u64>().ok()).is_none() {
            return Err(ImageError::new(ErrorKind::BadArgument, "surfaceId is not a decimal number below 2^64"));
        }
        Err(ImageError::new(ErrorKind::Surface, "this host has no surfaces"))
    })
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
    let _ = (length, transformEnabled);
    boundary::call(Family::Api26, "OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation", || {
        args::not_null(surfaceId, "surfaceId")?;
        args::not_null(pixelmap, "pixelmap")?;
        Err(ImageError::new(ErrorKind::Unsupported, "this host has no surfaces"))
    })
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
    boundary::call(Family::Common, "OH_PixelmapNative_CreatePixelmapFromNativeBuffer", || {
        args::not_null(nativeBuffer, "nativeBuffer")?;
        args::not_null(pixelmap, "pixelmap")?;
        Err(ImageError::new(ErrorKind::Surface, "this host has no native buffers"))
    })
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
    boundary::call(Family::Common, "OH_PixelmapNative_GetNativeBuffer", || {
        PIXELMAPS.get(pixelmap, "pixelmap")?;
        args::not_null(nativeBuffer, "nativeBuffer")?;
        Err(ImageError::new(ErrorKind::NoDma, "this host has no native buffers"))
    })
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
    boundary::call(Family::Plain, "OH_PixelmapNative_ConvertPixelmapNativeToNapi", || {
        args::not_null(env, "env")?;
        args::not_null(pixelmapNapi, "pixelmapNapi")?;
        PIXELMAPS.get(pixelmapNative, "pixelmapNative")?;
        Err(ImageError::new(ErrorKind::Unsupported, "this process has no JavaScript runtime"))
    })
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
    boundary::call(Family::Plain, "OH_PixelmapNative_ConvertPixelmapNativeFromNapi", || {
        args::not_null(env, "env")?;
        args::not_null(pixelmapNapi, "pixelmapNapi")?;
        args::not_null(pixelmapNative, "pixelmapNative")?;
        Err(ImageError::new(ErrorKind::Unsupported, "this process has no JavaScript runtime"))
    })
}
