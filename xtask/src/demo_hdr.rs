//! HDR images split and composed, for the page of [`demo`](crate::demo): scenes made of formulae, through
//! examples/c/split_hdr.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::demo::{convert, output};

#[path = "../../tests/scenes/mod.rs"]
mod scenes;

use scenes::{Curve, SCENES, Scene};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;

/// The white of SDR in cd/m2.
const WHITE: f64 = 203.0;

/// Stops by which both HDR images are darkened to be seen on any display.
const STOPS: i32 = 2;

/// Linear BT.2020 to linear BT.709 (ITU-R BT.2407).
const TO_BT709: [[f64; 3]; 3] =
    [[1.660_491, -0.587_641, -0.072_850], [-0.124_550, 1.132_900, -0.008_349], [-0.018_151, -0.100_579, 1.118_730]];

/// Makes the pictures in `folder`/hdr with the examples in `examples`; returns their part of the page.
pub fn scenes(examples: &Path, folder: &Path) -> Result<String> {
    std::fs::create_dir_all(folder.join("hdr")).map_err(|error| format!("build/demo/hdr: {error}"))?;
    let mut html = format!(
        "<h2>High dynamic range, split and composed</h2>\n<p>Scenes made of formulae, in BT.2020 with PQ. \
         <code>OH_PictureNative_DecomposeToPicture</code> makes an SDR image and a gain map of each, and \
         <code>OH_PictureNative_GetHdrComposedPixelmap</code> puts both together again, as BT.2020 with HLG, which ends \
         at 1000 cd/m². Original and composed image are shown {STOPS} stops darker than they are, so that highlights \
         can be seen on any display.</p>\n"
    );
    let mut rows = String::new();
    for scene in &SCENES {
        let (figures, table) = show(scene, examples, folder)?;
        html += &figures;
        rows += &table;
    }
    html += "<h3>What is lost</h3>\n<p>Composed against original, in steps of 10-bit PQ of the component where the \
             difference is greatest, with 1 cd/m² added to both; pixels with more light than HLG has are left out. The \
             gain map of half the size blurs edges between bright and dark, the one of full size is as good as 10 bits. \
             Colours that Display P3 cannot show become its nearest.</p>\n<div class=scroll><table>\n<thead><tr><th>Scene\
             <th>Gain map<th>Gains, as powers of two<th>Median<th>90 %<th>99 %</thead>\n<tbody>\n";
    Ok(html + &rows + "</tbody></table></div>\n")
}

/// One scene's pictures, and its rows of the table.
fn show(scene: &Scene, examples: &Path, folder: &Path) -> Result<(String, String)> {
    let name = scene.name;
    let at = |ending: &str| folder.join(format!("hdr/{name}{ending}"));
    let pixels = scene.pixels(WIDTH, HEIGHT, Curve::Pq);
    std::fs::write(at(".raw"), &pixels).map_err(|error| format!("{name}.raw: {error}"))?;
    let original = light(&pixels, Curve::Pq);
    let mut rows = String::new();
    let mut headroom = String::new();
    for (size, ending) in [("full", "-full"), ("half", "")] {
        let mut command = Command::new(examples.join("split_hdr"));
        command.arg(at(".raw")).args([WIDTH, HEIGHT].map(|side| side.to_string())).arg(scene.peak.to_string());
        command.arg(at(ending)).args((size == "full").then_some("full"));
        let said = output(&mut command)?;
        let (first, gains) =
            said.trim().split_once(", gains from ").ok_or_else(|| format!("split_hdr said: {said}"))?;
        headroom = first.replace("headroom ", "");
        let raw = format!("{ending}-back.raw");
        let back = std::fs::read(at(&raw)).map_err(|error| format!("{name}{raw}: {error}"))?;
        let back = light(&back, Curve::Hlg);
        let [median, most, nearly_all] = differences(&original, &back);
        rows += &format!(
            "<tr><td>{}<td>{size} size<td>{gains}<td>{median:.1}<td>{most:.1}<td>{nearly_all:.1}\n",
            scene.title
        );
        if size == "half" {
            view(&back, STOPS, &at("-after"))?;
        }
        std::fs::remove_file(at(&raw)).map_err(|error| format!("{name}{raw}: {error}"))?;
    }
    std::fs::remove_file(at(".raw")).map_err(|error| format!("{name}.raw: {error}"))?;
    view(&original, 0, &at("-clipped"))?;
    view(&original, STOPS, &at("-before"))?;
    let mut html = format!("<h3>{}</h3>\n<div class=whole>\n", scene.title);
    for (file, caption) in [
        ("-clipped.png", "<b>Clipped</b> at the white of SDR, 203 cd/m², for comparison".to_owned()),
        ("-base.png", "<b>SDR image</b> of the picture, Display P3".to_owned()),
        ("-map.png", format!("<b>Gain map</b> of half the size, headroom {headroom} stops")),
        ("-before.png", format!("<b>Original</b>, {STOPS} stops darker")),
        ("-after.png", format!("<b>Composed</b> of the two, {STOPS} stops darker")),
        (
            ".jpg",
            "<b>The file</b> that the HDR image is packed to, as your browser shows it on this display".to_owned(),
        ),
    ] {
        html += &format!(
            "<figure><img src='hdr/{name}{file}' width={WIDTH} height={HEIGHT} loading=lazy alt=''>\
             <figcaption>{caption}</figcaption></figure>\n"
        );
    }
    Ok((html + "</div>\n", rows))
}

/// Light of BT.2020 in cd/m2 of pixels of RGBA_1010102.
fn light(pixels: &[u8], curve: Curve) -> Vec<[f64; 3]> {
    let sample = |word: u32, shift: u32| f64::from(word >> shift & 1023) / 1023.0;
    let words = pixels.as_chunks::<4>().0.iter().map(|pixel| u32::from_le_bytes(*pixel));
    words.map(|word| curve.light([0, 10, 20].map(|shift| sample(word, shift)))).collect()
}

/// The median, and what 90 and 99 % of the pixels stay below.
fn differences(before: &[[f64; 3]], after: &[[f64; 3]]) -> [f64; 3] {
    let step = |light: f64| 1023.0 * scenes::pq_sample(light + 1.0);
    let fits = |light: &[f64; 3]| Curve::Hlg.samples(*light).into_iter().all(|sample| sample < 1.0);
    let mut steps: Vec<f64> = before
        .iter()
        .zip(after)
        .filter(|(before, _)| fits(before))
        .map(|(before, after)| (0..3).map(|c| (step(before[c]) - step(after[c])).abs()).fold(0.0, f64::max))
        .collect();
    steps.sort_by(f64::total_cmp);
    [0.5, 0.9, 0.99].map(|part| steps.get((steps.len() as f64 * part) as usize).copied().unwrap_or_default())
}

/// Writes what an sRGB display shows of light that is so many stops darker: `path`.png.
fn view(light: &[[f64; 3]], stops: i32, path: &Path) -> Result {
    let code = |light: f64| {
        let light = (light / WHITE / f64::from(stops).exp2()).clamp(0.0, 1.0);
        let sample = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (255.0 * sample).round() as u8
    };
    let mut file = format!("P6 {WIDTH} {HEIGHT} 255\n").into_bytes();
    for light in light {
        file.extend(TO_BT709.map(|row| code(row[0] * light[0] + row[1] * light[1] + row[2] * light[2])));
    }
    let plain = path.with_extension("ppm");
    std::fs::write(&plain, file).map_err(|error| format!("{}: {error}", plain.display()))?;
    convert(&plain, &["-strip"], &path.with_extension("png"))?;
    std::fs::remove_file(&plain).map_err(|error| format!("{}: {error}", plain.display()))
}
