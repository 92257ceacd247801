//! Dynamic range and colour: HDR metadata, tone mapping, colour space.

use std::ffi::c_int;
use std::sync::Arc;

use super::pixels::PIXELMAPS;
use super::types::OH_Pixelmap_HdrMetadataKey as Key;
use crate::color::{ColorSpace, names};
use crate::content::hdr::{HdrMetadata, HdrRole};
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, OH_NativeColorSpaceManager, OH_Pixelmap_HdrDynamicMetadata, OH_Pixelmap_HdrGainmapMetadata,
    OH_Pixelmap_HdrMetadataKey, OH_Pixelmap_HdrMetadataValue, OH_Pixelmap_HdrStaticMetadata, OH_PixelmapNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::native_color_space_manager::manager::COLOR_SPACES;
use crate::metadata::hdr::{GainMapMetadata, MasteringMetadata};
use crate::threads::Threads;

const TYPE: c_int = Key::HDR_METADATA_TYPE as c_int;
const STATIC: c_int = Key::HDR_STATIC_METADATA as c_int;
const DYNAMIC: c_int = Key::HDR_DYNAMIC_METADATA as c_int;
const GAIN_MAP: c_int = Key::HDR_GAINMAP_METADATA as c_int;

/// Reads one item of the HDR metadata of a PixelMap.
///
/// Only the field of **value that belongs to key is written: type, staticMetadata, dynamicMetadata or gainmapMetadata.
/// The values are those that were set, or that decoding, composing or splitting an HDR image set. HDR_METADATA_TYPE
/// reads HDR_METADATA_TYPE_NONE if it never was.
///
/// @param pixelmap  a PixelMap that counts as DMA memory, see OH_PixelmapNative_SetMetadata().
/// @param key       which item.
/// @param value     the address of a pointer to the caller's structure, which receives the item.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, or value or *value is NULL;
///         IMAGE_DMA_NOT_EXIST (7600173) if the PixelMap does not count as DMA memory;
///         IMAGE_COPY_FAILED (7600302) if the item was never set or key is unknown;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory for the copy.
///
/// Ownership: the bytes at dynamicMetadata.data are a new copy; the caller gives them back with free().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetMetadata(
    pixelmap: *mut OH_PixelmapNative,
    key: OH_Pixelmap_HdrMetadataKey,
    value: *mut *mut OH_Pixelmap_HdrMetadataValue,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_GetMetadata", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let target = unsafe { args::read(value, "value") }?;
        if target.is_null() {
            return Err(args::null("*value"));
        }
        let metadata = pixelmap.hdr_metadata()?;
        // SAFETY: not NULL, so the caller's structure, valid for writes; only the key's field is touched.
        unsafe { write_item(&metadata, key, target) }
    })
}

/// Sets one item of the HDR metadata of a PixelMap.
///
/// Only PixelMaps that count as DMA memory carry such metadata: those of a 10-bit format, those made with
/// IMAGE_ALLOCATOR_MODE_DMA, large ones (from 512 * 512 pixels on) that the automatic choice of memory put there, and
/// main image and gain map of a picture that was decoded with a gain map or made by
/// OH_PictureNative_DecomposeToPicture(). The numbers are stored as they are; their ranges are not checked.
///
/// @param pixelmap  the PixelMap to describe; it need not be editable and may be locked.
/// @param key       which item: only the field of value that belongs to it is read.
/// @param value     the item, copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, value is NULL, key or the type in value is
///         unknown, or dynamic metadata is NULL or has the length 0;
///         IMAGE_DMA_NOT_EXIST (7600173) if the PixelMap does not count as DMA memory;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory for the copy.
///
/// Ownership: value and what it points to stay the caller's.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_SetMetadata(
    pixelmap: *mut OH_PixelmapNative,
    key: OH_Pixelmap_HdrMetadataKey,
    value: *mut OH_Pixelmap_HdrMetadataValue,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_SetMetadata", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        if value.is_null() {
            return Err(args::null("value"));
        }
        // SAFETY: not NULL, so the caller's structure, valid for reads; only the key's field is touched.
        pixelmap.change_hdr_metadata(|metadata| unsafe { read_item(metadata, key, value) })
    })
}

/// Turns an HDR PixelMap into one of standard dynamic range, in place.
///
/// A PixelMap is HDR if it has a 10-bit format and one of the BT.2020 PQ or HLG colour spaces. The size stays;
/// RGBA_1010102 becomes RGBA_8888, YCBCR_P010 becomes NV12, YCRCB_P010 becomes NV21, and the colour space becomes
/// Display P3. NV12 and NV21 are BT.601 of limited range, as all that this library makes.
///
/// Highlights are dimmed by the curve of ITU-R BT.2390 to a white of 203 cd/m2, from a peak of 1000 cd/m2; for PQ from
/// that of the static metadata, maxContentLightLevel or else maxLuminance, if it is between 100 and 10000. What is
/// darker than the curve's knee (93 cd/m2 for a peak of 1000) keeps its light, hues stay, and colours outside
/// Display P3 lose saturation. A device has other, unpublished curves.
///
/// @param pixelmap  the PixelMap to convert; it need not be editable.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the PixelMap is not HDR, is locked by
///         OH_PixelmapNative_AccessPixels(), or cannot be converted, for lack of memory for example.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ToSdr(pixelmap: *mut OH_PixelmapNative) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_ToSdr", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // One code for whatever goes wrong from here on, lack of memory included.
        pixelmap.to_sdr(Threads::default()).map_err(|error| ImageError::new(ErrorKind::Unsupported, error.message))
    })
}

/// Reads the colour space of a PixelMap; sRGB if none was ever set.
///
/// @param pixelmap          the PixelMap to ask.
/// @param colorSpaceNative  receives a new colour space object; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or colorSpaceNative is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release the object with OH_NativeColorSpaceManager_Destroy().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetColorSpaceNative(
    pixelmap: *mut OH_PixelmapNative,
    colorSpaceNative: *mut *mut OH_NativeColorSpaceManager,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_GetColorSpaceNative", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(colorSpaceNative, "colorSpaceNative") }?;
        let space = pixelmap.color_space()?.or_else(|| ColorSpace::from_name(names::SRGB));
        let space = space.ok_or_else(|| ImageError::new(ErrorKind::Internal, "sRGB has no row"))?;
        out.set(COLOR_SPACES.insert(space)?);
        Ok(())
    })
}

/// States in which colour space the pixels of a PixelMap are; the pixels themselves do not change.
///
/// Packing writes the colour space into the file and leaves RGB pixels as they are, those of a limited range too.
/// 10-bit formats are converted instead: to Display P3 if the colour space has PQ or HLG (which a gain map can lead
/// back from: OH_PackingOptions_SetDesiredDynamicRange()), else to sRGB. YUV is taken by the matrix and
/// the range of the colour space: of BT.709 or BT.2020 where it has these, else of BT.601; YUV that this library made
/// itself is known better.
///
/// @param pixelmap          the PixelMap to describe; it need not be editable and may be locked.
/// @param colorSpaceNative  the colour space, copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if one of the two is not a live handle.
///
/// Ownership: colorSpaceNative stays the caller's.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_SetColorSpaceNative(
    pixelmap: *mut OH_PixelmapNative,
    colorSpaceNative: *mut OH_NativeColorSpaceManager,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PixelmapNative_SetColorSpaceNative", || {
        let pixelmap = PIXELMAPS.get(pixelmap, "pixelmap")?;
        pixelmap.set_color_space(*COLOR_SPACES.get(colorSpaceNative, "colorSpaceNative")?)
    })
}

/// OH_Pixelmap_HdrGainmapMetadata with numbers only: a byte of C's that is neither 0 nor 1 would not be a `bool`.
#[repr(C)]
#[derive(Clone, Copy)]
struct GainmapNumbers {
    writer_version: u16,
    minimum_version: u16,
    channels: u8,
    use_base_color: u8,
    headrooms: [f32; 2],
    /// max, min, gamma, baselineOffset, alternateOffset.
    curves: [[f32; 3]; 5],
}

const _: () = assert!(size_of::<GainmapNumbers>() == size_of::<OH_Pixelmap_HdrGainmapMetadata>());

/// Takes the item `key` over from C.
///
/// # Safety
/// `value` is valid for reads of the field that belongs to `key`, and the data of a dynamic item for reads of its
/// length.
unsafe fn read_item(metadata: &mut HdrMetadata, key: c_int, value: *const OH_Pixelmap_HdrMetadataValue) -> Result<()> {
    match key {
        TYPE => {
            // SAFETY: this function's contract.
            let number = unsafe { args::read(&raw const (*value).r#type, "value") }?;
            metadata.role = HdrRole::from_number(number)
                .ok_or_else(|| ImageError::new(ErrorKind::BadArgument, format!("type {number} does not exist")))?;
        }
        STATIC => {
            // SAFETY: this function's contract.
            let item = unsafe { args::read(&raw const (*value).staticMetadata, "value") }?;
            metadata.mastering = Some(MasteringMetadata {
                primaries: [0, 1, 2].map(|i| [item.displayPrimariesX[i], item.displayPrimariesY[i]]),
                white: [item.whitePointX, item.whitePointY],
                max_luminance: item.maxLuminance,
                min_luminance: item.minLuminance,
                max_content_light_level: item.maxContentLightLevel,
                max_frame_average_light_level: item.maxFrameAverageLightLevel,
            });
        }
        DYNAMIC => {
            // SAFETY: this function's contract.
            let item = unsafe { args::read(&raw const (*value).dynamicMetadata, "value") }?;
            if item.length == 0 {
                return Err(ImageError::new(ErrorKind::BadArgument, "dynamicMetadata.length is 0"));
            }
            // SAFETY: this function's contract.
            let bytes = unsafe { args::slice(item.data, item.length as usize, "dynamicMetadata.data") }?;
            let mut copy = Vec::new();
            copy.try_reserve_exact(bytes.len())
                .map_err(|_| ImageError::new(ErrorKind::AllocFailed, "no memory for dynamicMetadata"))?;
            copy.extend_from_slice(bytes);
            metadata.dynamic = Some(Arc::new(copy));
        }
        GAIN_MAP => {
            // SAFETY: this function's contract; the layouts are the same.
            let item: GainmapNumbers =
                unsafe { args::read((&raw const (*value).gainmapMetadata).cast::<GainmapNumbers>(), "value") }?;
            let [max, min, gamma, base_offset, alternate_offset] = item.curves;
            metadata.gain_map = Some(GainMapMetadata {
                writer_version: item.writer_version,
                minimum_version: item.minimum_version,
                channels: item.channels,
                use_base_color: item.use_base_color != 0,
                base_headroom: item.headrooms[0],
                alternate_headroom: item.headrooms[1],
                max,
                min,
                gamma,
                base_offset,
                alternate_offset,
            });
        }
        _ => return Err(ImageError::new(ErrorKind::BadArgument, format!("key {key} does not exist"))),
    }
    Ok(())
}

/// Gives the item `key` to C.
///
/// # Safety
/// `value` is valid for writes of the field that belongs to `key`.
unsafe fn write_item(metadata: &HdrMetadata, key: c_int, value: *mut OH_Pixelmap_HdrMetadataValue) -> Result<()> {
    let unset = || ImageError::new(ErrorKind::NotSet, format!("key {key} was never set"));
    match key {
        TYPE => {
            // SAFETY: this function's contract.
            unsafe { args::out(&raw mut (*value).r#type, "value") }?.set(metadata.role as c_int);
        }
        STATIC => {
            let item = metadata.mastering.ok_or_else(unset)?;
            // SAFETY: this function's contract.
            unsafe { args::out(&raw mut (*value).staticMetadata, "value") }?.set(OH_Pixelmap_HdrStaticMetadata {
                displayPrimariesX: item.primaries.map(|[x, _]| x),
                displayPrimariesY: item.primaries.map(|[_, y]| y),
                whitePointX: item.white[0],
                whitePointY: item.white[1],
                maxLuminance: item.max_luminance,
                minLuminance: item.min_luminance,
                maxContentLightLevel: item.max_content_light_level,
                maxFrameAverageLightLevel: item.max_frame_average_light_level,
            });
        }
        DYNAMIC => {
            let item = metadata.dynamic.as_ref().ok_or_else(unset)?;
            let data = args::malloc_copy(item, 0)?;
            // SAFETY: this function's contract. The length came from C as a number of 32 bits.
            unsafe { args::out(&raw mut (*value).dynamicMetadata, "value") }?
                .set(OH_Pixelmap_HdrDynamicMetadata { data, length: item.len() as u32 });
        }
        GAIN_MAP => {
            let item = metadata.gain_map.ok_or_else(unset)?;
            // SAFETY: this function's contract.
            unsafe { args::out(&raw mut (*value).gainmapMetadata, "value") }?.set(OH_Pixelmap_HdrGainmapMetadata {
                writerVersion: item.writer_version,
                miniVersion: item.minimum_version,
                gainmapChannelNum: item.channels,
                useBaseColorFlag: item.use_base_color,
                baseHeadroom: item.base_headroom,
                alternateHeadroom: item.alternate_headroom,
                gainmapMax: item.max,
                gainmapMin: item.min,
                gamma: item.gamma,
                baselineOffset: item.base_offset,
                alternateOffset: item.alternate_offset,
            });
        }
        _ => return Err(unset()),
    }
    Ok(())
}
