//! The types of image_packer_mdk.h, as cbindgen prints them.

use std::ffi::{c_char, c_int};

/// The native side of a packer value.
///
/// Made by OH_ImagePacker_InitNative(), released by OH_ImagePacker_Release(). It may be used from any thread, and does
/// not need the value any more.
///
/// @since 11
pub struct ImagePacker_Native_(());

/// How an image is packed.
///
/// @since 11
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ImagePacker_Opts_ {
    /// The MIME type to encode to, such as "image/jpeg", ended with NUL.
    pub format: *const c_char,
    /// Quality from 0 (smallest file) to 100 (best image); there is no default.
    pub quality: c_int,
}

/// See ImagePacker_Native_.
///
/// @since 11
pub type ImagePacker_Native = ImagePacker_Native_;

/// See ImagePacker_Opts_.
///
/// @since 11
pub type ImagePacker_Opts = ImagePacker_Opts_;
