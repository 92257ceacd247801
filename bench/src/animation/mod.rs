//! Animations as GIF: bytes, PSNR of what a viewer sees, and time, beside libvips, ImageMagick and gifsicle.

use std::time::Instant;

use crate::images::Picture;
use crate::report::{Report, milliseconds};
use crate::{Result, machine, matches};

mod judge;
mod ours;
mod peers;
mod scenes;

use scenes::SCENES;

/// Frames of one size, shown one after the other, each until the next.
pub struct Scene {
    /// As filters say it.
    pub name: &'static str,
    pub frames: Vec<Picture>,
}

/// Makes a file of the scene, anew at each call.
type Packer<'a> = Box<dyn FnMut() -> Result<Vec<u8>> + 'a>;

/// How often everybody packs a scene, in turn; the least time counts, since programs of their own are among them whose
/// processor time is not known.
const ROUNDS: usize = 3;

/// Measures the scenes that `filter` names.
pub fn run(quick: bool, filter: &[&str], report: &mut Report) -> Result {
    report.line("\n### Animations to GIF\n");
    report.line(
        "PSNR is that of all frames as they are seen, on red, green and blue; times are the least of all rounds.\n",
    );
    for make in SCENES {
        let scene = make()?;
        if !matches(filter, scene.name) {
            continue;
        }
        let first = &scene.frames[0];
        report.line(&format!("\n{}: {} frames of {}x{}\n", scene.name, scene.frames.len(), first.width, first.height));
        report.line("| who | bytes | PSNR dB | ms |\n|---|--:|--:|--:|");
        let mut contestants: Vec<(String, Packer<'_>)> = Vec::new();
        for threads in [1, machine::cores()] {
            for tolerance in ours::TOLERANCES {
                let name = format!("ours, tolerance {tolerance}, {threads} threads");
                contestants.push((name, ours::packer(&scene, tolerance, threads)?));
            }
        }
        for (name, make) in peers::PEERS {
            match make(&scene) {
                Ok(packer) => contestants.push(((*name).to_owned(), packer)),
                Err(error) => report.absent(format!("{name}: {error}")),
            }
        }
        let mut least = vec![f64::INFINITY; contestants.len()];
        let mut files = vec![Vec::new(); contestants.len()];
        for _ in 0..if quick { 1 } else { ROUNDS } {
            for (index, (name, packer)) in contestants.iter_mut().enumerate() {
                let start = Instant::now();
                match packer() {
                    Ok(file) => {
                        least[index] = least[index].min(start.elapsed().as_secs_f64());
                        files[index] = file;
                    }
                    Err(error) => report.absent(format!("{}: {name}: {error}", scene.name)),
                }
            }
        }
        for (((name, _), file), seconds) in contestants.iter().zip(&files).zip(&least) {
            if file.is_empty() {
                continue;
            }
            match judge::psnr(file, &scene) {
                Ok(psnr) => {
                    report.line(&format!("| {name} | {} | {psnr:.2} | {} |", file.len(), milliseconds(*seconds)));
                }
                Err(error) => report.problem(format!("{}: {name}: {error}", scene.name)),
            }
        }
    }
    Ok(())
}
