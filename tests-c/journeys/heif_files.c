/*
 * HEIF from and to others: what is packed here is looked at by libheif's tools of the system and by exiftool, and what
 * heif-enc wrote is decoded here.
 */
#include "kit.h"

#include <multimedia/image_framework/image/image_source_native.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Runs a program that must succeed. */
#define RUN(...) CHECK_EQ(judge_run(NULL, 0, __VA_ARGS__), 0)

static OH_ImageSourceNative *open_path(const char *path)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), IMAGE_SUCCESS);
    return source;
}

/* Decodes with options that `set` changes; NULL if that cannot be done. */
static OH_PixelmapNative *try_decode(OH_ImageSourceNative *source, void (*set)(OH_DecodingOptions *, int), int value)
{
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    set(options, value);
    OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map);
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    return map;
}

static void set_format(OH_DecodingOptions *options, int format)
{
    CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, format), IMAGE_SUCCESS);
}

static void set_hdr(OH_DecodingOptions *options, int range)
{
    CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(options, range), IMAGE_SUCCESS);
}

static void set_width(OH_DecodingOptions *options, int width)
{
    Image_Size size = {(uint32_t)width, (uint32_t)width * 2 / 3};
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, &size), IMAGE_SUCCESS);
}

static OH_PixelmapNative *decode(OH_ImageSourceNative *source, int format)
{
    OH_PixelmapNative *map = try_decode(source, set_format, format);
    CHECK(map != NULL);
    return map;
}

static OH_PixelmapNative *decode_hdr(OH_ImageSourceNative *source)
{
    OH_PixelmapNative *map = try_decode(source, set_hdr, IMAGE_DYNAMIC_RANGE_HDR);
    CHECK(map != NULL);
    return map;
}

/* The file as libheif's tool decodes it, with 8 bits. */
static struct judged judge_heif(const char *heic)
{
    const char *png = kit_path("judged.png");
    RUN("heif-convert '%s' '%s' && " CONVERT " '%s' -depth 8 '%s'", heic, png, png, png);
    struct bytes file = kit_read(png);
    struct judged image = judge_png(file);
    free(file.data);
    return image;
}

static bool contains(struct bytes file, const char *text, size_t length)
{
    return memmem(file.data, file.size, text, length) != NULL;
}

/* Writes `with` over the box of this type in a file: its type, and what it begins with. */
static void change_box(const char *path, const char *type, const char *with, size_t length)
{
    struct bytes file = kit_read(path);
    uint8_t *found = memmem(file.data, file.size, type, strlen(type));
    CHECK(found != NULL);
    if (found)
        memcpy(found, with, length);
    kit_write(path, file);
    free(file.data);
}

/* Photos at several qualities: each has at least `floor` dB, as measured less half a decibel. */
static void photos_are_read_by_others(void)
{
    static const struct {
        const char *name;
        int quality;
        double floor;
    } rows[] = {{"astronaut.png", 40, 32}, {"astronaut.png", 80, 36}, {"chelsea.png", 60, 36}, {"coffee.png", 60, 33},
        {"rocket.jpg", 60, 34}, {"rocket.jpg", 100, 34.5}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char path[1024], info[4096];
        snprintf(path, sizeof path, TEST_IMAGES "/%s", rows[i].name);
        OH_ImageSourceNative *source = open_path(path);
        OH_PixelmapNative *map = decode(source, PIXEL_FORMAT_RGBA_8888);
        struct bytes pixels = kit_pixels(map);
        struct kit_info about = kit_info(map);
        struct bytes heic = kit_pack(NULL, map, "image/heic", rows[i].quality);
        const char *packed = kit_path("packed.heic");
        kit_write(packed, heic);
        CHECK_EQ(judge_run(info, sizeof info, "heif-info '%s'", packed), 0);
        CHECK(strstr(info, "main brand: heic") && strstr(info, "color profile: prof") && strstr(info, "alpha channel: no"));

        struct judged judged = judge_heif(packed);
        CHECK_EQ(judged.width, about.width);
        CHECK_EQ(judged.height, about.height);
        double psnr = judge_psnr(judged.rgba, pixels.data, pixels.size / 4);
        if (getenv("JOURNEYS_SHOW"))
            printf("%s %d: %zu bytes, %.2f dB\n", rows[i].name, rows[i].quality, heic.size, psnr);
        CHECK(psnr >= rows[i].floor);

        OH_ImageSourceNative *again = open_path(packed);
        OH_PixelmapNative *own = decode(again, PIXEL_FORMAT_RGBA_8888);
        struct bytes own_pixels = kit_pixels(own);
        CHECK_EQ(own_pixels.size, pixels.size);
        CHECK(judge_psnr(judged.rgba, own_pixels.data, pixels.size / 4) > 45);

        free(own_pixels.data);
        judged_free(&judged);
        free(heic.data);
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&own), IMAGE_SUCCESS);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(again), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    }
}

/* Every pixel format is what it is as PNG, to libheif's tools: colours over black. */
static void formats_and_alpha(void)
{
    enum { SIDE = 64 };
    static const int formats[] = {PIXEL_FORMAT_RGB_565, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_BGRA_8888,
        PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_RGBA_F16, PIXEL_FORMAT_NV21, PIXEL_FORMAT_NV12};
    static uint8_t rgba[SIDE * SIDE * 4];
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            uint8_t *pixel = rgba + (y * SIDE + x) * 4;
            pixel[0] = (uint8_t)(x * 4), pixel[1] = (uint8_t)(y * 4), pixel[2] = 128, pixel[3] = 255;
        }
    OH_PixelmapNative *drawn = kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_OPAQUE, SIDE, SIDE, rgba, sizeof rgba);
    struct bytes png = kit_pack(NULL, drawn, "image/png", 0);
    OH_ImageSourceNative *source = kit_source(png);
    CHECK_EQ(OH_PixelmapNative_Destroy(&drawn), IMAGE_SUCCESS);
    for (size_t i = 0; i < COUNT(formats); i++) {
        OH_PixelmapNative *map = decode(source, formats[i]);
        struct bytes heic = kit_pack(NULL, map, "image/heif", 95);
        const char *packed = kit_path("format.heic");
        kit_write(packed, heic);
        struct judged judged = judge_heif(packed);
        CHECK(judge_psnr(judged.rgba, rgba, SIDE * SIDE) > 34);
        judged_free(&judged);
        free(heic.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(png.data);
    /* White, half of it there. */
    static uint8_t half[SIDE * SIDE * 4];
    memset(half, 255, sizeof half);
    for (size_t i = 3; i < sizeof half; i += 4)
        half[i] = 128;
    OH_PixelmapNative *map = kit_map(PIXEL_FORMAT_RGBA_8888, PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, SIDE, SIDE, half, sizeof half);
    struct bytes heic = kit_pack(NULL, map, "image/heic", 95);
    kit_write(kit_path("half.heic"), heic);
    struct judged judged = judge_heif(kit_path("half.heic"));
    CHECK(abs(judged.rgba[0] - 128) <= 1 && judged.channels % 2 == 1);
    judged_free(&judged);
    free(heic.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
}

/* EXIF of a photo, in a file that was asked to have it. */
static void exif_goes_along(void)
{
    const char *jpeg = kit_path("photo.jpg"), *heic = kit_path("exif.heic");
    RUN("cp '%s' '%s' && chmod u+w '%s'", TEST_IMAGES "/rocket.jpg", jpeg, jpeg);
    RUN("exiftool -q -overwrite_original -EXIF:Make=Maker -EXIF:Orientation#=6 -EXIF:ISO=250 '%s'", jpeg);
    OH_ImageSourceNative *source = open_path(jpeg);
    for (int wanted = 0; wanted < 2; wanted++) {
        OH_PixelmapNative *map = decode(source, PIXEL_FORMAT_RGBA_8888);
        OH_PackingOptions *options = kit_options("image/heic", 60);
        CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, wanted), IMAGE_SUCCESS);
        struct bytes file = kit_pack_with(options, map);
        kit_write(heic, file);
        free(file.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        char text[4096];
        CHECK_EQ(judge_run(text, sizeof text, "exiftool -s3 -EXIF:Make -EXIF:Orientation# -EXIF:ISO '%s'", heic), 0);
        CHECK(strcmp(text, wanted ? "Maker\n6\n250\n" : "") == 0);
        CHECK_EQ(judge_run(text, sizeof text, "exiftool -validate -warning -a '%s'", heic), 0);
        CHECK(strstr(text, "Warning") == NULL);

        OH_ImageSourceNative *again = open_path(heic);
        Image_String key = {"Make", 4}, value = {NULL, 0};
        int code = OH_ImageSourceNative_GetImagePropertyWithNull(again, &key, &value);
        CHECK(wanted ? code == IMAGE_SUCCESS && value.data && strcmp(value.data, "Maker") == 0 : code != IMAGE_SUCCESS);
        free(value.data);
        Image_String other = {"Other", 5};
        CHECK(OH_ImageSourceNative_ModifyImageProperty(again, &key, &other) != IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(again), IMAGE_SUCCESS);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

/* What heif-enc makes of a PNG, decoded here and by heif-convert. */
static void files_of_others_are_decoded(void)
{
    static const struct {
        const char *what, *make, *options;
        int alpha;
        double floor;
    } rows[] = {
        {"4:2:0", "-resize 301x201!", "-q 80", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"4:4:4", "-resize 301x201!", "-q 80 -p chroma=444", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"4:2:2", "-resize 300x200!", "-q 80 -p chroma=422", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"lossless RGB", "-resize 200x200!", "-L -p chroma=444 --matrix_coefficients=0", PIXELMAP_ALPHA_TYPE_OPAQUE, 99},
        {"limited range", "-resize 300x200!", "-q 80 --full_range_flag=0", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"BT.709", "-resize 300x200!", "-q 80 --matrix_coefficients=1", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"grey", "-resize 300x200! -colorspace gray", "-q 80", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"thumbnail", "-resize 600x400!", "-q 60 -t 100", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"10 bits", "-resize 300x200! -depth 16 PNG48:", "-q 80 -b 10", PIXELMAP_ALPHA_TYPE_OPAQUE, 45},
        {"alpha", "-resize 300x200! -alpha set -channel A -fx i/w +channel PNG32:", "-q 90", PIXELMAP_ALPHA_TYPE_PREMULTIPLIED, 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *png = kit_path("made.png"), *heic = kit_path("made.heic");
        bool typed = strstr(rows[i].make, "PNG") != NULL;
        RUN(CONVERT " '%s' %s%s'%s'", TEST_IMAGES "/chelsea.png", rows[i].make, typed ? "" : " ", png);
        RUN("heif-enc %s '%s' -o '%s'", rows[i].options, png, heic);
        OH_ImageSourceNative *source = open_path(heic);
        OH_PixelmapNative *map = decode(source, PIXEL_FORMAT_RGBA_8888);
        struct kit_info about = kit_info(map);
        struct bytes pixels = kit_pixels(map);
        struct judged judged = judge_heif(heic);
        CHECK_EQ(about.width, judged.width);
        CHECK_EQ(about.height, judged.height);
        CHECK_EQ(about.alpha, rows[i].alpha);
        if (rows[i].alpha == PIXELMAP_ALPHA_TYPE_PREMULTIPLIED) {
            int worst = 0;
            for (size_t at = 0; at < pixels.size; at++) {
                int alpha = judged.rgba[at | 3], sample = at % 4 == 3 ? alpha : (judged.rgba[at] * alpha + 127) / 255;
                worst = abs(sample - pixels.data[at]) > worst ? abs(sample - pixels.data[at]) : worst;
            }
            CHECK(worst <= 6);
        } else {
            double psnr = judge_psnr(judged.rgba, pixels.data, pixels.size / 4);
            if (!check_report(psnr >= rows[i].floor, __FILE__, __LINE__, rows[i].what))
                fprintf(stderr, ": %.2f dB\n", psnr);
        }
        /* Planes: those of the file, or converted ones. */
        OH_PixelmapNative *planes = decode(source, PIXEL_FORMAT_NV12);
        CHECK_EQ(kit_info(planes).format, PIXEL_FORMAT_NV12);
        struct bytes back = kit_pack(NULL, planes, "image/png", 0);
        if (rows[i].alpha == PIXELMAP_ALPHA_TYPE_OPAQUE) {
            struct judged shown = judge_png(back);
            double psnr = judge_psnr(judged.rgba, shown.rgba, pixels.size / 4);
            judged_free(&shown);
            if (!check_report(psnr >= 31, __FILE__, __LINE__, rows[i].what))
                fprintf(stderr, ": %.2f dB as planes\n", psnr);
        }
        free(back.data);
        judged_free(&judged);
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&planes), IMAGE_SUCCESS);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    }
}

/* A rotation that belongs to the image, in place of its box about bits: heif-enc writes none itself. The size and the
 * pixels are those after it, and EXIF does not ask for it again. */
static void rotation_is_done(void)
{
    const char *jpeg = kit_path("turned.jpg"), *heic = kit_path("turned.heic");
    RUN(CONVERT " '%s' -resize 300x200! -quality 95 '%s'", TEST_IMAGES "/coffee.png", jpeg);
    RUN("exiftool -q -overwrite_original -EXIF:Orientation#=6 '%s'", jpeg);
    RUN("heif-enc -q 90 '%s' -o '%s'", jpeg, heic);
    change_box(heic, "pixi", "irot\1", 5);
    OH_ImageSourceNative *source = open_path(heic);
    OH_PixelmapNative *map = decode(source, PIXEL_FORMAT_RGBA_8888);
    struct kit_info about = kit_info(map);
    CHECK_EQ(about.width, 200);
    CHECK_EQ(about.height, 300);
    struct bytes pixels = kit_pixels(map);
    struct judged judged = judge_heif(heic);
    CHECK_EQ(judged.width, 200);
    CHECK(judge_psnr(judged.rgba, pixels.data, pixels.size / 4) > 45);
    judged_free(&judged);
    free(pixels.data);
    Image_String key = {"Orientation", 11}, value = {NULL, 0};
    CHECK_EQ(OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, &value), IMAGE_SUCCESS);
    CHECK(value.data && strcmp(value.data, "Top-left") == 0);
    free(value.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

/* How much a source, decoded with this width, is like what another program makes of photo.png; 0 if it is not decoded. */
static double likeness(OH_ImageSourceNative *source, int width)
{
    OH_PixelmapNative *map = try_decode(source, set_width, width);
    if (map == NULL)
        return 0;
    const char *path = kit_path("scaled.png");
    RUN(CONVERT " '%s' -resize '%dx%d!' PNG32:'%s'", kit_path("photo.png"), width, width * 2 / 3, path);
    struct bytes file = kit_read(path), pixels = kit_pixels(map);
    struct judged judged = judge_png(file);
    CHECK_EQ(pixels.size, (size_t)width * (size_t)(width * 2 / 3) * 4);
    double psnr = judge_psnr(judged.rgba, pixels.data, pixels.size / 4);
    judged_free(&judged);
    free(file.data);
    free(pixels.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    return psnr;
}

/* A small image is made of the thumbnail, a larger one of the image: after the image's own data are damaged, only the
   small one is the photo. */
static void thumbnails_are_enough(void)
{
    RUN(CONVERT " '%s' -resize '600x400!' '%s'", TEST_IMAGES "/coffee.png", kit_path("photo.png"));
    RUN("heif-enc -q 80 -t 150 '%s' -o '%s'", kit_path("photo.png"), kit_path("thumbnail.heic"));
    struct bytes file = kit_read(kit_path("thumbnail.heic"));
    for (int damaged = 0; damaged < 2; damaged++) {
        OH_ImageSourceNative *source = open_path(kit_path("thumbnail.heic"));
        CHECK(likeness(source, 120) > 24); /* heif-enc leaves out pixels where it scales */
        CHECK((likeness(source, 300) > 27) == !damaged);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);

        uint8_t *data = memmem(file.data, file.size, "mdat", 4);
        CHECK(data != NULL && file.size > 20000);
        if (data != NULL)
            memset(data + 100, 0x55, 15000); /* the image comes first, and is much longer than its thumbnail */
        kit_write(kit_path("thumbnail.heic"), file);
    }
    free(file.data);
}

/* A source packed with a dynamic range; free() the bytes. */
static struct bytes pack_range(OH_ImageSourceNative *source, const char *mime, uint32_t quality, int range)
{
    OH_PackingOptions *options = kit_options(mime, quality);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, range), IMAGE_SUCCESS);
    struct bytes file = {malloc(MIB), MIB};
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(kit_packer(), options, source, file.data, &file.size),
        IMAGE_SUCCESS);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    return file;
}

/* An HDR JPEG packed as HEIF: base and gain map, and the same HDR image from both; SDR has the base alone. */
static void gain_maps_go_along(void)
{
    OH_ImageSourceNative *jpeg = open_path(TEST_IMAGES "/ultra_hdr.jpg");
    for (int sdr = 0; sdr < 2; sdr++) {
        struct bytes heic = pack_range(jpeg, "image/heic", 100, sdr);
        const char *packed = kit_path("hdr.heic");
        kit_write(packed, heic);
        char info[4096];
        CHECK_EQ(judge_run(info, sizeof info, "heif-info '%s'", packed), 0);
        CHECK((strstr(info, "tmap") != NULL) == !sdr); /* among the brands */
        CHECK(contains(heic, "Tone-mapped representation", 27) == !sdr);
        CHECK(contains(heic, "Gain map Image", 15) == !sdr);
        CHECK(contains(heic, "grpl\0\0\0\x1c" "altr", 12) == !sdr);
        /* The gain map is hidden: the tools see one image. */
        CHECK(strstr(info, "(id=1), primary") && !strstr(info, "(id=2)"));
        struct judged judged = judge_heif(packed);

        OH_ImageSourceNative *again = open_path(packed);
        OH_PixelmapNative *base = decode(again, PIXEL_FORMAT_RGBA_8888);
        struct bytes pixels = kit_pixels(base);
        CHECK(judge_psnr(judged.rgba, pixels.data, pixels.size / 4) > 45);
        judged_free(&judged);
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&base), IMAGE_SUCCESS);

        OH_PixelmapNative *from_jpeg = decode_hdr(jpeg), *from_heic = decode_hdr(again);
        CHECK_EQ(kit_info(from_heic).format, sdr ? PIXEL_FORMAT_RGBA_8888 : PIXEL_FORMAT_RGBA_1010102);
        if (!sdr) {
            struct bytes a = kit_pixels(from_jpeg), b = kit_pixels(from_heic);
            CHECK_EQ(a.size, b.size);
            double sum = 0;
            for (size_t i = 0; i + 4 <= a.size && a.size == b.size; i += 4) {
                uint32_t first, second;
                memcpy(&first, a.data + i, 4);
                memcpy(&second, b.data + i, 4);
                for (int shift = 0; shift < 30; shift += 10)
                    sum += abs((int)(first >> shift & 1023) - (int)(second >> shift & 1023));
            }
            double mean = sum / ((double)a.size / 4 * 3);
            if (!check_report(mean < 12, __FILE__, __LINE__, "HDR is kept"))
                fprintf(stderr, ": %.2f codes of 1023 on average\n", mean);
            free(a.data);
            free(b.data);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&from_jpeg), IMAGE_SUCCESS);
        CHECK_EQ(OH_PixelmapNative_Destroy(&from_heic), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(again), IMAGE_SUCCESS);
        free(heic.data);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(jpeg), IMAGE_SUCCESS);
}

/* A single image of PQ, whose numbers take the place of an ICC profile: tone mapped by default, as it is if HDR is asked
   for. */
static void single_hdr_images(void)
{
    const char *png = kit_path("pq.png"), *heic = kit_path("pq.heic");
    RUN(CONVERT " -size 128x64 gradient:white-black -profile /usr/share/color/icc/colord/sRGB.icc -depth 16 PNG48:'%s'", png);
    RUN("heif-enc -q 95 -b 10 '%s' -o '%s'", png, heic);
    change_box(heic, "colrprof", "colrnclx\0\x09\0\x10\0\x09\x80", 15);
    OH_ImageSourceNative *source = open_path(heic);
    OH_PixelmapNative *sdr = decode(source, PIXEL_FORMAT_RGBA_8888), *hdr = decode_hdr(source);
    CHECK_EQ(kit_info(hdr).format, PIXEL_FORMAT_RGBA_1010102);
    struct bytes dark = kit_pixels(sdr), light = kit_pixels(hdr);
    uint32_t first, middle;
    memcpy(&first, light.data, 4);
    memcpy(&middle, light.data + 128 * 32 * 4, 4);
    CHECK((first & 1023) > 1000 && abs((int)(middle & 1023) - 512) < 16);
    /* Half of PQ are 92 cd/m2, 0.45 of white: by the curve of sRGB 0.70. */
    CHECK(dark.data[0] == 255 && abs(dark.data[128 * 32 * 4] - 180) < 8);
    free(dark.data);
    free(light.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&sdr), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), IMAGE_SUCCESS);

    /* Packed with AUTO it stays HDR: it gets a gain map. */
    for (int range = 0; range < 2; range++) {
        struct bytes jpeg = pack_range(source, "image/jpeg", 90, range);
        CHECK(contains(jpeg, "hdr-gain-map", 12) == (range == IMAGE_PACKER_DYNAMIC_RANGE_AUTO));
        free(jpeg.data);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
}

int main(void)
{
#ifndef NO_HEIF
    photos_are_read_by_others();
    formats_and_alpha();
    exif_goes_along();
    files_of_others_are_decoded();
    rotation_is_done();
    thumbnails_are_enough();
    gain_maps_go_along();
    single_hdr_images();
#endif
    return kit_done();
}
