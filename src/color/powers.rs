//! Logarithm and power of two for loops over pixels: arithmetic without branches and tables, which compilers turn into
//! vectors. Every step is rounded on its own, so results are the same whatever the processor has.

#![forbid(unsafe_code)]

/// Bits of an `f32` below its exponent.
const MANTISSA: u32 = 23;

/// The logarithm of a positive normal number to the base 2, within 1e-6 of its value or of 1.
#[inline(always)]
pub fn log2(x: f32) -> f32 {
    // x is 2^exponent times a number between the square roots of 1/2 and of 2, whose logarithm is a series of
    // (number - 1) / (number + 1).
    let root = std::f32::consts::FRAC_1_SQRT_2.to_bits();
    let exponent = x.to_bits().wrapping_sub(root).cast_signed() >> MANTISSA;
    let number = f32::from_bits(x.to_bits().wrapping_sub((exponent << MANTISSA).cast_unsigned()));
    let s = (number - 1.0) / (number + 1.0);
    let square = s * s;
    let series = 1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0)));
    exponent as f32 + (2.0 * std::f32::consts::LOG2_E) * s * series
}

/// 2 to the power of a number between -120 and 120, within a millionth of its value.
#[inline(always)]
pub fn exp2(x: f32) -> f32 {
    // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let sum = x + ROUND;
    let x = (x - (sum - ROUND)) * std::f32::consts::LN_2;
    let series = 1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0));
    let series = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * series)));
    f32::from_bits(series.to_bits().wrapping_add(sum.to_bits() << MANTISSA))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_close_to_what_the_standard_library_has() {
        for step in 0..400_000 {
            let exponent = f64::from(step - 200_000) / 200_000.0 * 120.0;
            let x = exponent.exp2() as f32;
            let error = f64::from(log2(x)) - f64::from(x).log2();
            assert!(error.abs() < 1e-6 * exponent.abs().max(1.0), "{x}: {error}");
            let error = f64::from(exp2(exponent as f32)) / f64::from(exponent as f32).exp2() - 1.0;
            assert!(error.abs() < 1e-6, "{exponent}: {error}");
        }
        assert_eq!((log2(1.0), log2(0.25), exp2(0.0), exp2(-3.0)), (0.0, -2.0, 1.0, 0.125));
    }
}
