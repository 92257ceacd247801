//! Targets that are of no one format: conversion, threads, memory, what a call costs.

use super::Bound::AtMost;
use super::{Measured, Reading, Target};
use crate::pixelmap::Comparison;

/// See the module.
pub const TARGETS: &[Target] = &[
    Target {
        what: "Pixel formats: time by the same picture's from RGBA_8888",
        bound: AtMost(1.15),
        unit: "x",
        read: |m| {
            let others = m.conversions.iter().filter(|conversion| conversion.format != "RGBA_8888");
            others
                .map(|conversion| Reading {
                    place: format!("{} to {}", conversion.format, conversion.task),
                    value: conversion.ratio.median,
                    doubtful: conversion.disturbed,
                })
                .collect()
        },
    },
    Target {
        what: "PixelMaps of 12 MP: time of one thread by that of a plain copy",
        bound: AtMost(1.5),
        unit: "x",
        read: |m| m.pixelmaps.iter().filter_map(Comparison::by_copy).collect(),
    },
    Target {
        what: "Bytes: numbers of threads (of 1, 2, 3, 8) whose file is another",
        bound: AtMost(0.0),
        unit: "",
        read: |m| m.differing.clone(),
    },
    Target {
        what: "Memory, 100 MP to a JPEG file: beside pixels and file",
        bound: AtMost(24.0),
        unit: " MiB",
        read: |m| memory(m, "JPEG"),
    },
    Target {
        what: "Memory, 100 MP to a PNG file: beside pixels and file",
        bound: AtMost(48.0),
        unit: " MiB",
        read: |m| memory(m, "PNG"),
    },
    Target {
        what: "Overhead: PNG of one pixel above the fastest peer's",
        bound: AtMost(3.0),
        unit: " us",
        read: |m| {
            let above = m.overhead.iter().filter_map(|overhead| overhead.above());
            above.map(|(peer, value)| Reading::of(format!("1x1 against {peer}"), value * 1e6)).collect()
        },
    },
    Target {
        what: "Overhead: a call of OH_PackingOptions_GetQuality",
        bound: AtMost(50.0),
        unit: " ns",
        read: |m| m.overhead.iter().map(|overhead| Reading::of("one call".to_owned(), overhead.getter * 1e9)).collect(),
    },
];

fn memory(m: &Measured, format: &str) -> Vec<Reading> {
    let needs = m.memory.iter().filter(|need| need.task.to_string().starts_with(format));
    needs.map(|need| Reading::of(format!("{} threads", need.threads), need.beside())).collect()
}
