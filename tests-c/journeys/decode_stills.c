/*
 * Still images of every kind that other programs and libraries write, decoded and held against their own readers: PNG of
 * all colour types, depths and transparencies by libpng, icons, TIFF, WBMP and BMP by ImageMagick, WebP by libwebp. Then
 * what the list of formats says, files that are known and not decoded, and headers that claim too much.
 */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>

enum { WIDTH = 53, HEIGHT = 37, PIXELS = WIDTH * HEIGHT };

static OH_PixelmapNative *decode(OH_ImageSourceNative *source, int *code)
{
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    *code = OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map);
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    CHECK((map != NULL) == (*code == IMAGE_SUCCESS));
    return map;
}

static int code_of(const void *data, size_t size)
{
    int code;
    OH_ImageSourceNative *source = kit_source((struct bytes){(uint8_t *)data, size});
    OH_PixelmapNative *map = decode(source, &code);
    if (map)
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    return code;
}

/* The pixels of a file are `wanted`, colours times alpha, up to `allowed`; and it is said to be `mime`. */
static void check_pixels(struct bytes file, const char *mime, const double *wanted, double allowed, bool opaque,
    const char *what)
{
    int code, failed = check_failed;
    OH_ImageSourceNative *source = kit_source(file);
    OH_ImageSource_Info *about = NULL;
    Image_MimeType type = {NULL, 0};
    CHECK_EQ(OH_ImageSourceInfo_Create(&about), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, about), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceInfo_GetMimeType(about, &type), IMAGE_SUCCESS);
    CHECK_STR(type.data ? type.data : "", mime);
    CHECK_EQ(OH_ImageSourceInfo_Release(about), IMAGE_SUCCESS);
    OH_PixelmapNative *map = decode(source, &code);
    CHECK_EQ(code, IMAGE_SUCCESS);
    if (map) {
        struct kit_info info = kit_info(map);
        struct bytes pixels = kit_pixels(map);
        CHECK_EQ(info.width, WIDTH);
        CHECK_EQ(info.height, HEIGHT);
        CHECK_EQ(info.alpha, opaque ? PIXELMAP_ALPHA_TYPE_OPAQUE : PIXELMAP_ALPHA_TYPE_PREMULTIPLIED);
        CHECK_EQ(pixels.size, PIXELS * 4);
        double most = 0;
        for (size_t i = 0; i < PIXELS && pixels.size == PIXELS * 4; i++)
            for (int c = 0; c < 4; c++) {
                double alpha = c < 3 ? floor(wanted[i * 4 + 3] + 0.5) / 255 : 1;
                most = fmax(most, fabs(pixels.data[i * 4 + c] - wanted[i * 4 + c] * alpha));
            }
        if (!check_report(most <= allowed, __FILE__, __LINE__, "pixels"))
            fprintf(stderr, " are off by %.3f\n", most);
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    if (check_failed > failed)
        fprintf(stderr, "  in %s, %s\n", mime, what);
}

static void spread(double *out, const struct judged *image)
{
    for (size_t i = 0; i < PIXELS * 4; i++)
        out[i] = image->depth == 16 ? ((uint16_t *)image->rgba)[i] / 257.0 : image->rgba[i];
}

static void append(png_structp png, png_bytep data, size_t size)
{
    struct bytes *file = png_get_io_ptr(png);
    file->data = realloc(file->data, file->size + size);
    memcpy(file->data + file->size, data, size);
    file->size += size;
}

static void no_flush(png_structp png)
{
    (void)png;
}

/* A PNG of noise that libpng writes, with every filter. */
static struct bytes make_png(int type, int depth, bool interlaced, bool transparent)
{
    static const int channels[] = {1, 0, 3, 1, 2, 0, 4};
    struct bytes file = {0};
    uint64_t state = (uint64_t)(type * 100 + depth);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png)))
        abort();
    png_set_write_fn(png, &file, append, no_flush);
    png_set_filter(png, 0, PNG_ALL_FILTERS);
    png_set_IHDR(png, info, WIDTH, HEIGHT, depth, type, interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    size_t row_bytes = ((size_t)WIDTH * channels[type] * depth + 7) / 8;
    static uint8_t pixels[HEIGHT][WIDTH * 8];
    png_bytep rows[HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
        rows[y] = pixels[y];
        for (size_t i = 0; i < row_bytes; i++)
            pixels[y][i] = (uint8_t)(kit_random(&state) % 3 ? kit_random(&state) : 0x5A);
    }
    if (type == PNG_COLOR_TYPE_PALETTE) {
        png_color colors[256];
        png_byte alpha[256];
        for (int i = 0; i < 1 << depth; i++) {
            colors[i] = (png_color){(png_byte)kit_random(&state), (png_byte)kit_random(&state), (png_byte)(i * 7)};
            alpha[i] = (png_byte)kit_random(&state);
        }
        png_set_PLTE(png, info, colors, 1 << depth);
        if (transparent)
            png_set_tRNS(png, info, alpha, (1 << depth) / 2 + 1, NULL);
    } else if (transparent) {
        /* What many samples are. */
        png_uint_16 value = (png_uint_16)(depth == 16 ? 0x5A5A : 0x5A & ((1 << depth) - 1));
        png_color_16 key = {0, value, value, value, value};
        png_set_tRNS(png, info, NULL, 0, &key);
    }
    png_set_rows(png, info, rows);
    png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_destroy_write_struct(&png, &info);
    return file;
}

static void check_pngs(void)
{
    static const struct {
        int type, depths[6];
    } kinds[] = {{PNG_COLOR_TYPE_GRAY, {1, 2, 4, 8, 16}}, {PNG_COLOR_TYPE_RGB, {8, 16}},
        {PNG_COLOR_TYPE_PALETTE, {1, 2, 4, 8}}, {PNG_COLOR_TYPE_GRAY_ALPHA, {8, 16}}, {PNG_COLOR_TYPE_RGB_ALPHA, {8, 16}}};
    static double wanted[PIXELS * 4];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (const int *depth = kinds[i].depths; *depth; depth++)
            for (int how = 0; how < 4; how++) {
                bool has_alpha = kinds[i].type & PNG_COLOR_MASK_ALPHA, keyed = how & 1 && !has_alpha;
                struct bytes file = make_png(kinds[i].type, *depth, how & 2, keyed);
                struct judged image = judge_png(file);
                char what[64];
                snprintf(what, sizeof what, "type %d, %d bits, case %d", kinds[i].type, *depth, how);
                CHECK_EQ(image.width, WIDTH);
                if (image.width == WIDTH) {
                    spread(wanted, &image);
                    /* Half a step for 16 bits, and half a step for what is multiplied by alpha. */
                    bool rounded = has_alpha || (keyed && kinds[i].type == PNG_COLOR_TYPE_PALETTE);
                    check_pixels(file, "image/png", wanted, (*depth == 16 ? 0.501 : 0) + (rounded ? 0.502 : 0),
                        !has_alpha && !keyed, what);
                }
                judged_free(&image);
                free(file.data);
            }
}

/* What ImageMagick is told to write, %1$s being the run's folder. */
struct made {
    const char *mime, *file, *command;
    double allowed;
    bool opaque;
};

#define IM CONVERT " %1$s/"

static const struct made others[] = {
    {"image/x-icon", "a.ico", IM "rgb.ppm -depth 8 %1$s/a.ico", 0, false},
    {"image/x-icon", "b.ico", IM "rgba.png %1$s/b.ico", 0.502, false},
    {"image/x-icon", "c.ico", IM "rgb.ppm -colors 200 %1$s/c.ico", 0, false},
    {"image/x-icon", "d.ico", IM "rgb.ppm -colors 12 %1$s/d.ico", 0, false},
    {"image/x-icon", "e.ico", IM "rgb.ppm -monochrome %1$s/e.ico", 0, false},
    /* The largest of three is taken, wherever it is. */
    {"image/x-icon", "f.ico", IM "rgb.ppm \\( +clone -crop 16x16+0+0 +repage \\) \\( +clone -negate \\) -swap 0,1 "
                              "%1$s/f.ico && " CONVERT " '%1$s/f.ico[1]' %1$s/f.png", 0, false},
    {"image/wbmp", "a.wbmp", IM "rgb.ppm -monochrome %1$s/a.wbmp", 0, true},
    {"image/tiff", "a.tiff", IM "rgb.ppm -compress lzw %1$s/a.tiff", 0, true},
    {"image/tiff", "b.tiff", IM "rgba.png -compress zip -define tiff:alpha=unassociated %1$s/b.tiff", 0.502, false},
    {"image/tiff", "c.tiff", IM "rgb.ppm -colors 40 -depth 8 -type palette %1$s/c.tiff", 0, true},
    {"image/bmp", "a.bmp", IM "rgb.ppm BMP3:%1$s/a.bmp", 0, true},
    {"image/bmp", "b.bmp", IM "rgb.ppm -colors 100 -compress RLE BMP3:%1$s/b.bmp", 0, true},
    {"image/bmp", "c.bmp", IM "rgb.ppm -monochrome BMP3:%1$s/c.bmp", 0, true},
    /* 5 bits to 8 by repeating bits, or by the nearest value: a step apart. */
    {"image/bmp", "d.bmp", IM "rgb.ppm -define bmp:subtype=RGB565 %1$s/d.bmp", 1, true},
    {"image/webp", "a.webp", "cwebp -quiet -q 70 -f 50 %1$s/rgba.png -o %1$s/a.webp", 0.502, false},
    {"image/webp", "b.webp", "cwebp -quiet -q 90 %1$s/rgb.ppm -o %1$s/b.webp", 0, true},
};

static void check_others(void)
{
    static double wanted[PIXELS * 4];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[1024], command[1024];
        CHECK_EQ(judge_run(text, sizeof text, others[i].command, kit_folder()), 0);
        CHECK_STR(text, "");
        const char *path = kit_path(others[i].file);
        struct bytes file = kit_read(path);
        bool webp = strcmp(others[i].mime, "image/webp") == 0;
        snprintf(command, sizeof command, "%s%s", path, strstr(path, "f.ico") ? "[1]" : "");
        struct judged image = webp ? judge_webp(file) : judge_convert(command, WIDTH, HEIGHT);
        spread(wanted, &image);
        check_pixels(file, others[i].mime, wanted, others[i].allowed, others[i].opaque, others[i].file);
        judged_free(&image);
        free(file.data);
    }
}

static void check_list(void)
{
    static const char *const expected[] = {"image/bmp", "image/gif", "image/jpeg", "image/png", "image/tiff",
        "image/wbmp", "image/webp", "image/x-icon"};
    Image_MimeType *formats = NULL;
    size_t count = 0;
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&formats, &count), IMAGE_SUCCESS);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        bool listed = false;
        for (size_t j = 0; j < count; j++)
            listed |= strcmp(formats[j].data, expected[i]) == 0 && formats[j].size == strlen(expected[i]);
        if (!check_report(listed, __FILE__, __LINE__, expected[i]))
            fprintf(stderr, " is not listed\n");
    }
    for (size_t j = 1; j < count; j++)
        CHECK(strcmp(formats[j - 1].data, formats[j].data) < 0);
}

/* Known by their first bytes, decoded by nothing here: the code of an unknown format, and no guess at another one. */
static void check_unknown(void)
{
    static const char *const heads[] = {"\x13\xAB\xA1\x5C\4\4\1\20\0\0\20\0\0\1\0\0", "\0\0\0\30ftypavif\0\0\0\0mif1avif",
        "\0\0\0\30ftypheic\0\0\0\0mif1heic", "\0\0\0\30ftypmif1\0\0\0\0mif1heic", "<?xml version=\"1.0\"?><svg/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "\0\0\2\0\1\0\20\20\0\0\1\0\1\0\0\0", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        uint8_t data[64] = {0};
        memcpy(data, heads[i], strlen(heads[i]) < 16 ? 16 : strlen(heads[i]));
        CHECK_EQ(code_of(data, sizeof data), IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE);
    }
}

/* A header of 400 megapixels with nothing behind it is refused; one of 36 is a file that was cut. */
static void check_claims(void)
{
    for (int small = 0; small < 2; small++) {
        uint16_t side = small ? 6000 : 20000;
        uint8_t low = (uint8_t)side, high = (uint8_t)(side >> 8);
        const uint8_t gif[37] = {'G', 'I', 'F', '8', '9', 'a', low, high, low, high, 0, 0, 0, 0x2C, 0, 0, 0, 0, low, high,
            low, high, 0x80, 0, 0, 0, 255, 255, 255, 2, 2, 0x44, 1, 0, 0x3B};
        uint8_t bmp[60] = "BM";
        const uint32_t fields[] = {60, 0, 54, 40, side, side, 1 | 24 << 16};
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            for (int b = 0; b < 4; b++)
                bmp[2 + i * 4 + b] = (uint8_t)(fields[i] >> 8 * b);
        const uint8_t wbmp[16] = {0, 0, (uint8_t)(0x80 | side >> 14), (uint8_t)(0x80 | (side >> 7 & 0x7F)), side & 0x7F,
            (uint8_t)(0x80 | side >> 14), (uint8_t)(0x80 | (side >> 7 & 0x7F)), side & 0x7F};
        int expected = small ? IMAGE_SUCCESS : IMAGE_SOURCE_TOO_LARGE;
        if (small && SLOW)
            continue;
        if (!small)
            CHECK_EQ(code_of(gif, sizeof gif), expected);
        CHECK_EQ(code_of(bmp, sizeof bmp), expected);
        CHECK_EQ(code_of(wbmp, sizeof wbmp), expected);
    }
}

static void make_originals(void)
{
    static uint8_t rgb[PIXELS * 3], rgba[PIXELS * 4];
    for (int i = 0; i < PIXELS; i++) {
        int x = i % WIDTH, y = i / WIDTH;
        uint8_t blue = (uint8_t)(x > 30 && y > 20 ? 30 : 200 - x - y);
        const uint8_t pixel[] = {(uint8_t)(x * 4 + 10), (uint8_t)(y * 6 + 5), blue};
        memcpy(rgb + i * 3, pixel, 3);
        memcpy(rgba + i * 4, pixel, 3);
        rgba[i * 4 + 3] = (uint8_t)((x * 4 + y * 7) % 255 + 1);
    }
    FILE *stream = fopen(kit_path("rgb.ppm"), "wb");
    fprintf(stream, "P6\n%d %d\n255\n", WIDTH, HEIGHT);
    CHECK_EQ(fwrite(rgb, 1, sizeof rgb, stream), sizeof rgb);
    CHECK_EQ(fclose(stream), 0);
    png_image png = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGBA};
    CHECK(png_image_write_to_file(&png, kit_path("rgba.png"), 0, rgba, 0, NULL));
}

int main(void)
{
    make_originals();
    check_pngs();
    check_others();
    check_list();
    check_unknown();
    check_claims();
    return kit_done();
}
