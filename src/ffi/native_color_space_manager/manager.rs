//! `OH_NativeColorSpaceManager_*`: colour spaces as objects.

use std::ffi::c_int;

use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::ffi::boundary;
use crate::ffi::c::{ColorSpaceName, ColorSpacePrimaries, OH_NativeColorSpaceManager, WhitePointArray};
use crate::ffi::handles::{HandleTable, Tag};

/// All live `OH_NativeColorSpaceManager`.
pub static COLOR_SPACES: HandleTable<ColorSpace> =
    HandleTable::new(Tag::NativeColorSpaceManager, "OH_NativeColorSpaceManager");

/// Makes the colour space of a name.
///
/// @param colorSpaceName  a value of ColorSpaceName.
/// @return the new object; NULL if colorSpaceName is NONE, CUSTOM or no value of the enumeration, or there is no
///         memory.
///
/// Ownership: release it with OH_NativeColorSpaceManager_Destroy().
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_CreateFromName(
    colorSpaceName: ColorSpaceName,
) -> *mut OH_NativeColorSpaceManager {
    boundary::call_or(std::ptr::null_mut(), "OH_NativeColorSpaceManager_CreateFromName", || {
        let unknown = || {
            let message = format!("colorSpaceName {colorSpaceName} names no colour space");
            ImageError::new(ErrorKind::BadArgument, message)
        };
        COLOR_SPACES.insert(ColorSpace::from_name(colorSpaceName).ok_or_else(unknown)?)
    })
}

/// Makes a colour space from chromaticities and the exponent of a power function. Its name is CUSTOM.
///
/// The numbers are kept as they are. Whether they make a colour space shows when an image is packed with it: primaries
/// on one line, a y of 0 or an exponent outside 1/65536 to 32767 have no ICC profile, and packing fails with
/// IMAGE_ENCODE_FAILED.
///
/// @param primaries  the chromaticities.
/// @param gamma      the exponent with which samples become light, above 0: light = sample ^ gamma, both from 0 to 1.
/// @return the new object; NULL if there is no memory.
///
/// Ownership: release it with OH_NativeColorSpaceManager_Destroy().
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma(
    primaries: ColorSpacePrimaries,
    gamma: f32,
) -> *mut OH_NativeColorSpaceManager {
    boundary::call_or(std::ptr::null_mut(), "OH_NativeColorSpaceManager_CreateFromPrimariesAndGamma", || {
        let ColorSpacePrimaries { rX, rY, gX, gY, bX, bY, wX, wY } = primaries;
        COLOR_SPACES.insert(ColorSpace::custom([[rX, rY], [gX, gY], [bX, bY]], [wX, wY], gamma))
    })
}

/// Releases a colour space. PixelMaps that it was set for keep a copy.
///
/// @param nativeColorSpaceManager  the object; NULL and one that was released before are ignored.
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_Destroy(nativeColorSpaceManager: *mut OH_NativeColorSpaceManager) {
    boundary::call_or((), "OH_NativeColorSpaceManager_Destroy", || {
        COLOR_SPACES.remove(nativeColorSpaceManager, "nativeColorSpaceManager")
    });
}

/// What the getters share: `read` of the space, or `failure` where there is none.
fn get<T>(
    failure: T,
    name: &'static str,
    object: *mut OH_NativeColorSpaceManager,
    read: impl FnOnce(&ColorSpace) -> T,
) -> T {
    let look = || -> Result<T> { Ok(read(&*COLOR_SPACES.get(object, "nativeColorSpaceManager")?)) };
    boundary::call_or(failure, name, look)
}

/// Reads the name of a colour space.
///
/// @param nativeColorSpaceManager  the colour space.
/// @return a value of ColorSpaceName; 0 if nativeColorSpaceManager is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_GetColorSpaceName(
    nativeColorSpaceManager: *mut OH_NativeColorSpaceManager,
) -> c_int {
    get(0, "OH_NativeColorSpaceManager_GetColorSpaceName", nativeColorSpaceManager, |space| space.name)
}

/// Reads the white point of a colour space.
///
/// @param nativeColorSpaceManager  the colour space.
/// @return the chromaticity; 0 and 0 if nativeColorSpaceManager is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_GetWhitePoint(
    nativeColorSpaceManager: *mut OH_NativeColorSpaceManager,
) -> WhitePointArray {
    let failure = WhitePointArray { arr: [0.0; 2] };
    get(failure, "OH_NativeColorSpaceManager_GetWhitePoint", nativeColorSpaceManager, |space| WhitePointArray {
        arr: space.white,
    })
}

/// Reads the exponent of the transfer function of a colour space.
///
/// @param nativeColorSpaceManager  the colour space.
/// @return the exponent: 2.4 for the curve of sRGB, 1/0.45 for that of BT.709; -2 for PQ and -3 for HLG, which have
///         none; 0 for a logarithm, and if nativeColorSpaceManager is not a live handle.
/// @since 13
#[unsafe(no_mangle)]
pub extern "C" fn OH_NativeColorSpaceManager_GetGamma(nativeColorSpaceManager: *mut OH_NativeColorSpaceManager) -> f32 {
    get(0.0, "OH_NativeColorSpaceManager_GetGamma", nativeColorSpaceManager, |space| space.transfer.gamma())
}
