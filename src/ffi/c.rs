//! The C types as function signatures use them.
//!
//! An enum argument arrives from C as an `int` that may hold any value, so here every C enum is a plain integer. The
//! Rust enums of the same names in the `types` modules exist for cbindgen, which prints them into the headers (it does
//! not read this file and resolves names by spelling alone), and for the numbers of their enumerators.

use std::ffi::{c_int, c_long, c_void};

pub use super::image_common::types::{
    Image_MimeType, Image_PositionArea, Image_Region, Image_Scale, Image_Size, Image_String, OH_PictureMetadata,
};
pub use super::image_packer_mdk::types::{
    ImagePacker_Native, ImagePacker_Native_, ImagePacker_Opts, ImagePacker_Opts_,
};
pub use super::image_packer_native::types::{OH_ImagePackerNative, OH_PackingOptions, OH_PackingOptionsForSequence};
pub use super::image_source_native::types::{
    OH_DecodingOptions, OH_DecodingOptionsForPicture, OH_ImageRawData, OH_ImageSource_Info, OH_ImageSourceNative,
};
pub use super::native_color_space_manager::types::{ColorSpacePrimaries, WhitePointArray};
pub use super::picture_native::types::{
    OH_AuxiliaryPictureInfo, OH_AuxiliaryPictureNative, OH_ComposeOptions, OH_DecomposeOptions, OH_PictureNative,
    OH_PictureNative_AuxiliaryPictureCopyItem, OH_PictureNative_MetadataCopyItem,
};
pub use super::pixelmap_native::types::{
    OH_NativeBuffer, OH_NativeColorSpaceManager, OH_Pixelmap_HdrDynamicMetadata, OH_Pixelmap_HdrGainmapMetadata,
    OH_Pixelmap_HdrMetadataValue, OH_Pixelmap_HdrStaticMetadata, OH_Pixelmap_ImageInfo,
    OH_Pixelmap_InitializationOptions, OH_PixelmapNative,
};

/// See [`IMAGE_ALLOCATOR_MODE`](super::image_common::types::IMAGE_ALLOCATOR_MODE).
pub type IMAGE_ALLOCATOR_MODE = c_int;
/// See [`Image_ErrorCode`](super::image_common::types::Image_ErrorCode).
pub type Image_ErrorCode = c_int;
/// See [`Image_MetadataType`](super::image_common::types::Image_MetadataType).
pub type Image_MetadataType = c_int;
/// See [`IMAGE_PACKER_DYNAMIC_RANGE`](super::image_packer_native::types::IMAGE_PACKER_DYNAMIC_RANGE).
pub type IMAGE_PACKER_DYNAMIC_RANGE = c_int;
/// See [`IMAGE_ALLOCATOR_TYPE`](super::image_source_native::types::IMAGE_ALLOCATOR_TYPE).
pub type IMAGE_ALLOCATOR_TYPE = c_int;
/// See [`IMAGE_DYNAMIC_RANGE`](super::image_source_native::types::IMAGE_DYNAMIC_RANGE).
pub type IMAGE_DYNAMIC_RANGE = c_int;
/// See [`Image_CropAndScaleStrategy`](super::image_source_native::types::Image_CropAndScaleStrategy).
pub type Image_CropAndScaleStrategy = c_int;
/// See [`Image_AuxiliaryPictureType`](super::picture_native::types::Image_AuxiliaryPictureType).
pub type Image_AuxiliaryPictureType = c_int;
/// The numbers are in [`color::names`](crate::color::names), the enumeration in xtask/headers.
pub type ColorSpaceName = c_int;
/// See [`OHIK_JpegChromaSubsampling`](super::ohimagekit_packing_options::types::OHIK_JpegChromaSubsampling).
pub type OHIK_JpegChromaSubsampling = c_int;
/// See [`OH_PixelmapNative_AntiAliasingLevel`](super::pixelmap_native::types::OH_PixelmapNative_AntiAliasingLevel).
pub type OH_PixelmapNative_AntiAliasingLevel = c_int;
/// See [`OH_Pixelmap_HdrMetadataKey`](super::pixelmap_native::types::OH_Pixelmap_HdrMetadataKey).
pub type OH_Pixelmap_HdrMetadataKey = c_int;
/// See [`OH_Pixelmap_HdrMetadataType`](super::pixelmap_native::types::OH_Pixelmap_HdrMetadataType).
pub type OH_Pixelmap_HdrMetadataType = c_int;
/// See [`PIXELMAP_ALPHA_TYPE`](super::pixelmap_native::types::PIXELMAP_ALPHA_TYPE).
pub type PIXELMAP_ALPHA_TYPE = c_int;
/// See [`PIXEL_FORMAT`](super::pixelmap_native::types::PIXEL_FORMAT).
pub type PIXEL_FORMAT = c_int;

/// A Node-API environment; see include/napi/native_api.h.
pub type napi_env = *mut c_void;
/// A Node-API value; see include/napi/native_api.h.
pub type napi_value = *mut c_void;

/// A window of a file; see include/rawfile/raw_file.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawFileDescriptor {
    /// The open file.
    pub fd: c_int,
    /// First byte of the window.
    pub start: c_long,
    /// Bytes in the window.
    pub length: c_long,
}
