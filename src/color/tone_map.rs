//! Colours of more than 8 bits to 8 bits of another space: HDR to SDR, and SDR in any space to sRGB.
//!
//! HDR, step by step, in linear light where 1 is 203 cd/m2, the white of BT.2408:
//!
//! 1. Samples become the light of a display: PQ by SMPTE ST 2084, HLG by BT.2100 with the system gamma 1.2 of a display
//!    of 1000 cd/m2.
//! 2. A matrix changes the primaries, BT.2020's mostly, to those of Display P3, both with the white D65.
//! 3. Colours that P3 cannot show move towards the grey of their luminance, and so keep their hue: from 95 % of the way
//!    from grey to the edge on, so that no two colours fall together.
//! 4. The greatest of red, green and blue takes the curve of ITU-R BT.2390 (EETF, 5.4.1) from the image's peak to 203
//!    cd/m2, and the two others keep their ratio to it: hue stays, nothing is clipped. Below the curve's knee (93 cd/m2
//!    for a peak of 1000) nothing changes; a white of 203 comes out at 90 % of the codes, with room for highlights.
//! 5. What was dimmed much loses some saturation, as eyes and film have it, and what is above the peak all of it by and
//!    by: the sun turns white and keeps its shape.
//! 6. The curve of sRGB, and 8 bits by rounding. Nothing is dithered: 10 bits of PQ have two and more codes for each
//!    code of 8 bits where it shows, so steps are those that any 8-bit image has.
//!
//! Files that cannot say what their colours are get sRGB in place of P3. The same with another matrix, and a curve that
//! only stops at 1, brings SDR to sRGB. Where the space says so, codes 64
//! to 940 are black to white.

#![forbid(unsafe_code)]

use super::curve::Curve;
use super::light::{self, Light, PEAK, WHITE, dot, single};
use super::matrix::{self, Matrix};
use super::transfer::{PQ_PEAK, pq_decode, pq_encode, srgb_encode};
use super::{ColorSpace, Transfer};
use crate::convert::{alpha, deep, rgba8, yuv};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView};
use crate::threads::Threads;

/// The part of the way from grey to the gamut's edge where colours begin to be held back.
const HELD: f32 = 0.95;

/// How much of its saturation a colour loses that is dimmed to nothing.
const BLEACH: f32 = 0.25;

/// The light that leaves half of a colour's saturation, relative to the peak. (A bend at the peak itself is seen as an
/// edge around the sun.)
const WHITENED: f32 = 2.1;

/// Pixels that go through the steps together.
const BLOCK: usize = 64;

/// Pixels of a row that are loaded together: even, since two share their chroma. (However long a row is, nothing is
/// allocated for it.)
const COLUMNS: usize = 1024;

/// Room for the samples of such pixels.
type Wide = [f32; 4 * COLUMNS];

/// Light that is none.
const LEAST: f32 = 1e-9;

/// Rows that a thread takes at once; even, since chroma is made of two rows.
const BAND: u32 = 16;

/// From the 10-bit samples of one space to the 8-bit samples of another.
pub struct Mapper {
    light: Light,
    matrix: [[f32; 3]; 3],
    luminance: [f32; 3],
    /// How strongly colours outside the gamut are pressed together; None if there are none.
    hold: Option<f32>,
    tone: Curve,
    /// Light up to which `tone` is the identity.
    knee: f32,
    /// Light that leaves half of the saturation; none in SDR, where only the strongest colours are above 1.
    white: f32,
    encode: Curve,
}

impl Mapper {
    /// From a space of PQ or HLG to Display P3; `peak` is the light of the image's brightest pixel in cd/m2, if it is
    /// known.
    pub fn hdr_to_p3(space: &ColorSpace, yuv: bool, peak: Option<f32>) -> Result<Self> {
        Self::hdr_to(super::names::DISPLAY_P3, space, yuv, peak)
    }

    /// The same to another space with the curve of sRGB.
    pub fn hdr_to(target: i32, space: &ColorSpace, yuv: bool, peak: Option<f32>) -> Result<Self> {
        let peak = if space.transfer == Transfer::Pq { peak.map_or(PEAK, f64::from) } else { PEAK };
        Self::new(space, yuv, target, peak.clamp(WHITE, PQ_PEAK) / WHITE)
    }

    /// From an SDR space to sRGB.
    pub fn sdr_to_srgb(space: &ColorSpace, yuv: bool) -> Result<Self> {
        Self::new(space, yuv, super::names::SRGB, 1.0)
    }

    /// `yuv` says that samples come from YUV, whose range the conversion to RGB has looked at.
    fn new(space: &ColorSpace, yuv: bool, target: i32, peak: f64) -> Result<Self> {
        let impossible = || ImageError::new(ErrorKind::Icc, format!("the colour space {} has no colours", space.name));
        let target = ColorSpace::from_name(target).ok_or_else(impossible)?;
        let to_target = light::between(space, &target).ok_or_else(impossible)?;
        let luminance = target.to_xyz().ok_or_else(impossible)?[1];
        let (tone, knee) = tone_curve(peak);
        Ok(Self {
            light: Light::new(space, 1023, yuv).ok_or_else(impossible)?,
            matrix: single(to_target),
            luminance: luminance.map(|value| value as f32),
            hold: hold(&to_target, luminance),
            tone,
            knee: knee as f32,
            white: if peak > 1.0 { WHITENED * peak as f32 } else { f32::INFINITY },
            encode: Curve::new(-20, 0, srgb_encode),
        })
    }

    /// One row of a 10-bit image as 8-bit RGBA whose colours are not multiplied by alpha.
    pub fn row(&self, view: &PixelView<'_>, y: u32, out: &mut [u8]) {
        let mut wide = [0.0; 4 * COLUMNS];
        for (x, out) in (0..).step_by(COLUMNS).zip(out.chunks_mut(4 * COLUMNS)) {
            self.columns(view, (x, y), &mut wide, out);
        }
    }

    /// As many pixels as `out` has room for, at most [`COLUMNS`], from `(x, y)` on, where x is even.
    fn columns(&self, view: &PixelView<'_>, (x, y): (u32, u32), wide: &mut Wide, out: &mut [u8]) {
        let wide = &mut wide[..out.len()];
        load(view, (x, y), wide);
        for (out, wide) in out.chunks_mut(4 * BLOCK).zip(wide.chunks(4 * BLOCK)) {
            let pixels = wide.as_chunks::<4>().0;
            let mut light = self.light(pixels);
            self.tone(&mut light);
            for (i, (out, pixel)) in out.as_chunks_mut::<4>().0.iter_mut().zip(pixels).enumerate() {
                let [r, g, b] = [0, 1, 2].map(|c| rgba8::to_8(self.encode.at(light[c][i])));
                *out = [r, g, b, rgba8::to_8(pixel[3])];
            }
        }
    }

    /// The light of one row of a 10-bit image, red, green and blue apart: that of the display, relative to the white of
    /// SDR, with the primaries of the target. Components below 0 are colours that the target cannot show.
    pub fn light_row(&self, view: &PixelView<'_>, y: u32, [r, g, b]: [&mut [f32]; 3]) {
        let mut wide = [0.0; 4 * COLUMNS];
        let pieces = r.chunks_mut(COLUMNS).zip(g.chunks_mut(COLUMNS)).zip(b.chunks_mut(COLUMNS));
        for (x, ((r, g), b)) in (0..).step_by(COLUMNS).zip(pieces) {
            let wide = &mut wide[..4 * r.len()];
            load(view, (x, y), wide);
            let blocks = r.chunks_mut(BLOCK).zip(g.chunks_mut(BLOCK)).zip(b.chunks_mut(BLOCK));
            for (wide, ((r, g), b)) in wide.chunks(4 * BLOCK).zip(blocks) {
                let light = self.light(wide.as_chunks::<4>().0);
                for (out, light) in [r, g, b].into_iter().zip(light) {
                    out.copy_from_slice(&light[..out.len()]);
                }
            }
        }
    }

    /// As [`row`](Self::row), with the alpha type of the image.
    pub fn row_as_stored(&self, view: &PixelView<'_>, y: u32, out: &mut [u8]) {
        self.row(view, y, out);
        if view.alpha() == AlphaType::Premultiplied {
            alpha::premultiply_row(PixelFormat::Rgba8888, out);
        }
    }

    /// The light of at most [`BLOCK`] pixels with the primaries of the target, where components below 0 are colours that
    /// it cannot show: step by step for all of them, so that the compiler can use vectors between the tables.
    #[inline(always)]
    fn light(&self, pixels: &[[f32; 4]]) -> [[f32; BLOCK]; 3] {
        let mut light = [[0.0; BLOCK]; 3];
        for (c, light) in light.iter_mut().enumerate() {
            light.iter_mut().zip(pixels).for_each(|(light, pixel)| *light = self.light.at(pixel[c]));
        }
        let [r, g, b] = &mut light;
        self.light.apply_system([r, g, b]);
        for ((r, g), b) in r.iter_mut().zip(g).zip(b) {
            let source = [*r, *g, *b];
            [*r, *g, *b] = self.matrix.map(|row| dot(row, source));
        }
        light
    }

    /// Brings that light between 0 and 1.
    #[inline(always)]
    fn tone(&self, light: &mut [[f32; BLOCK]; 3]) {
        let mut most = [0.0; BLOCK];
        let (hold, is_held) = (self.hold.unwrap_or_default(), self.hold.is_some());
        let [r, g, b] = &mut *light;
        for (((r, g), b), most) in r.iter_mut().zip(g).zip(b).zip(&mut most) {
            let [x, y, z] = [*r, *g, *b];
            let grey = dot(self.luminance, [x, y, z]);
            let saturation = (grey - x.min(y).min(z)) / grey.max(LEAST);
            let beyond = (saturation - HELD) / (1.0 - HELD);
            let held = (HELD + (1.0 - HELD) * beyond / (1.0 + beyond * hold)) / saturation;
            let factor = if is_held && saturation > HELD { held } else { 1.0 };
            (*r, *g, *b) = (grey + (x - grey) * factor, grey + (y - grey) * factor, grey + (z - grey) * factor);
            *most = r.max(*g).max(*b).max(LEAST);
        }
        let toned = most.map(|most| if most > self.knee { self.tone.at(most) } else { most });
        let [r, g, b] = light;
        for ((((r, g), b), most), toned) in r.iter_mut().zip(g).zip(b).zip(most).zip(toned) {
            let gain = toned / most;
            let beyond = if most > self.knee { most / self.white } else { 0.0 };
            let beyond = beyond * beyond;
            let saturation = (1.0 - BLEACH * (1.0 - gain) * (1.0 - gain)) / (1.0 + beyond * beyond);
            let color = |light: f32| toned + (light * gain - toned) * saturation;
            (*r, *g, *b) = (color(*r), color(*g), color(*b));
        }
    }

    /// The whole image as RGBA_8888 with its own alpha type.
    pub fn rgba(&self, view: &PixelView<'_>, threads: Threads) -> Result<PixelBuffer> {
        let layout = view.layout();
        let mut target = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, layout.width, layout.height)?)?;
        let row_bytes = target.layout().row_bytes();
        let bands = target.bytes_mut().chunks_mut(row_bytes * BAND as usize).enumerate();
        threads.each(
            layout.height.div_ceil(BAND) as usize,
            bands,
            || (),
            |(), (index, band)| {
                for (y, out) in (index as u32 * BAND..).zip(band.chunks_exact_mut(row_bytes)) {
                    self.row_as_stored(view, y, out);
                }
            },
        );
        Ok(target)
    }

    /// The whole image as NV12 or NV21, BT.601 of limited range.
    pub fn planes(&self, view: &PixelView<'_>, format: PixelFormat, threads: Threads) -> Result<PixelBuffer> {
        let (width, height) = (view.layout().width, view.layout().height);
        let mut target = PixelBuffer::zeroed(Layout::packed(format, width, height)?)?;
        let (luma_bytes, chroma_bytes) = (target.layout().row_bytes(), target.layout().chroma_row_bytes());
        let (luma, chroma) = target.bytes_mut().split_at_mut(luma_bytes * height as usize);
        let lumas = luma.chunks_mut(luma_bytes * BAND as usize);
        let bands = lumas.zip(chroma.chunks_mut(chroma_bytes * BAND as usize / 2)).enumerate();
        let memory = || ([0.0; 4 * COLUMNS], [0; 4 * COLUMNS], [0; 4 * COLUMNS]);
        threads.each(height.div_ceil(BAND) as usize, bands, memory, |(wide, upper, lower), (index, (luma, chroma))| {
            let pairs = luma.chunks_mut(2 * luma_bytes).zip(chroma.chunks_exact_mut(chroma_bytes));
            for (y, (luma, chroma)) in (index as u32 * BAND..).step_by(2).zip(pairs) {
                for (x, chroma) in (0..width).step_by(COLUMNS).zip(chroma.chunks_mut(COLUMNS)) {
                    let count = COLUMNS.min((width - x) as usize);
                    let (upper, lower) = (&mut upper[..4 * count], &mut lower[..4 * count]);
                    self.columns(view, (x, y), wide, upper);
                    self.columns(view, (x, (y + 1).min(height - 1)), wide, lower);
                    for (luma, rgba) in luma.chunks_exact_mut(luma_bytes).zip([&*upper, &*lower]) {
                        yuv::luma_from_rgba(rgba, &mut luma[x as usize..][..count]);
                    }
                    yuv::chroma_from_rgba(upper, lower, format.is_v_first(), chroma);
                }
            }
        });
        Ok(target)
    }
}

/// Samples that are not multiplied by alpha, of as many pixels from `at` on as `wide` has room for, at most
/// [`COLUMNS`].
fn load(view: &PixelView<'_>, (x, y): (u32, u32), wide: &mut [f32]) {
    deep::load(&view.part((x, 0), (COLUMNS as u32, view.layout().height)), y, wide);
    if view.alpha() == AlphaType::Premultiplied {
        alpha::unpremultiply_f32(wide);
    }
}

/// The factor that presses the farthest colour onto the edge. How far a colour is from the grey of its luminance, where
/// the edge is at 1, is greatest for one of the source's primaries.
fn hold(to_target: &Matrix, luminance: [f64; 3]) -> Option<f32> {
    let farthest = matrix::transpose(*to_target).into_iter().map(|primary| {
        let grey: f64 = primary.iter().zip(luminance).map(|(a, b)| a * b).sum();
        (grey - primary.into_iter().fold(f64::INFINITY, f64::min)) / grey
    });
    let farthest = farthest.fold(0.0, f64::max);
    let beyond = (farthest - f64::from(HELD)) / (1.0 - f64::from(HELD));
    (farthest > 1.001).then_some(((beyond - 1.0) / beyond) as f32)
}

/// BT.2390's curve from light up to `peak` to light up to 1, and where it begins; with a peak of 1, light up to 1.
fn tone_curve(peak: f64) -> (Curve, f64) {
    let code = |light: f64| pq_encode(light * WHITE / PQ_PEAK);
    let white = code(1.0) / code(peak);
    let knee = (1.5 * white - 0.5).min(1.0);
    let light = move |code_: f64| pq_decode(code_ * code(peak)) * PQ_PEAK / WHITE;
    let tone = move |input: f64| {
        let relative = (code(input) / code(peak)).min(1.0);
        if relative <= knee {
            return input.min(1.0);
        }
        let t = (relative - knee) / (1.0 - knee);
        let (t2, t3) = (t * t, t * t * t);
        let hermite =
            (2.0 * t3 - 3.0 * t2 + 1.0) * knee + (t3 - 2.0 * t2 + t) * (1.0 - knee) + (3.0 * t2 - 2.0 * t3) * white;
        light(hermite).min(1.0)
    };
    (Curve::new(-12, 7, tone), light(knee).min(1.0))
}

#[cfg(test)]
mod tests;
