/* The bytes of a file depend on pixels and options, never on the number of threads: all formats, all ways of coding. */
#include <ohimagekit/image_packer.h>
#include <ohimagekit/packing_options.h>

#include "support.h"

#ifdef TEST_SLOW
enum { WIDTH = 600, HEIGHT = 450 }; /* still several bands */
#else
enum { WIDTH = 1500, HEIGHT = 1100 };
#endif

static const uint32_t counts[] = {1, 2, 3, 8};
static OH_ImagePackerNative *packer;

/* Slopes, stripes and some noise, made by a rule. */
static OH_PixelmapNative *make_picture(int32_t format, int32_t alpha)
{
    size_t size = (size_t)WIDTH * HEIGHT * 4;
    uint8_t *data = allocate(size);
    OH_PixelmapNative *map = NULL;
    fill_noise(data, size, 12);
    for (uint32_t y = 0; y < HEIGHT; y++) {
        for (uint32_t x = 0; x < WIDTH; x++) {
            uint8_t *at = data + ((size_t)y * WIDTH + x) * 4;
            at[0] = (uint8_t)(x / 6 + (at[0] & 7));
            at[1] = (uint8_t)(y / 5 + (at[1] & 3));
            at[2] = (uint8_t)((x + y) / 14 + (x / 60 + y / 60) % 2 * 60);
            at[3] = alpha == PIXELMAP_ALPHA_TYPE_OPAQUE ? 255 : (uint8_t)((x + 2 * y) / 20);
        }
    }
    OH_Pixelmap_InitializationOptions *init = make_init(WIDTH, HEIGHT, format, PIXEL_FORMAT_RGBA_8888, alpha);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, size, init, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(data);
    return map;
}

/* Packs with every number of threads, twice with the last, and releases the options. */
static void same_bytes(const char *what, OH_PackingOptions *options, OH_PixelmapNative *map)
{
    uint8_t *first = NULL;
    size_t length = 0;
    for (size_t i = 0; i <= COUNT(counts); i++) {
        uint32_t count = counts[i < COUNT(counts) ? i : i - 1];
        uint8_t *data = NULL;
        size_t size = 0;
        CHECK_EQ(OHIK_PackingOptions_SetMaxThreads(options, count), OK);
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, map, &data, &size), OK);
        if (first == NULL) {
            first = data;
            length = size;
            continue;
        }
        if (!check_report(data != NULL && size == length && memcmp(data, first, size) == 0, __FILE__, __LINE__, what))
            fprintf(stderr, ": %u threads make other bytes than one\n", count);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);
    }
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(first), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

static void jpeg(OH_PixelmapNative *opaque, OH_PixelmapNative *with_alpha, OH_PixelmapNative *planes)
{
    static const uint32_t rows[] = {0, 1, 5};
    for (int i = 0; i < 36; i++) {
        char what[64];
        OH_PackingOptions *options = make_options("image/jpeg", 85);
        CHECK_EQ(OHIK_PackingOptions_SetJpegChromaSubsampling(options, (OHIK_JpegChromaSubsampling)(i % 3)), OK);
        CHECK_EQ(OHIK_PackingOptions_SetJpegOptimizeCoding(options, i / 3 % 2), OK);
        CHECK_EQ(OHIK_PackingOptions_SetJpegProgressive(options, i / 6 % 2), OK);
        CHECK_EQ(OHIK_PackingOptions_SetJpegRestartInterval(options, rows[i / 12]), OK);
        snprintf(what, sizeof what, "JPEG: subsampling %d, optimized %d, progressive %d, rows %u", i % 3, i / 3 % 2,
            i / 6 % 2, rows[i / 12]);
        same_bytes(what, options, i / 3 % 4 == 1 ? with_alpha : i % 3 == 0 && i / 12 == 1 ? planes : opaque);
    }
}

static void png(OH_PixelmapNative *opaque, OH_PixelmapNative *with_alpha)
{
    for (uint32_t effort = 0; effort < 10; effort++) {
        char what[64];
        OH_PackingOptions *options = make_options("image/png", 0);
        CHECK_EQ(OHIK_PackingOptions_SetPngEffort(options, effort), OK);
        CHECK_EQ(OHIK_PackingOptions_SetPngReductions(options, effort % 3 != 0), OK);
        snprintf(what, sizeof what, "PNG: effort %u", effort);
        same_bytes(what, options, effort % 2 ? with_alpha : opaque);
    }
}

static void webp(OH_PixelmapNative *opaque, OH_PixelmapNative *with_alpha)
{
    static const struct {
        uint32_t quality, method, near_lossless;
        bool lossless, sharp;
    } rows[] = {
        {75, 4, 100, false, false},
        {90, 2, 100, false, true},
        {100, 3, 100, false, false},
        {30, 1, 100, true, false},
        {60, 2, 40, true, false},
    };
    for (size_t i = 0; i < 2 * COUNT(rows); i++) {
        char what[64];
        size_t r = i / 2;
        OH_PackingOptions *options = make_options("image/webp", rows[r].quality);
        CHECK_EQ(OHIK_PackingOptions_SetWebPMethod(options, rows[r].method), OK);
        CHECK_EQ(OHIK_PackingOptions_SetWebPLossless(options, rows[r].lossless), OK);
        CHECK_EQ(OHIK_PackingOptions_SetWebPNearLossless(options, rows[r].near_lossless), OK);
        CHECK_EQ(OHIK_PackingOptions_SetWebPSharpYuv(options, rows[r].sharp), OK);
        snprintf(what, sizeof what, "WebP: row %zu, %s", r, i % 2 ? "with alpha" : "opaque");
        same_bytes(what, options, i % 2 ? with_alpha : opaque);
    }
}

int main(void)
{
    packer = make_packer();
    OH_PixelmapNative *opaque = make_picture(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE);
    OH_PixelmapNative *with_alpha = make_picture(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED);
    OH_PixelmapNative *planes = make_picture(PIXEL_FORMAT_NV12, PIXELMAP_ALPHA_TYPE_OPAQUE);
    jpeg(opaque, with_alpha, planes);
    png(opaque, with_alpha);
    webp(opaque, with_alpha);
    CHECK_EQ(OH_PixelmapNative_Destroy(&opaque), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&with_alpha), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&planes), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
