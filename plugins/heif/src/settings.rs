//! How x265 is set.

use std::ffi::{CStr, CString};

use libheif_sys as lh;

use crate::failure::{Result, check};

/// Greatest width and height of an image. HEVC would allow a little more than the double; level 6.2 ends at 8444x8444, but
/// stills above it are common and decoded.
pub const MAX_SIDE: u32 = 16384;

/// The preset; see docs/heif.md for the curve that it was chosen by.
const PRESET: &CStr = c"veryfast";

/// The tune.
const TUNE: &CStr = c"ssim";

/// What differs from the preset. libheif switches on what is slow, whatever the preset says, so it is switched off here.
const PARAMETERS: &[(&CStr, &CStr)] =
    &[(c"x265:rect", c"0"), (c"x265:amp", c"0"), (c"x265:frame-threads", c"1"), (c"x265:wpp", c"1")];

/// Sets all of `encoder` for an image of `quality`, 0 to 100.
pub fn apply(encoder: *mut lh::heif_encoder, quality: u32, threads: u32) -> Result<()> {
    let set = |name: &CStr, value: &CStr| {
        // SAFETY: the caller's encoder is alive, and the texts are.
        check(unsafe { lh::heif_encoder_set_parameter(encoder, name.as_ptr(), value.as_ptr()) })
    };
    let env = |name: &str, default: &CStr| {
        std::env::var(name).ok().and_then(|v| CString::new(v).ok()).unwrap_or(default.into())
    };
    set(c"preset", &env("P_PRESET", PRESET))?;
    set(c"tune", &env("P_TUNE", TUNE))?;
    // SAFETY: the caller's encoder is alive.
    check(unsafe { lh::heif_encoder_set_lossy_quality(encoder, quality.min(100) as i32) })?;
    if let Ok(list) = std::env::var("P_PARAMS") {
        for pair in list.split(',').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            set(&CString::new(name).unwrap(), &CString::new(value).unwrap())?;
        }
    } else {
        PARAMETERS.iter().try_for_each(|(name, value)| set(name, value))?;
    }
    let pools = CString::new(threads.max(1).to_string()).unwrap_or_default();
    set(c"x265:pools", &pools)
}

/// The encoder's name.
pub fn encoder_name() -> String {
    let mut descriptor = std::ptr::null();
    let hevc = lh::heif_compression_format_heif_compression_HEVC;
    // SAFETY: there is room for one descriptor, and its name is a text that stays.
    unsafe {
        if lh::heif_get_encoder_descriptors(hevc, std::ptr::null(), &mut descriptor, 1) == 0 {
            return String::new();
        }
        CStr::from_ptr(lh::heif_encoder_descriptor_get_name(descriptor)).to_string_lossy().into_owned()
    }
}
