//! HDR images to try, made of formulae: nothing of the library's own arithmetic is in them. Used by the library's tests
//! and by the demo page.

#![forbid(unsafe_code)]

/// An image without pixels yet.
pub struct Scene {
    /// A name for files.
    pub name: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// Its brightest light in cd/m2.
    pub peak: f64,
    /// Linear red, green and blue of BT.2020 in cd/m2, at a place between 0 and 1 from the left and from the top.
    pub light: fn(f64, f64) -> [f64; 3],
}

/// All of them.
pub const SCENES: [Scene; 5] = [
    Scene { name: "ramps", title: "Greys and saturated colours up to 4000 cd/m²", peak: 4000.0, light: ramps },
    Scene { name: "wide", title: "Colours of BT.2020 that Display P3 cannot show", peak: 1000.0, light: wide },
    Scene { name: "neon", title: "Coloured highlights on a dark wall", peak: 1000.0, light: neon },
    Scene {
        name: "sunset1000",
        title: "Sunset, the sun of 1000 cd/m²",
        peak: 1000.0,
        light: |x, y| sunset(1000.0, x, y),
    },
    Scene {
        name: "sunset4000",
        title: "Sunset, the sun of 4000 cd/m²",
        peak: 4000.0,
        light: |x, y| sunset(4000.0, x, y),
    },
];

/// How samples stand for light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// SMPTE ST 2084.
    Pq,
    /// ITU-R BT.2100, for a display of 1000 cd/m2.
    Hlg,
}

impl Scene {
    /// Pixels of RGBA_1010102, opaque, row by row.
    pub fn pixels(&self, width: u32, height: u32, curve: Curve) -> Vec<u8> {
        let place = |at: u32, of: u32| (f64::from(at) + 0.5) / f64::from(of);
        let pixel = |(x, y): (u32, u32)| {
            let codes = curve.samples((self.light)(place(x, width), place(y, height)));
            let [r, g, b] = codes.map(|sample| (sample * 1023.0).round() as u32);
            (r | g << 10 | b << 20 | 3 << 30).to_le_bytes()
        };
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(pixel).collect()
    }
}

impl Curve {
    /// Samples between 0 and 1 of light in cd/m2.
    pub fn samples(self, light: [f64; 3]) -> [f64; 3] {
        match self {
            Self::Pq => light.map(pq_sample),
            Self::Hlg => {
                let display = light.map(|light| (light / 1000.0).max(0.0));
                let luminance = luminance(display).max(1e-12);
                display.map(|light| hlg_sample((light * luminance.powf(-1.0 / 6.0)).min(1.0)))
            }
        }
    }

    /// Light in cd/m2 of samples between 0 and 1.
    pub fn light(self, samples: [f64; 3]) -> [f64; 3] {
        match self {
            Self::Pq => samples.map(pq_light),
            Self::Hlg => {
                let scene = samples.map(|sample| {
                    if sample <= 0.5 {
                        sample * sample / 3.0
                    } else {
                        (((sample - 0.559_910_73) / 0.178_832_77).exp() + 0.284_668_92) / 12.0
                    }
                });
                let factor = luminance(scene).powf(0.2);
                scene.map(|light| 1000.0 * light * factor)
            }
        }
    }
}

/// The PQ sample of light in cd/m2.
pub fn pq_sample(light: f64) -> f64 {
    let p = (light.clamp(0.0, 10_000.0) / 10_000.0).powf(1305.0 / 8192.0);
    ((0.835_937_5 + 18.851_562_5 * p) / (1.0 + 18.6875 * p)).powf(2523.0 / 32.0)
}

fn pq_light(sample: f64) -> f64 {
    let p = sample.powf(32.0 / 2523.0);
    10_000.0 * ((p - 0.835_937_5).max(0.0) / (18.851_562_5 - 18.6875 * p)).powf(8192.0 / 1305.0)
}

fn hlg_sample(scene: f64) -> f64 {
    if scene <= 1.0 / 12.0 {
        (3.0 * scene).sqrt()
    } else {
        0.178_832_77 * (12.0 * scene - 0.284_668_92).ln() + 0.559_910_73
    }
}

/// Of linear BT.2020.
pub fn luminance([r, g, b]: [f64; 3]) -> f64 {
    0.2627 * r + 0.6780 * g + 0.0593 * b
}

/// From linear Display P3 to linear BT.2020.
fn from_p3(light: [f64; 3]) -> [f64; 3] {
    const ROWS: [[f64; 3]; 3] =
        [[0.753_833, 0.198_597, 0.047_570], [0.045_744, 0.941_777, 0.012_479], [-0.001_210, 0.017_602, 0.983_609]];
    ROWS.map(|row| (row[0] * light[0] + row[1] * light[1] + row[2] * light[2]).max(0.0))
}

/// Strips of one colour each, from dark to bright in equal steps of a logarithm.
fn strips(colors: &[[f64; 3]], (least, most): (f64, f64), x: f64, y: f64) -> [f64; 3] {
    let color = colors[((y * colors.len() as f64) as usize).min(colors.len() - 1)];
    let light = least * (most / least).powf(x);
    color.map(|part| part * light)
}

fn ramps(x: f64, y: f64) -> [f64; 3] {
    const COLORS: [[f64; 3]; 8] = [
        [1.0, 1.0, 1.0],
        [1.0, 0.05, 0.05],
        [0.05, 1.0, 0.05],
        [0.05, 0.05, 1.0],
        [0.05, 1.0, 1.0],
        [1.0, 0.05, 1.0],
        [1.0, 1.0, 0.05],
        [1.0, 0.6, 0.4],
    ];
    from_p3(strips(&COLORS, (0.05, 4000.0), x, y))
}

fn wide(x: f64, y: f64) -> [f64; 3] {
    const COLORS: [[f64; 3]; 6] =
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]];
    strips(&COLORS, (0.05, 1000.0), x, y)
}

/// How far a place is from a line.
fn distance((x, y): (f64, f64), (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> f64 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    let along = (((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (x - x0 - along * dx).hypot(y - y0 - along * dy)
}

fn neon(x: f64, y: f64) -> [f64; 3] {
    // The image is taken to be half as high again as wide is long: 3 to 2.
    let at = (1.5 * x, y);
    let course = (y * 24.0).floor();
    let (brick_x, brick_y) = ((at.0 * 12.0 + course * 0.5).fract(), (y * 24.0).fract());
    let mortar = if brick_x < 0.06 || brick_y < 0.12 { 0.45 } else { 1.0 };
    let mut light = [1.0, 0.75, 0.6].map(|c: f64| c * mortar * (1.0 + 0.5 * noise(at.0 * 90.0, y * 90.0)));
    let ring = |centre: (f64, f64), radius: f64| ((at.0 - centre.0).hypot(at.1 - centre.1) - radius).abs();
    let tubes = [
        (ring((0.35, 0.45), 0.22), [1.0, 0.06, 0.10]),
        (ring((0.35, 0.45), 0.12), [0.10, 0.35, 1.0]),
        (distance(at, (0.70, 0.25), (0.70, 0.70)).min(distance(at, (0.70, 0.25), (0.85, 0.25))), [0.05, 1.0, 0.30]),
        (distance(at, (0.95, 0.70), (1.10, 0.25)).min(distance(at, (1.10, 0.25), (1.25, 0.70))), [1.0, 0.10, 0.9]),
        (distance(at, (0.65, 0.85), (1.30, 0.85)), [1.0, 0.45, 0.05]),
    ];
    for (distance, color) in tubes {
        // The gas is white where it is seen through most of it.
        let core = 420.0 * (-(distance / 0.006).powi(4)).exp();
        let glow = 900.0 * (-(distance / 0.010).powi(2)).exp() + 30.0 * (-distance / 0.05).exp();
        for (light, part) in light.iter_mut().zip(color) {
            *light += part * glow * (0.3 + 0.7 * mortar) + core * (0.25 + 0.75 * part);
        }
    }
    from_p3(light).map(|light| light.min(1000.0))
}

/// A number between 0 and 1 for a place on a grid.
fn hash(x: i64, y: i64) -> f64 {
    let mixed = (x.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed()) ^ y.wrapping_mul(0x1656_67b1_9e37_79f9))
        .cast_unsigned();
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ mixed >> 32) & 0xff_ffff) as f64 / f64::from(0xff_ffff)
}

/// Smooth noise between 0 and 1.
fn noise(x: f64, y: f64) -> f64 {
    let (ix, iy) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (smooth(x - ix), smooth(y - iy));
    let at = |dx: i64, dy: i64| hash(ix as i64 + dx, iy as i64 + dy);
    let (upper, lower) = (at(0, 0) + (at(1, 0) - at(0, 0)) * u, at(0, 1) + (at(1, 1) - at(0, 1)) * u);
    upper + (lower - upper) * v
}

/// Noise of several sizes.
fn clouds(x: f64, y: f64) -> f64 {
    (0..5).map(|octave| noise(x * f64::from(1 << octave), y * f64::from(1 << octave)) / f64::from(2 << octave)).sum()
}

fn mix(a: [f64; 3], b: [f64; 3], t: f64) -> [f64; 3] {
    let t = t.clamp(0.0, 1.0);
    [0, 1, 2].map(|c| a[c] + (b[c] - a[c]) * t)
}

fn sunset(peak: f64, x: f64, y: f64) -> [f64; 3] {
    const HORIZON: f64 = 0.68;
    let sun = (0.62 * 1.5, 0.56);
    let at = (1.5 * x, y);
    let far = (at.0 - sun.0).hypot(at.1 - sun.1);
    let sky = |y: f64| {
        let high = 1.0 - (y / HORIZON).min(1.0);
        let warm = mix([240.0, 110.0, 40.0], [95.0, 75.0, 95.0], high * 2.5);
        mix(warm, [14.0, 28.0, 70.0], high * 1.3 - 0.15)
    };
    let glow = 0.16 * peak * (-far / 0.10).exp() + 0.05 * peak * (-far / 0.35).exp();
    let lit = |light: [f64; 3], glow: f64| [0, 1, 2].map(|c| light[c] + glow * [1.0, 0.62, 0.28][c]);
    let mut light = if y < HORIZON {
        let mut light = lit(sky(y), glow);
        let cloud = ((clouds(at.0 * 3.0, y * 9.0) - 0.48) * 6.0).clamp(0.0, 1.0) * (1.0 - (y / HORIZON - 0.55).abs());
        let edge = cloud * (1.0 - cloud) * 4.0;
        let shade = lit([18.0, 14.0, 20.0], glow * 0.55);
        light = mix(light, shade, cloud * 0.85);
        light = lit(light, edge * 0.10 * peak * (-far / 0.30).exp());
        // The disc, darker towards its limb.
        let disc = ((0.052 - far) * 400.0).clamp(0.0, 1.0);
        let limb = (1.0 - (far / 0.056).powi(2)).max(0.0).sqrt();
        mix(light, [peak, peak * (0.78 + 0.12 * limb), peak * (0.42 + 0.25 * limb)], disc * (1.0 - 0.5 * cloud))
    } else {
        let deep = (y - HORIZON) / (1.0 - HORIZON);
        let wave = noise(at.0 * 18.0 / (0.15 + deep), deep * 60.0);
        let mirrored = sky(HORIZON - (y - HORIZON) * 0.9).map(|light| light * (0.12 + 0.18 * wave));
        let column = (-((at.0 - sun.0) / (0.03 + 0.10 * deep)).powi(2)).exp();
        let glint = if wave > 0.72 { (wave - 0.72) / 0.28 } else { 0.0 };
        lit(mirrored, column * (0.03 * peak * wave + 0.7 * peak * glint * glint))
    };
    // Hills and a mast before it.
    let hill = HORIZON - 0.10 * noise(at.0 * 3.0 + 7.0, 1.5) * (1.0 - at.0 / 0.9).max(0.0) * 3.0;
    if y > hill && y < HORIZON + 0.01 || distance(at, (1.22, 0.22), (1.22, 0.86)) < 0.004 {
        light = [0.35, 0.30, 0.45].map(|light| light * (0.6 + 0.8 * noise(at.0 * 60.0, y * 60.0)));
    }
    light.map(|light| light.min(peak))
}
