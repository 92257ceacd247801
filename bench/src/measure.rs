//! The one loop that takes times, and what is read from them.

use std::time::{Duration, Instant};

use crate::Result;
use crate::machine::{Others, processor_time};
use crate::peers::Job;

/// A sample is as many calls as fill this time with the slowest of the group, so that the clock and a single
/// interruption do not decide.
const SAMPLE: Duration = Duration::from_millis(4);

/// How long a group may take.
#[derive(Clone, Copy)]
pub struct Budget {
    /// Rounds that are run in any case.
    pub min_rounds: usize,
    /// Rounds that are never exceeded.
    pub max_rounds: usize,
    /// Time after which no further round begins.
    pub time: Duration,
}

/// More wall time by this factor than the process had processors: others had them.
const DISTURBED: f64 = 1.05;

/// The times of a group.
pub struct Times {
    /// Seconds of one call, for each job, round by round.
    pub seconds: Vec<Vec<f64>>,
    /// Whether other programs kept the process from a processor in nearly every round.
    pub disturbed: bool,
    /// Whether they left fewer processors than all; for jobs that use all.
    pub crowded: bool,
}

/// The jobs of a group run in turn, forwards and backwards, each round from another one on: A B C, A C B, B C A, B A C and
/// so on, until the budget is used up. So everyone comes after everyone else as often. Every job has run before, to be
/// verified: that warmed it up.
///
/// Rounds in which a job had to wait for a processor are left out, as long as enough others are there; until they are,
/// a group may take twice its time.
pub fn in_turn(jobs: &mut [&mut dyn Job], budget: Budget) -> Result<Times> {
    let (start, others) = (Instant::now(), Others::watch());
    let mut slowest = Duration::ZERO;
    for job in jobs.iter_mut() {
        slowest = slowest.max(time(*job, 1)?.0);
    }
    let calls = (SAMPLE.as_nanos() / slowest.as_nanos().max(1)).clamp(1, 1000) as u32;
    let (mut clean, mut all) = (Vec::new(), Vec::new());
    for round in 0..budget.max_rounds {
        let patience = if clean.len() < budget.min_rounds { 2 } else { 1 };
        if round >= budget.min_rounds && start.elapsed() >= budget.time * patience {
            break;
        }
        let mut seconds = vec![0.0; jobs.len()];
        let mut is_clean = true;
        for turn in 0..jobs.len() {
            let step = if round % 2 == 0 { turn } else { jobs.len() - turn };
            let index = (round / 2 + step) % jobs.len();
            let (wall, processor) = time(jobs[index], calls)?;
            seconds[index] = wall.as_secs_f64() / f64::from(calls);
            is_clean &= wall <= processor.mul_f64(DISTURBED);
        }
        if is_clean {
            clean.push(seconds.clone());
        }
        all.push(seconds);
    }
    let disturbed = clean.len() < budget.min_rounds;
    let rounds = if disturbed { all } else { clean };
    let seconds = (0..jobs.len()).map(|index| rounds.iter().map(|round| round[index]).collect()).collect();
    Ok(Times { seconds, disturbed, crowded: others.crowded() })
}

/// Wall time and processor time of some calls; with several threads the latter is more.
fn time(job: &mut dyn Job, calls: u32) -> Result<(Duration, Duration)> {
    let (start, processor) = (Instant::now(), processor_time());
    for _ in 0..calls {
        std::hint::black_box(job.encode()?);
    }
    Ok((start.elapsed(), processor_time() - processor))
}

/// Middle, least and greatest of some numbers.
#[derive(Clone, Copy)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

impl Spread {
    /// Of at least one number.
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median =
            if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] };
        Self { median, min: sorted[0], max: sorted[sorted.len() - 1] }
    }

    /// Of the quotients of two jobs' times in the same round.
    pub fn of_ratios(ours: &[f64], peer: &[f64]) -> Self {
        Self::of(ours.iter().zip(peer).map(|(ours, peer)| ours / peer))
    }
}
