/* What the contract tests share: objects made in one line, each checked as it is made, and pixels to put into them. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdint.h>
#include <stdlib.h>

#include <multimedia/image_framework/image/image_packer_native.h>
#include <ohimagekit/ohimagekit.h>

#include "check.h"

/* Codes that most tests need; layout.c holds their numbers. */
#define OK IMAGE_SUCCESS
#define BAD IMAGE_BAD_PARAMETER
#define NOT_ENCODED IMAGE_ENCODE_FAILED

/* Elements of an array. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Bytes that do not compress, the same in every run. */
static inline void fill_noise(uint8_t *data, size_t length, uint32_t seed)
{
    for (size_t i = 0; i < length; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (uint8_t)(seed >> 24);
    }
}

static inline void *allocate(size_t length)
{
    void *memory = malloc(length ? length : 1);
    if (memory == NULL)
        abort();
    return memory;
}

static inline Image_MimeType mime_of(const char *text)
{
    Image_MimeType mime = {(char *)text, strlen(text)};
    return mime;
}

/* Packing options; release them. */
static inline OH_PackingOptions *make_options(const char *mime, uint32_t quality)
{
    OH_PackingOptions *options = NULL;
    Image_MimeType type = mime_of(mime);
    CHECK_EQ(OH_PackingOptions_Create(&options), OK);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &type), OK);
    CHECK_EQ(OH_PackingOptions_SetQuality(options, quality), OK);
    return options;
}

static inline OH_ImagePackerNative *make_packer(void)
{
    OH_ImagePackerNative *packer = NULL;
    CHECK_EQ(OH_ImagePackerNative_Create(&packer), OK);
    return packer;
}

/* What a PixelMap is made with. */
static inline OH_Pixelmap_InitializationOptions *make_init(uint32_t width, uint32_t height, int32_t format,
    int32_t source_format, int32_t alpha)
{
    OH_Pixelmap_InitializationOptions *init = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(&init), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(init, width), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(init, height), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(init, format), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetSrcPixelFormat(init, source_format), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(init, alpha), OK);
    return init;
}

/* An opaque RGB_888 PixelMap of noise; destroy it. */
static inline OH_PixelmapNative *make_noise(uint32_t width, uint32_t height, uint32_t seed)
{
    size_t length = (size_t)width * height * 3;
    uint8_t *data = allocate(length);
    fill_noise(data, length, seed);
    OH_Pixelmap_InitializationOptions *init =
        make_init(width, height, PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_RGB_888, PIXELMAP_ALPHA_TYPE_OPAQUE);
    OH_PixelmapNative *pixelmap = NULL;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, length, init, &pixelmap), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    free(data);
    return pixelmap;
}

/* A PixelMap of zeros; destroy it. */
static inline OH_PixelmapNative *make_empty(uint32_t width, uint32_t height, int32_t format)
{
    OH_Pixelmap_InitializationOptions *init = make_init(width, height, format, PIXEL_FORMAT_BGRA_8888, 0);
    OH_PixelmapNative *pixelmap = NULL;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &pixelmap), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    return pixelmap;
}

static inline OH_ImageSourceNative *make_source(const void *data, size_t length)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromData((uint8_t *)data, length, &source), OK);
    return source;
}

/* A PixelMap as a file in memory, at most 32 MiB; free it. */
static inline uint8_t *pack(OH_PixelmapNative *pixelmap, const char *mime, uint32_t quality, size_t *length)
{
    size_t capacity = 32u << 20;
    uint8_t *file = allocate(capacity);
    OH_ImagePackerNative *packer = make_packer();
    OH_PackingOptions *options = make_options(mime, quality);
    *length = capacity;
    int code = OH_ImagePackerNative_PackToDataFromPixelmap(packer, options, pixelmap, file, length);
    CHECK_EQ(code, OK);
    if (code != OK)
        *length = 0;
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    uint8_t *small = realloc(file, *length ? *length : 1);
    return small ? small : file;
}

/* The content of a file of the corpus; free it. */
static inline uint8_t *read_image(const char *name, size_t *length)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", TEST_IMAGES, name);
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    if (file == NULL)
        abort();
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    uint8_t *data = allocate(*length);
    CHECK_EQ(fread(data, 1, *length, file), *length);
    fclose(file);
    return data;
}

/* Where the data of a PNG's first chunk of a type begin, and their length; 0 if there is none. */
static inline size_t find_chunk(const uint8_t *png, size_t length, const char *type, size_t *chunk_length)
{
    for (size_t at = 8; at + 12 <= length;) {
        size_t bytes = (size_t)png[at] << 24 | (size_t)png[at + 1] << 16 | (size_t)png[at + 2] << 8 | png[at + 3];
        if (memcmp(png + at + 4, type, 4) == 0) {
            *chunk_length = bytes;
            return at + 8;
        }
        at += 12 + bytes;
    }
    CHECK(!"the PNG has the chunk");
    *chunk_length = 0;
    return 0;
}

#endif
