//! `OH_AuxiliaryPictureNative_*`: images that accompany the main image of a picture.

use std::sync::{Arc, Mutex};

use super::auxiliary_info::AUXILIARY_INFOS;
use crate::content::AuxiliaryPicture;
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    IMAGE_ALLOCATOR_MODE, Image_AuxiliaryPictureType, Image_ErrorCode, Image_MetadataType, Image_Size,
    OH_AuxiliaryPictureInfo, OH_AuxiliaryPictureNative, OH_PictureMetadata, OH_PixelmapNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::image_common::metadata;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::lock;

/// All live `OH_AuxiliaryPictureNative`.
pub static AUXILIARY_PICTURES: HandleTable<AuxiliaryPicture> =
    HandleTable::new(Tag::AuxiliaryPictureNative, "OH_AuxiliaryPictureNative");

/// Makes an auxiliary picture from BGRA pixels.
///
/// The pixels are not premultiplied: four bytes each, B, G, R, A, rows without padding. They are stored as RGBA_8888,
/// premultiplied, with a row stride of 4 x width.
///
/// Pixels need 4 x width x height bytes. A dataLength from width x height up to there is accepted as well, since
/// programs written for OpenHarmony pass the number of pixels; no more than dataLength bytes are read, and the missing
/// pixels are 0.
///
/// @param data              the pixels; they are copied.
/// @param dataLength        bytes in data.
/// @param size              width and height in pixels, at least 1 x 1.
/// @param type              an Image_AuxiliaryPictureType.
/// @param auxiliaryPicture  receives the new auxiliary picture; release it with OH_AuxiliaryPictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if a pointer is NULL, the type does not exist, the size is 0 or too large, or
///         dataLength is 0 or less than width x height;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_Create(
    data: *mut u8,
    dataLength: usize,
    size: *mut Image_Size,
    r#type: Image_AuxiliaryPictureType,
    auxiliaryPicture: *mut *mut OH_AuxiliaryPictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::Auxiliary, "OH_AuxiliaryPictureNative_Create", || {
        args::not_null(data, "data")?;
        // SAFETY: the module's contract for pointers.
        let (size, out) = unsafe { (args::read(size, "size")?, args::out(auxiliaryPicture, "auxiliaryPicture")?) };
        let size = (size.width, size.height);
        let needed = AuxiliaryPicture::bytes_to_read(dataLength, size, r#type)?;
        // SAFETY: the module's contract for pointers; no more than dataLength bytes.
        let pixels = unsafe { args::slice(data, needed, "data") }?;
        out.set(AUXILIARY_PICTURES.insert(AuxiliaryPicture::create(pixels, size, r#type)?)?);
        Ok(())
    })
}

/// Makes an auxiliary picture as a description says, in memory of a certain kind.
///
/// Pixels are taken in the format of info and stored in it; for PIXEL_FORMAT_UNKNOWN they are BGRA_8888 and stored as
/// RGBA_8888. Colour with alpha is taken as not premultiplied and stored premultiplied. The row stride of info is that
/// of the input; 0 stands for rows without padding. The last row needs no padding.
///
/// Without pixels (data is NULL or dataLength is 0) all bytes of the new picture are 0. On this host all memory is
/// ordinary memory; the allocator decides whether the pixels count as DMA memory, which HDR metadata need: with
/// IMAGE_ALLOCATOR_MODE_DMA and every format that has a DMA form, with IMAGE_ALLOCATOR_MODE_AUTO from 512 x 512 pixels
/// on, and always with 10 bits.
///
/// OpenHarmony reserves this call for system applications and answers others with 202; here every caller may use it.
///
/// @param data              the pixels; they are copied. May be NULL.
/// @param dataLength        bytes in data.
/// @param info              type, size, row stride and pixel format; made by OH_AuxiliaryPictureInfo_Create().
/// @param allocator         an IMAGE_ALLOCATOR_MODE; IMAGE_ALLOCATOR_MODE_SHARED_MEMORY cannot hold a gain map.
/// @param auxiliaryPicture  receives the new auxiliary picture; release it with OH_AuxiliaryPictureNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if info is not a live handle, auxiliaryPicture is NULL, the allocator or
///         the type of info does not exist, its width or height is 0, its row stride is neither 0 nor enough for a row,
///         or dataLength is not 0 and too small;
///         IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE (7700201) for a gain map in shared memory;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_CreateUsingAllocator(
    data: *mut u8,
    dataLength: u32,
    info: *mut OH_AuxiliaryPictureInfo,
    allocator: IMAGE_ALLOCATOR_MODE,
    auxiliaryPicture: *mut *mut OH_AuxiliaryPictureNative,
) -> Image_ErrorCode {
    boundary::call(Family::AuxiliaryAllocator, "OH_AuxiliaryPictureNative_CreateUsingAllocator", || {
        let info = *lock(&*AUXILIARY_INFOS.get(info, "info")?);
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(auxiliaryPicture, "auxiliaryPicture") }?;
        info.check(allocator)?;
        let pixels = if data.is_null() || dataLength == 0 {
            None
        } else {
            let needed = info.input_layout(dataLength as usize)?.needed_bytes();
            // SAFETY: the module's contract for pointers; no more than dataLength bytes.
            Some(unsafe { args::slice(data, needed, "data") }?)
        };
        out.set(AUXILIARY_PICTURES.insert(AuxiliaryPicture::allocate(&info, allocator, pixels)?)?);
        Ok(())
    })
}

/// Overwrites all pixels.
///
/// The bytes are copied as they are, in the auxiliary picture's own format, rows without padding.
///
/// @param auxiliaryPicture  the auxiliary picture to change.
/// @param source            the pixels.
/// @param bufferSize        bytes in source; those beyond the pixels are not used.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture is not a live handle or source is NULL;
///         IMAGE_COPY_FAILED (7600302) if bufferSize is too small;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the pixels are not editable, or locked by
///         OH_PixelmapNative_AccessPixels().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_WritePixels(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    source: *mut u8,
    bufferSize: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Auxiliary, "OH_AuxiliaryPictureNative_WritePixels", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        args::not_null(source, "source")?;
        auxiliary.write_pixels_by(bufferSize, |at, bytes| {
            // SAFETY: all bytes lie within bufferSize, which is valid by the module's contract. They may be the same
            // memory, if the caller got its address.
            unsafe { bytes.as_mut_ptr().copy_from(source.add(at), bytes.len()) }
        })
    })
}

/// Copies all pixels into the caller's buffer.
///
/// The bytes come as they are, in the auxiliary picture's own format, rows without padding.
///
/// @param auxiliaryPicture  the auxiliary picture to read.
/// @param destination       receives the pixels.
/// @param bufferSize        points to the number of bytes that destination can take; it is left as it is.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture is not a live handle, a pointer is NULL, or *bufferSize is too
///         small.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_ReadPixels(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    destination: *mut u8,
    bufferSize: *mut usize,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_ReadPixels", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        args::not_null(destination, "destination")?;
        // SAFETY: the module's contract for pointers.
        let available = unsafe { args::read(bufferSize, "bufferSize") }?;
        auxiliary.read_pixels_by(available, |at, bytes| {
            // SAFETY: as in OH_AuxiliaryPictureNative_WritePixels().
            unsafe { destination.add(at).copy_from(bytes.as_ptr(), bytes.len()) }
        })
    })
}

/// Reads the type.
///
/// @param auxiliaryPicture  the auxiliary picture to read.
/// @param type              receives the type.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture is not a live handle or type is NULL.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_GetType(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    r#type: *mut Image_AuxiliaryPictureType,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_GetType", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        // SAFETY: the module's contract for pointers.
        unsafe { args::out(r#type, "type") }?.set(auxiliary.kind() as i32);
        Ok(())
    })
}

/// Reads the description: type, size, row stride, pixel format.
///
/// The row stride is the one that OH_AuxiliaryPictureNative_SetInfo() named for these pixels, or else their own.
///
/// @param auxiliaryPicture  the auxiliary picture to read.
/// @param info              receives a new description, a copy; release it with OH_AuxiliaryPictureInfo_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture is not a live handle or info is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_GetInfo(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    info: *mut *mut OH_AuxiliaryPictureInfo,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_GetInfo", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(info, "info") }?;
        out.set(AUXILIARY_INFOS.insert(Mutex::new(auxiliary.info()?))?);
        Ok(())
    })
}

/// Describes the pixels anew: type, size, row stride, pixel format.
///
/// No pixel changes; the same bytes are read differently from now on, by every handle to them. Set the type before the
/// auxiliary picture is put into a picture: a picture goes on keeping it under the old one. Type 0 leaves the type as
/// it is. Pixels go on having no padding: the row stride is kept for who asks, and not used.
///
/// @param auxiliaryPicture  the auxiliary picture to change.
/// @param info              the new description; its values are copied.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if a handle is not live, the width, height or pixel format of info is 0, or the
///         pixels so described need more bytes than there ever were;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the pixels are locked by OH_PixelmapNative_AccessPixels().
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_SetInfo(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    info: *mut OH_AuxiliaryPictureInfo,
) -> Image_ErrorCode {
    boundary::call(Family::Auxiliary, "OH_AuxiliaryPictureNative_SetInfo", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        let info = *lock(&*AUXILIARY_INFOS.get(info, "info")?);
        auxiliary.set_info(&info)
    })
}

/// Gets a metadata object of an auxiliary picture.
///
/// @param auxiliaryPicture  the auxiliary picture to read.
/// @param metadataType      the kind wanted: FRAGMENT_METADATA of a fragment map, or a blob (3, 4, 6 to 13).
/// @param metadata          receives a new handle; release it with OH_PictureMetadata_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture is not a live handle, metadata is NULL, the kind is none of
///         auxiliary pictures, or there is none of that kind;
///         IMAGE_UNSUPPORTED_METADATA (7600202) for EXIF_METADATA, and for FRAGMENT_METADATA unless this is a fragment
///         map;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the content is shared with the auxiliary picture; what is changed in it changes that.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_GetMetadata(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    metadataType: Image_MetadataType,
    metadata: *mut *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_GetMetadata", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(metadata, "metadata") }?;
        out.set(metadata::share(auxiliary.metadata(metadataType)?)?);
        Ok(())
    })
}

/// Gives an auxiliary picture a metadata object, in place of one of the same kind.
///
/// EXIF_METADATA is accepted too, though OH_AuxiliaryPictureNative_GetMetadata() does not give it back.
///
/// @param auxiliaryPicture  the auxiliary picture to change.
/// @param metadataType      the kind of metadata: FRAGMENT_METADATA for a fragment map, a blob (3, 4, 6 to 13), or
///                          EXIF_METADATA.
/// @param metadata          the metadata object.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if auxiliaryPicture or metadata is not a live handle or the kind is none of
///         auxiliary pictures;
///         IMAGE_UNSUPPORTED_METADATA (7600202) for FRAGMENT_METADATA unless this is a fragment map, or if metadata is
///         of another kind.
///
/// Ownership: the content is shared, not copied. The caller still releases metadata, before or after the auxiliary
/// picture.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_SetMetadata(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    metadataType: Image_MetadataType,
    metadata: *mut OH_PictureMetadata,
) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_SetMetadata", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        auxiliary.set_metadata(metadataType, metadata::content(metadata, "metadata")?)
    })
}

/// Gets the pixels as a PixelMap.
///
/// @param auxiliaryPicture  the auxiliary picture to read.
/// @param pixelmap          receives a new handle to the pixels; release it with OH_PixelmapNative_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_INVALID_PARAMETER (7600206) if auxiliaryPicture is not a live handle or pixelmap is NULL;
///         IMAGE_GET_IMAGE_DATA_FAILED (7600104) after an internal failure;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: the pixels are shared with the auxiliary picture; what is written to them changes that.
/// @since 26.0.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_AcquirePixelmap(
    auxiliaryPicture: *mut OH_AuxiliaryPictureNative,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::Api26, "OH_AuxiliaryPictureNative_AcquirePixelmap", || {
        let auxiliary = AUXILIARY_PICTURES.get(auxiliaryPicture, "auxiliaryPicture")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(pixelmap, "pixelmap") }?;
        out.set(PIXELMAPS.share(Arc::clone(auxiliary.pixels()))?);
        Ok(())
    })
}

/// Releases an auxiliary picture.
///
/// A picture that it was set into keeps the content.
///
/// @param picture  the auxiliary picture; the handle is not live afterwards.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if picture is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_AuxiliaryPictureNative_Release(picture: *mut OH_AuxiliaryPictureNative) -> Image_ErrorCode {
    boundary::call(Family::Common, "OH_AuxiliaryPictureNative_Release", || {
        AUXILIARY_PICTURES.remove(picture, "picture")
    })
}
