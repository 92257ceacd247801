//! Headers that claim more pixels than their file can hold.

#![forbid(unsafe_code)]

use super::container::Container;
use crate::error::{ErrorKind, ImageError, Result};

/// Images of at most so many pixels are decoded from whatever is there of them: a file may have been cut.
const SMALL: u64 = 1 << 26;

/// An error, before anything is allocated, if an image is large and its file too short for it however well it were
/// compressed. What is left are files that need memory and time because they are that large, or that compress that well.
pub fn check_claim(container: Container, (width, height): (u32, u32), file_length: u64) -> Result<()> {
    let pixels = u64::from(width) * u64::from(height);
    let Some(most) = pixels_of_a_byte(container, width) else { return Ok(()) };
    if pixels <= SMALL || pixels / most <= file_length {
        return Ok(());
    }
    let message = format!("the source claims {width}x{height} pixels, which its {file_length} bytes cannot hold");
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
        // A bit for the DC level of each block. Of two components, one reduced to a quarter of the columns and one of the
        // rows, a unit of 32x32 pixels has 8 blocks. (Arithmetic coding has no such number: in it, blank images of more
        // than 64 megapixels are refused.)
        Container::Jpeg | Container::Dng => Some(32 * 32),
        // LZW of bytes of 8 pixels; or a bit for a row, in facsimile coding.
        Container::Tiff => Some((LZW * 8).max(u64::from(width) * 8)),
        // An image of one colour has no bits for pixels at all when it is coded without loss; its sides end at 16384.
        Container::Webp => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_claims_of_short_files_are_refused() {
        let fits = |container, size, length| check_claim(container, size, length).is_ok();
        for container in Container::ALL {
            assert!(fits(container, (1 << 13, 1 << 13), 0), "64 megapixels are a cut file");
            assert!(fits(container, (20000, 20000), 50_000_000), "8 pixels in a byte are possible everywhere");
            assert_eq!(fits(container, (20000, 20000), 40), container == Container::Webp, "{container:?}");
        }
        // 20000x20000 pixels of one colour, as encoders write them: 49 kB of PNG with 1 bit, 153 kB of GIF.
        assert!(fits(Container::Png, (20000, 20000), 49_000) && !fits(Container::Png, (20000, 20000), 48_000));
        assert!(fits(Container::Gif, (20000, 20000), 147_000) && !fits(Container::Gif, (20000, 20000), 146_000));
        let most = (u32::MAX, u32::MAX);
        assert!(!fits(Container::Tiff, most, 1 << 28) && fits(Container::Webp, most, 0));
        let error = check_claim(Container::Gif, (50000, 50000), 37).unwrap_err();
        assert_eq!(error.kind, ErrorKind::SourceTooLarge);
    }
}
