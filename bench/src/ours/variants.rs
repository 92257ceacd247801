//! The table of our settings: the points of our curves.

use super::options::Opt::{
    self, JpegOptimizeCoding, JpegProgressive, PngEffort, PngReductions, WebPMethod, WebPSharpYuv,
};
use crate::task::Task;

/// One way to ask the library for a task.
pub struct Variant {
    /// As rows say it.
    pub point: &'static str,
    /// The tasks that have it.
    pub takes: fn(Task) -> bool,
    /// What is set beyond MIME type, quality and chroma.
    pub options: &'static [(Opt, u32)],
    /// Whether a library without these options does the same anyhow.
    pub is_plain: bool,
    /// Whether it is measured with every number of threads and judged; others only with all cores, in full runs.
    pub is_judged: bool,
}

/// The points' names that targets speak of.
pub const DEFAULT: &str = "default";
/// JPEG with the tables of T.81 Annex K.
pub const DEFAULT_TABLES: &str = "default tables";
/// JPEG with tables made for the image.
pub const OPTIMISED: &str = "optimised tables";

const fn judged(point: &'static str, takes: fn(Task) -> bool, options: &'static [(Opt, u32)]) -> Variant {
    Variant { point, takes, options, is_plain: false, is_judged: true }
}

const fn shown(point: &'static str, takes: fn(Task) -> bool, options: &'static [(Opt, u32)]) -> Variant {
    Variant { is_judged: false, ..judged(point, takes, options) }
}

const fn plain(variant: Variant) -> Variant {
    Variant { is_plain: true, ..variant }
}

fn jpeg(task: Task) -> bool {
    task.is_jpeg()
}

fn png(task: Task) -> bool {
    task == Task::Png
}

fn webp(task: Task) -> bool {
    task.is_webp()
}

fn webp_lossy(task: Task) -> bool {
    matches!(task, Task::WebP(_))
}

/// All of them.
pub const VARIANTS: &[Variant] = &[
    plain(judged(DEFAULT_TABLES, jpeg, &[(JpegOptimizeCoding, 0)])),
    judged(OPTIMISED, jpeg, &[(JpegOptimizeCoding, 1)]),
    shown("progressive", jpeg, &[(JpegProgressive, 1)]),
    judged(DEFAULT, png, &[]),
    shown("unreduced", png, &[(PngReductions, 0)]),
    shown("effort 0", png, &[(PngEffort, 0)]),
    shown("effort 1", png, &[(PngEffort, 1)]),
    shown("effort 2", png, &[(PngEffort, 2)]),
    shown("effort 3", png, &[(PngEffort, 3)]),
    shown("effort 4", png, &[(PngEffort, 4)]),
    shown("effort 5", png, &[(PngEffort, 5)]),
    shown("effort 6", png, &[(PngEffort, 6)]),
    shown("effort 7", png, &[(PngEffort, 7)]),
    shown("effort 8", png, &[(PngEffort, 8)]),
    shown("effort 9", png, &[(PngEffort, 9)]),
    judged("method 0", webp, &[(WebPMethod, 0)]),
    judged("method 2", webp, &[(WebPMethod, 2)]),
    plain(judged("method 4", webp, &[(WebPMethod, 4)])),
    judged("method 6", webp, &[(WebPMethod, 6)]),
    shown("method 4, sharp YUV", webp_lossy, &[(WebPMethod, 4), (WebPSharpYuv, 1)]),
];

/// The point that a program gets which sets nothing.
pub fn default_point(task: Task) -> &'static str {
    match task {
        Task::Jpeg(..) if Opt::JpegOptimizeCoding.is_there() => OPTIMISED,
        Task::Jpeg(..) => DEFAULT_TABLES,
        Task::Png => DEFAULT,
        Task::WebP(_) | Task::WebPLossless => "method 4",
    }
}
