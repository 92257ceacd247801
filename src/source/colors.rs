//! What becomes of a source's colours: the space that its PixelMap is in, the profile that is kept, and the conversion
//! that the options ask for.

#![forbid(unsafe_code)]

use std::sync::Arc;

use super::frame::SourceColor;
use crate::color::profile::{Profile, kind_of};
use crate::color::transform::Transform;
use crate::color::{ColorSpace, Transfer, names};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::icc::{self, Channels};
use crate::pixel::YuvMatrix;

/// The colours of a decoded PixelMap.
pub struct Colors {
    /// Its space; None if the source does not tell, or not so that a space could be named.
    pub space: Option<ColorSpace>,
    /// The source's own profile, which says more than the space.
    pub profile: Option<Arc<[u8]>>,
    /// What is to be done with the pixels first.
    pub transform: Option<Transform>,
}

impl Colors {
    /// Those of a source that says `color`, in the space `wanted` if there is one. Nothing is converted where the
    /// source is in that space already.
    pub fn of(color: SourceColor, wanted: Option<ColorSpace>) -> Result<Self> {
        let (found, profile) = match color {
            SourceColor::Unsaid => (None, None),
            SourceColor::Space(space) => (Some(Found { space: Some(space), profile: None }), None),
            // Profiles of other samples, as of CMYK, say nothing about what the decoder made of them.
            SourceColor::Icc(bytes) if kind_of(&bytes).is_none() => (None, None),
            SourceColor::Icc(bytes) => {
                let profile = Profile::read(&bytes);
                let space = profile.as_ref().and_then(|profile| profile.space);
                (Some(Found { space, profile }), Some(bytes))
            }
        };
        // A space of impossible primaries could not be written to a file.
        let usable = |space: &ColorSpace| icc::profile(space, Channels::Rgb).is_ok();
        let space = found.as_ref().and_then(|found| found.space).filter(usable);
        // What says sRGB is what every file says that says nothing.
        let profile = profile.filter(|_| space.is_none_or(|space| !space.is_srgb())).map(Arc::from);
        let Some(wanted) = wanted else { return Ok(Self { space, profile, transform: None }) };
        let same = |space: ColorSpace| {
            (space.primaries, space.white, space.transfer) == (wanted.primaries, wanted.white, wanted.transfer)
        };
        if space.or(ColorSpace::from_name(names::SRGB).filter(|_| found.is_none())).is_some_and(same) {
            return Ok(Self { space: Some(wanted), profile, transform: None });
        }
        let from = match found {
            None => profile_of(names::SRGB)?,
            Some(Found { space: Some(space), .. }) if is_hdr(&space) => return Err(impossible(&space)),
            Some(Found { profile: Some(profile), .. }) => profile,
            Some(Found { space: Some(space), profile: None }) => read(&space)?,
            Some(_) => return Err(ImageError::new(ErrorKind::DecodeOptions, "the source's ICC profile is broken")),
        };
        let transform = Transform::new(&from, &read(&wanted)?)?;
        Ok(Self { space: Some(wanted), profile: None, transform: Some(transform) })
    }

    /// How YUV samples are taken that are said to be in this space.
    pub fn yuv_matrix(&self) -> YuvMatrix {
        self.space.map_or(YuvMatrix::Bt601, |space| space.yuv_matrix())
    }
}

struct Found {
    space: Option<ColorSpace>,
    profile: Option<Profile>,
}

fn is_hdr(space: &ColorSpace) -> bool {
    matches!(space.transfer, Transfer::Pq | Transfer::Hlg)
}

fn profile_of(name: i32) -> Result<Profile> {
    ColorSpace::from_name(name).map_or_else(|| Err(ImageError::new(ErrorKind::Internal, "no such space")), |s| read(&s))
}

/// The profile that this library writes for a space, read again.
fn read(space: &ColorSpace) -> Result<Profile> {
    let bytes = icc::profile(space, Channels::Rgb).map_err(|_| impossible(space))?;
    Profile::read(&bytes).ok_or_else(|| impossible(space))
}

fn impossible(space: &ColorSpace) -> ImageError {
    let message = format!("colours of the space {} ({}) cannot be converted", space.name, space.title());
    ImageError::new(ErrorKind::DecodeOptions, message)
}

#[cfg(test)]
mod tests;
