//! GIF89a: frames of at most 256 colours each, laid one over the other.
//!
//! The story of an animation (`animation.rs`): a frame is read as RGBA (`frame.rs`) and laid over the canvas, which
//! tells what of it a viewer does not see already (`canvas.rs`). The colours of that part become a table
//! (`palette.rs`): all of them where they are few, else the best 256 (`bins.rs`, `quantizer.rs`). Each pixel gets the
//! entry nearest to it (`nearest.rs`), or one that spreads the error (`dither.rs`). Then LZW (`lzw.rs`, `near.rs`) and
//! blocks (`blocks.rs`). Several frames are on their way at the same time; none needs more of its neighbours than the
//! canvas, which is compared before colours are reduced.

#![forbid(unsafe_code)]

pub mod animation;
mod bins;
pub mod blocks;
mod canvas;
#[cfg(test)]
mod colors_tests;
mod dither;
pub mod frame;
mod lzw;
mod near;
mod nearest;
mod palette;
mod quantizer;
#[cfg(test)]
mod tests;

use super::encoder::{Encoder, FileInfo};
use super::options::Settings;
use crate::color::names;
use crate::error::Result;
use crate::pixel::{PixelFormat, PixelView};
use crate::sink::Output;
use animation::{Animation, Quality};
use blocks::Disposal;
use frame::Frame;

/// Greatest width and height: 16 bits of a block.
pub const MAX_SIDE: u32 = 65_535;

/// A colour: red, green and blue.
type Rgb = [u8; 3];

/// A pixel: a colour, and 0 where what is below shows, else 255.
type Pixel = [u8; 4];

/// The square of the distance between two colours.
#[inline(always)]
fn distance(a: Rgb, b: Rgb) -> u32 {
    let square = |c: usize| {
        let difference = i32::from(a[c]) - i32::from(b[c]);
        (difference * difference).cast_unsigned()
    };
    square(0) + square(1) + square(2)
}

/// The GIF encoder of single images. Quality means nothing to it; files say nothing about colour spaces, and
/// so are in sRGB.
pub struct Gif;

impl Encoder for Gif {
    fn mime(&self) -> &'static str {
        "image/gif"
    }

    fn max_side(&self) -> u32 {
        MAX_SIDE
    }

    fn exif_bytes(&self) -> usize {
        0
    }

    fn sdr_space(&self) -> i32 {
        names::SRGB
    }

    fn takes(&self, _: PixelFormat) -> bool {
        true
    }

    /// One frame, as devices write it: shown for a second, kept, repeated without end.
    fn encode(
        &self,
        view: &PixelView<'_>,
        info: &FileInfo,
        settings: &Settings,
        output: &mut Output<'_>,
    ) -> Result<()> {
        let animation = Animation {
            sizes: vec![(view.layout().width, view.layout().height)],
            frames: 1,
            delays: vec![100],
            disposals: vec![Disposal::Keep],
            loops: Some(0),
            quality: Quality::default(),
            threads: settings.threads,
        };
        animation.write(&|_| Frame::read(view, &info.color, settings.threads), &|_, _| true, output)
    }
}
