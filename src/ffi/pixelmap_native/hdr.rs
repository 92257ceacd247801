//! Dynamic range and colour: HDR metadata, tone mapping, colour space.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, OH_NativeColorSpaceManager, OH_Pixelmap_HdrMetadataKey, OH_Pixelmap_HdrMetadataValue,
    OH_PixelmapNative,
};

/// Reads one item of the HDR metadata of a PixelMap.
///
/// Only the field of **value that belongs to key is written: type, staticMetadata, dynamicMetadata or gainmapMetadata.
/// The values are those that were set. HDR_METADATA_TYPE reads HDR_METADATA_TYPE_NONE if it never was.
///
/// @param pixelmap  a PixelMap that counts as DMA memory, see OH_PixelmapNative_SetMetadata().
/// @param key       which item.
/// @param value     the address of a pointer to the caller's structure, which receives the item.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, or value or *value is NULL;
///         IMAGE_DMA_NOT_EXIST (7600173) if the PixelMap does not count as DMA memory;
///         IMAGE_COPY_FAILED (7600302) if the item was never set or key is unknown.
///
/// Ownership: the bytes at dynamicMetadata.data are a new copy; the caller gives them back with free().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetMetadata(
    pixelmap: *mut OH_PixelmapNative,
    key: OH_Pixelmap_HdrMetadataKey,
    value: *mut *mut OH_Pixelmap_HdrMetadataValue,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_GetMetadata")
}

/// Sets one item of the HDR metadata of a PixelMap.
///
/// Only PixelMaps that count as DMA memory carry such metadata: those of a 10-bit format, those made with
/// IMAGE_ALLOCATOR_MODE_DMA, and large ones (from 512 * 512 pixels on) that the automatic choice of memory put there.
/// The numbers are stored as they are; their ranges are not checked.
///
/// @param pixelmap  the PixelMap to describe; it need not be editable and may be locked.
/// @param key       which item: only the field of value that belongs to it is read.
/// @param value     the item, copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle, value is NULL, key or the type in value is
///         unknown, or dynamic metadata is NULL or has the length 0;
///         IMAGE_DMA_NOT_EXIST (7600173) if the PixelMap does not count as DMA memory;
///         IMAGE_COPY_FAILED (7600302) if there is no memory for the copy.
///
/// Ownership: value and what it points to stay the caller's.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_SetMetadata(
    pixelmap: *mut OH_PixelmapNative,
    key: OH_Pixelmap_HdrMetadataKey,
    value: *mut OH_Pixelmap_HdrMetadataValue,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_SetMetadata")
}

/// Turns an HDR PixelMap into one of standard dynamic range, in place.
///
/// A PixelMap is HDR if it has a 10-bit format and one of the BT.2020 PQ or HLG colour spaces. The size stays;
/// RGBA_1010102 becomes RGBA_8888, YCBCR_P010 becomes NV12, YCRCB_P010 becomes NV21, and the colour space becomes
/// Display P3.
///
/// @param pixelmap  the PixelMap to convert; it need not be editable.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the PixelMap is not HDR, is locked by
///         OH_PixelmapNative_AccessPixels(), or cannot be converted.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_ToSdr(pixelmap: *mut OH_PixelmapNative) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_ToSdr")
}

/// Reads the colour space of a PixelMap; sRGB if none was ever set.
///
/// @param pixelmap          the PixelMap to ask.
/// @param colorSpaceNative  receives a new colour space object; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if pixelmap is not a live handle or colorSpaceNative is NULL.
///
/// Ownership: release the object with OH_NativeColorSpaceManager_Destroy().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PixelmapNative_GetColorSpaceNative(
    pixelmap: *mut OH_PixelmapNative,
    colorSpaceNative: *mut *mut OH_NativeColorSpaceManager,
) -> Image_ErrorCode {
    boundary::not_built("OH_PixelmapNative_GetColorSpaceNative")
}

/// States in which colour space the pixels of a PixelMap are; the pixels themselves do not change.
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
    boundary::not_built("OH_PixelmapNative_SetColorSpaceNative")
}
