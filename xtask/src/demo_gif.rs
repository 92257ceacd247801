//! Animations, for the page of [`demo`](crate::demo): frames made of the corpus, packed by examples/c/pack_animation,
//! and what ImageMagick sees of the files.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::demo::{CONVERT, bytes, convert, output, psnr};
use crate::demo_page::size;

const WIDTH: usize = 320;
const HEIGHT: usize = 180;
const FRAMES: usize = 24;

/// Hundredths of a second from frame to frame.
const DELAY: &str = "8";

/// How often an animation is packed; the median time counts.
const RUNS: usize = 3;

/// Frames that belong together.
struct Scene {
    name: &'static str,
    title: &'static str,
    /// The picture of the corpus.
    photo: &'static str,
    /// What the judge makes frame `i` of, from that picture.
    frame: fn(usize) -> Vec<String>,
    /// The empty frame below, as the judge names it.
    ground: &'static str,
}

const SCENES: [Scene; 3] = [
    Scene {
        name: "pan",
        title: "Over a photo, and out of it: every pixel is new in every frame",
        photo: "seeding",
        frame: |i| {
            let (width, height) = (1280 + 32 * i, 720 + 18 * i);
            words(&format!("-crop {width}x{height}+{}+{} +repage -resize 320x180!", 600 + 40 * i, 500 + 20 * i))
        },
        ground: "xc:black",
    },
    Scene {
        name: "still",
        title: "Before a still picture: only what moves is in the frames",
        photo: "coffee",
        frame: |i| {
            let at = format!("{},{} {},{}", 30 + 11 * i, 90, 30 + 11 * i, 66);
            let mut frame = words("-crop 560x315+20+40 +repage -resize 320x180! +antialias -fill #2060d0 -draw");
            frame.push(format!("circle {at}"));
            frame
        },
        ground: "xc:black",
    },
    Scene {
        name: "clear",
        title: "With transparency: each frame is cleared before the next",
        photo: "astronaut",
        frame: |i| {
            // Three bounces.
            let height = (i as f64 * std::f64::consts::PI * 3.0 / FRAMES as f64).sin().abs();
            let (x, y) = (4 + 9 * i, 92 - (80.0 * height) as usize);
            let mut frame =
                words("-crop 210x210+120+20 +repage -resize 84x84! ( -size 84x84 xc:black +antialias -fill");
            frame.extend(words("white -draw"));
            frame.push("circle 42,42 42,1".to_owned());
            frame.extend(words(&format!(
                ") -alpha off -compose CopyOpacity -composite -compose Over -geometry +{x}+{y}"
            )));
            frame
        },
        ground: "xc:none",
    },
];

/// Packs the scenes into `folder`/gif with the examples in `examples`; returns their part of the page.
pub fn scenes(examples: &Path, folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder.join("gif")).map_err(|error| format!("build/demo/gif: {error}"))?;
    println!("\n{:<12} {:>7} {:>9} {:>10}  PSNR", "animation", "frames", "ms", "bytes");
    let mut html = format!(
        "<h2>Animations</h2>\n<p>{FRAMES} frames of {WIDTH}×{HEIGHT}, packed as GIF by the example program \
         <code>pack_animation</code>. PSNR is that of all frames as ImageMagick shows them; beside it is what \
         ImageMagick itself makes of the same frames (<code>-layers optimize</code>, and without dithering, as the \
         library).</p>\n"
    );
    for scene in &SCENES {
        html += &show(scene, examples, folder)?;
    }
    Ok(html)
}

fn show(scene: &Scene, examples: &Path, folder: &Path) -> Result<String> {
    let Scene { name, title, .. } = *scene;
    let frames = (0..FRAMES).map(|i| make_frame(scene, i, folder)).collect::<Result<Vec<_>>>()?;
    let expected = pixels(Command::new(CONVERT).args(&frames))?;
    let (ours, theirs) = (folder.join(format!("gif/{name}.gif")), folder.join(format!("gif/{name}-convert.gif")));
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let said = output(Command::new(examples.join("pack_animation")).arg(&ours).args([DELAY, "0"]).args(&frames))?;
        let ms = said.split_whitespace().rev().nth(1).and_then(|word| word.parse::<f64>().ok());
        times.push(ms.ok_or_else(|| format!("pack_animation said: {said}"))?);
    }
    times.sort_by(f64::total_cmp);
    let ms = times[RUNS / 2];
    let dispose = if scene.ground == "xc:none" { "background" } else { "none" };
    let options = ["-loop", "0", "-delay", DELAY, "-dispose", dispose];
    bytes(Command::new(CONVERT).args(options).args(&frames).args(["-layers", "optimize", "+dither"]).arg(&theirs))?;
    let (our_bytes, our_psnr) = judge(&ours, &expected)?;
    let (their_bytes, their_psnr) = judge(&theirs, &expected)?;
    println!("{name:<12} {FRAMES:>7} {ms:>9.1} {our_bytes:>10}  {our_psnr}");

    let middle = FRAMES / 2;
    let shown = folder.join(format!("gif/{name}-seen.png"));
    let before = format!("0-{}", middle - 1);
    convert(&ours, &["-coalesce", "-delete", &before, "-delete", "1--1"], &shown)?;
    let mut html = format!("<h3>{title}</h3>\n<div class=whole>\n");
    for (file, caption) in [
        (
            format!("{name}.gif"),
            format!(
                "<b><a href='gif/{name}.gif'>GIF</a></b><br>{}, {our_psnr}, packed in {ms:.0} ms; ImageMagick’s: {}, \
                 {their_psnr}",
                size(our_bytes),
                size(their_bytes)
            ),
        ),
        (format!("{name}-seen.png"), format!("<b>Frame {middle}</b> of the GIF")),
        (format!("{name}-{middle:02}.png"), format!("<b>Frame {middle}</b>, the original")),
    ] {
        html += &format!(
            "<figure><img src='gif/{file}' width={WIDTH} height={HEIGHT} loading=lazy alt=''>\
             <figcaption>{caption}</figcaption></figure>\n"
        );
    }
    Ok(html + "</div>\n")
}

/// Frame `i` as a PNG.
fn make_frame(scene: &Scene, i: usize, folder: &Path) -> Result<PathBuf> {
    let path = folder.join(format!("gif/{}-{i:02}.png", scene.name));
    let photo = folder.join(format!("originals/{}.png", scene.photo));
    let mut command = Command::new(CONVERT);
    command.args(["-size", &format!("{WIDTH}x{HEIGHT}"), scene.ground, "("]).arg(photo);
    // Words that place the picture stand behind the parenthesis.
    let mut words = (scene.frame)(i);
    let placed = words.iter().position(|word| word == "-geometry").map(|at| words.split_off(at)).unwrap_or_default();
    command.args(words).arg(")").args(placed).args(["-composite", "-strip", "-depth", "8"]).arg(&path);
    bytes(&mut command)?;
    Ok(path)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Bytes of the file, and the PSNR of its frames as they are seen, where they are not transparent.
fn judge(file: &Path, expected: &[u8]) -> Result<(u64, String)> {
    let length = std::fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?.len();
    let seen = pixels(Command::new(CONVERT).arg(file).arg("-coalesce"))?;
    let wrong = |what| format!("{}: {what}", file.display());
    let is_there = |pixel: &[u8; 4]| pixel[3] >= 128;
    let (expected, seen) = (expected.as_chunks::<4>().0, seen.as_chunks::<4>().0);
    if !expected.iter().map(is_there).eq(seen.iter().map(is_there)) {
        return Err(wrong("other frames, or other holes"));
    }
    let [expected, seen] = [expected, seen].map(|pixels| {
        pixels.iter().filter(|pixel| is_there(pixel)).flat_map(|pixel| pixel[..3].to_vec()).collect::<Vec<u8>>()
    });
    let psnr = psnr(&expected, &seen).ok_or_else(|| wrong("no pixels"))?;
    Ok((length, psnr.map_or("lossless".to_owned(), |psnr| format!("{psnr:.1} dB"))))
}

/// All frames that a command makes, one after the other: red, green, blue and alpha.
fn pixels(command: &mut Command) -> Result<Vec<u8>> {
    bytes(command.args(["-depth", "8", "rgba:-"]))
}
