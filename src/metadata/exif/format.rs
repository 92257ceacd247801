//! From values to text, in the manner of libexif, which programs know from devices.
//!
//! A value of another format than its tag should have is shown as what it is.

#![forbid(unsafe_code)]

use super::block::ByteOrder;
use super::labels::label_of;
use super::tags::Rule;
use super::value::{Format, Value};

/// Most bytes that are read of text and of bytes without a meaning.
const LONG: usize = 64 << 10;

/// Most bytes that are read of any other value.
const SHORT: usize = 1024;

/// The character sets in front of comments (Exif 2.32, 4.6.5, UserComment).
pub(super) const ASCII: &[u8; 8] = b"ASCII\0\0\0";
pub(super) const UNICODE: &[u8; 8] = b"UNICODE\0";
pub(super) const JIS: &[u8; 8] = b"JIS\0\0\0\0\0";
pub(super) const UNSTATED: &[u8; 8] = &[0; 8];

/// The text of `value`, which lies in a block of `order`.
pub fn text_of(value: &Value, rule: Rule, order: ByteOrder) -> Vec<u8> {
    let mut text = by_rule(value, rule, order).unwrap_or_else(|| plain(value));
    let long = value.format().is_text() || value.format() == Format::Undefined;
    text.truncate(if long { LONG } else { SHORT });
    text
}

/// The text that `rule` asks for, if the value allows it.
fn by_rule(value: &Value, rule: Rule, order: ByteOrder) -> Option<Vec<u8>> {
    let text = match rule {
        Rule::Text | Rule::Date | Rule::Offset | Rule::Letters(_) | Rule::TransferFunction => {
            return value.text().map(<[u8]>::to_vec);
        }
        Rule::MakerNote => return (value.format().size() == 1).then(|| value.bytes().to_vec()),
        Rule::Comment => return comment(value, order),
        Rule::Copyright => return copyright(value),
        Rule::Labels(labels) | Rule::OpenLabels(labels) => label_of(labels, value.integer(0)?)?.to_owned(),
        Rule::OneByte(_, labels) => label_of(labels, byte(value)?)?.to_owned(),
        Rule::ExposureTime => match value.double(0)? {
            seconds if seconds > 0.0 && seconds < 1.0 => format!("1/{:.0} sec.", (1.0 / seconds + 0.5).floor()),
            seconds => format!("{:.0} sec.", seconds.trunc()),
        },
        Rule::FNumber => format!("f/{:.1}", value.double(0)?),
        Rule::Aperture => {
            let apex = value.double(0)?;
            format!("{apex:.2} EV (f/{:.1})", (apex / 2.0).exp2())
        }
        Rule::ShutterSpeed => {
            let apex = value.double(0)?;
            let seconds = (-apex).exp2();
            if seconds < 1.0 {
                format!("{apex:.2} EV (1/{:.0} sec.)", apex.exp2())
            } else {
                format!("{apex:.2} EV ({seconds:.0} sec.)")
            }
        }
        Rule::Brightness => {
            // The APEX unit is one foot-lambert: 1 / pi candela per square foot.
            let apex = value.double(0)?;
            let luminance = apex.exp2() / (std::f64::consts::PI * 0.3048 * 0.3048);
            format!("{apex:.2} EV ({luminance:.2} cd/m^2)")
        }
        Rule::ExposureBias => format!("{:.2} EV", value.double(0)?),
        Rule::Length(unit) => format!("{:.1} {unit}", value.double(0)?),
        Rule::GpsTime => {
            let [hours, minutes, seconds] = [value.double(0)?, value.double(1)?, value.double(2)?];
            format!("{:02.0}:{:02.0}:{seconds:05.2}", hours.trunc(), minutes.trunc())
        }
        Rule::GpsVersion => listed(value, ".", |at| Some(value.integer(at)?.to_string()))?,
        Rule::DngVersion => listed(value, ", ", |at| Some(format!("0x{:02x}", value.integer(at)?)))?,
        Rule::Version(name) => version(value, name)?,
        Rule::Components => {
            let known = ["-", "Y", "Cb", "Cr", "R", "G", "B"];
            let names = value.bytes().iter().take(4).map(|byte| *known.get(usize::from(*byte)).unwrap_or(&"Reserved"));
            names.collect::<Vec<_>>().join(" ")
        }
        Rule::Opaque
        | Rule::Shorts(..)
        | Rule::Longs(..)
        | Rule::NumberOnly(_)
        | Rule::Rationals(_)
        | Rule::GpsAngle
        | Rule::ReadOnly => return None,
    };
    Some(text.into_bytes())
}

/// The text of a value by its format alone.
fn plain(value: &Value) -> Vec<u8> {
    let element = |at| match value.fraction(at) {
        Some((above, below)) => Some(fraction(above, below)),
        None => value.integer(at).map(|number| number.to_string()).or_else(|| Some(value.double(at)?.to_string())),
    };
    match value.format() {
        Format::Ascii | Format::Utf8 => value.text().unwrap_or_default().to_vec(),
        Format::Undefined if value.count() == 0 => Vec::new(),
        Format::Undefined => format!("{} bytes undefined data", value.count()).into_bytes(),
        _ => listed(value, ", ", element).unwrap_or_default().into_bytes(),
    }
}

/// The texts of all elements, as far as anybody may read them.
fn listed(value: &Value, between: &str, element: impl Fn(usize) -> Option<String>) -> Option<String> {
    let mut list = String::new();
    for at in 0..value.count() {
        if list.len() > SHORT {
            break;
        }
        if at > 0 {
            list.push_str(between);
        }
        list.push_str(&element(at)?);
    }
    Some(list)
}

/// A fraction as a decimal, at least two characters wide: with as many digits as its denominator has zeros, roughly, or
/// as it takes to be exact.
fn fraction(above: i64, below: i64) -> String {
    if below == 0 {
        return format!("{above}/{below}");
    }
    let usual = ((below.unsigned_abs() as f64).log10() - 0.08 + 1.0) as usize;
    let exact = exact_digits(above.unsigned_abs(), below.unsigned_abs()).unwrap_or(0);
    format!("{:2.*}", usual.max(exact), above as f64 / below as f64)
}

/// Decimal places of above / below, if ten are enough.
fn exact_digits(above: u64, below: u64) -> Option<usize> {
    // At most 2^32 * 10^10: 65 bits would be too many for u64.
    let (mut rest, below) = (u128::from(above % below), u128::from(below));
    for digits in 0..=10 {
        if rest % below == 0 {
            return Some(digits);
        }
        rest *= 10;
    }
    None
}

/// One byte, of whatever format.
fn byte(value: &Value) -> Option<i64> {
    match (value.format(), value.bytes()) {
        (Format::Undefined, [byte, ..]) => Some(i64::from(*byte)),
        _ => value.integer(0),
    }
}

fn version(value: &Value, name: &str) -> Option<String> {
    let digits = value.bytes().get(..4).filter(|_| value.format().size() == 1)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Some(format!("Unknown {name} Version"));
    }
    let [tens, ones, first, second] = [0, 1, 2, 3].map(|at| u32::from(digits[at] - b'0'));
    let rest = if second == 0 { String::new() } else { second.to_string() };
    Some(format!("{name} Version {}.{first}{rest}", 10 * tens + ones))
}

fn copyright(value: &Value) -> Option<Vec<u8>> {
    if value.format().size() != 1 {
        return None;
    }
    let mut names = value.bytes().split(|byte| *byte == 0).map(<[u8]>::trim_ascii);
    let [photographer, editor] = [(); 2].map(|()| names.next().unwrap_or_default());
    let name = |name: &[u8]| if name.is_empty() { b"[None]".to_vec() } else { name.to_vec() };
    if photographer.is_empty() && editor.is_empty() {
        return Some(Vec::new());
    }
    Some([name(photographer).as_slice(), b" (Photographer) - ", &name(editor), b" (Editor)"].concat())
}

fn comment(value: &Value, order: ByteOrder) -> Option<Vec<u8>> {
    if value.format().size() != 1 {
        return None;
    }
    let bytes = value.bytes();
    let text = match bytes.split_first_chunk() {
        Some((UNICODE, text)) => utf16(text, order).into_bytes(),
        Some((ASCII | JIS | UNSTATED, text)) => text.to_vec(),
        _ => bytes.to_vec(),
    };
    // Cameras fill the room for a comment with zeros or blanks.
    let end = text.iter().rposition(|byte| !matches!(byte, 0 | b' ')).map_or(0, |last| last + 1);
    Some(text[..end].to_vec())
}

fn utf16(bytes: &[u8], order: ByteOrder) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| order.u16([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
