//! The targets: what the library promises, judged by what was measured.

use crate::conversion::Conversion;
use crate::memory::Need;
use crate::overhead::Overhead;
use crate::pixelmap::Comparison;
use crate::records::Records;

mod jpeg;
mod other;
mod png;
mod webp;

/// One number that a target judges.
#[derive(Clone)]
pub struct Reading {
    /// Where it was read.
    pub place: String,
    /// What was read.
    pub value: f64,
    /// Whether it is to be doubted: other programs took the processors.
    pub doubtful: bool,
}

impl Reading {
    /// One without doubt.
    pub fn of(place: String, value: f64) -> Self {
        Self { place, value, doubtful: false }
    }
}

/// All that a run has measured; what it was not asked for is empty.
#[derive(Default)]
pub struct Measured {
    /// Of images, tasks and contestants.
    pub records: Records,
    /// Of numbers of threads that change a file.
    pub differing: Vec<Reading>,
    /// Of pixel formats.
    pub conversions: Vec<Conversion>,
    /// Of what is done with PixelMaps.
    pub pixelmaps: Vec<Comparison>,
    /// Of memory.
    pub memory: Vec<Need>,
    /// Of calls.
    pub overhead: Option<Overhead>,
}

/// What a number has to be.
#[derive(Clone, Copy)]
pub enum Bound {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
    /// Less than this.
    Below(f64),
}

impl Bound {
    fn is_kept(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
            Self::Below(limit) => value < limit,
        }
    }

    /// How bad a number is; the greatest is the worst.
    fn badness(self, value: f64) -> f64 {
        if let Self::AtLeast(_) = self { -value } else { value }
    }

    fn text(self, unit: &str) -> String {
        let (sign, limit) = match self {
            Self::AtMost(limit) => ("<=", limit),
            Self::AtLeast(limit) => (">=", limit),
            Self::Below(limit) => ("<", limit),
        };
        format!("{sign} {}{unit}", digits(limit))
    }
}

/// One promise.
pub struct Target {
    /// What is promised.
    pub what: &'static str,
    /// How much.
    pub bound: Bound,
    /// After the number.
    pub unit: &'static str,
    /// Reads the numbers that it is judged by.
    pub read: fn(&Measured) -> Vec<Reading>,
}

/// All of them, in the order of the table.
pub const TARGETS: &[&[Target]] = &[jpeg::TARGETS, png::TARGETS, webp::TARGETS, other::TARGETS];

/// What became of a target.
pub struct Verdict {
    /// Which.
    pub target: &'static Target,
    /// Its readings, the worst first.
    pub readings: Vec<Reading>,
    /// How many of them are beyond the bound.
    pub missed: usize,
}

/// Judges all targets.
pub fn judge(measured: &Measured) -> Vec<Verdict> {
    let targets = TARGETS.iter().copied().flatten();
    targets.map(|target| Verdict::of(target, (target.read)(measured))).collect()
}

impl Verdict {
    fn of(target: &'static Target, mut readings: Vec<Reading>) -> Self {
        readings.sort_by(|a, b| target.bound.badness(b.value).total_cmp(&target.bound.badness(a.value)));
        let missed = readings.iter().filter(|reading| !target.bound.is_kept(reading.value)).count();
        Self { target, readings, missed }
    }

    /// What became of it; one that only doubtful numbers miss is in doubt.
    fn word(&self) -> &'static str {
        let surely = self.readings.iter().take(self.missed).any(|reading| !reading.doubtful);
        match (self.readings.len(), self.missed) {
            (0, _) => "not measured",
            (_, 0) => "met",
            _ if surely => "**missed**",
            _ => "in doubt",
        }
    }

    fn number(&self, reading: &Reading) -> String {
        let doubt = if reading.doubtful { " ?" } else { "" };
        format!("{}{}{doubt}", digits(reading.value), self.target.unit)
    }

    /// The worst reading by the bound, as a difference in percent.
    fn distance(&self, reading: &Reading) -> String {
        let (Bound::AtMost(limit) | Bound::AtLeast(limit) | Bound::Below(limit)) = self.target.bound;
        // Percents are compared by difference already, counts have no scale.
        if limit == 0.0 || self.target.unit == " %" {
            String::new()
        } else {
            format!(", {:+.0} %", (reading.value / limit - 1.0) * 100.0)
        }
    }
}

/// The table, and below it every place where a target is missed.
pub fn table(verdicts: &[Verdict]) -> String {
    let mut text = String::from("| target | bound | verdict | worst | best | places |\n|---|--:|---|---|--:|--:|\n");
    for verdict in verdicts {
        let (target, readings) = (verdict.target, &verdict.readings);
        let worst = readings.first().map_or("-".to_owned(), |worst| {
            format!("{}{} at {}", verdict.number(worst), verdict.distance(worst), worst.place)
        });
        let best = readings.last().map_or("-".to_owned(), |best| verdict.number(best));
        let bound = target.bound.text(target.unit);
        let places = if readings.is_empty() {
            "-".to_owned()
        } else {
            format!("{} of {}", readings.len() - verdict.missed, readings.len())
        };
        text += &format!("| {} | {bound} | {} | {worst} | {best} | {places} |\n", target.what, verdict.word());
    }
    let missed: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.missed > 0).collect();
    if !missed.is_empty() {
        text += "\nWhere they are missed:\n\n";
    }
    for verdict in missed {
        let places = verdict.readings.iter().take(verdict.missed);
        let places: Vec<String> =
            places.map(|reading| format!("{} {}", reading.place, verdict.number(reading))).collect();
        text += &format!(
            "- {} ({}): {}\n",
            verdict.target.what,
            verdict.target.bound.text(verdict.target.unit),
            places.join("; ")
        );
    }
    let count = |word| verdicts.iter().filter(|verdict| verdict.word() == word).count();
    let (met, missed, doubt, open) = (count("met"), count("**missed**"), count("in doubt"), count("not measured"));
    text + &format!("\n{met} met, {missed} missed, {doubt} in doubt (`?`: run again), {open} not measured.\n")
}

fn digits(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(bound: Bound, readings: &[(f64, bool)]) -> Verdict {
        let target: &'static Target = Box::leak(Box::new(Target { what: "", bound, unit: "x", read: |_| Vec::new() }));
        let readings = readings.iter().map(|&(value, doubtful)| Reading { place: String::new(), value, doubtful });
        Verdict::of(target, readings.collect())
    }

    #[test]
    fn the_worst_reading_decides() {
        assert_eq!(verdict(Bound::AtLeast(1.9), &[(2.0, false), (1.9, false)]).word(), "met");
        assert_eq!(verdict(Bound::AtLeast(1.9), &[(2.0, false), (1.8, false)]).word(), "**missed**");
        assert_eq!(verdict(Bound::AtMost(0.0), &[(0.0, false)]).word(), "met");
        assert_eq!(verdict(Bound::Below(1.0), &[(1.0, false)]).word(), "**missed**");
        assert_eq!(verdict(Bound::AtMost(1.1), &[]).word(), "not measured");
    }

    #[test]
    fn what_only_doubtful_readings_miss_is_in_doubt() {
        assert_eq!(verdict(Bound::AtMost(1.1), &[(1.0, false), (1.3, true)]).word(), "in doubt");
        assert_eq!(verdict(Bound::AtMost(1.1), &[(1.2, false), (1.3, true)]).word(), "**missed**");
    }
}
