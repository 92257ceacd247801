//! Functions of light as tables, for pixels.

#![forbid(unsafe_code)]

/// Knots in each octave, as a power of two: with 64, straight lines are within 1/30000 of what is tabulated here.
const OCTAVE_BITS: u32 = 6;
/// Bits of an `f32` below those that choose the knot.
const REST_BITS: u32 = f32::MANTISSA_DIGITS - 1 - OCTAVE_BITS;

/// A function in straight lines between knots that lie as close to each other, in proportion, everywhere.
pub struct Curve {
    least: f32,
    most: f32,
    knots: Vec<f32>,
}

impl Curve {
    /// `function` from 2^`from` to 2^`to`; beyond them it keeps its value.
    pub fn new(from: i32, to: i32, function: impl Fn(f64) -> f64) -> Self {
        let (least, most) = (2f32.powi(from), 2f32.powi(to));
        let count = ((to - from) as u32) << OCTAVE_BITS;
        let at = |index: u32| f32::from_bits(least.to_bits() + (index << REST_BITS));
        Self { least, most: most.next_down(), knots: (0..=count).map(|i| function(at(i).into()) as f32).collect() }
    }

    /// Its value at `x`; what is no number is least.
    #[inline(always)]
    pub fn at(&self, x: f32) -> f32 {
        let x = if x > self.least { x } else { self.least };
        let x = if x < self.most { x } else { self.most };
        let offset = x.to_bits() - self.least.to_bits();
        let rest = (offset & ((1 << REST_BITS) - 1)) as f32 / (1 << REST_BITS) as f32;
        let index = (offset >> REST_BITS) as usize;
        let (low, high) = (self.knots[index], self.knots[index + 1]);
        low + (high - low) * rest
    }
}

/// A function of samples between 0 and 1, exact at codes and in straight lines between them.
pub struct Samples {
    values: Vec<f32>,
    /// The greatest code.
    most: f32,
}

impl Samples {
    /// `function` at every code from 0 to `codes`; None where it has no value.
    pub fn new(codes: usize, function: impl Fn(f64) -> Option<f64>) -> Option<Self> {
        let value = |code: usize| function(code.min(codes) as f64 / codes as f64).map(|value| value as f32);
        let values = (0..=codes + 1).map(value).collect::<Option<_>>()?;
        Some(Self { values, most: codes as f32 })
    }

    /// Its value at `x`.
    #[inline(always)]
    pub fn at(&self, x: f32) -> f32 {
        let x = if x > 0.0 { x } else { 0.0 };
        let code = (if x < 1.0 { x } else { 1.0 }) * self.most;
        let index = code as usize;
        let (low, high) = (self.values[index], self.values[index + 1]);
        low + (high - low) * (code - index as f32)
    }

    /// Its value at a code.
    #[inline(always)]
    pub fn of_code(&self, code: usize) -> f32 {
        self.values[code]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::transfer::srgb_encode;

    #[test]
    fn tables_are_close_to_their_functions() {
        let curve = Curve::new(-20, 1, srgb_encode);
        for step in 0..200_000 {
            let x = f64::from(step) / 100_000.0;
            assert!((f64::from(curve.at(x as f32)) - srgb_encode(x)).abs() < 3e-5, "{x}");
        }
        for x in [-1.0, 0.0, f32::NAN] {
            assert!(curve.at(x).abs() < 2e-5);
        }
        assert!((f64::from(curve.at(f32::INFINITY)) - srgb_encode(2.0)).abs() < 1e-4);
        let samples = Samples::new(1023, |x| Some(x * x)).unwrap();
        for code in 0..1024usize {
            let x = code as f32 / 1023.0;
            assert!((samples.at(x) - x * x).abs() < 1e-6 && (samples.of_code(code) - x * x).abs() < 1e-6);
        }
        assert_eq!((samples.at(-1.0), samples.at(2.0), samples.at(f32::NAN)), (0.0, 1.0, 0.0));
        assert!(Samples::new(1023, |x| (x < 0.5).then_some(x)).is_none());
    }
}
