//! The one loop that takes times, and what is read from them.

use std::time::{Duration, Instant};

use crate::Result;
use crate::machine::{Others, processor_time};
use crate::peers::Job;

/// A sample is as many calls as fill this time, so that the clock and a single interruption do not decide.
const SAMPLE: Duration = Duration::from_millis(4);

/// A job that takes this long is run twice in all: to be verified, and once in turn with the others.
const SLOW: Duration = Duration::from_millis(400);

/// One that takes this long is run once: the time is that of the run that was verified.
const SLOWEST: Duration = Duration::from_millis(1200);

/// How much a job may use.
#[derive(Clone, Copy)]
pub struct Budget {
    /// Rounds that every job runs in any case, but for slow ones.
    pub min_rounds: usize,
    /// Rounds that are never exceeded.
    pub max_rounds: usize,
    /// Time after which a job runs in no further round.
    pub time: Duration,
}

/// More wall time by this factor than the process had processors: others had them.
const DISTURBED: f64 = 1.05;

/// The times of one job.
#[derive(Clone, Default)]
pub struct Times {
    /// Seconds of one call, for each round in which it ran and was not disturbed.
    pub rounds: Vec<Option<f64>>,
    /// Whether other programs kept the process from a processor in nearly every round; then all rounds are there.
    pub disturbed: bool,
}

/// A job and the time of its first call, which was the one that was verified.
pub struct Contestant<'a> {
    /// What runs.
    pub job: &'a mut dyn Job,
    /// How long it took, and how much processor time that was.
    pub first: (Duration, Duration),
    /// How much it may use.
    pub budget: Budget,
}

/// The jobs of a group run in turn, forwards and backwards, each round from another one on: A B C, A C B, B C A, B A C
/// and so on, so everyone comes after everyone else as often. A job leaves when it has used up its budget. The second
/// result says whether other programs left fewer processors than all, which matters to jobs that use all.
///
/// Rounds in which a job had to wait for a processor are left out, as long as enough others are there; until they are,
/// it may take twice its time.
pub fn in_turn(jobs: &mut [Contestant<'_>]) -> Result<(Vec<Times>, bool)> {
    let others = Others::watch();
    let mut states: Vec<State> = jobs.iter().map(|job| State::new(job.first, job.budget)).collect();
    let rounds = jobs.iter().map(|job| job.budget.max_rounds).max().unwrap_or(0);
    for round in 0..rounds {
        let mut anyone = false;
        for turn in 0..jobs.len() {
            let step = if round % 2 == 0 { turn } else { jobs.len() - turn };
            let index = (round / 2 + step) % jobs.len();
            let state = &mut states[index];
            if state.wants(round) {
                state.take(round, time(jobs[index].job, state.calls)?);
                anyone = true;
            }
        }
        if !anyone {
            break;
        }
    }
    Ok((states.into_iter().map(State::finish).collect(), others.crowded()))
}

/// How far a job has come.
struct State {
    budget: Budget,
    calls: u32,
    spent: Duration,
    all: Vec<Option<f64>>,
    clean: Vec<Option<f64>>,
}

impl State {
    fn new((first, processor): (Duration, Duration), budget: Budget) -> Self {
        let calls = (SAMPLE.as_nanos() / first.as_nanos().max(1)).clamp(1, 2000) as u32;
        let slowness = [SLOW, SLOWEST].into_iter().filter(|limit| first >= *limit).count();
        let budget = match slowness {
            0 => budget,
            1 => Budget { min_rounds: 1, max_rounds: 1, ..budget },
            _ => Budget { min_rounds: 0, max_rounds: 0, ..budget },
        };
        let mut state = Self { budget, calls, spent: Duration::ZERO, clean: Vec::new(), all: Vec::new() };
        if slowness > 0 {
            state.take(0, (first, processor));
        }
        state
    }

    fn wants(&self, round: usize) -> bool {
        let clean = self.clean.iter().flatten().count();
        let patience = if clean < self.budget.min_rounds { 2 } else { 1 };
        let early = round < self.budget.min_rounds || self.spent < self.budget.time * patience;
        round < self.budget.max_rounds && early
    }

    fn take(&mut self, round: usize, (wall, processor): (Duration, Duration)) {
        self.spent += wall;
        let seconds = Some(wall.as_secs_f64() / f64::from(self.calls));
        for rounds in [&mut self.all, &mut self.clean] {
            rounds.resize(rounds.len().max(round + 1), None);
        }
        // A slow job's first call stands in round 0 already; the better one counts.
        if self.all[round].is_none_or(|before| Some(before) > seconds) {
            self.all[round] = seconds;
            self.clean[round] = seconds.filter(|_| wall <= processor.mul_f64(DISTURBED));
        }
    }

    fn finish(self) -> Times {
        let disturbed = self.clean.iter().flatten().count() < self.budget.min_rounds.max(1);
        Times { rounds: if disturbed { self.all } else { self.clean }, disturbed }
    }
}

/// Wall time and processor time of a job's first call.
pub fn first_call(job: &mut dyn Job) -> Result<(Duration, Duration)> {
    time(job, 1)
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
#[derive(Clone, Copy, Debug)]
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
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let (&min, &max) = (sorted.first()?, sorted.last()?);
        let median =
            if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] };
        Some(Self { median, min, max })
    }
}

impl Times {
    /// Of one call's seconds.
    pub fn spread(&self) -> Spread {
        let none = Spread { median: f64::NAN, min: f64::NAN, max: f64::NAN };
        Spread::of(self.rounds.iter().flatten().copied()).unwrap_or(none)
    }

    /// Its times by those of another job in the same rounds; by the medians, if there are not two such rounds.
    pub fn ratio(&self, other: &Times) -> Spread {
        let pairs = self.rounds.iter().zip(&other.rounds);
        let quotients = pairs.filter_map(|(ours, theirs)| Some((*ours)? / (*theirs)?));
        let quotients: Vec<f64> = quotients.collect();
        if let (true, Some(spread)) = (quotients.len() > 1, Spread::of(quotients)) {
            return spread;
        }
        let quotient = self.spread().median / other.spread().median;
        Spread { median: quotient, min: quotient, max: quotient }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(rounds: &[Option<f64>]) -> Times {
        Times { rounds: rounds.to_vec(), disturbed: false }
    }

    #[test]
    fn a_ratio_is_the_median_of_common_rounds() {
        let ours = times(&[Some(2.0), None, Some(9.0), Some(4.0)]);
        let peer = times(&[Some(1.0), Some(7.0), Some(3.0), Some(1.0)]);
        let Spread { median, min, max } = ours.ratio(&peer);
        assert_eq!((median, min, max), (3.0, 2.0, 4.0));
    }

    #[test]
    fn a_slow_job_is_compared_by_medians() {
        let ours = times(&[Some(2.0), Some(2.0), Some(8.0)]);
        assert_eq!(times(&[Some(6.0)]).ratio(&ours).median, 3.0);
    }

    #[test]
    fn the_slowest_jobs_run_once() {
        struct Count(u32);
        impl Job for Count {
            fn encode(&mut self) -> Result<&[u8]> {
                self.0 += 1;
                Ok(&[])
            }
        }
        let budget = Budget { min_rounds: 3, max_rounds: 5, time: Duration::ZERO };
        let (mut slow, mut fast) = (Count(0), Count(0));
        let seconds = |count| (Duration::from_secs(count), Duration::from_secs(count));
        let mut jobs = [
            Contestant { job: &mut slow, first: seconds(2), budget },
            Contestant { job: &mut fast, first: (SAMPLE, SAMPLE), budget },
        ];
        let (times, _) = in_turn(&mut jobs).unwrap();
        assert_eq!(times[0].rounds, [Some(2.0)]);
        assert_eq!((slow.0, fast.0 >= 3), (0, true));
    }
}
