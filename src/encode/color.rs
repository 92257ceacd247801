//! What a file says about the colours of its pixels, and pixels that need another space before they are encoded.

#![forbid(unsafe_code)]

use std::borrow::Cow;

use crate::color::ColorSpace;
use crate::error::Result;
use crate::metadata::icc::{self, Channels};
use crate::pixel::PixelFormat;

/// The colours of a file's pixels.
pub enum FileColor {
    /// sRGB, whether a program said so or nobody said anything.
    Srgb,
    /// Another space.
    Space(Named),
}

/// A space other than sRGB, with its profile.
pub struct Named {
    /// The space.
    pub space: ColorSpace,
    /// Whether black and white are the least and the greatest sample.
    pub full_range: bool,
    /// The ICC profile of its red, green and blue.
    pub profile: Vec<u8>,
}

impl FileColor {
    /// That of pixels in `space`; an error if there is no profile of it. Images of alpha alone have no colour.
    ///
    /// RGB samples of a limited range are written as they are, with the profile of the full range: a program that names
    /// such a space for samples that fill all values, as tests of devices do, gets the file that it gets there.
    pub fn of(space: Option<ColorSpace>, format: PixelFormat) -> Result<Self> {
        let Some(space) = space.filter(|space| !space.is_srgb() && !format.is_alpha_only()) else {
            return Ok(Self::Srgb);
        };
        let profile = icc::profile(&space, Channels::Rgb)?;
        Ok(Self::Space(Named { space, full_range: !space.limited || format.is_yuv(), profile }))
    }

    /// The profile of red, green and blue, that of sRGB too.
    pub fn profile(&self) -> Result<&[u8]> {
        match self {
            Self::Srgb => icc::srgb(),
            Self::Space(named) => Ok(&named.profile),
        }
    }
}

impl Named {
    /// The profile for a file with `channels`.
    pub fn profile_of(&self, channels: Channels) -> Result<Cow<'_, [u8]>> {
        match channels {
            Channels::Rgb => Ok(Cow::Borrowed(&self.profile)),
            Channels::Gray => icc::profile(&self.space, channels).map(Cow::Owned),
        }
    }
}
