/* GetArgbPixels: formats, lengths, values. */
#include <multimedia/image_framework/image/pixelmap_native.h>
#include <native_color_space_manager/native_color_space_manager.h>

#include "support.h"

enum { UNSUPPORTED_CONVERSION = 7600203, LIMIT = 629145600 };

/* Which formats can be read, and which lengths are refused. */
static void formats_and_lengths(void)
{
    static const struct {
        int32_t format;
        int code;
    } rows[] = {
        {1, UNSUPPORTED_CONVERSION}, {2, OK}, {3, OK}, {4, OK}, {5, OK}, {6, UNSUPPORTED_CONVERSION},
        {7, UNSUPPORTED_CONVERSION}, {8, OK}, {9, OK}, {10, OK}, {11, UNSUPPORTED_CONVERSION},
        {12, UNSUPPORTED_CONVERSION}, {15, UNSUPPORTED_CONVERSION}, {16, OK},
    };
    static const struct {
        size_t size;
        int code;
    } lengths[] = {{60, OK}, {59, BAD}, {0, BAD}, {64, OK}, {LIMIT, OK}, {(size_t)LIMIT + 1, BAD}, {SIZE_MAX, BAD}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_PixelmapNative *map = make_empty(5, 3, rows[i].format);
        for (size_t k = 0; k < COUNT(lengths); k++) {
            uint8_t argb[64];
            size_t size = lengths[k].size;
            memset(argb, 0xee, sizeof argb);
            /* The format is judged before the length. */
            int code = rows[i].code == OK ? lengths[k].code : rows[i].code;
            int got = OH_PixelmapNative_GetArgbPixels(map, argb, &size);
            if (!check_report(got == code, __FILE__, __LINE__, "code"))
                fprintf(stderr, " for format %d, size %zu: got %d\n", (int)rows[i].format, size, got);
            CHECK_EQ(size, lengths[k].size);
            for (int b = code == OK ? 60 : 0; b < 64; b++)
                CHECK_EQ(argb[b], 0xee);
        }
        uint8_t argb[64];
        size_t size = 60;
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, NULL, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, NULL), BAD);
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(NULL, argb, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_Release(map), OK);
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
}

/* Values as they are stored: premultiplied ones stay so. */
static void values(void)
{
    static const struct {
        int32_t format, alpha;
        uint8_t stored[4], argb[4];
    } rows[] = {
        {3, 2, {15, 10, 5, 128}, {128, 15, 10, 5}},
        {3, 3, {30, 20, 10, 128}, {128, 30, 20, 10}},
        {3, 1, {30, 20, 10, 128}, {128, 30, 20, 10}},
        {4, 2, {5, 10, 15, 128}, {128, 15, 10, 5}},
        {2, 0, {0x00, 0xf8}, {255, 255, 0, 0}},
        {5, 0, {1, 2, 3}, {255, 1, 2, 3}},
        /* Red 1023, green 512, blue 0, alpha 1 of 3. */
        {10, 2, {0xff, 0x03, 0x08, 0x40}, {85, 255, 128, 0}},
        {16, 0, {0x00, 0x38}, {128, 0, 0, 0}},
        {16, 0, {0x00, 0x3c}, {255, 0, 0, 0}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_Pixelmap_InitializationOptions *init = make_init(1, 1, rows[i].format, 4, rows[i].alpha);
        OH_PixelmapNative *map = NULL;
        uint32_t bytes = 0;
        uint8_t argb[4] = {0};
        size_t size = 4;
        CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, (uint8_t *)rows[i].stored, bytes), OK);
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, &size), OK);
        if (!check_report(memcmp(argb, rows[i].argb, 4) == 0, __FILE__, __LINE__, "argb"))
            fprintf(stderr, " of row %zu: %d %d %d %d\n", i, argb[0], argb[1], argb[2], argb[3]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
    /* Red in NV12 and NV21, made by the library. */
    for (int32_t format = 8; format < 10; format++) {
        uint8_t red[16], argb[16];
        size_t size = 16;
        OH_Pixelmap_InitializationOptions *init = make_init(2, 2, format, 4, 0);
        OH_PixelmapNative *map = NULL;
        for (int p = 0; p < 4; p++)
            memcpy(red + 4 * p, (const uint8_t[]){0, 0, 255, 255}, 4);
        CHECK_EQ(OH_PixelmapNative_CreatePixelmap(red, 16, init, &map), OK);
        CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, &size), OK);
        for (int p = 0; p < 4; p++) {
            CHECK_EQ(argb[4 * p], 255);
            CHECK(argb[4 * p + 1] >= 252 && argb[4 * p + 2] <= 3 && argb[4 * p + 3] <= 3);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
}

/* HDR is what ToSdr makes of it; the map itself stays HDR. */
static void hdr(void)
{
    enum { W = 64, H = 3 };
    uint8_t stored[W * H * 4], plain[W * H * 4], argb[W * H * 4], sdr[W * H * 4];
    size_t size = sizeof argb;
    fill_noise(stored, sizeof stored, 12);
    for (int i = 3; i < W * H * 4; i += 4)
        stored[i] |= 0xc0;
    OH_PixelmapNative *map = make_empty(W, H, PIXEL_FORMAT_RGBA_1010102), *copy = NULL;
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, stored, sizeof stored), OK);
    CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, plain, &size), OK);
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
    OH_NativeColorSpaceManager_Destroy(space);
    CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, &size), OK);
    CHECK(memcmp(argb, plain, sizeof argb) != 0);
    CHECK_EQ(OH_PixelmapNative_Clone(map, &copy), OK);
    CHECK_EQ(OH_PixelmapNative_ToSdr(copy), OK);
    CHECK_EQ(OH_PixelmapNative_GetArgbPixels(copy, sdr, &size), OK);
    CHECK(memcmp(argb, sdr, sizeof argb) == 0);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, plain, &size), OK);
    CHECK(memcmp(plain, stored, sizeof plain) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Default options and four bytes B, G, R, A. */
static void default_creation(void)
{
    uint8_t bgra[4] = {10, 20, 30, 255}, argb[4] = {0};
    size_t size = 4;
    OH_Pixelmap_InitializationOptions *init = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&init), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(init, 1), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(init, 1), OK);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(bgra, 4, init, &map), OK);
    CHECK_EQ(OH_PixelmapNative_GetArgbPixels(map, argb, &size), OK);
    CHECK(memcmp(argb, (const uint8_t[]){255, 30, 20, 10}, 4) == 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

int main(void)
{
    formats_and_lengths();
    values();
    hdr();
    default_creation();
    return check_failures();
}
