/* Packing into memory of the library's own: the same bytes as elsewhere, one release for each buffer, no outputs on an
   error. */
#include <pthread.h>

#include <ohimagekit/image_packer.h>

#include "support.h"

static const struct {
    const char *type;
    uint32_t quality;
} formats[] = {{"image/gif", 0}, {"image/jpeg", 85}, {"image/png", 0}, {"image/webp", 60}, {"image/webp", 100}};

static OH_ImagePackerNative *packer;
static OH_PixelmapNative *pixelmap;

/* One buffer of some image. */
static uint8_t *make_buffer(size_t *size)
{
    OH_PackingOptions *options = make_options("image/png", 0);
    uint8_t *data = NULL;
    CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, pixelmap, &data, size), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    return data;
}

/* From maps of three sizes, and from sources: what PackToData writes, and a buffer of the program's own to change. */
static void same_bytes(void)
{
    static const uint32_t sides[] = {1, 60, 700};
    for (size_t i = 0; i < COUNT(sides) * COUNT(formats); i++) {
        uint32_t side = sides[i / COUNT(formats)];
        const char *type = formats[i % COUNT(formats)].type;
        uint32_t quality = formats[i % COUNT(formats)].quality;
        OH_PixelmapNative *map = make_noise(side, side, side);
        OH_PackingOptions *options = make_options(type, quality);
        size_t length = 0, size = 0, capacity = 4 << 20;
        uint8_t *expected = pack(map, type, quality, &length), *again = allocate(capacity), *data = NULL;
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(packer, options, map, &data, &size), OK);
        CHECK(data != NULL && size == length && memcmp(data, expected, length) == 0);
        memset(data, 0xff, size);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);

        OH_ImageSourceNative *source = make_source(expected, length);
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(packer, options, source, again, &capacity), OK);
        CHECK_EQ(OHIK_ImagePacker_PackToBufferFromImageSource(packer, options, source, &data, &size), OK);
        CHECK(size == capacity && memcmp(data, again, size) == 0);
        /* Nothing that it was made from is needed. */
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PackingOptions_Release(options), OK);
        CHECK(memcmp(data, again, size) == 0);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), OK);
        free(expected);
        free(again);
    }
}

/* Every mistake has its code, and leaves the outputs as they were. */
static void refused(void)
{
    OH_PackingOptions *options = make_options("image/png", 0), *tiff = make_options("image/tiff", 0);
    OH_PackingOptions *much = make_options("image/jpeg", 101), *webp = make_options("image/webp", 0), *unset = NULL;
    OH_PackingOptions *gone = make_options("image/png", 0);
    OH_PixelmapNative *half = make_empty(4, 4, PIXEL_FORMAT_ALPHA_F16), *wide = make_empty(16384, 1, 3);
    OH_PixelmapNative *released = make_noise(3, 3, 1);
    size_t length = 0;
    uint8_t *png = pack(pixelmap, "image/png", 0, &length);
    OH_ImageSourceNative *source = make_source(png, length), *cut = make_source(png, 20);
    OH_ImageSourceNative *strange = make_source("no image at all", 15);
    CHECK_EQ(OH_PackingOptions_Create(&unset), OK);
    CHECK_EQ(OH_PackingOptions_Release(gone), OK);
    CHECK_EQ(OH_PixelmapNative_Release(released), OK);

    uint8_t mark = 0, *data = &mark;
    size_t size = 77;
    const struct {
        int code;
        void *packer, *options, *map;
        uint8_t **data;
        size_t *size;
    } maps[] = {
        {BAD, NULL, options, pixelmap, &data, &size},
        {BAD, packer, NULL, pixelmap, &data, &size},
        {BAD, packer, options, NULL, &data, &size},
        {BAD, packer, options, pixelmap, NULL, &size},
        {BAD, packer, options, pixelmap, &data, NULL},
        {BAD, NULL, NULL, NULL, NULL, NULL},
        {BAD, options, packer, pixelmap, &data, &size},
        {BAD, packer, gone, pixelmap, &data, &size},
        {BAD, packer, options, source, &data, &size},
        {BAD, packer, options, released, &data, &size},
        {BAD, packer, unset, pixelmap, &data, &size},
        {BAD, packer, tiff, pixelmap, &data, &size},
        {BAD, packer, much, pixelmap, &data, &size},
        {NOT_ENCODED, packer, options, half, &data, &size},
        {NOT_ENCODED, packer, webp, wide, &data, &size},
    };
    for (size_t i = 0; i < COUNT(maps); i++) {
        int code = OHIK_ImagePacker_PackToBufferFromPixelmap(maps[i].packer, maps[i].options, maps[i].map, maps[i].data,
            maps[i].size);
        if (!check_report(code == maps[i].code, __FILE__, __LINE__, "code"))
            fprintf(stderr, ": row %zu gives %d\n", i, code);
        CHECK(strstr(OHIK_GetLastErrorMessage(), "OHIK_ImagePacker_PackToBufferFromPixelmap: ") != NULL);
    }
    const struct {
        int code;
        void *source;
        uint8_t **data;
        size_t *size;
    } sources[] = {
        {BAD, NULL, &data, &size},
        {BAD, pixelmap, &data, &size},
        {BAD, source, NULL, &size},
        {BAD, source, &data, NULL},
        {IMAGE_BAD_SOURCE, cut, &data, &size},
        {IMAGE_UNKNOWN_MIME_TYPE, strange, &data, &size},
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        int code = OHIK_ImagePacker_PackToBufferFromImageSource(packer, options, sources[i].source, sources[i].data,
            sources[i].size);
        if (!check_report(code == sources[i].code, __FILE__, __LINE__, "code"))
            fprintf(stderr, ": source %zu gives %d\n", i, code);
    }
    CHECK(data == &mark);
    CHECK_EQ(mark, 0);
    CHECK_EQ(size, 77);

    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(cut), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(strange), OK);
    OH_PackingOptions *const made[] = {options, tiff, much, webp, unset};
    for (size_t i = 0; i < COUNT(made); i++)
        CHECK_EQ(OH_PackingOptions_Release(made[i]), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&half), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&wide), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&released), OK);
    free(png);
}

/* Only what was given out can be released, and once. */
static void released(void)
{
    size_t size = 0;
    uint8_t *first = make_buffer(&size), *second = make_buffer(&size), own[16] = "program's", *heap = allocate(64);
    CHECK(first != second);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(NULL), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(own), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(heap), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer((uint8_t *)(void *)packer), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer((uint8_t *)(uintptr_t)1), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(first + 1), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(first + size), BAD);
    CHECK(strstr(OHIK_GetLastErrorMessage(), "OHIK_ImagePacker_ReleaseBuffer: data is not") != NULL);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(first), OK);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(first), BAD);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(second), OK);
    CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(second), BAD);
    CHECK_STR((char *)own, "program's");
    free(heap);
}

/* Many alive at once, each with its own bytes, released in another order. */
static void many(void)
{
    enum { BUFFERS = 300 };
    static uint8_t *data[BUFFERS];
    static size_t sizes[BUFFERS];
    size_t length = 0;
    uint8_t *expected = pack(pixelmap, "image/png", 0, &length);
    for (size_t i = 0; i < BUFFERS; i++) {
        data[i] = make_buffer(&sizes[i]);
        data[i][0] = (uint8_t)i;
    }
    for (size_t i = 0; i < BUFFERS; i++) {
        size_t at = i * 7 % BUFFERS; /* 7 and 300 have no common divisor */
        CHECK(sizes[at] == length && data[at][0] == (uint8_t)at && memcmp(data[at] + 1, expected + 1, length - 1) == 0);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data[at]), OK);
    }
    for (size_t i = 0; i < BUFFERS; i++)
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data[i]), BAD);
    free(expected);
}

/* Kilobytes of memory that the process has; 0 where nobody says. */
static long resident(void)
{
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        sscanf(line, "VmRSS: %ld", &kilobytes);
    if (status != NULL)
        fclose(status);
    return kilobytes;
}

/* A thousand, one after the other: memory stays as it is after the first hundred. */
static void a_thousand(void)
{
    long before = 0;
    for (int i = 0; i < 1000; i++) {
        size_t size = 0;
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(make_buffer(&size)), OK);
        if (i == 100)
            before = resident();
    }
#ifndef TEST_SLOW
    long grown = resident() - before;
    if (!check_report(grown < 4096, __FILE__, __LINE__, "memory stays as it is"))
        fprintf(stderr, ": grown by %ld KiB\n", grown);
#else
    (void)before;
#endif
}

static void *release(void *data)
{
    return OHIK_ImagePacker_ReleaseBuffer(data) == OK ? data : NULL;
}

static void *pack_and_release(void *unused)
{
    OH_ImagePackerNative *own = NULL;
    OH_PackingOptions *options = NULL;
    Image_MimeType mime = mime_of("image/jpeg");
    bool good = OH_ImagePackerNative_Create(&own) == OK && OH_PackingOptions_Create(&options) == OK &&
        OH_PackingOptions_SetMimeType(options, &mime) == OK;
    for (int i = 0; i < 50; i++) {
        uint8_t *data = NULL;
        size_t size = 0;
        good = good && OHIK_ImagePacker_PackToBufferFromPixelmap(own, options, pixelmap, &data, &size) == OK &&
            data[0] == 0xff && data[size - 1] == 0xd9 && OHIK_ImagePacker_ReleaseBuffer(data) == OK;
    }
    good = good && OH_PackingOptions_Release(options) == OK && OH_ImagePackerNative_Release(own) == OK;
    (void)unused;
    return good ? pixelmap : NULL;
}

/* On other threads: of two that release one buffer, one does. */
static void threads(void)
{
    pthread_t started[4];
    for (int round = 0; round < 50; round++) {
        size_t size = 0;
        uint8_t *data = make_buffer(&size);
        void *results[2];
        for (int i = 0; i < 2; i++)
            CHECK_EQ(pthread_create(&started[i], NULL, release, data), 0);
        for (int i = 0; i < 2; i++)
            CHECK_EQ(pthread_join(started[i], &results[i]), 0);
        CHECK((results[0] == NULL) != (results[1] == NULL));
    }
    for (int i = 0; i < 4; i++)
        CHECK_EQ(pthread_create(&started[i], NULL, pack_and_release, NULL), 0);
    for (int i = 0; i < 4; i++) {
        void *result = NULL;
        CHECK_EQ(pthread_join(started[i], &result), 0);
        CHECK(result != NULL);
    }
}

int main(void)
{
    packer = make_packer();
    pixelmap = make_noise(40, 30, 5);
    same_bytes();
    refused();
    released();
    many();
    a_thousand();
    threads();
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    return check_failures();
}
