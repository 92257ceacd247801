//! How an animation is packed, beyond what the original's options say.

use crate::encode::SequenceOptions;
use crate::encode::options::{PERCENT, up_to};
use crate::error::Result;
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptionsForSequence};
use crate::ffi::error_code::Family;
use crate::ffi::image_packer_native::sequence_options::SEQUENCE_OPTIONS;
use crate::ffi::property;
use crate::threads::Threads;

/// The C function `name`: lets `write` change the options.
fn set(
    name: &'static str,
    options: *mut OH_PackingOptionsForSequence,
    write: impl FnOnce(&mut SequenceOptions) -> Result<()>,
) -> Image_ErrorCode {
    property::set(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), write)
}

/// The C function `name`: writes what `read` takes from the options to `out`, which comes with its parameter's name.
///
/// # Safety
/// `out` is NULL or valid for one write.
unsafe fn get(
    name: &'static str,
    options: *mut OH_PackingOptionsForSequence,
    out: (*mut u32, &str),
    read: impl FnOnce(&SequenceOptions) -> u32,
) -> Image_ErrorCode {
    let read = |options: &SequenceOptions| Ok(read(options));
    // SAFETY: this function's contract.
    unsafe { property::get(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), out, read) }
}

/// Sets how far the pixels of an animation may be off for the sake of a smaller file. A frame with more colours than a
/// table holds gets the best table for them, and each pixel the entry nearest to it; or one near that, if strings of
/// pixels then repeat. What may be added to the squared distance between a pixel and its entry, in red, green and blue
/// from 0 to 255, is the square of the tolerance; and what differs from the frame before by no more counts as
/// unchanged. Frames of at most 255 colours stay exact; the first frame, and others most of which stay to be looked at,
/// get the nearest entries always.
///
/// A pan over a photo, 24 frames of 480x270: 0 gives 2577 KB at 39.8 dB, 3 gives 2382 KB at 39.7 dB, 6 gives 1982 KB at
/// 38.7 dB, 8 gives 1710 KB at 37.4 dB.
///
/// @param options    made by OH_PackingOptionsForSequence_Create().
/// @param tolerance  0 (the nearest entry, always) to 100; the default is 3, which is not seen.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or tolerance is above 100: then the value
///         set before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_SetTolerance(
    options: *mut OH_PackingOptionsForSequence,
    tolerance: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptionsForSequence_SetTolerance", options, |options| {
        options.quality.tolerance = up_to(PERCENT, "tolerance", tolerance)?;
        Ok(())
    })
}

/// Reads how far the pixels of an animation may be off.
///
/// @param options    made by OH_PackingOptionsForSequence_Create().
/// @param tolerance  receives the value; 3 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or tolerance is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_GetTolerance(
    options: *mut OH_PackingOptionsForSequence,
    tolerance: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OHIK_PackingOptionsForSequence_GetTolerance", (tolerance, "tolerance"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(name, options, out, |options| options.quality.tolerance.into()) }
}

/// Sets how much of the error of a pixel its neighbours make up for (Floyd and Steinberg), in frames with more colours
/// than a table holds. Bands in soft gradients dissolve into noise, and the file grows: at 50, a pan over a photo by
/// 13 % for 0.3 dB less, one over soft light to 2.3 times its size. At 100 PSNR, which compares pixel by pixel, falls
/// by 3 dB. With dithering a tolerance makes no strings.
///
/// @param options  made by OH_PackingOptionsForSequence_Create().
/// @param level    percent of an error that are passed on: 0, the default, is none; at most 100.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or level is above 100: then the value set
///         before stays.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_SetDithering(
    options: *mut OH_PackingOptionsForSequence,
    level: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptionsForSequence_SetDithering", options, |options| {
        options.quality.dithering = up_to(PERCENT, "level", level)?;
        Ok(())
    })
}

/// Reads how much of the error of a pixel its neighbours make up for.
///
/// @param options  made by OH_PackingOptionsForSequence_Create().
/// @param level    receives the value; 0 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or level is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_GetDithering(
    options: *mut OH_PackingOptionsForSequence,
    level: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OHIK_PackingOptionsForSequence_GetDithering", (level, "level"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(name, options, out, |options| options.quality.dithering.into()) }
}

/// Sets how many threads one pack call with these options may use, its caller's included. Frames are worked on at the
/// same time; the bytes never depend on it.
///
/// @param options  made by OH_PackingOptionsForSequence_Create().
/// @param count    threads, any number; 1 keeps the call on the caller's thread; 0, the default, means what
///                 OHIK_SetMaxThreads() (ohimagekit/ohimagekit.h) said, which this overrides for its own calls.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_SetMaxThreads(
    options: *mut OH_PackingOptionsForSequence,
    count: u32,
) -> Image_ErrorCode {
    set("OHIK_PackingOptionsForSequence_SetMaxThreads", options, |options| {
        options.threads = Threads::at_most(count as usize);
        Ok(())
    })
}

/// Reads how many threads one pack call with these options may use.
///
/// @param options  made by OH_PackingOptionsForSequence_Create().
/// @param count    receives the value; 0 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL or not a live handle, or count is NULL.
/// @since 1.0
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OHIK_PackingOptionsForSequence_GetMaxThreads(
    options: *mut OH_PackingOptionsForSequence,
    count: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OHIK_PackingOptionsForSequence_GetMaxThreads", (count, "count"));
    // SAFETY: the module's contract for pointers.
    unsafe { get(name, options, out, |options| options.threads.wish() as u32) }
}
