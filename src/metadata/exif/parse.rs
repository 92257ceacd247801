//! From text to values: labels, plain numbers, and every text that `format.rs` makes.

#![forbid(unsafe_code)]

use super::block::ByteOrder;
use super::format::{ASCII, UNICODE, UNSTATED};
use super::labels::{Labels, number_of};
use super::tags::Rule;
use super::value::{Format, Value};

/// Longest maker note, in bytes.
const MAKER_NOTE: usize = (64 << 10) - 1;

/// The value that `text` stands for in a block of `order`; None if the tag cannot hold it.
pub fn value_of(text: &[u8], rule: Rule, order: ByteOrder) -> Option<Value> {
    if text.is_empty() || is_placeholder(text) {
        return None;
    }
    let bytes = |bytes: Vec<u8>| Some(Value::of_bytes(Format::Undefined, bytes));
    match rule {
        Rule::Text => stored_text(text),
        Rule::Date => stored_text(text).filter(|_| is_date(text)),
        Rule::Offset => stored_text(text).filter(|_| is_offset(text) || is_date(text)),
        Rule::Copyright => copyright(text),
        Rule::Comment => comment(text, order),
        Rule::MakerNote => bytes(text.to_vec()).filter(|_| text.len() <= MAKER_NOTE),
        Rule::Opaque => bytes(text.to_vec()),
        Rule::TransferFunction => {
            shorts(text, 1, usize::MAX).or_else(|| bytes(text.to_vec()).filter(|_| !text.contains(&0)))
        }
        Rule::Shorts(least, most) => shorts(text, least, most),
        Rule::Longs(least, most) => Some(Value::of_longs(&integers(text, least, most)?)),
        Rule::Labels(labels) | Rule::NumberOnly(labels) => Some(Value::of_shorts(&[labelled(text, labels)?])),
        Rule::OpenLabels(labels) => match number_of(labels, text) {
            Some(number) => Some(Value::of_shorts(&[number])),
            None => shorts(text, 1, 1),
        },
        Rule::OneByte(format, labels) => {
            Some(Value::of_bytes(format, vec![u8::try_from(labelled(text, labels)?).ok()?]))
        }
        Rule::Letters(letters) => {
            let known = letters.iter().find(|(letter, name)| letter.as_bytes() == text || name.as_bytes() == text)?;
            Some(Value::of_text(known.0.as_bytes().to_vec()))
        }
        Rule::Rationals(count) => rationals(text, count),
        Rule::ExposureTime => rationals(text.strip_suffix(b" sec.").unwrap_or(text), 1),
        Rule::FNumber => rationals(text.strip_prefix(b"f/").unwrap_or(text), 1),
        Rule::Aperture => rationals(before_unit(text, " EV"), 1),
        Rule::ShutterSpeed | Rule::Brightness | Rule::ExposureBias => {
            Some(Value::of_srationals(&[signed_fraction(before_unit(text, " EV"))?]))
        }
        Rule::Length(unit) => rationals(text.strip_suffix(format!(" {unit}").as_bytes()).unwrap_or(text), 1),
        Rule::GpsAngle => angle(text),
        Rule::GpsTime => time(text),
        Rule::GpsVersion => Some(Value::of_bytes(Format::Byte, four_bytes(text.split(|byte| *byte == b'.'))?)),
        Rule::DngVersion => {
            let parts = if text.contains(&b'.') { text.split(|byte| *byte == b'.').collect() } else { list(text)? };
            Some(Value::of_bytes(Format::Byte, four_bytes(parts.into_iter())?))
        }
        Rule::Version(name) => bytes(version(text, name)?),
        Rule::Components => bytes(components(text)?),
        Rule::ReadOnly => None,
    }
}

/// Whether a tag of `rule` can hold `value`: its format, its count, and its number where only some have a meaning.
pub fn holds(rule: Rule, value: &Value) -> bool {
    let (format, count) = (value.format(), value.count());
    let listed = |labels: Labels, number: Option<i64>| {
        count == 1 && number.is_some_and(|number| labels.iter().any(|(known, _)| i64::from(*known) == number))
    };
    let undefined = format == Format::Undefined && count > 0;
    match rule {
        Rule::Text | Rule::Copyright => format == Format::Ascii && value.bytes().first().is_some_and(|byte| *byte != 0),
        Rule::Date => format == Format::Ascii && value.text().is_some_and(is_date),
        Rule::Offset => format == Format::Ascii && value.text().is_some_and(|text| is_offset(text) || is_date(text)),
        Rule::Letters(letters) => {
            format == Format::Ascii && letters.iter().any(|(letter, _)| Some(letter.as_bytes()) == value.text())
        }
        Rule::Comment | Rule::Opaque => undefined,
        Rule::MakerNote => undefined && count <= MAKER_NOTE,
        Rule::TransferFunction => undefined || format == Format::Short && count > 0,
        Rule::Shorts(least, most) => format == Format::Short && (least..=most).contains(&count),
        Rule::Longs(least, most) => matches!(format, Format::Short | Format::Long) && (least..=most).contains(&count),
        Rule::Labels(labels) | Rule::NumberOnly(labels) => format == Format::Short && listed(labels, value.integer(0)),
        Rule::OpenLabels(_) => format == Format::Short && count == 1,
        Rule::OneByte(own, labels) => {
            format == own && listed(labels, value.bytes().first().map(|byte| i64::from(*byte)))
        }
        Rule::Rationals(wanted) => is_fraction(value, Format::Rational, wanted),
        Rule::GpsAngle => is_fraction(value, Format::Rational, 3),
        Rule::GpsTime => {
            let below_60 = |at| value.double(at).is_some_and(|number| number < 60.0);
            is_fraction(value, Format::Rational, 3) && (0..3).all(below_60)
        }
        Rule::ExposureTime | Rule::FNumber | Rule::Aperture | Rule::Length(_) => {
            is_fraction(value, Format::Rational, 1)
        }
        Rule::ShutterSpeed | Rule::Brightness | Rule::ExposureBias => is_fraction(value, Format::SRational, 1),
        Rule::GpsVersion | Rule::DngVersion => format == Format::Byte && count == 4,
        Rule::Version(_) => format == Format::Undefined && count == 4 && value.bytes().iter().all(u8::is_ascii_digit),
        Rule::Components => format == Format::Undefined && count == 4 && value.bytes().iter().all(|byte| *byte < 7),
        Rule::ReadOnly => false,
    }
}

/// Whether `value` is `count` fractions without a zero below.
fn is_fraction(value: &Value, format: Format, count: usize) -> bool {
    value.format() == format && value.count() == count && (0..count).all(|at| value.double(at).is_some())
}

/// Whether `text` is what a reader gets for a value that has no text.
fn is_placeholder(text: &[u8]) -> bool {
    let number_between = |start: &str, end: &str| {
        let rest = text.strip_prefix(start.as_bytes()).and_then(|rest| rest.strip_suffix(end.as_bytes()));
        rest.is_some_and(|number| {
            let digits = number.strip_prefix(b"-").unwrap_or(number);
            !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
        })
    };
    number_between("Internal error (unknown value ", ")")
        || number_between("", " bytes undefined data")
        || number_between("Unknown value ", "")
        || matches!(text, b"Unknown FlashPix Version" | b"Unknown Exif Version")
}

/// Text without zeros; those behind it are the caller's way to end it.
fn stored_text(text: &[u8]) -> Option<Value> {
    let text = without_end(text);
    (!text.is_empty() && !text.contains(&0)).then(|| Value::of_text(text.to_vec()))
}

fn without_end(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    &text[..end]
}

/// Whether a reader would find nothing in `text`, where blanks at the end do not count.
fn is_blank(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, 0 | b' '))
}

/// `YYYY:MM:DD` or `YYYY:MM:DD HH:MM:SS`. Zeros stand for what is not known.
fn is_date(text: &[u8]) -> bool {
    let text = without_end(text);
    let (date, time) = text.split_at(text.len().min(10));
    let fits = |text: &[u8], separator: u8, limits: &[(usize, u32)]| {
        let parts: Vec<&[u8]> = text.split(|byte| *byte == separator).collect();
        let fits = |(part, (length, most)): (&&[u8], &(usize, u32))| {
            part.len() == *length && integer(part).is_some_and(|number| number <= *most)
        };
        parts.len() == limits.len() && parts.iter().zip(limits).all(fits)
    };
    let has_time = |time: &[u8]| fits(time, b':', &[(2, 23), (2, 59), (2, 60)]);
    fits(date, b':', &[(4, 9999), (2, 12), (2, 31)]) && (time.is_empty() || time[0] == b' ' && has_time(&time[1..]))
}

/// `+HH:MM` or `-HH:MM`.
fn is_offset(text: &[u8]) -> bool {
    let [b'+' | b'-', hours @ .., b':', tens, ones] = without_end(text) else { return false };
    hours.len() == 2
        && integer(hours).is_some_and(|hours| hours <= 23)
        && integer(&[*tens, *ones]).is_some_and(|minutes| minutes <= 59)
}

/// The two names, of which either may be "[None]"; other text is the photographer.
fn copyright(text: &[u8]) -> Option<Value> {
    const BETWEEN: &[u8] = b" (Photographer) - ";
    let missing = |name: &[u8]| matches!(name.trim_ascii(), b"" | b"[None]");
    let names = text.strip_suffix(b" (Editor)").and_then(|names| {
        let at = names.windows(BETWEEN.len()).rposition(|window| window == BETWEEN)?;
        Some((&names[..at], &names[at + BETWEEN.len()..]))
    });
    let Some((photographer, editor)) = names else {
        return stored_text(text).filter(|_| !missing(without_end(text)));
    };
    // An editor without a photographer is written behind a blank (Exif 2.32, 4.6.4, Copyright).
    match (missing(photographer), missing(editor)) {
        (true, true) => None,
        (false, true) => stored_text(photographer),
        (missing, false) => {
            let photographer = if missing { b" " } else { photographer };
            let whole = !photographer.contains(&0) && !editor.contains(&0);
            whole.then(|| Value::of_text([photographer, b"\0", editor].concat()))
        }
    }
}

fn comment(text: &[u8], order: ByteOrder) -> Option<Value> {
    let text = without_end(text);
    if is_blank(text) {
        return None;
    }
    let bytes = match std::str::from_utf8(text) {
        Ok(_) if text.is_ascii() => [ASCII, text].concat(),
        Ok(text) => {
            let pair = |unit: u16| match order {
                ByteOrder::Little => unit.to_le_bytes(),
                ByteOrder::Big => unit.to_be_bytes(),
            };
            UNICODE.iter().copied().chain(text.encode_utf16().flat_map(pair)).collect()
        }
        Err(_) => [UNSTATED, text].concat(),
    };
    Some(Value::of_bytes(Format::Undefined, bytes))
}

/// The number of a label, or one that has a label.
fn labelled(text: &[u8], labels: Labels) -> Option<u16> {
    number_of(labels, text).or_else(|| {
        let number = u16::try_from(integer(text)?).ok()?;
        labels.iter().any(|(known, _)| *known == number).then_some(number)
    })
}

/// The parts of a list: separated by commas with or without blanks, or by blanks.
fn list(text: &[u8]) -> Option<Vec<&[u8]>> {
    let text = text.trim_ascii();
    let parts: Vec<&[u8]> = if text.contains(&b',') {
        text.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).collect()
    } else {
        text.split(|byte| *byte == b' ').filter(|part| !part.is_empty()).collect()
    };
    (!parts.is_empty() && !parts.iter().any(|part| part.is_empty())).then_some(parts)
}

fn integer(text: &[u8]) -> Option<u32> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    digits.then(|| std::str::from_utf8(text).ok()?.parse().ok()).flatten()
}

fn integers(text: &[u8], least: usize, most: usize) -> Option<Vec<u32>> {
    let numbers: Vec<u32> = list(text)?.into_iter().map(integer).collect::<Option<_>>()?;
    (least..=most).contains(&numbers.len()).then_some(numbers)
}

fn shorts(text: &[u8], least: usize, most: usize) -> Option<Value> {
    let numbers = integers(text, least, most)?;
    let numbers: Vec<u16> = numbers.into_iter().map(|number| u16::try_from(number).ok()).collect::<Option<_>>()?;
    Some(Value::of_shorts(&numbers))
}

fn rationals(text: &[u8], count: usize) -> Option<Value> {
    let fractions: Vec<(u32, u32)> = list(text)?.into_iter().map(fraction).collect::<Option<_>>()?;
    (fractions.len() == count).then(|| Value::of_rationals(&fractions))
}

/// `a/b` as it stands, a whole number, or a decimal in lowest terms.
fn fraction(text: &[u8]) -> Option<(u32, u32)> {
    if let Some(at) = text.iter().position(|byte| *byte == b'/') {
        return Some((integer(&text[..at])?, integer(&text[at + 1..]).filter(|below| *below > 0)?));
    }
    let Some(at) = text.iter().position(|byte| *byte == b'.') else { return Some((integer(text)?, 1)) };
    let (whole, digits) = (integer(&text[..at])?, &text[at + 1..]);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // As many digits as fit into 32 bits, none of them zeros at the end.
    let (mut above, mut below) = (u64::from(whole), 1);
    let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    for digit in &digits[..end] {
        let next = (above * 10 + u64::from(digit - b'0'), below * 10);
        if next.0.max(next.1) > u64::from(u32::MAX) {
            break;
        }
        (above, below) = next;
    }
    let common = greatest_common_divisor(above, below);
    Some(((above / common) as u32, (below / common) as u32))
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn signed_fraction(text: &[u8]) -> Option<(i32, i32)> {
    let text = text.trim_ascii();
    let (sign, rest) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let (above, below) = fraction(rest)?;
    Some((sign * i32::try_from(above).ok()?, i32::try_from(below).ok()?))
}

/// What stands in front of `unit` and anything in brackets behind it.
fn before_unit<'a>(text: &'a [u8], unit: &str) -> &'a [u8] {
    let unit = unit.as_bytes();
    let at = text.windows(unit.len()).position(|window| window == unit).filter(|at| {
        let rest = &text[at + unit.len()..];
        rest.is_empty() || rest.starts_with(b" (") && rest.ends_with(b")")
    });
    &text[..at.unwrap_or(text.len())]
}

/// Three numbers. Two whole ones with a comma are the degrees as a fraction, as on devices.
fn angle(text: &[u8]) -> Option<Value> {
    let parts = list(text)?;
    if let ([above, below], true) = (parts.as_slice(), text.contains(&b',')) {
        let below = integer(below).filter(|below| *below > 0)?;
        return Some(Value::of_rationals(&[(integer(above)?, below), (0, 1), (0, 1)]));
    }
    rationals(text, 3)
}

/// Three numbers, or `h:m:s` where the seconds may have decimals; each below 60.
fn time(text: &[u8]) -> Option<Value> {
    let fields = if text.contains(&b':') {
        let parts: Vec<&[u8]> = text.split(|byte| *byte == b':').collect();
        let &[hours, minutes, seconds] = parts.as_slice() else { return None };
        vec![(integer(hours)?, 1), (integer(minutes)?, 1), fraction(seconds).filter(|_| !seconds.contains(&b'/'))?]
    } else {
        list(text)?.into_iter().map(fraction).collect::<Option<_>>()?
    };
    let fits = fields.len() == 3 && fields.iter().all(|(above, below)| above / below < 60);
    fits.then(|| Value::of_rationals(&fields))
}

/// Four numbers up to 255, decimal or hexadecimal.
fn four_bytes<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let number = |part: &[u8]| match part.strip_prefix(b"0x") {
        Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {
            u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        }
        _ => u8::try_from(integer(part)?).ok(),
    };
    let bytes: Vec<u8> = parts.map(number).collect::<Option<_>>()?;
    (bytes.len() == 4).then_some(bytes)
}

/// `2.1`, `Exif Version 2.1` or the four digits.
fn version(text: &[u8], name: &str) -> Option<Vec<u8>> {
    let text = text.strip_prefix(format!("{name} Version ").as_bytes()).unwrap_or(text);
    if text.len() == 4 && text.iter().all(u8::is_ascii_digit) {
        return Some(text.to_vec());
    }
    let at = text.iter().position(|byte| *byte == b'.')?;
    let (whole, rest) = (integer(&text[..at]).filter(|whole| *whole < 100)?, &text[at + 1..]);
    integer(rest).filter(|_| rest.len() <= 2)?;
    let rest = std::str::from_utf8(rest).ok()?;
    Some(format!("{whole:02}{rest:0<2}").into_bytes())
}

/// The names of four channels, or their numbers.
fn components(text: &[u8]) -> Option<Vec<u8>> {
    let known: [&[u8]; 7] = [b"-", b"Y", b"Cb", b"Cr", b"R", b"G", b"B"];
    let number = |part: &[u8]| {
        let named = known.iter().position(|name| *name == part);
        named.or_else(|| integer(part).map(|number| number as usize)).filter(|number| *number < known.len())
    };
    let bytes: Vec<u8> = list(text)?.into_iter().map(|part| Some(number(part)? as u8)).collect::<Option<_>>()?;
    (bytes.len() == 4).then_some(bytes)
}
