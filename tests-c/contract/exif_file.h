/* EXIF made by hand: blocks from tables of their entries, in JPEG, PNG and WebP files. */
#ifndef EXIF_FILE_H
#define EXIF_FILE_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

/* Formats of TIFF. */
enum { F_BYTE = 1, F_ASCII, F_SHORT, F_LONG, F_RATIONAL, F_SBYTE, F_UNDEFINED, F_SSHORT, F_SLONG, F_SRATIONAL };

typedef struct {
    uint16_t tag, format;
    uint32_t count;
    const void *data; /* numbers as this machine has them: the tests run on little endian ones */
} Entry;

typedef struct {
    uint8_t *data;
    size_t size;
} File;

static inline void put16(uint8_t *at, uint32_t number)
{
    at[0] = (uint8_t)number;
    at[1] = (uint8_t)(number >> 8);
}

static inline void put32(uint8_t *at, uint32_t number)
{
    put16(at, number);
    put16(at + 2, number >> 16);
}

/* Writes a directory at *used, with `extra` as its last entry if that has a tag; its values follow. */
static inline void exif_directory(uint8_t *block, size_t *used, const Entry *entries, size_t count, uint16_t extra)
{
    static const size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8};
    size_t at = *used, values = at + 2 + 12 * (count + (extra != 0)) + 4;
    put16(block + at, (uint32_t)(count + (extra != 0)));
    for (size_t i = 0; i < count; i++) {
        uint8_t *entry = block + at + 2 + 12 * i;
        size_t bytes = sizes[entries[i].format] * entries[i].count;
        put16(entry, entries[i].tag);
        put16(entry + 2, entries[i].format);
        put32(entry + 4, entries[i].count);
        if (bytes > 4)
            put32(entry + 8, (uint32_t)values);
        memcpy(bytes > 4 ? block + values : entry + 8, entries[i].data, bytes);
        values += bytes > 4 ? (bytes + 1) & ~(size_t)1 : 0;
    }
    if (extra) {
        uint8_t *entry = block + at + 2 + 12 * count;
        put16(entry, extra);
        put16(entry + 2, F_LONG);
        put32(entry + 4, 1);
        put32(entry + 8, (uint32_t)values);
    }
    *used = values;
}

/* A block of two directories, the image's and the photo's; free it. Entries are in ascending order of their tags. */
static inline File exif_block(const Entry *image, size_t images, const Entry *photo, size_t photos)
{
    File block = {calloc(1, 200000), 8};
    if (block.data == NULL)
        abort();
    memcpy(block.data, "II*\0\10\0\0", 8);
    exif_directory(block.data, &block.size, image, images, 0x8769);
    exif_directory(block.data, &block.size, photo, photos, 0);
    return block;
}

static inline File joined(const void *a, size_t a_size, const void *b, size_t b_size, const void *c, size_t c_size)
{
    File file = {allocate(a_size + b_size + c_size), a_size + b_size + c_size};
    memcpy(file.data, a, a_size);
    memcpy(file.data + a_size, b, b_size);
    memcpy(file.data + a_size + b_size, c, c_size);
    return file;
}

/* A JPEG of 16x8 pixels with a block, or without if that is empty; free it. */
static inline File jpeg_with(File block)
{
    OH_PixelmapNative *pixelmap = make_noise(16, 8, 1);
    size_t length = 0;
    uint8_t *jpeg = pack(pixelmap, "image/jpeg", 90, &length);
    CHECK_EQ(OH_PixelmapNative_Release(pixelmap), OK);
    size_t size = block.size + 8;
    uint8_t head[10] = {0xFF, 0xE1, (uint8_t)(size >> 8), (uint8_t)size, 'E', 'x', 'i', 'f', 0, 0};
    File segment = joined(head, sizeof head, block.data, block.size, "", 0);
    File file = joined(jpeg, 2, segment.data, block.size ? segment.size : 0, jpeg + 2, length - 2);
    free(segment.data);
    free(jpeg);
    return file;
}

static inline void write_file(const char *path, File file)
{
    FILE *stream = fopen(path, "wb");
    CHECK(stream != NULL);
    if (stream == NULL)
        abort();
    CHECK_EQ(fwrite(file.data, 1, file.size, stream), file.size);
    CHECK_EQ(fclose(stream), 0);
}

static inline File read_file(const char *path)
{
    FILE *stream = fopen(path, "rb");
    CHECK(stream != NULL);
    if (stream == NULL)
        return (File){NULL, 0};
    fseek(stream, 0, SEEK_END);
    File file = {NULL, (size_t)ftell(stream)};
    rewind(stream);
    file.data = allocate(file.size);
    CHECK_EQ(fread(file.data, 1, file.size, stream), file.size);
    fclose(stream);
    return file;
}

/* Whether the file at `path` has these bytes. */
static inline bool holds(const char *path, File expected)
{
    File file = read_file(path);
    bool same = file.size == expected.size && memcmp(file.data, expected.data, file.size) == 0;
    free(file.data);
    return same;
}

static inline OH_ImageSourceNative *open_path(const char *path)
{
    OH_ImageSourceNative *source = NULL;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri((char *)path, strlen(path), &source), OK);
    return source;
}

static inline Image_String string_of(const char *text)
{
    return (Image_String){(char *)text, strlen(text)};
}

static inline int modify(OH_ImageSourceNative *source, const char *name, const char *text)
{
    Image_String key = string_of(name), value = string_of(text);
    return OH_ImageSourceNative_ModifyImageProperty(source, &key, &value);
}

/* A value as text; empty where there is none. Lasts until the next call. */
static inline const char *property(OH_ImageSourceNative *source, const char *name)
{
    static char text[4096];
    Image_String key = string_of(name), value = {NULL, 0};
    text[0] = 0;
    if (OH_ImageSourceNative_GetImagePropertyWithNull(source, &key, &value) == OK) {
        snprintf(text, sizeof text, "%s", value.data);
        CHECK_EQ(value.data[value.size], 0);
        free(value.data);
    }
    return text;
}

#endif
