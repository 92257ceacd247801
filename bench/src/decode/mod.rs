//! What decoding costs: a source in memory to a PixelMap, through the C API, against decoders that make RGBA of the
//! same file on one thread.

use std::time::Duration;

use crate::measure::{Budget, Contestant, Spread, Times, first_call, in_turn};
use crate::peers::Job;
use crate::pixelmap::calls::{Map, map_large_blocks, set_threads};
use crate::report::{Report, milliseconds};
use crate::{Result, machine, matches};

mod calls;
mod files;
mod groups;
mod libs;
mod peers;

use groups::{GROUPS, Group};

/// Ours at one number of threads, or a peer, in one comparison.
struct Side<'a> {
    who: Who,
    call: Box<dyn FnMut() -> Result<Output> + 'a>,
    last: Option<Output>,
}

/// Whose time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// The library's, in so many words, with so many threads.
    Ours(&'static str, usize),
    /// That of another decoder, by name.
    Peer(&'static str),
}

/// What a call made. It lives until the next one begins, so that everybody's memory is as fresh.
enum Output {
    /// A PixelMap.
    Map(Map),
    /// RGBA.
    Bytes(Vec<u8>),
}

impl Output {
    fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            Self::Map(map) => map.bytes(),
            Self::Bytes(bytes) => Ok(bytes.clone()),
        }
    }
}

impl Job for Side<'_> {
    fn encode(&mut self) -> Result<&[u8]> {
        if let Who::Ours(_, threads) = self.who {
            set_threads(threads);
        }
        self.last = None;
        self.last = Some((self.call)()?);
        Ok(&[])
    }
}

const BUDGET: Budget = Budget { min_rounds: 5, max_rounds: 31, time: Duration::from_millis(1000) };
const QUICK: Budget = Budget { min_rounds: 3, max_rounds: 9, time: Duration::from_millis(150) };

const HEAD: &str = "| file | MP | ours, 1 thread, ms | ours, all cores, ms | peer, 1 thread | ms | \
                    ours by peer, 1 thread (min..max) | ours by peer, all cores |\n|---|--:|--:|--:|---|--:|--:|--:|";

/// Measures the groups that `filter` names.
pub fn run(quick: bool, filter: &[&str], report: &mut Report) -> Result {
    report.line("\n### Decoding to RGBA\n");
    report.line(HEAD);
    map_large_blocks();
    for group in GROUPS.iter().filter(|group| (group.is_quick || !quick) && matches(filter, group.what)) {
        match (group.make)() {
            Ok(file) => match measure(group, &file, if quick { QUICK } else { BUDGET }, report) {
                Ok(rows) => rows.iter().for_each(|row| report.line(row)),
                Err(error) => report.problem(format!("decoding {}: {error}", group.what)),
            },
            Err(error) => report.absent(format!("{}: {error}", group.what)),
        }
    }
    Ok(())
}

fn measure(group: &Group, file: &files::Encoded, budget: Budget, report: &mut Report) -> Result<Vec<String>> {
    let mut sides: Vec<(Side<'_>, (Duration, Duration))> = Vec::new();
    for side in (group.sides)(file) {
        // The first call of a process also loads code.
        let ready = side.and_then(|mut side| {
            side.encode()?;
            let first = first_call(&mut side)?;
            Ok((side, first))
        });
        match ready {
            Ok(side) => sides.push(side),
            Err(error) => report.absent(format!("decoding {}: {error}", group.what)),
        }
    }
    look_at(group, &sides)?;
    let jobs = sides.iter_mut().map(|(side, first)| Contestant { job: side, first: *first, budget });
    let (mut times, crowded) = in_turn(&mut jobs.collect::<Vec<_>>())?;
    let whos: Vec<Who> = sides.iter().map(|(side, _)| side.who).collect();
    for (who, times) in whos.iter().zip(&mut times) {
        times.disturbed |= crowded && matches!(who, Who::Ours(_, threads) if *threads > 1);
    }
    Ok(rows(group, file, &whos, &times))
}

/// All must show the same as the first peer does, within the mean difference that the group allows.
fn look_at(group: &Group, sides: &[(Side<'_>, (Duration, Duration))]) -> Result {
    let outputs = sides.iter().filter_map(|(side, _)| Some((side.who, side.last.as_ref()?)));
    let mut first: Option<Vec<u8>> = None;
    for (who, output) in outputs.filter(|_| group.tolerance.is_finite()) {
        let bytes = output.bytes()?;
        let Some(first) = &first else {
            first = Some(bytes);
            continue;
        };
        let sum: u64 = first.iter().zip(&bytes).map(|(first, other)| u64::from(first.abs_diff(*other))).sum();
        let mean = sum as f64 / first.len() as f64;
        if bytes.len() != first.len() || mean > group.tolerance {
            return Err(format!("{who:?} makes other pixels: {mean:.2} on average"));
        }
    }
    Ok(())
}

/// One row for each of our ways and each peer.
fn rows(group: &Group, file: &files::Encoded, whos: &[Who], times: &[Times]) -> Vec<String> {
    let with = |name: &'static str, threads: usize| {
        whos.iter().position(|who| *who == Who::Ours(name, threads)).map(|index| &times[index])
    };
    let time = |times: Option<&Times>| match times {
        Some(times) => milliseconds(times.spread().median) + if times.disturbed { " ?" } else { "" },
        None => "-".to_owned(),
    };
    let peers: Vec<(&str, &Times)> = whos
        .iter()
        .zip(times)
        .filter_map(|(who, times)| if let Who::Peer(name) = who { Some((*name, times)) } else { None })
        .collect();
    let mut ways: Vec<&'static str> =
        whos.iter().filter_map(|who| if let Who::Ours(way, _) = who { Some(*way) } else { None }).collect();
    ways.dedup();
    let mut rows = Vec::new();
    for way in ways {
        let (one, all) = (with(way, 1), with(way, machine::cores()));
        for (name, peer) in &peers {
            let ratio = one.map_or("-".to_owned(), |ours| {
                let Spread { median, min, max } = ours.ratio(peer);
                format!("{median:.2} ({min:.2}..{max:.2})")
            });
            let of_all = all.map_or("-".to_owned(), |ours| format!("{:.2}", ours.ratio(peer).median));
            rows.push(format!(
                "| {}{way} | {:.2} | {} | {} | {name} | {} | {ratio} | {of_all} |",
                group.what,
                file.pixels() as f64 / 1e6,
                time(one),
                time(all),
                time(Some(peer)),
            ));
        }
    }
    rows
}
