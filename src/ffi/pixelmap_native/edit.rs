//! The editors of API level 12. They change a PixelMap in place, editable or not, and after their argument checks they
//! report success whatever happens inside; the functions in `apply` do the same work and report everything.

use super::pixels::PIXELMAPS;
use crate::content::Pixelmap;
use crate::content::geometry::Ratio;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_Region, OH_PixelmapNative, OH_PixelmapNative_AntiAliasingLevel};
use crate::ffi::error_code::Family;
use crate::geometry::Filter;
use crate::pixel::Region;

/// What the old editors share: errors of the handle and of the lock are reported, all others mean that nothing is done.
fn edit(
    name: &'static str,
    pixelmap: *mut OH_PixelmapNative,
    edit: impl FnOnce(&Pixelmap) -> Result<()>,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, name, || attempt(pixelmap, "pixelmap", &[], edit))
}

/// Edits an unlocked PixelMap and reports errors of these kinds.
fn attempt(
    pixelmap: *mut OH_PixelmapNative,
    argument: &str,
    told: &[ErrorKind],
    edit: impl FnOnce(&Pixelmap) -> Result<()>,
) -> Result<()> {
    let pixelmap = PIXELMAPS.get(pixelmap, argument)?;
    pixelmap.check_unlocked()?;
    match edit(&pixelmap) {
        // Another thread may have locked it after the check.
        Err(error) if error.kind == ErrorKind::Locked || told.contains(&error.kind) => Err(error),
        _ => Ok(()),
    }
}

/// A region as C states it; an error if it is NULL or a field means a negative number.
///
/// # Safety
/// `region` is NULL or valid for one read (`ptr::read_unaligned`).
pub(super) unsafe fn read_region(region: *const Image_Region) -> Result<Region> {
    // SAFETY: this function's contract.
    let Image_Region { x, y, width, height } = unsafe { args::read(region, "region") }?;
    if [x, y, width, height].iter().any(|field| *field > i32::MAX as u32) {
        return Err(ImageError::new(ErrorKind::Region, "region has a field above 2147483647"));
    }
    Ok(Region { x, y, width, height })
}

/// Gives every pixel of a PixelMap the same alpha; OH_PixelmapNative_SetOpacity() also reports why it cannot.
///
/// The value replaces the alpha that a pixel had. In premultiplied PixelMaps the colours follow. Nothing happens, and
/// the call succeeds, if rate is out of range or the PixelMap is opaque or has no alpha channel.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param rate      the new alpha, above 0 (transparent) and up to 1 (opaque).
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Opacity(pixelmap: *mut OH_PixelmapNative, rate: f32) -> Image_ErrorCode {
    edit("OH_PixelmapNative_Opacity", pixelmap, |pixelmap| pixelmap.set_opacity(rate))
}

/// Scales a PixelMap in place, each new pixel taken from the nearest old one; see also OH_PixelmapNative_ApplyScale().
///
/// The PixelMap becomes width * scaleX by height * scaleY, rounded to the nearest integer; a negative ratio mirrors its
/// axis. Nothing happens, and the call succeeds, if a ratio is 0 or not finite, a side would become 0, or the result is
/// too large for the size limits or the memory.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param scaleX    ratio of new to old width.
/// @param scaleY    ratio of new to old height.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Scale(
    pixelmap: *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
) -> Image_ErrorCode {
    edit("OH_PixelmapNative_Scale", pixelmap, |pixelmap| {
        pixelmap.scale(Ratio { x: scaleX, y: scaleY }, Filter::Nearest)
    })
}

/// Scales a PixelMap in place with a choice of filter; see also OH_PixelmapNative_ApplyScaleWithAntiAliasing().
///
/// As OH_PixelmapNative_Scale(), except for the filter and the codes.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param scaleX    ratio of new to old width.
/// @param scaleY    ratio of new to old height.
/// @param level     the filter; a number outside the enum counts as OH_PixelmapNative_AntiAliasing_NONE.
/// @return IMAGE_SUCCESS, also if a ratio is not valid and nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a handle or is locked by OH_PixelmapNative_AccessPixels();
///         IMAGE_TOO_LARGE (7600103) if the result is over the size limits;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_UNKNOWN_ERROR (7600901) if the PixelMap was released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ScaleWithAntiAliasing(
    pixelmap: *mut OH_PixelmapNative,
    scaleX: f32,
    scaleY: f32,
    level: OH_PixelmapNative_AntiAliasingLevel,
) -> Image_ErrorCode {
    let (ratio, filter) = (Ratio { x: scaleX, y: scaleY }, Filter::from_level(level));
    boundary::call(Family::PixelmapScale, "OH_PixelmapNative_ScaleWithAntiAliasing", || {
        attempt(pixelmap, "pixelmap", &[ErrorKind::TooLarge, ErrorKind::AllocFailed], |pixelmap| {
            pixelmap.scale(ratio, filter)
        })
    })
}

/// Moves the picture of a PixelMap and changes the canvas by the distance; see also OH_PixelmapNative_ApplyTranslate().
///
/// A positive distance adds empty columns on the left or empty rows on top, a negative one cuts off there: the PixelMap
/// becomes width + x by height + y, fractions cut; the picture goes to the nearest whole pixel. Empty pixels are zero
/// bytes, white in the YUV formats. Nothing happens, and the call succeeds, if a distance is not finite, a side would
/// become 0 or less, or the result is too large for the size limits or the memory.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param x         horizontal distance in pixels.
/// @param y         vertical distance in pixels.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Translate(
    pixelmap: *mut OH_PixelmapNative,
    x: f32,
    y: f32,
) -> Image_ErrorCode {
    edit("OH_PixelmapNative_Translate", pixelmap, |pixelmap| pixelmap.translate(x, y))
}

/// Rotates a PixelMap in place about its centre; see also OH_PixelmapNative_ApplyRotate().
///
/// The canvas grows to the bounding box of the turned picture; uncovered corners are zero bytes. Multiples of 90
/// degrees are exact. Nothing happens, and the call succeeds, if the angle is not finite, or is no multiple of 90 and
/// the PixelMap has a YUV format.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param angle     degrees, clockwise if positive.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Rotate(pixelmap: *mut OH_PixelmapNative, angle: f32) -> Image_ErrorCode {
    edit("OH_PixelmapNative_Rotate", pixelmap, |pixelmap| pixelmap.rotate(angle))
}

/// Mirrors a PixelMap in place; see also OH_PixelmapNative_ApplyFlip().
///
/// @param pixelmap                the PixelMap to change; it need not be editable.
/// @param shouldFlipHorizontally  whether left and right change places.
/// @param shouldFlipVertically    whether top and bottom change places.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Flip(
    pixelmap: *mut OH_PixelmapNative,
    shouldFlipHorizontally: bool,
    shouldFlipVertically: bool,
) -> Image_ErrorCode {
    edit("OH_PixelmapNative_Flip", pixelmap, |pixelmap| pixelmap.flip(shouldFlipHorizontally, shouldFlipVertically))
}

/// Cuts a PixelMap down to a part of itself; see also OH_PixelmapNative_ApplyCrop().
///
/// Nothing happens, and the call succeeds, if the region is empty or reaches outside the PixelMap. In the YUV formats x
/// and y are rounded down to even numbers for the chroma samples.
///
/// @param pixelmap  the PixelMap to change; it need not be editable.
/// @param region    the part to keep, in pixels; no field above 2147483647.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or is locked by OH_PixelmapNative_AccessPixels(),
///         region is NULL, or one of its fields is above 2147483647.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_Crop(
    pixelmap: *mut OH_PixelmapNative,
    region: *mut Image_Region,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapNative_Crop", || {
        // SAFETY: the module's contract for pointers.
        let region = unsafe { read_region(region) }?;
        attempt(pixelmap, "pixelmap", &[], |pixelmap| pixelmap.crop(region))
    })
}

/// Writes the pixels of one PixelMap into another with the colours premultiplied by alpha, or the reverse.
///
/// Does the work of OH_PixelmapNative_ConvertAlphaType(), which names the conditions, but reports success without doing
/// anything if the two PixelMaps do not fit each other.
///
/// @param srcpixelmap  the PixelMap to read; it does not change unless it is the destination too.
/// @param dstpixelmap  the existing PixelMap to write: same size, same format.
/// @param isPremul     true makes a premultiplied PixelMap of an unpremultiplied one, false the reverse.
/// @return IMAGE_SUCCESS, also if nothing was done;
///         IMAGE_BAD_PARAMETER (401) if one of the two is not a live handle, or the destination is locked by
///         OH_PixelmapNative_AccessPixels().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ConvertAlphaFormat(
    srcpixelmap: *mut OH_PixelmapNative,
    dstpixelmap: *mut OH_PixelmapNative,
    isPremul: bool,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapNative_ConvertAlphaFormat", || {
        let source = PIXELMAPS.get(srcpixelmap, "srcpixelmap")?;
        attempt(dstpixelmap, "dstpixelmap", &[], |target| source.convert_alpha(target, isPremul))
    })
}
