/* The alpha of PixelMaps: one for all pixels, multiplied into the colours or not, alone. */
#include <math.h>

#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

enum { INVALID = 7600206, UNSUPPORTED = 7600201, UNSUPPORTED_FORMAT = 7600207 };
enum { OPAQUE = 1, PREMULTIPLIED = 2, UNPREMULTIPLIED = 3 };

static const int32_t formats[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};

/* A PixelMap that holds data as they are, not editable if they are NULL. */
static OH_PixelmapNative *make(uint32_t width, uint32_t height, int32_t format, int32_t alpha, const void *data)
{
    OH_Pixelmap_InitializationOptions *init = make_init(width, height, format, 4, alpha);
    OH_PixelmapNative *map = NULL;
    uint32_t bytes = 0;
    CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, data != NULL), OK);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
    if (data != NULL)
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, (uint8_t *)data, bytes), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    return map;
}

static void destroy(OH_PixelmapNative *map)
{
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* The first bytes of a map. */
static bool holds(OH_PixelmapNative *map, const void *expected, size_t count)
{
    uint8_t got[4096];
    size_t size = sizeof got;
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, got, &size), OK);
    return memcmp(got, expected, count) == 0;
}

static int32_t alpha_of(OH_PixelmapNative *map)
{
    OH_Pixelmap_ImageInfo *info = NULL;
    int32_t alpha = -1, mode = -2;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetAlphaType(info, &alpha), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetAlphaMode(info, &mode), OK);
    CHECK_EQ(mode, alpha);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    return alpha;
}

/* The published values, through both functions; the map need not be editable. */
static void opacity_values(void)
{
    static const struct {
        int32_t format, alpha;
        float value;
        uint8_t before[8], after[8];
    } rows[] = {
        {3, PREMULTIPLIED, 0.5f, {15, 10, 5, 128}, {15, 10, 5, 128}},
        {3, PREMULTIPLIED, 1.0f, {15, 10, 5, 128}, {30, 20, 10, 255}},
        {3, PREMULTIPLIED, 0.2f, {255, 255, 0, 255}, {51, 51, 0, 51}},
        {3, PREMULTIPLIED, 0.5f, {9, 9, 9, 0}, {0, 0, 0, 128}},
        {3, UNPREMULTIPLIED, 0.5f, {9, 8, 7, 0}, {9, 8, 7, 128}},
        {3, UNPREMULTIPLIED, 1.0f, {9, 8, 7, 6}, {9, 8, 7, 255}},
        {4, PREMULTIPLIED, 1.0f, {200, 10, 5, 100}, {255, 26, 13, 255}},
        {1, PREMULTIPLIED, 1.0f, {128, 15, 10, 5}, {255, 30, 20, 10}},
        {6, 0, 0.2f, {1, 0, 0, 0}, {51, 0, 0, 0}},
        {15, 0, 0.5f, {1}, {128}},
        {16, 0, 0.5f, {0x00, 0x3c}, {0x00, 0x38}},
        {7, UNPREMULTIPLIED, 0.5f, {1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 3, 4, 5, 6, 0x00, 0x38}},
        /* 1.0, 0.5, 0.25 of alpha 0.5 to alpha 1. */
        {7, PREMULTIPLIED, 1.0f, {0x00, 0x3c, 0x00, 0x38, 0x00, 0x34, 0x00, 0x38},
            {0x00, 0x40, 0x00, 0x3c, 0x00, 0x38, 0x00, 0x3c}},
        /* 100, 0, 1023 of alpha 1/3 to 1/2, which is stored as 2/3. */
        {10, PREMULTIPLIED, 0.5f, {0x64, 0x00, 0xf0, 0x7f}, {0x96, 0x00, 0xf0, 0xbf}},
        {10, UNPREMULTIPLIED, 1.0f, {0x64, 0x00, 0xf0, 0x7f}, {0x64, 0x00, 0xf0, 0xff}},
    };
    for (size_t i = 0; i < COUNT(rows) * 2; i++) {
        size_t row = i / 2;
        OH_PixelmapNative *map = make(1, 1, rows[row].format, rows[row].alpha, rows[row].before);
        int32_t type = alpha_of(map);
        if (i % 2)
            CHECK_EQ(OH_PixelmapNative_Opacity(map, rows[row].value), OK);
        else
            CHECK_EQ(OH_PixelmapNative_SetOpacity(map, rows[row].value), OK);
        uint32_t bytes = 0;
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        if (!check_report(holds(map, rows[row].after, bytes), __FILE__, __LINE__, "opacity"))
            fprintf(stderr, " of row %zu\n", row);
        CHECK_EQ(alpha_of(map), type);
        destroy(map);
    }
    OH_PixelmapNative *map = make(3, 2, 3, PREMULTIPLIED, NULL);
    CHECK_EQ(OH_PixelmapNative_SetOpacity(map, 1.0f), OK);
    CHECK(holds(map, (const uint8_t[]){0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255}, 12));
    destroy(map);
}

/* Locked comes first, then the alpha type, then the value; the older function says success to the latter two. */
static void opacity_errors(void)
{
    const float bad[] = {0, -0.0f, -0.5f, 1.0000001f, 2, NAN, INFINITY, -INFINITY};
    uint8_t data[256];
    fill_noise(data, sizeof data, 4);
    for (size_t f = 0; f < COUNT(formats); f++) {
        for (int32_t alpha = 0; alpha < 4; alpha++) {
            OH_PixelmapNative *map = make(5, 3, formats[f], alpha, data);
            int32_t type = alpha_of(map);
            uint32_t bytes = 0;
            void *address = NULL;
            CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
            for (size_t k = 0; k < COUNT(bad); k++) {
                CHECK_EQ(OH_PixelmapNative_SetOpacity(map, bad[k]), type == OPAQUE ? UNSUPPORTED_FORMAT : INVALID);
                CHECK_EQ(OH_PixelmapNative_Opacity(map, bad[k]), OK);
            }
            if (type == OPAQUE) {
                CHECK_EQ(OH_PixelmapNative_SetOpacity(map, 0.5f), UNSUPPORTED_FORMAT);
                CHECK_EQ(OH_PixelmapNative_Opacity(map, 0.5f), OK);
            }
            CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
            CHECK_EQ(OH_PixelmapNative_SetOpacity(map, 0.5f), UNSUPPORTED);
            CHECK_EQ(OH_PixelmapNative_SetOpacity(map, NAN), UNSUPPORTED);
            CHECK_EQ(OH_PixelmapNative_Opacity(map, 0.5f), BAD);
            CHECK(holds(map, data, bytes));
            CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
            if (type != OPAQUE) {
                CHECK_EQ(OH_PixelmapNative_SetOpacity(map, 0.5f), OK);
                CHECK(!holds(map, data, bytes));
            }
            destroy(map);
        }
    }
}

/* Both directions between maps of every format and alpha type. */
static void conversions(void)
{
    for (size_t i = 0; i < COUNT(formats) * 4 * 4 * 2; i++) {
        int32_t format = formats[i / 32], from = (int32_t)(i / 8 % 4), to = (int32_t)(i / 2 % 4);
        bool premultiply = i % 2;
        uint8_t data[256];
        uint32_t bytes = 0;
        fill_noise(data, sizeof data, (uint32_t)i);
        OH_PixelmapNative *source = make(5, 3, format, from, data);
        int32_t type = alpha_of(source), target = premultiply ? PREMULTIPLIED : UNPREMULTIPLIED;
        bool alpha_only = format == 6 || format == 15 || format == 16;
        int code = type != (premultiply ? UNPREMULTIPLIED : PREMULTIPLIED) ? INVALID
            : format == 7                                                    ? UNSUPPORTED_FORMAT
                                                                             : OK;
        CHECK_EQ(OH_PixelmapNative_GetByteCount(source, &bytes), OK);
        for (int older = 0; older < 2; older++) {
            uint8_t untouched[256];
            memset(untouched, 0x33, sizeof untouched);
            OH_PixelmapNative *dst = make(5, 3, format, to, untouched);
            int32_t before = alpha_of(dst);
            int got = older ? OH_PixelmapNative_ConvertAlphaFormat(source, dst, premultiply)
                            : OH_PixelmapNative_ConvertAlphaType(source, dst, premultiply);
            if (!check_report(got == (older ? OK : code), __FILE__, __LINE__, "conversion"))
                fprintf(stderr, " of format %d, %d to %d: got %d\n", (int)format, (int)from, (int)to, got);
            CHECK_EQ(alpha_of(dst), code != OK ? before : alpha_only ? PREMULTIPLIED : target);
            if (code != OK)
                CHECK(holds(dst, untouched, bytes));
            else
                CHECK(!holds(dst, untouched, bytes));
            CHECK(holds(source, data, bytes));
            CHECK_EQ(alpha_of(source), type);
            /* A locked destination refuses; the newer function finds what does not fit first. */
            void *address = NULL;
            CHECK_EQ(OH_PixelmapNative_AccessPixels(dst, &address), OK);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(source, dst, premultiply), code == OK ? UNSUPPORTED : code);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, dst, premultiply), BAD);
            destroy(dst);
        }
        destroy(source);
    }
}

/* Every colour with every alpha, against double precision; one map as source and destination. */
static void conversion_values(void)
{
    uint8_t *data = allocate(65536 * 4), *got = allocate(65536 * 4);
    for (unsigned i = 0; i < 65536; i++) {
        const uint8_t pixel[4] = {(uint8_t)i, (uint8_t)(255 - i), 0, (uint8_t)(i >> 8)};
        memcpy(data + 4 * i, pixel, 4);
    }
    for (int32_t format = 3; format < 5; format++) {
        for (int premultiply = 0; premultiply < 2; premultiply++) {
            OH_PixelmapNative *map =
                make(256, 256, format, premultiply ? UNPREMULTIPLIED : PREMULTIPLIED, data);
            size_t size = 65536 * 4;
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, map, premultiply), OK);
            CHECK_EQ(alpha_of(map), premultiply ? PREMULTIPLIED : UNPREMULTIPLIED);
            CHECK_EQ(OH_PixelmapNative_ReadPixels(map, got, &size), OK);
            long wrong = 0;
            for (unsigned i = 0; i < 65536; i++) {
                double alpha = i >> 8;
                for (unsigned c = 0; c < 3; c++) {
                    double colour = data[4 * i + c];
                    double exact = premultiply ? round(colour * alpha / 255)
                        : alpha == 0             ? 0
                                                 : fmin(255, floor(colour * 255 / alpha + 0.5));
                    wrong += got[4 * i + c] != exact;
                }
                wrong += got[4 * i + 3] != i >> 8;
            }
            CHECK_EQ(wrong, 0);
            /* Once more: it is of the other type now. */
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, map, premultiply), INVALID);
            destroy(map);
        }
    }
    free(data);
    free(got);
}

/* What does not fit: sizes, then strides, then formats. */
static void misfits(void)
{
    OH_PixelmapNative *source = make(4, 4, 3, PREMULTIPLIED, NULL);
    static const struct {
        uint32_t width, height;
        int32_t format;
        int code;
    } rows[] = {
        {4, 4, 3, OK}, {5, 4, 3, INVALID}, {4, 5, 3, INVALID}, {4, 3, 3, INVALID}, {4, 4, 2, INVALID}, {4, 4, 7, INVALID},
        {4, 4, 4, UNSUPPORTED_FORMAT}, {4, 4, 1, UNSUPPORTED_FORMAT}, {4, 4, 10, UNSUPPORTED_FORMAT},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_PixelmapNative *dst = make(rows[i].width, rows[i].height, rows[i].format, PREMULTIPLIED, NULL);
        int32_t before = alpha_of(dst);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, dst, true), OK);
        CHECK_EQ(alpha_of(dst), before);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(source, dst, true), INVALID);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(source, dst, false), rows[i].code);
        CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, dst, false), OK);
        CHECK_EQ(alpha_of(dst), rows[i].code == OK ? UNPREMULTIPLIED : before);
        destroy(dst);
    }
    destroy(source);
}

static void alpha_channels(void)
{
    uint8_t data[256];
    fill_noise(data, sizeof data, 6);
    /* Halves from 0 to 1. */
    for (int i = 1; i < 256; i += 2)
        data[i] = data[i] % 0x3c;
    for (size_t f = 0; f < COUNT(formats); f++) {
        for (int32_t alpha = 1; alpha < 4; alpha++) {
            int32_t format = formats[f], got_format = 0;
            OH_PixelmapNative *map = make(5, 3, format, alpha, data), *out = map;
            bool yuv = format == 8 || format == 9 || format == 11 || format == 12, opaque = alpha_of(map) == OPAQUE;
            CHECK_EQ(OH_PixelmapNative_CreateAlphaPixelmap(map, &out), yuv ? BAD : OK);
            CHECK_EQ(OH_PixelmapNative_CreateAlphaPixelmap(map, NULL), BAD);
            if (yuv) {
                CHECK(out == map);
                destroy(map);
                continue;
            }
            OH_Pixelmap_ImageInfo *info = NULL;
            CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
            CHECK_EQ(OH_PixelmapNative_GetImageInfo(out, info), OK);
            CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &got_format), OK);
            CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
            CHECK_EQ(got_format, format == 16 ? 16 : 6);
            CHECK_EQ(alpha_of(out), PREMULTIPLIED);
            uint8_t got[64];
            size_t size = sizeof got;
            CHECK_EQ(OH_PixelmapNative_ReadPixels(out, got, &size), OK);
            for (unsigned i = 0; i < 15; i++) {
                unsigned x = i % 5, y = i / 5, half = 0;
                const uint8_t *pixel = NULL;
                unsigned expected = 255;
                switch (format) {
                case 1: expected = data[4 * i]; break;
                case 3:
                case 4: expected = data[4 * i + 3]; break;
                case 6: expected = data[8 * y + x]; break;
                case 10: expected = (data[4 * i + 3] >> 6) * 85u; break;
                case 15: expected = data[i]; break;
                case 7:
                    pixel = data + 8 * i + 6;
                    half = pixel[0] | (unsigned)pixel[1] << 8;
                    expected = (unsigned)floor(255 * (half >> 10 ? ldexp(1024 + (half & 1023), (int)(half >> 10) - 25)
                                                                 : ldexp(half, -24)) + 0.5);
                    break;
                default: break;
                }
                if (format == 16)
                    CHECK(got[2 * i] == data[2 * i] && got[2 * i + 1] == data[2 * i + 1]);
                else
                    CHECK_EQ(got[8 * y + x], opaque ? 255 : expected);
            }
            /* Not editable, and a PixelMap of its own. */
            CHECK_EQ(OH_PixelmapNative_WritePixels(out, data, sizeof data), UNSUPPORTED);
            destroy(map);
            CHECK_EQ(OH_PixelmapNative_ReadPixels(out, got, &size), OK);
            destroy(out);
        }
    }
}

/* A decoded map is not editable, and its opacity is set all the same; two of an opaque file have nothing to convert. */
static void decoded(void)
{
    static const uint8_t translucent[8] = {100, 50, 0, 100, 0, 0, 0, 0};
    static const char *const names[] = {"seeding.jpg", "text.png", NULL};
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t length = 0;
        OH_PixelmapNative *made = make(2, 1, 3, PREMULTIPLIED, translucent);
        uint8_t *file = names[i] ? read_image(names[i], &length) : pack(made, "image/png", 0, &length);
        destroy(made);
        OH_ImageSourceNative *source = make_source(file, length);
        OH_DecodingOptions *options = NULL;
        OH_PixelmapNative *maps[2] = {NULL, NULL};
        CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
        for (int k = 0; k < 2; k++)
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &maps[k]), OK);
        const float rates[] = {0.0f, 1.0f, 0.1f, 0.9f};
        for (size_t k = 0; k < COUNT(rates); k++)
            CHECK_EQ(OH_PixelmapNative_Opacity(maps[0], rates[k]), OK);
        if (names[i] == NULL) {
            CHECK(holds(maps[1], translucent, 8));
            CHECK(holds(maps[0], (const uint8_t[]){230, 115, 0, 230, 0, 0, 0, 230}, 8));
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(maps[0], maps[1], false), OK);
            CHECK(holds(maps[1], (const uint8_t[]){255, 128, 0, 230, 0, 0, 0, 230}, 8));
        } else {
            CHECK_EQ(alpha_of(maps[0]), OPAQUE);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(maps[0], maps[1], true), OK);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(maps[0], maps[1], false), OK);
            CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(maps[0], maps[1], false), INVALID);
            CHECK_EQ(alpha_of(maps[1]), OPAQUE);
        }
        destroy(maps[0]);
        destroy(maps[1]);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        free(file);
    }
}

int main(void)
{
    opacity_values();
    opacity_errors();
    conversions();
    conversion_values();
    misfits();
    alpha_channels();
    decoded();
    return check_failures();
}
