//! An animation from its frames to its file.

#![forbid(unsafe_code)]

use std::sync::Mutex;

use super::blocks::{self, Disposal, Image};
use super::canvas::{Canvas, Change};
use super::frame::Frame;
use super::palette::{self, Global, Indexed};
use super::{lzw, near};
use crate::error::{ErrorKind, ImageError, Result};
use crate::sink::Output;
use crate::threads::Threads;

/// Frames that are on their way at the same time, and pixels of them, more or less: a pixel takes some 5 bytes.
const BATCH_FRAMES: usize = 16;
const BATCH_PIXELS: u64 = 1 << 24;

/// Frames without anything new that are looked at before some with something are worked on.
const BATCH_STEPS: usize = 1 << 12;

/// What files may lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quality {
    /// How much of an error goes to the pixels around, in percent.
    pub dithering: u8,
    /// How far a pixel of a frame with too many colours may be off, beside its distance to the nearest entry.
    pub tolerance: u8,
}

impl Default for Quality {
    fn default() -> Self {
        Self { dithering: 0, tolerance: 3 }
    }
}

impl Quality {
    fn square(self) -> u32 {
        u32::from(self.tolerance) * u32::from(self.tolerance)
    }
}

/// What an animation is. Lists are not empty, and go on with their last value.
#[derive(Clone, Debug)]
pub struct Animation {
    /// The sizes of all elements.
    pub sizes: Vec<(u32, u32)>,
    /// At least 1. Those behind the last element are the last element.
    pub frames: u32,
    /// In units of 10 ms.
    pub delays: Vec<u16>,
    /// What becomes of each frame.
    pub disposals: Vec<Disposal>,
    /// How often it runs, 0 without end; None if nothing is said.
    pub loops: Option<u16>,
    /// What the file may lose.
    pub quality: Quality,
    /// How many threads may be used.
    pub threads: Threads,
}

/// How a frame comes about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Its element is laid over the canvas.
    Draw(usize),
    /// The viewer sees it already.
    Nothing,
    /// As the frame before, on the same canvas.
    Again,
}

/// Element `index`, or the last one.
fn element<T>(list: &[T], index: u32) -> usize {
    (index as usize).min(list.len() - 1)
}

fn at<T: Copy>(list: &[T], index: u32) -> T {
    list[element(list, index)]
}

impl Animation {
    /// Writes the file. `read` gives the pixels of an element, `same` says whether two elements are one and the same.
    pub fn write(
        &self,
        read: &(impl Fn(usize) -> Result<Frame> + Sync),
        same: &dyn Fn(usize, usize) -> bool,
        output: &mut Output<'_>,
    ) -> Result<()> {
        let (width, height) = self.screen()?;
        let mut canvas = if self.frames > 1 { Some(Canvas::new(width, height)?) } else { None };

        // The first frame alone: its table is that of the file.
        let first = self.read(0, read)?;
        let disposal = at(&self.disposals, 0);
        let change = match &mut canvas {
            Some(canvas) => canvas.lay_first(first.extended((width, height))?, disposal),
            None => Change { place: (0, 0), drawn: 0, frame: first },
        };
        let mut indexed = palette::index(&change.frame, None, &self.quality, self.bares())?;
        let global = Global::of(&change.frame, &mut indexed).ok_or_else(lost)?;
        let mut image = self.image(&change, indexed, 0);
        blocks::write_head((width as u16, height as u16), &global.table, self.loops, output)?;
        blocks::write_image(&image, disposal, at(&self.delays, 0), output)?;

        let Some(mut canvas) = canvas else { return blocks::write_end(output) };
        let mut index = 1;
        while index < self.frames {
            let steps = self.steps(index, same);
            let elements: Vec<usize> = steps
                .iter()
                .filter_map(|step| if let Step::Draw(element) = step { Some(*element) } else { None })
                .collect();
            let frames = self.threads.map(elements.len(), || (), |(), job| self.read(elements[job], read));
            let (mut changes, mut drawn_pixels) = (Vec::new(), Vec::new());
            let drawn = (index..).zip(&steps).filter(|(_, step)| matches!(step, Step::Draw(_)));
            for (frame, (index, _)) in frames.into_iter().zip(drawn) {
                let frame = frame?;
                let change = canvas.lay(frame, at(&self.disposals, index), self.quality.square());
                drawn_pixels.push(change.drawn);
                changes.push(Mutex::new(Some(change)));
            }
            let take = |job: usize| changes[job].lock().ok().and_then(|mut change| change.take());
            let work = |(): &mut (), job| {
                let change = take(job).ok_or_else(lost)?;
                let indexed = palette::index(&change.frame, Some(&global), &self.quality, false)?;
                // What most of the next frame leaves as it is will be looked at for longer, and gets the best there is.
                let lasts = drawn_pixels.get(job + 1).is_some_and(|next| 2 * next < change.drawn);
                Ok(self.image(&change, indexed, if lasts { 0 } else { self.quality.square() }))
            };
            let mut images = self.threads.map(changes.len(), || (), work).into_iter();
            for step in &steps {
                match step {
                    Step::Draw(_) => image = images.next().ok_or_else(lost)??,
                    Step::Nothing => image = Image::nothing(),
                    Step::Again => {}
                }
                blocks::write_image(&image, at(&self.disposals, index), at(&self.delays, index), output)?;
                index += 1;
            }
        }
        blocks::write_end(output)
    }

    /// The size of the logical screen: the greatest width and height of all.
    fn screen(&self) -> Result<(u32, u32)> {
        let (width, height) = self.sizes.iter().fold((1, 1), |(w, h), size| (size.0.max(w), size.1.max(h)));
        let too_large = width > super::MAX_SIDE || height > super::MAX_SIDE;
        if too_large || u64::from(width) * u64::from(height) > i32::MAX as u64 {
            let message =
                format!("image/gif holds sides of {} pixels, the screen is {width}x{height}", super::MAX_SIDE);
            return Err(ImageError::new(ErrorKind::TooLarge, message));
        }
        Ok((width, height))
    }

    /// Whether frames are taken away, so that there may be nothing to see. ImageMagick and others take the canvas for
    /// opaque unless the first frame has an index for what is transparent.
    fn bares(&self) -> bool {
        let stays = |disposal: &Disposal| matches!(disposal, Disposal::Unspecified | Disposal::Keep);
        self.frames > 1 && !self.disposals.iter().all(stays)
    }

    fn read(&self, element: usize, read: &impl Fn(usize) -> Result<Frame>) -> Result<Frame> {
        let frame = read(element)?;
        if (frame.width, frame.height) == self.sizes[element] {
            return Ok(frame);
        }
        Err(ImageError::new(ErrorKind::PixelDataBad, "a PixelMap changed its size while it was packed"))
    }

    /// How the next frames from `index` on come about: at most as many as are worked on together.
    fn steps(&self, index: u32, same: &dyn Fn(usize, usize) -> bool) -> Vec<Step> {
        let (mut steps, mut drawn, mut pixels) = (Vec::new(), 0, 0);
        for index in (index..self.frames).take(BATCH_STEPS) {
            let step = self.step(index, same);
            if let Step::Draw(element) = step {
                let (width, height) = self.sizes[element];
                pixels += u64::from(width) * u64::from(height);
                if drawn == BATCH_FRAMES || drawn > 0 && pixels > BATCH_PIXELS {
                    break;
                }
                drawn += 1;
            }
            steps.push(step);
        }
        steps
    }

    /// How frame `index`, which is not the first, comes about.
    fn step(&self, index: u32, same: &dyn Fn(usize, usize) -> bool) -> Step {
        let of = |index| (element(&self.sizes, index), at(&self.disposals, index));
        let ((this, disposal), (last, last_disposal)) = (of(index), of(index - 1));
        let repeats = |a, b| a == b || same(a, b);
        if !repeats(this, last) {
            return Step::Draw(this);
        }
        let stayed = matches!(last_disposal, Disposal::Unspecified | Disposal::Keep);
        if stayed && disposal != Disposal::Background {
            return Step::Nothing;
        }
        // The canvas is what it was before the frame before: always behind "previous", and behind "background" if it
        // was cleared of this element once more.
        let as_before = match last_disposal {
            Disposal::Previous => true,
            Disposal::Background if index > 1 => {
                let (element, disposal) = of(index - 2);
                disposal == Disposal::Background && repeats(element, this)
            }
            _ => false,
        };
        // The first frame is drawn whole and without regard to what is below, with a table that is not its own.
        if as_before && disposal == last_disposal && index > 1 { Step::Again } else { Step::Draw(this) }
    }

    /// A change with its indices, ready to be written.
    fn image(&self, Change { place, frame, .. }: &Change, indexed: Indexed, tolerance: u32) -> Image {
        let exact = lzw::compress(&indexed.indices, indexed.code_size);
        let data = if indexed.exact || self.quality.dithering > 0 || tolerance == 0 {
            exact
        } else {
            // Where no entries are near each other, the nearest make longer strings.
            let near = near::compress(frame.pixels(), &indexed, tolerance);
            if near.len() < exact.len() { near } else { exact }
        };
        let Indexed { table, transparent, code_size, .. } = indexed;
        let (place, size) = ((place.0 as u16, place.1 as u16), (frame.width as u16, frame.height as u16));
        Image { place, size, table, transparent, code_size, data }
    }
}

fn lost() -> ImageError {
    ImageError::new(ErrorKind::Internal, "a frame was lost")
}
