//! The types of image_packer_mdk.h, as cbindgen prints them.

use std::ffi::{c_char, c_int};

/// TODO-DOC
///
/// @since 11
pub struct ImagePacker_Native_(());

/// TODO-DOC
///
/// @since 11
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ImagePacker_Opts_ {
    /// TODO-DOC
    pub format: *const c_char,
    /// TODO-DOC
    pub quality: c_int,
}

/// TODO-DOC
///
/// @since 11
pub type ImagePacker_Native = ImagePacker_Native_;

/// TODO-DOC
///
/// @since 11
pub type ImagePacker_Opts = ImagePacker_Opts_;
