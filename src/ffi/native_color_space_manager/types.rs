//! The types of native_color_space_manager.h, as cbindgen prints them. The text of the header has ColorSpaceName, whose
//! enumerators have aliases, and the object's type, which pixelmap_native.h declares too.

/// The chromaticities of a colour space: CIE 1931 x and y of red, green, blue and white.
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ColorSpacePrimaries {
    /// x of red.
    pub rX: f32,
    /// y of red.
    pub rY: f32,
    /// x of green.
    pub gX: f32,
    /// y of green.
    pub gY: f32,
    /// x of blue.
    pub bX: f32,
    /// y of blue.
    pub bY: f32,
    /// x of white.
    pub wX: f32,
    /// y of white.
    pub wY: f32,
}

/// The chromaticity of white.
///
/// @since 13
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WhitePointArray {
    /// CIE 1931 x and y.
    pub arr: [f32; 2],
}
