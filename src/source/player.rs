//! Frames of an animation by their numbers. A frame needs those before it, so a source keeps where it is.

#![forbid(unsafe_code)]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::animation::Animation;
use super::bytes::SourceBytes;
use super::decoders::{Decoder, stop_panics};
use super::frame::{Frame, SourceColor, Wish};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::PixelBuffer;

/// Goes through the frames of an animation in their order.
pub trait Player: Send {
    /// Goes to the next frame, at first to the first one; false if there is none.
    fn advance(&mut self) -> Result<bool>;

    /// The frame as it is seen on the whole canvas, RGBA_8888 and not premultiplied, and whether all of it is opaque.
    fn canvas(&self) -> (&PixelBuffer, bool);

    /// What the source says about its colours.
    fn color(&self) -> Result<SourceColor> {
        Ok(SourceColor::Unsaid)
    }
}

/// What a source keeps between calls: what it knows of its frames, and a player.
///
/// Frames that are asked for in their order cost one step each. An earlier one starts again from the first.
#[derive(Default)]
pub struct Playback(Mutex<State>);

#[derive(Default)]
struct State {
    /// What the rest is about. A source whose file is changed gets other bytes.
    bytes: Option<Arc<SourceBytes>>,
    animation: Option<Option<Arc<Animation>>>,
    playing: Option<Playing>,
}

struct Playing {
    player: Box<dyn Player>,
    /// How many frames it has gone through. It shows the last of them.
    gone: u32,
}

impl Playback {
    /// The frames of the source, None for a still one. They are looked for once.
    pub fn animation(&self, bytes: &Arc<SourceBytes>, decoder: &dyn Decoder) -> Result<Option<Arc<Animation>>> {
        self.lock(bytes).animation(bytes, decoder)
    }

    /// The frame that `wish` asks for.
    pub fn frame(&self, bytes: &Arc<SourceBytes>, decoder: &dyn Decoder, wish: &Wish) -> Result<Frame> {
        let mut state = self.lock(bytes);
        let animation = state.animation(bytes, decoder)?;
        let count = frame_count(animation.as_deref());
        if wish.index >= count {
            return Err(no_such_frame(wish.index));
        }
        if count == 1 {
            drop(state); // for threads that decode the same still image
            return stop_panics(|| decoder.decode(bytes, wish));
        }
        // Out of the state while it works, so that an error or a panic leaves no player behind.
        let kept = state.playing.take().filter(|playing| playing.gone <= wish.index + 1);
        let (playing, frame) = stop_panics(|| {
            let mut playing = match kept {
                Some(playing) => playing,
                None => Playing::start(bytes, decoder)?,
            };
            while playing.gone <= wish.index {
                playing.advance()?;
            }
            let frame = playing.frame()?;
            Ok((playing, frame))
        })?;
        // Who asked for the last frame will hardly ask for it again, and a canvas is large.
        state.playing = Some(playing).filter(|_| wish.index + 1 < count);
        Ok(frame)
    }

    /// The state, emptied if it is about other bytes.
    fn lock(&self, bytes: &Arc<SourceBytes>) -> MutexGuard<'_, State> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.bytes.as_ref().is_some_and(|known| Arc::ptr_eq(known, bytes)) {
            *state = State { bytes: Some(Arc::clone(bytes)), ..State::default() };
        }
        state
    }
}

impl std::fmt::Debug for Playback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Playback")
    }
}

impl State {
    fn animation(&mut self, bytes: &SourceBytes, decoder: &dyn Decoder) -> Result<Option<Arc<Animation>>> {
        if let Some(known) = &self.animation {
            return Ok(known.clone());
        }
        let animation = stop_panics(|| decoder.animation(bytes))?.map(Arc::new);
        self.animation = Some(animation.clone());
        Ok(animation)
    }
}

impl Playing {
    fn start(bytes: &Arc<SourceBytes>, decoder: &dyn Decoder) -> Result<Self> {
        let player = decoder.player(bytes)?;
        let player = player.ok_or_else(|| ImageError::new(ErrorKind::Internal, "frames without a player"))?;
        Ok(Self { player, gone: 0 })
    }

    fn advance(&mut self) -> Result<()> {
        if !self.player.advance()? {
            return Err(no_such_frame(self.gone));
        }
        self.gone += 1;
        Ok(())
    }

    /// A copy of the frame.
    fn frame(&self) -> Result<Frame> {
        let (canvas, opaque) = self.player.canvas();
        let mut pixels = PixelBuffer::zeroed(*canvas.layout())?;
        pixels.bytes_mut().copy_from_slice(canvas.bytes());
        let part = Wish::whole((canvas.layout().width, canvas.layout().height)).part;
        Ok(Frame { pixels, opaque, part, color: self.player.color()? })
    }
}

/// The number of frames of a source.
pub fn frame_count(animation: Option<&Animation>) -> u32 {
    animation.map_or(1, |animation| animation.frames.len() as u32)
}

/// The error for a number that no frame has.
pub fn no_such_frame(index: u32) -> ImageError {
    ImageError::new(ErrorKind::SourceDecodeFailed, format!("the source has no frame {index}"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::pixel::{Layout, PixelFormat};
    use crate::source::animation::FrameTiming;

    const COUNT: u32 = 1000;
    static ADVANCES: AtomicU32 = AtomicU32::new(0);
    static SCANS: AtomicU32 = AtomicU32::new(0);

    /// Frames of one pixel, which tells their number. Number 500 makes the decoder panic.
    struct Numbers;
    struct NumbersPlayer(PixelBuffer);

    impl Decoder for Numbers {
        fn size(&self, _: &SourceBytes) -> Result<(u32, u32)> {
            Ok((1, 1))
        }

        fn animation(&self, _: &SourceBytes) -> Result<Option<Animation>> {
            SCANS.fetch_add(1, Ordering::Relaxed);
            Ok(Some(Animation { frames: vec![FrameTiming::default(); COUNT as usize], ..Animation::default() }))
        }

        fn decode(&self, _: &SourceBytes, _: &Wish) -> Result<Frame> {
            unreachable!("frames come from the player")
        }

        fn player(&self, _: &Arc<SourceBytes>) -> Result<Option<Box<dyn Player>>> {
            let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, 1, 1)?)?;
            Ok(Some(Box::new(NumbersPlayer(pixels))))
        }
    }

    impl Player for NumbersPlayer {
        fn advance(&mut self) -> Result<bool> {
            ADVANCES.fetch_add(1, Ordering::Relaxed);
            let next = u32::from_le_bytes(self.0.bytes().try_into().unwrap()) + 1;
            assert!(next != 501, "a panic of the decoder");
            self.0.bytes_mut().copy_from_slice(&next.to_le_bytes());
            Ok(next <= COUNT)
        }

        fn canvas(&self) -> (&PixelBuffer, bool) {
            (&self.0, true)
        }
    }

    #[test]
    fn frames_in_their_order_cost_one_step_each() {
        let (first, second) = (SourceBytes::copy_of(b"1").unwrap(), SourceBytes::copy_of(b"2").unwrap());
        let (first, second) = (Arc::new(first), Arc::new(second));
        let playback = Playback::default();
        // What it costs to get a frame, and that it is the right one.
        let cost = |bytes: &Arc<SourceBytes>, index: u32| {
            let before = ADVANCES.load(Ordering::Relaxed);
            let frame = playback.frame(bytes, &Numbers, &Wish { index, ..Wish::whole((1, 1)) })?;
            assert_eq!(frame.pixels.bytes(), (index + 1).to_le_bytes());
            Ok(ADVANCES.load(Ordering::Relaxed) - before)
        };
        for index in 0..500 {
            assert_eq!(cost(&first, index), Ok(1));
        }
        assert_eq!(cost(&first, 499), Ok(0), "the same one again");
        assert_eq!(cost(&first, 498), Ok(499), "an earlier one");
        assert_eq!(cost(&first, 499), Ok(1));
        assert_eq!(SCANS.load(Ordering::Relaxed), 1);
        let kind = |outcome: Result<u32>| outcome.unwrap_err().kind;
        assert_eq!(kind(cost(&first, COUNT)), ErrorKind::SourceDecodeFailed);
        assert_eq!(cost(&first, 499), Ok(0), "no such frame changes nothing");
        assert_eq!(kind(cost(&first, 500)), ErrorKind::SourceDecodeFailed);
        assert_eq!(cost(&first, 3), Ok(4), "after a panic");
        assert_eq!(cost(&second, 4), Ok(5), "another file");
        assert_eq!(SCANS.load(Ordering::Relaxed), 2);
    }
}
