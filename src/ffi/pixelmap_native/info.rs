//! `OH_PixelmapImageInfo_*`: a snapshot of what a PixelMap is.

use std::sync::Mutex;

use crate::content::PixelmapInfo;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_Pixelmap_ImageInfo};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::get;

/// All live `OH_Pixelmap_ImageInfo`.
pub static IMAGE_INFOS: HandleTable<Mutex<PixelmapInfo>> =
    HandleTable::new(Tag::PixelmapImageInfo, "OH_Pixelmap_ImageInfo");

/// Makes an empty image information object: everything in it reads as 0 or false.
///
/// @param info  receives the new object; OH_PixelmapNative_GetImageInfo() fills it.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is NULL or there is no memory.
///
/// Ownership: release it with OH_PixelmapImageInfo_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_Create(info: *mut *mut OH_Pixelmap_ImageInfo) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapImageInfo_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(info, "info") }?;
        out.set(IMAGE_INFOS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the width, in pixels.
///
/// @param info   filled by OH_PixelmapNative_GetImageInfo().
/// @param width  receives the width.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or width is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetWidth(
    info: *mut OH_Pixelmap_ImageInfo,
    width: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetWidth", (width, "width"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.width)) }
}

/// Reads the height, in pixels.
///
/// @param info    filled by OH_PixelmapNative_GetImageInfo().
/// @param height  receives the height.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or height is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetHeight(
    info: *mut OH_Pixelmap_ImageInfo,
    height: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetHeight", (height, "height"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.height)) }
}

/// Reads the row stride: bytes from the start of one row to the start of the next. For 4:2:0 formats it is that of the
/// luma plane.
///
/// @param info       filled by OH_PixelmapNative_GetImageInfo().
/// @param rowStride  receives the row stride.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or rowStride is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetRowStride(
    info: *mut OH_Pixelmap_ImageInfo,
    rowStride: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetRowStride", (rowStride, "rowStride"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.row_stride)) }
}

/// Reads the pixel format, a value of PIXEL_FORMAT.
///
/// @param info         filled by OH_PixelmapNative_GetImageInfo().
/// @param pixelFormat  receives the pixel format.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or pixelFormat is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetPixelFormat(
    info: *mut OH_Pixelmap_ImageInfo,
    pixelFormat: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetPixelFormat", (pixelFormat, "pixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.pixel_format)) }
}

/// Reads the alpha type, a value of PIXELMAP_ALPHA_TYPE.
///
/// @param info       filled by OH_PixelmapNative_GetImageInfo().
/// @param alphaMode  receives the alpha type.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or alphaMode is NULL.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetAlphaMode(
    info: *mut OH_Pixelmap_ImageInfo,
    alphaMode: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetAlphaMode", (alphaMode, "alphaMode"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.alpha_type)) }
}

/// Reads the alpha type, as OH_PixelmapImageInfo_GetAlphaMode() does. (Devices answer 0 here.)
///
/// @param info       filled by OH_PixelmapNative_GetImageInfo().
/// @param alphaType  receives the alpha type.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or alphaType is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetAlphaType(
    info: *mut OH_Pixelmap_ImageInfo,
    alphaType: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetAlphaType", (alphaType, "alphaType"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.alpha_type)) }
}

/// Reads whether the PixelMap is HDR: a 10-bit format with a BT.2020 PQ or HLG colour space.
///
/// @param info   filled by OH_PixelmapNative_GetImageInfo().
/// @param isHdr  receives the answer.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or isHdr is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_GetDynamicRange(
    info: *mut OH_Pixelmap_ImageInfo,
    isHdr: *mut bool,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PixelmapImageInfo_GetDynamicRange", (isHdr, "isHdr"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &IMAGE_INFOS, (info, "info"), out, |info| Ok(info.is_hdr)) }
}

/// Releases an image information object. The handle must not be used afterwards.
///
/// @param info  made by OH_PixelmapImageInfo_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is NULL, not a handle of such an object, or was released before.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapImageInfo_Release(info: *mut OH_Pixelmap_ImageInfo) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_PixelmapImageInfo_Release", || IMAGE_INFOS.remove(info, "info"))
}
