//! Targets of PNG: smaller than the usual encoders, in a fraction of their time.

use super::Bound::{AtMost, Below};
use super::{Measured, Reading, Target};
use crate::cases::Class;
use crate::machine;
use crate::ours::variants::DEFAULT;
use crate::peers::{LIBPNG, PNG_CRATE};
use crate::records::{OURS, Record};
use crate::task::Task;

type IsMeant = fn(Class) -> bool;

const PHOTO: IsMeant = |class| class == Class::Photo;
const DRAWN: IsMeant = Class::is_drawn;

/// See the module. libpng's own choice of filters for true colour is "all".
pub const TARGETS: &[Target] = &[
    Target {
        what: "PNG default, photos: bytes by libpng's level 6",
        bound: Below(1.0),
        unit: "x",
        read: |m| bytes(m, PHOTO, (LIBPNG, "6 all")),
    },
    Target {
        what: "PNG default, photos: time by libpng's level 6",
        bound: AtMost(0.125),
        unit: "x",
        read: |m| times(m, PHOTO, (LIBPNG, "6 all")),
    },
    Target {
        what: "PNG default, photos: bytes above those of `png` Balanced",
        bound: AtMost(1.0),
        unit: " %",
        read: |m| {
            let mut readings = bytes(m, PHOTO, (PNG_CRATE, "Balanced"));
            readings.iter_mut().for_each(|reading| reading.value = (reading.value - 1.0) * 100.0);
            readings
        },
    },
    Target {
        what: "PNG default, photos: time by `png` Balanced",
        bound: AtMost(1.0 / 12.0),
        unit: "x",
        read: |m| times(m, PHOTO, (PNG_CRATE, "Balanced")),
    },
    Target {
        what: "PNG default, graphics and screenshots: bytes by libpng's level 9 with all filters",
        bound: Below(1.0),
        unit: "x",
        read: |m| bytes(m, DRAWN, (LIBPNG, "9 all")),
    },
    Target {
        what: "PNG default, graphics and screenshots: time by libpng's level 9 with all filters",
        bound: AtMost(0.25),
        unit: "x",
        read: |m| times(m, DRAWN, (LIBPNG, "9 all")),
    },
    Target {
        what: "PNG default, every image: peer settings that are both faster and smaller",
        bound: AtMost(0.0),
        unit: "",
        read: dominating,
    },
];

fn pairs<'a>(
    m: &'a Measured,
    is_meant: IsMeant,
    peer: (&'a str, &'a str),
) -> impl Iterator<Item = (&'a Record, &'a Record)> {
    m.records.pairs((DEFAULT, machine::cores()), peer).filter(move |(ours, _)| is_meant(ours.class))
}

fn bytes(m: &Measured, is_meant: IsMeant, peer: (&str, &str)) -> Vec<Reading> {
    pairs(m, is_meant, peer).map(|(ours, peer)| Reading::of(ours.image.to_owned(), ours.bytes_by(peer))).collect()
}

fn times(m: &Measured, is_meant: IsMeant, peer: (&str, &str)) -> Vec<Reading> {
    let time = |(ours, peer): (&Record, &Record)| Reading {
        place: ours.image.to_owned(),
        value: ours.time_by(peer).median,
        doubtful: ours.doubtful(peer),
    };
    pairs(m, is_meant, peer).map(time).collect()
}

/// For each image the number of peer settings that are better on both axes, and their names.
fn dominating(m: &Measured) -> Vec<Reading> {
    let ours = m.records.ours(DEFAULT, machine::cores()).filter(|ours| ours.task == Task::Png);
    ours.filter_map(|ours| {
        let group = || m.records.0.iter().filter(|peer| (peer.image, peer.task) == (ours.image, ours.task));
        let peers: Vec<&Record> = group().filter(|peer| peer.series != OURS).collect();
        if peers.is_empty() {
            return None;
        }
        let better = peers.iter().filter(|peer| peer.bytes < ours.bytes && peer.time_by(ours).median < 1.0);
        let better: Vec<&&Record> = better.collect();
        let names: Vec<String> = better.iter().map(|peer| format!("{} {}", peer.series, peer.point)).collect();
        let place = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        let doubtful = better.iter().any(|peer| peer.doubtful(ours));
        Some(Reading { place: format!("{}{place}", ours.image), value: better.len() as f64, doubtful })
    })
    .collect()
}
