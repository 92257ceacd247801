//! `OH_PixelmapInitializationOptions_*`: what a new PixelMap shall be.

use std::sync::Mutex;

use crate::content::InitializationOptions;
use crate::error::Result;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_Pixelmap_InitializationOptions};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};

/// All live `OH_Pixelmap_InitializationOptions`.
pub static INITIALIZATION_OPTIONS: HandleTable<Mutex<InitializationOptions>> =
    HandleTable::new(Tag::PixelmapInitializationOptions, "OH_Pixelmap_InitializationOptions");

/// A copy of the options as they are now.
pub(super) fn snapshot(options: *const OH_Pixelmap_InitializationOptions) -> Result<InitializationOptions> {
    Ok(lock(&*INITIALIZATION_OPTIONS.get(options, "options")?).clone())
}

/// A format or alpha type as the setters keep it: numbers above the greatest become 0, all others stay.
fn known_or_zero(value: i32, greatest: i32) -> i32 {
    if value > greatest { 0 } else { value }
}

/// Makes initialization options: size 0x0, formats and alpha type unset (0), editable, source rows without padding.
/// Unset means RGBA_8888 for the pixel format, BGRA_8888 for the source format and premultiplied for the alpha type.
///
/// @param options  receives the new options.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or there is no memory.
///
/// Ownership: release them with OH_PixelmapInitializationOptions_Release(); PixelMaps made with them do not need them.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_Create(
    options: *mut *mut OH_Pixelmap_InitializationOptions,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapInitializationOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(INITIALIZATION_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the width, in pixels.
///
/// @param options  made by OH_PixelmapInitializationOptions_Create().
/// @param width    receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or width is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetWidth(
    options: *mut OH_Pixelmap_InitializationOptions,
    width: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetWidth", (width, "width"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| Ok(options.width)) }
}

/// Sets the width, in pixels.
///
/// Validated when a PixelMap is made: 1 to 2^31-1, and 536870911 at most from a buffer.
///
/// @param options  made by OH_PixelmapInitializationOptions_Create().
/// @param width    the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetWidth(
    options: *mut OH_Pixelmap_InitializationOptions,
    width: u32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetWidth";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.width = width;
        Ok(())
    })
}

/// Reads the height, in pixels.
///
/// @param options  made by OH_PixelmapInitializationOptions_Create().
/// @param height   receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or height is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetHeight(
    options: *mut OH_Pixelmap_InitializationOptions,
    height: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetHeight", (height, "height"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| Ok(options.height))
    }
}

/// Sets the height, in pixels.
///
/// Validated when a PixelMap is made: 1 to 2^31-1.
///
/// @param options  made by OH_PixelmapInitializationOptions_Create().
/// @param height   the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetHeight(
    options: *mut OH_Pixelmap_InitializationOptions,
    height: u32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetHeight";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.height = height;
        Ok(())
    })
}

/// Reads the pixel format of the PixelMap to be made.
///
/// @param options      made by OH_PixelmapInitializationOptions_Create().
/// @param pixelFormat  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or pixelFormat is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetPixelFormat(
    options: *mut OH_Pixelmap_InitializationOptions,
    pixelFormat: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetPixelFormat", (pixelFormat, "pixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| Ok(options.pixel_format))
    }
}

/// Sets the pixel format of the PixelMap to be made, a value of PIXEL_FORMAT.
///
/// A value above the greatest one is kept as 0. 0 (UNKNOWN) means RGBA_8888.
///
/// @param options      made by OH_PixelmapInitializationOptions_Create().
/// @param pixelFormat  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetPixelFormat(
    options: *mut OH_Pixelmap_InitializationOptions,
    pixelFormat: i32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetPixelFormat";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.pixel_format = known_or_zero(pixelFormat, 16);
        Ok(())
    })
}

/// Reads the pixel format of the buffer that a PixelMap is made from.
///
/// @param options         made by OH_PixelmapInitializationOptions_Create().
/// @param srcpixelFormat  receives the value as it was set; PIXEL_FORMAT_BGRA_8888 (4) if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or srcpixelFormat is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetSrcPixelFormat(
    options: *mut OH_Pixelmap_InitializationOptions,
    srcpixelFormat: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetSrcPixelFormat", (srcpixelFormat, "srcpixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(
            Family::Plain,
            name,
            &INITIALIZATION_OPTIONS,
            (options, "options"),
            out,
            |options| Ok(options.source_format),
        )
    }
}

/// Sets the pixel format of the buffer that a PixelMap is made from, a value of PIXEL_FORMAT.
///
/// A value above the greatest one is kept as 0. 0 (UNKNOWN) means BGRA_8888.
///
/// @param options         made by OH_PixelmapInitializationOptions_Create().
/// @param srcpixelFormat  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetSrcPixelFormat(
    options: *mut OH_Pixelmap_InitializationOptions,
    srcpixelFormat: i32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetSrcPixelFormat";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.source_format = known_or_zero(srcpixelFormat, 16);
        Ok(())
    })
}

/// Reads the row stride of the source buffer, in bytes.
///
/// @param options    made by OH_PixelmapInitializationOptions_Create().
/// @param rowStride  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or rowStride is NULL;
///         IMAGE_UNKNOWN_ERROR (7600901) if options was released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetRowStride(
    options: *mut OH_Pixelmap_InitializationOptions,
    rowStride: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetRowStride", (rowStride, "rowStride"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::RowStride, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| {
            Ok(options.row_stride)
        })
    }
}

/// Sets the row stride of the source buffer: bytes from the start of one row to the start of the next.
///
/// 0 means rows without padding. Validated when a PixelMap is made: at least the bytes of a row's pixels.
///
/// @param options    made by OH_PixelmapInitializationOptions_Create().
/// @param rowStride  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle;
///         IMAGE_UNKNOWN_ERROR (7600901) if options was released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetRowStride(
    options: *mut OH_Pixelmap_InitializationOptions,
    rowStride: i32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetRowStride";
    set(Family::RowStride, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.row_stride = rowStride;
        Ok(())
    })
}

/// Reads the alpha type of the PixelMap to be made.
///
/// @param options    made by OH_PixelmapInitializationOptions_Create().
/// @param alphaType  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or alphaType is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetAlphaType(
    options: *mut OH_Pixelmap_InitializationOptions,
    alphaType: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetAlphaType", (alphaType, "alphaType"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| Ok(options.alpha_type))
    }
}

/// Sets the alpha type of the PixelMap to be made, a value of PIXELMAP_ALPHA_TYPE.
///
/// A value above the greatest one is kept as 0. 0 (UNKNOWN) means premultiplied. Formats without alpha are always
/// opaque, formats of alpha alone always premultiplied. The source buffer is always taken as not premultiplied.
///
/// @param options    made by OH_PixelmapInitializationOptions_Create().
/// @param alphaType  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetAlphaType(
    options: *mut OH_Pixelmap_InitializationOptions,
    alphaType: i32,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetAlphaType";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.alpha_type = known_or_zero(alphaType, 3);
        Ok(())
    })
}

/// Reads whether pixels may be written after the PixelMap is made.
///
/// @param options   made by OH_PixelmapInitializationOptions_Create().
/// @param editable  receives the value as it was set; true if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or editable is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_GetEditable(
    options: *mut OH_Pixelmap_InitializationOptions,
    editable: *mut bool,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapInitializationOptions_GetEditable", (editable, "editable"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), out, |options| Ok(options.editable))
    }
}

/// Sets whether pixels may be written after the PixelMap is made.
///
/// @param options   made by OH_PixelmapInitializationOptions_Create().
/// @param editable  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_SetEditable(
    options: *mut OH_Pixelmap_InitializationOptions,
    editable: bool,
) -> Image_ErrorCode {
    let name = "OH_PixelmapInitializationOptions_SetEditable";
    set(Family::Plain, name, &INITIALIZATION_OPTIONS, (options, "options"), |options| {
        options.editable = editable;
        Ok(())
    })
}

/// Releases initialization options. The handle must not be used afterwards.
///
/// @param options  made by OH_PixelmapInitializationOptions_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL, not a handle of such options, or was released before.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapInitializationOptions_Release(
    options: *mut OH_Pixelmap_InitializationOptions,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapInitializationOptions_Release", || {
        INITIALIZATION_OPTIONS.remove(options, "options")
    })
}
