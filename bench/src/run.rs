//! The commands: which measurements are taken, and what is made of them.

use std::fs;
use std::time::Instant;

use crate::decode as decoding;
use crate::heif as heif_files;
use crate::report::{self, Report};
use crate::targets::{self, Measured};
use crate::times as walks;
use crate::times::Walk;
use crate::{
    Result, animation, conversion, machine, memory as needs, overhead, path, performance, pixelmap as maps, plots,
};

/// The groups that `filter` names; without one everything else as well. False if a file was not what it should be:
/// a missed target is a fact, not a failure of the run.
pub fn times(quick: bool, publish: bool, filter: &[&str]) -> Result<bool> {
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::default();
    report.line("# ohimagekit against its peers");
    let Walk { records, differing } = walks::run(quick, filter, &mut report)?;
    if report.is_empty() {
        return Err(format!("no row has all words of \"{}\"", filter.join(" ")));
    }
    let mut measured = Measured { records, differing, ..Measured::default() };
    if filter.is_empty() {
        measured.overhead = Some(overhead::measure(&measured.records, &mut report)?);
        measured.conversions = conversion::run(quick, &mut report)?;
        measured.pixelmaps = maps::run(quick, &[], &mut report)?;
        if !quick {
            measured.memory = needs::run(&[], &mut report)?;
        }
    }
    let mut verdicts = targets::judge(&measured);
    if !filter.is_empty() {
        verdicts.retain(|verdict| !verdict.readings.is_empty());
    }
    let plots = plots::draw(&measured.records)?;
    let about = performance::about(start, &load);
    let kind = if quick { "--quick" } else { "full" };
    report.line("\n## Targets\n");
    report.line(&targets::table(&verdicts));
    report.line(&about);
    let document = performance::document(&measured, &verdicts, &plots, &report, &about, kind);
    report::write("performance.md", &document)?;
    if publish {
        fs::write(path("docs/performance.md"), &document).map_err(|error| format!("docs/performance.md: {error}"))?;
    }
    report.finish("results.md")
}

/// Memory alone.
pub fn memory(filter: &[&str]) -> Result<bool> {
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::default();
    let measured = Measured { memory: needs::run(filter, &mut report)?, ..Measured::default() };
    finish(measured, report, "memory.md", &performance::about(start, &load))
}

/// Pixel formats alone.
pub fn formats(quick: bool) -> Result<bool> {
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::default();
    let measured = Measured { conversions: conversion::run(quick, &mut report)?, ..Measured::default() };
    finish(measured, report, "formats.md", &performance::about(start, &load))
}

/// Animations alone.
pub fn gif(quick: bool, filter: &[&str]) -> Result<bool> {
    alone("gif.md", |report| animation::run(quick, filter, report))
}

/// HEIF alone.
pub fn heif(quick: bool, filter: &[&str]) -> Result<bool> {
    alone("heif.md", |report| heif_files::run(quick, filter, report))
}

/// Decoding alone.
pub fn decode(quick: bool, filter: &[&str]) -> Result<bool> {
    alone("decode.md", |report| decoding::run(quick, filter, report))
}

/// A report of these tables, which no target judges.
fn alone(name: &str, tables: impl FnOnce(&mut Report) -> Result<()>) -> Result<bool> {
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::default();
    tables(&mut report)?;
    report.line(&format!("\n{}", performance::about(start, &load)));
    report.finish(name)
}

/// Conversion, alpha and scaling of PixelMaps alone.
pub fn pixelmap(quick: bool, filter: &[&str]) -> Result<bool> {
    let (start, load) = (Instant::now(), machine::load());
    let mut report = Report::default();
    let measured = Measured { pixelmaps: maps::run(quick, filter, &mut report)?, ..Measured::default() };
    finish(measured, report, "pixelmap.md", &performance::about(start, &load))
}

fn finish(measured: Measured, mut report: Report, name: &str, about: &str) -> Result<bool> {
    let mut verdicts = targets::judge(&measured);
    verdicts.retain(|verdict| !verdict.readings.is_empty());
    report.line("\n## Targets\n");
    report.line(&targets::table(&verdicts));
    report.line(about);
    report.finish(name)
}
