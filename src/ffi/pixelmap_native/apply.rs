//! The editors of 26.0.0. They change a PixelMap in place, editable or not, and report every failure; those in `edit`
//! are the older forms that report success whatever happens inside.

use super::edit::read_region;
use super::pixels::PIXELMAPS;
use crate::content::Pixelmap;
use crate::content::geometry::Ratio;
use crate::error::{ErrorKind, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_Region, OH_PixelmapNative, OH_PixelmapNative_AntiAliasingLevel};
use crate::ffi::error_code::Family;
use crate::geometry::Filter;

/// What these editors share.
fn apply(
    name: &'static str,
    pixelmap: *mut OH_PixelmapNative,
    edit: impl FnOnce(&Pixelmap) -> Result<()>,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, name, || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        edit(&pixelmap)
    })
}

/// Gives every pixel of a PixelMap the same alpha.
///
/// The value replaces the alpha that a pixel had. In premultiplied PixelMaps the colours follow: a colour that alpha 0
/// had wiped out stays black.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param value     the new alpha, above 0 (transparent) and up to 1 (opaque).
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle, or value is not finite, not above 0 or above
///         1;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_UNSUPPORTED_DATA_FORMAT (7600207) if its alpha type is opaque or unknown, or its format has no alpha;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_SetOpacity(pixelmap: *mut OH_PixelmapNative, value: f32) -> Image_ErrorCode {
    apply("OH_PixelmapNative_SetOpacity", pixelmap, |pixelmap| pixelmap.set_opacity(value))
}

/// Scales a PixelMap in place, each new pixel taken from the nearest old one.
///
/// The PixelMap becomes width * scaleX by height * scaleY, rounded to the nearest integer, halves away from zero; a
/// product is that of single precision, so that 5 * 0.7f is 3.5 and becomes 4. A negative ratio mirrors its axis. New
/// pixel i is the old one at floor((i + 0.5) * old size / new size). Positive ratios that leave the size as it is
/// succeed without effect, even on a locked PixelMap.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param scaleX    ratio of new to old width: finite, not 0, the result from 1 to 2147483647 pixels.
/// @param scaleY    ratio of new to old height, as scaleX.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle or a ratio is not valid;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_ALLOC_FAILED (7600301) if the result is over the size limits or there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyScale(
    pixelmap: *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
) -> Image_ErrorCode {
    apply("OH_PixelmapNative_ApplyScale", pixelmap, |pixelmap| {
        pixelmap.scale(Ratio { x: scaleX, y: scaleY }, Filter::Nearest)
    })
}

/// Scales a PixelMap in place with a choice of filter.
///
/// As OH_PixelmapNative_ApplyScale(), except for the filter.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param scaleX    ratio of new to old width: finite, not 0, the result from 1 to 2147483647 pixels.
/// @param scaleY    ratio of new to old height, as scaleX.
/// @param level     the filter; a number outside the enum counts as OH_PixelmapNative_AntiAliasing_NONE.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle or a ratio is not valid;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_ALLOC_FAILED (7600301) if the result is over the size limits or there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyScaleWithAntiAliasing(
    pixelmap: *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
    level: OH_PixelmapNative_AntiAliasingLevel,
) -> Image_ErrorCode {
    apply("OH_PixelmapNative_ApplyScaleWithAntiAliasing", pixelmap, |pixelmap| {
        pixelmap.scale(Ratio { x: scaleX, y: scaleY }, Filter::from_level(level))
    })
}

/// Moves the picture of a PixelMap and changes the canvas by the distance.
///
/// A positive distance adds empty columns on the left or empty rows on top, a negative one cuts off there: the PixelMap
/// becomes width + x by height + y, fractions cut; the picture goes to the nearest whole pixel. Empty pixels are zero
/// bytes, white in the YUV formats. A 4x4 PixelMap moved by (1, 2) becomes 5x6.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param x         horizontal distance in pixels: finite, the result from 1 to 2147483647 pixels.
/// @param y         vertical distance in pixels, as x.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle or a distance is not valid;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_ALLOC_FAILED (7600301) if the result is over the size limits or there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyTranslate(
    pixelmap: *mut OH_PixelmapNative,
    x: f32,
    y: f32,
) -> Image_ErrorCode {
    apply("OH_PixelmapNative_ApplyTranslate", pixelmap, |pixelmap| pixelmap.translate(x, y))
}

/// Rotates a PixelMap in place about its centre.
///
/// The canvas grows to the bounding box of the turned picture; uncovered corners are zero bytes. Multiples of 90
/// degrees are exact, and the YUV formats know no other angles. Angle 0 succeeds without effect, even on a locked
/// PixelMap.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param angle     degrees, clockwise if positive; finite.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle, or angle is not finite, or is no multiple of
///         90 and the PixelMap has a YUV format;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_ALLOC_FAILED (7600301) if the result is over the size limits or there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyRotate(
    pixelmap: *mut OH_PixelmapNative,
    angle: f32,
) -> Image_ErrorCode {
    apply("OH_PixelmapNative_ApplyRotate", pixelmap, |pixelmap| pixelmap.rotate(angle))
}

/// Mirrors a PixelMap in place.
///
/// With both flags false the call succeeds without effect, even on a locked PixelMap.
///
/// @param pixelmap                the PixelMap to change; it need not be editable.
/// @param shouldFlipHorizontally  whether left and right change places.
/// @param shouldFlipVertically    whether top and bottom change places.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyFlip(
    pixelmap: *mut OH_PixelmapNative,
    shouldFlipHorizontally: bool,
    shouldFlipVertically: bool,
) -> Image_ErrorCode {
    apply("OH_PixelmapNative_ApplyFlip", pixelmap, |pixelmap| {
        pixelmap.flip(shouldFlipHorizontally, shouldFlipVertically)
    })
}

/// Cuts a PixelMap down to a part of itself.
///
/// The PixelMap becomes as large as the region. In the YUV formats x and y are rounded down to even numbers for the
/// chroma samples.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param region    the part to keep, in pixels: not empty, inside the PixelMap.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if pixelmap is not a handle or region is NULL;
///         IMAGE_PIXELMAP_RELEASED (7600105) if the PixelMap was released;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if it is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_INVALID_REGION (7600204) if region is empty or reaches outside the PixelMap;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ApplyCrop(
    pixelmap: *mut OH_PixelmapNative,
    region: *mut Image_Region,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_PixelmapNative_ApplyCrop", || {
        // A NULL region goes before a released PixelMap, and this before a region that is not valid.
        if region.is_null() {
            return Err(args::null("region"));
        }
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        pixelmap.crop(unsafe { read_region(region) }?)
    })
}

/// Writes the pixels of one PixelMap into another with the colours premultiplied by alpha, or the reverse.
///
/// Both PixelMaps have the same size and the same format, one with alpha other than PIXEL_FORMAT_RGBA_F16. The source
/// has the alpha type opposite to the wanted one; the destination may have any and takes the wanted one. The formats
/// that hold alpha alone are copied and stay premultiplied. Both handles may name the same PixelMap.
///
/// @param srcPixelmap  the PixelMap to read; it may be locked and does not change unless it is the destination too.
/// @param dstPixelmap  the existing PixelMap to write; it need not be editable.
/// @param toPremul     true makes a premultiplied PixelMap of an unpremultiplied one, false the reverse.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if one of the two is not a handle, the source has not the alpha type
///         opposite to the wanted one, or the sizes differ;
///         IMAGE_PIXELMAP_RELEASED (7600105) if one of the two was released;
///         IMAGE_UNSUPPORTED_DATA_FORMAT (7600207) if the formats differ, have no alpha or are PIXEL_FORMAT_RGBA_F16;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the destination is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after any other failure.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ConvertAlphaType(
    srcPixelmap: *mut OH_PixelmapNative,
    dstPixelmap: *mut OH_PixelmapNative,
    toPremul: bool,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_PixelmapNative_ConvertAlphaType", || {
        match (PIXELMAPS.get(srcPixelmap, "srcPixelmap"), PIXELMAPS.get(dstPixelmap, "dstPixelmap")) {
            (Ok(source), Ok(target)) => source.convert_alpha(&target, toPremul),
            // What is no handle at all goes before what was released.
            (Err(error), Err(other)) if error.kind == ErrorKind::Released => Err(other),
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    })
}
