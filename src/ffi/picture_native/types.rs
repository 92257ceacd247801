//! The types of picture_native.h, as cbindgen prints them.

use crate::ffi::c;

/// What an auxiliary picture is for.
///
/// Functions also take the numbers 6 to 10, which have no enumerator: further images that cameras add to a picture.
/// Every other number is refused.
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Image_AuxiliaryPictureType {
    /// How much brighter each pixel is in HDR than in the main image, which is SDR.
    AUXILIARY_PICTURE_TYPE_GAINMAP = 1,
    /// The distance of each pixel from the camera.
    AUXILIARY_PICTURE_TYPE_DEPTH_MAP = 2,
    /// The main image as it was before its background was blurred.
    AUXILIARY_PICTURE_TYPE_UNREFOCUS_MAP = 3,
    /// The scene in linear light, for editors that want to start from there.
    AUXILIARY_PICTURE_TYPE_LINEAR_MAP = 4,
    /// A part of the main image as it was before something was laid over it, a watermark for example. Its fragment
    /// metadata says where the part lies.
    AUXILIARY_PICTURE_TYPE_FRAGMENT_MAP = 5,
}

/// The description of an auxiliary picture: type, size, row stride, pixel format.
///
/// Made by OH_AuxiliaryPictureInfo_Create() and OH_AuxiliaryPictureNative_GetInfo(), released by
/// OH_AuxiliaryPictureInfo_Release(). It is a copy: changing it changes no auxiliary picture, until it is given to
/// OH_AuxiliaryPictureNative_SetInfo().
///
/// @since 13
pub struct OH_AuxiliaryPictureInfo(());

/// An image that accompanies the main image of a picture: pixels, a description, and metadata of its own.
///
/// Made by OH_AuxiliaryPictureNative_Create(), OH_AuxiliaryPictureNative_CreateUsingAllocator() and
/// OH_PictureNative_GetAuxiliaryPicture(), released by OH_AuxiliaryPictureNative_Release(). An auxiliary picture that
/// was set into a picture, and every handle got from there, share one content; each handle is released by itself,
/// before or after the picture.
///
/// Threads: any thread may use a handle at any time; calls on one content wait for each other.
///
/// @since 13
pub struct OH_AuxiliaryPictureNative(());

/// How an HDR image is composed from a main image and its gain map.
///
/// Made by OH_ComposeOptions_Create(), released by OH_ComposeOptions_Release().
///
/// @since 23
pub struct OH_ComposeOptions(());

/// How an HDR image is split into a main image and a gain map.
///
/// Made by OH_DecomposeOptions_Create(), released by OH_DecomposeOptions_Release(). OpenHarmony reserves these options
/// and OH_PictureNative_DecomposeToPicture() for system applications and answers others with 202; here every caller may
/// use them.
///
/// @since 26.0.0
pub struct OH_DecomposeOptions(());

/// A picture: one main image, at most one auxiliary picture of each type, at most one metadata object of each type.
///
/// Made by OH_PictureNative_CreatePicture(), OH_PictureNative_DeepCopyWithItems(),
/// OH_PictureNative_DecomposeToPicture(), OH_ImageSourceNative_CreatePicture() and
/// OH_ImageSourceNative_CreatePictureAtIndex(), released by OH_PictureNative_Release().
///
/// What is set into a picture is shared with it, not copied and not taken over: the caller still releases its own
/// handle. What is got from a picture is a new handle to the same content, which the caller releases; it stays valid
/// after the picture is released.
///
/// Threads: any thread may use a handle at any time; calls on one picture wait for each other.
///
/// @since 13
pub struct OH_PictureNative(());

/// One auxiliary picture to be copied by OH_PictureNative_DeepCopyWithItems().
///
/// @since 26.0.0
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_PictureNative_AuxiliaryPictureCopyItem {
    /// Its type in the source picture.
    pub srcType: c::Image_AuxiliaryPictureType,
    /// The type of its copy; may differ, the pixels stay as they are.
    pub dstType: c::Image_AuxiliaryPictureType,
}

/// One metadata object to be copied by OH_PictureNative_DeepCopyWithItems().
///
/// @since 26.0.0
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OH_PictureNative_MetadataCopyItem {
    /// Its type in the source picture.
    pub srcType: c::Image_MetadataType,
    /// The type of its copy; may differ between blobs only.
    pub dstType: c::Image_MetadataType,
}
