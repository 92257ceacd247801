//! `OH_PackingOptionsForSequence_*`: how an animation is packed.

use std::sync::Mutex;

use crate::encode::SequenceOptions;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptionsForSequence};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};
use crate::ffi::property::{get, lock, set};

/// All live `OH_PackingOptionsForSequence`.
pub static SEQUENCE_OPTIONS: HandleTable<Mutex<SequenceOptions>> =
    HandleTable::new(Tag::PackingOptionsForSequence, "OH_PackingOptionsForSequence");

/// A list as a setter got it: with length 0 a pointer stores an empty list, and NULL unsets it.
///
/// # Safety
/// As `args::slice`, unless `length` is 0.
unsafe fn list_of<T: Copy>(list: *const T, length: usize, argument: &str) -> Result<Option<Vec<T>>> {
    if length == 0 {
        return Ok((!list.is_null()).then(Vec::new));
    }
    // SAFETY: this function's contract.
    Ok(Some(unsafe { args::slice(list, length, argument) }?.to_vec()))
}

/// Copies as many elements as both lists have.
///
/// # Safety
/// As `args::slice_mut`.
unsafe fn copy_list<T: Copy>(stored: &Option<Vec<T>>, list: *mut T, length: usize, argument: &str) -> Result<()> {
    if length == 0 {
        return Err(ImageError::new(ErrorKind::BadArgument, format!("{argument}Length is 0")));
    }
    let Some(stored) = stored else {
        return Err(ImageError::new(ErrorKind::NotSet, format!("{argument} was never set")));
    };
    let count = stored.len().min(length);
    // SAFETY: this function's contract, for the front of the list.
    unsafe { args::slice_mut(list, count, argument) }?.copy_from_slice(&stored[..count]);
    Ok(())
}

/// Makes options of an animation: no frames, no delays, no disposal types, no loop. More can be set with the
/// OHIK_PackingOptionsForSequence_* functions of ohimagekit/packing_options.h.
///
/// @param options  receives the new options.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
///
/// Ownership: release them with OH_PackingOptionsForSequence_Release().
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_Create(
    options: *mut *mut OH_PackingOptionsForSequence,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptionsForSequence_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(SEQUENCE_OPTIONS.insert(Mutex::default())?);
        Ok(())
    })
}

/// Sets the number of frames to write.
///
/// @param options     made by OH_PackingOptionsForSequence_Create().
/// @param frameCount  any value is kept; packing with 0 gives IMAGE_BAD_PARAMETER.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_SetFrameCount(
    options: *mut OH_PackingOptionsForSequence,
    frameCount: u32,
) -> Image_ErrorCode {
    let name = "OH_PackingOptionsForSequence_SetFrameCount";
    set(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), |options| {
        options.frame_count = frameCount;
        Ok(())
    })
}

/// Reads the number of frames to write.
///
/// @param options     made by OH_PackingOptionsForSequence_Create().
/// @param frameCount  receives the value; 0 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or frameCount is NULL.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_GetFrameCount(
    options: *mut OH_PackingOptionsForSequence,
    frameCount: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PackingOptionsForSequence_GetFrameCount", (frameCount, "frameCount"));
    // SAFETY: the module's contract for pointers.
    unsafe {
        get(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), out, |options| Ok(options.frame_count))
    }
}

/// Sets how long each frame is shown, in units of 10 ms.
///
/// The elements are copied: changing the array later has no effect. They are validated when an animation is packed,
/// where 1 to 65535 is allowed; a list shorter than the number of frames repeats its last element.
///
/// @param options              made by OH_PackingOptionsForSequence_Create().
/// @param delayTimeList        delayTimeListLength elements; only compared with NULL when the length is 0.
/// @param delayTimeListLength  number of elements. Length 0 with a pointer stores an empty list; length 0 with NULL
///                             unsets it.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, or delayTimeList is NULL and its length is not 0.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_SetDelayTimeList(
    options: *mut OH_PackingOptionsForSequence,
    delayTimeList: *mut i32,
    delayTimeListLength: usize,
) -> Image_ErrorCode {
    let name = "OH_PackingOptionsForSequence_SetDelayTimeList";
    set(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), |options| {
        // SAFETY: the module's contract for pointers.
        options.delays = unsafe { list_of(delayTimeList, delayTimeListLength, "delayTimeList") }?;
        Ok(())
    })
}

/// Reads the delays back.
///
/// @param options              made by OH_PackingOptionsForSequence_Create().
/// @param delayTimeList        receives as many elements as were set, at most delayTimeListLength; the rest stays.
/// @param delayTimeListLength  elements that fit, at least 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, delayTimeList is NULL, or the length is 0;
///         IMAGE_COPY_FAILED (7600302) if no list was set, or it was unset with NULL.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_GetDelayTimeList(
    options: *mut OH_PackingOptionsForSequence,
    delayTimeList: *mut i32,
    delayTimeListLength: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptionsForSequence_GetDelayTimeList", || {
        let options = SEQUENCE_OPTIONS.get(options, "options")?;
        if delayTimeList.is_null() {
            return Err(args::null("delayTimeList"));
        }
        // SAFETY: the module's contract for pointers.
        unsafe { copy_list(&lock(&options).delays, delayTimeList, delayTimeListLength, "delayTimeList") }
    })
}

/// Sets what happens to each frame before the next one: 0 unspecified, 1 keep, 2 restore the background, 3 restore what
/// was there before.
///
/// The elements are copied: changing the array later has no effect. They are validated when an animation is packed; a
/// list shorter than the number of frames repeats its last element, an empty one means 1 for all.
///
/// @param options              made by OH_PackingOptionsForSequence_Create().
/// @param disposalTypes        disposalTypesLength elements; only compared with NULL when the length is 0.
/// @param disposalTypesLength  number of elements. Length 0 with a pointer stores an empty list; length 0 with NULL
///                             unsets it.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, or disposalTypes is NULL and its length is not 0.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_SetDisposalTypes(
    options: *mut OH_PackingOptionsForSequence,
    disposalTypes: *mut u32,
    disposalTypesLength: usize,
) -> Image_ErrorCode {
    let name = "OH_PackingOptionsForSequence_SetDisposalTypes";
    set(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), |options| {
        // SAFETY: the module's contract for pointers.
        options.disposals = unsafe { list_of(disposalTypes, disposalTypesLength, "disposalTypes") }?;
        Ok(())
    })
}

/// Reads the disposal types back.
///
/// @param options              made by OH_PackingOptionsForSequence_Create().
/// @param disposalTypes        receives as many elements as were set, at most disposalTypesLength; the rest stays.
/// @param disposalTypesLength  elements that fit, at least 1.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle, disposalTypes is NULL, or the length is 0;
///         IMAGE_COPY_FAILED (7600302) if no list was set, or it was unset with NULL.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_GetDisposalTypes(
    options: *mut OH_PackingOptionsForSequence,
    disposalTypes: *mut u32,
    disposalTypesLength: usize,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptionsForSequence_GetDisposalTypes", || {
        let options = SEQUENCE_OPTIONS.get(options, "options")?;
        if disposalTypes.is_null() {
            return Err(args::null("disposalTypes"));
        }
        // SAFETY: the module's contract for pointers.
        unsafe { copy_list(&lock(&options).disposals, disposalTypes, disposalTypesLength, "disposalTypes") }
    })
}

/// Sets how often the animation runs.
///
/// @param options    made by OH_PackingOptionsForSequence_Create().
/// @param loopCount  0: endless; 1 to 65535: that many times; packing with more gives IMAGE_BAD_PARAMETER. An animation
///                   whose count was never set does not repeat.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_SetLoopCount(
    options: *mut OH_PackingOptionsForSequence,
    loopCount: u32,
) -> Image_ErrorCode {
    let name = "OH_PackingOptionsForSequence_SetLoopCount";
    set(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), |options| {
        options.loop_count = Some(loopCount);
        Ok(())
    })
}

/// Reads how often the animation runs.
///
/// @param options    made by OH_PackingOptionsForSequence_Create().
/// @param loopCount  receives the value; 1 if it was never set.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is not a live handle or loopCount is NULL.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_GetLoopCount(
    options: *mut OH_PackingOptionsForSequence,
    loopCount: *mut u32,
) -> Image_ErrorCode {
    let (name, out) = ("OH_PackingOptionsForSequence_GetLoopCount", (loopCount, "loopCount"));
    let read = |options: &SequenceOptions| Ok(options.loop_count.unwrap_or(1));
    // SAFETY: the module's contract for pointers.
    unsafe { get(Family::Packer, name, &SEQUENCE_OPTIONS, (options, "options"), out, read) }
}

/// Releases options of an animation. The handle must not be used afterwards.
///
/// @param options  made by OH_PackingOptionsForSequence_Create().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL, not a handle of such options, or was released before.
/// @since 18
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptionsForSequence_Release(
    options: *mut OH_PackingOptionsForSequence,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptionsForSequence_Release", || {
        SEQUENCE_OPTIONS.remove(options, "options")
    })
}
