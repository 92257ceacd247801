//! What a file says about the colours of its pixels.

#![forbid(unsafe_code)]

use std::sync::Arc;

use crate::color::ColorSpace;
use crate::color::profile::{Kind, Profile, kind_of};
use crate::color::transform::Transform;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::icc::{self, Channels};
use crate::pixel::PixelFormat;

/// The colours of a file's pixels.
pub enum FileColor {
    /// sRGB, whether a program said so or nobody said anything.
    Srgb,
    /// Others.
    Other(Profiled),
}

/// Colours that a profile tells.
pub struct Profiled {
    /// The space, if it has a name or is one of a program's own.
    pub space: Option<ColorSpace>,
    /// Whether black and white are the least and the greatest sample.
    pub full_range: bool,
    /// The ICC profile of red, green and blue.
    pub profile: Arc<[u8]>,
    /// Where the profile of greys comes from.
    gray: Gray,
}

/// The profile of a file that holds greys alone.
enum Gray {
    /// It is made of the space.
    Made,
    /// The file that was decoded had it.
    Carried(Arc<[u8]>),
    /// There is none: the file that was decoded had a profile of red, green and blue, which is kept as it is.
    Missing,
}

impl FileColor {
    /// That of pixels in `space`, whose file had `carried`; an error if there is no profile of the space. Images of
    /// alpha alone have no colour.
    ///
    /// RGB samples of a limited range are written as they are, with the profile of the full range: a program that names
    /// such a space for samples that fill all values, as tests of devices do, gets the file that it gets there.
    pub fn of(space: Option<ColorSpace>, carried: Option<&Arc<[u8]>>, format: PixelFormat) -> Result<Self> {
        if format.is_alpha_only() {
            return Ok(Self::Srgb);
        }
        let full_range = space.is_none_or(|space| !space.limited) || format.is_yuv();
        let carried = carried.and_then(|profile| kind_of(profile).map(|kind| (kind, Arc::clone(profile))));
        if let Some((Kind::Rgb, profile)) = carried {
            return Ok(Self::Other(Profiled { space, full_range, profile, gray: Gray::Missing }));
        }
        let Some(space) = space.filter(|space| !space.is_srgb()) else { return Ok(Self::Srgb) };
        let gray = carried.map_or(Gray::Made, |(_, profile)| Gray::Carried(profile));
        let profile = icc::profile(&space, Channels::Rgb)?.into();
        Ok(Self::Other(Profiled { space: Some(space), full_range, profile, gray }))
    }

    /// The profile of red, green and blue, that of sRGB too.
    pub fn profile(&self) -> Result<&[u8]> {
        match self {
            Self::Srgb => icc::srgb(),
            Self::Other(colors) => Ok(&colors.profile),
        }
    }

    /// What brings the colours to sRGB, for files that cannot say what theirs are. None where there is nothing to do, or
    /// nothing that can be done: for a profile that makes no sense, and for PQ and HLG, whose light needs tone mapping.
    pub fn to_srgb(&self) -> Result<Option<Transform>> {
        let Self::Other(colors) = self else { return Ok(None) };
        if colors.space.is_some_and(|space| space.has_highlights()) {
            return Ok(None);
        }
        match (Profile::read(&colors.profile), Profile::read(icc::srgb()?)) {
            (Some(from), Some(to)) => Transform::new(&from, &to).map(Some),
            _ => Ok(None),
        }
    }

    /// Whether a file of these colours may hold greys alone, where all pixels are grey.
    pub fn allows_gray(&self) -> bool {
        !matches!(self, Self::Other(Profiled { gray: Gray::Missing, .. }))
    }
}

impl Profiled {
    /// The profile for a file with `channels`.
    pub fn profile_of(&self, channels: Channels) -> Result<Arc<[u8]>> {
        match (channels, &self.gray, &self.space) {
            (Channels::Rgb, ..) => Ok(Arc::clone(&self.profile)),
            (Channels::Gray, Gray::Carried(profile), _) => Ok(Arc::clone(profile)),
            (Channels::Gray, Gray::Made, Some(space)) => icc::profile(space, channels).map(Arc::from),
            _ => Err(ImageError::new(ErrorKind::Icc, "the profile is not one of grey")),
        }
    }

    /// A name for the profile.
    pub fn title(&self) -> &'static str {
        self.space.map_or("ICC profile", |space| space.title())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a profile, which is all that is looked at.
    fn carried(space: &[u8; 4]) -> Arc<[u8]> {
        let mut bytes = vec![0; 132];
        bytes[3] = 132;
        bytes[16..20].copy_from_slice(space);
        bytes[36..40].copy_from_slice(b"acsp");
        bytes.into()
    }

    #[test]
    fn a_profile_is_carried_where_it_fits() {
        let p3 = ColorSpace::from_name(3);
        let (rgb, gray, cmyk) = (carried(b"RGB "), carried(b"GRAY"), carried(b"CMYK"));
        let made: Arc<[u8]> = icc::profile(&p3.unwrap(), Channels::Rgb).unwrap().into();
        let of = |space, carried, format| FileColor::of(space, carried, format).unwrap();
        let format = PixelFormat::Rgba8888;
        for space in [p3, None] {
            let color = of(space, Some(&rgb), format);
            assert!(color.profile().unwrap() == &rgb[..] && !color.allows_gray());
        }
        for (profile, expected) in [(&gray, Some(&gray)), (&cmyk, None)] {
            let FileColor::Other(colors) = of(p3, Some(profile), format) else { panic!("it is P3") };
            assert!(colors.profile_of(Channels::Rgb).unwrap() == made);
            let found = colors.profile_of(Channels::Gray).unwrap();
            assert!(expected.is_none_or(|expected| found == *expected) && &found[16..20] == b"GRAY");
        }
        assert!(matches!(of(None, Some(&gray), format), FileColor::Srgb));
        assert!(matches!(of(p3, Some(&rgb), PixelFormat::Alpha8), FileColor::Srgb));
    }
}
