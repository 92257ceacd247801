//! What only WebP knows.

use super::{get, set};
use crate::encode::options::{PERCENT, WebPOptions, up_to};
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptions};

/// Sets how much time a WebP may take, lossy or lossless: a greater method is slower and gives a smaller file, or a
/// better one of the same size. Concerns WebP only.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param method   0 (fastest) to 6 (slowest); the default is 4.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or method is above 6: then the value set
///         before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetWebPMethod(
    options: *mut OH_PackingOptions,
    method: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetWebPMethod", options, |options| {
        options.webp.method = up_to(WebPOptions::MAX_METHOD, "method", method)?;
        Ok(())
    })
}

/// Reads how much time a WebP may take.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param method   receives the value; 4 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or method is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetWebPMethod(
    options: *mut OH_PackingOptions,
    method: *mut u32,
) -> Image_ErrorCode {
    let out = (method, "method");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetWebPMethod", options, out, |options| options.webp.method.into()) }
}

/// Sets whether a WebP is lossless whatever the quality. Concerns WebP only.
///
/// With true the quality (OH_PackingOptions_SetQuality) is the effort of compression: 0 is fastest, 100 smallest, the
/// pixels are exact at each. With false a quality below 100 is lossy, and 100 means lossless all the same, as on
/// devices.
///
/// @param options   made by OH_PackingOptions_Create().
/// @param lossless  whether it is; the default is false.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetWebPLossless(
    options: *mut OH_PackingOptions,
    lossless: bool,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetWebPLossless", options, |options| {
        options.webp.lossless = lossless;
        Ok(())
    })
}

/// Reads whether a WebP is lossless whatever the quality.
///
/// @param options   made by OH_PackingOptions_Create().
/// @param lossless  receives the value; false if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or lossless is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetWebPLossless(
    options: *mut OH_PackingOptions,
    lossless: *mut bool,
) -> Image_ErrorCode {
    let out = (lossless, "lossless");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetWebPLossless", options, out, |options| options.webp.lossless) }
}

/// Sets how much the samples of a lossless WebP, alpha included, may change so that it becomes smaller: by little each,
/// and only where neighbours differ. Below 100, colours under alpha 0 are not kept either. Most photos become smaller;
/// images that compress well as they are may grow. Concerns WebP only, and of it lossless files
/// (OHIK_PackingOptions_SetWebPLossless(), or quality 100).
///
/// @param options  made by OH_PackingOptions_Create().
/// @param level    0 (most change, smallest file) to 100, the default: off, every sample exact.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or level is above 100: then the value set
///         before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetWebPNearLossless(
    options: *mut OH_PackingOptions,
    level: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetWebPNearLossless", options, |options| {
        options.webp.near_lossless = up_to(PERCENT, "level", level)?;
        Ok(())
    })
}

/// Reads how much the samples of a lossless WebP may change.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param level    receives the value; 100 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or level is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetWebPNearLossless(
    options: *mut OH_PackingOptions,
    level: *mut u32,
) -> Image_ErrorCode {
    let out = (level, "level");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetWebPNearLossless", options, out, |options| options.webp.near_lossless.into()) }
}

/// Sets the quality of the alpha plane of a lossy WebP. Concerns WebP only, and of it lossy files of images that are
/// not opaque; a lossless file keeps alpha exactly.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param quality  0 (smallest) to 100, the default: exact.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or quality is above 100: then the value
///         set before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetWebPAlphaQuality(
    options: *mut OH_PackingOptions,
    quality: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetWebPAlphaQuality", options, |options| {
        options.webp.alpha_quality = up_to(PERCENT, "quality", quality)?;
        Ok(())
    })
}

/// Reads the quality of the alpha plane of a lossy WebP.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param quality  receives the value; 100 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or quality is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetWebPAlphaQuality(
    options: *mut OH_PackingOptions,
    quality: *mut u32,
) -> Image_ErrorCode {
    let out = (quality, "quality");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetWebPAlphaQuality", options, out, |options| options.webp.alpha_quality.into()) }
}

/// Sets whether the colours of a lossy WebP, which has one colour sample for 2x2 pixels, are averaged with care for
/// edges: sharper coloured text and lines, and several times slower. Concerns WebP only, and of it lossy files.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param sharp    whether they are; the default is false.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_SetWebPSharpYuv(
    options: *mut OH_PackingOptions,
    sharp: bool,
) -> Image_ErrorCode {
    set("OHIK_PackingOptions_SetWebPSharpYuv", options, |options| {
        options.webp.sharp_yuv = sharp;
        Ok(())
    })
}

/// Reads whether the colours of a lossy WebP are averaged with care for edges.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param sharp    receives the value; false if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or sharp is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptions_GetWebPSharpYuv(
    options: *mut OH_PackingOptions,
    sharp: *mut bool,
) -> Image_ErrorCode {
    let out = (sharp, "sharp");
    // SAFETY: the module's contract for pointers.
    unsafe { get("OHIK_PackingOptions_GetWebPSharpYuv", options, out, |options| options.webp.sharp_yuv) }
}
