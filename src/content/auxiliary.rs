//! Auxiliary pictures: images that accompany the main image of a picture.
//!
//! As with pictures, handles share the pixels and the metadata. What the pixels are taken for can be said anew: their
//! PixelMap is then described anew for everybody who has it, and no byte changes.

#![forbid(unsafe_code)]

use std::sync::{Arc, Mutex};

use super::auxiliary_info::{AuxiliaryInfo, kind_of};
use super::create::InitializationOptions;
use super::picture::{MetadataSet, SharedMetadata, lock};
use super::pixelmap::Pixelmap;
use crate::convert;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::MetadataKind;
use crate::metadata::auxiliary::AuxiliaryKind;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView, YuvRange};

/// An image with its type and metadata of its own.
///
/// `info` is waited for before the PixelMap's lock, the others are held for a moment only.
#[derive(Debug)]
pub struct AuxiliaryPicture {
    pixels: Arc<Pixelmap>,
    said: Mutex<Said>,
    metadata: Mutex<MetadataSet>,
    /// Held while all that an [`AuxiliaryInfo`] has is changed or read.
    info: Mutex<()>,
}

/// What is known about an auxiliary picture beside its pixels.
#[derive(Clone, Copy, Debug)]
struct Said {
    kind: AuxiliaryKind,
    /// The row stride that a program named for pixels of this shape: it only informs.
    stride: Option<(Layout, u32)>,
}

/// What [`AuxiliaryPicture::create`] makes its pixels with.
fn bgra_of((width, height): (u32, u32)) -> InitializationOptions {
    InitializationOptions { width, height, ..InitializationOptions::default() }
}

impl AuxiliaryPicture {
    /// An auxiliary picture that shares `pixels`.
    pub fn new(kind: AuxiliaryKind, pixels: Arc<Pixelmap>) -> Self {
        let said = Mutex::new(Said { kind, stride: None });
        Self { pixels, said, metadata: Mutex::default(), info: Mutex::default() }
    }

    /// An auxiliary picture of type number `kind` in RGBA_8888 from `data`, BGRA_8888 that is not premultiplied. Bytes
    /// beyond the end of `data` count as 0, as long as there is one for each pixel.
    pub fn create(data: &[u8], size: (u32, u32), kind: i32) -> Result<Self> {
        let kind = kind_of(kind, "type")?;
        Ok(Self::new(kind, Arc::new(Pixelmap::create(data, &bgra_of(size))?)))
    }

    /// How many bytes of a buffer of `length` [`create`](Self::create) would look at.
    pub fn bytes_to_read(length: usize, size: (u32, u32), kind: i32) -> Result<usize> {
        kind_of(kind, "type")?;
        bgra_of(size).bytes_to_read(length, None)
    }

    /// An auxiliary picture as `info` says, from `data` that is laid out as
    /// [`input_layout`](AuxiliaryInfo::input_layout) says; of zeros if there is none. Colour with alpha is taken as not
    /// premultiplied, and stored premultiplied.
    pub fn allocate(info: &AuxiliaryInfo, allocator: i32, data: Option<&[u8]>) -> Result<Self> {
        let (kind, allocator) = info.check(allocator)?;
        let source = data.map(|data| Ok((info.input_layout(data.len())?, data))).transpose()?;
        let format = if info.pixel_format == 0 { PixelFormat::Rgba8888 } else { info.format()? };
        let mut pixels = PixelBuffer::zeroed(Layout::packed(format, info.width, info.height)?)?;
        if let Some((layout, data)) = source {
            let view = PixelView::new(layout, AlphaType::Unpremultiplied, data)?;
            convert::convert(&view, &mut pixels, format.resolve_alpha(AlphaType::Premultiplied));
        }
        let pixels = Pixelmap::new(pixels, AlphaType::Premultiplied, YuvRange::Full, true).placed(Some(allocator))?;
        Ok(Self::new(kind, Arc::new(pixels)))
    }

    /// What it is for.
    pub fn kind(&self) -> AuxiliaryKind {
        lock(&self.said).kind
    }

    /// The pixels.
    pub fn pixels(&self) -> &Arc<Pixelmap> {
        &self.pixels
    }

    /// What it is now. The row stride is what a program named for these pixels, or their own.
    pub fn info(&self) -> Result<AuxiliaryInfo> {
        let _alone = lock(&self.info);
        let layout = self.pixels.layout()?;
        let said = *lock(&self.said);
        let named = said.stride.filter(|(of, _)| *of == layout).map(|(_, stride)| stride);
        Ok(AuxiliaryInfo {
            kind: said.kind as i32,
            width: layout.width,
            height: layout.height,
            row_stride: named.unwrap_or(layout.stride as u32),
            pixel_format: layout.format as i32,
        })
    }

    /// Describes the pixels anew, for everybody who shares them. Type 0 leaves the type as it is.
    pub fn set_info(&self, info: &AuxiliaryInfo) -> Result<()> {
        let kind = if info.kind == 0 { None } else { Some(kind_of(info.kind, "info: type")?) };
        info.check_size()?;
        let layout = Layout::packed(info.format()?, info.width, info.height)?;
        let _alone = lock(&self.info);
        self.pixels.relabel(layout)?;
        let mut said = lock(&self.said);
        said.kind = kind.unwrap_or(said.kind);
        said.stride = (info.row_stride != 0).then_some((layout, info.row_stride));
        Ok(())
    }

    /// Gives all pixels to `put(at, bytes)`, rows without padding, which has room for `available` bytes.
    pub fn read_pixels_by(&self, available: usize, mut put: impl FnMut(usize, &[u8])) -> Result<()> {
        let state = self.pixels.read()?;
        let layout = *state.pixels.layout();
        check_length("destination", available, &layout, ErrorKind::BadArgument)?;
        let bytes = state.pixels.bytes();
        if is_packed(&layout) {
            put(0, bytes);
            return Ok(());
        }
        for y in 0..layout.height as usize {
            put(y * layout.row_bytes(), &bytes[y * layout.stride..][..layout.row_bytes()]);
        }
        Ok(())
    }

    /// Lets `get(at, bytes)` replace all pixels by what it has, which are `available` bytes, rows without padding. It
    /// is not asked whether the PixelMap is editable: those that are decoded are not, and auxiliary pictures may be
    /// written.
    pub fn write_pixels_by(&self, available: usize, mut get: impl FnMut(usize, &mut [u8])) -> Result<()> {
        let mut state = self.pixels.write()?;
        let layout = *state.pixels.layout();
        check_length("source", available, &layout, ErrorKind::BufferTooSmall)?;
        state.check_unlocked()?;
        if is_packed(&layout) {
            get(0, state.pixels.bytes_mut());
            return Ok(());
        }
        for y in 0..layout.height {
            get(y as usize * layout.row_bytes(), state.pixels.row_mut(y));
        }
        Ok(())
    }

    /// The metadata of kind number `kind`: that of a fragment map, or a blob.
    pub fn metadata(&self, kind: i32) -> Result<SharedMetadata> {
        self.check_metadata_kind(kind)?;
        if kind == MetadataKind::Exif.number() {
            return Err(ImageError::new(ErrorKind::MetadataKey, "metadataType: EXIF is got from pictures only"));
        }
        lock(&self.metadata).get(kind).map_err(|error| ImageError::new(ErrorKind::BadArgument, error.message))
    }

    /// Keeps `metadata` under `kind`, which must be its own, in place of what was there.
    pub fn set_metadata(&self, kind: i32, metadata: SharedMetadata) -> Result<()> {
        self.check_metadata_kind(kind)?;
        // What was there is dropped outside the lock.
        let before = lock(&self.metadata).set(kind, metadata)?;
        drop(before);
        Ok(())
    }

    fn check_metadata_kind(&self, kind: i32) -> Result<()> {
        match MetadataKind::of(kind) {
            Some(MetadataKind::Exif | MetadataKind::Blob(_)) => Ok(()),
            Some(MetadataKind::Fragment) if self.kind() == AuxiliaryKind::FragmentMap => Ok(()),
            Some(MetadataKind::Fragment) => {
                Err(ImageError::new(ErrorKind::MetadataKey, "metadataType: fragment metadata is of fragment maps"))
            }
            _ => Err(ImageError::new(
                ErrorKind::BadArgument,
                format!("metadataType: auxiliary pictures have no metadata of kind {kind}"),
            )),
        }
    }

    /// A copy of type `kind` that shares nothing with this one, with the pixels `pixels`.
    pub(super) fn copy_with(&self, kind: AuxiliaryKind, pixels: Pixelmap) -> Result<Self> {
        let objects = lock(&self.metadata).objects();
        let mut metadata = MetadataSet::default();
        for object in objects {
            let copy = lock(&object).try_clone()?;
            metadata.set(copy.kind().number(), Arc::new(Mutex::new(copy)))?;
        }
        Ok(Self { metadata: Mutex::new(metadata), ..Self::new(kind, Arc::new(pixels)) })
    }
}

impl Pixelmap {
    /// Describes the bytes as pixels of another shape, for which they must suffice.
    fn relabel(&self, layout: Layout) -> Result<()> {
        let mut state = self.write()?;
        state.check_unlocked()?;
        let before = state.pixels.layout().format;
        state.pixels.relabel(layout)?;
        // What a format decided about alpha and YUV is not true of another one.
        let decides = before.resolve_alpha(AlphaType::Unpremultiplied) != AlphaType::Unpremultiplied;
        let alpha = if decides { AlphaType::Premultiplied } else { state.alpha };
        state.alpha = layout.format.resolve_alpha(alpha);
        if !before.is_yuv() {
            state.range = YuvRange::Full;
        }
        Ok(())
    }
}

/// Whether rows follow each other without padding.
fn is_packed(layout: &Layout) -> bool {
    layout.stride == layout.row_bytes()
}

fn check_length(argument: &str, available: usize, layout: &Layout, kind: ErrorKind) -> Result<()> {
    let needed = if is_packed(layout) { layout.byte_count() } else { layout.row_bytes() * layout.height as usize };
    if available < needed {
        let message = format!("{argument} has {available} bytes, the pixels have {needed}");
        return Err(ImageError::new(kind, message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Metadata;

    const KIND: i32 = AuxiliaryKind::DepthMap as i32;

    fn info(width: u32, height: u32, pixel_format: i32) -> AuxiliaryInfo {
        AuxiliaryInfo { kind: KIND, width, height, row_stride: 0, pixel_format }
    }

    fn bytes_of(auxiliary: &AuxiliaryPicture) -> Vec<u8> {
        let mut bytes = Vec::new();
        auxiliary
            .read_pixels_by(usize::MAX, |at, row| {
                assert_eq!(at, bytes.len());
                bytes.extend_from_slice(row);
            })
            .unwrap();
        bytes
    }

    fn write(auxiliary: &AuxiliaryPicture, bytes: &[u8]) -> Result<()> {
        auxiliary.write_pixels_by(bytes.len(), |at, row| row.copy_from_slice(&bytes[at..][..row.len()]))
    }

    fn kind_of<T>(outcome: Result<T>) -> Option<ErrorKind> {
        outcome.err().map(|error| error.kind)
    }

    #[test]
    fn bgra_becomes_premultiplied_rgba() {
        let made = AuxiliaryPicture::create(&[10, 20, 30, 128, 1, 2, 3, 255], (2, 1), 5).unwrap();
        assert_eq!(bytes_of(&made), [15, 10, 5, 128, 3, 2, 1, 255]);
        assert_eq!(
            made.info().unwrap(),
            AuxiliaryInfo { kind: 5, width: 2, height: 1, row_stride: 8, pixel_format: 3 }
        );
        // The number of pixels in place of that of bytes: what is not there counts as 0.
        let short = AuxiliaryPicture::create(&[1, 2, 3, 255, 9], (2, 2), 1).unwrap();
        assert_eq!(bytes_of(&short), [3, 2, 1, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for (length, size, kind) in [(3, (2, 2), 1), (8, (20, 50), 1), (8, (0, 1), 1), (8, (1, 0), 1), (8, (1, 1), 11)]
        {
            let made = AuxiliaryPicture::create(&[0; 8][..length], size, kind);
            assert_eq!(kind_of(made), Some(ErrorKind::BadArgument), "{length} {size:?} {kind}");
        }
    }

    /// In the format of the description, whatever the stride of the input.
    #[test]
    fn every_format_is_stored_as_it_is_given() {
        for format in (2..=12).filter_map(PixelFormat::from_number) {
            for (width, height) in [(1, 1), (5, 3), (8, 1), (1, 7)] {
                let tight = Layout::with_stride(format, width, height, 0).unwrap();
                let row = tight.row_bytes() as u32;
                for row_stride in [0, row, row + 3, row + 16] {
                    let info = AuxiliaryInfo { row_stride, ..info(width, height, format as i32) };
                    let layout = Layout::with_stride(format, width, height, row_stride as usize).unwrap();
                    // Opaque, so that premultiplying changes nothing: 255 in every fourth byte, 1.0 in every fourth
                    // half.
                    let sample = |row: usize, i: usize| match format {
                        PixelFormat::RgbaF16 => [0, 0x30 + (row % 3) as u8, 0, 0x38, 0, 0x2C, 0, 0x3C][i % 8],
                        PixelFormat::Rgba8888 | PixelFormat::Bgra8888 | PixelFormat::Rgba1010102 if i % 4 == 3 => 255,
                        _ => (i * 7 + row * 31) as u8,
                    };
                    let (mut data, mut expected) = (vec![0xEE; layout.needed_bytes()], Vec::new());
                    let planes = [(0, height, layout.stride, layout.row_bytes())];
                    let chroma = layout.chroma.map(|c| (c.offset, c.rows, c.stride, layout.chroma_row_bytes()));
                    for (at, rows, stride, length) in planes.into_iter().chain(chroma) {
                        for y in 0..rows as usize {
                            let row: Vec<u8> = (0..length).map(|i| sample(y, i)).collect();
                            data[at + y * stride..][..length].copy_from_slice(&row);
                            expected.extend(row);
                        }
                    }
                    let made = AuxiliaryPicture::allocate(&info, 0, Some(&data)).unwrap();
                    assert!(bytes_of(&made) == expected, "{info:?}");
                    assert_eq!(made.info().unwrap().pixel_format, format as i32);
                    let short = AuxiliaryPicture::allocate(&info, 0, Some(&data[..data.len() - 1]));
                    assert_eq!(kind_of(short), Some(ErrorKind::BadArgument), "{info:?}");
                    let empty = AuxiliaryPicture::allocate(&info, 0, None).unwrap();
                    assert!(bytes_of(&empty) == vec![0; expected.len()]);
                }
                let narrow = AuxiliaryInfo { row_stride: 1, ..info(width, height, format as i32) };
                assert_eq!(narrow.check(0).is_err(), row > 1, "{narrow:?}");
            }
        }
        let made = AuxiliaryPicture::allocate(&info(1, 1, 0), 1, Some(&[10, 20, 30, 128])).unwrap();
        assert_eq!(bytes_of(&made), [15, 10, 5, 128]);
    }

    #[test]
    fn a_size_too_large_is_short_data_or_lack_of_memory() {
        let huge = info(u32::MAX, u32::MAX, 7);
        assert_eq!(kind_of(AuxiliaryPicture::allocate(&huge, 0, Some(&[0; 64]))), Some(ErrorKind::BadArgument));
        assert_eq!(kind_of(AuxiliaryPicture::allocate(&huge, 0, None)), Some(ErrorKind::TooLarge));
        // The stride of one row means nothing.
        let row = AuxiliaryInfo { row_stride: u32::MAX, ..info(2, 1, 3) };
        assert!(AuxiliaryPicture::allocate(&row, 0, Some(&[0; 8])).is_ok());
        let gain_map = AuxiliaryInfo { kind: 1, ..info(2, 1, 3) };
        assert_eq!(kind_of(gain_map.check(2)), Some(ErrorKind::AllocatorMode));
        assert!(gain_map.check(1).is_ok() && info(2, 1, 3).check(2).is_ok());
        for wrong in [info(0, 1, 3), info(1, 0, 3), AuxiliaryInfo { kind: 0, ..row }, AuxiliaryInfo { kind: 11, ..row }]
        {
            assert_eq!(kind_of(wrong.check(0)), Some(ErrorKind::BadArgument));
        }
        assert_eq!(kind_of(row.check(3)), Some(ErrorKind::BadArgument));
    }

    #[test]
    fn pixels_are_described_anew_for_everybody_and_no_byte_changes() {
        let made = AuxiliaryPicture::create(&[7; 4 * 6], (3, 2), KIND).unwrap();
        let pixels = Arc::clone(made.pixels());
        let bytes: Vec<u8> = (1..=24).collect();
        write(&made, &bytes).unwrap();
        let said = AuxiliaryInfo { kind: 3, row_stride: 99, ..info(6, 2, 8) };
        made.set_info(&said).unwrap();
        assert_eq!((made.info().unwrap(), made.kind()), (said, AuxiliaryKind::UnrefocusMap));
        let seen = pixels.info().unwrap();
        assert_eq!((seen.width, seen.height, seen.row_stride, seen.pixel_format, seen.alpha_type), (6, 2, 6, 8, 1));
        assert_eq!((pixels.byte_count().unwrap(), bytes_of(&made)), (18, bytes[..18].to_vec()));
        assert_eq!(kind_of(write(&made, &bytes[..17])), Some(ErrorKind::BufferTooSmall));
        assert_eq!(kind_of(made.read_pixels_by(17, |_, _| ())), Some(ErrorKind::BadArgument));

        // The memory is as long as ever; a type of 0 is none.
        made.set_info(&AuxiliaryInfo { kind: 0, ..info(3, 2, 3) }).unwrap();
        assert_eq!(made.info().unwrap(), AuxiliaryInfo { kind: 3, row_stride: 12, ..info(3, 2, 3) });
        assert_eq!((bytes_of(&made), pixels.info().unwrap().alpha_type), (bytes, 2));
        let before = made.info().unwrap();
        let wrong =
            [info(0, 1, 3), info(1, 0, 3), info(1, 1, 0), info(7, 1, 3), info(3, 3, 5), AuxiliaryInfo::default()];
        for wrong in wrong {
            assert_eq!(kind_of(made.set_info(&wrong)), Some(ErrorKind::BadArgument), "{wrong:?}");
        }
        assert_eq!(kind_of(made.set_info(&info(u32::MAX, u32::MAX, 7))), Some(ErrorKind::TooLarge));
        pixels.lock_pixels().unwrap();
        assert_eq!(kind_of(made.set_info(&info(1, 1, 3))), Some(ErrorKind::Locked));
        assert_eq!(kind_of(write(&made, &[0; 24])), Some(ErrorKind::Locked));
        assert_eq!(made.info().unwrap(), before);
    }

    #[test]
    fn pixels_that_are_not_editable_are_written_all_the_same() {
        let pixels = PixelBuffer::zeroed(Layout::packed(PixelFormat::Rgba8888, 1, 1).unwrap()).unwrap();
        let pixels = Arc::new(Pixelmap::new(pixels, AlphaType::Premultiplied, YuvRange::Full, false));
        let shared = AuxiliaryPicture::new(AuxiliaryKind::SnapMap, Arc::clone(&pixels));
        assert!(Arc::ptr_eq(shared.pixels(), &pixels) && pixels.write_pixels(&[1; 4]).is_err());
        write(&shared, &[1; 4]).unwrap();
        assert_eq!(bytes_of(&shared), [1; 4]);
    }

    /// An ALPHA_8 PixelMap has padding, what is read and written has none.
    #[test]
    fn rows_are_read_and_written_without_padding() {
        let made = AuxiliaryPicture::allocate(&info(5, 2, 6), 0, None).unwrap();
        write(&made, b"abcdefghij").unwrap();
        assert_eq!(bytes_of(&made), b"abcdefghij");
        let mut stored = [0; 16];
        made.pixels().read_pixels(&mut stored).unwrap();
        assert_eq!(&stored, b"abcde\0\0\0fghij\0\0\0");
    }

    #[test]
    fn metadata_of_a_kind_that_an_auxiliary_picture_may_have() {
        let object = |kind| Arc::new(Mutex::new(Metadata::new(MetadataKind::of(kind).unwrap())));
        let fragment = AuxiliaryPicture::create(&[0; 4], (1, 1), 5).unwrap();
        let depth = AuxiliaryPicture::create(&[0; 4], (1, 1), KIND).unwrap();
        for kind in [3, 4, 6, 7, 8, 9, 10, 11, 12, 13] {
            assert_eq!(kind_of(depth.metadata(kind)), Some(ErrorKind::BadArgument));
            depth.set_metadata(kind, object(kind)).unwrap();
            assert_eq!(depth.metadata(kind).unwrap().lock().unwrap().kind().number(), kind);
        }
        assert_eq!(kind_of(depth.set_metadata(3, object(4))), Some(ErrorKind::MetadataKey));
        depth.set_metadata(1, object(1)).unwrap();
        assert_eq!(kind_of(depth.metadata(1)), Some(ErrorKind::MetadataKey));
        for kind in [-1, 0, 5, 14, 20, 99] {
            assert_eq!(kind_of(depth.metadata(kind)), Some(ErrorKind::BadArgument));
            assert_eq!(kind_of(depth.set_metadata(kind, object(5))), Some(ErrorKind::BadArgument));
        }
        assert_eq!(kind_of(depth.metadata(2)), Some(ErrorKind::MetadataKey));
        assert_eq!(kind_of(depth.set_metadata(2, object(2))), Some(ErrorKind::MetadataKey));
        assert_eq!(kind_of(fragment.metadata(2)), Some(ErrorKind::BadArgument));
        fragment.set_metadata(2, object(2)).unwrap();
        assert!(fragment.metadata(2).is_ok());
    }
}
