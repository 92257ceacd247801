//! Targets of WebP: libwebp is inside, so methods are compared with themselves.

use super::Bound::{AtLeast, AtMost};
use super::{Measured, Reading, Target};
use crate::machine;
use crate::peers::LIBWEBP;
use crate::records::Record;
use crate::task::Task;

/// Threads need something to share; a smaller image is done before they are there.
const LARGE: usize = 512 * 512;

const METHODS: [&str; 4] = ["method 0", "method 2", "method 4", "method 6"];

/// See the module.
pub const TARGETS: &[Target] = &[
    Target {
        what: "WebP lossy: throughput by libwebp's at the same method (1.0x less the 2 % that the loop resolves)",
        bound: AtLeast(0.98),
        unit: "x",
        read: |m| throughput(m, |ours| matches!(ours.task, Task::WebP(_))),
    },
    Target {
        what: "WebP lossless: throughput by libwebp's at the same method, 512x512 and more",
        bound: AtLeast(1.7),
        unit: "x",
        read: |m| throughput(m, |ours| ours.task == Task::WebPLossless && ours.pixels >= LARGE),
    },
    Target {
        what: "WebP: bytes above libwebp's at the same method",
        bound: AtMost(0.1),
        unit: " %",
        read: |m| {
            let bytes =
                |(ours, peer): (&Record, &Record)| Reading::of(place(ours), (ours.bytes_by(peer) - 1.0) * 100.0);
            pairs(m).map(bytes).collect()
        },
    },
];

fn pairs(m: &Measured) -> impl Iterator<Item = (&Record, &Record)> {
    METHODS.into_iter().flat_map(|method| m.records.pairs((method, machine::cores()), (LIBWEBP, method)))
}

fn throughput(m: &Measured, is_meant: fn(&Record) -> bool) -> Vec<Reading> {
    let meant = pairs(m).filter(|(ours, _)| is_meant(ours));
    let value = |ours: &Record, peer| 1.0 / ours.time_by(peer).median;
    meant
        .map(|(ours, peer)| Reading { place: place(ours), value: value(ours, peer), doubtful: ours.doubtful(peer) })
        .collect()
}

fn place(ours: &Record) -> String {
    format!("{} {}", ours.group(), ours.point)
}
