//! `OH_DecomposeOptions_*` and the call that splits one HDR image into main image and gain map.

use std::sync::Mutex;

use super::picture::PICTURES;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_DecomposeOptions, OH_PictureNative, OH_PixelmapNative};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::{get, lock, set};
use crate::pixel::PixelFormat;
use crate::threads::Threads;

/// What decompose options hold.
#[derive(Clone, Copy)]
struct Options {
    full_size: bool,
    format: PixelFormat,
}

/// All live `OH_DecomposeOptions`.
static DECOMPOSE_OPTIONS: HandleTable<Mutex<Options>> = HandleTable::new(Tag::DecomposeOptions, "OH_DecomposeOptions");

/// Makes decompose options: gain map of half the size, pixel format RGBA_8888.
///
/// OpenHarmony reserves this call and those that take the options for system applications and answers others with 202;
/// here every caller may use them.
///
/// @param outOwnedOptions  receives the new options; release them with OH_DecomposeOptions_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if outOwnedOptions is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_Create(outOwnedOptions: *mut *mut OH_DecomposeOptions) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_DecomposeOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(outOwnedOptions, "outOwnedOptions") }?;
        let options = Options { full_size: false, format: PixelFormat::Rgba8888 };
        out.set(DECOMPOSE_OPTIONS.insert(Mutex::new(options))?);
        Ok(())
    })
}

/// Sets whether the gain map is as large as the main image.
///
/// @param options            made by OH_DecomposeOptions_Create().
/// @param isFullSizeGainmap  true for the size of the main image; false for half of each side, rounded down, at least 1
///                           pixel.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_SetIsFullSizeGainmap(
    options: *mut OH_DecomposeOptions,
    isFullSizeGainmap: bool,
) -> Image_ErrorCode {
    let name = "OH_DecomposeOptions_SetIsFullSizeGainmap";
    set(Family::Api26, name, &DECOMPOSE_OPTIONS, (options, "options"), |options| {
        options.full_size = isFullSizeGainmap;
        Ok(())
    })
}

/// Reads whether the gain map is as large as the main image.
///
/// @param options            made by OH_DecomposeOptions_Create().
/// @param isFullSizeGainmap  receives the value as it was set; false if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle or isFullSizeGainmap is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_GetIsFullSizeGainmap(
    options: *mut OH_DecomposeOptions,
    isFullSizeGainmap: *mut bool,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecomposeOptions_GetIsFullSizeGainmap", (isFullSizeGainmap, "isFullSizeGainmap"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Api26, name, &DECOMPOSE_OPTIONS, (options, "options"), out, |options| Ok(options.full_size)) }
}

/// Sets the pixel format of the main image and of the gain map.
///
/// @param options             made by OH_DecomposeOptions_Create().
/// @param desiredPixelFormat  PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_NV21 or PIXEL_FORMAT_NV12.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the format is none of these.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_SetDesiredPixelFormat(
    options: *mut OH_DecomposeOptions,
    desiredPixelFormat: i32,
) -> Image_ErrorCode {
    let name = "OH_DecomposeOptions_SetDesiredPixelFormat";
    set(Family::Api26, name, &DECOMPOSE_OPTIONS, (options, "options"), |options| {
        use PixelFormat as F;
        let known = [F::Rgba8888, F::Nv21, F::Nv12];
        let wanted = known.into_iter().find(|format| *format as i32 == desiredPixelFormat);
        options.format = wanted.ok_or_else(|| {
            let message = format!("desiredPixelFormat {desiredPixelFormat} is no format of pictures of HDR images");
            ImageError::new(ErrorKind::Unsupported, message)
        })?;
        Ok(())
    })
}

/// Reads the pixel format of the main image and of the gain map.
///
/// @param options             made by OH_DecomposeOptions_Create().
/// @param desiredPixelFormat  receives the format as it was set; PIXEL_FORMAT_RGBA_8888 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_GetDesiredPixelFormat(
    options: *mut OH_DecomposeOptions,
    desiredPixelFormat: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecomposeOptions_GetDesiredPixelFormat", (desiredPixelFormat, "desiredPixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Api26, name, &DECOMPOSE_OPTIONS, (options, "options"), out, |options| Ok(options.format as i32))
    }
}

/// Releases decompose options.
///
/// @param options  the options; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if options is not a live handle.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecomposeOptions_Release(options: *mut OH_DecomposeOptions) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_DecomposeOptions_Release", || {
        DECOMPOSE_OPTIONS.remove(options, "options")?;
        Ok(())
    })
}

/// Splits an HDR image into a picture: an SDR main image in Display P3, and the gain map that leads back to HDR.
///
/// The HDR image has the pixel format RGBA_1010102, YCBCR_P010, YCRCB_P010 or RGBA_F16 and an HDR colour space
/// (BT.2020 with HLG or PQ). It is not changed. RGBA_F16 is taken as it is, not made RGBA_1010102 before, as a device
/// does.
///
/// The main image is what OH_PixelmapNative_ToSdr() makes. The gain map has three channels, applied in Display P3, and
/// its PixelMap tells the rest as HDR_GAINMAP_METADATA; what the caller set as HDR metadata of the image is that of the
/// main image. OH_PictureNative_GetHdrComposedPixelmap() leads back to HDR.
///
/// OpenHarmony reserves this call for system applications and answers others with 202; here every caller may use it.
///
/// @param hdrPixelmap      the HDR image.
/// @param options          size of the gain map and format of both; made by OH_DecomposeOptions_Create().
/// @param outOwnedPicture  receives the new picture; release it with OH_PictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if hdrPixelmap or options is not a live handle or outOwnedPicture is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the image is not HDR, or has another format;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory. IMAGE_DECOMPOSE_FAILED (7600208) is what a device
///         answers when its hardware fails; this library never does.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_DecomposeToPicture(
    hdrPixelmap: *mut OH_PixelmapNative,
    options: *mut OH_DecomposeOptions,
    outOwnedPicture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_PictureNative_DecomposeToPicture", || {
        // A PixelMap that was released counts as none.
        let hdr = PIXELMAPS.get(hdrPixelmap, "hdrPixelmap");
        let hdr = hdr.map_err(|error| ImageError::new(ErrorKind::BadArgument, error.message))?;
        let options = DECOMPOSE_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(outOwnedPicture, "outOwnedPicture") }?;
        let Options { full_size, format } = *lock(&options);
        out.set(PICTURES.insert(hdr.decompose(format, full_size, Threads::default())?)?);
        Ok(())
    })
}
