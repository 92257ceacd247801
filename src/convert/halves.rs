//! IEEE half floats to other numbers, in loops without branches that a compiler turns into vector code.

#![forbid(unsafe_code)]

/// The bits of 1.0.
const ONE: i16 = 0x3c00;
/// The bits of infinity; greater ones are no numbers.
const INFINITY: i16 = 0x7c00;
/// Added to a float from 0 to 2^22, this leaves the nearest integer in the low bits.
const ROUND: f32 = 8_388_608.0;

/// As [`to_8`](super::rgba8::to_8) of the half float with the bits `half`: clamped to 0 to 1, times 255, rounded.
#[inline]
pub fn to_8(half: u16) -> u8 {
    let half = half.cast_signed();
    // Negative ones are below 0 as integers too, and what is no number is above all others.
    let half = if half > INFINITY { 0 } else { half };
    let bits = u32::from(half.clamp(0, ONE).cast_unsigned());
    // Right for normal numbers; the others become about 2^-15 instead of less, 0 in the end. The product is exact, 11 bits
    // by 8, and its only tie, 0.5 * 255, rounds to the even 128, which is up.
    let unit = f32::from_bits((bits << 13) + (112 << 23));
    (unit * 255.0 + ROUND).to_bits() as u8
}

/// The value of the half float with the bits `half`.
#[inline]
pub fn to_f32(half: u16) -> f32 {
    let magnitude = u32::from(half & 0x7fff);
    let sign = u32::from(half & 0x8000) << 16;
    // The exponent's bias is 112 greater; infinity and what is no number have the greatest exponent there too.
    let rebias = if magnitude >= INFINITY as u32 { 224 << 23 } else { 112 << 23 };
    let normal = (magnitude << 13) + rebias;
    let subnormal = (magnitude as i32 as f32 * (1.0 / 16_777_216.0)).to_bits();
    f32::from_bits(sign | if magnitude < 0x400 { subnormal } else { normal })
}

#[cfg(test)]
mod tests {
    use half::f16;

    use super::*;

    #[test]
    fn all_halves_are_converted_as_crate_half_does() {
        for bits in 0..=u16::MAX {
            let expected = f16::from_bits(bits).to_f32();
            let value = to_f32(bits);
            assert!(value.to_bits() == expected.to_bits() || value.is_nan() && expected.is_nan(), "{bits:04x}");
            assert_eq!(to_8(bits), (expected.clamp(0.0, 1.0) * 255.0 + 0.5) as u8, "{bits:04x}");
        }
    }
}
