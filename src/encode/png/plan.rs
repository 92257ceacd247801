//! Which shape, which filters and how much search an image is worth, judged by a sample of its rows.
//!
//! What figures decided (one x86-64 server, processor time of one thread, levels as the deflater then had them):
//!
//! - Noisy photos stay at the fastest level. A photo of 1 MP with [`Strategy::LeastSum`]: level 0 1 198 391 B in 9 ms,
//!   level 4 1 189 970 B in 35 ms, level 7 1 187 367 B in 48 ms. Smooth ones gain: 10.6 MP, level 0 6.35 MB, level 4
//!   5.91 MB, level 7 5.63 MB, for 1, 1.5 and 3 times the time.
//! - [`Strategy::LeastEntropy`] is usually tried for indices only, where it takes a page of text from 342 645 to
//!   317 456 B. In direct colours it takes three times as long as `LeastSum` and saves 0.0 to 0.4 % (one photo: 2 %).
//! - Strips of 8 KiB made [`Filter::None`] look poor, since most of its matches reach further back: a strip is as long
//!   as the window. Deciding between strategies at level 0 alone chose `Up` for a chart, 133 800 B; at the level that
//!   is used in the end it is `None`, 111 113 B.
//! - Trying less than 1/32 of an image, or five filters row by row with DEFLATE itself, is left out: the one errs too
//!   often, the other would take longer than all the rest.

#![forbid(unsafe_code)]

use super::filter::{self, Filter, Strategy};
use super::reduce::Rows;
use super::shape::Shape;
use crate::convert::rows::RowFormat;
use crate::deflate::{Deflater, Settings};
use crate::pixel::PixelView;
use crate::threads::Threads;

/// How an image is written.
pub struct Plan {
    pub shape: Shape,
    pub strategy: Strategy,
    /// That of DEFLATE.
    pub level: u8,
    /// Bytes that the pixels will become, about.
    pub estimate: usize,
}

const NONE: Strategy = Strategy::Fixed(Filter::None);
const SUB: Strategy = Strategy::Fixed(Filter::Sub);
const UP: Strategy = Strategy::Fixed(Filter::Up);
const AVERAGE: Strategy = Strategy::Fixed(Filter::Average);
const PAETH: Strategy = Strategy::Fixed(Filter::Paeth);
const SUM: Strategy = Strategy::LeastSum;
const ENTROPY: Strategy = Strategy::LeastEntropy;

/// What an effort of 0 to 9 means.
pub struct Effort {
    /// Level of DEFLATE for images that hardly become smaller by more search: noisy photos.
    photo: u8,
    /// For images that do by a little: smooth photos.
    middle: u8,
    /// For all others; each is taken if it pays, and then the next is tried.
    graphic: &'static [u8],
    /// Filters that are tried on the sample; one alone is taken without a trial.
    direct: &'static [Strategy],
    /// The same for images with a palette or fewer than 8 bits.
    indexed: &'static [Strategy],
    /// The sample is this part of the image.
    part: usize,
}

impl Effort {
    /// Efforts above 9 are 9.
    pub fn of(effort: u8) -> Self {
        let few = Self { photo: 0, middle: 0, graphic: &[0], direct: &[NONE, UP, PAETH], indexed: &[NONE], part: 64 };
        let usual = Self {
            direct: &[NONE, SUB, UP, PAETH, SUM],
            indexed: &[NONE, SUB, UP, PAETH, SUM, ENTROPY],
            part: 32,
            ..few
        };
        let all = Self { direct: &[NONE, SUB, UP, AVERAGE, PAETH, SUM, ENTROPY], part: 8, ..usual };
        match effort {
            0 => Self { direct: &[PAETH], ..few },
            1 => few,
            2 => Self { middle: 1, graphic: &[2], ..few },
            3 => Self { middle: 2, graphic: &[3], ..usual },
            4 => Self { middle: 3, graphic: &[5], ..usual },
            5 => Self { photo: 1, middle: 4, graphic: &[6, 8], ..usual },
            6 => Self { photo: 2, middle: 6, graphic: &[8], ..usual },
            7 => Self { photo: 4, middle: 7, graphic: &[8], ..all },
            8 => Self { photo: 7, middle: 9, graphic: &[9], ..all },
            _ => Self { photo: 9, middle: 9, graphic: &[9], part: 2, ..all },
        }
    }
}

/// A noisy photo is one that the fastest level does not make smaller than one part in so many, a graphic one that it
/// makes smaller than that.
const PHOTO: usize = 2;
const GRAPHIC: usize = 8;

/// A deeper search pays if it saves more than one byte in so many.
const PAYS: usize = 128;
const PAYS_IN_PHOTOS: usize = 64;

/// And so many bytes at least: a chart of 11 KB would take four times as long to lose 600 bytes.
const LEAST_GAIN: usize = 1 << 10;

/// Filtered bytes of an image that is not worth the memory that a deeper level asks for.
const TINY: usize = 1 << 8;

/// Filtered bytes of an image of which all is tried, at once at the level at which it is written.
const SMALL: usize = 1 << 16;

/// Bytes of a strip of rows, about: as far as matches reach, or filters that leave more to them would seem poor.
const STRIP: usize = 1 << 15;

/// Bytes of a sample at least and at most.
const LEAST_SAMPLE: usize = 1 << 17;
const MOST_SAMPLE: usize = 1 << 19;

/// Of a graphic, so many times as much is looked at: it differs more from place to place, and costs less.
const GRAPHIC_SAMPLE: usize = 4;

/// Longer rows are too much memory for trials.
const MOST_ROW: usize = 1 << 22;

/// A sample of fewer bytes is tried on the caller's thread alone.
const THREADS_FROM: usize = 1 << 16;

/// One way to write the image, and how many bytes the whole would become.
#[derive(Clone, Copy)]
struct Trial {
    shape: usize,
    strategy: Strategy,
    level: u8,
    bytes: usize,
}

/// Chooses among `candidates`.
pub fn choose(
    view: &PixelView<'_>,
    source: RowFormat,
    mut candidates: Vec<Shape>,
    effort: &Effort,
    threads: Threads,
) -> Plan {
    let whole = |shape: &Shape| (shape.row_bytes() + 1) * shape.height as usize;
    let small = candidates.iter().all(|shape| whole(shape) <= SMALL);
    if candidates.iter().any(|shape| shape.row_bytes() > MOST_ROW) {
        let shape = candidates.swap_remove(0);
        return Plan { estimate: whole(&shape) / 2, strategy: SUM, level: effort.photo, shape };
    }
    let strategies = |shape: &Shape| match shape.is_indexed() {
        true if small => &effort.indexed[..1],
        true => effort.indexed,
        false if small && whole(shape) <= TINY => &[NONE][..],
        false if small && effort.direct.len() > 1 => &[NONE, SUM][..],
        false => effort.direct,
    };
    let of_shape = |(shape, candidate)| {
        strategies(candidate).iter().map(move |&strategy| Trial { shape, strategy, level: effort.photo, bytes: 0 })
    };
    let mut trials: Vec<Trial> = candidates.iter().enumerate().flat_map(of_shape).collect();
    let best = if let [only] = trials[..]
        && (small || effort.graphic == [effort.photo])
    {
        let level = if small && whole(&candidates[0]) > TINY { effort.graphic[0] } else { effort.photo };
        Trial { level, bytes: whole(&candidates[0]) / 2, ..only }
    } else {
        let sample = |part: usize| -> Vec<Sample> {
            candidates.iter().map(|shape| Sample::of(view, source, shape, effort.part, part)).collect()
        };
        let run = |samples: &[Sample], trials: &mut [Trial], level: u8| {
            let threads = if samples[0].length() < THREADS_FROM { Threads::at_most(1) } else { threads };
            let bytes = threads.map(
                trials.len(),
                || Deflater::new(Settings::of_level(level)),
                |deflater, index| {
                    let Trial { shape, strategy, .. } = trials[index];
                    samples[shape].bytes(strategy, deflater) + candidates[shape].extra_bytes()
                },
            );
            trials.iter_mut().zip(bytes).for_each(|(trial, bytes)| (trial.level, trial.bytes) = (level, bytes));
            trials.sort_by_key(|trial| trial.bytes);
        };
        let first = sample(1);
        run(&first, &mut trials, if small { effort.graphic[0] } else { 0 });
        // Of an image with a palette, what it would be without.
        let whole = candidates.iter().map(whole).max().expect("there is a candidate");
        let graphic = trials[0].bytes < whole / GRAPHIC || candidates[trials[0].shape].is_indexed();
        let more = if graphic && !small { sample(GRAPHIC_SAMPLE) } else { first };
        if small {
            trials[0]
        } else {
            search(&mut trials, effort, whole, graphic, |trials, level| run(&more, trials, level))
        }
    };
    let Trial { shape, strategy, level, bytes: estimate } = best;
    Plan { shape: candidates.swap_remove(shape), strategy, level, estimate }
}

/// Looks deeper where `trials`, those of the fastest level in ascending order of bytes, say that it may pay.
fn search(
    trials: &mut Vec<Trial>,
    effort: &Effort,
    whole: usize,
    graphic: bool,
    run: impl Fn(&mut [Trial], u8),
) -> Trial {
    let quick = trials[0];
    let photo = Trial { level: effort.photo, ..quick };
    if quick.bytes > whole / PHOTO || (effort.graphic == [0] && effort.middle == 0) {
        return photo;
    }
    // The fastest level says little of how a shape that compresses well compares with another: the best of each stay.
    let many = trials.iter().any(|trial| trial.shape != quick.shape);
    let mut kept: Vec<Trial> = Vec::new();
    for trial in trials.iter() {
        let rivals = kept.iter().filter(|other| !graphic || other.shape == trial.shape);
        let (count, least) = rivals.fold((0, trial.bytes), |(count, least), other| (count + 1, least.min(other.bytes)));
        if count < if graphic && !many { 4 } else { 2 } && trial.bytes <= least + least / 4 {
            kept.push(*trial);
        }
    }
    *trials = kept;
    if !graphic {
        run(trials, effort.middle);
        return if trials[0].bytes < quick.bytes - quick.bytes / PAYS_IN_PHOTOS { trials[0] } else { photo };
    }
    // What is known so far is from a smaller sample: the first level is taken untried.
    let (first, deeper) = effort.graphic.split_first().expect("every effort has a level for graphics");
    run(trials, *first);
    let mut best = trials[0];
    for &level in deeper {
        if best.bytes < 16 * LEAST_GAIN {
            break;
        }
        trials.truncate(1);
        run(trials, level);
        if best.bytes < trials[0].bytes + LEAST_GAIN.max(best.bytes / PAYS) {
            break;
        }
        best = trials[0];
    }
    best
}

/// Some of the rows of an image, raw.
struct Sample {
    /// Each strip begins with the row above its first, which is only looked at.
    strips: Vec<Vec<u8>>,
    row: usize,
    pixel: usize,
    /// Rows of the image, and rows in the sample.
    scale: (usize, usize),
}

impl Sample {
    fn of(view: &PixelView<'_>, source: RowFormat, shape: &Shape, part: usize, times: usize) -> Self {
        let (row, height) = (shape.row_bytes(), shape.height as usize);
        let wanted = (row * height / part).clamp(LEAST_SAMPLE, MOST_SAMPLE);
        let wanted = (wanted * times).min((row * height / 4).max(wanted));
        let wanted = wanted.div_ceil(row.max(1));
        let strips = (wanted * row / STRIP).clamp(1, wanted);
        let (count, rows) = if wanted * 2 >= height { (1, height) } else { (strips, wanted / strips) };
        let mut reader = Rows::new(*view, source, shape);
        let mut strip = |index: usize| {
            // Anywhere in the part that it stands for, or a pattern in the image could meet one of the sample.
            let (begin, end) = (height * index / count, height * (index + 1) / count);
            let first = begin + (index * 40_503 + 7) % (end - begin - rows.min(end - begin) + 1);
            let mut strip = Vec::with_capacity((rows + 1) * row);
            match first {
                0 => strip.resize(row, 0),
                _ => strip.extend_from_slice(reader.row(first as u32 - 1)),
            }
            (first..height.min(first + rows)).for_each(|y| strip.extend_from_slice(reader.row(y as u32)));
            strip
        };
        let strips: Vec<_> = (0..count).map(&mut strip).collect();
        let taken = strips.iter().map(|strip| strip.len() / row.max(1) - 1).sum();
        Self { strips, row, pixel: shape.pixel_bytes(), scale: (height, taken) }
    }

    /// Raw bytes.
    fn length(&self) -> usize {
        self.scale.1 * self.row
    }

    /// How many bytes the whole image would become.
    fn bytes(&self, strategy: Strategy, deflater: &mut Deflater) -> usize {
        let (mut filtered, mut out) = (Vec::new(), Vec::new());
        for strip in &self.strips {
            let rows = strip.chunks_exact(self.row);
            for (above, row) in rows.clone().zip(rows.skip(1)) {
                filter::append(strategy, row, above, self.pixel, &mut filtered);
            }
        }
        deflater.compress(&filtered, 0, true, &mut out);
        out.len() * self.scale.0 / self.scale.1
    }
}
