//! What decoding options ask of a source of a known size: which part of it, in which size, turned how far.
//!
//! Where nothing is said about the order, and with CROP_FIRST, the part is cut out in pixels of the source, turned and
//! scaled to the desired size. With SCALE_FIRST the whole image has the desired size first, and the part is one of
//! that. A quarter turn and scaling are done the other way round, which gives the same with fewer pixels to turn.

#![forbid(unsafe_code)]

use super::frame::Wish;
use super::options::DecodingOptions;
use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::geometry::{Area, Rotation};
use crate::limits;
use crate::pixel::{Layout, PixelFormat, Region};

/// The numbers of [`DecodingOptions::crop_and_scale`].
const SCALE_FIRST: i32 = 1;

/// The way from a source's pixels to a PixelMap's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// The pixels of the source that may be looked at.
    pub visible: Region,
    /// The part of the source that is wanted.
    pub area: Area,
    /// The size to which `area` is scaled.
    pub size: (u32, u32),
    /// How far it is turned then.
    pub rotation: Rotation,
    /// The size to which the turned part is scaled, where a turn is no quarter and scaling has to wait.
    pub last: Option<(u32, u32)>,
    /// The pixel format at the end.
    pub format: PixelFormat,
    /// The space to which colours are converted.
    pub space: Option<ColorSpace>,
}

impl Plan {
    /// The plan for a source of `size`, or why there is none.
    pub fn new(options: &DecodingOptions, size: (u32, u32)) -> Result<Self> {
        let format = options.pixel_format();
        let rotation = options.rotation()?;
        let desired = options.size()?;
        let (visible, area, mut size) = match (desired, options.crop_and_scale) {
            (Some(desired), Some(SCALE_FIRST)) => scaled_part(options.part(), size, desired)?,
            (None, Some(SCALE_FIRST)) if options.desired_size != (0, 0) => {
                let (width, height) = options.desired_size;
                return Err(refused(format!("SCALE_FIRST needs a desired size, which is {width}x{height}")));
            }
            (_, strategy) => {
                let region = match strategy {
                    Some(_) => check_inside(options.part(), size)?,
                    None => clamp(options.crop_region, size)?,
                };
                let turned = match rotation {
                    Rotation::Quarters(1 | 3) => desired.map(|(width, height)| (height, width)),
                    _ => desired,
                };
                (region, area_of(region), turned.unwrap_or((region.width, region.height)))
            }
        };
        let mut last = None;
        if matches!(rotation, Rotation::Degrees(_)) && options.crop_and_scale != Some(SCALE_FIRST) {
            last = desired;
            size = (visible.width, visible.height);
        }
        let space = match options.color_space {
            0 => None,
            name => Some(wanted_space(name)?),
        };
        let plan = Self { visible, area, size, rotation, last, format, space };
        plan.check_sizes(desired)?;
        Ok(plan)
    }

    /// An error if pixels of one of the sizes on the way, or of the desired one, are more than the library holds.
    fn check_sizes(&self, desired: Option<(u32, u32)>) -> Result<()> {
        for (width, height) in [Some(self.size), desired].into_iter().flatten() {
            for format in [PixelFormat::Rgba8888, self.format] {
                Layout::packed(format, width, height)?;
            }
        }
        Ok(())
    }

    /// What a decoder is asked for.
    pub fn wish(&self, index: u32) -> Wish {
        let part = self.visible;
        let whole = (part.width, part.height);
        let untouched = area_of(part) == self.area;
        // With SCALE_FIRST the wanted part is one of the scaled image, whose whole is not made.
        let scale = |length: u32, (_, wanted): (f64, f64), size: u32| {
            // A rounding must not ask for a pixel more, with which a JPEG could not be reduced to exactly this size.
            ((f64::from(length) / wanted * f64::from(size) - 1e-6).ceil() as u32).clamp(1, length)
        };
        let size = match self.rotation {
            Rotation::Degrees(_) if untouched => whole,
            _ => (scale(part.width, self.area.x, self.size.0), scale(part.height, self.area.y, self.size.1)),
        };
        // Planes can be taken as they are if they are neither cut nor converted.
        let planes = self.format.is_yuv()
            && self.space.is_none()
            && untouched
            && (part.x, part.y) == (0, 0)
            && matches!(self.rotation, Rotation::Quarters(_));
        Wish { index, part, size, format: if planes { self.format } else { PixelFormat::Rgba8888 } }
    }
}

impl DecodingOptions {
    /// The desired size, if both sides are above 0.
    fn size(&self) -> Result<Option<(u32, u32)>> {
        let (width, height) = self.desired_size;
        if width > limits::SIDE || height > limits::SIDE {
            let message = format!("options: the desired size is {width}x{height}");
            return Err(ImageError::new(ErrorKind::DecodeOptionRange, message));
        }
        Ok((width > 0 && height > 0).then_some((width, height)))
    }

    /// The part for a strategy.
    fn part(&self) -> Region {
        self.crop_region.unwrap_or(self.desired_region)
    }

    fn rotation(&self) -> Result<Rotation> {
        // Pixels are turned as RGBA, whatever they become.
        Rotation::by(PixelFormat::Rgba8888, self.rotate).map_err(|error| refused(error.message.into_owned()))
    }
}

/// The part `region` of the image of size `(width, height)` once that is scaled to `desired`.
fn scaled_part(region: Region, (width, height): (u32, u32), desired: (u32, u32)) -> Result<(Region, Area, (u32, u32))> {
    let region = check_inside(region, desired)?;
    let along = |at: u32, length: u32, old: u32, new: u32| {
        let step = f64::from(old) / f64::from(new);
        (f64::from(at) * step, f64::from(length) * step)
    };
    let area = Area {
        x: along(region.x, region.width, width, desired.0),
        y: along(region.y, region.height, height, desired.1),
    };
    Ok((Region { x: 0, y: 0, width, height }, area, (region.width, region.height)))
}

/// A region that must have pixels, and none outside an image of size `(width, height)`.
fn check_inside(region: Region, (width, height): (u32, u32)) -> Result<Region> {
    let Region { x, y, width: columns, height: rows } = region;
    let inside = |at: u32, length: u32, side: u32| length > 0 && at.checked_add(length).is_some_and(|end| end <= side);
    if inside(x, columns, width) && inside(y, rows, height) {
        return Ok(region);
    }
    Err(refused(format!("the region {columns}x{rows} at ({x}, {y}) is empty or outside of {width}x{height} pixels")))
}

/// The crop region as far as it lies in the image; the whole image if there is none.
fn clamp(region: Option<Region>, (width, height): (u32, u32)) -> Result<Region> {
    let whole = Region { x: 0, y: 0, width, height };
    let Some(region) = region else { return Ok(whole) };
    let Region { x, y, width: columns, height: rows } = region;
    if [x, y, columns, rows].into_iter().any(|number| number > limits::SIDE) {
        return Err(refused(format!("the crop region is {columns}x{rows} at ({x}, {y})")));
    }
    if columns == 0 || rows == 0 {
        return Ok(whole);
    }
    let left = Region { x, y, width: columns.min(width.saturating_sub(x)), height: rows.min(height.saturating_sub(y)) };
    check_inside(left, (width, height))
}

fn area_of(region: Region) -> Area {
    Area { x: (region.x.into(), region.width.into()), y: (region.y.into(), region.height.into()) }
}

/// The named space, if samples of 8 bits that are not HDR can be converted to it.
fn wanted_space(name: i32) -> Result<ColorSpace> {
    use crate::color::Transfer;
    let space = ColorSpace::from_name(name).filter(|space| !matches!(space.transfer, Transfer::Pq | Transfer::Hlg));
    space.ok_or_else(|| refused(format!("decoding to the colour space {name} is not possible")))
}

fn refused(cause: String) -> ImageError {
    ImageError::new(ErrorKind::DecodeOptions, format!("options: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (40, 30);

    fn region(x: u32, y: u32, width: u32, height: u32) -> Region {
        Region { x, y, width, height }
    }

    fn plan(change: impl FnOnce(&mut DecodingOptions)) -> Result<Plan> {
        let mut options = DecodingOptions::default();
        change(&mut options);
        Plan::new(&options, SIZE)
    }

    fn kind(change: impl FnOnce(&mut DecodingOptions)) -> Option<ErrorKind> {
        plan(change).err().map(|error| error.kind)
    }

    #[test]
    fn a_region_counts_with_a_strategy_and_a_crop_region_without() {
        let desired = region(5, 6, 10, 11);
        assert_eq!(plan(|o| o.desired_region = desired).unwrap().visible, region(0, 0, 40, 30));
        assert_eq!(plan(|o| (o.desired_region, o.crop_and_scale) = (desired, Some(2))).unwrap().visible, desired);
        let crop = Some(region(30, 20, 100, 100));
        let both = |strategy| plan(|o| (o.desired_region, o.crop_region, o.crop_and_scale) = (desired, crop, strategy));
        assert_eq!(both(None).unwrap().visible, region(30, 20, 10, 10));
        assert_eq!(both(Some(2)).unwrap_err().kind, ErrorKind::DecodeOptions);
        assert_eq!(plan(|o| o.crop_region = Some(region(3, 3, 0, 5))).unwrap().visible, region(0, 0, 40, 30));
        for outside in [region(40, 0, 1, 1), region(0, 30, 1, 1), region(1 << 31, 0, 1, 1), region(0, 0, 1, u32::MAX)] {
            assert_eq!(kind(|o| o.crop_region = Some(outside)), Some(ErrorKind::DecodeOptions), "{outside:?}");
        }
    }

    #[test]
    fn scale_first_cuts_the_scaled_image() {
        let scaled = |size, part| {
            plan(|o| (o.desired_size, o.desired_region, o.crop_and_scale) = (size, part, Some(SCALE_FIRST)))
        };
        let found = scaled((20, 60), region(5, 30, 10, 30)).unwrap();
        assert_eq!((found.area, found.size), (Area { x: (10.0, 20.0), y: (15.0, 15.0) }, (10, 30)));
        assert_eq!((found.wish(0).part, found.wish(0).size), (region(0, 0, 40, 30), (20, 30)));
        assert!(scaled((20, 60), region(15, 0, 6, 1)).is_err());
        assert!(scaled((20, 0), region(0, 0, 1, 1)).is_err(), "one side of the desired size");
        assert_eq!(scaled((0, 0), region(35, 0, 5, 30)).unwrap().visible, region(35, 0, 5, 30));
        assert!(scaled((0, 0), region(35, 0, 6, 30)).is_err());
        let bomb = scaled((60_000, 60_000), region(0, 0, 1, 1)).unwrap_err();
        assert_eq!(bomb.kind, ErrorKind::TooLarge);
        // The whole of the scaled image is asked for, and not a pixel more, however the part lies in it.
        for part in 1..=7 {
            let found = scaled((7, 13), region(7 - part, 3, part, 7)).unwrap();
            assert_eq!(found.wish(0).size, (7, 13), "{part}");
        }
    }

    #[test]
    fn a_decoder_is_asked_for_no_more_than_is_needed() {
        let wish = |size, rotate| plan(|o| (o.desired_size, o.rotate) = (size, rotate)).unwrap().wish(0).size;
        assert_eq!(wish((20, 10), 0.0), (20, 10));
        assert_eq!(wish((20, 10), 90.0), (10, 20));
        assert_eq!(wish((20, 10), 540.0), (20, 10));
        assert_eq!(wish((400, 300), 0.0), SIZE);
        assert_eq!(wish((20, 10), 45.0), SIZE);
    }

    #[test]
    fn sizes_that_mean_nothing_and_sizes_above_the_limit_are_told_apart() {
        assert_eq!(kind(|o| o.desired_size = (1 << 31, 10)), Some(ErrorKind::DecodeOptionRange));
        assert_eq!(kind(|o| o.desired_size = (30_000, 30_000)), Some(ErrorKind::TooLarge));
        assert_eq!(kind(|o| (o.desired_size, o.pixel_format) = ((20_000, 20_000), 7)), Some(ErrorKind::TooLarge));
        assert_eq!(kind(|o| o.desired_size = (20_000, 20_000)), None);
        for angle in [f32::NAN, f32::INFINITY] {
            assert_eq!(kind(|o| o.rotate = angle), Some(ErrorKind::DecodeOptions));
        }
    }
}
