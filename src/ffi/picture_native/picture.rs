//! `OH_PictureNative_*` that make, read and fill a picture; `contents` lists and removes, `compose` makes HDR of it.

use std::sync::Arc;

use super::auxiliary::AUXILIARY_PICTURES;
use crate::content::Picture;
use crate::content::auxiliary::kind_of;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_AuxiliaryPictureType, Image_ErrorCode, Image_MetadataType, OH_AuxiliaryPictureNative, OH_PictureMetadata,
    OH_PictureNative, OH_PixelmapNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::image_common::metadata;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::metadata::auxiliary::AuxiliaryKind;

/// All live `OH_PictureNative`.
pub static PICTURES: HandleTable<Picture> = HandleTable::new(Tag::PictureNative, "OH_PictureNative");

/// Makes a picture around a main image.
///
/// EXIF that decoding attached to the main image becomes the picture's metadata of type EXIF_METADATA.
///
/// @param mainPixelmap  the main image.
/// @param picture       receives the new picture; release it with OH_PictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if mainPixelmap is not a handle of a PixelMap or picture is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if the PixelMap was released but not destroyed, or if there is no memory.
///
/// Ownership: the pixels are shared, not copied. The caller still releases mainPixelmap, before or after the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_CreatePicture(
    mainPixelmap: *mut OH_PixelmapNative,
    picture: *mut *mut OH_PictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_CreatePicture", || {
        let main = PIXELMAPS.get(mainPixelmap, "mainPixelmap").map_err(|error| match error.kind {
            ErrorKind::Released => ImageError::new(ErrorKind::AllocFailed, error.message),
            _ => error,
        });
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(picture, "picture") }?;
        out.set(PICTURES.insert(Picture::new(main?)?)?);
        Ok(())
    })
}

/// Gets the main image.
///
/// @param picture       the picture to read.
/// @param mainPixelmap  receives a new handle to the main image; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle or mainPixelmap is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the pixels are shared with the picture; what is written to them changes the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetMainPixelmap(
    picture: *mut OH_PictureNative,
    mainPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetMainPixelmap", || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(mainPixelmap, "mainPixelmap") }?;
        out.set(PIXELMAPS.share(Arc::clone(picture.main()))?);
        Ok(())
    })
}

/// Gets the pixels of the gain map.
///
/// @param picture          the picture to read.
/// @param gainmapPixelmap  receives a new handle to the gain map's pixels; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle or gainmapPixelmap is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if the picture has no gain map, or if there is no memory.
///
/// Ownership: the pixels are shared with the picture; what is written to them changes the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetGainmapPixelmap(
    picture: *mut OH_PictureNative,
    gainmapPixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetGainmapPixelmap", || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(gainmapPixelmap, "gainmapPixelmap") }?;
        let gain_map = picture.auxiliary(AuxiliaryKind::GainMap);
        let gain_map =
            gain_map.ok_or_else(|| ImageError::new(ErrorKind::AllocFailed, "picture: there is no gain map"))?;
        out.set(PIXELMAPS.share(Arc::clone(gain_map.pixels()))?);
        Ok(())
    })
}

/// Puts an auxiliary picture into a picture, in place of one of the same type.
///
/// The picture keeps it under the type given here, also if OH_AuxiliaryPictureNative_SetInfo() changes the type later.
///
/// @param picture           the picture to fill.
/// @param type              the type of auxiliaryPicture.
/// @param auxiliaryPicture  the auxiliary picture.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture or auxiliaryPicture is not a live handle, type does not exist, or
///         auxiliaryPicture is of another type.
///
/// Ownership: the content is shared, not copied. The caller still releases auxiliaryPicture, before or after the
/// picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_SetAuxiliaryPicture(
    picture: *mut OH_PictureNative,
    r#type: Image_AuxiliaryPictureType,
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_SetAuxiliaryPicture", || {
        let picture = PICTURES.get(picture, "picture")?;
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        let (kind, own) = (kind_of(r#type, "type")?, auxiliary.kind());
        if kind != own {
            let message = format!("type is {}, auxiliaryPicture is {}", kind as i32, own as i32);
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        picture.set_auxiliary(kind, auxiliary);
        Ok(())
    })
}

/// Gets an auxiliary picture.
///
/// @param picture           the picture to read.
/// @param type              the type wanted.
/// @param auxiliaryPicture  receives a new handle; release it with OH_AuxiliaryPictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle, auxiliaryPicture is NULL, type does not exist, or
///         the picture has none of that type;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the content is shared with the picture; what is changed in it changes the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetAuxiliaryPicture(
    picture: *mut OH_PictureNative,
    r#type: Image_AuxiliaryPictureType,
    auxiliaryPicture: *mut *mut OH_AuxiliaryPictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetAuxiliaryPicture", || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(auxiliaryPicture, "auxiliaryPicture") }?;
        let found = picture.auxiliary(kind_of(r#type, "type")?);
        let found = found.ok_or_else(|| {
            ImageError::new(ErrorKind::BadArgument, format!("type: the picture has no {type}", type = r#type))
        })?;
        out.set(AUXILIARY_PICTURES.share(found)?);
        Ok(())
    })
}

/// Gets a metadata object.
///
/// Fragment metadata belongs to the fragment map; OH_AuxiliaryPictureNative_GetMetadata() gets it there.
///
/// @param picture       the picture to read.
/// @param metadataType  the kind wanted.
/// @param metadata      receives a new handle; release it with OH_PictureMetadata_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle or metadata is NULL;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if the kind does not exist or is FRAGMENT_METADATA, or the picture has
///         none of that kind;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the content is shared with the picture; what is changed in it changes the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_GetMetadata(
    picture: *mut OH_PictureNative,
    metadataType: Image_MetadataType,
    metadata: *mut *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_GetMetadata", || {
        let picture = PICTURES.get(picture, "picture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(metadata, "metadata") }?;
        out.set(metadata::share(picture.metadata(metadataType)?)?);
        Ok(())
    })
}

/// Puts a metadata object into a picture, in place of one of the same kind.
///
/// EXIF also becomes the EXIF of the main image, as it is now: changing metadata later does not change the image's.
///
/// @param picture       the picture to fill.
/// @param metadataType  the kind of metadata.
/// @param metadata      the metadata object.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture or metadata is not a live handle;
///         IMAGE_UNSUPPORTED_METADATA (7600202) if the kind does not exist or is FRAGMENT_METADATA, or metadata is of
///         another kind;
///         IMAGE_COPY_FAILED (7600302) if it is EXIF of more than 1 MiB;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the content is shared, not copied. The caller still releases metadata, before or after the picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_SetMetadata(
    picture: *mut OH_PictureNative,
    metadataType: Image_MetadataType,
    metadata: *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_SetMetadata", || {
        let picture = PICTURES.get(picture, "picture")?;
        picture.set_metadata(metadataType, metadata::content(metadata, "metadata")?)
    })
}

/// Releases a picture.
///
/// PixelMaps, auxiliary pictures and metadata that were got from it or set into it stay valid.
///
/// @param picture  the picture; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PictureNative_Release(picture: *mut OH_PictureNative) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_PictureNative_Release", || PICTURES.remove(picture, "picture"))
}
