/*
 * The judges: decoders and tools that have nothing in common with the library's readers. libjpeg, libpng and libwebp
 * decode in process; everything else is asked of a program.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "check.h"

#include <jpeglib.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <webp/decode.h>

/* Debian's ImageMagick, and no other program of that name. */
#define CONVERT "/usr/bin/convert"

struct bytes {
    uint8_t *data;
    size_t size;
};

/* A decoded image; width 0 if the judge refused the file. */
struct judged {
    int width, height;
    int channels;  /* of the file */
    int depth;     /* bits of a sample in the file, but 8 for less */
    int warnings;  /* what a strict reader complains of */
    bool lossless; /* WebP: VP8L */
    uint8_t *rgba; /* four samples per pixel of 8 bits, or of 16 bits in the machine's order for a 16-bit PNG */
};

static inline void judged_free(struct judged *image)
{
    free(image->rgba);
    memset(image, 0, sizeof *image);
}

struct judge_jump {
    struct jpeg_error_mgr manager;
    jmp_buf jump;
};

static inline void judge_jpeg_error(j_common_ptr common)
{
    longjmp(((struct judge_jump *)common->err)->jump, 1);
}

static inline void judge_jpeg_message(j_common_ptr common)
{
    (void)common;
}

/* A JPEG as RGBA, or with `planes` as YCbCrX: no colour conversion, and chroma samples repeated, not interpolated. */
static inline struct judged judge_jpeg_as(struct bytes file, bool planes)
{
    struct jpeg_decompress_struct jpeg;
    struct judge_jump error;
    struct judged image = {0};
    uint8_t *volatile pixels = NULL;
    jpeg.err = jpeg_std_error(&error.manager);
    error.manager.error_exit = judge_jpeg_error;
    error.manager.output_message = judge_jpeg_message;
    jpeg_create_decompress(&jpeg);
    if (setjmp(error.jump)) {
        free(pixels);
        jpeg_destroy_decompress(&jpeg);
        return image;
    }
    jpeg_mem_src(&jpeg, file.data, file.size);
    jpeg_read_header(&jpeg, TRUE);
    int channels = jpeg.num_components;
    jpeg.out_color_space = planes ? JCS_YCbCr : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg.do_fancy_upsampling = !planes;
    jpeg_start_decompress(&jpeg);
    size_t width = jpeg.output_width, height = jpeg.output_height, samples = jpeg.output_components;
    pixels = malloc(width * height * 4 + width * 3);
    JSAMPROW row = pixels + width * height * 4;
    for (uint8_t *out = pixels; jpeg.output_scanline < jpeg.output_height;) {
        jpeg_read_scanlines(&jpeg, &row, 1);
        for (size_t x = 0; x < width; x++, out += 4) {
            for (int c = 0; c < 3; c++)
                out[c] = row[x * samples + (samples == 3 ? c : 0)];
            out[3] = 255;
        }
    }
    jpeg_finish_decompress(&jpeg);
    image = (struct judged){width, height, channels, 8, (int)error.manager.num_warnings, false, pixels};
    jpeg_destroy_decompress(&jpeg);
    return image;
}

static inline struct judged judge_jpeg(struct bytes file)
{
    return judge_jpeg_as(file, false);
}

static inline void judge_png_read(png_structp png, png_bytep out, size_t size)
{
    struct bytes *rest = png_get_io_ptr(png);
    if (rest->size < size)
        png_error(png, "end of file");
    memcpy(out, rest->data, size);
    rest->data += size;
    rest->size -= size;
}

static inline void judge_png_warning(png_structp png, png_const_charp message)
{
    (void)message;
    ++*(int *)png_get_error_ptr(png);
}

static inline void judge_png_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static inline struct judged judge_png(struct bytes file)
{
    struct judged image = {0};
    int warnings = 0;
    uint8_t *volatile pixels = NULL;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &warnings, judge_png_error, judge_png_warning);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) {
        free(pixels);
        png_destroy_read_struct(&png, &info, NULL);
        return image;
    }
    png_set_read_fn(png, &file, judge_png_read);
    png_read_info(png, info);
    int channels = png_get_channels(png, info), depth = png_get_bit_depth(png, info) == 16 ? 16 : 8;
    size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, depth == 16 ? 65535 : 255, PNG_FILLER_AFTER);
    if (depth == 16)
        png_set_swap(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = png_get_rowbytes(png, info);
    pixels = calloc(height, stride);
    while (passes--)
        for (size_t y = 0; y < height; y++)
            png_read_row(png, pixels + y * stride, NULL);
    png_read_end(png, NULL);
    image = (struct judged){width, height, channels, depth, warnings + (file.size != 0), false, pixels};
    png_destroy_read_struct(&png, &info, NULL);
    return image;
}

static inline struct judged judge_webp(struct bytes file)
{
    struct judged image = {0};
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(file.data, file.size, &features) != VP8_STATUS_OK)
        return image;
    size_t stride = (size_t)features.width * 4, size = stride * features.height;
    uint8_t *pixels = malloc(size);
    if (!WebPDecodeRGBAInto(file.data, file.size, pixels, size, (int)stride)) {
        free(pixels);
        return image;
    }
    return (struct judged){features.width, features.height, 3 + features.has_alpha, 8, 0, features.format == 2, pixels};
}

/* Decodes by the type's name, and counts everything short of a flawless file as a failed check. */
static inline struct judged judge(const char *mime, struct bytes file, int width, int height)
{
    struct judged image = strcmp(mime, "image/jpeg") == 0 ? judge_jpeg(file)
        : strcmp(mime, "image/png") == 0                  ? judge_png(file)
                                                          : judge_webp(file);
    CHECK_EQ(image.width, width);
    CHECK_EQ(image.height, height);
    CHECK_EQ(image.warnings, 0);
    if (image.width != width || image.height != height)
        judged_free(&image);
    return image;
}

/* Runs a program; its exit status, and the first of what it says in `text`. */
static inline int judge_run(char *text, size_t room, const char *format, ...)
{
    char command[4096];
    va_list list;
    va_start(list, format);
    vsnprintf(command, sizeof command, format, list);
    va_end(list);
    size_t length = strlen(command);
    snprintf(command + length, sizeof command - length, " 2>&1");
    FILE *pipe = popen(command, "r");
    size_t got = pipe && room > 1 ? fread(text, 1, room - 1, pipe) : 0;
    if (room)
        text[got] = 0;
    while (pipe && fgetc(pipe) != EOF)
        continue;
    return pipe ? pclose(pipe) : -1;
}

/* ImageMagick's opinion of a file, as 8-bit RGBA. */
static inline struct judged judge_convert(const char *file, int width, int height)
{
    char command[1024];
    size_t size = (size_t)width * height * 4;
    snprintf(command, sizeof command, CONVERT " '%s' -depth 8 rgba:-", file);
    struct judged image = {width, height, 4, 8, 0, false, malloc(size + 1)};
    FILE *pipe = popen(command, "r");
    size_t got = pipe ? fread(image.rgba, 1, size + 1, pipe) : 0;
    CHECK_EQ(pipe ? pclose(pipe) : -1, 0);
    CHECK_EQ(got, size);
    return image;
}

/* Peak signal-to-noise ratio in dB of the first three of four samples; 99 if equal. */
static inline double judge_psnr(const uint8_t *a, const uint8_t *b, size_t pixels)
{
    double sum = 0;
    for (size_t i = 0; i < pixels; i++)
        for (int c = 0; c < 3; c++) {
            int difference = a[i * 4 + c] - b[i * 4 + c];
            sum += difference * difference;
        }
    return sum == 0 ? 99 : 10 * log10(255.0 * 255 * 3 * (double)pixels / sum);
}

/* The greatest difference of any sample. */
static inline int judge_difference(const uint8_t *a, const uint8_t *b, size_t samples)
{
    int most = 0;
    for (size_t i = 0; i < samples; i++) {
        int difference = abs(a[i] - b[i]);
        most = difference > most ? difference : most;
    }
    return most;
}

#endif
