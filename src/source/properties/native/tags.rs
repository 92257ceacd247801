//! Values of tags as properties. A value without elements is none.

#![forbid(unsafe_code)]

use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::value::{Format, Value};
use crate::source::properties::Property;

/// A value by the format that it is stored in.
pub fn stored(value: &Value) -> Result<Option<Property>> {
    match value.format() {
        Format::Undefined => blob(value),
        Format::Ascii | Format::Utf8 => text(value),
        Format::Rational | Format::SRational | Format::Float | Format::Double => doubles(value),
        _ => integers(value),
    }
}

/// Whole numbers, also fractions that are whole; if one is not, all are floating point numbers.
pub fn integers(value: &Value) -> Result<Option<Property>> {
    let whole = |at| match value.fraction(at) {
        Some((above, below)) => above.checked_rem(below).filter(|rest| *rest == 0).map(|_| above / below),
        None => value.integer(at),
    };
    let numbers = collected(value.count(), (0..value.count()).map_while(whole))?;
    if numbers.len() < value.count() {
        return doubles(value);
    }
    Ok((!numbers.is_empty()).then_some(Property::Integers(numbers)))
}

/// Floating point numbers, without those of n/0.
pub fn doubles(value: &Value) -> Result<Option<Property>> {
    let numbers = collected(value.count(), (0..value.count()).filter_map(|at| value.double(at)))?;
    Ok((!numbers.is_empty()).then_some(Property::Doubles(numbers)))
}

/// The characters in front of the first NUL; DNG has text in bytes, too.
pub fn text(value: &Value) -> Result<Option<Property>> {
    let text = value.text().unwrap_or_default();
    let text = collected(text.len(), text.iter().copied())?;
    Ok((!text.is_empty()).then_some(Property::Text(text)))
}

/// Bytes as hexadecimal digits.
pub fn digits(value: &Value) -> Result<Option<Property>> {
    let hexadecimal = |digit: u8| char::from_digit(digit.into(), 16).map_or(0, |digit| digit as u8);
    let digits = bytes(value).iter().flat_map(|byte| [hexadecimal(byte >> 4), hexadecimal(byte & 15)]);
    let digits = collected(2 * bytes(value).len(), digits)?;
    Ok((!digits.is_empty()).then_some(Property::Text(digits)))
}

/// Bytes.
pub fn blob(value: &Value) -> Result<Option<Property>> {
    let blob = collected(bytes(value).len(), bytes(value).iter().copied())?;
    Ok((!blob.is_empty()).then_some(Property::Blob(blob)))
}

/// The elements, if each is one byte.
fn bytes(value: &Value) -> &[u8] {
    if value.format().size() == 1 { value.bytes() } else { &[] }
}

/// `elements`, of which there are at most `count`.
fn collected<T>(count: usize, elements: impl Iterator<Item = T>) -> Result<Vec<T>> {
    let mut collected = Vec::new();
    collected
        .try_reserve_exact(count)
        .map_err(|_| ImageError::new(ErrorKind::AllocFailed, format!("no memory for {count} elements of a tag")))?;
    collected.extend(elements);
    Ok(collected)
}
