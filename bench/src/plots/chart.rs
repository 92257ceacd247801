//! A chart in SVG: a logarithmic time axis, an axis of bytes that is linear unless they differ much, curves of dots
//! with labels, and a legend.

use std::fmt::Write;

use super::labels::{Box, Placer};

/// A whole chart.
pub struct Chart {
    /// Above it.
    pub title: String,
    /// Its curves, in the order of the legend.
    pub curves: Vec<Curve>,
    /// Below the legend.
    pub notes: Vec<String>,
}

/// Dots of one encoder.
pub struct Curve {
    /// In the legend.
    pub name: String,
    /// As SVG writes it.
    pub colour: &'static str,
    /// o, s, ^, v, d or x.
    pub shape: char,
    /// Whether it is drawn with a thick line.
    pub bold: bool,
    /// By time.
    pub dots: Vec<Dot>,
}

/// One setting.
pub struct Dot {
    /// Milliseconds.
    pub x: f64,
    /// Bytes.
    pub y: f64,
    /// Beside it.
    pub label: String,
    /// What it says when it is pointed at.
    pub tip: String,
    /// Whether it is filled.
    pub filled: bool,
}

const WIDTH: f64 = 1120.0;
const HEIGHT: f64 = 680.0;
/// Of the area of the dots: left, top, right, bottom.
const AREA: [f64; 4] = [90.0, 60.0, 880.0, 610.0];

/// Greatest by least bytes, from which on their axis is logarithmic: else one bad setting hides all differences.
const WIDE: f64 = 2.5;

/// From numbers to places.
struct Scale {
    /// Logarithms of the ends.
    x: (f64, f64),
    /// The ends, or their logarithms.
    y: (f64, f64),
    is_log: bool,
}

impl Scale {
    /// Both axes with some room around the dots.
    fn of(chart: &Chart) -> Self {
        let dots = || chart.curves.iter().flat_map(|curve| &curve.dots);
        let range = |number: fn(&Dot) -> f64| {
            dots().map(number).fold((f64::INFINITY, 0.0_f64), |(min, max), at| (min.min(at), max.max(at)))
        };
        let (x, y) = (range(|dot| dot.x), range(|dot| dot.y));
        let is_log = y.1 > y.0 * WIDE;
        let y = if is_log { (y.0.ln(), y.1.ln()) } else { y };
        let room = ((y.1 - y.0) * 0.08).max(y.1 * 0.002);
        Self { x: ((x.0 / 1.25).ln(), (x.1 * 1.35).ln()), y: (y.0 - room, y.1 + room), is_log }
    }

    fn x(&self, value: f64) -> f64 {
        AREA[0] + (value.ln() - self.x.0) / (self.x.1 - self.x.0) * (AREA[2] - AREA[0])
    }

    /// Where the axis of bytes has numbers.
    fn y_marks(&self) -> Vec<f64> {
        if self.is_log {
            const DIGITS: [f64; 7] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0];
            let decades = (self.y.0.exp().log10().floor() as i32)..=(self.y.1.exp().log10().ceil() as i32);
            let values = decades.flat_map(|decade| DIGITS.map(|digit| digit * 10_f64.powi(decade)));
            return values.filter(|value| (self.y.0..=self.y.1).contains(&value.ln())).collect();
        }
        let step = nice((self.y.1 - self.y.0) / 6.0);
        let first = (self.y.0 / step).ceil() as i64;
        (first..).map(|index| index as f64 * step).take_while(|value| *value <= self.y.1).collect()
    }

    fn y(&self, value: f64) -> f64 {
        let value = if self.is_log { value.ln() } else { value };
        AREA[3] - (value - self.y.0) / (self.y.1 - self.y.0) * (AREA[3] - AREA[1])
    }
}

impl Chart {
    /// The file.
    pub fn svg(&self) -> String {
        let scale = Scale::of(self);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
             height=\"{HEIGHT}\" font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" font-size=\"12\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
        );
        text(&mut svg, (AREA[0], 34.0), &self.title, "font-size=\"16\" font-weight=\"bold\"");
        axes(&mut svg, &scale);
        for curve in self.curves.iter().rev() {
            let points: Vec<String> =
                curve.dots.iter().map(|dot| format!("{:.1},{:.1}", scale.x(dot.x), scale.y(dot.y))).collect();
            let (colour, width) = (curve.colour, if curve.bold { 2.5 } else { 1.2 });
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" opacity=\"0.6\"/>",
                points.join(" ")
            );
        }
        for curve in self.curves.iter().rev() {
            for dot in &curve.dots {
                marker(&mut svg, curve, (scale.x(dot.x), scale.y(dot.y)), dot.filled, &dot.tip);
            }
        }
        self.labels(&mut svg, &scale);
        self.legend(&mut svg);
        svg + "</svg>\n"
    }

    /// Beside each dot, where there is room; ours first, so that they are nearest.
    fn labels(&self, svg: &mut String, scale: &Scale) {
        let dots = || self.curves.iter().flat_map(|curve| curve.dots.iter().map(move |dot| (curve, dot)));
        let mut placer = Placer::new(AREA, dots().map(|(_, dot)| Box::around(scale.x(dot.x), scale.y(dot.y), 6.0)));
        for (curve, dot) in dots() {
            let (x, y) = (scale.x(dot.x), scale.y(dot.y));
            let width = dot.label.chars().count() as f64 * if curve.bold { 7.7 } else { 6.6 };
            let Some(place) = placer.place((x, y), (width, 12.0)) else { continue };
            if place.distance(x, y) > 10.0 {
                let (end_x, end_y) = place.nearest(x, y);
                let _ = writeln!(
                    svg,
                    "<line x1=\"{x:.1}\" y1=\"{y:.1}\" x2=\"{end_x:.1}\" y2=\"{end_y:.1}\" stroke=\"{}\" \
                     stroke-width=\"0.6\"/>",
                    curve.colour
                );
            }
            let weight = if curve.bold { "bold" } else { "normal" };
            let halo = "paint-order=\"stroke\" stroke=\"white\" stroke-width=\"3\" stroke-linejoin=\"round\"";
            let style = format!("font-size=\"11\" font-weight=\"{weight}\" fill=\"{}\" {halo}", curve.colour);
            text(svg, (place.left, place.bottom - 2.0), &dot.label, &style);
        }
    }

    fn legend(&self, svg: &mut String) {
        let (left, mut top) = (AREA[2] + 24.0, AREA[1] + 10.0);
        for curve in &self.curves {
            let (colour, width) = (curve.colour, if curve.bold { 2.5 } else { 1.2 });
            let end = left + 26.0;
            let _ = writeln!(
                svg,
                "<line x1=\"{left}\" y1=\"{top}\" x2=\"{end}\" y2=\"{top}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
            );
            marker(svg, curve, (left + 13.0, top), true, &curve.name);
            text(svg, (end + 8.0, top + 4.0), &curve.name, "");
            top += 24.0;
        }
        for note in &self.notes {
            top += 18.0;
            text(svg, (left, top), note, "font-size=\"11\" fill=\"#555\"");
        }
    }
}

fn axes(svg: &mut String, scale: &Scale) {
    let [left, top, right, bottom] = AREA;
    let (width, height) = (right - left, bottom - top);
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"#888\"/>"
    );
    let decades = (scale.x.0.exp().log10().floor() as i32)..=(scale.x.1.exp().log10().ceil() as i32);
    for value in decades.flat_map(|decade| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(decade))) {
        let x = scale.x(value);
        if (left..=right).contains(&x) {
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"#ddd\" stroke-width=\"0.7\"/>"
            );
            text(svg, (x, bottom + 18.0), &number(value), "text-anchor=\"middle\"");
        }
    }
    let greatest = if scale.is_log { scale.y.1.exp() } else { scale.y.1 };
    let (unit, factor) = match greatest {
        ..2e4 => ("bytes", 1.0),
        ..2e6 => ("kB", 1e3),
        _ => ("MB", 1e6),
    };
    for value in scale.y_marks() {
        let y = scale.y(value);
        let _ = writeln!(
            svg,
            "<line x1=\"{left}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#ddd\" stroke-width=\"0.7\"/>"
        );
        text(svg, (left - 8.0, y + 4.0), &number(value / factor), "text-anchor=\"end\"");
    }
    text(svg, ((left + right) / 2.0, bottom + 46.0), "time, ms (logarithmic)", "text-anchor=\"middle\"");
    let (x, y) = (22.0, (top + bottom) / 2.0);
    let turned = format!("text-anchor=\"middle\" transform=\"rotate(-90 {x} {y})\"");
    text(svg, (x, y), &format!("size, {unit}{}", if scale.is_log { " (logarithmic)" } else { "" }), &turned);
}

/// 1, 2 or 5 times a power of ten, at least `step`.
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|&nice| nice >= step * 0.999).unwrap_or(step)
}

/// Without zeros that say nothing.
fn number(value: f64) -> String {
    format!("{value:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn text(svg: &mut String, (x, y): (f64, f64), words: &str, style: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {style}>{words}</text>");
}

fn marker(svg: &mut String, curve: &Curve, (x, y): (f64, f64), filled: bool, tip: &str) {
    let r = if curve.bold { 5.0 } else { 4.2 };
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<String> =
            points.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx * r, y + dy * r)).collect();
        format!("<polygon points=\"{}\"", points.join(" "))
    };
    let shape = match curve.shape {
        'o' => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\""),
        's' => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        '^' => polygon(&[(0.0, -1.1), (1.0, 0.8), (-1.0, 0.8)]),
        'v' => polygon(&[(0.0, 1.1), (1.0, -0.8), (-1.0, -0.8)]),
        'd' => polygon(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        _ => polygon(&[(-1.0, -0.3), (1.0, -0.3), (1.0, 0.3), (-1.0, 0.3)]),
    };
    let fill = if filled { curve.colour } else { "white" };
    let tip = tip.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        svg,
        "{shape} fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.6\"><title>{tip}</title></{}>",
        curve.colour,
        if curve.shape == 'o' { "circle" } else { "polygon" }
    );
}
