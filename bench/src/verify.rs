//! Looks at encoded files with this program's own decoders: each file before its time counts.

#![allow(unsafe_code)]

use libwebp_sys as webp;

use crate::Result;
use crate::images::Picture;
use crate::task::Task;

/// How far our PSNR may be below that of a peer at equal settings, in dB.
pub const TOLERANCE: f64 = 0.1;

/// Decodes `file`, demands the same size, and of lossless tasks the same pixels; returns the PSNR in dB, which is
/// infinite for equal pixels.
pub fn psnr(file: &[u8], picture: &Picture, task: Task) -> Result<f64> {
    let decoded = decode(file, picture, task)?;
    if task == Task::Png && decoded != picture.rgba {
        return Err("decodes to other pixels".to_owned());
    }
    let mut pairs = picture.rgba.as_chunks::<4>().0.iter().zip(decoded.as_chunks::<4>().0);
    if task.has_alpha() && pairs.any(|(before, after)| before[3] != after[3]) {
        return Err("decodes to another alpha".to_owned());
    }
    let psnr = psnr_of(&decoded, picture);
    if task.is_lossless() && psnr.is_finite() {
        return Err("decodes to other pixels".to_owned());
    }
    Ok(psnr)
}

/// The PSNR of the colours alone, whatever it is.
pub fn psnr_alone(file: &[u8], picture: &Picture, task: Task) -> Result<f64> {
    Ok(psnr_of(&decode(file, picture, task)?, picture))
}

fn decode(file: &[u8], picture: &Picture, task: Task) -> Result<Vec<u8>> {
    let (width, height, decoded) = match task {
        Task::Jpeg(..) => decode_jpeg(file)?,
        Task::Png => decode_png(file)?,
        Task::WebP(_) | Task::WebPLossless => decode_webp(file)?,
    };
    let same = (width, height) == (picture.width, picture.height);
    if same { Ok(decoded) } else { Err(format!("decodes to {width}x{height}")) }
}

/// The PSNR of decoded colours.
pub fn psnr_of(decoded: &[u8], picture: &Picture) -> f64 {
    let pairs = picture.rgba.as_chunks::<4>().0.iter().zip(decoded.as_chunks::<4>().0);
    let squares: u64 = pairs.map(|(before, after)| squared_difference(before, after)).sum();
    let mean = squares as f64 / (picture.pixels() * 3) as f64;
    10.0 * (255.0 * 255.0 / mean).log10()
}

/// Of colours as they look over black: what lies under alpha 0 is nobody's.
fn squared_difference(before: &[u8; 4], after: &[u8; 4]) -> u64 {
    let over_black = |pixel: &[u8; 4], channel: usize| i64::from(pixel[channel]) * i64::from(pixel[3]);
    if before[3] == 255 && after[3] == 255 {
        return (0..3).map(|c| u64::from(before[c].abs_diff(after[c])).pow(2)).sum();
    }
    (0..3).map(|c| (over_black(before, c).abs_diff(over_black(after, c)).div_ceil(255)).pow(2)).sum()
}

fn decode_jpeg(file: &[u8]) -> Result<(usize, usize, Vec<u8>)> {
    let image = turbojpeg::decompress(file, turbojpeg::PixelFormat::RGBA).map_err(|error| error.to_string())?;
    Ok((image.width, image.height, image.pixels))
}

/// Width, height and RGBA of a PNG file of up to 8 bits: palettes, grey and few bits are expanded.
pub fn decode_png(file: &[u8]) -> Result<(usize, usize, Vec<u8>)> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(
        png::Transformations::EXPAND | png::Transformations::ALPHA | png::Transformations::STRIP_16,
    );
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().ok_or("PNG: too large")?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    pixels.truncate(info.buffer_size());
    let pixels = match (info.color_type, info.bit_depth) {
        (png::ColorType::Rgba, png::BitDepth::Eight) => pixels,
        (png::ColorType::GrayscaleAlpha, png::BitDepth::Eight) => {
            pixels.as_chunks::<2>().0.iter().flat_map(|&[grey, alpha]| [grey, grey, grey, alpha]).collect()
        }
        (colour, bits) => return Err(format!("PNG: decodes to {colour:?} of {bits:?} bits")),
    };
    Ok((info.width as usize, info.height as usize, pixels))
}

fn decode_webp(file: &[u8]) -> Result<(usize, usize, Vec<u8>)> {
    let (mut width, mut height) = (0, 0);
    // SAFETY: the file is readable for its length, the sizes are written.
    if unsafe { webp::WebPGetInfo(file.as_ptr(), file.len(), &mut width, &mut height) } == 0 {
        return Err("WebP: no header".to_owned());
    }
    let stride = width as usize * 4;
    let mut pixels = vec![0; stride * height as usize];
    // SAFETY: as above; `pixels` has `height` rows of `stride` bytes.
    let done = unsafe {
        webp::WebPDecodeRGBAInto(file.as_ptr(), file.len(), pixels.as_mut_ptr(), pixels.len(), stride as i32)
    };
    if done.is_null() { Err("WebP: does not decode".to_owned()) } else { Ok((width as usize, height as usize, pixels)) }
}
