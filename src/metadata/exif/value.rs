//! The value of one tag: elements of one of TIFF's formats.

#![forbid(unsafe_code)]

use super::block::ByteOrder;
use crate::error::Result;
use crate::metadata::copy_of;

/// What the elements of a value are. The numbers are those of TIFF 6.0, of its supplement 1 (13) and of Exif 3.0 (129).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the standards")]
pub enum Format {
    Byte = 1,
    Ascii = 2,
    Short = 3,
    Long = 4,
    Rational = 5,
    SByte = 6,
    Undefined = 7,
    SShort = 8,
    SLong = 9,
    SRational = 10,
    Float = 11,
    Double = 12,
    Ifd = 13,
    Utf8 = 129,
}

impl Format {
    /// The format of this number.
    pub fn of(number: u16) -> Option<Self> {
        use Format as F;
        let all = [
            F::Byte,
            F::Ascii,
            F::Short,
            F::Long,
            F::Rational,
            F::SByte,
            F::Undefined,
            F::SShort,
            F::SLong,
            F::SRational,
            F::Float,
            F::Double,
            F::Ifd,
            F::Utf8,
        ];
        all.into_iter().find(|format| *format as u16 == number)
    }

    /// Bytes of one element.
    pub fn size(self) -> usize {
        match self {
            Self::Byte | Self::Ascii | Self::SByte | Self::Undefined | Self::Utf8 => 1,
            Self::Short | Self::SShort => 2,
            Self::Long | Self::SLong | Self::Float | Self::Ifd => 4,
            Self::Rational | Self::SRational | Self::Double => 8,
        }
    }

    /// Bytes that a byte order turns round together: a rational is two numbers.
    fn unit(self) -> usize {
        match self {
            Self::Rational | Self::SRational => 4,
            _ => self.size(),
        }
    }

    /// Whether the elements are characters.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Ascii | Self::Utf8)
    }
}

/// Elements of one format. Kept as bytes, in little endian whatever the block's order is, so that what was read is
/// written again bit by bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    format: Format,
    bytes: Vec<u8>,
}

impl Value {
    /// Bytes of a format whose elements are bytes.
    pub fn of_bytes(format: Format, bytes: Vec<u8>) -> Self {
        debug_assert_eq!(format.size(), 1);
        Self { format, bytes }
    }

    /// Text of the format Ascii, with the NUL that EXIF asks for.
    pub fn of_text(mut text: Vec<u8>) -> Self {
        text.push(0);
        Self { format: Format::Ascii, bytes: text }
    }

    /// Whole numbers of the format Short.
    pub fn of_shorts(numbers: &[u16]) -> Self {
        Self { format: Format::Short, bytes: numbers.iter().flat_map(|number| number.to_le_bytes()).collect() }
    }

    /// Whole numbers of the format Long.
    pub fn of_longs(numbers: &[u32]) -> Self {
        Self { format: Format::Long, bytes: numbers.iter().flat_map(|number| number.to_le_bytes()).collect() }
    }

    /// Fractions of the format Rational.
    pub fn of_rationals(fractions: &[(u32, u32)]) -> Self {
        let bytes = fractions.iter().flat_map(|(above, below)| [above.to_le_bytes(), below.to_le_bytes()].concat());
        Self { format: Format::Rational, bytes: bytes.collect() }
    }

    /// Fractions of the format SRational.
    pub fn of_srationals(fractions: &[(i32, i32)]) -> Self {
        let bytes = fractions.iter().flat_map(|(above, below)| [above.to_le_bytes(), below.to_le_bytes()].concat());
        Self { format: Format::SRational, bytes: bytes.collect() }
    }

    /// What lies in a block of `order`; bytes behind the last whole element are left out.
    pub fn decode(format: Format, stored: &[u8], order: ByteOrder) -> Result<Self> {
        let whole = stored.len() - stored.len() % format.size();
        let mut bytes = copy_of(&stored[..whole])?;
        if order == ByteOrder::Big {
            bytes.chunks_exact_mut(format.unit()).for_each(<[u8]>::reverse);
        }
        Ok(Self { format, bytes })
    }

    /// Appends the value as it lies in a block of `order`.
    pub(super) fn encode(&self, order: ByteOrder, block: &mut Vec<u8>) {
        let start = block.len();
        block.extend_from_slice(&self.bytes);
        if order == ByteOrder::Big {
            block[start..].chunks_exact_mut(self.format.unit()).for_each(<[u8]>::reverse);
        }
    }

    /// What the elements are.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How many elements there are.
    pub fn count(&self) -> usize {
        self.bytes.len() / self.format.size()
    }

    /// All bytes; numbers are in little endian.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The characters in front of the first NUL, if the elements are characters or bytes.
    pub fn text(&self) -> Option<&[u8]> {
        (self.format.size() == 1).then(|| self.bytes.split(|byte| *byte == 0).next().unwrap_or_default())
    }

    /// The element `at`, if it is a whole number.
    pub fn integer(&self, at: usize) -> Option<i64> {
        Some(match self.format {
            Format::Byte => i64::from(*self.bytes.get(at)?),
            Format::SByte => i64::from(*self.bytes.get(at)? as i8),
            Format::Short => i64::from(u16::from_le_bytes(self.element(at)?)),
            Format::SShort => i64::from(i16::from_le_bytes(self.element(at)?)),
            Format::Long | Format::Ifd => i64::from(u32::from_le_bytes(self.element(at)?)),
            Format::SLong => i64::from(i32::from_le_bytes(self.element(at)?)),
            _ => return None,
        })
    }

    /// Numerator and denominator of the element `at`, if it is a fraction.
    pub fn fraction(&self, at: usize) -> Option<(i64, i64)> {
        let halves: [u8; 8] = self.element(at)?;
        let [above, below] = [0, 4].map(|from| [halves[from], halves[from + 1], halves[from + 2], halves[from + 3]]);
        match self.format {
            Format::Rational => Some((i64::from(u32::from_le_bytes(above)), i64::from(u32::from_le_bytes(below)))),
            Format::SRational => Some((i64::from(i32::from_le_bytes(above)), i64::from(i32::from_le_bytes(below)))),
            _ => None,
        }
    }

    /// The element `at` as a floating point number; none for characters, bytes without a meaning, and n/0.
    pub fn double(&self, at: usize) -> Option<f64> {
        match self.format {
            Format::Float => Some(f64::from(f32::from_le_bytes(self.element(at)?))),
            Format::Double => Some(f64::from_le_bytes(self.element(at)?)),
            Format::Rational | Format::SRational => {
                let (above, below) = self.fraction(at)?;
                (below != 0).then(|| above as f64 / below as f64)
            }
            _ => self.integer(at).map(|number| number as f64),
        }
    }

    fn element<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        let start = at.checked_mul(N)?;
        self.bytes.get(start..start.checked_add(N)?)?.try_into().ok()
    }
}
