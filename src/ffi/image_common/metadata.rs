//! `OH_PictureMetadata_*` and `OH_PictureMetadatas_*`: metadata objects, by themselves and in arrays.

#![allow(unused_variables, reason = "declared, not built yet; goes when this file is built")]

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_MetadataType, Image_String, OH_PictureMetadata};

/// Makes an empty metadata object.
///
/// Kinds: EXIF_METADATA, FRAGMENT_METADATA and GIF_METADATA hold named values, the blobs 3, 4 and 6 to 13 hold bytes.
/// A new EXIF object already has the tags that EXIF makes mandatory, with their usual values.
///
/// @param metadataType  the kind.
/// @param metadata      receives the new object; release it with OH_PictureMetadata_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if metadata is NULL or metadataType is none of the kinds above;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_Create(
    metadataType: Image_MetadataType,
    metadata: *mut *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_Create")
}

/// Reads one value as text, without a final NUL.
///
/// Set value->size before the call. 0 asks for as much memory as the text needs, and becomes the length of the text.
/// Any other size asks for exactly so many bytes: it must be enough, it stays as it is, and zeros follow the text. A
/// size above 16 MiB is taken for a field that was never set, and counts as 0.
///
/// @param metadata  the object to read.
/// @param key       name of the value, for example OHOS_IMAGE_PROPERTY_ORIENTATION; need not end with NUL.
/// @param value     receives new memory in data, whatever was there before, and the size as said above.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if metadata is not a live handle, key or value is NULL, the key is empty, or
///         value->size is neither 0 nor enough;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if the object has no such key, or the value is absent or empty;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the caller releases value->data with free(). Memory that data pointed to before is neither used nor
/// released.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_GetProperty(
    metadata: *mut OH_PictureMetadata,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_GetProperty")
}

/// Sets one value from text.
///
/// Fragment and GIF values are decimal digits for a number up to 4294967295, without sign or blanks. EXIF values follow
/// the rules of their tag.
///
/// @param metadata  the object to change.
/// @param key       name of the value; need not end with NUL.
/// @param value     the text; need not end with NUL. Both are copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if metadata is not a live handle, key or value is NULL or empty, or a fragment or
///         GIF value is not a number as above;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if this kind of object has no such key, the key is read-only, the value
///         does not fit the tag, or the object is a blob;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_SetProperty(
    metadata: *mut OH_PictureMetadata,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_SetProperty")
}

/// Reads one value as text that ends with NUL.
///
/// @param metadata  the object to read.
/// @param key       name of the value; need not end with NUL.
/// @param value     receives new memory in data and the length of the text, without the NUL, in size. Set size to 0
///                  before the call; any other size must be at least the length of the text.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadata is not a live handle, key or value is NULL, the key is empty,
///         or value->size is neither 0 nor enough;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if the object has no such key, or the value is absent or empty;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the caller releases value->data with free(). Memory that data pointed to before is neither used nor
/// released.
/// @since 19
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_GetPropertyWithNull(
    metadata: *mut OH_PictureMetadata,
    key: *mut Image_String,
    value: *mut Image_String,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_GetPropertyWithNull")
}

/// Sets the bytes of a blob, in place of those it had.
///
/// @param metadata  a blob.
/// @param blob      the bytes; they are copied.
/// @param blobSize  how many, 1 to 20 MiB (20971520).
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadata is not a live handle, blob is NULL or blobSize is 0;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if metadata is no blob;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if blobSize is above 20 MiB;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_SetBlobData(
    metadata: *mut OH_PictureMetadata,
    blob: *mut u8,
    blobSize: u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_SetBlobData")
}

/// Reads how many bytes a blob has.
///
/// @param metadata  a blob.
/// @param blobSize  receives the number of bytes; 0 if none were set.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadata is not a live handle or blobSize is NULL;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if metadata is no blob.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_GetBlobDataSize(
    metadata: *mut OH_PictureMetadata,
    blobSize: *mut u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_GetBlobDataSize")
}

/// Copies the bytes of a blob into the caller's buffer.
///
/// @param metadata  a blob.
/// @param blob      receives the bytes.
/// @param blobSize  bytes that blob can take; at least what OH_PictureMetadata_GetBlobDataSize() says.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadata is not a live handle, blob is NULL, or blobSize is 0 or too
///         small;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if metadata is no blob;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if no bytes were set.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_GetBlobData(
    metadata: *mut OH_PictureMetadata,
    blob: *mut u8,
    blobSize: u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_GetBlobData")
}

/// Releases one metadata object.
///
/// A picture that it was set into keeps the content.
///
/// @param metadata  the object; its handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if metadata is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_Release(metadata: *mut OH_PictureMetadata) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_Release")
}

/// Copies a metadata object with all it holds; later changes of one do not touch the other.
///
/// @param oldMetadata  the object to copy.
/// @param newMetadata  receives the copy; release it with OH_PictureMetadata_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if oldMetadata is not a live handle or newMetadata is NULL;
///         IMAGE_COPY_FAILED (7600302) if the content cannot be copied: EXIF of more than 1 MiB in encoded form;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_Clone(
    oldMetadata: *mut OH_PictureMetadata,
    newMetadata: *mut *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_Clone")
}

/// Finds the first object of one kind in an array of metadata.
///
/// The array is the one made by OH_ImageSourceNative_ReadImageMetadataByType(). Its elements have no handles of their
/// own; this function is the way to reach them.
///
/// OpenHarmony reserves this call for system applications and answers others with 202; here every caller may use it.
///
/// @param metadatas      points to the array.
/// @param metadataCount  number of objects in the array.
/// @param type           the kind to look for, an Image_MetadataType.
/// @param metadata       a live object of any kind. It gives up what it held and shares the content of the one found.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadatas is NULL, the array or metadata is not a live handle,
///         metadataCount is 0, or the array has no object of that kind.
///
/// Ownership: the array and metadata stay the caller's; the content found outlives the array.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadata_GetMetadataByType(
    metadatas: *mut *mut OH_PictureMetadata,
    metadataCount: u32,
    r#type: i32,
    metadata: *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadata_GetMetadataByType")
}

/// Releases an array of metadata, as made by OH_ImageSourceNative_ReadImageMetadataByType().
///
/// OpenHarmony reserves this call for system applications and answers others with 202; here every caller may use it.
///
/// @param metadatas       points to the array; receives NULL. An array that is NULL already is a success.
/// @param metadatasCount  number of objects in the array.
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if metadatas is NULL, the array is neither NULL nor live, or
///         metadatasCount is 0.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureMetadatas_Release(
    metadatas: *mut *mut OH_PictureMetadata,
    metadatasCount: u32,
) -> Image_ErrorCode {
    boundary::not_built("OH_PictureMetadatas_Release")
}
