//! What other pixel formats cost: each PixelMap against one of RGBA_8888 with the same colours.

use std::rc::Rc;
use std::time::Duration;

use crate::images::Picture;
use crate::images::photos;
use crate::measure::{Budget, Contestant, Spread, first_call, in_turn};
use crate::ours::formats::{FORMATS, Format};
use crate::ours::variants::{VARIANTS, default_point};
use crate::ours::{Ours, Packing, PixelMap};
use crate::peers::Job;
use crate::report::{Report, milliseconds};
use crate::task::{Chroma, Task};
use crate::{Result, machine, verify};

/// One format against RGBA_8888.
pub struct Conversion {
    /// The format's name.
    pub format: &'static str,
    /// What it was encoded to.
    pub task: Task,
    /// Its seconds and those from RGBA_8888.
    pub seconds: (f64, f64),
    /// Its time by that from RGBA_8888, round by round.
    pub ratio: Spread,
    /// Whether it is to be doubted.
    pub disturbed: bool,
}

const TASKS: [Task; 2] = [Task::Jpeg(90, Chroma::Quarter), Task::Png];
const BUDGET: Budget = Budget { min_rounds: 5, max_rounds: 31, time: Duration::from_millis(300) };
const QUICK: Budget = Budget { min_rounds: 3, max_rounds: 9, time: Duration::from_millis(60) };

/// Measures every format with all cores, to the library's defaults.
pub fn run(quick: bool, report: &mut Report) -> Result<Vec<Conversion>> {
    let picture = photos::seeding_1m5()?;
    let mut conversions = Vec::new();
    report.line(&format!("\n### Pixel formats ({:.2} MP, all cores)\n", picture.pixels() as f64 / 1e6));
    report.line("| format | to | ms | from RGBA_8888 ms | ratio (min..max) |");
    report.line("|---|---|--:|--:|--:|");
    for format in FORMATS {
        let (data, same) = (format.make)(&picture);
        for task in TASKS {
            match measure(format, &data, &same, task, if quick { QUICK } else { BUDGET }) {
                Ok(conversion) => {
                    row(report, &conversion);
                    conversions.push(conversion);
                }
                Err(error) => report.problem(format!("{} to {task}: {error}", format.name)),
            }
        }
    }
    Ok(conversions)
}

fn row(report: &mut Report, conversion: &Conversion) {
    let Spread { median, min, max } = conversion.ratio;
    let (own, rgba) = (milliseconds(conversion.seconds.0), milliseconds(conversion.seconds.1));
    let doubt = if conversion.disturbed { " ?" } else { "" };
    let (format, task) = (conversion.format, conversion.task);
    report.line(&format!("| {format} | {task} | {own} | {rgba} | {median:.3} ({min:.2}..{max:.2}){doubt} |"));
}

fn measure(format: &Format, data: &[u8], same: &Picture, task: Task, budget: Budget) -> Result<Conversion> {
    let point = default_point(task);
    let variant = VARIANTS.iter().find(|variant| variant.point == point).ok_or("no such variant")?;
    let size = (same.width, same.height);
    let job = |map| Ok::<_, String>(Ours::new(Rc::new(Packing::new(&map, task, variant)?), machine::cores()));
    let mut own = job(PixelMap::of(data, size, format.number, true)?)?;
    let mut rgba = job(PixelMap::new(same)?)?;
    look_at(own.encode()?, same, task, format.floor)?;
    rgba.encode()?;
    let firsts = [first_call(&mut own)?, first_call(&mut rgba)?];
    let jobs: [&mut dyn Job; 2] = [&mut own, &mut rgba];
    let mut jobs: Vec<Contestant<'_>> =
        jobs.into_iter().zip(firsts).map(|(job, first)| Contestant { job, first, budget }).collect();
    let (times, crowded) = in_turn(&mut jobs)?;
    Ok(Conversion {
        format: format.name,
        task,
        seconds: (times[0].spread().median, times[1].spread().median),
        ratio: times[0].ratio(&times[1]),
        disturbed: crowded || times.iter().any(|times| times.disturbed),
    })
}

/// A PNG file has to show the picture's colours, as nearly as the format's conversion is defined.
fn look_at(file: &[u8], same: &Picture, task: Task, floor: f64) -> Result {
    let floor = if task == Task::Png { floor } else { 25.0 };
    let psnr = verify::psnr_alone(file, same, task)?;
    if psnr < floor { Err(format!("{psnr:.1} dB from the picture")) } else { Ok(()) }
}
