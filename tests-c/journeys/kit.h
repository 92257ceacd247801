/* The library as a program uses it: each step in one call that checks what comes back. */
#ifndef KIT_H
#define KIT_H

#include "judge.h"

#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/image_packer.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

/* Whether the programs run under valgrind or its like: the largest images are then left out. */
#ifdef TEST_SLOW
#define SLOW true
#else
#define SLOW false
#endif

/* A folder for this run, made at the first call. main removes it with kit_done(). */
static inline const char *kit_folder(void)
{
    static char folder[] = "/tmp/journeys-XXXXXX";
    static const char *made;
    if (!made && !(made = mkdtemp(folder))) {
        perror("mkdtemp");
        exit(99);
    }
    return made;
}

/* A file of that folder; the text lasts for four more calls. */
static inline const char *kit_path(const char *name)
{
    static char paths[4][256];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", kit_folder(), name);
    return path;
}

/* What main returns. */
static inline int kit_done(void)
{
    judge_run(NULL, 0, "rm -rf '%s'", kit_folder());
    return check_failures();
}

static inline struct bytes kit_read(const char *path)
{
    struct bytes file = {0};
    FILE *stream = fopen(path, "rb");
    CHECK(stream != NULL);
    if (!stream)
        return file;
    fseek(stream, 0, SEEK_END);
    file.size = (size_t)ftell(stream);
    rewind(stream);
    file.data = malloc(file.size + 1);
    CHECK_EQ(fread(file.data, 1, file.size, stream), file.size);
    fclose(stream);
    return file;
}

static inline void kit_write(const char *path, struct bytes file)
{
    FILE *stream = fopen(path, "wb");
    CHECK(stream != NULL);
    if (!stream)
        return;
    CHECK_EQ(fwrite(file.data, 1, file.size, stream), file.size);
    CHECK_EQ(fclose(stream), 0);
}

static inline bool kit_same(struct bytes a, struct bytes b)
{
    return a.size == b.size && a.size > 0 && memcmp(a.data, b.data, a.size) == 0;
}

static inline OH_PackingOptions *kit_options(const char *mime, uint32_t quality)
{
    OH_PackingOptions *options = NULL;
    Image_MimeType type = {(char *)mime, strlen(mime)};
    CHECK_EQ(OH_PackingOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &type), IMAGE_SUCCESS);
    CHECK_EQ(OH_PackingOptions_SetQuality(options, quality), IMAGE_SUCCESS);
    return options;
}

static inline OH_ImagePackerNative *kit_packer(void)
{
    static OH_ImagePackerNative *packer;
    if (!packer)
        CHECK_EQ(OH_ImagePackerNative_Create(&packer), IMAGE_SUCCESS);
    return packer;
}

/* Packs one of the two, whichever is not NULL, to memory. */
static inline struct bytes kit_pack(OH_ImageSourceNative *source, OH_PixelmapNative *map, const char *mime, int quality)
{
    OH_PackingOptions *options = kit_options(mime, (uint32_t)quality);
    struct bytes file = {malloc(96 * MIB), 96 * MIB};
    int code = source
        ? OH_ImagePackerNative_PackToDataFromImageSource(kit_packer(), options, source, file.data, &file.size)
        : OH_ImagePackerNative_PackToDataFromPixelmap(kit_packer(), options, map, file.data, &file.size);
    CHECK_EQ(code, IMAGE_SUCCESS);
    if (code != IMAGE_SUCCESS)
        file.size = 0;
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    file.data = realloc(file.data, file.size + 1);
    return file;
}

/* Packs a PixelMap to memory with options that this releases. */
static inline struct bytes kit_pack_with(OH_PackingOptions *options, OH_PixelmapNative *map)
{
    struct bytes file = {NULL, 0};
    uint8_t *data = NULL;
    CHECK_EQ(OHIK_ImagePacker_PackToBufferFromPixelmap(kit_packer(), options, map, &data, &file.size), IMAGE_SUCCESS);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    file.data = malloc(file.size + 1);
    if (data) {
        memcpy(file.data, data, file.size);
        CHECK_EQ(OHIK_ImagePacker_ReleaseBuffer(data), IMAGE_SUCCESS);
    }
    return file;
}

/* The same to a file of the run's folder. */
static inline struct bytes kit_pack_file(OH_ImageSourceNative *source, OH_PixelmapNative *map, const char *mime,
    int quality)
{
    OH_PackingOptions *options = kit_options(mime, (uint32_t)quality);
    const char *path = kit_path("packed");
    FILE *stream = fopen(path, "w+b");
    CHECK(stream != NULL);
    CHECK_EQ(source ? OH_ImagePackerNative_PackToFileFromImageSource(kit_packer(), options, source, fileno(stream))
                    : OH_ImagePackerNative_PackToFileFromPixelmap(kit_packer(), options, map, fileno(stream)),
        IMAGE_SUCCESS);
    CHECK_EQ(fclose(stream), 0);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    return kit_read(path);
}

/* A PixelMap that holds exactly these bytes: nothing is converted on the way in. */
static inline OH_PixelmapNative *kit_map(int format, int alpha, int width, int height, const void *pixels, size_t size)
{
    OH_Pixelmap_InitializationOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&options), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(options, (uint32_t)width), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(options, (uint32_t)height), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(options, format), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(options, alpha), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(options, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(options), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, (uint8_t *)pixels, size), IMAGE_SUCCESS);
    return map;
}

static inline OH_ImageSourceNative *kit_source(struct bytes file)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromData(file.data, file.size, &source), IMAGE_SUCCESS);
    return source;
}

struct kit_info {
    uint32_t width, height, stride;
    int32_t format, alpha;
};

static inline struct kit_info kit_info(OH_PixelmapNative *map)
{
    struct kit_info about = {0};
    OH_Pixelmap_ImageInfo *info = NULL;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &about.width), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &about.height), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_GetRowStride(info, &about.stride), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &about.format), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_GetAlphaType(info, &about.alpha), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), IMAGE_SUCCESS);
    return about;
}

/* All bytes of a PixelMap. */
static inline struct bytes kit_pixels(OH_PixelmapNative *map)
{
    uint32_t count = 0;
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &count), IMAGE_SUCCESS);
    struct bytes pixels = {malloc((size_t)count + 1), count};
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels.data, &pixels.size), IMAGE_SUCCESS);
    return pixels;
}

/* Numbers that look random and are the same every time. */
static inline uint32_t kit_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

#endif
