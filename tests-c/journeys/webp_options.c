/* What the options make of a WebP, as libwebp's own functions see it. */
#include "kit.h"

#include <ohimagekit/packing_options.h>

enum { W = 220, H = 160 };

struct settings {
    uint32_t quality, method;
    bool lossless;
    uint32_t near_lossless, alpha_quality;
    bool sharp;
};

static const struct settings usual = {75, 4, false, 100, 100, false};

static struct bytes pack_as(OH_PixelmapNative *map, struct settings wish)
{
    OH_PackingOptions *options = kit_options("image/webp", wish.quality);
    CHECK_EQ(OHIK_PackingOptions_SetWebPMethod(options, wish.method), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetWebPLossless(options, wish.lossless), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetWebPNearLossless(options, wish.near_lossless), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetWebPAlphaQuality(options, wish.alpha_quality), IMAGE_SUCCESS);
    CHECK_EQ(OHIK_PackingOptions_SetWebPSharpYuv(options, wish.sharp), IMAGE_SUCCESS);
    return kit_pack_with(options, map);
}

/* Slopes, coloured stripes and noise; alpha is noise as well, or 255. Colour under alpha 0 counts too. */
static uint8_t *picture(bool alpha)
{
    uint8_t *pixels = malloc(W * H * 4), *out = pixels;
    uint64_t state = 3;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++, out += 4) {
            out[0] = (uint8_t)((x / 5 % 2 ? 180 : 60) + kit_random(&state) % 12);
            out[1] = (uint8_t)(x / 2 + y / 2 + kit_random(&state) % 12);
            out[2] = (uint8_t)((y / 7 % 2 ? 30 : 200) + kit_random(&state) % 12);
            out[3] = alpha ? (uint8_t)(x * 255 / W / 2 + kit_random(&state) % 128) : 255;
            if (alpha && (x + y) % 50 == 0)
                out[3] = 0;
        }
    return pixels;
}

static OH_PixelmapNative *map_of(const uint8_t *rgba)
{
    return kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, W, H, rgba, W * H * 4);
}

/* The greatest difference of an alpha value. */
static int alpha_difference(const uint8_t *a, const uint8_t *b)
{
    int most = 0;
    for (size_t i = 3; i < W * H * 4; i += 4) {
        int difference = abs(a[i] - b[i]);
        most = difference > most ? difference : most;
    }
    return most;
}

/* Lossless by word at every quality, which is then the effort; without the word quality 100 alone is. */
static void lossless(void)
{
    static const uint32_t qualities[] = {0, 1, 50, 75, 99, 100};
    uint8_t *pixels = picture(true);
    OH_PixelmapNative *map = map_of(pixels);
    size_t first = 0, last = 0;
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++)
        for (int word = 0; word < 2; word++) {
            struct settings wish = usual;
            wish.quality = qualities[i];
            wish.lossless = word;
            struct bytes file = pack_as(map, wish);
            struct judged image = judge("image/webp", file, W, H);
            bool exact = word || qualities[i] == 100;
            CHECK_EQ(image.lossless, exact);
            CHECK_EQ(image.channels, 4);
            if (image.rgba && exact)
                CHECK_EQ(judge_difference(image.rgba, pixels, W * H * 4), 0);
            if (word && i == 0)
                first = file.size;
            last = word ? file.size : last;
            judged_free(&image);
            free(file.data);
        }
    CHECK(last <= first + first / 50); /* the effort is spent on guesses */
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
}

/* Every method, lossy and lossless, with and without alpha. */
static void methods(void)
{
    for (int alpha = 0; alpha < 2; alpha++) {
        uint8_t *pixels = picture(alpha);
        OH_PixelmapNative *map = map_of(pixels);
        for (int word = 0; word < 2; word++) {
            size_t lengths[7];
            for (uint32_t method = 0; method <= 6; method++) {
                struct settings wish = usual;
                wish.lossless = word;
                wish.method = method;
                struct bytes file = pack_as(map, wish);
                struct judged image = judge("image/webp", file, W, H);
                CHECK_EQ(image.lossless, word);
                CHECK_EQ(image.channels, 3 + alpha);
                if (image.rgba && word)
                    CHECK_EQ(judge_difference(image.rgba, pixels, W * H * 4), 0);
                if (image.rgba && !word && !alpha)
                    CHECK(judge_psnr(image.rgba, pixels, W * H) > 20);
                if (image.rgba)
                    CHECK_EQ(alpha_difference(image.rgba, pixels), 0);
                lengths[method] = file.size;
                judged_free(&image);
                free(file.data);
            }
            CHECK(lengths[6] < lengths[0]);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        free(pixels);
    }
}

/* Near-lossless files are lossless ones of pixels that changed by little: smaller, the smaller the level. */
static void near_lossless(void)
{
    static const uint32_t levels[] = {100, 60, 0};
    uint8_t *pixels = picture(false);
    OH_PixelmapNative *map = map_of(pixels);
    for (int word = 0; word < 2; word++) { /* lossless by word, and by quality 100 */
        size_t before = 0;
        for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
            struct settings wish = usual;
            wish.lossless = word;
            wish.quality = word ? 75 : 100;
            wish.near_lossless = levels[i];
            struct bytes file = pack_as(map, wish);
            struct judged image = judge("image/webp", file, W, H);
            CHECK(image.lossless);
            if (image.rgba) {
                int difference = judge_difference(image.rgba, pixels, W * H * 4);
                CHECK(levels[i] == 100 ? difference == 0 : difference > 0 && difference <= 32);
            }
            CHECK(before == 0 || file.size < before);
            before = file.size;
            judged_free(&image);
            free(file.data);
        }
    }
    /* Nothing to a lossy file. */
    struct settings lossy = usual;
    struct bytes a = pack_as(map, lossy);
    lossy.near_lossless = 0;
    struct bytes b = pack_as(map, lossy);
    CHECK(kit_same(a, b));
    free(a.data);
    free(b.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
}

/* The alpha plane of a lossy file: exact at 100, smaller and different at 0; of a lossless file always exact. */
static void alpha_quality(void)
{
    uint8_t *pixels = picture(true);
    OH_PixelmapNative *map = map_of(pixels);
    struct settings fine = usual, coarse = usual, exact = usual;
    coarse.alpha_quality = exact.alpha_quality = 0;
    exact.lossless = true;
    struct bytes files[] = {pack_as(map, fine), pack_as(map, coarse), pack_as(map, exact)};
    struct judged images[3];
    for (int i = 0; i < 3; i++) {
        images[i] = judge("image/webp", files[i], W, H);
        CHECK_EQ(images[i].channels, 4);
        CHECK_EQ(images[i].lossless, i == 2);
        if (images[i].rgba && i == 1)
            CHECK(alpha_difference(images[i].rgba, pixels) > 0);
        else if (images[i].rgba)
            CHECK_EQ(alpha_difference(images[i].rgba, pixels), 0);
    }
    CHECK(files[1].size < files[0].size);
    for (int i = 0; i < 3; i++) {
        judged_free(&images[i]);
        free(files[i].data);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
}

/* Red stripes on light grey: averaged with care they are nearer to the original. Nothing to a lossless file. */
static void sharp_yuv(void)
{
    uint8_t *pixels = malloc(W * H * 4);
    for (int i = 0; i < W * H; i++) {
        bool stripe = (i % W + i / W) / 3 % 4 == 0;
        memcpy(pixels + 4 * i, stripe ? "\xdc\x14\x1e\xff" : "\xf0\xf0\xf0\xff", 4);
    }
    OH_PixelmapNative *map = map_of(pixels);
    struct settings plain = usual, sharp = usual;
    plain.quality = sharp.quality = 95;
    sharp.sharp = true;
    struct bytes a = pack_as(map, plain), b = pack_as(map, sharp);
    struct judged first = judge("image/webp", a, W, H), second = judge("image/webp", b, W, H);
    CHECK(!first.lossless && !second.lossless);
    if (first.rgba && second.rgba)
        CHECK(judge_psnr(second.rgba, pixels, W * H) > judge_psnr(first.rgba, pixels, W * H) + 1);
    judged_free(&first);
    judged_free(&second);
    free(a.data);
    free(b.data);
    plain.lossless = sharp.lossless = true;
    a = pack_as(map, plain);
    b = pack_as(map, sharp);
    CHECK(kit_same(a, b));
    free(a.data);
    free(b.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(pixels);
}

int main(void)
{
    lossless();
    methods();
    near_lossless();
    alpha_quality();
    sharp_yuv();
    return kit_done();
}
