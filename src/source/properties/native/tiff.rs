//! TIFF: the tags of TIFF 6.0, of the first directory, as they are stored.

#![forbid(unsafe_code)]

use super::{Keys, find, tags};
use crate::error::Result;
use crate::source::bytes::SourceBytes;
use crate::source::properties::Property;
use crate::source::tiff::Tiff;

/// The keys: "Tiff" and the name of a tag in TIFF 6.0, appendix A.
pub const KEYS: &Keys<u16> = &[
    ("TiffNewSubfileType", 254),
    ("TiffSubfileType", 255),
    ("TiffImageWidth", 256),
    ("TiffImageLength", 257),
    ("TiffBitsPerSample", 258),
    ("TiffCompression", 259),
    ("TiffPhotometricInterpretation", 262),
    ("TiffThreshholding", 263),
    ("TiffCellWidth", 264),
    ("TiffCellLength", 265),
    ("TiffFillOrder", 266),
    ("TiffDocumentName", 269),
    ("TiffImageDescription", 270),
    ("TiffMake", 271),
    ("TiffModel", 272),
    ("TiffStripOffsets", 273),
    ("TiffOrientation", 274),
    ("TiffSamplesPerPixel", 277),
    ("TiffRowsPerStrip", 278),
    ("TiffStripByteCounts", 279),
    ("TiffMinSampleValue", 280),
    ("TiffMaxSampleValue", 281),
    ("TiffXResolution", 282),
    ("TiffYResolution", 283),
    ("TiffPlanarConfiguration", 284),
    ("TiffPageName", 285),
    ("TiffXPosition", 286),
    ("TiffYPosition", 287),
    ("TiffFreeOffsets", 288),
    ("TiffFreeByteCounts", 289),
    ("TiffGrayResponseUnit", 290),
    ("TiffGrayResponseCurve", 291),
    ("TiffT4Options", 292),
    ("TiffT6Options", 293),
    ("TiffResolutionUnit", 296),
    ("TiffPageNumber", 297),
    ("TiffTransferFunction", 301),
    ("TiffSoftware", 305),
    ("TiffDateTime", 306),
    ("TiffArtist", 315),
    ("TiffHostComputer", 316),
    ("TiffPredictor", 317),
    ("TiffWhitePoint", 318),
    ("TiffPrimaryChromaticities", 319),
    ("TiffColorMap", 320),
    ("TiffHalftoneHints", 321),
    ("TiffTileWidth", 322),
    ("TiffTileLength", 323),
    ("TiffTileOffsets", 324),
    ("TiffTileByteCounts", 325),
    ("TiffInkSet", 332),
    ("TiffInkNames", 333),
    ("TiffNumberOfInks", 334),
    ("TiffDotRange", 336),
    ("TiffTargetPrinter", 337),
    ("TiffExtraSamples", 338),
    ("TiffSampleFormat", 339),
    ("TiffSMinSampleValue", 340),
    ("TiffSMaxSampleValue", 341),
    ("TiffTransferRange", 342),
    ("TiffJPEGProc", 512),
    ("TiffJPEGInterchangeFormat", 513),
    ("TiffJPEGInterchangeFormatLength", 514),
    ("TiffJPEGRestartInterval", 515),
    ("TiffJPEGLosslessPredictors", 517),
    ("TiffJPEGPointTransforms", 518),
    ("TiffJPEGQTables", 519),
    ("TiffJPEGDCTables", 520),
    ("TiffJPEGACTables", 521),
    ("TiffYCbCrCoefficients", 529),
    ("TiffYCbCrSubSampling", 530),
    ("TiffYCbCrPositioning", 531),
    ("TiffReferenceBlackWhite", 532),
    ("TiffCopyright", 33432),
];

/// The value of `key`.
pub fn value(bytes: &SourceBytes, key: &[u8]) -> Result<Option<Property>> {
    let (Some(tag), Some(tiff)) = (find(KEYS, key), Tiff::open(bytes)?) else { return Ok(None) };
    let Some(first) = tiff.first()? else { return Ok(None) };
    tiff.find(&first, tag)?.map_or(Ok(None), |value| tags::stored(&value))
}
