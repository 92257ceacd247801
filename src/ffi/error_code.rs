//! From an error kind to the number that each family of C functions has for it.
//!
//! The same mistake has another number in another header: this table is the only place that knows.

use super::image_common::types::Image_ErrorCode as Code;
use super::image_mdk_common::types::IRNdkErrCode as Mdk;
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
    /// Functions that know one code only, 401: making PixelMaps and sources, headers of sources.
    Plain,
    /// Making PixelMaps with an allocator.
    PixelmapAllocator,
    /// The row stride of initialization options: a released object has its own code.
    RowStride,
    /// The one older editor of PixelMaps that tells causes apart: scaling with a filter.
    PixelmapScale,
    /// Functions of API version 26.0.0 on PixelMaps and metadata, and the few older ones with their codes.
    Api26,
    /// Decoding.
    SourceDecode,
    /// Decoding with an allocator, which tells causes apart.
    SourceAllocator,
    /// The functions of image_source_native.h that know one code only, 7700204.
    SourceQuery,
    /// Reading properties of a source as text: 401, whatever is wrong, but lack of memory.
    SourceText,
    /// Properties of a source by type, metadata, and raw sensor data.
    SourceProperty,
    /// Metadata of a source, several objects at once.
    SourceMetadata,
    /// A picture of a source.
    SourcePicture,
    /// A picture of one frame of a source.
    SourceFrame,
    /// Auxiliary pictures: as Common, but for sizes and short buffers.
    Auxiliary,
    /// Making auxiliary pictures with an allocator: as Api26, but for the allocator.
    AuxiliaryAllocator,
    /// The older native calls (image_packer_mdk.h).
    Mdk,
}

/// The number that functions of `family` return for an error of `kind`.
pub fn code_of(family: Family, kind: ErrorKind) -> i32 {
    use ErrorKind as K;
    let code = match (family, kind) {
        (Family::Mdk, _) => return mdk_code_of(kind) as i32,
        (Family::Auxiliary, K::TooLarge) => Code::IMAGE_BAD_PARAMETER,
        (Family::Auxiliary, K::BufferTooSmall) => Code::IMAGE_COPY_FAILED,
        (Family::Auxiliary, _) => return code_of(Family::Common, kind),
        (Family::AuxiliaryAllocator, K::AllocatorMode) => Code::IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE,
        (Family::AuxiliaryAllocator, _) => return code_of(Family::Api26, kind),

        (Family::PackerQuery, _) => Code::IMAGE_PACKER_INVALID_PARAMETER,
        (Family::SourceQuery, _) => Code::IMAGE_SOURCE_INVALID_PARAMETER,
        (Family::Plain, _) => Code::IMAGE_BAD_PARAMETER,
        (Family::SourceText, K::AllocFailed) => Code::IMAGE_ALLOC_FAILED,
        (Family::SourceText, _) => Code::IMAGE_BAD_PARAMETER,
        (Family::RowStride, K::StaleHandle) => Code::IMAGE_UNKNOWN_ERROR,
        (Family::PixelmapScale, K::Released) => Code::IMAGE_UNKNOWN_ERROR,
        (Family::PixelmapScale, K::Locked) => Code::IMAGE_BAD_PARAMETER,

        (Family::Api26, K::BadArgument | K::StaleHandle | K::BadFd | K::DecodeOptionRange) => {
            Code::IMAGE_INVALID_PARAMETER
        }
        (Family::Api26, K::Released) => Code::IMAGE_PIXELMAP_RELEASED,
        (Family::Api26, K::Region) => Code::IMAGE_INVALID_REGION,
        (Family::Api26, K::PixelFormat) => Code::IMAGE_UNSUPPORTED_DATA_FORMAT,
        (Family::Api26, K::TooLarge) => Code::IMAGE_ALLOC_FAILED,
        (Family::Api26, K::Internal) => Code::IMAGE_GET_IMAGE_DATA_FAILED,
        (Family::Common | Family::PixelmapScale, K::PixelFormat) => Code::IMAGE_UNSUPPORTED_CONVERSION,

        (Family::Packer, K::TargetFormat) => Code::IMAGE_BAD_PARAMETER,
        (Family::Packer, K::SourceUnrecognised) => Code::IMAGE_UNKNOWN_MIME_TYPE,
        (Family::Packer, K::SourceDataBad | K::SourceHeaderBad) => Code::IMAGE_BAD_SOURCE,
        (Family::Packer, K::SourceDecodeFailed) => Code::IMAGE_DECODE_FAILED,
        (Family::Packer, K::SourceTooLarge) => Code::IMAGE_TOO_LARGE,
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

        (Family::PixelmapAllocator, K::PixelFormat | K::AllocFailed) => Code::IMAGE_BAD_PARAMETER,

        (Family::SourceDecode | Family::SourceAllocator, K::DecodeOptions | K::PixelFormat)
        | (Family::SourceDecode, K::DecodeOptionRange) => Code::IMAGE_SOURCE_UNSUPPORTED_OPTIONS,
        (Family::SourceAllocator, K::SourceDataBad) => Code::IMAGE_BAD_SOURCE,
        (Family::SourceAllocator, K::SourceUnrecognised | K::SourceHeaderBad) => {
            Code::IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE
        }
        (Family::SourceAllocator, K::SourceTooLarge | K::TooLarge) => Code::IMAGE_SOURCE_TOO_LARGE,
        (Family::SourceAllocator, K::AllocFailed) => Code::IMAGE_SOURCE_ALLOC_FAILED,
        (Family::SourceAllocator, K::AllocatorMode) => Code::IMAGE_SOURCE_UNSUPPORTED_ALLOCATOR_TYPE,

        (Family::SourceProperty, K::BadArgument | K::Released | K::StaleHandle) => Code::IMAGE_SOURCE_INVALID_PARAMETER,
        (
            Family::SourceProperty,
            K::SourceUnrecognised | K::SourceDataBad | K::SourceHeaderBad | K::SourceDecodeFailed | K::SourceTooLarge,
        ) => Code::IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE,
        (Family::SourceProperty, _) => Code::IMAGE_SOURCE_UNSUPPORTED_METADATA,
        (
            Family::SourceMetadata,
            K::BadArgument
            | K::Released
            | K::StaleHandle
            | K::SourceUnrecognised
            | K::SourceDataBad
            | K::SourceHeaderBad
            | K::SourceDecodeFailed
            | K::SourceTooLarge,
        ) => Code::IMAGE_SOURCE_INVALID_PARAMETER,
        (Family::SourceMetadata, K::AllocFailed) => Code::IMAGE_SOURCE_ALLOC_FAILED,
        (Family::SourceMetadata, _) => Code::IMAGE_SOURCE_UNSUPPORTED_METADATA,
        (Family::SourcePicture, K::BadFd | K::DecodeOptionRange | K::Region) => Code::IMAGE_DECODE_FAILED,
        (Family::SourceFrame, K::SourceDataBad | K::SourceHeaderBad | K::SourceDecodeFailed) => Code::IMAGE_BAD_SOURCE,
        (Family::SourceFrame, K::SourceUnrecognised) => Code::IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE,
        (Family::SourceFrame, K::SourceTooLarge | K::TooLarge) => Code::IMAGE_SOURCE_TOO_LARGE,
        (Family::SourceFrame, K::BadArgument | K::DecodeOptions) => Code::IMAGE_SOURCE_UNSUPPORTED_OPTIONS,
        (Family::SourceFrame, _) => Code::IMAGE_DECODE_FAILED,

        (_, K::BadArgument | K::Released | K::StaleHandle | K::BadFd | K::DecodeOptionRange | K::Region) => {
            Code::IMAGE_BAD_PARAMETER
        }
        (Family::SourceDecode, _) => Code::IMAGE_UNSUPPORTED_OPERATION,
        (Family::SourceAllocator | Family::SourcePicture, _) => Code::IMAGE_DECODE_FAILED,
        (_, K::Unsupported | K::Locked) => Code::IMAGE_UNSUPPORTED_OPERATION,
        (_, K::NoDma) => Code::IMAGE_DMA_NOT_EXIST,
        (_, K::MetadataKey) => Code::IMAGE_UNSUPPORTED_METADATA,
        (_, K::Surface) => Code::IMAGE_CREATE_PIXELMAP_FAILED,
        (_, K::TooLarge) => Code::IMAGE_TOO_LARGE,
        (_, K::AllocFailed) => Code::IMAGE_ALLOC_FAILED,
        (_, K::AllocatorMode) => Code::IMAGE_ALLOCATOR_MODE_UNSUPPORTED,
        (_, K::NotSet) => Code::IMAGE_COPY_FAILED,
        (_, _) => Code::IMAGE_UNKNOWN_ERROR,
    };
    code as i32
}

/// The older calls answer -1 to what they check themselves, and the inner code of whatever fails behind that.
fn mdk_code_of(kind: ErrorKind) -> Mdk {
    use ErrorKind as K;
    match kind {
        K::BadArgument | K::Released | K::StaleHandle => Mdk::IMAGE_RESULT_BAD_PARAMETER,
        K::TargetFormat | K::BadFd | K::Unsupported | K::Locked => Mdk::IMAGE_RESULT_INVALID_PARAMETER,
        K::OutputWrite | K::SourceDataBad | K::SourceHeaderBad | K::PixelDataBad => Mdk::IMAGE_RESULT_DATA_ABNORMAL,
        K::BufferTooSmall | K::PixelFormat | K::EncoderFailed => Mdk::IMAGE_RESULT_ENCODE_FAILED,
        K::TooLarge | K::SourceTooLarge => Mdk::IMAGE_RESULT_TOO_LARGE,
        K::SourceUnrecognised => Mdk::IMAGE_RESULT_UNKNOWN_FORMAT,
        K::SourceDecodeFailed | K::DecodeOptions | K::DecodeOptionRange => Mdk::IMAGE_RESULT_DECODE_ABNORMAL,
        K::AllocFailed => Mdk::IMAGE_RESULT_MALLOC_ABNORMAL,
        K::TooManyImages => Mdk::IMAGE_RESULT_ADD_PIXEL_MAP_FAILED,
        K::Icc => Mdk::IMAGE_RESULT_MEDIA_ENCODE_ICC_FAILED,
        K::Surface => Mdk::IMAGE_RESULT_CREATE_SURFACE_FAILED,
        K::AllocatorMode | K::NotSet | K::Region | K::NoDma | K::MetadataKey | K::Internal => {
            Mdk::IMAGE_RESULT_IMAGE_RESULT_BASE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [ErrorKind; 30] = {
        use ErrorKind as K;
        [
            K::BadArgument,
            K::Released,
            K::StaleHandle,
            K::BadFd,
            K::TargetFormat,
            K::OutputWrite,
            K::BufferTooSmall,
            K::TooLarge,
            K::SourceUnrecognised,
            K::SourceDataBad,
            K::SourceHeaderBad,
            K::SourceDecodeFailed,
            K::SourceTooLarge,
            K::DecodeOptions,
            K::DecodeOptionRange,
            K::PixelDataBad,
            K::AllocFailed,
            K::PixelFormat,
            K::TooManyImages,
            K::Icc,
            K::Surface,
            K::EncoderFailed,
            K::Unsupported,
            K::Locked,
            K::Region,
            K::NoDma,
            K::MetadataKey,
            K::AllocatorMode,
            K::NotSet,
            K::Internal,
        ]
    };

    /// What docs/errors.md says in a sentence about the families that have no column of their own.
    #[test]
    fn families_of_few_numbers_have_those_of_their_rows() {
        use ErrorKind as K;
        let arguments = [K::BadArgument, K::Released, K::StaleHandle];
        for kind in KINDS {
            let of_source = format!("{kind:?}").starts_with("Source");
            let expected = [
                if kind == K::AllocFailed { 7600301 } else { 401 },
                if arguments.contains(&kind) {
                    7700204
                } else if of_source {
                    7700102
                } else {
                    7700202
                },
                if kind == K::AllocFailed {
                    7700302
                } else if of_source || arguments.contains(&kind) {
                    7700204
                } else {
                    7700202
                },
                if arguments.contains(&kind) { 401 } else { 7700301 },
                match kind {
                    K::SourceDataBad | K::SourceHeaderBad | K::SourceDecodeFailed => 7700101,
                    K::SourceUnrecognised => 7700102,
                    K::SourceTooLarge | K::TooLarge => 7700103,
                    K::BadArgument | K::DecodeOptions => 7700203,
                    _ => 7700301,
                },
                match kind {
                    K::TooLarge => 401,
                    K::BufferTooSmall => 7600302,
                    _ => code_of(Family::Common, kind),
                },
                if kind == K::AllocatorMode { 7700201 } else { code_of(Family::Api26, kind) },
            ];
            let families = [
                Family::SourceText,
                Family::SourceProperty,
                Family::SourceMetadata,
                Family::SourcePicture,
                Family::SourceFrame,
                Family::Auxiliary,
                Family::AuxiliaryAllocator,
            ];
            assert_eq!(families.map(|family| code_of(family, kind)), expected, "{kind:?}");
        }
    }

    /// docs/errors.md has one row for each kind, with the numbers of this table.
    #[test]
    fn the_numbers_are_those_of_the_documentation() {
        let page = include_str!("../../docs/errors.md");
        use Family as F;
        let families = [
            F::Packer,
            F::Common,
            F::PixelmapAllocator,
            F::RowStride,
            F::PixelmapScale,
            F::Api26,
            F::SourceDecode,
            F::SourceAllocator,
            F::Mdk,
        ];
        for kind in KINDS {
            let name = format!("| {kind:?} |");
            let row = page.lines().find(|line| line.starts_with(&name)).unwrap_or_else(|| panic!("no row {name}"));
            let numbers: Vec<i32> = row.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
            let expected = families.map(|family| code_of(family, kind));
            assert_eq!(numbers, expected, "{row}");
        }

        // Its list of numbers has those that are returned, and no others.
        let section = page.split("## The numbers").nth(1).unwrap().split("\n## ").next().unwrap();
        let mut listed: Vec<i32> =
            section.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok()).collect();
        let of_few = [F::PackerQuery, F::Plain, F::SourceQuery, F::SourceText, F::SourceProperty, F::SourceMetadata];
        let all = families.into_iter().chain(of_few).chain([
            F::SourcePicture,
            F::SourceFrame,
            F::Auxiliary,
            F::AuxiliaryAllocator,
        ]);
        let mut returned: Vec<i32> =
            all.flat_map(|family| KINDS.map(|kind| code_of(family, kind))).chain([0]).collect();
        for numbers in [&mut listed, &mut returned] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        assert_eq!(listed, returned);
    }
}
