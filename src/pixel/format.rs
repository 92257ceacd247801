//! Pixel formats and alpha types. The numbers are the original's.

#![forbid(unsafe_code)]

/// How one pixel lies in memory; the lowest address comes first in the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum PixelFormat {
    /// 4 bytes: A, R, G, B. Not in the public enum, accepted all the same.
    Argb8888 = 1,
    /// One little-endian `u16`: R in bits 15..11, G in 10..5, B in 4..0.
    Rgb565 = 2,
    /// 4 bytes: R, G, B, A.
    Rgba8888 = 3,
    /// 4 bytes: B, G, R, A.
    Bgra8888 = 4,
    /// 3 bytes: R, G, B.
    Rgb888 = 5,
    /// 1 byte of alpha; every row is padded to a multiple of 4 bytes.
    Alpha8 = 6,
    /// 4 IEEE half floats: R, G, B, A, nominally 0 to 1.
    RgbaF16 = 7,
    /// 4:2:0, 8 bit: a plane of Y, then one of V, U pairs.
    Nv21 = 8,
    /// 4:2:0, 8 bit: a plane of Y, then one of U, V pairs.
    Nv12 = 9,
    /// One little-endian `u32`: R in bits 9..0, G in 19..10, B in 29..20, A in 31..30.
    Rgba1010102 = 10,
    /// As NV12 with 16-bit samples: 10 significant bits in bits 15..6.
    YcbcrP010 = 11,
    /// As NV21 with 16-bit samples: 10 significant bits in bits 15..6.
    YcrcbP010 = 12,
    /// 1 byte of alpha, rows without padding.
    AlphaU8 = 15,
    /// One IEEE half float of alpha, 0 to 1.
    AlphaF16 = 16,
}

/// What the alpha of a pixel means for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum AlphaType {
    /// Alpha, if the format has any, is to be ignored.
    Opaque = 1,
    /// Colour is stored multiplied by alpha.
    Premultiplied = 2,
    /// Colour is stored as it is.
    Unpremultiplied = 3,
}

/// What the samples of a 4:2:0 image stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YuvRange {
    /// All of 0 to 255, as JFIF has it: how a program's own samples are taken.
    Full,
    /// Y 16 to 235, chroma 16 to 240: what this library makes from RGB.
    Limited,
}

/// How Y, Cb and Cr of a 4:2:0 image were made of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YuvMatrix {
    /// ITU-R BT.601, as JFIF has it: where nobody says otherwise.
    Bt601,
    /// ITU-R BT.709.
    Bt709,
    /// ITU-R BT.2020 with non-constant luminance.
    Bt2020,
}

impl PixelFormat {
    /// All formats, in ascending order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Argb8888,
        Self::Rgb565,
        Self::Rgba8888,
        Self::Bgra8888,
        Self::Rgb888,
        Self::Alpha8,
        Self::RgbaF16,
        Self::Nv21,
        Self::Nv12,
        Self::Rgba1010102,
        Self::YcbcrP010,
        Self::YcrcbP010,
        Self::AlphaU8,
        Self::AlphaF16,
    ];

    /// The format with the original's number `value`.
    pub fn from_number(value: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|format| *format as i32 == value)
    }

    /// Bytes of one pixel; for 4:2:0 formats of one luma sample.
    pub fn bytes_per_pixel(self) -> usize {
        match self {
            Self::Alpha8 | Self::AlphaU8 | Self::Nv12 | Self::Nv21 => 1,
            Self::Rgb565 | Self::AlphaF16 | Self::YcbcrP010 | Self::YcrcbP010 => 2,
            Self::Rgb888 => 3,
            Self::Argb8888 | Self::Rgba8888 | Self::Bgra8888 | Self::Rgba1010102 => 4,
            Self::RgbaF16 => 8,
        }
    }

    /// Whether rows are padded to this many bytes when nobody asks for a stride.
    pub fn row_alignment(self) -> usize {
        if self == Self::Alpha8 { 4 } else { 1 }
    }

    /// Whether the format is one of the two-plane 4:2:0 formats.
    pub fn is_yuv(self) -> bool {
        matches!(self, Self::Nv12 | Self::Nv21) || self.is_p010()
    }

    /// Whether the format is one of the two 10-bit 4:2:0 formats.
    pub fn is_p010(self) -> bool {
        matches!(self, Self::YcbcrP010 | Self::YcrcbP010)
    }

    /// Whether the chroma pairs of a 4:2:0 format begin with V (Cr).
    pub fn is_v_first(self) -> bool {
        matches!(self, Self::Nv21 | Self::YcrcbP010)
    }

    /// Whether the format holds alpha and nothing else.
    pub fn is_alpha_only(self) -> bool {
        matches!(self, Self::Alpha8 | Self::AlphaU8 | Self::AlphaF16)
    }

    /// Whether colours have 10 bits: the formats of HDR images.
    pub fn is_ten_bit(self) -> bool {
        self == Self::Rgba1010102 || self.is_p010()
    }

    /// Whether a sample has more than 8 bits.
    pub fn is_deep(self) -> bool {
        matches!(self, Self::RgbaF16 | Self::AlphaF16 | Self::Rgba1010102) || self.is_p010()
    }

    /// Whether device memory (DMA) can hold the format. Decides on this host only whether HDR metadata may be attached.
    pub fn has_dma_form(self) -> bool {
        use PixelFormat as F;
        matches!(self, F::Rgb565 | F::Rgba8888 | F::Bgra8888 | F::RgbaF16 | F::AlphaF16 | F::Rgba1010102)
            || self.is_p010()
    }

    /// The alpha type that an image of this format has when `wanted` was asked for.
    pub fn resolve_alpha(self, wanted: AlphaType) -> AlphaType {
        match self {
            Self::Rgb565 | Self::Rgb888 => AlphaType::Opaque,
            _ if self.is_yuv() => AlphaType::Opaque,
            _ if self.is_alpha_only() => AlphaType::Premultiplied,
            _ => wanted,
        }
    }
}

impl AlphaType {
    /// The alpha type with the original's number `value`; UNKNOWN (0) and anything else mean premultiplied.
    pub fn from_number(value: i32) -> Self {
        match value {
            1 => Self::Opaque,
            3 => Self::Unpremultiplied,
            _ => Self::Premultiplied,
        }
    }
}
