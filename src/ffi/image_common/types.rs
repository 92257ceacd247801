//! The types of image_common.h, as cbindgen prints them.

use std::ffi::c_char;

/// The kind of memory that pixels live in.
///
/// A host has ordinary memory only: every mode gives ordinary memory. The mode still decides which pixel formats are
/// accepted and whether HDR metadata may be attached, as on a device.
///
/// @since 20
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_ALLOCATOR_MODE {
    /// The library chooses: as DMA for 10-bit formats and for large images of a format that DMA can hold, as shared
    /// memory otherwise.
    ///
    /// @since 20
    IMAGE_ALLOCATOR_MODE_AUTO = 0,
    /// Memory that a device's graphics hardware can reach; only RGB_565, RGBA_8888, BGRA_8888, RGBA_F16, ALPHA_F16 and
    /// the 10-bit formats can live there.
    ///
    /// @since 20
    IMAGE_ALLOCATOR_MODE_DMA = 1,
    /// Memory that processes can share; the 10-bit formats cannot live there, and a gain map cannot be made there.
    ///
    /// @since 20
    IMAGE_ALLOCATOR_MODE_SHARED_MEMORY = 2,
}

/// The answer of a function: IMAGE_SUCCESS, or the cause of the failure.
///
/// The numbers are part of the ABI: they never change their meaning, and later releases only add to them, so treat a
/// number that you do not know as a failure. The same mistake may have another number in another function; the comment
/// of each function lists its own. Outputs are written on success only, unless the function says otherwise.
///
/// A handle is live from the call that made it until the call that releases it. NULL, a released handle and a handle of
/// another type are not live handles; every function answers them with an error code. Only PixelMaps know a state in
/// between: after OH_PixelmapNative_Release() the handle stays known until OH_PixelmapNative_Destroy(), and some
/// functions have a number of their own for it.
///
/// Two numbers of OpenHarmony have no enumerator and are not given to anything else:
/// 202 (the caller is not a system application; never returned here, where every caller may use the system calls) and
/// 7600208 (an HDR image could not be split by a device's hardware; never returned here, see
/// OH_PictureNative_DecomposeToPicture()).
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_ErrorCode {
    /// The call did what it was asked.
    IMAGE_SUCCESS = 0,
    /// An argument is NULL, not a live handle, out of range, or contradicts another one. The answer of most functions
    /// older than API version 26.0.0; for the packer also a MIME type that cannot be encoded, or a bad descriptor.
    IMAGE_BAD_PARAMETER = 401,
    /// The MIME type is not supported. Not returned by this release.
    IMAGE_UNSUPPORTED_MIME_TYPE = 7600101,
    /// The bytes of an image source match no format that this library knows. Returned by the pack functions
    /// that take a source.
    IMAGE_UNKNOWN_MIME_TYPE = 7600102,
    /// A PixelMap would be above the limits: sides up to 2^31 - 1 pixels, at most 2^31 - 1 bytes. Returned by functions
    /// that clone or scale a PixelMap, or create one with an allocator.
    IMAGE_TOO_LARGE = 7600103,
    /// There are no pixels to work on, or the work failed for a reason that has no number of its own. Returned by the
    /// editors of PixelMaps from API version 26.0.0 on, and by OH_AuxiliaryPictureNative_AcquirePixelmap().
    ///
    /// @since 23
    IMAGE_GET_IMAGE_DATA_FAILED = 7600104,
    /// The PixelMap was released. Returned by the editors of PixelMaps from API version 26.0.0 on.
    ///
    /// @since 26.0.0
    IMAGE_PIXELMAP_RELEASED = 7600105,
    /// The PixelMap has no DMA memory. Returned by functions for HDR metadata and native buffers of PixelMaps.
    IMAGE_DMA_NOT_EXIST = 7600173,
    /// An operation on DMA memory failed. Not returned on a host, which has no such memory.
    IMAGE_DMA_OPERATION_FAILED = 7600174,
    /// The object does not allow this: it is not editable or is locked, its kind, format or state rules it out, or this
    /// library cannot do it.
    IMAGE_UNSUPPORTED_OPERATION = 7600201,
    /// The kind of metadata is not supported here, or it has no such key, or the key cannot hold this value.
    IMAGE_UNSUPPORTED_METADATA = 7600202,
    /// The pixels cannot be read as ARGB. Returned by OH_PixelmapNative_GetArgbPixels().
    IMAGE_UNSUPPORTED_CONVERSION = 7600203,
    /// The region is empty or not inside the image. Returned by OH_PixelmapNative_ApplyCrop().
    IMAGE_INVALID_REGION = 7600204,
    /// This kind of memory cannot be named. Not returned on a host.
    ///
    /// @since 13
    IMAGE_UNSUPPORTED_MEMORY_FORMAT = 7600205,
    /// As IMAGE_BAD_PARAMETER, in most functions from API version 26.0.0 on and in a few that came earlier.
    ///
    /// @since 19
    IMAGE_INVALID_PARAMETER = 7600206,
    /// The pixel format or the alpha type cannot do this. Returned by functions that clone a PixelMap, set its opacity
    /// or convert its alpha.
    ///
    /// @since 22
    IMAGE_UNSUPPORTED_DATA_FORMAT = 7600207,
    /// There is no memory. Any function that makes an object may return it; OH_PictureNative_GetGainmapPixelmap() also
    /// when there is no gain map, and OH_PictureNative_CreatePicture() for a released PixelMap.
    IMAGE_ALLOC_FAILED = 7600301,
    /// Copying failed: there is nothing to copy, or the target is too small.
    IMAGE_COPY_FAILED = 7600302,
    /// The pixels could not be locked or unlocked. Not returned on a host, where this cannot fail.
    ///
    /// @since 15
    IMAGE_LOCK_UNLOCK_FAILED = 7600303,
    /// A copy of a PixelMap could not be set up. Returned by functions that clone a PixelMap.
    ///
    /// @since 22
    IMAGE_INIT_FAILED = 7600304,
    /// No PixelMap could be made from a surface or a native buffer; a host has neither.
    ///
    /// @since 22
    IMAGE_CREATE_PIXELMAP_FAILED = 7600305,
    /// Data could not be converted. Not returned by this release.
    ///
    /// @since 26.0.0
    IMAGE_DATA_CONVERSION_FAILED = 7600306,
    /// The allocator mode does not exist, or cannot hold the pixel format. Returned by functions that create a PixelMap
    /// with an allocator.
    ///
    /// @since 20
    IMAGE_ALLOCATOR_MODE_UNSUPPORTED = 7600501,
    /// An error inside the library. Any function may return it.
    IMAGE_UNKNOWN_ERROR = 7600901,
    /// The data of an image source is empty, cut short, or inconsistent.
    IMAGE_BAD_SOURCE = 7700101,
    /// The format of an image source is not known, or cannot do what was asked: hold frames, metadata or raw data.
    ///
    /// @since 15
    IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE = 7700102,
    /// The image of a source is above the limits of decoding.
    ///
    /// @since 15
    IMAGE_SOURCE_TOO_LARGE = 7700103,
    /// The allocator cannot serve this image: shared memory for an HDR image or a gain map, DMA for a vector image.
    ///
    /// @since 15
    IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE = 7700201,
    /// A property of an image source is unknown, absent, read-only, or not of the type asked for.
    ///
    /// @since 23
    IMAGE_SOURCE_UNSUPPORTED_METADATA = 7700202,
    /// A decoding option cannot be met: pixel format, region, colour space, frame index.
    ///
    /// @since 15
    IMAGE_SOURCE_UNSUPPORTED_OPTIONS = 7700203,
    /// As IMAGE_BAD_PARAMETER, in the newer functions of image sources.
    ///
    /// @since 19
    IMAGE_SOURCE_INVALID_PARAMETER = 7700204,
    /// The header of an image source is good, its pixels cannot be decoded.
    IMAGE_DECODE_FAILED = 7700301,
    /// There is no memory for what is read from an image source.
    ///
    /// @since 15
    IMAGE_SOURCE_ALLOC_FAILED = 7700302,
    /// As IMAGE_BAD_PARAMETER, in the newer functions of the packer.
    ///
    /// @since 19
    IMAGE_PACKER_INVALID_PARAMETER = 7800202,
    /// Encoding failed, or the encoded image could not be written: the buffer is too small, the disk is full.
    /// Returned by the pack functions.
    IMAGE_ENCODE_FAILED = 7800301,
    /// An argument of an image receiver is wrong. Not returned here, this library has no image receiver.
    ///
    /// @since 20
    IMAGE_RECEIVER_INVALID_PARAMETER = 7900201,
}

/// What a metadata object holds.
///
/// Functions also take and report the numbers of kinds without an enumerator: the blobs 3, 4 and 6 to 13, which cameras
/// add to their pictures, and 15 to 23, which only decoding makes.
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_MetadataType {
    /// EXIF tags, by their property names.
    ///
    /// @since 13
    EXIF_METADATA = 1,
    /// Where a fragment map lies in the main image: XInOriginal, YInOriginal, FragmentImageWidth, FragmentImageHeight,
    /// all in pixels.
    ///
    /// @since 13
    FRAGMENT_METADATA = 2,
    /// One frame of a GIF: its delay in milliseconds, its disposal type, and what the whole file says.
    ///
    /// @since 20
    GIF_METADATA = 5,
}

/// Where a part of a PixelMap is read to or written from.
///
/// The buffer holds four bytes per pixel, B, G, R, A, not premultiplied; the part of a YUV PixelMap is held in the
/// PixelMap's own format.
///
/// @since 22
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_PositionArea {
    /// The caller's buffer.
    pub pixels: *mut u8,
    /// Bytes in the buffer.
    pub pixelsSize: usize,
    /// Bytes in front of the first pixel.
    pub offset: u32,
    /// Bytes from one row of the buffer to the next.
    pub stride: u32,
    /// The part of the PixelMap.
    pub region: Image_Region,
}

/// A rectangle inside an image, in pixels from the top left corner.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Region {
    /// Distance of the left edge, in pixels.
    pub x: u32,
    /// Distance of the upper edge, in pixels.
    pub y: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// How an image is scaled: new size divided by old size. A negative factor also mirrors.
///
/// @since 22
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Scale {
    /// Factor of the width.
    pub x: f32,
    /// Factor of the height.
    pub y: f32,
}

/// The size of an image.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Size {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A counted string.
///
/// Set both fields before every call, also where the string is an output: some functions read the size first. Text
/// that a function hands out is memory of malloc() and is released with free().
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_String {
    /// The text; it need not end with NUL.
    pub data: *mut c_char,
    /// Bytes of text, without a final NUL.
    pub size: usize,
}

/// One metadata object: named values, or a block of bytes, depending on its kind.
///
/// Made by OH_PictureMetadata_Create(), OH_PictureMetadata_Clone(), and by the functions that get metadata from a
/// picture or an auxiliary picture; released by OH_PictureMetadata_Release(). The array made by
/// OH_ImageSourceNative_ReadImageMetadataByType() is released by OH_PictureMetadatas_Release().
///
/// An object that was set into a picture, and every object got from there, share one content: a change made through one
/// handle is seen through all. Each handle is released by itself.
///
/// Threads: any thread may use a handle at any time; a call that is under way when the handle is released ends well.
///
/// @since 13
pub struct OH_PictureMetadata(());

/// A MIME type such as "image/jpeg".
///
/// @since 12
pub type Image_MimeType = Image_String;
