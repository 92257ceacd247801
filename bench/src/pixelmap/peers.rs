//! Those who do the same: `memcpy`, the crates yuv and fast_image_resize.

use fast_image_resize::images::{Image as Pixels, ImageRef};
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};
use yuv::{BufferStoreMut, YuvBiPlanarImage, YuvBiPlanarImageMut, YuvConversionMode, YuvRange, YuvStandardMatrix};

use super::image::Image;
use super::{Output, Side, Who};
use crate::Result;

const YUV: &str = "yuv 0.8";
const RESIZE: &str = "fast_image_resize 6.1";

fn side<'a>(who: Who, call: impl FnMut() -> Result<Output> + 'a) -> Side<'a> {
    Side { who, call: Box::new(call), last: Output::Nothing }
}

/// A copy of half of the bytes that are read and written, into fresh memory.
pub fn copy<'a>(bytes: usize) -> Side<'a> {
    let source = vec![7_u8; bytes];
    side(Who::Copy, move || Ok(Output::Bytes(std::hint::black_box(source.to_vec()))))
}

/// A copy of that many bytes into memory that is there.
pub fn copy_over<'a>(bytes: usize) -> Side<'a> {
    let (source, mut target) = (vec![7_u8; bytes], vec![1_u8; bytes]);
    side(Who::Copy, move || {
        std::hint::black_box(&mut target[..]).copy_from_slice(std::hint::black_box(&source));
        Ok(Output::Nothing)
    })
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// BGRA to RGBA.
pub fn swizzle(image: &Image) -> Side<'_> {
    let (width, height) = sides(image);
    side(Who::Peer(YUV, 1), move || {
        let mut out = vec![0; image.words.len()];
        yuv::bgra_to_rgba(&image.words, width * 4, &mut out, width * 4, width, height).map_err(text)?;
        Ok(Output::Bytes(out))
    })
}

/// RGBA to RGB.
pub fn to_rgb(image: &Image) -> Side<'_> {
    let (width, height) = sides(image);
    side(Who::Peer(YUV, 1), move || {
        let mut out = vec![0; image.pixels() * 3];
        yuv::rgba_to_rgb(&image.words, width * 4, &mut out, width * 3, width, height).map_err(text)?;
        Ok(Output::Bytes(out))
    })
}

/// RGBA to NV12.
pub fn to_nv12(image: &Image) -> Side<'_> {
    let (width, height) = sides(image);
    side(Who::Peer(YUV, 1), move || {
        let mut out = vec![0; image.nv12.len()];
        let (luma, chroma) = out.split_at_mut(image.pixels());
        let mut planes = YuvBiPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(luma),
            y_stride: width,
            uv_plane: BufferStoreMut::Borrowed(chroma),
            uv_stride: width,
            width,
            height,
        };
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt601);
        yuv::rgba_to_yuv_nv12(&mut planes, &image.words, width * 4, range, matrix, YuvConversionMode::Balanced)
            .map_err(text)?;
        Ok(Output::Bytes(out))
    })
}

fn planes<'a, T: Copy + std::fmt::Debug>(image: &Image, samples: &'a [T]) -> YuvBiPlanarImage<'a, T> {
    let (width, height) = sides(image);
    let (y_plane, uv_plane) = samples.split_at(image.pixels());
    YuvBiPlanarImage { y_plane, y_stride: width, uv_plane, uv_stride: width, width, height }
}

/// NV12 to RGBA.
pub fn from_nv12(image: &Image) -> Side<'_> {
    let width = sides(image).0;
    side(Who::Peer(YUV, 1), move || {
        let mut out = vec![0; image.words.len()];
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt601);
        let planes = planes(image, &image.nv12);
        yuv::yuv_nv12_to_rgba(&planes, &mut out, width * 4, range, matrix, YuvConversionMode::Balanced)
            .map_err(text)?;
        Ok(Output::Bytes(out))
    })
}

/// P010 to RGBA.
pub fn from_p010(image: &Image) -> Side<'_> {
    let width = sides(image).0;
    let samples: Vec<u16> = image.p010.as_chunks().0.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect();
    side(Who::Peer(YUV, 1), move || {
        let mut out = vec![0; image.words.len()];
        let (range, matrix) = (YuvRange::Limited, YuvStandardMatrix::Bt601);
        let planes = planes(image, &samples);
        yuv::p010_to_rgba(&planes, &mut out, width * 4, range, matrix, YuvConversionMode::Balanced).map_err(text)?;
        Ok(Output::Bytes(out))
    })
}

fn sides(image: &Image) -> (u32, u32) {
    (image.size.0 as u32, image.size.1 as u32)
}

/// Colours times alpha, into fresh memory.
pub fn multiply(image: &Image) -> Side<'_> {
    let (width, height) = sides(image);
    side(Who::Peer(RESIZE, 1), move || {
        let source = ImageRef::new(width, height, &image.words, PixelType::U8x4).map_err(text)?;
        let mut target = Pixels::new(width, height, PixelType::U8x4);
        MulDiv::new().multiply_alpha(&source, &mut target).map_err(text)?;
        Ok(Output::Bytes(target.into_vec()))
    })
}

/// Colours times alpha, or by it, into memory that is there.
pub fn alpha_over(image: &Image, multiply: bool) -> Side<'_> {
    let (width, height) = sides(image);
    let mut target = Pixels::new(width, height, PixelType::U8x4);
    let words = if multiply { &image.words } else { &image.premultiplied };
    side(Who::Peer(RESIZE, 1), move || {
        let source = ImageRef::new(width, height, words, PixelType::U8x4).map_err(text)?;
        let muldiv = MulDiv::new();
        let done = if multiply {
            muldiv.multiply_alpha(&source, &mut target)
        } else {
            muldiv.divide_alpha(&source, &mut target)
        };
        done.map_err(text)?;
        Ok(Output::Nothing)
    })
}

/// What each level of anti-aliasing is here.
const LEVELS: [ResizeAlg; 4] = [
    ResizeAlg::Nearest,
    ResizeAlg::Interpolation(FilterType::Bilinear),
    ResizeAlg::Convolution(FilterType::Bilinear),
    ResizeAlg::Convolution(FilterType::Mitchell),
];

/// Scaling into fresh memory; the crate's own buffers stay. Its threads would bring a hundred other crates along.
pub fn scale(image: &Image, scale: f32, level: usize) -> Side<'_> {
    let (width, height) = sides(image);
    let target = move |side: u32| (side as f32 * scale).round() as u32;
    let options = ResizeOptions::new().resize_alg(LEVELS[level]).use_alpha(false);
    let mut resizer = Resizer::new();
    side(Who::Peer(RESIZE, 1), move || {
        let source = ImageRef::new(width, height, &image.words, PixelType::U8x4).map_err(text)?;
        let mut scaled = Pixels::new(target(width), target(height), PixelType::U8x4);
        resizer.resize(&source, &mut scaled, &options).map_err(text)?;
        Ok(Output::Bytes(scaled.into_vec()))
    })
}
