//! `OH_ComposeOptions_*` and the two ways to put main image and gain map together into one HDR image.

use std::sync::Mutex;

use super::picture::PICTURES;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_ComposeOptions, OH_PictureNative, OH_PixelmapNative, PIXEL_FORMAT};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::pixelmap_native::types::PIXEL_FORMAT as Format;
use crate::ffi::property::{get, lock, set};
use crate::pixel::PixelFormat;
use crate::threads::Threads;

/// The wanted format; none means the one that is nearest to the main image.
type Options = Option<PixelFormat>;

/// All live `OH_ComposeOptions`.
static COMPOSE_OPTIONS: HandleTable<Mutex<Options>> = HandleTable::new(Tag::ComposeOptions, "OH_ComposeOptions");

const UNKNOWN: PIXEL_FORMAT = Format::PIXEL_FORMAT_UNKNOWN as PIXEL_FORMAT;

/// Makes compose options: pixel format PIXEL_FORMAT_UNKNOWN, which leaves the choice to the library.
///
/// @param options  receives the new options; release them with OH_ComposeOptions_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_Create(options: *mut *mut OH_ComposeOptions) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_ComposeOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(COMPOSE_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Sets the pixel format of the composed image.
///
/// @param options             made by OH_ComposeOptions_Create().
/// @param desiredPixelFormat  PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010, or
///                            PIXEL_FORMAT_UNKNOWN for the one that is nearest to the main image.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or the format is none of these.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_SetDesiredPixelFormat(
    options: *mut OH_ComposeOptions,
    desiredPixelFormat: PIXEL_FORMAT,
) -> Image_ErrorCode {
    let name = "OH_ComposeOptions_SetDesiredPixelFormat";
    set(Family::Common, name, &COMPOSE_OPTIONS, (options, "options"), |options| {
        use PixelFormat as F;
        let known = [F::Rgba1010102, F::YcbcrP010, F::YcrcbP010];
        let wanted = known.into_iter().find(|format| *format as i32 == desiredPixelFormat);
        if wanted.is_none() && desiredPixelFormat != UNKNOWN {
            let message = format!("desiredPixelFormat {desiredPixelFormat} is no format of composed images");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        *options = wanted;
        Ok(())
    })
}

/// Reads the pixel format of the composed image.
///
/// @param options             made by OH_ComposeOptions_Create().
/// @param desiredPixelFormat  receives the format as it was set; PIXEL_FORMAT_UNKNOWN if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredPixelFormat is NULL.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_GetDesiredPixelFormat(
    options: *mut OH_ComposeOptions,
    desiredPixelFormat: *mut PIXEL_FORMAT,
) -> Image_ErrorCode {
    let (name, out) = ("OH_ComposeOptions_GetDesiredPixelFormat", (desiredPixelFormat, "desiredPixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Common, name, &COMPOSE_OPTIONS, (options, "options"), out, |options| {
            Ok(options.map_or(UNKNOWN, |format| format as PIXEL_FORMAT))
        })
    }
}

/// Releases compose options.
///
/// @param options  the options; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ComposeOptions_Release(options: *mut OH_ComposeOptions) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_ComposeOptions_Release", || {
        COMPOSE_OPTIONS.remove(options, "options")?;
        Ok(())
    })
}

/// Composes the HDR image of a picture from its main image and its gain map, with the default options.
///
/// See OH_PictureNative_GetHdrComposedPixelmapWithOptions().
///
/// @param picture      a picture with a gain map; it is not changed.
/// @param hdrPixelmap  receives a new PixelMap with pixels of its own; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle or hdrPixelmap is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if there is no gain map, or the image cannot be composed;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetHdrComposedPixelmap(
    picture: *mut OH_PictureNative,
    hdrPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetHdrComposedPixelmap", || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(hdrPixelmap, "hdrPixelmap") }?;
        out.set(PIXELMAPS.insert(picture.compose(None, Threads::default())?)?);
        Ok(())
    })
}

/// Composes the HDR image of a picture from its main image and its gain map.
///
/// The result has the size of the main image, 10 bits per channel, and the colour space BT.2020 HLG in full range. Its
/// HDR metadata are HDR_METADATA_TYPE_ALTERNATE and the static metadata of the main image, if it has any. If the
/// options leave the format open, an RGBA_8888 main image becomes RGBA_1010102, NV21 becomes YCRCB_P010, NV12 becomes
/// YCBCR_P010, and a 10-bit main image keeps its format; for any other main image the format must be set.
///
/// The gain map is applied in full, as ISO 21496-1 has it and as the HDR_GAINMAP_METADATA of its PixelMap say. Without
/// these it has three channels of gains from 0 to log2(1000 / 203), for the colour space of the main image, with
/// offsets of 1/64 and a gamma of 1. A main image with more headroom than the alternate image is the HDR image itself.
/// White of the main image is at 75 % of HLG, which is 203 cd/m2 of 1000; colours with more light than HLG has keep
/// their hue.
///
/// @param picture      a picture with a gain map; it is not changed.
/// @param options      the format wanted; made by OH_ComposeOptions_Create().
/// @param hdrPixelmap  receives a new PixelMap with pixels of its own; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture or options is not a live handle or hdrPixelmap is NULL;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if there is no gain map, or the image cannot be composed in this
///         format;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 23
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetHdrComposedPixelmapWithOptions(
    picture: *mut OH_PictureNative,
    options: *mut OH_ComposeOptions,
    hdrPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetHdrComposedPixelmapWithOptions", || {
        let picture = PICTURES.get(picture, "picture")?;
        let options = COMPOSE_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(hdrPixelmap, "hdrPixelmap") }?;
        let format = *lock(&options);
        out.set(PIXELMAPS.insert(picture.compose(format, Threads::default())?)?);
        Ok(())
    })
}
