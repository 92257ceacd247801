//! The binding to libwebp: an image in its own memory, filled by bands of rows on several threads, and encoded.
//!
//! The safe crate `webp` takes one packed RGB or RGBA image; here no such copy is made of a PixelMap. Lossy coding gets
//! planes of YUV and alpha, lossless coding words of ARGB.

#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};
use std::slice;
use std::sync::{Mutex, PoisonError};

use libwebp_sys as webp;

use crate::convert::rows::{RowFormat, RowReader};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, PixelFormat, PixelView};
use crate::sink::{Output, OutputWriter};
use crate::threads::Threads;

/// Rows of one band: even, since a chroma sample is made of two rows.
const BAND: u32 = 64;

/// How libwebp takes pixels from somebody's memory.
type Import = unsafe extern "C" fn(*mut webp::WebPPicture, *const u8, c_int) -> c_int;

/// libwebp's copy of an image.
pub struct Picture(webp::WebPPicture);

/// The planes of a picture of YUV; that of alpha is empty where there is none.
struct Planes<'a> {
    y: &'a mut [u8],
    u: &'a mut [u8],
    v: &'a mut [u8],
    a: &'a mut [u8],
}

impl Picture {
    /// The image as words of ARGB.
    pub fn argb(view: &PixelView<'_>, threads: Threads) -> Result<Self> {
        let mut picture = Self::empty(view.layout().width, view.layout().height)?;
        picture.0.use_argb = 1;
        picture.allocate()?;
        let opaque = view.alpha() == AlphaType::Opaque;
        let width = view.layout().width as usize;
        let bands: Vec<_> = picture.words_mut().chunks_mut(width * BAND as usize).map(Mutex::new).collect();
        let reader = || RowReader::new(*view, if opaque { RowFormat::Rgb8 } else { RowFormat::Rgba8 });
        threads.map(bands.len(), reader, |reader, index| {
            let mut band = bands[index].lock().unwrap_or_else(PoisonError::into_inner);
            for (y, row) in (index as u32 * BAND..).zip(band.chunks_exact_mut(width)) {
                let bytes = reader.row(y);
                if opaque {
                    let pixels = bytes.as_chunks().0;
                    row.iter_mut().zip(pixels).for_each(|(out, &[r, g, b])| *out = u32::from_be_bytes([255, r, g, b]));
                } else {
                    let pixels = bytes.as_chunks().0;
                    row.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| *out = u32::from_be_bytes([a, r, g, b]));
                }
            }
        });
        drop(bands);
        Ok(picture)
    }

    /// The image as planes, by libwebp's own conversion: the same samples as if it had been imported at once, since
    /// they depend on two rows each.
    pub fn yuva(view: &PixelView<'_>, threads: Threads) -> Result<Self> {
        let (width, height) = (view.layout().width, view.layout().height);
        let mut picture = Self::empty(width, height)?;
        let opaque = view.alpha() == AlphaType::Opaque;
        picture.0.colorspace = if opaque { webp::WebPEncCSP::WEBP_YUV420 } else { webp::WebPEncCSP::WEBP_YUV420A };
        picture.allocate()?;
        let luma = width as usize * BAND as usize;
        let chroma = width.div_ceil(2) as usize * (BAND / 2) as usize;
        let Planes { y, u, v, a } = picture.planes();
        let mut alpha = a.chunks_mut(luma);
        let bands = y.chunks_mut(luma).zip(u.chunks_mut(chroma)).zip(v.chunks_mut(chroma));
        let bands: Vec<_> =
            bands.map(|((y, u), v)| Mutex::new(Planes { y, u, v, a: alpha.next().unwrap_or_default() })).collect();
        let job = |rows: &mut Rows<'_>, index: usize| {
            let start = index as u32 * BAND;
            let mut part = rows.import(start, height.min(start + BAND))?;
            let part = part.planes();
            let mut band = bands[index].lock().unwrap_or_else(PoisonError::into_inner);
            band.y.copy_from_slice(part.y);
            band.u.copy_from_slice(part.u);
            band.v.copy_from_slice(part.v);
            if part.a.is_empty() {
                band.a.fill(255)
            } else {
                band.a.copy_from_slice(part.a)
            }
            Ok(())
        };
        let done: Result<()> = threads.map(bands.len(), || Rows::of(view), job).into_iter().collect();
        drop(bands);
        done.map(|()| picture)
    }

    /// A picture without memory.
    fn empty(width: u32, height: u32) -> Result<Self> {
        let mut picture = webp::WebPPicture::new().map_err(|()| refused("its version does not match"))?;
        (picture.width, picture.height) = (width as c_int, height as c_int);
        Ok(Self(picture))
    }

    fn allocate(&mut self) -> Result<()> {
        // SAFETY: the picture is initialised and its size set.
        if unsafe { webp::WebPPictureAlloc(&mut self.0) } == 0 { Err(self.error()) } else { Ok(()) }
    }

    fn size(&self) -> (usize, usize) {
        (self.0.width as usize, self.0.height as usize)
    }

    /// All words of ARGB, in tight rows; none of a picture of planes.
    pub fn words(&self) -> &[u32] {
        let (width, height) = self.size();
        if self.0.argb.is_null() {
            return &[];
        }
        assert_eq!(self.0.argb_stride, self.0.width, "libwebp allocates tight rows");
        // SAFETY: WebPPictureAlloc made `height` rows of `argb_stride` words, which is the width.
        unsafe { slice::from_raw_parts(self.0.argb, width * height) }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.size().0
    }

    fn words_mut(&mut self) -> &mut [u32] {
        let count = self.words().len();
        // SAFETY: as above, and nobody else has them: `self` is borrowed. Zero words need no address but a good one.
        if count == 0 { &mut [] } else { unsafe { slice::from_raw_parts_mut(self.0.argb, count) } }
    }

    fn planes(&mut self) -> Planes<'_> {
        let (width, height) = self.size();
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let has = !self.0.y.is_null() && !self.0.u.is_null() && !self.0.v.is_null();
        assert!(has && self.0.y_stride as usize == width && self.0.uv_stride as usize == half_width, "tight planes");
        // SAFETY: libwebp made these planes of the picture's size, with tight rows as just checked; they do not
        // overlap, and nobody else has them while `self` is borrowed.
        unsafe {
            Planes {
                y: slice::from_raw_parts_mut(self.0.y, width * height),
                u: slice::from_raw_parts_mut(self.0.u, half_width * half_height),
                v: slice::from_raw_parts_mut(self.0.v, half_width * half_height),
                a: if self.0.a.is_null() { &mut [] } else { slice::from_raw_parts_mut(self.0.a, width * height) },
            }
        }
    }

    /// Encodes; lossy coding may change the picture.
    pub fn encode(&mut self, config: &webp::WebPConfig, output: &mut Output<'_>) -> Result<()> {
        let mut writer = OutputWriter::new(output);
        self.0.writer = Some(append);
        self.0.custom_ptr = (&raw mut writer).cast();
        // SAFETY: config and picture are initialised; `writer` lives until the call returns, which is when libwebp
        // stops using `custom_ptr`, and its second thread has ended.
        let done = unsafe { webp::WebPEncode(config, &mut self.0) };
        self.0.custom_ptr = std::ptr::null_mut();
        if done == 0 { Err(writer.error_or(|| self.error())) } else { Ok(()) }
    }

    fn error(&self) -> ImageError {
        use webp::WebPEncodingError as E;
        match self.0.error_code {
            E::VP8_ENC_ERROR_OUT_OF_MEMORY | E::VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY => {
                ImageError::new(ErrorKind::AllocFailed, "WebP encoder: out of memory")
            }
            code => refused(&format!("{code:?}")),
        }
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // SAFETY: the picture is initialised; freeing one without memory is allowed.
        unsafe { webp::WebPPictureFree(&mut self.0) }
    }
}

/// Rows of a PixelMap as libwebp imports them: its own where they fit, else converted ones.
struct Rows<'a> {
    view: PixelView<'a>,
    import: Import,
    converted: Option<(RowReader<'a>, Vec<u8>)>,
}

impl<'a> Rows<'a> {
    fn of(view: &PixelView<'a>) -> Self {
        let own: Option<Import> = match (view.layout().format, view.alpha()) {
            (PixelFormat::Rgb888, _) => Some(webp::WebPPictureImportRGB),
            (PixelFormat::Rgba8888, AlphaType::Opaque) => Some(webp::WebPPictureImportRGBX),
            (PixelFormat::Rgba8888, AlphaType::Unpremultiplied) => Some(webp::WebPPictureImportRGBA),
            (PixelFormat::Bgra8888, AlphaType::Opaque) => Some(webp::WebPPictureImportBGRX),
            (PixelFormat::Bgra8888, AlphaType::Unpremultiplied) => Some(webp::WebPPictureImportBGRA),
            _ => None,
        };
        if let Some(import) = own.filter(|_| c_int::try_from(view.layout().stride).is_ok()) {
            return Self { view: *view, import, converted: None };
        }
        let (format, import): (_, Import) = match view.alpha() {
            AlphaType::Opaque => (RowFormat::Rgb8, webp::WebPPictureImportRGB),
            _ => (RowFormat::Rgba8, webp::WebPPictureImportRGBA),
        };
        Self { view: *view, import, converted: Some((RowReader::new(*view, format), Vec::new())) }
    }

    /// Rows `start..end` as a picture of planes.
    fn import(&mut self, start: u32, end: u32) -> Result<Picture> {
        let mut part = Picture::empty(self.view.layout().width, end - start)?;
        let (bytes, stride) = match &mut self.converted {
            None => (self.view.rows(start, end), self.view.layout().stride),
            Some((reader, bytes)) => {
                bytes.clear();
                (start..end).for_each(|y| bytes.extend_from_slice(reader.row(y)));
                (&bytes[..], bytes.len() / (end - start) as usize)
            }
        };
        // SAFETY: `bytes` covers `end - start` rows of the picture's width, `stride` bytes apart (PixelView's and
        // RowReader's invariant); `stride` fits, since it is the view's, which was checked, or at most 4 times a width
        // that Encoder::max_side bounds.
        let done = unsafe { (self.import)(&mut part.0, bytes.as_ptr(), stride as c_int) };
        if done == 0 { Err(part.error()) } else { Ok(part) }
    }
}

/// libwebp's writer callback: 0 stops the encoder.
unsafe extern "C" fn append(data: *const u8, length: usize, picture: *const webp::WebPPicture) -> c_int {
    if length == 0 {
        return 1;
    }
    // SAFETY: libwebp gives `length` readable bytes and the picture of this call, whose custom_ptr `encode` has set to
    // a living OutputWriter that nobody else uses meanwhile. A panic would abort, but appending has none.
    let (bytes, writer) = unsafe {
        let custom: *mut c_void = (*picture).custom_ptr;
        (slice::from_raw_parts(data, length), &mut *custom.cast::<OutputWriter<'_, '_>>())
    };
    writer.accept(bytes).into()
}

/// Whether libwebp takes these settings.
pub fn accepts(config: &webp::WebPConfig) -> bool {
    // SAFETY: the config is initialised, and only read.
    unsafe { webp::WebPValidateConfig(config) != 0 }
}

/// An error of libwebp.
pub fn refused(cause: &str) -> ImageError {
    ImageError::new(ErrorKind::EncoderFailed, format!("WebP encoder: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixel::Layout;

    #[test]
    fn bands_have_the_samples_of_a_whole_import() {
        for (width, height) in [(1, 1), (3, 5), (2, 64), (5, 65), (33, 130), (70, 129)] {
            // The middle band is opaque.
            let alpha = |index: u32| if (64..128).contains(&(index / width)) { 255 } else { index as u8 };
            let pixel = |index: u32| [(index * 7) as u8, (index * index / 5) as u8, (index / 3) as u8, alpha(index)];
            let rgba: Vec<u8> = (0..width * height).flat_map(pixel).collect();
            for (alpha, whole) in [
                (AlphaType::Unpremultiplied, webp::WebPPictureImportRGBA as Import),
                (AlphaType::Opaque, webp::WebPPictureImportRGBX),
            ] {
                let layout = Layout::packed(PixelFormat::Rgba8888, width, height).unwrap();
                let view = PixelView::new(layout, alpha, &rgba).unwrap();
                let mut expected = Picture::empty(width, height).unwrap();
                // SAFETY: `rgba` has `height` tight rows of `width` pixels.
                assert_ne!(unsafe { whole(&mut expected.0, rgba.as_ptr(), (width * 4) as c_int) }, 0);
                for threads in [1, 2, 5] {
                    let mut picture = Picture::yuva(&view, Threads::at_most(threads)).unwrap();
                    let (ours, theirs) = (picture.planes(), expected.planes());
                    assert!(ours.y == theirs.y && ours.u == theirs.u && ours.v == theirs.v, "{width}x{height}");
                    assert!(ours.a == theirs.a || theirs.a.is_empty() && ours.a.iter().all(|a| *a == 255));
                }
            }
        }
    }
}
