//! The types of image_common.h, as cbindgen prints them.

use std::ffi::c_char;

/// TODO-DOC
///
/// @since 20
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_ALLOCATOR_MODE {
    /// TODO-DOC
    IMAGE_ALLOCATOR_MODE_AUTO = 0,
    /// TODO-DOC
    IMAGE_ALLOCATOR_MODE_DMA = 1,
    /// TODO-DOC
    IMAGE_ALLOCATOR_MODE_SHARED_MEMORY = 2,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_ErrorCode {
    /// TODO-DOC
    IMAGE_SUCCESS = 0,
    /// TODO-DOC
    IMAGE_BAD_PARAMETER = 401,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_MIME_TYPE = 7600101,
    /// TODO-DOC
    IMAGE_UNKNOWN_MIME_TYPE = 7600102,
    /// TODO-DOC
    IMAGE_TOO_LARGE = 7600103,
    /// TODO-DOC
    IMAGE_GET_IMAGE_DATA_FAILED = 7600104,
    /// TODO-DOC
    IMAGE_PIXELMAP_RELEASED = 7600105,
    /// TODO-DOC
    IMAGE_DMA_NOT_EXIST = 7600173,
    /// TODO-DOC
    IMAGE_DMA_OPERATION_FAILED = 7600174,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_OPERATION = 7600201,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_METADATA = 7600202,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_CONVERSION = 7600203,
    /// TODO-DOC
    IMAGE_INVALID_REGION = 7600204,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_MEMORY_FORMAT = 7600205,
    /// TODO-DOC
    IMAGE_INVALID_PARAMETER = 7600206,
    /// TODO-DOC
    IMAGE_UNSUPPORTED_DATA_FORMAT = 7600207,
    /// TODO-DOC
    IMAGE_ALLOC_FAILED = 7600301,
    /// TODO-DOC
    IMAGE_COPY_FAILED = 7600302,
    /// TODO-DOC
    IMAGE_LOCK_UNLOCK_FAILED = 7600303,
    /// TODO-DOC
    IMAGE_INIT_FAILED = 7600304,
    /// TODO-DOC
    IMAGE_CREATE_PIXELMAP_FAILED = 7600305,
    /// TODO-DOC
    IMAGE_DATA_CONVERSION_FAILED = 7600306,
    /// TODO-DOC
    IMAGE_ALLOCATOR_MODE_UNSUPPORTED = 7600501,
    /// TODO-DOC
    IMAGE_UNKNOWN_ERROR = 7600901,
    /// TODO-DOC
    IMAGE_BAD_SOURCE = 7700101,
    /// TODO-DOC
    IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE = 7700102,
    /// TODO-DOC
    IMAGE_SOURCE_TOO_LARGE = 7700103,
    /// TODO-DOC
    IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE = 7700201,
    /// TODO-DOC
    IMAGE_SOURCE_UNSUPPORTED_METADATA = 7700202,
    /// TODO-DOC
    IMAGE_SOURCE_UNSUPPORTED_OPTIONS = 7700203,
    /// TODO-DOC
    IMAGE_SOURCE_INVALID_PARAMETER = 7700204,
    /// TODO-DOC
    IMAGE_DECODE_FAILED = 7700301,
    /// TODO-DOC
    IMAGE_SOURCE_ALLOC_FAILED = 7700302,
    /// TODO-DOC
    IMAGE_PACKER_INVALID_PARAMETER = 7800202,
    /// TODO-DOC
    IMAGE_ENCODE_FAILED = 7800301,
    /// TODO-DOC
    IMAGE_RECEIVER_INVALID_PARAMETER = 7900201,
}

/// TODO-DOC
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_MetadataType {
    /// TODO-DOC
    EXIF_METADATA = 1,
    /// TODO-DOC
    FRAGMENT_METADATA = 2,
    /// TODO-DOC
    GIF_METADATA = 5,
}

/// TODO-DOC
///
/// @since 22
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_PositionArea {
    /// TODO-DOC
    pub pixels: *mut u8,
    /// TODO-DOC
    pub pixelsSize: usize,
    /// TODO-DOC
    pub offset: u32,
    /// TODO-DOC
    pub stride: u32,
    /// TODO-DOC
    pub region: Image_Region,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Region {
    /// TODO-DOC
    pub x: u32,
    /// TODO-DOC
    pub y: u32,
    /// TODO-DOC
    pub width: u32,
    /// TODO-DOC
    pub height: u32,
}

/// TODO-DOC
///
/// @since 22
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Scale {
    /// TODO-DOC
    pub x: f32,
    /// TODO-DOC
    pub y: f32,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_Size {
    /// TODO-DOC
    pub width: u32,
    /// TODO-DOC
    pub height: u32,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image_String {
    /// TODO-DOC
    pub data: *mut c_char,
    /// TODO-DOC
    pub size: usize,
}

/// TODO-DOC
///
/// @since 13
pub struct OH_PictureMetadata(());

/// TODO-DOC
///
/// @since 12
pub type Image_MimeType = Image_String;
