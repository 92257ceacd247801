//! Several PixelMaps as one animation: options as a program sets them, and what they mean.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::sync::Arc;

use super::color::FileColor;
use super::gif::animation::{Animation, Quality};
use super::gif::blocks::Disposal;
use super::gif::frame::Frame;
use crate::color::names;
use crate::content::Pixelmap;
use crate::content::hdr::ColoredView;
use crate::error::{ErrorKind, ImageError, Result};
use crate::sink::Output;
use crate::threads::Threads;

/// Settings of an animation. Setters of the original keep every value, packing judges them; what this library adds is
/// within its range from the start.
#[derive(Clone, Debug, Default)]
pub struct SequenceOptions {
    /// Frames to write.
    pub frame_count: u32,
    /// Delay of each frame in units of 10 ms; the last one repeats. None if it was never set, or cleared with NULL.
    pub delays: Option<Vec<i32>>,
    /// Disposal of each frame, 0 to 3; the last one repeats. None if it was never set, or cleared with NULL.
    pub disposals: Option<Vec<u32>>,
    /// How often the animation runs, 0 without end; None if it was never set, which means without repetition.
    pub loop_count: Option<u32>,
    /// What the file may lose.
    pub quality: Quality,
    /// How many threads one call may use.
    pub threads: Threads,
}

/// Options that were found good: they lack nothing but the PixelMaps.
pub struct SequenceTarget(Animation);

impl SequenceOptions {
    /// What these options mean, or why they mean nothing. All values of the lists count, also those behind the last
    /// frame.
    pub fn target(&self) -> Result<SequenceTarget> {
        if self.frame_count == 0 {
            return Err(bad("the frame count is 0, or was never set"));
        }
        let delay = |delay: &i32| {
            let in_range = u16::try_from(*delay).ok().filter(|delay| *delay > 0);
            in_range.ok_or_else(|| bad(format!("a delay is {delay}, allowed is 1 to 65535")))
        };
        let delays = self.delays.iter().flatten().map(delay).collect::<Result<Vec<_>>>()?;
        if delays.is_empty() {
            return Err(bad("there are no delays"));
        }
        let disposal = |number: &u32| {
            Disposal::from_number(*number).ok_or_else(|| bad(format!("a disposal type is {number}, allowed is 0 to 3")))
        };
        let mut disposals = self.disposals.iter().flatten().map(disposal).collect::<Result<Vec<_>>>()?;
        if disposals.is_empty() {
            disposals.push(Disposal::Keep);
        }
        let loops = |count: u32| {
            u16::try_from(count).map_err(|_| bad(format!("the loop count is {count}, allowed is 0 to 65535")))
        };
        let loops = self.loop_count.map(loops).transpose()?;
        let Self { frame_count: frames, quality, threads, .. } = *self;
        Ok(SequenceTarget(Animation { sizes: Vec::new(), frames, delays, disposals, loops, quality, threads }))
    }
}

/// Encodes `pixelmaps`, of which there is one at least, as an animation, into `output`.
pub fn encode_sequence(pixelmaps: &[Arc<Pixelmap>], target: SequenceTarget, output: &mut Output<'_>) -> Result<()> {
    let SequenceTarget(mut animation) = target;
    for pixelmap in pixelmaps {
        pixelmap.with_colored_view(|image| {
            animation.sizes.push((image.view.layout().width, image.view.layout().height));
            // Colours that cannot be converted are an error before anything is written.
            color_of(&image).map(|_| ())
        })?;
    }
    let same = |a: usize, b: usize| Arc::ptr_eq(&pixelmaps[a], &pixelmaps[b]);
    animation.write(&|element| read(&pixelmaps[element]), &same, output)?;
    output.finish()
}

/// The pixels of a frame, in 8 bits of sRGB.
fn read(pixelmap: &Pixelmap) -> Result<Frame> {
    // Frames are spread over the threads.
    let threads = Threads::at_most(1);
    pixelmap.with_colored_view(|image| match image.mapper(names::SRGB)? {
        Some((mapper, _)) => {
            let pixels = mapper.rgba(&image.view, threads)?;
            Frame::read(&pixels.view(image.view.alpha())?, &FileColor::Srgb, threads)
        }
        None => Frame::read(&image.view, &color_of(&image)?, threads),
    })
}

fn color_of(image: &ColoredView<'_>) -> Result<FileColor> {
    FileColor::of(image.space, image.profile.as_ref(), image.view.layout().format)
}

fn bad(message: impl Into<Cow<'static, str>>) -> ImageError {
    ImageError::new(ErrorKind::BadArgument, message)
}
