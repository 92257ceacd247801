//! What was measured: the table that reports, targets and plots read.

use crate::cases::Class;
use crate::measure::{Spread, Times};
use crate::task::Task;

/// The series that is ours.
pub const OURS: &str = "ours";

/// One contestant in one group.
pub struct Record {
    /// The image's name.
    pub image: &'static str,
    /// Its kind.
    pub class: Class,
    /// How many pixels it has.
    pub pixels: usize,
    /// What was asked for.
    pub task: Task,
    /// The encoder: [`OURS`] or a peer's name.
    pub series: &'static str,
    /// Its setting.
    pub point: &'static str,
    /// Threads that it might use.
    pub threads: usize,
    /// How long it took.
    pub times: Times,
    /// The length of its file.
    pub bytes: usize,
    /// How near the decoded file is, in dB.
    pub psnr: f64,
}

impl Record {
    /// Median seconds.
    pub fn seconds(&self) -> f64 {
        self.times.spread().median
    }

    /// Our time by the peer's would be below 1 if this is faster: times by those of `other`, round by round.
    pub fn time_by(&self, other: &Record) -> Spread {
        self.times.ratio(&other.times)
    }

    /// Length by that of `other`.
    pub fn bytes_by(&self, other: &Record) -> f64 {
        self.bytes as f64 / other.bytes as f64
    }

    /// Whether one of two times is to be doubted.
    pub fn doubtful(&self, other: &Record) -> bool {
        self.times.disturbed || other.times.disturbed
    }

    /// The group's name.
    pub fn group(&self) -> String {
        format!("{} {}", self.image, self.task)
    }
}

/// All records of a run, in the order in which they were made.
#[derive(Default)]
pub struct Records(pub Vec<Record>);

impl Records {
    /// The record of a setting, in the group of `near`.
    pub fn beside(&self, near: &Record, series: &str, point: &str, threads: usize) -> Option<&Record> {
        let mut group = self.0.iter().filter(|record| (record.image, record.task) == (near.image, near.task));
        group.find(|record| (record.series, record.point, record.threads) == (series, point, threads))
    }

    /// Our records at a point and a number of threads.
    pub fn ours<'a>(&'a self, point: &'a str, threads: usize) -> impl Iterator<Item = &'a Record> + 'a {
        let series = |record: &&Record| record.series == OURS;
        self.0.iter().filter(series).filter(move |record| (record.point, record.threads) == (point, threads))
    }

    /// Pairs of ours and a peer's in the same group.
    pub fn pairs<'a>(
        &'a self,
        (point, threads): (&'a str, usize),
        (series, peer): (&'a str, &'a str),
    ) -> impl Iterator<Item = (&'a Record, &'a Record)> + 'a {
        self.ours(point, threads).filter_map(move |ours| Some((ours, self.beside(ours, series, peer, 1)?)))
    }
}
