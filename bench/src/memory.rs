//! What a pack call needs beside its pixels and its file: the peak of resident memory, in a process for each format.

use std::fs::{self, File};
use std::os::fd::AsFd;
use std::process::Command;

use crate::images::photos;
use crate::ours::variants::{VARIANTS, default_point};
use crate::ours::{Packing, PixelMap};
use crate::report::Report;
use crate::task::{Chroma, Task};
use crate::{Result, machine, matches, path};

/// The word before a child's arguments.
pub const CHILD: &str = "memory-child";

/// What is packed: 100 MP of a photo.
const TASKS: &[Task] = &[Task::Jpeg(90, Chroma::Quarter), Task::Png, Task::WebP(80)];

/// libwebp keeps a copy of the image, and takes its time: 24 MP say what there is to say.
const WEBP_SIZE: (usize, usize) = (6000, 4000);

/// What one call needs, in MiB.
pub struct Need {
    /// What was asked for.
    pub task: Task,
    /// How many threads.
    pub threads: usize,
    before: f64,
    peak: f64,
    file: f64,
}

impl Need {
    /// Above the pixels.
    pub fn above(&self) -> f64 {
        self.peak - self.before
    }

    /// The file's length.
    pub fn file(&self) -> f64 {
        self.file
    }

    /// Beside the pixels and the file. A file that is written as it comes need not be in memory: then this is 0.
    pub fn beside(&self) -> f64 {
        (self.above() - self.file).max(0.0)
    }
}

/// Runs a child for every format that `filter` names and every number of threads.
pub fn run(filter: &[&str], report: &mut Report) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    report.line("\n### Memory of packing 100 MP (WebP 24 MP) of RGBA_8888 to a file\n");
    report.line("| to | threads | before MiB | peak MiB | file MiB | peak - before MiB | beside file MiB |");
    report.line("|---|--:|--:|--:|--:|--:|--:|");
    for (index, &task) in TASKS.iter().enumerate().filter(|(_, task)| matches(filter, &task.to_string())) {
        for threads in machine::levels() {
            let [before, peak, file] = measure(index, threads)?;
            let need = Need { task, threads, before, peak, file };
            let (above, beside) = (need.above(), need.beside());
            report.line(&format!(
                "| {task} | {threads} | {before:.1} | {peak:.1} | {file:.1} | {above:.1} | {beside:.1} |"
            ));
            needs.push(need);
        }
    }
    report.line("\nResident memory: before the call, with the PixelMap alive, and at most during the call.");
    Ok(needs)
}

/// MiB before, at the peak, and of the file.
fn measure(index: usize, threads: usize) -> Result<[f64; 3]> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program)
        .args([CHILD, &index.to_string(), &threads.to_string()])
        .output()
        .map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let numbers = <[f64; 3]>::try_from(numbers);
    numbers.map_err(|_| format!("memory of {}: {}", TASKS[index], String::from_utf8_lossy(&output.stderr)))
}

/// The child: packs once, and prints three numbers.
pub fn child(arguments: &[&str]) -> Result {
    let &[index, threads] = arguments else { return Err("arguments: TASK THREADS".to_owned()) };
    let task = *index.parse().ok().and_then(|index: usize| TASKS.get(index)).ok_or("no such task")?;
    let threads = threads.parse().map_err(|_| "no number of threads")?;
    let target = path("build/bench/memory.out");
    let file = File::create(&target).map_err(|error| error.to_string())?;
    let point = default_point(task);
    let variant = VARIANTS.iter().find(|variant| variant.point == point).ok_or("no such variant")?;
    let map = {
        let photo = photos::seeding_100m()?;
        PixelMap::new(&if task.is_webp() { photo.middle(WEBP_SIZE.0, WEBP_SIZE.1) } else { photo })?
    };
    let packing = Packing::new(&map, task, variant)?;

    // The peak begins anew (Linux 4.0, proc_pid_clear_refs(5)). Where that is forbidden the copy of the pixels that is
    // gone by now would hide what the call needs, so there is no figure then.
    fs::write("/proc/self/clear_refs", "5").map_err(|error| format!("/proc/self/clear_refs: {error}"))?;
    let before = status("VmRSS:")?;
    packing.to_file(threads, file.as_fd())?;
    let peak = status("VmHWM:")?;
    let length = file.metadata().map_err(|error| error.to_string())?.len() as f64 / f64::from(1 << 20);
    fs::remove_file(&target).map_err(|error| error.to_string())?;
    println!("{before} {peak} {length}");
    Ok(())
}

/// A line of /proc/self/status, in MiB.
fn status(name: &str) -> Result<f64> {
    let text = fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|number| number.parse::<f64>().ok());
    kib.map(|kib| kib / 1024.0).ok_or_else(|| format!("/proc/self/status has no {name}"))
}
