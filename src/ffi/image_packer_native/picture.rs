//! `OH_ImagePackerNative_PackTo*FromPicture`: a picture with its auxiliary pictures as one file.

use super::pack::{Input, pack_to_data, pack_to_file};
use crate::ffi::c::{Image_ErrorCode, OH_ImagePackerNative, OH_PackingOptions, OH_PictureNative};
use crate::ffi::picture_native::picture::PICTURES;

/// Packs a picture into memory, with its auxiliary pictures and metadata.
///
/// The MIME type is "image/jpeg" or, where the plugin for HEIF is installed, "image/heic" or "image/heif". With the
/// dynamic range IMAGE_PACKER_DYNAMIC_RANGE_AUTO a gain map makes the file an HDR image, of which plain decoders show
/// the main image; otherwise the gain map is left out. How a gain map is applied says its own metadata
/// (HDR_GAINMAP_METADATA); without them it is taken for one that brings white to 1000 cd/m2. EXIF data and blobs are
/// written if the options ask for properties. An auxiliary picture that cannot be encoded is left out, a fragment map
/// without a place inside the main image too; a HEIF has neither blobs nor maps of depth and of linear light. The file
/// is made in private memory first: on an error outData and *size are as they were.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality from 0 to 100, dynamic range, properties; read at the start of the call.
/// @param picture      the picture to pack; its main image has 8 bits per sample.
/// @param outData      receives the file.
/// @param size         on entry the length of outData in bytes; 0, and more than 2^63-1, count as 26214400 (25 MiB),
///                     because programs written for devices pass them. Receives the length of the file, which may fill
///                     outData exactly.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or picture is not a live handle, outData or size is NULL,
///         the options hold no MIME type, one of another format or a quality above 100, the main image has 10 bits per
///         sample, or an option does not suit it (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side of the main image or the gain map is too long for the format (JPEG
///         65500, HEIF 16384 pixels), the main image's pixel format has no conversion, the codec failed, or the file
///         does not fit into outData.
///
/// Ownership: all arguments stay the caller's.
/// Threads: calls with the same packer wait for each other; who writes the pixels meanwhile waits until they are
/// packed.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToDataFromPicture(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    picture: *mut OH_PictureNative,
    outData: *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToDataFromPicture";
    let input = || PICTURES.get(picture, "picture").map(Input::Picture);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_data(name, imagePacker, options, input, (outData, size)) }
}

/// Packs a picture into a file, with its auxiliary pictures and metadata.
///
/// See OH_ImagePackerNative_PackToDataFromPicture() for what is written. Writing begins at the current position of the
/// descriptor and leaves it behind the last byte; the file is not truncated, and the descriptor stays open. It may be a
/// pipe or a socket; SIGPIPE is not raised. What is wrong with the arguments, the options or the main image is found
/// before the first byte; after that a failing write, lack of memory or the codec can leave a part of the file behind.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality from 0 to 100, dynamic range, properties; read at the start of the call.
/// @param picture      the picture to pack; its main image has 8 bits per sample.
/// @param fd           a descriptor open for writing.
/// @return IMAGE_SUCCESS if the kernel took every byte;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or picture is not a live handle, the options hold no MIME
///         type, one of another format or a quality above 100, the main image has 10 bits per sample, an option does
///         not suit it (OHIK_PackingOptions_SetJpegRestartInterval()), or fd is negative, not open or not open for
///         writing;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side of the main image or the gain map is too long for the format (JPEG
///         65500, HEIF 16384 pixels), the main image's pixel format has no conversion, the codec failed, or not all
///         bytes could be written.
///
/// Ownership: all arguments stay the caller's, who also closes fd.
/// Threads: calls with the same packer wait for each other; who writes the pixels meanwhile waits until they are
/// packed.
/// @since 13
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToFileFromPicture(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    picture: *mut OH_PictureNative,
    fd: i32,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToFileFromPicture";
    let input = || PICTURES.get(picture, "picture").map(Input::Picture);
    pack_to_file(name, imagePacker, options, input, fd)
}
