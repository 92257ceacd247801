//! Descriptions of auxiliary pictures, and what can be made by one.

#![forbid(unsafe_code)]

use super::create::AllocatorMode;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::pixel::{Layout, PixelFormat};

/// The description of an auxiliary picture. Numbers are kept as a program set them and judged where they are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuxiliaryInfo {
    /// Number of the type, 0 if it was never set.
    pub kind: i32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from one row to the next; 0 for rows without padding.
    pub row_stride: u32,
    /// Number of the pixel format, 0 if it was never set.
    pub pixel_format: i32,
}

impl AuxiliaryInfo {
    /// Sets the type to one that exists.
    pub fn set_kind(&mut self, number: i32) -> Result<()> {
        self.kind = kind_of(number, "type")? as i32;
        Ok(())
    }

    /// Sets the pixel format to one of 0 to 12 that exists; 0 stands for none.
    pub fn set_pixel_format(&mut self, number: i32) -> Result<()> {
        if !(0..=12).contains(&number) || number == 1 {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("pixelFormat is {number}")));
        }
        self.pixel_format = number;
        Ok(())
    }

    /// An error if no auxiliary picture is made like this in memory of kind number `allocator`, from whatever pixels.
    pub fn check(&self, allocator: i32) -> Result<(AuxiliaryKind, AllocatorMode)> {
        let bad = |message| ImageError::new(ErrorKind::BadArgument, message);
        let allocator = AllocatorMode::from_number(allocator).map_err(|error| bad(error.message))?;
        self.check_size()?;
        let kind = kind_of(self.kind, "info: type")?;
        if kind == AuxiliaryKind::GainMap && allocator == AllocatorMode::SharedMemory {
            return Err(ImageError::new(ErrorKind::AllocatorMode, "shared memory cannot hold a gain map"));
        }
        let row = self.input_row()?;
        if self.row_stride != 0 && u64::from(self.row_stride) < row {
            let message = format!("info: the row stride is {}, a row has {row} bytes", self.row_stride);
            return Err(bad(message.into()));
        }
        Ok((kind, allocator))
    }

    /// How the pixels that an auxiliary picture is made of lie in `length` bytes; an error if they are too few.
    pub fn input_layout(&self, length: usize) -> Result<Layout> {
        let format = self.input_format()?;
        let check = |needed: u128| {
            if needed > length as u128 {
                let message = format!("dataLength is {length}, the pixels have {needed} bytes");
                return Err(ImageError::new(ErrorKind::BadArgument, message));
            }
            Ok(())
        };
        // What needs more than the data have is no question of memory, however large it is.
        check(u128::from(self.input_row()?) * u128::from(self.height))?;
        // One row has no next one.
        let stride = if self.height == 1 && !format.is_yuv() { 0 } else { self.row_stride as usize };
        let layout = Layout::with_stride(format, self.width, self.height, stride)?;
        check(layout.needed_bytes() as u128)?;
        Ok(layout)
    }

    /// Bytes of the pixels of one row.
    fn input_row(&self) -> Result<u64> {
        Ok(u64::from(self.width) * self.input_format()?.bytes_per_pixel() as u64)
    }

    fn input_format(&self) -> Result<PixelFormat> {
        if self.pixel_format == 0 { Ok(PixelFormat::Bgra8888) } else { self.format() }
    }

    pub(super) fn format(&self) -> Result<PixelFormat> {
        let number = self.pixel_format;
        PixelFormat::from_number(number)
            .ok_or_else(|| ImageError::new(ErrorKind::BadArgument, format!("info: there is no pixel format {number}")))
    }

    pub(super) fn check_size(&self) -> Result<()> {
        if self.width == 0 || self.height == 0 {
            let message = format!("info: the size is {}x{}", self.width, self.height);
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        Ok(())
    }
}

/// The type of this number.
pub fn kind_of(number: i32, argument: &str) -> Result<AuxiliaryKind> {
    AuxiliaryKind::of(number)
        .ok_or_else(|| ImageError::new(ErrorKind::BadArgument, format!("{argument}: there is no type {number}")))
}
