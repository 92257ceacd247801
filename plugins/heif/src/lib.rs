//! HEIF for ohimagekit: libheif, with x265 and libde265, behind the C interface of `src/heif/interface.rs`.
//!
//! Nothing of the library is linked here but that interface, which knows nothing of either. Errors are numbers and
//! texts; a panic becomes one.

#[path = "../../../src/heif/interface.rs"]
#[allow(dead_code)] // each side uses its part
mod interface;

mod failure;
mod image;
mod reader;
mod room;
mod settings;
mod writer;

use std::sync::OnceLock;

use interface::{Plugin, VERSION};
use libheif_sys as lh;

/// The entry of [`interface::SYMBOL`].
#[unsafe(no_mangle)]
pub extern "C" fn ohimagekit_heif_plugin() -> *const Plugin {
    static TABLE: OnceLock<Option<Plugin>> = OnceLock::new();
    let table = TABLE.get_or_init(|| std::panic::catch_unwind(make).ok().flatten());
    table.as_ref().map_or(std::ptr::null(), std::ptr::from_ref)
}

/// The table; None if the codecs are missing.
fn make() -> Option<Plugin> {
    // SAFETY: no parameters are allowed; codecs are registered once, and never taken away.
    let started = unsafe { lh::heif_init(std::ptr::null_mut()) };
    let hevc = lh::heif_compression_format_heif_compression_HEVC;
    // SAFETY: libheif was started.
    let complete =
        unsafe { lh::heif_have_encoder_for_format(hevc) != 0 && lh::heif_have_decoder_for_format(hevc) != 0 };
    if started.code != lh::heif_error_code_heif_error_Ok || !complete {
        return None;
    }
    Some(Plugin {
        version: VERSION,
        max_side: settings::MAX_SIDE,
        name: name(),
        write: writer::write,
        open: reader::open,
        close: reader::close,
        items: reader::items,
        item: reader::item,
        references: reader::references,
        read: reader::read,
        decode: reader::decode,
    })
}

/// The libraries with their versions.
fn name() -> [u8; 128] {
    // SAFETY: libheif gives a text that stays.
    let version = unsafe { std::ffi::CStr::from_ptr(lh::heif_get_version()) }.to_string_lossy();
    failure::text(&format!("libheif {version}, {}", settings::encoder_name()))
}
