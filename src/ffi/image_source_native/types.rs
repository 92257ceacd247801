//! The types of image_source_native.h, as cbindgen prints them.

/// TODO-DOC
///
/// @since 15
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_ALLOCATOR_TYPE {
    /// TODO-DOC
    IMAGE_ALLOCATOR_TYPE_AUTO = 0,
    /// TODO-DOC
    IMAGE_ALLOCATOR_TYPE_DMA = 1,
    /// TODO-DOC
    IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY = 2,
}

/// TODO-DOC
///
/// @since 12
#[repr(C)]
#[derive(Clone, Copy)]
pub enum IMAGE_DYNAMIC_RANGE {
    /// TODO-DOC
    IMAGE_DYNAMIC_RANGE_AUTO = 0,
    /// TODO-DOC
    IMAGE_DYNAMIC_RANGE_SDR = 1,
    /// TODO-DOC
    IMAGE_DYNAMIC_RANGE_HDR = 2,
}

/// TODO-DOC
///
/// @since 18
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_CropAndScaleStrategy {
    /// TODO-DOC
    IMAGE_CROP_AND_SCALE_STRATEGY_SCALE_FIRST = 1,
    /// TODO-DOC
    IMAGE_CROP_AND_SCALE_STRATEGY_CROP_FIRST = 2,
}

/// TODO-DOC
///
/// @since 12
pub struct OH_DecodingOptions(());

/// TODO-DOC
///
/// @since 13
pub struct OH_DecodingOptionsForPicture(());

/// TODO-DOC
///
/// @since 24
pub struct OH_ImageRawData(());

/// TODO-DOC
///
/// @since 12
pub struct OH_ImageSourceNative(());

/// TODO-DOC
///
/// @since 12
pub struct OH_ImageSource_Info(());
