//! Plots of time against bytes: which ones there are, and what is in them.

use crate::Result;
use crate::cases::Class;
use crate::ours::variants::default_point;
use crate::performance::{Sum, sums};
use crate::records::{OURS, Records};
use crate::report;
use crate::task::Chroma::{Full, Quarter};
use crate::task::Task::{self, Jpeg, Png, WebP, WebPLossless};

mod chart;
mod labels;

use chart::{Chart, Curve, Dot};

/// A plot that was drawn.
pub struct Plot {
    /// Its name in build/bench.
    pub file: String,
    /// What it shows.
    pub title: String,
}

/// File, task and class of every plot.
const PLOTS: &[(&str, Task, Class)] = &[
    ("jpeg-q90-420-photos.svg", Jpeg(90, Quarter), Class::Photo),
    ("jpeg-q75-420-photos.svg", Jpeg(75, Quarter), Class::Photo),
    ("jpeg-q90-444-photos.svg", Jpeg(90, Full), Class::Photo),
    ("png-photos.svg", Png, Class::Photo),
    ("png-screenshots.svg", Png, Class::Screen),
    ("png-text.svg", Png, Class::Document),
    ("png-graphics.svg", Png, Class::Graphic),
    ("png-alpha.svg", Png, Class::Alpha),
    ("png-gradients.svg", Png, Class::Gradient),
    ("png-noise.svg", Png, Class::Noise),
    ("png-small.svg", Png, Class::Small),
    ("webp-q80-photos.svg", WebP(80), Class::Photo),
    ("webp-lossless-photos.svg", WebPLossless, Class::Photo),
    ("webp-lossless-screenshots.svg", WebPLossless, Class::Screen),
];

/// Colour and shape of each curve, by the beginning of its name: the longest that fits.
const STYLES: &[(&str, &str, char)] = &[
    ("ours", "#c8102e", 'o'),
    ("ours, 1 thread", "#f08a9b", 'o'),
    ("libjpeg-turbo", "#1f5fa8", 's'),
    ("mozjpeg", "#2e8b57", '^'),
    ("jpeg-encoder", "#8a5a00", 'd'),
    ("libvips", "#777777", 'x'),
    ("libvips, no", "#aaaaaa", 'x'),
    ("libpng, all", "#1f5fa8", 's'),
    ("libpng, no", "#6aa5df", 's'),
    ("libspng", "#7a4fb5", '^'),
    ("png", "#2e8b57", 'd'),
    ("mtpng", "#d98200", 'v'),
    ("libwebp", "#1f5fa8", 's'),
];

/// How far PSNR may be from ours for a point to be filled, in dB.
const EQUAL_QUALITY: f64 = 0.1;

/// Draws what there are records for; plots of an earlier run go.
pub fn draw(records: &Records) -> Result<Vec<Plot>> {
    let mut plots = Vec::new();
    for &(file, task, class) in PLOTS {
        let _ = std::fs::remove_file(crate::path("build/bench").join(file));
        let sums = sums(&records.0, task, class);
        let count = |ours: bool| sums.iter().filter(|sum| (sum.series == OURS) == ours).count();
        if count(true) == 0 || count(false) < 2 {
            continue;
        }
        let images = sums[0].images.join(", ");
        let title = format!("{task}: {} ({images})", class.name());
        report::write(file, &chart(&sums, task, &title).svg())?;
        plots.push(Plot { file: file.to_owned(), title });
    }
    Ok(plots)
}

fn chart(sums: &[Sum], task: Task, title: &str) -> Chart {
    let default = default_point(task);
    let reference = sums.iter().find(|sum| (sum.series, sum.point) == (OURS, default));
    let ours = reference.map_or(f64::NAN, |sum| sum.psnr);
    let mut curves: Vec<Curve> = Vec::new();
    let mut hollow = false;
    for sum in sums {
        let (name, label) = names(sum, task);
        let is_equal = task.is_lossless() || (sum.psnr - ours).abs() <= EQUAL_QUALITY;
        hollow |= !is_equal;
        let psnr = if task.is_lossless() { String::new() } else { format!(", {:.2} dB", sum.psnr) };
        let label = if is_equal { label } else { format!("{label} {:+.2} dB", sum.psnr - ours) };
        let (series, point, threads, bytes) = (sum.series, sum.point, sum.threads, sum.bytes);
        let ms = sum.seconds * 1e3;
        let tip = format!("{series} {point}, {threads} threads: {ms:.3} ms, {bytes} bytes{psnr}");
        let dot = Dot { x: ms, y: bytes as f64, label, tip, filled: is_equal };
        match curves.iter_mut().find(|curve| curve.name == name) {
            Some(curve) => curve.dots.push(dot),
            None => {
                let styles = STYLES.iter().filter(|(start, ..)| name.starts_with(start));
                let style = styles.max_by_key(|(start, ..)| start.len());
                let (colour, shape) = style.map_or(("#444444", 'x'), |&(_, colour, shape)| (colour, shape));
                curves.push(Curve { bold: series == OURS, name, colour, shape, dots: vec![dot] });
            }
        }
    }
    curves.sort_by_key(|curve| (!curve.bold, curve.name.clone()));
    let mut notes = vec!["lower and further left is better".to_owned()];
    if !task.is_lossless() {
        notes.push(format!("ours, {default}: {ours:.2} dB"));
    }
    if hollow {
        notes.push("hollow: PSNR differs from".to_owned());
        notes.push(format!("that by more than {EQUAL_QUALITY} dB"));
    }
    Chart { title: title.to_owned(), curves, notes }
}

/// The curve that a contestant is on, and what stands beside its point.
fn names(sum: &Sum, task: Task) -> (String, String) {
    let (series, point) = (sum.series, sum.point);
    if series == OURS {
        if !point.contains(' ') && point != default_point(task) {
            return (format!("{series}, {point}"), point.to_owned()); // other means, not a step on the curve of efforts
        }
        let threads = if sum.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", sum.threads) };
        return (format!("{series}, {threads}"), point.replace("effort ", ""));
    }
    match (task, point.split_once(' ')) {
        (Png, Some((level, "none"))) => (format!("{series}, no filter"), level.to_owned()),
        (Png, Some((level, "all"))) => (format!("{series}, all filters"), level.to_owned()),
        _ => (series.to_owned(), point.to_owned()),
    }
}
