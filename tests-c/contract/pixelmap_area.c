/* Parts of PixelMaps: every check in its order, where bytes go, the 4:2:0 formats. How colours are converted is tested in
   Rust against double precision; here are the published values. */
#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

enum { UNSUPPORTED = 7600201, BUFFER = 1024 };

typedef Image_ErrorCode (*area_call)(OH_PixelmapNative *, Image_PositionArea *);
static const area_call calls[] = {OH_PixelmapNative_ReadPixelsFromArea, OH_PixelmapNative_WritePixelsToArea};

/* What is refused, by both calls, on an editable map, on a locked one and on one that is not editable. */
static void refusals(void)
{
    static uint8_t pixels[BUFFER];
    static const struct {
        const char *what;
        int32_t format;
        size_t size;
        uint32_t offset, stride;
        Image_Region region;
        int code;
    } rows[] = {
        {"whole", 3, 60, 0, 20, {0, 0, 5, 3}, OK},
        {"one pixel", 3, 4, 0, 4, {4, 2, 1, 1}, OK},
        {"last row without its gap", 3, 36, 0, 16, {0, 0, 1, 3}, OK},
        {"offset", 3, 40, 4, 16, {0, 0, 1, 3}, OK},
        {"a byte short", 3, 59, 0, 20, {0, 0, 5, 3}, BAD},
        {"a byte short for the offset", 3, 39, 4, 16, {0, 0, 1, 3}, BAD},
        {"size 0", 3, 0, 0, 20, {0, 0, 5, 3}, BAD},
        {"offset over size", 3, 60, 61, 20, {0, 0, 5, 3}, BAD},
        {"offset at the end", 3, 60, 60, 4, {0, 0, 1, 1}, BAD},
        {"offset 2^32-1", 3, 60, UINT32_MAX, 20, {0, 0, 5, 3}, BAD},
        {"stride short", 3, 60, 0, 19, {0, 0, 5, 3}, BAD},
        {"stride 0", 3, 60, 0, 0, {0, 0, 1, 1}, BAD},
        {"stride 2^31-1, one row", 3, 20, 0, 0x7fffffffu, {0, 0, 5, 1}, OK},
        {"stride 2^31", 3, 20, 0, 0x80000000u, {0, 0, 5, 1}, BAD},
        {"stride 2^31-1, two rows", 3, BUFFER, 0, 0x7fffffffu, {0, 0, 5, 2}, BAD},
        {"width 0", 3, 60, 0, 20, {0, 0, 0, 3}, BAD},
        {"height 0", 3, 60, 0, 20, {0, 0, 5, 0}, BAD},
        {"x outside", 3, 60, 0, 20, {5, 0, 1, 1}, BAD},
        {"y outside", 3, 60, 0, 20, {0, 3, 1, 1}, BAD},
        {"right edge", 3, 60, 0, 20, {1, 0, 5, 3}, BAD},
        {"lower edge", 3, 60, 0, 20, {0, 1, 5, 3}, BAD},
        {"x 2^31", 3, 60, 0, 20, {0x80000000u, 0, 1, 1}, BAD},
        {"y 2^32-1", 3, 60, 0, 20, {0, UINT32_MAX, 1, 1}, BAD},
        {"width 2^31", 3, BUFFER, 0, 20, {0, 0, 0x80000000u, 1}, BAD},
        {"height 2^32-1", 3, BUFFER, 0, 20, {0, 0, 1, UINT32_MAX}, BAD},
        {"x + width over 2^32", 3, 60, 0, 20, {1, 0, UINT32_MAX, 1}, BAD},
        {"NV12, whole", 9, 27, 0, 0, {0, 0, 5, 3}, OK},
        {"NV12, stride without meaning", 9, 27, 0, UINT32_MAX, {0, 0, 5, 3}, OK},
        {"NV12, a byte short", 9, 26, 0, 20, {0, 0, 5, 3}, BAD},
        {"NV12, offset", 9, 30, 3, 20, {0, 0, 5, 3}, OK},
        {"NV12, a byte short for the offset", 9, 29, 3, 20, {0, 0, 5, 3}, BAD},
        {"NV21, one pixel", 8, 3, 0, 0, {4, 2, 1, 1}, OK},
        {"P010, one pixel", 11, 6, 0, 0, {3, 1, 1, 1}, OK},
        {"P010, a byte short", 12, 5, 0, 0, {3, 1, 1, 1}, BAD},
        {"P010, outside", 12, BUFFER, 0, 0, {4, 1, 2, 1}, BAD},
    };
    for (size_t i = 0; i < COUNT(rows) * 6; i++) {
        size_t row = i / 6, write = i % 2, kind = i / 2 % 3;
        OH_Pixelmap_InitializationOptions *init = make_init(5, 3, rows[row].format, 4, 0);
        CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, kind != 2), OK);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        void *address = NULL;
        if (kind == 1)
            CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
        memset(pixels, 0xee, sizeof pixels);
        uint8_t before[256], after[256];
        size_t size = sizeof before;
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, before, &size), OK);
        Image_PositionArea area = {.pixels = pixels, .pixelsSize = rows[row].size, .offset = rows[row].offset,
            .stride = rows[row].stride, .region = rows[row].region};
        /* The flags of the map are looked at last. */
        int code = rows[row].code == OK && write && kind > 0 ? UNSUPPORTED : rows[row].code;
        int got = calls[write](map, &area);
        if (!check_report(got == code, __FILE__, __LINE__, rows[row].what))
            fprintf(stderr, ", %s: got %d, expected %d\n", write ? "write" : "read", got, code);
        if (write || code != OK)
            for (size_t b = 0; b < sizeof pixels; b++)
                CHECK_EQ(pixels[b], 0xee);
        if (code != OK) {
            CHECK_EQ(OH_PixelmapNative_ReadPixels(map, after, &size), OK);
            uint32_t bytes = 0;
            CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
            CHECK(memcmp(before, after, bytes) == 0);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    for (size_t write = 0; write < 2; write++) {
        OH_PixelmapNative *map = make_empty(1, 1, 3);
        Image_PositionArea area = {.pixels = NULL, .pixelsSize = 4, .stride = 4, .region = {0, 0, 1, 1}};
        CHECK_EQ(calls[write](map, &area), BAD);
        area.pixels = pixels;
        CHECK_EQ(calls[write](map, NULL), BAD);
        CHECK_EQ(calls[write](NULL, &area), BAD);
        CHECK_EQ(calls[write](map, &area), OK);
        CHECK_EQ(OH_PixelmapNative_Release(map), OK);
        CHECK_EQ(calls[write](map, &area), BAD);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* The published values: what a default creation stored comes back as it was, within rounding. */
static void known_values(void)
{
    uint8_t bgra[4] = {10, 20, 30, 128}, got[4] = {0}, stored[4] = {0};
    OH_Pixelmap_InitializationOptions *init = make_init(1, 1, 3, 4, 0);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(bgra, 4, init, &map), OK);
    Image_PositionArea area = {.pixels = got, .pixelsSize = 4, .stride = 4, .region = {0, 0, 1, 1}};
    CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
    for (int i = 0; i < 4; i++)
        CHECK(abs(got[i] - bgra[i]) <= 1);
    uint8_t other[4] = {200, 100, 255, 128};
    area.pixels = other;
    CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), OK);
    size_t size = 4;
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, stored, &size), OK);
    CHECK(memcmp(stored, (const uint8_t[]){128, 50, 100, 128}, 4) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

/* The four bytes B, G, R, A that pixel n of the tests has; RGB_565 holds them exactly. */
static void colour(unsigned n, uint8_t out[4])
{
    unsigned blue = n * 37 % 32, green = n * 23 % 64, red = n * 11 % 32;
    out[0] = (uint8_t)(blue << 3 | blue >> 2);
    out[1] = (uint8_t)(green << 2 | green >> 4);
    out[2] = (uint8_t)(red << 3 | red >> 2);
    out[3] = 255;
}

/* Parts of every RGB format are read and written where they are asked for, and nothing else is touched. */
static void places(void)
{
    static const int32_t formats[] = {1, 2, 3, 4, 5, 7, 10};
    enum { W = 7, H = 5 };
    for (size_t f = 0; f < COUNT(formats); f++) {
        uint8_t whole[W * H * 4], buffer[BUFFER];
        for (unsigned n = 0; n < W * H; n++)
            colour(n, whole + 4 * n);
        OH_Pixelmap_InitializationOptions *init = make_init(W, H, formats[f], 4, 0);
        OH_PixelmapNative *map = NULL;
        if (formats[f] == 10)
            CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(whole, sizeof whole, init, 0, &map), OK);
        else
            CHECK_EQ(OH_PixelmapNative_CreatePixelmap(whole, sizeof whole, init, &map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
        for (uint32_t k = 0; k < 60; k++) {
            Image_Region region = {k % W, k % H, 1 + k * 3 % (W - k % W), 1 + k * 7 % (H - k % H)};
            uint32_t offset = k % 9, stride = region.width * 4 + k % 4;
            memset(buffer, 0xee, sizeof buffer);
            Image_PositionArea area = {.pixels = buffer, .offset = offset, .stride = stride, .region = region,
                .pixelsSize = offset + (region.height - 1) * stride + region.width * 4};
            CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
            long wrong = 0;
            for (uint32_t b = 0; b < sizeof buffer; b++) {
                uint32_t y = b >= offset ? (b - offset) / stride : H, x = b >= offset ? (b - offset) % stride : 0;
                bool inside = y < region.height && x < region.width * 4;
                uint8_t expected = inside ? whole[((region.y + y) * W + region.x) * 4 + x] : 0xee;
                wrong += buffer[b] != expected;
            }
            CHECK_EQ(wrong, 0);
            /* And back, other colours. */
            for (uint32_t y = 0; y < region.height; y++)
                for (uint32_t x = 0; x < region.width; x++) {
                    colour(x + 50 * y + 7 * k, whole + ((region.y + y) * W + region.x + x) * 4);
                    memcpy(buffer + offset + y * stride + 4 * x, whole + ((region.y + y) * W + region.x + x) * 4, 4);
                }
            CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), OK);
            uint8_t all[W * H * 4];
            Image_PositionArea everything = {.pixels = all, .pixelsSize = sizeof all, .stride = W * 4, .region = {0, 0, W, H}};
            CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &everything), OK);
            if (!check_report(memcmp(all, whole, sizeof all) == 0, __FILE__, __LINE__, "the map after writing"))
                fprintf(stderr, " is wrong: format %d, area %d\n", (int)formats[f], (int)k);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* The bytes between the rows of ALPHA_8 stay as they are. */
static void padding(void)
{
    OH_PixelmapNative *map = make_empty(5, 2, PIXEL_FORMAT_ALPHA_8);
    uint8_t stored[16], data[40];
    size_t size = sizeof stored;
    memset(stored, 0x77, sizeof stored);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, stored, 16), OK);
    for (int i = 0; i < 10; i++)
        memcpy(data + 4 * i, (const uint8_t[]){1, 2, 3, (uint8_t)(100 + i)}, 4);
    Image_PositionArea area = {.pixels = data, .pixelsSize = 40, .stride = 20, .region = {0, 0, 5, 2}};
    CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), OK);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, stored, &size), OK);
    static const uint8_t expected[16] = {
        100, 101, 102, 103, 104, 0x77, 0x77, 0x77, 105, 106, 107, 108, 109, 0x77, 0x77, 0x77};
    CHECK(memcmp(stored, expected, 16) == 0);
    CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
    CHECK(memcmp(data + 36, (const uint8_t[]){0, 0, 0, 109}, 4) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Byte b of sample i of a plane. */
static uint8_t sample(unsigned plane, unsigned i, unsigned b)
{
    return (uint8_t)(plane * 101 + i * 3 + b * 55 + 1);
}

/* 4:2:0: the map's own samples, tightly packed, the chroma from even coordinates. */
static void yuv(void)
{
    static const int32_t formats[] = {8, 9, 11, 12};
    for (size_t f = 0; f < COUNT(formats) * 4; f++) {
        uint32_t bytes = formats[f / 4] > 10 ? 2 : 1, w = 6 + f % 2, h = 4 + f / 2 % 2, cw = (w + 1) / 2, ch = (h + 1) / 2;
        uint8_t whole[256], buffer[BUFFER], got[256];
        size_t total = bytes * (w * h + 2 * cw * ch), size = sizeof got;
        for (uint32_t i = 0; i < w * h + 2 * cw * ch; i++)
            for (uint32_t b = 0; b < bytes; b++)
                whole[i * bytes + b] = i < w * h ? sample(0, i, b) : sample(1, i - w * h, b);
        OH_PixelmapNative *map = make_empty(w, h, formats[f / 4]);
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, whole, total), OK);
        for (uint32_t k = 0; k < 80; k++) {
            uint32_t x = k % w, y = k % h, rw = 1 + k * 5 % (w - x), rh = 1 + k * 3 % (h - y), offset = k % 5;
            uint32_t rcw = (rw + 1) / 2, rch = (rh + 1) / 2, part = bytes * (rw * rh + 2 * rcw * rch);
            uint8_t expected[256];
            for (uint32_t i = 0; i < rw * rh; i++)
                memcpy(expected + i * bytes, whole + ((y + i / rw) * w + x + i % rw) * bytes, bytes);
            for (uint32_t i = 0; i < rcw * rch; i++)
                memcpy(expected + (rw * rh + 2 * i) * bytes,
                    whole + (w * h + 2 * ((y / 2 + i / rcw) * cw + x / 2 + i % rcw)) * bytes, 2 * bytes);
            memset(buffer, 0xee, sizeof buffer);
            Image_PositionArea area = {.pixels = buffer, .pixelsSize = offset + part, .offset = offset,
                .region = {x, y, rw, rh}};
            CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
            CHECK(memcmp(buffer + offset, expected, part) == 0);
            CHECK_EQ(buffer[offset + part], 0xee);
            CHECK(offset == 0 || buffer[offset - 1] == 0xee);
            /* Back, changed, and into the copy. */
            for (uint32_t i = 0; i < part; i++)
                buffer[offset + i] ^= 0x3c;
            for (uint32_t i = 0; i < rw * rh; i++)
                memcpy(whole + ((y + i / rw) * w + x + i % rw) * bytes, buffer + offset + i * bytes, bytes);
            for (uint32_t i = 0; i < rcw * rch; i++)
                memcpy(whole + (w * h + 2 * ((y / 2 + i / rcw) * cw + x / 2 + i % rcw)) * bytes,
                    buffer + offset + (rw * rh + 2 * i) * bytes, 2 * bytes);
            CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), OK);
            CHECK_EQ(OH_PixelmapNative_ReadPixels(map, got, &size), OK);
            CHECK(memcmp(got, whole, total) == 0);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* A decoded map is read, not written. */
static void decoded(void)
{
    size_t length = 0;
    uint8_t *file = read_image("rocket.jpg", &length), pixel[4] = {1, 2, 3, 4};
    OH_ImageSourceNative *source = make_source(file, length);
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    for (int allocated = 0; allocated < 2; allocated++) {
        OH_PixelmapNative *map = NULL;
        uint32_t id = 0;
        if (allocated)
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map), OK);
        else
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        Image_PositionArea area = {.pixels = pixel, .pixelsSize = 4, .stride = 4, .region = {0, 0, 1, 1}};
        CHECK_EQ(OH_PixelmapNative_WritePixelsToArea(map, &area), UNSUPPORTED);
        CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
        CHECK_EQ(pixel[3], 255);
        CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &id), OK);
        CHECK(id != 0);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(file);
}

int main(void)
{
    refusals();
    known_values();
    places();
    padding();
    yuv();
    decoded();
    return check_failures();
}
