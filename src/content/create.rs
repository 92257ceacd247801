//! Making PixelMaps from a program's pixels or from nothing: the checks, in their order, and the defaults.

#![forbid(unsafe_code)]

use std::borrow::Cow;

use super::pixelmap::Pixelmap;
use crate::convert;
use crate::error::{ErrorKind, ImageError, Result};
use crate::limits;
use crate::log;
use crate::pixel::buffer::zeroed_bytes;
use crate::pixel::{AlphaType, Layout, PixelBuffer, PixelFormat, PixelView, YuvRange};

/// What a new PixelMap shall be. Numbers are kept as a program set them and judged when the PixelMap is made.
#[derive(Clone, Debug)]
pub struct InitializationOptions {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Number of the PixelMap's format; 0 means RGBA_8888.
    pub pixel_format: i32,
    /// Number of the source pixels' format; 0 means BGRA_8888.
    pub source_format: i32,
    /// Number of the alpha type; 0 means premultiplied.
    pub alpha_type: i32,
    /// Whether pixels may be written later.
    pub editable: bool,
    /// Bytes from one source row to the next; 0 means without padding.
    pub row_stride: i32,
}

impl Default for InitializationOptions {
    fn default() -> Self {
        let source_format = PixelFormat::Bgra8888 as i32;
        Self { width: 0, height: 0, pixel_format: 0, source_format, alpha_type: 0, editable: true, row_stride: 0 }
    }
}

/// Where a program wants the pixels to be. This host has ordinary memory only and checks the combinations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocatorMode {
    /// The library chooses.
    Auto,
    /// Memory for hardware; not every format has such a form.
    Dma,
    /// Memory for other processes; 10-bit formats cannot be there.
    SharedMemory,
}

impl AllocatorMode {
    /// The mode with the original's number `value`.
    pub fn from_number(value: i32) -> Result<Self> {
        match value {
            0 => Ok(Self::Auto),
            1 => Ok(Self::Dma),
            2 => Ok(Self::SharedMemory),
            _ => {
                Err(ImageError::new(ErrorKind::AllocatorMode, format!("allocator is {value}, allowed are 0, 1 and 2")))
            }
        }
    }

    fn check(self, format: PixelFormat) -> Result<()> {
        match self {
            Self::SharedMemory if format.is_ten_bit() => Err(ImageError::new(
                ErrorKind::AllocatorMode,
                format!("shared memory cannot hold the 10-bit pixel format {}", format as i32),
            )),
            Self::Dma if !format.has_dma_form() => {
                Err(ImageError::new(ErrorKind::Unsupported, format!("pixel format {} has no DMA form", format as i32)))
            }
            _ => Ok(()),
        }
    }
}

/// Whether the memory of a PixelMap counts as DMA memory, by the rules that devices choose it. `allocator` is what the
/// program asked for, if anything.
pub(super) fn counts_as_dma(layout: &Layout, allocator: Option<AllocatorMode>) -> bool {
    let large = u64::from(layout.width) * u64::from(layout.height) >= 512 * 512;
    layout.format.is_ten_bit()
        || match allocator {
            None => {
                matches!(layout.format, PixelFormat::Rgba8888 | PixelFormat::AlphaF16)
                    && large
                    && layout.width.is_multiple_of(64)
            }
            Some(AllocatorMode::Auto) => large && layout.format.has_dma_form(),
            Some(AllocatorMode::Dma) => layout.format.has_dma_form(),
            Some(AllocatorMode::SharedMemory) => false,
        }
}

impl InitializationOptions {
    /// How many bytes of a buffer of `length` a PixelMap would be made from; an error if it would not be made.
    ///
    /// Lets a program state a buffer longer than its memory, which costs nothing where the rest is not looked at.
    pub fn bytes_to_read(&self, length: usize, allocator: Option<i32>) -> Result<usize> {
        self.check_data_formats(allocator)?;
        Ok(self.source_layout(length)?.needed_bytes().min(length))
    }

    /// Judges the formats of a PixelMap from data, and the allocator for it.
    fn check_data_formats(&self, allocator: Option<i32>) -> Result<Option<AllocatorMode>> {
        let Some(allocator) = allocator else {
            return match PixelFormat::from_number(self.pixel_format) {
                Some(format) if format.is_p010() => {
                    let number = self.pixel_format;
                    let message = format!(
                        "pixelFormat {number} cannot be made from a buffer; use CreateEmptyPixelmap and WritePixels"
                    );
                    Err(ImageError::new(ErrorKind::BadArgument, message))
                }
                Some(format) if format.is_ten_bit() => {
                    let message = format!("pixelFormat {} needs CreatePixelmapUsingAllocator", self.pixel_format);
                    Err(ImageError::new(ErrorKind::BadArgument, message))
                }
                _ => Ok(None),
            };
        };
        for (name, number) in [("srcPixelFormat", self.source_format), ("pixelFormat", self.pixel_format)] {
            let is_p010 = PixelFormat::from_number(number).is_some_and(PixelFormat::is_p010);
            if number <= 0 || is_p010 {
                let message = format!("{name} is {number}, which this function does not take");
                return Err(ImageError::new(ErrorKind::Unsupported, message));
            }
        }
        self.check_allocator(allocator).map(Some)
    }

    fn check_allocator(&self, allocator: i32) -> Result<AllocatorMode> {
        let allocator = AllocatorMode::from_number(allocator)?;
        if let Some(format) = PixelFormat::from_number(self.pixel_format) {
            allocator.check(format)?;
        }
        Ok(allocator)
    }

    /// How the source pixels lie in a buffer of `length` bytes: rows are tight unless a stride is set, and one for
    /// 4:2:0 counts if the data has room for it.
    fn source_layout(&self, length: usize) -> Result<Layout> {
        let bad = |message: String| Err(ImageError::new(ErrorKind::BadArgument, message));
        let format = format_of(self.source_format, PixelFormat::Bgra8888, "srcPixelFormat")?;
        format_of(self.pixel_format, PixelFormat::Rgba8888, "pixelFormat")?;
        if length == 0 || length > limits::IMAGE_BYTES {
            return bad(format!("dataLength is {length}, allowed is 1 to {}", limits::IMAGE_BYTES));
        }
        check_size(self)?;
        if self.width > limits::SOURCE_WIDTH {
            return bad(format!("width {} is above {}", self.width, limits::SOURCE_WIDTH));
        }
        let row = self.width as usize * format.bytes_per_pixel();
        let stride = match usize::try_from(self.row_stride) {
            Ok(0) => row,
            Ok(stride) if stride >= row => stride,
            _ => return bad(format!("rowStride is {}, a row of the source has {row} bytes", self.row_stride)),
        };
        let pixel_count = u64::from(self.width) * u64::from(self.height);
        if (length as u64) < pixel_count {
            return bad(format!("dataLength is {length}, below the number of pixels, {pixel_count}"));
        }
        let padded = Layout::with_stride(format, self.width, self.height, stride);
        match padded {
            Ok(padded) if length >= padded.needed_bytes() => Ok(padded),
            _ if format.is_yuv() => Layout::with_stride(format, self.width, self.height, row),
            padded => padded,
        }
    }
}

impl Pixelmap {
    /// A PixelMap from unpremultiplied pixels in the options' source format, converted to their pixel format.
    ///
    /// 10-bit formats can be made only [with an allocator](Self::create_with_allocator) or empty. Source bytes beyond
    /// the end of `data` count as 0, as long as there is one for each pixel.
    pub fn create(data: &[u8], options: &InitializationOptions) -> Result<Self> {
        options.check_data_formats(None)?;
        from_pixels(data, options, None)
    }

    /// As [`create`](Self::create), with a wish for the memory. Both formats must be set; P010 is refused.
    pub fn create_with_allocator(data: &[u8], options: &InitializationOptions, allocator: i32) -> Result<Self> {
        let allocator = options.check_data_formats(Some(allocator))?;
        from_pixels(data, options, allocator)
    }

    /// A PixelMap of zeros; opaque RGBA_8888 and BGRA_8888 have alpha 255.
    pub fn create_empty(options: &InitializationOptions) -> Result<Self> {
        empty(options, None)
    }

    /// As [`create_empty`](Self::create_empty), with a wish for the memory. The pixel format must be set.
    pub fn create_empty_with_allocator(options: &InitializationOptions, allocator: i32) -> Result<Self> {
        for (name, number) in [("srcPixelFormat", options.source_format), ("pixelFormat", options.pixel_format)] {
            if number <= 0 {
                return Err(ImageError::new(ErrorKind::Unsupported, format!("{name} is {number}, it must be set")));
            }
        }
        empty(options, Some(options.check_allocator(allocator)?))
    }
}

fn empty(options: &InitializationOptions, allocator: Option<AllocatorMode>) -> Result<Pixelmap> {
    let format = format_of(options.pixel_format, PixelFormat::Rgba8888, "pixelFormat")?;
    check_size(options)?;
    let mut pixels = PixelBuffer::zeroed(Layout::packed(format, options.width, options.height)?)?;
    let alpha = format.resolve_alpha(AlphaType::from_number(options.alpha_type));
    if alpha == AlphaType::Opaque && matches!(format, PixelFormat::Rgba8888 | PixelFormat::Bgra8888) {
        pixels.bytes_mut().as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = 255);
    }
    Pixelmap::new(pixels, alpha, YuvRange::Full, options.editable).placed(allocator)
}

fn from_pixels(data: &[u8], options: &InitializationOptions, allocator: Option<AllocatorMode>) -> Result<Pixelmap> {
    let source = options.source_layout(data.len())?;
    let format = format_of(options.pixel_format, PixelFormat::Rgba8888, "pixelFormat")?;
    let mut pixels = PixelBuffer::zeroed(Layout::packed(format, options.width, options.height)?)?;
    let alpha = format.resolve_alpha(AlphaType::from_number(options.alpha_type));
    let data = with_missing_bytes(data, source.needed_bytes())?;
    let view = PixelView::new(source, AlphaType::Unpremultiplied, &data)?.with_range(YuvRange::Limited);
    convert::convert(&view, &mut pixels, alpha);
    // Samples that come from RGB are known to be of limited range; a program's own are taken as JFIF has them.
    let range = if source.format.is_yuv() { YuvRange::Full } else { YuvRange::Limited };
    Pixelmap::new(pixels, alpha, range, options.editable).placed(allocator)
}

/// `data`, or a copy of it with zeros up to `needed` bytes: programs for devices pass buffers that are too short.
fn with_missing_bytes(data: &[u8], needed: usize) -> Result<Cow<'_, [u8]>> {
    if data.len() >= needed {
        return Ok(Cow::Borrowed(data));
    }
    log::line(&format!("the source of a PixelMap has {} bytes and needs {needed}: the rest counts as 0", data.len()));
    let mut padded = zeroed_bytes(needed)?;
    padded[..data.len()].copy_from_slice(data);
    Ok(Cow::Owned(padded))
}

fn format_of(number: i32, unset: PixelFormat, argument: &str) -> Result<PixelFormat> {
    if number == 0 {
        return Ok(unset);
    }
    PixelFormat::from_number(number)
        .ok_or_else(|| ImageError::new(ErrorKind::BadArgument, format!("{argument} {number} does not exist")))
}

fn check_size(options: &InitializationOptions) -> Result<()> {
    let (width, height) = (options.width, options.height);
    if width == 0 || height == 0 || width > limits::SIDE || height > limits::SIDE {
        let message = format!("the size is {width}x{height}, allowed is 1 to {} for each side", limits::SIDE);
        return Err(ImageError::new(ErrorKind::BadArgument, message));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(width: u32, height: u32, from: PixelFormat, to: PixelFormat) -> InitializationOptions {
        InitializationOptions {
            width,
            height,
            source_format: from as i32,
            pixel_format: to as i32,
            ..InitializationOptions::default()
        }
    }

    fn stored(data: &[u8], options: &InitializationOptions) -> Vec<u8> {
        let map = Pixelmap::create(data, options).unwrap();
        let mut bytes = vec![0; map.byte_count().unwrap()];
        map.read_pixels(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn default_options_swizzle_and_premultiply() {
        let mut options = InitializationOptions { width: 1, height: 1, ..InitializationOptions::default() };
        assert_eq!(stored(&[10, 20, 30, 128], &options), [15, 10, 5, 128]);
        for alpha_type in [1, 3] {
            options.alpha_type = alpha_type;
            assert_eq!(stored(&[10, 20, 30, 128], &options), [30, 20, 10, 128]);
        }
    }

    #[test]
    fn packed_formats_have_the_specified_words() {
        use PixelFormat as F;
        assert_eq!(stored(&[0, 0, 255, 255], &options(1, 1, F::Bgra8888, F::Rgb565)), [0x00, 0xF8]);
        assert_eq!(stored(&[0x00, 0xF8], &options(1, 1, F::Rgb565, F::Rgba8888)), [255, 0, 0, 255]);
        let ten = options(1, 1, F::Rgba8888, F::Rgba1010102);
        let map = Pixelmap::create_with_allocator(&[255; 4], &ten, 0).unwrap();
        let mut word = [0; 4];
        map.read_pixels(&mut word).unwrap();
        assert_eq!(word, [255; 4]);
    }

    #[test]
    fn missing_source_bytes_are_zero_and_too_few_are_refused() {
        let options = options(100, 100, PixelFormat::Bgra8888, PixelFormat::Bgra8888);
        let bytes = stored(&[255; 25_600], &options);
        assert!(bytes[..64 * 400].iter().all(|b| *b == 255) && bytes[64 * 400..].iter().all(|b| *b == 0));
        let error = Pixelmap::create(&[255; 9_999], &options).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadArgument);
        let nv12 = self::options(4, 4, PixelFormat::Nv12, PixelFormat::Nv12);
        assert_eq!(stored(&[7; 16], &nv12)[16..], [0; 8]);
        assert!(Pixelmap::create(&[7; 15], &nv12).is_err());
    }

    #[test]
    fn every_conversion_of_the_matrix_exists() {
        for from in PixelFormat::ALL {
            for to in PixelFormat::ALL {
                let options = options(5, 3, from, to);
                let data = vec![0x5A; Layout::packed(from, 5, 3).unwrap().byte_count()];
                let plain = Pixelmap::create(&data, &options);
                let ten_bit = to == PixelFormat::Rgba1010102 || to.is_p010();
                assert_eq!(plain.is_ok(), !ten_bit, "{from:?} to {to:?}");
                let allocated = Pixelmap::create_with_allocator(&data, &options, 0);
                assert_eq!(allocated.is_ok(), !from.is_p010() && !to.is_p010(), "{from:?} to {to:?}, allocator");
            }
        }
    }

    #[test]
    fn memory_counts_as_dma_by_the_rules_of_devices() {
        use AllocatorMode as M;
        use PixelFormat as F;
        let (auto, dma, shared) = (Some(M::Auto), Some(M::Dma), Some(M::SharedMemory));
        for (format, (width, height), wish, expected) in [
            (F::Rgba8888, (512, 512), None, true),
            (F::AlphaF16, (64, 4096), None, true),
            (F::Rgba8888, (64, 4095), None, false),
            (F::Rgba8888, (513, 512), None, false),
            (F::Bgra8888, (512, 512), None, false),
            (F::Rgba1010102, (1, 1), None, true),
            (F::YcrcbP010, (1, 1), None, true),
            (F::Bgra8888, (512, 512), auto, true),
            (F::Rgb565, (513, 511), auto, false),
            (F::Rgb565, (513, 512), auto, true),
            (F::Rgb888, (512, 512), auto, false),
            (F::RgbaF16, (1, 1), dma, true),
            (F::Rgb888, (512, 512), dma, false),
            (F::Rgba8888, (512, 512), shared, false),
            (F::YcbcrP010, (1, 1), auto, true),
        ] {
            let layout = Layout::packed(format, width, height).unwrap();
            assert_eq!(counts_as_dma(&layout, wish), expected, "{format:?} {width}x{height} {wish:?}");
        }
    }

    #[test]
    fn no_more_of_a_buffer_is_read_than_the_pixels_need() {
        let mut options = options(5, 3, PixelFormat::Bgra8888, PixelFormat::Rgb888);
        let read = |options: &InitializationOptions, length| options.bytes_to_read(length, None).map_err(|e| e.kind);
        assert_eq!(read(&options, limits::IMAGE_BYTES), Ok(60));
        assert_eq!(read(&options, 59), Ok(59));
        assert_eq!(read(&options, 14), Err(ErrorKind::BadArgument));
        assert_eq!(read(&options, limits::IMAGE_BYTES + 1), Err(ErrorKind::BadArgument));
        options.row_stride = 25;
        assert_eq!(read(&options, 1000), Ok(70));
        // A stride of 4:2:0 data that cannot be true is none.
        let mut nv12 = self::options(4, 4, PixelFormat::Nv12, PixelFormat::Nv12);
        nv12.row_stride = i32::MAX;
        assert_eq!(read(&nv12, 1000), Ok(24));
        // The stride is judged before the size.
        let mut wide = self::options(536_870_911, 1, PixelFormat::RgbaF16, PixelFormat::AlphaU8);
        wide.row_stride = 8;
        assert_eq!(wide.bytes_to_read(limits::IMAGE_BYTES, Some(0)).unwrap_err().kind, ErrorKind::BadArgument);
        wide.row_stride = 0;
        assert_eq!(wide.bytes_to_read(limits::IMAGE_BYTES, Some(0)).unwrap_err().kind, ErrorKind::TooLarge);
    }
}
