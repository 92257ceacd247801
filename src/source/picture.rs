//! Pictures and metadata of a source.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::animation::Animation;
use super::container::Container;
use super::decoders::gif::canvas_size;
use super::decoders::stop_panics;
use super::layers::Layers;
use super::options::DecodingOptions;
use super::parts::{AuxiliaryPart, Parts};
use super::player::frame_count;
use super::properties::{Property, native};
use super::{ImageSource, SourceInfo, decode};
use crate::content::hdr::{HdrMetadata, HdrRole};
use crate::content::picture::SharedMetadata;
use crate::content::{AllocatorMode, AuxiliaryPicture, Picture, Pixelmap};
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::blob::Blob;
use crate::metadata::keyed::{self, Keyed};
use crate::metadata::{Metadata, MetadataKind};
use crate::pixel::{PixelFormat, Region};

/// How a picture shall be decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOptions {
    /// Numbers of the auxiliary pictures wanted; none: all.
    pub auxiliary: BTreeSet<i32>,
    /// Width and height of the main image; if one is 0, those of the source.
    pub size: (u32, u32),
    /// Number of the pixel format of the main image.
    pub pixel_format: i32,
    /// Kept for programs that ask; what the file has of it is read anyway.
    pub dfx: bool,
}

/// The blobs that can be had without the picture, by the numbers of their kinds: XTSTYLE and RFDATAB.
const BLOBS: [u8; 2] = [3, 4];

/// The numbers of auxiliary pictures.
const AUXILIARY: std::ops::RangeInclusive<i32> = 1..=10;

/// What a picture can be decoded to.
const FORMATS: [PixelFormat; 5] =
    [PixelFormat::Rgb565, PixelFormat::Rgba8888, PixelFormat::Bgra8888, PixelFormat::Nv21, PixelFormat::Nv12];

impl Default for PictureOptions {
    fn default() -> Self {
        let pixel_format = PixelFormat::Rgba8888 as i32;
        Self { auxiliary: BTreeSet::new(), size: (0, 0), pixel_format, dfx: false }
    }
}

impl PictureOptions {
    /// Adds to the auxiliary pictures wanted; all of `kinds` or, if one does not exist, none.
    pub fn want(&mut self, kinds: &[i32]) -> Result<()> {
        if kinds.is_empty() {
            return Err(ImageError::new(ErrorKind::BadArgument, "length is 0"));
        }
        if let Some(kind) = kinds.iter().find(|kind| !AUXILIARY.contains(kind)) {
            let message = format!("desiredAuxiliaryPictures: there is no type {kind}");
            return Err(ImageError::new(ErrorKind::BadArgument, message));
        }
        self.auxiliary.extend(kinds);
        Ok(())
    }

    /// Keeps the number of a pixel format, also of one that no picture can be decoded to.
    pub fn set_pixel_format(&mut self, number: i32) -> Result<()> {
        if !(0..=12).contains(&number) || number == 1 {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("desiredPixelFormat is {number}")));
        }
        self.pixel_format = number;
        Ok(())
    }
}

impl ImageSource {
    /// The main image of a JPEG or HEIF, the other images that are wanted, and what the file says about them.
    ///
    /// An image beside the main one that cannot be decoded is left out.
    pub fn picture(&self, options: &PictureOptions) -> Result<Picture> {
        let SourceInfo { container, width, height, .. } = self.info()?;
        if ![Container::Jpeg, Container::Heif].contains(&container) {
            return Err(no_picture(container, "picture"));
        }
        let format = FORMATS.into_iter().find(|format| *format as i32 == options.pixel_format).ok_or_else(|| {
            let message = format!("options: pictures are not decoded to format {}", options.pixel_format);
            ImageError::new(ErrorKind::DecodeOptions, message)
        })?;
        let wish = DecodingOptions {
            pixel_format: options.pixel_format,
            desired_size: options.size,
            ..DecodingOptions::default()
        };
        let mut main = self.decode(&wish)?;
        let (bytes, decoder) = (self.bytes(), container.decoder());
        let Parts { gain_map, auxiliaries, blobs } = self.parts()?;
        let scaled = main.layout()?;
        let layers = Layers { bytes: &bytes, decoder, size: (width, height), scaled: (scaled.width, scaled.height) };
        let is_wanted =
            |kind: AuxiliaryKind| options.auxiliary.is_empty() || options.auxiliary.contains(&(kind as i32));

        let mut pixels_of_map = None;
        if let Some(part) = gain_map.filter(|_| is_wanted(AuxiliaryKind::GainMap))
            && let Some(pixels) = layers.decode(part.image, PixelFormat::Rgba8888)?
        {
            let (mastering, dynamic) = (part.mastering, part.dynamic.map(Arc::new));
            main = described(main, HdrMetadata { role: HdrRole::Base, mastering, dynamic, gain_map: None })?;
            let of_map = HdrMetadata { role: HdrRole::GainMap, gain_map: Some(part.how), ..HdrMetadata::default() };
            pixels_of_map = Some(described(pixels, of_map)?);
        }
        let picture = Picture::new(Arc::new(main))?;
        if let Some(pixels) = pixels_of_map {
            set_auxiliary(&picture, AuxiliaryKind::GainMap, pixels);
        }
        for AuxiliaryPart { kind, image, place } in auxiliaries.into_iter().filter(|part| is_wanted(part.kind)) {
            let format = if kind == AuxiliaryKind::FragmentMap { PixelFormat::Rgba8888 } else { format };
            if let Some(pixels) = layers.decode(image, format)? {
                let auxiliary = set_auxiliary(&picture, kind, pixels);
                if let Some(place) = place {
                    auxiliary.set_metadata(MetadataKind::Fragment.number(), fragment(place)?)?;
                }
            }
        }
        for (kind, bytes) in blobs {
            let blob = blob(kind, &bytes)?;
            picture.set_metadata(kind.into(), blob)?;
        }
        if container == Container::Jpeg {
            picture.set_metadata(MetadataKind::Jfif.number(), self.jfif()?)?;
        }
        Ok(picture)
    }

    /// Frame `index` of an animated GIF, with what the file says about it.
    ///
    /// Whatever is wrong in front of the frames is of kind SourceUnrecognised, an index without a frame DecodeOptions.
    pub fn picture_at(&self, index: u32) -> Result<Picture> {
        let unreadable = |error: ImageError| match error.kind {
            ErrorKind::AllocFailed => error,
            _ => ImageError::new(ErrorKind::SourceUnrecognised, error.message),
        };
        let container = self.container().map_err(unreadable)?;
        if container != Container::Gif {
            return Err(no_picture(container, "picture of a frame"));
        }
        let animation = self.animation().map_err(unreadable)?;
        let gif = animation.map(|animation| self.gif(&animation, index)).transpose()?.flatten();
        let gif = gif.ok_or_else(|| {
            ImageError::new(ErrorKind::DecodeOptions, format!("index: the source has no frame {index}"))
        })?;
        let picture = Picture::new(Arc::new(self.decode(&DecodingOptions { index, ..DecodingOptions::default() })?))?;
        picture.set_metadata(MetadataKind::Gif.number(), gif)?;
        Ok(picture)
    }

    /// The metadata of frame `index` that there is, of the kinds `wanted` or, if there are none, of all; in ascending
    /// order of their numbers.
    pub fn metadata_at(&self, index: u32, wanted: &[i32]) -> Result<Vec<SharedMetadata>> {
        let animation = self.animation()?;
        if index >= frame_count(animation.as_deref()) {
            return Err(ImageError::new(ErrorKind::BadArgument, format!("index: the source has no frame {index}")));
        }
        let is_wanted = |kind: MetadataKind| wanted.is_empty() || wanted.contains(&kind.number());
        let mut found = Vec::new();
        if is_wanted(MetadataKind::Exif) {
            found.extend(self.exif_metadata()?);
        }
        if is_wanted(MetadataKind::Fragment) || BLOBS.iter().any(|kind| is_wanted(MetadataKind::Blob(*kind))) {
            let Parts { auxiliaries, blobs, .. } = self.parts()?;
            if is_wanted(MetadataKind::Fragment) {
                let places = auxiliaries.iter().filter(|part| part.kind == AuxiliaryKind::FragmentMap);
                found.extend(places.filter_map(|part| part.place).next().map(fragment).transpose()?);
            }
            for (kind, bytes) in blobs {
                if BLOBS.contains(&kind) && is_wanted(MetadataKind::Blob(kind)) {
                    found.push(blob(kind, &bytes)?);
                }
            }
        }
        if is_wanted(MetadataKind::Gif) && self.container()? == Container::Gif {
            found.extend(animation.map(|animation| self.gif(&animation, index)).transpose()?.flatten());
        }
        Ok(found)
    }

    /// What there is beside the main image.
    fn parts(&self) -> Result<Parts> {
        let bytes = self.bytes();
        let decoder = decode::container(&bytes)?.decoder();
        stop_panics(|| decoder.parts(&bytes))
    }

    /// EXIF as metadata; None also if what should be EXIF cannot be read.
    fn exif_metadata(&self) -> Result<Option<SharedMetadata>> {
        match self.exif() {
            Ok(exif) => Ok(exif.map(|exif| shared(Metadata::Exif(exif)))),
            Err(error) if error.kind == ErrorKind::AllocFailed => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// What a GIF says of frame `index`, as it is stored; None if there is no such frame.
    fn gif(&self, animation: &Animation, index: u32) -> Result<Option<SharedMetadata>> {
        let Some(frame) = animation.frames.get(index as usize) else { return Ok(None) };
        let (width, height) = canvas_size(&self.bytes())?;
        let values = [
            ("GifDelayTime", Some(frame.delay)),
            ("GifUnclampedDelayTime", Some(frame.delay)),
            ("GifDisposalType", Some(frame.disposal.into())),
            ("GifLoopCount", animation.loop_count),
            ("GifCanvasWidth", Some(width)),
            ("GifCanvasHeight", Some(height)),
            ("GifHasGlobalColorMap", Some(animation.global_colors.into())),
        ];
        let mut gif = Keyed::new(MetadataKind::Gif, keyed::GIF);
        for (key, value) in values {
            if let Some(value) = value {
                gif.set_numbers(key, &[value.into()])?;
            }
        }
        Ok(Some(shared(Metadata::Keyed(gif))))
    }

    /// What the header of a JPEG says. A file without a JFIF header gives what else is known.
    fn jfif(&self) -> Result<SharedMetadata> {
        let bytes = self.bytes();
        let mut jfif = Keyed::new(MetadataKind::Jfif, keyed::JFIF);
        for key in keyed::JFIF {
            // What cannot be read is not there: the picture was decoded.
            if let Ok(Some(Property::Integers(numbers))) = native::value(Container::Jpeg, &bytes, key.as_bytes()) {
                jfif.set_numbers(key, &numbers)?;
            }
        }
        Ok(shared(Metadata::Keyed(jfif)))
    }
}

/// A PixelMap that is a part of an HDR image. Devices have those in DMA memory, where programs can read what is said
/// about them.
fn described(pixels: Pixelmap, hdr: HdrMetadata) -> Result<Pixelmap> {
    pixels.with_hdr(hdr)?.placed(Some(AllocatorMode::Dma))
}

fn set_auxiliary(picture: &Picture, kind: AuxiliaryKind, pixels: Pixelmap) -> Arc<AuxiliaryPicture> {
    let auxiliary = Arc::new(AuxiliaryPicture::new(kind, Arc::new(pixels)));
    picture.set_auxiliary(kind, Arc::clone(&auxiliary));
    auxiliary
}

/// Where a fragment map lies.
fn fragment(place: Region) -> Result<SharedMetadata> {
    let mut fragment = Keyed::new(MetadataKind::Fragment, keyed::FRAGMENT);
    for (key, number) in keyed::FRAGMENT.iter().zip([place.x, place.y, place.width, place.height]) {
        fragment.set_numbers(key, &[number.into()])?;
    }
    Ok(shared(Metadata::Keyed(fragment)))
}

/// A blob of kind number `kind`.
fn blob(kind: u8, bytes: &[u8]) -> Result<SharedMetadata> {
    let mut blob = Blob::new(MetadataKind::Blob(kind));
    blob.set(bytes)?;
    Ok(shared(Metadata::Blob(blob)))
}

fn shared(metadata: Metadata) -> SharedMetadata {
    Arc::new(Mutex::new(metadata))
}

fn no_picture(container: Container, what: &str) -> ImageError {
    let message = format!("source: {} gives no {what}", container.mime());
    ImageError::new(ErrorKind::SourceUnrecognised, message)
}
