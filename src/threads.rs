//! How many threads one call may use. None outlives the call, and results never depend on the number.

#![forbid(unsafe_code)]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Result;

/// The program's wish; 0 means as many as the process may use.
static MAX_THREADS: AtomicUsize = AtomicUsize::new(0);

/// Sets the greatest number of threads of one call, the caller's own included; 0 means one for each core that the
/// process may use (CPU affinity and cgroup quota are respected).
pub fn set_max(count: usize) {
    MAX_THREADS.store(count, Ordering::Relaxed);
}

/// Cores that the process may use. Asking reads files of the cgroup, which takes 20 microseconds and more: an answer is
/// good for a second.
fn cores() -> usize {
    static ANSWER: Mutex<Option<(Instant, usize)>> = Mutex::new(None);
    let mut answer = ANSWER.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    match *answer {
        Some((when, cores)) if now.duration_since(when) < Duration::from_secs(1) => cores,
        _ => {
            let cores = thread::available_parallelism().map_or(1, usize::from);
            *answer = Some((now, cores));
            cores
        }
    }
}

/// What one call may use. The default is what [`set_max`] said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Threads {
    /// The call's own wish; 0 means that of [`set_max`].
    wish: usize,
}

impl Threads {
    /// At most `count` threads, the caller's own included; 0 means what [`set_max`] said.
    pub fn at_most(count: usize) -> Self {
        Self { wish: count }
    }

    /// What was asked for; 0 means what [`set_max`] said.
    pub fn wish(self) -> usize {
        self.wish
    }

    /// The number of threads to use for `jobs` independent pieces of work: at least 1.
    pub fn for_jobs(self, jobs: usize) -> usize {
        if jobs <= 1 {
            return 1;
        }
        let wish = if self.wish == 0 { MAX_THREADS.load(Ordering::Relaxed) } else { self.wish };
        let count = if wish == 0 { cores() } else { wish };
        count.min(jobs)
    }

    /// Runs `job(state, index)` for every index below `jobs`, on several threads where that is allowed, and gives every
    /// result to `take` on the caller's thread, in order of index. Every thread makes one `state` for all its jobs.
    ///
    /// Results wait for their turn, but no more of them than twice the number of threads. The first error of `take`
    /// ends it all.
    pub fn in_order<S, R: Send>(
        self,
        jobs: usize,
        state: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, usize) -> R + Sync,
        mut take: impl FnMut(R) -> Result<()>,
    ) -> Result<()> {
        let count = self.for_jobs(jobs);
        if count == 1 {
            let mut state = state();
            return (0..jobs).try_for_each(|index| take(job(&mut state, index)));
        }
        let queue = Queue::new(jobs, 2 * count);
        thread::scope(|scope| {
            let work = || {
                let _stop = queue.stop_on_panic();
                let mut state = state();
                while let Some(index) = queue.next_job() {
                    queue.put(index, job(&mut state, index));
                }
            };
            // A thread that cannot be started is no error: the others do its share.
            let spawn = || thread::Builder::new().name("ohimagekit".into()).spawn_scoped(scope, work).ok();
            let others: Vec<_> = (1..count).filter_map(|_| spawn()).collect();
            let stop = queue.stop_on_drop();
            let mut state = state();
            let mut outcome = Ok(());
            while let (Ok(()), Some(turn)) = (&outcome, queue.next_turn()) {
                match turn {
                    Turn::Take(result) => outcome = take(result),
                    Turn::Work(index) => queue.put(index, job(&mut state, index)),
                }
            }
            drop(stop);
            for other in others {
                if let Err(panic) = other.join() {
                    std::panic::resume_unwind(panic);
                }
            }
            outcome
        })
    }

    /// Gives every part, for instance a band of rows to write, to `work(state, part)`, on several threads where that is
    /// allowed. Every thread makes one `state` for all its parts; `count` is about how many parts there are.
    pub fn each<S, P>(
        self,
        count: usize,
        parts: impl Iterator<Item = P> + Send,
        state: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, P) + Sync,
    ) {
        let count = self.for_jobs(count);
        let parts = Mutex::new(parts);
        let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = || {
            let mut state = state();
            while let Some(part) = next() {
                work(&mut state, part);
            }
        };
        if count == 1 {
            return run();
        }
        // The scope joins its threads, and a panic of one becomes one of the caller.
        thread::scope(|scope| {
            for _ in 1..count {
                // A thread that cannot be started is no error: the others do its share.
                let _ = thread::Builder::new().name("ohimagekit".into()).spawn_scoped(scope, run);
            }
            run();
        });
    }

    /// The results of all jobs, in order of index; else as [`in_order`](Self::in_order).
    pub fn map<S, R: Send>(
        self,
        jobs: usize,
        state: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, usize) -> R + Sync,
    ) -> Vec<R> {
        let mut results = Vec::with_capacity(jobs);
        let take = |result| {
            results.push(result);
            Ok(())
        };
        self.in_order(jobs, state, job, take).expect("taking a result cannot fail");
        results
    }
}

/// What the caller's thread does next.
enum Turn<R> {
    /// The next result in order is there.
    Take(R),
    /// It is not; this job is to be done meanwhile.
    Work(usize),
}

/// Jobs that are given out in order, and results that are taken in order.
struct Queue<R> {
    jobs: usize,
    ahead: usize,
    state: Mutex<State<R>>,
    changed: Condvar,
}

struct State<R> {
    /// The first job that nobody has.
    next: usize,
    /// Results taken so far.
    taken: usize,
    /// Results from `taken` on.
    waiting: VecDeque<Option<R>>,
    stopped: bool,
}

impl<R> State<R> {
    fn job(&mut self, jobs: usize, ahead: usize) -> Option<usize> {
        let free = self.next < jobs && self.next < self.taken + ahead;
        free.then(|| {
            self.waiting.push_back(None);
            self.next += 1;
            self.next - 1
        })
    }
}

impl<R> Queue<R> {
    fn new(jobs: usize, ahead: usize) -> Self {
        let state = State { next: 0, taken: 0, waiting: VecDeque::new(), stopped: false };
        Self { jobs, ahead, state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<R>>) -> MutexGuard<'a, State<R>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// A job for a helping thread; None when all are given out.
    fn next_job(&self) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if state.stopped || state.next == self.jobs {
                return None;
            }
            match state.job(self.jobs, self.ahead) {
                None => state = self.wait(state),
                some => return some,
            }
        }
    }

    /// A result or a job for the caller's thread; None when all results are taken.
    fn next_turn(&self) -> Option<Turn<R>> {
        let mut state = self.lock();
        loop {
            if state.stopped || state.taken == self.jobs {
                return None;
            }
            if let Some(Some(_)) = state.waiting.front() {
                state.taken += 1;
                self.changed.notify_all();
                return state.waiting.pop_front().flatten().map(Turn::Take);
            }
            match state.job(self.jobs, self.ahead) {
                None => state = self.wait(state),
                Some(index) => return Some(Turn::Work(index)),
            }
        }
    }

    fn put(&self, index: usize, result: R) {
        let mut state = self.lock();
        let place = index - state.taken;
        state.waiting[place] = Some(result);
        self.changed.notify_all();
    }

    /// A guard that lets all threads end.
    fn stop_on_drop(&self) -> Stop<'_, R> {
        Stop { queue: self, always: true }
    }

    /// A guard that does so if its thread panics, whose result will never come.
    fn stop_on_panic(&self) -> Stop<'_, R> {
        Stop { queue: self, always: false }
    }
}

struct Stop<'a, R> {
    queue: &'a Queue<R>,
    always: bool,
}

impl<R> Drop for Stop<'_, R> {
    fn drop(&mut self) {
        if self.always || thread::panicking() {
            self.queue.lock().stopped = true;
            self.queue.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, ImageError};

    #[test]
    fn results_come_in_order_of_index() {
        for threads in [1, 2, 3, 8] {
            let doubled = Threads::at_most(threads).map(1000, || (), |(), index| index * 2);
            assert_eq!(doubled, (0..1000).map(|index| index * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_part_is_given_out_once() {
        for threads in [1, 2, 8] {
            let mut numbers = vec![0u32; 1000];
            let parts = numbers.chunks_mut(7).enumerate();
            let work =
                |(): &mut (), (index, part): (usize, &mut [u32])| part.iter_mut().for_each(|n| *n += index as u32);
            Threads::at_most(threads).each(143, parts, || (), work);
            assert!(numbers.iter().enumerate().all(|(place, n)| *n == (place / 7) as u32));
        }
    }

    #[test]
    fn a_slow_first_job_holds_the_others_back() {
        let started = AtomicUsize::new(0);
        let job = |(): &mut (), index| {
            started.fetch_add(1, Ordering::SeqCst);
            if index == 0 {
                thread::sleep(std::time::Duration::from_millis(50));
                assert!(started.load(Ordering::SeqCst) <= 6, "more results wait than twice the threads");
            }
        };
        Threads::at_most(3).in_order(100, || (), job, |()| Ok(())).unwrap();
        assert_eq!(started.load(Ordering::SeqCst), 100);
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let mut taken = 0;
        let take = |index| {
            taken += 1;
            if index == 5 { Err(ImageError::new(ErrorKind::OutputWrite, "full")) } else { Ok(()) }
        };
        let error = Threads::at_most(4).in_order(10_000, || (), |(), index| index, take).unwrap_err();
        assert_eq!((error.kind, taken), (ErrorKind::OutputWrite, 6));
    }

    #[test]
    fn a_panic_of_a_job_reaches_the_caller() {
        for threads in [1, 2, 8] {
            let work = || Threads::at_most(threads).map(64, || (), |(), index| assert!(index != 40));
            assert!(std::panic::catch_unwind(work).is_err());
        }
    }
}
