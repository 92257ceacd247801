//! Base image and gain map to one HDR image, pixel by pixel:
//!
//! 1. samples of the base become light, where 1 is the white of SDR, 203 cd/m2;
//! 2. the gain map, which may be smaller, is interpolated bilinearly between the centres of its pixels;
//! 3. each component of light is multiplied by its gain as ISO 21496-1 has it, with the primaries of the base, or with
//!    those of BT.2020 where the metadata say so;
//! 4. light with the primaries of BT.2020 becomes samples of HLG, for a display of 1000 cd/m2, where the white of SDR
//!    is at 75 %.

#![forbid(unsafe_code)]

use super::gains::{Formula, Place, Rows, places};
use super::hlg::Hlg;
use crate::color::light::{self, Light, dot, single};
use crate::color::{ColorSpace, names};
use crate::convert::{alpha, deep, p010, rgba8};
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::Area;
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::bands::{self, Band};
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView};
use crate::simd::{self, Kernel, Simd};
use crate::threads::Threads;

/// The number of the space of composed images.
pub const SPACE: i32 = 9;

/// Rows that a thread takes at once; even, since chroma is made of two rows.
const BAND: u32 = 16;

/// Pixels of a row that go through the steps together; even, since two share their chroma.
const COLUMNS: usize = 256;

/// Room for the samples of such pixels.
type Wide = [f32; 4 * COLUMNS];

/// A base image and its gain map.
pub struct Parts<'a> {
    /// The base image.
    pub base: PixelView<'a>,
    /// Its colour space; None if nobody ever said, which means sRGB.
    pub space: Option<ColorSpace>,
    /// The gain map, of any size. A map of one channel has equal red, green and blue, or alpha alone.
    pub gain_map: PixelView<'a>,
    /// How it is applied.
    pub how: GainMapMetadata,
}

/// The HDR image in `format` (RGBA_1010102 or P010), of BT.2020 with HLG in full range, at full headroom. Where the
/// format has alpha, it means what the alpha of the base image means.
pub fn compose(parts: &Parts<'_>, format: PixelFormat, threads: Threads) -> Result<PixelBuffer> {
    compose_part(parts, Area::whole(parts.gain_map.layout()), format, threads)
}

/// As [`compose`], of a base image that is a part of the whole one: `area` of the gain map belongs to it.
pub fn compose_part(parts: &Parts<'_>, area: Area, format: PixelFormat, threads: Threads) -> Result<PixelBuffer> {
    let layout = parts.base.layout();
    let composer = Composer::new(parts, area, format)?;
    let mut target = PixelBuffer::zeroed(Layout::packed(format, layout.width, layout.height)?)?;
    let memory = || ([Rows::new(), Rows::new()], [[0.0; 4 * COLUMNS]; 2]);
    let bands = bands::bands(&mut target, BAND);
    threads.each(layout.height.div_ceil(BAND) as usize, bands, memory, |(rows, wide), mut band| {
        let step = if format.is_yuv() { 2 } else { 1 };
        for y in band.rows().step_by(step) {
            composer.rows(y, &mut band, rows, wide);
        }
    });
    Ok(target)
}

/// Everything that pixels need.
struct Composer<'a> {
    base: PixelView<'a>,
    light: Light,
    gain_map: PixelView<'a>,
    area: Area,
    /// Whether the gain map has one channel.
    single: bool,
    formula: Formula,
    /// From the primaries of the base image to BT.2020, before or after the gain is applied.
    matrix: [[f32; 3]; 3],
    use_base_color: bool,
    hlg: Hlg,
    columns: Vec<Place>,
}

impl<'a> Composer<'a> {
    fn new(parts: &Parts<'a>, area: Area, format: PixelFormat) -> Result<Self> {
        let unsupported = |message| ImageError::new(ErrorKind::Unsupported, message);
        let base = parts.base;
        let layout = base.layout();
        if format != PixelFormat::Rgba1010102 && !format.is_p010() {
            return Err(unsupported(format!("{format:?} is no format of HDR images")));
        }
        if layout.format.is_alpha_only() {
            return Err(unsupported("an image of alpha alone has no HDR image".into()));
        }
        let space = parts.space.or_else(|| ColorSpace::from_name(names::SRGB));
        let (space, target) = space.zip(ColorSpace::from_name(SPACE)).ok_or_else(unknown)?;
        let codes = if layout.format.is_deep() { 1023 } else { 255 };
        let luminance = target.to_xyz().ok_or_else(unknown)?[1];
        let place = places(layout.width, area.x, parts.gain_map.layout().width);
        Ok(Self {
            base,
            light: Light::new(&space, codes, layout.format.is_yuv()).ok_or_else(unknown)?,
            gain_map: parts.gain_map,
            area,
            single: parts.how.channels == 1,
            formula: Formula::new(&parts.how),
            matrix: single(light::between(&space, &target).ok_or_else(unknown)?),
            use_base_color: parts.how.use_base_color,
            hlg: Hlg::new(luminance.map(|value| value as f32)),
            columns: (0..layout.width).map(place).collect(),
        })
    }

    /// Row `y` of the target, and the next one where the two share their chroma.
    fn rows(&self, y: u32, band: &mut Band<'_>, gains: &mut [Rows; 2], [upper, lower]: &mut [Wide; 2]) {
        let (format, height) = (band.format(), self.base.layout().height);
        let next = (y + 1).min(height - 1);
        let place = places(height, self.area.y, self.gain_map.layout().height);
        gains[0].prepare(&self.gain_map, place(y));
        if format.is_yuv() {
            gains[1].prepare(&self.gain_map, place(next));
        }
        for (x, places) in (0..).step_by(COLUMNS).zip(self.columns.chunks(COLUMNS)) {
            let width = places.len() as u32;
            let upper = &mut upper[..4 * places.len()];
            self.columns((x, y), &gains[0], upper);
            if !format.is_yuv() {
                let row = band.row_mut(y, x, width);
                deep::store(format, upper, row);
                if self.base.alpha() == AlphaType::Premultiplied {
                    alpha::premultiply_row(format, row);
                }
                continue;
            }
            p010::luma(upper, band.row_mut(y, x, width));
            let lower = &mut lower[..upper.len()];
            self.columns((x, next), &gains[1], lower);
            if next > y {
                p010::luma(lower, band.row_mut(next, x, width));
            }
            p010::chroma(upper, lower, format.is_v_first(), band.chroma_row_mut(y, x, width));
        }
    }

    /// As many pixels as `out` has room for, at most [`COLUMNS`], from `(x, y)` on: samples of HLG, and alpha.
    fn columns(&self, (x, y): (u32, u32), rows: &Rows, out: &mut [f32]) {
        let places = &self.columns[x as usize..][..out.len() / 4];
        let mut light = [[0.0; COLUMNS]; 3];
        self.base_light(x, y, &mut light, out);
        let mut gains = [[0.0; COLUMNS]; 3];
        let [r, g, b] = &mut gains;
        rows.columns(self.single, places, [r, g, b]);
        simd::dispatch(Apply { composer: self, light: &light, gains: &gains, out });
    }

    /// The light of such pixels, not multiplied by alpha; alpha itself goes to `wide`.
    fn base_light(&self, x: u32, y: u32, light: &mut [[f32; COLUMNS]; 3], wide: &mut [f32]) {
        let part = self.base.part((x, 0), (wide.len() as u32 / 4, self.base.layout().height));
        let divide = self.base.alpha() == AlphaType::Premultiplied;
        if part.layout().format.is_deep() {
            deep::load(&part, y, wide);
            if divide {
                alpha::unpremultiply_f32(wide);
            }
            for (i, pixel) in wide.as_chunks::<4>().0.iter().enumerate() {
                (0..3).for_each(|c| light[c][i] = self.light.at(pixel[c]));
            }
        } else {
            let mut eight = [0; 4 * COLUMNS];
            let eight = &mut eight[..wide.len()];
            rgba8::load(&part, y, eight);
            if divide {
                alpha::unpremultiply_rgba8(eight);
            }
            for (i, (wide, pixel)) in wide.as_chunks_mut::<4>().0.iter_mut().zip(eight.as_chunks::<4>().0).enumerate() {
                (0..3).for_each(|c| light[c][i] = self.light.of_code(pixel[c]));
                wide[3] = f32::from(pixel[3]) / 255.0;
            }
        }
        if self.base.alpha() == AlphaType::Opaque {
            wide.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 1.0);
        }
        let [r, g, b] = light;
        self.light.apply_system([r, g, b]);
    }
}

/// Steps 3 and 4 of such pixels.
struct Apply<'a> {
    composer: &'a Composer<'a>,
    light: &'a [[f32; COLUMNS]; 3],
    gains: &'a [[f32; COLUMNS]; 3],
    out: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let Composer { formula, matrix, hlg, use_base_color, .. } = self.composer;
        let to_2020 = |light: [f32; 3]| matrix.map(|row| dot(row, light));
        match (formula.has_gamma(), use_base_color) {
            (false, true) => self.each(|c, l, g| formula.apply::<false>(c, l, g), |l| l, |l| hlg.samples(to_2020(l))),
            (true, true) => self.each(|c, l, g| formula.apply::<true>(c, l, g), |l| l, |l| hlg.samples(to_2020(l))),
            (false, false) => self.each(|c, l, g| formula.apply::<false>(c, l, g), to_2020, |l| hlg.samples(l)),
            (true, false) => self.each(|c, l, g| formula.apply::<true>(c, l, g), to_2020, |l| hlg.samples(l)),
        }
    }
}

impl Apply<'_> {
    /// Gives every pixel its samples, which have red, green and blue apart first, for vectors.
    #[inline(always)]
    fn each(
        self,
        apply: impl Fn(usize, f32, f32) -> f32,
        before: impl Fn([f32; 3]) -> [f32; 3],
        after: impl Fn([f32; 3]) -> [f32; 3],
    ) {
        let mut samples = [[0.0; COLUMNS]; 3];
        let ([r, g, b], [lr, lg, lb], [gr, gg, gb]) = (&mut samples, self.light, self.gains);
        for i in 0..COLUMNS {
            let [x, y, z] = before([lr[i], lg[i], lb[i]]);
            [r[i], g[i], b[i]] = after([apply(0, x, gr[i]), apply(1, y, gg[i]), apply(2, z, gb[i])]);
        }
        for (((out, r), g), b) in self.out.as_chunks_mut::<4>().0.iter_mut().zip(r).zip(g).zip(b) {
            *out = [*r, *g, *b, out[3]];
        }
    }
}

fn unknown() -> ImageError {
    ImageError::new(ErrorKind::Unsupported, "nobody knows the light of the colour space")
}
