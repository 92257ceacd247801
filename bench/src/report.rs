//! Markdown, to the terminal row by row and to a file in build/bench when all is done.

use std::fs;
use std::path::PathBuf;

use crate::cases::Setting;
use crate::measure::Spread;
use crate::peers::{Peer, Role};
use crate::{Result, path};

/// A report in the making.
pub struct Report {
    target: PathBuf,
    text: String,
    rows: usize,
    problems: Vec<String>,
}

/// Ours against one peer, at one image, setting and number of threads.
pub struct Row<'a> {
    /// The image's name.
    pub image: &'a str,
    /// What was asked for.
    pub setting: Setting,
    /// Who else did it.
    pub peer: &'a Peer,
    /// How many threads ours might use.
    pub threads: usize,
    /// Median of our seconds.
    pub ours: f64,
    /// Median of the peer's seconds.
    pub theirs: f64,
    /// Our time by the peer's, round by round.
    pub ratio: Spread,
    /// Whether the times are to be doubted.
    pub disturbed: bool,
    /// Length of our file and the peer's.
    pub bytes: (usize, usize),
    /// PSNR of our file and the peer's.
    pub psnr: (f64, f64),
}

impl Report {
    /// A report that goes to the file `name`.
    pub fn new(name: &str) -> Result<Self> {
        let folder = path("build/bench");
        fs::create_dir_all(&folder).map_err(|error| format!("build/bench: {error}"))?;
        Ok(Self { target: folder.join(name), text: String::new(), rows: 0, problems: Vec::new() })
    }

    /// Adds a line, or several.
    pub fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Something is not as it must be; it is said at the end, and the run fails.
    pub fn problem(&mut self, problem: String) {
        eprintln!("PROBLEM: {problem}");
        self.problems.push(problem);
    }

    /// The head of the table of times.
    pub fn header(&mut self) {
        self.line(
            "| image | setting | peer | our threads | ours ms | peer ms | time ours/peer (min..max) | bytes | PSNR |",
        );
        self.line("|---|---|---|--:|--:|--:|--:|--:|--:|");
    }

    /// A row of it.
    pub fn row(&mut self, row: &Row<'_>) {
        self.rows += 1;
        let note = if row.peer.role == Role::Informative { " *" } else { "" };
        let doubt = if row.disturbed { " ?" } else { "" };
        let (ours, peer) = row.bytes;
        self.line(&format!(
            "| {} | {} | {}{note} | {} | {} | {} | {:.3} ({:.2}..{:.2}){doubt} | {:.3} | {} |",
            row.image,
            row.setting.name(),
            row.peer.name,
            row.threads,
            milliseconds(row.ours),
            milliseconds(row.theirs),
            row.ratio.median,
            row.ratio.min,
            row.ratio.max,
            ours as f64 / peer as f64,
            if row.setting.is_lossless() { "exact".to_owned() } else { format!("{:+.2}", decibels(row.psnr)) },
        ));
    }

    /// Whether it has neither rows nor problems.
    pub fn is_empty(&self) -> bool {
        self.rows == 0 && self.problems.is_empty()
    }

    /// Says what is wrong, writes the file; false if something was wrong.
    pub fn finish(mut self) -> Result<bool> {
        for problem in std::mem::take(&mut self.problems) {
            self.line(&format!("- PROBLEM: {problem}"));
            self.problems.push(problem);
        }
        fs::write(&self.target, &self.text).map_err(|error| format!("build/bench: {error}"))?;
        Ok(self.problems.is_empty())
    }
}

/// Three digits that count, more for long times.
fn milliseconds(seconds: f64) -> String {
    let milliseconds = seconds * 1e3;
    let digits = 2 - (milliseconds.log10().floor() as i32).clamp(-3, 2);
    format!("{milliseconds:.*}", digits as usize)
}

/// The difference; equal pixels have infinite PSNR.
fn decibels((ours, peer): (f64, f64)) -> f64 {
    if ours == peer { 0.0 } else { ours - peer }
}
