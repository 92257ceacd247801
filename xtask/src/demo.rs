//! `demo`: packs the corpus with examples/c/pack_image, judges every file with another program and the system's
//! codecs, and lays the figures out in build/demo/index.html.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, demo_edits, demo_gif, demo_hdr, demo_heif, demo_page, root};

/// The judge: ImageMagick as Debian installs it.
pub const CONVERT: &str = "/usr/bin/convert";

/// Width and height of the parts that the page shows enlarged.
pub const CROP: u32 = 128;

/// Milliseconds up to which a file is packed so many times; the median counts.
pub const RUNS: [(f64, usize); 3] = [(20.0, 9), (2000.0, 3), (f64::MAX, 1)];

/// A picture of tests/images: its name on the page, and the upper left corner of the part to look at closely; without
/// one the page shows all of it.
const CORPUS: [(&str, &str, Option<(u32, u32)>); 6] = [
    ("seeding.jpg", "Dandelions", Some((1490, 830))),
    ("astronaut.png", "Astronaut", Some((160, 50))),
    ("chelsea.png", "Cat", Some((108, 52))),
    ("text.png", "Handwriting", Some((150, 20))),
    ("coffee.png", "Coffee", None),
    ("rocket.jpg", "Rocket", None),
];

/// A format: its name on the page, the ending of its files, and the qualities that are packed.
pub type Format = (&'static str, &'static str, &'static [u8]);

/// All formats; HEIF is left out where its plugin is missing.
const FORMATS: [Format; 4] = [
    ("JPEG", "jpg", &[30, 50, 70, 85, 95]),
    ("PNG", "png", &[100]),
    ("WebP", "webp", &[30, 50, 70, 85, 95, 100]),
    ("HEIF", demo_heif::ENDING, &[30, 50, 70, 85, 95]),
];

/// One picture and all that was made of it.
pub struct Photo {
    pub title: &'static str,
    pub stem: &'static str,
    pub crop: Option<(u32, u32)>,
    pub width: u32,
    pub height: u32,
    pub files: Vec<Packed>,
}

impl Photo {
    /// Millions of pixels.
    pub fn megapixels(&self) -> f64 {
        f64::from(self.width) * f64::from(self.height) / 1e6
    }

    /// The file of a format and quality that [`FORMATS`] names.
    pub fn file(&self, format: &str, quality: u8) -> &Packed {
        let wanted = |file: &&Packed| file.format == format && file.quality == quality;
        self.files.iter().find(wanted).expect("every format and quality of the table is packed")
    }
}

/// One packed file, with what was measured.
pub struct Packed {
    pub format: &'static str,
    pub quality: u8,
    /// The file's name below build/demo.
    pub name: String,
    /// The name of what a browser can show in its place, if it was kept.
    pub shown: String,
    pub bytes: u64,
    pub bits_per_pixel: f64,
    /// The pack call alone.
    pub ms: f64,
    pub megapixels_per_second: f64,
    /// How many times were measured; `ms` is their median.
    pub runs: usize,
    /// Against the original, in dB; none if every pixel is equal.
    pub psnr: Option<f64>,
}

/// Where and with what the figures came about.
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    /// How many processes ran or waited in the minute before the first measurement.
    pub load: String,
    pub library: String,
    pub judge: String,
    /// What the library packs.
    pub formats: Vec<Format>,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Result {
    if !arguments.is_empty() {
        return Err("takes no arguments".to_owned());
    }
    let pack_image = build()?;
    let folder = root().join("build/demo");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("build/demo: {error}"))?;
    }
    for name in ["originals", "packed", "crops"] {
        std::fs::create_dir_all(folder.join(name)).map_err(|error| format!("build/demo/{name}: {error}"))?;
    }
    println!(
        "{:<12} {:<5} {:>7} {:>9} {:>7} {:>10} {:>7}  PSNR",
        "picture", "", "quality", "ms", "MP/s", "bytes", "bpp"
    );
    let machine = machine(&pack_image, &folder)?;
    let mut photos = Vec::new();
    for (file, title, crop) in CORPUS {
        photos.push(pack_all(&pack_image, &folder, (file, title, crop), &machine.formats)?);
    }
    let hero = ["-resize", "1120x", "-gravity", "north", "-crop", "1120x460+0+60", "+repage", "-quality", "90"];
    convert(&folder.join(&photos[0].file("JPEG", 85).name), &hero, &folder.join("hero.jpg"))?;
    let examples = pack_image.parent().unwrap_or(Path::new("."));
    let edits = demo_gif::scenes(examples, &folder)?
        + &demo_edits::edits(examples, &folder)?
        + &demo_hdr::scenes(examples, &folder)?;
    let page = demo_page::page(&photos, &edits, &machine);
    std::fs::write(folder.join("index.html"), page).map_err(|error| format!("build/demo/index.html: {error}"))?;
    println!("\nThe same with pictures: build/demo/index.html");
    Ok(())
}

/// Builds the examples as a stranger does, through find_package; returns the program's path.
fn build() -> Result<PathBuf> {
    let (source, binary) = (root().join("examples/c"), root().join("build/examples"));
    let package = root().canonicalize().map_err(|error| error.to_string())?.join("build/prefix/lib/cmake/OHImageKit");
    let package = format!("-DOHImageKit_DIR={}", package.display());
    output(Command::new("cmake").arg("-S").arg(source).arg("-B").arg(&binary).arg(package))?;
    output(Command::new("cmake").arg("--build").arg(&binary))?;
    Ok(binary.join("pack_image"))
}

/// Packs one picture in every format and quality.
fn pack_all(
    pack_image: &Path,
    folder: &Path,
    (file, title, crop): (&'static str, &'static str, Option<(u32, u32)>),
    formats: &[Format],
) -> Result<Photo> {
    // Decoders of JPEG differ in the last bit; a PNG made by the judge gives both sides the same pixels to begin with.
    // A few columns and rows less, and the blocks of that JPEG are no longer those of ours: packing a JPEG with its own
    // tables again would lose next to nothing, and prove nothing.
    let chop = if file.ends_with(".jpg") { "5x3" } else { "0x0" };
    let stem = file.split('.').next().unwrap_or(file);
    let original = folder.join(format!("originals/{stem}.png"));
    convert(&root().join("tests/images").join(file), &["-strip", "-chop", chop, "-quality", "15"], &original)?;
    let expected = pixels(&original)?;
    let mut photo = Photo { title, stem, crop, width: 0, height: 0, files: Vec::new() };
    for &(format, ending, qualities) in formats {
        for &quality in qualities {
            let name = format!("packed/{stem}-{quality}.{ending}");
            let out = folder.join(&name);
            let mut times = Vec::new();
            let mut bytes = 0;
            let mut runs = 1;
            while times.len() < runs {
                let line = output(Command::new(pack_image).arg(&original).arg(&out).arg(quality.to_string()))?;
                let ms;
                (photo.width, photo.height, bytes, ms) =
                    parse(&line).ok_or_else(|| format!("pack_image said: {line}"))?;
                times.push(ms);
                runs = RUNS.iter().find(|row| times[0] <= row.0).map_or(1, |row| row.1);
            }
            times.sort_by(f64::total_cmp);
            let (ms, megapixels) = (times[times.len() / 2], photo.megapixels());
            let seen = demo_heif::decoded(&out)?;
            let psnr = psnr(&expected, &pixels(&seen)?).ok_or_else(|| format!("{name} has another size"))?;
            if psnr.is_some() && quality == 100 {
                return Err(format!("{name} should be lossless, but its pixels differ"));
            }
            let packed = Packed {
                format,
                quality,
                shown: name.replace(".heic", ".heic.png"),
                name,
                bytes,
                bits_per_pixel: bytes as f64 * 8.0 / (megapixels * 1e6),
                ms,
                megapixels_per_second: megapixels / ms * 1e3,
                runs,
                psnr,
            };
            print_row(title, &packed);
            show_closely(folder, &seen, &format!("{stem}-{quality}-{ending}"), crop)?;
            if seen != out && crop.is_some() {
                std::fs::remove_file(&seen).map_err(|error| format!("{}: {error}", seen.display()))?;
            }
            photo.files.push(packed);
        }
    }
    show_closely(folder, &original, stem, crop)?;
    if crop.is_some() {
        convert(&original, &["-resize", "512x", "-quality", "88"], &folder.join(format!("crops/{stem}-whole.jpg")))?;
    }
    Ok(photo)
}

fn print_row(title: &str, file: &Packed) {
    let quality = if file.format == "PNG" { String::new() } else { file.quality.to_string() };
    println!(
        "{title:<12} {:<5} {quality:>7} {:>9.1} {:>7.1} {:>10} {:>7.2}  {}",
        file.format,
        file.ms,
        file.megapixels_per_second,
        file.bytes,
        file.bits_per_pixel,
        file.psnr.map_or("lossless".to_owned(), |psnr| format!("{psnr:.2} dB"))
    );
}

/// Width, height, bytes and milliseconds from pack_image's line, which ends "WxH N bytes T ms".
fn parse(line: &str) -> Option<(u32, u32, u64, f64)> {
    let words: Vec<&str> = line.split_whitespace().rev().collect();
    let ["ms", ms, "bytes", bytes, size, ..] = words[..] else { return None };
    let (width, height) = size.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?, bytes.parse().ok()?, ms.parse().ok()?))
}

/// Cuts out what the page shows enlarged, as the judge sees it.
fn show_closely(folder: &Path, file: &Path, name: &str, crop: Option<(u32, u32)>) -> Result {
    let Some((x, y)) = crop else { return Ok(()) };
    let part = format!("{CROP}x{CROP}+{x}+{y}");
    convert(file, &["-crop", &part, "+repage", "-strip"], &folder.join(format!("crops/{name}.png")))
}

/// The peak signal-to-noise ratio over all samples of red, green and blue: none if all are equal. None at all if there
/// are more samples on one side.
pub fn psnr(expected: &[u8], got: &[u8]) -> Option<Option<f64>> {
    if expected.len() != got.len() || expected.is_empty() {
        return None;
    }
    let squares: u64 = expected.iter().zip(got).map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum();
    let mean = squares as f64 / expected.len() as f64;
    Some((squares > 0).then(|| 10.0 * (255.0 * 255.0 / mean).log10()))
}

/// The pixels of a file as the judge decodes them: red, green, blue, 8 bits each.
fn pixels(file: &Path) -> Result<Vec<u8>> {
    bytes(Command::new(CONVERT).arg(file).args(["-depth", "8", "rgb:-"]))
}

/// What the judge makes of a file.
pub fn convert(from: &Path, options: &[&str], to: &Path) -> Result {
    bytes(Command::new(CONVERT).arg(from).args(options).arg(to)).map(|_| ())
}

fn machine(pack_image: &Path, folder: &Path) -> Result<Machine> {
    let heif = demo_heif::is_there(pack_image, folder)?;
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let judge = output(Command::new(CONVERT).arg("-version"))?;
    Ok(Machine {
        processor: model.unwrap_or("unknown processor").trim().to_owned(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        load: load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned(),
        library: output(Command::new(pack_image).arg("--version"))?.trim().replace("pack_image, ", ""),
        judge: judge.split_whitespace().skip(1).take(2).collect::<Vec<_>>().join(" "),
        formats: FORMATS.into_iter().filter(|format| heif || format.1 != demo_heif::ENDING).collect(),
    })
}

/// What a program writes, as text.
pub fn output(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8_lossy(&bytes(command)?).into_owned())
}

/// What a program writes; an error, with its own words, if it fails.
pub fn bytes(command: &mut Command) -> Result<Vec<u8>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| format!("{program}: {error}"))?;
    if done.status.success() {
        Ok(done.stdout)
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&done.stderr)))
    }
}
