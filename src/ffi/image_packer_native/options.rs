//! `OH_PackingOptions_*`: how one still image is packed.

use std::sync::Mutex;

use crate::ffi::args;
use crate::ffi::boundary;
use crate::ffi::c::{Image_ErrorCode, OH_PackingOptions};
use crate::ffi::error_code::Family;
use crate::ffi::handles::{HandleTable, Tag};

/// A stand-in until the core has its own.
pub struct Options {
    quality: i32,
}

/// All living `OH_PackingOptions`.
pub static PACKING_OPTIONS: HandleTable<Mutex<Options>> = HandleTable::new(Tag::PackingOptions, "OH_PackingOptions");

/// Makes packing options: quality 0, no MIME type, standard dynamic range, no properties.
///
/// @param options  receives the new options; release them with OH_PackingOptions_Release().
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is NULL;
///         IMAGE_ALLOC_FAILED (7600301) if there is no memory.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_Create(options: *mut *mut OH_PackingOptions) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_Create", || {
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(options, "options") }?;
        out.set(PACKING_OPTIONS.insert(Mutex::new(Options { quality: 0 }))?);
        Ok(())
    })
}

/// Reads the quality.
///
/// @param options  made by OH_PackingOptions_Create().
/// @param quality  receives the value as it was set; 0 if it never was.
/// @return IMAGE_SUCCESS;
///         IMAGE_BAD_PARAMETER (401) if options is no living handle or quality is NULL.
/// @since 12
#[unsafe(no_mangle)]
pub unsafe extern "C" fn OH_PackingOptions_GetQuality(
    options: *mut OH_PackingOptions,
    quality: *mut u32,
) -> Image_ErrorCode {
    boundary::call(Family::Packer, "OH_PackingOptions_GetQuality", || {
        let options = PACKING_OPTIONS.get(options, "options")?;
        // SAFETY: the module's contract for pointers.
        let out = unsafe { args::out(quality, "quality") }?;
        let value = options.lock().map(|options| options.quality).unwrap_or_default();
        out.set(value as u32);
        Ok(())
    })
}
