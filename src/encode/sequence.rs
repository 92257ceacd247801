//! Several PixelMaps as one animation: options as a program sets them, and what they mean.

#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::sync::Arc;

use super::gif::animation::{Animation, Quality};
use super::gif::blocks::Disposal;
use super::gif::frame::Frame;
use crate::content::Pixelmap;
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
        let layout = pixelmap.layout()?;
        animation.sizes.push((layout.width, layout.height));
    }
    let same = |a: usize, b: usize| Arc::ptr_eq(&pixelmaps[a], &pixelmaps[b]);
    animation.write(&|element| read(&pixelmaps[element]), &same, output)?;
    output.finish()
}

/// The pixels of a frame, in 8 bits of SDR.
fn read(pixelmap: &Pixelmap) -> Result<Frame> {
    pixelmap.with_colored_view(|image| match image.mapper()? {
        // Frames are spread over the threads.
        Some((mapper, _)) => Frame::read(&mapper.rgba(&image.view, Threads::at_most(1))?.view(image.view.alpha())?),
        None => Frame::read(&image.view),
    })
}

fn bad(message: impl Into<Cow<'static, str>>) -> ImageError {
    ImageError::new(ErrorKind::BadArgument, message)
}
