//! `OH_ImagePackerNative_PackTo*FromPicture`: a picture with its auxiliary pictures as one file.

use super::pack::{Input, pack_to_data, pack_to_file};
use crate::ffi::c::{Image_ErrorCode, OH_ImagePackerNative, OH_PackingOptions, OH_PictureNative};
use crate::ffi::picture_native::picture::PICTURES;

/// Packs a picture into memory, with its auxiliary pictures and metadata.
///
/// The MIME type is "image/jpeg" or, in builds that can encode them, "image/heic" or "image/heif". With the dynamic
/// range IMAGE_PACKER_DYNAMIC_RANGE_AUTO a gain map makes the file an HDR image, of which plain decoders show the main
/// image; otherwise the gain map is left out. EXIF data are written if the options ask for properties. An auxiliary
/// picture that cannot be encoded is left out.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality from 0 to 100, dynamic range, properties; read at the start of the call.
/// @param picture      the picture to pack; its main image has 8 bits per sample.
/// @param outData      receives the file.
/// @param size         on entry the length of outData in bytes, where 0 stands for 26214400 (25 MiB); receives the
///                     length of the file, untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or picture is not a live handle, outData or size is NULL,
///         the options hold no MIME type, another one or a quality above 100, or the main image is missing or has 10
///         bits per sample;
///         IMAGE_ENCODE_FAILED (7800301) if the picture cannot be encoded or the file does not fit into outData.
///
/// Ownership: all arguments stay the caller's.
/// Threads: calls with the same packer wait for each other; nobody may write the pixels during the call.
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
/// descriptor and leaves it behind the last byte; the file is not truncated. The descriptor may be a pipe or a socket.
/// The file is touched only after the encoding has succeeded, so only a failed write can leave a part of it behind.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality from 0 to 100, dynamic range, properties; read at the start of the call.
/// @param picture      the picture to pack; its main image has 8 bits per sample.
/// @param fd           a descriptor open for writing.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or picture is not a live handle, the options hold no MIME
///         type, another one or a quality above 100, the main image is missing or has 10 bits per sample, or fd is
///         negative, not open or not open for writing;
///         IMAGE_ENCODE_FAILED (7800301) if the picture cannot be encoded or not all bytes can be written.
///
/// Ownership: all arguments stay the caller's, who also closes fd.
/// Threads: calls with the same packer wait for each other; nobody may write the pixels during the call.
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
