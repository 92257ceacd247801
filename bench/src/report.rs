//! Markdown, to the terminal group by group and to files in build/bench when all is done.

use std::fs;
use std::io::Write;

use crate::measure::Spread;
use crate::ours::variants::default_point;
use crate::records::{OURS, Record};
use crate::{Result, machine, path};

/// A report in the making.
#[derive(Default)]
pub struct Report {
    text: String,
    groups: usize,
    problems: Vec<String>,
    absent: Vec<String>,
}

/// Writes a file in build/bench.
pub fn write(name: &str, text: &str) -> Result {
    let folder = path("build/bench");
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(name), text));
    written.map_err(|error| format!("build/bench/{name}: {error}"))
}

impl Report {
    /// Adds a line, or several.
    pub fn line(&mut self, line: &str) {
        let _ = writeln!(std::io::stdout(), "{line}"); // a closed pipe ends nothing
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Something is not as it must be; it is said at the end, and the run fails.
    pub fn problem(&mut self, problem: String) {
        if !self.problems.contains(&problem) {
            eprintln!("PROBLEM: {problem}");
            self.problems.push(problem);
        }
    }

    /// A peer, a setting or an image is not there; it is said once, and the run goes on.
    pub fn absent(&mut self, what: String) {
        if !self.absent.contains(&what) {
            self.absent.push(what);
        }
    }

    /// What is not there.
    pub fn absences(&self) -> &[String] {
        &self.absent
    }

    /// What is wrong.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The table of one image and task.
    pub fn group(&mut self, records: &[Record]) {
        let Some(first) = records.first() else { return };
        self.groups += 1;
        let default = default_point(first.task);
        let is_ours = |record: &&Record| (record.series, record.point) == (OURS, default);
        let reference = records.iter().filter(is_ours).find(|record| record.threads == machine::cores());
        let kind = first.class.name();
        self.line(&format!("\n### {} ({kind}, {:.2} MP)\n", first.group(), first.pixels as f64 / 1e6));
        self.line("| encoder | setting | threads | ms | time by ours (min..max) | bytes | bytes by ours | PSNR |");
        self.line("|---|---|--:|--:|--:|--:|--:|--:|");
        for record in records {
            let doubt = if record.times.disturbed { " ?" } else { "" };
            let (ratio, bytes) = match reference {
                Some(reference) => (spread(record.time_by(reference)), record.bytes_by(reference)),
                None => ("-".to_owned(), f64::NAN),
            };
            let psnr = if record.task.is_lossless() { "exact".to_owned() } else { format!("{:.2}", record.psnr) };
            self.line(&format!(
                "| {} | {} | {} | {} | {ratio}{doubt} | {} | {bytes:.4} | {psnr} |",
                record.series,
                record.point,
                record.threads,
                milliseconds(record.seconds()),
                record.bytes,
            ));
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.groups == 0 && self.problems.is_empty() && self.absent.is_empty()
    }

    /// Says what is absent and what is wrong, writes the file; false if something was wrong.
    pub fn finish(mut self, name: &str) -> Result<bool> {
        for absent in std::mem::take(&mut self.absent) {
            self.line(&format!("- absent: {absent}"));
        }
        for problem in self.problems.clone() {
            self.line(&format!("- PROBLEM: {problem}"));
        }
        write(name, &self.text)?;
        Ok(self.problems.is_empty())
    }
}

/// As tables show it; a ratio of medians alone has no spread.
fn spread(Spread { median, min, max }: Spread) -> String {
    if min == max { format!("{median:.3}") } else { format!("{median:.3} ({min:.2}..{max:.2})") }
}

/// Three digits that count, more for long times.
pub fn milliseconds(seconds: f64) -> String {
    let milliseconds = seconds * 1e3;
    let digits = 2 - (milliseconds.log10().floor() as i32).clamp(-3, 2);
    format!("{milliseconds:.*}", digits as usize)
}
