//! How many threads one call may use. None outlives the call, and results never depend on the number.

#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The program's wish; 0 means as many as the process may use.
static MAX_THREADS: AtomicUsize = AtomicUsize::new(0);

/// Sets the greatest number of threads of one call, the caller's own included; 0 means one for each core that the
/// process may use (CPU affinity and cgroup quota are respected).
pub fn set_max(count: usize) {
    MAX_THREADS.store(count, Ordering::Relaxed);
}

/// The number of threads to use for `jobs` independent pieces of work: at least 1.
pub fn for_jobs(jobs: usize) -> usize {
    if jobs <= 1 {
        return 1;
    }
    let wish = match MAX_THREADS.load(Ordering::Relaxed) {
        0 => thread::available_parallelism().map_or(1, usize::from),
        count => count,
    };
    wish.min(jobs)
}

/// Runs `job(state, index)` for every index below `jobs`, on several threads where that is allowed, and returns the
/// results in order of index. Every thread makes one `state` for all its jobs.
pub fn map<S, R: Send>(jobs: usize, state: impl Fn() -> S + Sync, job: impl Fn(&mut S, usize) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut state = state();
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= jobs {
                return done;
            }
            done.push((index, job(&mut state, index)));
        }
    };
    let mut done = thread::scope(|scope| {
        // A thread that cannot be started is no error: the others do its share.
        let spawn = || thread::Builder::new().name("ohimagekit".into()).spawn_scoped(scope, &work).ok();
        let others: Vec<_> = (1..for_jobs(jobs)).filter_map(|_| spawn()).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_of_index() {
        let doubled = map(1000, || (), |(), index| index * 2);
        assert_eq!(doubled, (0..1000).map(|index| index * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_of_a_job_reaches_the_caller() {
        let outcome = std::panic::catch_unwind(|| map(64, || (), |(), index| assert!(index != 40)));
        assert!(outcome.is_err());
    }
}
