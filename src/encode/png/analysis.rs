//! What is true of all pixels of an image, so that fewer bits may hold them.
//!
//! Bands of rows are looked at by several threads. What was found wrong in one band is known to the others at once, and
//! the search ends where nothing is left to find: in a photo within its first rows.

#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU8, Ordering};

use crate::convert::rows::{RowFormat, RowReader};
use crate::pixel::{AlphaType, PixelFormat, PixelView};
use crate::threads::Threads;

/// Pixels of a band, about.
const BAND_PIXELS: usize = 1 << 18;

/// What is true of all pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Alpha is greatest everywhere.
    pub opaque: bool,
    /// Red, green and blue are equal everywhere.
    pub grey: bool,
    /// Every sample of 16 bits is one of 8 bits expanded, that is 257 times as much.
    pub eight: bool,
    /// The different colours as RGBA and how often they begin a run, if they are at most 256 of 8 bits.
    pub colours: Option<Vec<([u8; 4], u32)>>,
    /// The colour of all transparent pixels, if no pixel is half transparent and no opaque one has this colour.
    pub key: Option<[u8; 3]>,
}

/// How transparent an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alpha {
    /// No pixel is.
    Opaque,
    /// Some are, entirely.
    Binary,
    /// Some are half transparent.
    Any,
}

/// What the alpha of `view` says. Formats of other than four bytes are not looked at: these are what their alpha type
/// says.
pub fn alpha_of(view: &PixelView<'_>, threads: Threads) -> Alpha {
    let at = match view.layout().format {
        _ if view.alpha() == AlphaType::Opaque => return Alpha::Opaque,
        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 => 3,
        PixelFormat::Argb8888 => 0,
        _ => return Alpha::Any,
    };
    // 255 + 1 and 0 + 1 have no bits but the lowest.
    let gather = |row: &[u8]| row.as_chunks::<4>().0.iter().fold(0, |all, pixel| all | pixel[at].wrapping_add(1));
    let found = AtomicU8::new(0);
    let bands = Bands::of(view);
    bands.each(threads, |rows| {
        for y in rows {
            let all = gather(view.row(y)) | found.load(Ordering::Relaxed);
            found.fetch_or(all, Ordering::Relaxed);
            if all > 1 {
                return;
            }
        }
    });
    match found.into_inner() {
        0 => Alpha::Opaque,
        1 => Alpha::Binary,
        _ => Alpha::Any,
    }
}

/// What is true of the pixels of `view` as `rows` has them, which its `alpha` is known of.
pub fn examine(view: &PixelView<'_>, rows: RowFormat, alpha: Alpha, threads: Threads) -> Facts {
    let bands = Bands::of(view);
    let questions = Questions::of(view, rows);
    let open = AtomicU8::new(questions.open);
    let scan = |range: std::ops::Range<u32>| {
        let mut scan = Scan { maybe: open.load(Ordering::Relaxed), colours: Colours::new(), pixels: Vec::new() };
        // Four bytes are faster to look at than three, and often there without a conversion.
        let read = if rows == RowFormat::Rgb8 { RowFormat::Rgba8 } else { rows };
        let mut reader = RowReader::new(*view, read);
        for y in range {
            scan.row(reader.row(y), rows);
            scan.maybe &= open.fetch_and(scan.maybe, Ordering::Relaxed);
            if scan.maybe == 0 {
                break;
            }
        }
        scan
    };
    // Most images that have nothing to find say so at once, and need no thread for it.
    let mut whole = scan(bands.range(0));
    if bands.count > 1 && whole.maybe != 0 {
        let others = bands.threads(threads).map(bands.count - 1, || (), |(), band| scan(bands.range(band + 1)));
        others.iter().for_each(|other| whole.absorb(other));
    }
    let has = |fact: u8| (whole.maybe | questions.answered) & fact != 0;
    let colours = has(FEW).then(|| whole.colours.list());
    let key = (alpha == Alpha::Binary && colours.is_none()).then(|| key_of(view, &bands, threads)).flatten();
    Facts { opaque: has(OPAQUE), grey: has(GREY), eight: has(EIGHT), colours, key }
}

/// The colour that can stand for transparency, of an image without half transparent pixels.
fn key_of(view: &PixelView<'_>, bands: &Bands, threads: Threads) -> Option<[u8; 3]> {
    let mut reader = RowReader::new(*view, RowFormat::Rgba8);
    let first = |y| reader.row(y).as_chunks::<4>().0.iter().find(|pixel| pixel[3] == 0).copied();
    let [r, g, b, _] = (0..view.layout().height).find_map(first)?;
    let (clear, opaque) = (u32::from_le_bytes([r, g, b, 0]), u32::from_le_bytes([r, g, b, 255]));
    let failed = AtomicU8::new(0);
    bands.each(threads, |range| {
        let mut reader = RowReader::new(*view, RowFormat::Rgba8);
        for y in range {
            let bad = reader.row(y).as_chunks::<4>().0.iter().fold(false, |bad, &pixel| {
                let value = u32::from_le_bytes(pixel);
                bad | (value == opaque) | ((pixel[3] == 0) & (value != clear))
            });
            if bad {
                failed.store(1, Ordering::Relaxed);
            }
            if failed.load(Ordering::Relaxed) != 0 {
                return;
            }
        }
    });
    (failed.into_inner() == 0).then_some([r, g, b])
}

/// An image cut into bands of rows.
struct Bands {
    height: u32,
    rows: u32,
    count: usize,
}

impl Bands {
    fn of(view: &PixelView<'_>) -> Self {
        let (width, height) = (view.layout().width, view.layout().height);
        let rows = (BAND_PIXELS as u32 / width.max(1)).clamp(1, height.max(1));
        Self { height, rows, count: height.div_ceil(rows) as usize }
    }

    fn range(&self, band: usize) -> std::ops::Range<u32> {
        let start = band as u32 * self.rows;
        start..self.height.min(start.saturating_add(self.rows))
    }

    /// Starting a thread takes as long as looking at a band or two.
    fn threads(&self, threads: Threads) -> Threads {
        if self.count < 4 { Threads::at_most(1) } else { threads }
    }

    fn each(&self, threads: Threads, work: impl Fn(std::ops::Range<u32>) + Sync) {
        self.threads(threads).map(self.count, || (), |(), band| work(self.range(band)));
    }
}

/// What may be true of all pixels, as bits.
const OPAQUE: u8 = 1;
const GREY: u8 = 2;
const EIGHT: u8 = 4;
/// At most 256 colours of 8 bits.
const FEW: u8 = 8;

/// What has to be looked for.
struct Questions {
    open: u8,
    /// What is known to be true.
    answered: u8,
}

impl Questions {
    fn of(view: &PixelView<'_>, rows: RowFormat) -> Self {
        let of_rows = match rows {
            RowFormat::Gray8 | RowFormat::GrayAlpha8 => EIGHT | GREY,
            RowFormat::Rgb8 | RowFormat::Rgba8 => EIGHT,
            RowFormat::Rgb16 | RowFormat::Rgba16 => 0,
        };
        let has_alpha = matches!(rows, RowFormat::GrayAlpha8 | RowFormat::Rgba8 | RowFormat::Rgba16);
        let opaque = !has_alpha;
        // Of these formats `alpha_of` has seen every pixel.
        let four = [PixelFormat::Rgba8888, PixelFormat::Bgra8888, PixelFormat::Argb8888];
        let known = opaque || four.contains(&view.layout().format);
        let answered = of_rows | if opaque { OPAQUE } else { 0 };
        let asked = (OPAQUE | GREY | EIGHT | FEW) & !if known { OPAQUE } else { 0 };
        Self { open: asked & !answered, answered }
    }
}

/// What one band leaves open.
struct Scan {
    maybe: u8,
    colours: Colours,
    /// A row of 8-bit RGBA, where the reader's rows are not.
    pixels: Vec<[u8; 4]>,
}

impl Scan {
    /// Looks at a row of the format `rows`, but RGB comes as RGBA whose alpha means nothing.
    fn row(&mut self, row: &[u8], rows: RowFormat) {
        let mut pixels = std::mem::take(&mut self.pixels);
        pixels.clear();
        match rows {
            RowFormat::Rgb8 => self.pixels(row.as_chunks().0, u32::from_le_bytes([0, 0, 0, 255])),
            RowFormat::Rgba8 => self.pixels(row.as_chunks().0, 0),
            RowFormat::Gray8 => pixels.extend(row.iter().map(|&g| [g, g, g, 255])),
            RowFormat::GrayAlpha8 => pixels.extend(row.as_chunks().0.iter().map(|&[g, a]| [g, g, g, a])),
            RowFormat::Rgb16 => {
                let fold = |[grey, eight]: [u8; 2], &[r, s, g, h, b, c]: &[u8; 6]| {
                    [grey | (r ^ g) | (g ^ b) | (s ^ h) | (h ^ c), eight | (r ^ s) | (g ^ h) | (b ^ c)]
                };
                self.deep(row.as_chunks::<6>().0.iter().fold([0, 0], fold), true);
                if self.maybe & FEW != 0 {
                    pixels.extend(row.as_chunks().0.iter().map(|&[r, _, g, _, b, _]| [r, g, b, 255]));
                }
            }
            RowFormat::Rgba16 => {
                let fold = |[grey, eight, clear]: [u8; 3], &[r, s, g, h, b, c, a, z]: &[u8; 8]| {
                    let grey = grey | (r ^ g) | (g ^ b) | (s ^ h) | (h ^ c);
                    [grey, eight | (r ^ s) | (g ^ h) | (b ^ c) | (a ^ z), clear | !(a & z)]
                };
                let [grey, eight, clear] = row.as_chunks::<8>().0.iter().fold([0; 3], fold);
                self.deep([grey, eight], clear == 0);
                if self.maybe & FEW != 0 {
                    pixels.extend(row.as_chunks().0.iter().map(|&[r, _, g, _, b, _, a, _]| [r, g, b, a]));
                }
            }
        }
        if !pixels.is_empty() {
            self.pixels(&pixels, 0);
        }
        self.pixels = pixels;
    }

    /// What the differences within pixels and samples of 16 bits say.
    fn deep(&mut self, [grey, eight]: [u8; 2], opaque: bool) {
        let not = |wrong: bool, facts: u8| if wrong { facts } else { 0 };
        self.maybe &= !(not(grey != 0, GREY) | not(eight != 0, EIGHT | FEW) | not(!opaque, OPAQUE));
    }

    /// Looks at 8-bit RGBA in which the bits of `mask` are to be taken as set.
    fn pixels(&mut self, row: &[[u8; 4]], mask: u32) {
        let (mut coloured, mut alpha, mut few) = (0, 255, self.maybe & FEW != 0);
        let Some(first) = row.first() else { return };
        let mut last = !(u32::from_le_bytes(*first) | mask);
        for pixels in row.chunks(RUN) {
            if is_run(pixels, mask, last) {
                continue;
            }
            for pixel in pixels {
                let value = u32::from_le_bytes(*pixel) | mask;
                if value == last {
                    continue;
                }
                last = value;
                let [r, g, b, a] = value.to_le_bytes();
                coloured |= (r ^ g) | (g ^ b);
                alpha &= a;
                few = few && self.colours.add(value, 1);
            }
            if !few && coloured != 0 && alpha != 255 {
                break;
            }
        }
        let not = |wrong: bool, facts: u8| if wrong { facts } else { 0 };
        self.maybe &= !(not(coloured != 0, GREY) | not(alpha != 255, OPAQUE) | not(!few, FEW));
    }

    fn absorb(&mut self, other: &Self) {
        self.maybe &= other.maybe;
        if self.maybe & FEW != 0 && !self.colours.absorb(&other.colours) {
            self.maybe &= !FEW;
        }
    }
}

/// Slots of the table of colours: four times as many as colours.
const SLOTS: usize = 1024;

/// At most 256 colours, each with a count that is not 0.
struct Colours {
    slots: Vec<(u32, u32)>,
    used: usize,
}

impl Colours {
    fn new() -> Self {
        Self { slots: vec![(0, 0); SLOTS], used: 0 }
    }

    /// Counts a colour; false if it is the 257th.
    fn add(&mut self, value: u32, count: u32) -> bool {
        let mut at = slot(value, SLOTS);
        loop {
            let (known, counted) = &mut self.slots[at];
            if *counted == 0 {
                (*known, *counted) = (value, count);
                self.used += 1;
                return self.used <= 256;
            }
            if *known == value {
                *counted = counted.saturating_add(count);
                return true;
            }
            at = (at + 1) % SLOTS;
        }
    }

    fn filled(&self) -> impl Iterator<Item = &(u32, u32)> {
        self.slots.iter().filter(|slot| slot.1 > 0)
    }

    fn absorb(&mut self, other: &Self) -> bool {
        other.filled().all(|&(colour, count)| self.add(colour, count))
    }

    /// In ascending order of their bytes.
    fn list(&self) -> Vec<([u8; 4], u32)> {
        let mut list: Vec<_> = self.filled().map(|&(value, count)| (value.to_le_bytes(), count)).collect();
        list.sort_unstable();
        list
    }
}

/// Where to look first for a colour in a table of `slots`, a power of two.
pub fn slot(colour: u32, slots: usize) -> usize {
    let mixed = (colour ^ colour >> 15).wrapping_mul(0x9E37_79B1);
    (mixed >> (32 - slots.trailing_zeros())) as usize
}

/// Pixels that are compared at once.
pub const RUN: usize = 8;

/// Whether `pixels` are [`RUN`] times the colour `last`, where the bits of `mask` are taken as set.
#[inline(always)]
pub fn is_run(pixels: &[[u8; 4]], mask: u32, last: u32) -> bool {
    let different = |pixels: &[[u8; 4]; RUN]| {
        pixels.iter().fold(0, |all, pixel| all | ((u32::from_le_bytes(*pixel) | mask) ^ last))
    };
    <&[[u8; 4]; RUN]>::try_from(pixels).is_ok_and(|pixels| different(pixels) == 0)
}
