//! `OH_PixelmapNative_*` that make a new PixelMap from another one.

use super::edit::read_region;
use super::pixels::PIXELMAPS;
use crate::content::Pixelmap;
use crate::content::geometry::Ratio;
use crate::error::Result;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, Image_Region, Image_Scale, OH_PixelmapNative, OH_PixelmapNative_AntiAliasingLevel,
};
use crate::ffi::error_code::Family;
use crate::geometry::Filter;

/// What these functions share: `make` makes the new PixelMap, its handle goes to `target`.
unsafe fn derive(
    family: Family,
    name: &'static str,
    (source, target): (*mut OH_PixelmapNative, *mut *mut OH_PixelmapNative),
    make: impl FnOnce(&Pixelmap) -> Result<Pixelmap>,
) -> Image_ErrorCode {
    boundary::call(family, name, || {
        let source = PIXELMAPS.get(source, "srcPixelmap")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(target, "dstPixelmap") }?;
        out.set(PIXELMAPS.insert(make(&source)?)?);
        Ok(())
    })
}

/// Makes an independent copy of a PixelMap.
///
/// Pixels, format, alpha type, colour space, HDR metadata and the editable flag are copied. The copy is unlocked, even
/// if the source is locked, and has an id of its own.
///
/// @param srcPixelmap  the PixelMap to copy; it may be locked and does not change.
/// @param dstPixelmap  receives the copy; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if srcPixelmap is not a live handle or dstPixelmap is NULL;
///         IMAGE_TOO_LARGE (7600103) if the pixels are over the size limits;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release the copy with OH_PixelmapNative_Destroy().
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Clone(
    srcPixelmap: *mut OH_PixelmapNative,
    dstPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = Pixelmap::duplicate;
    // SAFETY: the module's contract for pointers.
    unsafe { derive(Family::Common, "OH_PixelmapNative_Clone", (srcPixelmap, dstPixelmap), make) }
}

/// Makes a scaled copy of a PixelMap, each new pixel taken from the nearest old one.
///
/// The copy measures width * scaleX by height * scaleY, rounded to the nearest integer; a negative ratio mirrors its
/// axis. Format, alpha type and colour space are kept. The copy is not editable and has no HDR metadata.
///
/// @param srcPixelmap  the PixelMap to scale; it may be locked and does not change.
/// @param dstPixelmap  receives the copy; untouched on failure.
/// @param scaleX       ratio of new to old width: finite, not 0, at least one pixel as the result.
/// @param scaleY       ratio of new to old height, as scaleX.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if srcPixelmap is not a live handle, dstPixelmap is NULL, a ratio is not valid, or
///         the copy is too large for the size limits or the memory.
///
/// Ownership: release the copy with OH_PixelmapNative_Destroy().
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateScaledPixelMap(
    srcPixelmap: *mut OH_PixelmapNative,
    dstPixelmap: *mut *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
) -> Image_ErrorCode {
    let make = |source: &Pixelmap| source.scaled(Ratio { x: scaleX, y: scaleY }, Filter::Nearest);
    // SAFETY: the module's contract for pointers.
    unsafe { derive(Family::Plain, "OH_PixelmapNative_CreateScaledPixelMap", (srcPixelmap, dstPixelmap), make) }
}

/// Makes a scaled copy of a PixelMap with a choice of filter.
///
/// As OH_PixelmapNative_CreateScaledPixelMap(), except for the filter and the codes.
///
/// @param srcPixelmap  the PixelMap to scale; it may be locked and does not change.
/// @param dstPixelmap  receives the copy; untouched on failure.
/// @param scaleX       ratio of new to old width: finite, not 0, at least one pixel as the result.
/// @param scaleY       ratio of new to old height, as scaleX.
/// @param level        the filter; a number outside the enum counts as OH_PixelmapNative_AntiAliasing_NONE.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if srcPixelmap is not a live handle, dstPixelmap is NULL or a ratio is not valid;
///         IMAGE_TOO_LARGE (7600103) if the copy is over the size limits;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release the copy with OH_PixelmapNative_Destroy().
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(
    srcPixelmap: *mut OH_PixelmapNative,
    dstPixelmap: *mut *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
    level: OH_PixelmapNative_AntiAliasingLevel,
) -> Image_ErrorCode {
    let make = |source: &Pixelmap| source.scaled(Ratio { x: scaleX, y: scaleY }, Filter::from_level(level));
    // SAFETY: the module's contract for pointers.
    unsafe {
        derive(
            Family::Common,
            "OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing",
            (srcPixelmap, dstPixelmap),
            make,
        )
    }
}

/// Makes a copy of a part of a PixelMap and scales it: the crop comes first.
///
/// The copy measures region width * scale x by region height * scale y, rounded to the nearest integer; a negative
/// ratio mirrors its axis. Unlike the other scaled copies it keeps the editable flag of the source.
///
/// @param srcPixelmap  the PixelMap to take the part from; it may be locked and does not change.
/// @param region       the part in pixels: not empty, inside the PixelMap, no field above 2147483647.
/// @param scale        the two ratios: finite, not 0, at least one pixel as the result.
/// @param level        the filter; a number outside the enum counts as OH_PixelmapNative_AntiAliasing_NONE.
/// @param dstPixelmap  receives the copy; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if srcPixelmap is not a live handle, region, scale or dstPixelmap is NULL, or
///         region or scale is not valid;
///         IMAGE_TOO_LARGE (7600103) if the copy is over the size limits;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release the copy with OH_PixelmapNative_Destroy().
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateCroppedAndScaledPixelMap(
    srcPixelmap: *mut OH_PixelmapNative,
    region: *mut Image_Region,
    scale: *mut Image_Scale,
    level: OH_PixelmapNative_AntiAliasingLevel,
    dstPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = |source: &Pixelmap| {
        // SAFETY: the module's contract for pointers.
        let (region, scale) = unsafe { (read_region(region)?, args::read(scale, "scale")?) };
        source.cropped_and_scaled(region, Ratio { x: scale.x, y: scale.y }, Filter::from_level(level))
    };
    // SAFETY: the module's contract for pointers.
    unsafe {
        derive(Family::Common, "OH_PixelmapNative_CreateCroppedAndScaledPixelMap", (srcPixelmap, dstPixelmap), make)
    }
}

/// Makes a PixelMap of the same size that holds the alpha channel alone.
///
/// The result has the format PIXEL_FORMAT_ALPHA_8, or PIXEL_FORMAT_ALPHA_F16 if the source has it, and is not editable.
/// A source without alpha gives a PixelMap that is opaque everywhere.
///
/// @param srcPixelmap  the PixelMap to read, of any format but the YUV ones; it may be locked and does not change.
/// @param dstPixelmap  receives the new PixelMap; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if srcPixelmap is not a live handle or has a YUV format, dstPixelmap is NULL, or
///         there is no memory.
///
/// Ownership: release the new PixelMap with OH_PixelmapNative_Destroy().
/// @since 22
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_CreateAlphaPixelmap(
    srcPixelmap: *mut OH_PixelmapNative,
    dstPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    let make = Pixelmap::alpha_channel;
    // SAFETY: the module's contract for pointers.
    unsafe { derive(Family::Plain, "OH_PixelmapNative_CreateAlphaPixelmap", (srcPixelmap, dstPixelmap), make) }
}
