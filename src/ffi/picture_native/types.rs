//! The types of picture_native.h, as cbindgen prints them.

use crate::ffi::c;

/// TODO-DOC
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_AuxiliaryPictureType {
    /// TODO-DOC
    AUXILIARY_PICTURE_TYPE_GAINMAP = 1,
    /// TODO-DOC
    AUXILIARY_PICTURE_TYPE_DEPTH_MAP = 2,
    /// TODO-DOC
    AUXILIARY_PICTURE_TYPE_UNREFOCUS_MAP = 3,
    /// TODO-DOC
    AUXILIARY_PICTURE_TYPE_LINEAR_MAP = 4,
    /// TODO-DOC
    AUXILIARY_PICTURE_TYPE_FRAGMENT_MAP = 5,
}

/// TODO-DOC
///
/// @since 13
pub struct OH_AuxiliaryPictureInfo(());

/// TODO-DOC
///
/// @since 13
pub struct OH_AuxiliaryPictureNative(());

/// TODO-DOC
///
/// @since 23
pub struct OH_ComposeOptions(());

/// TODO-DOC
///
/// @since 26.0.0
pub struct OH_DecomposeOptions(());

/// TODO-DOC
///
/// @since 13
pub struct OH_PictureNative(());

/// TODO-DOC
///
/// @since 26.0.0
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_PictureNative_AuxiliaryPictureCopyItem {
    /// TODO-DOC
    pub srcType: c::Image_AuxiliaryPictureType,
    /// TODO-DOC
    pub dstType: c::Image_AuxiliaryPictureType,
}

/// TODO-DOC
///
/// @since 26.0.0
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_PictureNative_MetadataCopyItem {
    /// TODO-DOC
    pub srcType: c::Image_MetadataType,
    /// TODO-DOC
    pub dstType: c::Image_MetadataType,
}
