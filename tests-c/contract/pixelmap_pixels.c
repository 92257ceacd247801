/* Pixels of a PixelMap: exact values, source strides, data that are too short, reading and writing. */
#include <math.h>

#include "support.h"

enum { NOT_EDITABLE = 7600201, OPAQUE = 1, PREMULTIPLIED = 2, UNPREMULTIPLIED = 3 };

/* Makes a map and reads it into out; gives the code of making it. */
static int convert(const void *data, size_t length, OH_Pixelmap_InitializationOptions *init, void *out, size_t capacity)
{
    OH_PixelmapNative *map = NULL;
    int32_t format = 0;
    CHECK_EQ(OH_PixelmapInitializationOptions_GetPixelFormat(init, &format), OK);
    /* A copy of exactly that length: reading further is seen by an address checker. */
    uint8_t *copy = allocate(length);
    memcpy(copy, data, length);
    int code = format == PIXEL_FORMAT_RGBA_1010102
        ? OH_PixelmapNative_CreatePixelmapUsingAllocator(copy, length, init, IMAGE_ALLOCATOR_MODE_AUTO, &map)
        : OH_PixelmapNative_CreatePixelmap(copy, length, init, &map);
    memset(copy, 0xaa, length);
    free(copy);
    if (code == OK) {
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, out, &capacity), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    return code;
}

/* The values of the specification. */
static void known_values(void)
{
    static const struct {
        int32_t source, destination, alpha;
        uint8_t data[8], pixel[8];
        size_t bytes;
    } rows[] = {
        {4, 3, 0, {10, 20, 30, 128}, {15, 10, 5, 128}, 4},
        {4, 0, 0, {10, 20, 30, 128}, {15, 10, 5, 128}, 4},
        {4, 3, UNPREMULTIPLIED, {10, 20, 30, 128}, {30, 20, 10, 128}, 4},
        {4, 3, OPAQUE, {10, 20, 30, 128}, {30, 20, 10, 128}, 4},
        {3, 3, OPAQUE, {10, 20, 30, 128}, {10, 20, 30, 128}, 4},
        {3, 3, PREMULTIPLIED, {200, 100, 255, 128}, {100, 50, 128, 128}, 4},
        {3, 3, PREMULTIPLIED, {255, 1, 128, 1}, {1, 0, 1, 1}, 4},
        {3, 3, PREMULTIPLIED, {255, 1, 128, 0}, {0, 0, 0, 0}, 4},
        {4, 2, 0, {0, 0, 255, 255}, {0x00, 0xf8}, 2},
        {4, 2, 0, {255, 0, 0, 0}, {0x1f, 0x00}, 2},
        {2, 3, 0, {0x00, 0xf8}, {255, 0, 0, 255}, 4},
        {2, 3, UNPREMULTIPLIED, {0xe0, 0x07}, {0, 255, 0, 255}, 4},
        {4, 10, 0, {255, 255, 255, 255}, {255, 255, 255, 255}, 4},
        {10, 3, UNPREMULTIPLIED, {0xff, 0x03, 0x00, 0x40}, {255, 0, 0, 85}, 4},
        {3, 7, UNPREMULTIPLIED, {255, 0, 255, 255}, {0, 0x3c, 0, 0, 0, 0x3c, 0, 0x3c}, 8},
        {1, 3, UNPREMULTIPLIED, {128, 1, 2, 3}, {1, 2, 3, 128}, 4},
        {3, 1, UNPREMULTIPLIED, {1, 2, 3, 128}, {128, 1, 2, 3}, 4},
        {5, 3, 0, {1, 2, 3}, {1, 2, 3, 255}, 4},
        {3, 5, 0, {1, 2, 3, 9}, {1, 2, 3}, 3},
        {15, 3, 0, {77}, {0, 0, 0, 77}, 4},
        {15, 5, 0, {77}, {0, 0, 0}, 3},
        {15, 16, 0, {255}, {0x00, 0x3c}, 2},
        {16, 15, 0, {0x00, 0x38}, {128}, 1},
        {3, 15, 0, {1, 2, 3, 9}, {9}, 1},
        {2, 15, 0, {1, 2}, {255}, 1},
        {7, 3, UNPREMULTIPLIED, {0x00, 0x40, 0x00, 0xbc, 0x00, 0x38, 0x00, 0x3c}, {255, 0, 128, 255}, 4},
        /* The same format is a copy, halves over 1 included. */
        {7, 7, UNPREMULTIPLIED, {0x00, 0x40, 0x00, 0xbc, 1, 2, 0xff, 0x7b}, {0x00, 0x40, 0x00, 0xbc, 1, 2, 0xff, 0x7b}, 8},
        {10, 10, OPAQUE, {1, 2, 3, 4}, {1, 2, 3, 4}, 4},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t got[16] = {0};
        CHECK_EQ(convert(rows[i].data, 8, make_init(1, 1, rows[i].destination, rows[i].source, rows[i].alpha), got,
            sizeof got), OK);
        if (!check_report(memcmp(got, rows[i].pixel, rows[i].bytes) == 0, __FILE__, __LINE__, "known value"))
            fprintf(stderr, ": row %d: got %d %d %d %d %d %d %d %d\n", (int)i, got[0], got[1], got[2], got[3], got[4],
                got[5], got[6], got[7]);
    }
}

/* Every colour with every alpha, every 5, 6 and 10 bits, every half. */
static void all_values(void)
{
    uint8_t *data = allocate(65536 * 8), *out = allocate(65536 * 4);
    long wrong = 0;
    for (unsigned i = 0; i < 65536; i++) {
        const uint8_t pixel[4] = {(uint8_t)i, (uint8_t)(255 - i), 0, (uint8_t)(i >> 8)};
        memcpy(data + 4 * i, pixel, 4);
    }
    CHECK_EQ(convert(data, 65536 * 4, make_init(256, 256, 3, 3, PREMULTIPLIED), out, 65536 * 4), OK);
    for (unsigned i = 0; i < 65536; i++) {
        unsigned alpha = i >> 8, colour = i & 255;
        wrong += out[4 * i] != (uint8_t)floor(colour * alpha / 255.0 + 0.5);
        wrong += out[4 * i + 1] != (uint8_t)floor((255 - colour) * alpha / 255.0 + 0.5);
        wrong += out[4 * i + 2] != 0 || out[4 * i + 3] != alpha;
    }
    CHECK_EQ(wrong, 0);

    for (unsigned i = 0; i < 65536; i++) {
        data[2 * i] = (uint8_t)i;
        data[2 * i + 1] = (uint8_t)(i >> 8);
    }
    CHECK_EQ(convert(data, 65536 * 2, make_init(256, 256, 3, 2, 0), out, 65536 * 4), OK);
    for (unsigned i = 0; i < 65536; i++) {
        unsigned r = i >> 11, g = i >> 5 & 63, b = i & 31;
        wrong += out[4 * i] != (r << 3 | r >> 2) || out[4 * i + 1] != (g << 2 | g >> 4) ||
            out[4 * i + 2] != (b << 3 | b >> 2) || out[4 * i + 3] != 255;
    }
    CHECK_EQ(wrong, 0);

    /* As halves: the same numbers in the alpha of ALPHA_F16. NaN is left out, the rest is clamped to 0..1. */
    CHECK_EQ(convert(data, 65536 * 2, make_init(256, 256, 15, 16, 0), out, 65536 * 4), OK);
    for (unsigned i = 0; i < 65536; i++) {
        int exponent = i >> 10 & 31, mantissa = i & 1023;
        double value = exponent ? ldexp(1024 + mantissa, exponent - 25) : ldexp(mantissa, -24);
        value = i >> 15 ? 0 : value > 1 ? 1 : value;
        if (exponent < 31 || mantissa == 0)
            wrong += out[i] != (uint8_t)floor(255 * value + 0.5);
    }
    CHECK_EQ(wrong, 0);

    for (uint32_t i = 0; i < 4096; i++) {
        uint32_t word = (i & 1023) | (1023 - (i & 1023)) << 10 | (i * 7 & 1023) << 20 | i >> 10 << 30;
        for (int b = 0; b < 4; b++)
            data[4 * i + (uint32_t)b] = (uint8_t)(word >> 8 * b);
    }
    CHECK_EQ(convert(data, 4096 * 4, make_init(64, 64, 3, 10, UNPREMULTIPLIED), out, 4096 * 4), OK);
    for (uint32_t i = 0; i < 4096; i++) {
        wrong += out[4 * i] != (uint8_t)round((i & 1023) * 255 / 1023.0);
        wrong += out[4 * i + 1] != (uint8_t)round((1023 - (i & 1023)) * 255 / 1023.0);
        wrong += out[4 * i + 2] != (uint8_t)round((i * 7 & 1023) * 255 / 1023.0) || out[4 * i + 3] != 85 * (i >> 10);
    }
    CHECK_EQ(wrong, 0);
    /* And from 8 bits to fewer and to more. */
    for (unsigned i = 0; i < 256; i++)
        memset(data + 4 * i, (int)i, 4);
    uint8_t deep[1024], few[512], halves[2048];
    CHECK_EQ(convert(data, 1024, make_init(256, 1, 10, 3, UNPREMULTIPLIED), deep, sizeof deep), OK);
    CHECK_EQ(convert(data, 1024, make_init(256, 1, 2, 3, 0), few, sizeof few), OK);
    CHECK_EQ(convert(data, 1024, make_init(256, 1, 7, 3, UNPREMULTIPLIED), halves, sizeof halves), OK);
    for (unsigned i = 0; i < 256; i++) {
        uint32_t word = deep[4 * i] | deep[4 * i + 1] << 8 | deep[4 * i + 2] << 16 | (uint32_t)deep[4 * i + 3] << 24;
        uint32_t small = few[2 * i] | few[2 * i + 1] << 8, half = halves[8 * i] | halves[8 * i + 1] << 8;
        uint32_t ten = (uint32_t)round(i * 1023 / 255.0);
        CHECK_EQ(word, ten | ten << 10 | ten << 20 | (uint32_t)round(i * 3 / 255.0) << 30);
        CHECK_EQ(small, (uint32_t)round(i * 31 / 255.0) * 0x801 | (uint32_t)round(i * 63 / 255.0) << 5);
        double value = half >> 10 ? ldexp(1024 + (half & 1023), (int)(half >> 10) - 25) : 0;
        CHECK(fabs(value - i / 255.0) <= ldexp(1, (i ? ilogb(i / 255.0) : 0) - 11));
    }
    free(data);
    free(out);
}

/* YUV of solid colours, of both sizes, against the values of BT.601. */
static void solid_yuv(void)
{
    static const struct {
        uint8_t bgra[4], yuv[3];
    } rows[] = {
        {{0, 0, 255, 255}, {81, 90, 240}},  {{255, 255, 255, 255}, {235, 128, 128}},
        {{0, 0, 0, 255}, {16, 128, 128}},   {{0, 255, 0, 255}, {145, 54, 34}},
        {{255, 0, 0, 255}, {41, 240, 110}}, {{128, 128, 128, 0}, {126, 128, 128}},
    };
    for (size_t i = 0; i < COUNT(rows) * 4; i++) {
        uint32_t side = i % 4 < 2 ? 2 : 3;
        bool v_first = i % 2;
        uint8_t data[36], out[17];
        for (size_t p = 0; p < 9; p++)
            memcpy(data + 4 * p, rows[i / 4].bgra, 4);
        CHECK_EQ(convert(data, side * side * 4, make_init(side, side, v_first ? 8 : 9, 4, 0), out, sizeof out), OK);
        for (size_t b = 0; b < (side == 2 ? 6 : 17); b++) {
            int plane = b < side * side ? 0 : (b - side * side) % 2 == v_first ? 1 : 2;
            CHECK(abs(out[b] - rows[i / 4].yuv[plane]) <= 1);
        }
    }
    /* Alpha formats: black with alpha dropped. */
    uint8_t alpha[4] = {0, 50, 200, 255}, out[8];
    CHECK_EQ(convert(alpha, 4, make_init(2, 2, 9, 15, 0), out, sizeof out), OK);
    for (int b = 0; b < 6; b++)
        CHECK_EQ(out[b], b < 4 ? 16 : 128);
}

/* A row stride, with junk between the rows and none behind the last one. */
static void strides(void)
{
    enum { W = 5, H = 3 };
    static const struct {
        int32_t format;
        int bytes;
    } rows[] = {{1, 4}, {2, 2}, {3, 4}, {4, 4}, {5, 3}, {6, 1}, {7, 8}, {10, 4}, {15, 1}, {16, 2}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        int row = W * rows[i].bytes;
        for (int pad = 0; pad < 12; pad += rows[i].bytes == 4 ? 1 : 3) {
            uint8_t tight[256], padded[256], from_tight[256] = {0}, from_padded[256] = {0};
            fill_noise(tight, sizeof tight, 3);
            memset(padded, 0xff, sizeof padded);
            for (int y = 0; y < H; y++)
                memcpy(padded + y * (row + pad), tight + y * row, (size_t)row);
            OH_Pixelmap_InitializationOptions *init = make_init(W, H, 3, rows[i].format, UNPREMULTIPLIED);
            CHECK_EQ(convert(tight, (size_t)(row * H), init, from_tight, 256), OK);
            init = make_init(W, H, 3, rows[i].format, UNPREMULTIPLIED);
            CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, row + pad), OK);
            CHECK_EQ(convert(padded, (size_t)((H - 1) * (row + pad) + row), init, from_padded, 256), OK);
            CHECK(memcmp(from_tight, from_padded, 256) == 0);
        }
    }
    /* 4:2:0: the stride counts only if the data cover all rows of both planes. */
    uint8_t data[64], out[24], stepped[24];
    for (int i = 0; i < 64; i++)
        data[i] = (uint8_t)i;
    for (int y = 0; y < 6; y++)
        for (int x = 0; x < 4; x++)
            stepped[4 * y + x] = (uint8_t)(6 * y + x);
    for (int length = 33; length < 36; length++) {
        OH_Pixelmap_InitializationOptions *init = make_init(4, 4, 9, 9, 0);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, 6), OK);
        CHECK_EQ(convert(data, (size_t)length, init, out, sizeof out), OK);
        CHECK(memcmp(out, length < 34 ? data : stepped, 24) == 0);
    }
}

/* Missing bytes count as 0, before conversion; those behind the length are not looked at. */
static void short_data(void)
{
    uint8_t *data = allocate(40000), *out = allocate(40000);
    fill_noise(data, 40000, 8);
    CHECK_EQ(convert(data, 25600, make_init(100, 100, 4, 4, UNPREMULTIPLIED), out, 40000), OK);
    CHECK(memcmp(out, data, 25600) == 0);
    long wrong = 0;
    for (int i = 25600; i < 40000; i++)
        wrong += out[i] != 0;
    CHECK_EQ(wrong, 0);
    CHECK_EQ(convert(data, 9999, make_init(100, 100, 4, 4, UNPREMULTIPLIED), out, 40000), BAD);
    /* In the middle of a pixel. */
    CHECK_EQ(convert(data, 501, make_init(20, 20, 4, 3, UNPREMULTIPLIED), out, 1600), OK);
    CHECK_EQ(out[500], 0);
    CHECK_EQ(out[502], data[500]);
    CHECK_EQ(out[501] + out[503] + out[1599], 0);
    static const struct {
        int32_t source, destination;
        size_t bytes, out_bytes;
    } rows[] = {{4, 3, 4, 100}, {3, 2, 4, 50}, {5, 3, 3, 100}, {7, 3, 8, 100}, {10, 3, 4, 100}, {2, 5, 2, 75},
        {16, 15, 2, 25}, {3, 9, 4, 43}, {9, 9, 0, 43}, {8, 9, 0, 43}, {9, 3, 0, 100}, {11, 9, 0, 43}, {12, 4, 0, 100}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t whole = rows[i].bytes ? 25 * rows[i].bytes : rows[i].source > 10 ? 86 : 43;
        for (size_t length = 25; length <= whole; length++) {
            uint8_t full[256] = {0}, expected[200], got[200];
            memcpy(full, data, length);
            CHECK_EQ(convert(full, whole, make_init(5, 5, rows[i].destination, rows[i].source, 3), expected, 200), OK);
            CHECK_EQ(convert(full, length, make_init(5, 5, rows[i].destination, rows[i].source, 3), got, 200), OK);
            if (!check_report(memcmp(got, expected, rows[i].out_bytes) == 0, __FILE__, __LINE__, "missing bytes"))
                fprintf(stderr, ": format %d to %d, %d of %d bytes\n", (int)rows[i].source, (int)rows[i].destination,
                    (int)length, (int)whole);
        }
    }
    free(data);
    free(out);
}

static void read_and_write(void)
{
    static const int32_t formats[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};
    for (size_t i = 0; i < COUNT(formats) * 2; i++) {
        bool editable = i % 2;
        OH_Pixelmap_InitializationOptions *init = make_init(5, 3, formats[i / 2], 4, 0);
        OH_PixelmapNative *map = NULL;
        uint8_t data[256], got[256], zeros[256] = {0};
        uint32_t bytes = 0;
        CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, editable), OK);
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        fill_noise(data, sizeof data, 5);
        /* The length is judged before the map. */
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, bytes - 1), BAD);
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, 0), BAD);
        int code = editable ? OK : NOT_EDITABLE;
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, data, i % 3 ? bytes : sizeof data), code);
        const size_t short_sizes[] = {0, 4, bytes - 1};
        for (size_t k = 0; k < COUNT(short_sizes); k++) {
            size_t size = short_sizes[k];
            memset(got, 0xee, sizeof got);
            CHECK_EQ(OH_PixelmapNative_ReadPixels(map, got, &size), BAD);
            CHECK_EQ(size, short_sizes[k]);
            CHECK_EQ(got[0], 0xee);
        }
        const size_t sizes[] = {bytes, sizeof got, SIZE_MAX};
        for (size_t k = 0; k < COUNT(sizes); k++) {
            size_t size = sizes[k];
            memset(got, 0xee, sizeof got);
            CHECK_EQ(OH_PixelmapNative_ReadPixels(map, got, &size), OK);
            CHECK_EQ(size, sizes[k]);
            CHECK(memcmp(got, editable ? data : zeros, bytes) == 0);
            CHECK_EQ(got[bytes], 0xee);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

int main(void)
{
    known_values();
    all_values();
    solid_yuv();
    strides();
    short_data();
    read_and_write();
    return check_failures();
}
