//! HEIF beside heif-enc, which has the same libheif and x265 with settings of its own: bytes, PSNR and time.

use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use crate::images::{Picture, photos};
use crate::ours::{Ours, Packing, PixelMap};
use crate::peers::Job;
use crate::report::{Report, milliseconds};
use crate::{Result, machine, matches, verify};

const QUALITY: u8 = 80;

/// Names as filters say them.
const PICTURES: [(&str, fn() -> Result<Picture>); 2] =
    [("astronaut", photos::astronaut), ("photo of 1.5 MP", photos::seeding_1m5)];

/// Arguments of heif-enc.
const PEERS: [(&str, &[&str]); 2] = [("heif-enc", &[]), ("heif-enc, preset medium", &["-p", "preset=medium"])];

/// How often everybody encodes, in turn; the least time counts, since heif-enc is a program of its own.
const ROUNDS: usize = 3;

/// Measures the pictures that `filter` names.
pub fn run(quick: bool, filter: &[&str], report: &mut Report) -> Result {
    report.line(&format!("\n### HEIF of quality {QUALITY}\n"));
    report.line(
        "Times are wall time, the least of all rounds, and that of heif-enc has reading a PNG in it; PSNR is that of what \
         heif-convert decodes.\n",
    );
    for (name, make) in PICTURES {
        if !matches(filter, name) {
            continue;
        }
        let picture = make()?;
        report.line(&format!("\n{name}: {}x{}\n", picture.width, picture.height));
        report.line("| who | bytes | PSNR dB | ms |\n|---|--:|--:|--:|");
        let map = PixelMap::new(&picture)?;
        let mut contestants: Vec<(String, Box<dyn Job + '_>)> = Vec::new();
        for threads in [1, machine::cores()] {
            let packing = Packing::of(&map, "image/heic", QUALITY)?;
            contestants.push((format!("ours, {threads} threads"), Box::new(Ours::new(packing.into(), threads))));
        }
        for (name, arguments) in PEERS {
            contestants.push((name.to_owned(), Box::new(HeifEnc::new(&picture, arguments)?)));
        }
        let mut least = vec![f64::INFINITY; contestants.len()];
        let mut files = vec![Vec::new(); contestants.len()];
        for _ in 0..if quick { 1 } else { ROUNDS } {
            for (index, (name, job)) in contestants.iter_mut().enumerate() {
                let start = Instant::now();
                match job.encode() {
                    Ok(file) => {
                        least[index] = least[index].min(start.elapsed().as_secs_f64());
                        files[index] = file.to_vec();
                    }
                    Err(error) => report.absent(format!("{name}: {error}")),
                }
            }
        }
        for (((name, _), file), seconds) in contestants.iter().zip(&files).zip(&least) {
            if file.is_empty() {
                continue;
            }
            match psnr(file, &picture) {
                Ok(psnr) => {
                    report.line(&format!("| {name} | {} | {psnr:.2} | {} |", file.len(), milliseconds(*seconds)));
                }
                Err(error) => report.problem(format!("{name}: {error}")),
            }
        }
    }
    Ok(())
}

/// A file of this process.
fn place(name: &str) -> String {
    env::temp_dir().join(format!("ohimagekit-bench-{}-{name}", std::process::id())).display().to_string()
}

fn command(program: &str, arguments: &[&str]) -> Result {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The program, which reads and writes files.
struct HeifEnc {
    arguments: Vec<String>,
    file: Vec<u8>,
}

impl HeifEnc {
    fn new(picture: &Picture, arguments: &[&str]) -> Result<Self> {
        let (plain, png) = (place("in.ppm"), place("in.png"));
        let mut pixels = format!("P6 {} {} 255\n", picture.width, picture.height).into_bytes();
        pixels.extend_from_slice(picture.rgb());
        fs::write(&plain, pixels).map_err(|error| format!("{plain}: {error}"))?;
        command("/usr/bin/convert", &[&plain, "-quality", "10", &png])?;
        let quality = QUALITY.to_string();
        let words = ["-q", &quality].into_iter().chain(arguments.iter().copied()).chain([&*png, "-o"]);
        Ok(Self { arguments: words.map(str::to_owned).collect(), file: Vec::new() })
    }
}

impl Job for HeifEnc {
    fn encode(&mut self) -> Result<&[u8]> {
        let out = place("out.heic");
        let words: Vec<&str> = self.arguments.iter().map(String::as_str).chain([&*out]).collect();
        command("heif-enc", &words)?;
        self.file = fs::read(&out).map_err(|error| format!("{out}: {error}"))?;
        Ok(&self.file)
    }
}

/// The PSNR of what another program decodes.
fn psnr(file: &[u8], picture: &Picture) -> Result<f64> {
    let (heic, png) = (place("seen.heic"), place("seen.png"));
    fs::write(&heic, file).map_err(|error| format!("{heic}: {error}"))?;
    command("heif-convert", &[&heic, &png])?;
    let seen = fs::read(&png).map_err(|error| format!("{png}: {error}"))?;
    let (width, height, rgba) = verify::decode_png(&seen)?;
    if (width, height) != (picture.width, picture.height) {
        return Err(format!("decodes to {width}x{height}"));
    }
    Ok(verify::psnr_of(&rgba, picture))
}
