//! Colour spaces: primaries, white point and transfer function.

#![forbid(unsafe_code)]

/// The colour space of an image's samples. The number is the original's ColorSpaceName.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColorSpace {
    /// The original's number of the name; CUSTOM for one made from primaries and gamma.
    pub name: i32,
    /// CIE x and y of red, green and blue.
    pub primaries: [[f32; 2]; 3],
    /// CIE x and y of white.
    pub white: [f32; 2],
    /// Exponent of the transfer function, as the original reports it.
    pub gamma: f32,
}
