/* Images made by other programs, decoded by the library and by other readers. */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>

enum { WIDTH = 67, HEIGHT = 45 };

/* Decoders differ a little in JPEG and lossy WebP; what they must agree on is 40 dB. Everything else is exact. */
enum how { EXACT, LOSSY };

struct made {
    const char *name, *command; /* %1$s is the run's folder */
    enum how how;
    bool alpha;
};

#define CJPEG "cjpeg -quality 92 -outfile %1$s/out.jpg "
#define IM CONVERT " %1$s/"

static const struct made jpegs[] = {
    {"baseline", CJPEG "%1$s/rgb.ppm", LOSSY, false},
    {"progressive", CJPEG "-progressive %1$s/rgb.ppm", LOSSY, false},
    {"grey", CJPEG "-grayscale %1$s/rgb.ppm", LOSSY, false},
    {"4:4:4", CJPEG "-sample 1x1 %1$s/rgb.ppm", LOSSY, false},
    {"4:2:2", CJPEG "-sample 2x1 %1$s/rgb.ppm", LOSSY, false},
    {"4:4:0", CJPEG "-sample 1x2 %1$s/rgb.ppm", LOSSY, false},
    {"restart", CJPEG "-restart 3B %1$s/rgb.ppm", LOSSY, false},
    {"progressive restart", CJPEG "-progressive -restart 1 %1$s/rgb.ppm", LOSSY, false},
    {"optimised", CJPEG "-optimize -sample 2x2 %1$s/rgb.ppm", LOSSY, false},
    {"RGB", CJPEG "-rgb %1$s/rgb.ppm", LOSSY, false},
    {"CMYK", IM "rgb.ppm -colorspace CMYK -quality 95 %1$s/out.jpg", LOSSY, false},
};

static const struct made pngs[] = {
    {"RGB", IM "rgb.ppm PNG24:%1$s/out.png", EXACT, false},
    {"RGBA", "cp %1$s/rgba.png %1$s/out.png", EXACT, true},
    {"interlaced", IM "rgb.ppm -interlace PNG PNG24:%1$s/out.png", EXACT, false},
    {"interlaced RGBA", IM "rgba.png -interlace PNG PNG32:%1$s/out.png", EXACT, true},
    {"grey", IM "rgb.ppm -colorspace Gray PNG:%1$s/out.png", EXACT, false},
    {"grey alpha", IM "rgba.png -colorspace Gray -define png:color-type=4 %1$s/out.png", EXACT, true},
    {"palette", IM "rgb.ppm -colors 60 PNG8:%1$s/out.png", EXACT, false},
    {"4-bit palette", IM "rgb.ppm -colors 11 -define png:color-type=3 -define png:bit-depth=4 %1$s/out.png", EXACT,
        false},
    {"palette tRNS", IM "rgba.png -channel A -threshold 40%% +channel -colors 40 PNG8:%1$s/out.png", EXACT, true},
    {"RGB tRNS", IM "rgb.ppm -transparent 'rgb(10,5,200)' -define png:color-type=2 %1$s/out.png", EXACT, true},
    {"1-bit", IM "rgb.ppm -monochrome -define png:bit-depth=1 %1$s/out.png", EXACT, false},
    {"16-bit", IM "rgb.ppm -depth 16 -evaluate multiply 0.777 PNG48:%1$s/out.png", EXACT, false},
    {"16-bit RGBA", IM "rgba.png -depth 16 -evaluate multiply 0.777 PNG64:%1$s/out.png", EXACT, true},
    {"16-bit interlaced grey", IM "rgb.ppm -colorspace Gray -depth 16 -evaluate multiply 0.777 -interlace PNG "
                                  "-define png:color-type=0 -define png:bit-depth=16 %1$s/out.png", EXACT, false},
};

static const struct made gifs[] = {
    {"palette", IM "rgb.ppm -colors 200 %1$s/out.gif", EXACT, false},
    {"interlaced", IM "rgb.ppm -colors 9 -interlace GIF %1$s/out.gif", EXACT, false},
    {"transparent", IM "rgba.png -channel A -threshold 40%% +channel -colors 30 %1$s/out.gif", EXACT, true},
    {"smaller first frame", CONVERT " -page 67x45+9+4 '%1$s/rgb.ppm[40x30+3+2]' -colors 50 %1$s/out.gif", EXACT, true},
    {"animation", CONVERT " -delay 10 %1$s/rgb.ppm \\( %1$s/rgb.ppm -flop \\) -colors 60 %1$s/out.gif", EXACT, false},
};

static const struct made bmps[] = {
    {"24-bit", IM "rgb.ppm BMP3:%1$s/out.bmp", EXACT, false},
    {"32-bit", IM "rgba.png -define bmp:format=bmp4 BMP:%1$s/out.bmp", EXACT, true},
    {"8-bit", IM "rgb.ppm -colors 100 -type palette BMP3:%1$s/out.bmp", EXACT, false},
    {"8-bit RLE", IM "rgb.ppm -colors 20 -type palette -compress RLE BMP3:%1$s/out.bmp", EXACT, false},
    {"1-bit", IM "rgb.ppm -monochrome BMP3:%1$s/out.bmp", EXACT, false},
};

static const struct made webps[] = {
    {"lossy", "cwebp -quiet -q 80 %1$s/rgb.ppm -o %1$s/out.webp", LOSSY, false},
    {"lossless", "cwebp -quiet -lossless %1$s/rgb.ppm -o %1$s/out.webp", EXACT, false},
    {"lossy alpha", "cwebp -quiet -q 80 %1$s/rgba.png -o %1$s/out.webp", LOSSY, true},
    {"lossless alpha", "cwebp -quiet -lossless -exact %1$s/rgba.png -o %1$s/out.webp", EXACT, true},
    {"animation", IM "rgb.ppm -delay 10 -colors 60 \\( +clone -flop \\) %1$s/out.gif && gif2webp -quiet %1$s/out.gif "
                     "-o %1$s/out.webp", EXACT, true}, /* its header says so */
};

static uint8_t premultiplied(int colour, int alpha)
{
    return (uint8_t)floor(colour * alpha / 255.0 + 0.5);
}

/* What the file holds, according to the judge: 8-bit RGBA that is not premultiplied. */
static struct judged judge_file(const char *mime, const char *path, struct bytes file)
{
    struct judged image = strcmp(mime, "image/jpeg") == 0 ? judge_jpeg(file)
        : strcmp(mime, "image/png") == 0                  ? judge_png(file)
        : strcmp(mime, "image/webp") == 0                 ? judge_webp(file)
                                                          : (struct judged){0};
    if (!image.rgba) {
        char first[300];
        snprintf(first, sizeof first, "%s[0]' -background none -flatten '+page", path);
        image = judge_convert(first, WIDTH, HEIGHT);
    }
    for (int i = 0; image.depth == 16 && i < WIDTH * HEIGHT * 4; i++)
        image.rgba[i] = (uint8_t)floor(((uint16_t *)image.rgba)[i] * 255.0 / 65535 + 0.5);
    return image;
}

static OH_PixelmapNative *decode(OH_ImageSourceNative *source, int format)
{
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, format), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    return map;
}

static void check_info(OH_ImageSourceNative *source, const char *mime)
{
    OH_ImageSource_Info *info = NULL;
    Image_MimeType type = {0};
    uint32_t width = 0, height = 0;
    bool hdr = true;
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, info), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &width), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceInfo_GetHeight(info, &height), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceInfo_GetDynamicRange(info, &hdr), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceInfo_GetMimeType(info, &type), IMAGE_SUCCESS);
    CHECK_EQ(width, WIDTH);
    CHECK_EQ(height, HEIGHT);
    CHECK(!hdr);
    CHECK_STR(type.data, mime);
    CHECK_EQ(type.size, strlen(mime));
    CHECK_EQ(OH_ImageSourceInfo_Release(info), IMAGE_SUCCESS);
}

/* RGBA_8888 and then every other format that can be asked for, from the judge's pixels. */
static void check_formats(OH_ImageSourceNative *source, const struct judged *image, const struct made *made)
{
    static uint8_t want[WIDTH * HEIGHT * 4];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        for (int c = 0; c < 3; c++)
            want[i * 4 + c] = premultiplied(image->rgba[i * 4 + c], image->rgba[i * 4 + 3]);
        want[i * 4 + 3] = image->rgba[i * 4 + 3];
    }
    OH_PixelmapNative *map = decode(source, 0);
    struct kit_info info = kit_info(map);
    CHECK_EQ(info.width, WIDTH);
    CHECK_EQ(info.height, HEIGHT);
    CHECK_EQ(info.stride, WIDTH * 4);
    CHECK_EQ(info.format, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(info.alpha, made->alpha ? PIXELMAP_ALPHA_TYPE_PREMULTIPLIED : PIXELMAP_ALPHA_TYPE_OPAQUE);
    struct bytes rgba = kit_pixels(map);
    CHECK_EQ(rgba.size, sizeof want);
    for (int i = 3; i < WIDTH * HEIGHT * 4; i += 4)
        CHECK(rgba.data[i] == want[i]);
    double psnr = judge_psnr(rgba.data, want, WIDTH * HEIGHT);
    if (getenv("JOURNEYS_SHOW"))
        printf("  %s: %.2f dB\n", made->name, psnr);
    CHECK(psnr >= (made->how == EXACT ? 99 : 40));
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);

    /* The other formats follow from these pixels, up to rounding. For YUV see check_contrast. */
    for (int format = 2; format <= 9; format++) {
        map = decode(source, format);
        info = kit_info(map);
        struct bytes pixels = kit_pixels(map);
        CHECK_EQ(info.width, WIDTH);
        CHECK_EQ(info.height, HEIGHT);
        CHECK(info.format == format || (format == PIXEL_FORMAT_RGBA_F16 && info.format == PIXEL_FORMAT_RGBA_8888));
        int wrong = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            const uint8_t *from = rgba.data + i * 4;
            if (format == PIXEL_FORMAT_RGB_888 && !made->alpha)
                wrong += memcmp(pixels.data + i * 3, from, 3) != 0;
            if (format == PIXEL_FORMAT_BGRA_8888)
                for (int c = 0; c < 4; c++)
                    wrong += pixels.data[i * 4 + c] != from[c == 3 ? 3 : 2 - c];
            if (format == PIXEL_FORMAT_RGB_565 && !made->alpha) {
                int word = pixels.data[i * 2] | pixels.data[i * 2 + 1] << 8;
                wrong += fabs(from[0] / 255.0 - (word >> 11) / 31.0) > 0.51 / 31;
                wrong += fabs(from[1] / 255.0 - (word >> 5 & 63) / 63.0) > 0.51 / 63;
                wrong += fabs(from[2] / 255.0 - (word & 31) / 31.0) > 0.51 / 31;
            }
            if (format == PIXEL_FORMAT_ALPHA_8)
                wrong += pixels.data[i / WIDTH * ((WIDTH + 3) / 4 * 4) + i % WIDTH] != from[3];
        }
        CHECK_EQ(wrong, 0);
        bool opaque = format == 2 || format == 5 || format >= 8;
        if (opaque)
            CHECK_EQ(info.alpha, PIXELMAP_ALPHA_TYPE_OPAQUE);
        /* Packed again without loss, every opaque source must still look like itself. */
        if (!made->alpha && format != PIXEL_FORMAT_ALPHA_8 && format < PIXEL_FORMAT_NV21) {
            struct bytes packed = kit_pack(NULL, map, "image/png", 0);
            struct judged again = judge_png(packed);
            for (int i = 0; again.depth == 16 && i < WIDTH * HEIGHT * 4; i++)
                again.rgba[i] = (uint8_t)floor(((uint16_t *)again.rgba)[i] / 257.0 + 0.5);
            double kept = again.rgba ? judge_psnr(again.rgba, rgba.data, WIDTH * HEIGHT) : 0;
            if (!check_report(kept >= (format == PIXEL_FORMAT_RGB_565 ? 35 : 99), __FILE__, __LINE__, "look kept"))
                fprintf(stderr, ": %.2f dB by way of format %d\n", kept, format);
            judged_free(&again);
            free(packed.data);
        }
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    free(rgba.data);
}

static void check_made(const struct made *list, size_t count, const char *mime)
{
    char text[1024];
    for (size_t i = 0; i < count; i++) {
        int failed = check_failed;
        CHECK_EQ(judge_run(text, sizeof text, list[i].command, kit_folder()), 0);
        CHECK_STR(text, "");
        char name[16];
        snprintf(name, sizeof name, "out.%s", strcmp(mime, "image/jpeg") ? mime + 6 : "jpg");
        const char *path = kit_path(name);
        struct bytes file = kit_read(path);
        struct judged image = judge_file(mime, path, file);
        OH_ImageSourceNative *source = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
        check_info(source, mime);
        check_formats(source, &image, &list[i]);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        judged_free(&image);
        free(file.data);
        remove(path);
        if (check_failed > failed)
            fprintf(stderr, "  in %s, %s\n", mime, list[i].name);
    }
}

/* Decoded to YUV and packed, black stays black and white stays white, whatever range the planes have in between. */
static void check_contrast(void)
{
    static uint8_t grey[256 * 8];
    for (int i = 0; i < 256 * 8; i++)
        grey[i] = (uint8_t)i;
    png_image png = {.version = PNG_IMAGE_VERSION, .width = 256, .height = 8, .format = PNG_FORMAT_GRAY};
    CHECK(png_image_write_to_file(&png, kit_path("grey.png"), 0, grey, 0, NULL));
    struct bytes file = kit_read(kit_path("grey.png"));
    OH_ImageSourceNative *source = kit_source(file);
    for (int format = PIXEL_FORMAT_NV21; format <= PIXEL_FORMAT_NV12; format++)
        for (int jpeg = 0; jpeg < 2; jpeg++) {
            OH_PixelmapNative *map = decode(source, format);
            const char *mime = jpeg ? "image/jpeg" : "image/png";
            struct bytes packed = kit_pack(NULL, map, mime, 100);
            struct judged image = judge(mime, packed, 256, 8);
            int most = 0;
            for (int i = 0; image.rgba && i < 256 * 8; i++)
                most = abs(image.rgba[i * 4 + 1] - grey[i]) > most ? abs(image.rgba[i * 4 + 1] - grey[i]) : most;
            if (!check_report(most <= 3, __FILE__, __LINE__, "contrast kept"))
                fprintf(stderr, ": %d steps off in %s by way of format %d\n", most, mime, format);
            judged_free(&image);
            free(packed.data);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(file.data);
}

/* The images that the other programs start from: slopes, a few hard edges, and alpha of all values. */
static void make_pixels(void)
{
    static uint8_t rgb[WIDTH * HEIGHT * 3], rgba[WIDTH * HEIGHT * 4];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint8_t *out = rgb + (y * WIDTH + x) * 3, *outa = rgba + (y * WIDTH + x) * 4;
            out[0] = (uint8_t)(x * 3 + 10);
            out[1] = (uint8_t)(y * 5 + 5);
            out[2] = (uint8_t)(x > 40 && x < 50 && y > 20 ? 30 : 200 - x - y);
            memcpy(outa, out, 3);
            outa[3] = (uint8_t)((x * 4 + y * 7) % 256);
        }
    FILE *stream = fopen(kit_path("rgb.ppm"), "wb");
    fprintf(stream, "P6\n%d %d\n255\n", WIDTH, HEIGHT);
    CHECK_EQ(fwrite(rgb, 1, sizeof rgb, stream), sizeof rgb);
    CHECK_EQ(fclose(stream), 0);
    png_image png = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGBA};
    CHECK(png_image_write_to_file(&png, kit_path("rgba.png"), 0, rgba, 0, NULL));
}

#define ALL(list) list, sizeof list / sizeof *list

int main(void)
{
    make_pixels();
    check_made(ALL(jpegs), "image/jpeg");
    check_made(ALL(pngs), "image/png");
    check_made(ALL(gifs), "image/gif");
    check_made(ALL(bmps), "image/bmp");
    check_made(ALL(webps), "image/webp");
    check_contrast();
    return kit_done();
}
