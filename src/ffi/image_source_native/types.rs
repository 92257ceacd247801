//! The types of image_source_native.h, as cbindgen prints them.

/// Which kind of memory a decoded PixelMap gets. On a plain Linux host all kinds are ordinary memory.
///
/// A number outside the enum counts as AUTO.
///
/// @since 15
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_ALLOCATOR_TYPE {
    /// The kind that suits the image.
    IMAGE_ALLOCATOR_TYPE_AUTO = 0,
    /// Memory that devices can reach directly; refused for SVG.
    IMAGE_ALLOCATOR_TYPE_DMA = 1,
    /// Memory that processes can share; refused if the result is HDR.
    IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY = 2,
}

/// Which dynamic range a source is decoded to.
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_DYNAMIC_RANGE {
    /// As the source: HDR stays HDR.
    IMAGE_DYNAMIC_RANGE_AUTO = 0,
    /// Standard dynamic range; HDR content is tone mapped, a gain map is left aside.
    IMAGE_DYNAMIC_RANGE_SDR = 1,
    /// High dynamic range where the source has it, else standard.
    IMAGE_DYNAMIC_RANGE_HDR = 2,
}

/// Which comes first if an image is both cropped and scaled when it is decoded.
///
/// @since 18
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_CropAndScaleStrategy {
    /// Scale the whole image, then crop: the region is in pixels of the desired size.
    IMAGE_CROP_AND_SCALE_STRATEGY_SCALE_FIRST = 1,
    /// Crop, then scale the part: the region is in pixels of the source.
    IMAGE_CROP_AND_SCALE_STRATEGY_CROP_FIRST = 2,
}

/// How a PixelMap is decoded: format, frame, size, region, rotation, dynamic range, colour space.
///
/// Made by OH_DecodingOptions_Create(), released by OH_DecodingOptions_Release().
///
/// @since 12
pub struct OH_DecodingOptions(());

/// How a picture is decoded: which auxiliary pictures, which size and format.
///
/// Made by OH_DecodingOptionsForPicture_Create(), released by OH_DecodingOptionsForPicture_Release().
///
/// @since 13
pub struct OH_DecodingOptionsForPicture(());

/// Undeveloped sensor samples of a camera file.
///
/// Made by OH_ImageSourceNative_CreateImageRawData(), released by OH_ImageSourceNative_DestroyImageRawData().
///
/// @since 24
pub struct OH_ImageRawData(());

/// An encoded image, from a file or from memory, that can be decoded.
///
/// Made by OH_ImageSourceNative_CreateFromUri(), OH_ImageSourceNative_CreateFromFd(),
/// OH_ImageSourceNative_CreateFromData(), OH_ImageSourceNative_CreateFromDataWithUserBuffer() and
/// OH_ImageSourceNative_CreateFromRawFile(); released by OH_ImageSourceNative_Release(). What was decoded from it does
/// not need it any more.
///
/// @since 12
pub struct OH_ImageSourceNative(());

/// Properties of a source that its header states: size, dynamic range, MIME type.
///
/// Made by OH_ImageSourceInfo_Create(), filled by OH_ImageSourceNative_GetImageInfo(), released by
/// OH_ImageSourceInfo_Release().
///
/// @since 12
pub struct OH_ImageSource_Info(());
