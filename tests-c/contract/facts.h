/* What tests of PixelMaps share: looking at one. */
#ifndef FACTS_H
#define FACTS_H

#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

/* What a PixelMap reports about itself. */
struct facts {
    uint32_t width, height, stride, bytes, allocated;
    int32_t format, alpha;
    bool hdr;
};

static inline struct facts facts_of(OH_PixelmapNative *map)
{
    struct facts facts;
    memset(&facts, 0, sizeof facts); /* the bytes between its fields too: facts are compared with memcmp */
    OH_Pixelmap_ImageInfo *info = NULL;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &facts.width), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &facts.height), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetRowStride(info, &facts.stride), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &facts.format), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetAlphaMode(info, &facts.alpha), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &facts.hdr), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(OH_PixelmapNative_GetByteCount(map, &facts.bytes), OK);
    CHECK_EQ(OH_PixelmapNative_GetAllocationByteCount(map, &facts.allocated), OK);
    return facts;
}

/* All pixels; free them. */
static inline uint8_t *pixels_of(OH_PixelmapNative *map)
{
    size_t size = facts_of(map).bytes;
    uint8_t *pixels = allocate(size);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels, &size), OK);
    return pixels;
}

#endif
