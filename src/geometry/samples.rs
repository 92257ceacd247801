//! Samples that may be added up, and how the elements of each pixel format become them: colours multiplied by alpha, in
//! steps of equal size.

#![forbid(unsafe_code)]

use std::ops::AddAssign;

use fast_image_resize::PixelTrait;
use fast_image_resize::pixels::{F32, F32x4, InnerPixel, U8, U8x2, U8x3, U8x4, U16, U16x2, U16x3, U16x4};
use half::f16;

use crate::convert::{alpha, halves};
use crate::pixel::{AlphaType, PixelFormat};

/// A component of a sample.
pub trait Component: Copy + Default + Send + Sync {
    /// What a row of 2^16 of them adds up to.
    type Sum: Copy + Default + AddAssign + Into<f64>;

    /// The component as a sum of one.
    fn widen(self) -> Self::Sum;

    /// The nearest component to a number in their range.
    fn nearest(number: f64) -> Self;

    /// A part `t` of the way from this one to `other`.
    fn blend(self, other: Self, t: f32) -> Self;
}

macro_rules! integer_component {
    ($type:ty) => {
        impl Component for $type {
            type Sum = u32;

            #[inline]
            fn widen(self) -> u32 {
                u32::from(self)
            }

            #[inline]
            fn nearest(number: f64) -> Self {
                (number + 0.5) as Self
            }

            #[inline]
            fn blend(self, other: Self, t: f32) -> Self {
                let (from, to) = (f32::from(self), f32::from(other));
                (from + (to - from) * t + 0.5) as Self
            }
        }
    };
}
integer_component!(u8);
integer_component!(u16);

impl Component for f32 {
    type Sum = f64;

    fn widen(self) -> f64 {
        f64::from(self)
    }

    fn nearest(number: f64) -> Self {
        number as Self
    }

    fn blend(self, other: Self, t: f32) -> Self {
        self + (other - self) * t
    }
}

/// A sample of one to four components.
pub trait Sample: PixelTrait + InnerPixel<Component = Self::Part> {
    /// The type of the components.
    type Part: Component;
}

impl<P: PixelTrait + InnerPixel<Component: Component>> Sample for P {
    type Part = P::Component;
}

/// How the elements of a plane become samples and samples elements, a row at a time.
pub struct Codec<P> {
    /// Elements to as many samples.
    pub load: fn(&[u8], &mut [P]),
    /// Samples to as many elements.
    pub store: fn(&mut [P], &mut [u8]),
    /// Whether both only copy: the elements are the samples.
    pub direct: bool,
    /// What a filter that overshoots leaves to be done to the elements.
    pub limit: Option<fn(&mut [u8])>,
}

/// Runs `$run` with the codec for plane `$plane` of a format and an alpha type.
macro_rules! with_codec {
    (($format:expr, $alpha:expr, $plane:expr), $run:expr) => {{
        use $crate::geometry::samples as s;
        use $crate::pixel::{AlphaType as A, PixelFormat as F};
        match ($format, $alpha, $plane) {
            (F::Rgba8888 | F::Bgra8888, A::Unpremultiplied, _) => $run(s::UNMULTIPLIED_8),
            (F::Argb8888, A::Unpremultiplied, _) => $run(s::UNMULTIPLIED_8_ALPHA_FIRST),
            (F::Rgba8888 | F::Bgra8888 | F::Argb8888, alpha, _) => $run(s::multiplied_8($format, alpha)),
            (F::Rgb888, ..) => $run(s::BYTES_3),
            (F::Rgb565, ..) => $run(s::RGB_565),
            (F::Rgba1010102, A::Unpremultiplied, _) => $run(s::UNMULTIPLIED_10),
            (F::Rgba1010102, alpha, _) => $run(s::ten(alpha)),
            (F::RgbaF16, A::Unpremultiplied, _) => $run(s::UNMULTIPLIED_F16),
            (F::RgbaF16, ..) => $run(s::RGBA_F16),
            (F::AlphaF16, ..) => $run(s::ALPHA_F16),
            (F::Alpha8 | F::AlphaU8, ..) | (F::Nv12 | F::Nv21, _, 0) => $run(s::BYTES_1),
            (F::Nv12 | F::Nv21, ..) => $run(s::BYTES_2),
            (F::YcbcrP010 | F::YcrcbP010, _, 0) => $run(s::P010_LUMA),
            (F::YcbcrP010 | F::YcrcbP010, ..) => $run(s::P010_CHROMA),
        }
    }};
}
pub(super) use with_codec;

const fn bytes<P: InnerPixel<Component = u8>>() -> Codec<P> {
    Codec {
        load: |row, out| P::components_mut(out).copy_from_slice(row),
        store: |row, out| out.copy_from_slice(P::components(row)),
        direct: true,
        limit: None,
    }
}

pub const BYTES_1: Codec<U8> = bytes();
pub const BYTES_2: Codec<U8x2> = bytes();
pub const BYTES_3: Codec<U8x3> = bytes();

/// Four bytes as they are. Colours of premultiplied pixels stay below their alpha.
pub fn multiplied_8(format: PixelFormat, alpha: AlphaType) -> Codec<U8x4> {
    let limit: fn(&mut [u8]) = if format == PixelFormat::Argb8888 {
        |row| {
            for [a, colours @ ..] in row.as_chunks_mut::<4>().0 {
                *colours = colours.map(|c| c.min(*a));
            }
        }
    } else {
        |row| {
            for [colours @ .., a] in row.as_chunks_mut::<4>().0 {
                *colours = colours.map(|c| c.min(*a));
            }
        }
    };
    Codec { limit: (alpha == AlphaType::Premultiplied).then_some(limit), ..bytes() }
}

/// Red, green, blue times alpha, and alpha times 255: exact in 16 bits.
pub const UNMULTIPLIED_8: Codec<U16x4> = Codec {
    load: |row, out| {
        for (out, &[r, g, b, a]) in out.iter_mut().zip(row.as_chunks().0) {
            *out = U16x4::new([r, g, b, 255].map(|c| u16::from(c) * u16::from(a)));
        }
    },
    store: |row, out| {
        for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(row) {
            *out = divided(pixel.0);
        }
    },
    direct: false,
    limit: None,
};

/// The same with alpha as the first byte.
pub const UNMULTIPLIED_8_ALPHA_FIRST: Codec<U16x4> = Codec {
    load: |row, out| {
        for (out, &[a, r, g, b]) in out.iter_mut().zip(row.as_chunks().0) {
            *out = U16x4::new([r, g, b, 255].map(|c| u16::from(c) * u16::from(a)));
        }
    },
    store: |row, out| {
        for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(row) {
            let [r, g, b, a] = divided(pixel.0);
            *out = [a, r, g, b];
        }
    },
    direct: false,
    limit: None,
};

/// Undoes the multiplication of [`UNMULTIPLIED_8`]. Where alpha comes to 0 so does colour.
#[inline]
fn divided(pixel: [u16; 4]) -> [u8; 4] {
    let alpha = f32::from(pixel[3].min(255 * 255));
    let gain = if alpha < 127.5 { 0.0 } else { 255.0 / alpha };
    let [r, g, b, _] = pixel.map(|c| (f32::from(c) * gain + 0.5) as u8);
    [r, g, b, (alpha / 255.0 + 0.5) as u8]
}

/// 5 bits in steps of 2114, 6 bits in steps of 1040: both fill 16 bits.
pub const RGB_565: Codec<U16x3> = Codec {
    load: |row, out| {
        for (out, &word) in out.iter_mut().zip(row.as_chunks().0) {
            let word = u16::from_le_bytes(word);
            *out = U16x3::new([(word >> 11) * 2114, (word >> 5 & 63) * 1040, (word & 31) * 2114]);
        }
    },
    store: |row, out| {
        for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(row) {
            let [r, g, b] = pixel.0.map(u32::from);
            let (r, g, b) = ((r + 1057) / 2114, (g + 520) / 1040, (b + 1057) / 2114);
            *out = ((r.min(31) << 11 | g.min(63) << 5 | b.min(31)) as u16).to_le_bytes();
        }
    },
    direct: false,
    limit: None,
};

/// 10 bits in steps of 64, 2 bits in steps of 21824, which is 341 times 64: alpha is as large as white. Colours of
/// premultiplied pixels stay below their alpha.
pub fn ten(alpha: AlphaType) -> Codec<U16x4> {
    let limit: fn(&mut [u8]) = |row| {
        for word in row.as_chunks_mut().0 {
            let [r, g, b, a] = unpacked(*word);
            *word = packed([r.min(a), g.min(a), b.min(a), a]);
        }
    };
    Codec { limit: (alpha == AlphaType::Premultiplied).then_some(limit), ..TEN }
}

const TEN: Codec<U16x4> = Codec {
    load: |row, out| {
        for (out, &word) in out.iter_mut().zip(row.as_chunks().0) {
            *out = U16x4::new(unpacked(word).map(|sample| sample as u16 * 64));
        }
    },
    store: |row, out| {
        for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(row) {
            *out = packed(pixel.0.map(|sample| (u32::from(sample) + 32) / 64));
        }
    },
    direct: false,
    limit: None,
};

/// The same, colours multiplied by alpha on the way.
pub const UNMULTIPLIED_10: Codec<U16x4> = Codec {
    load: |row, out| {
        for (out, &word) in out.iter_mut().zip(row.as_chunks().0) {
            let [r, g, b, a] = unpacked(word);
            // a is 0, 341, 682 or 1023: thirds, of which 64 c has a whole number only where c does.
            *out = U16x4::new([r, g, b, 1023].map(|c| ((c * 64 * (a / 341) + 1) / 3) as u16));
        }
    },
    store: |row, out| {
        for (out, pixel) in out.as_chunks_mut().0.iter_mut().zip(row) {
            let [r, g, b, a] = pixel.0.map(f32::from);
            let gain = if a < 1.0 { 0.0 } else { 1023.0 / a };
            let [r, g, b] = [r, g, b].map(|c| (c * gain + 0.5) as u32);
            *out = packed([r, g, b, (a / 64.0 + 0.5) as u32]);
        }
    },
    direct: false,
    limit: None,
};

/// The samples of RGBA_1010102, alpha 0 to 1023 as the others.
#[inline]
fn unpacked(word: [u8; 4]) -> [u32; 4] {
    let word = u32::from_le_bytes(word);
    [word & 1023, word >> 10 & 1023, word >> 20 & 1023, (word >> 30) * 341]
}

#[inline]
fn packed([r, g, b, a]: [u32; 4]) -> [u8; 4] {
    let [r, g, b] = [r, g, b].map(|c| c.min(1023));
    let a = ((a + 170) / 341).min(3);
    (r | g << 10 | b << 20 | a << 30).to_le_bytes()
}

/// Halves as floats. What a filter makes of alpha stays between 0 and 1, colours may be beyond.
pub const RGBA_F16: Codec<F32x4> = Codec {
    load: load_halves,
    store: |row, out| {
        row.iter_mut().for_each(|pixel| pixel.0[3] = pixel.0[3].clamp(0.0, 1.0));
        store_halves(row, out);
    },
    direct: false,
    limit: None,
};

/// The same, colours multiplied by alpha on the way.
pub const UNMULTIPLIED_F16: Codec<F32x4> = Codec {
    load: |row, out| {
        load_halves(row, out);
        for pixel in out {
            let [r, g, b, a] = pixel.0;
            pixel.0 = [r * a, g * a, b * a, a];
        }
    },
    store: |row, out| {
        row.iter_mut().for_each(|pixel| pixel.0[3] = pixel.0[3].clamp(0.0, 1.0));
        alpha::unpremultiply_f32(F32x4::components_mut(row));
        store_halves(row, out);
    },
    direct: false,
    limit: None,
};

pub const ALPHA_F16: Codec<F32> = Codec {
    load: load_halves,
    store: |row, out| {
        row.iter_mut().for_each(|pixel| pixel.0 = pixel.0.clamp(0.0, 1.0));
        store_halves(row, out);
    },
    direct: false,
    limit: None,
};

fn load_halves<P: InnerPixel<Component = f32>>(row: &[u8], out: &mut [P]) {
    for (out, &half) in P::components_mut(out).iter_mut().zip(row.as_chunks().0) {
        *out = halves::to_f32(u16::from_le_bytes(half));
    }
}

fn store_halves<P: InnerPixel<Component = f32>>(row: &[P], out: &mut [u8]) {
    for (out, &sample) in out.as_chunks_mut().0.iter_mut().zip(P::components(row)) {
        *out = f16::from_f32(sample).to_le_bytes();
    }
}

const fn p010<P: InnerPixel<Component = u16>>() -> Codec<P> {
    Codec {
        load: |row, out| {
            for (out, &sample) in P::components_mut(out).iter_mut().zip(row.as_chunks().0) {
                *out = u16::from_le_bytes(sample);
            }
        },
        store: |row, out| {
            for (out, &sample) in out.as_chunks_mut().0.iter_mut().zip(P::components(row)) {
                // Ten bits, in the high ones.
                *out = (sample.saturating_add(32) & 0xffc0).to_le_bytes();
            }
        },
        direct: false,
        limit: None,
    }
}

pub const P010_LUMA: Codec<U16> = p010();
pub const P010_CHROMA: Codec<U16x2> = p010();
