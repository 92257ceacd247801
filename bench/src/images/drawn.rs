//! Pictures made by rule, the same on every machine: what is on screens, and what is hard or easy in particular.

use super::{Picture, hash};
use crate::Result;

type Rgb = [u8; 3];

const WHITE: Rgb = [255, 255, 255];

/// One pixel: what a call costs before it encodes anything.
pub fn pixel() -> Result<Picture> {
    Ok(Picture::new(1, 1, vec![200, 100, 50, 255], true))
}

/// Noise in every channel, 1024x1024: nothing can be predicted or compressed.
pub fn noise() -> Result<Picture> {
    Ok(Picture::by_rule(1024, 1024, |x, y| {
        let [r, g, b, ..] = hash(x, y).to_le_bytes();
        [r, g, b]
    }))
}

/// Smooth shades in all directions, 1920x1080.
pub fn gradient() -> Result<Picture> {
    let wave = |at: f64| (127.5 + 127.0 * at.sin()) as u8;
    Ok(Picture::by_rule(1920, 1080, |x, y| {
        let (x, y) = (x as f64 / 400.0, y as f64 / 300.0);
        [wave(x + y), wave(x * 0.7 - y * 1.3), wave((x * x + y * y).sqrt())]
    }))
}

/// Like the screenshot of a desktop, 1920x1080: flat areas, lines of text, gradients, a grid of icons.
pub fn screenshot() -> Result<Picture> {
    Ok(Picture::by_rule(1920, 1080, desktop))
}

/// The same, said to have alpha.
pub fn screenshot_rgba() -> Result<Picture> {
    Ok(screenshot()?.with_idle_alpha())
}

/// A page of text with soft edges, 1240x1754 (A4 at 150 dpi), black on white.
pub fn text_page() -> Result<Picture> {
    Ok(Picture::by_rule(1240, 1754, |x, y| {
        let inside = (100..1140).contains(&x) && (120..1640).contains(&y);
        let heading = (120..200).contains(&y);
        let paragraph = (y / 16) % 14 != 13;
        if inside && (heading || paragraph) { [255 - coverage(x, y, if heading { 3 } else { 1 }); 3] } else { WHITE }
    }))
}

/// The same page as a scanner sees it: grey, uneven light, noise of the sensor.
pub fn scan_page() -> Result<Picture> {
    let page = text_page()?;
    Ok(Picture::by_rule(page.width, page.height, |x, y| {
        let ink = i32::from(page.rgba[(y * page.width + x) * 4]);
        let light = 238 - (x as i32 / 90) - (y as i32 / 200);
        let noise = (hash(x, y) % 7) as i32 - 3 + ((hash(y, x) >> 20) % 5) as i32 - 2;
        [(ink * (light - 40) / 255 + 40 + noise).clamp(0, 255) as u8; 3]
    }))
}

/// A chart with bars, lines and a legend in twelve colours and no soft edges, 1600x900: fits a palette.
pub fn chart() -> Result<Picture> {
    const COLOURS: [Rgb; 8] = [
        [31, 119, 180],
        [255, 127, 14],
        [44, 160, 44],
        [214, 39, 40],
        [148, 103, 189],
        [140, 86, 75],
        [227, 119, 194],
        [23, 190, 207],
    ];
    Ok(Picture::by_rule(1600, 900, |x, y| {
        let (column, row) = (x.wrapping_sub(100), y.wrapping_sub(80));
        if column >= 1400 || row >= 700 {
            let label = (800..830).contains(&y) || x < 90 && y % 100 < 20;
            return if label && text(x, y) { [60, 60, 60] } else { WHITE };
        }
        let (group, place) = (column / 100, column % 100);
        let height = (hash(group, place / 20) % 600) as usize + 60;
        let curve = 350 + (150.0 * (column as f64 / 130.0).sin()) as usize;
        match () {
            () if row.abs_diff(curve) < 3 => [20, 20, 20],
            () if place < 80 && 700 - row < height => COLOURS[place / 20 + 4 * (group % 2)],
            () if row % 100 == 0 => [210, 210, 210],
            () => [248, 248, 248],
        }
    }))
}

/// An editor with a dark ground and coloured words, 1920x1080.
pub fn code_editor() -> Result<Picture> {
    const WORDS: [Rgb; 6] =
        [[212, 212, 212], [86, 156, 214], [206, 145, 120], [181, 206, 168], [220, 220, 170], [106, 153, 85]];
    const GROUND: Rgb = [30, 30, 30];
    Ok(Picture::by_rule(1920, 1080, |x, y| {
        let line = y / 16;
        let (ground, ink) = match x {
            ..48 => ([51, 51, 51], [110, 110, 110]),
            48..300 => ([37, 37, 38], if y % 32 < 16 { [204, 204, 204] } else { [37, 37, 38] }),
            300..348 => (GROUND, [133, 133, 133]),
            _ => (GROUND, WORDS[(hash(x / 56, line) % 6) as usize]),
        };
        if y >= 1056 {
            return mix([0, 122, 204], WHITE, coverage(x, y, 1));
        }
        let indent = 348 + (hash(line / 5, 1) % 5) as usize * 32;
        let end = indent + 80 + (hash(line, 2) % 700) as usize;
        let written = x < 348 || (indent..end).contains(&x) && !hash(line, 3).is_multiple_of(7);
        let ground = if line == 30 && x >= 300 { [42, 45, 46] } else { ground };
        if written { mix(ground, ink, coverage(x, y, 1)) } else { ground }
    }))
}

/// An icon with soft edges and a shadow, 512x512, of all degrees of alpha.
pub fn icon() -> Result<Picture> {
    Ok(Picture::with_alpha(512, 512, |x, y| {
        let outside = (x as f64 - 255.5).hypot(y as f64 - 255.5) - 180.0;
        let alpha = match outside {
            ..0.0 => 255,
            0.0..1.5 => (255.0 - outside * 80.0) as u8,
            1.5..60.0 => ((60.0 - outside) * 2.0) as u8,
            _ => 0,
        };
        if outside >= 1.5 { [0, 0, 0, alpha] } else { [(x / 2) as u8, (y / 2) as u8, 160, alpha] }
    }))
}

/// A sheet of 12x8 icons with rounded corners on nothing, 1152x768: few colours each, soft edges.
pub fn icon_sheet() -> Result<Picture> {
    Ok(Picture::with_alpha(1152, 768, |x, y| {
        let icon = hash(x / 96, y / 96);
        let [r, g, b, kind, ..] = icon.to_le_bytes();
        let (x, y) = ((x % 96) as f64 - 47.5, (y % 96) as f64 - 47.5);
        let corner = (x.abs() - 24.0).max(0.0).hypot((y.abs() - 24.0).max(0.0)) - 16.0;
        let sign = match kind % 3 {
            0 => x.hypot(y) - 18.0,
            1 => (x.abs() - 18.0).max(y.abs() - 6.0),
            _ => (x + y).abs().max((x - y).abs()) - 24.0,
        };
        let [shape, inner] = [corner, sign].map(|edge: f64| (0.5 - edge).clamp(0.0, 1.0));
        let shade = 1.0 - (y + 48.0) / 400.0;
        let colour = mix([r, g, b].map(|c| (f64::from(c) * shade) as u8), WHITE, (inner * 255.0) as u8);
        if shape == 0.0 { [0; 4] } else { [colour[0], colour[1], colour[2], (shape * 255.0) as u8] }
    }))
}

/// The pixel of a desktop: wallpaper, and over it a window with a title bar, a side bar and text.
fn desktop(x: usize, y: usize) -> Rgb {
    let (left, top) = (x.wrapping_sub(160), y.wrapping_sub(90));
    if y < 28 {
        return if (x / 8) % 29 < 5 && text(x, y + 2) { [230, 230, 235] } else { [38, 38, 44] };
    }
    if left >= 1600 || top >= 900 {
        return [(40 + x / 24) as u8, (60 + y / 12) as u8, (140 - (x + y) / 40) as u8];
    }
    match (left, top) {
        (_, 0..36) => [(235 - top) as u8, (235 - top) as u8, (240 - top) as u8],
        (0..300, _) if top % 48 < 4 => [226, 228, 232],
        (0..300, _) if left < 60 => icon_grid(left, top),
        (0..300, _) if top % 48 > 20 && left < 220 && text(left, top) => [70, 72, 80],
        (0..300, _) => [240, 241, 244],
        (1200.., 60..420) => [(left / 8) as u8, (top / 2) as u8, ((left + top) / 10) as u8],
        _ if left > 330 && left < 1160 - (hash(top / 16, 7) % 400) as usize && text(left, top) => [28, 28, 32],
        _ => WHITE,
    }
}

fn icon_grid(left: usize, top: usize) -> Rgb {
    let colour = hash(top / 48, 3).to_le_bytes();
    let inside = (14..46).contains(&left) && (10..42).contains(&(top % 48));
    if inside { [colour[0], colour[1], colour[2] | 128] } else { [240, 241, 244] }
}

/// Strokes of 7x10 letters on lines of 16 pixels, with gaps between words; which letter, the hash says.
fn text(x: usize, y: usize) -> bool {
    let (column, line) = (x / 8, y / 16);
    let (in_x, in_y) = (x % 8, y % 16);
    let letter = hash(column, line);
    if letter.is_multiple_of(6) || in_x == 7 || !(3..13).contains(&in_y) {
        return false;
    }
    let shape = hash((letter % 26) as usize, 11); // an alphabet of 26
    (shape >> ((in_y - 3) / 2 * 7 + in_x)) & 1 == 1 && (in_x % 3 != 1 || in_y % 5 == 3)
}

/// How much ink of letters, `scale` times as large, is on a pixel: their edges are soft, as fonts are drawn.
fn coverage(x: usize, y: usize, scale: usize) -> u8 {
    let ink = |dx: usize, dy: usize| u32::from(text((x + dx) / scale, (y + dy) / scale));
    (((ink(0, 0) * 5 + ink(1, 0) * 2 + ink(0, 1)) * 255) / 8) as u8
}

fn mix(ground: Rgb, ink: Rgb, share: u8) -> Rgb {
    let share = u32::from(share);
    [0, 1, 2].map(|c| ((u32::from(ground[c]) * (255 - share) + u32::from(ink[c]) * share) / 255) as u8)
}
