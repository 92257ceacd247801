/* The editors of API level 12: success whatever happens inside, 401 for handles, regions and locks. */
#include <math.h>

#include "geometry.h"

enum { EDITORS = 7 };

static int edit(int which, OH_PixelmapNative *map, float value)
{
    Image_Region region = {0, 0, (uint32_t)value, 1};
    switch (which) {
    case 0: return OH_PixelmapNative_Opacity(map, value);
    case 1: return OH_PixelmapNative_Scale(map, value, value);
    case 2: return OH_PixelmapNative_Translate(map, value, value);
    case 3: return OH_PixelmapNative_Rotate(map, value);
    case 4: return OH_PixelmapNative_Flip(map, value > 0, false);
    case 5: return OH_PixelmapNative_Crop(map, &region);
    default: return OH_PixelmapNative_ScaleWithAntiAliasing(map, value, value, OH_PixelmapNative_AntiAliasing_LOW);
    }
}

/* A value that each of them takes, and one that none does anything with. */
static const float good[EDITORS] = {0.5f, 2, 1, 90, 1, 1, 2}, bad[EDITORS] = {2, 0, -9, INFINITY, 0, 9, 0};

static void handles_and_lock(void)
{
    OH_PixelmapNative *released = make_released(), *stale = make_empty(1, 1, 3), *copy = stale;
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), OK);
    for (int which = 0; which < EDITORS; which++) {
        OH_PixelmapNative *map = make_map(4, 2, PIXEL_FORMAT_RGBA_8888, UNPREMULTIPLIED, NULL), *before = clone_of(map);
        CHECK_EQ(edit(which, NULL, good[which]), BAD);
        CHECK_EQ(edit(which, stale, good[which]), BAD);
        CHECK_EQ(edit(which, released, good[which]), which == 6 ? UNKNOWN : BAD);
        lock_map(map);
        CHECK_EQ(edit(which, map, good[which]), BAD);
        CHECK_EQ(edit(which, map, bad[which]), BAD);
        CHECK(same_facts(map, before) && same_pixels(map, before));
        unlock_map(map);
        CHECK_EQ(edit(which, map, bad[which]), OK);
        CHECK(same_facts(map, before) && same_pixels(map, before));
        CHECK_EQ(edit(which, map, good[which]), OK);
        CHECK(!same_pixels(map, before));
        CHECK_EQ(id_of(map), id_of(before) - 1);
        destroy(map);
        destroy(before);
    }
    destroy(released);
}

static void nothing_is_done_for_wrong_values(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL), *before = clone_of(map);
    const float wrong[] = {NAN, INFINITY, -INFINITY, 1e10f, -1e10f};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        float v = wrong[i];
        CHECK_EQ(OH_PixelmapNative_Opacity(map, v), OK);
        CHECK_EQ(OH_PixelmapNative_Scale(map, v, 1), OK);
        CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(map, 1, v, 2), OK);
        CHECK_EQ(OH_PixelmapNative_Translate(map, v, 0), OK);
        if (!isfinite(v))
            CHECK_EQ(OH_PixelmapNative_Rotate(map, v), OK);
        CHECK(same_facts(map, before) && same_pixels(map, before));
    }
    CHECK_EQ(OH_PixelmapNative_Scale(map, 0, 0), OK);
    CHECK_EQ(OH_PixelmapNative_Scale(map, 1e4f, 1e4f), OK);
    CHECK_EQ(OH_PixelmapNative_Scale(map, 0.01f, 1), OK);
    CHECK_EQ(OH_PixelmapNative_Translate(map, 0, 0), OK);
    CHECK_EQ(OH_PixelmapNative_Translate(map, 1e9f, 1e9f), OK);
    CHECK_EQ(OH_PixelmapNative_Opacity(map, 0), OK);
    CHECK_EQ(OH_PixelmapNative_Opacity(map, -0.5f), OK);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    /* The one that tells that the result is too large. */
    CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(map, 1e4f, 1e4f, 0), TOO_LARGE);
    CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(map, 1e4f, 1e4f, 3), TOO_LARGE);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    destroy(map);
    destroy(before);

    map = make_map(4, 4, PIXEL_FORMAT_RGB_565, 0, NULL);
    before = clone_of(map);
    CHECK_EQ(OH_PixelmapNative_Opacity(map, 0.5f), OK);
    CHECK(same_pixels(map, before));
    destroy(map);
    destroy(before);
}

static void crops(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL), *before = clone_of(map);
    const Image_Region outside[] = {{0, 0, 5, 4}, {2, 2, 3, 1}, {0, 0, 0, 0}, {4, 4, 1, 1}, {0x7fffffff, 0x7fffffff, 1, 1}};
    const Image_Region negative[] = {{0x80000000u, 0, 1, 1}, {0, 0x80000000u, 1, 1}, {0, 0, UINT32_MAX, 1}, {0, 0, 1, 0x80000000u}};
    for (size_t i = 0; i < COUNT(outside); i++) {
        Image_Region region = outside[i];
        CHECK_EQ(OH_PixelmapNative_Crop(map, &region), OK);
    }
    for (size_t i = 0; i < COUNT(negative); i++) {
        Image_Region region = negative[i];
        CHECK_EQ(OH_PixelmapNative_Crop(map, &region), BAD);
    }
    CHECK_EQ(OH_PixelmapNative_Crop(map, NULL), BAD);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    Image_Region region = {1, 1, 2, 2};
    CHECK_EQ(OH_PixelmapNative_Crop(map, &region), OK);
    CHECK_SIZE(map, 2, 2);
    CHECK_EQ(OH_PixelmapNative_Crop(map, &region), OK);
    CHECK_SIZE(map, 2, 2);
    destroy(map);
    destroy(before);
}

/* Edits in sequence, as programs make them on decoded PixelMaps, which are not editable. */
static void decoded(void)
{
    size_t length = 0;
    OH_PixelmapNative *noise = make_noise(20, 10, 1), *map = NULL;
    uint8_t *file = pack(noise, "image/png", 100, &length);
    OH_ImageSourceNative *source = make_source(file, length);
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    const float rates[] = {0, 1, 0.1f, 0.9f};
    for (size_t i = 0; i < COUNT(rates); i++)
        CHECK_EQ(OH_PixelmapNative_Opacity(map, rates[i]), OK);
    CHECK_SIZE(map, 20, 10);
    const float angles[] = {90, 180, 270, 360, -90, -180, 90};
    for (size_t i = 0; i < COUNT(angles); i++)
        CHECK_EQ(OH_PixelmapNative_Rotate(map, angles[i]), OK);
    CHECK_SIZE(map, 20, 10);
    CHECK_EQ(OH_PixelmapNative_Rotate(map, 45), OK);
    CHECK_SIZE(map, 21, 21);
    CHECK_EQ(OH_PixelmapNative_Translate(map, 3, 4), OK);
    CHECK_SIZE(map, 24, 25);
    CHECK_EQ(OH_PixelmapNative_Translate(map, -14, -5), OK);
    CHECK_SIZE(map, 10, 20);
    CHECK_EQ(OH_PixelmapNative_Translate(map, 0, 0), OK);
    CHECK_EQ(OH_PixelmapNative_Scale(map, 2, 0.5f), OK);
    CHECK_SIZE(map, 20, 10);
    for (int level = -1; level < 5; level++)
        CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(map, 1.5f, 1.5f, (OH_PixelmapNative_AntiAliasingLevel)level), OK);
    CHECK_SIZE(map, 230, 120); /* 10, 15, 22.5, 34.5, 52.5, 79.5 */
    CHECK_EQ(OH_PixelmapNative_Flip(map, true, true), OK);
    destroy(map);
    destroy(noise);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    free(file);
}

/* Ten-bit PixelMaps made empty: scaled by 2, turned by 64 degrees, flipped. YUV stays where it cannot be turned. */
static void ten_bits(void)
{
    const int32_t deep[] = {10, 11, 12};
    for (size_t f = 0; f < COUNT(deep); f++) {
        OH_PixelmapNative *map = make_empty(8, 6, deep[f]);
        CHECK_EQ(OH_PixelmapNative_Scale(map, 2, 2), OK);
        CHECK_SIZE(map, 16, 12);
        CHECK_EQ(OH_PixelmapNative_Rotate(map, 64), OK);
        if (deep[f] == 10)
            CHECK_SIZE(map, 18, 20);
        else
            CHECK_SIZE(map, 16, 12);
        CHECK_EQ(OH_PixelmapNative_Flip(map, true, false), OK);
        destroy(map);
    }
}

/* Levels that do not exist are NONE, which is what Scale does. */
static void unknown_levels(void)
{
    const int levels[] = {-1, 4, 100, -2147483647 - 1};
    for (size_t i = 0; i < COUNT(levels); i++) {
        OH_PixelmapNative_AntiAliasingLevel level = (OH_PixelmapNative_AntiAliasingLevel)levels[i];
        OH_PixelmapNative *map = make_map(9, 7, PIXEL_FORMAT_RGBA_8888, 0, NULL);
        OH_PixelmapNative *maps[4] = {clone_of(map), clone_of(map), NULL, NULL};
        Image_Region region = {0, 0, 9, 7};
        Image_Scale scale = {1.6f, 0.4f};
        CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(maps[0], 1.6f, 0.4f, level), OK);
        CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(maps[1], 1.6f, 0.4f, level), OK);
        CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &maps[2], 1.6f, 0.4f, level), OK);
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, &scale, level, &maps[3]), OK);
        CHECK_EQ(OH_PixelmapNative_Scale(map, 1.6f, 0.4f), OK);
        CHECK_SIZE(map, 14, 3);
        for (int k = 0; k < 4; k++) {
            CHECK(same_pixels(maps[k], map));
            destroy(maps[k]);
        }
        destroy(map);
    }
}

static void convert_alpha(void)
{
    OH_PixelmapNative *source = make_map(2, 2, PIXEL_FORMAT_RGBA_8888, PREMULTIPLIED, "\x0f\x0a\x05\x80\x0f\x0a\x05\x80"
                                                                                     "\x0f\x0a\x05\x80\x0f\x0a\x05\x80");
    OH_PixelmapNative *target = make_empty(2, 2, PIXEL_FORMAT_RGBA_8888), *other = make_empty(3, 2, PIXEL_FORMAT_RGBA_8888);
    OH_PixelmapNative *released = make_released();
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(NULL, target, false), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, NULL, false), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(released, target, false), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, released, false), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, other, false), OK);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, target, true), OK);
    CHECK(holds(target, "\0\0\0\0", 4));
    lock_map(target);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, target, false), BAD);
    unlock_map(target);
    lock_map(source);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaFormat(source, target, false), OK);
    unlock_map(source);
    CHECK_EQ(facts_of(target).alpha, UNPREMULTIPLIED);
    CHECK(holds(target, "\x1e\x14\x0a\x80", 4));
    destroy(source);
    destroy(target);
    destroy(other);
    destroy(released);
}

int main(void)
{
    handles_and_lock();
    nothing_is_done_for_wrong_values();
    crops();
    decoded();
    ten_bits();
    unknown_levels();
    convert_alpha();
    return check_failures();
}
