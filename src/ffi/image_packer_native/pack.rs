//! `OH_ImagePackerNative_*`: the packer, and packing one still image.

use std::sync::{Arc, Mutex};

use libc::c_int;

use super::options;
use crate::content::{Picture, Pixelmap};
use crate::encode::formats;
use crate::encode::{self, Content, Target};
use crate::error::Result;
use crate::ffi::args::{self, Out};
use crate::ffi::boundary;
use crate::ffi::c::{
    Image_ErrorCode, Image_MimeType, OH_ImagePackerNative, OH_ImageSourceNative, OH_PackingOptions, OH_PixelmapNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::fd;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::image_source_native::source::IMAGE_SOURCES;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::lock;
use crate::ffi::strings::MimeList;
use crate::limits;
use crate::sink::Output;
use crate::source::ImageSource;

/// All live `OH_ImagePackerNative`. A packer has no state of its own: calls on one packer run one after the other.
pub static PACKERS: HandleTable<Mutex<()>> = HandleTable::new(Tag::ImagePackerNative, "OH_ImagePackerNative");

/// What a handle of either kind holds; alive for the call, whatever other threads release.
pub enum Input {
    /// From an `OH_PixelmapNative`.
    Pixelmap(Arc<Pixelmap>),
    /// From an `OH_PictureNative`.
    Picture(Arc<Picture>),
    /// From an `OH_ImageSourceNative`.
    Source(Arc<ImageSource>),
}

impl Input {
    /// As the core takes it.
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Pixelmap(pixelmap) => Content::Pixelmap(pixelmap),
            Self::Picture(picture) => Content::Picture(picture),
            Self::Source(source) => Content::Source(source),
        }
    }
}

/// The caller's buffer for an encoded image: its address, and the variable that says how long it is.
pub struct DataTarget {
    data: *mut u8,
    size: *mut usize,
}

impl DataTarget {
    /// A buffer whose two pointers are not NULL, of the length that `*size` says.
    ///
    /// # Safety
    /// Both pointers are NULL or valid: `size` for reading and writing, `data` for writing the encoded image.
    pub unsafe fn new(data: *mut u8, size: *mut usize) -> Result<(Self, usize)> {
        if data.is_null() {
            return Err(args::null("outData"));
        }
        // SAFETY: this function's contract.
        Ok((Self { data, size }, unsafe { args::read(size, "size") }?))
    }

    /// Encodes `input` as `target` says; see [`fill_by`](Self::fill_by).
    pub fn fill(self, input: &Input, target: &Target, capacity: usize) -> Result<()> {
        self.fill_by(capacity, |output| encode::encode(input.content(), target, output))
    }

    /// Lets `encode` fill private memory, copies what became of it, if it is at most `capacity` bytes, and writes its
    /// length.
    pub fn fill_by(self, capacity: usize, encode: impl FnOnce(&mut Output<'_>) -> Result<()>) -> Result<()> {
        let mut output = Output::with_capacity(capacity);
        encode(&mut output)?;
        // SAFETY: the caller gave room for an image of this length; nothing behind it is touched.
        output.copy_to(unsafe { args::slice_mut(self.data, output.len(), "outData") }?);
        // SAFETY: as `new` demands.
        let size: Out<usize> = unsafe { args::out(self.size, "size") }?;
        size.set(output.len());
        Ok(())
    }
}

/// The bytes that a program means whose buffer has `size`: those written for devices leave it 0, or minus something.
pub fn capacity_of(size: usize) -> usize {
    if size == 0 || size > isize::MAX as usize { limits::ASSUMED_PACK_CAPACITY } else { size }
}

/// Encodes `input` and writes it to the descriptor as it comes.
pub fn fill_file(fd: c_int, input: &Input, target: &Target) -> Result<()> {
    fd::check_writable(fd)?;
    fd::write(fd, |output| encode::encode(input.content(), target, output))
}

/// What all PackToData functions of one image do once their handles are looked up.
pub unsafe fn pack_to_data(
    name: &'static str,
    packer: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    input: impl FnOnce() -> Result<Input>,
    (data, size): (*mut u8, *mut usize),
) -> Image_ErrorCode {
    boundary::call(Family::Packer, name, || {
        let packer = PACKERS.get(packer, "imagePacker")?;
        let options = options::snapshot(options)?;
        let input = input()?;
        // SAFETY: the module's contract for pointers.
        let (buffer, size) = unsafe { DataTarget::new(data, size) }?;
        let target = options.target()?;
        let _turn = lock(&packer);
        buffer.fill(&input, &target, capacity_of(size))
    })
}

/// What all PackToFile functions of one image do once their handles are looked up.
pub fn pack_to_file(
    name: &'static str,
    packer: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    input: impl FnOnce() -> Result<Input>,
    fd: c_int,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, name, || {
        let packer = PACKERS.get(packer, "imagePacker")?;
        let options = options::snapshot(options)?;
        let input = input()?;
        let target = options.target()?;
        let _turn = lock(&packer);
        fill_file(fd, &input, &target)
    })
}

/// Makes a packer. It can pack any number of images, of any format, one after the other.
///
/// @param imagePacker  receives the new packer.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release it with OH_ImagePackerNative_Release().
/// Threads: calls with one packer run one after the other; for speed give each thread its own.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_Create(imagePacker: *mut *mut OH_ImagePackerNative) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_ImagePackerNative_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(imagePacker, "imagePacker") }?;
        out.set(PACKERS.insert(Mutex::new(()))?);
        Ok(())
    })
}

/// Decodes the first frame of an image source and encodes it into memory.
///
/// The image is encoded to private memory first: on an error outData and *size are as they were.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create().
/// @param imageSource  the encoded image; it can be packed again. Its format may be the same as the target's, it is
///                     decoded and encoded all the same.
/// @param outData      receives the encoded image.
/// @param size         on entry the bytes that outData has room for; 0, and more than 2^63-1, count as 26214400
///                     (25 MiB), because programs written for devices pass them. On success the length of the image;
///                     an image that fills the buffer exactly fits.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, no MIME type was set, the MIME type
///         is not supported, the quality is above 100, or an option does not suit the image
///         (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_UNKNOWN_MIME_TYPE (7600102) if the source is of no known format;
///         IMAGE_TOO_LARGE (7600103) if the source has more pixels than the library decodes;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_BAD_SOURCE (7700101) if the source's header is cut or bad;
///         IMAGE_DECODE_FAILED (7700301) if its pixels cannot be decoded;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format, the codec failed, or the image is too
///         long for the buffer.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToDataFromImageSource(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    imageSource: *mut OH_ImageSourceNative,
    outData: *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToDataFromImageSource";
    let input = || IMAGE_SOURCES.get(imageSource, "imageSource").map(Input::Source);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_data(name, imagePacker, options, input, (outData, size)) }
}

/// Encodes a PixelMap into memory.
///
/// Every pixel format can be packed as every MIME type, except ALPHA_F16, which can be packed as GIF only. JPEG and HEIF
/// have no alpha: transparent pixels go over black. PNG, WebP and GIF get the colours without premultiplication; in a
/// GIF, pixels are transparent if their alpha is 0, and else opaque. An image without a colour space is sRGB, and JPEG,
/// PNG and HEIF say so. A GIF cannot say what its colours are: they are converted to sRGB. An HDR image becomes a file with a gain map if the format holds one (JPEG, HEIF) and the options
/// ask for AUTO, else it is tone mapped; see OH_PackingOptions_SetDesiredDynamicRange(). The image is encoded to private
/// memory first: on an error outData and *size are as they were.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create().
/// @param pixelmap     the pixels; they are only read.
/// @param outData      receives the encoded image.
/// @param size         on entry the bytes that outData has room for; 0, and more than 2^63-1, count as 26214400
///                     (25 MiB), because programs written for devices pass them. On success the length of the image;
///                     an image that fills the buffer exactly fits.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the PixelMap was released, no MIME
///         type was set, the MIME type is not supported, the quality is above 100, or an option does not suit the
///         image (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format (GIF 65535, JPEG 65500, HEIF 16384, WebP
///         16383 pixels), the pixel format has no conversion, a side of an HDR image is too short for a gain map
///         (1 pixel), the codec failed, or the image is too long for the buffer.
///
/// Threads: the PixelMap may be read elsewhere meanwhile; writers wait until it is packed.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToDataFromPixelmap(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    pixelmap: *mut OH_PixelmapNative,
    outData: *mut u8,
    size: *mut usize,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToDataFromPixelmap";
    let input = || PIXELMAPS.get(pixelmap, "pixelmap").map(Input::Pixelmap);
    // SAFETY: the module's contract for pointers.
    unsafe { pack_to_data(name, imagePacker, options, input, (outData, size)) }
}

/// Decodes the first frame of an image source and encodes it into a file.
///
/// Writing begins at the descriptor's offset and goes on as the image is encoded; the file is not truncated, and the
/// descriptor stays open. What is wrong with the arguments, the options or the source is found before the first byte;
/// after that a failing write, lack of memory or the codec can leave a part of the image in the file. Pipes, sockets
/// and non-blocking descriptors work; SIGPIPE is not raised.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create().
/// @param imageSource  the encoded image; it can be packed again.
/// @param fd           a descriptor open for writing; the caller closes it.
/// @return IMAGE_SUCCESS if the kernel took every byte;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, fd is negative, closed or not open
///         for writing, no MIME type was set, the MIME type is not supported, the quality is above 100, or an option
///         does not suit the image (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_UNKNOWN_MIME_TYPE (7600102) if the source is of no known format;
///         IMAGE_TOO_LARGE (7600103) if the source has more pixels than the library decodes;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_BAD_SOURCE (7700101) if the source's header is cut or bad;
///         IMAGE_DECODE_FAILED (7700301) if its pixels cannot be decoded;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format, the codec failed, or writing failed.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToFileFromImageSource(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    imageSource: *mut OH_ImageSourceNative,
    fd: i32,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToFileFromImageSource";
    let input = || IMAGE_SOURCES.get(imageSource, "imageSource").map(Input::Source);
    pack_to_file(name, imagePacker, options, input, fd)
}

/// Encodes a PixelMap into a file.
///
/// What can be packed, and how, is the same as for OH_ImagePackerNative_PackToDataFromPixelmap(). Writing begins at the
/// descriptor's offset and goes on as the image is encoded; the file is not truncated, and the descriptor stays open.
/// What is wrong with the arguments, the options or the pixels is found before the first byte; after that a failing
/// write, lack of memory or the codec can leave a part of the image in the file. Pipes, sockets and non-blocking
/// descriptors work; SIGPIPE is not raised.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @param options      MIME type, quality and the rest; see OH_PackingOptions_Create().
/// @param pixelmap     the pixels; they are only read.
/// @param fd           a descriptor open for writing; the caller closes it.
/// @return IMAGE_SUCCESS if the kernel took every byte;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, the PixelMap was released, fd is
///         negative, closed or not open for writing, no MIME type was set, the MIME type is not supported, the
///         quality is above 100, or an option does not suit the image (OHIK_PackingOptions_SetJpegRestartInterval());
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a side is too long for the format (GIF 65535, JPEG 65500, HEIF 16384, WebP
///         16383 pixels), the pixel format has no conversion, a side of an HDR image is too short for a gain map
///         (1 pixel), the codec failed, or writing failed.
///
/// Threads: the PixelMap may be read elsewhere meanwhile; writers wait until it is packed.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToFileFromPixelmap(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptions,
    pixelmap: *mut OH_PixelmapNative,
    fd: i32,
) -> Image_ErrorCode {
    let name = "OH_ImagePackerNative_PackToFileFromPixelmap";
    let input = || PIXELMAPS.get(pixelmap, "pixelmap").map(Input::Pixelmap);
    pack_to_file(name, imagePacker, options, input, fd)
}

/// Lists the MIME types that can be packed, in ascending order: those this build really encodes.
///
/// @param supportedFormats  receives an array that belongs to the library: do not change or free it. Every text ends
///                          with a NUL that its size does not count.
/// @param length            receives the number of elements.
/// @return IMAGE_SUCCESS;
///         IMAGE_PACKER_INVALID_PARAMETER (7800202) if an argument is NULL.
///
/// Ownership: the array is valid until the process ends and the same for every call.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_GetSupportedFormats(
    supportedFormats: *mut *mut Image_MimeType,
    length: *mut usize,
) -> Image_ErrorCode {
    static FORMATS: MimeList = MimeList::new();
    boundary::call(Family::PackerQuery, "OH_ImagePackerNative_GetSupportedFormats", || {
        // SAFETY: the module's contract for pointers.
        let (list, length) =
            unsafe { (args::out(supportedFormats, "supportedFormats")?, args::out(length, "length")?) };
        FORMATS.give(|| formats::available().map(|encoder| encoder.mime().to_owned()).collect(), list, length)
    })
}

/// Releases a packer. Nothing that it packed is released with it; the handle must not be used afterwards.
///
/// @param imagePacker  made by OH_ImagePackerNative_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker is NULL, not a handle of a packer, or was released before.
///
/// Threads: a call that is under way with this packer ends as if it had not been released.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_Release(imagePacker: *mut OH_ImagePackerNative) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_ImagePackerNative_Release", || PACKERS.remove(imagePacker, "imagePacker"))
}
