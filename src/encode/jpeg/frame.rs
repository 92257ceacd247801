//! The frame (ITU-T T.81, A.1 and A.2): size, components, and how they are cut into MCUs and restart intervals.

#![forbid(unsafe_code)]

use std::ops::Range;

use super::quantization::Quantizer;
use crate::encode::options::{ChromaSubsampling, JpegOptions};
use crate::error::{ErrorKind, ImageError, Result};

/// Rows of a band, where the restart interval allows as many: 8 MCU rows of 4:2:0.
const BAND_ROWS: u32 = 128;

/// Images with fewer pixels are one band: starting a thread would cost more than it saves.
const BANDED_PIXELS: u64 = 1 << 18;

/// Components and their sampling factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Y alone.
    Gray,
    /// Y 2x2, Cb and Cr 1x1.
    S420,
    /// Y 2x1.
    S422,
    /// Y 1x1.
    S444,
}

impl Sampling {
    /// Blocks of Y in one MCU: in a row, and rows.
    pub fn luma_blocks(self) -> (usize, usize) {
        match self {
            Self::Gray | Self::S444 => (1, 1),
            Self::S420 => (2, 2),
            Self::S422 => (2, 1),
        }
    }

    /// Blocks of Y in one MCU.
    pub fn luma_count(self) -> usize {
        let (across, down) = self.luma_blocks();
        across * down
    }

    /// Blocks of one MCU.
    pub fn blocks(self) -> usize {
        self.luma_count() + self.components() - 1
    }

    /// Sides of one MCU, in pixels (A.2.3).
    pub fn mcu_size(self) -> (u32, u32) {
        let (across, down) = self.luma_blocks();
        (8 * across as u32, 8 * down as u32)
    }

    /// Components.
    pub fn components(self) -> usize {
        if self == Self::Gray { 1 } else { 3 }
    }
}

impl From<ChromaSubsampling> for Sampling {
    fn from(subsampling: ChromaSubsampling) -> Self {
        match subsampling {
            ChromaSubsampling::S420 => Self::S420,
            ChromaSubsampling::S422 => Self::S422,
            ChromaSubsampling::S444 => Self::S444,
        }
    }
}

/// What the headers say, and the decoder must know.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Components and sampling.
    pub sampling: Sampling,
    /// Of Y, and of Cb and Cr.
    pub quantizers: [Quantizer; 2],
    /// Rows of MCUs in a restart interval; 0 if there is none.
    pub restart_rows: u32,
}

impl Frame {
    /// The frame of an image; an error if its restart interval would be too long.
    pub fn new((width, height): (u32, u32), sampling: Sampling, quality: u8, options: &JpegOptions) -> Result<Self> {
        let quantizers = [Quantizer::luminance(quality), Quantizer::chrominance(quality)];
        let mut frame = Self { width, height, sampling, quantizers, restart_rows: options.restart_rows };
        // A restart interval has 16 bits (B.2.4.4). The widest image has 8188 MCUs in a row, so 8 rows always fit.
        let most = u32::from(u16::MAX) / frame.mcus_across();
        if frame.restart_rows == 0 && u64::from(width) * u64::from(height) >= BANDED_PIXELS {
            frame.restart_rows = most.min(BAND_ROWS / sampling.mcu_size().1);
        } else if frame.restart_rows > most {
            let message = format!(
                "a restart interval of {} rows of MCUs is too long for an image of {width} columns: at most {most}",
                frame.restart_rows
            );
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        Ok(frame)
    }

    /// MCUs in a row.
    pub fn mcus_across(&self) -> u32 {
        self.width.div_ceil(self.sampling.mcu_size().0)
    }

    /// Blocks of a row of MCUs.
    pub fn blocks_across(&self) -> usize {
        self.mcus_across() as usize * self.sampling.blocks()
    }

    /// Rows of MCUs.
    pub fn mcus_down(&self) -> u32 {
        self.height.div_ceil(self.sampling.mcu_size().1)
    }

    /// MCUs in a restart interval; 0 if there is none.
    pub fn restart_interval(&self) -> u16 {
        (self.restart_rows * self.mcus_across()) as u16
    }

    /// Whether a restart interval begins with row `index` of MCUs.
    pub fn begins_interval(&self, index: u32) -> bool {
        self.restart_rows > 0 && index % self.restart_rows == 0
    }

    /// Bands.
    pub fn bands(&self) -> usize {
        self.mcus_down().div_ceil(self.band_rows()) as usize
    }

    /// The rows of MCUs of band `band`.
    pub fn rows_of_band(&self, band: usize) -> Range<u32> {
        let first = band as u32 * self.band_rows();
        first..self.mcus_down().min(first + self.band_rows())
    }

    /// The band of row `index` of MCUs.
    pub fn band_of_row(&self, index: u32) -> usize {
        (index / self.band_rows()) as usize
    }

    /// Rows of MCUs of a band, which is encoded in one go: whole restart intervals, or the image if there are none.
    fn band_rows(&self) -> u32 {
        match self.restart_rows {
            0 => self.mcus_down(),
            rows => (BAND_ROWS / self.sampling.mcu_size().1 / rows).max(1) * rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(size: (u32, u32), sampling: Sampling, restart_rows: u32) -> Result<Frame> {
        Frame::new(size, sampling, 90, &JpegOptions { restart_rows, ..JpegOptions::default() })
    }

    #[test]
    fn intervals_fit_their_field() {
        for size in [(65500, 65500), (65500, 8), (512, 512), (600, 4000)] {
            for sampling in [Sampling::Gray, Sampling::S420, Sampling::S422, Sampling::S444] {
                let frame = frame(size, sampling, 0).unwrap();
                assert!(frame.restart_rows * frame.mcus_across() <= 65535);
                assert!(frame.restart_rows > 0 && frame.band_rows() % frame.restart_rows == 0);
            }
        }
        assert_eq!(frame((511, 511), Sampling::S420, 0).unwrap().restart_interval(), 0);
        assert_eq!(frame((700, 900), Sampling::S420, 0).unwrap().restart_interval(), 44 * 8);
        assert_eq!(frame((65500, 65500), Sampling::S444, 8).unwrap().restart_interval(), 65504);
        assert_eq!(frame((65500, 65500), Sampling::S444, 9).unwrap_err().kind, ErrorKind::BadArgument);
        assert_eq!(frame((64, 64), Sampling::S420, 65535).unwrap_err().kind, ErrorKind::BadArgument);
        assert_eq!(frame((64, 64), Sampling::S420, 3).unwrap().band_rows(), 6);
    }
}
