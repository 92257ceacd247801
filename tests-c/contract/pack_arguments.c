/* What a pack call refuses and with which code, and what it makes of the buffer's size. */
#include <limits.h>
#include <unistd.h>

#include "support.h"

enum { ASSUMED = 26214400, ROOM = 1 << 20 };

static OH_ImagePackerNative *packer;
static OH_PixelmapNative *small;
static OH_ImageSourceNative *small_source;
static uint8_t *small_png;
static size_t small_png_length;

static void report(bool holds, int line, const char *what, const char *call, long long got, long long expected)
{
    if (!check_report(holds, __FILE__, line, what))
        fprintf(stderr, ": %s: got %lld, expected %lld\n", call, got, expected);
}

/* Packs to memory and to a file; both must give the code, and a failure must leave buffer, size and file alone. */
static void pack_both(int line, const char *what, OH_PackingOptions *options, OH_PixelmapNative *pixelmap,
    OH_ImageSourceNative *source, int code)
{
    static uint8_t data[ROOM];
    size_t size = sizeof data;
    FILE *file = tmpfile();
    int fd = fileno(file), to_data, to_file;
    memset(data, 0xee, 64);
    CHECK_EQ(write(fd, "before", 6), 6);
    if (pixelmap) {
        to_data = OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, pixelmap, data, &size);
        to_file = OH_ImagePackerNative_PackToFileFromPixelmap(packer, options, pixelmap, fd);
    } else {
        to_data = OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, data, &size);
        to_file = OH_ImagePackerNative_PackToFileFromImageSource(packer, options, source, fd);
    }
    report(to_data == code, line, what, "to data", to_data, code);
    report(to_file == code, line, what, "to file", to_file, code);
    report((size == sizeof data) == (code != OK), line, what, "*size", (long long)size, sizeof data);
    report((data[0] == 0xee && data[63] == 0xee) == (code != OK), line, what, "outData", data[0], 0xee);
    off_t end = lseek(fd, 0, SEEK_END);
    report(end == (code == OK ? 6 + (off_t)size : 6), line, what, "file length", end, (long long)size);
    fclose(file);
}

/* The same from a PixelMap and from a source. */
static void expect(int line, const char *what, OH_PackingOptions *options, int code)
{
    pack_both(line, what, options, small, NULL, code);
    pack_both(line, what, options, NULL, small_source, code);
}

static void mime_types(void)
{
    static const struct {
        const char *text;
        size_t size;
        int code;
    } rows[] = {
#define TEXT(text, code) {text, sizeof(text) - 1, code}
        TEXT("image/gif", OK), TEXT("image/jpeg", OK), TEXT("image/png", OK), TEXT("image/webp", OK),
        TEXT("image/JPEG", OK), TEXT("IMAGE/png", OK), TEXT("iMaGe/WeBp", OK),
        TEXT("image/tiff", BAD), TEXT("image/TIFF", BAD), TEXT("image/jpg", BAD), TEXT("image/unknown", BAD),
        TEXT("image/bmp", BAD), TEXT("image/wbmp", BAD), TEXT("image/x-ico", BAD), TEXT("image/x-icon", BAD),
        TEXT("image/svg+xml", BAD), TEXT("image/avif", BAD), TEXT("image/avis", BAD), TEXT("image/heif-sequence", BAD),
        TEXT("image/x-adobe-dng", BAD), TEXT("image/astc/4*4", BAD), TEXT("image/sdr_astc_4x4", BAD),
        TEXT("image/sdr_sut_superfast_4x4", BAD), TEXT("image/hdr_astc_4x4", BAD), TEXT("image/x-raw", BAD),
        TEXT("image/jpeg;q=1", BAD), TEXT("image/jpeg ", BAD), TEXT(" image/jpeg", BAD), TEXT("image/jpeg\n", BAD),
        TEXT("image/jpeg\0", BAD), TEXT("image/\0jpeg", BAD), TEXT("\0", BAD), TEXT("jpeg", BAD), TEXT("image", BAD),
        TEXT("image/", BAD), TEXT("image/jpegx", BAD), TEXT("\xff\xfe", BAD), TEXT("imag\xe9/png", BAD),
        /* Only size bytes count. */
        {"image/jpegs", 10, OK}, {"image/jpeg", 9, BAD}, {"image/png", 1, BAD},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_PackingOptions *options = make_options("image/png", 85);
        Image_MimeType mime = {(char *)rows[i].text, rows[i].size};
        CHECK_EQ(OH_PackingOptions_SetMimeType(options, &mime), OK);
        expect(__LINE__, rows[i].text, options, rows[i].code);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
    OH_PackingOptions *never = NULL;
    CHECK_EQ(OH_PackingOptions_Create(&never), OK);
    expect(__LINE__, "MIME type never set", never, BAD);
    CHECK_EQ(OH_PackingOptions_Release(never), OK);
}

/* The list is ordered, is the same every time, and says exactly what can be packed. */
static void supported_formats(void)
{
    static const char *const candidates[] = {"image/bmp", "image/gif", "image/heic", "image/jpeg", "image/png",
        "image/tiff", "image/webp"};
    Image_MimeType *formats = NULL, *again = NULL;
    size_t count = 0, count_again = 0, listed_candidates = 0;
    CHECK_EQ(OH_ImagePackerNative_GetSupportedFormats(&formats, &count), OK);
    CHECK_EQ(OH_ImagePackerNative_GetSupportedFormats(&again, &count_again), OK);
    CHECK(formats == again);
    CHECK_EQ(count, count_again);
    CHECK(count >= 3);
    for (size_t i = 0; i < count; i++) {
        CHECK_EQ(strlen(formats[i].data), formats[i].size);
        CHECK(i == 0 || strcmp(formats[i - 1].data, formats[i].data) < 0);
    }
    for (size_t c = 0; c < COUNT(candidates); c++) {
        bool listed = false;
        for (size_t i = 0; i < count; i++)
            listed = listed || strcmp(formats[i].data, candidates[c]) == 0;
        listed_candidates += listed;
        OH_PackingOptions *options = make_options(candidates[c], 50);
        expect(__LINE__, candidates[c], options, listed ? OK : BAD);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
    CHECK_EQ(listed_candidates, count);
}

static void values(void)
{
    static const struct {
        uint32_t quality;
        int code;
    } qualities[] = {{0, OK}, {1, OK}, {99, OK}, {100, OK}, {101, BAD}, {200, BAD}, {255, BAD}, {256, BAD},
        {300, BAD}, {356, BAD}, {65536, BAD}, {INT_MAX, BAD}, {0x80000000u, BAD}, {UINT32_MAX, BAD}};
    static const int32_t ranges[] = {0, 1, 2, 3, -1, -2, INT_MIN, INT_MAX};
    static const char *const types[] = {"image/gif", "image/jpeg", "image/png", "image/webp"};
    for (size_t t = 0; t < COUNT(types); t++) {
        OH_PackingOptions *options = make_options(types[t], 0);
        for (size_t i = 0; i < COUNT(qualities); i++) {
            CHECK_EQ(OH_PackingOptions_SetQuality(options, qualities[i].quality), OK);
            expect(__LINE__, types[t], options, qualities[i].code);
        }
        /* Every dynamic range is one of a plain image: the same bytes. */
        CHECK_EQ(OH_PackingOptions_SetQuality(options, 80), OK);
        size_t length = 0;
        uint8_t *first = pack(small, types[t], 80, &length), *data = allocate(length);
        for (size_t i = 0; i < COUNT(ranges); i++) {
            CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(options, ranges[i]), OK);
            expect(__LINE__, types[t], options, OK);
            size_t size = length;
            CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, small, data, &size), OK);
            CHECK(size == length && memcmp(data, first, length) == 0);
        }
        free(first);
        free(data);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
}

/* 0 and more than 2^63-1 stand for 25 MiB, an exact fit fits, one byte less does not. */
static void sizes(void)
{
    static const char *const types[] = {"image/gif", "image/jpeg", "image/png", "image/webp"};
    uint8_t *data = allocate(ASSUMED);
    for (size_t t = 0; t < 2 * COUNT(types); t++) {
        bool from_source = t >= COUNT(types);
        OH_PackingOptions *options = make_options(types[t % COUNT(types)], 90);
        size_t length = ASSUMED, size;
#define PACK() (from_source                                                                               \
        ? OH_ImagePackerNative_PackToDataFromImageSource(packer, options, small_source, data, &size)      \
        : OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, small, data, &size))
        size = length;
        CHECK_EQ(PACK(), OK);
        length = size;
        uint8_t *first = allocate(length);
        memcpy(first, data, length);
        const size_t enough[] = {0, SIZE_MAX, (size_t)-1, (size_t)1 << 63, (size_t)INT64_MAX, (size_t)1 << 32,
            ((size_t)1 << 32) + 1, length + 1, length};
        for (size_t i = 0; i < COUNT(enough); i++) {
            memset(data, 0xee, length + 64);
            size = enough[i];
            CHECK_EQ(PACK(), OK);
            CHECK_EQ(size, length);
            CHECK(memcmp(data, first, length) == 0);
            CHECK_EQ(data[length], 0xee);
        }
        const size_t short_ones[] = {length - 1, length / 2, 16, 1};
        for (size_t i = 0; i < COUNT(short_ones); i++) {
            memset(data, 0xee, length);
            size = short_ones[i];
            CHECK_EQ(PACK(), NOT_ENCODED);
            CHECK_EQ(size, short_ones[i]);
            CHECK(data[0] == 0xee && data[length - 1] == 0xee && memcmp(data, data + 1, length - 1) == 0);
        }
        free(first);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
    }
    /* Longer than what 0 stands for: an honest 0 is no unlimited buffer. */
    OH_PixelmapNative *large = make_noise(3000, 2920, 9);
    OH_PackingOptions *options = make_options("image/png", 0);
    size_t size = 0;
    memset(data, 0xee, ASSUMED);
    CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, large, data, &size), NOT_ENCODED);
    CHECK_EQ(size, 0);
    CHECK(data[0] == 0xee && memcmp(data, data + 1, ASSUMED - 1) == 0);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&large), OK);
    free(data);
}

static void pixelmaps(void)
{
    static const struct {
        const char *type;
        uint32_t width, height;
        int32_t format;
        int code;
    } rows[] = {
        {"image/jpeg", 4, 4, PIXEL_FORMAT_ALPHA_F16, NOT_ENCODED},
        {"image/png", 4, 4, PIXEL_FORMAT_ALPHA_F16, NOT_ENCODED},
        {"image/webp", 4, 4, PIXEL_FORMAT_ALPHA_F16, NOT_ENCODED},
        {"image/gif", 4, 4, PIXEL_FORMAT_ALPHA_F16, OK},
        {"image/gif", 65535, 1, PIXEL_FORMAT_RGB_565, OK},
        {"image/gif", 1, 65536, PIXEL_FORMAT_RGB_565, NOT_ENCODED},
        {"image/jpeg", 65500, 1, PIXEL_FORMAT_RGB_565, OK},
        {"image/jpeg", 1, 65500, PIXEL_FORMAT_RGB_565, OK},
        {"image/jpeg", 65536, 1, PIXEL_FORMAT_RGB_565, NOT_ENCODED},
        {"image/jpeg", 1, 65536, PIXEL_FORMAT_RGB_565, NOT_ENCODED},
        {"image/jpeg", 65536, 1, PIXEL_FORMAT_NV12, NOT_ENCODED},
        {"image/jpeg", 65537, 2, PIXEL_FORMAT_ALPHA_8, NOT_ENCODED},
        {"image/webp", 16383, 1, PIXEL_FORMAT_RGB_565, OK},
        {"image/webp", 1, 16383, PIXEL_FORMAT_RGBA_8888, OK},
        {"image/webp", 16384, 1, PIXEL_FORMAT_RGB_565, NOT_ENCODED},
        {"image/webp", 1, 16384, PIXEL_FORMAT_RGBA_8888, NOT_ENCODED},
        {"image/png", 70000, 1, PIXEL_FORMAT_RGB_565, OK},
        {"image/png", 1, 70000, PIXEL_FORMAT_RGB_565, OK},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_PixelmapNative *pixelmap = make_empty(rows[i].width, rows[i].height, rows[i].format);
        OH_PackingOptions *options = make_options(rows[i].type, 100);
        pack_both((int)i, "row of pixelmaps()", options, pixelmap, NULL, rows[i].code);
        /* Arguments are judged first. */
        CHECK_EQ(OH_PackingOptions_SetQuality(options, 101), OK);
        pack_both((int)i, "row of pixelmaps(), quality 101", options, pixelmap, NULL, BAD);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    }
}

static void sources(void)
{
    size_t jpeg_length = 0, idat_length = 0;
    uint8_t *jpeg = pack(small, "image/jpeg", 90, &jpeg_length), *damaged = allocate(small_png_length);
    size_t idat = find_chunk(small_png, small_png_length, "IDAT", &idat_length);
    memcpy(damaged, small_png, small_png_length);
    memset(damaged + idat, 0x55, idat_length);
    const struct {
        const char *what;
        const void *data;
        size_t length;
        int code;
    } rows[] = {
        {"64 bytes of text", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64, 7600102},
        {"JPEG cut after 20 bytes", jpeg, 20, 7700101},
        {"JPEG cut after 2 bytes", jpeg, 2, 7700101},
        {"PNG cut after 20 bytes", small_png, 20, 7700101},
        {"PNG cut after 8 bytes", small_png, 8, 7700101},
        {"PNG with damaged IDAT", damaged, small_png_length, 7700301},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_ImageSourceNative *source = make_source(rows[i].data, rows[i].length);
        OH_PackingOptions *options = make_options("image/webp", 90);
        pack_both(__LINE__, rows[i].what, options, NULL, source, rows[i].code);
        pack_both(__LINE__, rows[i].what, options, NULL, source, rows[i].code);
        /* The arguments come before the source, the source before the buffer. */
        uint8_t byte = 0xee;
        size_t size = 1;
        CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(packer, options, source, -1), BAD);
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, &byte, &size), rows[i].code);
        CHECK_EQ(byte, 0xee);
        CHECK_EQ(OH_PackingOptions_SetQuality(options, 101), OK);
        pack_both(__LINE__, rows[i].what, options, NULL, source, BAD);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
    free(jpeg);
    free(damaged);
}

int main(void)
{
    packer = make_packer();
    small = make_noise(40, 30, 5);
    small_png = pack(small, "image/png", 0, &small_png_length);
    small_source = make_source(small_png, small_png_length);
    mime_types();
    supported_formats();
    values();
    sizes();
    pixelmaps();
    sources();
    /* After all these failures everything is still usable. */
    OH_PackingOptions *options = make_options("image/jpeg", 0);
    expect(__LINE__, "at the end", options, OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    free(small_png);
    CHECK_EQ(OH_ImageSourceNative_Release(small_source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&small), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
