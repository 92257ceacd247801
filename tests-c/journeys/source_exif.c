/*
 * EXIF in files of others: what exiftool, ImageMagick and cwebp wrote is read here, what is changed here is read by
 * exiftool, and all else in the file stays.
 */
#include "kit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const formats[] = {"jpg", "png", "webp"};

/* Runs a program that must succeed. */
#define RUN(...) CHECK_EQ(judge_run(NULL, 0, __VA_ARGS__), 0)

/* What exiftool says; lasts until the second next call. */
static const char *exiftool(const char *arguments, const char *path)
{
    static char texts[2][1 << 16];
    static int next;
    char *text = texts[next++ % 2];
    CHECK_EQ(judge_run(text, sizeof texts[0], "exiftool %s '%s'", arguments, path), 0);
    return text;
}

/* The first line of it. */
static const char *exiftool_value(const char *arguments, const char *path)
{
    char *text = (char *)exiftool(arguments, path);
    text[strcspn(text, "\n")] = 0;
    return text;
}

static OH_ImageSourceNative *open_path(const char *path)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
    return source;
}

static void release(OH_ImageSourceNative *source)
{
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

static Image_String string_of(const char *text)
{
    return (Image_String){(char *)text, strlen(text)};
}

static int modify(OH_ImageSourceNative *source, const char *name, const char *text)
{
    Image_String key = string_of(name), value = string_of(text);
    return OH_ImageSourceNative_ModifyImageProperty(source, &key, &value);
}

static void check_property(OH_ImageSourceNative *source, const char *name, const char *expected)
{
    Image_String key = string_of(name), value = {NULL, 0};
    int code = OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, &value);
    const char *text = code == IMAGE_SUCCESS ? value.data : "";
    if (!check_report(strcmp(text, expected) == 0, __FILE__, __LINE__, name))
        fprintf(stderr, ": got \"%s\" (%d), expected \"%s\"\n", text, code, expected);
    free(value.data);
}

/* A photo in each format with an ICC profile, XMP and other text, made by other programs. */
static const char *photo(const char *format)
{
    static char path[256];
    snprintf(path, sizeof path, "%s", kit_path("photo"));
    strcat(strcat(path, "."), format);
    const char *jpeg = TEST_IMAGES "/rocket.jpg";
    if (strcmp(format, "webp") == 0)
        RUN("cwebp -quiet -metadata icc '%s' -o '%s'", jpeg, path);
    else if (strcmp(format, "jpg") == 0)
        RUN("cp '%s' '%s' && chmod u+w '%s'", jpeg, path, path);
    else
        RUN(CONVERT " '%s' '%s'", jpeg, path);
    RUN("exiftool -q -overwrite_original -XMP:Title=title -XMP:Rating=3 '%s'", path);
    return path;
}

/* A file without its EXIF, nor what a WebP's header says about it. */
static struct bytes without_exif(struct bytes file)
{
    const uint8_t *in = file.data;
    struct bytes rest = {malloc(file.size + 1), 0};
    size_t at = 0, end = file.size;
#define KEEP(length) (memcpy(rest.data + rest.size, in + at, (length)), rest.size += (length), at += (length))
    if (in[0] == 0xFF) {
        KEEP(2);
        while (at + 10 < end && in[at] == 0xFF && in[at + 1] != 0xDA) {
            size_t length = 2 + ((size_t)in[at + 2] << 8 | in[at + 3]);
            if (in[at + 1] == 0xE1 && memcmp(in + at + 4, "Exif\0", 6) == 0)
                at += length;
            else
                KEEP(length);
        }
    } else if (in[0] == 0x89) {
        KEEP(8);
        while (at + 12 <= end) {
            size_t length = 12 + ((size_t)in[at] << 24 | in[at + 1] << 16 | in[at + 2] << 8 | in[at + 3]);
            if (memcmp(in + at + 4, "eXIf", 4) == 0 || (memcmp(in + at + 4, "zTXt", 4) == 0 &&
                    memcmp(in + at + 8, "Raw profile type exif", 22) == 0))
                at += length;
            else
                KEEP(length);
        }
    } else {
        at = 12;
        while (at + 8 <= end) {
            size_t length = in[at + 4] | in[at + 5] << 8 | in[at + 6] << 16 | (size_t)in[at + 7] << 24;
            length = 8 + length + length % 2;
            if (memcmp(in + at, "EXIF", 4) == 0 || memcmp(in + at, "VP8X", 4) == 0)
                at += length;
            else
                KEEP(length);
        }
    }
    KEEP(end - at);
    return rest;
}

/* What exiftool finds in a file beside EXIF, and beside the file system's own. */
#define OTHERS "-a -G1 -s -x EXIF:all -x System:all -x ExifTool:all -x Composite:all -x File:ExifByteOrder -x RIFF:all"

/* Values that exiftool writes, as this library reads them. */
static const char *const written[][3] = {
    {"Orientation", "6", "Right-top"},
    {"Make", "Some Maker", "Some Maker"},
    {"ExposureTime", "0.0294117647", "1/34 sec."},
    {"FNumber", "2.8", "f/2.8"},
    {"ISO", "200", "200"},
    {"DateTimeOriginal", "2024:01:25 05:51:34", "2024:01:25 05:51:34"},
    {"OffsetTime", "+08:00", "+08:00"},
    {"UserComment", "a comment", "a comment"},
    {"ShutterSpeedValue", "0.000122070313", "13.00 EV (1/8192 sec.)"},
    {"ApertureValue", "4", "4.00 EV (f/4.0)"},
    {"ExposureCompensation", "-1.5", "-1.50 EV"},
    {"Flash", "31", "Flash fired, auto mode, return light detected"},
    {"MeteringMode", "3", "Spot"},
    {"FocalLength", "31", "31.0 mm"},
    {"SubjectArea", "10 20 183 259", "10, 20, 183, 259"},
    {"LensInfo", "1 1.5 1 2", " 1, 1.5,  1,  2"},
    {"GPSLatitude", "39.9055555555556", "39, 54, 20"},
    {"GPSLatitudeRef", "S", "S"},
    {"GPSTimeStamp", "11:37:58", "11:37:58.00"},
    {"GPSAltitude", "1.5", "1.5"},
    {"Copyright", "me", "me (Photographer) - [None] (Editor)"},
    {"ExifVersion", "0231", "Exif Version 2.31"},
    {"ComponentsConfiguration", "1 2 3 0", "Y Cb Cr -"},
    {"ColorSpace", "1", "sRGB"},
    {"XResolution", "300", "300"},
};

/* The key of exiftool's name. */
static const char *key_of(const char *name)
{
    static const char *const others[][2] = {
        {"ISO", "PhotographicSensitivity"}, {"ExposureCompensation", "ExposureBiasValue"}, {"LensInfo", "LensSpecification"}};
    for (size_t i = 0; i < COUNT(others); i++)
        if (strcmp(name, others[i][0]) == 0)
            return others[i][1];
    return name;
}

static void write_by_exiftool(const char *path, const char *order)
{
    char command[4096];
    int length = snprintf(command, sizeof command, "exiftool -q -overwrite_original -n -ExifByteOrder=%s", order);
    for (size_t i = 0; i < COUNT(written); i++)
        length += snprintf(command + length, sizeof command - (size_t)length, " '-EXIF:%s=%s'", written[i][0], written[i][1]);
    RUN("%s '%s'", command, path);
}

static void what_exiftool_writes_is_read(void)
{
    for (size_t f = 0; f < COUNT(formats); f++) {
        for (int big = 0; big < 2; big++) {
            const char *path = photo(formats[f]), *order = big ? "MM" : "II";
            write_by_exiftool(path, order);
            OH_ImageSourceNative *source = open_path(path);
            for (size_t i = 0; i < COUNT(written); i++)
                check_property(source, key_of(written[i][0]), written[i][2]);
            /* Fractions are the numbers that exiftool makes of them. */
            const char *doubles[] = {"ExposureTime", "FNumber", "ApertureValue", "ExposureBiasValue", "GPSAltitude"};
            for (size_t i = 0; i < COUNT(doubles); i++) {
                Image_String key = string_of(doubles[i]);
                double number = 0;
                CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDouble(source, &key, &number), IMAGE_SUCCESS);
                const char *name = i == 3 ? "ExposureCompensation" : doubles[i];
                char arguments[64];
                snprintf(arguments, sizeof arguments, "-n -s3 -EXIF:%s", name);
                CHECK(fabs(number - atof(exiftool_value(arguments, path))) < 1e-9);
            }
            release(source);
        }
    }
}

/* One tag is changed: of a few hundred lines that exiftool has to say, one is another. Pixels and all else are the same
   bytes. */
static void one_change_changes_one_line(void)
{
    RUN(CONVERT " '%s/rocket.jpg' -resize 160x -strip '%s'", TEST_IMAGES, kit_path("thumbnail.jpg"));
    for (size_t f = 0; f < COUNT(formats); f++) {
        const char *path = photo(formats[f]);
        write_by_exiftool(path, f % 2 ? "II" : "MM");
        RUN("exiftool -q -overwrite_original -InteropIndex=R98 -XPTitle=wide '-ThumbnailImage<=%s' '%s'",
            kit_path("thumbnail.jpg"), path);
        struct bytes before = kit_read(path), plain = without_exif(before);
        char *others = strdup(exiftool(OTHERS, path)), *exif = strdup(exiftool("-a -G1 -s -t -n -EXIF:all", path));
        char *order = strdup(exiftool_value("-s3 -ExifByteOrder", path));
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "Artist", "somebody"), IMAGE_SUCCESS);
        release(source);
        struct bytes after = kit_read(path), rest = without_exif(after);
        CHECK(after.size > before.size);
        CHECK(kit_same(plain, rest));
        CHECK_STR(exiftool(OTHERS, path), others);
        CHECK_STR(exiftool_value("-s3 -ExifByteOrder", path), order);
        /* Without the new line it is the old text; the thumbnail lies elsewhere. */
        char *now = strdup(exiftool("-a -G1 -s -t -n -EXIF:all", path));
        const char *line = "IFD0\tArtist\tsomebody\n";
        char *found = strstr(now, line);
        CHECK(found != NULL);
        if (found)
            memmove(found, found + strlen(line), strlen(found + strlen(line)) + 1);
        char *texts[] = {exif, now};
        for (int i = 0; i < 2; i++) {
            char *offset = strstr(texts[i], "ThumbnailOffset\t");
            CHECK(offset != NULL);
            for (offset = offset ? offset + 16 : texts[i]; *offset && *offset != '\n'; offset++)
                *offset = '-';
        }
        /* The offset may have more digits. */
        char *digits = strstr(now, "ThumbnailOffset\t"), *old_digits = strstr(exif, "ThumbnailOffset\t");
        while (digits && old_digits && strspn(digits + 16, "-") > strspn(old_digits + 16, "-"))
            memmove(digits + 16, digits + 17, strlen(digits + 17) + 1);
        CHECK_STR(now, exif);
        RUN("exiftool -b -ThumbnailImage '%s' | cmp - '%s'", path, kit_path("thumbnail.jpg"));
        const char *mime = f == 0 ? "image/jpeg" : f == 1 ? "image/png" : "image/webp";
        struct judged image = judge(mime, after, 640, 427), old = judge(mime, before, 640, 427);
        CHECK_EQ(judge_difference(image.rgba, old.rgba, 640 * 427 * 4), 0);
        judged_free(&image);
        judged_free(&old);
        free(before.data);
        free(after.data);
        free(plain.data);
        free(rest.data);
        free(others);
        free(exif);
        free(order);
        free(now);
    }
}

/* New EXIF for a file that has none: exiftool's own check finds nothing wrong. */
static void new_exif_is_valid(void)
{
    for (size_t f = 0; f < COUNT(formats); f++) {
        const char *path = photo(formats[f]);
        RUN("exiftool -q -overwrite_original -EXIF:all= -XMP:all= '%s'", path);
        struct bytes before = kit_read(path), plain = without_exif(before);
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "Orientation", "Right-top"), IMAGE_SUCCESS);
        release(source);
        CHECK_STR(exiftool_value("-n -s3 -EXIF:Orientation", path), "6");
        CHECK_STR(exiftool_value("-n -s3 -ExifImageWidth", path), "640");
        CHECK_STR(exiftool_value("-n -s3 -ExifImageHeight", path), "427");
        CHECK_STR(exiftool_value("-validate -s3 -warning -a", path), "OK");
        struct bytes after = kit_read(path), rest = without_exif(after);
        CHECK(kit_same(plain, rest));
        free(before.data);
        free(plain.data);
        free(after.data);
        free(rest.data);
    }
}

/* Every key that can be written, a good value, and the line in which exiftool -G1 -s -t -n says it. */
static const char *const every_key[][3] = {
    {"NewSubfileType", "1", "IFD0\tSubfileType\t1"},
    {"SubfileType", "2", "IFD0\tOldSubfileType\t2"},
    {"ImageWidth", "70000", "IFD0\tImageWidth\t70000"},
    {"ImageLength", "512", "IFD0\tImageHeight\t512"},
    {"BitsPerSample", "9, 7, 8", "IFD0\tBitsPerSample\t9 7 8"},
    {"Compression", "JPEG compression", "IFD0\tCompression\t6"},
    {"PhotometricInterpretation", "YCbCr", "IFD0\tPhotometricInterpretation\t6"},
    {"ImageDescription", "a tree", "IFD0\tImageDescription\ta tree"},
    {"Make", "Maker", "IFD0\tMake\tMaker"},
    {"Model", "Model 3", "IFD0\tModel\tModel 3"},
    {"StripOffsets", "456, 457", "IFD0\tStripOffsets\t"},
    {"Orientation", "Right-top", "IFD0\tOrientation\t6"},
    {"SamplesPerPixel", "3", "IFD0\tSamplesPerPixel\t3"},
    {"RowsPerStrip", "252", "IFD0\tRowsPerStrip\t252"},
    {"StripByteCounts", "344, 70001", "IFD0\tStripByteCounts\t344 70001"},
    {"XResolution", "300", "IFD0\tXResolution\t300"},
    {"YResolution", "601/2", "IFD0\tYResolution\t300.5"},
    {"PlanarConfiguration", "Chunky format", "IFD0\tPlanarConfiguration\t1"},
    {"ResolutionUnit", "Centimeter", "IFD0\tResolutionUnit\t3"},
    {"TransferFunction", "0 1 2 3", "IFD0\tTransferFunction\t(Binary data 7 bytes, use -b option to extract)"},
    {"Software", "software 1.0", "IFD0\tSoftware\tsoftware 1.0"},
    {"DateTime", "2024:01:25 05:51:34", "IFD0\tModifyDate\t2024:01:25 05:51:34"},
    {"Artist", "None", "IFD0\tArtist\tNone"},
    {"WhitePoint", "0.3127, 0.329", "IFD0\tWhitePoint\t0.3127 0.329"},
    {"PrimaryChromaticities", "0.64 0.33 0.3 0.6 0.15 0.06", "IFD0\tPrimaryChromaticities\t0.64 0.33 0.3 0.6 0.15 0.06"},
    {"JPEGProc", "252", "IFD0\tJPEGProc\t252"},
    {"YCbCrCoefficients", "0.299, 0.587, 0.114", "IFD0\tYCbCrCoefficients\t0.299 0.587 0.114"},
    {"YCbCrSubSampling", "2, 1", "IFD0\tYCbCrSubSampling\t2 1"},
    {"YCbCrPositioning", "Co-sited", "IFD0\tYCbCrPositioning\t2"},
    {"ReferenceBlackWhite", "0 255 128 255 128 255/1", "IFD0\tReferenceBlackWhite\t0 255 128 255 128 255"},
    {"Copyright", "Photo (Photographer) - [None] (Editor)", "IFD0\tCopyright\tPhoto"},
    {"DNGVersion", "1.4.0.0", "IFD0\tDNGVersion\t1 4 0 0"},
    {"DefaultCropSize", "153, 841", "IFD0\tDefaultCropSize\t153 841"},
    {"ExposureTime", "1/34 sec.", "ExifIFD\tExposureTime\t0.02941176471"},
    {"FNumber", "f/2.8", "ExifIFD\tFNumber\t2.8"},
    {"ExposureProgram", "Normal program", "ExifIFD\tExposureProgram\t2"},
    {"SpectralSensitivity", "sensitivity", "ExifIFD\tSpectralSensitivity\tsensitivity"},
    {"PhotographicSensitivity", "400", "ExifIFD\tISO\t400"},
    {"ISOSpeedRatings", "400", "ExifIFD\tISO\t400"},
    {"OECF", "oecf", "ExifIFD\tOpto-ElectricConvFactor\t(Binary data 4 bytes, use -b option to extract)"},
    {"SensitivityType", "ISO speed", "ExifIFD\tSensitivityType\t3"},
    {"StandardOutputSensitivity", "90000", "ExifIFD\tStandardOutputSensitivity\t90000"},
    {"RecommendedExposureIndex", "241", "ExifIFD\tRecommendedExposureIndex\t241"},
    {"ISOSpeed", "800", "ExifIFD\tISOSpeed\t800"},
    {"ISOSpeedLatitudeyyy", "801", "ExifIFD\tISOSpeedLatitudeyyy\t801"},
    {"ISOSpeedLatitudezzz", "802", "ExifIFD\tISOSpeedLatitudezzz\t802"},
    {"ExifVersion", "2.32", "ExifIFD\tExifVersion\t0232"},
    {"DateTimeOriginal", "2024:01:25 05:51:34", "ExifIFD\tDateTimeOriginal\t2024:01:25 05:51:34"},
    {"DateTimeDigitized", "2024:01:25", "ExifIFD\tCreateDate\t2024:01:25"},
    {"OffsetTime", "+08:00", "ExifIFD\tOffsetTime\t+08:00"},
    {"OffsetTimeOriginal", "-03:30", "ExifIFD\tOffsetTimeOriginal\t-03:30"},
    {"OffsetTimeDigitized", "+00:00", "ExifIFD\tOffsetTimeDigitized\t+00:00"},
    {"ComponentsConfiguration", "Y Cb Cr -", "ExifIFD\tComponentsConfiguration\t1 2 3 0"},
    {"CompressedBitsPerPixel", "24/10", "ExifIFD\tCompressedBitsPerPixel\t2.4"},
    {"ShutterSpeedValue", "13.00 EV (1/8192 sec.)", "ExifIFD\tShutterSpeedValue\t0.0001220703125"},
    {"ApertureValue", "4.00 EV (f/4.0)", "ExifIFD\tApertureValue\t4"},
    {"BrightnessValue", "-1.5", "ExifIFD\tBrightnessValue\t-1.5"},
    {"ExposureBiasValue", "-1/4", "ExifIFD\tExposureCompensation\t-0.25"},
    {"MaxApertureValue", "2", "ExifIFD\tMaxApertureValue\t2"},
    {"SubjectDistance", "2.5 m", "ExifIFD\tSubjectDistance\t2.5"},
    {"MeteringMode", "Spot", "ExifIFD\tMeteringMode\t3"},
    {"LightSource", "D65", "ExifIFD\tLightSource\t21"},
    {"Flash", "Flash fired, auto mode, return light detected", "ExifIFD\tFlash\t31"},
    {"FocalLength", "31.0 mm", "ExifIFD\tFocalLength\t31"},
    {"SubjectArea", "10, 20, 183, 259", "ExifIFD\tSubjectArea\t10 20 183 259"},
    {"UserComment", "a comment", "ExifIFD\tUserComment\ta comment"},
    {"SubsecTime", "427000", "ExifIFD\tSubSecTime\t427000"},
    {"SubsecTimeOriginal", "427001", "ExifIFD\tSubSecTimeOriginal\t427001"},
    {"SubsecTimeDigitized", "427002", "ExifIFD\tSubSecTimeDigitized\t427002"},
    {"FlashpixVersion", "FlashPix Version 1.0", "ExifIFD\tFlashpixVersion\t0100"},
    {"ColorSpace", "sRGB", "ExifIFD\tColorSpace\t1"},
    {"PixelXDimension", "1920", "ExifIFD\tExifImageWidth\t1920"},
    {"PixelYDimension", "1080", "ExifIFD\tExifImageHeight\t1080"},
    {"RelatedSoundFile", "SOUND.WAV", "ExifIFD\tRelatedSoundFile\tSOUND.WAV"},
    {"FlashEnergy", "508", "ExifIFD\tFlashEnergy\t508"},
    {"SpatialFrequencyResponse", "0123456789abcdef", "ExifIFD\tSpatialFrequencyResponse\t0123456789abcdef"},
    {"FocalPlaneXResolution", "1080/1", "ExifIFD\tFocalPlaneXResolution\t1080"},
    {"FocalPlaneYResolution", "880.5", "ExifIFD\tFocalPlaneYResolution\t880.5"},
    {"FocalPlaneResolutionUnit", "Inch", "ExifIFD\tFocalPlaneResolutionUnit\t2"},
    {"SubjectLocation", "9, 7", "ExifIFD\tSubjectLocation\t9 7"},
    {"ExposureIndex", "83/10", "ExifIFD\tExposureIndex\t8.3"},
    {"SensingMethod", "Two-chip color area sensor", "ExifIFD\tSensingMethod\t3"},
    {"FileSource", "DSC", "ExifIFD\tFileSource\t3"},
    {"SceneType", "Directly photographed", "ExifIFD\tSceneType\t1"},
    {"CustomRendered", "Custom process", "ExifIFD\tCustomRendered\t1"},
    {"ExposureMode", "Auto bracket", "ExifIFD\tExposureMode\t2"},
    {"WhiteBalance", "Manual white balance", "ExifIFD\tWhiteBalance\t1"},
    {"DigitalZoomRatio", "1.25", "ExifIFD\tDigitalZoomRatio\t1.25"},
    {"FocalLengthIn35mmFilm", "52", "ExifIFD\tFocalLengthIn35mmFormat\t52"},
    {"SceneCaptureType", "Night scene", "ExifIFD\tSceneCaptureType\t3"},
    {"GainControl", "Low gain down", "ExifIFD\tGainControl\t3"},
    {"Contrast", "Hard", "ExifIFD\tContrast\t2"},
    {"Saturation", "High saturation", "ExifIFD\tSaturation\t2"},
    {"Sharpness", "Soft", "ExifIFD\tSharpness\t1"},
    {"DeviceSettingDescription", "settings", "ExifIFD\tDeviceSettingDescription\t(Binary data 8 bytes, use -b option to extract)"},
    {"SubjectDistanceRange", "Distant view", "ExifIFD\tSubjectDistanceRange\t3"},
    {"ImageUniqueID", "fxic012", "ExifIFD\tImageUniqueID\tfxic012"},
    {"CameraOwnerName", "owner", "ExifIFD\tOwnerName\towner"},
    {"BodySerialNumber", "serial", "ExifIFD\tSerialNumber\tserial"},
    {"LensSpecification", "1, 1.5, 1, 2", "ExifIFD\tLensInfo\t1 1.5 1 2"},
    {"LensMake", "lens maker", "ExifIFD\tLensMake\tlens maker"},
    {"LensModel", "lens model", "ExifIFD\tLensModel\tlens model"},
    {"LensSerialNumber", "LSN", "ExifIFD\tLensSerialNumber\tLSN"},
    {"CompositeImage", "GeneralComposite", "ExifIFD\tCompositeImage\t2"},
    {"SourceImageNumberOfCompositeImage", "3, 2", "ExifIFD\tCompositeImageCount\t3 2"},
    {"SourceExposureTimesOfCompositeImage", "times", "ExifIFD\tCompositeImageExposureTimes\t"},
    {"Gamma", "2.2", "ExifIFD\tGamma\t2.2"},
    {"CFAPattern", "pattern", "ExifIFD\tCFAPattern\t24944 29812 101 114 110"},
    {"MakerNote", "a note", "ExifIFD\tMakerNoteUnknownText\ta note"},
    {"GPSVersionID", "2.2.0.0", "GPS\tGPSVersionID\t2 2 0 0"},
    {"GPSLatitudeRef", "N", "GPS\tGPSLatitudeRef\tN"},
    {"GPSLatitude", "39, 54, 20.7", "GPS\tGPSLatitude\t39.90575"},
    {"GPSLongitudeRef", "E", "GPS\tGPSLongitudeRef\tE"},
    {"GPSLongitude", "120/1 52/1 26/1", "GPS\tGPSLongitude\t120.873888888889"},
    {"GPSAltitudeRef", "Sea level reference", "GPS\tGPSAltitudeRef\t1"},
    {"GPSAltitude", "1.5", "GPS\tGPSAltitude\t1.5"},
    {"GPSTimeStamp", "12:30:30.12", "GPS\tGPSTimeStamp\t12:30:30.12"},
    {"GPSSatellites", "satellites", "GPS\tGPSSatellites\tsatellites"},
    {"GPSStatus", "Measurement in progress", "GPS\tGPSStatus\tA"},
    {"GPSMeasureMode", "3-dimensional measurement", "GPS\tGPSMeasureMode\t3"},
    {"GPSDOP", "4/5", "GPS\tGPSDOP\t0.8"},
    {"GPSSpeedRef", "K", "GPS\tGPSSpeedRef\tK"},
    {"GPSSpeed", "54/12", "GPS\tGPSSpeed\t4.5"},
    {"GPSTrackRef", "T", "GPS\tGPSTrackRef\tT"},
    {"GPSTrack", "64", "GPS\tGPSTrack\t64"},
    {"GPSImgDirectionRef", "M", "GPS\tGPSImgDirectionRef\tM"},
    {"GPSImgDirection", "20.01", "GPS\tGPSImgDirection\t20.01"},
    {"GPSMapDatum", "WGS-84", "GPS\tGPSMapDatum\tWGS-84"},
    {"GPSDestLatitudeRef", "S", "GPS\tGPSDestLatitudeRef\tS"},
    {"GPSDestLatitude", "33 22 11", "GPS\tGPSDestLatitude\t33.3697222222222"},
    {"GPSDestLongitudeRef", "W", "GPS\tGPSDestLongitudeRef\tW"},
    {"GPSDestLongitude", "33, 22, 11", "GPS\tGPSDestLongitude\t33.3697222222222"},
    {"GPSDestBearingRef", "T", "GPS\tGPSDestBearingRef\tT"},
    {"GPSDestBearing", "22", "GPS\tGPSDestBearing\t22"},
    {"GPSDestDistanceRef", "N", "GPS\tGPSDestDistanceRef\tN"},
    {"GPSDestDistance", "10", "GPS\tGPSDestDistance\t10"},
    {"GPSProcessingMethod", "HYBRID-FIX", "GPS\tGPSProcessingMethod\tHYBRID-FIX"},
    {"GPSAreaInformation", "area", "GPS\tGPSAreaInformation\tarea"},
    {"GPSDateStamp", "2024:12:31", "GPS\tGPSDateStamp\t2024:12:31"},
    {"GPSDifferential", "Correction applied", "GPS\tGPSDifferential\t1"},
    {"GPSHPositioningError", "0.5", "GPS\tGPSHPositioningError\t0.5"},
};

static void every_key_reaches_exiftool(void)
{
    for (size_t f = 0; f < COUNT(formats); f++) {
        const char *path = photo(formats[f]);
        struct bytes before = kit_read(path), plain = without_exif(before);
        OH_ImageSourceNative *source = open_path(path);
        for (size_t i = 0; i < COUNT(every_key); i++) {
            int code = modify(source, every_key[i][0], every_key[i][1]);
            if (!check_report(code == IMAGE_SUCCESS, __FILE__, __LINE__, every_key[i][0]))
                fprintf(stderr, ": %d\n", code);
        }
        release(source);
        const char *text = exiftool("-a -G1 -s -t -n -EXIF:all", path);
        for (size_t i = 0; i < COUNT(every_key); i++) {
            char line[256];
            /* Offsets are counted from the file's beginning there: any will do. The first line has none in front. */
            bool offset = strcmp(every_key[i][0], "StripOffsets") == 0;
            snprintf(line, sizeof line, "\n%s%s", every_key[i][2], offset ? "" : "\n");
            bool found = strstr(text, line) || strncmp(text, line + 1, strlen(line) - 1) == 0;
            if (!check_report(found, __FILE__, __LINE__, every_key[i][0]))
                fprintf(stderr, ": exiftool does not say \"%s\"\n", every_key[i][2]);
        }
        struct bytes after = kit_read(path), rest = without_exif(after);
        CHECK(kit_same(plain, rest));
        free(before.data);
        free(plain.data);
        free(after.data);
        free(rest.data);
    }
}

/* A JPEG with a second image behind the first, found by its MPF index: it is found after the first grew. */
static void a_second_image_is_still_found(void)
{
    const char *path = kit_path("two.jpg");
    struct bytes first = kit_read(TEST_IMAGES "/rocket.jpg"), second = kit_read(TEST_IMAGES "/seeding.jpg");
    uint8_t index[4 + 86 + 4] = {0xFF, 0xE2, 0, 92, 'M', 'P', 'F', 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 3};
    const uint8_t entries[] = {0xB0, 0, 0, 7, 0, 0, 0, 4, '0', '1', '0', '0', 0xB0, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0xB0, 2,
        0, 7, 0, 0, 0, 32, 0, 0, 0, 50};
    memcpy(index + 18, entries, sizeof entries);
    /* Behind its APP0, where the index comes before the picture itself. */
    size_t place = 4 + ((size_t)first.data[4] << 8 | first.data[5]);
    size_t length = first.size + sizeof index, offset = length - place - 8;
    uint8_t *list = index + 8 + 50;
    const size_t numbers[][3] = {{0x030000, length, 0}, {0, second.size, offset}};
    for (int image = 0; image < 2; image++)
        for (int number = 0; number < 3; number++)
            for (int byte = 0; byte < 4; byte++)
                list[16 * image + 4 * number + byte] = (uint8_t)(numbers[image][number] >> (24 - 8 * byte));
    FILE *file = fopen(path, "wb");
    fwrite(first.data, 1, place, file);
    fwrite(index, 1, sizeof index, file);
    fwrite(first.data + place, 1, first.size - place, file);
    fwrite(second.data, 1, second.size, file);
    CHECK_EQ(fclose(file), 0);
    for (int round = 0; round < 3; round++) {
        RUN("exiftool -b -MPImage2 '%s' | cmp - '%s/seeding.jpg'", path, TEST_IMAGES);
        char size[32];
        struct bytes now = kit_read(path);
        snprintf(size, sizeof size, "%zu", now.size - second.size);
        free(now.data);
        CHECK_STR(exiftool_value("-n -s3 -MPImage1:MPImageLength -MPImageLength", path), size);
        OH_ImageSourceNative *source = open_path(path);
        CHECK_EQ(modify(source, "ImageDescription", round ? "short" : "a description that is longer"), IMAGE_SUCCESS);
        release(source);
    }
    free(first.data);
    free(second.data);
}

/* ImageMagick's way to keep EXIF in a PNG, and a file without the header that EXIF in a WebP needs, lossless with alpha. */
static void other_places(void)
{
    const char *jpeg = photo("jpg"), *png = kit_path("profile.png"), *webp = kit_path("alpha.webp");
    write_by_exiftool(jpeg, "II");
    RUN(CONVERT " '%s' -set comment kept '%s'", jpeg, png);
    struct bytes before = kit_read(png), plain = without_exif(before);
    CHECK(before.size > plain.size);
    OH_ImageSourceNative *source = open_path(png);
    check_property(source, "Make", "Some Maker");
    CHECK_EQ(modify(source, "Model", "a model"), IMAGE_SUCCESS);
    check_property(source, "Make", "Some Maker");
    release(source);
    struct bytes after = kit_read(png), rest = without_exif(after);
    CHECK(kit_same(plain, rest));
    CHECK(memmem(after.data, after.size, "Raw profile type exif", 21) == NULL);
    CHECK_STR(exiftool("-a -s3 -n -Model -Make", png), "a model\nSome Maker\n");
    struct judged image = judge("image/png", after, 640, 427);
    judged_free(&image);

    RUN(CONVERT " '%s/chelsea.png' -alpha set -channel A -evaluate set 50%% '%s'", TEST_IMAGES, kit_path("alpha.png"));
    RUN("cwebp -quiet -lossless '%s' -o '%s'", kit_path("alpha.png"), webp);
    struct bytes small = kit_read(webp);
    CHECK(memcmp(small.data + 12, "VP8L", 4) == 0);
    source = open_path(webp);
    CHECK_EQ(modify(source, "Make", "maker"), IMAGE_SUCCESS);
    release(source);
    char info[4096];
    CHECK_EQ(judge_run(info, sizeof info, "webpmux -info '%s'", webp), 0);
    CHECK(strstr(info, "transparency") && strstr(info, "EXIF metadata"));
    CHECK(!strstr(info, "animation") && !strstr(info, "ICC"));
    struct bytes large = kit_read(webp);
    struct judged old = judge("image/webp", small, 451, 300), new = judge("image/webp", large, 451, 300);
    CHECK_EQ(judge_difference(old.rgba, new.rgba, 451 * 300 * 4), 0);
    CHECK_STR(exiftool_value("-s3 -Make", webp), "maker");
    judged_free(&old);
    judged_free(&new);
    free(before.data);
    free(plain.data);
    free(after.data);
    free(rest.data);
    free(small.data);
    free(large.data);
}

/* A TIFF file is read like EXIF, in builds that know it, and never written. */
static void tiff(void)
{
    Image_MimeType *types = NULL;
    size_t count = 0;
    bool known = false;
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&types, &count), IMAGE_SUCCESS);
    for (size_t i = 0; i < count; i++)
        known = known || strcmp(types[i].data, "image/tiff") == 0;
    if (!known)
        return;
    const char *path = kit_path("photo.tiff");
    RUN(CONVERT " '%s/rocket.jpg' -endian MSB '%s'", TEST_IMAGES, path);
    RUN("exiftool -q -overwrite_original -n -Make=maker -FNumber=2.8 -GPSLatitude=39.5 '%s'", path);
    struct bytes before = kit_read(path);
    OH_ImageSourceNative *source = open_path(path);
    check_property(source, "Make", "maker");
    check_property(source, "FNumber", "f/2.8");
    check_property(source, "GPSLatitude", "39, 30,  0");
    check_property(source, "ImageWidth", "640");
    check_property(source, "PhotometricInterpretation", "RGB");
    CHECK_EQ(modify(source, "Make", "other"), IMAGE_BAD_PARAMETER);
    Image_String key = string_of("Orientation");
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyShort(source, &key, 1), IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE);
    release(source);
    struct bytes after = kit_read(path);
    CHECK(kit_same(before, after));
    free(before.data);
    free(after.data);
}

int main(void)
{
    what_exiftool_writes_is_read();
    one_change_changes_one_line();
    new_exif_is_valid();
    every_key_reaches_exiftool();
    a_second_image_is_still_found();
    other_places();
    tiff();
    return kit_done();
}
