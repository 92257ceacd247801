//! The plots of [`demo`](crate::demo): size against likeness, one SVG per picture, all with the same scales.

use crate::demo::{Packed, Photo};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 46.0;

/// Room for a number at a point.
const LABEL: f64 = 16.0;

/// Lines with their names and CSS classes, the lowest first.
const LINES: [(&str, &str); 3] = [("JPEG", "jpeg"), ("WebP", "webp"), ("HEIF", "heif")];

/// The scales that all plots share: bits per pixel (logarithmic) and decibels.
pub struct Scales {
    bits: (f64, f64),
    decibels: (f64, f64),
}

impl Scales {
    /// Scales that hold every lossy file of `photos`.
    pub fn new(photos: &[Photo]) -> Self {
        let mut scales = Self { bits: (f64::MAX, 0.0), decibels: (f64::MAX, 0.0) };
        for (file, psnr) in photos.iter().flat_map(|photo| &photo.files).filter_map(|f| f.psnr.map(|psnr| (f, psnr))) {
            scales.bits = (scales.bits.0.min(file.bits_per_pixel), scales.bits.1.max(file.bits_per_pixel));
            scales.decibels = (scales.decibels.0.min(psnr), scales.decibels.1.max(psnr));
        }
        scales.bits = (scales.bits.0 * 0.6, scales.bits.1 * 1.3);
        scales.decibels = ((scales.decibels.0 / 5.0 - 0.3).floor() * 5.0, (scales.decibels.1 / 5.0 + 0.3).ceil() * 5.0);
        scales
    }

    fn x(&self, bits: f64) -> f64 {
        let share = (bits / self.bits.0).ln() / (self.bits.1 / self.bits.0).ln();
        LEFT + share * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, decibels: f64) -> f64 {
        let share = (decibels - self.decibels.0) / (self.decibels.1 - self.decibels.0);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    /// Grid lines with their numbers, and the names of the axes.
    fn grid(&self) -> String {
        let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        let mut svg = String::new();
        for bits in [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0] {
            if (self.bits.0..=self.bits.1).contains(&bits) {
                let x = self.x(bits);
                svg += &format!("<line class=grid x1={x:.1} y1={TOP} x2={x:.1} y2={bottom} />");
                svg += &text(x, bottom + 17.0, "middle", &bits.to_string());
            }
        }
        let mut decibels = self.decibels.0;
        while decibels <= self.decibels.1 {
            let y = self.y(decibels);
            svg += &format!("<line class=grid x1={LEFT} y1={y:.1} x2={right} y2={y:.1} />");
            svg += &text(LEFT - 7.0, y + 4.0, "end", &decibels.to_string());
            decibels += 5.0;
        }
        svg += &format!("<path class=axis d='M{LEFT} {TOP}V{bottom}H{right}' />");
        svg += &text((LEFT + right) / 2.0, HEIGHT - 8.0, "middle", "bits per pixel");
        let middle = (TOP + bottom) / 2.0;
        svg + &format!("<text transform='translate(12 {middle}) rotate(-90)' text-anchor=middle>PSNR, dB</text>")
    }
}

/// The plot of one picture.
pub fn plot(photo: &Photo, scales: &Scales) -> String {
    let mut svg = format!(
        "<svg viewBox='0 0 {WIDTH} {HEIGHT}' role=img aria-label='{}: PSNR over bits per pixel'>{}",
        photo.title,
        scales.grid()
    );
    let is_there = |line: &(&str, &str)| photo.files.iter().any(|file| file.format == line.0);
    let lines: Vec<_> = LINES.into_iter().filter(is_there).collect();
    for (row, &(format, class)) in lines.iter().enumerate() {
        let points: Vec<(f64, f64, &Packed)> = photo
            .files
            .iter()
            .filter(|file| file.format == format)
            .filter_map(|file| file.psnr.map(|psnr| (scales.x(file.bits_per_pixel), scales.y(psnr), file)))
            .collect();
        let path: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1} {y:.1}")).collect();
        svg += &format!("<g class={class}><path class=line d='M{}' />", path.join("L"));
        for (x, y, file) in &points {
            svg += &format!("<g><title>{}</title>{}</g>", tip(file), marker(class, *x, *y));
        }
        // The qualities: those of the uppermost line to the left above it, those of the lowest to the right below; what
        // is between has no room for them.
        let is_outer = row == 0 || row + 1 == lines.len();
        let mut last = f64::NEG_INFINITY;
        for (x, y, file) in points.iter().filter(|_| is_outer) {
            if x - last < LABEL {
                continue;
            }
            last = *x;
            let (x, y, anchor) = if row > 0 { (x - 6.0, y - 5.0, "end") } else { (x + 7.0, y + 11.0, "start") };
            svg += &text(x, y, anchor, &file.quality.to_string());
        }
        // The legend is where no file is: much likeness in few bits.
        let (x, y) = (LEFT + 24.0, TOP + 14.0 + 18.0 * (lines.len() - 1 - row) as f64);
        svg += &format!("<path class=line d='M{} {y}h22' />{}", x - 11.0, marker(class, x, y));
        svg += &format!("{}</g>", text(x + 18.0, y + 4.0, "start", format));
    }
    svg + "</svg>"
}

/// What a browser says of a point.
fn tip(file: &Packed) -> String {
    let (bits, psnr) = (file.bits_per_pixel, file.psnr.unwrap_or_default());
    format!("{} quality {}: {} bytes, {bits:.2} bits per pixel, {psnr:.2} dB", file.format, file.quality, file.bytes)
}

/// Formats differ in shape, not in colour alone.
fn marker(class: &str, x: f64, y: f64) -> String {
    match class {
        "jpeg" => format!("<circle cx={x:.1} cy={y:.1} r=4 />"),
        "webp" => format!("<rect x={:.1} y={:.1} width=7 height=7 />", x - 3.5, y - 3.5),
        _ => format!("<path class=dot d='M{x:.1} {:.1}l5 8h-10z' />", y - 5.0),
    }
}

fn text(x: f64, y: f64, anchor: &str, words: &str) -> String {
    format!("<text x={x:.1} y={y:.1} text-anchor={anchor}>{words}</text>")
}
