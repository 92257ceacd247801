/* Photos to every format, from a source and from a PixelMap, to memory and to a file: what do other readers see? */
#include "kit.h"

#define LEVELS 5

/* What each photo must keep, in dB: measured, less a third of a decibel. */
static const struct photo {
    const char *name;
    double jpeg[LEVELS]; /* at quality 30, 50, 75, 90 and 95 */
    double webp;             /* at quality 80 */
} photos[] = {
    {"astronaut.png", {30.2, 31.7, 33.7, 36.3, 37.9}, 35.2},
    {"coffee.png", {28.8, 30.2, 32.1, 35.2, 37.1}, 34.2},
    {"chelsea.png", {32.0, 33.6, 35.6, 38.7, 40.9}, 36.3},
    {"rocket.jpg", {29.2, 30.2, 31.6, 33.6, 34.3}, 33.0},
    {"text.png", {33.5, 34.9, 36.9, 40.5, 44.2}, 37.5},
    {"seeding.jpg", {0, 0, 0, 49.1, 0}, 0},
};

static void show(const char *name, const char *mime, int quality, size_t size, double psnr)
{
    if (getenv("JOURNEYS_SHOW"))
        printf("%s %s %d: %zu bytes, %.2f dB\n", name, mime, quality, size, psnr);
}

/* One photo as one type: the same bytes on all ways, and at least `floor` dB of `pixels` in them; 99 is exact. */
static void pack(const char *name, OH_ImageSourceNative *source, OH_PixelmapNative *map, const struct judged *pixels,
    const char *mime, int quality, double floor)
{
    struct bytes ways[] = {
        kit_pack(source, NULL, mime, quality),
        kit_pack(NULL, map, mime, quality),
        kit_pack_file(source, NULL, mime, quality),
        kit_pack_file(NULL, map, mime, quality),
    };
    for (int i = 1; i < 4; i++)
        CHECK(kit_same(ways[0], ways[i]));
    struct judged image = judge(mime, ways[0], pixels->width, pixels->height);
    if (image.rgba) {
        double psnr = judge_psnr(image.rgba, pixels->rgba, (size_t)image.width * image.height);
        show(name, mime, quality, ways[0].size, psnr);
        CHECK(psnr >= floor);
        /* A PNG may say the same with fewer: a palette, or grey. */
        CHECK(strcmp(mime, "image/png") == 0 ? image.channels <= 3 : image.channels == 3);
    }
    judged_free(&image);
    for (int i = 0; i < 4; i++)
        free(ways[i].data);
}

static struct judged judge_source(const char *name, struct bytes file)
{
    return strstr(name, ".jpg") ? judge_jpeg(file) : judge_png(file);
}

static void photo(const struct photo *photo)
{
    const char *name = photo->name;
    char path[1024];
    snprintf(path, sizeof path, TEST_IMAGES "/%s", name);
    struct bytes file = kit_read(path);
    OH_ImageSourceNative *source = kit_source(file);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), IMAGE_SUCCESS);

    /* A PNG decodes exactly. The IDCT of two JPEG readers may differ a little: then the map's pixels count. */
    struct kit_info info = kit_info(map);
    struct judged pixels = judge_source(name, file);
    CHECK_EQ(info.width, pixels.width);
    CHECK_EQ(info.height, pixels.height);
    struct bytes decoded = kit_pixels(map);
    size_t count = (size_t)info.width * info.height;
    CHECK_EQ(decoded.size, count * 4);
    CHECK_EQ(info.alpha, PIXELMAP_ALPHA_TYPE_OPAQUE);
    CHECK(judge_psnr(decoded.data, pixels.rgba, count) >= (strstr(name, ".jpg") ? 45 : 99));
    memcpy(pixels.rgba, decoded.data, count * 4);

    pack(name, source, map, &pixels, "image/png", 0, 99);
    const int levels[] = {30, 50, 75, 90, 95};
    for (int i = 0; i < LEVELS; i++)
        if (photo->jpeg[i] > 0)
            pack(name, source, map, &pixels, "image/jpeg", levels[i], photo->jpeg[i]);
    if (photo->webp > 0) {
        pack(name, source, map, &pixels, "image/webp", 80, photo->webp);
        pack(name, source, map, &pixels, "image/webp", 100, 99);
    }

    const int qualities[] = {10, 30, 50, 70, 90, 100};
    size_t last = 0;
    for (size_t i = 0; i < sizeof qualities / sizeof *qualities; i++) {
        struct bytes packed = kit_pack(NULL, map, "image/jpeg", qualities[i]);
        CHECK(packed.size >= last);
        last = packed.size;
        free(packed.data);
    }

    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    judged_free(&pixels);
    free(decoded.data);
    free(file.data);
}

/* A program's own pixels never went through a reader of the library. */
static void own_pixels(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, TEST_IMAGES "/%s", name);
    struct bytes file = kit_read(path);
    struct judged pixels = judge_png(file);
    size_t size = (size_t)pixels.width * pixels.height * 4;
    OH_PixelmapNative *map =
        kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, pixels.width, pixels.height, pixels.rgba, size);
    OH_ImageSourceNative *source = kit_source(file);
    pack(name, source, map, &pixels, "image/png", 100, 99);
    pack(name, source, map, &pixels, "image/jpeg", 75, 33.7);
    pack(name, source, map, &pixels, "image/webp", 99, 39.2);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    judged_free(&pixels);
    free(file.data);
}

int main(void)
{
    for (size_t i = 0; i < sizeof photos / sizeof *photos; i++)
        if (!SLOW || photos[i].webp > 0)
            photo(&photos[i]);
    own_pixels("astronaut.png");
    own_pixels("chelsea.png");
    return kit_done();
}
