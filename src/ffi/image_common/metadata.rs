//! `OH_PictureMetadata_*` and `OH_PictureMetadatas_*`: metadata objects, by themselves and in arrays.

use std::sync::{Arc, Mutex};

use crate::content::picture::SharedMetadata as Content;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, Image_MetadataType, Image_String, OH_PictureMetadata};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::lock;
use crate::ffi::strings;
use crate::metadata::{Metadata, MetadataKind};

/// All live `OH_PictureMetadata`. The outer lock is for `GetMetadataByType`, which gives a handle another content; it
/// is held only to take the content out.
pub static METADATA: HandleTable<Mutex<Content>> = HandleTable::new(Tag::PictureMetadata, "OH_PictureMetadata");

/// All live arrays of metadata. For C an array is one pointer more, of the type of its elements.
pub static METADATA_ARRAYS: HandleTable<Vec<Content>> =
    HandleTable::new(Tag::PictureMetadataArray, "array of OH_PictureMetadata");

/// The content behind `handle`.
pub fn content(handle: *const OH_PictureMetadata, argument: &str) -> Result<Content> {
    Ok(Arc::clone(&lock(&*METADATA.get(handle, argument)?)))
}

/// A new handle for `content`.
pub fn share(content: Content) -> Result<*mut OH_PictureMetadata> {
    METADATA.insert(Mutex::new(content))
}

/// Reads the value of `key` as new memory in `value`: of the length that `value` asks for if `padded`, of the text's
/// own else. Both have a zero byte more.
///
/// # Safety
/// As [`strings::text`] for `key`; `value` is NULL or valid for reading and writing the structure.
unsafe fn read_text(
    metadata: *mut OH_PictureMetadata,
    key: *const Image_String,
    value: *mut Image_String,
    padded: bool,
) -> Result<()> {
    let content = content(metadata, "metadata")?;
    // SAFETY: this function's contract.
    let (key, wanted) = unsafe { (strings::filled(key, "key")?, strings::Wanted::read(value, "value")?) };
    let found = lock(&content).text(key)?;
    wanted.give(&found, padded)
}

/// The error for a count or size of 0.
fn zero(argument: &str) -> ImageError {
    ImageError::new(ErrorKind::BadArgument, format!("{argument} is 0"))
}

/// Makes an empty metadata object.
///
/// Kinds: EXIF_METADATA, FRAGMENT_METADATA and GIF_METADATA hold named values, the blobs 3, 4 and 6 to 13 hold bytes.
/// A new EXIF object already has the tags that EXIF makes mandatory, with their usual values: XResolution, YResolution
/// and ResolutionUnit (72 per inch), YCbCrPositioning, ExifVersion, FlashpixVersion, ComponentsConfiguration,
/// ColorSpace (uncalibrated), PixelXDimension and PixelYDimension (0).
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
    boundary::call(Family::Common, "OH_PictureMetadata_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(metadata, "metadata") }?;
        let kind = MetadataKind::of(metadataType).ok_or_else(|| {
            ImageError::new(ErrorKind::BadArgument, format!("metadataType {metadataType} cannot be made"))
        })?;
        out.set(share(Arc::new(Mutex::new(Metadata::new(kind))))?);
        Ok(())
    })
}

/// Reads one value as text, without a final NUL.
///
/// Set value->size before the call. 0 asks for as much memory as the text needs, and becomes the length of the text.
/// Any other size asks for exactly so many bytes: it must be enough, it stays as it is, and zeros follow the text. A
/// size above 16 MiB is taken for a field that was never set, and counts as 0. The memory has one zero byte more than
/// that.
///
/// EXIF values read as text for people, in the manner of libexif: "1/34 sec.", "Top-left". Of text and of bytes without
/// a meaning at most 65536 bytes are read, of other values 1024. Keys that begin with "Hw" are values of maker notes,
/// which this library keeps and does not understand: they read as "default_exif_value".
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
    boundary::call(Family::Common, "OH_PictureMetadata_GetProperty", || {
        // SAFETY: the module's contract for pointers.
        unsafe { read_text(metadata, key, value, true) }
    })
}

/// Sets one value from text.
///
/// Fragment and GIF values are decimal digits for a number up to 4294967295, without sign or blanks. EXIF values are
/// numbers, as in "1/34", "0.3127, 0.329" or "39, 54, 20", or the text that reading gives, as in "Top-left"; what a tag
/// takes depends on the tag. They have at most 1 MiB, a maker note less than 64 KiB. On failure the object stays as it
/// was.
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
    boundary::call(Family::Common, "OH_PictureMetadata_SetProperty", || {
        let content = content(metadata, "metadata")?;
        // SAFETY: the module's contract for pointers.
        let (key, value) = unsafe { (strings::filled(key, "key")?, strings::filled(value, "value")?) };
        lock(&content).set_text(key, value)
    })
}

/// Reads one value as text that ends with NUL.
///
/// @param metadata  the object to read.
/// @param key       name of the value; need not end with NUL.
/// @param value     receives new memory in data and the length of the text, without the NUL, in size. Set size to 0
///                  before the call; any other size must be at least the length of the text, or is above 16 MiB and
///                  counts as 0.
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
    boundary::call(Family::Api26, "OH_PictureMetadata_GetPropertyWithNull", || {
        // SAFETY: the module's contract for pointers.
        unsafe { read_text(metadata, key, value, false) }
    })
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
    boundary::call(Family::Api26, "OH_PictureMetadata_SetBlobData", || {
        let content = content(metadata, "metadata")?;
        // SAFETY: the module's contract for pointers.
        let bytes = unsafe { args::slice(blob, blobSize as usize, "blob") }?;
        if bytes.is_empty() {
            return Err(zero("blobSize"));
        }
        lock(&content).blob_mut()?.set(bytes)
    })
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
    boundary::call(Family::Api26, "OH_PictureMetadata_GetBlobDataSize", || {
        let content = content(metadata, "metadata")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(blobSize, "blobSize") }?;
        out.set(lock(&content).blob()?.bytes().len() as u32); // at most 20 MiB
        Ok(())
    })
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
    boundary::call(Family::Api26, "OH_PictureMetadata_GetBlobData", || {
        let content = content(metadata, "metadata")?;
        // SAFETY: the module's contract for pointers.
        let target = unsafe { args::slice_mut(blob, blobSize as usize, "blob") }?;
        if target.is_empty() {
            return Err(zero("blobSize"));
        }
        let content = lock(&content);
        let bytes = content.blob()?.bytes();
        if bytes.is_empty() {
            return Err(ImageError::new(ErrorKind::Unsupported, "the blob has no bytes yet"));
        }
        let front = target.get_mut(..bytes.len()).ok_or_else(|| {
            ImageError::new(ErrorKind::BadArgument, format!("blobSize is {blobSize}, the blob has {}", bytes.len()))
        })?;
        front.copy_from_slice(bytes);
        Ok(())
    })
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
    boundary::call(Family::Common, "OH_PictureMetadata_Release", || METADATA.remove(metadata, "metadata"))
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
    boundary::call(Family::Common, "OH_PictureMetadata_Clone", || {
        let content = content(oldMetadata, "oldMetadata")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(newMetadata, "newMetadata") }?;
        let copy = lock(&content).try_clone()?;
        out.set(share(Arc::new(Mutex::new(copy)))?);
        Ok(())
    })
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
    boundary::call(Family::Api26, "OH_PictureMetadata_GetMetadataByType", || {
        // SAFETY: the module's contract for pointers.
        let array = METADATA_ARRAYS.get(unsafe { args::read(metadatas, "metadatas") }?, "*metadatas")?;
        let object = METADATA.get(metadata, "metadata")?;
        if metadataCount == 0 {
            return Err(zero("metadataCount"));
        }
        let mut elements = array.iter().take(metadataCount as usize);
        let found = elements.find(|element| lock(element).kind().number() == r#type).ok_or_else(|| {
            ImageError::new(ErrorKind::BadArgument, format!("the array has no metadata of type {type}", type = r#type))
        })?;
        // What the handle held is dropped outside the lock.
        let before = std::mem::replace(&mut *lock(&object), Arc::clone(found));
        drop(before);
        Ok(())
    })
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
    boundary::call(Family::Api26, "OH_PictureMetadatas_Release", || {
        // SAFETY: the module's contract for pointers.
        let (array, out) = unsafe { (args::read(metadatas, "metadatas")?, args::out(metadatas, "metadatas")?) };
        if metadatasCount == 0 {
            return Err(zero("metadatasCount"));
        }
        if !array.is_null() {
            METADATA_ARRAYS.remove(array, "*metadatas")?;
        }
        out.set(std::ptr::null_mut());
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVALID: i32 = 7_600_206;

    fn new(kind: i32) -> Content {
        Arc::new(Mutex::new(Metadata::new(MetadataKind::of(kind).unwrap())))
    }

    #[test]
    fn an_array_gives_its_elements_to_handles_and_can_go_before_them() {
        let mut array: *mut OH_PictureMetadata = METADATA_ARRAYS.insert(vec![new(2), new(3), new(1), new(3)]).unwrap();
        let target = share(new(5)).unwrap();
        let second = share(new(5)).unwrap();
        // SAFETY: every pointer is a place of this function, or NULL.
        unsafe {
            let find = |array: *mut *mut OH_PictureMetadata, count, kind, target| {
                OH_PictureMetadata_GetMetadataByType(array, count, kind, target)
            };
            let kind = || lock(&content(target, "target").unwrap()).kind().number();
            assert_eq!(find(&raw mut array, 4, 7, target), INVALID);
            assert_eq!(find(&raw mut array, 2, 1, target), INVALID);
            assert_eq!(find(&raw mut array, 0, 1, target), INVALID);
            assert_eq!(find(std::ptr::null_mut(), 4, 1, target), INVALID);
            assert_eq!(find(&raw mut array, 4, 1, std::ptr::null_mut()), INVALID);
            let mut no_array = target;
            assert_eq!(find(&raw mut no_array, 4, 1, target), INVALID);
            assert_eq!(kind(), 5);

            assert_eq!(find(&raw mut array, 4, 3, target), 0);
            assert_eq!(find(&raw mut array, u32::MAX, 3, second), 0);
            assert_eq!(kind(), 3);
            let mut bytes = *b"shared";
            assert_eq!(OH_PictureMetadata_SetBlobData(target, bytes.as_mut_ptr(), 6), 0);

            assert_eq!(OH_PictureMetadatas_Release(std::ptr::null_mut(), 4), INVALID);
            assert_eq!(OH_PictureMetadatas_Release(&raw mut array, 0), INVALID);
            let mut stale = array;
            assert_eq!(OH_PictureMetadatas_Release(&raw mut array, 4), 0);
            assert!(array.is_null());
            assert_eq!(OH_PictureMetadatas_Release(&raw mut array, 4), 0);
            assert_eq!(OH_PictureMetadatas_Release(&raw mut stale, 4), INVALID);
            assert!(!stale.is_null());
            assert_eq!(OH_PictureMetadatas_Release(&raw mut no_array, 4), INVALID);
            assert_eq!(find(&raw mut stale, 4, 1, target), INVALID);

            let mut copy = [0; 6];
            assert_eq!(OH_PictureMetadata_GetBlobData(second, copy.as_mut_ptr(), 6), 0);
            assert_eq!(&copy, b"shared");
            assert_eq!(OH_PictureMetadata_Release(target), 0);
            assert_eq!(OH_PictureMetadata_Release(second), 0);
        }
    }
}
