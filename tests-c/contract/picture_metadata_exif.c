/* EXIF: every key that can be set, in the form in which it reads back; labels; values that are refused. */
#include "support.h"

enum { NO_KEY = IMAGE_UNSUPPORTED_METADATA, FAILED_COPY = IMAGE_COPY_FAILED };

static OH_PictureMetadata *make(void)
{
    OH_PictureMetadata *metadata = NULL;
    CHECK_EQ(OH_PictureMetadata_Create(EXIF_METADATA, &metadata), OK);
    return metadata;
}

static int set(OH_PictureMetadata *metadata, const char *name, const char *text)
{
    Image_String key = {(char *)name, strlen(name)}, value = {(char *)text, strlen(text)};
    return OH_PictureMetadata_SetProperty(metadata, &key, &value);
}

/* A value; free it. Empty text where there is none. */
static char *get(OH_PictureMetadata *metadata, const char *name)
{
    Image_String key = {(char *)name, strlen(name)}, value = {NULL, 0};
    if (OH_PictureMetadata_GetPropertyWithNull(metadata, &key, &value) != OK)
        return calloc(1, 1);
    CHECK_EQ(value.size, strlen(value.data));
    return value.data;
}

/* Says which key was wrong. */
static void check_reads(OH_PictureMetadata *metadata, const char *name, const char *text)
{
    char *got = get(metadata, name);
    if (!check_report(strcmp(got, text) == 0, __FILE__, __LINE__, name))
        fprintf(stderr, ": got \"%s\", expected \"%s\"\n", got, text);
    free(got);
}

static void check_sets(OH_PictureMetadata *metadata, const char *name, const char *text, int expected)
{
    int code = set(metadata, name, text);
    if (!check_report(code == expected, __FILE__, __LINE__, name))
        fprintf(stderr, " set to \"%s\": got %d, expected %d\n", text, code, expected);
}

typedef struct {
    const char *name, *text, *reads;
} Row;

/* All keys, the maker note's own (Hw...) aside. */
static const Row every_key[] = {
        {"NewSubfileType", "1", "1"},
        {"SubfileType", "2", "Reduced-resolution image data"},
        {"ImageWidth", "70000", "70000"},
        {"ImageLength", "512", "512"},
        {"BitsPerSample", "9, 7, 8", "9, 7, 8"},
        {"Compression", "JPEG compression", "JPEG compression"},
        {"PhotometricInterpretation", "YCbCr", "YCbCr"},
        {"ImageDescription", "a tree", "a tree"},
        {"Make", "Maker", "Maker"},
        {"Model", "Model 3", "Model 3"},
        {"StripOffsets", "456, 457", "456, 457"},
        {"Orientation", "Right-top", "Right-top"},
        {"SamplesPerPixel", "3", "3"},
        {"RowsPerStrip", "252", "252"},
        {"StripByteCounts", "344, 70001", "344, 70001"},
        {"XResolution", "300", "300"},
        {"YResolution", "601/2", "300.5"},
        {"PlanarConfiguration", "Chunky format", "Chunky format"},
        {"ResolutionUnit", "Centimeter", "Centimeter"},
        {"TransferFunction", "0 1 2 3", "0, 1, 2, 3"},
        {"Software", "software 1.0", "software 1.0"},
        {"DateTime", "2024:01:25 05:51:34", "2024:01:25 05:51:34"},
        {"Artist", "None", "None"},
        {"WhitePoint", "0.3127, 0.329", "0.3127, 0.329"},
        {"PrimaryChromaticities", "0.64 0.33 0.3 0.6 0.15 0.06", "0.64, 0.33, 0.3, 0.6, 0.15, 0.06"},
        {"JPEGProc", "252", "252"},
        {"YCbCrCoefficients", "0.299, 0.587, 0.114", "0.299, 0.587, 0.114"},
        {"YCbCrSubSampling", "2, 1", "2, 1"},
        {"YCbCrPositioning", "Co-sited", "Co-sited"},
        {"ReferenceBlackWhite", "0 255 128 255 128 255/1", " 0, 255, 128, 255, 128, 255"},
        {"Copyright", "Photo (Photographer) - [None] (Editor)", "Photo (Photographer) - [None] (Editor)"},
        {"DNGVersion", "1.4.0.0", "0x01, 0x04, 0x00, 0x00"},
        {"DefaultCropSize", "153, 841", "153, 841"},
        {"ExposureTime", "1/34 sec.", "1/34 sec."},
        {"FNumber", "f/2.8", "f/2.8"},
        {"ExposureProgram", "Normal program", "Normal program"},
        {"SpectralSensitivity", "sensitivity", "sensitivity"},
        {"PhotographicSensitivity", "400", "400"},
        {"ISOSpeedRatings", "400", "400"},
        {"OECF", "oecf", "4 bytes undefined data"},
        {"SensitivityType", "ISO speed", "ISO speed"},
        {"StandardOutputSensitivity", "90000", "90000"},
        {"RecommendedExposureIndex", "241", "241"},
        {"ISOSpeed", "800", "800"},
        {"ISOSpeedLatitudeyyy", "801", "801"},
        {"ISOSpeedLatitudezzz", "802", "802"},
        {"ExifVersion", "2.32", "Exif Version 2.32"},
        {"DateTimeOriginal", "2024:01:25 05:51:34", "2024:01:25 05:51:34"},
        {"DateTimeDigitized", "2024:01:25", "2024:01:25"},
        {"OffsetTime", "+08:00", "+08:00"},
        {"OffsetTimeOriginal", "-03:30", "-03:30"},
        {"OffsetTimeDigitized", "+00:00", "+00:00"},
        {"ComponentsConfiguration", "Y Cb Cr -", "Y Cb Cr -"},
        {"CompressedBitsPerPixel", "24/10", "2.4"},
        {"ShutterSpeedValue", "13.00 EV (1/8192 sec.)", "13.00 EV (1/8192 sec.)"},
        {"ApertureValue", "4.00 EV (f/4.0)", "4.00 EV (f/4.0)"},
        {"BrightnessValue", "-1.5", "-1.50 EV (1.21 cd/m^2)"},
        {"ExposureBiasValue", "-1/4", "-0.25 EV"},
        {"MaxApertureValue", "2", "2.00 EV (f/2.0)"},
        {"SubjectDistance", "2.5 m", "2.5 m"},
        {"MeteringMode", "Spot", "Spot"},
        {"LightSource", "D65", "D65"},
        {"Flash", "Flash fired, auto mode, return light detected", "Flash fired, auto mode, return light detected"},
        {"FocalLength", "31.0 mm", "31.0 mm"},
        {"SubjectArea", "10, 20, 183, 259", "10, 20, 183, 259"},
        {"UserComment", "a comment", "a comment"},
        {"SubsecTime", "427000", "427000"},
        {"SubsecTimeOriginal", "427001", "427001"},
        {"SubsecTimeDigitized", "427002", "427002"},
        {"FlashpixVersion", "FlashPix Version 1.0", "FlashPix Version 1.0"},
        {"ColorSpace", "sRGB", "sRGB"},
        {"PixelXDimension", "1920", "1920"},
        {"PixelYDimension", "1080", "1080"},
        {"RelatedSoundFile", "SOUND.WAV", "SOUND.WAV"},
        {"FlashEnergy", "508", "508"},
        {"SpatialFrequencyResponse", "0123456789abcdef", "16 bytes undefined data"},
        {"FocalPlaneXResolution", "1080/1", "1080"},
        {"FocalPlaneYResolution", "880.5", "880.5"},
        {"FocalPlaneResolutionUnit", "Inch", "Inch"},
        {"SubjectLocation", "9, 7", "9, 7"},
        {"ExposureIndex", "83/10", "8.3"},
        {"SensingMethod", "Two-chip color area sensor", "Two-chip color area sensor"},
        {"FileSource", "DSC", "DSC"},
        {"SceneType", "Directly photographed", "Directly photographed"},
        {"CustomRendered", "Custom process", "Custom process"},
        {"ExposureMode", "Auto bracket", "Auto bracket"},
        {"WhiteBalance", "Manual white balance", "Manual white balance"},
        {"DigitalZoomRatio", "1.25", "1.25"},
        {"FocalLengthIn35mmFilm", "52", "52"},
        {"SceneCaptureType", "Night scene", "Night scene"},
        {"GainControl", "Low gain down", "Low gain down"},
        {"Contrast", "Hard", "Hard"},
        {"Saturation", "High saturation", "High saturation"},
        {"Sharpness", "Soft", "Soft"},
        {"DeviceSettingDescription", "settings", "8 bytes undefined data"},
        {"SubjectDistanceRange", "Distant view", "Distant view"},
        {"ImageUniqueID", "fxic012", "fxic012"},
        {"CameraOwnerName", "owner", "owner"},
        {"BodySerialNumber", "serial", "serial"},
        {"LensSpecification", "1, 1.5, 1, 2", " 1, 1.5,  1,  2"},
        {"LensMake", "lens maker", "lens maker"},
        {"LensModel", "lens model", "lens model"},
        {"LensSerialNumber", "LSN", "LSN"},
        {"CompositeImage", "GeneralComposite", "GeneralComposite"},
        {"SourceImageNumberOfCompositeImage", "3, 2", "3, 2"},
        {"SourceExposureTimesOfCompositeImage", "times", "5 bytes undefined data"},
        {"Gamma", "2.2", "2.2"},
        {"CFAPattern", "pattern", "7 bytes undefined data"},
        {"MakerNote", "a note", "a note"},
        {"GPSVersionID", "2.2.0.0", "2.2.0.0"},
        {"GPSLatitudeRef", "N", "N"},
        {"GPSLatitude", "39, 54, 20.7", "39, 54, 20.7"},
        {"GPSLongitudeRef", "E", "E"},
        {"GPSLongitude", "120/1 52/1 26/1", "120, 52, 26"},
        {"GPSAltitudeRef", "Sea level reference", "Sea level reference"},
        {"GPSAltitude", "1.5", "1.5"},
        {"GPSTimeStamp", "12:30:30.12", "12:30:30.12"},
        {"GPSSatellites", "satellites", "satellites"},
        {"GPSStatus", "Measurement in progress", "A"},
        {"GPSMeasureMode", "3-dimensional measurement", "3"},
        {"GPSDOP", "4/5", "0.8"},
        {"GPSSpeedRef", "K", "K"},
        {"GPSSpeed", "54/12", "4.5"},
        {"GPSTrackRef", "T", "T"},
        {"GPSTrack", "64", "64"},
        {"GPSImgDirectionRef", "M", "M"},
        {"GPSImgDirection", "20.01", "20.01"},
        {"GPSMapDatum", "WGS-84", "WGS-84"},
        {"GPSDestLatitudeRef", "S", "S"},
        {"GPSDestLatitude", "33 22 11", "33, 22, 11"},
        {"GPSDestLongitudeRef", "W", "W"},
        {"GPSDestLongitude", "33, 22, 11", "33, 22, 11"},
        {"GPSDestBearingRef", "T", "T"},
        {"GPSDestBearing", "22", "22"},
        {"GPSDestDistanceRef", "N", "N"},
        {"GPSDestDistance", "10", "10"},
        {"GPSProcessingMethod", "HYBRID-FIX", "HYBRID-FIX"},
        {"GPSAreaInformation", "area", "area"},
        {"GPSDateStamp", "2024:12:31", "2024:12:31"},
        {"GPSDifferential", "Correction applied", "1"},
        {"GPSHPositioningError", "0.5", "0.5"},
};

static void every_key_reads_back(void)
{
    OH_PictureMetadata *metadata = make();
    for (size_t i = 0; i < COUNT(every_key); i++) {
        check_sets(metadata, every_key[i].name, every_key[i].text, OK);
        check_reads(metadata, every_key[i].name, every_key[i].reads);
    }
    OH_PictureMetadata *copy = NULL;
    CHECK_EQ(OH_PictureMetadata_Clone(metadata, &copy), OK);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    for (size_t i = 0; i < COUNT(every_key); i++) {
        const Row *row = &every_key[i];
        check_reads(copy, row->name, row->reads);
        /* What is read can be set, except where it only says how many bytes there are. */
        int placeholder = strstr(row->reads, "undefined data") != NULL;
        check_sets(copy, row->name, row->reads, placeholder ? NO_KEY : OK);
    }
    for (size_t i = 0; i < COUNT(every_key); i++)
        check_reads(copy, every_key[i].name, every_key[i].reads);
    CHECK_EQ(OH_PictureMetadata_Release(copy), OK);
}

/* The keys of a new object, and those that have no value. */
static void new_object(void)
{
    static const Row mandatory[] = {
        {"XResolution", "", "72"}, {"YResolution", "", "72"}, {"ResolutionUnit", "", "Inch"},
        {"YCbCrPositioning", "", "Centered"}, {"ExifVersion", "", "Exif Version 2.1"},
        {"FlashpixVersion", "", "FlashPix Version 1.0"}, {"ComponentsConfiguration", "", "Y Cb Cr -"},
        {"ColorSpace", "", "Uncalibrated"}, {"PixelXDimension", "", "0"}, {"PixelYDimension", "", "0"},
    };
    OH_PictureMetadata *metadata = make();
    size_t present = 0;
    for (size_t i = 0; i < COUNT(mandatory); i++)
        check_reads(metadata, mandatory[i].name, mandatory[i].reads);
    for (size_t i = 0; i < COUNT(every_key); i++) {
        Image_String key = {(char *)every_key[i].name, strlen(every_key[i].name)}, value = {NULL, 0};
        int code = OH_PictureMetadata_GetProperty(metadata, &key, &value);
        CHECK(code == OK || code == NO_KEY);
        present += code == OK;
        free(value.data);
    }
    CHECK_EQ(present, COUNT(mandatory));

    /* "666" is one of the reference's own tests. */
    CHECK_EQ(set(metadata, "ImageWidth", "666"), OK);
    Image_String key = {"ImageWidth", 10}, value = {NULL, 0};
    CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &key, &value), OK);
    CHECK(value.size == 3 && memcmp(value.data, "666", 3) == 0);
    free(value.data);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

/* Text that is understood, beside what every_key has. */
static void other_forms(void)
{
    static const Row rows[] = {
        {"Orientation", "1", "Top-left"}, {"Orientation", "8", "Left-bottom"}, {"BitsPerSample", "9 7 8", "9, 7, 8"},
        {"BitsPerSample", "9,7,8", "9, 7, 8"}, {"ExposureTime", "1/34", "1/34 sec."}, {"ExposureTime", "2", "2 sec."},
        {"ExposureTime", "0.5", "1/2 sec."}, {"FNumber", "3", "f/3.0"}, {"FNumber", "14/5", "f/2.8"},
        {"ApertureValue", "8/100", "0.08 EV (f/1.0)"}, {"ApertureValue", "4", "4.00 EV (f/4.0)"},
        {"ShutterSpeedValue", "13", "13.00 EV (1/8192 sec.)"}, {"ShutterSpeedValue", "-1", "-1.00 EV (2 sec.)"},
        {"ExposureBiasValue", "23/1", "23.00 EV"}, {"ExposureBiasValue", "+1/3", "0.33 EV"},
        {"BrightnessValue", "0", "0.00 EV (3.43 cd/m^2)"}, {"FocalLength", "31/1", "31.0 mm"},
        {"SubjectDistance", "25/10", "2.5 m"}, {"CompressedBitsPerPixel", "30/10", "3.0"}, {"XResolution", "72/1", "72"},
        {"DigitalZoomRatio", "1/3", "0.3"}, {"DigitalZoomRatio", "2.375", "2.375"}, {"GPSAltitude", "5", " 5"},
        {"GPSAltitude", "4294967295/4294967295", "1.0000000000"},
        {"LensSpecification", "1 3/2 1 2", " 1, 1.5,  1,  2"}, {"WhitePoint", "1,2", " 1,  2"},
        {"YCbCrCoefficients", "0.299 0.587 0.114", "0.299, 0.587, 0.114"},
        {"YCbCrCoefficients", "299/1000,587/1000,114/1000", "0.299, 0.587, 0.114"},
        {"GPSLatitude", "39,54,20", "39, 54, 20"}, {"GPSLatitude", "39 54 20", "39, 54, 20"},
        {"GPSLatitude", "39/1 54/1 20/1", "39, 54, 20"}, {"GPSLatitude", "39, 2", "19.5,  0,  0"},
        {"GPSDestLongitude", "200 99 0", "200, 99,  0"}, {"GPSTimeStamp", "11:37:58", "11:37:58.00"},
        {"GPSTimeStamp", "0:0:0", "00:00:00.00"}, {"GPSTimeStamp", "08:09:07", "08:09:07.00"},
        {"GPSTimeStamp", "11/1 37/1 58/1", "11:37:58.00"}, {"GPSTimeStamp", "11 37 58", "11:37:58.00"},
        {"GPSTimeStamp", "12:30:30.12", "12:30:30.12"}, {"GPSTimeStamp", "12:30:30.123456", "12:30:30.12"},
        {"GPSVersionID", "2.3.0.0", "2.3.0.0"}, {"GPSAltitudeRef", "0", "Sea level"},
        {"GPSAltitudeRef", "Sea level reference", "Sea level reference"}, {"GPSStatus", "V", "V"},
        {"GPSStatus", "Measurement interrupted", "V"}, {"GPSMeasureMode", "2", "2"},
        {"GPSMeasureMode", "2-dimensional measurement", "2"}, {"GPSDifferential", "Without correction", "0"},
        {"Copyright", "xxx", "xxx (Photographer) - [None] (Editor)"},
        {"Copyright", "xxx (Photographer) - yyy (Editor)", "xxx (Photographer) - yyy (Editor)"},
        {"Copyright", "[None] (Photographer) - yyy (Editor)", "[None] (Photographer) - yyy (Editor)"},
        {"ExifVersion", "2.1", "Exif Version 2.1"}, {"ExifVersion", "0231", "Exif Version 2.31"},
        {"ExifVersion", "Exif Version 2.2", "Exif Version 2.2"}, {"FlashpixVersion", "1.01", "FlashPix Version 1.01"},
        {"DNGVersion", "1, 1, 1, 1", "0x01, 0x01, 0x01, 0x01"}, {"DNGVersion", "0x01, 0x0f, 0, 0", "0x01, 0x0f, 0x00, 0x00"},
        {"DateTime", "2024:02:29", "2024:02:29"}, {"OffsetTime", "2024:02:29 01:02:03", "2024:02:29 01:02:03"},
        {"OffsetTimeOriginal", "-11:30", "-11:30"}, {"DefaultCropSize", "50 50", "50, 50"},
        {"SubjectLocation", "50,50", "50, 50"}, {"SubjectArea", "50, 50", "50, 50"}, {"YCbCrSubSampling", "2 2", "2, 2"},
        {"Compression", "JPEG (old-style) compression", "JPEG compression"}, {"Compression", "7", "7"},
        {"Compression", "34712", "34712"}, {"Compression", "PackBits compression", "PackBits compression"},
        {"UserComment", "\xc3\xbc\xe2\x82\xac\xf0\x9f\x93\xb7", "\xc3\xbc\xe2\x82\xac\xf0\x9f\x93\xb7"},
        {"UserComment", "\xff\xfe no UTF-8", "\xff\xfe no UTF-8"}, {"Artist", "\xe9\xbe\x99", "\xe9\xbe\x99"},
        {"ISOSpeedRatings", "200", "200"}, {"ISOSpeedRatings", "200, 65535", "200, 65535"},
        {"ImageWidth", "4294967295", "4294967295"}, {"StripOffsets", "1 2 3", "1, 2, 3"},
        {"TransferFunction", "any text", "any text"},
    };
    OH_PictureMetadata *metadata = make();
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_sets(metadata, rows[i].name, rows[i].text, OK);
        check_reads(metadata, rows[i].name, rows[i].reads);
    }
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

/* Numbers that have a name: set as number and as name, read as name. */
static void labels(void)
{
    static const struct {
        const char *name, *labels[25]; /* "number name" */
    } rows[] = {
        {"Orientation", {"1 Top-left", "2 Top-right", "3 Bottom-right", "4 Bottom-left", "5 Left-top", "6 Right-top",
            "7 Right-bottom", "8 Left-bottom"}},
        {"ResolutionUnit", {"2 Inch", "3 Centimeter"}},
        {"FocalPlaneResolutionUnit", {"2 Inch", "3 Centimeter"}},
        {"WhiteBalance", {"0 Auto white balance", "1 Manual white balance"}},
        {"Flash", {"0 Flash did not fire", "1 Flash fired", "5 Strobe return light not detected",
            "7 Strobe return light detected", "9 Flash fired, compulsory flash mode",
            "13 Flash fired, compulsory flash mode, return light not detected",
            "15 Flash fired, compulsory flash mode, return light detected",
            "16 Flash did not fire, compulsory flash mode", "24 Flash did not fire, auto mode",
            "25 Flash fired, auto mode", "29 Flash fired, auto mode, return light not detected",
            "31 Flash fired, auto mode, return light detected", "32 No flash function",
            "65 Flash fired, red-eye reduction mode",
            "69 Flash fired, red-eye reduction mode, return light not detected",
            "71 Flash fired, red-eye reduction mode, return light detected",
            "73 Flash fired, compulsory flash mode, red-eye reduction mode",
            "77 Flash fired, compulsory flash mode, red-eye reduction mode, return light not detected",
            "79 Flash fired, compulsory flash mode, red-eye reduction mode, return light detected",
            "88 Flash did not fire, auto mode, red-eye reduction mode",
            "89 Flash fired, auto mode, red-eye reduction mode",
            "93 Flash fired, auto mode, return light not detected, red-eye reduction mode",
            "95 Flash fired, auto mode, return light detected, red-eye reduction mode"}},
        {"MeteringMode", {"0 Unknown", "1 Average", "2 Center-weighted average", "3 Spot", "4 Multi spot", "5 Pattern",
            "6 Partial", "255 Other"}},
        {"LightSource", {"0 Unknown", "1 Daylight", "2 Fluorescent", "3 Tungsten incandescent light", "4 Flash",
            "9 Fine weather", "10 Cloudy weather", "11 Shade", "12 Daylight fluorescent", "13 Day white fluorescent",
            "14 Cool white fluorescent", "15 White fluorescent", "17 Standard light A", "18 Standard light B",
            "19 Standard light C", "20 D55", "21 D65", "22 D75", "23 D50", "24 ISO studio tungsten", "255 Other"}},
        {"ExposureProgram", {"0 Not defined", "1 Manual", "2 Normal program", "3 Aperture priority",
            "4 Shutter priority", "5 Creative program (biased toward depth of field)",
            "6 Creative program (biased toward fast shutter speed)",
            "7 Portrait mode (for closeup photos with the background out of focus)",
            "8 Landscape mode (for landscape photos with the background in focus)"}},
        {"SensingMethod", {"1 Not defined", "2 One-chip color area sensor", "3 Two-chip color area sensor",
            "4 Three-chip color area sensor", "5 Color sequential area sensor", "6 Monochrome linear", "7 Trilinear sensor",
            "8 Color sequential linear sensor"}},
        {"SensitivityType", {"0 Unknown", "1 Standard output sensitivity (SOS)", "2 Recommended exposure index (REI)",
            "3 ISO speed", "4 Standard output sensitivity (SOS) and recommended exposure index (REI)",
            "5 Standard output sensitivity (SOS) and ISO speed", "6 Recommended exposure index (REI) and ISO speed",
            "7 Standard output sensitivity (SOS) and recommended exposure index (REI) and ISO speed"}},
        {"SceneCaptureType", {"0 Standard", "1 Landscape", "2 Portrait", "3 Night scene"}},
        {"GainControl", {"0 Normal", "1 Low gain up", "2 High gain up", "3 Low gain down", "4 High gain down"}},
        {"Contrast", {"0 Normal", "1 Soft", "2 Hard"}},
        {"Sharpness", {"0 Normal", "1 Soft", "2 Hard"}},
        {"Saturation", {"0 Normal", "1 Low saturation", "2 High saturation"}},
        {"SubjectDistanceRange", {"0 Unknown", "1 Macro", "2 Close view", "3 Distant view"}},
        {"ExposureMode", {"0 Auto exposure", "1 Manual exposure", "2 Auto bracket"}},
        {"CustomRendered", {"0 Normal process", "1 Custom process"}},
        {"ColorSpace", {"1 sRGB", "2 Adobe RGB", "65535 Uncalibrated"}},
        {"PhotometricInterpretation", {"0 Reversed mono", "1 Normal mono", "2 RGB", "3 Palette", "5 CMYK", "6 YCbCr",
            "8 CieLAB"}},
        {"Compression", {"1 Uncompressed", "5 LZW compression", "6 JPEG compression", "8 Deflate/ZIP compression",
            "32773 PackBits compression"}},
        {"PlanarConfiguration", {"1 Chunky format", "2 Planar format"}},
        {"YCbCrPositioning", {"1 Centered", "2 Co-sited"}},
        {"SceneType", {"1 Directly photographed"}},
        {"FileSource", {"3 DSC"}},
        {"GPSAltitudeRef", {"0 Sea level", "1 Sea level reference"}},
        {"SubfileType", {"1 Full-resolution image data", "2 Reduced-resolution image data",
            "3 A single page of a multi-page image"}},
        {"CompositeImage", {"0 Unknown", "1 NonComposite", "2 GeneralComposite", "3 CompositeCapturedWhenShooting"}},
    };
    static const char *const wrong[] = {"9999", "-1", "1.0", "top-left", "1/1", "65536", "Unknown value 3"};
    OH_PictureMetadata *metadata = make();
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (const char *const *label = rows[i].labels; label < rows[i].labels + 25 && *label; label++) {
            char number[8] = {0};
            const char *name = strchr(*label, ' ') + 1;
            memcpy(number, *label, (size_t)(name - 1 - *label));
            check_sets(metadata, rows[i].name, number, OK);
            check_reads(metadata, rows[i].name, name);
            check_sets(metadata, rows[i].name, rows[i].labels[0], NO_KEY);
            check_sets(metadata, rows[i].name, strchr(rows[i].labels[0], ' ') + 1, OK);
            check_sets(metadata, rows[i].name, name, OK);
            check_reads(metadata, rows[i].name, name);
        }
        char *before = get(metadata, rows[i].name);
        for (size_t j = strcmp(rows[i].name, "Compression") == 0; j < COUNT(wrong); j++)
            check_sets(metadata, rows[i].name, wrong[j], NO_KEY);
        check_reads(metadata, rows[i].name, before);
        free(before);
    }
    CHECK_EQ(set(metadata, "Flash", "8"), OK);
    check_reads(metadata, "Flash", "Flash did not fire");
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

/* What is refused leaves the object as it was. */
static void refused(void)
{
    static const struct {
        const char *name, *texts[16];
    } rows[] = {
        {"Orientation", {"0", "9", "a", "Top-left ", "Internal error (unknown value 9)"}},
        {"BitsPerSample", {"8", "8 8", "8 8 8 8", "8;8;8", "8,,8", "8,8,8,", "8 8,8", "65536 8 8", "a b c", "-8 8 8"}},
        {"ImageWidth", {"-1", "1.5", "4294967296", "1 2", "wide", "0x10"}},
        {"SamplesPerPixel", {"65536", "3 3", "three"}},
        {"XResolution", {"72/0", "/72", "72/", "72/1/1", "72.", ".5", "1e2", "-72", "72 72", "abc", "4294967296", "1 /2"}},
        {"ExposureTime", {"1/0 sec.", "sec.", "1/34sec.", "-1"}},
        {"FNumber", {"f/", "F/3", "f/f/3", "3 4"}},
        {"ApertureValue", {"EV", "4.00EV", "4.00 EV f/4.0", "x EV (f/4.0)"}},
        {"ShutterSpeedValue", {"--1", "1/2147483648", "2147483648", "13 EV ("}},
        {"FocalLength", {"31 m", "mm", "31mm"}},
        {"GPSLatitude", {"39", "39 54", "39 54 20 1", "39/0 1 1", "39, 0", "-39 54 20", "39.5,2", "a b c", "39:54:20"}},
        {"GPSLatitudeRef", {"E", "n", "NS", "North", " N"}},
        {"GPSLongitudeRef", {"N", "e"}},
        {"GPSTimeStamp", {"11:37", "11:37:58:1", "60:0:0", "0:60:0", "0:0:60", "a:b:c", "1:2:", "1:2:3/4", "11", "::", "60 0 0", "1/1 2/1"}},
        {"GPSVersionID", {"2.2.0", "2.2.0.0.0", "2.2.0.256", "2,2,0,0", "a.b.c.d", "2.2..0"}},
        {"GPSAltitudeRef", {"2", "above"}},
        {"GPSSpeedRef", {"k", "T"}},
        {"GPSTrackRef", {"N", "K"}},
        {"GPSDestDistanceRef", {"T"}},
        {"GPSStatus", {"B", "measurement in progress"}},
        {"GPSMeasureMode", {"1", "4"}},
        {"GPSDifferential", {"2", "-1"}},
        {"DateTime", {"2024-01-25", "2024:13:01", "2024:01:32", "2024:1:1", "2024:01:25 24:00:00", "2024:01:25 05:60:00",
            "2024:01:25T05:51:34", "2024:01:25 05:51", "2024:01:25 05:51:34.5", "now", "2024:01:25 "}},
        {"GPSDateStamp", {"20240125", "2024:01"}},
        {"OffsetTime", {"08:00", "+8:00", "+24:00", "+08:60", "Z", "+0800", "+08:00:00"}},
        {"ExifVersion", {"Exif", "2", "2.100", "a.b", "Unknown Exif Version", "FlashPix Version 1.0", "02100"}},
        {"FlashpixVersion", {"Unknown FlashPix Version", "Exif Version 2.1"}},
        {"ComponentsConfiguration", {"Y Cb Cr", "Y Cb Cr - -", "Y Cb Cr X", "1 2 3 7"}},
        {"WhitePoint", {"1", "1 2 3", "1;2", "1/0 2"}},
        {"LensSpecification", {"1 2 3", "1 2 3 4 5"}},
        {"ReferenceBlackWhite", {"1 2 3 4 5"}},
        {"SubjectArea", {"1", "1 2 3 4 5", "1 65536"}},
        {"SubjectLocation", {"1", "1 2 3"}},
        {"Copyright", {"[None] (Photographer) - [None] (Editor)"}},
        {"Make", {"5 bytes undefined data", "Internal error (unknown value -3)", "Unknown value 7"}},
        {"OECF", {"5 bytes undefined data"}},
        {"FileSource", {"0", "DSc"}},
        {"DNGVersion", {"1.4.0", "0x100, 0, 0, 0", "1 2 3 4 5", "0x, 0, 0, 0"}},
        {"Compression", {"65536", "-1", "JPEG"}},
    };
    OH_PictureMetadata *metadata = make();
    for (size_t i = 0; i < COUNT(every_key); i++)
        check_sets(metadata, every_key[i].name, every_key[i].text, OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *before = get(metadata, rows[i].name);
        CHECK(before[0] != 0);
        for (const char *const *text = rows[i].texts; text < rows[i].texts + 16 && *text; text++)
            check_sets(metadata, rows[i].name, *text, NO_KEY);
        check_reads(metadata, rows[i].name, before);
        free(before);
    }
    static const char *const no_keys[] = {"imagewidth", "ImageWidth ", "XInOriginal", "GIFLoopCount", "NoSuchKey",
        "HwMnoteFaceBeautyVersion", "HwMnoteWatermarkInfo", "JPEGInterchangeFormat", "JPEGInterchangeFormatLength",
        "HwMnoteRollAngle", "HwMnoteCaptureMode", "MovingPhotoId", "PhotoMode"};
    for (size_t i = 0; i < COUNT(no_keys); i++)
        check_sets(metadata, no_keys[i], "1", NO_KEY);
    for (size_t i = 0; i < 9; i++)
        check_reads(metadata, no_keys[i], "");
    /* Values of a maker note that is not there. */
    check_reads(metadata, "HwMnoteRollAngle", "default_exif_value");
    check_reads(metadata, "HwMnoteCaptureMode", "default_exif_value");
    check_reads(metadata, "MovingPhotoId", "");

    /* NUL ends text, and is nothing that text can hold. */
    Image_String key = {"Make", 4}, inside = {"a\0b", 3}, behind = {"ab\0\0", 4};
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &inside), NO_KEY);
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &behind), OK);
    check_reads(metadata, "Make", "ab");
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
}

/* Long values. */
static void limits(void)
{
    enum { LONG = 600000, READ = 64 << 10 };
    char *text = allocate(LONG + 1);
    memset(text, 'x', LONG);
    text[LONG] = 0;
    OH_PictureMetadata *metadata = make(), *copy = NULL;
    Image_String key = {"MakerNote", 9}, note = {text, READ}, value = {NULL, 0};
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &note), NO_KEY);
    note.size = READ - 1;
    CHECK_EQ(OH_PictureMetadata_SetProperty(metadata, &key, &note), OK);
    CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &key, &value), OK);
    CHECK_EQ(value.size, READ - 1);
    free(value.data);

    CHECK_EQ(set(metadata, "ImageDescription", text), OK);
    Image_String description = {"ImageDescription", 16};
    value = (Image_String){NULL, 0};
    CHECK_EQ(OH_PictureMetadata_GetProperty(metadata, &description, &value), OK);
    CHECK_EQ(value.size, READ);
    CHECK(memcmp(value.data, text, READ) == 0);
    free(value.data);

    CHECK_EQ(OH_PictureMetadata_Clone(metadata, &copy), OK);
    CHECK_EQ(OH_PictureMetadata_Release(copy), OK);
    copy = NULL;
    CHECK_EQ(set(metadata, "Software", text), OK);
    CHECK_EQ(OH_PictureMetadata_Clone(metadata, &copy), FAILED_COPY);
    CHECK(copy == NULL);
    CHECK_EQ(OH_PictureMetadata_Release(metadata), OK);
    free(text);
}

int main(void)
{
    every_key_reads_back();
    new_object();
    other_forms();
    labels();
    refused();
    limits();
    return check_failures();
}
