//! One HDR image to base image and gain map:
//!
//! 1. the base is what [`tone_map`](crate::color::tone_map) makes: Display P3 with 8 bits;
//! 2. the light of the HDR image and that of the base as it is stored, its rounding included, both with the primaries
//!    of Display P3, are averaged over the pixels that one of the gain map covers;
//! 3. gains are the logarithms of their ratios, each light with 1/64 added; components below 0, of colours that P3
//!    cannot show, count as 0;
//! 4. the map has 8 bits between the least and the greatest gain of each channel; gains below -2, which colours have
//!    whose saturation tone mapping took, would only make its steps coarser, and count as -2.

#![forbid(unsafe_code)]

use super::map::{self, Cover, OFFSET};
use crate::color::light::Light;
use crate::color::tone_map::Mapper;
use crate::color::{ColorSpace, names};
use crate::convert::rows::{RowFormat, RowReader};
use crate::convert::yuv;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::hdr::GainMapMetadata;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{Layout, PixelBuffer, PixelFormat, PixelView, YuvRange, bands};
use crate::simd::{self, Kernel, Simd};
use crate::threads::Threads;

/// How an HDR image shall be split.
pub struct Wish {
    /// RGBA_8888, NV12 or NV21, of both parts.
    pub format: PixelFormat,
    /// Whether the gain map is as large as the image; otherwise it has half of its sides, rounded down.
    pub full_size: bool,
    /// How many threads may be used.
    pub threads: Threads,
}

/// What an HDR image became.
pub struct Split {
    /// The SDR image.
    pub base: PixelBuffer,
    /// Its colour space.
    pub space: ColorSpace,
    /// The gain map, with three channels.
    pub gain_map: PixelBuffer,
    /// How it is applied.
    pub how: GainMapMetadata,
}

/// Splits an HDR image of 10 bits in `space`, whose brightest pixel has a light of `peak` cd/m2 if that is known. An
/// error of kind Surface if the gain map would have no pixels.
pub fn split(image: &PixelView<'_>, space: &ColorSpace, peak: Option<f32>, wish: &Wish) -> Result<Split> {
    let layout = image.layout();
    let side = |side: u32| if wish.full_size { side } else { side / 2 };
    let size = (side(layout.width), side(layout.height));
    if size.0 == 0 || size.1 == 0 {
        let message = format!("the gain map of {}x{} pixels would have none", layout.width, layout.height);
        return Err(ImageError::new(ErrorKind::Surface, message));
    }
    split_to(image, space, peak, (wish.format, size), wish.threads)
}

/// As [`split`], with the format of both parts and the size of the gain map, at most that of the image.
pub fn split_to(
    image: &PixelView<'_>,
    space: &ColorSpace,
    peak: Option<f32>,
    (format, (width, height)): (PixelFormat, (u32, u32)),
    threads: Threads,
) -> Result<Split> {
    let layout = image.layout();
    let mapper = Mapper::hdr_to_p3(space, layout.format.is_yuv(), peak)?;
    let internal = || ImageError::new(ErrorKind::Internal, "Display P3 has no colours");
    let p3 = ColorSpace::from_name(names::DISPLAY_P3).ok_or_else(internal)?;
    let base = match format {
        PixelFormat::Rgba8888 => mapper.rgba(image, threads)?,
        PixelFormat::Nv12 | PixelFormat::Nv21 => mapper.planes(image, format, threads)?,
        _ => return Err(ImageError::new(ErrorKind::Unsupported, format!("no HDR image is split to {format:?}"))),
    };
    let measure = Measure {
        hdr: *image,
        mapper,
        base: base.view(image.alpha())?.with_range(YuvRange::Limited),
        light: Light::new(&p3, 255, false).ok_or_else(internal)?,
        columns: (0..width).map(|x| Cover::new(x, width, layout.width)).collect(),
        height,
    };
    let gains = measure.gains(threads)?;
    let (gain_map, how) = stored(&gains, format, (width, height), threads)?;
    Ok(Split { base, space: p3, gain_map, how })
}

/// Rows of the gain map that a thread takes at once; even, since chroma is made of two rows.
const BAND: u32 = 16;

/// Bytes of a pixel's three gains.
const GAINS: usize = 6;

/// Gains that are computed together.
const BLOCK: usize = 64;

/// What gains are computed from.
struct Measure<'a> {
    hdr: PixelView<'a>,
    mapper: Mapper,
    base: PixelView<'a>,
    light: Light,
    /// What each column of the map covers.
    columns: Vec<Cover>,
    /// Rows of the map.
    height: u32,
}

/// Light of rows, each of the components apart: of the HDR image, and of the base.
type Planes = [Vec<f32>; 6];

/// A thread's rows.
struct Memory<'a> {
    base: RowReader<'a>,
    /// Light of one row.
    light: Planes,
    /// Light over the rows that a pixel of the map covers.
    sums: Planes,
    /// The same over its columns.
    means: Planes,
}

impl Measure<'_> {
    /// The gains of all pixels of the map, in steps.
    fn gains(&self, threads: Threads) -> Result<Vec<u8>> {
        let row_bytes = self.columns.len() * GAINS;
        let mut gains = zeroed_bytes(row_bytes * self.height as usize)?;
        let bands = gains.chunks_mut(row_bytes * BAND as usize).enumerate();
        let width = self.hdr.layout().width as usize;
        let planes = |width: usize| [0; 6].map(|_: u8| vec![0.0; width]);
        let memory = || Memory {
            base: RowReader::new(self.base, RowFormat::Rgba8),
            light: planes(width),
            sums: planes(width),
            means: planes(self.columns.len()),
        };
        threads.each(self.height.div_ceil(BAND) as usize, bands, memory, |memory, (index, band)| {
            for (y, out) in (index as u32 * BAND..).zip(band.chunks_exact_mut(row_bytes)) {
                self.row(y, memory, out);
            }
        });
        Ok(gains)
    }

    /// Row `y` of the map.
    fn row(&self, y: u32, memory: &mut Memory<'_>, out: &mut [u8]) {
        let Memory { base, light, sums, means } = memory;
        let cover = Cover::new(y, self.height, self.hdr.layout().height);
        for index in 0..cover.count {
            let y = cover.first + index;
            let [hr, hg, hb, r, g, b] = &mut *light;
            self.mapper.light_row(&self.hdr, y, [hr, hg, hb]);
            for (((r, g), b), pixel) in r.iter_mut().zip(g).zip(b).zip(base.row(y).as_chunks::<4>().0) {
                let [red, green, blue, _] = pixel.map(|code| self.light.of_code(code));
                (*r, *g, *b) = (red, green, blue);
            }
            simd::dispatch(Add { light, sums, share: cover.share(index), first: index == 0 });
        }
        for (means, sums) in means.iter_mut().zip(&*sums) {
            for (mean, cover) in means.iter_mut().zip(&self.columns) {
                let covered = &sums[cover.first as usize..][..cover.count as usize];
                *mean = (0..).zip(covered).map(|(index, light)| cover.share(index) * light).sum();
            }
        }
        simd::dispatch(Gains { means, out });
    }
}

/// Adds a share of the light of a row to sums, or begins them with it.
struct Add<'a> {
    light: &'a Planes,
    sums: &'a mut Planes,
    share: f32,
    first: bool,
}

impl Kernel for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        for (sums, light) in self.sums.iter_mut().zip(self.light) {
            for (sum, light) in sums.iter_mut().zip(light) {
                let before = if self.first { 0.0 } else { *sum };
                *sum = before + self.share * if *light > 0.0 { *light } else { 0.0 };
            }
        }
    }
}

/// The gains of a row of the map.
struct Gains<'a> {
    means: &'a Planes,
    out: &'a mut [u8],
}

impl Kernel for Gains<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let [hr, hg, hb, r, g, b] = self.means;
        let mut gains = [[0; BLOCK]; 3];
        for (block, out) in self.out.chunks_mut(GAINS * BLOCK).enumerate() {
            for (gains, (hdr, base)) in gains.iter_mut().zip([(hr, r), (hg, g), (hb, b)]) {
                let pairs = hdr[block * BLOCK..].iter().zip(&base[block * BLOCK..]);
                gains.iter_mut().zip(pairs).for_each(|(gain, (hdr, base))| *gain = map::gain(*base, *hdr));
            }
            let [r, g, b] = &gains;
            for (((out, r), g), b) in out.as_chunks_mut::<GAINS>().0.iter_mut().zip(r).zip(g).zip(b) {
                let [[r0, r1], [g0, g1], [b0, b1]] = [r, g, b].map(|gain| gain.to_le_bytes());
                *out = [r0, r1, g0, g1, b0, b1];
            }
        }
    }
}

/// The map in `format`, and its metadata.
fn stored(
    gains: &[u8],
    format: PixelFormat,
    (width, height): (u32, u32),
    threads: Threads,
) -> Result<(PixelBuffer, GainMapMetadata)> {
    let gains = gains.as_chunks::<2>().0.as_chunks::<3>().0;
    let bounds = bounds(gains, threads).map(|[least, most]| {
        let most = most.min(map::MOST);
        [least.max(map::LEAST).min(most), most]
    });
    let [min, max] = [0, 1].map(|which| bounds.map(|bounds| map::of_step(bounds[which])));
    let how = GainMapMetadata {
        alternate_headroom: max.into_iter().fold(0.0, f32::max),
        max,
        min,
        base_offset: [OFFSET; 3],
        alternate_offset: [OFFSET; 3],
        ..GainMapMetadata::default()
    };
    let scales = bounds.map(|[least, most]| {
        let range = most - least;
        (f32::from(least), if range > 0 { 255.0 / f32::from(range) } else { 0.0 })
    });
    let fill = |y: u32, out: &mut [u8]| {
        let row = &gains[y as usize * width as usize..][..width as usize];
        for (out, gains) in out.as_chunks_mut::<4>().0.iter_mut().zip(row) {
            let code = |c: usize| {
                let (least, scale) = scales[c];
                ((f32::from(u16::from_le_bytes(gains[c])) - least) * scale + 0.5) as u8
            };
            *out = [code(0), code(1), code(2), 255];
        }
    };
    let mut target = PixelBuffer::zeroed(Layout::packed(format, width, height)?)?;
    let memory = || [vec![0; 4 * width as usize], vec![0; 4 * width as usize]];
    let bands = bands::bands(&mut target, BAND);
    threads.each(height.div_ceil(BAND) as usize, bands, memory, |[upper, lower], mut band| {
        let rows = band.rows();
        if !format.is_yuv() {
            return rows.for_each(|y| fill(y, band.row_mut(y, 0, width)));
        }
        for y in rows.step_by(2) {
            let next = (y + 1).min(height - 1);
            fill(y, upper);
            fill(next, lower);
            yuv::luma_from_rgba(upper, band.row_mut(y, 0, width));
            yuv::luma_from_rgba(lower, band.row_mut(next, 0, width));
            yuv::chroma_from_rgba(upper, lower, format.is_v_first(), band.chroma_row_mut(y, 0, width));
        }
    });
    Ok((target, how))
}

/// The least and the greatest gain of each channel, in steps.
fn bounds(gains: &[[[u8; 2]; 3]], threads: Threads) -> [[u16; 2]; 3] {
    const PART: usize = 1 << 16;
    let of = |gains: &[[[u8; 2]; 3]]| {
        gains.iter().fold([[u16::MAX, 0]; 3], |bounds, gains| {
            std::array::from_fn(|c| {
                let gain = u16::from_le_bytes(gains[c]);
                [bounds[c][0].min(gain), bounds[c][1].max(gain)]
            })
        })
    };
    let parts: Vec<_> = gains.chunks(PART).collect();
    let found = threads.map(parts.len(), || (), |(), index| of(parts[index]));
    found
        .into_iter()
        .fold([[u16::MAX, 0]; 3], |a, b| std::array::from_fn(|c| [a[c][0].min(b[c][0]), a[c][1].max(b[c][1])]))
}
