//! `OH_DecodingOptions_*`: how a source is decoded.

use std::sync::Mutex;

use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_Region, Image_Size, OH_DecodingOptions};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};
use crate::pixel::Region;
use crate::source::DecodingOptions;
use crate::source::options::DynamicRange;

/// All live `OH_DecodingOptions`.
pub static DECODING_OPTIONS: HandleTable<Mutex<DecodingOptions>> =
    HandleTable::new(Tag::DecodingOptions, "OH_DecodingOptions");

/// A copy of the options as they are now; the defaults for NULL.
pub(super) fn snapshot(options: *const OH_DecodingOptions) -> Result<DecodingOptions> {
    if options.is_null() {
        return Ok(DecodingOptions::default());
    }
    Ok(lock(&*DECODING_OPTIONS.get(options, "options")?).clone())
}

fn to_c(region: Region) -> Image_Region {
    Image_Region { x: region.x, y: region.y, width: region.width, height: region.height }
}

fn from_c(region: Image_Region) -> Region {
    Region { x: region.x, y: region.y, width: region.width, height: region.height }
}

fn invalid(argument: &str, value: i32) -> ImageError {
    ImageError::new(ErrorKind::BadArgument, format!("{argument} is {value}"))
}

/// Makes decoding options: pixel format chosen by the library, frame 0, no rotation, the source's own size, standard
/// dynamic range.
///
/// @param options  receives the new options.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or there is no memory.
///
/// Ownership: release them with OH_DecodingOptions_Release().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_Create(options: *mut *mut OH_DecodingOptions) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(DECODING_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Reads the wanted pixel format.
///
/// @param options      made by OH_DecodingOptions_Create().
/// @param pixelFormat  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or pixelFormat is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetPixelFormat(
    options: *mut OH_DecodingOptions,
    pixelFormat: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetPixelFormat", (pixelFormat, "pixelFormat"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| Ok(options.pixel_format))
    }
}

/// Sets the wanted pixel format, a value of PIXEL_FORMAT.
///
/// Any value is kept. 2 to 9 can be decoded to, from every kind of source; 0 and all others mean RGBA_8888. NV12 and
/// NV21 are BT.601: of full range where a JPEG's own planes are taken over, of limited range where they are made from
/// RGB.
///
/// @param options      made by OH_DecodingOptions_Create().
/// @param pixelFormat  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetPixelFormat(
    options: *mut OH_DecodingOptions,
    pixelFormat: i32,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetPixelFormat";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        options.pixel_format = pixelFormat;
        Ok(())
    })
}

/// Reads the number of the wanted frame.
///
/// @param options  made by OH_DecodingOptions_Create().
/// @param index    receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or index is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetIndex(
    options: *mut OH_DecodingOptions,
    index: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetIndex", (index, "index"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| Ok(options.index)) }
}

/// Sets the number of the wanted frame, from 0.
///
/// Any value is kept; decoding fails if there is no such frame.
///
/// @param options  made by OH_DecodingOptions_Create().
/// @param index    the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetIndex(options: *mut OH_DecodingOptions, index: u32) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetIndex";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        options.index = index;
        Ok(())
    })
}

/// Reads the wanted rotation, in degrees clockwise.
///
/// @param options  made by OH_DecodingOptions_Create().
/// @param rotate   receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or rotate is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetRotate(
    options: *mut OH_DecodingOptions,
    rotate: *mut f32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetRotate", (rotate, "rotate"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| Ok(options.rotate)) }
}

/// Sets the wanted rotation, in degrees clockwise.
///
/// Any angle: the image is turned about its centre, and the canvas grows to hold all of it. What it does not cover is
/// transparent, or black where the source has no alpha. Multiples of 90 degrees are exact; an angle that is no number
/// gives IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) when a source is decoded with it.
///
/// @param options  made by OH_DecodingOptions_Create().
/// @param rotate   the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetRotate(
    options: *mut OH_DecodingOptions,
    rotate: f32,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetRotate";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        options.rotate = rotate;
        Ok(())
    })
}

/// Reads the wanted size, in pixels.
///
/// @param options      made by OH_DecodingOptions_Create().
/// @param desiredSize  receives the value as it was set; 0x0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredSize is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetDesiredSize(
    options: *mut OH_DecodingOptions,
    desiredSize: *mut Image_Size,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetDesiredSize", (desiredSize, "desiredSize"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| {
            Ok(Image_Size { width: options.desired_size.0, height: options.desired_size.1 })
        })
    }
}

/// Sets the wanted size, in pixels. It counts only if both sides are above 0.
///
/// The result has exactly this size, whatever the shape of the source: smaller or larger, narrower or wider. Scaling is
/// by the cubic filter of Mitchell and Netravali. Sides above 2^31-1 give IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203),
/// or IMAGE_BAD_PARAMETER (401) with an allocator, when a source is decoded with them.
///
/// @param options      made by OH_DecodingOptions_Create().
/// @param desiredSize  the size to keep; it is copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredSize is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetDesiredSize(
    options: *mut OH_DecodingOptions,
    desiredSize: *mut Image_Size,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetDesiredSize";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        // SAFETY: the module's contract for pointers.
        let value = unsafe { args::read(desiredSize, "desiredSize") }?;
        options.desired_size = (value.width, value.height);
        Ok(())
    })
}

/// Reads the wanted part.
///
/// @param options        made by OH_DecodingOptions_Create().
/// @param desiredRegion  receives the value as it was set; zeros if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredRegion is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetDesiredRegion(
    options: *mut OH_DecodingOptions,
    desiredRegion: *mut Image_Region,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetDesiredRegion", (desiredRegion, "desiredRegion"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| {
            Ok(to_c(options.desired_region))
        })
    }
}

/// Sets the wanted part, in pixels. It is used only together with a crop and scale strategy, and only if no crop region
/// is set.
///
/// It must have pixels, all of them inside the source, or with SCALE_FIRST inside the desired size if there is one:
/// decoding gives IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) otherwise.
///
/// @param options        made by OH_DecodingOptions_Create().
/// @param desiredRegion  the region to keep; it is copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredRegion is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetDesiredRegion(
    options: *mut OH_DecodingOptions,
    desiredRegion: *mut Image_Region,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetDesiredRegion";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        // SAFETY: the module's contract for pointers.
        let value = unsafe { args::read(desiredRegion, "desiredRegion") }?;
        options.desired_region = from_c(value);
        Ok(())
    })
}

/// Reads the wanted dynamic range.
///
/// @param options              made by OH_DecodingOptions_Create().
/// @param desiredDynamicRange  receives the value as it was set; IMAGE_DYNAMIC_RANGE_SDR (1) if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or desiredDynamicRange is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetDesiredDynamicRange(
    options: *mut OH_DecodingOptions,
    desiredDynamicRange: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetDesiredDynamicRange", (desiredDynamicRange, "desiredDynamicRange"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| Ok(options.dynamic_range.0))
    }
}

/// Sets the wanted dynamic range, a value of IMAGE_DYNAMIC_RANGE.
///
/// Any value is kept; one that is neither AUTO nor HDR means SDR, the default. AUTO and HDR give the HDR image of a
/// source that has one, alone or as a gain map, and differ only in what
/// OH_ImageSourceNative_CreatePixelmapUsingAllocator() refuses; every other source decodes to SDR whatever is wanted.
///
/// @param options              made by OH_DecodingOptions_Create().
/// @param desiredDynamicRange  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetDesiredDynamicRange(
    options: *mut OH_DecodingOptions,
    desiredDynamicRange: i32,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetDesiredDynamicRange";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        options.dynamic_range = DynamicRange(desiredDynamicRange);
        Ok(())
    })
}

/// Reads whether to crop or to scale first.
///
/// @param options               made by OH_DecodingOptions_Create().
/// @param cropAndScaleStrategy  receives the value.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or cropAndScaleStrategy is NULL, or if no strategy
///         was set.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetCropAndScaleStrategy(
    options: *mut OH_DecodingOptions,
    cropAndScaleStrategy: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetCropAndScaleStrategy", (cropAndScaleStrategy, "cropAndScaleStrategy"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), out, |options| {
            options.crop_and_scale.ok_or_else(|| ImageError::new(ErrorKind::NotSet, "no strategy was set"))
        })
    }
}

/// Sets whether to crop or to scale first, a value of Image_CropAndScaleStrategy.
///
/// CROP_FIRST cuts the region out of the source and scales it to the desired size. SCALE_FIRST scales the whole source
/// to the desired size and cuts the region out of that; a desired size of which one side is 0 is refused then. The
/// region is the crop region, or the desired region if none is set; a strategy without a region gives
/// IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) when a source is decoded. Without a strategy the order is that of
/// CROP_FIRST, and the desired region has no effect.
///
/// @param options               made by OH_DecodingOptions_Create().
/// @param cropAndScaleStrategy  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, or the value is neither 1 nor 2: then the
///         strategy set before stays.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetCropAndScaleStrategy(
    options: *mut OH_DecodingOptions,
    cropAndScaleStrategy: i32,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetCropAndScaleStrategy";
    set(Family::Plain, name, &DECODING_OPTIONS, (options, "options"), |options| {
        if !(1..=2).contains(&cropAndScaleStrategy) {
            return Err(invalid("cropAndScaleStrategy", cropAndScaleStrategy));
        }
        options.crop_and_scale = Some(cropAndScaleStrategy);
        Ok(())
    })
}

/// Reads the wanted colour space.
///
/// @param options     made by OH_DecodingOptions_Create().
/// @param colorSpace  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or colorSpace is NULL.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetDesiredColorSpace(
    options: *mut OH_DecodingOptions,
    colorSpace: *mut i32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetDesiredColorSpace", (colorSpace, "colorSpace"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::SourceQuery, name, &DECODING_OPTIONS, (options, "options"), out, |options| Ok(options.color_space))
    }
}

/// Sets the wanted colour space, a value of ColorSpaceName.
///
/// Pixels are converted to it from the space that the source names, from sRGB if it names none. Colours that the space
/// does not have are cut to the nearest values of red, green and blue. The spaces of video, of limited range, have here
/// the samples of the full range, as on devices. Samples of 8 bits are no HDR: decoding to a space with PQ or HLG, or
/// from a source in one to another space, gives IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203). The HDR image of a source
/// (OH_DecodingOptions_SetDesiredDynamicRange()) is there in its own colour space alone: if none or BT2020_HLG is set
/// here; else the base image is converted.
///
/// @param options     made by OH_DecodingOptions_Create().
/// @param colorSpace  the value to keep.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle, or the value is not 1 to 4 or 6 to
///         25.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetDesiredColorSpace(
    options: *mut OH_DecodingOptions,
    colorSpace: i32,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetDesiredColorSpace";
    set(Family::SourceQuery, name, &DECODING_OPTIONS, (options, "options"), |options| {
        if !(1..=25).contains(&colorSpace) || colorSpace == 5 {
            return Err(invalid("colorSpace", colorSpace));
        }
        options.color_space = colorSpace;
        Ok(())
    })
}

/// Reads the part to crop, in pixels of the source.
///
/// @param options     made by OH_DecodingOptions_Create().
/// @param cropRegion  receives the value as it was set; zeros if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or cropRegion is NULL.
/// @since 19
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_GetCropRegion(
    options: *mut OH_DecodingOptions,
    cropRegion: *mut Image_Region,
) -> Image_ErrorCode {
    let (name, out) = ("OH_DecodingOptions_GetCropRegion", (cropRegion, "cropRegion"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::SourceQuery, name, &DECODING_OPTIONS, (options, "options"), out, |options| {
            Ok(to_c(options.crop_region.unwrap_or_default()))
        })
    }
}

/// Sets the part to crop, in pixels of the source. A width or height of 0 means no crop.
///
/// What reaches outside the source is left out; decoding gives IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) if nothing is
/// left, or a number is above 2^31-1. With a strategy the region takes the place of the desired region, and its rules
/// hold.
///
/// @param options     made by OH_DecodingOptions_Create().
/// @param cropRegion  the region to keep; it is copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if options is not a live handle or cropRegion is NULL.
/// @since 19
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_SetCropRegion(
    options: *mut OH_DecodingOptions,
    cropRegion: *mut Image_Region,
) -> Image_ErrorCode {
    let name = "OH_DecodingOptions_SetCropRegion";
    set(Family::SourceQuery, name, &DECODING_OPTIONS, (options, "options"), |options| {
        // SAFETY: the module's contract for pointers.
        let value = unsafe { args::read(cropRegion, "cropRegion") }?;
        options.crop_region = Some(from_c(value));
        Ok(())
    })
}

/// Releases decoding options. The handle must not be used afterwards.
///
/// @param options  made by OH_DecodingOptions_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL, not a handle of such options, or was released before.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_DecodingOptions_Release(options: *mut OH_DecodingOptions) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_DecodingOptions_Release", || DECODING_OPTIONS.remove(options, "options"))
}
