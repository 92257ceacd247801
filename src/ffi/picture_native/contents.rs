//! `OH_PictureNative_*` that list, remove and copy what a picture holds.

use super::picture::PICTURES;
use crate::content::auxiliary::kind_of;
use crate::content::{CopyItem, Picture};
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_AuxiliaryPictureType, Image_ErrorCode, Image_MetadataType, OH_PictureNative,
    OH_PictureNative_AuxiliaryPictureCopyItem, OH_PictureNative_MetadataCopyItem,
};
use crate::ffi::error_code::Family;

/// What the two functions that count share.
///
/// # Safety
/// `count` is NULL or valid for one write.
unsafe fn write_count(
    name: &'static str,
    picture: *mut OH_PictureNative,
    count: *mut u32,
    length: impl FnOnce(&Picture) -> usize,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, name, || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: this function's contract.
        let out = unsafe { args::out(count, "count") }?;
        out.set(length(&picture) as u32); // one for each type at most
        Ok(())
    })
}

/// What the two functions that list types share. `types` comes with its parameter's name.
///
/// # Safety
/// `count` is NULL or valid for one read and one write, `types` is NULL or valid for writes of `*count` elements.
unsafe fn write_types(
    name: &'static str,
    picture: *mut OH_PictureNative,
    (types, argument): (*mut i32, &str),
    count: *mut u32,
    list: impl FnOnce(&Picture) -> Vec<i32>,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, name, || {
        let picture = PICTURES.get(picture, "picture")?;
        args::not_null(types, argument)?;
        // SAFETY: this function's contract.
        let (capacity, out) = unsafe { (args::read(count, "count")?, args::out(count, "count")?) };
        let found = list(&picture);
        let needed = found.len() as u32; // one for each type at most
        if capacity >= needed {
            // SAFETY: this function's contract; no more than `capacity` elements.
            unsafe { args::slice_mut(types, found.len(), argument) }?.copy_from_slice(&found);
        }
        out.set(needed);
        if capacity < needed {
            let message = format!("*count is {capacity}, there are {needed} types");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        Ok(())
    })
}

/// The items of a list, which may be NULL if there are none. `item` reads one of them.
///
/// # Safety
/// `items` is NULL or valid for reads of `count` elements.
unsafe fn copy_items<T: Copy>(
    (items, argument): (*const T, &str),
    count: u32,
    item: impl Fn(&T) -> CopyItem,
) -> Result<Vec<CopyItem>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    // SAFETY: this function's contract.
    let items = unsafe { args::slice(items, count as usize, argument) }?;
    let mut list = Vec::new();
    list.try_reserve_exact(items.len())
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {count} items")))?;
    list.extend(items.iter().map(item));
    Ok(list)
}

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
    // SAFETY: the module's contract for pointers.
    unsafe {
        write_count("OH_PictureNative_GetAuxiliaryPictureCount", picture, count, |picture| picture.auxiliaries().len())
    }
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
    let (name, out) = ("OH_PictureNative_GetAuxiliaryPictureTypes", (auxiliaryPictureTypes, "auxiliaryPictureTypes"));
    let list = |picture: &Picture| picture.auxiliaries().iter().map(|(kind, _)| *kind as i32).collect();
    // SAFETY: the module's contract for pointers.
    unsafe { write_types(name, picture, out, count, list) }
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
    // SAFETY: the module's contract for pointers.
    unsafe {
        write_count("OH_PictureNative_GetMetadataCount", picture, count, |picture| picture.metadata_kinds().len())
    }
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
    let (name, out) = ("OH_PictureNative_GetMetadataTypes", (metadataTypes, "metadataTypes"));
    // SAFETY: the module's contract for pointers.
    unsafe { write_types(name, picture, out, count, Picture::metadata_kinds) }
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
    boundary::call(Family::Api26, "OH_PictureNative_RemoveAuxiliaryPicture", || {
        PICTURES.get(picture, "picture")?.remove_auxiliary(kind_of(r#type, "type")?);
        Ok(())
    })
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
    boundary::call(Family::Api26, "OH_PictureNative_RemoveMetadata", || {
        PICTURES.get(picture, "picture")?.remove_metadata(r#type)
    })
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
/// HDR metadata of the main image go with a gain map: what becomes the main image or the gain map of a copy that has
/// one, as the source has, takes over what is said of the source's, unless a gain map knows how it is applied.
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
///         their count is not 0, the source has not what is listed, a type does not exist, or the kind of metadata may
///         not be changed so;
///         IMAGE_COPY_FAILED (7600302) if it is EXIF of more than 1 MiB;
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
    boundary::call(Family::Api26, "OH_PictureNative_DeepCopyWithItems", || {
        let source = PICTURES.get(source, "source")?;
        let main = sourceAuxPictureAsMainPixelMap;
        let auxiliaries = (auxiliaryPictureCopyItems, "auxiliaryPictureCopyItems");
        let metadata = (metadataCopyItems, "metadataCopyItems");
        // SAFETY: the module's contract for pointers.
        let (out, auxiliaries, metadata, main) = unsafe {
            (
                args::out(picture, "picture")?,
                copy_items(auxiliaries, auxiliaryPictureCopyCount, |i| CopyItem { from: i.srcType, to: i.dstType })?,
                copy_items(metadata, metadataCopyCount, |i| CopyItem { from: i.srcType, to: i.dstType })?,
                if main.is_null() { 0 } else { args::read(main, "sourceAuxPictureAsMainPixelMap")? },
            )
        };
        out.set(PICTURES.insert(source.copy(main, &auxiliaries, &metadata)?)?);
        Ok(())
    })
}
