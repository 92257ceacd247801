//! Copies of pictures in part.
//!
//! All that a program lists is looked up and judged before anything is copied, one lock at a time: two things of a
//! picture may be the same PixelMap.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::auxiliary::AuxiliaryPicture;
use super::auxiliary_info::kind_of;
use super::hdr::{HdrMetadata, HdrRole};
use super::picture::{Picture, SharedMetadata, lock};
use super::pixelmap::Pixelmap;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::MetadataKind;
use crate::metadata::auxiliary::AuxiliaryKind;

/// The numbers of a type in the picture that is copied, and of the copy's type.
#[derive(Clone, Copy, Debug)]
pub struct CopyItem {
    /// Of the original.
    pub from: i32,
    /// Of its copy.
    pub to: i32,
}

impl Picture {
    /// A picture that shares nothing with this one: the main image, or the pixels of the auxiliary picture of type
    /// number `main` if that is not 0, in the colour space of the main image, and what is listed. Of two items with the
    /// same type of their copies the later one counts.
    pub fn copy(&self, main: i32, auxiliaries: &[CopyItem], metadata: &[CopyItem]) -> Result<Self> {
        let main = if main == 0 { None } else { Some(self.listed(main)?) };
        let auxiliaries = self.listed_auxiliaries(auxiliaries)?;
        let metadata = self.listed_metadata(metadata)?;
        let gain_map = self.auxiliary(AuxiliaryKind::GainMap);
        let is_hdr = gain_map.is_some() && auxiliaries.contains_key(&AuxiliaryKind::GainMap);

        let copy = Self::new(Arc::new(self.copy_main(main.as_deref(), is_hdr)?))?;
        for (kind, auxiliary) in auxiliaries {
            let mut pixels = auxiliary.pixels().duplicate()?;
            if let Some(gain_map) = gain_map.as_ref().filter(|_| kind == AuxiliaryKind::GainMap) {
                // What became a gain map only now may not know how it is applied.
                let hdr = said_of(gain_map.pixels())?;
                let own = said_of(&pixels)?;
                pixels = pixels.with_hdr(if own.gain_map.is_some() { own } else { hdr })?;
            }
            copy.set_auxiliary(kind, Arc::new(auxiliary.copy_with(kind, pixels)?));
        }
        for (kind, object) in metadata {
            let object = lock(&object).copy_as(kind)?;
            copy.set_metadata(kind.number(), Arc::new(Mutex::new(object)))?;
        }
        Ok(copy)
    }

    /// The main image of a copy, which has a gain map as this picture has, or not.
    fn copy_main(&self, chosen: Option<&AuxiliaryPicture>, is_hdr: bool) -> Result<Pixelmap> {
        let (space, profile, hdr) = self.main().with_colored_view(|main| Ok((main.space, main.profile, main.hdr)))?;
        let Some(chosen) = chosen else {
            let role = if hdr.role == HdrRole::Base && !is_hdr { HdrRole::None } else { hdr.role };
            return self.main().duplicate()?.with_hdr(HdrMetadata { role, ..hdr });
        };
        let copy = chosen.pixels().duplicate()?.with_colors(space, profile)?;
        if is_hdr { copy.with_hdr(hdr) } else { Ok(copy) }
    }

    fn listed(&self, kind: i32) -> Result<Arc<AuxiliaryPicture>> {
        let absent = || ImageError::new(ErrorKind::BadArgument, format!("there is no auxiliary picture {kind}"));
        self.auxiliary(kind_of(kind, "srcType")?).ok_or_else(absent)
    }

    fn listed_auxiliaries(&self, items: &[CopyItem]) -> Result<BTreeMap<AuxiliaryKind, Arc<AuxiliaryPicture>>> {
        let found = items.iter().map(|item| Ok((kind_of(item.to, "dstType")?, self.listed(item.from)?)));
        found.collect()
    }

    fn listed_metadata(&self, items: &[CopyItem]) -> Result<Vec<(MetadataKind, SharedMetadata)>> {
        let found = items.iter().map(|item| {
            let absent = |error: ImageError| ImageError::new(ErrorKind::BadArgument, error.message);
            let object = self.metadata(item.from).map_err(absent)?;
            let kind = lock(&object).kind_of_copy(item.to)?;
            Ok((item.to, (kind, object)))
        });
        let chosen: BTreeMap<_, _> = found.collect::<Result<_>>()?;
        Ok(chosen.into_values().collect())
    }
}

/// What is said about the part of a PixelMap in an HDR image.
fn said_of(pixels: &Pixelmap) -> Result<HdrMetadata> {
    pixels.with_colored_view(|colored| Ok(colored.hdr))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ColorSpace;
    use crate::metadata::Metadata;
    use crate::metadata::hdr::GainMapMetadata;
    use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, YuvRange};

    fn map(value: u8, width: u32) -> Pixelmap {
        let mut pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, width, 1).unwrap()).unwrap();
        pixels.bytes_mut().fill(value);
        Pixelmap::new(pixels, AlphaType::Premultiplied, YuvRange::Full, true)
    }

    fn object(kind: i32) -> SharedMetadata {
        Arc::new(Mutex::new(Metadata::new(MetadataKind::of(kind).unwrap())))
    }

    fn blob(kind: i32, bytes: &[u8]) -> SharedMetadata {
        let blob = object(kind);
        blob.lock().unwrap().blob_mut().unwrap().set(bytes).unwrap();
        blob
    }

    fn bytes(pixels: &Pixelmap) -> Vec<u8> {
        let mut bytes = vec![0; pixels.byte_count().unwrap()];
        pixels.read_pixels(&mut bytes).unwrap();
        bytes
    }

    fn item(from: i32, to: i32) -> CopyItem {
        CopyItem { from, to }
    }

    fn gain(max: f32) -> HdrMetadata {
        let how = GainMapMetadata { max: [max; 3], ..GainMapMetadata::default() };
        HdrMetadata { role: HdrRole::GainMap, gain_map: Some(how), ..HdrMetadata::default() }
    }

    /// A picture with a gain map, a fragment map, a snapshot (without HDR metadata) and three metadata objects.
    fn picture() -> Picture {
        let base = HdrMetadata { role: HdrRole::Base, ..HdrMetadata::default() };
        let main = map(1, 2).with_colors(ColorSpace::from_name(3), Some(Arc::from([7]))).unwrap();
        let picture = Picture::new(Arc::new(main.with_hdr(base).unwrap())).unwrap();
        for (kind, pixels) in [
            (AuxiliaryKind::GainMap, map(2, 1).with_hdr(gain(2.0)).unwrap()),
            (AuxiliaryKind::FragmentMap, map(3, 3)),
            (AuxiliaryKind::SnapMap, map(4, 4).with_colors(ColorSpace::from_name(4), None).unwrap()),
        ] {
            picture.set_auxiliary(kind, Arc::new(AuxiliaryPicture::new(kind, Arc::new(pixels))));
        }
        let fragment = object(2);
        fragment.lock().unwrap().set_text(b"XInOriginal", b"5").unwrap();
        picture.auxiliary(AuxiliaryKind::FragmentMap).unwrap().set_metadata(2, fragment).unwrap();
        picture.set_metadata(1, object(1)).unwrap();
        picture.set_metadata(3, blob(3, b"style")).unwrap();
        picture.set_metadata(5, object(5)).unwrap();
        picture
    }

    #[test]
    fn without_lists_the_main_image_alone_is_copied() {
        let source = picture();
        let copy = source.copy(0, &[], &[]).unwrap();
        assert!(copy.auxiliaries().is_empty() && copy.metadata_kinds().is_empty());
        assert!(copy.main().exif().unwrap().is_none() && source.main().exif().unwrap().is_some());
        assert_eq!((bytes(copy.main()), copy.main().color_space()), (vec![1; 8], source.main().color_space()));
        // Without a gain map it is the base of nothing.
        assert_eq!(said_of(copy.main()).unwrap().role, HdrRole::None);
        copy.main().write_pixels(&[9; 8]).unwrap();
        assert_eq!(bytes(source.main()), [1; 8]);
    }

    #[test]
    fn what_is_listed_is_copied_under_its_new_type() {
        let source = picture();
        let copy =
            source.copy(6, &[item(5, 5), item(6, 3), item(1, 9)], &[item(1, 1), item(3, 13), item(5, 5)]).unwrap();
        assert_eq!(bytes(copy.main()), [4; 16]);
        assert_eq!(copy.main().color_space(), source.main().color_space());
        copy.main().with_colored_view(|main| Ok(assert_eq!(main.profile.as_deref(), Some(&[7][..])))).unwrap();
        let kinds: Vec<i32> = copy.auxiliaries().iter().map(|(kind, _)| *kind as i32).collect();
        assert_eq!((kinds, copy.metadata_kinds()), (vec![3, 5, 9], vec![1, 5, 13]));
        assert!(copy.main().exif().unwrap().is_some());
        assert_eq!(copy.metadata(13).unwrap().lock().unwrap().blob().unwrap().bytes(), b"style");
        assert_eq!(copy.metadata(13).unwrap().lock().unwrap().kind().number(), 13);
        for (kind, auxiliary) in copy.auxiliaries() {
            assert_eq!(auxiliary.kind(), kind);
        }
        let fragment = copy.auxiliary(AuxiliaryKind::FragmentMap).unwrap();
        let of_source = source.auxiliary(AuxiliaryKind::FragmentMap).unwrap();
        assert_eq!(fragment.metadata(2).unwrap().lock().unwrap().text(b"XInOriginal").unwrap(), b"5");
        of_source.metadata(2).unwrap().lock().unwrap().set_text(b"XInOriginal", b"6").unwrap();
        of_source.pixels().write_pixels(&[8; 12]).unwrap();
        assert_eq!(fragment.metadata(2).unwrap().lock().unwrap().text(b"XInOriginal").unwrap(), b"5");
        assert_eq!(bytes(fragment.pixels()), [3; 12]);
    }

    #[test]
    fn hdr_metadata_come_along_with_a_gain_map() {
        let source = picture();
        let hdr = |copy: &Picture, kind| said_of(copy.auxiliary(kind).unwrap().pixels()).unwrap();
        let copy = source.copy(0, &[item(1, 1)], &[]).unwrap();
        assert_eq!(said_of(copy.main()).unwrap().role, HdrRole::Base);
        assert_eq!(hdr(&copy, AuxiliaryKind::GainMap).gain_map, gain(2.0).gain_map);
        // Another image as base, another one as gain map, which knows nothing of its own.
        let copy = source.copy(5, &[item(6, 1)], &[]).unwrap();
        assert_eq!(said_of(copy.main()).unwrap().role, HdrRole::Base);
        assert_eq!(hdr(&copy, AuxiliaryKind::GainMap).gain_map, gain(2.0).gain_map);
        let snap = map(5, 1).with_hdr(gain(3.0)).unwrap();
        let snap = AuxiliaryPicture::new(AuxiliaryKind::SnapGainMap, Arc::new(snap));
        source.set_auxiliary(AuxiliaryKind::SnapGainMap, Arc::new(snap));
        let copy = source.copy(0, &[item(7, 1)], &[]).unwrap();
        assert_eq!(hdr(&copy, AuxiliaryKind::GainMap).gain_map, gain(3.0).gain_map);
    }

    #[test]
    fn the_later_of_two_items_counts_and_a_wrong_one_spoils_all() {
        let source = picture();
        source.set_metadata(4, blob(4, b"later")).unwrap();
        let copy = source.copy(0, &[item(1, 2), item(6, 2)], &[item(3, 9), item(4, 9)]).unwrap();
        assert_eq!(bytes(copy.auxiliary(AuxiliaryKind::DepthMap).unwrap().pixels()), [4; 16]);
        assert_eq!(copy.metadata(9).unwrap().lock().unwrap().blob().unwrap().bytes(), b"later");
        for (main, auxiliary, metadata) in [
            (2, item(1, 1), item(1, 1)),
            (-1, item(1, 1), item(1, 1)),
            (0, item(2, 2), item(1, 1)),
            (0, item(1, 0), item(1, 1)),
            (0, item(1, 101), item(1, 1)),
            (0, item(0, 1), item(1, 1)),
            (0, item(1, 1), item(1, 5)),
            (0, item(1, 1), item(5, 1)),
            (0, item(1, 1), item(3, 5)),
            (0, item(1, 1), item(1, 3)),
            (0, item(1, 1), item(6, 6)),
            (0, item(1, 1), item(2, 2)),
            (0, item(1, 1), item(-1, -1)),
            (0, item(1, 1), item(3, 14)),
        ] {
            let error = source.copy(main, &[auxiliary], &[metadata]).unwrap_err();
            assert_eq!(error.kind, ErrorKind::BadArgument, "{main} {auxiliary:?} {metadata:?}");
        }
    }

    /// The same PixelMap as the main image and twice beside it.
    #[test]
    fn one_pixelmap_may_be_everything() {
        let pixels = Arc::new(map(6, 2));
        let picture = Picture::new(Arc::clone(&pixels)).unwrap();
        for kind in [AuxiliaryKind::GainMap, AuxiliaryKind::DepthMap] {
            picture.set_auxiliary(kind, Arc::new(AuxiliaryPicture::new(kind, Arc::clone(&pixels))));
        }
        pixels.lock_pixels().unwrap();
        let copy = picture.copy(2, &[item(1, 2), item(2, 1)], &[]).unwrap();
        assert_eq!((copy.auxiliaries().len(), bytes(copy.main())), (2, vec![6; 8]));
        copy.main().check_unlocked().unwrap();
    }
}
