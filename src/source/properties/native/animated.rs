//! GIF and WebP: the canvas, the first frame's time, the loop.

#![forbid(unsafe_code)]

use super::{Keys, find, integer};
use crate::error::Result;
use crate::source::animation::{Animation, FrameTiming};
use crate::source::bytes::SourceBytes;
use crate::source::container::Container;
use crate::source::decoders::stop_panics;
use crate::source::properties::Property;

/// Shortest delay that is told, in milliseconds: browsers show frames that say less for as long.
const SHORTEST: u32 = 100;

/// Longest delay that is told of a WebP, in milliseconds.
const LONGEST_OF_WEBP: u32 = 65535;

/// What finds a value.
#[derive(Clone, Copy)]
pub enum Source {
    CanvasWidth,
    CanvasHeight,
    Frame(fn(FrameTiming) -> u32),
    Animation(fn(&Animation) -> Option<u32>),
}

/// The keys of GIF.
pub const GIF: &Keys<Source> = &[
    ("GifDelayTime", Source::Frame(|frame| frame.delay.max(SHORTEST))),
    ("GifUnclampedDelayTime", Source::Frame(|frame| frame.delay)),
    ("GifDisposalType", Source::Frame(|frame| frame.disposal.into())),
    ("GifCanvasWidth", Source::CanvasWidth),
    ("GifCanvasHeight", Source::CanvasHeight),
    ("GifHasGlobalColorMap", Source::Animation(|animation| Some(animation.global_colors.into()))),
    ("GifLoopCount", Source::Animation(|animation| animation.loop_count)),
];

/// The keys of WebP.
pub const WEBP: &Keys<Source> = &[
    ("WebPCanvasWidth", Source::CanvasWidth),
    ("WebPCanvasHeight", Source::CanvasHeight),
    ("WebPDelayTime", Source::Frame(|frame| frame.delay.clamp(SHORTEST, LONGEST_OF_WEBP))),
    ("WebPUnclampedDelayTime", Source::Frame(|frame| frame.delay)),
    // One more than is stored, as on devices, unless it has no end.
    ("WebPLoopCount", Source::Animation(|animation| animation.loop_count.map(|count| count + u32::from(count > 0)))),
];

/// The value of a key of GIF.
pub fn gif(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    find(GIF, key).map_or(Ok(None), |source| value(Container::Gif, bytes, source))
}

/// The value of a key of WebP.
pub fn webp(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    find(WEBP, key).map_or(Ok(None), |source| value(Container::Webp, bytes, source))
}

fn value(container: Container, bytes: &SourceBytes, source: Source) -> Result<Option<Property>> {
    let decoder = container.decoder();
    let first = |animation: Animation| animation.frames.first().copied();
    let number = stop_panics(|| {
        Ok(match source {
            Source::CanvasWidth => Some(decoder.size(bytes)?.0),
            Source::CanvasHeight => Some(decoder.size(bytes)?.1),
            Source::Frame(of) => decoder.animation(bytes)?.and_then(first).map(of),
            Source::Animation(of) => decoder.animation(bytes)?.as_ref().and_then(of),
        })
    });
    Ok(number?.map(integer))
}
