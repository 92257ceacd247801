//! DNG: the tags of DNG 1.4, chapters 4 to 6, in the types that the header names.
//!
//! Of a tag with whole numbers or fractions the header names one type. Digests are bytes, told as hexadecimal digits.

#![forbid(unsafe_code)]

use super::{Keys, find, tags};
use crate::error::Result;
use crate::metadata::exif::value::Value;
use crate::source::bytes::SourceBytes;
use crate::source::properties::Property;
use crate::source::tiff::{Directory, Tiff};

/// The tag's number, and the type.
type Tag = (u16, fn(&Value) -> Result<Option<Property>>);

/// The tag NewSubfileType: 0 for the directory of the raw pixels.
const NEW_SUBFILE_TYPE: u16 = 254;

/// The keys, in ascending order of their tags.
pub const KEYS: &Keys<Tag> = &[
    ("DNGVersion", (50706, tags::integers)),
    ("DNGBackwardVersion", (50707, tags::integers)),
    ("UniqueCameraModel", (50708, tags::text)),
    ("LocalizedCameraModel", (50709, tags::text)),
    ("CFAPlaneColor", (50710, tags::integers)),
    ("CFALayout", (50711, tags::integers)),
    ("LinearizationTable", (50712, tags::integers)),
    ("BlackLevelRepeatDim", (50713, tags::integers)),
    ("BlackLevel", (50714, tags::doubles)),
    ("BlackLevelDeltaH", (50715, tags::doubles)),
    ("BlackLevelDeltaV", (50716, tags::doubles)),
    ("WhiteLevel", (50717, tags::doubles)),
    ("DefaultScale", (50718, tags::doubles)),
    ("DefaultCropOrigin", (50719, tags::doubles)),
    ("DefaultCropSize", (50720, tags::integers)),
    ("ColorMatrix1", (50721, tags::doubles)),
    ("ColorMatrix2", (50722, tags::doubles)),
    ("CameraCalibration1", (50723, tags::doubles)),
    ("CameraCalibration2", (50724, tags::doubles)),
    ("ReductionMatrix1", (50725, tags::doubles)),
    ("ReductionMatrix2", (50726, tags::doubles)),
    ("AnalogBalance", (50727, tags::doubles)),
    ("AsShotNeutral", (50728, tags::doubles)),
    ("AsShotWhiteXY", (50729, tags::doubles)),
    ("BaselineExposure", (50730, tags::doubles)),
    ("BaselineNoise", (50731, tags::doubles)),
    ("BaselineSharpness", (50732, tags::doubles)),
    ("BayerGreenSplit", (50733, tags::integers)),
    ("LinearResponseLimit", (50734, tags::doubles)),
    ("CameraSerialNumber", (50735, tags::text)),
    ("LensInfo", (50736, tags::doubles)),
    ("ChromaBlurRadius", (50737, tags::doubles)),
    ("AntiAliasStrength", (50738, tags::doubles)),
    ("ShadowScale", (50739, tags::doubles)),
    ("DNGPrivateData", (50740, tags::blob)),
    ("MakerNoteSafety", (50741, tags::integers)),
    ("CalibrationIlluminant1", (50778, tags::integers)),
    ("CalibrationIlluminant2", (50779, tags::integers)),
    ("BestQualityScale", (50780, tags::doubles)),
    ("RawDataUniqueID", (50781, tags::digits)),
    ("OriginalRawFileName", (50827, tags::text)),
    ("OriginalRawFileData", (50828, tags::blob)),
    ("ActiveArea", (50829, tags::integers)),
    ("MaskedAreas", (50830, tags::integers)),
    ("AsShotICCProfile", (50831, tags::blob)),
    ("AsShotPreProfileMatrix", (50832, tags::doubles)),
    ("CurrentICCProfile", (50833, tags::blob)),
    ("CurrentPreProfileMatrix", (50834, tags::doubles)),
    ("ColorimetricReference", (50879, tags::integers)),
    ("CameraCalibrationSignature", (50931, tags::text)),
    ("ProfileCalibrationSignature", (50932, tags::text)),
    ("ExtraCameraProfiles", (50933, tags::integers)),
    ("AsShotProfileName", (50934, tags::text)),
    ("NoiseReductionApplied", (50935, tags::doubles)),
    ("ProfileName", (50936, tags::text)),
    ("ProfileHueSatMapDims", (50937, tags::integers)),
    ("ProfileHueSatMapData1", (50938, tags::doubles)),
    ("ProfileHueSatMapData2", (50939, tags::doubles)),
    ("ProfileToneCurve", (50940, tags::doubles)),
    ("ProfileEmbedPolicy", (50941, tags::integers)),
    ("ProfileCopyright", (50942, tags::text)),
    ("ForwardMatrix1", (50964, tags::doubles)),
    ("ForwardMatrix2", (50965, tags::doubles)),
    ("PreviewApplicationName", (50966, tags::text)),
    ("PreviewApplicationVersion", (50967, tags::text)),
    ("PreviewSettingsName", (50968, tags::text)),
    ("PreviewSettingsDigest", (50969, tags::digits)),
    ("PreviewColorSpace", (50970, tags::integers)),
    ("PreviewDateTime", (50971, tags::text)),
    ("RawImageDigest", (50972, tags::digits)),
    ("OriginalRawFileDigest", (50973, tags::digits)),
    ("SubTileBlockSize", (50974, tags::integers)),
    ("RowInterleaveFactor", (50975, tags::integers)),
    ("ProfileLookTableDims", (50981, tags::integers)),
    ("ProfileLookTableData", (50982, tags::doubles)),
    ("OpcodeList1", (51008, tags::blob)),
    ("OpcodeList2", (51009, tags::blob)),
    ("OpcodeList3", (51022, tags::blob)),
    ("NoiseProfile", (51041, tags::doubles)),
    ("OriginalDefaultFinalSize", (51089, tags::integers)),
    ("OriginalBestQualityFinalSize", (51090, tags::integers)),
    ("OriginalDefaultCropSize", (51091, tags::doubles)),
    ("ProfileHueSatMapEncoding", (51107, tags::integers)),
    ("ProfileLookTableEncoding", (51108, tags::integers)),
    ("BaselineExposureOffset", (51109, tags::doubles)),
    ("DefaultBlackRender", (51110, tags::integers)),
    ("NewRawImageDigest", (51111, tags::digits)),
    ("RawToPreviewGain", (51112, tags::doubles)),
    ("DefaultUserCrop", (51125, tags::integers)),
];

/// The value of `key`: in the first directory, else in that of the raw pixels, else in another one.
pub fn value(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    let (Some((tag, of)), Some(tiff)) = (find(KEYS, key), Tiff::open(bytes)?) else { return Ok(None) };
    let mut directories = tiff.directories()?;
    let is_raw = |directory: &Directory| -> Result<bool> {
        Ok(tiff.find(directory, NEW_SUBFILE_TYPE)?.is_some_and(|value| value.integer(0) == Some(0)))
    };
    for at in 1..directories.len() {
        if is_raw(&directories[at])? {
            directories[1..=at].rotate_right(1);
            break;
        }
    }
    for directory in &directories {
        if let Some(found) = tiff.find(directory, tag)?.map_or(Ok(None), |value| of(&value))? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
