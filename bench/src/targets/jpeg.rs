//! Targets of JPEG: as fast as libjpeg-turbo on one thread, nearly twice as fast on two, at equal bytes.

use super::Bound::{AtLeast, AtMost};
use super::{Measured, Reading, Target};
use crate::cases::Class;
use crate::ours::variants::{DEFAULT_TABLES, OPTIMISED};
use crate::peers::TURBO;
use crate::records::Record;

/// Of images from here on, throughput counts.
const LARGE: usize = 1_500_000;

/// See the module.
pub const TARGETS: &[Target] = &[
    Target {
        what: "JPEG, default tables, 2 threads: throughput by libjpeg-turbo's, 1.5 MP and more",
        bound: AtLeast(1.9),
        unit: "x",
        read: |m| throughput(m, (DEFAULT_TABLES, 2), DEFAULT_TABLES),
    },
    Target {
        what: "JPEG, default tables: bytes above libjpeg-turbo's, 1.5 MP and more",
        bound: AtMost(0.3),
        unit: " %",
        read: |m| bytes(m, DEFAULT_TABLES),
    },
    Target {
        what: "JPEG, default tables, 1 thread: throughput by libjpeg-turbo's, 1.5 MP and more",
        bound: AtLeast(0.97),
        unit: "x",
        read: |m| throughput(m, (DEFAULT_TABLES, 1), DEFAULT_TABLES),
    },
    Target {
        what: "JPEG, optimised tables, 2 threads: throughput by libjpeg-turbo's optimised mode, 1.5 MP and more",
        bound: AtLeast(1.9),
        unit: "x",
        read: |m| throughput(m, (OPTIMISED, 2), OPTIMISED),
    },
    Target {
        what: "JPEG, optimised tables: bytes above libjpeg-turbo's optimised mode, 1.5 MP and more",
        bound: AtMost(0.3),
        unit: " %",
        read: |m| bytes(m, OPTIMISED),
    },
    Target {
        what: "JPEG, optimised tables, 2 threads: throughput by libjpeg-turbo's default tables, 1.5 MP and more",
        bound: AtLeast(1.0),
        unit: "x",
        read: |m| throughput(m, (OPTIMISED, 2), DEFAULT_TABLES),
    },
    Target {
        what: "JPEG, 64x64 to 512x512: latency by libjpeg-turbo's with the same kind of tables",
        bound: AtMost(1.1),
        unit: "x",
        read: |m| {
            let threads = crate::machine::cores();
            let both = [DEFAULT_TABLES, OPTIMISED].into_iter();
            let pairs = both.flat_map(|tables| m.records.pairs((tables, threads), (TURBO, tables)));
            let small = pairs.filter(|(ours, _)| ours.class == Class::Small && ours.task.is_jpeg());
            small.map(|(ours, peer)| reading(ours, peer, ours.time_by(peer).median)).collect()
        },
    },
];

fn large<'a>(m: &'a Measured, ours: (&'a str, usize), peer: &'a str) -> impl Iterator<Item = (&'a Record, &'a Record)> {
    m.records.pairs(ours, (TURBO, peer)).filter(|(ours, _)| ours.pixels >= LARGE)
}

fn throughput(m: &Measured, ours: (&str, usize), peer: &str) -> Vec<Reading> {
    large(m, ours, peer).map(|(ours, peer)| reading(ours, peer, 1.0 / ours.time_by(peer).median)).collect()
}

fn bytes(m: &Measured, tables: &str) -> Vec<Reading> {
    large(m, (tables, 1), tables)
        .map(|(ours, peer)| Reading::of(ours.group(), (ours.bytes_by(peer) - 1.0) * 100.0))
        .collect()
}

fn reading(ours: &Record, peer: &Record, value: f64) -> Reading {
    let place = if ours.point == OPTIMISED { format!("{} optimised", ours.group()) } else { ours.group() };
    Reading { place, value, doubtful: ours.doubtful(peer) }
}
