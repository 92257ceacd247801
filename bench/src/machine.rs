//! What the machine is and how busy it is.

#![allow(unsafe_code)]

use std::fs;
use std::time::{Duration, Instant};

/// Cores that the process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The numbers of threads that are measured: one, two as targets say, and all cores.
pub fn levels() -> Vec<usize> {
    let mut levels = vec![1, 2.min(cores()), cores()];
    levels.dedup();
    levels
}

/// How busy the machine is: averages of 1, 5 and 15 minutes.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// The processor's name.
pub fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    name.unwrap_or("unknown processor").to_owned()
}

/// What all threads of the process have used.
pub fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a valid place for the time; this clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Watches what other programs use.
pub struct Others {
    start: Instant,
    own: Duration,
    /// Seconds that all processors were busy since the machine started, and their number.
    all: (f64, usize),
}

impl Others {
    /// From now on.
    pub fn watch() -> Self {
        Self { start: Instant::now(), own: processor_time(), all: busy() }
    }

    /// Whether they left this process fewer cores than it may use.
    pub fn crowded(&self) -> bool {
        let own = (processor_time() - self.own).as_secs_f64();
        let others = (busy().0 - self.all.0 - own) / self.start.elapsed().as_secs_f64();
        others > (self.all.1 - cores().min(self.all.1)) as f64 + 0.15
    }
}

/// From /proc/stat, whose unit is 10 ms: user, nice, system, idle, iowait, irq, softirq, steal.
fn busy() -> (f64, usize) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let processors = text.lines().filter(|line| line.starts_with("cpu")).count().saturating_sub(1);
    let all = text.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8);
    let busy = all.enumerate().filter(|(index, _)| !matches!(index, 3 | 4));
    (busy.filter_map(|(_, ticks)| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0, processors)
}
