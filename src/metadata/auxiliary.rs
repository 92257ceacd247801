//! What images beside the main image of a picture are for.

#![forbid(unsafe_code)]

/// The type of an auxiliary picture; the numbers are the original's, which makes the first five public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum AuxiliaryKind {
    /// How the main image becomes an HDR one.
    GainMap = 1,
    /// How far away what is seen is.
    DepthMap = 2,
    /// The image before its background was blurred.
    UnrefocusMap = 3,
    /// Linear light.
    LinearMap = 4,
    /// A part of the image before a watermark covered it.
    FragmentMap = 5,
    /// A snapshot.
    SnapMap = 6,
    /// The gain map of a snapshot.
    SnapGainMap = 7,
    /// A panned image.
    PanMap = 8,
    /// The gain map of a panned image.
    PanGainMap = 9,
    /// Another gain map.
    LhdrGainMap = 10,
}

impl AuxiliaryKind {
    /// All types, in ascending order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::GainMap,
        Self::DepthMap,
        Self::UnrefocusMap,
        Self::LinearMap,
        Self::FragmentMap,
        Self::SnapMap,
        Self::SnapGainMap,
        Self::PanMap,
        Self::PanGainMap,
        Self::LhdrGainMap,
    ];

    /// The type of this number.
    pub fn of(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as i32 == number)
    }

    /// Whether files hold its pixels as they are, not encoded.
    pub fn is_raw(self) -> bool {
        matches!(self, Self::DepthMap | Self::LinearMap)
    }
}
