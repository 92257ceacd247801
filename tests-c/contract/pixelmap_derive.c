/* PixelMaps made from others: what they keep, that the source does not change, every error. */
#include <math.h>

#include "geometry.h"

/* Whether pixels may be written. */
static bool is_editable(OH_PixelmapNative *map)
{
    uint8_t *pixels = pixels_of(map);
    int code = OH_PixelmapNative_WritePixels(map, pixels, facts_of(map).bytes);
    free(pixels);
    CHECK(code == OK || code == LOCKED);
    return code == OK;
}

static bool is_locked(OH_PixelmapNative *map)
{
    int code = OH_PixelmapNative_ApplyFlip(map, true, true);
    if (code == OK)
        CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, true, true), OK);
    return code == LOCKED;
}

static OH_PixelmapNative *not_editable(int32_t format)
{
    OH_Pixelmap_InitializationOptions *init = make_init(6, 4, format, PIXEL_FORMAT_BGRA_8888, 0);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(init, false), OK);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    return map;
}

enum { MAKERS = 5 };

static int derive(int which, OH_PixelmapNative *source, OH_PixelmapNative **out)
{
    Image_Region region = {1, 1, 2, 3};
    Image_Scale scale = {1.5f, 2};
    switch (which) {
    case 0: return OH_PixelmapNative_Clone(source, out);
    case 1: return OH_PixelmapNative_CreateScaledPixelMap(source, out, 2, 0.5f);
    case 2: return OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(source, out, 2, 0.5f, OH_PixelmapNative_AntiAliasing_MEDIUM);
    case 3: return OH_PixelmapNative_CreateCroppedAndScaledPixelMap(source, &region, &scale, OH_PixelmapNative_AntiAliasing_HIGH, out);
    default: return OH_PixelmapNative_CreateAlphaPixelmap(source, out);
    }
}

static void handles(void)
{
    OH_PixelmapNative *released = make_released(), *stale = make_empty(1, 1, 3), *copy = stale, *out = stale;
    OH_PixelmapNative *map = make_empty(6, 4, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), OK);
    for (int which = 0; which < MAKERS; which++) {
        CHECK_EQ(derive(which, NULL, &out), BAD);
        CHECK_EQ(derive(which, stale, &out), BAD);
        CHECK_EQ(derive(which, released, &out), BAD);
        CHECK_EQ(derive(which, map, NULL), BAD);
        CHECK(out == stale);
    }
    Image_Region region = {0, 0, 1, 1};
    Image_Scale scale = {1, 1};
    CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, NULL, &scale, 0, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, NULL, 0, &out), BAD);
    CHECK(out == stale);
    destroy(map);
    destroy(released);
}

/* What new PixelMaps have of their source, in every format. */
static void properties(void)
{
    for (size_t f = 0; f < COUNT(formats); f++)
        for (int editable = 0; editable < 2; editable++)
            for (int which = 0; which < MAKERS; which++) {
                int32_t format = formats[f];
                OH_PixelmapNative *map = editable ? make_map(6, 4, format, 0, NULL) : not_editable(format), *made = NULL;
                OH_PixelmapNative *before = clone_of(map);
                lock_map(map);
                if (which == 4 && ((format >= 8 && format <= 9) || format == 11 || format == 12)) {
                    CHECK_EQ(derive(which, map, &made), BAD);
                    CHECK(made == NULL);
                    destroy(map);
                    destroy(before);
                    continue;
                }
                CHECK_EQ(derive(which, map, &made), OK);
                CHECK(is_locked(map));
                CHECK(!is_locked(made));
                unlock_map(map);
                CHECK(same_facts(map, before) && same_pixels(map, before));
                CHECK(id_of(made) != id_of(map) && id_of(made) != id_of(before) && id_of(made) != 0);
                CHECK_EQ(is_editable(made), editable && (which == 0 || which == 3));
                struct facts facts = facts_of(made);
                CHECK_EQ(facts.allocated, facts.bytes);
                if (which == 0) {
                    CHECK(same_facts(made, before) && same_pixels(made, before));
                } else if (which < 3) {
                    /* The same as scaling in place. */
                    CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(map, 2, 0.5f, which == 2 ? 2 : 0), OK);
                    CHECK(same_facts(made, map));
                    CHECK_SIZE(made, 12, 2);
                } else if (which == 3) {
                    Image_Region region = {1, 1, 2, 3};
                    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), OK);
                    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1.5f, 2, 3), OK);
                    CHECK(same_facts(made, map) && same_pixels(made, map));
                    CHECK_SIZE(made, 3, 6);
                } else {
                    CHECK_EQ(facts.format, format == 16 ? 16 : 6);
                    CHECK_EQ(facts.alpha, PREMULTIPLIED);
                    CHECK_SIZE(made, 6, 4);
                }
                destroy(map);
                destroy(before);
                destroy(made);
            }
}

static void copies_are_independent(void)
{
    OH_PixelmapNative *map = make_map(5, 3, PIXEL_FORMAT_ALPHA_8, 0, NULL), *copy = clone_of(map), *third = clone_of(copy);
    CHECK(same_pixels(map, copy));
    CHECK_EQ(OH_PixelmapNative_ApplyFlip(copy, true, false), OK);
    CHECK(same_pixels(map, third) && !same_pixels(map, copy));
    destroy(map);
    CHECK_EQ(OH_PixelmapNative_ApplyFlip(third, true, false), OK);
    CHECK(same_pixels(third, copy));
    destroy(copy);
    destroy(third);
}

static void ratios_and_regions(void)
{
    OH_PixelmapNative *map = make_map(4, 4, PIXEL_FORMAT_RGBA_8888, 0, NULL), *out = NULL;
    const float wrong[] = {0, 0.1f, NAN, INFINITY, -INFINITY, 1e9f};
    Image_Region whole = {0, 0, 4, 4};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        Image_Scale x = {wrong[i], 1}, y = {1, wrong[i]};
        CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMap(map, &out, wrong[i], 1), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMap(map, &out, 1, wrong[i]), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, wrong[i], 1, 1), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 1, wrong[i], 2), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &whole, &x, 0, &out), BAD);
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &whole, &y, 3, &out), BAD);
    }
    Image_Scale one = {1, 1}, two = {2, 2}, huge = {1e4f, 1e4f};
    const Image_Region outside[] = {{0, 0, 5, 4}, {4, 0, 1, 1}, {0, 0, 0, 1}, {0, 0, 1, 0}, {0x80000000u, 0, 1, 1},
        {0, 0x80000000u, 1, 1}, {0, 0, UINT32_MAX, 1}, {0, 0, 1, UINT32_MAX}, {0x7fffffff, 0, 0x7fffffff, 1}};
    for (size_t i = 0; i < COUNT(outside); i++) {
        Image_Region region = outside[i];
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, &one, 0, &out), BAD);
    }
    /* The oldest knows one code only. */
    CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMap(map, &out, 1e4f, 1e4f), BAD);
    CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 1e4f, 1e4f, 1), TOO_LARGE);
    CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &whole, &huge, 1, &out), TOO_LARGE);
    CHECK(out == NULL);

    /* The crop comes first: one pixel becomes four equal ones, whatever lies beside it. */
    Image_Region pixel = {2, 1, 1, 1};
    for (int level = 0; level < 4; level++) {
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &pixel, &two, (OH_PixelmapNative_AntiAliasingLevel)level, &out), OK);
        CHECK_SIZE(out, 2, 2);
        uint8_t *old = pixels_of(map), *new = pixels_of(out);
        for (int i = 0; i < 4; i++)
            /* Noise has colours above alpha, which a filter may bring down to it. */
            for (int c = 0; c < 4; c++)
                CHECK(new[4 * i + c] == old[24 + c] || (level == 3 && new[4 * i + c] == old[27]));
        free(old);
        free(new);
        destroy(out);
        out = NULL;
    }
    destroy(map);
}

/* Odd corners of YUV: the chroma of the even pixel before. */
static void odd_corners(void)
{
    uint8_t nv[5 * 5 + 2 * 9];
    for (size_t i = 0; i < sizeof nv; i++)
        nv[i] = (uint8_t)(i + 1);
    OH_PixelmapNative *map = make_map(5, 5, PIXEL_FORMAT_NV12, 0, nv), *out = NULL;
    Image_Region region = {1, 3, 2, 2};
    Image_Scale one = {1, 1};
    const uint8_t expected[] = {17, 18, 22, 23, 32, 33};
    for (int level = 0; level < 4; level++) {
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, &one, (OH_PixelmapNative_AntiAliasingLevel)level, &out), OK);
        CHECK_EQ(facts_of(out).bytes, sizeof expected);
        CHECK(holds(out, expected, sizeof expected));
        destroy(out);
    }
    CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), OK);
    CHECK(holds(map, expected, sizeof expected));
    destroy(map);
}

int main(void)
{
    handles();
    properties();
    copies_are_independent();
    ratios_and_regions();
    odd_corners();
    return check_failures();
}
