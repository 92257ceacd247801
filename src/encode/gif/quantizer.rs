//! The best table of colours for many: boxes cut where that lowers the squared error most, then k-means.
//!
//! Distances are those of sRGB samples, which PSNR is made of. Boxes are cut along the axis with the greatest variance
//! at the place that leaves the least error (as X. Wu's "greedy orthogonal bipartitioning", on sorted bins instead of
//! moments), then Lloyd's iterations move every entry to the mean of the colours nearest to it.

#![forbid(unsafe_code)]

use super::Rgb;
use super::bins::{Bin, Bins};
use crate::simd::{self, Kernel, Simd};

/// Lloyd's iterations at most: they gain 0.1 to 0.3 dB, nine tenths of it in the first five.
const ITERATIONS: usize = 6;

/// A bin as the algorithms want it.
#[derive(Clone, Copy, Debug)]
struct Point {
    mean: [f32; 3],
    weight: f32,
}

/// At most `most` colours, 1 to 256, that stand for those of `bins`. Where fewer leave a mean squared error of no more
/// than `enough` they are fewer: with `spare` other entries they fill a table of a power of two.
pub fn colors(bins: &Bins, most: usize, enough: f64, spare: usize) -> Vec<Rgb> {
    let mut points: Vec<Point> =
        bins.iter().map(|bin: &Bin| Point { mean: bin.mean(), weight: bin.count as f32 }).collect();
    let mut means = cut(&mut points, most, enough, spare);
    let mut error = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let before = std::mem::replace(&mut error, simd::dispatch(Lloyd { points: &points, means: &mut means }));
        if error > before * 0.998 {
            break;
        }
    }
    let mut colors: Vec<Rgb> = means.iter().map(|mean| mean.map(|sample| sample.round() as u8)).collect();
    colors.sort_unstable();
    colors.dedup();
    colors
}

/// Points `start..end`, which are to be one entry or to be cut.
struct Part {
    start: usize,
    end: usize,
    axis: usize,
    error: f64,
}

/// Weight, sums and sums of squares.
#[derive(Clone, Copy, Default)]
struct Moments {
    weight: f64,
    sums: [f64; 3],
    squares: [f64; 3],
}

impl Moments {
    fn of(points: &[Point]) -> Self {
        let mut moments = Self::default();
        points.iter().for_each(|point| moments.add(point));
        moments
    }

    fn add(&mut self, point: &Point) {
        let weight = f64::from(point.weight);
        self.weight += weight;
        for (c, sample) in point.mean.map(f64::from).into_iter().enumerate() {
            self.sums[c] += weight * sample;
            self.squares[c] += weight * sample * sample;
        }
    }

    fn mean(&self) -> [f32; 3] {
        self.sums.map(|sum| (sum / self.weight) as f32)
    }

    /// What is saved of the squares if `weight` pixels with these `sums` become their mean.
    fn saved(weight: f64, sums: [f64; 3]) -> f64 {
        sums.iter().map(|sum| sum * sum).sum::<f64>() / weight
    }
}

impl Part {
    fn new(points: &[Point], start: usize, end: usize) -> Self {
        let all = Moments::of(&points[start..end]);
        let variance = |c: usize| all.squares[c] - all.sums[c] * all.sums[c] / all.weight;
        let axis = (0..3).max_by(|a, b| variance(*a).total_cmp(&variance(*b))).unwrap_or_default();
        let error = if end - start < 2 { 0.0 } else { (0..3).map(variance).sum() };
        Self { start, end, axis, error }
    }

    /// Sorts the points and gives the place of the best cut.
    fn place(&self, points: &mut [Point]) -> usize {
        let points = &mut points[self.start..self.end];
        let order = [self.axis, (self.axis + 1) % 3, (self.axis + 2) % 3];
        points.sort_unstable_by(|a, b| {
            order.iter().map(|c| a.mean[*c].total_cmp(&b.mean[*c])).find(|order| order.is_ne()).unwrap_or(
                // Means that are equal stand for the same colours, and weights too.
                a.weight.total_cmp(&b.weight),
            )
        });
        let all = Moments::of(points);
        let (mut low, mut best) = (Moments::default(), (f64::NEG_INFINITY, 1));
        for (index, point) in points[..points.len() - 1].iter().enumerate() {
            low.add(point);
            let high: [f64; 3] = std::array::from_fn(|c| all.sums[c] - low.sums[c]);
            let saved = Moments::saved(low.weight, low.sums) + Moments::saved(all.weight - low.weight, high);
            if saved > best.0 {
                best = (saved, index + 1);
            }
        }
        self.start + best.1
    }
}

/// The means of at most `most` parts of `points`; see [`colors`].
fn cut(points: &mut [Point], most: usize, enough: f64, spare: usize) -> Vec<[f32; 3]> {
    let enough = enough * points.iter().map(|point| f64::from(point.weight)).sum::<f64>();
    let mut parts = vec![Part::new(points, 0, points.len())];
    while parts.len() < most {
        let worst = (0..parts.len()).max_by(|a, b| parts[*a].error.total_cmp(&parts[*b].error)).unwrap_or_default();
        let is_full = (parts.len() + spare).is_power_of_two();
        if parts[worst].error <= 0.0 || is_full && parts.iter().map(|part| part.error).sum::<f64>() <= enough {
            break;
        }
        let place = parts[worst].place(points);
        let (start, end) = (parts[worst].start, parts[worst].end);
        parts[worst] = Part::new(points, start, place);
        parts.push(Part::new(points, place, end));
    }
    parts.iter().map(|part| Moments::of(&points[part.start..part.end]).mean()).collect()
}

/// One iteration: moves `means`, and gives the error that they had before.
struct Lloyd<'a> {
    points: &'a [Point],
    means: &'a mut [[f32; 3]],
}

/// Fractions of a sample that distances are computed with: a square then fits into 24 bits, above 8 of its index.
const FINE: f32 = 4.0;

/// Where entries are that fill up a vector: farther from every colour than two colours can be, squares still fit.
const NOWHERE: i32 = 2100;

impl Kernel for Lloyd<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<S: Simd>(self, _: S) -> f64 {
        let mut planes = [[NOWHERE; 256]; 3];
        for (index, mean) in self.means.iter().enumerate() {
            (0..3).for_each(|c| planes[c][index] = (mean[c] * FINE).round() as i32);
        }
        let mut sums = [Moments::default(); 256];
        let mut error = 0.0;
        let length = self.means.len().next_multiple_of(8);
        for point in self.points {
            let [r, g, b] = point.mean.map(|sample| (sample * FINE).round() as i32);
            let found = nearest(&planes, length, [r, g, b]);
            error += f64::from(found >> 8) * f64::from(point.weight);
            sums[(found & 255) as usize].add(point);
        }
        for (mean, sums) in self.means.iter_mut().zip(&sums).filter(|(_, sums)| sums.weight > 0.0) {
            *mean = sums.mean();
        }
        error
    }
}

/// The square of the distance to the nearest of `length` entries, above its index: one number, so that a minimum of
/// vectors finds both.
#[inline(always)]
fn nearest(planes: &[[i32; 256]; 3], length: usize, [r, g, b]: [i32; 3]) -> u32 {
    let mut least = [u32::MAX; 8];
    let [reds, greens, blues] = planes.each_ref().map(|plane| plane.as_chunks::<8>().0);
    for (chunk, ((reds, greens), blues)) in reds.iter().zip(greens).zip(blues).take(length / 8).enumerate() {
        for lane in 0..8 {
            let (x, y, z) = (reds[lane] - r, greens[lane] - g, blues[lane] - b);
            let square = (x * x + y * y + z * z).cast_unsigned();
            let key = square << 8 | (chunk * 8 + lane) as u32;
            least[lane] = least[lane].min(key);
        }
    }
    least.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::gif::distance;

    fn noise(seed: &mut u32) -> u8 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 24) as u8
    }

    /// Clouds of colours far from each other become their middles.
    #[test]
    fn each_cloud_gets_an_entry() {
        let middles = [[30, 40, 50], [200, 30, 30], [60, 180, 200], [240, 240, 230], [128, 128, 20]];
        let mut seed = 5;
        let cloud = |i: usize| middles[i % 5].map(|sample: u8| sample - 6 + noise(&mut seed) % 13);
        let pixels: Vec<_> = (0..20_000).map(cloud).map(|[r, g, b]: Rgb| [r, g, b, 255]).collect();
        let found = colors(&Bins::of(&pixels), 5, 0.0, 0);
        assert_eq!(found.len(), 5);
        assert!(middles.iter().all(|middle| found.iter().any(|entry| distance(*entry, *middle) <= 3)), "{found:?}");
        // As few as leave a small enough error: with one other entry these are 2^n.
        assert_eq!(colors(&Bins::of(&pixels), 255, 60.0, 1).len(), 7);
    }

    /// With all colours of a cube, as many entries as there are leave the error of a grid of them, or nearly.
    #[test]
    fn entries_spread_evenly_over_even_colours() {
        let steps = |n: usize| (n * 8) as u8;
        let pixels: Vec<_> = (0..1 << 15).map(|n| [steps(n >> 10), steps(n >> 5 & 31), steps(n & 31), 255]).collect();
        let found = colors(&Bins::of(&pixels), 64, 0.0, 0);
        let least = |[r, g, b, _]: &[u8; 4]| found.iter().map(|entry| distance(*entry, [*r, *g, *b])).min().unwrap();
        let mean = pixels.iter().map(|pixel| f64::from(least(pixel))).sum::<f64>() / pixels.len() as f64;
        // Cells of 64 in width, of 8 samples each: 3 * (64^2 - 8^2) / 12.
        assert!(mean < 1.03 * 1008.0, "{mean}");
    }
}
