//! A PixelMap: pixels with an alpha type, an editable flag and an id. Readers share its lock, writers have it alone.

#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::create::{AllocatorMode, counts_as_dma};
use super::hdr::HdrMetadata;
use crate::color::ColorSpace;
use crate::error::{ErrorKind, ImageError, Result};
use crate::metadata::exif::Exif;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelView, YuvMatrix, YuvRange};

/// Ids begin at 1, programs take 0 for "none".
static NEXT_ID: AtomicU32 = AtomicU32::new(1);

/// An image in memory that threads may share.
#[derive(Debug)]
pub struct Pixelmap {
    id: u32,
    state: RwLock<State>,
}

/// Everything that may change about a PixelMap.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub pixels: PixelBuffer,
    pub alpha: AlphaType,
    pub range: YuvRange,
    /// None if nobody ever said; encoders then assume sRGB and a reader is told so.
    pub color_space: Option<ColorSpace>,
    /// The ICC profile of the file that was decoded, byte for byte, unless it says what the colour space says that
    /// every file has. Gone when somebody says another colour space, or the colours are converted.
    pub profile: Option<Arc<[u8]>>,
    /// The EXIF values of the file that was decoded. Copies of the PixelMap have none, as on devices.
    pub exif: Option<Arc<Exif>>,
    pub hdr: HdrMetadata,
    /// Whether pixels may be written. Editors of the whole image do not ask.
    pub editable: bool,
    /// Whether a program holds the address of the pixels.
    pub locked: bool,
    /// Whether the PixelMap counts as one in DMA memory, which decides about HDR metadata and nothing else.
    pub dma: bool,
}

impl State {
    /// An error while a program holds the address of the pixels.
    pub fn check_unlocked(&self) -> Result<()> {
        if self.locked {
            return Err(ImageError::new(ErrorKind::Locked, "the PixelMap is locked by AccessPixels"));
        }
        Ok(())
    }

    /// An error if pixels may not be written, or a program holds their address.
    pub fn check_editable(&self) -> Result<()> {
        if !self.editable {
            return Err(ImageError::new(ErrorKind::Unsupported, "the PixelMap is not editable"));
        }
        self.check_unlocked()
    }

    /// The pixels for reading.
    pub fn view(&self) -> Result<PixelView<'_>> {
        let (matrix, range) = self.yuv_coding();
        Ok(self.pixels.view(self.alpha)?.with_range(range).with_matrix(matrix))
    }

    /// How YUV samples are to be taken. Those that this library made are known; about a program's own, the colour space
    /// may say more than BT.601 of full range.
    fn yuv_coding(&self) -> (YuvMatrix, YuvRange) {
        let space = self.color_space.filter(|_| self.range == YuvRange::Full);
        let range = if space.is_some_and(|space| space.limited) { YuvRange::Limited } else { self.range };
        (space.map_or(YuvMatrix::Bt601, |space| space.yuv_matrix()), range)
    }
}

/// A snapshot of what a PixelMap is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PixelmapInfo {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Bytes from one row to the next; of the luma plane for 4:2:0 formats.
    pub row_stride: u32,
    /// The original's number of the pixel format; 0 before any PixelMap was looked at.
    pub pixel_format: i32,
    /// The original's number of the alpha type; 0 before any PixelMap was looked at.
    pub alpha_type: i32,
    /// Whether the content is HDR: a 10-bit format with a BT.2020 PQ or HLG colour space.
    pub is_hdr: bool,
}

impl Pixelmap {
    /// A PixelMap that takes over `pixels`; YUV samples are of `range`.
    pub fn new(pixels: PixelBuffer, alpha: AlphaType, range: YuvRange, editable: bool) -> Self {
        let alpha = pixels.layout().format.resolve_alpha(alpha);
        let dma = counts_as_dma(pixels.layout(), None);
        let state = State {
            pixels,
            alpha,
            range,
            color_space: None,
            profile: None,
            exif: None,
            hdr: HdrMetadata::default(),
            editable,
            locked: false,
            dma,
        };
        Self::with_state(state)
    }

    /// The same PixelMap in memory of the kind that a program wished, if it did.
    pub fn placed(mut self, allocator: Option<AllocatorMode>) -> Result<Self> {
        let state = self.state_mut()?;
        state.dma = counts_as_dma(state.pixels.layout(), allocator);
        Ok(self)
    }

    /// The same PixelMap in a colour space, with the profile that says so if that came with the pixels.
    pub fn with_colors(mut self, space: Option<ColorSpace>, profile: Option<Arc<[u8]>>) -> Result<Self> {
        let state = self.state_mut()?;
        (state.color_space, state.profile) = (space, profile);
        Ok(self)
    }

    /// The same PixelMap with the EXIF values of its file.
    pub fn with_exif(mut self, exif: Option<Arc<Exif>>) -> Result<Self> {
        self.state_mut()?.exif = exif;
        Ok(self)
    }

    /// Replaces the EXIF values. They are no pixels: this is also of PixelMaps that cannot be edited.
    pub fn set_exif(&self, exif: Option<Arc<Exif>>) -> Result<()> {
        let before = std::mem::replace(&mut self.write()?.exif, exif);
        drop(before);
        Ok(())
    }

    /// The EXIF values of the file that was decoded to this PixelMap, or that a picture gave it.
    pub fn exif(&self) -> Result<Option<Arc<Exif>>> {
        Ok(self.read()?.exif.clone())
    }

    /// What there is, for who has the PixelMap alone.
    pub(super) fn state_mut(&mut self) -> Result<&mut State> {
        self.state.get_mut().map_err(|_| poisoned())
    }

    /// A PixelMap with an id of its own.
    pub(super) fn with_state(state: State) -> Self {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Self { id, state: RwLock::new(state) }
    }

    /// The number of this PixelMap in the process, never 0.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What the PixelMap is now.
    pub fn info(&self) -> Result<PixelmapInfo> {
        let state = self.read()?;
        let layout = state.pixels.layout();
        Ok(PixelmapInfo {
            width: layout.width,
            height: layout.height,
            row_stride: layout.stride as u32,
            pixel_format: layout.format as i32,
            alpha_type: state.alpha as i32,
            is_hdr: state.is_hdr(),
        })
    }

    /// The shape of the pixels.
    pub fn layout(&self) -> Result<Layout> {
        Ok(*self.read()?.pixels.layout())
    }

    /// Bytes of the pixels.
    pub fn byte_count(&self) -> Result<usize> {
        Ok(self.layout()?.byte_count())
    }

    /// Bytes that are allocated for the pixels.
    pub fn allocated(&self) -> Result<usize> {
        Ok(self.read()?.pixels.allocated())
    }

    /// Bytes of its pixels and its profile.
    pub fn bytes_in_memory(&self) -> Result<usize> {
        let state = self.read()?;
        Ok(state.pixels.allocated() + state.profile.as_ref().map_or(0, |profile| profile.len()))
    }

    /// Copies all pixels, as they lie in memory, to the front of `destination`.
    pub fn read_pixels(&self, destination: &mut [u8]) -> Result<()> {
        self.read_pixels_by(destination.len(), |bytes| destination[..bytes.len()].copy_from_slice(bytes))
    }

    /// Gives all pixels to `copy`, which has room for `available` bytes: whether that is enough is looked at while
    /// nobody can change the size.
    pub fn read_pixels_by(&self, available: usize, copy: impl FnOnce(&[u8])) -> Result<()> {
        let state = self.read()?;
        let bytes = state.pixels.bytes();
        check_length("destination", available, bytes.len())?;
        copy(bytes);
        Ok(())
    }

    /// Replaces all pixels by the front of `source`, which has the PixelMap's own format.
    pub fn write_pixels(&self, source: &[u8]) -> Result<()> {
        self.write_pixels_by(source.len(), |bytes| bytes.copy_from_slice(&source[..bytes.len()]))
    }

    /// Lets `copy`, which has `available` bytes, replace all pixels; as [`read_pixels_by`](Self::read_pixels_by).
    pub fn write_pixels_by(&self, available: usize, copy: impl FnOnce(&mut [u8])) -> Result<()> {
        let mut state = self.write()?;
        check_length("source", available, state.pixels.bytes().len())?;
        state.check_editable()?;
        copy(state.pixels.bytes_mut());
        Ok(())
    }

    /// Lets `look` see the pixels; writers wait until it is done.
    pub fn with_view<T>(&self, look: impl FnOnce(PixelView<'_>) -> Result<T>) -> Result<T> {
        let state = self.read()?;
        look(state.view()?)
    }

    /// Locks the pixels and gives the address of the first one, where a program may read and write until it unlocks
    /// them.
    ///
    /// The lock does not count. While it holds, whatever would change or replace the pixels is refused; reading goes
    /// on.
    pub fn lock_pixels(&self) -> Result<*mut u8> {
        let mut state = self.write()?;
        state.locked = true;
        Ok(state.pixels.as_mut_ptr())
    }

    /// Ends what [`lock_pixels`](Self::lock_pixels) began, if anything.
    pub fn unlock_pixels(&self) -> Result<()> {
        self.write()?.locked = false;
        Ok(())
    }

    /// An error while a program holds the address of the pixels.
    pub fn check_unlocked(&self) -> Result<()> {
        self.read()?.check_unlocked()
    }

    /// An error if the memory of the pixels cannot have a name of `length` bytes. Names are not kept: nothing here
    /// shows them.
    pub fn check_memory_name(&self, length: usize) -> Result<()> {
        let limit = if self.read()?.dma { 255 } else { 244 };
        if (1..=limit).contains(&length) {
            return Ok(());
        }
        let message = format!("the name has {length} bytes, allowed is 1 to {limit}");
        Err(ImageError::new(ErrorKind::BadArgument, message))
    }

    pub(super) fn read(&self) -> Result<RwLockReadGuard<'_, State>> {
        self.state.read().map_err(|_| poisoned())
    }

    pub(super) fn write(&self) -> Result<RwLockWriteGuard<'_, State>> {
        self.state.write().map_err(|_| poisoned())
    }
}

fn check_length(argument: &str, available: usize, needed: usize) -> Result<()> {
    if available < needed {
        let message = format!("{argument} has {available} bytes, the pixels have {needed}");
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    Ok(())
}

fn poisoned() -> ImageError {
    ImageError::new(ErrorKind::Internal, "a PixelMap was left locked by a panic")
}
