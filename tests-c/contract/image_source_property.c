/* Properties as text: what is read, which sizes are accepted, and every refusal. */
#include "exif_file.h"

enum { NULL_BAD = IMAGE_SOURCE_INVALID_PARAMETER };

static const uint16_t orientation = 6, iso = 200;
static const uint32_t f_number[] = {28, 10}, time[] = {1, 34}, position[] = {39, 1, 54, 1, 20, 1};

static const Entry image[] = {
    {0x010F, F_ASCII, 6, "Maker"},
    {0x0112, F_SHORT, 1, &orientation},
    {0x0131, F_ASCII, 1, ""},
    {0x8298, F_ASCII, 6, "me\0you"},
};
static const Entry photo[] = {
    {0x829A, F_RATIONAL, 1, time},
    {0x829D, F_RATIONAL, 1, f_number},
    {0x8827, F_SHORT, 1, &iso},
    {0x9000, F_UNDEFINED, 4, "0232"},
    {0x927C, F_UNDEFINED, 7, "\1note\0\2"},
};

static int get(OH_ImageSourceNative *source, const char *name, Image_String *value)
{
    Image_String key = string_of(name);
    return OH_ImageSourceNative_GetImageProperty(source, &key, value);
}

static int get_with_null(OH_ImageSourceNative *source, const char *name, Image_String *value)
{
    Image_String key = string_of(name);
    return OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, value);
}

static void values_are_read_as_text(OH_ImageSourceNative *source)
{
    const char *rows[][2] = {
        {"Make", "Maker"},
        {"Orientation", "Right-top"},
        {"ExposureTime", "1/34 sec."},
        {"FNumber", "f/2.8"},
        {"ISOSpeedRatings", "200"},
        {"PhotographicSensitivity", "200"},
        {"ExifVersion", "Exif Version 2.32"},
        {"Copyright", "me (Photographer) - you (Editor)"},
        {"HwMnoteCaptureMode", "default_exif_value"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(property(source, rows[i][0]), rows[i][1]);
    /* A maker note is bytes, zeros within. */
    Image_String value = {NULL, 0};
    CHECK_EQ(get(source, "MakerNote", &value), OK);
    CHECK_EQ(value.size, 7);
    CHECK(memcmp(value.data, "\1note\0\2", 8) == 0);
    free(value.data);
}

static void sizes(OH_ImageSourceNative *source)
{
    char old = 0;
    /* 0 becomes the length, more stays and is filled up with zeros, nonsense counts as 0. */
    const size_t asked[] = {0, 5, 100, (16u << 20) + 1, SIZE_MAX};
    const size_t got[] = {5, 5, 100, 5, 5};
    for (size_t i = 0; i < COUNT(asked); i++) {
        Image_String value = {&old, asked[i]};
        CHECK_EQ(get(source, "Make", &value), OK);
        CHECK(value.data != &old);
        CHECK_EQ(value.size, got[i]);
        CHECK_STR(value.data, "Maker");
        for (size_t at = 5; at <= got[i]; at++)
            CHECK_EQ(value.data[at], 0);
        free(value.data);
        value = (Image_String){&old, asked[i]};
        CHECK_EQ(get_with_null(source, "Make", &value), OK);
        CHECK_EQ(value.size, 5);
        CHECK_STR(value.data, "Maker");
        free(value.data);
    }
    Image_String value = {&old, 4};
    CHECK_EQ(get(source, "Make", &value), BAD);
    CHECK_EQ(get_with_null(source, "Make", &value), NULL_BAD);
    CHECK(value.data == &old && value.size == 4);
    value.size = 16u << 20;
    CHECK_EQ(get(source, "Make", &value), OK);
    CHECK_EQ(value.size, 16u << 20);
    free(value.data);
}

static void refusals(OH_ImageSourceNative *source)
{
    char old = 0;
    Image_String value = {&old, 0}, make = string_of("Make"), nothing = {NULL, 4}, empty = {(char *)"Make", 0};
    /* Absent, empty, unknown, typed only, another case, a longer key. */
    const char *names[] = {"Model", "Software", "Maker", "GifDelayTime", "XInOriginal", "make", "Make ", "DNGVersion",
        "GIFLoopCount", "HwMnoteWatermarkInfo", "HwMnoteFaceBeautyVersion", "BlackLevel"};
    for (size_t i = 0; i < COUNT(names); i++) {
        CHECK_EQ(get(source, names[i], &value), BAD);
        CHECK_EQ(get_with_null(source, names[i], &value), NULL_BAD);
    }
    OH_ImageSourceNative *gone = make_source("x", 1);
    CHECK_EQ(OH_ImageSourceNative_Release(gone), OK);
    struct {
        OH_ImageSourceNative *source;
        Image_String *key, *value;
    } rows[] = {
        {NULL, &make, &value}, {gone, &make, &value}, {source, NULL, &value}, {source, &nothing, &value},
        {source, &empty, &value}, {source, &make, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK_EQ(OH_ImageSourceNative_GetImageProperty(rows[i].source, rows[i].key, rows[i].value), BAD);
        CHECK_EQ(OH_ImageSourceNative_GetImagePropertyWithNull(rows[i].source, rows[i].key, rows[i].value), NULL_BAD);
        CHECK_EQ(OH_ImageSourceNative_ModifyImageProperty(rows[i].source, rows[i].key, rows[i].value), BAD);
    }
    CHECK(value.data == &old && value.size == 0);
}

static void sources_without(void)
{
    static const uint8_t gif[] = "GIF89a\1\0\1\0\0\0\0!\377\13NETSCAPE2.0\3\1\7\0\0"
                                 ",\0\0\0\0\1\0\1\0\200\0\0\0\0\0\377\377\377\2\2D\1\0;";
    static const uint8_t bmp[64] = "BM";
    OH_ImageSourceNative *source = make_source(gif, sizeof gif - 1);
    CHECK_STR(property(source, "Orientation"), "");
    /* What a maker note lacks reads the same without EXIF. */
    CHECK_STR(property(source, "HwMnoteAiEdit"), "default_exif_value");
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    source = make_source(bmp, sizeof bmp);
    Image_String value = {NULL, 0};
    CHECK_EQ(get(source, "Orientation", &value), BAD);
    CHECK_EQ(get(source, "GIFLoopCount", &value), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    source = make_source("no image at all", 15);
    CHECK_EQ(get(source, "Orientation", &value), BAD);
    CHECK_EQ(get_with_null(source, "Orientation", &value), NULL_BAD);
    CHECK_EQ(get(source, "HwMnoteAiEdit", &value), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK(value.data == NULL);
    /* Neither II nor MM. */
    File broken = jpeg_with((File){(uint8_t *)"XX*\0\10\0\0\0\0\0", 10});
    source = make_source(broken.data, broken.size);
    CHECK_EQ(get(source, "Orientation", &value), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(broken.data);
}

/* Eight fractions for a position and a letter without its NUL are read as they are. */
static void what_is_stored_counts(void)
{
    const uint32_t eight[] = {39, 1, 54, 1, 20, 1, 0, 1, 0, 1, 0, 1, 0, 1, 7, 1};
    uint8_t data[400] = "II*\0\10\0\0";
    size_t used = 8;
    exif_directory(data, &used, NULL, 0, 0x8825);
    exif_directory(data, &used, (const Entry[]){{1, F_ASCII, 1, "N"}, {2, F_RATIONAL, 8, eight}, {4, F_RATIONAL, 3, position}},
        3, 0);
    File jpeg = jpeg_with((File){data, used});
    OH_ImageSourceNative *source = make_source(jpeg.data, jpeg.size);
    CHECK_STR(property(source, "GPSLatitudeRef"), "N");
    CHECK_STR(property(source, "GPSLatitude"), "39, 54, 20,  0,  0,  0,  0,  7");
    CHECK_STR(property(source, "GPSLongitude"), "39, 54, 20");
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(jpeg.data);
}

int main(void)
{
    File block = exif_block(image, COUNT(image), photo, COUNT(photo)), jpeg = jpeg_with(block);
    OH_ImageSourceNative *source = make_source(jpeg.data, jpeg.size);
    values_are_read_as_text(source);
    sizes(source);
    refusals(source);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    sources_without();
    what_is_stored_counts();
    free(block.data);
    free(jpeg.data);
    return check_failures();
}
