//! IEEE half floats to other numbers, in loops without branches that a compiler turns into vector code.

#![forbid(unsafe_code)]

/// The bits of 1.0.
const ONE: i16 = 0x3c00;
/// The bits of infinity; greater ones are no numbers.
const INFINITY: i16 = 0x7c00;
/// Added to a float from 0 to 2^22, this leaves the nearest integer in the low bits.
const ROUND: f32 = 8_388_608.0;

/// What takes the exponent of a half float, in the place of a float's, to that of a float.
const REBIAS: f32 = f32::from_bits((127 + 112) << 23);

/// As [`to_8`](super::rgba8::to_8) of the half float with the bits `half`: clamped to 0 to 1, times 255, rounded.
#[inline(always)]
pub fn to_8(half: u16) -> u8 {
    // Right for normal numbers; the others become about 2^-15 instead of less, 0 in the end. The product is exact, 11
    // bits by 8, and its only tie, 0.5 * 255, rounds to the even 128, which is up.
    let unit = f32::from_bits((clamped(half) << 13) + (112 << 23));
    (unit * 255.0 + ROUND).to_bits() as u8
}

/// As [`scaled`](super::deep::scaled) of the half float with the bits `half`, to 65535.
#[inline(always)]
pub fn to_16(half: u16) -> u16 {
    let unit = f32::from_bits(clamped(half) << 13) * REBIAS;
    let sum = unit * 65535.0 + 0.5;
    let nearest = sum + ROUND;
    (nearest.to_bits() - u32::from(nearest - ROUND > sum)) as u16
}

/// The bits of a half float clamped to 0 to 1; of what is no number, 0.
#[inline(always)]
fn clamped(half: u16) -> u32 {
    let half = half.cast_signed();
    // Negative ones are below 0 as integers too, and what is no number is above all others.
    let half = if half > INFINITY { 0 } else { half };
    u32::from(half.clamp(0, ONE).cast_unsigned())
}

/// The value of the half float with the bits `half`.
#[inline(always)]
pub fn to_f32(half: u16) -> f32 {
    let magnitude = u32::from(half & 0x7fff);
    let sign = u32::from(half & 0x8000) << 16;
    // Infinity and what is no number have the greatest exponent in both.
    let special = if magnitude >= INFINITY as u32 { 255 << 23 } else { 0 };
    f32::from_bits((f32::from_bits(magnitude << 13) * REBIAS).to_bits() | special | sign)
}

/// The bits of the half float nearest to `sample / 255`.
#[inline(always)]
pub fn from_8(sample: u8) -> u16 {
    // All but 0 are normal numbers; multiplying instead of dividing rounds to the same half floats.
    const REBIASED: i32 = 112 << 10;
    let bits = (i32::from(sample) as f32 * (1.0 / 255.0)).to_bits().cast_signed();
    let rounded = (bits + 0xfff + (bits >> 13 & 1)) >> 13;
    (if rounded > REBIASED { rounded - REBIASED } else { 0 }) as u16
}

/// The bits of the half float nearest to `value`, ties to even; what is no number stays so.
#[inline(always)]
pub fn from_f32(value: f32) -> u16 {
    let bits = value.to_bits();
    let (sign, magnitude) = (bits >> 16 & 0x8000, (bits & 0x7fff_ffff).cast_signed());
    // Adding 0.5 rounds what is below 2^-14, the least normal number, to the steps of such numbers, 2^-24.
    let small =
        (f32::from_bits(magnitude.cast_unsigned()) + 0.5).to_bits().cast_signed() - 0.5f32.to_bits().cast_signed();
    let normal = (magnitude - (112 << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13;
    let finite = if magnitude < 113 << 23 { small } else { normal };
    let half = if finite < i32::from(INFINITY) { finite } else { i32::from(INFINITY) };
    let no_number = 0x7e00 | magnitude >> 13 & 0x3ff;
    (if magnitude > 255 << 23 { no_number } else { half }).cast_unsigned() as u16 | sign as u16
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
            assert_eq!(to_16(bits), (expected.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16, "{bits:04x}");
            assert_eq!(to_8(bits), (expected.clamp(0.0, 1.0) * 255.0 + 0.5) as u8, "{bits:04x}");
        }
    }
    #[test]
    fn numbers_become_the_halves_of_crate_half() {
        for sample in 0..=255u8 {
            assert_eq!(from_8(sample), f16::from_f32(f32::from(sample) / 255.0).to_bits(), "{sample}");
        }
        let near = |half: u16| {
            // The half itself, the middle to the next one, and the floats beside these.
            let [low, high] = [half, half + 1].map(|bits| f16::from_bits(bits).to_f32());
            let middle = f32::from_bits(low.to_bits().midpoint(high.to_bits()));
            [low.next_down(), low, low.next_up(), middle.next_down(), middle, middle.next_up()]
        };
        let others = [f32::MAX, f32::INFINITY, f32::MIN_POSITIVE, 1e-45, 65519.996, 65520.0, 1e9, 0.0];
        for value in (0..0x7c00).flat_map(near).chain(others) {
            for value in [value, -value] {
                assert_eq!(from_f32(value), f16::from_f32(value).to_bits(), "{value:e}");
            }
        }
        assert!(f16::from_bits(from_f32(f32::NAN)).is_nan() && f16::from_bits(from_f32(-f32::NAN)).is_nan());
    }
}
