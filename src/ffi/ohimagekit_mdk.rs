//! `<ohimagekit/mdk.h>`: the older native calls from plain C, where no JavaScript engine makes their values.
//!
//! With `env` NULL a `napi_value` is one of this library's checked handles.

use super::args;
use super::boundary;
use super::c::{OH_ImageSourceNative, OH_PixelmapNative, napi_value};
use super::error_code::Family;
use super::image_packer_mdk::packer::PACKER_VALUES;
use super::image_source_native::source::IMAGE_SOURCES;
use super::pixelmap_native::pixels::PIXELMAPS;

/// Gives the value that stands for a PixelMap in the older native calls.
///
/// @param pixelmap  a live PixelMap; it stays the caller's, and the value is good as long as it lives.
/// @param value     receives the value; there is nothing to release.
/// @return IMAGE_RESULT_SUCCESS (0);
///         IMAGE_RESULT_BAD_PARAMETER (-1) if pixelmap is not a live handle or value is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PixelmapToNapiValue(pixelmap: *mut OH_PixelmapNative, value: *mut napi_value) -> i32 {
    boundary::call(Family::Mdk, "OHIK_PixelmapToNapiValue", || {
        PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        unsafe { args::out(value, "value") }?.set(pixelmap.cast());
        Ok(())
    })
}

/// Gives the value that stands for an image source in the older native calls.
///
/// @param imageSource  a live image source; it stays the caller's, and the value is good as long as it lives.
/// @param value        receives the value; there is nothing to release.
/// @return IMAGE_RESULT_SUCCESS (0);
///         IMAGE_RESULT_BAD_PARAMETER (-1) if imageSource is not a live handle or value is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ImageSourceToNapiValue(
    imageSource: *mut OH_ImageSourceNative,
    value: *mut napi_value,
) -> i32 {
    boundary::call(Family::Mdk, "OHIK_ImageSourceToNapiValue", || {
        IMAGE_SOURCES.get(imageSource, "imageSource")?;
        // SAFETY: the module's contract for pointers.
        unsafe { args::out(value, "value") }?.set(imageSource.cast());
        Ok(())
    })
}

/// Releases a packer value that OH_ImagePacker_Create() made with env NULL; no engine collects it. Packers made from it
/// by OH_ImagePacker_InitNative() stay good.
///
/// @param packer  the value.
/// @return IMAGE_RESULT_SUCCESS (0);
///         IMAGE_RESULT_BAD_PARAMETER (-1) if packer is no such value, or was released before.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ReleasePackerValue(packer: napi_value) -> i32 {
    boundary::call(Family::Mdk, "OHIK_ReleasePackerValue", || PACKER_VALUES.remove(packer, "packer"))
}
