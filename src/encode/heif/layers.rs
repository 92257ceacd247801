//! Pictures: a base image with a gain map, of which a derived item makes the HDR image (`tmap`, ISO/IEC 23008-12 and
//! ISO 21496-1), and auxiliary images.
//!
//! Depth and linear maps are written without compression, as they are numbers. Blobs are left out.

#![forbid(unsafe_code)]

use std::ffi::CStr;

use super::arrange::arrange;
use super::planes::Planes;
use super::{describing, exif_item, item, picture, uncompressed};
use crate::color::ColorSpace;
use crate::encode::layers::{AuxiliaryLayer, GainMapLayer, Layers};
use crate::encode::options::Settings;
use crate::error::{ErrorKind, ImageError, Result};
use crate::hdr::compose;
use crate::heif::codec::{Content, NewItem, Picture, write};
use crate::heif::interface::FourCc;
use crate::log;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::metadata::gain_map::iso;
use crate::metadata::hdr::MasteringMetadata;
use crate::pixel::Layout;
use crate::sink::Output;
use crate::threads::Threads;

/// The names that devices give these items.
const GAIN_MAP: &CStr = c"Gain map Image";
const TONE_MAPPED: &CStr = c"Tone-mapped representation";

/// Numbers of items in the file.
const BASE_ITEM: u32 = 0;
const GAIN_MAP_ITEM: u32 = 1;
const TONE_MAPPED_ITEM: u32 = 2;

/// A property box of an item: its type, whether it is essential, what is in it.
pub type PropertyBox = (FourCc, bool, Vec<u8>);

/// Encodes a picture.
pub fn encode(layers: &Layers<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
    let base = Planes::of(&layers.base, settings.threads)?;
    let gains = match &layers.gain_map {
        Some(map) => Some((map, Planes::of(&map.view.opaque(), settings.threads)?)),
        None => None,
    };
    let mut auxiliaries = Vec::new();
    for auxiliary in &layers.auxiliaries {
        match properties(auxiliary, layers.base.layout()) {
            Ok(own) => auxiliaries.push((auxiliary, Samples::of(auxiliary, settings.threads)?, own)),
            Err(error) => log::line(&format!("auxiliary picture {} is left out: {error}", auxiliary.kind as i32)),
        }
    }
    for (kind, _) in &layers.blobs {
        log::line(&format!("metadata {kind} is left out: HEIF files hold none of this library"));
    }

    let mut main = picture(&base, &layers.info.color, settings.quality)?;
    let block = gains.as_ref().map(|(map, _)| [&[0], &iso::write(&map.how)[..]].concat());
    let mut items = Vec::new();
    if let (Some((map, planes)), Some(block)) = (&gains, &block) {
        // As devices have it: numbers in place of profiles, of spaces that have numbers.
        main.profile = main.profile.filter(|_| main.nclx.primaries == UNSAID);
        let second = picture(planes, &map.color, settings.quality)?;
        let second = Picture { profile: second.profile.filter(|_| second.nclx.primaries == UNSAID), ..second };
        items.push(item(Content::Picture(main)));
        items.push(NewItem { name: Some(GAIN_MAP), ..item(Content::Picture(second)) });
        items.push(NewItem {
            name: Some(TONE_MAPPED),
            properties: tone_mapped(layers.base.layout(), map),
            references: vec![(*b"dimg", vec![BASE_ITEM, GAIN_MAP_ITEM])],
            ..item(Content::Data(*b"tmap", block))
        });
    } else {
        items.push(item(Content::Picture(main)));
    }
    let exif = layers.info.exif.as_deref().map(exif_item);
    items.extend(exif.as_deref().map(describing));
    for (auxiliary, samples, own) in &auxiliaries {
        let content = match samples {
            Samples::Coded(planes) => Content::Picture(picture(planes, auxiliary.color, settings.quality)?),
            Samples::Plain(bytes) => Content::Data(uncompressed::KIND, bytes),
        };
        let references = vec![(*b"auxl", vec![BASE_ITEM])];
        items.push(NewItem { properties: own.clone(), references, ..item(content) });
    }
    let hdr = gains.is_some();
    let brands: &[FourCc] = if hdr { &[*b"tmap"] } else { &[] };
    let mut file = Vec::new();
    let append = &mut |bytes: &[u8]| {
        let fits = file.try_reserve(bytes.len()).is_ok();
        if fits {
            file.extend_from_slice(bytes);
        }
        fits
    };
    write(&items, brands, settings.threads, append)?;
    if hdr {
        let odd = || ImageError::new(ErrorKind::Internal, "libheif made a file of another kind");
        let alternatives = [TONE_MAPPED_ITEM as usize, BASE_ITEM as usize];
        file = arrange(file, GAIN_MAP_ITEM as usize, &alternatives).ok_or_else(odd)?;
    }
    output.push(file)
}

/// What is written of an auxiliary picture.
enum Samples {
    /// An image to be coded.
    Coded(Planes),
    /// Pixels as they are.
    Plain(Vec<u8>),
}

impl Samples {
    fn of(auxiliary: &AuxiliaryLayer<'_>, threads: Threads) -> Result<Self> {
        let view = &auxiliary.view;
        if auxiliary.kind.is_raw() {
            uncompressed::bytes(view).map(Self::Plain)
        } else {
            Planes::of(view, threads).map(Self::Coded)
        }
    }
}

/// The number of H.273 for what is not said.
const UNSAID: u16 = 2;

/// What is known of the HDR image: its size, 10 bits, its colours and its light.
fn tone_mapped(base: &Layout, map: &GainMapLayer<'_>) -> Vec<PropertyBox> {
    let size = [&[0; 4][..], &base.width.to_be_bytes(), &base.height.to_be_bytes()].concat();
    let mut own = vec![(*b"ispe", false, size), (*b"pixi", false, vec![0, 0, 0, 0, 3, 10, 10, 10])];
    if let Some([primaries, transfer]) =
        ColorSpace::from_name(compose::SPACE).and_then(|space| space.named_code_points())
    {
        let full_range = 0x80;
        own.push((*b"colr", false, [&b"nclx"[..], &[0, primaries, 0, transfer, 0, 9, full_range]].concat()));
    }
    if let Some(mastering) = &map.mastering {
        own.push((*b"clli", false, light_levels(mastering)));
        own.push((*b"mdcv", false, mastering_display(mastering)));
    }
    own
}

/// Maximum content and frame-average light level in cd/m2.
fn light_levels(mastering: &MasteringMetadata) -> Vec<u8> {
    let levels = [mastering.max_content_light_level, mastering.max_frame_average_light_level];
    levels.iter().flat_map(|level| (level.round() as u16).to_be_bytes()).collect()
}

/// Primaries in the order green, blue, red, then white, in steps of 0.00002; luminances in steps of 0.0001 cd/m2.
fn mastering_display(mastering: &MasteringMetadata) -> Vec<u8> {
    let [red, green, blue] = mastering.primaries;
    let points = [green, blue, red, mastering.white];
    let mut bytes: Vec<u8> =
        points.iter().flatten().flat_map(|value| ((value * 50_000.0).round() as u16).to_be_bytes()).collect();
    for luminance in [mastering.max_luminance, mastering.min_luminance] {
        bytes.extend(((f64::from(luminance) * 10_000.0).round() as u32).to_be_bytes());
    }
    bytes
}

/// What makes an image an auxiliary one; an error if it cannot be written.
fn properties(auxiliary: &AuxiliaryLayer<'_>, base: &Layout) -> Result<Vec<PropertyBox>> {
    let mut own = if auxiliary.kind.is_raw() { uncompressed::properties(&auxiliary.view)? } else { Vec::new() };
    own.push((*b"auxC", true, [&[0; 4][..], auxiliary.kind.urn().as_bytes(), &[0]].concat()));
    if auxiliary.kind == AuxiliaryKind::FragmentMap {
        let missing = || ImageError::new(ErrorKind::BadArgument, "nothing says where the fragment lies");
        let place = auxiliary.place.ok_or_else(missing)?;
        place.check_inside(base)?;
        own.push((*b"rloc", false, [&[0; 4][..], &place.x.to_be_bytes(), &place.y.to_be_bytes()].concat()));
    }
    Ok(own)
}
