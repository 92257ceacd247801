//! The keys of EXIF values: where each lies, and how its text is made and understood.

#![forbid(unsafe_code)]

use super::block::Ifd;
use super::labels::{self, Labels, Letters};
use super::value::Format;
use Rule::*;

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The key.
    pub name: &'static str,
    /// The directory where it is written.
    pub ifd: Ifd,
    /// The tag's number.
    pub number: u16,
    /// Its text.
    pub rule: Rule,
}

/// What a value is written as, and how its text looks. See `format.rs` for the way out, `parse.rs` for the way in.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Ascii: text as it stands.
    Text,
    /// Ascii: a date, with or without a time.
    Date,
    /// Ascii: a distance to UTC.
    Offset,
    /// Ascii: a photographer and an editor.
    Copyright,
    /// Undefined: text behind the name of its character set.
    Comment,
    /// Undefined: the bytes of the text.
    MakerNote,
    /// Undefined: bytes that have no text but their number.
    Opaque,
    /// Shorts, or Undefined with the bytes of the text.
    TransferFunction,
    /// Short: from so many to so many whole numbers.
    Shorts(usize, usize),
    /// Long: from so many to so many whole numbers.
    Longs(usize, usize),
    /// Short: one of these numbers.
    Labels(Labels),
    /// Short: any number; these have names.
    OpenLabels(Labels),
    /// Short: one of these numbers, read without its name.
    NumberOnly(Labels),
    /// One byte: one of these numbers.
    OneByte(Format, Labels),
    /// Ascii: one of these letters.
    Letters(Letters),
    /// Rational: so many fractions.
    Rationals(usize),
    /// Rational: seconds.
    ExposureTime,
    /// Rational: "f/" and a number.
    FNumber,
    /// Rational: APEX, with its f-number.
    Aperture,
    /// SRational: APEX, with its seconds.
    ShutterSpeed,
    /// SRational: APEX, with its luminance.
    Brightness,
    /// SRational: exposure values.
    ExposureBias,
    /// Rational: a number and this unit.
    Length(&'static str),
    /// Rational: degrees, minutes, seconds.
    GpsAngle,
    /// Rational: hours, minutes, seconds.
    GpsTime,
    /// Byte: four numbers with points between.
    GpsVersion,
    /// Byte: four numbers.
    DngVersion,
    /// Undefined: four digits; the text begins with this name.
    Version(&'static str),
    /// Undefined: what the four channels are.
    Components,
    /// Made when the block is written.
    ReadOnly,
}

/// No limit but the block's own.
const MANY: usize = usize::MAX;

const fn tag(name: &'static str, ifd: Ifd, number: u16, rule: Rule) -> Tag {
    Tag { name, ifd, number, rule }
}

/// All keys that are tags of Exif 2.32, TIFF 6.0 or DNG.
pub const TAGS: &[Tag] = &[
    tag("NewSubfileType", Ifd::Image, 0x00FE, Longs(1, 1)),
    tag("SubfileType", Ifd::Image, 0x00FF, Labels(labels::SUBFILE_TYPE)),
    tag("ImageWidth", Ifd::Image, 0x0100, Longs(1, 1)),
    tag("ImageLength", Ifd::Image, 0x0101, Longs(1, 1)),
    tag("BitsPerSample", Ifd::Image, 0x0102, Shorts(3, 3)),
    tag("Compression", Ifd::Image, 0x0103, OpenLabels(labels::COMPRESSION)),
    tag("PhotometricInterpretation", Ifd::Image, 0x0106, Labels(labels::PHOTOMETRIC)),
    tag("ImageDescription", Ifd::Image, 0x010E, Text),
    tag("Make", Ifd::Image, 0x010F, Text),
    tag("Model", Ifd::Image, 0x0110, Text),
    tag("StripOffsets", Ifd::Image, 0x0111, Longs(1, MANY)),
    tag("Orientation", Ifd::Image, 0x0112, Labels(labels::ORIENTATION)),
    tag("SamplesPerPixel", Ifd::Image, 0x0115, Shorts(1, 1)),
    tag("RowsPerStrip", Ifd::Image, 0x0116, Longs(1, 1)),
    tag("StripByteCounts", Ifd::Image, 0x0117, Longs(1, MANY)),
    tag("XResolution", Ifd::Image, 0x011A, Rationals(1)),
    tag("YResolution", Ifd::Image, 0x011B, Rationals(1)),
    tag("PlanarConfiguration", Ifd::Image, 0x011C, Labels(labels::PLANAR)),
    tag("ResolutionUnit", Ifd::Image, 0x0128, Labels(labels::RESOLUTION_UNIT)),
    tag("TransferFunction", Ifd::Image, 0x012D, TransferFunction),
    tag("Software", Ifd::Image, 0x0131, Text),
    tag("DateTime", Ifd::Image, 0x0132, Date),
    tag("Artist", Ifd::Image, 0x013B, Text),
    tag("WhitePoint", Ifd::Image, 0x013E, Rationals(2)),
    tag("PrimaryChromaticities", Ifd::Image, 0x013F, Rationals(6)),
    tag("JPEGProc", Ifd::Image, 0x0200, Shorts(1, 1)),
    tag("JPEGInterchangeFormat", Ifd::Thumbnail, 0x0201, ReadOnly),
    tag("JPEGInterchangeFormatLength", Ifd::Thumbnail, 0x0202, ReadOnly),
    tag("YCbCrCoefficients", Ifd::Image, 0x0211, Rationals(3)),
    tag("YCbCrSubSampling", Ifd::Image, 0x0212, Shorts(2, 2)),
    tag("YCbCrPositioning", Ifd::Image, 0x0213, Labels(labels::POSITIONING)),
    tag("ReferenceBlackWhite", Ifd::Image, 0x0214, Rationals(6)),
    tag("Copyright", Ifd::Image, 0x8298, Copyright),
    tag("DNGVersion", Ifd::Image, 0xC612, DngVersion),
    tag("DefaultCropSize", Ifd::Image, 0xC620, Longs(2, 2)),
    tag("ExposureTime", Ifd::Exif, 0x829A, ExposureTime),
    tag("FNumber", Ifd::Exif, 0x829D, FNumber),
    tag("ExposureProgram", Ifd::Exif, 0x8822, Labels(labels::EXPOSURE_PROGRAM)),
    tag("SpectralSensitivity", Ifd::Exif, 0x8824, Text),
    tag("ISOSpeedRatings", Ifd::Exif, 0x8827, Shorts(1, MANY)),
    tag("PhotographicSensitivity", Ifd::Exif, 0x8827, Shorts(1, MANY)),
    tag("OECF", Ifd::Exif, 0x8828, Opaque),
    tag("SensitivityType", Ifd::Exif, 0x8830, Labels(labels::SENSITIVITY_TYPE)),
    tag("StandardOutputSensitivity", Ifd::Exif, 0x8831, Longs(1, 1)),
    tag("RecommendedExposureIndex", Ifd::Exif, 0x8832, Longs(1, 1)),
    tag("ISOSpeed", Ifd::Exif, 0x8833, Longs(1, 1)),
    tag("ISOSpeedLatitudeyyy", Ifd::Exif, 0x8834, Longs(1, 1)),
    tag("ISOSpeedLatitudezzz", Ifd::Exif, 0x8835, Longs(1, 1)),
    tag("ExifVersion", Ifd::Exif, 0x9000, Version("Exif")),
    tag("DateTimeOriginal", Ifd::Exif, 0x9003, Date),
    tag("DateTimeDigitized", Ifd::Exif, 0x9004, Date),
    tag("OffsetTime", Ifd::Exif, 0x9010, Offset),
    tag("OffsetTimeOriginal", Ifd::Exif, 0x9011, Offset),
    tag("OffsetTimeDigitized", Ifd::Exif, 0x9012, Offset),
    tag("ComponentsConfiguration", Ifd::Exif, 0x9101, Components),
    tag("CompressedBitsPerPixel", Ifd::Exif, 0x9102, Rationals(1)),
    tag("ShutterSpeedValue", Ifd::Exif, 0x9201, ShutterSpeed),
    tag("ApertureValue", Ifd::Exif, 0x9202, Aperture),
    tag("BrightnessValue", Ifd::Exif, 0x9203, Brightness),
    tag("ExposureBiasValue", Ifd::Exif, 0x9204, ExposureBias),
    tag("MaxApertureValue", Ifd::Exif, 0x9205, Aperture),
    tag("SubjectDistance", Ifd::Exif, 0x9206, Length("m")),
    tag("MeteringMode", Ifd::Exif, 0x9207, Labels(labels::METERING_MODE)),
    tag("LightSource", Ifd::Exif, 0x9208, Labels(labels::LIGHT_SOURCE)),
    tag("Flash", Ifd::Exif, 0x9209, Labels(labels::FLASH)),
    tag("FocalLength", Ifd::Exif, 0x920A, Length("mm")),
    tag("SubjectArea", Ifd::Exif, 0x9214, Shorts(2, 4)),
    tag("MakerNote", Ifd::Exif, 0x927C, MakerNote),
    tag("UserComment", Ifd::Exif, 0x9286, Comment),
    tag("SubsecTime", Ifd::Exif, 0x9290, Text),
    tag("SubsecTimeOriginal", Ifd::Exif, 0x9291, Text),
    tag("SubsecTimeDigitized", Ifd::Exif, 0x9292, Text),
    tag("FlashpixVersion", Ifd::Exif, 0xA000, Version("FlashPix")),
    tag("ColorSpace", Ifd::Exif, 0xA001, Labels(labels::COLOR_SPACE)),
    tag("PixelXDimension", Ifd::Exif, 0xA002, Longs(1, 1)),
    tag("PixelYDimension", Ifd::Exif, 0xA003, Longs(1, 1)),
    tag("RelatedSoundFile", Ifd::Exif, 0xA004, Text),
    tag("FlashEnergy", Ifd::Exif, 0xA20B, Rationals(1)),
    tag("SpatialFrequencyResponse", Ifd::Exif, 0xA20C, Opaque),
    tag("FocalPlaneXResolution", Ifd::Exif, 0xA20E, Rationals(1)),
    tag("FocalPlaneYResolution", Ifd::Exif, 0xA20F, Rationals(1)),
    tag("FocalPlaneResolutionUnit", Ifd::Exif, 0xA210, Labels(labels::RESOLUTION_UNIT)),
    tag("SubjectLocation", Ifd::Exif, 0xA214, Shorts(2, 2)),
    tag("ExposureIndex", Ifd::Exif, 0xA215, Rationals(1)),
    tag("SensingMethod", Ifd::Exif, 0xA217, Labels(labels::SENSING_METHOD)),
    tag("FileSource", Ifd::Exif, 0xA300, OneByte(Format::Undefined, labels::FILE_SOURCE)),
    tag("SceneType", Ifd::Exif, 0xA301, OneByte(Format::Undefined, labels::SCENE_TYPE)),
    tag("CFAPattern", Ifd::Exif, 0xA302, Opaque),
    tag("CustomRendered", Ifd::Exif, 0xA401, Labels(labels::CUSTOM_RENDERED)),
    tag("ExposureMode", Ifd::Exif, 0xA402, Labels(labels::EXPOSURE_MODE)),
    tag("WhiteBalance", Ifd::Exif, 0xA403, Labels(labels::WHITE_BALANCE)),
    tag("DigitalZoomRatio", Ifd::Exif, 0xA404, Rationals(1)),
    tag("FocalLengthIn35mmFilm", Ifd::Exif, 0xA405, Shorts(1, 1)),
    tag("SceneCaptureType", Ifd::Exif, 0xA406, Labels(labels::SCENE_CAPTURE)),
    tag("GainControl", Ifd::Exif, 0xA407, Labels(labels::GAIN_CONTROL)),
    tag("Contrast", Ifd::Exif, 0xA408, Labels(labels::SOFT_HARD)),
    tag("Saturation", Ifd::Exif, 0xA409, Labels(labels::SATURATION)),
    tag("Sharpness", Ifd::Exif, 0xA40A, Labels(labels::SOFT_HARD)),
    tag("DeviceSettingDescription", Ifd::Exif, 0xA40B, Opaque),
    tag("SubjectDistanceRange", Ifd::Exif, 0xA40C, Labels(labels::DISTANCE_RANGE)),
    tag("ImageUniqueID", Ifd::Exif, 0xA420, Text),
    tag("CameraOwnerName", Ifd::Exif, 0xA430, Text),
    tag("BodySerialNumber", Ifd::Exif, 0xA431, Text),
    tag("LensSpecification", Ifd::Exif, 0xA432, Rationals(4)),
    tag("LensMake", Ifd::Exif, 0xA433, Text),
    tag("LensModel", Ifd::Exif, 0xA434, Text),
    tag("LensSerialNumber", Ifd::Exif, 0xA435, Text),
    tag("CompositeImage", Ifd::Exif, 0xA460, Labels(labels::COMPOSITE)),
    tag("SourceImageNumberOfCompositeImage", Ifd::Exif, 0xA461, Shorts(2, 2)),
    tag("SourceExposureTimesOfCompositeImage", Ifd::Exif, 0xA462, Opaque),
    tag("Gamma", Ifd::Exif, 0xA500, Rationals(1)),
    tag("GPSVersionID", Ifd::Gps, 0x0000, GpsVersion),
    tag("GPSLatitudeRef", Ifd::Gps, 0x0001, Letters(labels::NORTH_SOUTH)),
    tag("GPSLatitude", Ifd::Gps, 0x0002, GpsAngle),
    tag("GPSLongitudeRef", Ifd::Gps, 0x0003, Letters(labels::EAST_WEST)),
    tag("GPSLongitude", Ifd::Gps, 0x0004, GpsAngle),
    tag("GPSAltitudeRef", Ifd::Gps, 0x0005, OneByte(Format::Byte, labels::ALTITUDE_REF)),
    tag("GPSAltitude", Ifd::Gps, 0x0006, Rationals(1)),
    tag("GPSTimeStamp", Ifd::Gps, 0x0007, GpsTime),
    tag("GPSSatellites", Ifd::Gps, 0x0008, Text),
    tag("GPSStatus", Ifd::Gps, 0x0009, Letters(labels::STATUS)),
    tag("GPSMeasureMode", Ifd::Gps, 0x000A, Letters(labels::MEASURE_MODE)),
    tag("GPSDOP", Ifd::Gps, 0x000B, Rationals(1)),
    tag("GPSSpeedRef", Ifd::Gps, 0x000C, Letters(labels::UNIT)),
    tag("GPSSpeed", Ifd::Gps, 0x000D, Rationals(1)),
    tag("GPSTrackRef", Ifd::Gps, 0x000E, Letters(labels::NORTH_KIND)),
    tag("GPSTrack", Ifd::Gps, 0x000F, Rationals(1)),
    tag("GPSImgDirectionRef", Ifd::Gps, 0x0010, Letters(labels::NORTH_KIND)),
    tag("GPSImgDirection", Ifd::Gps, 0x0011, Rationals(1)),
    tag("GPSMapDatum", Ifd::Gps, 0x0012, Text),
    tag("GPSDestLatitudeRef", Ifd::Gps, 0x0013, Letters(labels::NORTH_SOUTH)),
    tag("GPSDestLatitude", Ifd::Gps, 0x0014, GpsAngle),
    tag("GPSDestLongitudeRef", Ifd::Gps, 0x0015, Letters(labels::EAST_WEST)),
    tag("GPSDestLongitude", Ifd::Gps, 0x0016, GpsAngle),
    tag("GPSDestBearingRef", Ifd::Gps, 0x0017, Letters(labels::NORTH_KIND)),
    tag("GPSDestBearing", Ifd::Gps, 0x0018, Rationals(1)),
    tag("GPSDestDistanceRef", Ifd::Gps, 0x0019, Letters(labels::UNIT)),
    tag("GPSDestDistance", Ifd::Gps, 0x001A, Rationals(1)),
    tag("GPSProcessingMethod", Ifd::Gps, 0x001B, Comment),
    tag("GPSAreaInformation", Ifd::Gps, 0x001C, Comment),
    tag("GPSDateStamp", Ifd::Gps, 0x001D, Date),
    tag("GPSDifferential", Ifd::Gps, 0x001E, NumberOnly(labels::DIFFERENTIAL)),
    tag("GPSHPositioningError", Ifd::Gps, 0x001F, Rationals(1)),
];

/// Keys whose values live in the maker notes of OpenHarmony's devices. The notes' form is not public: they are kept as
/// they are, and these values can be neither found in them nor set.
pub const VENDOR: &[&str] = &[
    "PhotoMode",
    "MovingPhotoId",
    "MovingPhotoVersion",
    "MicroVideoPresentationTimestampUS",
    "HwMnoteCaptureMode",
    "HwMnoteIsXmageSupported",
    "HwMnoteXmageMode",
    "HwMnoteXmageLeft",
    "HwMnoteXmageTop",
    "HwMnoteXmageRight",
    "HwMnoteXmageBottom",
    "HwMnoteCloudEnhancementMode",
    "HwMnoteAiEdit",
    "HwMnoteXtStyleTemplateName",
    "HwMnoteXtStyleCustomLightAndShadow",
    "HwMnoteXtStyleCustomSaturation",
    "HwMnoteXtStyleCustomHue",
    "HwMnoteXtStyleExposureParam",
    "HwMnoteXtStyleAlgoVersion",
    "HwMnoteXtStyleAlgoVideoEnable",
    "HwMnoteXtStyleVignetting",
    "HwMnoteXtStyleNoise",
    "HwMnoteIsApertureEditSupported",
    "HwMnoteAnnotationEdit",
    "HwMnotePhysicalAperture",
    "HwMnoteRollAngle",
    "HwMnotePitchAngle",
    "HwMnoteSceneFoodConf",
    "HwMnoteSceneStageConf",
    "HwMnoteSceneBlueSkyConf",
    "HwMnoteSceneGreenPlantConf",
    "HwMnoteSceneBeachConf",
    "HwMnoteSceneSnowConf",
    "HwMnoteSceneSunsetConf",
    "HwMnoteSceneFlowersConf",
    "HwMnoteSceneNightConf",
    "HwMnoteSceneTextConf",
    "HwMnoteSceneVersion",
    "HwMnoteScenePointer",
    "HwMnoteFaceCount",
    "HwMnoteFacePointer",
    "HwMnoteFaceVersion",
    "HwMnoteFaceConf",
    "HwMnoteFaceSmileScore",
    "HwMnoteFaceRect",
    "HwMnoteFaceLeyeCenter",
    "HwMnoteFaceReyeCenter",
    "HwMnoteFaceMouthCenter",
    "HwMnoteFocusMode",
    "HwMnoteFocusModeExif",
    "HwMnoteFrontCamera",
    "HwMnoteBurstNumber",
    "HwMnoteWindSnapshotMode",
];
