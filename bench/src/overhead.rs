//! What a call costs before it encodes anything.

use std::time::Instant;

use crate::measure::Spread;
use crate::ours::variants::{DEFAULT, VARIANTS};
use crate::ours::{Packing, PixelMap};
use crate::records::{OURS, Records};
use crate::report::Report;
use crate::task::Task;
use crate::{Result, images};

/// Times of small calls, in seconds.
pub struct Overhead {
    /// A getter of one number.
    pub getter: f64,
    /// Ours, one pixel to PNG.
    pub ours: Option<f64>,
    /// The fastest peer's, and its name.
    pub peer: Option<(String, f64)>,
}

impl Overhead {
    /// Ours above the fastest peer's, if both were measured.
    pub fn above(&self) -> Option<(&str, f64)> {
        let (name, peer) = self.peer.as_ref()?;
        Some((name, self.ours? - peer))
    }
}

/// Measures the getter, and reads the rest from the groups.
pub fn measure(records: &Records, report: &mut Report) -> Result<Overhead> {
    let pixels = || records.0.iter().filter(|record| record.image == "1x1" && record.task == Task::Png);
    let ours = pixels().find(|record| (record.series, record.point, record.threads) == (OURS, DEFAULT, 1));
    let peers = pixels().filter(|record| record.series != OURS);
    let fastest = peers.min_by(|a, b| a.seconds().total_cmp(&b.seconds()));
    let overhead = Overhead {
        getter: getter()?,
        ours: ours.map(|record| record.seconds()),
        peer: fastest.map(|peer| (format!("{} {}", peer.series, peer.point), peer.seconds())),
    };
    report.line("\n### Overhead\n");
    report.line(&format!("- OH_PackingOptions_GetQuality: {:.1} ns", overhead.getter * 1e9));
    if let (Some(ours), Some((name, peer))) = (overhead.ours, &overhead.peer) {
        let (ours, peer) = (ours * 1e6, peer * 1e6);
        report.line(&format!("- one pixel to PNG: {ours:.2} us, {name}, the fastest peer, {peer:.2} us"));
    }
    Ok(overhead)
}

fn getter() -> Result<f64> {
    const CALLS: u32 = 20_000;
    let variant = VARIANTS.iter().find(|variant| variant.point == DEFAULT).ok_or("no default variant")?;
    let packing = Packing::new(&PixelMap::new(&images::drawn::pixel()?)?, Task::Png, variant)?;
    let mut times = Vec::new();
    for _ in 0..25 {
        let start = Instant::now();
        for _ in 0..CALLS {
            std::hint::black_box(packing.quality()?);
        }
        times.push(start.elapsed().as_secs_f64() / f64::from(CALLS));
    }
    Ok(Spread::of(times).map_or(f64::NAN, |spread| spread.median))
}
