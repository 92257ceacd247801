/* Sizes and offsets of the public structures, and the numbers of the enumerators that programs store. */
#include <multimedia/image_framework/image_packer_mdk.h>
#include <rawfile/raw_file.h>

#include "support.h"

#define AT(type, member, offset) CHECK_EQ(offsetof(type, member), offset)

static void structures(void)
{
    const size_t word = sizeof(void *);
    CHECK_EQ(sizeof(Image_String), 2 * word);
    AT(Image_String, data, 0);
    AT(Image_String, size, word);
    CHECK_EQ(sizeof(Image_MimeType), 2 * word);
    AT(Image_MimeType, size, word);

    CHECK_EQ(sizeof(Image_Size), 8);
    AT(Image_Size, width, 0);
    AT(Image_Size, height, 4);
    CHECK_EQ(sizeof(Image_Region), 16);
    AT(Image_Region, x, 0);
    AT(Image_Region, y, 4);
    AT(Image_Region, width, 8);
    AT(Image_Region, height, 12);
    CHECK_EQ(sizeof(Image_Scale), 8);
    AT(Image_Scale, x, 0);
    AT(Image_Scale, y, 4);

    CHECK_EQ(sizeof(RawFileDescriptor), sizeof(long) == 8 ? 24 : 12);
    AT(RawFileDescriptor, fd, 0);
    AT(RawFileDescriptor, start, sizeof(long));
    AT(RawFileDescriptor, length, 2 * sizeof(long));
    CHECK_EQ(sizeof(ImagePacker_Opts), 2 * word);
    AT(ImagePacker_Opts, format, 0);
    AT(ImagePacker_Opts, quality, word);
    CHECK_EQ(sizeof(((ImagePacker_Opts *)0)->quality), 4);
}

static void structures_of_64_bits(void)
{
    CHECK_EQ(sizeof(Image_PositionArea), 40);
    AT(Image_PositionArea, pixels, 0);
    AT(Image_PositionArea, pixelsSize, 8);
    AT(Image_PositionArea, offset, 16);
    AT(Image_PositionArea, stride, 20);
    AT(Image_PositionArea, region, 24);

    CHECK_EQ(sizeof(OH_Pixelmap_HdrStaticMetadata), 48);
    AT(OH_Pixelmap_HdrStaticMetadata, displayPrimariesY, 12);
    AT(OH_Pixelmap_HdrStaticMetadata, whitePointX, 24);
    AT(OH_Pixelmap_HdrStaticMetadata, whitePointY, 28);
    AT(OH_Pixelmap_HdrStaticMetadata, maxLuminance, 32);
    AT(OH_Pixelmap_HdrStaticMetadata, minLuminance, 36);
    AT(OH_Pixelmap_HdrStaticMetadata, maxContentLightLevel, 40);
    AT(OH_Pixelmap_HdrStaticMetadata, maxFrameAverageLightLevel, 44);
    CHECK_EQ(sizeof(OH_Pixelmap_HdrDynamicMetadata), 16);
    AT(OH_Pixelmap_HdrDynamicMetadata, length, 8);
    CHECK_EQ(sizeof(OH_Pixelmap_HdrGainmapMetadata), 76);
    AT(OH_Pixelmap_HdrGainmapMetadata, writerVersion, 0);
    AT(OH_Pixelmap_HdrGainmapMetadata, miniVersion, 2);
    AT(OH_Pixelmap_HdrGainmapMetadata, gainmapChannelNum, 4);
    AT(OH_Pixelmap_HdrGainmapMetadata, useBaseColorFlag, 5);
    AT(OH_Pixelmap_HdrGainmapMetadata, baseHeadroom, 8);
    AT(OH_Pixelmap_HdrGainmapMetadata, alternateHeadroom, 12);
    AT(OH_Pixelmap_HdrGainmapMetadata, gainmapMax, 16);
    AT(OH_Pixelmap_HdrGainmapMetadata, gainmapMin, 28);
    AT(OH_Pixelmap_HdrGainmapMetadata, gamma, 40);
    AT(OH_Pixelmap_HdrGainmapMetadata, baselineOffset, 52);
    AT(OH_Pixelmap_HdrGainmapMetadata, alternateOffset, 64);
    CHECK_EQ(sizeof(OH_Pixelmap_HdrMetadataValue), 152);
    AT(OH_Pixelmap_HdrMetadataValue, type, 0);
    AT(OH_Pixelmap_HdrMetadataValue, staticMetadata, 4);
    AT(OH_Pixelmap_HdrMetadataValue, dynamicMetadata, 56);
    AT(OH_Pixelmap_HdrMetadataValue, gainmapMetadata, 72);
}

static void numbers(void)
{
    static const struct {
        const char *name;
        long long got, expected;
    } rows[] = {
        {"sizeof Image_ErrorCode", sizeof(Image_ErrorCode), sizeof(int)},
        {"sizeof PIXEL_FORMAT", sizeof(PIXEL_FORMAT), sizeof(int)},
        {"sizeof IMAGE_ALLOCATOR_MODE", sizeof(IMAGE_ALLOCATOR_MODE), sizeof(int)},
        {"PIXEL_FORMAT_UNKNOWN", PIXEL_FORMAT_UNKNOWN, 0},
        {"PIXEL_FORMAT_RGB_565", PIXEL_FORMAT_RGB_565, 2},
        {"PIXEL_FORMAT_RGBA_8888", PIXEL_FORMAT_RGBA_8888, 3},
        {"PIXEL_FORMAT_BGRA_8888", PIXEL_FORMAT_BGRA_8888, 4},
        {"PIXEL_FORMAT_RGB_888", PIXEL_FORMAT_RGB_888, 5},
        {"PIXEL_FORMAT_ALPHA_8", PIXEL_FORMAT_ALPHA_8, 6},
        {"PIXEL_FORMAT_RGBA_F16", PIXEL_FORMAT_RGBA_F16, 7},
        {"PIXEL_FORMAT_NV21", PIXEL_FORMAT_NV21, 8},
        {"PIXEL_FORMAT_NV12", PIXEL_FORMAT_NV12, 9},
        {"PIXEL_FORMAT_RGBA_1010102", PIXEL_FORMAT_RGBA_1010102, 10},
        {"PIXEL_FORMAT_YCBCR_P010", PIXEL_FORMAT_YCBCR_P010, 11},
        {"PIXEL_FORMAT_YCRCB_P010", PIXEL_FORMAT_YCRCB_P010, 12},
        {"PIXEL_FORMAT_ALPHA_U8", PIXEL_FORMAT_ALPHA_U8, 15},
        {"PIXEL_FORMAT_ALPHA_F16", PIXEL_FORMAT_ALPHA_F16, 16},
        {"PIXELMAP_ALPHA_TYPE_OPAQUE", PIXELMAP_ALPHA_TYPE_OPAQUE, 1},
        {"PIXELMAP_ALPHA_TYPE_PREMULTIPLIED", PIXELMAP_ALPHA_TYPE_PREMULTIPLIED, 2},
        {"PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED", PIXELMAP_ALPHA_TYPE_UNPREMULTIPLIED, 3},
        {"IMAGE_PACKER_DYNAMIC_RANGE_AUTO", IMAGE_PACKER_DYNAMIC_RANGE_AUTO, 0},
        {"IMAGE_PACKER_DYNAMIC_RANGE_SDR", IMAGE_PACKER_DYNAMIC_RANGE_SDR, 1},
        {"IMAGE_DYNAMIC_RANGE_AUTO", IMAGE_DYNAMIC_RANGE_AUTO, 0},
        {"IMAGE_DYNAMIC_RANGE_SDR", IMAGE_DYNAMIC_RANGE_SDR, 1},
        {"IMAGE_DYNAMIC_RANGE_HDR", IMAGE_DYNAMIC_RANGE_HDR, 2},
        {"SCALE_FIRST", IMAGE_CROP_AND_SCALE_STRATEGY_SCALE_FIRST, 1},
        {"CROP_FIRST", IMAGE_CROP_AND_SCALE_STRATEGY_CROP_FIRST, 2},
        {"IMAGE_ALLOCATOR_TYPE_DMA", IMAGE_ALLOCATOR_TYPE_DMA, 1},
        {"IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY", IMAGE_ALLOCATOR_TYPE_SHARE_MEMORY, 2},
        {"IMAGE_BAD_PARAMETER", IMAGE_BAD_PARAMETER, 401},
        {"IMAGE_UNKNOWN_MIME_TYPE", IMAGE_UNKNOWN_MIME_TYPE, 7600102},
        {"IMAGE_TOO_LARGE", IMAGE_TOO_LARGE, 7600103},
        {"IMAGE_UNSUPPORTED_OPERATION", IMAGE_UNSUPPORTED_OPERATION, 7600201},
        {"IMAGE_ALLOC_FAILED", IMAGE_ALLOC_FAILED, 7600301},
        {"IMAGE_COPY_FAILED", IMAGE_COPY_FAILED, 7600302},
        {"IMAGE_ALLOCATOR_MODE_UNSUPPORTED", IMAGE_ALLOCATOR_MODE_UNSUPPORTED, 7600501},
        {"IMAGE_UNKNOWN_ERROR", IMAGE_UNKNOWN_ERROR, 7600901},
        {"IMAGE_BAD_SOURCE", IMAGE_BAD_SOURCE, 7700101},
        {"IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE", IMAGE_SOURCE_UNSUPPORTED_MIME_TYPE, 7700102},
        {"IMAGE_SOURCE_UNSUPPORTED_MIMETYPE", IMAGE_SOURCE_UNSUPPORTED_MIMETYPE, 7700102},
        {"IMAGE_SOURCE_TOO_LARGE", IMAGE_SOURCE_TOO_LARGE, 7700103},
        {"IMAGE_SOURCE_UNSUPPORTED_OPTIONS", IMAGE_SOURCE_UNSUPPORTED_OPTIONS, 7700203},
        {"IMAGE_SOURCE_INVALID_PARAMETER", IMAGE_SOURCE_INVALID_PARAMETER, 7700204},
        {"IMAGE_DECODE_FAILED", IMAGE_DECODE_FAILED, 7700301},
        {"IMAGE_SOURCE_ALLOC_FAILED", IMAGE_SOURCE_ALLOC_FAILED, 7700302},
        {"IMAGE_PACKER_INVALID_PARAMETER", IMAGE_PACKER_INVALID_PARAMETER, 7800202},
        {"IMAGE_ENCODE_FAILED", IMAGE_ENCODE_FAILED, 7800301},
        {"IMAGE_RESULT_BAD_PARAMETER", IMAGE_RESULT_BAD_PARAMETER, -1},
        {"IMAGE_RESULT_INVALID_PARAMETER", IMAGE_RESULT_INVALID_PARAMETER, 62980115},
        {"IMAGE_RESULT_ENCODE_FAILED", IMAGE_RESULT_ENCODE_FAILED, 62980119},
        {"IMAGE_RESULT_CREATE_SURFACE_FAILED", IMAGE_RESULT_CREATE_SURFACE_FAILED, 62980252},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!check_report(rows[i].got == rows[i].expected, __FILE__, __LINE__, rows[i].name))
            fprintf(stderr, ": got %lld, expected %lld\n", rows[i].got, rows[i].expected);
    }
}

int main(void)
{
    structures();
    if (sizeof(void *) == 8)
        structures_of_64_bits();
    numbers();
    return check_failures();
}
