//! The types of pixelmap_native.h, as cbindgen prints them.

use crate::ffi::c;

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_PixelmapNative_AntiAliasingLevel {
    /// TODO-DOC
    OH_PixelmapNative_AntiAliasing_NONE = 0,
    /// TODO-DOC
    OH_PixelmapNative_AntiAliasing_LOW = 1,
    /// TODO-DOC
    OH_PixelmapNative_AntiAliasing_MEDIUM = 2,
    /// TODO-DOC
    OH_PixelmapNative_AntiAliasing_HIGH = 3,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_Pixelmap_HdrMetadataKey {
    /// TODO-DOC
    HDR_METADATA_TYPE = 0,
    /// TODO-DOC
    HDR_STATIC_METADATA = 1,
    /// TODO-DOC
    HDR_DYNAMIC_METADATA = 2,
    /// TODO-DOC
    HDR_GAINMAP_METADATA = 3,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_Pixelmap_HdrMetadataType {
    /// TODO-DOC
    HDR_METADATA_TYPE_NONE = 0,
    /// TODO-DOC
    HDR_METADATA_TYPE_BASE = 1,
    /// TODO-DOC
    HDR_METADATA_TYPE_GAINMAP = 2,
    /// TODO-DOC
    HDR_METADATA_TYPE_ALTERNATE = 3,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum PIXELMAP_ALPHA_TYPE {
    /// TODO-DOC
    PIXELMAP_ALPHA_TYPE_UNKNOWN = 0,
    /// TODO-DOC
    PIXELMAP_ALPHA_TYPE_OPAQUE = 1,
    /// TODO-DOC
    PIXELMAP_ALPHA_TYPE_PREMULTIPLIED = 2,
    /// TODO-DOC
    PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED = 3,
}

/// TODO-DOC
///
/// @since None
#[repr(C)]
#[derive(Clone, Copy)]
pub enum PIXEL_FORMAT {
    /// TODO-DOC
    PIXEL_FORMAT_UNKNOWN = 0,
    /// TODO-DOC
    PIXEL_FORMAT_RGB_565 = 2,
    /// TODO-DOC
    PIXEL_FORMAT_RGBA_8888 = 3,
    /// TODO-DOC
    PIXEL_FORMAT_BGRA_8888 = 4,
    /// TODO-DOC
    PIXEL_FORMAT_RGB_888 = 5,
    /// TODO-DOC
    PIXEL_FORMAT_ALPHA_8 = 6,
    /// TODO-DOC
    PIXEL_FORMAT_RGBA_F16 = 7,
    /// TODO-DOC
    PIXEL_FORMAT_NV21 = 8,
    /// TODO-DOC
    PIXEL_FORMAT_NV12 = 9,
    /// TODO-DOC
    PIXEL_FORMAT_RGBA_1010102 = 10,
    /// TODO-DOC
    PIXEL_FORMAT_YCBCR_P010 = 11,
    /// TODO-DOC
    PIXEL_FORMAT_YCRCB_P010 = 12,
    /// TODO-DOC
    PIXEL_FORMAT_ALPHA_U8 = 15,
    /// TODO-DOC
    PIXEL_FORMAT_ALPHA_F16 = 16,
}

/// TODO-DOC
///
/// @since 12
pub struct OH_NativeBuffer(());

/// TODO-DOC
///
/// @since 13
pub struct OH_NativeColorSpaceManager(());

/// TODO-DOC
///
/// @since 12
pub struct OH_PixelmapNative(());

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrDynamicMetadata {
    /// TODO-DOC
    pub data: *mut u8,
    /// TODO-DOC
    pub length: u32,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrGainmapMetadata {
    /// TODO-DOC
    pub writerVersion: u16,
    /// TODO-DOC
    pub miniVersion: u16,
    /// TODO-DOC
    pub gainmapChannelNum: u8,
    /// TODO-DOC
    pub useBaseColorFlag: bool,
    /// TODO-DOC
    pub baseHeadroom: f32,
    /// TODO-DOC
    pub alternateHeadroom: f32,
    /// TODO-DOC
    pub gainmapMax: [f32; 3],
    /// TODO-DOC
    pub gainmapMin: [f32; 3],
    /// TODO-DOC
    pub gamma: [f32; 3],
    /// TODO-DOC
    pub baselineOffset: [f32; 3],
    /// TODO-DOC
    pub alternateOffset: [f32; 3],
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrMetadataValue {
    /// TODO-DOC
    pub r#type: c::OH_Pixelmap_HdrMetadataType,
    /// TODO-DOC
    pub staticMetadata: OH_Pixelmap_HdrStaticMetadata,
    /// TODO-DOC
    pub dynamicMetadata: OH_Pixelmap_HdrDynamicMetadata,
    /// TODO-DOC
    pub gainmapMetadata: OH_Pixelmap_HdrGainmapMetadata,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrStaticMetadata {
    /// TODO-DOC
    pub displayPrimariesX: [f32; 3],
    /// TODO-DOC
    pub displayPrimariesY: [f32; 3],
    /// TODO-DOC
    pub whitePointX: f32,
    /// TODO-DOC
    pub whitePointY: f32,
    /// TODO-DOC
    pub maxLuminance: f32,
    /// TODO-DOC
    pub minLuminance: f32,
    /// TODO-DOC
    pub maxContentLightLevel: f32,
    /// TODO-DOC
    pub maxFrameAverageLightLevel: f32,
}

/// TODO-DOC
///
/// @since 12
pub struct OH_Pixelmap_ImageInfo(());

/// TODO-DOC
///
/// @since 12
pub struct OH_Pixelmap_InitializationOptions(());
