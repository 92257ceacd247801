//! EXIF of a TIFF file, and of a DNG: the file is a block itself, with pixels in it that are not read.

#![forbid(unsafe_code)]

use std::borrow::Cow;

use crate::error::Result;
use crate::metadata::exif::Exif;
use crate::metadata::exif::block::Storage;
use crate::source::bytes::SourceBytes;
use crate::source::scan::Scan;

/// Most bytes of values: enough for the offsets of strips of one row, little beside the pixels.
const VALUE_BYTES: usize = 4 << 20;

impl Storage for Scan<'_> {
    fn array<const N: usize>(&mut self, at: u32) -> Option<[u8; N]> {
        Scan::array(self, at.into()).ok().flatten()
    }

    fn part(&mut self, at: u32, length: usize) -> Option<Cow<'_, [u8]>> {
        self.bytes(at.into(), length).ok().flatten().map(Cow::Owned)
    }
}

/// The EXIF of the file.
pub fn read(bytes: &SourceBytes) -> Result<Option<Exif>> {
    Exif::read_file(Scan::new(bytes), VALUE_BYTES).map(Some)
}
