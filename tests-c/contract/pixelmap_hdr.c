/* HDR metadata of PixelMaps, and turning HDR into SDR. */
#include <stddef.h>
#include <native_color_space_manager/native_color_space_manager.h>

#include "support.h"

enum { NO_DMA = IMAGE_DMA_NOT_EXIST, UNSET = IMAGE_COPY_FAILED, REFUSED = IMAGE_UNSUPPORTED_OPERATION };

typedef OH_Pixelmap_HdrMetadataValue Value;

#define SET OH_PixelmapNative_SetMetadata
#define GET OH_PixelmapNative_GetMetadata

static OH_PixelmapNative *make_dma(void)
{
    OH_Pixelmap_InitializationOptions *init = make_init(2, 2, PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_8888, 0);
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, IMAGE_ALLOCATOR_MODE_DMA, &map), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    return map;
}

/* Every byte of memory that a call may not write has this value. */
enum { FILL = 0xa5 };

static void values_come_back(void)
{
    OH_PixelmapNative *map = make_dma();
    Value in, out, *p = &out;
    memset(&in, FILL, sizeof in); /* fields that do not belong to the key are not looked at */
    memset(&out, FILL, sizeof out);
    CHECK_EQ(GET(map, HDR_METADATA_TYPE, &p), OK);
    CHECK_EQ(out.type, HDR_METADATA_TYPE_NONE);
    CHECK_EQ(GET(map, HDR_STATIC_METADATA, &p), UNSET);
    CHECK_EQ(GET(map, HDR_DYNAMIC_METADATA, &p), UNSET);
    CHECK_EQ(GET(map, HDR_GAINMAP_METADATA, &p), UNSET);
    for (int type = 0; type <= 3; type++) {
        in.type = (OH_Pixelmap_HdrMetadataType)type;
        CHECK_EQ(SET(map, HDR_METADATA_TYPE, &in), OK);
        CHECK_EQ(GET(map, HDR_METADATA_TYPE, &p), OK);
        CHECK_EQ(out.type, type);
    }
    float *numbers = (float *)&in.staticMetadata;
    for (int i = 0; i < 12; i++)
        numbers[i] = (float)i * 1.5e9f - 3;
    CHECK_EQ(SET(map, HDR_STATIC_METADATA, &in), OK);

    OH_Pixelmap_HdrGainmapMetadata gains = {0};
    gains.writerVersion = 7;
    gains.miniVersion = 9;
    gains.gainmapChannelNum = 52; /* not judged */
    gains.useBaseColorFlag = true;
    gains.baseHeadroom = 21;
    gains.alternateHeadroom = 20;
    for (int c = 0; c < 3; c++) {
        gains.gainmapMax[c] = 300.0f + (float)c;
        gains.gainmapMin[c] = -200.0f - (float)c;
        gains.gamma[c] = 1000.0f + (float)c;
        gains.baselineOffset[c] = 1.0f / (float)(c + 1);
        gains.alternateOffset[c] = 2.0f / (float)(c + 1);
    }
    in.gainmapMetadata = gains;
    CHECK_EQ(SET(map, HDR_GAINMAP_METADATA, &in), OK);

    uint8_t bytes[1000];
    fill_noise(bytes, sizeof bytes, 5);
    uint8_t *heap = allocate(sizeof bytes);
    memcpy(heap, bytes, sizeof bytes);
    in.dynamicMetadata.data = heap;
    in.dynamicMetadata.length = sizeof bytes;
    CHECK_EQ(SET(map, HDR_DYNAMIC_METADATA, &in), OK);
    memset(heap, 0, sizeof bytes);
    free(heap);

    /* Each Get writes its field alone. */
    static const struct {
        OH_Pixelmap_HdrMetadataKey key;
        size_t offset, length;
    } fields[] = {
        {HDR_METADATA_TYPE, offsetof(Value, type), sizeof(int)},
        {HDR_STATIC_METADATA, offsetof(Value, staticMetadata), sizeof(OH_Pixelmap_HdrStaticMetadata)},
        {HDR_DYNAMIC_METADATA, offsetof(Value, dynamicMetadata), sizeof(OH_Pixelmap_HdrDynamicMetadata)},
        {HDR_GAINMAP_METADATA, offsetof(Value, gainmapMetadata), sizeof(OH_Pixelmap_HdrGainmapMetadata)},
    };
    for (size_t i = 0; i < COUNT(fields); i++) {
        memset(&out, FILL, sizeof out);
        CHECK_EQ(GET(map, fields[i].key, &p), OK);
        CHECK(p == &out);
        const uint8_t *raw = (const uint8_t *)&out;
        for (size_t b = 0; b < sizeof out; b++)
            if (b < fields[i].offset || b >= fields[i].offset + fields[i].length)
                CHECK_EQ(raw[b], FILL);
        if (fields[i].key == HDR_METADATA_TYPE)
            CHECK_EQ(out.type, HDR_METADATA_TYPE_ALTERNATE);
        if (fields[i].key == HDR_STATIC_METADATA)
            CHECK(memcmp(&out.staticMetadata, &in.staticMetadata, sizeof in.staticMetadata) == 0);
        if (fields[i].key == HDR_GAINMAP_METADATA) {
            OH_Pixelmap_HdrGainmapMetadata *got = &out.gainmapMetadata;
            CHECK(got->writerVersion == 7 && got->miniVersion == 9 && got->gainmapChannelNum == 52);
            CHECK(got->useBaseColorFlag && got->baseHeadroom == 21 && got->alternateHeadroom == 20);
            CHECK(memcmp(got->gainmapMax, gains.gainmapMax, 60) == 0);
        }
        if (fields[i].key == HDR_DYNAMIC_METADATA) {
            CHECK_EQ(out.dynamicMetadata.length, sizeof bytes);
            CHECK(memcmp(out.dynamicMetadata.data, bytes, sizeof bytes) == 0);
            free(out.dynamicMetadata.data);
        }
    }

    in.dynamicMetadata.length = 0;
    in.dynamicMetadata.data = bytes;
    CHECK_EQ(SET(map, HDR_DYNAMIC_METADATA, &in), BAD);
    in.dynamicMetadata.length = 5;
    in.dynamicMetadata.data = NULL;
    CHECK_EQ(SET(map, HDR_DYNAMIC_METADATA, &in), BAD);
    in.type = (OH_Pixelmap_HdrMetadataType)4;
    CHECK_EQ(SET(map, HDR_METADATA_TYPE, &in), BAD);
    CHECK_EQ(SET(map, (OH_Pixelmap_HdrMetadataKey)4, &in), BAD);
    CHECK_EQ(SET(map, (OH_Pixelmap_HdrMetadataKey)-1, &in), BAD);
    CHECK_EQ(GET(map, (OH_Pixelmap_HdrMetadataKey)4, &p), UNSET);
    CHECK_EQ(GET(map, HDR_METADATA_TYPE, &p), OK);
    CHECK_EQ(out.type, HDR_METADATA_TYPE_ALTERNATE);

    CHECK_EQ(SET(NULL, HDR_METADATA_TYPE, &in), BAD);
    CHECK_EQ(SET(map, HDR_METADATA_TYPE, NULL), BAD);
    CHECK_EQ(GET(NULL, HDR_METADATA_TYPE, &p), BAD);
    CHECK_EQ(GET(map, HDR_METADATA_TYPE, NULL), BAD);
    Value *nothing = NULL;
    CHECK_EQ(GET(map, HDR_METADATA_TYPE, &nothing), BAD);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(SET(map, HDR_METADATA_TYPE, &in), BAD);
    CHECK_EQ(GET(map, HDR_METADATA_TYPE, &p), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Ordinary memory is told after NULL and before the key. */
static void ordinary_memory_has_no_metadata(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, PIXEL_FORMAT_RGB_565);
    Value value, *p = &value;
    memset(&value, 0, sizeof value);
    for (int key = -1; key <= 4; key++) {
        CHECK_EQ(SET(map, (OH_Pixelmap_HdrMetadataKey)key, &value), NO_DMA);
        CHECK_EQ(GET(map, (OH_Pixelmap_HdrMetadataKey)key, &p), NO_DMA);
        CHECK_EQ(SET(map, (OH_Pixelmap_HdrMetadataKey)key, NULL), BAD);
        CHECK_EQ(GET(map, (OH_Pixelmap_HdrMetadataKey)key, NULL), BAD);
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

static void set_space(OH_PixelmapNative *map, ColorSpaceName name)
{
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(name);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
    OH_NativeColorSpaceManager_Destroy(space);
}

static void to_sdr(void)
{
    static const int formats[][2] = {{10, 3}, {11, 9}, {12, 8}};
    static const ColorSpaceName spaces[] = {BT2020_HLG, BT2020_PQ, BT2020_HLG_LIMIT, BT2020_PQ_LIMIT};
    OH_Pixelmap_ImageInfo *info = NULL;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    for (size_t i = 0; i < COUNT(formats) * COUNT(spaces); i++) {
        OH_PixelmapNative *map = make_empty(5, 3, formats[i / COUNT(spaces)][0]);
        CHECK_EQ(OH_PixelmapNative_ToSdr(map), REFUSED); /* no colour space */
        set_space(map, DISPLAY_P3);
        CHECK_EQ(OH_PixelmapNative_ToSdr(map), REFUSED);
        set_space(map, spaces[i % COUNT(spaces)]);
        uint32_t width = 0, height = 0;
        int32_t format = 0;
        bool hdr = true;
        CHECK_EQ(OH_PixelmapNative_ToSdr(map), OK);
        CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &width), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &height), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &format), OK);
        CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &hdr), OK);
        CHECK(width == 5 && height == 3 && !hdr);
        CHECK_EQ(format, formats[i / COUNT(spaces)][1]);
        OH_NativeColorSpaceManager *space = NULL;
        CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), OK);
        CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(space), DISPLAY_P3);
        OH_NativeColorSpaceManager_Destroy(space);
        CHECK_EQ(OH_PixelmapNative_ToSdr(map), REFUSED); /* it is SDR now */
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);

    OH_PixelmapNative *map = make_empty(4, 4, PIXEL_FORMAT_RGBA_8888);
    set_space(map, BT2020_PQ);
    CHECK_EQ(OH_PixelmapNative_ToSdr(map), REFUSED); /* 8 bits are not HDR */
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(OH_PixelmapNative_ToSdr(map), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_PixelmapNative_ToSdr(NULL), BAD);
}

int main(void)
{
    values_come_back();
    ordinary_memory_has_no_metadata();
    to_sdr();
    return check_failures();
}
