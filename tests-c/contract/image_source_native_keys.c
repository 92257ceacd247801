/* Properties by type that are not EXIF: what GIF, JPEG, PNG, TIFF and DNG files say, and who refuses what. */
#include "exif_file.h"

enum {
    ARGUMENT = IMAGE_SOURCE_INVALID_PARAMETER,
    CONTAINER = IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE,
    KEY = IMAGE_SOURCE_UNSUPPORTED_METADATA
};

/* 3x2, shown for 30 ms, then cleared, twice in all. */
static const char gif[] = "GIF89a\3\0\2\0\200\0\0\0\0\0\377\377\377!\377\13NETSCAPE2.0\3\1\2\0\0"
    "!\371\4\10\3\0\0\0,\0\0\0\0\3\0\2\0\0\2\3\204\217\5\0;";
static const char jpeg[] = "\377\330\377\340\0\20JFIF\0\1\2\2\0\110\0\111\0\0\377\302\0\13\10\0\2\0\3\1\1\21\0";
static const char png[] = "\211PNG\r\n\32\n"
    "\0\0\0\15IHDR\0\0\0\1\0\0\0\1\10\0\0\0\0:~\233U"
    "\0\0\0\11pHYs\0\0\13\23\0\0\13\24\1O\333\12\337"
    "\0\0\0\4gAMA\0\0\261\217\013\374a\5"
    "\0\0\0\1sRGB\2@\300}\305"
    "\0\0\0 cHRM\0\0z&\0\0\200\204\0\0\372\0\0\0\200\350\0\0u0\0\0\352`\0\0:\230\0\0\27p\234\272Q<"
    "\0\0\0\12tEXtTitle\0caf\351\0\2533z"
    "\0\0\0\36zTXtAuthor\0\0x\234+\316\317MM\312O\251T(\36e\320\222\1\0&\15\214Q!\345Pd"
    "\0\0\0\12IDATx\234ch\0\0\0\202\0\201w\315r\266"
    "\0\0\0\0IEND\256B`\202";

/* Fractions are numerator and denominator. */
static const uint32_t halves[] = {1, 2, 3, 2}, crop[] = {0, 1, 0, 1, 1, 1, 1, 1}, strip = 8;
static const int32_t exposure[] = {-3, 4};
static const uint16_t eight = 8, one = 1, white = 1023;
static const Entry of_tiff[] = {
    {256, F_LONG, 1, &strip},      {257, F_LONG, 1, &strip},    {258, F_SHORT, 1, &eight}, {259, F_SHORT, 1, &one},
    {262, F_SHORT, 1, &one},       {269, F_ASCII, 5, "name"},   {273, F_LONG, 1, &strip},  {279, F_LONG, 1, &strip},
    {282, F_RATIONAL, 1, halves},
};
static const Entry of_dng[] = {
    {50706, F_BYTE, 4, "\1\4\0\0"},  {50708, F_ASCII, 7, "Camera"},      {50717, F_SHORT, 1, &white},
    {50728, F_RATIONAL, 2, halves},  {50730, F_SRATIONAL, 1, exposure},  {50740, F_BYTE, 6, "a\0blob"},
    {50781, F_BYTE, 16, "0123456789abcdef"}, {51125, F_RATIONAL, 4, crop},
};

static void expect_number(OH_ImageSourceNative *source, const char *name, uint32_t expected)
{
    Image_String key = string_of(name);
    uint16_t shorter = 0;
    uint32_t longer = 0;
    int32_t integer = 0;
    size_t size = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), OK);
    CHECK_EQ(size, 1);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &key, &longer), OK);
    CHECK_EQ(longer, expected);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyShort(source, &key, &shorter), OK);
    CHECK_EQ(shorter, expected);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyIntArray(source, &key, &integer, 1), OK);
    CHECK_EQ(integer, (int32_t)expected);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDouble(source, &key, &(double){0}), KEY);
}

static void expect_integers(OH_ImageSourceNative *source, const char *name, size_t count, const int32_t *expected)
{
    Image_String key = string_of(name);
    int32_t got[8] = {0};
    size_t size = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), OK);
    CHECK_EQ(size, count);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyIntArray(source, &key, got, count - 1), KEY);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyIntArray(source, &key, got, count), OK);
    for (size_t i = 0; i < count; i++)
        CHECK_EQ(got[i], expected[i]);
}

static void expect_doubles(OH_ImageSourceNative *source, const char *name, size_t count, const double *expected)
{
    Image_String key = string_of(name);
    double got[8] = {0}, first = 0;
    size_t size = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), OK);
    CHECK_EQ(size, count);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDoubleArray(source, &key, got, 8), OK);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDouble(source, &key, &first), OK);
    CHECK(first == got[0]);
    for (size_t i = 0; i < count; i++)
        CHECK(got[i] > expected[i] - 1e-12 && got[i] < expected[i] + 1e-12);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &key, &(uint32_t){0}), KEY);
}

static void expect_text(OH_ImageSourceNative *source, const char *name, const char *expected)
{
    Image_String key = string_of(name);
    char got[512] = "";
    size_t size = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), OK);
    CHECK_EQ(size, strlen(expected) + 1);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyString(source, &key, got, size - 1), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyString(source, &key, got, size), OK);
    CHECK_STR(got, expected);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyBlob(source, &key, got, sizeof got), KEY);
}

/* Every getter refuses, and leaves what it was to fill. */
static void expect_code(OH_ImageSourceNative *source, const char *name, int code)
{
    Image_String key = string_of(name);
    uint16_t shorter = 7;
    uint32_t longer = 7;
    int32_t integer = 7;
    double number = 7;
    size_t size = 7;
    char text[8] = "before";
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyShort(source, &key, &shorter), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &key, &longer), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDouble(source, &key, &number), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyIntArray(source, &key, &integer, 1), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDoubleArray(source, &key, &number, 1), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyString(source, &key, text, sizeof text), code);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyBlob(source, &key, text, sizeof text), code);
    CHECK(shorter == 7 && longer == 7 && integer == 7 && number == 7 && size == 7 && strcmp(text, "before") == 0);
}

static void animation(void)
{
    OH_ImageSourceNative *source = make_source(gif, sizeof gif - 1);
    expect_number(source, "GifCanvasWidth", 3);
    expect_number(source, "GifCanvasHeight", 2);
    expect_number(source, IMAGE_PROPERTY_GIF_DELAY_TIME, 100);
    expect_number(source, "GifUnclampedDelayTime", 30);
    expect_number(source, IMAGE_PROPERTY_GIF_DISPOSAL_TYPE, 2);
    expect_number(source, "GifHasGlobalColorMap", 1);
    expect_number(source, "GifLoopCount", 2);
    expect_code(source, "WebPDelayTime", CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void stills(void)
{
    OH_ImageSourceNative *source = make_source(jpeg, sizeof jpeg - 1);
    expect_number(source, "JfifXDensity", 72);
    expect_number(source, "JfifYDensity", 73);
    expect_number(source, "JfifDensityUnit", 2);
    expect_number(source, "JfifIsProgressive", 1);
    expect_integers(source, "JfifVersion", 2, (const int32_t[]){1, 2});
    expect_code(source, "FragmentImageWidth", KEY);
    expect_code(source, "PngGamma", CONTAINER);
    expect_code(source, "HeifsDelayTime", CONTAINER);
    expect_code(source, "Copyright", KEY);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    source = make_source(png, sizeof png - 1);
    expect_number(source, "PngXPixelsPerMeter", 2835);
    expect_number(source, "PngYPixelsPerMeter", 2836);
    expect_number(source, "PngInterlaceType", 0);
    expect_number(source, "PngSRGBIntent", 2);
    expect_doubles(source, "PngGamma", 1, (const double[]){0.45455});
    expect_doubles(source, "PngChromaticities", 8, (const double[]){.3127, .329, .64, .33, .3, .6, .15, .06});
    expect_text(source, "Title", "caf\303\251");
    char author[361] = "";
    for (int i = 0; i < 40; i++)
        memcpy(author + 9 * i, "somebody ", 9);
    expect_text(source, "Author", author);
    expect_code(source, "Software", KEY);
    expect_code(source, "Creation Time", KEY);
    expect_code(source, "title", KEY);
    expect_code(source, "JfifVersion", CONTAINER);
    expect_code(source, "XInOriginal", CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void tags(void)
{
    File file = exif_block(of_tiff, COUNT(of_tiff), NULL, 0);
    OH_ImageSourceNative *source = make_source(file.data, file.size);
    expect_number(source, "TiffImageWidth", 8);
    expect_number(source, "TiffCompression", 1);
    expect_text(source, "TiffDocumentName", "name");
    expect_doubles(source, "TiffXResolution", 1, (const double[]){0.5});
    expect_code(source, "TiffOrientation", KEY);
    expect_code(source, OHOS_DNG_PROPERTY_WHITE_LEVEL, CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(file.data);

    file = exif_block(of_dng, COUNT(of_dng), NULL, 0);
    source = make_source(file.data, file.size);
    expect_integers(source, OHOS_DNG_PROPERTY_DNG_VERSION, 4, (const int32_t[]){1, 4, 0, 0});
    expect_text(source, OHOS_DNG_PROPERTY_UNIQUE_CAMERA_MODEL, "Camera");
    expect_doubles(source, OHOS_DNG_PROPERTY_WHITE_LEVEL, 1, (const double[]){1023});
    expect_doubles(source, OHOS_DNG_PROPERTY_AS_SHOT_NEUTRAL, 2, (const double[]){0.5, 1.5});
    expect_doubles(source, OHOS_DNG_PROPERTY_BASELINE_EXPOSURE, 1, (const double[]){-0.75});
    expect_text(source, OHOS_DNG_PROPERTY_RAW_DATA_UNIQUE_ID, "30313233343536373839616263646566");
    expect_integers(source, OHOS_DNG_PROPERTY_DEFAULT_USER_CROP, 4, (const int32_t[]){0, 0, 1, 1});
    Image_String key = string_of(OHOS_DNG_PROPERTY_DNG_PRIVATE_DATA);
    char blob[6];
    size_t size = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, &key, &size), OK);
    CHECK_EQ(size, sizeof blob);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyBlob(source, &key, blob, size - 1), KEY);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyBlob(source, &key, blob, size), OK);
    CHECK(memcmp(blob, "a\0blob", 6) == 0);
    expect_code(source, OHOS_DNG_PROPERTY_PROFILE_NAME, KEY);
    expect_code(source, "TiffImageWidth", CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(file.data);
}

/* No text of these, and no arguments without which there is nothing to look for. */
static void refused(void)
{
    OH_ImageSourceNative *source = make_source(png, sizeof png - 1);
    Image_String key = string_of("Title"), empty = {"", 0}, none = {NULL, 5}, value = {NULL, 0};
    uint32_t number = 0;
    CHECK_EQ(OH_ImageSourceNative_GetImageProperty(source, &key, &value), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, &value), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(NULL, &key, &number), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, NULL, &number), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &empty, &number), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &none, &number), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, &key, NULL), ARGUMENT);
    /* What a container says cannot be set. */
    Image_String gamma = string_of("PngGamma");
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDouble(source, &gamma, 0.5), KEY);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

int main(void)
{
    animation();
    stills();
    tags();
    refused();
    return check_failures();
}
