/*
 * What decoding options do to the pixels: regions, sizes, turns, formats, colour spaces, allocators. The expected
 * pixels are computed here, in double precision.
 */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <native_color_space_manager/native_color_space_manager.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { PLAIN = 7600201, TOO_LARGE = 7700103, ALLOCATOR = 7700201, OPTIONS = 7700203 };
enum { WIDTH = 96, HEIGHT = 54 };
static const double PI = 3.14159265358979323846;

/* An image in double precision, four samples each; free the samples. */
struct image {
    int width, height;
    double *samples;
};

static struct image make_image(int width, int height)
{
    struct image image = {width, height, calloc((size_t)width * (size_t)height * 4 + 1, sizeof(double))};
    if (image.samples == NULL)
        abort();
    return image;
}

static double *at(const struct image *image, int x, int y)
{
    return image->samples + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
}

/* What the sources show: soft waves and one sharp edge. */
static uint8_t pattern(int x, int y, int c)
{
    double waves = 110 + 60 * sin(x * 0.11 + c) + 50 * cos(y * 0.17 - c * 2);
    return (uint8_t)(x > WIDTH / 3 && y > HEIGHT / 2 ? 235 - waves / 2 : waves);
}

static struct image picture(void)
{
    struct image image = make_image(WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 4; c++)
                at(&image, x, y)[c] = c == 3 ? 255 : pattern(x, y, c);
    return image;
}

static struct image crop(struct image old, int x, int y, int width, int height)
{
    struct image image = make_image(width, height);
    for (int row = 0; row < height; row++)
        memcpy(at(&image, 0, row), at(&old, x, y + row), (size_t)width * 4 * sizeof(double));
    free(old.samples);
    return image;
}

/* Mitchell and Netravali with B = C = 1/3. */
static double mitchell(double x)
{
    x = fabs(x);
    if (x < 1)
        return (7 * x * x * x - 12 * x * x + 16.0 / 3) / 6;
    return x < 2 ? (-7.0 / 3 * x * x * x + 12 * x * x - 20 * x + 32.0 / 3) / 6 : 0;
}

/* One direction of scaling; `turn` exchanges x and y before and after. */
static struct image scale_rows(struct image old, int width)
{
    struct image image = make_image(width, old.height);
    double step = (double)old.width / width, wide = step > 1 ? step : 1;
    for (int x = 0; x < width; x++) {
        double centre = (x + 0.5) * step, sum = 0;
        for (int i = 0; i < old.width; i++)
            sum += mitchell((i + 0.5 - centre) / wide);
        for (int i = 0; i < old.width; i++) {
            double weight = mitchell((i + 0.5 - centre) / wide) / sum;
            for (int y = 0; weight != 0 && y < old.height; y++)
                for (int c = 0; c < 4; c++)
                    at(&image, x, y)[c] += weight * at(&old, i, y)[c];
        }
    }
    free(old.samples);
    return image;
}

/* Clockwise by 90 degrees. */
static struct image turn(struct image old)
{
    struct image image = make_image(old.height, old.width);
    for (int y = 0; y < image.height; y++)
        for (int x = 0; x < image.width; x++)
            memcpy(at(&image, x, y), at(&old, y, old.height - 1 - x), 4 * sizeof(double));
    free(old.samples);
    return image;
}

static struct image scale(struct image old, int width, int height)
{
    old = scale_rows(old, width);
    return turn(turn(turn(scale_rows(turn(old), height))));
}

/* Sources of that picture, PNG and JPEG. */
static uint8_t *files[2];
static size_t lengths[2];

static void make_files(void)
{
    static uint8_t pixels[WIDTH * HEIGHT * 4];
    for (int i = 0; i < WIDTH * HEIGHT * 4; i++)
        pixels[i] = i % 4 == 3 ? 255 : pattern(i / 4 % WIDTH, i / 4 / WIDTH, i % 4);
    OH_Pixelmap_InitializationOptions *init = make_init(WIDTH, HEIGHT, 3, 3, PIXELMAP_ALPHA_TYPE_OPAQUE);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, sizeof pixels, init, &map), OK);
    files[0] = pack(map, "image/png", 0, &lengths[0]);
    files[1] = pack(map, "image/jpeg", 97, &lengths[1]);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

static OH_DecodingOptions *make(void)
{
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    return options;
}

/* Decodes with one of the calls; the allocator -1 stands for the plain one. */
static int decode(OH_ImageSourceNative *source, OH_DecodingOptions *options, int allocator, OH_PixelmapNative **map)
{
    return allocator < 0 ? OH_ImageSourceNative_CreatePixelmap(source, options, map)
                         : OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options,
                               (IMAGE_ALLOCATOR_TYPE)allocator, map);
}

/* All bytes of a PixelMap, which is destroyed; free them. */
static uint8_t *bytes_of(OH_PixelmapNative *map)
{
    uint8_t *bytes = pixels_of(map);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    return bytes;
}

/* Decodes with both calls, which must give the picture `expected` as RGBA_8888, within `most` steps. Frees it. */
static void expect_picture(const char *what, OH_ImageSourceNative *source, OH_DecodingOptions *options,
    struct image expected, double most)
{
    for (int allocator = -1; allocator < 3; allocator++) {
        OH_PixelmapNative *map = NULL;
        int code = decode(source, options, allocator, &map);
        if (!check_report(code == OK, __FILE__, __LINE__, what)) {
            fprintf(stderr, ": code %d\n", code);
            continue;
        }
        struct facts facts = facts_of(map);
        uint8_t *pixels = bytes_of(map);
        double worst = 0;
        bool right = (int)facts.width == expected.width && (int)facts.height == expected.height;
        for (size_t i = 0; right && i < (size_t)expected.width * (size_t)expected.height * 4; i++)
            worst = fmax(worst, fabs(pixels[i] - fmin(fmax(expected.samples[i], 0), 255)));
        if (!check_report(right && worst <= most, __FILE__, __LINE__, what))
            fprintf(stderr, ": %ux%u, expected %dx%d, off by %.2f\n", facts.width, facts.height, expected.width,
                expected.height, worst);
        free(pixels);
    }
    free(expected.samples);
}

/* Decodes with both calls, which must fail. */
static void expect_codes(const char *what, OH_ImageSourceNative *source, OH_DecodingOptions *options, int plain,
    int fine)
{
    for (int allocator = -1; allocator < 3; allocator++) {
        OH_PixelmapNative *const before = (OH_PixelmapNative *)(uintptr_t)0x77, *map = before;
        int code = decode(source, options, allocator, &map), expected = allocator < 0 ? plain : fine;
        if (!check_report(code == expected && map == (allocator < 0 ? before : NULL), __FILE__, __LINE__, what))
            fprintf(stderr, ": allocator %d: got %d, expected %d\n", allocator, code, expected);
    }
}

/* Parts and sizes, in all orders. The rows are those of the original's tests, on a smaller image, and more. */
static void regions(void)
{
    enum { NONE = 0, SCALE = 1, CROP = 2 };
    static const struct {
        const char *what;
        int32_t strategy;
        Image_Region region, crop;
        Image_Size size;
        int code;
    } rows[] = {
        {"no strategy: the region has no effect", NONE, {0, 0, 48, 27}, {0, 0, 0, 0}, {0, 0}, OK},
        {"no strategy, a region outside", NONE, {90, 50, 480, 270}, {0, 0, 0, 0}, {0, 0}, OK},
        {"refused strategy", 3, {0, 0, 48, 27}, {0, 0, 0, 0}, {48, 27}, OK},
        {"scaled first", SCALE, {20, 10, 12, 13}, {0, 0, 0, 0}, {40, 40}, OK},
        {"scaled first, enlarged", SCALE, {50, 31, 77, 61}, {0, 0, 0, 0}, {130, 100}, OK},
        {"scaled first, all of it", SCALE, {0, 0, 41, 37}, {0, 0, 0, 0}, {41, 37}, OK},
        {"scaled first without a size", SCALE, {7, 9, 31, 33}, {0, 0, 0, 0}, {0, 0}, OK},
        {"scaled first, too wide", SCALE, {20, 20, 40, 20}, {0, 0, 0, 0}, {40, 40}, OPTIONS},
        {"scaled first, outside", SCALE, {40, 40, 20, 20}, {0, 0, 0, 0}, {40, 40}, OPTIONS},
        {"scaled first, one side of a size", SCALE, {0, 0, 10, 10}, {0, 0, 0, 0}, {40, 0}, OPTIONS},
        {"scaled first, the other side", SCALE, {0, 0, 10, 10}, {0, 0, 0, 0}, {0, 40}, OPTIONS},
        {"cropped first", CROP, {24, 13, 48, 27}, {0, 0, 0, 0}, {25, 25}, OK},
        {"cropped first, odd", CROP, {41, 17, 53, 31}, {0, 0, 0, 0}, {31, 25}, OK},
        {"cropped first, enlarged", CROP, {41, 17, 13, 11}, {0, 0, 0, 0}, {131, 55}, OK},
        {"cropped first without a size", CROP, {95, 53, 1, 1}, {0, 0, 0, 0}, {0, 0}, OK},
        {"cropped first, one side of a size", CROP, {1, 2, 30, 40}, {0, 0, 0, 0}, {0, 7}, OK},
        {"cropped first, too wide", CROP, {48, 27, 96, 27}, {0, 0, 0, 0}, {25, 25}, OPTIONS},
        {"cropped first, outside", CROP, {96, 54, 48, 27}, {0, 0, 0, 0}, {25, 25}, OPTIONS},
        {"a strategy without a region", CROP, {0, 0, 0, 0}, {0, 0, 0, 0}, {25, 25}, OPTIONS},
        {"a sum of 2^32", CROP, {UINT32_MAX, 0, 2, 1}, {0, 0, 0, 0}, {0, 0}, OPTIONS},
        {"crop region", NONE, {1, 1, 1, 1}, {11, 12, 53, 31}, {0, 0}, OK},
        {"crop region, scaled", NONE, {0, 0, 0, 0}, {11, 12, 53, 31}, {20, 40}, OK},
        {"crop region, cut at the edge", NONE, {0, 0, 0, 0}, {90, 50, 1000, 1000}, {0, 0}, OK},
        {"crop region of no width", NONE, {0, 0, 0, 0}, {90, 50, 0, 10}, {0, 0}, OK},
        {"crop region outside", NONE, {0, 0, 0, 0}, {96, 0, 10, 10}, {0, 0}, OPTIONS},
        {"crop region with a negative side", NONE, {0, 0, 0, 0}, {0, 0, 0x80000000u, 10}, {0, 0}, OPTIONS},
        {"crop region in place of the region", CROP, {0, 0, 96, 54}, {5, 6, 30, 20}, {0, 0}, OK},
        {"crop region of the scaled image", SCALE, {0, 0, 96, 54}, {5, 6, 30, 20}, {40, 30}, OK},
        {"crop region that a strategy refuses", CROP, {0, 0, 96, 54}, {90, 50, 10, 10}, {0, 0}, OPTIONS},
        {"only a size", NONE, {0, 0, 0, 0}, {0, 0, 0, 0}, {33, 77}, OK},
        {"one pixel", NONE, {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 1}, OK},
        {"half the size", NONE, {0, 0, 0, 0}, {0, 0, 0, 0}, {48, 27}, OK},
        {"one side of a size", NONE, {0, 0, 0, 0}, {0, 0, 0, 0}, {33, 0}, OK},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
        OH_DecodingOptions *options = make();
        Image_Region region = rows[i].region, cut = rows[i].crop;
        Image_Size size = rows[i].size;
        int32_t strategy = rows[i].strategy;
        CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(options, &region), OK);
        CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
        if (cut.width || cut.height)
            CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &cut), OK);
        if (strategy)
            CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, strategy), strategy == 3 ? BAD : OK);
        if (rows[i].code != OK) {
            expect_codes(rows[i].what, source, options, rows[i].code, rows[i].code);
        } else {
            struct image expected = picture();
            bool scaled = size.width && size.height;
            Image_Region part = cut.width && cut.height ? cut : region;
            if (strategy == SCALE && scaled)
                expected = scale(expected, (int)size.width, (int)size.height);
            if (strategy == SCALE || strategy == CROP || (cut.width && cut.height)) {
                uint32_t width = part.width, height = part.height;
                if (strategy == NONE && part.x + width > WIDTH)
                    width = WIDTH - part.x;
                if (strategy == NONE && part.y + height > HEIGHT)
                    height = HEIGHT - part.y;
                expected = crop(expected, (int)part.x, (int)part.y, (int)width, (int)height);
            }
            if (strategy != SCALE && scaled)
                expected = scale(expected, (int)size.width, (int)size.height);
            bool same = !scaled;
            expect_picture(rows[i].what, source, options, expected, same ? 0 : 1.6);
        }
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
}

/* A JPEG decoder that reduces has to give the same picture, as far as eyes can tell. */
static void reduced_jpeg(void)
{
    static const Image_Size sizes[] = {{96, 54}, {49, 28}, {48, 27}, {31, 25}, {24, 13}, {12, 6}, {7, 5}};
    OH_ImageSourceNative *source = make_source(files[1], lengths[1]);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (int cropped = 0; cropped < 2; cropped++) {
            OH_DecodingOptions *options = make();
            Image_Size size = sizes[i];
            Image_Region region = {0, 0, 96, 54};
            struct image expected = picture();
            CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
            if (cropped) {
                region = (Image_Region){13, 7, 71, 45};
                CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(options, &region), OK);
                CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, 2), OK);
                expected = crop(expected, 13, 7, 71, 45);
            }
            OH_PixelmapNative *map = NULL;
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
            struct facts facts = facts_of(map);
            CHECK_EQ(facts.width, size.width);
            CHECK_EQ(facts.height, size.height);
            expected = scale(expected, (int)size.width, (int)size.height);
            uint8_t *pixels = bytes_of(map);
            double sum = 0;
            for (size_t k = 0; k < (size_t)size.width * size.height * 4; k++)
                sum += fabs(pixels[k] - expected.samples[k]);
            sum /= size.width * size.height * 3.0;
            if (!check_report(sum < 6, __FILE__, __LINE__, "reduced JPEG"))
                fprintf(stderr, ": %ux%u, cropped %d: off by %.2f on average\n", size.width, size.height, cropped, sum);
            free(pixels);
            free(expected.samples);
            CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        }
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void rotations(void)
{
    static const struct {
        float angle;
        int turns;
    } quarters[] = {{0, 0}, {90, 1}, {180, 2}, {270, 3}, {360, 0}, {-90, 3}, {-180, 2}, {450, 1},
        {-3510, 1}, {1e8f, 0}};
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    for (size_t i = 0; i < COUNT(quarters); i++) {
        OH_DecodingOptions *options = make();
        int turns = quarters[i].turns;
        if (quarters[i].angle > 1e7f)
            turns = (int)(fmod(quarters[i].angle, 360) / 90);
        if (fmod(quarters[i].angle, 90) == 0) {
            struct image expected = picture();
            for (int k = 0; k < turns; k++)
                expected = turn(expected);
            CHECK_EQ(OH_DecodingOptions_SetRotate(options, quarters[i].angle), OK);
            expect_picture("quarter turns", source, options, expected, 0);
            /* Cut, then turned, then scaled. */
            Image_Region region = {11, 5, 40, 30};
            Image_Size size = {25, 45};
            CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &region), OK);
            CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
            expected = crop(picture(), 11, 5, 40, 30);
            for (int k = 0; k < turns; k++)
                expected = turn(expected);
            expect_picture("quarter turns of a part, scaled", source, options, scale(expected, 25, 45), 1.6);
            /* Scaled, then cut, then turned. */
            CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, 1), OK);
            region = (Image_Region){3, 9, 20, 30};
            CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &region), OK);
            expected = crop(scale(picture(), 25, 45), 3, 9, 20, 30);
            for (int k = 0; k < turns; k++)
                expected = turn(expected);
            expect_picture("quarter turns of a scaled part", source, options, expected, 1.6);
        }
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    /* Any other angle: the bounds of the turned image, its middle where it was, black corners. */
    static const float angles[] = {30, 45.5f, -12.25f, 100, 350.75f};
    for (size_t i = 0; i < COUNT(angles); i++) {
        OH_DecodingOptions *options = make();
        OH_PixelmapNative *map = NULL;
        double radians = angles[i] * PI / 180, across = fabs(cos(radians)), up = fabs(sin(radians));
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, angles[i]), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        struct facts facts = facts_of(map);
        CHECK(fabs(facts.width - (WIDTH * across + HEIGHT * up)) <= 1);
        CHECK(fabs(facts.height - (HEIGHT * across + WIDTH * up)) <= 1);
        CHECK_EQ(facts.alpha, PIXELMAP_ALPHA_TYPE_OPAQUE);
        uint8_t *pixels = bytes_of(map);
        int found = 0, black = 0;
        for (int y = 0; y < (int)facts.height; y++) {
            for (int x = 0; x < (int)facts.width; x++) {
                const uint8_t *pixel = pixels + ((size_t)y * facts.width + (size_t)x) * 4;
                double dx = x + 0.5 - facts.width / 2.0, dy = y + 0.5 - facts.height / 2.0;
                double sx = dx * cos(radians) + dy * sin(radians) + WIDTH / 2.0;
                double sy = dy * cos(radians) - dx * sin(radians) + HEIGHT / 2.0;
                if (sx < -1 || sy < -1 || sx > WIDTH + 1 || sy > HEIGHT + 1) {
                    black += pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 0 && pixel[3] == 255 ? 1 : 1 << 20;
                } else if (sx > 1 && sy > 1 && sx < WIDTH - 1 && sy < HEIGHT - 1) {
                    /* The nearest pixel, or its neighbour where the place lies between two. */
                    bool near = false;
                    for (int k = 0; k < 4; k++) {
                        int px = (int)(sx + (k % 2 ? 1e-6 : -1e-6)), py = (int)(sy + (k / 2 ? 1e-6 : -1e-6));
                        near = near || (pixel[0] == pattern(px, py, 0) && pixel[1] == pattern(px, py, 1));
                    }
                    found += near ? 1 : 1 << 20;
                }
            }
        }
        CHECK(found > WIDTH * HEIGHT * 8 / 10 && found < 1 << 20);
        CHECK(black > 0 && black < 1 << 20);
        free(pixels);
        Image_Size size = {30, 31};
        CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        facts = facts_of(map);
        CHECK_EQ(facts.width, 30);
        CHECK_EQ(facts.height, 31);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    static const float broken[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < COUNT(broken); i++) {
        OH_DecodingOptions *options = make();
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, broken[i]), OK);
        expect_codes("an angle that is none", source, options, OPTIONS, OPTIONS);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* Sizes that cannot be had: found before anything is allocated. */
static void limits(void)
{
    static const struct {
        Image_Size size;
        int32_t format;
        float rotate;
        int plain, fine;
    } rows[] = {
        {{0x80000000u, 1}, 0, 0, OPTIONS, BAD},
        {{1, UINT32_MAX}, 0, 0, OPTIONS, BAD},
        {{30000, 30000}, 0, 0, PLAIN, TOO_LARGE},
        {{0x7fffffff, 0x7fffffff}, 2, 0, PLAIN, TOO_LARGE},
        {{17000, 17000}, 7, 0, PLAIN, TOO_LARGE},
        {{30000, 30000}, 6, 33, PLAIN, TOO_LARGE},
    };
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_DecodingOptions *options = make();
        Image_Size size = rows[i].size;
        CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
        CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, rows[i].format), OK);
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, rows[i].rotate), OK);
        expect_codes("a size above the limit", source, options, rows[i].plain, rows[i].fine);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static double half_value(const uint8_t *bytes)
{
    int bits = bytes[0] | bytes[1] << 8, exponent = bits >> 10 & 31, fraction = bits & 1023;
    return exponent ? ldexp(1024 + fraction, exponent - 25) : ldexp(fraction, -24);
}

/* What pixels of other formats hold, behind all other options. */
static void formats(void)
{
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    static const int32_t wanted[] = {2, 4, 5, 6, 7, 8, 9};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        OH_DecodingOptions *options = make();
        OH_PixelmapNative *map = NULL;
        Image_Region region = {3, 5, 61, 33};
        CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, wanted[i]), OK);
        CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &region), OK);
        CHECK_EQ(OH_DecodingOptions_SetRotate(options, 90), OK);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        struct facts facts = facts_of(map);
        CHECK_EQ(facts.format, wanted[i]);
        CHECK_EQ(facts.width, 33);
        CHECK_EQ(facts.height, 61);
        struct image expected = turn(crop(picture(), 3, 5, 61, 33));
        size_t stride = facts.format >= 8 ? 33 : facts.bytes / 61;
        uint8_t *bytes = bytes_of(map);
        double worst = 0;
        for (int y = 0; y < 61; y++) {
            for (int x = 0; x < 33; x++) {
                const double *rgba = at(&expected, x, y);
                const uint8_t *row = bytes + (size_t)y * stride;
                double off = DBL_MAX;
                switch (wanted[i]) {
                case 2: {
                    int pixel = row[2 * x] | row[2 * x + 1] << 8;
                    off = fmax(fabs((pixel >> 11) * 255 / 31.0 - rgba[0]), fabs((pixel & 31) * 255 / 31.0 - rgba[2]));
                    off = fmax(off, 2 * fabs((pixel >> 5 & 63) * 255 / 63.0 - rgba[1])) / 8.3;
                    break;
                }
                case 4:
                    off = fabs(row[4 * x] - rgba[2]) + fabs(row[4 * x + 1] - rgba[1]) + fabs(row[4 * x + 2] - rgba[0]);
                    break;
                case 5:
                    off = fabs(row[3 * x] - rgba[0]) + fabs(row[3 * x + 1] - rgba[1]) + fabs(row[3 * x + 2] - rgba[2]);
                    break;
                case 6:
                    off = fabs(row[x] - 255.0);
                    break;
                case 7:
                    off = 0;
                    for (int c = 0; c < 4; c++)
                        off = fmax(off, fabs(half_value(row + 8 * x + 2 * c) * 255 - rgba[c]) * 10);
                    break;
                default:
                    /* Luma of BT.601, limited range. */
                    off = fabs(row[x] - (16 + (65.481 * rgba[0] + 128.553 * rgba[1] + 24.966 * rgba[2]) / 255));
                }
                worst = fmax(worst, off);
            }
        }
        if (!check_report(worst <= 1.01, __FILE__, __LINE__, "samples of a format"))
            fprintf(stderr, ": format %d is off by %.2f\n", wanted[i], worst);
        free(bytes);
        free(expected.samples);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static int32_t space_of(OH_PixelmapNative *map)
{
    OH_NativeColorSpaceManager *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
    int32_t name = OH_NativeColorSpaceManager_GetColorSpaceName(space);
    OH_NativeColorSpaceManager_Destroy(space);
    return name;
}

static double light_of(double sample)
{
    return sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4);
}

static double sample_of(double light)
{
    return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

/* Colours go from sRGB, which a source without a profile means, to Display P3 by the matrix of both. */
static void colour_spaces(void)
{
    static const double matrix[3][3] = {
        {0.822461969, 0.177538031, 0}, {0.033194199, 0.966805801, 0}, {0.017082631, 0.072397440, 0.910519929}};
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    for (int32_t name = 1; name <= 25; name++) {
        if (name == 5)
            continue;
        OH_DecodingOptions *options = make();
        CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, name), OK);
        bool hdr = (name >= 9 && name <= 12) || (name >= 19 && name <= 22);
        if (hdr) {
            expect_codes("HDR in 8 bits", source, options, OPTIONS, OPTIONS);
        } else {
            OH_PixelmapNative *map = NULL;
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
            CHECK_EQ(space_of(map), name);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        }
        if (name == 3 || name == 4 || name == 14) {
            struct image expected = picture();
            for (size_t i = 0; name != 4 && i < WIDTH * HEIGHT; i++) {
                double *rgb = expected.samples + 4 * i, light[3];
                for (int c = 0; c < 3; c++)
                    light[c] = light_of(rgb[c] / 255);
                for (int c = 0; c < 3; c++)
                    rgb[c] = 255
                        * sample_of(matrix[c][0] * light[0] + matrix[c][1] * light[1] + matrix[c][2] * light[2]);
            }
            expect_picture("converted colours", source, options, expected, name == 4 ? 0 : 1.5);
        }
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    }
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), OK);
    CHECK_EQ(space_of(map), 4);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

/* Shared memory and HDR exclude each other; the check comes before regions and decoding, and behind the nulls. */
static void allocators(void)
{
    static uint8_t avif[64] = "\0\0\0\x18" "ftypavif";
    OH_ImageSourceNative *png = make_source(files[0], lengths[0]), *unknown = make_source(avif, sizeof avif);
    for (int32_t range = -1; range < 5; range++) {
        for (int allocator = 0; allocator < 4; allocator++) {
            OH_DecodingOptions *options = make();
            OH_PixelmapNative *map = NULL;
            CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, range), OK);
            CHECK_EQ(decode(png, options, allocator, &map), OK);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
            bool refused = allocator == IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY && range == IMAGE_DYNAMIC_RANGE_HDR;
            CHECK_EQ(decode(unknown, options, allocator, &map), refused ? ALLOCATOR : 7700102);
            CHECK(map == NULL);
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(NULL, options, allocator, &map), BAD);
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(unknown, NULL, allocator, &map), BAD);
            CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(unknown, options, allocator, NULL), BAD);
            CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        }
    }
    CHECK_EQ(OH_ImageSourceNative_Release(png), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(unknown), OK);
}

/* In a process of its own: the environment is asked once. */
static int strict_child(void)
{
    make_files();
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    OH_DecodingOptions *options = make();
    Image_Region outside = {1000, 1000, 1, 1};
    for (int allocator = -1; allocator < 4; allocator++) {
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(decode(source, options, allocator, &map), allocator == IMAGE_ALLOCATOR_TYPE_DMA ? ALLOCATOR : OK);
        CHECK((map == NULL) == (allocator == IMAGE_ALLOCATOR_TYPE_DMA));
    }
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, &outside), OK);
    CHECK_EQ(decode(source, options, IMAGE_ALLOCATOR_TYPE_DMA, &map), ALLOCATOR);
    CHECK_EQ(decode(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map), OPTIONS);
    return check_failures();
}

/* In a process of its own: it has less memory than the limits allow images. */
static int poor_child(void)
{
    struct rlimit little = {1u << 30, 1u << 30};
    make_files();
    OH_ImageSourceNative *source = make_source(files[0], lengths[0]);
    OH_DecodingOptions *options = make();
    Image_Size size = {20000, 20000};
    CHECK_EQ(setrlimit(RLIMIT_AS, &little), 0);
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), OK);
    expect_codes("no memory", source, options, PLAIN, 7700302);
    return check_failures();
}

/* Runs this program again, with "strict" or "poor". */
static void again(const char *self, const char *what)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        setenv("OHIMAGEKIT_STRICT_ALLOCATOR", strcmp(what, "strict") == 0 ? "1" : "0", 1);
        execl(self, self, what, (char *)NULL);
        _exit(127);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_EQ(status, 0);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return strcmp(argv[1], "strict") == 0 ? strict_child() : poor_child();
    make_files();
    regions();
    reduced_jpeg();
    rotations();
    limits();
    formats();
    colour_spaces();
    allocators();
    again(argv[0], "strict");
#ifndef TEST_SLOW /* valgrind needs more address space */
    again(argv[0], "poor");
#endif
    free(files[0]);
    free(files[1]);
    return check_failures();
}
