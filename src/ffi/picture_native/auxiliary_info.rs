//! `OH_AuxiliaryPictureInfo_*`: the description of an auxiliary picture.

use std::sync::Mutex;

use crate::content::auxiliary::AuxiliaryInfo;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_AuxiliaryPictureType, Image_ErrorCode, Image_Size, OH_AuxiliaryPictureInfo, PIXEL_FORMAT};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};

/// All live `OH_AuxiliaryPictureInfo`.
pub static AUXILIARY_INFOS: HandleTable<Mutex<AuxiliaryInfo>> =
    HandleTable::new(Tag::AuxiliaryPictureInfo, "OH_AuxiliaryPictureInfo");

/// Makes an empty description: type 0, size 0 x 0, row stride 0, pixel format PIXEL_FORMAT_UNKNOWN.
///
/// @param info  receives the new description; release it with OH_AuxiliaryPictureInfo_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_Create(info: *mut *mut OH_AuxiliaryPictureInfo) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureInfo_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(info, "info") }?;
        out.set(AUXILIARY_INFOS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the type.
///
/// @param info  made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param type  receives the type; 0 if it never was set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or type is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_GetType(
    info: *mut OH_AuxiliaryPictureInfo,
    r#type: *mut Image_AuxiliaryPictureType,
) -> Image_ErrorCode {
    let (name, out) = ("OH_AuxiliaryPictureInfo_GetType", (r#type, "type"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), out, |info| Ok(info.kind)) }
}

/// Sets the type.
///
/// @param info  made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param type  an Image_AuxiliaryPictureType.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or the type does not exist.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_SetType(
    info: *mut OH_AuxiliaryPictureInfo,
    r#type: Image_AuxiliaryPictureType,
) -> Image_ErrorCode {
    let name = "OH_AuxiliaryPictureInfo_SetType";
    set(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), |info| info.set_kind(r#type))
}

/// Reads the size.
///
/// @param info  made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param size  receives width and height in pixels; 0 x 0 if they never were set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or size is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_GetSize(
    info: *mut OH_AuxiliaryPictureInfo,
    size: *mut Image_Size,
) -> Image_ErrorCode {
    let (name, out) = ("OH_AuxiliaryPictureInfo_GetSize", (size, "size"));
    let read = |info: &AuxiliaryInfo| Ok(Image_Size { width: info.width, height: info.height });
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), out, read) }
}

/// Sets the size. Its range is checked where the description is used.
///
/// @param info  made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param size  width and height in pixels; copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or size is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_SetSize(
    info: *mut OH_AuxiliaryPictureInfo,
    size: *mut Image_Size,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureInfo_SetSize", || {
        let info = AUXILIARY_INFOS.get(info, "info")?;
        // SAFETY: the module's contract for pointers.
        let size = unsafe { args::read(size, "size") }?;
        let mut info = lock(&info);
        (info.width, info.height) = (size.width, size.height);
        Ok(())
    })
}

/// Reads the row stride.
///
/// @param info       made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param rowStride  receives the bytes from one row to the next; 0 if they never were set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or rowStride is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_GetRowStride(
    info: *mut OH_AuxiliaryPictureInfo,
    rowStride: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_AuxiliaryPictureInfo_GetRowStride", (rowStride, "rowStride"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), out, |info| Ok(info.row_stride)) }
}

/// Sets the row stride.
///
/// OH_AuxiliaryPictureNative_CreateUsingAllocator() reads its input by it. Elsewhere it only informs: pixels are read
/// and written without padding.
///
/// @param info       made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param rowStride  bytes from one row to the next; 0 for rows without padding.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_SetRowStride(
    info: *mut OH_AuxiliaryPictureInfo,
    rowStride: u32,
) -> Image_ErrorCode {
    set(Family::Common, "OH_AuxiliaryPictureInfo_SetRowStride", &AUXILIARY_INFOS, (info, "info"), |info| {
        info.row_stride = rowStride;
        Ok(())
    })
}

/// Reads the pixel format.
///
/// @param info         made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param pixelFormat  receives the format; PIXEL_FORMAT_UNKNOWN if it never was set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or pixelFormat is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_GetPixelFormat(
    info: *mut OH_AuxiliaryPictureInfo,
    pixelFormat: *mut PIXEL_FORMAT,
) -> Image_ErrorCode {
    let (name, out) = ("OH_AuxiliaryPictureInfo_GetPixelFormat", (pixelFormat, "pixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), out, |info| Ok(info.pixel_format)) }
}

/// Sets the pixel format.
///
/// @param info         made by OH_AuxiliaryPictureInfo_Create() or OH_AuxiliaryPictureNative_GetInfo().
/// @param pixelFormat  a PIXEL_FORMAT from PIXEL_FORMAT_UNKNOWN (0) to PIXEL_FORMAT_YCRCB_P010 (12); not ARGB_8888 (1).
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or the format is none of these.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_SetPixelFormat(
    info: *mut OH_AuxiliaryPictureInfo,
    pixelFormat: PIXEL_FORMAT,
) -> Image_ErrorCode {
    let name = "OH_AuxiliaryPictureInfo_SetPixelFormat";
    set(Family::Common, name, &AUXILIARY_INFOS, (info, "info"), |info| info.set_pixel_format(pixelFormat))
}

/// Releases a description.
///
/// @param info  the description; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureInfo_Release(info: *mut OH_AuxiliaryPictureInfo) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureInfo_Release", || AUXILIARY_INFOS.remove(info, "info"))
}
