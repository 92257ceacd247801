//! EXIF values by type: out of a block as they are stored, and into one as their tags want them.

#![forbid(unsafe_code)]

use super::Property;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::Exif;
use crate::metadata::exif::tags::{Rule, Tag};
use crate::metadata::exif::value::{Format, Value};

/// The value of `key`. A few tags whose bytes mean little by themselves are text, as people read it.
pub fn read(exif: &Exif, key: &[u8]) -> Result<Property> {
    let (tag, value) = exif.value(key)?;
    let elements = 0..value.count();
    Ok(match (tag.rule, value.format()) {
        (Rule::Version(_) | Rule::Components | Rule::Comment | Rule::TransferFunction, _) => {
            Property::Text(exif.text(key)?)
        }
        (_, Format::Ascii | Format::Utf8) => {
            let end = value.bytes().iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            Property::Text(copy(value.bytes()[..end].iter().copied())?)
        }
        (_, Format::Undefined) => Property::Blob(copy(value.bytes().iter().copied())?),
        (_, Format::Rational | Format::SRational | Format::Float | Format::Double) => {
            Property::Doubles(copy(elements.filter_map(|at| value.double(at)))?)
        }
        _ => Property::Integers(copy(elements.filter_map(|at| value.integer(at)))?),
    })
}

/// What `property` is stored as under `tag`. Whether the tag can hold it is for
/// [`set_value`](crate::metadata::exif::Exif::set_value) to say.
pub fn value_of(tag: &Tag, property: &Property) -> Result<Value> {
    let value = match (property, tag.rule) {
        (Property::Integers(numbers), Rule::Longs(..)) => whole(numbers).map(|numbers| Value::of_longs(&numbers)),
        (Property::Integers(numbers), Rule::OneByte(format, _)) => {
            whole(numbers).map(|bytes| Value::of_bytes(format, bytes))
        }
        (Property::Integers(numbers), Rule::GpsVersion | Rule::DngVersion) => {
            whole(numbers).map(|bytes| Value::of_bytes(Format::Byte, bytes))
        }
        (Property::Integers(numbers), _) => whole(numbers).map(|numbers| Value::of_shorts(&numbers)),
        (Property::Doubles(numbers), Rule::ShutterSpeed | Rule::Brightness | Rule::ExposureBias) => {
            let signed = |number: &f64| {
                let (above, below) = fraction(number.abs(), i32::MAX as u32)?;
                let above = above as i32;
                Some((if *number < 0.0 { -above } else { above }, below as i32))
            };
            numbers.iter().map(signed).collect::<Option<Vec<_>>>().map(|fractions| Value::of_srationals(&fractions))
        }
        (Property::Doubles(numbers), _) => {
            let unsigned = |number: &f64| fraction(*number, u32::MAX).filter(|_| *number >= 0.0);
            numbers.iter().map(unsigned).collect::<Option<Vec<_>>>().map(|fractions| Value::of_rationals(&fractions))
        }
        (Property::Blob(bytes), _) => Some(Value::of_bytes(Format::Undefined, copy(bytes.iter().copied())?)),
        (Property::Text(text), _) => Some(Value::of_text(copy(text.iter().copied())?)),
    };
    let refused = || ImageError::new(ErrorKind::MetadataKey, format!("{} cannot hold this number", tag.name));
    value.ok_or_else(refused)
}

/// The elements in memory of their own.
fn copy<T>(elements: impl Iterator<Item = T>) -> Result<Vec<T>> {
    let mut copy = Vec::new();
    let lacking = |_| ImageError::new(ErrorKind::AllocFailed, "no memory for the value of a property");
    copy.try_reserve(elements.size_hint().1.unwrap_or_default()).map_err(lacking)?;
    copy.extend(elements);
    Ok(copy)
}

/// The numbers as narrower ones; None if one is out of their range.
fn whole<T: TryFrom<i64>>(numbers: &[i64]) -> Option<Vec<T>> {
    numbers.iter().map(|number| T::try_from(*number).ok()).collect()
}

/// The fraction nearest to `number`, with both parts up to `most`: the last convergent of its continued fraction that
/// fits, or one that is the same number in double precision. None if nothing comes near.
fn fraction(number: f64, most: u32) -> Option<(u32, u32)> {
    let limit = f64::from(most);
    if !number.is_finite() || number < 0.0 || number > limit {
        return None;
    }
    let (mut last, mut this, mut rest) = ((0.0, 1.0), (1.0, 0.0), number);
    loop {
        let whole = rest.floor();
        let next = (whole * this.0 + last.0, whole * this.1 + last.1);
        if next.0 > limit || next.1 > limit {
            break;
        }
        (last, this) = (this, next);
        if this.0 / this.1 == number || rest == whole {
            break;
        }
        rest = 1.0 / (rest - whole);
    }
    let near = number == 0.0 || (this.0 / this.1 / number - 1.0).abs() < 1e-3;
    near.then_some((this.0 as u32, this.1 as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_become_the_fractions_that_people_mean() {
        let expected = [
            (2.8, (14, 5)),
            (0.0, (0, 1)),
            (1.0 / 3.0, (1, 3)),
            (0.299, (299, 1000)),
            (4_294_967_295.0, (u32::MAX, 1)),
            (1.0 / 8000.0, (1, 8000)),
            (30.12, (753, 25)),
        ];
        for (number, parts) in expected {
            assert_eq!(fraction(number, u32::MAX), Some(parts), "{number}");
        }
        for number in [f64::NAN, f64::INFINITY, -1.0, 4_294_967_296.0, 1e-12] {
            assert_eq!(fraction(number, u32::MAX), None, "{number}");
        }
        let mut state = 1u64;
        for _ in 0..100_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = (state >> 11) as f64 / (1u64 << 53) as f64 * 10f64.powi((state % 9) as i32 - 3);
            if number > 1e-4 {
                let (above, below) = fraction(number, u32::MAX).unwrap();
                let error = (f64::from(above) / f64::from(below) - number).abs();
                // Of numbers that are no such fraction the nearest is closer than 1 / below^2 (Lagrange).
                assert!(error <= 1.0 / f64::from(below).powi(2) + number * 1e-15, "{number}: {above}/{below}");
            }
        }
    }
}
