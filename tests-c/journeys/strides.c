/* Sources whose rows are padded: PixelMaps made from them must pack as those of tight rows do, whatever is between. */
#include "kit.h"

struct source {
    int format, bytes; /* of a pixel, or of a luma sample */
    bool yuv;
};

static const struct source sources[] = {
    {PIXEL_FORMAT_RGB_565, 2, false},
    {PIXEL_FORMAT_RGBA_8888, 4, false},
    {PIXEL_FORMAT_BGRA_8888, 4, false},
    {PIXEL_FORMAT_RGB_888, 3, false},
    {PIXEL_FORMAT_ALPHA_8, 1, false},
    {PIXEL_FORMAT_RGBA_F16, 8, false},
    {PIXEL_FORMAT_RGBA_1010102, 4, false},
    {PIXEL_FORMAT_ALPHA_U8, 1, false},
    {PIXEL_FORMAT_NV12, 1, true},
    {PIXEL_FORMAT_NV21, 1, true},
    {PIXEL_FORMAT_YCBCR_P010, 2, true},
    {PIXEL_FORMAT_YCRCB_P010, 2, true},
};

/* Byte `at` of the row: for F16 and P010 it must be part of a sensible number. */
static uint8_t sample(const struct source *source, int at, int row)
{
    int value = 3 * (at / source->bytes) + 5 * row + 40 * (at % source->bytes);
    if (source->format == PIXEL_FORMAT_RGBA_F16)
        return (uint8_t)(at % 2 ? 0x30 + value % 12 : value);
    if (source->yuv && source->bytes == 2)
        return (uint8_t)(at % 2 ? 60 + value % 150 : 0);
    return (uint8_t)(40 + value % 200);
}

static OH_PixelmapNative *make(const struct source *source, int format, int alpha, int width, int height, int stride,
    uint8_t *data, size_t size)
{
    OH_Pixelmap_InitializationOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(options, (uint32_t)width), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(options, (uint32_t)height), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetSrcPixelFormat(options, source->format), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(options, format), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(options, alpha), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(options, stride), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, size, options, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(options), IMAGE_SUCCESS);
    return map;
}

/* The rows of all planes, `stride` bytes apart, with `fill` between them; the last row ends the buffer. */
static struct bytes rows_of(const struct source *source, int width, int height, int stride, int fill)
{
    int row = width * source->bytes, rows = height;
    if (source->yuv)
        rows += (height + 1) / 2;
    int chroma = source->yuv ? (width + 1) / 2 * 2 * source->bytes : row;
    int last = rows > height ? chroma : row;
    struct bytes data = {0, (size_t)(rows - 1) * stride + last};
    data.data = malloc(data.size);
    memset(data.data, fill, data.size);
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < (y < height ? row : chroma); x++)
            data.data[y * stride + x] = sample(source, x, y);
    return data;
}

/* Tight planes as one buffer: the chroma rows may be a sample longer than the luma rows. */
static struct bytes tight_of(const struct source *source, int width, int height)
{
    int row = width * source->bytes, chroma = (width + 1) / 2 * 2 * source->bytes, rows = (height + 1) / 2;
    struct bytes data = {0, (size_t)row * height + (source->yuv ? (size_t)chroma * rows : 0)};
    uint8_t *out = data.data = malloc(data.size);
    for (int y = 0; y < height + (source->yuv ? rows : 0); y++)
        for (int x = 0; x < (y < height ? row : chroma); x++)
            *out++ = sample(source, x, y);
    return data;
}

static void check(const struct source *source, int format, int alpha, int width, int height, int padding)
{
    static const char *const mimes[] = {"image/png", "image/jpeg", "image/webp"};
    int stride = (source->yuv ? (width + 1) / 2 * 2 : width) * source->bytes + padding, failed = check_failed;
    struct bytes tight = tight_of(source, width, height);
    struct bytes padded[] = {rows_of(source, width, height, stride, 0), rows_of(source, width, height, stride, 0xEE)};
    OH_PixelmapNative *plain = make(source, format, alpha, width, height, 0, tight.data, tight.size);
    struct bytes expected = kit_pixels(plain);
    for (int i = 0; i < 2; i++) {
        OH_PixelmapNative *map =
            make(source, format, alpha, width, height, stride, padded[i].data, padded[i].size);
        struct bytes pixels = kit_pixels(map);
        CHECK(kit_same(pixels, expected));
        for (int m = 0; m < 3; m++) {
            struct bytes a = kit_pack(NULL, plain, mimes[m], 90), b = kit_pack(NULL, map, mimes[m], 90);
            CHECK(kit_same(a, b));
            struct judged image = judge(mimes[m], b, width, height);
            CHECK(image.rgba != NULL);
            judged_free(&image);
            free(a.data);
            free(b.data);
        }
        free(pixels.data);
        free(padded[i].data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    if (check_failed > failed)
        fprintf(stderr, "  format %d to %d, %dx%d, stride %d\n", source->format, format, width, height, stride);
    free(expected.data);
    free(tight.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&plain), IMAGE_SUCCESS);
}

/* What the padded pixels look like to others: known colours, not only the same as without padding. */
static void check_colours(void)
{
    enum { WIDTH = 5, HEIGHT = 4, STRIDE = 40 };
    static uint8_t rgba[STRIDE * HEIGHT], expected[WIDTH * HEIGHT * 4], luma[STRIDE * (HEIGHT + HEIGHT / 2)];
    memset(rgba, 0xEE, sizeof rgba);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint8_t pixel[4] = {(uint8_t)(x * 50), (uint8_t)(y * 60), (uint8_t)(x * y), (uint8_t)(x * 30 + y)};
            memcpy(rgba + y * STRIDE + x * 4, pixel, 4);
            memcpy(expected + (y * WIDTH + x) * 4, pixel, 4);
        }
    OH_PixelmapNative *map = make(&sources[1], PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, WIDTH,
        HEIGHT, STRIDE, rgba, sizeof rgba);
    struct bytes file = kit_pack(NULL, map, "image/png", 0);
    struct judged image = judge("image/png", file, WIDTH, HEIGHT);
    CHECK(image.rgba && judge_difference(image.rgba, expected, sizeof expected) == 0);
    judged_free(&image);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);

    /* NV12 with a stride is stepped through in both planes; packed, its planes are those of the source. */
    memset(luma, 0xEE, sizeof luma);
    for (int y = 0; y < HEIGHT + HEIGHT / 2; y++)
        for (int x = 0; x < WIDTH + 1; x++)
            luma[y * STRIDE + x] = (uint8_t)(y < HEIGHT ? 100 + x + y : x % 2 ? 140 : 120);
    map = make(&sources[8], PIXEL_FORMAT_NV12, 0, WIDTH + 1, HEIGHT, STRIDE, luma, sizeof luma);
    file = kit_pack(NULL, map, "image/jpeg", 100);
    image = judge_jpeg_as(file, true);
    CHECK_EQ(image.width, WIDTH + 1);
    for (int i = 0; image.rgba && i < (WIDTH + 1) * HEIGHT; i++) {
        uint8_t want[] = {(uint8_t)(100 + i % (WIDTH + 1) + i / (WIDTH + 1)), 120, 140};
        CHECK(judge_difference(image.rgba + i * 4, want, 3) <= 1);
    }
    judged_free(&image);
    free(file.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

int main(void)
{
    static const int sizes[][2] = {{1, 1}, {3, 5}, {17, 31}, {64, 48}};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const struct source *source = &sources[i];
        bool ten_bit = source->format >= PIXEL_FORMAT_RGBA_1010102 && source->format <= PIXEL_FORMAT_YCRCB_P010;
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            for (int padding = 2; padding <= 64; padding *= 4) {
                int w = sizes[s][0], h = sizes[s][1];
                if (!ten_bit)
                    check(source, source->format, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, w, h, padding);
                check(source, PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_PREMULTIPLIED, w, h, padding);
            }
    }
    check_colours();
    return kit_done();
}
