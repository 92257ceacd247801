//! Options of an animation, as a program sets them.

#![forbid(unsafe_code)]

/// Settings of an animation. Setters keep every value; packing judges them.
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
}
