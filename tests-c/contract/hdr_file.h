/* JPEG files with a gain map and what else cameras put behind their images, put together by hand. */
#ifndef HDR_FILE_H
#define HDR_FILE_H

#include <multimedia/image_framework/image/image_source_native.h>

#include "support.h"

#define ISO_TAG "urn:iso:std:iso:ts:21496:-1" /* and a NUL */

struct file {
    uint8_t *data;
    size_t length;
};

static inline struct file no_file(void)
{
    struct file file = {allocate(0), 0};
    return file;
}

static inline void put(struct file *file, const void *data, size_t length)
{
    file->data = realloc(file->data, file->length + length + 1);
    if (file->data == NULL)
        abort();
    memcpy(file->data + file->length, data, length);
    file->length += length;
}

static inline void put_32(struct file *file, uint32_t number)
{
    uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
    put(file, bytes, 4);
}

static inline void put_16(struct file *file, uint32_t number)
{
    uint8_t bytes[] = {(uint8_t)(number >> 8), (uint8_t)number};
    put(file, bytes, 2);
}

static inline void put_file(struct file *file, struct file other)
{
    put(file, other.data, other.length);
    free(other.data);
}

/* Adds a marker segment whose data begin with the text `tag` of `length` bytes, and empties `rest`. */
static inline void put_segment(struct file *file, int marker, const char *tag, size_t length, struct file rest)
{
    uint8_t start[] = {0xFF, (uint8_t)marker};
    put(file, start, 2);
    put_16(file, (uint32_t)(2 + length + rest.length));
    put(file, tag, length);
    put_file(file, rest);
}

/* A JPEG of one colour with these segments in front; empties them. */
static inline struct file flat_jpeg(uint32_t width, uint32_t height, const uint8_t color[3], struct file segments)
{
    size_t length = (size_t)width * height * 3, size = 0;
    uint8_t *pixels = allocate(length);
    for (size_t i = 0; i < length; i++)
        pixels[i] = color[i % 3];
    OH_Pixelmap_InitializationOptions *init =
        make_init(width, height, PIXEL_FORMAT_RGB_888, PIXEL_FORMAT_RGB_888, PIXELMAP_ALPHA_TYPE_OPAQUE);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(pixels, length, init, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    uint8_t *jpeg = pack(map, "image/jpeg", 100, &size);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    struct file file = no_file();
    put(&file, jpeg, 2);
    put_file(&file, segments);
    put(&file, jpeg + 2, size - 2);
    free(jpeg);
    free(pixels);
    return file;
}

/* How the gain maps of these tests are applied: one channel, offsets of 1/64, from 0 to this. */
#define GAIN 2.0
#define OFFSET (1.0 / 64)

/* The segment of ISO 21496-1 in a gain map. */
static inline struct file gain_block(void)
{
    static const int32_t numbers[] = {0, 256, 0, 256, 128, 2, 2}; /* of 128, as is every denominator */
    struct file block = no_file(), file = no_file();
    put_32(&block, 0);
    put(&block, "\x40", 1); /* gains apply in the colours of the base image */
    for (size_t i = 0; i < COUNT(numbers); i++) {
        put_32(&block, (uint32_t)numbers[i]);
        put_32(&block, 128);
    }
    put_segment(&file, 0xE2, ISO_TAG, sizeof ISO_TAG, block);
    return file;
}

/* A file of a base image and a gain map of one grey; `before` are more segments of the base image, emptied. */
static inline struct file hdr_jpeg(uint32_t width, uint32_t height, const uint8_t color[3], uint8_t gain,
    struct file before)
{
    const uint8_t grey[] = {gain, gain, gain};
    struct file map = flat_jpeg((width + 1) / 2, (height + 1) / 2, grey, gain_block());
    struct file versions = no_file(), index = no_file(), none = no_file();
    put_32(&versions, 0);
    put_segment(&before, 0xE2, ISO_TAG, sizeof ISO_TAG, versions);
    struct file plain = flat_jpeg(width, height, color, none);
    /* Behind this segment is what is behind SOI in the plain file; the index is counted from its own header. */
    uint32_t distance = (uint32_t)(82 + plain.length - 2);
    put(&index, "MM\0\x2A\0\0\0\x08\0\x03", 10);
    put(&index, "\xB0\0\0\x07\0\0\0\x04" "0100", 12);
    put(&index, "\xB0\x01\0\x04\0\0\0\x01\0\0\0\x02", 12);
    put(&index, "\xB0\x02\0\x07\0\0\0\x20\0\0\0\x32", 12);
    put_32(&index, 0);
    put_32(&index, 0x20030000);
    put_32(&index, (uint32_t)(before.length + 90 + plain.length));
    put_32(&index, 0);
    put_32(&index, 0);
    put_32(&index, 0);
    put_32(&index, (uint32_t)map.length);
    put_32(&index, distance);
    put_32(&index, 0);
    put_segment(&before, 0xE2, "MPF", 4, index);
    free(plain.data);
    struct file file = flat_jpeg(width, height, color, before);
    put_file(&file, map);
    return file;
}

/* Adds a record behind the images: its payload, which is emptied, the length of that and a tag. */
static inline void put_record(struct file *file, const char *tag, struct file payload)
{
    uint32_t length = (uint32_t)payload.length;
    uint8_t trailer[12] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16), (uint8_t)(length >> 24)};
    memcpy(trailer + 4, tag, strlen(tag));
    put_file(file, payload);
    put(file, trailer, 12);
}

static inline struct file text_file(const char *text)
{
    struct file file = no_file();
    put(&file, text, strlen(text));
    return file;
}

/* A source; empties the file. */
static inline OH_ImageSourceNative *source_of(struct file file)
{
    OH_ImageSourceNative *source = make_source(file.data, file.length);
    free(file.data);
    return source;
}

#endif
