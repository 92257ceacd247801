//! Pictures and metadata read from a source.

use super::picture_options::PICTURE_OPTIONS;
use super::source::IMAGE_SOURCES;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, Image_MetadataType, OH_DecodingOptionsForPicture, OH_ImageSourceNative, OH_PictureMetadata,
    OH_PictureNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::image_common::metadata::METADATA_ARRAYS;
use crate::ffi::picture_native::picture::PICTURES;
use crate::ffi::property::lock;

/// Decodes a picture: the main PixelMap, the auxiliary pictures of the file and its metadata.
///
/// The file is a JPEG or, with the plugin for HEIF, a HEIF. The main PixelMap has standard dynamic range. Of the wanted
/// auxiliary pictures there are those that the file has and that can be decoded: a gain map (HDR Vivid, ISO 21496-1,
/// Ultra HDR), and what cameras put behind the images (in a HEIF: auxiliary images), a FRAGMENT_MAP with its
/// FRAGMENT_METADATA. Gain map and fragment map are RGBA_8888, other images have the wanted format, and maps of depth
/// and of linear light are taken as they lie in the file. All are scaled by the same ratio as the main PixelMap.
///
/// Main PixelMap and gain map count as DMA memory, as on devices: OH_PixelmapNative_GetMetadata() reads what the file
/// says about how the gain map is applied, and the mastering display.
///
/// The metadata are EXIF_METADATA, if the file has EXIF, and of a JPEG blobs that lie behind the images, and the type
/// 20 (JFIF), which has no enumerator.
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
    boundary::call(Family::SourcePicture, "OH_ImageSourceNative_CreatePicture", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        let options = lock(&*PICTURE_OPTIONS.get(options, "options")?).clone();
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(picture, "picture") }?;
        out.set(PICTURES.insert(source.picture(&options)?)?);
        Ok(())
    })
}

/// Decodes one frame of an animation as a picture.
///
/// The file is a GIF, of one frame or several. The picture has one PixelMap, the frame as it is seen on the whole
/// canvas, and metadata of the type GIF_METADATA, such as the delay in milliseconds and the disposal type as the file
/// states them.
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
    boundary::call(Family::SourceFrame, "OH_ImageSourceNative_CreatePictureAtIndex", || {
        // A bad source and a bad picture have different numbers.
        let source = IMAGE_SOURCES
            .get(source, "source")
            .map_err(|error| ImageError::new(ErrorKind::SourceDataBad, error.message))?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(picture, "picture") }?;
        out.set(PICTURES.insert(source.picture_at(index)?)?);
        Ok(())
    })
}

/// Reads the metadata of a frame without decoding its pixels.
///
/// What can be read is EXIF_METADATA, of any file that has EXIF, the same for all of its frames, GIF_METADATA of a GIF,
/// FRAGMENT_METADATA of the fragment map of a JPEG or HEIF, and of a JPEG the blobs 3 (XTSTYLE) and 4 (RFDATAB). The
/// array is in ascending order of the types.
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
    boundary::call(Family::SourceMetadata, "OH_ImageSourceNative_ReadImageMetadataByType", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: the module's contract for pointers.
        let (array, count) =
            unsafe { (args::out(outMetadataArray, "outMetadataArray")?, args::out(metadataCount, "metadataCount")?) };
        let wanted = match (metadataTypes.is_null(), typeCount) {
            (true, _) | (_, 0) => &[],
            // SAFETY: the module's contract for pointers.
            _ => unsafe { args::slice(metadataTypes, typeCount, "metadataTypes") }?,
        };
        let found = source.metadata_at(index, wanted)?;
        if found.is_empty() {
            return Err(ImageError::new(ErrorKind::MetadataKey, "the source has no metadata of these types"));
        }
        let length = found.len();
        array.set(METADATA_ARRAYS.insert(found)?);
        count.set(length);
        Ok(())
    })
}
