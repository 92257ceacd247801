//! docs/performance.md: the document that a run writes about itself.

use std::fmt::Write;
use std::process::Command;
use std::time::Instant;

use crate::cases::{CASES, Class};
use crate::ours::variants::default_point;
use crate::peers::PEERS;
use crate::plots::Plot;
use crate::records::{OURS, Record};
use crate::report::{Report, milliseconds};
use crate::targets::{self, Measured, Verdict};
use crate::task::Chroma::{Full, Quarter};
use crate::task::Task::{self, Jpeg, Png, WebP, WebPLossless};
use crate::{machine, ours, pixelmap};

/// The machine, the versions, and how busy it was.
pub fn about(start: Instant, load: &str) -> String {
    let commit = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let commit = commit.ok().filter(|output| output.status.success()).map(|output| output.stdout).unwrap_or_default();
    let mut peers: Vec<String> = Vec::new();
    for peer in PEERS {
        let text = match peer.version() {
            Ok(version) => format!("{} {version}", peer.name),
            Err(reason) => format!("{} **absent** ({reason})", peer.name),
        };
        if !peers.contains(&text) {
            peers.push(text);
        }
    }
    format!(
        "- {}, {} cores, {}\n- ohimagekit {} ({}); {}\n- {:.0} s; load average before {load}, after {}",
        machine::processor(),
        machine::cores(),
        std::env::consts::ARCH,
        ours::version(),
        String::from_utf8_lossy(&commit).trim(),
        peers.join(", "),
        start.elapsed().as_secs_f64(),
        machine::load(),
    )
}

/// Tasks and classes that the document has a table for.
const TABLES: &[(Task, Class)] = &[
    (Jpeg(90, Quarter), Class::Photo),
    (Jpeg(90, Full), Class::Photo),
    (Jpeg(75, Quarter), Class::Photo),
    (Jpeg(90, Quarter), Class::Small),
    (Png, Class::Photo),
    (Png, Class::Screen),
    (Png, Class::Document),
    (Png, Class::Graphic),
    (Png, Class::Alpha),
    (Png, Class::Gradient),
    (Png, Class::Noise),
    (Png, Class::Small),
    (WebP(80), Class::Photo),
    (WebPLossless, Class::Photo),
    (WebPLossless, Class::Screen),
];

/// The whole text.
pub fn document(
    measured: &Measured,
    verdicts: &[Verdict],
    plots: &[Plot],
    report: &Report,
    about: &str,
    kind: &str,
) -> String {
    let mut text = format!(
        "# Performance\n\n\
         Written by `./dev bench --publish` (this text: a {kind} run); how times are taken is in\n\
         [bench/README.md](../bench/README.md). Ours and theirs run in turn on the same pixels in one process; ours is\n\
         called through its C API. Every file was decoded and compared before its time counted. Times are medians;\n\
         `?` marks times during which other programs took the processors.\n\n## Measured on\n\n{about}\n"
    );
    for absent in report.absences() {
        let _ = writeln!(text, "- absent: {absent}");
    }
    for problem in report.problems() {
        let _ = writeln!(text, "- **PROBLEM**: {problem}");
    }
    let _ = writeln!(text, "\n## Targets\n\n{}", targets::table(verdicts));
    text += "## Figures by kind of image\n\nTime and bytes are sums over the images named. Ours is what a program gets that \
             sets nothing, unless a\nrow says otherwise; \"by ours\" compares with it on all cores. \
             Encoders are sorted by time.\n";
    for &(task, class) in TABLES {
        text += &table(measured, task, class);
    }
    text += &rest(measured);
    text += "\n## Plots\n\nA run draws them in build/bench: time on the horizontal axis, bytes on the vertical one, so \
             that lower and\nfurther left is better.\n\n";
    for plot in plots {
        let _ = writeln!(text, "- `{}`: {}", plot.file, plot.title);
    }
    text
}

/// One row for each contestant that took part in all images of the class that ours took part in.
fn table(measured: &Measured, task: Task, class: Class) -> String {
    let sums = sums(&measured.records.0, task, class);
    let Some(ours) = sums.iter().find(|sum| sum.is(OURS, default_point(task), machine::cores())) else {
        return String::new();
    };
    let mut text = format!(
        "\n### {task}, {} ({})\n\n| encoder | setting | threads | ms | time by ours | bytes | bytes by ours |\n\
         |---|---|--:|--:|--:|--:|--:|\n",
        class.name(),
        ours.images.join(", ")
    );
    for sum in &sums {
        let bold = if sum.series == OURS { "**" } else { "" };
        let doubt = if sum.disturbed { " ?" } else { "" };
        let _ = writeln!(
            text,
            "| {bold}{}{bold} | {} | {} | {}{doubt} | {:.2} | {} | {:.3} |",
            sum.series,
            sum.point,
            sum.threads,
            milliseconds(sum.seconds),
            sum.seconds / ours.seconds,
            sum.bytes,
            sum.bytes as f64 / ours.bytes as f64,
        );
    }
    text
}

fn rest(measured: &Measured) -> String {
    let mut text = String::new();
    if !measured.conversions.is_empty() {
        text += "\n## Pixel formats\n\n| format | to | ms | from RGBA_8888 ms | ratio |\n|---|---|--:|--:|--:|\n";
    }
    for conversion in &measured.conversions {
        let (own, rgba) = (milliseconds(conversion.seconds.0), milliseconds(conversion.seconds.1));
        let (format, task, ratio) = (conversion.format, conversion.task, conversion.ratio.median);
        let doubt = if conversion.disturbed { " ?" } else { "" };
        let _ = writeln!(text, "| {format} | {task} | {own} | {rgba} | {ratio:.2}{doubt} |");
    }
    if !measured.pixelmaps.is_empty() {
        let _ = writeln!(
            text,
            "\n## PixelMaps\n\nWhat is done with a PixelMap of 12 MP, and with one of 256x256, through the C API. \"copy\" \
             is `memcpy` of half of\nthe bytes that are read and written, to memory as fresh as ours.\n\n{}",
            pixelmap::HEAD
        );
    }
    for comparison in &measured.pixelmaps {
        let _ = writeln!(text, "{}", comparison.row());
    }
    if !measured.memory.is_empty() {
        text += "\n## Memory\n\nThe peak of resident memory above the pixels, in MiB: 100 MP, WebP 24 MP, to a file, \
                 which may be\nheld in memory until it is written.\n\n\
                 | to | threads | peak above pixels | file | beside both |\n|---|--:|--:|--:|--:|\n";
    }
    for need in &measured.memory {
        let (above, file, beside) = (need.above(), need.file(), need.beside());
        let _ = writeln!(text, "| {} | {} | {above:.1} | {file:.1} | {beside:.1} |", need.task, need.threads);
    }
    if let Some(overhead) = &measured.overhead {
        let _ = writeln!(text, "\n## Calls\n\n- OH_PackingOptions_GetQuality: {:.1} ns", overhead.getter * 1e9);
        if let (Some(ours), Some((name, peer))) = (overhead.ours, &overhead.peer) {
            let (ours, peer) = (ours * 1e6, peer * 1e6);
            let _ = writeln!(text, "- one pixel to PNG: {ours:.2} us; {name}, the fastest peer: {peer:.2} us");
        }
    }
    text
}

/// A contestant over all images of a class.
pub struct Sum {
    /// The encoder.
    pub series: &'static str,
    /// Its setting.
    pub point: &'static str,
    /// Threads.
    pub threads: usize,
    /// Of all images.
    pub seconds: f64,
    /// Of all files.
    pub bytes: usize,
    /// The mean, infinite for lossless files.
    pub psnr: f64,
    /// The images that are in it.
    pub images: Vec<&'static str>,
    disturbed: bool,
}

impl Sum {
    /// Whether it is this contestant.
    pub fn is(&self, series: &str, point: &str, threads: usize) -> bool {
        (self.series, self.point, self.threads) == (series, point, threads)
    }
}

/// Sums over the images of a class, by time. Images that only some contestants took are left out, if there are others
/// that all took: so every sum is of the same images.
pub fn sums(records: &[Record], task: Task, class: Class) -> Vec<Sum> {
    let here: Vec<&Record> = records.iter().filter(|record| (record.task, record.class) == (task, class)).collect();
    let images = CASES.iter().map(|case| case.image);
    let counts: Vec<(&str, usize)> =
        images.map(|image| (image, here.iter().filter(|record| record.image == image).count())).collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let images: Vec<&'static str> =
        counts.into_iter().filter(|(_, count)| *count == most && most > 0).map(|(image, _)| image).collect();
    let mut sums: Vec<Sum> = Vec::new();
    for record in here.into_iter().filter(|record| images.contains(&record.image)) {
        let position = sums.iter().position(|sum| sum.is(record.series, record.point, record.threads));
        let index = position.unwrap_or_else(|| {
            let Record { series, point, threads, .. } = *record;
            let empty =
                Sum { series, point, threads, seconds: 0.0, bytes: 0, psnr: 0.0, images: Vec::new(), disturbed: false };
            sums.push(empty);
            sums.len() - 1
        });
        let sum = &mut sums[index];
        sum.seconds += record.seconds();
        sum.bytes += record.bytes;
        sum.psnr += record.psnr / images.len() as f64;
        sum.disturbed |= record.times.disturbed;
        sum.images.push(record.image);
    }
    sums.retain(|sum| sum.images.len() == images.len());
    sums.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    sums
}
