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

    /// The name in HEIF files.
    pub fn urn(self) -> &'static str {
        match self {
            Self::GainMap => "urn:iso:std:iso:ts:21496:-1",
            Self::DepthMap => "urn:com:huawei:photo:5:0:0:aux:depthmap",
            Self::UnrefocusMap => "urn:com:huawei:photo:5:0:0:aux:unrefocusmap",
            Self::LinearMap => "urn:com:huawei:photo:5:0:0:aux:linearhmap",
            Self::FragmentMap => "urn:com:huawei:photo:5:0:0:aux:fragmentmap",
            Self::SnapMap => "urn:com:huawei:photo:6:0:0:aux:snapmain",
            Self::SnapGainMap => "urn:com:huawei:photo:6:0:0:aux:snapgainmap",
            Self::PanMap => "urn:com:huawei:photo:6:0:0:aux:panmain",
            Self::PanGainMap => "urn:com:huawei:photo:6:0:0:aux:pangainmap",
            Self::LhdrGainMap => "urn:com:huawei:photo:7:0:0:aux:lhdrgainmap",
        }
    }

    /// The type of this name, or of the standard's own for depth, which other cameras use.
    pub fn of_urn(urn: &[u8]) -> Option<Self> {
        const DEPTH: [&[u8]; 2] = [b"urn:mpeg:hevc:2015:auxid:2", b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth"];
        if DEPTH.contains(&urn) {
            return Some(Self::DepthMap);
        }
        Self::ALL.into_iter().find(|kind| kind.urn().as_bytes() == urn)
    }

    /// Whether files hold its pixels as they are, not encoded.
    pub fn is_raw(self) -> bool {
        matches!(self, Self::DepthMap | Self::LinearMap)
    }
}
