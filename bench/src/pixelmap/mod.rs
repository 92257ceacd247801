//! What PixelMaps cost: making them from other formats, copying, reading, premultiplying and scaling them, each through
//! the C API against a peer that does the same and against a plain copy of as many bytes.

use std::time::Duration;

use crate::measure::{Budget, Contestant, Spread, Times, first_call, in_turn};
use crate::peers::Job;
use crate::report::{Report, milliseconds};
use crate::targets::Reading;
use crate::{Result, machine, matches};

pub mod calls;
mod groups;
mod image;
mod peers;

use groups::{GROUPS, Group, Shape};
use image::Image;

/// Ours at one number of threads, or a peer, in one comparison.
pub struct Side<'a> {
    who: Who,
    call: Box<dyn FnMut() -> Result<Output> + 'a>,
    last: Output,
}

/// Whose time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// The library's, with so many threads.
    Ours(usize),
    /// That of `memcpy`, of half of the bytes read and written.
    Copy,
    /// A library's, by name, with so many threads.
    Peer(&'static str, usize),
}

/// What a call made. It lives until the next one begins, so that everybody's memory is as fresh.
enum Output {
    /// Nothing new: what was there already has changed.
    Nothing,
    /// A PixelMap.
    Map(calls::Map),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Output {
    fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            Self::Nothing => Ok(Vec::new()),
            Self::Map(map) => map.bytes(),
            Self::Bytes(bytes) => Ok(bytes.clone()),
        }
    }
}

impl Job for Side<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        if let Who::Ours(threads) = self.who {
            calls::set_threads(threads);
        }
        self.last = Output::Nothing;
        self.last = (self.call)()?;
        Ok(&[])
    }
}

/// What was measured of one group and image.
pub struct Comparison {
    /// What is done.
    pub what: &'static str,
    /// Pixels of the image.
    pub pixels: usize,
    sides: Vec<(Who, Times)>,
}

const BUDGET: Budget = Budget { min_rounds: 5, max_rounds: 31, time: Duration::from_millis(500) };
const QUICK: Budget = Budget { min_rounds: 3, max_rounds: 9, time: Duration::from_millis(80) };

/// Measures the groups that `filter` names, with an image that no cache holds and with one that most do.
pub fn run(quick: bool, filter: &[&str], report: &mut Report) -> Result<Vec<Comparison>> {
    let mut comparisons = Vec::new();
    report.line("\n### PixelMaps: conversion, alpha, scaling\n");
    report.line(HEAD);
    calls::map_large_blocks();
    for shape in [Shape::Large, Shape::Small] {
        let image = Image::new(shape.size());
        for group in GROUPS.iter().filter(|group| group.shapes.contains(&shape)) {
            if !matches(filter, &format!("{} {}", group.what, shape.name())) {
                continue;
            }
            match measure(group, &image, if quick { QUICK } else { BUDGET }) {
                Ok(comparison) => {
                    report.line(&comparison.row());
                    comparisons.push(comparison);
                }
                Err(error) if error.starts_with(calls::NOT_BUILT) => {
                    report.absent(format!("PixelMaps, {}: {error}", group.what));
                }
                Err(error) => report.problem(format!("PixelMaps, {}: {error}", group.what)),
            }
        }
    }
    Ok(comparisons)
}

fn measure(group: &Group, image: &Image, budget: Budget) -> Result<Comparison> {
    let mut sides = (group.sides)(image)?;
    let mut firsts = Vec::new();
    for side in &mut sides {
        side.encode()?; // a first call of a process also loads code
        firsts.push(first_call(side)?);
    }
    look_at(group, &sides)?;
    let pairs = sides.iter_mut().zip(firsts);
    let mut jobs: Vec<Contestant<'_>> = pairs.map(|(side, first)| Contestant { job: side, first, budget }).collect();
    let (mut times, crowded) = in_turn(&mut jobs)?;
    drop(jobs);
    for (side, times) in sides.iter().zip(&mut times) {
        let threads = if let Who::Ours(threads) | Who::Peer(_, threads) = side.who { threads } else { 1 };
        times.disturbed |= crowded && threads > 1;
    }
    let sides = sides.iter().map(|side| side.who).zip(times).collect();
    Ok(Comparison { what: group.what, pixels: image.pixels(), sides })
}

/// Ours must make what the peer makes, within the group's tolerance, and the same with every number of threads.
fn look_at(group: &Group, sides: &[Side<'_>]) -> Result {
    let mut ours: Option<Vec<u8>> = None;
    for side in sides {
        let bytes = side.last.bytes()?;
        match (side.who, &ours) {
            (Who::Ours(_), None) => ours = Some(bytes),
            (Who::Ours(threads), Some(first)) if bytes != *first => {
                return Err(format!("{threads} threads make other bytes than one"));
            }
            (Who::Peer(name, _), Some(ours)) if !ours.is_empty() && !bytes.is_empty() => {
                let same_length = ours.len() == bytes.len();
                let greatest = ours.iter().zip(&bytes).map(|(ours, theirs)| ours.abs_diff(*theirs)).max();
                if !same_length || greatest > group.tolerance {
                    let (length, theirs) = (ours.len(), bytes.len());
                    return Err(format!("{length} bytes, {name} {theirs}; they differ by up to {greatest:?}"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The table's head; [`Comparison::row`] writes its rows.
pub const HEAD: &str = "| call | MP | ours, 1 thread, ms | ours, all cores, ms | copy ms | 1 thread by copy (min..max) | \
                        all cores by copy | peer | peer, 1 thread, ms | ours by peer, 1 thread (min..max) | \
                        ours by peer, all cores |\n|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|";

impl Comparison {
    fn times(&self, wanted: impl Fn(Who) -> bool) -> Option<&Times> {
        self.sides.iter().find(|(who, _)| wanted(*who)).map(|(_, times)| times)
    }

    /// What a target judges: one thread's time by a plain copy's, of a large image.
    pub fn by_copy(&self) -> Option<Reading> {
        let (ours, copy) = (self.ours(1)?, self.times(|who| who == Who::Copy)?);
        let doubtful = ours.disturbed || copy.disturbed;
        let is_large = self.pixels > 1_000_000;
        is_large.then(|| Reading { place: self.what.to_owned(), value: ours.ratio(copy).median, doubtful })
    }

    fn ours(&self, threads: usize) -> Option<&Times> {
        self.times(|who| who == Who::Ours(threads))
    }

    /// One row of the table.
    pub fn row(&self) -> String {
        let cores = machine::cores();
        let time = |times: Option<&Times>| match times {
            Some(times) => milliseconds(times.spread().median) + if times.disturbed { " ?" } else { "" },
            None => "-".to_owned(),
        };
        let ratio = |ours: Option<&Times>, other: Option<&Times>, wide: bool| match (ours, other) {
            (Some(ours), Some(other)) => {
                let Spread { median, min, max } = ours.ratio(other);
                if wide { format!("{median:.2} ({min:.2}..{max:.2})") } else { format!("{median:.2}") }
            }
            _ => "-".to_owned(),
        };
        let (one, all) = (self.ours(1), self.ours(cores));
        let copy = self.times(|who| who == Who::Copy);
        let peer = |threads| self.times(|who| matches!(who, Who::Peer(_, count) if count == threads));
        let name = self.sides.iter().find_map(|(who, _)| if let Who::Peer(name, _) = who { Some(*name) } else { None });
        let (peer_one, peer_all) = (peer(1), peer(cores).or(peer(1)));
        format!(
            "| {} | {:.2} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            self.what,
            self.pixels as f64 / 1e6,
            time(one),
            time(all),
            time(copy),
            ratio(one, copy, true),
            ratio(all, copy, false),
            name.unwrap_or("-"),
            time(peer_one),
            ratio(one, peer_one, true),
            ratio(all, peer_all, false),
        )
    }
}
