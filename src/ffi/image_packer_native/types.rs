//! The types of image_packer_native.h, as cbindgen prints them.

/// Whether the dynamic range of the source is kept when packing.
///
/// HDR is a PixelMap of 10 bits in BT.2020 with PQ or HLG, or a picture with a gain map.
///
/// @since 12
#[repr(C)]
pub enum IMAGE_PACKER_DYNAMIC_RANGE {
    /// As the source: HDR stays HDR where the target format holds gain maps, as JPEG and HEIF do, and is tone mapped
    /// elsewhere.
    IMAGE_PACKER_DYNAMIC_RANGE_AUTO = 0,
    /// Always standard dynamic range: HDR content is tone mapped, a gain map is left out.
    IMAGE_PACKER_DYNAMIC_RANGE_SDR = 1,
}

/// An image packer: encodes images into files or memory.
///
/// Made by OH_ImagePackerNative_Create(), released by OH_ImagePackerNative_Release().
///
/// @since 12
pub struct OH_ImagePackerNative(());

/// Settings of one still image to be packed.
///
/// Made by OH_PackingOptions_Create(), released by OH_PackingOptions_Release().
///
/// @since 12
pub struct OH_PackingOptions(());

/// Settings of an animation to be packed.
///
/// Made by OH_PackingOptionsForSequence_Create(), released by OH_PackingOptionsForSequence_Release().
///
/// @since 18
pub struct OH_PackingOptionsForSequence(());
