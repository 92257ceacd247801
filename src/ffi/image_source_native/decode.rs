//! `OH_ImageSourceNative_*`: the header of a source, and its pixels.

use std::ffi::CString;

use super::info::{Info, SOURCE_INFOS};
use super::options::snapshot;
use super::source::IMAGE_SOURCES;
use crate::content::AllocatorMode;
use crate::error::{ErrorKind, ImageError};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{
    IMAGE_ALLOCATOR_TYPE, Image_ErrorCode, Image_MimeType, OH_DecodingOptions, OH_ImageSource_Info,
    OH_ImageSourceNative, OH_PixelmapNative,
};
use crate::ffi::error_code::Family;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::lock;
use crate::ffi::strings::MimeList;
use crate::source::Container;

/// Reads the header of a source.
///
/// @param source  a live source.
/// @param index   number of the frame, from 0. All frames of an animation have the size of its canvas.
/// @param info    made by OH_ImageSourceInfo_Create(); everything in it is replaced. On an error it stays as it was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, there is no such frame, or the header
///         cannot be read.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetImageInfo(
    source: *mut OH_ImageSourceNative,
    index: i32,
    info: *mut OH_ImageSource_Info,
) -> Image_ErrorCode {
    boundary::call(Family::Plain, "OH_ImageSourceNative_GetImageInfo", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        let info = SOURCE_INFOS.get(info, "info")?;
        let header = source.info()?;
        // Whether there is a first frame is seen when it is decoded.
        if index != 0 && !u32::try_from(index).is_ok_and(|index| source.frame_count().is_ok_and(|count| index < count))
        {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("index: the source has no frame {index}")));
        }
        let mime = CString::new(header.container.mime()).ok();
        *lock(&info) = Info { width: header.width, height: header.height, is_hdr: header.is_hdr, mime };
        Ok(())
    })
}

/// Decodes a frame into a new PixelMap, which is not editable.
///
/// RGBA_8888 unless the options ask for another format; premultiplied if the source has alpha, else opaque. A source
/// that breaks off after its header decodes as far as it goes; the rest is transparent, or black where the source has
/// no alpha (grey in a JPEG). EXIF orientation is not applied; that of a TIFF is, and what a HEIF says beside EXIF.
///
/// With the dynamic range AUTO or HDR a JPEG or HEIF with a gain map becomes an HDR image: RGBA_1010102, or P010 where
/// NV12 or NV21 is wanted, in BT.2020 with HLG (full range), where the white of standard dynamic range is at 75 %. If
/// another colour space is wanted, or the gain map cannot be read, it is the base image, as with SDR. A HEIF that is
/// HDR by itself becomes one of these formats in its own colour space, or is tone mapped where SDR is wanted.
///
/// The options are followed in this order: the frame is cut, turned and scaled (or scaled, cut and turned:
/// OH_DecodingOptions_SetCropAndScaleStrategy()), then its colours are converted, then it gets its pixel format.
///
/// The PixelMap's colour space is that which the source names by an ICC profile or by numbers; sRGB if it names none,
/// or one that has neither a name nor primaries and a gamma. The profile itself stays with the PixelMap, and files that
/// it is packed to carry it byte for byte, until another colour space is set. EXIF stays with the PixelMap in the same
/// way; files get it if OH_PackingOptions_SetNeedsPackProperties() asks for it.
///
/// @param source    a live source; it can be decoded any number of times, whatever an earlier call returned.
/// @param options   see OH_DecodingOptions_Create(); NULL means the defaults.
/// @param pixelmap  receives the new PixelMap.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if source or pixelmap is NULL, or a handle is not live;
///         IMAGE_UNSUPPORTED_OPERATION (7600201) if the source is unreadable, damaged, of an unknown format, too large,
///         or there is no such frame, or no memory;
///         IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) if the options ask for what cannot be done.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePixelmap(
    source: *mut OH_ImageSourceNative,
    options: *mut OH_DecodingOptions,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::SourceDecode, "OH_ImageSourceNative_CreatePixelmap", || {
        let source = IMAGE_SOURCES.get(source, "source")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(pixelmap, "pixelmap") }?;
        out.set(PIXELMAPS.insert(source.decode(&snapshot(options)?)?)?);
        Ok(())
    })
}

/// Decodes a frame as OH_ImageSourceNative_CreatePixelmap() does, with a requested kind of memory and an error code for
/// each cause.
///
/// On this host every PixelMap is in ordinary memory, and all three kinds are accepted. As on devices, shared memory is
/// refused where the result is HDR; with a source of an unknown format it is refused where HDR is wanted. A program
/// that wants to know where it would fail on machines without DMA memory sets OHIMAGEKIT_STRICT_ALLOCATOR=1 in the
/// environment: then DMA is refused.
///
/// @param source     a live source.
/// @param options    see OH_DecodingOptions_Create(); NULL is refused here.
/// @param allocator  a value of IMAGE_ALLOCATOR_TYPE; an unknown value counts as AUTO.
/// @param pixelmap   receives the new PixelMap; NULL on an error.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if an argument is NULL or not a live handle, or the options have a desired size
///         above 2^31-1;
///         IMAGE_BAD_SOURCE (7700101) if the source is empty, or ends in its header;
///         IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE (7700102) if it is of no known format, or its header makes no sense;
///         IMAGE_SOURCE_TOO_LARGE (7700103) if it has more pixels than the library decodes, or more than 2^26 that a
///         file of its length cannot hold, or the desired size has more than 2^31-1 bytes;
///         IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE (7700201) if the allocator is refused, see above;
///         IMAGE_SOURCE_UNSUPPORTED_OPTIONS (7700203) if the options ask for what cannot be done;
///         IMAGE_DECODE_FAILED (7700301) if the pixels cannot be decoded, or there is no such frame;
///         IMAGE_SOURCE_ALLOC_FAILED (7700302) if there is no memory.
///
/// Ownership: release it with OH_PixelmapNative_Release() or OH_PixelmapNative_Destroy().
/// @since 15
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_CreatePixelmapUsingAllocator(
    source: *mut OH_ImageSourceNative,
    options: *mut OH_DecodingOptions,
    allocator: IMAGE_ALLOCATOR_TYPE,
    pixelmap: *mut *mut OH_PixelmapNative,
) -> Image_ErrorCode {
    boundary::call(Family::SourceAllocator, "OH_ImageSourceNative_CreatePixelmapUsingAllocator", || {
        // SAFETY: the module's contract for pointers.
        let (out, none) = unsafe { (args::out(pixelmap, "pixelmap")?, args::out(pixelmap, "pixelmap")?) };
        none.set(std::ptr::null_mut());
        let source = IMAGE_SOURCES.get(source, "source")?;
        if options.is_null() {
            return Err(args::null("options"));
        }
        let allocator = AllocatorMode::from_number(allocator).unwrap_or(AllocatorMode::Auto);
        out.set(PIXELMAPS.insert(source.decode_into(&snapshot(options)?, allocator)?)?);
        Ok(())
    })
}

/// Lists the MIME types that can be decoded, in ascending order: those this build really decodes.
///
/// @param supportedFormats  receives an array that belongs to the library: do not change or free it. Every text ends
///                          with a NUL that its size does not count.
/// @param length            receives the number of elements.
/// @return IMAGE_SUCCESS;
///         IMAGE_SOURCE_INVALID_PARAMETER (7700204) if an argument is NULL.
///
/// Ownership: the array is valid until the process ends and the same for every call.
/// @since 20
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImageSourceNative_GetSupportedFormats(
    supportedFormats: *mut *mut Image_MimeType,
    length: *mut usize,
) -> Image_ErrorCode {
    static FORMATS: MimeList = MimeList::new();
    boundary::call(Family::SourceQuery, "OH_ImageSourceNative_GetSupportedFormats", || {
        // SAFETY: the module's contract for pointers.
        let (list, length) =
            unsafe { (args::out(supportedFormats, "supportedFormats")?, args::out(length, "length")?) };
        FORMATS.give(|| Container::available().map(|container| container.mime().to_owned()).collect(), list, length)
    })
}
