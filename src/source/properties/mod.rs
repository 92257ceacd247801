//! Named values of a source: EXIF, and what its container says itself.

#![forbid(unsafe_code)]

pub mod native;

/// A value by type, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// Whole numbers.
    Integers(Vec<i64>),
    /// Fractions and floating point numbers.
    Doubles(Vec<f64>),
    /// Text without a NUL.
    Text(Vec<u8>),
    /// Bytes.
    Blob(Vec<u8>),
}
