/* Properties by type: every getter and modifier, what it takes, what it refuses, and which refusal comes first. */
#include "exif_file.h"

enum {
    ARGUMENT = IMAGE_SOURCE_INVALID_PARAMETER,
    CONTAINER = IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE,
    KEY = IMAGE_SOURCE_UNSUPPORTED_METADATA
};

static const uint16_t orientation = 6, iso[] = {200, 400}, bits[] = {9, 7, 8}, area[] = {50, 51};
static const uint32_t f_number[] = {28, 10}, coefficients[] = {299, 1000, 1, 0, 114, 1000}, width = 4000000000u;
static const int32_t bias[] = {-3, 2}, strange = -5;
static char blob[70000], text[70000];

static const Entry image[] = {
    {0x0100, F_LONG, 1, &width},
    {0x0101, F_SLONG, 1, &strange},
    {0x0102, F_SHORT, 3, bits},
    {0x010E, F_ASCII, 65537, text},
    {0x010F, F_ASCII, 6, "Maker"},
    {0x0110, F_ASCII, 1, ""},
    {0x0112, F_SHORT, 1, &orientation},
    {0x0211, F_RATIONAL, 3, coefficients},
    {0x8298, F_ASCII, 7, "me\0you"},
};
static const Entry photo[] = {
    {0x829D, F_RATIONAL, 1, f_number},
    {0x8827, F_SHORT, 2, iso},
    {0x9000, F_UNDEFINED, 4, "0232"},
    {0x9101, F_UNDEFINED, 4, "\1\2\3"},
    {0x9204, F_SRATIONAL, 1, bias},
    {0x9214, F_SHORT, 2, area},
    {0x927C, F_UNDEFINED, 65537, blob},
    {0x9286, F_UNDEFINED, 12, "ASCII\0\0\0text"},
    {0xA20C, F_UNDEFINED, 16, "0123456789abcdef"},
};

/* A PNG's eXIf holds more than a JPEG: here a text and a blob that are too long. */
static File png_with(File block)
{
    uint8_t head[8], crc[4] = {0};
    OH_PixelmapNative *pixelmap = make_noise(16, 8, 1);
    size_t length = 0;
    uint8_t *png = pack(pixelmap, "image/png", 90, &length);
    CHECK_EQ(OH_PixelmapNative_Release(pixelmap), OK);
    for (int i = 0; i < 4; i++)
        head[i] = (uint8_t)(block.size >> (24 - 8 * i));
    memcpy(head + 4, "eXIf", 4);
    File chunk = joined(head, 8, block.data, block.size, crc, 4);
    File file = joined(png, 33, chunk.data, chunk.size, png + 33, length - 33);
    free(chunk.data);
    free(png);
    return file;
}

#define GETTER(type, suffix, c)                                              \
    static int get_##suffix(OH_ImageSourceNative *source, const char *name, c *value) \
    {                                                                        \
        Image_String key = string_of(name);                                  \
        return OH_ImageSourceNative_GetImageProperty##type(source, &key, value); \
    }
#define ARRAY_GETTER(type, suffix, c)                                        \
    static int get_##suffix(OH_ImageSourceNative *source, const char *name, c *value, size_t size) \
    {                                                                        \
        Image_String key = string_of(name);                                  \
        return OH_ImageSourceNative_GetImageProperty##type(source, &key, value, size); \
    }
GETTER(Short, short, uint16_t)
GETTER(Long, long, uint32_t)
GETTER(Double, double, double)
GETTER(ArraySize, size, size_t)
ARRAY_GETTER(String, string, char)
ARRAY_GETTER(IntArray, integers, int32_t)
ARRAY_GETTER(DoubleArray, doubles, double)
ARRAY_GETTER(Blob, blob, void)

static void values_by_type(OH_ImageSourceNative *source)
{
    uint16_t number = 0;
    uint32_t longer = 0;
    double real = 0, reals[4] = {9, 9, 9, 9};
    int32_t numbers[4] = {9, 9, 9, 9};
    char room[32];
    CHECK_EQ(get_short(source, "Orientation", &number), OK);
    CHECK_EQ(number, 6);
    CHECK_EQ(get_short(source, "ISOSpeedRatings", &number), OK);
    CHECK_EQ(number, 200);
    CHECK_EQ(get_long(source, "ImageWidth", &longer), OK);
    CHECK_EQ(longer, width);
    CHECK_EQ(get_long(source, "Orientation", &longer), OK);
    CHECK_EQ(longer, 6);
    CHECK_EQ(get_double(source, "FNumber", &real), OK);
    CHECK(real == 2.8);
    CHECK_EQ(get_double(source, "ExposureBiasValue", &real), OK);
    CHECK(real == -1.5);
    CHECK_EQ(get_integers(source, "BitsPerSample", numbers, 4), OK);
    CHECK(numbers[0] == 9 && numbers[1] == 7 && numbers[2] == 8 && numbers[3] == 9);
    CHECK_EQ(get_integers(source, "ImageLength", numbers, 1), OK);
    CHECK_EQ(numbers[0], -5);
    CHECK_EQ(get_integers(source, "SubjectArea", numbers, 2), OK);
    CHECK(numbers[0] == 50 && numbers[1] == 51);
    /* The element n/0 is left out. */
    CHECK_EQ(get_doubles(source, "YCbCrCoefficients", reals, 3), OK);
    CHECK(reals[0] == 0.299 && reals[1] == 0.114 && reals[2] == 9);
    CHECK_EQ(get_string(source, "Make", room, 6), OK);
    CHECK_STR(room, "Maker");
    CHECK_EQ(get_blob(source, "SpatialFrequencyResponse", room, 16), OK);
    CHECK(memcmp(room, "0123456789abcdef", 16) == 0);
    const char *texts[][2] = {{"ExifVersion", "Exif Version 2.32"}, {"ComponentsConfiguration", "Y Cb Cr -"},
        {"UserComment", "text"}};
    for (size_t i = 0; i < COUNT(texts); i++) {
        CHECK_EQ(get_string(source, texts[i][0], room, sizeof room), OK);
        CHECK_STR(room, texts[i][1]);
        CHECK_EQ(get_blob(source, texts[i][0], room, sizeof room), KEY);
    }
    struct {
        const char *name;
        size_t size;
    } rows[] = {{"Orientation", 1}, {"BitsPerSample", 3}, {"YCbCrCoefficients", 2}, {"Make", 6}, {"ExifVersion", 18},
        {"SpatialFrequencyResponse", 16}, {"MakerNote", 65537}, {"ImageDescription", 65537}, {"Copyright", 7}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size = 0;
        CHECK_EQ(get_size(source, rows[i].name, &size), OK);
        CHECK_EQ(size, rows[i].size);
    }
}

static void refused_values(OH_ImageSourceNative *source)
{
    uint16_t number = 77;
    uint32_t longer = 77;
    double real = 77;
    size_t size = 77;
    int32_t numbers[3] = {77, 77, 77};
    double reals[3] = {77, 77, 77};
    static char room[70000];
    room[0] = 77;
    /* Out of range; another type; absent; unknown; empty. */
    CHECK_EQ(get_short(source, "ImageWidth", &number), KEY);
    CHECK_EQ(get_short(source, "ImageLength", &number), KEY);
    CHECK_EQ(get_long(source, "ImageLength", &longer), KEY);
    CHECK_EQ(get_integers(source, "ImageWidth", numbers, 1), KEY);
    const char *none[] = {"StripOffsets", "NoSuchKey", "Model", "HwMnoteAiEdit", "MovingPhotoId"};
    for (size_t i = 0; i < COUNT(none); i++) {
        CHECK_EQ(get_short(source, none[i], &number), KEY);
        CHECK_EQ(get_long(source, none[i], &longer), KEY);
        CHECK_EQ(get_double(source, none[i], &real), KEY);
        CHECK_EQ(get_size(source, none[i], &size), KEY);
        CHECK_EQ(get_string(source, none[i], room, 9), KEY);
        CHECK_EQ(get_integers(source, none[i], numbers, 3), KEY);
        CHECK_EQ(get_doubles(source, none[i], reals, 3), KEY);
        CHECK_EQ(get_blob(source, none[i], room, 9), KEY);
    }
    CHECK_EQ(get_short(source, "FNumber", &number), KEY);
    CHECK_EQ(get_long(source, "Make", &longer), KEY);
    CHECK_EQ(get_double(source, "Orientation", &real), KEY);
    CHECK_EQ(get_string(source, "Orientation", room, 9), KEY);
    CHECK_EQ(get_integers(source, "FNumber", numbers, 3), KEY);
    CHECK_EQ(get_doubles(source, "Orientation", reals, 3), KEY);
    CHECK_EQ(get_blob(source, "Make", room, 9), KEY);
    /* Too little room. */
    CHECK_EQ(get_integers(source, "BitsPerSample", numbers, 2), KEY);
    CHECK_EQ(get_doubles(source, "YCbCrCoefficients", reals, 1), KEY);
    CHECK_EQ(get_blob(source, "SpatialFrequencyResponse", room, 15), KEY);
    CHECK_EQ(get_string(source, "Make", room, 5), ARGUMENT);
    CHECK_EQ(get_string(source, "Make", room, 65537), ARGUMENT);
    /* A NUL within; one byte too long for a blob; the longest text needs one byte more than a buffer may have. */
    CHECK_EQ(get_string(source, "Copyright", room, 100), KEY);
    CHECK_EQ(get_blob(source, "MakerNote", room, sizeof room), KEY);
    CHECK_EQ(get_string(source, "ImageDescription", room, 65536), ARGUMENT);
    CHECK(number == 77 && longer == 77 && real == 77 && size == 77 && room[0] == 77);
    CHECK(numbers[0] == 77 && numbers[2] == 77 && reals[0] == 77 && reals[2] == 77);
}

/* All getters and modifiers with one source, key, and with or without a place for the result. */
static void check_all(OH_ImageSourceNative *source, Image_String *key, bool result, int got, int set)
{
    static int32_t numbers[2] = {1, 2};
    static double reals[2] = {1, 2};
    static char bytes[8];
    uint16_t number;
    uint32_t longer;
    size_t size;
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyShort(source, key, result ? &number : NULL), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyLong(source, key, result ? &longer : NULL), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDouble(source, key, result ? reals : NULL), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyArraySize(source, key, result ? &size : NULL), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyString(source, key, result ? bytes : NULL, 8), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyIntArray(source, key, result ? numbers : NULL, 2), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyDoubleArray(source, key, result ? reals : NULL, 2), got);
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyBlob(source, key, result ? bytes : NULL, 8), got);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyIntArray(source, key, result ? numbers : NULL, 2), set);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDoubleArray(source, key, result ? reals : NULL, 2), set);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyBlob(source, key, result ? bytes : NULL, 8), set);
    if (result) {
        CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyShort(source, key, 1), set);
        CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyLong(source, key, 1), set);
        CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDouble(source, key, 1), set);
    }
}

/* Arguments are judged before the container, the container before the key. */
static void the_order_of_refusals(OH_ImageSourceNative *source)
{
    static uint8_t ico[64] = {0, 0, 1, 0, 1, 0};
    static const uint8_t gif[] = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\200\0\0\0\0\0\377\377\377\2\2D\1\0;";
    static uint8_t bmp[64] = "BM", noise[64] = "no image";
    Image_String unknown = string_of("NoSuchKey"), known = string_of("Orientation"), nothing = {NULL, 4},
                 empty = {(char *)"Make", 0};
    OH_ImageSourceNative *icon = make_source(ico, sizeof ico), *bitmap = make_source(bmp, sizeof bmp),
                         *bad = make_source(noise, sizeof noise), *gone = make_source(bmp, sizeof bmp),
                         *animation = make_source(gif, sizeof gif - 1);
    CHECK_EQ(OH_ImageSourceNative_Release(gone), OK);
    check_all(NULL, &known, true, ARGUMENT, ARGUMENT);
    check_all(gone, &known, true, ARGUMENT, ARGUMENT);
    check_all(bad, NULL, true, ARGUMENT, ARGUMENT);
    check_all(bad, &nothing, true, ARGUMENT, ARGUMENT);
    check_all(bad, &empty, true, ARGUMENT, ARGUMENT);
    check_all(bad, &unknown, false, ARGUMENT, ARGUMENT);
    check_all(bad, &unknown, true, CONTAINER, CONTAINER);
    check_all(icon, &unknown, true, CONTAINER, CONTAINER);
    check_all(bitmap, &unknown, true, CONTAINER, CONTAINER);
    check_all(bitmap, &known, true, CONTAINER, CONTAINER);
    check_all(animation, &known, true, CONTAINER, CONTAINER);
    check_all(animation, &unknown, true, KEY, CONTAINER);
    check_all(source, &unknown, true, KEY, KEY);

    /* Sizes. */
    static char room[65537];
    int32_t numbers[1];
    double reals[1];
    CHECK_EQ(get_integers(bitmap, "Orientation", numbers, 0), ARGUMENT);
    CHECK_EQ(get_doubles(bitmap, "FNumber", reals, 0), ARGUMENT);
    CHECK_EQ(get_string(bitmap, "Make", room, 0), ARGUMENT);
    CHECK_EQ(get_blob(bitmap, "MakerNote", room, 0), ARGUMENT);
    static int32_t many_numbers[16385];
    static double many_reals[8193];
    Image_String key = string_of("MakerNote");
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyIntArray(bitmap, &key, many_numbers, 0), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyIntArray(bitmap, &key, many_numbers, 16385), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyIntArray(bitmap, &key, many_numbers, 16384), CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDoubleArray(bitmap, &key, many_reals, 0), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDoubleArray(bitmap, &key, many_reals, 8193), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyDoubleArray(bitmap, &key, many_reals, 8192), CONTAINER);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyBlob(bitmap, &key, room, 0), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyBlob(bitmap, &key, room, 65537), ARGUMENT);
    CHECK_EQ(OH_ImageSourceNative_ModifyImagePropertyBlob(bitmap, &key, room, 65536), CONTAINER);
    OH_ImageSourceNative *all[] = {icon, bitmap, bad, animation};
    for (size_t i = 0; i < COUNT(all); i++)
        CHECK_EQ(OH_ImageSourceNative_Release(all[i]), OK);
}

static void modified_values(const char *path)
{
    OH_ImageSourceNative *source = open_path(path);
    int32_t numbers[4] = {0};
    double real = 0, reals[4] = {0};
    char room[32] = {0};
#define SET(type, name, ...) OH_ImageSourceNative_ModifyImageProperty##type(source, &(Image_String){(char *)name, strlen(name)}, __VA_ARGS__)
    CHECK_EQ(SET(Short, "ISOSpeedRatings", 65535), OK);
    CHECK_STR(property(source, "PhotographicSensitivity"), "65535");
    CHECK_EQ(SET(Short, "Orientation", 3), OK);
    CHECK_STR(property(source, "Orientation"), "Bottom-right");
    CHECK_EQ(SET(Short, "GPSAltitudeRef", 1), OK);
    CHECK_STR(property(source, "GPSAltitudeRef"), "Sea level reference");
    CHECK_EQ(SET(Long, "ImageWidth", UINT32_MAX), OK);
    CHECK_STR(property(source, "ImageWidth"), "4294967295");
    CHECK_EQ(SET(Long, "Orientation", 1), OK);
    CHECK_EQ(SET(Double, "FNumber", 2.8), OK);
    CHECK_EQ(get_double(source, "FNumber", &real), OK);
    CHECK(real == 2.8);
    CHECK_EQ(SET(Double, "ExposureBiasValue", -1.0 / 3), OK);
    CHECK_EQ(get_double(source, "ExposureBiasValue", &real), OK);
    CHECK(real == -1.0 / 3);
    CHECK_EQ(SET(IntArray, "SubjectArea", ((int32_t[]){50, 60}), 2), OK);
    CHECK_EQ(get_integers(source, "SubjectArea", numbers, 4), OK);
    CHECK(numbers[0] == 50 && numbers[1] == 60 && numbers[2] == 0);
    CHECK_EQ(SET(IntArray, "GPSVersionID", ((int32_t[]){2, 3, 0, 0}), 4), OK);
    CHECK_STR(property(source, "GPSVersionID"), "2.3.0.0");
    /* Fields that are 0 trouble devices, which go by way of text. */
    CHECK_EQ(SET(DoubleArray, "GPSTimeStamp", ((double[]){0, 30, 30.12}), 3), OK);
    CHECK_STR(property(source, "GPSTimeStamp"), "00:30:30.12");
    CHECK_EQ(SET(DoubleArray, "YCbCrCoefficients", ((double[]){0.299, 0.587, 0.114}), 3), OK);
    CHECK_EQ(get_doubles(source, "YCbCrCoefficients", reals, 4), OK);
    CHECK(reals[0] == 0.299 && reals[1] == 0.587 && reals[2] == 0.114 && reals[3] == 0);
    CHECK_EQ(SET(DoubleArray, "WhitePoint", ((double[]){1, 2}), 2), OK);
    CHECK_EQ(SET(Blob, "SpatialFrequencyResponse", (void *)"fedcba9876543210", 16), OK);
    CHECK_EQ(get_blob(source, "SpatialFrequencyResponse", room, 16), OK);
    CHECK_STR(room, "fedcba9876543210");
    CHECK_EQ(SET(Blob, "MakerNote", (void *)"\0\1\2", 3), OK);
    CHECK_EQ(get_blob(source, "MakerNote", room, 3), OK);
    CHECK(memcmp(room, "\0\1\2", 3) == 0);

    File before = read_file(path);
    struct {
        const char *name;
        uint32_t number;
    } longs[] = {{"ISOSpeedRatings", 65536}, {"Orientation", 0}, {"Orientation", 9}, {"GPSAltitudeRef", 2},
        {"JPEGInterchangeFormat", 1}, {"Make", 1}, {"FNumber", 1}, {"MakerNote", 1}, {"SubjectArea", 1},
        {"HwMnoteAiEdit", 1}, {"GifDelayTime", 1}};
    for (size_t i = 0; i < COUNT(longs); i++)
        CHECK_EQ(SET(Long, longs[i].name, longs[i].number), KEY);
    CHECK_EQ(SET(Short, "Orientation", 9), KEY);
    CHECK_EQ(SET(Double, "FNumber", -1.0), KEY);
    CHECK_EQ(SET(Double, "FNumber", 1e300), KEY);
    CHECK_EQ(SET(Double, "FNumber", 0.0 / strlen("")), KEY);
    CHECK_EQ(SET(Double, "Orientation", 1.0), KEY);
    CHECK_EQ(SET(IntArray, "SubjectArea", ((int32_t[]){50, -1}), 2), KEY);
    CHECK_EQ(SET(IntArray, "BitsPerSample", ((int32_t[]){8, 8}), 2), KEY);
    CHECK_EQ(SET(IntArray, "GPSVersionID", ((int32_t[]){2, 256, 0, 0}), 4), KEY);
    CHECK_EQ(SET(DoubleArray, "GPSTimeStamp", ((double[]){12, 60, 0}), 3), KEY);
    CHECK_EQ(SET(DoubleArray, "WhitePoint", ((double[]){1, 2, 3}), 3), KEY);
    CHECK_EQ(SET(Blob, "Make", (void *)"blob", 4), KEY);
    CHECK_EQ(SET(Blob, "ExifVersion", (void *)"02x2", 4), KEY);
    CHECK(holds(path, before));
    free(before.data);
    /* The file of a path is gone. */
    CHECK_EQ(unlink(path), 0);
    CHECK_EQ(SET(Short, "Orientation", 1), CONTAINER);
    CHECK_EQ(get_short(source, "Orientation", &(uint16_t){0}), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

int main(void)
{
    memset(text, 'x', 65536);
    memset(blob, 1, sizeof blob);
    File block = exif_block(image, COUNT(image), photo, COUNT(photo)), png = png_with(block);
    OH_ImageSourceNative *source = make_source(png.data, png.size);
    values_by_type(source);
    refused_values(source);
    the_order_of_refusals(source);
    /* Bytes in memory cannot be changed. */
    check_all(source, &(Image_String){"ColorSpace", 10}, true, KEY, KEY);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    char path[] = "/tmp/typed-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd > 2);
    close(fd);
    File jpeg = jpeg_with((File){NULL, 0});
    write_file(path, jpeg);
    modified_values(path);
    free(jpeg.data);
    free(block.data);
    free(png.data);
    return check_failures();
}
