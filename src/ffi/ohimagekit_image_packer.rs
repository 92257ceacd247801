//! `<ohimagekit/image_packer.h>`: packing into memory that the library makes.

use super::args;
use super::boundary;
use super::buffers::Buffers;
use super::c::{
    Image_ErrorCode, OH_ImagePackerNative, OH_ImageSourceNative, OH_PackingOptions, OH_PictureNative, OH_PixelmapNative,
};
use super::error_code::Family;
use super::image_packer_native::options;
use super::image_packer_native::pack::{Input, PACKERS};
use super::image_source_native::source::IMAGE_SOURCES;
use super::picture_native::picture::PICTURES;
use super::pixelmap_native::pixels::PIXELMAPS;
use super::property::lock;
use crate::encode;
use crate::error::Result;
use crate::sink::Output;

/// What was packed and not released yet.
static BUFFERS: Buffers = Buffers::new();

/// What all PackToBuffer functions do once their handles are looked up.
unsafe fn pack_to_buffer(
    name: &'static str,
    packer: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    input: impl FnOnce() -> Result<Input>,
    (data, size): (*mut *mut u8, *mut usize),
) -> Image_ErrorCode {
    boundary::call(Family::Packer, name, || {
        let packer = PACKERS.get(packer, "imagePacker")?;
        let options = options::snapshot(options)?;
        let input = input()?;
        // SAFETY: the module's contract for pointers.
        let (data, size) = unsafe { (args::out(data, "data")?, args::out(size, "size")?) };
        let target = options.target()?;
        let _turn = lock(&packer);
        let mut output = Output::unlimited();
        encode::encode(input.content(), &target, &mut output)?;
        let image = output.into_vec()?;
        let length = image.len();
        data.set(BUFFERS.lend(image)?);
        size.set(length);
        Ok(())
    })
}

/// Decodes the first frame of an image source and encodes it into memory that the library makes, as long as the image.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create() and
///                     ohimagekit/packing_options.h.
/// @param imageSource  the encoded image; it can be packed again.
/// @param data         receives the address of the encoded image. What it pointed to before is neither used nor freed.
/// @param size         receives the number of bytes there; what it was before does not matter.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, no MIME type was set, the MIME type
///         is not supported, the quality is above 100, or an option does not suit the image
///         (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_UNKNOWN_MIME_TYPE (7600102) if the source is of no known format;
///         IMAGE_TOO_LARGE (7600103) if the source has more pixels than the library decodes;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_BAD_SOURCE (7700101) if the source's header is cut or bad;
///         IMAGE_DECODE_FAILED (7700301) if its pixels cannot be decoded;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format, or the codec failed.
///         On an error *data and *size are as they were, and there is nothing to release.
///
/// Ownership: the memory is the caller's, to read and to write, until OHIK_ImagePacker_ReleaseBuffer(); do not free()
/// it. It needs neither packer, options nor source any more.
/// Threads: as OH_ImagePackerNative_PackToDataFromImageSource().
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ImagePacker_PackToBufferFromImageSource(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    imageSource: *mut OH_ImageSourceNative,
    data: *mut *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OHIK_ImagePacker_PackToBufferFromImageSource";
    let input = || IMAGE_SOURCES.get(imageSource, "imageSource").map(Input::Source);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_buffer(name, imagePacker, options, input, (data, size)) }
}

/// Encodes a PixelMap into memory that the library makes, as long as the image: no buffer to guess the size of.
///
/// The bytes are those that OH_ImagePackerNative_PackToDataFromPixelmap() writes.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create() and
///                     ohimagekit/packing_options.h.
/// @param pixelmap     the pixels; they are only read.
/// @param data         receives the address of the encoded image. What it pointed to before is neither used nor freed.
/// @param size         receives the number of bytes there; what it was before does not matter.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the PixelMap was released, no MIME
///         type was set, the MIME type is not supported, the quality is above 100, or an option does not suit the
///         image (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format (GIF 65535, JPEG 65500, HEIF 16384, WebP
///         16383 pixels), the pixel format has no conversion, a side of an HDR image is too short for a gain map
///         (1 pixel), or the codec failed.
///         On an error *data and *size are as they were, and there is nothing to release.
///
/// Ownership: the memory is the caller's, to read and to write, until OHIK_ImagePacker_ReleaseBuffer(); do not free()
/// it. It needs neither packer, options nor PixelMap any more.
/// Threads: as OH_ImagePackerNative_PackToDataFromPixelmap().
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ImagePacker_PackToBufferFromPixelmap(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    pixelmap: *mut OH_PixelmapNative,
    data: *mut *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OHIK_ImagePacker_PackToBufferFromPixelmap";
    let input = || PIXELMAPS.get(pixelmap, "pixelmap").map(Input::Pixelmap);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_buffer(name, imagePacker, options, input, (data, size)) }
}

/// Encodes a picture into memory that the library makes, as long as the file: no buffer to guess the size of.
///
/// The bytes are those that OH_ImagePackerNative_PackToDataFromPicture() writes.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality, dynamic range and the rest; see OH_PackingOptions_Create() and
///                     ohimagekit/packing_options.h.
/// @param picture      the picture; it is only read.
/// @param data         receives the address of the file. What it pointed to before is neither used nor freed.
/// @param size         receives the number of bytes there; what it was before does not matter.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, no MIME type was set, the MIME type
///         is none that holds pictures, the quality is above 100, the main image has 10 bits per sample, or an option
///         does not suit it (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side of the main image or the gain map is too long for the format (JPEG
///         65500, HEIF 16384 pixels), the main image's pixel format has no conversion, or the codec failed.
///         On an error *data and *size are as they were, and there is nothing to release.
///
/// Ownership: the memory is the caller's, to read and to write, until OHIK_ImagePacker_ReleaseBuffer(); do not free()
/// it. It needs neither packer, options nor picture any more.
/// Threads: as OH_ImagePackerNative_PackToDataFromPicture().
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ImagePacker_PackToBufferFromPicture(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    picture: *mut OH_PictureNative,
    data: *mut *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OHIK_ImagePacker_PackToBufferFromPicture";
    let input = || PICTURES.get(picture, "picture").map(Input::Picture);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_buffer(name, imagePacker, options, input, (data, size)) }
}

/// Releases what a PackToBuffer function made.
///
/// The library knows which addresses it gave out: a wrong one is an error and never followed. An address that was
/// released may be given out again, though, and then it means the new buffer, as with malloc() and free().
///
/// @param data  the address as it was received.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if data is NULL, not such an address, or was released before.
///
/// Threads: any thread may release any buffer.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_ImagePacker_ReleaseBuffer(data: *mut u8) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OHIK_ImagePacker_ReleaseBuffer", || BUFFERS.take_back(data, "data"))
}
