//! EXIF against exiftool: it reads what the library writes, and writes what the library reads.
//!
//! Skipped where exiftool is not installed; `./dev test` installs it.

use std::fs;
use std::path::Path;

use ohimagekit::metadata::exif::Exif;

use crate::support::{Folder, image, output, run};

/// A key, the text that is set, and what exiftool says of it (`-n`: without its own names for numbers).
const WRITTEN: &[(&str, &str, &str)] = &[
    ("NewSubfileType", "1", "IFD0:SubfileType=1"),
    ("SubfileType", "2", "IFD0:OldSubfileType=2"),
    ("ImageWidth", "70000", "IFD0:ImageWidth=70000"),
    ("ImageLength", "512", "IFD0:ImageHeight=512"),
    ("BitsPerSample", "9, 7, 8", "IFD0:BitsPerSample=9 7 8"),
    ("Compression", "JPEG compression", "IFD0:Compression=6"),
    ("PhotometricInterpretation", "YCbCr", "IFD0:PhotometricInterpretation=6"),
    ("ImageDescription", "a tree", "IFD0:ImageDescription=a tree"),
    ("Make", "Maker", "IFD0:Make=Maker"),
    ("Model", "Model 3", "IFD0:Model=Model 3"),
    // exiftool counts from the start of the file, 12 bytes in front of the block.
    ("StripOffsets", "456, 457", "IFD0:StripOffsets=468 469"),
    ("Orientation", "Right-top", "IFD0:Orientation=6"),
    ("SamplesPerPixel", "3", "IFD0:SamplesPerPixel=3"),
    ("RowsPerStrip", "252", "IFD0:RowsPerStrip=252"),
    ("StripByteCounts", "344, 70001", "IFD0:StripByteCounts=344 70001"),
    ("XResolution", "300", "IFD0:XResolution=300"),
    ("YResolution", "601/2", "IFD0:YResolution=300.5"),
    ("PlanarConfiguration", "Chunky format", "IFD0:PlanarConfiguration=1"),
    ("ResolutionUnit", "Centimeter", "IFD0:ResolutionUnit=3"),
    ("TransferFunction", "0 1 2 3", "IFD0:TransferFunction=(Binary data 7 bytes, use -b option to extract)"),
    ("Software", "software 1.0", "IFD0:Software=software 1.0"),
    ("DateTime", "2024:01:25 05:51:34", "IFD0:ModifyDate=2024:01:25 05:51:34"),
    ("Artist", "None", "IFD0:Artist=None"),
    ("WhitePoint", "0.3127, 0.329", "IFD0:WhitePoint=0.3127 0.329"),
    ("PrimaryChromaticities", "0.64 0.33 0.3 0.6 0.15 0.06", "IFD0:PrimaryChromaticities=0.64 0.33 0.3 0.6 0.15 0.06"),
    ("JPEGProc", "252", "IFD0:JPEGProc=252"),
    ("YCbCrCoefficients", "0.299, 0.587, 0.114", "IFD0:YCbCrCoefficients=0.299 0.587 0.114"),
    ("YCbCrSubSampling", "2, 1", "IFD0:YCbCrSubSampling=2 1"),
    ("YCbCrPositioning", "Co-sited", "IFD0:YCbCrPositioning=2"),
    ("ReferenceBlackWhite", "0 255 128 255 128 255/1", "IFD0:ReferenceBlackWhite=0 255 128 255 128 255"),
    ("Copyright", "Photo (Photographer) - [None] (Editor)", "IFD0:Copyright=Photo"),
    ("DNGVersion", "1.4.0.0", "IFD0:DNGVersion=1 4 0 0"),
    ("DefaultCropSize", "153, 841", "IFD0:DefaultCropSize=153 841"),
    ("ExposureTime", "1/34 sec.", "ExifIFD:ExposureTime=0.02941176471"),
    ("FNumber", "f/2.8", "ExifIFD:FNumber=2.8"),
    ("ExposureProgram", "Normal program", "ExifIFD:ExposureProgram=2"),
    ("SpectralSensitivity", "sensitivity", "ExifIFD:SpectralSensitivity=sensitivity"),
    ("PhotographicSensitivity", "745", "ExifIFD:ISO=745"),
    ("OECF", "oecf", "ExifIFD:Opto-ElectricConvFactor=(Binary data 4 bytes, use -b option to extract)"),
    ("SensitivityType", "ISO speed", "ExifIFD:SensitivityType=3"),
    ("StandardOutputSensitivity", "90000", "ExifIFD:StandardOutputSensitivity=90000"),
    ("RecommendedExposureIndex", "241", "ExifIFD:RecommendedExposureIndex=241"),
    ("ISOSpeed", "800", "ExifIFD:ISOSpeed=800"),
    ("ISOSpeedLatitudeyyy", "801", "ExifIFD:ISOSpeedLatitudeyyy=801"),
    ("ISOSpeedLatitudezzz", "802", "ExifIFD:ISOSpeedLatitudezzz=802"),
    ("ExifVersion", "2.32", "ExifIFD:ExifVersion=0232"),
    ("DateTimeOriginal", "2024:01:25 05:51:34", "ExifIFD:DateTimeOriginal=2024:01:25 05:51:34"),
    ("DateTimeDigitized", "2024:01:25", "ExifIFD:CreateDate=2024:01:25"),
    ("OffsetTime", "+08:00", "ExifIFD:OffsetTime=+08:00"),
    ("OffsetTimeOriginal", "-03:30", "ExifIFD:OffsetTimeOriginal=-03:30"),
    ("OffsetTimeDigitized", "+00:00", "ExifIFD:OffsetTimeDigitized=+00:00"),
    ("ComponentsConfiguration", "Y Cb Cr -", "ExifIFD:ComponentsConfiguration=1 2 3 0"),
    ("CompressedBitsPerPixel", "24/10", "ExifIFD:CompressedBitsPerPixel=2.4"),
    ("ShutterSpeedValue", "13.00 EV (1/8192 sec.)", "ExifIFD:ShutterSpeedValue=0.0001220703125"),
    ("ApertureValue", "4.00 EV (f/4.0)", "ExifIFD:ApertureValue=4"),
    ("BrightnessValue", "-1.5", "ExifIFD:BrightnessValue=-1.5"),
    ("ExposureBiasValue", "-1/4", "ExifIFD:ExposureCompensation=-0.25"),
    ("MaxApertureValue", "2", "ExifIFD:MaxApertureValue=2"),
    ("SubjectDistance", "2.5 m", "ExifIFD:SubjectDistance=2.5"),
    ("MeteringMode", "Spot", "ExifIFD:MeteringMode=3"),
    ("LightSource", "D65", "ExifIFD:LightSource=21"),
    ("Flash", "Flash fired, auto mode, return light detected", "ExifIFD:Flash=31"),
    ("FocalLength", "31.0 mm", "ExifIFD:FocalLength=31"),
    ("SubjectArea", "10, 20, 183, 259", "ExifIFD:SubjectArea=10 20 183 259"),
    ("UserComment", "a comment", "ExifIFD:UserComment=a comment"),
    ("SubsecTime", "427000", "ExifIFD:SubSecTime=427000"),
    ("SubsecTimeOriginal", "427001", "ExifIFD:SubSecTimeOriginal=427001"),
    ("SubsecTimeDigitized", "427002", "ExifIFD:SubSecTimeDigitized=427002"),
    ("FlashpixVersion", "FlashPix Version 1.0", "ExifIFD:FlashpixVersion=0100"),
    ("ColorSpace", "sRGB", "ExifIFD:ColorSpace=1"),
    ("PixelXDimension", "1920", "ExifIFD:ExifImageWidth=1920"),
    ("PixelYDimension", "1080", "ExifIFD:ExifImageHeight=1080"),
    ("RelatedSoundFile", "SOUND.WAV", "ExifIFD:RelatedSoundFile=SOUND.WAV"),
    ("FlashEnergy", "508", "ExifIFD:FlashEnergy=508"),
    ("SpatialFrequencyResponse", "0123456789abcdef", "ExifIFD:SpatialFrequencyResponse=0123456789abcdef"),
    ("FocalPlaneXResolution", "1080/1", "ExifIFD:FocalPlaneXResolution=1080"),
    ("FocalPlaneYResolution", "880.5", "ExifIFD:FocalPlaneYResolution=880.5"),
    ("FocalPlaneResolutionUnit", "Inch", "ExifIFD:FocalPlaneResolutionUnit=2"),
    ("SubjectLocation", "9, 7", "ExifIFD:SubjectLocation=9 7"),
    ("ExposureIndex", "83/10", "ExifIFD:ExposureIndex=8.3"),
    ("SensingMethod", "Two-chip color area sensor", "ExifIFD:SensingMethod=3"),
    ("FileSource", "DSC", "ExifIFD:FileSource=3"),
    ("SceneType", "Directly photographed", "ExifIFD:SceneType=1"),
    ("CustomRendered", "Custom process", "ExifIFD:CustomRendered=1"),
    ("ExposureMode", "Auto bracket", "ExifIFD:ExposureMode=2"),
    ("WhiteBalance", "Manual white balance", "ExifIFD:WhiteBalance=1"),
    ("DigitalZoomRatio", "1.25", "ExifIFD:DigitalZoomRatio=1.25"),
    ("FocalLengthIn35mmFilm", "52", "ExifIFD:FocalLengthIn35mmFormat=52"),
    ("SceneCaptureType", "Night scene", "ExifIFD:SceneCaptureType=3"),
    ("GainControl", "Low gain down", "ExifIFD:GainControl=3"),
    ("Contrast", "Hard", "ExifIFD:Contrast=2"),
    ("Saturation", "High saturation", "ExifIFD:Saturation=2"),
    ("Sharpness", "Soft", "ExifIFD:Sharpness=1"),
    (
        "DeviceSettingDescription",
        "settings",
        "ExifIFD:DeviceSettingDescription=(Binary data 8 bytes, use -b option to extract)",
    ),
    ("SubjectDistanceRange", "Distant view", "ExifIFD:SubjectDistanceRange=3"),
    ("ImageUniqueID", "fxic012", "ExifIFD:ImageUniqueID=fxic012"),
    ("CameraOwnerName", "owner", "ExifIFD:OwnerName=owner"),
    ("BodySerialNumber", "serial", "ExifIFD:SerialNumber=serial"),
    ("LensSpecification", "1, 1.5, 1, 2", "ExifIFD:LensInfo=1 1.5 1 2"),
    ("LensMake", "lens maker", "ExifIFD:LensMake=lens maker"),
    ("LensModel", "lens model", "ExifIFD:LensModel=lens model"),
    ("LensSerialNumber", "LSN", "ExifIFD:LensSerialNumber=LSN"),
    ("CompositeImage", "GeneralComposite", "ExifIFD:CompositeImage=2"),
    ("SourceImageNumberOfCompositeImage", "3, 2", "ExifIFD:CompositeImageCount=3 2"),
    ("SourceExposureTimesOfCompositeImage", "\u{1}\0\0\0\u{2}\0\0\0", "ExifIFD:CompositeImageExposureTimes=0.5"),
    ("Gamma", "2.2", "ExifIFD:Gamma=2.2"),
    ("CFAPattern", "pattern", "ExifIFD:CFAPattern=24944 29812 101 114 110"),
    ("MakerNote", "a note", "ExifIFD:MakerNoteUnknownText=a note"),
    ("GPSVersionID", "2.2.0.0", "GPS:GPSVersionID=2 2 0 0"),
    ("GPSLatitudeRef", "N", "GPS:GPSLatitudeRef=N"),
    ("GPSLatitude", "39, 54, 20.7", "GPS:GPSLatitude=39.90575"),
    ("GPSLongitudeRef", "E", "GPS:GPSLongitudeRef=E"),
    ("GPSLongitude", "120/1 52/1 26/1", "GPS:GPSLongitude=120.873888888889"),
    ("GPSAltitudeRef", "Sea level reference", "GPS:GPSAltitudeRef=1"),
    ("GPSAltitude", "1.5", "GPS:GPSAltitude=1.5"),
    ("GPSTimeStamp", "12:30:30.12", "GPS:GPSTimeStamp=12:30:30.12"),
    ("GPSSatellites", "satellites", "GPS:GPSSatellites=satellites"),
    ("GPSStatus", "Measurement in progress", "GPS:GPSStatus=A"),
    ("GPSMeasureMode", "3-dimensional measurement", "GPS:GPSMeasureMode=3"),
    ("GPSDOP", "4/5", "GPS:GPSDOP=0.8"),
    ("GPSSpeedRef", "K", "GPS:GPSSpeedRef=K"),
    ("GPSSpeed", "54/12", "GPS:GPSSpeed=4.5"),
    ("GPSTrackRef", "T", "GPS:GPSTrackRef=T"),
    ("GPSTrack", "64", "GPS:GPSTrack=64"),
    ("GPSImgDirectionRef", "M", "GPS:GPSImgDirectionRef=M"),
    ("GPSImgDirection", "20.01", "GPS:GPSImgDirection=20.01"),
    ("GPSMapDatum", "WGS-84", "GPS:GPSMapDatum=WGS-84"),
    ("GPSDestLatitudeRef", "S", "GPS:GPSDestLatitudeRef=S"),
    ("GPSDestLatitude", "33 22 11", "GPS:GPSDestLatitude=33.3697222222222"),
    ("GPSDestLongitudeRef", "W", "GPS:GPSDestLongitudeRef=W"),
    ("GPSDestLongitude", "33, 22, 11", "GPS:GPSDestLongitude=33.3697222222222"),
    ("GPSDestBearingRef", "T", "GPS:GPSDestBearingRef=T"),
    ("GPSDestBearing", "22", "GPS:GPSDestBearing=22"),
    ("GPSDestDistanceRef", "N", "GPS:GPSDestDistanceRef=N"),
    ("GPSDestDistance", "10", "GPS:GPSDestDistance=10"),
    ("GPSProcessingMethod", "HYBRID-FIX", "GPS:GPSProcessingMethod=HYBRID-FIX"),
    ("GPSAreaInformation", "Zürich € 📷", "GPS:GPSAreaInformation=Zürich € 📷"),
    ("GPSDateStamp", "2024:12:31", "GPS:GPSDateStamp=2024:12:31"),
    ("GPSDifferential", "Correction applied", "GPS:GPSDifferential=1"),
    ("GPSHPositioningError", "0.5", "GPS:GPSHPositioningError=0.5"),
];

fn exiftool(arguments: &[&str], file: &Path) -> String {
    output("exiftool", &[arguments, &[file.to_str().unwrap()]].concat())
}

/// All that exiftool finds, one `GROUP:NAME=VALUE` a line.
fn found(file: &Path) -> Vec<String> {
    let text = exiftool(&["-args", "-n", "-G1", "-a", "-U"], file);
    text.lines().map(|line| line.trim_start_matches('-').trim_end().to_owned()).collect()
}

fn photo() -> Vec<u8> {
    fs::read(image("rocket.jpg")).unwrap()
}

/// A JPEG file with `block` in front of everything else.
fn jpeg_with(block: &[u8]) -> Vec<u8> {
    let photo = photo();
    let length = u16::try_from(block.len() + 8).unwrap().to_be_bytes();
    [&photo[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", block, &photo[2..]].concat()
}

/// The EXIF block of a JPEG file whose APP1 is its first segment, or follows an APP0.
fn block_of(jpeg: &[u8]) -> &[u8] {
    let at = jpeg.windows(6).position(|window| window == b"Exif\0\0").unwrap();
    let length = usize::from(u16::from_be_bytes([jpeg[at - 2], jpeg[at - 1]]));
    &jpeg[at + 6..at - 2 + length]
}

/// Sets every key and lets exiftool judge. `exceptions` are other things that it may say of a key.
fn check_written(mut exif: Exif, folder: &Folder, exceptions: &[(&str, &str)]) {
    for (key, text, _) in WRITTEN {
        exif.set_text(key.as_bytes(), text.as_bytes()).unwrap_or_else(|error| panic!("{key}: {error}"));
    }
    let file = folder.write("written.jpg", &jpeg_with(&exif.write().unwrap()));
    let lines = found(&file);
    let wrong = WRITTEN.iter().filter_map(|(key, text, expected)| {
        let expected = exceptions.iter().find(|(known, _)| known == key).map_or(*expected, |(_, other)| other);
        let name = expected.split('=').next().unwrap();
        let got: Vec<_> = lines.iter().filter(|line| line.split('=').next() == Some(name)).collect();
        let is_right = got.iter().any(|line| *line == expected);
        (!is_right).then(|| format!("{key} set to {text}: {expected} is not there, but {got:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), lines.join("\n"));

    // And the library understands what it wrote.
    let again = Exif::read(&exif.write().unwrap()).unwrap();
    for (key, ..) in WRITTEN {
        assert_eq!(again.text(key.as_bytes()).unwrap(), exif.text(key.as_bytes()).unwrap(), "{key}");
    }
}

#[test]
fn exiftool_reads_every_key_that_can_be_set() {
    let folder = Folder::new("exif-little");
    check_written(Exif::new(), &folder, &[]);
}

#[test]
fn exiftool_reads_every_key_set_into_a_block_of_big_endian() {
    let folder = Folder::new("exif-big");
    let file = folder.write("big.jpg", &photo());
    let order = ["-q", "-overwrite_original", "-ExifByteOrder=MM", "-IFD0:Make=before"];
    exiftool(&order, &file);
    let jpeg = fs::read(&file).unwrap();
    assert_eq!(&block_of(&jpeg)[..2], b"MM");
    let exif = Exif::read(block_of(&jpeg)).unwrap();
    assert_eq!(exif.text(b"Make").unwrap(), b"before");
    // The bytes of these two are the caller's; exiftool finds numbers in them.
    let exceptions = [
        ("CFAPattern", "ExifIFD:CFAPattern=28769 29812 101 114 110"),
        ("SourceExposureTimesOfCompositeImage", "ExifIFD:CompositeImageExposureTimes=0.5"),
    ];
    check_written(exif, &folder, &exceptions);
}

/// What exiftool is told to write, the key, and its text.
const READ: &[(&str, &str, &str)] = &[
    ("-IFD0:Orientation#=6", "Orientation", "Right-top"),
    ("-IFD0:ImageDescription=a tree", "ImageDescription", "a tree"),
    ("-IFD0:XResolution=300", "XResolution", "300"),
    ("-IFD0:YResolution=72.5", "YResolution", "72.5"),
    ("-IFD0:ResolutionUnit=cm", "ResolutionUnit", "Centimeter"),
    ("-IFD0:ModifyDate=2020:01:02 03:04:05", "DateTime", "2020:01:02 03:04:05"),
    ("-IFD0:Copyright=somebody", "Copyright", "somebody (Photographer) - [None] (Editor)"),
    ("-IFD0:WhitePoint=0.3 0.329", "WhitePoint", "0.3, 0.329"),
    ("-IFD0:BitsPerSample=8 8 8", "BitsPerSample", "8, 8, 8"),
    ("-ExifIFD:ExposureTime=1/34", "ExposureTime", "1/34 sec."),
    ("-ExifIFD:FNumber=2.8", "FNumber", "f/2.8"),
    ("-ExifIFD:ISO=400", "ISOSpeedRatings", "400"),
    ("-ExifIFD:ISO=400", "PhotographicSensitivity", "400"),
    ("-ExifIFD:ExifVersion=0231", "ExifVersion", "Exif Version 2.31"),
    ("-ExifIFD:ShutterSpeedValue=1/8192", "ShutterSpeedValue", "13.00 EV (1/8192 sec.)"),
    ("-ExifIFD:ApertureValue=4", "ApertureValue", "4.00 EV (f/4.0)"),
    ("-ExifIFD:ExposureCompensation=-1.5", "ExposureBiasValue", "-1.50 EV"),
    ("-ExifIFD:BrightnessValue=-2.5", "BrightnessValue", "-2.50 EV (0.61 cd/m^2)"),
    ("-ExifIFD:FocalLength=31", "FocalLength", "31.0 mm"),
    ("-ExifIFD:SubjectDistance=2.5", "SubjectDistance", "2.5 m"),
    ("-ExifIFD:Flash#=0x1f", "Flash", "Flash fired, auto mode, return light detected"),
    ("-ExifIFD:MeteringMode#=99", "MeteringMode", "99"),
    ("-ExifIFD:UserComment=a comment", "UserComment", "a comment"),
    ("-ExifIFD:ComponentsConfiguration=Y, Cb, Cr, -", "ComponentsConfiguration", "Y Cb Cr -"),
    ("-ExifIFD:SubjectArea=1 2 3 4", "SubjectArea", "1, 2, 3, 4"),
    ("-ExifIFD:FileSource#=3", "FileSource", "DSC"),
    ("-ExifIFD:SceneType#=1", "SceneType", "Directly photographed"),
    ("-ExifIFD:LensInfo=1 1.5 1 2", "LensSpecification", " 1, 1.5,  1,  2"),
    ("-ExifIFD:Gamma=2.2", "Gamma", "2.2"),
    ("-GPS:GPSVersionID=2.3.0.0", "GPSVersionID", "2.3.0.0"),
    ("-GPS:GPSLatitude=39.9055555555555556", "GPSLatitude", "39, 54, 20"),
    ("-GPS:GPSLatitudeRef=S", "GPSLatitudeRef", "S"),
    ("-GPS:GPSTimeStamp=11:37:58", "GPSTimeStamp", "11:37:58.00"),
    ("-GPS:GPSAltitude=1.5", "GPSAltitude", "1.5"),
    ("-GPS:GPSAltitudeRef#=1", "GPSAltitudeRef", "Sea level reference"),
    ("-GPS:GPSDateStamp=2020:01:02", "GPSDateStamp", "2020:01:02"),
    ("-GPS:GPSProcessingMethod=HYBRID", "GPSProcessingMethod", "HYBRID"),
    ("-GPS:GPSDifferential#=1", "GPSDifferential", "1"),
    ("-IFD1:Compression#=6", "Compression", "JPEG compression"),
];

#[test]
fn what_exiftool_writes_is_read_in_both_byte_orders() {
    let folder = Folder::new("exif-read");
    let thumbnail = fs::read(image("seeding.jpg")).unwrap();
    let thumbnail = &thumbnail[..thumbnail.len().min(20_000)];
    let small = folder.write("thumbnail.jpg", thumbnail);
    let small = format!("-ThumbnailImage<={}", small.display());
    for order in ["II", "MM"] {
        let file = folder.write("read.jpg", &photo());
        let order_argument = format!("-ExifByteOrder={order}");
        let mut arguments = vec!["-q", "-overwrite_original", &order_argument, &small];
        arguments.extend(READ.iter().map(|(argument, ..)| *argument));
        exiftool(&arguments, &file);
        let jpeg = fs::read(&file).unwrap();
        assert_eq!(&block_of(&jpeg)[..2], order.as_bytes());
        let exif = Exif::read(block_of(&jpeg)).unwrap();
        for (argument, key, expected) in READ {
            let got = exif.text(key.as_bytes()).unwrap_or_else(|error| panic!("{order} {argument}: {error}"));
            assert_eq!(String::from_utf8_lossy(&got), *expected, "{order} {argument}");
        }
        assert_eq!(exif.text(b"JPEGInterchangeFormatLength").unwrap(), thumbnail.len().to_string().as_bytes());

        // Written again, exiftool finds the same values and the same thumbnail.
        let before = found(&file);
        let again = folder.write("again.jpg", &jpeg_with(&exif.write().unwrap()));
        let copied = fs::read(&again).unwrap();
        assert_eq!(Exif::read(block_of(&copied)).unwrap().write().unwrap(), block_of(&copied), "{order}");
        let after = found(&again);
        let kept = |line: &&String| {
            let group = line.split(':').next().unwrap();
            ["IFD0", "IFD1", "ExifIFD", "GPS", "InteropIFD"].contains(&group) && !line.contains("ThumbnailOffset")
        };
        let [before, after] = [&before, &after].map(|lines| lines.iter().filter(kept).collect::<Vec<_>>());
        assert!(before.len() > READ.len(), "{before:?}");
        assert_eq!(after, before, "{order}");
        let found = run(&folder.0, "exiftool", "-b -ThumbnailImage again.jpg");
        assert!(found == thumbnail, "{order}: {} bytes", found.len());
    }
}
