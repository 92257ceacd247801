//! WebP through libwebp: lossy VP8 for quality 0 to 99, lossless VP8L for 100, as devices do.
//!
//! The safe crate `webp` takes one packed RGB or RGBA image; the binding below it takes rows with a stride and
//! writes to a callback, so that no copy of the image is made.

#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};
use std::slice;

use libwebp_sys as webp;

use super::encoder::Encoder;
use super::options::Settings;
use crate::convert::rows::{RowFormat, RowReader};
use crate::error::{ErrorKind, ImageError, Result};
use crate::pixel::{AlphaType, PixelFormat, PixelView};
use crate::sink::{Output, OutputWriter};

/// The quality that means lossless.
const LOSSLESS: u8 = 100;

/// Effort of lossless compression, 0 to 100.
const LOSSLESS_EFFORT: f32 = 75.0;

/// The WebP encoder. An sRGB image carries no profile: that is what a WebP file without one means.
pub struct WebP;

impl Encoder for WebP {
    fn mime(&self) -> &'static str {
        "image/webp"
    }

    fn max_side(&self) -> u32 {
        webp::WEBP_MAX_DIMENSION
    }

    fn encode(&self, view: &PixelView<'_>, settings: &Settings, output: &mut Output<'_>) -> Result<()> {
        let config = config(settings.quality)?;
        let view = view.with_needed_alpha();
        let mut picture = Picture::new(&view, config.lossless != 0)?;
        picture.fill(&view)?;
        picture.encode(&config, output)
    }
}

fn config(quality: u8) -> Result<webp::WebPConfig> {
    let mut config = webp::WebPConfig::new().map_err(|()| refused("its version does not match"))?;
    if quality == LOSSLESS {
        config.lossless = 1;
        config.exact = 1; // keeps colours under transparent pixels
        config.quality = LOSSLESS_EFFORT;
    } else {
        config.quality = f32::from(quality);
    }
    Ok(config)
}

/// How libwebp takes a whole image from its own memory.
type Import = unsafe extern "C" fn(*mut webp::WebPPicture, *const u8, c_int) -> c_int;

/// libwebp's copy of the image: YUV for lossy coding, ARGB for lossless.
struct Picture(webp::WebPPicture);

impl Picture {
    fn new(view: &PixelView<'_>, lossless: bool) -> Result<Self> {
        let mut picture = webp::WebPPicture::new().map_err(|()| refused("its version does not match"))?;
        (picture.width, picture.height) = (view.layout().width as c_int, view.layout().height as c_int);
        picture.use_argb = lossless.into();
        Ok(Self(picture))
    }

    /// Gives the image's own rows to libwebp where they fit, else converted ones.
    fn fill(&mut self, view: &PixelView<'_>) -> Result<()> {
        let import: Option<Import> = match (view.layout().format, view.alpha()) {
            (PixelFormat::Rgb888, _) => Some(webp::WebPPictureImportRGB),
            (PixelFormat::Rgba8888, AlphaType::Opaque) => Some(webp::WebPPictureImportRGBX),
            (PixelFormat::Rgba8888, AlphaType::Unpremultiplied) => Some(webp::WebPPictureImportRGBA),
            (PixelFormat::Bgra8888, AlphaType::Opaque) => Some(webp::WebPPictureImportBGRX),
            (PixelFormat::Bgra8888, AlphaType::Unpremultiplied) => Some(webp::WebPPictureImportBGRA),
            _ => None,
        };
        let layout = view.layout();
        let stride = c_int::try_from(layout.stride);
        let (Some(import), Ok(stride)) = (import, stride) else { return self.fill_argb(view) };
        let rows = view.rows(0, layout.height);
        // SAFETY: `rows` covers width x height pixels, `stride` bytes apart (PixelView's invariant).
        let done = unsafe { import(&mut self.0, rows.as_ptr(), stride) };
        if done == 0 { Err(self.error()) } else { Ok(()) }
    }

    fn fill_argb(&mut self, view: &PixelView<'_>) -> Result<()> {
        self.0.use_argb = 1;
        // SAFETY: the picture is initialised and its size set.
        if unsafe { webp::WebPPictureAlloc(&mut self.0) } == 0 {
            return Err(self.error());
        }
        let (width, stride) = (view.layout().width as usize, self.0.argb_stride as usize);
        let opaque = view.alpha() == AlphaType::Opaque;
        let mut reader = RowReader::new(*view, if opaque { RowFormat::Rgb8 } else { RowFormat::Rgba8 });
        for y in 0..view.layout().height {
            // SAFETY: WebPPictureAlloc made `height` rows of `argb_stride` >= width words, and nobody else has them.
            let row = unsafe { slice::from_raw_parts_mut(self.0.argb.add(y as usize * stride), width) };
            let bytes = reader.row(y);
            if opaque {
                let pixels = bytes.as_chunks().0;
                row.iter_mut().zip(pixels).for_each(|(out, &[r, g, b])| *out = u32::from_be_bytes([255, r, g, b]));
            } else {
                let pixels = bytes.as_chunks().0;
                row.iter_mut().zip(pixels).for_each(|(out, &[r, g, b, a])| *out = u32::from_be_bytes([a, r, g, b]));
            }
        }
        Ok(())
    }

    fn encode(&mut self, config: &webp::WebPConfig, output: &mut Output<'_>) -> Result<()> {
        let mut writer = OutputWriter::new(output);
        self.0.writer = Some(append);
        self.0.custom_ptr = (&raw mut writer).cast();
        // SAFETY: config and picture are initialised; `writer` lives until the call returns, which is when libwebp stops
        // using `custom_ptr`.
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

/// libwebp's writer callback: 0 stops the encoder.
unsafe extern "C" fn append(data: *const u8, length: usize, picture: *const webp::WebPPicture) -> c_int {
    if length == 0 {
        return 1;
    }
    // SAFETY: libwebp gives `length` readable bytes and the picture of this call, whose custom_ptr `encode` has set to a
    // living OutputWriter that nobody else uses meanwhile. A panic would abort, but appending has none.
    let (bytes, writer) = unsafe {
        let custom: *mut c_void = (*picture).custom_ptr;
        (slice::from_raw_parts(data, length), &mut *custom.cast::<OutputWriter<'_, '_>>())
    };
    writer.accept(bytes).into()
}

fn refused(cause: &str) -> ImageError {
    ImageError::new(ErrorKind::EncoderFailed, format!("WebP encoder: {cause}"))
}
