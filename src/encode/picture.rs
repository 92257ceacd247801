//! Pictures and HDR images: what of them goes into one file.

#![forbid(unsafe_code)]

use std::sync::{MutexGuard, PoisonError};

use super::color::FileColor;
use super::encoder::FileInfo;
use super::layers::{AuxiliaryLayer, GainMapLayer, Layers};
use super::options::{DynamicRange, Target};
use super::{check, exif};
use crate::content::hdr::ColoredView;
use crate::content::picture::SharedMetadata;
use crate::content::{AuxiliaryPicture, Picture, Pixelmap};
use crate::error::{ErrorKind, ImageError, Result};
use crate::hdr::split::{self, Wish};
use crate::log;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::exif::Exif;
use crate::metadata::{Metadata, MetadataKind};
use crate::pixel::{PixelBuffer, PixelFormat, Region};
use crate::sink::Output;

/// The numbers of all kinds of blobs, in the order in which files have them.
const BLOBS: [u8; 10] = [3, 4, 6, 7, 8, 9, 10, 11, 12, 13];

/// The blob that has an option of its own.
const DFX: u8 = 13;

/// Encodes an HDR image: what plain decoders show, and the gain map between both.
pub fn encode_hdr(
    image: &ColoredView<'_>,
    exif: Option<Vec<u8>>,
    target: &Target,
    output: &mut Output<'_>,
) -> Result<()> {
    let internal = || ImageError::new(ErrorKind::Internal, "HDR without a colour space");
    let space = image.space.ok_or_else(internal)?;
    let wish = Wish { format: PixelFormat::Rgba8888, full_size: false, threads: target.settings.threads };
    let split = split::split(&image.view, &space, image.peak(), &wish)?;
    let color = || FileColor::of(Some(split.space), None, wish.format);
    let layers = Layers {
        base: split.base.view(image.view.alpha())?,
        info: FileInfo { color: color()?, exif },
        gain_map: Some(GainMapLayer {
            view: split.gain_map.view(image.view.alpha())?.opaque(),
            color: color()?,
            how: split.how,
            mastering: image.hdr.mastering,
            dynamic: None,
        }),
        auxiliaries: Vec::new(),
        blobs: Vec::new(),
    };
    target.encoder.encode_layers(&layers, &target.settings, output)
}

/// Encodes a picture.
pub fn encode(picture: &Picture, target: &Target, output: &mut Output<'_>) -> Result<()> {
    if !target.encoder.holds_layers() {
        let message = format!("no picture can be packed to {}", target.encoder.mime());
        return Err(ImageError::new(ErrorKind::TargetFormat, message));
    }
    // What the picture holds them as counts, whatever their own type became since.
    let mut auxiliaries = picture.auxiliaries();
    auxiliaries.retain(|(kind, _)| *kind != AuxiliaryKind::GainMap || target.dynamic_range == DynamicRange::Auto);
    let exif = if target.exif { exif_of(picture)? } else { None };
    let exif = exif.and_then(|exif| exif::block(&exif, target.encoder.mime(), target.encoder.exif_bytes()));
    let blobs = blobs_of(picture, target)?;

    // One PixelMap may be several images. Read locks are taken once each and in the order of the ids, as elsewhere:
    // behind a waiting writer, threads that wait for one another's would wait for ever.
    let mut maps: Vec<&Pixelmap> = vec![picture.main()];
    maps.extend(auxiliaries.iter().map(|(_, auxiliary)| &**auxiliary.pixels()));
    maps.sort_by_key(|map| (map.id(), std::ptr::from_ref(*map)));
    maps.dedup_by_key(|map| std::ptr::from_ref(*map));
    with_views(&maps, Vec::new(), &mut |views| {
        let view_of = |wanted: &Pixelmap| {
            let place = maps.iter().position(|map| std::ptr::eq(*map, wanted));
            let internal = || ImageError::new(ErrorKind::Internal, "a PixelMap without a lock");
            place.and_then(|place| views.get(place)).ok_or_else(internal)
        };
        let main = view_of(picture.main())?;
        check_main(main, target)?;
        let mut layers = Layers {
            base: main.view,
            info: FileInfo { color: color_of(main)?, exif: exif.clone() },
            gain_map: None,
            auxiliaries: Vec::new(),
            blobs: blobs.iter().map(|(number, bytes)| (*number, &bytes[..])).collect(),
        };
        let mut others = Vec::new();
        for (kind, auxiliary) in &auxiliaries {
            let image = view_of(auxiliary.pixels())?;
            match kind {
                AuxiliaryKind::GainMap => layers.gain_map = gain_map(main, image, target)?,
                _ => others.extend(Other::of(*kind, auxiliary, image, target)),
            }
        }
        for other in &others {
            layers.auxiliaries.push(other.layer()?);
        }
        target.encoder.encode_layers(&layers, &target.settings, output)
    })
}

/// Lets `look` see the pixels of all `maps`, in their order.
fn with_views(
    maps: &[&Pixelmap],
    views: Vec<ColoredView<'_>>,
    look: &mut dyn FnMut(Vec<ColoredView<'_>>) -> Result<()>,
) -> Result<()> {
    let Some((first, rest)) = maps.split_first() else { return look(views) };
    first.with_colored_view(move |view| {
        let mut views = views;
        views.push(view);
        with_views(rest, views, look)
    })
}

/// An error if this cannot be the main image of a file.
fn check_main(main: &ColoredView<'_>, target: &Target) -> Result<()> {
    if main.view.layout().format.is_ten_bit() {
        let message = format!("picture: the main image is {:?}, files have 8 bits", main.view.layout().format);
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    check(&main.view, target.encoder)
}

fn color_of(image: &ColoredView<'_>) -> Result<FileColor> {
    FileColor::of(image.space, image.profile.as_ref(), image.view.layout().format)
}

/// The gain map of a file whose base image is `main`; None if its pixels cannot be one.
fn gain_map<'a>(main: &ColoredView<'_>, map: &ColoredView<'a>, target: &Target) -> Result<Option<GainMapLayer<'a>>> {
    if map.view.layout().format == PixelFormat::AlphaF16 {
        log::line("the gain map is left out: ALPHA_F16 has no conversion");
        return Ok(None);
    }
    check(&map.view, target.encoder)?;
    let how = map.hdr.gain_map.unwrap_or_default();
    // The profile says in which primaries gains apply, unless they are those of the base image.
    let colored = if how.use_base_color || map.space.is_none() && map.profile.is_none() { main } else { map };
    Ok(Some(GainMapLayer {
        view: map.view,
        color: FileColor::of(colored.space, colored.profile.as_ref(), map.view.layout().format)?,
        how,
        mastering: main.hdr.mastering,
        dynamic: main.hdr.dynamic.clone(),
    }))
}

/// An auxiliary picture that goes into the file.
struct Other<'a> {
    kind: AuxiliaryKind,
    image: &'a ColoredView<'a>,
    /// Pixels of 8 bits, of those that have more.
    converted: Option<PixelBuffer>,
    color: FileColor,
    place: Option<Region>,
}

impl<'a> Other<'a> {
    /// None if it cannot be encoded.
    fn of(
        kind: AuxiliaryKind,
        auxiliary: &AuxiliaryPicture,
        image: &'a ColoredView<'a>,
        target: &Target,
    ) -> Option<Self> {
        let prepared = || {
            if kind.is_raw() {
                return Ok((None, FileColor::Srgb));
            }
            check(&image.view, target.encoder)?;
            Ok(match image.mapper(target.encoder.sdr_space())? {
                Some((mapper, space)) => {
                    let pixels = mapper.rgba(&image.view, target.settings.threads)?;
                    let color = FileColor::of(Some(space), None, pixels.layout().format)?;
                    (Some(pixels), color)
                }
                None => (None, color_of(image)?),
            })
        };
        match prepared() {
            Ok((converted, color)) => Some(Self { kind, image, converted, color, place: place_of(auxiliary) }),
            Err(error) => {
                let error: ImageError = error;
                log::line(&format!("auxiliary picture {} is left out: {error}", kind as i32));
                None
            }
        }
    }

    fn layer(&self) -> Result<AuxiliaryLayer<'_>> {
        let view = match &self.converted {
            Some(pixels) => pixels.view(self.image.view.alpha())?,
            None => self.image.view,
        };
        Ok(AuxiliaryLayer { kind: self.kind, view, color: &self.color, place: self.place })
    }
}

/// Where a fragment map says that it lies.
fn place_of(auxiliary: &AuxiliaryPicture) -> Option<Region> {
    let metadata = auxiliary.metadata(MetadataKind::Fragment.number()).ok()?;
    let metadata = locked(&metadata);
    let number = |key: &str| str::from_utf8(&metadata.text(key.as_bytes()).ok()?).ok()?.parse().ok();
    Some(Region {
        x: number("XInOriginal")?,
        y: number("YInOriginal")?,
        width: number("FragmentImageWidth")?,
        height: number("FragmentImageHeight")?,
    })
}

fn exif_of(picture: &Picture) -> Result<Option<Exif>> {
    let Ok(metadata) = picture.metadata(MetadataKind::Exif.number()) else { return Ok(None) };
    match &*locked(&metadata) {
        Metadata::Exif(exif) => exif.try_clone().map(Some),
        _ => Ok(None),
    }
}

/// Copies of the blobs that the options ask for.
fn blobs_of(picture: &Picture, target: &Target) -> Result<Vec<(u8, Vec<u8>)>> {
    let mut blobs = Vec::new();
    for number in BLOBS.into_iter().filter(|number| if *number == DFX { target.dfx } else { target.exif }) {
        let Ok(metadata) = picture.metadata(number.into()) else { continue };
        let copy = locked(&metadata).try_clone()?;
        if let Metadata::Blob(blob) = copy
            && !blob.bytes().is_empty()
        {
            blobs.push((number, blob.into_bytes()));
        }
    }
    Ok(blobs)
}

fn locked(metadata: &SharedMetadata) -> MutexGuard<'_, Metadata> {
    // Nothing is half done when a holder panics.
    metadata.lock().unwrap_or_else(PoisonError::into_inner)
}
