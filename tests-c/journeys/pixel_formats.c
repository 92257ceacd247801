/*
 * Every pixel format with every alpha type to every file format. What a file must hold is worked out here in floating
 * point, from the meaning of the formats alone, and compared with what other readers find in it.
 */
#include "kit.h"

/* A pixel as its format means it: 0 to 1, colours as they are stored, premultiplied or not. */
struct pixel {
    double rgb[3], a;
};

struct image {
    int format, alpha, width, height;
    struct bytes bytes;
    struct pixel *pixels;
};

enum { ALPHA_ONLY = 1, YUV = 2, HAS_ALPHA = 4 };

static int kind_of(int format)
{
    switch (format) {
    case PIXEL_FORMAT_ALPHA_8:
    case PIXEL_FORMAT_ALPHA_U8:
    case PIXEL_FORMAT_ALPHA_F16:
        return ALPHA_ONLY;
    case PIXEL_FORMAT_NV12:
    case PIXEL_FORMAT_NV21:
    case PIXEL_FORMAT_YCBCR_P010:
    case PIXEL_FORMAT_YCRCB_P010:
        return YUV;
    case PIXEL_FORMAT_RGB_565:
    case PIXEL_FORMAT_RGB_888:
        return 0;
    }
    return HAS_ALPHA;
}

static double clamp(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* The half that is nearest to a number of at least 2^-14, or 0. */
static uint16_t half_of(double value)
{
    int exponent;
    double mantissa = frexp(fabs(value), &exponent);
    if (mantissa == 0 || exponent < -13)
        return 0;
    unsigned bits = (unsigned)lround(mantissa * 2048) - 1024 + ((unsigned)(exponent + 14) << 10);
    return (uint16_t)(bits | (value < 0 ? 0x8000 : 0));
}

static double half_value(uint16_t half)
{
    double value = half & 0x7C00 ? ldexp(1024 + (half & 1023), (half >> 10 & 31) - 25) : 0;
    return half & 0x8000 ? -value : value;
}

static void put16(uint8_t *out, unsigned value)
{
    out[0] = (uint8_t)value;
    out[1] = (uint8_t)(value >> 8);
}

/* `value`, 0 to 1, as one of `most` + 1 steps: the step goes to `step`, its true value comes back. */
static double quantise(double value, unsigned most, unsigned *step)
{
    *step = (unsigned)floor(clamp(value) * most + 0.5);
    return (double)*step / most;
}

/* Gentle slopes, so that no file format has an excuse; alpha from 0 to 1. */
static struct pixel slope(const struct image *image, int x, int y)
{
    bool tiny = image->width * image->height == 1;
    struct pixel pixel = {{(30 + 3 * x) / 255.0, (40 + 4 * y) / 255.0, (210 - x - 2 * y) / 255.0},
        clamp((tiny ? 200 : 5 * x + 3 * y) / 255.0)};
    return pixel;
}

static void fill_rgb(struct image *image, int x, int y, uint8_t *row)
{
    struct pixel pixel = slope(image, x, y);
    bool premultiplied = kind_of(image->format) == HAS_ALPHA && image->alpha != PIXELMAP_ALPHA_TYPE_OPAQUE
        && image->alpha != PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED;
    unsigned step[4];
    switch (image->format) {
    case PIXEL_FORMAT_RGB_565: {
        quantise(pixel.rgb[0], 31, &step[0]);
        quantise(pixel.rgb[1], 63, &step[1]);
        quantise(pixel.rgb[2], 31, &step[2]);
        put16(row + x * 2, step[0] << 11 | step[1] << 5 | step[2]);
        pixel = (struct pixel){{(step[0] << 3 | step[0] >> 2) / 255.0, (step[1] << 2 | step[1] >> 4) / 255.0,
                                   (step[2] << 3 | step[2] >> 2) / 255.0}, 1};
        break;
    }
    case PIXEL_FORMAT_RGB_888:
        for (int c = 0; c < 3; c++) {
            pixel.rgb[c] = quantise(pixel.rgb[c], 255, &step[c]);
            row[x * 3 + c] = (uint8_t)step[c];
        }
        pixel.a = 1;
        break;
    case PIXEL_FORMAT_RGBA_8888:
    case PIXEL_FORMAT_BGRA_8888:
        pixel.a = quantise(pixel.a, 255, &step[3]);
        for (int c = 0; c < 3; c++) {
            pixel.rgb[c] = quantise(pixel.rgb[c] * (premultiplied ? pixel.a : 1), 255, &step[c]);
            row[x * 4 + (image->format == PIXEL_FORMAT_RGBA_8888 ? c : 2 - c)] = (uint8_t)step[c];
        }
        row[x * 4 + 3] = (uint8_t)step[3];
        break;
    case PIXEL_FORMAT_RGBA_1010102: {
        pixel.a = quantise(pixel.a, 3, &step[3]);
        for (int c = 0; c < 3; c++)
            pixel.rgb[c] = quantise(pixel.rgb[c] * (premultiplied ? pixel.a : 1), 1023, &step[c]);
        uint32_t word = step[0] | step[1] << 10 | step[2] << 20 | (uint32_t)step[3] << 30;
        put16(row + x * 4, word & 0xFFFF);
        put16(row + x * 4 + 2, word >> 16);
        break;
    }
    case PIXEL_FORMAT_RGBA_F16: {
        /* Some numbers lie outside 0 to 1: they count as the nearest that is inside. */
        double stretch = premultiplied || image->width < 17 ? 1 : 1.4;
        pixel.a = half_value(half_of(pixel.a));
        for (int c = 0; c < 3; c++) {
            uint16_t half = half_of((pixel.rgb[c] * stretch - (stretch - 1)) * (premultiplied ? pixel.a : 1));
            pixel.rgb[c] = clamp(half_value(half));
            put16(row + x * 8 + c * 2, half);
        }
        put16(row + x * 8 + 6, half_of(pixel.a));
        break;
    }
    default: /* alpha alone */
        if (image->format == PIXEL_FORMAT_ALPHA_F16) {
            put16(row + x * 2, half_of(pixel.a));
        } else {
            pixel.a = quantise(pixel.a, 255, &step[3]);
            row[x] = (uint8_t)step[3];
        }
        pixel.rgb[0] = pixel.rgb[1] = pixel.rgb[2] = 0;
    }
    if (image->alpha == PIXELMAP_ALPHA_TYPE_OPAQUE && kind_of(image->format) == HAS_ALPHA)
        pixel.a = 1;
    image->pixels[y * image->width + x] = pixel;
}

/* Luma and chroma slopes that cross each other, so that some colours are none of RGB's. BT.601, full range. */
static void fill_yuv(struct image *image)
{
    int w = image->width, h = image->height, pairs = (w + 1) / 2;
    bool deep = image->format == PIXEL_FORMAT_YCBCR_P010 || image->format == PIXEL_FORMAT_YCRCB_P010;
    bool v_first = image->format == PIXEL_FORMAT_NV21 || image->format == PIXEL_FORMAT_YCRCB_P010;
    int bytes = deep ? 2 : 1, scale = deep ? 4 : 1;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int luma = (20 + 3 * x + y / 2) * scale + (deep ? x % 4 : 0);
            int chroma[2] = {(210 - 2 * (x / 2) - y / 2 * 3) * scale, (70 + 5 * (x / 2)) * scale};
            uint8_t *at = image->bytes.data + (y * w + x) * bytes;
            uint8_t *pair = image->bytes.data + (w * h + (y / 2 * pairs + x / 2) * 2) * bytes;
            for (int c = 0; c < 2; c++) {
                uint8_t *sample = pair + (v_first ? 1 - c : c) * bytes;
                deep ? put16(sample, (unsigned)chroma[c] << 6) : (void)(*sample = (uint8_t)chroma[c]);
            }
            deep ? put16(at, (unsigned)luma << 6) : (void)(*at = (uint8_t)luma);
            double most = 256 * scale - 1, l = luma / most;
            double cb = (chroma[0] - 128 * scale) / most, cr = (chroma[1] - 128 * scale) / most;
            image->pixels[y * w + x] = (struct pixel){{clamp(l + 1.402 * cr),
                clamp(l - (0.114 * 1.772 * cb + 0.299 * 1.402 * cr) / 0.587), clamp(l + 1.772 * cb)}, 1};
        }
}

static struct image make(int format, int alpha, int width, int height)
{
    static const int row_bytes[] = {0, 0, 2, 4, 4, 3, 1, 8, 1, 1, 4, 2, 2, 0, 0, 1, 2};
    struct image image = {format, alpha, width, height, {0}, malloc(sizeof(struct pixel) * width * height)};
    size_t row = (size_t)row_bytes[format] * width;
    if (format == PIXEL_FORMAT_ALPHA_8)
        row = (row + 3) / 4 * 4;
    image.bytes.size = row * height;
    if (kind_of(format) == YUV)
        image.bytes.size += (size_t)row_bytes[format] * ((width + 1) / 2) * 2 * ((height + 1) / 2);
    image.bytes.data = calloc(1, image.bytes.size);
    if (kind_of(format) == YUV)
        fill_yuv(&image);
    else
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                fill_rgb(&image, x, y, image.bytes.data + row * y);
    return image;
}

static bool straight(const struct image *image)
{
    return kind_of(image->format) != HAS_ALPHA || image->alpha == PIXELMAP_ALPHA_TYPE_OPAQUE
        || image->alpha == PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED;
}

/*
 * What a file with alpha shows, and what one without alpha shows: over black. A file of 8 bits is made from pixels that
 * were rounded to 8 bits first, unless alpha has to be divided out: deep pixels are rounded behind that.
 */
static struct pixel shown(const struct image *image, int i, bool over_black, int depth)
{
    struct pixel pixel = image->pixels[i];
    unsigned step;
    bool deep = image->format == PIXEL_FORMAT_RGBA_F16 || image->format == PIXEL_FORMAT_RGBA_1010102;
    bool round_first = depth == 8 && (over_black || straight(image) || !deep);
    for (int c = 0; round_first && c < 3; c++)
        pixel.rgb[c] = quantise(pixel.rgb[c], 255, &step);
    if (round_first)
        pixel.a = quantise(pixel.a, 255, &step);
    for (int c = 0; c < 3; c++) {
        if (over_black && straight(image))
            pixel.rgb[c] *= pixel.a;
        if (!over_black && !straight(image))
            pixel.rgb[c] = pixel.a > 0 ? fmin(1, pixel.rgb[c] / pixel.a) : 0;
    }
    return pixel;
}

/*
 * The greatest distance, in steps of the file, between a lossless file and what it must hold: of the pixels that can
 * be seen, or of the colours that alpha 0 hides.
 */
static double distance(const struct image *image, const struct judged *file, bool hidden)
{
    double most = 0, scale = file->depth == 16 ? 65535 : 255;
    for (int i = 0; i < image->width * image->height; i++) {
        struct pixel pixel = shown(image, i, false, file->depth);
        for (int c = 0; (pixel.a == 0) == hidden && c < 4; c++) {
            double sample = file->depth == 16 ? ((uint16_t *)file->rgba)[i * 4 + c] : file->rgba[i * 4 + c];
            most = fmax(most, fabs(sample - scale * (c < 3 ? pixel.rgb[c] : pixel.a)));
        }
    }
    return most;
}

/* dB of a lossy file's colours, over black. */
static double quality(const struct image *image, const struct judged *file)
{
    double sum = 0;
    bool grey = kind_of(image->format) == ALPHA_ONLY && file->channels == 1;
    for (int i = 0; i < image->width * image->height; i++) {
        struct pixel pixel = shown(image, i, true, 8);
        for (int c = 0; c < 3; c++) {
            double sample = file->rgba[i * 4 + c] * (file->rgba[i * 4 + 3] / 255.0);
            sum += pow(sample - 255 * (grey ? pixel.a : pixel.rgb[c]), 2);
        }
    }
    return sum == 0 ? 99 : fmin(99, 10 * log10(255.0 * 255 * 3 * image->width * image->height / sum));
}

/* Whether luma and chroma are in the file as they were in memory, up to what quality 100 rounds away. */
static void check_planes(const struct image *image, struct bytes file)
{
    struct judged planes = judge_jpeg_as(file, true);
    int w = image->width, h = image->height, v_first = image->format == PIXEL_FORMAT_NV21, most = 0;
    for (int i = 0; planes.rgba && i < w * h; i++) {
        const uint8_t *pair = image->bytes.data + w * h + (i / w / 2 * (w / 2) + i % w / 2) * 2;
        uint8_t want[3] = {image->bytes.data[i], pair[v_first], pair[!v_first]};
        int difference = judge_difference(want, planes.rgba + i * 4, 3);
        most = difference > most ? difference : most;
    }
    CHECK_EQ(planes.width, w);
    CHECK(most <= 2);
    judged_free(&planes);
}

static void check_file(const struct image *image, const char *mime, int level, struct bytes packed)
{
    struct judged file = judge(mime, packed, image->width, image->height);
    int kind = kind_of(image->format), failed = check_failed;
    bool opaque = kind == YUV || kind == 0 || (kind == HAS_ALPHA && image->alpha == PIXELMAP_ALPHA_TYPE_OPAQUE);
    bool deep = image->format == PIXEL_FORMAT_RGBA_F16 || (image->format >= PIXEL_FORMAT_RGBA_1010102
        && image->format <= PIXEL_FORMAT_YCRCB_P010);
    double measured = 0;
    if (!file.rgba)
        return;
    if (strcmp(mime, "image/jpeg") == 0) {
        CHECK_EQ(file.channels, kind == ALPHA_ONLY ? 1 : 3);
        measured = quality(image, &file);
        CHECK(measured >= (kind == ALPHA_ONLY ? 71 : kind == YUV ? 45.5 : 38));
        if ((image->format == PIXEL_FORMAT_NV12 || image->format == PIXEL_FORMAT_NV21) && image->width % 2 == 0
            && image->height % 2 == 0)
            check_planes(image, packed);
    } else if (strcmp(mime, "image/webp") == 0 && level < 100) {
        CHECK(!file.lossless);
        CHECK_EQ(file.channels, opaque ? 3 : 4);
        measured = quality(image, &file);
        CHECK(measured >= 36);
        for (int i = 0; i < image->width * image->height; i++)
            CHECK(fabs(file.rgba[i * 4 + 3] - 255 * image->pixels[i].a) <= 0.51);
    } else {
        bool png = strcmp(mime, "image/png") == 0;
        CHECK(file.lossless != png);
        int channels = opaque ? 3 : png && kind == ALPHA_ONLY ? 2 : 4;
        int depth = png && deep ? 16 : 8;
        /* A PNG may say the same with less; the pixels are what counts. */
        CHECK(png ? file.channels <= channels && file.depth <= depth : file.channels == channels && file.depth == depth);
        /* Half a step is rounding; the rest is the library's for counting in single precision. */
        measured = distance(image, &file, false);
        CHECK(measured <= 0.51);
        CHECK(distance(image, &file, true) <= 0.51);
    }
    if (getenv("JOURNEYS_SHOW") || check_failed > failed)
        fprintf(stderr, "  format %d alpha %d %dx%d %s %d: %.3f\n", image->format, image->alpha, image->width,
            image->height, mime, level, measured);
    judged_free(&file);
}

static void check_refused(OH_PixelmapNative *map, const char *mime)
{
    OH_PackingOptions *options = kit_options(mime, 90);
    uint8_t out[4096];
    size_t size = sizeof out;
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(kit_packer(), options, map, out, &size), IMAGE_ENCODE_FAILED);
    CHECK_EQ(size, sizeof out);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
}

static void check_image(int format, int alpha, int width, int height)
{
    static const struct {
        const char *mime;
        int level;
    } targets[] = {{"image/jpeg", 100}, {"image/png", 0}, {"image/webp", 80}, {"image/webp", 100}};
    struct image image = make(format, alpha, width, height);
    OH_PixelmapNative *map = kit_map(format, alpha, width, height, image.bytes.data, image.bytes.size);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (format == PIXEL_FORMAT_ALPHA_F16) {
            check_refused(map, targets[i].mime);
            continue;
        }
        struct bytes packed = kit_pack(NULL, map, targets[i].mime, targets[i].level);
        check_file(&image, targets[i].mime, targets[i].level, packed);
        free(packed.data);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    free(image.bytes.data);
    free(image.pixels);
}

int main(void)
{
    static const int formats[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};
    static const int sizes[][2] = {{1, 1}, {2, 2}, {3, 5}, {17, 31}, {64, 48}};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++)
        for (int alpha = 0; alpha <= 3; alpha++)
            for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
                check_image(formats[f], alpha, sizes[s][0], sizes[s][1]);
    return kit_done();
}
