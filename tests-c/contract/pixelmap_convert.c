/* Conversion from every source format to every destination format, against a reference in double precision. */
#include <math.h>

#include "support.h"

enum { ARGB = 1, WIDTH = 7, HEIGHT = 5, CHROMA_WIDTH = 4, CHROMA_HEIGHT = 3, ROUNDS = 60 };

/* One pixel as it is in its format, and the same as exact numbers from 0 to 1. */
struct pixel {
    double r, g, b, a;
};

static double half_to_double(uint16_t half)
{
    int exponent = half >> 10 & 31, mantissa = half & 1023;
    double magnitude = exponent == 0 ? ldexp(mantissa, -24)
        : exponent == 31             ? (mantissa ? NAN : INFINITY)
                                     : ldexp(1024 + mantissa, exponent - 25);
    return half >> 15 ? -magnitude : magnitude;
}

/* To the nearest half, ties to even; for 0 to 65504. */
static uint16_t double_to_half(double value)
{
    int exponent;
    if (value < ldexp(1, -14))
        return (uint16_t)nearbyint(ldexp(value, 24));
    frexp(value, &exponent);
    return (uint16_t)((exponent + 13) * 1024 + (int)nearbyint(ldexp(value, 11 - exponent)));
}

static bool is_yuv(int format)
{
    return format == PIXEL_FORMAT_NV12 || format == PIXEL_FORMAT_NV21 || format == PIXEL_FORMAT_YCBCR_P010 ||
        format == PIXEL_FORMAT_YCRCB_P010;
}

static bool is_alpha(int format)
{
    return format == PIXEL_FORMAT_ALPHA_8 || format == PIXEL_FORMAT_ALPHA_U8 || format == PIXEL_FORMAT_ALPHA_F16;
}

static bool has_alpha(int format)
{
    return !(is_yuv(format) || format == PIXEL_FORMAT_RGB_565 || format == PIXEL_FORMAT_RGB_888);
}

/* Bytes of a pixel; of a luma sample in 4:2:0 formats. */
static size_t bytes_of(int format)
{
    static const uint8_t bytes[] = {4, 4, 2, 4, 4, 3, 1, 8, 1, 1, 4, 2, 2, 0, 0, 1, 2};
    return bytes[format];
}

static uint32_t load(const uint8_t *at, size_t bytes)
{
    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint32_t)at[i] << 8 * i;
    return value;
}

/* The pixel at an address, with colours at the depth they are stored in, scaled to 0..1; 565 replicates bits. */
static struct pixel unpack(int format, const uint8_t *at)
{
    uint32_t word = load(at, bytes_of(format) < 4 ? bytes_of(format) : 4);
    switch (format) {
    case ARGB:
        return (struct pixel){at[1] / 255.0, at[2] / 255.0, at[3] / 255.0, at[0] / 255.0};
    case PIXEL_FORMAT_RGB_565: {
        uint32_t r = word >> 11, g = word >> 5 & 63, b = word & 31;
        return (struct pixel){(r << 3 | r >> 2) / 255.0, (g << 2 | g >> 4) / 255.0, (b << 3 | b >> 2) / 255.0, 1};
    }
    case PIXEL_FORMAT_RGBA_8888:
        return (struct pixel){at[0] / 255.0, at[1] / 255.0, at[2] / 255.0, at[3] / 255.0};
    case PIXEL_FORMAT_UNKNOWN:
    case PIXEL_FORMAT_BGRA_8888:
        return (struct pixel){at[2] / 255.0, at[1] / 255.0, at[0] / 255.0, at[3] / 255.0};
    case PIXEL_FORMAT_RGB_888:
        return (struct pixel){at[0] / 255.0, at[1] / 255.0, at[2] / 255.0, 1};
    case PIXEL_FORMAT_ALPHA_8:
    case PIXEL_FORMAT_ALPHA_U8:
        return (struct pixel){0, 0, 0, at[0] / 255.0};
    case PIXEL_FORMAT_ALPHA_F16:
        return (struct pixel){0, 0, 0, half_to_double((uint16_t)word)};
    case PIXEL_FORMAT_RGBA_F16:
        return (struct pixel){half_to_double((uint16_t)load(at, 2)), half_to_double((uint16_t)load(at + 2, 2)),
            half_to_double((uint16_t)load(at + 4, 2)), half_to_double((uint16_t)load(at + 6, 2))};
    default:
        return (struct pixel){(word & 1023) / 1023.0, (word >> 10 & 1023) / 1023.0, (word >> 20 & 1023) / 1023.0,
            (word >> 30) / 3.0};
    }
}

static double unit(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* BT.601, limited range; samples of 8 bits, of 10 bits in steps of a quarter. */
static struct pixel from_yuv(double y, double u, double v)
{
    double luma = (y - 16) / 219, blue = (u - 128) / 224, red = (v - 128) / 224;
    return (struct pixel){unit(luma + 1.402 * red), unit(luma - 0.344136286 * blue - 0.714136286 * red),
        unit(luma + 1.772 * blue), 1};
}

static void to_yuv(struct pixel p, double yuv[3])
{
    double luma = 0.299 * p.r + 0.587 * p.g + 0.114 * p.b;
    yuv[0] = 16 + 219 * luma;
    yuv[1] = 128 + 224 * (p.b - luma) / 1.772;
    yuv[2] = 128 + 224 * (p.r - luma) / 1.402;
}

/* Luma, U and V of a pixel in a buffer of tight rows. */
static void yuv_at(int format, const uint8_t *data, int x, int y, double yuv[3])
{
    bool ten = format == PIXEL_FORMAT_YCBCR_P010 || format == PIXEL_FORMAT_YCRCB_P010;
    bool v_first = format == PIXEL_FORMAT_NV21 || format == PIXEL_FORMAT_YCRCB_P010;
    size_t bytes = ten ? 2 : 1, chroma = (size_t)WIDTH * HEIGHT + (size_t)(y / 2 * 2 * CHROMA_WIDTH + x / 2 * 2);
    double scale = ten ? 256 : 1;
    yuv[0] = load(data + bytes * (size_t)(y * WIDTH + x), bytes) / scale;
    yuv[1] = load(data + bytes * (chroma + v_first), bytes) / scale;
    yuv[2] = load(data + bytes * (chroma + !v_first), bytes) / scale;
}

/* A source whose 2x2 blocks are each of one colour, so that every way to average chroma agrees. */
static void fill_source(int format, uint8_t *data, uint32_t seed)
{
    uint8_t noise[CHROMA_WIDTH * CHROMA_HEIGHT * 8];
    fill_noise(noise, sizeof noise, seed);
    size_t bytes = bytes_of(format);
    if (format == PIXEL_FORMAT_RGBA_F16 || format == PIXEL_FORMAT_ALPHA_F16) {
        for (size_t i = 0; i < sizeof noise; i += 2) {
            uint16_t half = (uint16_t)(load(noise + i, 2) % 0x3c01);
            if (i % 4 == 0)
                half = double_to_half(noise[i] / 255.0);
            noise[i] = (uint8_t)half;
            noise[i + 1] = (uint8_t)(half >> 8);
        }
    }
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            memcpy(data + bytes * (size_t)(y * WIDTH + x), noise + 8 * (y / 2 * CHROMA_WIDTH + x / 2), bytes);
    if (is_yuv(format)) {
        uint8_t *chroma = data + bytes * WIDTH * HEIGHT;
        fill_noise(chroma, bytes * 2 * CHROMA_WIDTH * CHROMA_HEIGHT, seed + 1);
        /* The six low bits of a 10-bit sample are zero. */
        for (size_t i = 0; bytes == 2 && i < 2 * (WIDTH * HEIGHT + 2 * CHROMA_WIDTH * CHROMA_HEIGHT); i += 2)
            data[i] &= 0xc0;
    }
}

/* What is stored and what must be, in units of the format's steps (of 1/255 for halves), and how far apart they may be. */
struct sample {
    double got, expected, tolerance;
};

static int samples_of(int source, int destination, int alpha, struct pixel p, const uint8_t *at, struct sample *out)
{
    bool deep = source == PIXEL_FORMAT_RGBA_F16 || source == PIXEL_FORMAT_RGBA_1010102 || is_yuv(source);
    bool multiplied = alpha == PIXELMAP_ALPHA_TYPE_PREMULTIPLIED && has_alpha(source) && has_alpha(destination);
    bool ten = destination == PIXEL_FORMAT_RGBA_1010102, half = destination == PIXEL_FORMAT_RGBA_F16;
    /* Exact where section 5.3 gives a formula: 8 bits (565 in 8 bits) on one side. */
    bool exact = !is_yuv(source) && !(deep && (ten || destination == PIXEL_FORMAT_RGB_565)) && !(deep && multiplied);
    if (source == PIXEL_FORMAT_RGB_565 && (ten || half))
        exact = false;
    struct pixel c = {unit(p.r), unit(p.g), unit(p.b), unit(p.a)};
    double got[4], colour[3] = {c.r, c.g, c.b};
    if (is_alpha(destination)) {
        bool wide = destination == PIXEL_FORMAT_ALPHA_F16;
        double value = wide ? half_to_double((uint16_t)load(at, 2)) * 255 : at[0];
        double expected = wide ? half_to_double(double_to_half(c.a)) * 255 : floor(255 * c.a + 0.5);
        out[0] = (struct sample){value, expected, 1e-9};
        return 1;
    }
    double steps = destination == PIXEL_FORMAT_RGB_565 ? 31 : ten ? 1023 : 255;
    switch (destination) {
    case PIXEL_FORMAT_RGB_565:
        got[0] = load(at, 2) >> 11;
        got[1] = load(at, 2) >> 5 & 63;
        got[2] = load(at, 2) & 31;
        break;
    default: {
        struct pixel q = unpack(destination, at);
        double scale = half ? 255 : steps;
        got[0] = q.r * scale;
        got[1] = q.g * scale;
        got[2] = q.b * scale;
        got[3] = ten ? q.a * 3 : q.a * 255;
    }
    }
    for (int i = 0; i < 3; i++) {
        double top = destination == PIXEL_FORMAT_RGB_565 && i == 1 ? 63 : steps, expected;
        if (half) {
            expected = half_to_double(double_to_half(multiplied ? colour[i] * c.a : colour[i])) * 255;
        } else if (multiplied && ten) {
            /* With the alpha that is stored: section 6, round(c*a/3). */
            expected = round(round(colour[i] * 1023) * round(c.a * 3) / 3);
        } else if (multiplied) {
            expected = round(floor(255 * colour[i] + 0.5) * floor(255 * c.a + 0.5) / 255);
        } else if (source == PIXEL_FORMAT_RGBA_F16 || top == 255) {
            expected = floor(top * colour[i] + 0.5);
        } else {
            expected = round(top * colour[i]);
        }
        /* Half steps: a product may be rounded twice, once as float. */
        double loose = half ? (multiplied ? 0.13 : 1e-9) : ten && multiplied ? 1 : 1e-9;
        /* Colours outside RGB: the specification does not say whether halves keep them. */
        if (half && is_yuv(source))
            got[i] = 255 * unit(got[i] / 255);
        out[i] = (struct sample){got[i], expected, exact ? loose : ten ? (is_yuv(source) ? 4.1 : 2.1) : half ? 1.01 : 1};
    }
    if (has_alpha(destination)) {
        double expected = ten ? round(3 * c.a) : half ? half_to_double(double_to_half(c.a)) * 255 : floor(255 * c.a + 0.5);
        out[3] = (struct sample){got[3], expected, 1e-9};
        return 4;
    }
    return 3;
}

static void compare(int source, int destination, int alpha, const uint8_t *from, const uint8_t *to)
{
    char what[64];
    snprintf(what, sizeof what, "format %d to %d, alpha type %d", source, destination, alpha);
    size_t bytes = bytes_of(destination);
    size_t row = destination == PIXEL_FORMAT_ALPHA_8 ? 8 : bytes * WIDTH;
    bool same = source == destination &&
        (alpha != PIXELMAP_ALPHA_TYPE_PREMULTIPLIED || !has_alpha(source) || is_alpha(source));
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            const uint8_t *source_pixel = from + bytes_of(source) * (size_t)(y * WIDTH + x);
            const uint8_t *at = to + row * (size_t)y + bytes * (size_t)x;
            struct sample samples[4];
            int count = 3;
            double yuv[3];
            struct pixel p;
            if (is_yuv(source)) {
                yuv_at(source, from, x, y, yuv);
                p = from_yuv(yuv[0], yuv[1], yuv[2]);
            } else {
                p = unpack(source, source_pixel);
            }
            if (same && !is_yuv(source)) {
                if (!check_report(memcmp(at, source_pixel, bytes) == 0, __FILE__, __LINE__, what))
                    fprintf(stderr, ": not the same bytes at %d,%d\n", x, y);
                continue;
            }
            if (is_yuv(destination)) {
                double got[3], expected[3];
                yuv_at(destination, to, x, y, got);
                to_yuv((struct pixel){unit(p.r), unit(p.g), unit(p.b), 1}, expected);
                for (int i = 0; i < 3; i++)
                    samples[i] = (struct sample){got[i], is_yuv(source) ? floor(yuv[i]) : expected[i],
                        is_yuv(source) ? 0 : 1};
            } else {
                count = samples_of(source, destination, alpha, p, at, samples);
            }
            for (int i = 0; i < count; i++) {
                bool holds = fabs(samples[i].got - samples[i].expected) <= samples[i].tolerance;
                if (!check_report(holds, __FILE__, __LINE__, what)) {
                    fprintf(stderr, ": at %d,%d channel %d: got %g, expected %g\n", x, y, i, samples[i].got,
                        samples[i].expected);
                    return;
                }
            }
        }
    }
}

/* Whether the pair can be made at all, and with which call. */
static int mode_of(int source, int destination)
{
    bool p010_source = source == PIXEL_FORMAT_YCBCR_P010 || source == PIXEL_FORMAT_YCRCB_P010;
    if (destination == PIXEL_FORMAT_RGBA_1010102)
        return p010_source ? -1 : 1;
    return destination == PIXEL_FORMAT_YCBCR_P010 || destination == PIXEL_FORMAT_YCRCB_P010 ? -1 : 0;
}

static void pair(int source, int destination, int alpha, uint32_t seed)
{
    uint8_t from[512], to[512];
    size_t source_bytes = bytes_of(source) * WIDTH * HEIGHT, size = sizeof to;
    if (is_yuv(source))
        source_bytes += bytes_of(source) * 2 * CHROMA_WIDTH * CHROMA_HEIGHT;
    fill_source(source, from, seed);
    OH_Pixelmap_InitializationOptions *init = make_init(WIDTH, HEIGHT, destination, source, alpha);
    OH_PixelmapNative *map = NULL;
    int mode = mode_of(source, destination);
    int code = mode == 1
        ? OH_PixelmapNative_CreatePixelmapUsingAllocator(from, source_bytes, init, IMAGE_ALLOCATOR_MODE_AUTO, &map)
        : OH_PixelmapNative_CreatePixelmap(from, source_bytes, init, &map);
    CHECK_EQ(code, mode < 0 ? BAD : OK);
    if (code == OK) {
        CHECK_EQ(OH_PixelmapNative_ReadPixels(map, to, &size), OK);
        compare(source == 0 ? PIXEL_FORMAT_BGRA_8888 : source, destination == 0 ? PIXEL_FORMAT_RGBA_8888 : destination,
            alpha, from, to);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

int main(void)
{
    static const int formats[] = {0, ARGB, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};
    for (size_t s = 0; s < COUNT(formats); s++)
        for (size_t d = 0; d < COUNT(formats); d++)
            for (int alpha = PIXELMAP_ALPHA_TYPE_OPAQUE; alpha <= PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED; alpha++)
                for (uint32_t seed = 0; seed < ROUNDS && check_failed < 40; seed++)
                    if (!(mode_of(formats[s], formats[d]) == 1 && formats[s] == 0))
                        pair(formats[s], formats[d], alpha, seed * 977 + 1);
    return check_failures();
}
