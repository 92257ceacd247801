//! Filters: a row as differences from its neighbours (ISO/IEC 15948, clause 9).
//!
//! A filter is elementwise here, for an encoder has the neighbours as they are: the byte one pixel to the left (a), the
//! one above (b), and the one above that to the left (c). The loops work on slices of these four that are offset
//! against each other, in blocks of sixteen bytes, and the compiler makes vector code of them whatever the width of a
//! pixel.

#![forbid(unsafe_code)]

/// The filter types of 9.2, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Filter {
    None = 0,
    Sub = 1,
    Up = 2,
    Average = 3,
    Paeth = 4,
}

/// How every row gets its filter: a function of the row and the one above it alone, so that any thread can make any row
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The same for all rows.
    Fixed(Filter),
    /// For each row the one with the least sum of differences, taken as signed (12.8).
    LeastSum,
    /// For each row the one whose bytes have the least entropy.
    LeastEntropy,
}

const ALL: [Filter; 5] = [Filter::None, Filter::Sub, Filter::Up, Filter::Average, Filter::Paeth];

/// Bytes that stay in the fastest memory from one loop to the next.
const TILE: usize = 512;

/// Appends `row`, filtered, to `out`: its filter type and as many bytes as it has. `above` is the row above it, zeros
/// for the first; `pixel` is the distance to the pixel on the left in bytes (9.2).
pub fn append(strategy: Strategy, row: &[u8], above: &[u8], pixel: usize, out: &mut Vec<u8>) {
    let filter = match strategy {
        Strategy::Fixed(filter) => filter,
        Strategy::LeastSum => least_sum(row, above, pixel),
        Strategy::LeastEntropy => least_entropy(row, above, pixel),
    };
    out.push(filter as u8);
    let start = out.len();
    match filter {
        Filter::None => out.extend_from_slice(row),
        _ => {
            out.resize(start + row.len(), 0);
            apply(filter, row, above, pixel, &mut out[start..]);
        }
    }
}

/// Filters `row` into `out`, which is as long.
fn apply(filter: Filter, row: &[u8], above: &[u8], pixel: usize, out: &mut [u8]) {
    let pixel = pixel.min(row.len());
    let (first, rest) = out.split_at_mut(pixel);
    // The pixel to the left of the first is 0, and so is the one above that.
    for (i, out) in first.iter_mut().enumerate() {
        *out = one(filter, row[i], 0, above[i], 0);
    }
    let left = &row[..row.len() - pixel];
    let above_left = &above[..row.len() - pixel];
    let (row, above) = (&row[pixel..], &above[pixel..row.len()]);
    match filter {
        Filter::None => rest.copy_from_slice(row),
        Filter::Sub => each(rest, row, left, above, above_left, |x, a, _, _| x.wrapping_sub(a)),
        Filter::Up => each(rest, row, left, above, above_left, |x, _, b, _| x.wrapping_sub(b)),
        Filter::Average => each(rest, row, left, above, above_left, |x, a, b, _| x.wrapping_sub(average(a, b))),
        Filter::Paeth => each(rest, row, left, above, above_left, |x, a, b, c| x.wrapping_sub(paeth(a, b, c))),
    }
}

#[inline(always)]
fn each(
    out: &mut [u8],
    row: &[u8],
    left: &[u8],
    above: &[u8],
    above_left: &[u8],
    filtered: impl Fn(u8, u8, u8, u8) -> u8,
) {
    let length = out.len();
    let (row, left, above, above_left) = (&row[..length], &left[..length], &above[..length], &above_left[..length]);
    for i in 0..length {
        out[i] = filtered(row[i], left[i], above[i], above_left[i]);
    }
}

fn one(filter: Filter, x: u8, a: u8, b: u8, c: u8) -> u8 {
    x.wrapping_sub(match filter {
        Filter::None => 0,
        Filter::Sub => a,
        Filter::Up => b,
        Filter::Average => average(a, b),
        Filter::Paeth => paeth(a, b, c),
    })
}

/// The floor of the mean, without a ninth bit.
#[inline(always)]
fn average(a: u8, b: u8) -> u8 {
    (a & b) + ((a ^ b) >> 1)
}

/// What `abs_diff` is, which the compiler would do in 32 bits.
#[inline(always)]
fn distance(a: u8, b: u8) -> u8 {
    a.saturating_sub(b) | b.saturating_sub(a)
}

/// The predictor of 9.4, in bytes. With p = a + b - c, |p - a| is |b - c| and |p - b| is |a - c|; |p - c| is their sum
/// where c is not between a and b, else their difference. A sum beyond 255 is never the least.
#[inline(always)]
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let (to_a, to_b) = (distance(b, c), distance(a, c));
    let outside = (b >= c) == (a >= c);
    let to_c = if outside { to_a.saturating_add(to_b) } else { distance(to_a, to_b) };
    let b_or_c = if to_b <= to_c { b } else { c };
    if to_a <= to_b.min(to_c) { a } else { b_or_c }
}

/// The distance of a difference from 0, modulo 256.
#[inline(always)]
fn size(difference: u8) -> u8 {
    difference.min(difference.wrapping_neg())
}

fn least_sum(row: &[u8], above: &[u8], pixel: usize) -> Filter {
    let pixel = pixel.min(row.len());
    let length = row.len() - pixel;
    let (left, above_left) = (&row[..length], &above[..length]);
    let (first, row) = row.split_at(pixel);
    let (first_above, above) = above.split_at(pixel);
    best([
        sum_of(row, left, above, above_left, |x, _, _, _| x) + of_first(Filter::None, first, first_above),
        sum_of(row, left, above, above_left, |x, a, _, _| x.wrapping_sub(a))
            + of_first(Filter::Sub, first, first_above),
        sum_of(row, left, above, above_left, |x, _, b, _| x.wrapping_sub(b)) + of_first(Filter::Up, first, first_above),
        sum_of(row, left, above, above_left, |x, a, b, _| x.wrapping_sub(average(a, b)))
            + of_first(Filter::Average, first, first_above),
        sum_of(row, left, above, above_left, |x, a, b, c| x.wrapping_sub(paeth(a, b, c)))
            + of_first(Filter::Paeth, first, first_above),
    ])
}

fn of_first(filter: Filter, first: &[u8], above: &[u8]) -> u64 {
    first.iter().zip(above).map(|(&x, &b)| u64::from(size(one(filter, x, 0, b, 0)))).sum()
}

/// The sum of sizes. Tile by tile, for a loop that both filters and adds is not made vector code: with it, and all five
/// filters at once, choosing took 1.03 ns for each byte; so it takes 0.50.
#[inline(always)]
fn sum_of(row: &[u8], left: &[u8], above: &[u8], above_left: &[u8], filtered: impl Fn(u8, u8, u8, u8) -> u8) -> u64 {
    let mut sizes = [0; TILE];
    let tiles = (row.chunks(TILE).zip(left.chunks(TILE))).zip(above.chunks(TILE).zip(above_left.chunks(TILE)));
    tiles.fold(0, |sum, ((row, left), (above, above_left))| {
        let sizes = &mut sizes[..row.len()];
        each(sizes, row, left, above, above_left, |x, a, b, c| size(filtered(x, a, b, c)));
        sum + u64::from(sizes.iter().map(|&size| u32::from(size)).sum::<u32>())
    })
}

/// The filter of the least cost; the first of equals.
fn best(costs: [u64; 5]) -> Filter {
    let least = costs.iter().min().copied().unwrap_or_default();
    ALL.into_iter().zip(costs).find(|(_, cost)| *cost == least).map_or(Filter::None, |(filter, _)| filter)
}

fn least_entropy(row: &[u8], above: &[u8], pixel: usize) -> Filter {
    let mut filtered = vec![0; row.len()];
    best(ALL.map(|filter| {
        apply(filter, row, above, pixel, &mut filtered);
        let mut counts = [[0_u32; 256]; 4];
        let (quads, rest) = filtered.as_chunks::<4>();
        for quad in quads {
            for (counts, byte) in counts.iter_mut().zip(quad) {
                counts[usize::from(*byte)] += 1;
            }
        }
        rest.iter().for_each(|byte| counts[0][usize::from(*byte)] += 1);
        let [a, b, c, d] = &counts;
        let sums = (0..256).map(|i| a[i] + b[i] + c[i] + d[i]).filter(|count| *count > 0);
        // -n log2(n / all), without the part that all filters have in common; in 1/256 bit.
        let gain: f64 = sums.map(|count| f64::from(count) * f64::from(count).log2()).sum();
        let total = row.len() as f64;
        ((total * total.log2() - gain) * 256.0) as u64
    }))
}
