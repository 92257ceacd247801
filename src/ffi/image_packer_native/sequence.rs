//! `OH_ImagePackerNative_PackTo*FromPixelmapSequence`: several PixelMaps as one animation.

// To be taken out when the functions of this file are built.
#![allow(unused_variables)]

use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_ImagePackerNative, OH_PackingOptionsForSequence, OH_PixelmapNative};

/// Packs PixelMaps as a GIF animation into memory.
///
/// The animation has as many frames as the options say. Frame n is element n of the sequence; the last element repeats
/// if there are fewer, and those behind the last frame are not looked at. A list of delays or disposal types that is
/// too short goes on with its last value; without disposal types every frame stays (1). The canvas is as wide and as
/// high as the largest frames, each frame begins at its upper left corner, and pixels of alpha 0 are transparent. The
/// animation repeats only if a loop count was set, endlessly if that is 0.
///
/// @param imagePacker       made by OH_ImagePackerNative_Create().
/// @param options           number of frames, at least 1; delays from 1 to 65535 in units of 10 ms, at least one;
///                          disposal types from 0 to 3; loop count from 0 to 65535.
/// @param pixelmapSequence  the PixelMaps.
/// @param sequenceLength    number of its elements, at least 1.
/// @param outData           receives the file.
/// @param outDataSize       on entry the length of outData in bytes, where 0 stands for 26214400 (25 MiB); receives the
///                          length of the file, untouched on failure.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or a PixelMap that is used is not a live handle,
///         pixelmapSequence, outData or outDataSize is NULL, sequenceLength is 0, or the options hold no frames, no
///         delays or a value out of range;
///         IMAGE_ENCODE_FAILED (7800301) if a frame cannot be encoded, has more than 65535 pixels on a side, or the
///         file does not fit into outData.
///
/// Ownership: all arguments stay the caller's.
/// Threads: calls with the same packer wait for each other; nobody may write the pixels during the call.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToDataFromPixelmapSequence(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptionsForSequence,
    pixelmapSequence: *mut *mut OH_PixelmapNative,
    sequenceLength: usize,
    outData: *mut u8,
    outDataSize: *mut usize,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImagePackerNative_PackToDataFromPixelmapSequence")
}

/// Packs PixelMaps as a GIF animation into a file.
///
/// See OH_ImagePackerNative_PackToDataFromPixelmapSequence() for how frames, lists and loop count work. Writing begins
/// at the current position of the descriptor and leaves it behind the last byte; the file is not truncated. The
/// descriptor may be a pipe or a socket. The file is touched only after the encoding has succeeded, so only a failed
/// write can leave a part of it behind.
///
/// @param imagePacker       made by OH_ImagePackerNative_Create().
/// @param options           number of frames, at least 1; delays from 1 to 65535 in units of 10 ms, at least one;
///                          disposal types from 0 to 3; loop count from 0 to 65535.
/// @param pixelmapSequence  the PixelMaps.
/// @param sequenceLength    number of its elements, at least 1.
/// @param fd                a descriptor open for writing.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or a PixelMap that is used is not a live handle,
///         pixelmapSequence is NULL, sequenceLength is 0, the options hold no frames, no delays or a value out of
///         range, or fd is negative, not open or not open for writing;
///         IMAGE_ENCODE_FAILED (7800301) if a frame cannot be encoded, has more than 65535 pixels on a side, or not all
///         bytes can be written.
///
/// Ownership: all arguments stay the caller's, who also closes fd.
/// Threads: calls with the same packer wait for each other; nobody may write the pixels during the call.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToFileFromPixelmapSequence(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptionsForSequence,
    pixelmapSequence: *mut *mut OH_PixelmapNative,
    sequenceLength: usize,
    fd: i32,
) -> Image_ErrorCode {
    boundary::not_built("OH_ImagePackerNative_PackToFileFromPixelmapSequence")
}
