//! `OH_ImageSourceInfo_*`: a snapshot of what a source's header says.

use std::ffi::CString;
use std::sync::Mutex;

use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_MimeType, OH_ImageSource_Info};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::get;

/// What an `OH_ImageSource_Info` holds.
#[derive(Debug, Default)]
pub struct Info {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether the source is HDR.
    pub is_hdr: bool,
    /// The MIME type; None until the object was filled.
    pub mime: Option<CString>,
}

/// All live `OH_ImageSource_Info`.
pub static SOURCE_INFOS: HandleTable<Mutex<Info>> = HandleTable::new(Tag::ImageSourceInfo, "OH_ImageSource_Info");

/// Makes an empty source information object: size 0x0, not HDR, no MIME type.
///
/// @param info  receives the new object; OH_ImageSourceNative_GetImageInfo() fills it.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is NULL or there is no memory.
///
/// Ownership: release it with OH_ImageSourceInfo_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_Create(info: *mut *mut OH_ImageSource_Info) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceInfo_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(info, "info") }?;
        out.set(SOURCE_INFOS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the width of the image, in pixels. EXIF orientation is not applied; that of a TIFF or HEIF itself
/// is.
///
/// @param info   filled by OH_ImageSourceNative_GetImageInfo().
/// @param width  receives the width.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or width is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_GetWidth(
    info: *mut OH_ImageSource_Info,
    width: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_ImageSourceInfo_GetWidth", (width, "width"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &SOURCE_INFOS, (info, "info"), out, |info| Ok(info.width)) }
}

/// Reads the height of the image, in pixels. EXIF orientation is not applied; that of a TIFF or HEIF itself
/// is.
///
/// @param info    filled by OH_ImageSourceNative_GetImageInfo().
/// @param height  receives the height.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or height is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_GetHeight(
    info: *mut OH_ImageSource_Info,
    height: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_ImageSourceInfo_GetHeight", (height, "height"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &SOURCE_INFOS, (info, "info"), out, |info| Ok(info.height)) }
}

/// Reads whether the source as a whole is HDR: a JPEG or HEIF with a gain map, or a HEIF of PQ or HLG with more than 8
/// bits.
///
/// @param info   filled by OH_ImageSourceNative_GetImageInfo().
/// @param isHdr  receives the answer.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is not a live handle or isHdr is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_GetDynamicRange(
    info: *mut OH_ImageSource_Info,
    isHdr: *mut bool,
) -> Image_ErrorCode {
    let (name, out) = ("OH_ImageSourceInfo_GetDynamicRange", (isHdr, "isHdr"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &SOURCE_INFOS, (info, "info"), out, |info| Ok(info.is_hdr)) }
}

/// Gives the MIME type, as in "image/jpeg".
///
/// @param info      filled by OH_ImageSourceNative_GetImageInfo().
/// @param mimeType  receives address and length of a text inside info; a NUL follows it that size does not count.
///                  Before info was filled, data is NULL and size 0.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if info is not a live handle or mimeType is NULL.
///
/// Ownership: the text belongs to info: do not free it. It is valid until info is filled again or released.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_GetMimeType(
    info: *mut OH_ImageSource_Info,
    mimeType: *mut Image_MimeType,
) -> Image_ErrorCode {
    let (name, out) = ("OH_ImageSourceInfo_GetMimeType", (mimeType, "mimeType"));
    let read = |info: &Info| {
        Ok(match &info.mime {
            Some(text) => Image_MimeType { data: text.as_ptr().cast_mut(), size: text.count_bytes() },
            None => Image_MimeType { data: std::ptr::null_mut(), size: 0 },
        })
    };
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::SourceQuery, name, &SOURCE_INFOS, (info, "info"), out, read) }
}

/// Releases a source information object and the MIME type it holds. The handle must not be used afterwards.
///
/// @param info  made by OH_ImageSourceInfo_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if info is NULL, not a handle of such an object, or was released before.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceInfo_Release(info: *mut OH_ImageSource_Info) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceInfo_Release", || SOURCE_INFOS.remove(info, "info"))
}
