//! What a gain map says about each pixel of the base image.

#![forbid(unsafe_code)]

use crate::color::curve::Samples;
use crate::convert::{deep, rgba8};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::PixelView;

/// Gains are tabulated at eight places from one code of 8 bits to the next.
const PLACES: usize = 255 * 8;

/// Logarithms of gains beyond this are nobody's: every light there is would be black, or white.
const MOST_GAIN: f32 = 24.0;

/// Offsets beyond this would leave nothing of the base image.
const MOST_OFFSET: f32 = 16.0;

/// The formula that is applied to each component of light: `(light + base offset) * 2^gain - alternate offset`.
pub struct Formula {
    /// 2^gain, weighted, of what the map holds; for each of its channels.
    pub factors: Vec<Samples>,
    /// Added first.
    pub base_offset: [f32; 3],
    /// Taken off last.
    pub alternate_offset: [f32; 3],
}

impl Formula {
    /// The formula at the greatest headroom. What is no number, or out of all bounds, is brought to where the result is
    /// one.
    ///
    /// A base image with more headroom than the alternate one is the HDR image already, and nothing is applied.
    pub fn new(how: &GainMapMetadata) -> Self {
        let weight = if how.alternate_headroom > how.base_headroom { 1.0 } else { 0.0 };
        let bounded = |value: f32, most: f32| if value.is_nan() { 0.0 } else { value.clamp(-most, most) };
        let factor = |c: usize| {
            let [min, max] = [how.min[c], how.max[c]].map(|gain| f64::from(bounded(gain, MOST_GAIN)));
            let gamma = if how.gamma[c] > 0.0 { f64::from(how.gamma[c]) } else { 1.0 };
            Samples::new(PLACES, |stored| {
                let linear = stored.powf(1.0 / gamma);
                Some((weight * (min * (1.0 - linear) + max * linear)).exp2())
            })
        };
        let channels = if how.channels == 1 { 1 } else { 3 };
        let offset = |values: [f32; 3]| {
            // One channel has one record.
            let values = if channels == 1 { [values[0]; 3] } else { values };
            // Where nothing is applied, nothing is to be added either.
            values.map(|value| if weight > 0.0 { bounded(value, MOST_OFFSET) } else { 0.0 })
        };
        Self {
            factors: (0..channels).filter_map(factor).collect(),
            base_offset: offset(how.base_offset),
            alternate_offset: offset(how.alternate_offset),
        }
    }
}

/// Where a pixel lies between those of the gain map: between `index` and the next one, `rest` of the way.
#[derive(Clone, Copy)]
pub struct Place {
    index: usize,
    rest: f32,
}

/// The places of `count` pixels on a side that lie over the part `(start, length)` of the gain map's side, which has `of`
/// pixels. A pixel is where its centre is.
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

    /// What the prepared row holds in channel `c` at `places`.
    #[inline(always)]
    pub fn columns(&self, c: usize, places: &[Place], out: &mut [f32]) {
        for (out, place) in out.iter_mut().zip(places) {
            let at = place.index * SAMPLES + c;
            let (left, right) = (self.between[at], self.between[at + SAMPLES]);
            *out = left + (right - left) * place.rest;
        }
    }
}
