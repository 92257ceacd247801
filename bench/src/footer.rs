//! What a table was measured on and with.

use std::process::Command;
use std::time::Instant;

use crate::{machine, ours};

/// Below a table of times.
pub fn text(start: Instant, load: &str) -> String {
    format!(
        "\nEvery file was decoded: lossless ones are exact, and ours are the same for every number of threads, unless a \
         PROBLEM below says otherwise. Times are medians; the ratio is the median of pairs from the same round; bytes \
         and PSNR (dB) are ours against the peer's. * is for information: other settings, or other means. ? is to be \
         doubted: other programs took the processors meanwhile.\n\n{}\n- {:.0} s; load average before {load}, \
         after {}",
        versions(),
        start.elapsed().as_secs_f64(),
        machine::load(),
    )
}

/// The machine and the versions.
pub fn versions() -> String {
    let commit = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let commit = commit.ok().filter(|output| output.status.success()).map(|output| output.stdout).unwrap_or_default();
    let peers = ["turbojpeg-sys", "jpeg-encoder", "png", "libwebp-sys"].map(|name| format!("{name} {}", locked(name)));
    format!(
        "- {}, {} cores, {}\n- ohimagekit {} ({}); {}",
        machine::processor(),
        machine::cores(),
        std::env::consts::ARCH,
        ours::version(),
        String::from_utf8_lossy(&commit).trim(),
        peers.join(", "),
    )
}

/// The version of a crate in Cargo.lock.
fn locked(name: &str) -> &'static str {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let text = include_str!("../../Cargo.lock");
    text.split_once(&entry).and_then(|(_, rest)| rest.split_once('"')).map_or("?", |(version, _)| version)
}
