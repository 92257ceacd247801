//! How x265 is set.

use std::ffi::{CStr, CString};

use libheif_sys as lh;

use crate::failure::{Result, check};

/// Greatest width and height of an image. HEVC would allow a little more than the double; level 6.2 ends at 8444x8444,
/// but stills above it are common and decoded.
pub const MAX_SIDE: u32 = 16384;

/// The settings of every image, chosen by the curve in docs/heif.md; `curve.py` above this folder measures it.
const PARAMETERS: &[(&CStr, &CStr)] = &[
    (c"preset", c"medium"),
    (c"tune", c"ssim"),
    // Blocks of 8x8 pixels would take nearly twice the time for a twentieth of the bytes; transforms of 4x4 do most of
    // what they do.
    (c"x265:ctu", c"64"), // libheif makes small images large enough, and would choose less all the same
    (c"x265:min-cu-size", c"16"),
    (c"tu-intra-depth", c"3"),
    (c"x265:rd", c"2"),
    (c"x265:fast-intra", c"1"),
    (c"x265:strong-intra-smoothing", c"0"),
    // Flat and dark areas get more of the bits than by default.
    (c"x265:aq-mode", c"3"),
    (c"x265:aq-strength", c"1.35"),
    // What pleases eyes in moving pictures costs similarity in stills.
    (c"x265:psy-rd", c"0"),
    (c"x265:psy-rdoq", c"0"),
    // There are no other pictures.
    (c"x265:rc-lookahead", c"0"),
    (c"x265:bframes", c"0"),
    (c"x265:cutree", c"0"),
    (c"x265:scenecut", c"0"),
    (c"x265:frame-threads", c"1"),
    // Rows of blocks are coded side by side, also by one thread, so that the bytes do not depend on how many there are.
    (c"x265:wpp", c"1"),
];

/// Sets all of `encoder` for an image of `quality`, 0 to 100.
pub fn apply(encoder: *mut lh::heif_encoder, quality: u32, threads: u32) -> Result<()> {
    let set = |name: &CStr, value: &CStr| {
        // SAFETY: the caller's encoder is alive, and the texts are.
        check(unsafe { lh::heif_encoder_set_parameter(encoder, name.as_ptr(), value.as_ptr()) })
    };
    PARAMETERS.iter().try_for_each(|(name, value)| set(name, value))?;
    let factor = CString::new(format!("{:.2}", rate_factor(quality))).unwrap_or_default();
    set(c"x265:crf", &factor)?;
    let pools = CString::new(threads.max(1).to_string()).unwrap_or_default();
    set(c"x265:pools", &pools)
}

/// x265's constant rate factor for a quality of 0 to 100: 51 to 0. With the settings above, images are as similar to the
/// original as those of heif-enc, whose factor falls evenly from 50, at the same quality.
fn rate_factor(quality: u32) -> f64 {
    51.0 * (1.0 - (f64::from(quality.min(100)) / 100.0).powf(1.18))
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
