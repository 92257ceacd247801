//! What a gain map says about each pixel of the base image.

#![forbid(unsafe_code)]

use crate::color::powers::{exp2, log2};
use crate::convert::{deep, rgba8};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::PixelView;

/// Logarithms of gains beyond this are nobody's: every light there is would be black, or white.
const MOST_GAIN: f32 = 24.0;

/// Offsets beyond this would leave nothing of the base image.
const MOST_OFFSET: f32 = 16.0;

/// What is stored for gains that are no more than this counts as this.
const LEAST: f32 = 1e-6;

/// The formula that is applied to each component of light: `(light + base offset) * 2^gain - alternate offset`.
pub struct Formula {
    channels: [Channel; 3],
    /// Whether each gain is stored with another exponent than 1.
    has_gamma: bool,
}

#[derive(Clone, Copy)]
struct Channel {
    min: f32,
    range: f32,
    exponent: f32,
    base_offset: f32,
    alternate_offset: f32,
}

impl Formula {
    /// The formula at the greatest headroom. What is no number, or out of all bounds, is brought to where the result is
    /// one.
    ///
    /// A base image with more headroom than the alternate one is the HDR image already, and nothing is applied.
    pub fn new(how: &GainMapMetadata) -> Self {
        let applies = how.alternate_headroom > how.base_headroom;
        let bounded = |value: f32, most: f32| {
            if value.is_nan() || !applies { 0.0 } else { value.clamp(-most, most) }
        };
        let channel = |c: usize| {
            // One channel has one record.
            let c = if how.channels == 1 { 0 } else { c };
            let min = bounded(how.min[c], MOST_GAIN);
            Channel {
                min,
                range: bounded(how.max[c], MOST_GAIN) - min,
                exponent: if how.gamma[c] > 0.0 { 1.0 / how.gamma[c].clamp(1e-3, 1e3) } else { 1.0 },
                base_offset: bounded(how.base_offset[c], MOST_OFFSET),
                alternate_offset: bounded(how.alternate_offset[c], MOST_OFFSET),
            }
        };
        let channels = [0, 1, 2].map(channel);
        Self { channels, has_gamma: channels.iter().any(|channel| channel.exponent != 1.0) }
    }

    /// Whether [`apply`](Self::apply) must look at exponents.
    pub fn has_gamma(&self) -> bool {
        self.has_gamma
    }

    /// The light of one component of the alternate image, from that of the base and what the map holds.
    #[inline(always)]
    pub fn apply<const GAMMA: bool>(&self, c: usize, light: f32, stored: f32) -> f32 {
        let channel = &self.channels[c];
        let stored = if stored > 0.0 { stored } else { 0.0 };
        let stored = if stored < 1.0 { stored } else { 1.0 };
        let linear = if GAMMA {
            let exponent = log2(if stored > LEAST { stored } else { LEAST }) * channel.exponent;
            let power = exp2(if exponent > -100.0 { exponent } else { -100.0 });
            if stored > LEAST { power } else { 0.0 }
        } else {
            stored
        };
        (light + channel.base_offset) * exp2(channel.min + channel.range * linear) - channel.alternate_offset
    }
}

/// Where a pixel lies between those of the gain map: between `index` and the next one, `rest` of the way.
#[derive(Clone, Copy)]
pub struct Place {
    index: usize,
    rest: f32,
}

/// The places of `count` pixels on a side that lie over the part `(start, length)` of the gain map's side, which has
/// `of` pixels. A pixel is where its centre is.
pub fn places(count: u32, (start, length): (f64, f64), of: u32) -> impl Fn(u32) -> Place + Copy {
    let ratio = length / f64::from(count);
    move |at| {
        let centre = (start + (f64::from(at) + 0.5) * ratio - 0.5).clamp(0.0, f64::from(of - 1));
        Place { index: centre as usize, rest: centre.fract() as f32 }
    }
}

/// The rows of a gain map, between which bilinear interpolation finds those of a larger image. One for each thread.
pub struct Rows {
    /// The two rows that were needed last, with their numbers.
    rows: [(usize, Vec<f32>); 2],
    /// What is between them.
    between: Vec<f32>,
    eight: Vec<u8>,
}

/// Samples of a pixel; a gain map has no alpha.
const SAMPLES: usize = 4;

impl Rows {
    /// Without a row yet.
    pub fn new() -> Self {
        let none = || (usize::MAX, Vec::new());
        Self { rows: [none(), none()], between: Vec::new(), eight: Vec::new() }
    }

    /// Makes the row at `place` of `map` ready for [`columns`](Self::columns).
    pub fn prepare(&mut self, map: &PixelView<'_>, place: Place) {
        let last = map.layout().height as usize - 1;
        let [upper, lower] = [place.index, (place.index + 1).min(last)];
        if self.rows[1].0 == upper {
            self.rows.swap(0, 1);
        }
        self.load(map, 0, upper);
        self.load(map, 1, lower);
        let [(_, upper), (_, lower)] = &self.rows;
        self.between.clear();
        self.between.extend(upper.iter().zip(lower).map(|(upper, lower)| upper + (lower - upper) * place.rest));
        // A neighbour for the last pixel.
        self.between.extend_from_within(self.between.len() - SAMPLES..);
    }

    fn load(&mut self, map: &PixelView<'_>, which: usize, y: usize) {
        let (number, row) = &mut self.rows[which];
        if *number == y {
            return;
        }
        let format = map.layout().format;
        row.resize(map.layout().width as usize * SAMPLES, 0.0);
        if format.is_deep() {
            deep::load(map, y as u32, row);
        } else {
            self.eight.resize(row.len(), 0);
            let eight = rgba8::row(map, y as u32, &mut self.eight);
            row.iter_mut().zip(eight).for_each(|(wide, eight)| *wide = f32::from(*eight) / 255.0);
        }
        if format.is_alpha_only() {
            row.as_chunks_mut::<SAMPLES>().0.iter_mut().for_each(|pixel| *pixel = [pixel[3]; SAMPLES]);
        }
        *number = y;
    }

    /// What the prepared row holds at `places`: red, green and blue apart, or three times the only channel.
    #[inline(always)]
    pub fn columns(&self, single: bool, places: &[Place], [r, g, b]: [&mut [f32]; 3]) {
        let pixels = self.between.as_chunks::<SAMPLES>().0;
        for (((r, g), b), place) in r.iter_mut().zip(g).zip(b).zip(places) {
            let (left, right) = (pixels[place.index], pixels[place.index + 1]);
            let [red, green, blue, _]: [f32; SAMPLES] =
                std::array::from_fn(|c| left[c] + (right[c] - left[c]) * place.rest);
            (*r, *g, *b) = if single { (red, red, red) } else { (red, green, blue) };
        }
    }
}
