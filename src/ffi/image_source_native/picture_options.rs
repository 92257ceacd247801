//! `OH_DecodingOptionsForPicture_*`: how a picture is decoded.

use std::sync::Mutex;

use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_AuxiliaryPictureType, Image_ErrorCode, Image_Size, OH_DecodingOptionsForPicture, PIXEL_FORMAT,
};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};
use crate::source::picture::PictureOptions;

/// All live `OH_DecodingOptionsForPicture`.
pub static PICTURE_OPTIONS: HandleTable<Mutex<PictureOptions>> =
    HandleTable::new(Tag::DecodingOptionsForPicture, "OH_DecodingOptionsForPicture");

/// Makes options for decoding a picture: all auxiliary pictures, original size, RGBA_8888, no DFX data.
///
/// @param options  receives the new options; release them with OH_DecodingOptionsForPicture_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_Create(
    options: *mut *mut OH_DecodingOptionsForPicture,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptionsForPicture_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(PICTURE_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads which auxiliary pictures are wanted.
///
/// @param options                   made by OH_DecodingOptionsForPicture_Create().
/// @param desiredAuxiliaryPictures  receives a new array of types, ascending and without repetition.
/// @param length                    receives the number of its elements.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, one of the others is NULL, or no type was ever
///         set.
///
/// Ownership: the caller gives the array back with free().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(
    options: *mut OH_DecodingOptionsForPicture,
    desiredAuxiliaryPictures: *mut *mut Image_AuxiliaryPictureType,
    length: *mut usize,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures", || {
        let options = PICTURE_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let (array, count) =
            unsafe { (args::out(desiredAuxiliaryPictures, "desiredAuxiliaryPictures")?, args::out(length, "length")?) };
        let kinds = lock(&options).auxiliary.clone();
        if kinds.is_empty() {
            return Err(ImageError::new(ErrorKind::NotSet, "options: no auxiliary picture was ever set"));
        }
        let bytes: Vec<u8> = kinds.iter().flat_map(|kind| kind.to_ne_bytes()).collect();
        array.set(args::malloc_copy(&bytes, 0)?);
        count.set(kinds.len());
        Ok(())
    })
}

/// Adds types to the auxiliary pictures that are wanted; as long as none is set, all are.
///
/// Types set before stay wanted. If one element is not valid none is added.
///
/// @param options                   made by OH_DecodingOptionsForPicture_Create().
/// @param desiredAuxiliaryPictures  the types, copied: numbers from 1 to 10.
/// @param length                    number of elements, at least 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, desiredAuxiliaryPictures is NULL, length is 0, or
///         an element is out of range.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(
    options: *mut OH_DecodingOptionsForPicture,
    desiredAuxiliaryPictures: *mut Image_AuxiliaryPictureType,
    length: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures", || {
        let options = PICTURE_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let kinds = unsafe { args::slice(desiredAuxiliaryPictures, length, "desiredAuxiliaryPictures") }?;
        lock(&options).want(kinds)
    })
}

/// Reads whether DFX data, a block of a camera vendor, is decoded.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param needsDecodeDfxData  receives the value as it was set; false if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or needsDecodeDfxData is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(
    options: *mut OH_DecodingOptionsForPicture,
    needsDecodeDfxData: *mut bool,
) -> Image_ErrorCode {
    let (name, out) =
        ("OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData", (needsDecodeDfxData, "needsDecodeDfxData"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), out, |options| Ok(options.dfx)) }
}

/// Sets whether DFX data, a block of a camera vendor, is decoded.
///
/// The value is kept and has no effect: a picture has the data, its blob of kind 13, whenever its file does.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param needsDecodeDfxData  true to ask for the data.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData(
    options: *mut OH_DecodingOptionsForPicture,
    needsDecodeDfxData: bool,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData";
    set(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), |options| {
        options.dfx = needsDecodeDfxData;
        Ok(())
    })
}

/// Reads the size that the main PixelMap is scaled to.
///
/// @param options                     made by OH_DecodingOptionsForPicture_Create().
/// @param desiredSizeForMainPixelmap  receives width and height in pixels; 0 by 0 if never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or desiredSizeForMainPixelmap is
///         NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(
    options: *mut OH_DecodingOptionsForPicture,
    desiredSizeForMainPixelmap: *mut Image_Size,
) -> Image_ErrorCode {
    let (name, out) = (
        "OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap",
        (desiredSizeForMainPixelmap, "desiredSizeForMainPixelmap"),
    );
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), out, |options| {
            Ok(Image_Size { width: options.size.0, height: options.size.1 })
        })
    }
}

/// Sets the size that the main PixelMap is scaled to; the auxiliary pictures follow in the same ratio, but are not
/// enlarged to more pixels than the main PixelMap has.
///
/// @param options                     made by OH_DecodingOptionsForPicture_Create().
/// @param desiredSizeForMainPixelmap  width and height in pixels; without effect if one of them is 0.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(
    options: *mut OH_DecodingOptionsForPicture,
    desiredSizeForMainPixelmap: Image_Size,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap";
    set(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), |options| {
        options.size = (desiredSizeForMainPixelmap.width, desiredSizeForMainPixelmap.height);
        Ok(())
    })
}

/// Reads the pixel format that the main PixelMap is decoded to.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param desiredPixelFormat  receives the value as it was set; PIXEL_FORMAT_RGBA_8888 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_GetDesiredPixelFormat(
    options: *mut OH_DecodingOptionsForPicture,
    desiredPixelFormat: *mut PIXEL_FORMAT,
) -> Image_ErrorCode {
    let (name, out) =
        ("OH_DecodingOptionsForPicture_GetDesiredPixelFormat", (desiredPixelFormat, "desiredPixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), out, |options| Ok(options.pixel_format))
    }
}

/// Sets the pixel format that the main PixelMap is decoded to.
///
/// Pictures can be decoded to RGB_565, RGBA_8888, BGRA_8888, NV21 and NV12; the other formats that may be set make the
/// decoding fail.
///
/// @param options             made by OH_DecodingOptionsForPicture_Create().
/// @param desiredPixelFormat  the format, from PIXEL_FORMAT_UNKNOWN (0) to PIXEL_FORMAT_YCRCB_P010 (12) without 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or the format is out of range.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_SetDesiredPixelFormat(
    options: *mut OH_DecodingOptionsForPicture,
    desiredPixelFormat: PIXEL_FORMAT,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptionsForPicture_SetDesiredPixelFormat";
    set(Family::SourceQuery, name, &PICTURE_OPTIONS, (options, "options"), |options| {
        options.set_pixel_format(desiredPixelFormat)
    })
}

/// Releases options; pictures decoded with them are not affected.
///
/// @param options  made by OH_DecodingOptionsForPicture_Create(); not to be used any more.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptionsForPicture_Release(
    options: *mut OH_DecodingOptionsForPicture,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptionsForPicture_Release", || PICTURE_OPTIONS.remove(options, "options"))
}
