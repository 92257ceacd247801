/* Decoding to PixelMaps: what comes out, which code names which failure, and sources that survive it. */
#include <limits.h>

#include "support.h"

enum { WIDTH = 40, HEIGHT = 30, PLAIN_FAILURE = 7600201, BAD_OPTIONS = 7700203 };

static uint8_t *png, *jpeg, *webp;
static size_t png_length, jpeg_length, webp_length;
static OH_DecodingOptions *defaults;

static OH_DecodingOptions *make(void)
{
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    return options;
}

/* Both decode calls, with every allocator; on failure the plain one leaves its output, the other one writes NULL. */
static void expect(const char *what, OH_ImageSourceNative *source, OH_DecodingOptions *options, int plain, int fine)
{
    OH_PixelmapNative *const before = (OH_PixelmapNative *)(uintptr_t)0x77, *map = before;
    for (int allocator = -1; allocator < 5; allocator++) {
        map = before;
        int expected = allocator < 0 ? plain : fine;
        int code = allocator < 0
            ? OH_ImageSourceNative_CreatePixelmap(source, options, &map)
            : OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, (IMAGE_ALLOCATOR_TYPE)allocator, &map);
        if (!check_report(code == expected, __FILE__, __LINE__, what))
            fprintf(stderr, ": allocator %d: got %d, expected %d\n", allocator, code, expected);
        if (code == OK)
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        else if (!check_report(map == (allocator < 0 ? before : NULL), __FILE__, __LINE__, what))
            fprintf(stderr, ": allocator %d: the output is %p\n", allocator, (void *)map);
    }
}

/* A copy of the PNG with bytes of a chunk overwritten; its check sum is not put right. Free it. */
static uint8_t *damage(const char *chunk, size_t offset, size_t count, uint8_t value)
{
    size_t length = 0;
    uint8_t *copy = allocate(png_length);
    memcpy(copy, png, png_length);
    size_t at = find_chunk(png, png_length, chunk, &length) + offset;
    memset(copy + at, value, count < length ? count : length);
    return copy;
}

static uint32_t crc_of(const uint8_t *data, size_t length)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < length; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

/* The same for IHDR with a check sum that is right. */
static uint8_t *with_header(size_t offset, uint32_t value)
{
    uint8_t *copy = allocate(png_length);
    memcpy(copy, png, png_length);
    for (int i = 0; i < 4; i++)
        copy[16 + offset + (size_t)i] = (uint8_t)(value >> (24 - 8 * i));
    uint32_t crc = crc_of(copy + 12, 17);
    for (int i = 0; i < 4; i++)
        copy[29 + i] = (uint8_t)(crc >> (24 - 8 * i));
    return copy;
}

static void failures(void)
{
    uint8_t *idat = damage("IDAT", 0, SIZE_MAX, 0x55), *wide = with_header(0, 60000), *none = with_header(0, 0);
    wide[20] = 0, wide[21] = 0, wide[22] = 0xea, wide[23] = 0x60;
    uint32_t crc = crc_of(wide + 12, 17);
    for (int i = 0; i < 4; i++)
        wide[29 + i] = (uint8_t)(crc >> (24 - 8 * i));
    const struct {
        const char *what;
        const void *data;
        size_t length;
        int fine;
    } rows[] = {
        {"text", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64, 7700102},
        {"one byte", "x", 1, 7700101},
        {"PNG, 4 bytes", png, 4, 7700101},
        {"PNG, signature only", png, 8, 7700101},
        {"PNG, cut in its header", png, 20, 7700101},
        {"JPEG, 2 bytes", jpeg, 2, 7700101},
        {"JPEG, cut in its header", jpeg, 20, 7700101},
        {"WebP, cut in its header", webp, 14, 7700101},
        {"PNG, width 0", none, png_length, 7700102},
        {"PNG, damaged IDAT", idat, png_length, 7700301},
        {"PNG, 60000x60000", wide, png_length, 7700103},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = make_source(rows[i].data, rows[i].length);
        expect(rows[i].what, source, defaults, PLAIN_FAILURE, rows[i].fine);
        /* NULL stands for the defaults in the plain call alone. */
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), PLAIN_FAILURE);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, NULL, 0, &map), BAD);
        CHECK(map == NULL);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
    free(idat);
    free(wide);
    free(none);
}

/* Pixels of a source as RGBA_8888, premultiplied; free them. NULL if it does not decode. */
static uint8_t *pixels_of(const void *data, size_t length, uint32_t height)
{
    OH_ImageSourceNative *source = make_source(data, length);
    OH_PixelmapNative *map = NULL;
    size_t size = (size_t)WIDTH * height * 4;
    uint8_t *pixels = NULL;
    if (OH_ImageSourceNative_CreatePixelmap(source, NULL, &map) == OK) {
        pixels = allocate(size);
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels, &size), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    return pixels;
}

/* A body that breaks off: a success, with the rows that are there and one colour below. */
static void truncated(void)
{
    enum { TALL = 160, ROW = WIDTH * 4 };
    static const struct {
        const char *type;
        uint32_t quality;
    } rows[] = {{"image/png", 0}, {"image/jpeg", 90}, {"image/webp", 90}, {"image/webp", 100}};
    OH_PixelmapNative *map = make_noise(WIDTH, TALL, 2);
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t length = 0;
        uint8_t *file = pack(map, rows[i].type, rows[i].quality, &length);
        OH_ImageSourceNative *source = make_source(file, length / 2);
        expect(rows[i].type, source, defaults, OK, OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        uint8_t *whole = pixels_of(file, length, TALL), *part = pixels_of(file, length / 2, TALL);
        CHECK(whole != NULL);
        if (part != NULL && whole != NULL) {
            int same = 0;
            while (same < TALL && memcmp(part + same * ROW, whole + same * ROW, ROW) == 0)
                same++;
            const uint8_t *last = part + (TALL - 1) * ROW;
            bool blank = memcmp(last, last + 4, ROW - 4) == 0;
            if (!check_report(same >= 32 && same < TALL && blank, __FILE__, __LINE__, rows[i].type))
                fprintf(stderr, ": %d rows are the same, the last one is %sblank\n", same, blank ? "" : "not ");
        }
        free(part);
        /* Without its last bytes, IEND or EOI, an image is whole. */
        if (i < 2) {
            part = pixels_of(file, length - (i ? 2 : 12), TALL);
            CHECK(part != NULL && whole != NULL && memcmp(whole, part, TALL * ROW) == 0);
            free(part);
        }
        free(whole);
        free(file);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Options that are refused, options that have no effect, and a source that works after each. */
static void options(void)
{
    OH_ImageSourceNative *source = make_source(png, png_length);
    static const uint32_t indices[] = {1, 1000, INT_MAX, UINT32_MAX};
    for (size_t i = 0; i < COUNT(indices); i++) {
        OH_DecodingOptions *options = make();
        CHECK_EQ(OH_DecodingOptions_SetIndex(options, indices[i]), OK);
        expect("index", source, options, PLAIN_FAILURE, 7700301);
        expect("after a wrong index", source, defaults, OK, OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    static const Image_Size too_large[] = {{0x80000000u, 10}, {10, 0x80000000u}, {UINT32_MAX, UINT32_MAX}};
    for (size_t i = 0; i < COUNT(too_large); i++) {
        OH_DecodingOptions *options = make();
        Image_Size size = too_large[i];
        CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
        expect("desired size over 2^31", source, options, BAD_OPTIONS, BAD);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    static const struct {
        int32_t strategy;
        Image_Region region;
        int code;
    } regions[] = {
        {0, {5, 5, 10, 10}, OK},
        {0, {0, 0, 4000, 4000}, OK},
        {3, {5, 5, 10, 10}, OK},
        {1, {0, 0, 0, 0}, BAD_OPTIONS},
        {2, {0, 0, 0, 0}, BAD_OPTIONS},
        {2, {0, 0, 10, 0}, BAD_OPTIONS},
        {2, {20, 15, WIDTH, 5}, BAD_OPTIONS},
        {2, {WIDTH, HEIGHT, 5, 5}, BAD_OPTIONS},
        {1, {1, 0, WIDTH, HEIGHT}, BAD_OPTIONS},
        {2, {UINT32_MAX, 0, 2, 1}, BAD_OPTIONS},
    };
    for (size_t i = 0; i < COUNT(regions); i++) {
        OH_DecodingOptions *options = make();
        Image_Region region = regions[i].region;
        CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(options, &region), OK);
        if (regions[i].strategy)
            CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, regions[i].strategy),
                regions[i].strategy == 3 ? BAD : OK);
        expect("region", source, options, regions[i].code, regions[i].code);
        expect("after a region", source, defaults, OK, OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    /* One side 0, no crop, whole turns, any dynamic range: the whole image. */
    OH_DecodingOptions *options = make();
    Image_Size half = {10, 0};
    Image_Region empty = {3, 3, 0, 5};
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &half), OK);
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &empty), OK);
    for (int32_t range = -1; range < 5; range++) {
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, 360.0f * (float)range), OK);
        CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, range), OK);
        expect("options without effect", source, options, OK, OK);
    }
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* The wanted format, what a map says it is, and whether it lives on without its source. */
static void formats(void)
{
    static const struct {
        int32_t wanted, got;
        uint32_t bytes;
    } rows[] = {{0, 3, 4800}, {2, 2, 2400}, {3, 3, 4800}, {4, 4, 4800}, {5, 5, 3600}, {6, 6, 1200}, {8, 8, 1800},
        {9, 9, 1800}, {1, 3, 4800}, {10, 3, 4800}, {11, 3, 4800}, {12, 3, 4800}, {15, 3, 4800}, {16, 3, 4800},
        {17, 3, 4800}, {-1, 3, 4800}, {INT_MAX, 3, 4800}, {7, 7, 9600}};
    const struct {
        const uint8_t *data;
        size_t length;
    } files[] = {{png, png_length}, {jpeg, jpeg_length}, {webp, webp_length}};
    for (size_t i = 0; i < COUNT(rows) * COUNT(files); i++) {
        size_t row = i % COUNT(rows), size = 1 << 16;
        static uint8_t pixels[1 << 16];
        OH_ImageSourceNative *source = make_source(files[i / COUNT(rows)].data, files[i / COUNT(rows)].length);
        OH_DecodingOptions *options = make();
        OH_Pixelmap_ImageInfo *info = NULL;
        OH_PixelmapNative *map = NULL;
        int32_t format = 99, alpha = 99;
        uint32_t bytes = 0, width = 0, height = 0, id = 0;
        CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, rows[row].wanted), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
        CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &width), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &height), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &format), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetAlphaMode(info, &alpha), OK);
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &id), OK);
        CHECK_EQ(width, WIDTH);
        CHECK_EQ(height, HEIGHT);
        CHECK(id != 0);
        CHECK_EQ(format, rows[row].got);
        CHECK_EQ(bytes, rows[row].bytes);
        CHECK_EQ(alpha, format == 6 ? PIXELMAP_ALPHA_TYPE_PREMULTIPLIED : PIXELMAP_ALPHA_TYPE_OPAQUE);
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels, &size), OK);
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, pixels, size), PLAIN_FAILURE);
        CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
}

/* Alpha: a PNG of unpremultiplied pixels comes back premultiplied. */
static void alpha(void)
{
    static const uint8_t data[16] = {200, 100, 50, 128, 255, 1, 2, 1, 9, 8, 7, 0, 1, 2, 3, 255};
    static const uint8_t expected[16] = {100, 50, 25, 128, 1, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 255};
    OH_Pixelmap_InitializationOptions *init = make_init(2, 2, 3, 3, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED);
    OH_PixelmapNative *map = NULL, *decoded = NULL;
    static const char *const types[] = {"image/png", "image/webp"};
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap((uint8_t *)data, 16, init, &map), OK);
    for (size_t i = 0; i < COUNT(types); i++) {
        size_t length = 0, size = 16;
        uint8_t *file = pack(map, types[i], 100, &length), got[16];
        OH_ImageSourceNative *source = make_source(file, length);
        OH_Pixelmap_ImageInfo *info = NULL;
        int32_t mode = 0;
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, defaults, &decoded), OK);
        CHECK_EQ(OH_PixelmapNative_ReadPixels(decoded, got, &size), OK);
        CHECK(memcmp(got, expected, 16) == 0);
        CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
        CHECK_EQ(OH_PixelmapNative_GetImageInfo(decoded, info), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetAlphaMode(info, &mode), OK);
        CHECK_EQ(mode, PIXELMAP_ALPHA_TYPE_PREMULTIPLIED);
        CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&decoded), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        free(file);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

int main(void)
{
    OH_PixelmapNative *map = make_noise(WIDTH, HEIGHT, 1);
    png = pack(map, "image/png", 0, &png_length);
    jpeg = pack(map, "image/jpeg", 90, &jpeg_length);
    webp = pack(map, "image/webp", 90, &webp_length);
    defaults = make();
    failures();
    truncated();
    options();
    formats();
    alpha();
    CHECK_EQ(OH_DecodingOptions_Release(defaults), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    free(png);
    free(jpeg);
    free(webp);
    return check_failures();
}
