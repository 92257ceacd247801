/* Decoding options: defaults, what is set is what is read, and the few values that are refused. */
#include <limits.h>
#include <math.h>

#include "support.h"

static OH_DecodingOptions *make(void)
{
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    return options;
}

static void expect_region(Image_Region got, uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
    CHECK_EQ(got.x, x);
    CHECK_EQ(got.y, y);
    CHECK_EQ(got.width, width);
    CHECK_EQ(got.height, height);
}

static void defaults(void)
{
    OH_DecodingOptions *options = make();
    int32_t format = 9, range = 9, strategy = 9, space = 9;
    uint32_t index = 9;
    float rotate = 9;
    Image_Size size = {9, 9};
    Image_Region region = {9, 9, 9, 9}, crop = {9, 9, 9, 9};
    CHECK_EQ(OH_DecodingOptions_GetPixelFormat(options, &format), OK);
    CHECK_EQ(OH_DecodingOptions_GetIndex(options, &index), OK);
    CHECK_EQ(OH_DecodingOptions_GetRotate(options, &rotate), OK);
    CHECK_EQ(OH_DecodingOptions_GetDesiredSize(options, &size), OK);
    CHECK_EQ(OH_DecodingOptions_GetDesiredRegion(options, &region), OK);
    CHECK_EQ(OH_DecodingOptions_GetDesiredDynamicRange(options, &range), OK);
    CHECK_EQ(OH_DecodingOptions_GetDesiredColorSpace(options, &space), OK);
    CHECK_EQ(OH_DecodingOptions_GetCropRegion(options, &crop), OK);
    CHECK_EQ(format, 0);
    CHECK_EQ(index, 0);
    CHECK(rotate == 0);
    CHECK_EQ(size.width + size.height, 0);
    expect_region(region, 0, 0, 0, 0);
    CHECK_EQ(range, IMAGE_DYNAMIC_RANGE_SDR);
    CHECK_EQ(space, 0);
    expect_region(crop, 0, 0, 0, 0);
    /* The strategy alone has no default. */
    CHECK_EQ(OH_DecodingOptions_GetCropAndScaleStrategy(options, &strategy), BAD);
    CHECK_EQ(strategy, 9);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
}

static void any_value(void)
{
    static const int32_t rows[] = {0, 1, 2, 3, 9, 10, 16, 17, 1000, -1, INT_MIN, INT_MAX};
    OH_DecodingOptions *options = make(), *other = make();
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t number = 99;
        uint32_t value = (uint32_t)rows[i], got = 99;
        Image_Size size = {value, ~value}, got_size = {99, 99};
        Image_Region region = {value, 1, ~value, 2}, crop = {3, value, 4, ~value}, got_region = {99, 99, 99, 99};
        CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, rows[i]), OK);
        CHECK_EQ(OH_DecodingOptions_SetIndex(options, ~value), OK);
        CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, ~rows[i]), OK);
        CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
        CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(options, &region), OK);
        CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &crop), OK);
        /* Copies: what becomes of the caller's structures is not seen. */
        size.width = size.height = region.x = region.width = crop.x = crop.height = 77;
        CHECK_EQ(OH_DecodingOptions_GetPixelFormat(options, &number), OK);
        CHECK_EQ(number, rows[i]);
        CHECK_EQ(OH_DecodingOptions_GetIndex(options, &got), OK);
        CHECK_EQ(got, ~value);
        CHECK_EQ(OH_DecodingOptions_GetDesiredDynamicRange(options, &number), OK);
        CHECK_EQ(number, ~rows[i]);
        CHECK_EQ(OH_DecodingOptions_GetDesiredSize(options, &got_size), OK);
        CHECK_EQ(got_size.width, value);
        CHECK_EQ(got_size.height, ~value);
        CHECK_EQ(OH_DecodingOptions_GetDesiredRegion(options, &got_region), OK);
        expect_region(got_region, value, 1, ~value, 2);
        CHECK_EQ(OH_DecodingOptions_GetCropRegion(options, &got_region), OK);
        expect_region(got_region, 3, value, 4, ~value);
    }
    static const float angles[] = {0, 0.5f, 90, -90, 359.75f, 720, 1e30f, -1e-30f};
    for (size_t i = 0; i < COUNT(angles); i++) {
        float angle = 99;
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, angles[i]), OK);
        CHECK_EQ(OH_DecodingOptions_GetRotate(options, &angle), OK);
        CHECK(angle == angles[i]);
    }
    int32_t untouched = 99;
    CHECK_EQ(OH_DecodingOptions_GetPixelFormat(other, &untouched), OK);
    CHECK_EQ(untouched, 0);
    CHECK_EQ(OH_DecodingOptions_Release(other), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
}

/* Strategy: 1 and 2. Colour space: 1 to 25 without 5. What is refused leaves the old value. */
static void limited_values(void)
{
    OH_DecodingOptions *options = make();
    static const int32_t strategies[] = {0, 3, -1, INT_MIN, INT_MAX};
    int32_t got = 99;
    for (size_t i = 0; i < COUNT(strategies); i++) {
        CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, strategies[i]), BAD);
        CHECK_EQ(OH_DecodingOptions_GetCropAndScaleStrategy(options, &got), BAD);
    }
    for (int32_t good = 1; good <= 2; good++) {
        CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, good), OK);
        for (size_t i = 0; i < COUNT(strategies); i++)
            CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, strategies[i]), BAD);
        CHECK_EQ(OH_DecodingOptions_GetCropAndScaleStrategy(options, &got), OK);
        CHECK_EQ(got, good);
    }
    int32_t last = 0;
    for (int32_t space = -2; space <= 30; space++) {
        bool good = space >= 1 && space <= 25 && space != 5;
        CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, space), good ? 0 : 7700204);
        last = good ? space : last;
        CHECK_EQ(OH_DecodingOptions_GetDesiredColorSpace(options, &got), OK);
        CHECK_EQ(got, last);
    }
    CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, INT_MIN), 7700204);
    CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, INT_MAX), 7700204);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
}

int main(void)
{
    defaults();
    any_value();
    limited_values();
    return check_failures();
}
