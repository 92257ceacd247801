//! The types of pixelmap_native.h, as cbindgen prints them.

use crate::ffi::c;

/// How new pixels are computed from old ones when scaling. A number outside the enum counts as NONE.
///
/// The centre of new pixel i lies at (i + 0.5) * old size / new size of the old image. LOW, MEDIUM and HIGH compute
/// with colours multiplied by alpha, so that transparent pixels leave no fringe, and with each plane of a YUV format.
/// An image that keeps its size is copied.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_PixelmapNative_AntiAliasingLevel {
    /// The nearest old pixel: fastest, with jagged edges.
    OH_PixelmapNative_AntiAliasing_NONE = 0,
    /// Linear between the four nearest old pixels, without a filter before: large reductions may lose detail.
    OH_PixelmapNative_AntiAliasing_LOW = 1,
    /// Linear between pixels and between two copies of the image, whose pixels are the means of squares of 2^n old
    /// ones, for the two n around log2(1 / sqrt(scaleX * scaleY)): good for reducing. As LOW when enlarging.
    OH_PixelmapNative_AntiAliasing_MEDIUM = 2,
    /// The cubic filter of Mitchell (B = C = 1/3): over sixteen old pixels when enlarging; when reducing it widens with
    /// the ratio, so that all old pixels count and fine patterns cause no moire. It may overshoot beside edges; what is
    /// out of range, or above alpha in a premultiplied PixelMap, is cut off.
    OH_PixelmapNative_AntiAliasing_HIGH = 3,
}

/// The items of HDR metadata; each names the field of OH_Pixelmap_HdrMetadataValue that it reads or writes.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_Pixelmap_HdrMetadataKey {
    /// What the PixelMap is in an HDR image: type.
    HDR_METADATA_TYPE = 0,
    /// The mastering display and the light levels of the whole image: staticMetadata.
    HDR_STATIC_METADATA = 1,
    /// Data for tone mapping this image, opaque bytes: dynamicMetadata.
    HDR_DYNAMIC_METADATA = 2,
    /// How a gain map is applied to its base image: gainmapMetadata.
    HDR_GAINMAP_METADATA = 3,
}

/// What a PixelMap is in an HDR image.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum OH_Pixelmap_HdrMetadataType {
    /// Not a part of an HDR image.
    HDR_METADATA_TYPE_NONE = 0,
    /// The base image, to which a gain map belongs.
    HDR_METADATA_TYPE_BASE = 1,
    /// The gain map.
    HDR_METADATA_TYPE_GAINMAP = 2,
    /// The alternate image: base image and gain map put together.
    HDR_METADATA_TYPE_ALTERNATE = 3,
}

/// How the alpha of a PixelMap is to be understood. The format may leave no choice, see PIXEL_FORMAT.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum PIXELMAP_ALPHA_TYPE {
    /// Not stated; a new PixelMap takes PREMULTIPLIED, or what its format asks for.
    PIXELMAP_ALPHA_TYPE_UNKNOWN = 0,
    /// Every pixel covers fully; alpha that is stored does not count.
    PIXELMAP_ALPHA_TYPE_OPAQUE = 1,
    /// Colours are stored multiplied by alpha, so that none is greater than its alpha.
    PIXELMAP_ALPHA_TYPE_PREMULTIPLIED = 2,
    /// Colours are stored as they are, independent of alpha.
    PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED = 3,
}

/// How pixels lie in memory. Numbers of more than one byte are little-endian.
///
/// Rows follow each other without padding, those of ALPHA_8 excepted. In the formats NV21, NV12 and P010 a plane of
/// luma samples, one per pixel, comes first, then a plane of chroma pairs, one for each block of 2x2 pixels; odd widths
/// and heights are rounded up for the chroma.
///
/// The enumeration has existed since the first version.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum PIXEL_FORMAT {
    /// Not stated; RGBA_8888 for a new PixelMap, BGRA_8888 for the data it is made of.
    PIXEL_FORMAT_UNKNOWN = 0,
    /// 2 bytes per pixel, one 16-bit number: red in bits 15 to 11, green in 10 to 5, blue in 4 to 0. Always opaque.
    PIXEL_FORMAT_RGB_565 = 2,
    /// 4 bytes per pixel: red, green, blue, alpha. Any alpha type.
    PIXEL_FORMAT_RGBA_8888 = 3,
    /// 4 bytes per pixel: blue, green, red, alpha. Any alpha type.
    PIXEL_FORMAT_BGRA_8888 = 4,
    /// 3 bytes per pixel: red, green, blue. Always opaque.
    PIXEL_FORMAT_RGB_888 = 5,
    /// 1 byte per pixel: alpha. Rows are padded to a multiple of 4 bytes. Always premultiplied.
    PIXEL_FORMAT_ALPHA_8 = 6,
    /// 8 bytes per pixel: red, green, blue, alpha as 16-bit floating point numbers (IEEE half), nominally from 0 to 1.
    /// Any alpha type.
    PIXEL_FORMAT_RGBA_F16 = 7,
    /// 1.5 bytes per pixel: luma, then chroma pairs V, U; 8 bits per sample. Always opaque.
    PIXEL_FORMAT_NV21 = 8,
    /// 1.5 bytes per pixel: luma, then chroma pairs U, V; 8 bits per sample. Always opaque.
    PIXEL_FORMAT_NV12 = 9,
    /// 4 bytes per pixel, one 32-bit number: red in bits 9 to 0, green in 19 to 10, blue in 29 to 20, alpha in 31 and
    /// 30. Any alpha type.
    PIXEL_FORMAT_RGBA_1010102 = 10,
    /// 3 bytes per pixel: luma, then chroma pairs U, V as in NV12; 10 bits per sample, in bits 15 to 6 of a 16-bit
    /// number. Always opaque.
    PIXEL_FORMAT_YCBCR_P010 = 11,
    /// 3 bytes per pixel: as YCBCR_P010 with chroma pairs V, U. Always opaque.
    PIXEL_FORMAT_YCRCB_P010 = 12,
    /// 1 byte per pixel: alpha, rows without padding. Always premultiplied.
    ///
    /// @since 26.0.0
    PIXEL_FORMAT_ALPHA_U8 = 15,
    /// 2 bytes per pixel: alpha as a 16-bit floating point number from 0 to 1. Always premultiplied.
    ///
    /// @since 26.0.0
    PIXEL_FORMAT_ALPHA_F16 = 16,
}

/// Graphics memory that several processes can share.
///
/// It belongs to the system; a plain Linux host has none, and the functions that take or give one fail.
///
/// @since 12
pub struct OH_NativeBuffer(());

/// A colour space: primaries, white point and transfer function.
///
/// Made by OH_PixelmapNative_GetColorSpaceNative() or by the functions of native_color_space_manager.h, released by
/// OH_NativeColorSpaceManager_Destroy().
///
/// @since 13
pub struct OH_NativeColorSpaceManager(());

/// Pixels in memory, with their size, format, alpha type and colour space.
///
/// Made by OH_PixelmapNative_CreatePixelmap() and its relatives, by decoding, from other PixelMaps and from pictures;
/// released by OH_PixelmapNative_Destroy(). OH_PixelmapNative_Release() gives back the pixels alone: the handle is
/// still known and OH_PixelmapNative_IsReleased() tells so, until OH_PixelmapNative_Destroy().
///
/// @since 12
pub struct OH_PixelmapNative(());

/// Data for tone mapping one image, as opaque bytes.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrDynamicMetadata {
    /// The bytes. Those that OH_PixelmapNative_GetMetadata() gives are to be given back with free().
    pub data: *mut u8,
    /// Number of bytes.
    pub length: u32,
}

/// How a gain map is applied to its base image, in the quantities of ISO 21496-1.
///
/// Arrays have one element for red, green and blue each; with one channel the first element counts. Headrooms, greatest
/// and least gain are logarithms to the base 2; 0 stands for the factor 1.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrGainmapMetadata {
    /// Version of the standard that the writer followed.
    pub writerVersion: u16,
    /// Least version that a reader must know; 0 for all current files.
    pub miniVersion: u16,
    /// Number of channels of the gain map: 1 or 3.
    pub gainmapChannelNum: u8,
    /// Whether the gains apply in the colour space of the base image instead of that of the alternate image.
    pub useBaseColorFlag: bool,
    /// Headroom of the base image: logarithm of its peak over the white of standard dynamic range.
    pub baseHeadroom: f32,
    /// Headroom of the alternate image, as baseHeadroom.
    pub alternateHeadroom: f32,
    /// Gain where the map is brightest.
    pub gainmapMax: [f32; 3],
    /// Gain where the map is darkest.
    pub gainmapMin: [f32; 3],
    /// Exponent with which the gains are stored, above 0.
    pub gamma: [f32; 3],
    /// Linear value added to the base image before the gain is applied.
    pub baselineOffset: [f32; 3],
    /// Linear value taken off the alternate image after the gain was applied.
    pub alternateOffset: [f32; 3],
}

/// One item of HDR metadata. OH_PixelmapNative_GetMetadata() and OH_PixelmapNative_SetMetadata() use only the field
/// that belongs to their key.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrMetadataValue {
    /// With HDR_METADATA_TYPE: what the PixelMap is in an HDR image.
    pub r#type: c::OH_Pixelmap_HdrMetadataType,
    /// With HDR_STATIC_METADATA: the mastering display and the light levels.
    pub staticMetadata: OH_Pixelmap_HdrStaticMetadata,
    /// With HDR_DYNAMIC_METADATA: data for tone mapping.
    pub dynamicMetadata: OH_Pixelmap_HdrDynamicMetadata,
    /// With HDR_GAINMAP_METADATA: how the gain map is applied.
    pub gainmapMetadata: OH_Pixelmap_HdrGainmapMetadata,
}

/// The display that an image was mastered on, and how bright the image is. Chromaticities are CIE 1931 x and y.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_Pixelmap_HdrStaticMetadata {
    /// x of the red, green and blue primary.
    pub displayPrimariesX: [f32; 3],
    /// y of the red, green and blue primary.
    pub displayPrimariesY: [f32; 3],
    /// x of the white point.
    pub whitePointX: f32,
    /// y of the white point.
    pub whitePointY: f32,
    /// Greatest luminance of the display in cd/m2.
    pub maxLuminance: f32,
    /// Least luminance of the display in cd/m2.
    pub minLuminance: f32,
    /// Luminance of the brightest pixel in cd/m2 (MaxCLL).
    pub maxContentLightLevel: f32,
    /// Greatest average luminance of a frame in cd/m2 (MaxFALL).
    pub maxFrameAverageLightLevel: f32,
}

/// A snapshot of the properties of a PixelMap: size, row stride, format, alpha type, dynamic range.
///
/// Made by OH_PixelmapImageInfo_Create(), filled by OH_PixelmapNative_GetImageInfo(), released by
/// OH_PixelmapImageInfo_Release().
///
/// @since 12
pub struct OH_Pixelmap_ImageInfo(());

/// What a new PixelMap is to be: size, format, alpha type, editable or not, and the layout of the data it is made of.
///
/// Made by OH_PixelmapInitializationOptions_Create(), released by OH_PixelmapInitializationOptions_Release().
///
/// @since 12
pub struct OH_Pixelmap_InitializationOptions(());
