//! Pictures and metadata read from a source.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, Image_MetadataType, OH_DecodingOptionsForPicture, OH_ImageSourceNative, OH_PictureMetadata,
    OH_PictureNative,
};

/// Decodes a picture: the main PixelMap, the auxiliary pictures of the file and its metadata.
///
/// The file is a JPEG or, in builds that can decode them, a HEIF or AVIF. The main PixelMap has standard dynamic range
/// unless the file holds a single HDR image. An auxiliary picture that the file has not, or that cannot be decoded, is
/// left out.
///
/// @param source   the source to decode.
/// @param options  which auxiliary pictures, which size and format.
/// @param picture  receives the new picture; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source or options is not a live handle or picture is NULL;
///         IMAGE_DECODE_FAILED (7700301) if the file is of another type, cannot be decoded, or not in the wanted pixel
///         format.
///
/// Ownership: release the picture with OH_PictureNative_Release(). It does not need the source any more.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePicture(
    source: *mut OH_ImageSourceNative,
    options: *mut OH_DecodingOptionsForPicture,
    picture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_CreatePicture")
}

/// Decodes one frame of an animation as a picture.
///
/// The file is a GIF or, in builds that can decode them, a HEIF or AVIF sequence. The picture has one PixelMap, the
/// frame as it is seen on the whole canvas. With a GIF it also has metadata of the type GIF_METADATA, such as the delay
/// in milliseconds and the disposal type as the file states them.
///
/// @param source   the source to decode.
/// @param index    the frame, counted from 0.
/// @param picture  receives the new picture; untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_SOURCE (7700101) if source is not a live handle or its data are damaged;
///         IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) if picture is NULL, or there is no frame of that index;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if the file is of another type or its header is not readable;
///         IMAGE_SOURCE_TOO_LARGE (7700103) if the canvas is over the size limits;
///         IMAGE_DECODE_FAILED (7700301) after any other failure.
///
/// Ownership: release the picture with OH_PictureNative_Release(). It does not need the source any more.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePictureAtIndex(
    source: *mut OH_ImageSourceNative,
    index: u32,
    picture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_CreatePictureAtIndex")
}

/// Reads the metadata of a frame without decoding its pixels.
///
/// @param source            the source to read.
/// @param index             the frame, counted from 0; 0 for a still image.
/// @param metadataTypes     the wanted types; NULL for every type that can be read.
/// @param typeCount         number of wanted types; 0 for every type that can be read.
/// @param outMetadataArray  receives a new array with one object for each type that was found.
/// @param metadataCount     receives the number of its elements.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if source is not a live handle, outMetadataArray or metadataCount
///         is NULL, the file is not readable, or there is no frame of that index;
///         IMAGE_SOURCE_UNSUPPORTED_METADATA (7700202) if none of the wanted types was found;
///         IMAGE_SOURCE_ALLOC_FAILED (7700302) if there is no memory.
///
/// Ownership: the array is one piece. Reach an element with OH_PictureMetadata_GetMetadataByType() and release the
/// whole with OH_PictureMetadatas_Release().
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_ReadImageMetadataByType(
    source: *mut OH_ImageSourceNative,
    index: u32,
    metadataTypes: *mut Image_MetadataType,
    typeCount: usize,
    outMetadataArray: *mut *mut OH_PictureMetadata,
    metadataCount: *mut usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImageSourceNative_ReadImageMetadataByType")
}
