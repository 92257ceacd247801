/* Anti-aliasing levels against the header's definitions, computed here in double precision. */
#include <math.h>

#include "geometry.h"

enum { NONE, LOW, MEDIUM, HIGH };

/* One channel in double precision. */
struct image {
    int width, height;
    double *at;
};

static struct image new_image(int width, int height)
{
    struct image image = {width, height, allocate((size_t)width * (size_t)height * sizeof(double))};
    return image;
}

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

/* Linear between the four pixels around a place; beyond the edge the last one counts. */
static double bilinear(const struct image *image, double x, double y)
{
    double left = floor(x - 0.5), top = floor(y - 0.5), u = x - 0.5 - left, v = y - 0.5 - top;
    int x0 = clamp((int)left, 0, image->width - 1), x1 = clamp((int)left + 1, 0, image->width - 1);
    int y0 = clamp((int)top, 0, image->height - 1), y1 = clamp((int)top + 1, 0, image->height - 1);
    const double *upper = image->at + y0 * image->width, *lower = image->at + y1 * image->width;
    return (upper[x0] * (1 - u) + upper[x1] * u) * (1 - v) + (lower[x0] * (1 - u) + lower[x1] * u) * v;
}

/* Half the size, for sides that are even. */
static struct image halved(const struct image *image)
{
    struct image half = new_image(image->width / 2, image->height / 2);
    for (int y = 0; y < half.height; y++)
        for (int x = 0; x < half.width; x++) {
            const double *from = image->at + 2 * y * image->width + 2 * x;
            half.at[y * half.width + x] = (from[0] + from[1] + from[image->width] + from[image->width + 1]) / 4;
        }
    return half;
}

static double mitchell(double x)
{
    x = fabs(x);
    if (x < 1)
        return (7 * x * x * x - 12 * x * x + 16.0 / 3) / 6;
    return x < 2 ? (-7.0 / 3 * x * x * x + 12 * x * x - 20 * x + 32.0 / 3) / 6 : 0;
}

static double cubic(const struct image *image, double x, double y, double step_x, double step_y)
{
    double sum = 0, weights = 0, wide_x = fmax(step_x, 1), wide_y = fmax(step_y, 1);
    for (int j = 0; j < image->height; j++)
        for (int i = 0; i < image->width; i++) {
            double w = mitchell((i + 0.5 - x) / wide_x) * mitchell((j + 0.5 - y) / wide_y);
            sum += w * image->at[j * image->width + i];
            weights += w;
        }
    return sum / weights;
}

/* What a level makes of an image. */
static struct image expected_of(const struct image *old, int width, int height, int level)
{
    struct image new = new_image(width, height), levels[8] = {*old};
    double step_x = (double)old->width / width, step_y = (double)old->height / height;
    double detail = level == MEDIUM ? fmax(0, log2(sqrt(step_x * step_y))) : 0, t = detail - floor(detail);
    int near = (int)floor(detail), far = (int)ceil(detail);
    for (int k = 1; k <= far; k++)
        levels[k] = halved(&levels[k - 1]);
    for (int j = 0; j < height; j++)
        for (int i = 0; i < width; i++) {
            double x = (i + 0.5) * step_x, y = (j + 0.5) * step_y, *out = &new.at[j * width + i];
            if (level == NONE)
                *out = old->at[(int)floor(y) * old->width + (int)floor(x)];
            else if (level == HIGH)
                *out = cubic(old, x, y, step_x, step_y);
            else
                *out = bilinear(&levels[near], ldexp(x, -near), ldexp(y, -near)) * (1 - t)
                    + bilinear(&levels[far], ldexp(x, -far), ldexp(y, -far)) * t;
        }
    for (int k = 1; k <= far; k++)
        free(levels[k].at);
    return new;
}

/* A gradient with waves in it, fine ones to the right: filters differ on it, and none leaves 0 to 255. */
static double picture(int x, int y)
{
    return floor(60 + 1.2 * x + 0.4 * y + 20 * sin(x * x * 0.012) + 15 * cos(y * 0.9));
}

static void levels(void)
{
    static const float ratios[][2] = {{2, 2}, {1.5f, 1.3f}, {0.7f, 0.6f}, {0.25f, 0.25f}, {0.2f, 0.3f}, {3, 0.4f}, {1, 0.5f}};
    enum { W = 96, H = 64 };
    uint8_t *data = allocate(W * H * 4);
    struct image old = new_image(W, H);
    for (int i = 0; i < W * H; i++) {
        old.at[i] = picture(i % W, i / W);
        data[4 * i] = data[4 * i + 2] = (uint8_t)old.at[i];
        data[4 * i + 1] = (uint8_t)(255 - old.at[i]);
        data[4 * i + 3] = 255;
    }
    double last[4] = {0};
    for (size_t r = 0; r < COUNT(ratios); r++)
        for (int level = NONE; level <= HIGH; level++)
            for (int alpha = OPAQUE; alpha <= UNPREMULTIPLIED; alpha++) {
                OH_PixelmapNative *map = make_map(W, H, PIXEL_FORMAT_RGBA_8888, alpha, data);
                CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, ratios[r][0], ratios[r][1],
                    (OH_PixelmapNative_AntiAliasingLevel)level), OK);
                struct facts facts = facts_of(map);
                CHECK_EQ(facts.width, lround(W * (double)ratios[r][0]));
                CHECK_EQ(facts.height, lround(H * (double)ratios[r][1]));
                struct image expected = expected_of(&old, (int)facts.width, (int)facts.height, level);
                uint8_t *pixels = pixels_of(map);
                double worst = 0;
                for (uint32_t i = 0; i < facts.width * facts.height; i++) {
                    worst = fmax(worst, fabs(pixels[4 * i] - expected.at[i]));
                    worst = fmax(worst, fabs(pixels[4 * i + 1] - (255 - expected.at[i])));
                    worst = fmax(worst, fabs(pixels[4 * i + 2] - expected.at[i]));
                    worst = fmax(worst, 255 - pixels[4 * i + 3]);
                }
                if (ratios[r][0] != 1 || level != HIGH) {
                    /* An axis that keeps its size is not filtered, which this cubic would. */
                    double allowed = level == NONE ? 0 : level == MEDIUM ? 2.1 : 1.5;
                    if (!check_report(worst <= allowed, __FILE__, __LINE__, "level"))
                        fprintf(stderr, ": ratio %zu, level %d, alpha %d: %f away\n", r, level, alpha, worst);
                }
                if (r == 3 && alpha == OPAQUE)
                    last[level] = expected.at[facts.width / 2];
                free(pixels);
                free(expected.at);
                destroy(map);
            }
    /* The levels are told apart. */
    for (int i = NONE; i <= HIGH; i++)
        for (int j = i + 1; j <= HIGH; j++)
            CHECK(fabs(last[i] - last[j]) > 0.01);
    free(old.at);
    free(data);
}

/* An opaque disc before transparent black: colours of its edge stay those of the disc. */
static void transparent_edges(void)
{
    enum { SIDE = 40 };
    static const uint8_t colour[3] = {200, 100, 40};
    uint8_t data[SIDE * SIDE * 4];
    for (int i = 0; i < SIDE * SIDE; i++) {
        double x = i % SIDE - 19.5, y = i / SIDE - 19.5;
        bool inside = x * x + y * y < 200;
        for (int c = 0; c < 3; c++)
            data[4 * i + c] = inside ? colour[c] : 0;
        data[4 * i + 3] = inside ? 255 : 0;
    }
    static const int32_t fours[] = {PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_BGRA_8888, 1};
    static const float ratios[] = {3, 1.7f, 0.6f, 0.3f};
    for (size_t f = 0; f < COUNT(fours); f++)
        for (int alpha = PREMULTIPLIED; alpha <= UNPREMULTIPLIED; alpha++)
            for (size_t r = 0; r < COUNT(ratios); r++)
                for (int level = LOW; level <= HIGH; level++) {
                    uint8_t turned[sizeof data];
                    int at = fours[f] == 1 ? 0 : 3, first = fours[f] == 1 ? 1 : 0;
                    for (int i = 0; i < SIDE * SIDE; i++) {
                        turned[4 * i + at] = data[4 * i + 3];
                        memcpy(turned + 4 * i + first, data + 4 * i, 3);
                    }
                    OH_PixelmapNative *map = make_map(SIDE, SIDE, fours[f], alpha, turned);
                    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, ratios[r], ratios[r],
                        (OH_PixelmapNative_AntiAliasingLevel)level), OK);
                    uint8_t *pixels = pixels_of(map);
                    long partial = 0, wrong = 0;
                    for (uint32_t i = 0; i < facts_of(map).bytes / 4; i++) {
                        int a = pixels[4 * i + at];
                        partial += a > 0 && a < 255;
                        for (int c = 0; c < 3; c++) {
                            double is = pixels[4 * i + (uint32_t)(first + c)];
                            double expected = alpha == PREMULTIPLIED ? colour[c] * a / 255.0 : a ? colour[c] : 0;
                            /* Not premultiplied, alpha keeps 8 bits of 16: colour is exact but for that. */
                            double allowed = alpha == PREMULTIPLIED ? 1.6 : 1;
                            /* Of the cubic's overshoot alpha loses what is above 1, and colour does not. */
                            if (level == HIGH)
                                allowed = 4;
                            wrong += is < expected - allowed;
                            /* The cubic makes a bright line of a bright disc's edge, the others do not. */
                            wrong += level != HIGH && is > expected + allowed;
                            wrong += alpha == PREMULTIPLIED && is > a;
                        }
                    }
                    CHECK(partial >= 8);
                    CHECK_EQ(wrong, 0);
                    free(pixels);
                    destroy(map);
                }
}

/* One column of white among black and the reverse: the cubic overshoots and is cut off, it does not wrap around. */
static void overshoot(void)
{
    uint8_t data[64], expected_low = 0;
    for (int i = 0; i < 64; i++)
        data[i] = i % 8 < 4 ? 255 : 0;
    OH_PixelmapNative *map = make_map(8, 8, PIXEL_FORMAT_ALPHA_U8, 0, data);
    CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 4, 1, OH_PixelmapNative_AntiAliasing_HIGH), OK);
    uint8_t *pixels = pixels_of(map);
    for (int x = 1; x < 32; x++)
        CHECK(pixels[x] <= pixels[x - 1]);
    CHECK_EQ(pixels[0], 255);
    CHECK_EQ(pixels[31], expected_low);
    free(pixels);
    destroy(map);
}

/* Luma and chroma each as an image of one or two channels; P010 in its high bits. */
static void planes(void)
{
    static const int32_t yuv[] = {8, 9, 11, 12};
    for (size_t f = 0; f < COUNT(yuv); f++)
        for (int level = LOW; level <= HIGH; level++) {
            enum { W = 33, H = 21, CW = 17, CH = 11 };
            bool deep = yuv[f] > 9;
            uint8_t data[2 * (W * H + 2 * CW * CH)];
            struct image old[3] = {new_image(W, H), new_image(CW, CH), new_image(CW, CH)};
            for (int i = 0; i < W * H + 2 * CW * CH; i++) {
                int p = i < W * H ? 0 : 1 + (i - W * H) % 2, k = p ? (i - W * H) / 2 : i, w = p ? CW : W;
                double value = floor(picture(k % w, k / w) * (p == 2 ? 0.5 : 1) * (deep ? 4 : 1));
                old[p].at[k] = value;
                if (deep) {
                    data[2 * i] = (uint8_t)((int)value << 6);
                    data[2 * i + 1] = (uint8_t)((int)value >> 2);
                } else {
                    data[i] = (uint8_t)value;
                }
            }
            OH_PixelmapNative *map = make_map(W, H, yuv[f], 0, data);
            CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1.5f, 1.3f,
                (OH_PixelmapNative_AntiAliasingLevel)level), OK);
            CHECK_SIZE(map, 50, 27);
            uint8_t *pixels = pixels_of(map);
            double worst = 0;
            for (int p = 0; p < 3; p++) {
                struct image expected = expected_of(&old[p], p ? 25 : 50, p ? 14 : 27, level);
                for (int k = 0; k < expected.width * expected.height; k++) {
                    int i = p ? 50 * 27 + 2 * k + p - 1 : k;
                    int value = deep ? (pixels[2 * i] | pixels[2 * i + 1] << 8) >> 6 : pixels[i];
                    worst = fmax(worst, fabs(value - expected.at[k]));
                    CHECK(!deep || (pixels[2 * i] & 63) == 0);
                }
                free(expected.at);
                free(old[p].at);
            }
            if (!check_report(worst <= 1.5, __FILE__, __LINE__, "planes"))
                fprintf(stderr, ": format %d, level %d: %f away\n", (int)yuv[f], level, worst);
            free(pixels);
            destroy(map);
        }
}

/* Sizes and counts in every format and level, large and small, alone and in one row. */
static void all_formats(void)
{
    static const float ratios[][2] = {{2.5f, 0.5f}, {0.01f, 3}, {7, 7}, {0.3f, 0.3f}};
    for (size_t f = 0; f < COUNT(formats); f++)
        for (int level = NONE; level <= HIGH; level++)
            for (size_t r = 0; r < COUNT(ratios); r++) {
                OH_PixelmapNative *map = make_map(61, 47, formats[f], 0, NULL);
                CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, ratios[r][0], ratios[r][1],
                    (OH_PixelmapNative_AntiAliasingLevel)level), OK);
                struct facts facts = facts_of(map);
                OH_PixelmapNative *same_size = make_empty(facts.width, facts.height, formats[f]);
                CHECK_EQ(facts.width, lround(61 * (double)ratios[r][0]));
                CHECK_EQ(facts.height, lround(47 * (double)ratios[r][1]));
                CHECK(same_facts(map, same_size));
                destroy(same_size);
                destroy(map);
            }
}

/* Wider than a tile of the library's work, taller than a band: a gradient stays a gradient. */
static void large(void)
{
    enum { W = 9000 };
    for (int level = LOW; level <= HIGH; level++) {
        uint8_t *data = allocate(W * 3);
        for (int i = 0; i < W * 3; i++)
            data[i] = (uint8_t)(i % W * 255 / (W - 1));
        OH_PixelmapNative *map = make_map(W, 3, PIXEL_FORMAT_ALPHA_U8, 0, data);
        CHECK_EQ(OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 2, 40, (OH_PixelmapNative_AntiAliasingLevel)level), OK);
        CHECK_SIZE(map, 18000, 120);
        uint8_t *pixels = pixels_of(map);
        long wrong = 0;
        for (int y = 0; y < 120; y++)
            for (int x = 0; x < 18000; x++)
                wrong += fabs(pixels[y * 18000 + x] - x * 255 / 17999.0) > 1.6;
        CHECK_EQ(wrong, 0);
        free(pixels);
        free(data);
        destroy(map);
    }
}

int main(void)
{
    levels();
    transparent_edges();
    overshoot();
    planes();
    all_formats();
    large();
    return check_failures();
}
