//! The samples of RGBA_1010102: 10 bits of colour, 2 of alpha.

#![forbid(unsafe_code)]

/// What a colour of 10 bits is in 8 and in 16 bits, where the pixel's alpha is the first index and divides it. The
/// last row is that of colours that are not multiplied.
pub struct Tables {
    eight: [[u8; 1024]; 4],
    sixteen: [[u16; 1024]; 4],
}

/// The only tables there are.
pub static TABLES: Tables = Tables::new();

impl Tables {
    const fn new() -> Self {
        let mut tables = Self { eight: [[0; 1024]; 4], sixteen: [[0; 1024]; 4] };
        // Alpha 0 leaves no colour.
        let mut alpha = 1;
        while alpha < 4 {
            let mut colour = 0;
            while colour < 1024 {
                let unit = colour as f32 / 1023.0 / (alpha as f32 / 3.0);
                let unit = if unit < 1.0 { unit } else { 1.0 };
                tables.eight[alpha][colour] = (unit * 255.0 + 0.5) as u8;
                tables.sixteen[alpha][colour] = (unit * 65535.0 + 0.5) as u16;
                colour += 1;
            }
            alpha += 1;
        }
        tables
    }

    /// A row to 8-bit RGBA, alpha divided out.
    pub fn divide_to_8(&self, row: &[u8], out: &mut [u8]) {
        for (out, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(row.as_chunks::<4>().0) {
            let word = u32::from_le_bytes(*word);
            let table = &self.eight[(word >> 30) as usize];
            let colour = |shift: u32| table[(word >> shift & 1023) as usize];
            *out = [colour(0), colour(10), colour(20), (word >> 30) as u8 * 85];
        }
    }

    /// A row to big-endian 16-bit RGBA; `divide` takes alpha out of the colours.
    pub fn widen(&self, row: &[u8], divide: bool, out: &mut [u8]) {
        for (out, word) in out.as_chunks_mut::<8>().0.iter_mut().zip(row.as_chunks::<4>().0) {
            let word = u32::from_le_bytes(*word);
            let table = &self.sixteen[if divide { (word >> 30) as usize } else { 3 }];
            let colour = |shift: u32| u64::from(table[(word >> shift & 1023) as usize]);
            let alpha = u64::from(word >> 30) * 21845;
            *out = (colour(0) << 48 | colour(10) << 32 | colour(20) << 16 | alpha).to_be_bytes();
        }
    }
}

/// Takes alpha out of the colours of a row: `min(1023, floor(c * 3 / a + 0.5))`, and 0 where alpha is 0.
pub fn unpremultiply(row: &mut [u8]) {
    for pixel in row.as_chunks_mut::<4>().0 {
        let word = u32::from_le_bytes(*pixel);
        let a = word >> 30;
        let divide = |shift: u32| {
            let c = word >> shift & 1023;
            // Thrice, one and a half times, once: by 2, (3c + 1) / 2 rounds up.
            let quotient = [0, 3 * c, (3 * c + 1) / 2, c][a as usize];
            quotient.min(1023) << shift
        };
        *pixel = (divide(0) | divide(10) | divide(20) | a << 30).to_le_bytes();
    }
}

/// A word of RGBA_1010102 as one of 8-bit RGBA, the lowest byte first: each sample times 255 / 1023, rounded.
#[inline(always)]
pub fn to_8(word: u32) -> u32 {
    // (c * 510 + 1023) / 2046, with a multiplication of 15 bits.
    let eight = |shift: u32| ((word >> shift & 1023) * 1021 + 2048) >> 12;
    eight(0) | eight(10) << 8 | eight(20) << 16 | (word >> 30) * 85 << 24
}

/// A word of 8-bit RGBA, the lowest byte first, as one of RGBA_1010102: each sample times 1023 or 3 by 255, rounded.
#[inline(always)]
pub fn from_8(word: u32) -> u32 {
    // 1023 is 4 * 255 + 3.
    let three = |c: u32| (c * 3 + 129) >> 8;
    let ten = |shift: u32| {
        let c = word >> shift & 255;
        c * 4 + three(c)
    };
    ten(0) | ten(8) << 10 | ten(16) << 20 | three(word >> 24) << 30
}

/// A word of RGBA_1010102, colours multiplied by alpha: `round(c * a / 3)`.
#[inline(always)]
pub fn multiplied(word: u32) -> u32 {
    let a = word >> 30;
    let scale = |shift: u32| (((word >> shift & 1023) * a * 21846 + 32768) >> 16) << shift;
    scale(0) | scale(10) | scale(20) | a << 30
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_8_bits_are_rounded_exactly() {
        for c in 0..1024 {
            let expected = (c * 510 + 1023) / 2046;
            for alpha in 0..4 {
                let word = to_8(c | c << 10 | c << 20 | alpha << 30);
                assert_eq!(word, expected * 0x01_0101 | (alpha * 85) << 24);
            }
        }
    }
}
