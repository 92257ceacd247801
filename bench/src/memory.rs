//! What a pack call needs beside its pixels and its file: the peak of resident memory, in a process for each format.

use std::fs::{self, File};
use std::os::fd::AsFd;
use std::process::Command;

use crate::cases::Setting;
use crate::images::{Picture, hash};
use crate::ours::Packing;
use crate::report::Report;
use crate::{Result, footer, machine, matches, path};

/// The word before a child's arguments.
pub const CHILD: &str = "memory-child";

/// What is packed: 24 MP.
const SIZE: (usize, usize) = (6000, 4000);

/// Format, setting, and the limit in MiB where there is one.
const CASES: &[(&str, Setting, Option<f64>)] =
    &[("jpeg", Setting::Jpeg(90), Some(32.0)), ("png", Setting::Png, Some(32.0)), ("webp", Setting::WebP(80), None)];

/// Runs a child for every format that `filter` names and every number of threads; false if one is above its limit.
pub fn run(filter: &[&str]) -> Result<bool> {
    let mut report = Report::new("memory.md")?;
    report.line("# Memory of packing 24 MP of RGBA_8888 to a file\n");
    report.line("| format | threads | before MiB | peak MiB | file MiB | peak - before MiB | - file MiB | limit |");
    report.line("|---|--:|--:|--:|--:|--:|--:|--:|");
    for (name, setting, limit) in CASES.iter().filter(|(name, ..)| matches(filter, name)) {
        for threads in [1, machine::cores()].into_iter().take(machine::cores()) {
            let [before, peak, file] = measure(name, threads)?;
            let beside = peak - before - file;
            let limit = limit.map_or("-".to_owned(), |limit| {
                format!("{limit:.0}: {}", if beside < limit { "kept" } else { "MISSED" })
            });
            report.line(&format!(
                "| {} | {threads} | {before:.1} | {peak:.1} | {file:.1} | {:.1} | {beside:.1} | {limit} |",
                setting.name(),
                peak - before,
            ));
            if limit.ends_with("MISSED") {
                report.problem(format!("{name} with {threads} threads needs {beside:.1} MiB beside pixels and file"));
            }
        }
    }
    report.line(
        "\nResident memory: before the call, with the PixelMap alive, and at most during the call; the file is held \
                 in memory until it is written.\n",
    );
    report.line(&footer::versions());
    report.finish()
}

/// MiB before, at the peak, and of the file.
fn measure(name: &str, threads: usize) -> Result<[f64; 3]> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(program).args([CHILD, name, &threads.to_string()]).output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let numbers = <[f64; 3]>::try_from(numbers);
    numbers.map_err(|_| format!("memory {name}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The child: packs once, and prints three numbers.
pub fn child(arguments: &[&str]) -> Result {
    let &[name, threads] = arguments else { return Err("arguments: FORMAT THREADS".to_owned()) };
    let (_, setting, _) = CASES.iter().find(|case| case.0 == name).ok_or("no such format")?;
    let threads = threads.parse().map_err(|_| "no number of threads")?;
    let target = path("build/bench/memory.out");
    let file = File::create(&target).map_err(|error| error.to_string())?;
    let packing = Packing::new(&photo(), *setting)?;

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

/// Like a photo: smooth shades, and the noise of a sensor.
fn photo() -> Picture {
    let wave = |length: f64, shift: f64| move |at: usize| (at as f64 / length + shift).sin() * 50.0;
    let columns: Vec<[f64; 3]> =
        (0..SIZE.0).map(|x| [wave(700.0, 0.0)(x), wave(430.0, 1.0)(x), wave(90.0, 2.0)(x)]).collect();
    let rows: Vec<[f64; 3]> =
        (0..SIZE.1).map(|y| [wave(500.0, 3.0)(y), wave(60.0, 4.0)(y), wave(900.0, 5.0)(y)]).collect();
    Picture::by_rule(SIZE.0, SIZE.1, |x, y| {
        let noise = hash(x, y).to_le_bytes();
        [0, 1, 2].map(|c| (128.0 + columns[x][c] + rows[y][c] + f64::from(noise[c] % 16) - 7.5) as u8)
    })
}
