//! `OH_PictureNative_*` that list, remove and copy what a picture holds.

#![allow(unused_variables, reason = "declared, not built yet; goes when this file is built")]

use crate::ffi::boundary;
use crate::ffi::c::{
    Image_AuxiliaryPictureType, Image_ErrorCode, Image_MetadataType, OH_PictureNative,
    OH_PictureNative_AuxiliaryPictureCopyItem, OH_PictureNative_MetadataCopyItem,
};

/// Counts the auxiliary pictures.
///
/// @param picture  the picture to read.
/// @param count    receives the number of auxiliary pictures.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle or count is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetAuxiliaryPictureCount(
    picture: *mut OH_PictureNative,
    count: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetAuxiliaryPictureCount")
}

/// Lists the types of the auxiliary pictures, in ascending order.
///
/// @param picture                the picture to read.
/// @param auxiliaryPictureTypes  receives the types.
/// @param count                  before the call the number of elements that auxiliaryPictureTypes can take; receives
///                               the number written or, if they do not fit, the number needed.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle, a pointer is NULL, or *count is too
///         small.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetAuxiliaryPictureTypes(
    picture: *mut OH_PictureNative,
    auxiliaryPictureTypes: *mut Image_AuxiliaryPictureType,
    count: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetAuxiliaryPictureTypes")
}

/// Counts the metadata objects, without those of the auxiliary pictures.
///
/// @param picture  the picture to read.
/// @param count    receives the number of metadata objects.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle or count is NULL.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetMetadataCount(
    picture: *mut OH_PictureNative,
    count: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetMetadataCount")
}

/// Lists the kinds of the metadata objects, in ascending order.
///
/// Kinds without an enumerator are listed too: a picture decoded from JPEG always has kind 20, what its JFIF header
/// says.
///
/// @param picture        the picture to read.
/// @param metadataTypes  receives the kinds.
/// @param count          before the call the number of elements that metadataTypes can take; receives the number
///                       written or, if they do not fit, the number needed.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle, a pointer is NULL, or *count is too
///         small.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetMetadataTypes(
    picture: *mut OH_PictureNative,
    metadataTypes: *mut Image_MetadataType,
    count: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_GetMetadataTypes")
}

/// Takes an auxiliary picture out of a picture.
///
/// It is a success, without effect, if the picture has none of that type. Handles to the auxiliary picture stay valid.
///
/// @param picture  the picture to change.
/// @param type     the type to take out.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle or type does not exist.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_RemoveAuxiliaryPicture(
    picture: *mut OH_PictureNative,
    r#type: Image_AuxiliaryPictureType,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_RemoveAuxiliaryPicture")
}

/// Takes a metadata object out of a picture; EXIF also out of the main image, so that packing does not write it.
///
/// It is a success, without effect, if the picture has none of that kind. Handles to the object stay valid.
///
/// @param picture  the picture to change.
/// @param type     the kind to take out.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if picture is not a live handle;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if the kind does not exist.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_RemoveMetadata(
    picture: *mut OH_PictureNative,
    r#type: Image_MetadataType,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_RemoveMetadata")
}

/// Copies a picture in part: the main image, and what is listed.
///
/// The copy shares nothing with the source. It has the source's main image or, if sourceAuxPictureAsMainPixelMap names
/// one, the pixels of that auxiliary picture in the colour space of the main image. What is not listed is not copied,
/// so that without lists the copy has neither auxiliary pictures nor metadata.
///
/// An item may give its copy another type. Auxiliary pictures may take any type and bring their metadata along.
/// Metadata may change its kind between the blobs 3, 4 and 6 to 13 only; EXIF, fragment, GIF and JFIF (20) metadata
/// keep theirs, other kinds cannot be copied. If two items ask for the same type the later one wins.
///
/// @param source                          the picture to copy.
/// @param auxiliaryPictureCopyItems       the auxiliary pictures to copy; may be NULL if there are none.
/// @param auxiliaryPictureCopyCount       number of items.
/// @param metadataCopyItems               the metadata to copy; may be NULL if there is none.
/// @param metadataCopyCount               number of items.
/// @param sourceAuxPictureAsMainPixelMap  type of the auxiliary picture to become the main image; NULL or a value of 0
///                                        for the source's main image.
/// @param picture                         receives the new picture; release it with OH_PictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if source is not a live handle, picture is NULL, items are NULL though
///         their count is not 0, the source has not what is listed, or the kind of metadata may not be changed so;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_DeepCopyWithItems(
    source: *mut OH_PictureNative,
    auxiliaryPictureCopyItems: *const OH_PictureNative_AuxiliaryPictureCopyItem,
    auxiliaryPictureCopyCount: u32,
    metadataCopyItems: *const OH_PictureNative_MetadataCopyItem,
    metadataCopyCount: u32,
    sourceAuxPictureAsMainPixelMap: *mut Image_AuxiliaryPictureType,
    picture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureNative_DeepCopyWithItems")
}
