//! Eight numbers at a time: kernels are written once against [`Simd`] and compiled for what the processor has.
//!
//! Every operation is rounded on its own and gives the same bits everywhere, so results never depend on the processor:
//! `OHIMAGEKIT_SIMD=off` in the environment, which leaves the plain Rust of [`Portable`], must not change a byte. There
//! is no fused multiply-add for the same reason.

#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::sync::OnceLock;

use half::f16;

/// Vectors of eight, and what kernels do with them. Methods are always inlined, into a function that is compiled for
/// the instructions they need.
pub trait Simd: Copy {
    /// Eight `f32`.
    type F32: Copy;
    /// Eight words of 32 bits.
    type Words: Copy;

    /// Reads eight numbers.
    fn load(self, values: &[f32; 8]) -> Self::F32;
    /// Writes them.
    fn store(self, vector: Self::F32, values: &mut [f32; 8]);
    /// Eight times `value`.
    fn splat(self, value: f32) -> Self::F32;
    /// `a + b`.
    fn add(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a - b`.
    fn sub(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a * b`.
    fn mul(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// The sums of neighbours: `a[0] + a[1]`, and so on to `b[6] + b[7]`.
    fn add_pairs(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// Rows become columns.
    fn transpose(self, rows: [Self::F32; 8]) -> [Self::F32; 8];
    /// Rounds to the nearest, ties to even: `a`, then `b`. Magnitudes are below 2^15.
    fn round(self, a: Self::F32, b: Self::F32) -> [i16; 16];
    /// `a` where it is less than `b`, else `b`: also where `a` is not a number.
    fn min(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a` where it is greater than `b`, else `b`: also where `a` is not a number.
    fn max(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// Reads eight little-endian words.
    fn load_words(self, words: &[[u8; 4]; 8]) -> Self::Words;
    /// Reads eight little-endian half words.
    fn load_half_words(self, words: &[[u8; 2]; 8]) -> Self::Words;
    /// The bits of `MASK`, which has at most 24, above the lowest `SHIFT`.
    fn bits<const SHIFT: i32, const MASK: i32>(self, words: Self::Words) -> Self::F32;
    /// Reads eight pixels of four half floats: all first ones, all second ones and so on.
    fn load_halves(self, pixels: &[[u8; 8]; 8]) -> [Self::F32; 4];
}

/// Work on vectors. `run` must be `#[inline(always)]`, and so must be all that it calls with `simd`.
pub trait Kernel {
    /// What it gives.
    type Output;

    /// Does the work.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// Runs `kernel` with the best instructions that this processor and this library have.
#[inline]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = x86_64::Avx2::find() {
        return avx2.dispatch(kernel);
    }
    kernel.run(Portable)
}

/// Whether the environment allows more than [`Portable`].
#[cfg(target_arch = "x86_64")]
fn allowed() -> bool {
    static ALLOWED: OnceLock<bool> = OnceLock::new();
    *ALLOWED.get_or_init(|| std::env::var_os("OHIMAGEKIT_SIMD").is_none_or(|value| value != "off"))
}

/// Plain Rust, for the compiler to make the best of.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

impl Simd for Portable {
    type F32 = [f32; 8];
    type Words = [u32; 8];

    #[inline(always)]
    fn load(self, values: &[f32; 8]) -> [f32; 8] {
        *values
    }

    #[inline(always)]
    fn store(self, vector: [f32; 8], values: &mut [f32; 8]) {
        *values = vector;
    }

    #[inline(always)]
    fn splat(self, value: f32) -> [f32; 8] {
        [value; 8]
    }

    #[inline(always)]
    fn add(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| a[i] + b[i])
    }

    #[inline(always)]
    fn sub(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| a[i] - b[i])
    }

    #[inline(always)]
    fn mul(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| a[i] * b[i])
    }

    #[inline(always)]
    fn add_pairs(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| if i < 4 { a[2 * i] + a[2 * i + 1] } else { b[2 * i - 8] + b[2 * i - 7] })
    }

    #[inline(always)]
    fn transpose(self, rows: [[f32; 8]; 8]) -> [[f32; 8]; 8] {
        std::array::from_fn(|x| std::array::from_fn(|y| rows[y][x]))
    }

    #[inline(always)]
    fn round(self, a: [f32; 8], b: [f32; 8]) -> [i16; 16] {
        // Below 2^22, adding 1.5 * 2^23 leaves the rounded value in the low bits of the sum.
        std::array::from_fn(|i| (if i < 8 { a[i] } else { b[i - 8] } + 12_582_912.0).to_bits() as i16)
    }

    #[inline(always)]
    fn min(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| if a[i] < b[i] { a[i] } else { b[i] })
    }

    #[inline(always)]
    fn max(self, a: [f32; 8], b: [f32; 8]) -> [f32; 8] {
        std::array::from_fn(|i| if a[i] > b[i] { a[i] } else { b[i] })
    }

    #[inline(always)]
    fn load_words(self, words: &[[u8; 4]; 8]) -> [u32; 8] {
        words.map(u32::from_le_bytes)
    }

    #[inline(always)]
    fn load_half_words(self, words: &[[u8; 2]; 8]) -> [u32; 8] {
        words.map(|word| u16::from_le_bytes(word).into())
    }

    #[inline(always)]
    fn bits<const SHIFT: i32, const MASK: i32>(self, words: [u32; 8]) -> [f32; 8] {
        words.map(|word| ((word >> SHIFT).cast_signed() & MASK) as f32)
    }

    #[inline(always)]
    fn load_halves(self, pixels: &[[u8; 8]; 8]) -> [[f32; 8]; 4] {
        let half = |i: usize, c: usize| f16::from_le_bytes([pixels[i][2 * c], pixels[i][2 * c + 1]]).to_f32();
        std::array::from_fn(|c| std::array::from_fn(|i| half(i, c)))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use core::arch::x86_64::*;

    use super::{Kernel, Simd};

    /// AVX2, and the bit instructions of the same processors: level x86-64-v3.
    #[derive(Clone, Copy, Debug)]
    pub struct Avx2(());

    impl Avx2 {
        /// The proof that this processor has them all.
        pub fn find() -> Option<Self> {
            let found = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("f16c");
            (found && super::allowed()).then_some(Self(()))
        }

        pub fn dispatch<K: Kernel>(self, kernel: K) -> K::Output {
            #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt,f16c")]
            fn run<K: Kernel>(kernel: K, simd: Avx2) -> K::Output {
                kernel.run(simd)
            }
            // SAFETY: only `find` makes an Avx2, where the processor has these features.
            unsafe { run(kernel, self) }
        }
    }

    // SAFETY, of every block below: an Avx2 exists, so the processor has the instructions; references to arrays are
    // valid for the unaligned reads and writes of their length.
    impl Simd for Avx2 {
        type F32 = __m256;
        type Words = __m256i;

        #[inline(always)]
        fn load(self, values: &[f32; 8]) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_loadu_ps(values.as_ptr()) }
        }

        #[inline(always)]
        fn store(self, vector: __m256, values: &mut [f32; 8]) {
            // SAFETY: see above.
            unsafe { _mm256_storeu_ps(values.as_mut_ptr(), vector) }
        }

        #[inline(always)]
        fn splat(self, value: f32) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_set1_ps(value) }
        }

        #[inline(always)]
        fn add(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_add_ps(a, b) }
        }

        #[inline(always)]
        fn sub(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_sub_ps(a, b) }
        }

        #[inline(always)]
        fn mul(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_mul_ps(a, b) }
        }

        #[inline(always)]
        fn add_pairs(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe {
                let sums = _mm256_castps_pd(_mm256_hadd_ps(a, b)); // quarters: a, b, a, b
                _mm256_castpd_ps(_mm256_permute4x64_pd::<0b11_01_10_00>(sums))
            }
        }

        #[inline(always)]
        fn transpose(self, [a, b, c, d, e, f, g, h]: [__m256; 8]) -> [__m256; 8] {
            // SAFETY: see above.
            unsafe {
                // Pairs of rows, then four rows, then the halves of the vectors.
                let (ab, cd) = (
                    [_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b)],
                    [_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d)],
                );
                let (ef, gh) = (
                    [_mm256_unpacklo_ps(e, f), _mm256_unpackhi_ps(e, f)],
                    [_mm256_unpacklo_ps(g, h), _mm256_unpackhi_ps(g, h)],
                );
                let upper = [
                    _mm256_shuffle_ps::<0b01_00_01_00>(ab[0], cd[0]),
                    _mm256_shuffle_ps::<0b11_10_11_10>(ab[0], cd[0]),
                    _mm256_shuffle_ps::<0b01_00_01_00>(ab[1], cd[1]),
                    _mm256_shuffle_ps::<0b11_10_11_10>(ab[1], cd[1]),
                ];
                let lower = [
                    _mm256_shuffle_ps::<0b01_00_01_00>(ef[0], gh[0]),
                    _mm256_shuffle_ps::<0b11_10_11_10>(ef[0], gh[0]),
                    _mm256_shuffle_ps::<0b01_00_01_00>(ef[1], gh[1]),
                    _mm256_shuffle_ps::<0b11_10_11_10>(ef[1], gh[1]),
                ];
                [
                    _mm256_permute2f128_ps::<0x20>(upper[0], lower[0]),
                    _mm256_permute2f128_ps::<0x20>(upper[1], lower[1]),
                    _mm256_permute2f128_ps::<0x20>(upper[2], lower[2]),
                    _mm256_permute2f128_ps::<0x20>(upper[3], lower[3]),
                    _mm256_permute2f128_ps::<0x31>(upper[0], lower[0]),
                    _mm256_permute2f128_ps::<0x31>(upper[1], lower[1]),
                    _mm256_permute2f128_ps::<0x31>(upper[2], lower[2]),
                    _mm256_permute2f128_ps::<0x31>(upper[3], lower[3]),
                ]
            }
        }

        #[inline(always)]
        fn round(self, a: __m256, b: __m256) -> [i16; 16] {
            let mut values = [0; 16];
            // SAFETY: see above.
            unsafe {
                let words = _mm256_packs_epi32(_mm256_cvtps_epi32(a), _mm256_cvtps_epi32(b)); // quarters: a, b, a, b
                let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(words);
                _mm256_storeu_si256(values.as_mut_ptr().cast(), words);
            }
            values
        }

        #[inline(always)]
        fn min(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_min_ps(a, b) }
        }

        #[inline(always)]
        fn max(self, a: __m256, b: __m256) -> __m256 {
            // SAFETY: see above.
            unsafe { _mm256_max_ps(a, b) }
        }

        #[inline(always)]
        fn load_words(self, words: &[[u8; 4]; 8]) -> __m256i {
            // SAFETY: see above.
            unsafe { _mm256_loadu_si256(words.as_ptr().cast()) }
        }

        #[inline(always)]
        fn load_half_words(self, words: &[[u8; 2]; 8]) -> __m256i {
            // SAFETY: see above.
            unsafe { _mm256_cvtepu16_epi32(_mm_loadu_si128(words.as_ptr().cast())) }
        }

        #[inline(always)]
        fn bits<const SHIFT: i32, const MASK: i32>(self, words: __m256i) -> __m256 {
            // SAFETY: see above.
            unsafe {
                let shifted = if SHIFT == 0 { words } else { _mm256_srli_epi32::<SHIFT>(words) };
                _mm256_cvtepi32_ps(_mm256_and_si256(shifted, _mm256_set1_epi32(MASK)))
            }
        }

        #[inline(always)]
        fn load_halves(self, pixels: &[[u8; 8]; 8]) -> [__m256; 4] {
            // SAFETY: see above; two pixels are 16 bytes.
            unsafe {
                let pixels = pixels.as_ptr();
                let p01 = _mm256_cvtph_ps(_mm_loadu_si128(pixels.cast()));
                let p23 = _mm256_cvtph_ps(_mm_loadu_si128(pixels.add(2).cast()));
                let p45 = _mm256_cvtph_ps(_mm_loadu_si128(pixels.add(4).cast()));
                let p67 = _mm256_cvtph_ps(_mm_loadu_si128(pixels.add(6).cast()));
                let first = [_mm256_unpacklo_ps(p01, p23), _mm256_unpackhi_ps(p01, p23)];
                let last = [_mm256_unpacklo_ps(p45, p67), _mm256_unpackhi_ps(p45, p67)];
                // Pixels 0, 2, 4, 6, 1, 3, 5, 7.
                let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
                [
                    _mm256_permutevar8x32_ps(_mm256_shuffle_ps::<0b01_00_01_00>(first[0], last[0]), order),
                    _mm256_permutevar8x32_ps(_mm256_shuffle_ps::<0b11_10_11_10>(first[0], last[0]), order),
                    _mm256_permutevar8x32_ps(_mm256_shuffle_ps::<0b01_00_01_00>(first[1], last[1]), order),
                    _mm256_permutevar8x32_ps(_mm256_shuffle_ps::<0b11_10_11_10>(first[1], last[1]), order),
                ]
            }
        }
    }
}

/// Bit `i` says whether `values[i]` is not 0.
#[inline(always)]
pub fn nonzero(values: &[i16; 64]) -> u64 {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{
            _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_packs_epi16, _mm_setzero_si128,
        };
        let mut zero = 0;
        for (index, half) in values.as_chunks::<16>().0.iter().enumerate() {
            let (low, high) = half.split_at(8);
            // SAFETY: both halves are 16 readable bytes; every x86-64 processor has SSE2.
            let bits = unsafe {
                let bytes =
                    _mm_packs_epi16(_mm_loadu_si128(low.as_ptr().cast()), _mm_loadu_si128(high.as_ptr().cast()));
                _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128()))
            };
            zero |= (bits as u64) << (index * 16);
        }
        !zero
    }
    #[cfg(not(target_arch = "x86_64"))]
    nonzero_portable(values)
}

/// The same in plain arithmetic: eight flags in bytes become eight bits by one multiplication.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn nonzero_portable(values: &[i16; 64]) -> u64 {
    let rows = values.as_chunks::<8>().0.iter().enumerate();
    rows.fold(0, |mask, (index, row)| {
        let flags = u64::from_le_bytes(row.map(|value| u8::from(value != 0)));
        mask | (flags.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (index * 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operation once, and all bits of what came out.
    struct Everything;

    impl Kernel for Everything {
        type Output = (Vec<u32>, [i16; 16]);

        fn run<S: Simd>(self, simd: S) -> Self::Output {
            let number = |i: usize| (i as f32 * 0.37 - 11.5) * (i as f32 + 0.1);
            let rows: [S::F32; 8] = std::array::from_fn(|y| simd.load(&std::array::from_fn(|x| number(y * 8 + x))));
            let words = simd.load_words(&std::array::from_fn(|i| [1, 2, 3, 250].map(|c: u8| c.wrapping_mul(i as u8))));
            let half_words = simd.load_half_words(&std::array::from_fn(|i| [i as u8 * 31, 200 + i as u8]));
            // Halves of all kinds: normal, less than that, negative, infinite, no number.
            let halves: [[u8; 8]; 8] = std::array::from_fn(|i| std::array::from_fn(|c| (i * 37 + c * 73) as u8));
            let [a, b, ..] = rows;
            let not_a_number = simd.load(&[f32::NAN, 1.0, -2.0, 300.0, 0.0, -0.0, f32::INFINITY, f32::NAN]);
            let mut vectors = simd.transpose(rows).to_vec();
            vectors.extend([simd.add(a, b), simd.sub(a, b), simd.mul(a, b), simd.add_pairs(a, b), simd.splat(0.1)]);
            vectors.extend([simd.bits::<0, 255>(words), simd.bits::<10, 1023>(words), simd.bits::<24, 255>(words)]);
            vectors.extend([simd.bits::<5, 63>(half_words), simd.bits::<0, 0xFFFF>(half_words)]);
            vectors.extend([simd.min(not_a_number, b), simd.max(not_a_number, b)]);
            vectors.extend(simd.load_halves(&halves).map(|half| simd.min(simd.max(half, a), b)));
            let bits = |vector| {
                let mut values = [0.0; 8];
                simd.store(vector, &mut values);
                values.map(f32::to_bits)
            };
            let halves = [0.5, 1.5, -0.5, -1.5, 2.499, -1023.5, 1016.5, 0.0];
            (vectors.into_iter().flat_map(bits).collect(), simd.round(a, simd.load(&halves)))
        }
    }

    #[test]
    fn all_instruction_sets_give_the_same_bits() {
        let (vectors, rounded) = Everything.run(Portable);
        assert_eq!(dispatch(Everything), (vectors, rounded));
        assert_eq!(rounded[8..], [0, 2, 0, -2, 2, -1024, 1016, 0]);
    }

    #[test]
    fn every_value_that_is_not_zero_has_its_bit() {
        for value in [1, -1, 255, 256, -256, 1024, i16::MAX, i16::MIN] {
            for at in 0..64 {
                let mut values = [0; 64];
                values[at] = value;
                assert_eq!((nonzero(&values), nonzero_portable(&values)), (1 << at, 1 << at));
            }
        }
        assert_eq!(nonzero(&[7; 64]), u64::MAX);
    }
}
