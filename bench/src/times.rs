//! The walk over both tables: every case with every peer that takes it.

use std::time::{Duration, Instant};

use crate::cases::{CASES, Case, Setting};
use crate::images::Picture;
use crate::measure::{Budget, Spread, Times, in_turn};
use crate::ours::{Ours, Packing};
use crate::peers::{Job, PEERS, Peer, Role};
use crate::report::{Report, Row};
use crate::verify::{self, TOLERANCE};
use crate::{Result, footer, machine, matches};

/// A group of one peer. Large images take what their fewest rounds take.
const DEFAULT: Budget = Budget { min_rounds: 3, max_rounds: 41, time: Duration::from_millis(1200) };
const QUICK: Budget = Budget { min_rounds: 2, max_rounds: 11, time: Duration::from_millis(300) };

/// Runs all groups that `filter` names; false if a file was not what it should be.
pub fn run(quick: bool, filter: &[&str]) -> Result<bool> {
    settle_allocator();
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::new("results.md")?;
    report.line("# ohimagekit against its peers\n");
    report.header();
    for case in CASES {
        let settings = if quick { case.quick } else { case.settings };
        let mut picture = None;
        for &setting in settings {
            let named = |peer: &&Peer| matches(filter, &format!("{} {} {}", case.image, setting.name(), peer.name));
            let peers: Vec<&Peer> = PEERS.iter().filter(|peer| (peer.takes)(setting)).filter(named).collect();
            if peers.is_empty() {
                continue;
            }
            let picture = match &mut picture {
                Some(picture) => picture,
                none => none.insert((case.make)().map_err(|error| format!("{}: {error}", case.image))?),
            };
            let group = Group { case, picture, setting };
            let budget = if quick { QUICK } else { DEFAULT };
            if let Err(error) = group.run(&peers, budget, &mut report) {
                report.problem(format!("{}: {error}", group.name()));
            }
        }
    }
    if report.is_empty() {
        return Err(format!("no row has all words of \"{}\"", filter.join(" ")));
    }
    report.line(&footer::text(start, &load));
    report.finish()
}

/// glibc maps large blocks afresh, at a cost that counts for small images, until it has seen one freed. Let it see one
/// first, so that figures are those of a program that has run for a while, and do not depend on the groups before.
fn settle_allocator() {
    drop(std::hint::black_box(vec![1_u8; 31 << 20])); // it learns up to 32 MiB
}

/// One image at one setting.
struct Group<'a> {
    case: &'a Case,
    picture: &'a Picture,
    setting: Setting,
}

impl Group<'_> {
    fn run(&self, peers: &[&Peer], budget: Budget, report: &mut Report) -> Result {
        let packing = Packing::new(self.picture, self.setting)?;
        let mut single = Ours::new(&packing, 1, self.picture);
        let mut multi = Ours::new(&packing, 0, self.picture);
        let file = single.encode()?;
        let (bytes, psnr) = (file.len(), self.verify("ours", file)?);
        if file != multi.encode()? {
            report.problem(format!("{}: the file depends on the number of threads", self.name()));
        }
        for peer in peers {
            let mut job = (peer.prepare)(self.picture, self.setting)?;
            let file = job.encode()?;
            let (peer_bytes, peer_psnr) = (file.len(), self.verify(peer.name, file)?);
            if peer.role == Role::Equal && psnr < peer_psnr - TOLERANCE {
                report.problem(format!("{}: {psnr:.2} dB, {} {peer_psnr:.2} dB", self.name(), peer.name));
            }
            let mut jobs: [&mut dyn Job; 3] = [&mut single, &mut multi, &mut *job];
            let Times { seconds, disturbed, crowded } = in_turn(&mut jobs, budget)?;
            let cores = machine::cores();
            for (threads, ours) in [(1, &seconds[0]), (cores, &seconds[1])].into_iter().take(cores) {
                report.row(&Row {
                    image: self.case.image,
                    setting: self.setting,
                    peer,
                    threads,
                    ours: Spread::of(ours.iter().copied()).median,
                    theirs: Spread::of(seconds[2].iter().copied()).median,
                    ratio: Spread::of_ratios(ours, &seconds[2]),
                    disturbed: disturbed || (threads > 1 && crowded),
                    bytes: (bytes, peer_bytes),
                    psnr: (psnr, peer_psnr),
                });
            }
        }
        Ok(())
    }

    fn verify(&self, who: &str, file: &[u8]) -> Result<f64> {
        verify::psnr(file, self.picture, self.setting).map_err(|error| format!("file of {who}: {error}"))
    }

    fn name(&self) -> String {
        format!("{} {}", self.case.image, self.setting.name())
    }
}
