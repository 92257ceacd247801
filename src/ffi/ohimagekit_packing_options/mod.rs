//! `<ohimagekit/packing_options.h>`: what the library's encoders can do beyond MIME type and quality.

// The order of the header: the blank lines keep rustfmt from sorting.

pub mod jpeg;

pub mod png;

pub mod webp;

pub mod call;

pub mod sequence;

pub mod types;

use super::c::{Image_ErrorCode, OH_PackingOptions};
use super::error_code::Family;
use super::image_packer_native::options::PACKING_OPTIONS;
use super::property;
use crate::encode::PackingOptions;
use crate::error::Result;

/// The C function `name`: lets `write` change the options.
fn set(
    name: &'static str,
    options: *mut OH_PackingOptions,
    write: impl FnOnce(&mut PackingOptions) -> Result<()>,
) -> Image_ErrorCode {
    property::set(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), write)
}

/// The C function `name`: writes what `read` takes from the options to `out`, which comes with its parameter's name.
///
/// # Safety
/// `out` is NULL or valid for one write of `V`.
unsafe fn get<V>(
    name: &'static str,
    options: *mut OH_PackingOptions,
    out: (*mut V, &str),
    read: impl FnOnce(&PackingOptions) -> V,
) -> Image_ErrorCode {
    let read = |options: &PackingOptions| Ok(read(options));
    // SAFETY: this function's contract.
    unsafe { property::get(Family::Packer, name, &PACKING_OPTIONS, (options, "options"), out, read) }
}
