/* The editors of 26.0.0: what they do, every error and which of two comes first. */
#include <math.h>

#include "geometry.h"

static const float not_finite[] = {NAN, INFINITY, -INFINITY};

/* All with arguments that are fine. */
static int apply(int which, OH_PixelmapNative *map)
{
    Image_Region region = {1, 1, 1, 1};
    switch (which) {
    case 0: return OH_PixelmapNative_ApplyScale(map, 2, 2);
    case 1: return OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 0.5f, 2, OH_PixelmapNative_AntiAliasing_HIGH);
    case 2: return OH_PixelmapNative_ApplyTranslate(map, 1, 1);
    case 3: return OH_PixelmapNative_ApplyRotate(map, 90);
    case 4: return OH_PixelmapNative_ApplyFlip(map, true, false);
    case 5: return OH_PixelmapNative_ApplyCrop(map, &region);
    default: return OH_PixelmapNative_SetOpacity(map, 0.5f);
    }
}

static void handles_and_lock(void)
{
    OH_PixelmapNative *released = make_released(), *stale = make_empty(1, 1, 3), *copy = stale;
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), OK);
    for (int which = 0; which < 7; which++) {
        OH_PixelmapNative *map = make_map(4, 2, PIXEL_FORMAT_RGBA_8888, UNPREMULTIPLIED, NULL), *before = clone_of(map);
        uint32_t id = id_of(map);
        CHECK_EQ(apply(which, NULL), INVALID);
        CHECK_EQ(apply(which, stale), INVALID);
        CHECK_EQ(apply(which, (OH_PixelmapNative *)&check_failed), INVALID);
        CHECK_EQ(apply(which, released), RELEASED);
        lock_map(map);
        CHECK_EQ(apply(which, map), LOCKED);
        CHECK(same_facts(map, before) && same_pixels(map, before));
        unlock_map(map);
        CHECK_EQ(apply(which, map), OK);
        CHECK(!same_pixels(map, before));
        CHECK_EQ(id_of(map), id);
        CHECK_EQ(facts_of(map).alpha, UNPREMULTIPLIED);
        destroy(map);
        destroy(before);
    }
    destroy(released);
}

static void scales(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL), *before = clone_of(map);
    const float wrong[] = {0, -0.0f, 0.1f, -0.1f, NAN, INFINITY, -INFINITY, 1e9f, -1e9f};
    for (size_t i = 0; i < COUNT(wrong); i++)
        for (int locked = 0; locked < 2; locked++) {
            if (locked)
                lock_map(map);
            CHECK_EQ(OH_PixelmapNative_ApplyScale(map, wrong[i], 1), INVALID);
            CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 1, wrong[i]), INVALID);
            CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, wrong[i], 1, 1), INVALID);
            CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1, wrong[i], 1), INVALID);
            unlock_map(map);
        }
    /* The same size is no work, locked or not; mirroring is. */
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 1, 1.1f), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1, 1, 3), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, -1, 1), LOCKED);
    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, -1, 1, 2), LOCKED);
    unlock_map(map);
    CHECK(same_pixels(map, before));
    /* 2 GiB and more. */
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 1e4f, 1e4f), NO_MEMORY);
    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1e4f, 1e4f, 1), NO_MEMORY);
    CHECK(same_pixels(map, before));
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 2, 2), OK);
    CHECK_SIZE(map, 8, 8);
    destroy(map);
    destroy(before);

    map = make_map(5, 5, PIXEL_FORMAT_RGB_888, 0, NULL);
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 0.5f, 0.5f), OK);
    CHECK_SIZE(map, 3, 3);
    destroy(map);
    map = make_map(5, 5, PIXEL_FORMAT_RGB_888, 0, NULL);
    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 0.7f, 0.5f, 2), OK);
    CHECK_SIZE(map, 4, 3);
    destroy(map);

    /* Negative ratios are a flip. */
    for (size_t f = 0; f < COUNT(formats); f++)
        for (int level = -1; level < 5; level++) {
            OH_PixelmapNative *scaled = make_map(7, 5, formats[f], 0, NULL), *flipped = clone_of(scaled);
            CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(scaled, -1, 1, (OH_PixelmapNative_AntiAliasingLevel)level), OK);
            CHECK_EQ(OH_PixelmapNative_ApplyFlip(flipped, true, false), OK);
            CHECK(same_facts(scaled, flipped) && same_pixels(scaled, flipped));
            destroy(scaled);
            destroy(flipped);
        }
}

static void translations(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL);
    for (size_t i = 0; i < COUNT(not_finite); i++) {
        CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, not_finite[i], 0), INVALID);
        CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 0, not_finite[i]), INVALID);
    }
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, -4, 0), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 0, -3.5f), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 2.2e9f, 0), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 1e9f, 1e9f), NO_MEMORY);
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, -4, 0), INVALID);
    unlock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 0, 0), OK);
    CHECK_SIZE(map, 4, 4);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 1, 2), OK);
    CHECK_SIZE(map, 5, 6);
    destroy(map);

    /* Two empty rows on top, the first column gone. */
    uint8_t old[16], new[3 * 6] = {0};
    for (int i = 0; i < 16; i++)
        old[i] = (uint8_t)(i + 1);
    for (int i = 0; i < 12; i++)
        new[6 + i] = old[i / 3 * 4 + i % 3 + 1];
    map = make_map(4, 4, PIXEL_FORMAT_ALPHA_U8, 0, old);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, -1, 2), OK);
    CHECK_SIZE(map, 3, 6);
    CHECK(holds(map, new, sizeof new));
    destroy(map);

    /* The canvas of YUV is white: 3x2 moved by (2, 1). */
    const uint8_t nv[] = {1, 2, 3, 4, 5, 6, 10, 11, 12, 13};
    const uint8_t moved[] = {255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 255, 255, 4, 5, 6,
        128, 128, 10, 11, 12, 13, 128, 128, 128, 128, 128, 128};
    map = make_map(3, 2, PIXEL_FORMAT_NV12, 0, nv);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 2, 1), OK);
    CHECK_SIZE(map, 5, 3);
    CHECK_EQ(facts_of(map).bytes, sizeof moved);
    CHECK(holds(map, moved, sizeof moved));
    destroy(map);
    map = make_empty(2, 2, PIXEL_FORMAT_YCBCR_P010);
    CHECK_EQ(OH_PixelmapNative_ApplyTranslate(map, 2, 0), OK);
    const uint8_t deep[] = {0xc0, 0xff, 0xc0, 0xff, 0, 0, 0, 0, 0xc0, 0xff, 0xc0, 0xff, 0, 0, 0, 0,
        0, 0x80, 0, 0x80, 0, 0, 0, 0};
    CHECK(holds(map, deep, sizeof deep));
    destroy(map);
}

static void rotations(void)
{
    OH_PixelmapNative *map = make_map(2, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL), *before = clone_of(map);
    for (size_t i = 0; i < COUNT(not_finite); i++) {
        CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, not_finite[i]), INVALID);
        lock_map(map);
        CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, not_finite[i]), INVALID);
        unlock_map(map);
    }
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 0), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 9e-7f), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 360), LOCKED);
    unlock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 360), OK);
    CHECK(same_pixels(map, before));
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 90), OK);
    CHECK_SIZE(map, 4, 2);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, -450), OK);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    destroy(map);
    destroy(before);

    map = make_map(2, 1, PIXEL_FORMAT_ALPHA_U8, 0, "PQ");
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 90), OK);
    CHECK_SIZE(map, 1, 2);
    CHECK(holds(map, "PQ", 2));
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 90), OK);
    CHECK_SIZE(map, 2, 1);
    CHECK(holds(map, "QP", 2));
    destroy(map);

    uint8_t white[100 * 50 * 3];
    memset(white, 255, sizeof white);
    map = make_map(100, 50, PIXEL_FORMAT_RGB_888, 0, white);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 45), OK);
    CHECK_SIZE(map, 106, 106);
    uint8_t *turned = pixels_of(map);
    /* White is what lies within 50 and 25 pixels of the turned axes; half a pixel at the edge is left open. */
    long wrong = 0, covered = 0;
    for (int y = 0; y < 106; y++)
        for (int x = 0; x < 106; x++) {
            double dx = x + 0.5 - 53, dy = y + 0.5 - 53, along = fabs(dx + dy) * sqrt(0.5), across = fabs(dy - dx) * sqrt(0.5);
            int inside = along < 49.5 && across < 24.5, outside = along > 50.5 || across > 25.5;
            int is_white = turned[(y * 106 + x) * 3] == 255;
            wrong += (inside && !is_white) || (outside && is_white);
            covered += is_white;
        }
    CHECK_EQ(wrong, 0);
    CHECK(labs(covered - 5000) < 60);
    CHECK_EQ(turned[0] | turned[105 * 3] | turned[105 * 106 * 3] | turned[106 * 106 * 3 - 1], 0);
    free(turned);
    destroy(map);

    map = make_empty(20000, 20000, PIXEL_FORMAT_ALPHA_U8);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &(Image_Region){0, 0, 20000, 1}), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyScale(map, 4, 1), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 45), NO_MEMORY);
    CHECK_SIZE(map, 80000, 1);
    destroy(map);

    const int32_t yuv[] = {8, 9, 11, 12};
    for (size_t f = 0; f < COUNT(yuv); f++) {
        map = make_map(3, 5, yuv[f], 0, NULL);
        CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 45), INVALID);
        CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 89.9f), INVALID);
        CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 450), OK);
        CHECK_SIZE(map, 5, 3);
        destroy(map);
    }
}

static void flips_and_crops(void)
{
    OH_PixelmapNative *map = make_map(4, 3, PIXEL_FORMAT_RGBA_8888, 0, NULL), *before = clone_of(map);
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, false, false), OK);
    CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, false, true), LOCKED);
    unlock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, true, true), OK);
    CHECK_SIZE(map, 4, 3);
    CHECK_EQ(OH_PixelmapNative_ApplyRotate(map, 180), OK);
    CHECK(same_pixels(map, before));

    OH_PixelmapNative *released = make_released();
    Image_Region whole = {0, 0, 4, 3}, far = {0, 0, 1, 0x80000000u};
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, NULL), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(NULL, &whole), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(released, NULL), INVALID);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(released, &far), RELEASED);
    destroy(released);
    const Image_Region wrong[] = {{0, 0, 0, 1}, {0, 0, 1, 0}, {0, 0, 5, 1}, {4, 0, 1, 1}, {3, 2, 1, 2},
        {0x7fffffff, 0, 0x7fffffff, 1}};
    const Image_Region negative[] = {{0x80000000u, 0, 1, 1}, {0, 0x80000000u, 1, 1}, {0, 0, UINT32_MAX, 1}, {0, 0, 1, 0x80000000u}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        Image_Region region = wrong[i];
        CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), WRONG_REGION);
        lock_map(map);
        CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), LOCKED);
        unlock_map(map);
    }
    for (size_t i = 0; i < COUNT(negative); i++) {
        Image_Region region = negative[i];
        lock_map(map);
        CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), WRONG_REGION);
        unlock_map(map);
    }
    lock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &whole), LOCKED);
    unlock_map(map);
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &whole), OK);
    CHECK(same_facts(map, before) && same_pixels(map, before));
    Image_Region middle = {1, 1, 2, 2};
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &middle), OK);
    CHECK_SIZE(map, 2, 2);
    uint8_t *old = pixels_of(before);
    const uint8_t expected[] = {old[20], old[21], old[22], old[23], old[24], old[25], old[26], old[27], old[36]};
    CHECK(holds(map, expected, sizeof expected));
    free(old);
    destroy(map);
    destroy(before);
}

static void convert_alpha_order(void)
{
    OH_PixelmapNative *map = make_map(2, 2, PIXEL_FORMAT_RGBA_8888, UNPREMULTIPLIED, NULL), *released = make_released();
    OH_PixelmapNative *target = make_map(2, 2, PIXEL_FORMAT_RGBA_8888, PREMULTIPLIED, NULL);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(NULL, map, true), INVALID);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, NULL, true), INVALID);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(released, NULL, true), INVALID);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(NULL, released, true), INVALID);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(released, map, true), RELEASED);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, released, true), RELEASED);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(released, released, true), RELEASED);
    CHECK_EQ(OH_PixelmapNative_ConvertAlphaType(map, target, true), OK);
    CHECK_EQ(facts_of(target).alpha, PREMULTIPLIED);
    destroy(map);
    destroy(released);
    destroy(target);
}

int main(void)
{
    handles_and_lock();
    scales();
    translations();
    rotations();
    flips_and_crops();
    convert_alpha_order();
    return check_failures();
}
