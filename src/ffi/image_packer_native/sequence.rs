//! `OH_ImagePackerNative_PackTo*FromPixelmapSequence`: several PixelMaps as one animation.

use std::sync::Arc;

use super::pack::{DataTarget, PACKERS, capacity_of};
use super::sequence_options::SEQUENCE_OPTIONS;
use crate::content::Pixelmap;
use crate::encode;
use crate::encode::sequence::SequenceTarget;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::c::{Image_ErrorCode, OH_ImagePackerNative, OH_PackingOptionsForSequence, OH_PixelmapNative};
use crate::ffi::error_code::Family;
use crate::ffi::pixelmap_native::pixels::PIXELMAPS;
use crate::ffi::property::lock;
use crate::ffi::{args, boundary, fd};

/// What both functions are given, looked up: what the options mean, and the PixelMaps that become frames.
///
/// # Safety
/// As `args::slice`.
unsafe fn looked_up(
    options: *mut OH_PackingOptionsForSequence,
    sequence: *mut *mut OH_PixelmapNative,
    length: usize,
) -> Result<(SequenceTarget, Vec<Arc<Pixelmap>>)> {
    let options = lock(&*SEQUENCE_OPTIONS.get(options, "options")?).clone();
    if length == 0 {
        return Err(ImageError::new(ErrorKind::BadArgument, "sequenceLength is 0"));
    }
    let target = options.target()?;
    // SAFETY: this function's contract. Elements that are not used need not be there.
    let used = unsafe { args::slice(sequence, length.min(options.frame_count as usize), "pixelmapSequence") }?;
    let pixelmaps = used.iter().map(|handle| PIXELMAPS.get(*handle, "pixelmapSequence")).collect::<Result<_>>()?;
    Ok((target, pixelmaps))
}

/// Packs PixelMaps as a GIF animation into memory.
///
/// The animation has as many frames as the options say. Frame n is element n of the sequence; the last element repeats
/// if there are fewer, and those behind the last frame are not looked at. A list of delays or disposal types that is
/// too short goes on with its last value; without disposal types every frame stays (1). The canvas is as wide and as
/// high as the largest frames, each frame begins at its upper left corner, and pixels of alpha 0 are transparent. The
/// animation runs once unless a loop count was set, endlessly if that is 0. PixelMaps of all pixel formats become 8
/// bits of red, green and blue, HDR tone mapped; how 255 colours are chosen from more, and how exactly, says
/// OHIK_PackingOptionsForSequence_SetTolerance() (ohimagekit/packing_options.h). The file is made in private memory
/// first: on an error outData and *outDataSize are as they were.
///
/// @param imagePacker       made by OH_ImagePackerNative_Create().
/// @param options           number of frames, at least 1; delays from 1 to 65535 in units of 10 ms, at least one;
///                          disposal types from 0 to 3; loop count from 0 to 65535.
/// @param pixelmapSequence  the PixelMaps.
/// @param sequenceLength    number of its elements, at least 1.
/// @param outData           receives the file.
/// @param outDataSize       on entry the length of outData in bytes; 0, and more than 2^63-1, count as 26214400
///                          (25 MiB), because programs written for devices pass them. Receives the length of the file.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if imagePacker, options or a PixelMap that is used is not a live handle,
///         pixelmapSequence, outData or outDataSize is NULL, sequenceLength is 0, or the options hold no frames, no
///         delays or a value out of range;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a frame has more than 65535 pixels on a side, the canvas more than 2^31-1
///         in all, a PixelMap changed its size meanwhile, or the file does not fit into outData.
///
/// Ownership: all arguments stay the caller's.
/// Threads: calls with the same packer wait for each other; who writes pixels waits while their frame is read, and
/// may change frames that come later.
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
    boundary::call(Family::Packer, "OH_ImagePackerNative_PackToDataFromPixelmapSequence", || {
        let packer = PACKERS.get(imagePacker, "imagePacker")?;
        // SAFETY: the module's contract for pointers.
        let (target, pixelmaps) = unsafe { looked_up(options, pixelmapSequence, sequenceLength) }?;
        // SAFETY: as above.
        let (buffer, size) = unsafe { DataTarget::new(outData, outDataSize) }?;
        let _turn = lock(&packer);
        buffer.fill_by(capacity_of(size), |output| encode::encode_sequence(&pixelmaps, target, output))
    })
}

/// Packs PixelMaps as a GIF animation into a file.
///
/// See OH_ImagePackerNative_PackToDataFromPixelmapSequence() for how frames, lists and loop count work. Writing begins
/// at the current position of the descriptor and leaves it behind the last byte; the file is not truncated. The
/// descriptor may be a pipe or a socket. The file is written as the frames are encoded: what is wrong with the
/// arguments, the options or the sizes of the PixelMaps is found before the first byte; after that a failing write or
/// lack of memory can leave a part of the animation in the file.
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
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory;
///         IMAGE_ENCODE_FAILED (7800301) if a frame has more than 65535 pixels on a side, the canvas more than 2^31-1
///         in all, a PixelMap changed its size meanwhile, or not all bytes can be written.
///
/// Ownership: all arguments stay the caller's, who also closes fd.
/// Threads: calls with the same packer wait for each other; who writes pixels waits while their frame is read, and
/// may change frames that come later.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_ImagePackerNative_PackToFileFromPixelmapSequence(
    imagePacker: *mut OH_ImagePackerNative,
    options: *mut OH_PackingOptionsForSequence,
    pixelmapSequence: *mut *mut OH_PixelmapNative,
    sequenceLength: usize,
    fd: i32,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_ImagePackerNative_PackToFileFromPixelmapSequence", || {
        let packer = PACKERS.get(imagePacker, "imagePacker")?;
        // SAFETY: the module's contract for pointers.
        let (target, pixelmaps) = unsafe { looked_up(options, pixelmapSequence, sequenceLength) }?;
        fd::check_writable(fd)?;
        let _turn = lock(&packer);
        fd::write(fd, |output| encode::encode_sequence(&pixelmaps, target, output))
    })
}
