//! From an error kind to the number that each family of C functions has for it.
//!
//! The same mistake has another number in another header: this table is the only place that knows.

use super::image_common::types::Image_ErrorCode as Code;
use crate::error::ErrorKind;

/// Functions that answer the same mistake with the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// The usual codes of image_common.h; 401 for a bad argument.
    Common,
    /// Pack functions and both kinds of packing options.
    Packer,
    /// The functions of image_packer_native.h that know one code only, 7800202.
    PackerQuery,
}

/// The number that functions of `family` return for an error of `kind`.
pub fn code_of(family: Family, kind: ErrorKind) -> i32 {
    use ErrorKind as K;
    let code = match (family, kind) {
        (Family::PackerQuery, _) => Code::IMAGE_PACKER_INVALID_PARAMETER,

        (Family::Packer, K::TargetFormat | K::BadFd) => Code::IMAGE_BAD_PARAMETER,
        (Family::Packer, K::SourceUnrecognised) => Code::IMAGE_UNKNOWN_MIME_TYPE,
        (Family::Packer, K::SourceDataBad) => Code::IMAGE_BAD_SOURCE,
        (Family::Packer, K::SourceDecodeFailed) => Code::IMAGE_DECODE_FAILED,
        (
            Family::Packer,
            K::OutputWrite
            | K::BufferTooSmall
            | K::TooLarge
            | K::PixelDataBad
            | K::PixelFormat
            | K::TooManyImages
            | K::Icc
            | K::Surface
            | K::EncoderFailed,
        ) => Code::IMAGE_ENCODE_FAILED,

        (_, K::BadArgument | K::Released | K::BadFd) => Code::IMAGE_BAD_PARAMETER,
        (_, K::Unsupported) => Code::IMAGE_UNSUPPORTED_OPERATION,
        (_, K::TooLarge) => Code::IMAGE_TOO_LARGE,
        (_, K::AllocFailed) => Code::IMAGE_ALLOC_FAILED,
        (_, K::AllocatorMode) => Code::IMAGE_ALLOCATOR_MODE_UNSUPPORTED,
        (_, K::NotSet) => Code::IMAGE_COPY_FAILED,
        (_, _) => Code::IMAGE_UNKNOWN_ERROR,
    };
    code as i32
}
