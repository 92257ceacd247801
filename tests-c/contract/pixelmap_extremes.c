/* Thin PixelMaps, numbers that are none or beyond all measure, places at the edge of 32 bits: every editor in every
   format gives one of its codes, does what the size rules say, and leaves a PixelMap that is whole. */
#include <float.h>
#include <limits.h>
#include <math.h>

#include "geometry.h"

static const float numbers[] = {0, -0.0f, 1, -1, 0.5f, -0.5f, 2, 1e-6f, 1e-30f, FLT_TRUE_MIN, 300, -300, 1e9f, -1e9f,
    2147483647.0f, 4294967296.0f, FLT_MAX, -FLT_MAX, NAN, INFINITY, -INFINITY};

/* Everything that a PixelMap says about itself fits together, and all pixels can be read. */
static void check_whole(OH_PixelmapNative *map, int32_t format)
{
    struct facts facts = facts_of(map);
    OH_PixelmapNative *same = make_empty(facts.width, facts.height, format);
    CHECK(facts.width > 0 && facts.height > 0);
    CHECK_EQ(facts.format, format);
    CHECK(same_facts(map, same));
    free(pixels_of(map));
    destroy(same);
}

/* A side times a ratio: 0 for what cannot be. */
static double scaled(uint32_t side, float ratio)
{
    double value = round(fabs((double)((float)side * ratio)));
    return value >= 1 && value <= INT_MAX ? value : 0;
}

static double moved(uint32_t side, float distance)
{
    double value = trunc((double)side + (double)distance);
    return value >= 1 && value <= INT_MAX ? value : 0;
}

/* Results of so many pixels take time and no new path; those over the limits are refused at once. */
static bool is_large(double width, double height)
{
    return width * height > 1 << 16 && width * height < (double)INT_MAX + 1;
}

static void check_scale(int32_t format, uint32_t width, uint32_t height, float x, float y, int level)
{
    double w = scaled(width, x), h = scaled(height, y);
    if (w * h > 1 << 16)
        return;
    OH_PixelmapNative *map = make_map(width, height, format, 0, NULL), *made = NULL, *older = clone_of(map);
    OH_PixelmapNative_AntiAliasingLevel filter = (OH_PixelmapNative_AntiAliasingLevel)level;
    int code = w == 0 || h == 0 ? INVALID : OK;
    CHECK_EQ(OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &made, x, y, filter), code == OK ? OK : BAD);
    CHECK_EQ(OH_PixelmapNative_ScaleWithAntiAliasing(older, x, y, filter), OK);
    int got = OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, x, y, filter);
    if (!check_report(got == code, __FILE__, __LINE__, "scale"))
        fprintf(stderr, " of %ux%u, format %d by %g, %g\n", (unsigned)width, (unsigned)height, (int)format, x, y);
    if (code == OK) {
        CHECK_SIZE(map, w, h);
        CHECK(same_pixels(map, made) && same_pixels(map, older));
        destroy(made);
    } else {
        CHECK(made == NULL);
        CHECK_SIZE(map, width, height);
        CHECK(same_pixels(map, older));
    }
    check_whole(map, format);
    destroy(map);
    destroy(older);
}

static void check_move(int32_t format, uint32_t width, uint32_t height, float x, float y)
{
    double w = moved(width, x), h = moved(height, y);
    if (is_large(w, h))
        return;
    OH_PixelmapNative *map = make_map(width, height, format, 0, NULL);
    int code = w == 0 || h == 0 ? INVALID : w * h > INT_MAX ? NO_MEMORY : OK;
    if (code == OK || w * h < 3.0 * INT_MAX) {
        int got = OH_PixelmapNative_ApplyTranslate(map, x, y);
        if (!check_report(got == code, __FILE__, __LINE__, "move"))
            fprintf(stderr, " of %ux%u, format %d by %g, %g: %d\n", (unsigned)width, (unsigned)height, (int)format, x, y, got);
        if (got == OK)
            CHECK_SIZE(map, w, h);
    }
    CHECK_EQ(OH_PixelmapNative_Translate(map, NAN, y), OK);
    check_whole(map, format);
    destroy(map);
}

static void check_turn(int32_t format, uint32_t width, uint32_t height, float angle)
{
    bool yuv = format == 8 || format == 9 || format == 11 || format == 12;
    double radians = fmod((double)angle, 360) * acos(-1) / 180, cosine = fabs(cos(radians)), sine = fabs(sin(radians));
    double w = round(width * cosine + height * sine), h = round(height * cosine + width * sine);
    OH_PixelmapNative *map = make_map(width, height, format, 0, NULL);
    int code = !isfinite(angle) || (yuv && fabs(angle) >= 1e-6f && fmod((double)angle, 90) != 0) ? INVALID : OK;
    int got = OH_PixelmapNative_ApplyRotate(map, angle);
    if (!check_report(got == code, __FILE__, __LINE__, "turn"))
        fprintf(stderr, " of %ux%u, format %d by %g: %d\n", (unsigned)width, (unsigned)height, (int)format, angle, got);
    if (code == OK)
        CHECK_SIZE(map, w, h);
    check_whole(map, format);
    destroy(map);
}

static void crops_and_flips(int32_t format, uint32_t width, uint32_t height)
{
    const Image_Region regions[] = {{0, 0, width, height}, {width - 1, height - 1, 1, 1}, {width, 0, 1, 1}, {0, height, 1, 1},
        {0, 0, INT_MAX, 1}, {INT_MAX, 0, INT_MAX, 1}, {1, 0, UINT32_MAX, 1}, {UINT32_MAX, UINT32_MAX, 2, 2}};
    for (size_t i = 0; i < COUNT(regions); i++) {
        OH_PixelmapNative *map = make_map(width, height, format, 0, NULL), *made = NULL;
        Image_Region region = regions[i];
        Image_Scale one = {1, 1};
        CHECK_EQ(OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, &one, 2, &made), i < 2 ? OK : BAD);
        CHECK_EQ(OH_PixelmapNative_ApplyCrop(map, &region), i < 2 ? OK : WRONG_REGION);
        if (made != NULL) {
            CHECK(same_pixels(map, made));
            destroy(made);
        }
        CHECK_EQ(OH_PixelmapNative_ApplyFlip(map, true, i % 2), OK);
        check_whole(map, format);
        destroy(map);
    }
}

static void every_format(void)
{
    static const uint32_t shapes[][2] = {{1, 1}, {1, 37}, {37, 1}, {2, 3}};
    for (size_t f = 0; f < COUNT(formats); f++)
        for (size_t s = 0; s < COUNT(shapes); s++) {
            uint32_t w = shapes[s][0], h = shapes[s][1];
            crops_and_flips(formats[f], w, h);
            for (size_t i = 0; i < COUNT(numbers); i++) {
                for (int level = 0; level < 4; level++) {
                    check_scale(formats[f], w, h, numbers[i], 1, level);
                    check_scale(formats[f], w, h, 1, numbers[i], level);
                    check_scale(formats[f], w, h, numbers[i], numbers[i], level);
                }
                check_move(formats[f], w, h, numbers[i], 0);
                check_move(formats[f], w, h, 0, numbers[i]);
                check_move(formats[f], w, h, numbers[i], numbers[i]);
                check_turn(formats[f], w, h, numbers[i]);
                check_turn(formats[f], w, h, numbers[i] * 45 + 7.3f);
            }
        }
}

/* Values of opacity on halves that are no numbers, and areas and lengths where products leave 32 bits. */
static void numbers_of_memory(void)
{
    static const uint16_t halves[] = {0x7e00, 0x7c00, 0xfc00, 0xfbff, 0x0001, 0x8000, 0x3c00, 0x0000};
    for (size_t i = 0; i < COUNT(halves) * 2; i++) {
        uint16_t pixel[4] = {halves[i / 2], 0x3c00, halves[(i / 2 + 1) % COUNT(halves)], halves[i / 2]};
        OH_PixelmapNative *map = make_map(1, 1, PIXEL_FORMAT_RGBA_F16, i % 2 ? PREMULTIPLIED : UNPREMULTIPLIED, pixel);
        uint8_t bgra[4];
        Image_PositionArea area = {.pixels = bgra, .pixelsSize = 4, .stride = 4, .region = {0, 0, 1, 1}};
        OH_PixelmapNative *made = NULL;
        CHECK_EQ(OH_PixelmapNative_ReadPixelsFromArea(map, &area), OK);
        CHECK_EQ(OH_PixelmapNative_CreateAlphaPixelmap(map, &made), OK);
        destroy(made);
        CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 5, 5, 3), OK);
        CHECK_EQ(OH_PixelmapNative_SetOpacity(map, FLT_TRUE_MIN), OK);
        for (size_t k = 0; k < COUNT(numbers); k++) {
            bool inside = numbers[k] > 0 && numbers[k] <= 1;
            CHECK_EQ(OH_PixelmapNative_SetOpacity(map, numbers[k]), inside ? OK : INVALID);
        }
        destroy(map);
    }
    static const uint32_t sides[] = {1, 4, 65535, 65536, 536870911, 536870912, INT_MAX, 0x80000000u, UINT32_MAX};
    static const int32_t strides[] = {0, 1, 16, INT_MAX, -1, INT_MIN};
    uint8_t data[64] = {0};
    for (size_t f = 0; f < COUNT(formats); f++)
        for (size_t i = 0; i < COUNT(sides) * COUNT(sides); i++)
            for (size_t s = 0; s < COUNT(strides); s++) {
                uint32_t w = sides[i / COUNT(sides)], h = sides[i % COUNT(sides)];
                OH_Pixelmap_InitializationOptions *init = make_init(w, h, PIXEL_FORMAT_RGBA_8888, formats[f], 0);
                OH_PixelmapNative *map = NULL;
                CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(init, strides[s]), OK);
                int code = OH_PixelmapNative_CreatePixelmap(data, sizeof data, init, &map);
                CHECK_EQ(code, map ? OK : BAD);
                CHECK(map == NULL || (uint64_t)w * h <= 64);
                if (map != NULL)
                    destroy(map);
                CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
            }
}

int main(void)
{
    every_format();
    numbers_of_memory();
    return check_failures();
}
