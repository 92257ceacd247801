//! Headers that claim more pixels than their file can hold.

#![forbid(unsafe_code)]

use super::container::Container;
use crate::error::{ErrorKind, ImageError, Result};

/// Images of at most so many pixels are decoded from whatever is there of them: a file may have been cut.
const SMALL: u64 = 1 << 26;

/// Greatest width and height of an image in a WebP file, and what is decoded of HEIF. (The canvas of an animation could
/// be larger, which no encoder makes use of.)
const LIMITED_SIDE: u32 = 16384;

/// An error, before anything is allocated, if an image is large and its file too short for it however well it were
/// compressed. What is left are files that need memory and time because they are that large, or that compress that
/// well.
pub fn check_claim(container: Container, size: (u32, u32), file_length: u64) -> Result<()> {
    check(container, size, file_length, SMALL)
}

/// Images beside the main one of at most so many pixels are decoded whatever there is of them. A file may have about
/// ten.
const SMALL_PART: u64 = 1 << 20;

/// As [`check_claim`] for an image beside the main one, of which a file says how long it is.
pub fn check_part_claim(container: Container, size: (u32, u32), length: u64) -> Result<()> {
    check(container, size, length, SMALL_PART)
}

fn check(container: Container, (width, height): (u32, u32), length: u64, small: u64) -> Result<()> {
    let pixels = u64::from(width) * u64::from(height);
    let possible = match pixels_of_a_byte(container, width) {
        Some(most) => pixels / most <= length,
        None => width.max(height) <= LIMITED_SIDE,
    };
    if pixels <= small || possible {
        return Ok(());
    }
    let message = format!("the source claims {width}x{height} pixels, which its {length} bytes cannot hold");
    Err(ImageError::new(ErrorKind::SourceTooLarge, message))
}

/// Frames of at most so many pixels in all are drawn whatever the file's length: some seconds.
const FEW_FRAMES: u64 = 1 << 30;

/// As [`check_claim`] for all frames of an animation, which have `pixels` in all. To draw the last one takes them all,
/// and a frame of a few bytes may cover the canvas.
pub fn check_frames(container: Container, pixels: u64, file_length: u64) -> Result<()> {
    /// Of blank frames without loss a byte may have more, but of those an encoder stores a corner.
    const WEBP: u64 = 1 << 12;
    let most = pixels_of_a_byte(container, 1).unwrap_or(WEBP);
    if pixels <= FEW_FRAMES || pixels / most <= file_length {
        return Ok(());
    }
    let message = format!("the frames of the source claim {pixels} pixels, for which its {file_length} bytes are few");
    Err(ImageError::new(ErrorKind::SourceTooLarge, message))
}

/// How many pixels one byte of a file can stand for at most, rounded up; None if there is no such number.
fn pixels_of_a_byte(container: Container, width: u32) -> Option<u64> {
    /// DEFLATE: 2 bits, a length and a distance, for 258 bytes (RFC 1951).
    const DEFLATE: u64 = 258 * 8 / 2;
    /// LZW of GIF and TIFF: 12 bits for a string that is longer by one than any before, which are fewer than 4096.
    const LZW: u64 = (4096 * 8_u64).div_ceil(12);
    match container {
        Container::Wbmp => Some(8),
        // Runs of 255 pixels in 2 bytes. (A jump over rows leaves them blank; such files of more than 64 megapixels are
        // refused.)
        Container::Bmp => Some(128),
        // A pixel may have 1 bit.
        Container::Png | Container::Ico => Some(DEFLATE * 8),
        Container::Gif => Some(LZW),
        // A bit for the DC level of each block. Of two components, one reduced to a quarter of the columns and one of
        // the rows, a unit of 32x32 pixels has 8 blocks. (Arithmetic coding has no such number: in it, blank images of
        // more than 64 megapixels are refused.)
        Container::Jpeg | Container::Dng => Some(32 * 32),
        // LZW of bytes of 8 pixels; or a bit for a row, in facsimile coding.
        Container::Tiff => Some((LZW * 8).max(u64::from(width) * 8)),
        // An image of one colour has no bits for pixels at all when it is coded without loss, or by arithmetic coding.
        Container::Webp | Container::Heif => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_claims_of_short_files_are_refused() {
        let fits = |container, size, length| check_claim(container, size, length).is_ok();
        let bounded = |container| !matches!(container, Container::Webp | Container::Heif);
        for container in Container::ALL {
            assert!(fits(container, (1 << 13, 1 << 13), 0), "64 megapixels are a cut file");
            assert_eq!(fits(container, (20000, 20000), 50_000_000), bounded(container), "8 pixels in a byte");
            assert!(!fits(container, (20000, 20000), 40), "{container:?}");
        }
        // 20000x20000 pixels of one colour, as encoders write them: 49 kB of PNG with 1 bit, 153 kB of GIF.
        assert!(fits(Container::Png, (20000, 20000), 49_000) && !fits(Container::Png, (20000, 20000), 48_000));
        assert!(fits(Container::Gif, (20000, 20000), 147_000) && !fits(Container::Gif, (20000, 20000), 146_000));
        let most = (u32::MAX, u32::MAX);
        assert!(!fits(Container::Tiff, most, 1 << 28) && !fits(Container::Webp, most, 1 << 28));
        assert!(fits(Container::Webp, (16384, 16384), 30) && !fits(Container::Webp, (16385, 16384), 1 << 30));
        let error = check_claim(Container::Gif, (50000, 50000), 37).unwrap_err();
        assert_eq!(error.kind, ErrorKind::SourceTooLarge);
    }

    #[test]
    fn images_beside_the_main_one_are_small_or_have_bytes() {
        let fits = |size, length| check_part_claim(Container::Jpeg, size, length).is_ok();
        assert!(fits((1024, 1024), 0) && !fits((1025, 1024), 1000));
        assert!(fits((8192, 8192), 65536) && !fits((8192, 8192), 65535));
    }

    #[test]
    fn frames_that_cover_the_canvas_again_and_again_are_bounded_by_the_length() {
        let fits = |container, frames: u64, length| check_frames(container, frames * 4096 * 4096, length).is_ok();
        for container in [Container::Gif, Container::Webp] {
            assert!(fits(container, 64, 0) && !fits(container, 65, 250_000), "some seconds");
            assert!(fits(container, 1000, 7_000_000), "frames of 7 kB are blank, and can be");
            assert!(!fits(container, 1_000_000, 30_000_000), "frames of 30 bytes");
        }
        assert_eq!(check_frames(Container::Gif, 1 << 32, 9).unwrap_err().kind, ErrorKind::SourceTooLarge);
    }
}
