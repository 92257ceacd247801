//! What only PNG knows.

use super::{get, set};
use crate::encode::options::{PngOptions, up_to};
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptions};

/// Sets how hard a PNG is compressed: more effort, smaller and slower. The pixels are exact at every effort. Concerns
/// PNG only, whose compression the quality does not touch.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param effort   0 (fastest) to 9 (smallest); the default is 5.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or effort is above 9: then the value set
///         before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetPngEffort(
    options: *mut OH_PackingOptions,
    effort: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetPngEffort", options, |options| {
        options.png.effort = up_to(PngOptions::MAX_EFFORT, "effort", effort)?;
        Ok(())
    })
}

/// Reads how hard a PNG is compressed.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param effort   receives the value; 5 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or effort is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetPngEffort(
    options: *mut OH_PackingOptions,
    effort: *mut u32,
) -> Image_ErrorCode {
    let out = (effort, "effort");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetPngEffort", options, out, |options| options.png.effort.into()) }
}

/// Sets whether a PNG may be of a smaller colour type and bit depth than the PixelMap where its pixels allow: without
/// alpha if every pixel is opaque, grey if every pixel is, a palette if there are no more than 256 colours, fewer bits
/// if they say the same. The pixels decode to the same values. Concerns PNG only.
///
/// @param options     made by OH_PackingOptions_Create().
/// @param reductions  true, the default, or false: RGB or RGBA with the bits of the PixelMap, as docs/formats.md lists.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetPngReductions(
    options: *mut OH_PackingOptions,
    reductions: bool,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetPngReductions", options, |options| {
        options.png.reductions = reductions;
        Ok(())
    })
}

/// Reads whether a PNG may be of a smaller colour type.
///
/// @param options     made by OH_PackingOptions_Create().
/// @param reductions  receives the value; true if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or reductions is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetPngReductions(
    options: *mut OH_PackingOptions,
    reductions: *mut bool,
) -> Image_ErrorCode {
    let out = (reductions, "reductions");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetPngReductions", options, out, |options| options.png.reductions) }
}
