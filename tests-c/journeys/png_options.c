/*
 * What the options make of a PNG: with every effort and every reduction it decodes to the same pixels, and the file's
 * own header says what it was reduced to.
 */
#include "kit.h"

#include <ohimagekit/packing_options.h>

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGBA = 6 }; /* ISO/IEC 15948, 11.2.2 */

static OH_PackingOptions *options_of(uint32_t effort, bool reductions)
{
    OH_PackingOptions *options = kit_options("image/png", 0);
    CHECK_EQ(OHIK_PackingOptions_SetPngEffort(options, effort), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetPngReductions(options, reductions), IMAGE_SUCCESS);
    return options;
}

/* The pixel at a place, of an image that is made by a rule. */
typedef void rule(int x, int y, uint8_t *rgba);

static uint8_t noise(int x, int y, int salt)
{
    uint64_t state = (uint64_t)(y * 7919 + x) * 31 + (uint64_t)salt;
    kit_random(&state);
    return (uint8_t)kit_random(&state);
}

static void grey(int x, int y, uint8_t *rgba)
{
    rgba[0] = rgba[1] = rgba[2] = (uint8_t)(x / 2 + y / 4 + noise(x, y, 1) % 8);
    rgba[3] = 255;
}

static void black_and_white(int x, int y, uint8_t *rgba)
{
    rgba[0] = rgba[1] = rgba[2] = (x / 7 + y / 5) % 3 ? 255 : 0;
    rgba[3] = 255;
}

static void few_colours(int x, int y, uint8_t *rgba)
{
    int colour = (x / 9 + y / 11 * 5 + noise(x, y, 2) % 2) % 40;
    rgba[0] = (uint8_t)(colour * 6);
    rgba[1] = (uint8_t)(255 - colour * 5);
    rgba[2] = (uint8_t)(colour * 31);
    rgba[3] = 255;
}

static void few_colours_with_alpha(int x, int y, uint8_t *rgba)
{
    few_colours(x, y, rgba);
    rgba[3] = (uint8_t)(rgba[0] / 6 % 4 * 85); /* 0 among them, with a colour of its own */
}

static void photo(int x, int y, uint8_t *rgba)
{
    rgba[0] = (uint8_t)(x + noise(x, y, 3) % 8);
    rgba[1] = (uint8_t)(y + noise(x, y, 4) % 8);
    rgba[2] = (uint8_t)((x + y) / 2 + noise(x, y, 5) % 8);
    rgba[3] = 255;
}

static void photo_with_alpha(int x, int y, uint8_t *rgba)
{
    photo(x, y, rgba);
    rgba[3] = (uint8_t)(255 - y);
}

static void grey_with_alpha(int x, int y, uint8_t *rgba)
{
    grey(x, y, rgba);
    rgba[3] = (uint8_t)(noise(x, y, 6) | 1);
}

static uint8_t *make(rule *pixel, int width, int height)
{
    uint8_t *rgba = malloc((size_t)width * height * 4);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            pixel(x, y, rgba + ((size_t)y * width + x) * 4);
    return rgba;
}

/* A file that decodes to exactly these pixels; its colour type and its bits for a sample or index. */
static void check_exact(struct bytes file, const uint8_t *rgba, int width, int height, int *type, int *depth)
{
    struct judged image = judge("image/png", file, width, height);
    if (image.rgba) {
        CHECK_EQ(image.depth, 8);
        CHECK_EQ(judge_difference(image.rgba, rgba, (size_t)width * height * 4), 0);
        *depth = file.data[24];
        *type = file.data[25];
    }
    judged_free(&image);
}

static void reductions(void)
{
    enum { W = 210, H = 190 };
    static const struct {
        const char *name;
        rule *pixel;
        int type, most_bits, plain_type;
    } cases[] = {
        {"grey", grey, GREY, 8, RGB},
        {"black and white", black_and_white, -1, 1, RGB}, /* a bit either way */
        {"few colours", few_colours, PALETTE, 8, RGB},
        {"few colours with alpha", few_colours_with_alpha, PALETTE, 8, RGBA},
        {"photo", photo, RGB, 8, RGB},
        {"photo with alpha", photo_with_alpha, RGBA, 8, RGBA},
        {"grey with alpha", grey_with_alpha, GREY_ALPHA, 8, RGBA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t *rgba = make(cases[i].pixel, W, H);
        OH_PixelmapNative *map =
            kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, W, H, rgba, W * H * 4);
        for (uint32_t effort = 0; effort < 10; effort += 3) {
            int type = -1, depth = 0, plain_type = -1, plain_depth = 0;
            struct bytes small = kit_pack_with(options_of(effort, true), map);
            struct bytes plain = kit_pack_with(options_of(effort, false), map);
            check_exact(small, rgba, W, H, &type, &depth);
            check_exact(plain, rgba, W, H, &plain_type, &plain_depth);
            /* A palette only where that is smaller, as far as trials on a part can tell. */
            bool palette = cases[i].type == PALETTE && (type == PALETTE || small.size <= plain.size + plain.size / 50 + 16);
            bool good = (cases[i].type < 0 ? type == GREY || type == PALETTE : type == cases[i].type || palette) &&
                depth <= cases[i].most_bits;
            if (!check_report(good, __FILE__, __LINE__, cases[i].name))
                fprintf(stderr, ", effort %u: colour type %d of %d bits, %zu bytes, else %zu\n", effort, type, depth,
                    small.size, plain.size);
            CHECK_EQ(plain_type, cases[i].plain_type);
            CHECK_EQ(plain_depth, 8);
            if (type != plain_type && !check_report(small.size < plain.size, __FILE__, __LINE__, cases[i].name))
                fprintf(stderr, ", effort %u: %zu bytes with reductions, %zu without\n", effort, small.size, plain.size);
            free(small.data);
            free(plain.data);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        free(rgba);
    }
}

/* 256 colours are a palette, 257 are not. */
static int colours;

static void counted(int x, int y, uint8_t *rgba)
{
    int colour = (y * 100 + x) % colours;
    rgba[0] = (uint8_t)(colour % 16 * 17);
    rgba[1] = (uint8_t)(colour / 16 % 16 * 17);
    rgba[2] = (uint8_t)(colour / 256 * 255);
    rgba[3] = 255;
}

static void borders_of_palettes(void)
{
    static const struct {
        int colours, type, depth;
    } cases[] = {
        {2, PALETTE, 1}, {4, PALETTE, 2}, {16, PALETTE, 4}, {17, PALETTE, 8}, {256, PALETTE, 8}, {257, RGB, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int type = -1, depth = 0;
        colours = cases[i].colours;
        uint8_t *rgba = make(counted, 100, 100);
        OH_PixelmapNative *map =
            kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, 100, 100, rgba, 100 * 100 * 4);
        struct bytes file = kit_pack_with(kit_options("image/png", 0), map);
        check_exact(file, rgba, 100, 100, &type, &depth);
        /* What a palette costs may exceed what it saves, but not with 16 colours or fewer in 10000 pixels. */
        if (cases[i].colours <= 16 || cases[i].colours > 256) {
            CHECK_EQ(type, cases[i].type);
            CHECK_EQ(depth, cases[i].depth);
        }
        free(file.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        free(rgba);
    }
}

/* Every effort, at small and odd sizes and a larger one: exact; the greatest is not longer than the least, but for what
   guesses about an image may miss. */
static void efforts(void)
{
    static const int sizes[][2] = {{1, 1}, {1, 100}, {100, 1}, {7, 5}, {33, 17}, {900, 700}};
    static rule *const rules[] = {photo, photo_with_alpha, few_colours, black_and_white};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0] - SLOW; s++)
        for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
            int width = sizes[s][0], height = sizes[s][1], type, depth;
            uint8_t *rgba = make(rules[r], width, height);
            size_t lengths[10];
            OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, width, height,
                rgba, (size_t)width * height * 4);
            for (uint32_t effort = 0; effort < 10; effort++) {
                struct bytes file = kit_pack_with(options_of(effort, r % 2), map);
                check_exact(file, rgba, width, height, &type, &depth);
                lengths[effort] = file.size;
                free(file.data);
            }
            CHECK(lengths[9] <= lengths[0] + lengths[0] / 50 + 16);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
            free(rgba);
        }
}

int main(void)
{
    reductions();
    borders_of_palettes();
    efforts();
    return kit_done();
}
