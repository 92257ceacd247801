//! The walk over the tables: every case and task with every contestant, ours and the peers'.

use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::cases::{CASES, Case};
use crate::images::{Picture, photos};
use crate::measure::{Budget, Contestant, in_turn};
use crate::ours::variants::{VARIANTS, Variant, default_point};
use crate::ours::{Ours, Packing, PixelMap};
use crate::peers::{Job, LIBPNG, LIBWEBP, PEERS, PNG_CRATE, TURBO};
use crate::records::{OURS, Record, Records};
use crate::report::Report;
use crate::targets::Reading;
use crate::task::{Chroma, Task};
use crate::verify::{self, TOLERANCE};
use crate::{Result, machine, matches, shape};

/// Of one contestant. Slow ones take what their fewest rounds take.
const DEFAULT: Budget = Budget { min_rounds: 3, max_rounds: 31, time: Duration::from_millis(150) };
/// Of one that no target asks for.
const SHOWN: Budget = Budget { min_rounds: 2, max_rounds: 9, time: Duration::from_millis(60) };
const QUICK: Budget = Budget { min_rounds: 2, max_rounds: 9, time: Duration::from_millis(60) };

/// Threads for which files have to be the same.
const THREADS: [usize; 4] = [1, 2, 3, 8];

/// Encoders that targets are about.
const JUDGED: [&str; 5] = [OURS, TURBO, LIBPNG, PNG_CRATE, LIBWEBP];

/// Up to here every variant is packed with all of [`THREADS`]; above, those that are judged.
const SMALL: usize = 300_000;

/// What a walk gives.
#[derive(Default)]
pub struct Walk {
    /// All that was measured.
    pub records: Records,
    /// For each variant in each group, how many numbers of threads gave another file than one thread.
    pub differing: Vec<Reading>,
}

/// Runs all groups that `filter` names.
pub fn run(quick: bool, filter: &[&str], report: &mut Report) -> Result<Walk> {
    settle_allocator();
    let mut walk = Walk::default();
    for case in CASES {
        let tasks = if quick { case.quick } else { case.tasks };
        let mut picture = None;
        for &task in tasks {
            let mut group = Group { case, task, quick, filter, jobs: Vec::new() };
            if !group.is_named() {
                continue;
            }
            if picture.is_none() {
                picture = match (case.make)() {
                    Ok(picture) => Some(picture),
                    Err(error) if error.contains(photos::PACKAGE) => {
                        report.absent(format!("image {}: {error}", case.image));
                        break;
                    }
                    Err(error) => return Err(format!("{}: {error}", case.image)),
                };
            }
            if let Some(picture) = &picture
                && let Err(error) = group.run(picture, report, &mut walk)
            {
                report.problem(format!("{}: {error}", group.name()));
            }
        }
    }
    Ok(walk)
}

/// glibc maps large blocks afresh, at a cost that counts for small images, until it has seen one freed. Let it see one
/// first, so that figures are those of a program that has run for a while, and do not depend on the groups before.
fn settle_allocator() {
    drop(std::hint::black_box(vec![1_u8; 31 << 20])); // it learns up to 32 MiB
}

/// What an absent option would have been for.
fn task_name(task: Task, point: &str) -> String {
    if let Task::Jpeg(_, Chroma::Full) = task { format!("JPEG 4:4:4 {point}") } else { point.to_owned() }
}

/// One image and task.
struct Group<'a> {
    case: &'static Case,
    task: Task,
    quick: bool,
    filter: &'a [&'a str],
    jobs: Vec<Entry<'a>>,
}

/// A contestant that has been verified.
struct Entry<'a> {
    series: &'static str,
    point: &'static str,
    threads: usize,
    job: Box<dyn Job + 'a>,
    first: (Duration, Duration),
    /// Whether a target asks for it.
    is_judged: bool,
    bytes: usize,
    psnr: f64,
}

impl<'a> Group<'a> {
    fn name(&self) -> String {
        format!("{} {}", self.case.image, self.task)
    }

    fn names(&self, series: &str, point: &str) -> bool {
        matches(self.filter, &format!("{} {series} {point}", self.name()))
    }

    /// Whether the filter names anyone in it.
    fn is_named(&self) -> bool {
        let ours = VARIANTS.iter().filter(|v| (v.takes)(self.task)).any(|v| self.names(OURS, v.point));
        let peers = PEERS.iter().filter(|peer| (peer.takes)(self.task, 0));
        ours || peers
            .flat_map(|peer| peer.points.iter().map(move |p| (peer, p)))
            .any(|(peer, p)| self.names(peer.name, p.name))
    }

    fn run<'p: 'a>(&mut self, picture: &'p Picture, report: &mut Report, walk: &mut Walk) -> Result {
        let map = PixelMap::new(picture)?;
        let (task, quick) = (self.task, self.quick);
        for variant in VARIANTS.iter().filter(|variant| (variant.takes)(task)) {
            // Ours is there whoever is named, but not beyond what is judged.
            if (variant.is_judged || !self.quick) && (variant.is_judged || self.names(OURS, variant.point)) {
                self.add_ours(&map, variant, picture, report, walk)?;
            }
        }
        if self.jobs.is_empty() {
            return Ok(()); // this library cannot do the task, and the report says so
        }
        for peer in PEERS.iter().filter(|peer| (peer.takes)(task, picture.pixels())) {
            for point in peer.points.iter().filter(|point| point.quick || !quick) {
                if !self.names(peer.name, point.name) || peer.version().is_err() {
                    continue;
                }
                let threads = if point.threads == 0 { machine::cores() } else { point.threads };
                match (peer.prepare)(picture, task, point.knob) {
                    Ok(job) => self.add((peer.name, point.name, threads), job, picture)?,
                    Err(error) => report.absent(format!("{} {}: {error}", peer.name, point.name)),
                }
            }
        }
        self.judge_quality(report);
        let budget = |entry: &Entry<'_>| match (self.quick, entry.is_judged) {
            (true, _) => QUICK,
            (false, true) => DEFAULT,
            (false, false) => SHOWN,
        };
        let budgets: Vec<Budget> = self.jobs.iter().map(budget).collect();
        let jobs = self.jobs.iter_mut().zip(budgets);
        let mut contestants: Vec<Contestant<'_>> =
            jobs.map(|(entry, budget)| Contestant { first: entry.first, job: &mut *entry.job, budget }).collect();
        let (times, crowded) = in_turn(&mut contestants)?;
        drop(contestants);
        let from = walk.records.0.len();
        for (entry, mut times) in self.jobs.drain(..).zip(times) {
            times.disturbed |= crowded && entry.threads > 1;
            walk.records.0.push(Record {
                image: self.case.image,
                class: self.case.class,
                pixels: picture.pixels(),
                task: self.task,
                series: entry.series,
                point: entry.point,
                threads: entry.threads,
                times,
                bytes: entry.bytes,
                psnr: entry.psnr,
            });
        }
        report.group(&walk.records.0[from..]);
        Ok(())
    }

    /// Ours at each number of threads that is measured.
    fn add_ours<'p: 'a>(
        &mut self,
        map: &Rc<PixelMap>,
        variant: &'static Variant,
        picture: &'p Picture,
        report: &mut Report,
        walk: &mut Walk,
    ) -> Result {
        let packing = match Packing::new(map, self.task, variant) {
            Ok(packing) => Rc::new(packing),
            Err(error) if error.starts_with("the library has no") => {
                report.absent(format!("ours, {}: {error}", task_name(self.task, variant.point)));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if variant.is_judged || picture.pixels() < SMALL {
            // WebP takes long: of large images, methods beside the default are compared for two numbers of threads.
            let is_brief =
                self.task.is_webp() && picture.pixels() >= SMALL && variant.point != default_point(self.task);
            let numbers = if is_brief { &THREADS[..2] } else { &THREADS[..] };
            let encode = |&threads: &usize| Ok(Ours::new(Rc::clone(&packing), threads).encode()?.to_vec());
            let files: Vec<Vec<u8>> = numbers.iter().map(encode).collect::<Result<_>>()?;
            let differing = files.iter().filter(|file| **file != files[0]).count();
            if differing > 0 {
                report.problem(format!("{} {}: the file depends on the number of threads", self.name(), variant.point));
            }
            walk.differing.push(Reading::of(format!("{} {}", self.name(), variant.point), differing as f64));
        }
        let levels = machine::levels();
        let levels = if variant.is_judged { &levels[..] } else { &levels[levels.len() - 1..] };
        for &threads in levels {
            let mut job = Box::new(Ours::new(Rc::clone(&packing), threads));
            if self.task.is_jpeg()
                && let Err(error) = shape::check(job.encode()?, self.task, variant.point)
            {
                report.problem(format!("{} {}: {error}", self.name(), variant.point));
                break;
            }
            self.add((OURS, variant.point, threads), job, picture)?;
        }
        Ok(())
    }

    /// Lets a job encode once and looks at the file.
    fn add(
        &mut self,
        (series, point, threads): (&'static str, &'static str, usize),
        mut job: Box<dyn Job + 'a>,
        picture: &Picture,
    ) -> Result {
        let (start, processor) = (Instant::now(), machine::processor_time());
        let file = job.encode().map_err(|error| format!("{series} {point}: {error}"))?;
        let first = (start.elapsed(), machine::processor_time() - processor);
        let psnr = verify::psnr(file, picture, self.task);
        let (bytes, psnr) = (file.len(), psnr.map_err(|error| format!("file of {series} {point}: {error}"))?);
        let is_judged = JUDGED.contains(&series) && !VARIANTS.iter().any(|v| v.point == point && !v.is_judged);
        self.jobs.push(Entry { series, point, threads, job, first, is_judged, bytes, psnr });
        Ok(())
    }

    /// Ours may not look worse than the peer that does the same work at equal settings.
    fn judge_quality(&self, report: &mut Report) {
        for ours in self.jobs.iter().filter(|entry| entry.series == OURS) {
            let same = |entry: &&Entry<'_>| {
                [TURBO, LIBWEBP].contains(&entry.series) && (self.task.is_jpeg() || entry.point == ours.point)
            };
            if let Some(peer) = self.jobs.iter().find(same)
                && ours.psnr < peer.psnr - TOLERANCE
            {
                let (name, point) = (self.name(), ours.point);
                report.problem(format!("{name} {point}: {:.2} dB, {} {:.2} dB", ours.psnr, peer.series, peer.psnr));
            }
        }
    }
}
