//! `OH_PackingOptions_*`: how one still image is packed.

use std::sync::Mutex;

use crate::encode::PackingOptions;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_MimeType, OH_PackingOptions};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};
use crate::ffi::strings;

/// All live `OH_PackingOptions`.
pub static PACKING_OPTIONS: HandleTable<Mutex<PackingOptions>> =
    HandleTable::new(Tag::PackingOptions, "OH_PackingOptions");

/// A copy of the options as they are now.
pub fn snapshot(options: *const OH_PackingOptions) -> Result<PackingOptions> {
    Ok(lock(&*PACKING_OPTIONS.get(options, "options")?).clone())
}

/// Makes packing options: no MIME type, quality 0, standard dynamic range, no properties. More can be set with the
/// functions of ohimagekit/packing_options.h.
///
/// @param options  receives the new options.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release them with OH_PackingOptions_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_Create(options: *mut *mut OH_PackingOptions) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(PACKING_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the MIME type into a new buffer, without a terminating NUL.
///
/// format->data is always replaced by memory from malloc, whatever it pointed to; free it with free().
/// format->size on entry: 0 asks for as many bytes as there are; more is the size of the new buffer, which is filled
/// with zeros behind the text, and stays as it is.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param format   size read, data and size written.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, format is NULL, or format->size is neither 0 nor
///         at least the text's length;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_COPY_FAILED (7600302) if no MIME type was set: then data is NULL and size 0.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetMimeType(
    options: *mut OH_PackingOptions,
    format: *mut Image_MimeType,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_GetMimeType", || {
        let options = PACKING_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let (asked, out) = unsafe { (args::read(format, "format")?.size, args::out(format, "format")?) };
        let mime = lock(&options).mime.clone();
        if asked != 0 && asked < mime.len() {
            let message = format!("format->size is {asked}, the MIME type has {} bytes", mime.len());
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        if mime.is_empty() {
            out.set(Image_MimeType { data: std::ptr::null_mut(), size: 0 });
            return Err(ImageError::new(ErrorKind::NotSet, "no MIME type was set"));
        }
        let size = if asked == 0 { mime.len() } else { asked };
        out.set(Image_MimeType { data: args::malloc_copy(&mime, size - mime.len())?, size });
        Ok(())
    })
}

/// Reads the MIME type into a new buffer that ends with a NUL.
///
/// format->data is always replaced by memory from malloc, whatever it pointed to; free it with free(). format->size
/// becomes the text's length without the NUL. On an error format is left as it was.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param format   size read (0, or at least the text's length), data and size written.
/// @return IMAGE_SUCCESS;
///         IMAGE_PACKER_INVALID_PARAMETER (7800202) if options is not a live handle, format is NULL, format->size is
///         neither 0 nor at least the text's length, no MIME type was set, or there is no memory.
/// @since 19
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetMimeTypeWithNull(
    options: *mut OH_PackingOptions,
    format: *mut Image_MimeType,
) -> Image_ErrorCode {
    boundary::call(Family::PackerQuery, "OH_PackingOptions_GetMimeTypeWithNull", || {
        let options = PACKING_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let (asked, out) = unsafe { (args::read(format, "format")?.size, args::out(format, "format")?) };
        let mime = lock(&options).mime.clone();
        if mime.is_empty() {
            return Err(ImageError::new(ErrorKind::NotSet, "no MIME type was set"));
        }
        if asked != 0 && asked < mime.len() {
            let message = format!("format->size is {asked}, the MIME type has {} bytes", mime.len());
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        out.set(Image_MimeType { data: args::malloc_copy(&mime, 1)?, size: mime.len() });
        Ok(())
    })
}

/// Sets the MIME type to pack as: "image/gif", "image/jpeg", "image/png", "image/webp" or, where the plugin for HEIF is
/// installed, "image/heic"; see OH_ImagePackerNative_GetSupportedFormats().
///
/// The text is not validated here but when an image is packed, without regard to case.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param format   the text, size bytes long; a terminating NUL is neither needed nor looked for. It is copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, format or format->data is NULL, or format->size
///         is 0: then the MIME type set before stays;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_SetMimeType(
    options: *mut OH_PackingOptions,
    format: *mut Image_MimeType,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_SetMimeType", || {
        let options = PACKING_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let text = unsafe { strings::text(format, "format") }?;
        if text.is_empty() {
            return Err(ImageError::new(ErrorKind::BadArgument, "format->size is 0"));
        }
        let mut mime = Vec::new();
        mime.try_reserve_exact(text.len())
            .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for the MIME type"))?;
        mime.extend_from_slice(text);
        lock(&options).mime = mime;
        Ok(())
    })
}

/// Reads the quality.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param quality  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or quality is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetQuality(
    options: *mut OH_PackingOptions,
    quality: *mut u32,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_GetQuality";
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), (quality, "quality"), |options| {
            Ok(options.quality)
        })
    }
}

/// Sets the quality, 0 (smallest) to 100 (best).
///
/// JPEG: scales the quantisation tables as libjpeg does; 0 counts as 1. WebP: 0 to 99 are lossy, 100 is lossless (but
/// see OHIK_PackingOptions_SetWebPLossless()). HEIF: x265's rate factor from 51 down to 0. PNG is always lossless and
/// ignores it, as does GIF. The range is not validated here: packing with more than 100 gives IMAGE_BAD_PARAMETER.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param quality  the value to keep. The default is 0, the worst.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_SetQuality(
    options: *mut OH_PackingOptions,
    quality: u32,
) -> Image_ErrorCode {
    set(Family::Packer, "OH_PackingOptions_SetQuality", &PACKING_OPTIONS, (options, "options"), |options| {
        options.quality = quality;
        Ok(())
    })
}

/// Reads whether the source's properties (EXIF) are packed too.
///
/// @param options              made by OH_PackingOptions_Create().
/// @param needsPackProperties  receives the value; false if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or needsPackProperties is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetNeedsPackProperties(
    options: *mut OH_PackingOptions,
    needsPackProperties: *mut bool,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_GetNeedsPackProperties";
    let out = (needsPackProperties, "needsPackProperties");
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), out, |options| {
            Ok(options.needs_pack_properties)
        })
    }
}

/// Sets whether the source's properties (EXIF) are packed too, and the blobs of a picture.
///
/// They are those of an image source, of the source that a PixelMap was decoded from, or of a picture (its
/// EXIF_METADATA), copied as they are: a program that has turned or scaled the pixels may want to change some first. A
/// file that cannot hold all of them (a JPEG more than 65527 bytes) gets them without their thumbnail, or if that is
/// not enough not at all; packing succeeds.
///
/// @param options              made by OH_PackingOptions_Create().
/// @param needsPackProperties  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_SetNeedsPackProperties(
    options: *mut OH_PackingOptions,
    needsPackProperties: bool,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_SetNeedsPackProperties";
    set(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), |options| {
        options.needs_pack_properties = needsPackProperties;
        Ok(())
    })
}

/// Reads the wanted dynamic range.
///
/// @param options              made by OH_PackingOptions_Create().
/// @param desiredDynamicRange  receives the value as it was set; IMAGE_PACKER_DYNAMIC_RANGE_SDR if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredDynamicRange is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetDesiredDynamicRange(
    options: *mut OH_PackingOptions,
    desiredDynamicRange: *mut i32,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_GetDesiredDynamicRange";
    let out = (desiredDynamicRange, "desiredDynamicRange");
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), out, |options| {
            Ok(options.desired_dynamic_range)
        })
    }
}

/// Sets the wanted dynamic range, a value of IMAGE_PACKER_DYNAMIC_RANGE. Every value but 0 (AUTO) means SDR.
///
/// With AUTO an HDR PixelMap becomes an HDR JPEG or HEIF: an image of SDR in Display P3 that every decoder shows, with
/// a gain map of half its sides from which others make the light that was packed. The gain map needs sides of 2 pixels
/// or more. A picture, and a source that has one, are packed with their gain map. Other formats, and every other value,
/// get HDR tone mapped to SDR.
///
/// @param options              made by OH_PackingOptions_Create().
/// @param desiredDynamicRange  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_SetDesiredDynamicRange(
    options: *mut OH_PackingOptions,
    desiredDynamicRange: i32,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_SetDesiredDynamicRange";
    set(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), |options| {
        options.desired_dynamic_range = desiredDynamicRange;
        Ok(())
    })
}

/// Reads whether a picture's diagnostics, its blob of kind 13, are packed too. Any program may call it.
///
/// @param options           made by OH_PackingOptions_Create().
/// @param needsPackDfxData  receives the value; false if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_PACKER_INVALID_PARAMETER (7800202) if options is not a live handle or needsPackDfxData is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetNeedsPackDfxData(
    options: *mut OH_PackingOptions,
    needsPackDfxData: *mut bool,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_GetNeedsPackDfxData";
    let out = (needsPackDfxData, "needsPackDfxData");
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::PackerQuery, name, &PACKING_OPTIONS, (options, "options"), out, |options| {
            Ok(options.needs_pack_dfx_data)
        })
    }
}

/// Sets whether a picture's diagnostics, its blob of kind 13, are packed too; properties do not decide that. Any
/// program may call it.
///
/// @param options           made by OH_PackingOptions_Create().
/// @param needsPackDfxData  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_PACKER_INVALID_PARAMETER (7800202) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_SetNeedsPackDfxData(
    options: *mut OH_PackingOptions,
    needsPackDfxData: bool,
) -> Image_ErrorCode {
    let name = "OH_PackingOptions_SetNeedsPackDfxData";
    set(Family::PackerQuery, name, &PACKING_OPTIONS, (options, "options"), |options| {
        options.needs_pack_dfx_data = needsPackDfxData;
        Ok(())
    })
}

/// Releases packing options. The handle must not be used afterwards.
///
/// @param options  made by OH_PackingOptions_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL, not a handle of packing options, or was released before.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_Release(options: *mut OH_PackingOptions) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_Release", || PACKING_OPTIONS.remove(options, "options"))
}
