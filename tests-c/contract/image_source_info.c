/* The object that describes a source, and the list of what can be decoded. */
#include <limits.h>

#include "support.h"

/* The smallest files of the formats that the library does not write. */
static const uint8_t gif[] = {'G', 'I', 'F', '8', '9', 'a', 3, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0,
    0, 3, 0, 2, 0, 0, 2, 3, 0x84, 0x8f, 0x05, 0, 0x3b};
static const uint8_t bmp[] = {'B', 'M', 78, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0,
    24, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0,
    11, 12, 13, 14, 15, 16, 17, 18, 19, 0, 0, 0};

static void expect_info(OH_ImageSource_Info *info, uint32_t width, uint32_t height, const char *mime)
{
    uint32_t got_width = 99, got_height = 99;
    bool hdr = true;
    Image_MimeType type = {"x", 99};
    CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &got_width), OK);
    CHECK_EQ(OH_ImageSourceInfo_GetHeight(info, &got_height), OK);
    CHECK_EQ(OH_ImageSourceInfo_GetDynamicRange(info, &hdr), OK);
    CHECK_EQ(OH_ImageSourceInfo_GetMimeType(info, &type), OK);
    CHECK_EQ(got_width, width);
    CHECK_EQ(got_height, height);
    CHECK(!hdr);
    CHECK_EQ(type.size, mime ? strlen(mime) : 0);
    if (mime == NULL)
        CHECK(type.data == NULL);
    else if (type.data != NULL)
        CHECK_STR(type.data, mime);
}

static void info_object(void)
{
    OH_ImageSource_Info *info = NULL;
    static const int32_t bad_indices[] = {-1, 1, 1000, INT_MAX, INT_MIN};
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
    expect_info(info, 0, 0, NULL);
    OH_PixelmapNative *map = make_noise(40, 30, 1), *odd = make_noise(19, 23, 4);
    size_t png_length, jpeg_length, webp_length;
    uint8_t *png = pack(map, "image/png", 0, &png_length), *jpeg = pack(map, "image/jpeg", 90, &jpeg_length);
    uint8_t *webp = pack(odd, "image/webp", 50, &webp_length);
    const struct {
        const void *data;
        size_t length;
        uint32_t width, height;
        const char *mime;
    } rows[] = {
        {png, png_length, 40, 30, "image/png"}, {webp, webp_length, 19, 23, "image/webp"},
        {gif, sizeof gif, 3, 2, "image/gif"},   {jpeg, jpeg_length, 40, 30, "image/jpeg"},
        {bmp, sizeof bmp, 3, 2, "image/bmp"},   {jpeg, jpeg_length, 40, 30, "image/jpeg"},
    };
    OH_ImageSourceNative *text = make_source("0123456789abcdef0123456789abcdef", 32);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(text, 0, info), BAD);
    expect_info(info, 0, 0, NULL);
    /* One object, filled anew by each source, kept by each failure. */
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = make_source(rows[i].data, rows[i].length);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, info), OK);
        expect_info(info, rows[i].width, rows[i].height, rows[i].mime);
        for (size_t k = 0; k < COUNT(bad_indices); k++)
            CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, bad_indices[k], info), BAD);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(text, 0, info), BAD);
        OH_PixelmapNative *decoded = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &decoded), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&decoded), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        expect_info(info, rows[i].width, rows[i].height, rows[i].mime);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(text), OK);
    CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);

    /* What is listed is ordered and covers what was just decoded. */
    Image_MimeType *formats = NULL, *again = NULL;
    size_t count = 0, count_again = 0, found = 0;
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&formats, &count), OK);
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&again, &count_again), OK);
    CHECK(formats == again && count == count_again);
    for (size_t i = 0; i < count; i++) {
        CHECK(formats[i].size > 6 && strlen(formats[i].data) == formats[i].size);
        CHECK(i == 0 || strcmp(formats[i - 1].data, formats[i].data) < 0);
        for (size_t k = 0; k < 5; k++)
            found += strcmp(formats[i].data, rows[k].mime) == 0;
    }
    CHECK_EQ(found, 5);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&odd), OK);
    free(png);
    free(jpeg);
    free(webp);
}

int main(void)
{
    info_object();
    return check_failures();
}
