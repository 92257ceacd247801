//! What an animated source says about its frames.

#![forbid(unsafe_code)]

/// The frames of a source, without their pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Animation {
    /// The frames in the order in which they are shown.
    pub frames: Vec<FrameTiming>,
    /// How often the whole is shown: 0 without end; None if the source does not say.
    pub loop_count: Option<u32>,
    /// Whether there are colours that all frames share (GIF).
    pub global_colors: bool,
    /// Pixels of all frames, as far as they lie on the canvas.
    pub pixels: u64,
}

/// One frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameTiming {
    /// How long it is shown, in milliseconds, as stored.
    pub delay: u32,
    /// What becomes of its place afterwards: the number that is stored (GIF89a, section 23; 0 where there is none).
    pub disposal: u8,
}
