//! The blocks of a GIF89a file, by the names and clauses of its specification.

#![forbid(unsafe_code)]

use super::Rgb;
use crate::error::Result;
use crate::sink::Output;

/// What becomes of a frame before the next one (clause 23); the numbers are those of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Disposal {
    /// Not said: viewers keep it.
    Unspecified = 0,
    /// It stays.
    Keep = 1,
    /// Its rectangle is cleared.
    Background = 2,
    /// What was there before comes back.
    Previous = 3,
}

impl Disposal {
    /// The disposal with the number `value`.
    pub fn from_number(value: u32) -> Option<Self> {
        [Self::Unspecified, Self::Keep, Self::Background, Self::Previous].into_iter().find(|it| *it as u32 == value)
    }
}

/// The colours of a table (clauses 19 and 21). A file holds a power of two of them, at least 2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Fewer than the file holds may be there.
    pub colors: Vec<Rgb>,
    /// The exponent of its length, 1 to 8.
    pub bits: u8,
}

impl Table {
    /// A table of `colors`, with room for `entries` at least.
    pub fn new(colors: Vec<Rgb>, entries: usize) -> Self {
        let bits = entries.max(colors.len()).max(2).next_power_of_two().trailing_zeros() as u8;
        Self { colors, bits }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colors.as_flattened().to_vec();
        bytes.resize(3 << self.bits, 0);
        bytes
    }
}

/// One frame, ready to be written.
#[derive(Clone, Debug)]
pub struct Image {
    /// Left and top, in pixels of the logical screen.
    pub place: (u16, u16),
    /// Width and height.
    pub size: (u16, u16),
    /// None if its colours are those of the whole file.
    pub table: Option<Table>,
    /// The index that shows what is below.
    pub transparent: Option<u8>,
    /// The bits of its indices, at least 2: the first byte of the data.
    pub code_size: u8,
    /// Codes, without the lengths of sub-blocks.
    pub data: Vec<u8>,
}

impl Image {
    /// A frame of one pixel that shows what is below: codes clear (4), 0, end (5), of 3 bits.
    pub fn nothing() -> Self {
        let data = vec![4 | (5 << 6) as u8, (5 >> 2) as u8];
        Self { place: (0, 0), size: (1, 1), table: None, transparent: Some(0), code_size: 2, data }
    }
}

/// Everything before the first frame: header, logical screen with its table, and how often the animation runs, if that
/// is said.
pub fn write_head(
    (width, height): (u16, u16),
    table: &Table,
    loops: Option<u16>,
    output: &mut Output<'_>,
) -> Result<()> {
    let mut head = b"GIF89a".to_vec();
    head.extend(width.to_le_bytes());
    head.extend(height.to_le_bytes());
    // A table of such a length, 8 bits for a primary colour; background 0; pixels are square.
    head.extend([0xF0 | (table.bits - 1), 0, 0]);
    head.extend(table.bytes());
    if let Some(loops) = loops {
        head.extend(b"\x21\xFF\x0BNETSCAPE2.0\x03\x01");
        head.extend(loops.to_le_bytes());
        head.push(0);
    }
    output.write(&head)
}

/// A frame: graphic control extension, image descriptor, its table, and data in sub-blocks of 255 bytes.
pub fn write_image(image: &Image, disposal: Disposal, delay: u16, output: &mut Output<'_>) -> Result<()> {
    let mut head = vec![0x21, 0xF9, 4, (disposal as u8) << 2 | u8::from(image.transparent.is_some())];
    head.extend(delay.to_le_bytes());
    head.extend([image.transparent.unwrap_or(0), 0, 0x2C]);
    let rectangle = [image.place.0, image.place.1, image.size.0, image.size.1];
    head.extend(rectangle.map(u16::to_le_bytes).as_flattened());
    head.push(image.table.as_ref().map_or(0, |table| 0x80 | (table.bits - 1)));
    head.extend(image.table.as_ref().map(Table::bytes).unwrap_or_default());
    head.push(image.code_size);
    output.write(&head)?;
    for block in image.data.chunks(255) {
        output.write(&[block.len() as u8])?;
        output.write(block)?;
    }
    output.write(&[0])
}

/// The trailer.
pub fn write_end(output: &mut Output<'_>) -> Result<()> {
    output.write(b";")
}
