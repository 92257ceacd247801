/* What the tests of editors share: PixelMaps with given pixels, and looking at what became of them. */
#ifndef GEOMETRY_H
#define GEOMETRY_H

#include "facts.h"

enum {
    INVALID = 7600206,
    RELEASED = 7600105,
    LOCKED = 7600201,
    WRONG_REGION = 7600204,
    NO_MEMORY = 7600301,
    TOO_LARGE = 7600103,
    UNKNOWN = 7600901,
};
enum { OPAQUE = 1, PREMULTIPLIED = 2, UNPREMULTIPLIED = 3 };

/* All pixel formats, 1 (ARGB_8888) included. */
static const int32_t formats[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16};

/* An editable PixelMap of noise, or of data in its own format; destroy it. */
static inline OH_PixelmapNative *make_map(uint32_t width, uint32_t height, int32_t format, int32_t alpha, const void *data)
{
    OH_Pixelmap_InitializationOptions *init = make_init(width, height, format, PIXEL_FORMAT_BGRA_8888, alpha);
    OH_PixelmapNative *map = NULL;
    uint32_t bytes = 0;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &bytes), OK);
    uint8_t *noise = allocate(bytes);
    fill_noise(noise, bytes, width * 31 + height * 7 + (uint32_t)format);
    if (format == PIXEL_FORMAT_ALPHA_8)
        /* What lies between rows is not a part of the picture. */
        for (size_t i = 0; i < bytes; i++)
            if (i % (bytes / height) >= width)
                noise[i] = 0;
    CHECK_EQ(OH_PixelmapNative_WritePixels(map, data ? (uint8_t *)data : noise, bytes), OK);
    free(noise);
    return map;
}

/* A PixelMap of which only the handle is left. */
static inline OH_PixelmapNative *make_released(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    return map;
}

static inline void lock_map(OH_PixelmapNative *map)
{
    void *address = NULL;
    CHECK_EQ(OH_PixelmapNative_AccessPixels(map, &address), OK);
}

static inline void unlock_map(OH_PixelmapNative *map)
{
    CHECK_EQ(OH_PixelmapNative_UnaccessPixels(map), OK);
}

static inline void destroy(OH_PixelmapNative *map)
{
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

static inline bool same_facts(OH_PixelmapNative *one, OH_PixelmapNative *other)
{
    struct facts a = facts_of(one), b = facts_of(other);
    return memcmp(&a, &b, sizeof a) == 0;
}

#define CHECK_SIZE(map, w, h)                       \
    do {                                            \
        struct facts size_ = facts_of(map);         \
        CHECK_EQ(size_.width, w);                   \
        CHECK_EQ(size_.height, h);                  \
    } while (0)

static inline bool same_pixels(OH_PixelmapNative *one, OH_PixelmapNative *other)
{
    uint8_t *a = pixels_of(one), *b = pixels_of(other);
    bool same = facts_of(one).bytes == facts_of(other).bytes && memcmp(a, b, facts_of(one).bytes) == 0;
    free(a);
    free(b);
    return same;
}

static inline bool holds(OH_PixelmapNative *map, const void *expected, size_t count)
{
    uint8_t *pixels = pixels_of(map);
    bool same = facts_of(map).bytes >= count && memcmp(pixels, expected, count) == 0;
    free(pixels);
    return same;
}

static inline uint32_t id_of(OH_PixelmapNative *map)
{
    uint32_t id = 0;
    CHECK_EQ(OH_PixelmapNative_GetUniqueId(map, &id), OK);
    return id;
}

static inline OH_PixelmapNative *clone_of(OH_PixelmapNative *map)
{
    OH_PixelmapNative *copy = NULL;
    CHECK_EQ(OH_PixelmapNative_Clone(map, &copy), OK);
    return copy;
}

#endif
