/* The HDR image of a picture: options, formats, and what cannot be composed. */
#include <native_color_space_manager/native_color_space_manager.h>

#include "support.h"

#include <multimedia/image_framework/image/picture_native.h>

#define REFUSED IMAGE_UNSUPPORTED_OPERATION

static void test_options(void)
{
    OH_ComposeOptions *options = NULL;
    CHECK_EQ(OH_ComposeOptions_Create(NULL), BAD);
    CHECK_EQ(OH_ComposeOptions_Create(&options), OK);
    PIXEL_FORMAT format = PIXEL_FORMAT_NV12;
    CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(options, &format), OK);
    CHECK_EQ(format, PIXEL_FORMAT_UNKNOWN);
    static const int good[] = {PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_UNKNOWN,
        PIXEL_FORMAT_YCRCB_P010};
    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK_EQ(OH_ComposeOptions_SetDesiredPixelFormat(options, (PIXEL_FORMAT)good[i]), OK);
        CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(options, &format), OK);
        CHECK_EQ(format, good[i]);
    }
    for (int bad = -2; bad <= 20; bad++)
        if (bad != 0 && (bad < 10 || bad > 12))
            CHECK_EQ(OH_ComposeOptions_SetDesiredPixelFormat(options, (PIXEL_FORMAT)bad), BAD);
    CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(options, &format), OK);
    CHECK_EQ(format, PIXEL_FORMAT_YCRCB_P010);

    CHECK_EQ(OH_ComposeOptions_SetDesiredPixelFormat(NULL, PIXEL_FORMAT_UNKNOWN), BAD);
    CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(NULL, &format), BAD);
    CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(options, NULL), BAD);
    CHECK_EQ(OH_ComposeOptions_Release(NULL), BAD);
    CHECK_EQ(OH_ComposeOptions_Release(options), OK);
    CHECK_EQ(OH_ComposeOptions_Release(options), BAD);
    CHECK_EQ(OH_ComposeOptions_GetDesiredPixelFormat(options, &format), BAD);
}

/* The picture of a white of 203 cd/m2, which is the code 594 of PQ. */
static OH_PictureNative *make_picture(uint32_t width, uint32_t height, int format)
{
    OH_PixelmapNative *hdr = make_empty(width, height, PIXEL_FORMAT_RGBA_1010102);
    OH_NativeColorSpaceManager *manager = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(hdr, manager), OK);
    OH_NativeColorSpaceManager_Destroy(manager);
    OH_Pixelmap_HdrMetadataValue value;
    memset(&value, 0, sizeof value);
    value.staticMetadata.maxLuminance = 1234;
    CHECK_EQ(OH_PixelmapNative_SetMetadata(hdr, HDR_STATIC_METADATA, &value), OK);
    uint32_t *pixels = allocate((size_t)width * height * 4);
    for (uint32_t i = 0; i < width * height; i++)
        pixels[i] = 594u | 594u << 10 | 594u << 20 | 3u << 30;
    CHECK_EQ(OH_PixelmapNative_WritePixels(hdr, (uint8_t *)pixels, (size_t)width * height * 4), OK);
    free(pixels);
    OH_DecomposeOptions *options = NULL;
    CHECK_EQ(OH_DecomposeOptions_Create(&options), OK);
    CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(options, format), OK);
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, &picture), OK);
    CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), OK);
    return picture;
}

static bool near(uint32_t code, uint32_t wanted)
{
    return code + 3 >= wanted && code <= wanted + 3;
}

/* White of 203 cd/m2 is at 75 % of HLG, in full range, whatever the format. */
static void check_white(OH_PixelmapNative *map, uint32_t width, uint32_t height, int wanted)
{
    OH_Pixelmap_ImageInfo *info = NULL;
    int32_t format = 0;
    bool hdr = false;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &format), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &hdr), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(format, wanted);
    CHECK(hdr);
    OH_NativeColorSpaceManager *manager = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &manager), OK);
    CHECK_EQ(OH_NativeColorSpaceManager_GetColorSpaceName(manager), BT2020_HLG);
    OH_NativeColorSpaceManager_Destroy(manager);
    OH_Pixelmap_HdrMetadataValue value, *p = &value;
    CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_METADATA_TYPE, &p), OK);
    CHECK_EQ(value.type, HDR_METADATA_TYPE_ALTERNATE);
    CHECK_EQ(OH_PixelmapNative_GetMetadata(map, HDR_STATIC_METADATA, &p), OK);
    CHECK(value.staticMetadata.maxLuminance == 1234);

    size_t pairs = (size_t)((width + 1) / 2) * ((height + 1) / 2), luma = (size_t)width * height;
    size_t size = format == PIXEL_FORMAT_RGBA_1010102 ? luma * 4 : luma * 2 + pairs * 4;
    uint8_t *bytes = allocate(size);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, bytes, &size), OK);
    for (size_t i = 0; i < luma; i++) {
        if (format == PIXEL_FORMAT_RGBA_1010102) {
            uint32_t pixel;
            memcpy(&pixel, bytes + 4 * i, 4);
            CHECK(near(pixel & 1023, 767) && near(pixel >> 10 & 1023, 767) && near(pixel >> 20 & 1023, 767));
            CHECK_EQ(pixel >> 30, 3);
        } else {
            uint16_t sample;
            memcpy(&sample, bytes + 2 * i, 2);
            CHECK(near(sample >> 6, 767) && (sample & 63) == 0);
        }
    }
    for (size_t i = luma * 2; format != PIXEL_FORMAT_RGBA_1010102 && i < size; i += 2) {
        uint16_t sample;
        memcpy(&sample, bytes + i, 2);
        CHECK(near(sample >> 6, 512));
    }
    free(bytes);
}

static void test_formats(void)
{
    static const struct {
        int main, nearest;
    } mains[] = {
        {PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_RGBA_1010102},
        {PIXEL_FORMAT_NV12, PIXEL_FORMAT_YCBCR_P010},
        {PIXEL_FORMAT_NV21, PIXEL_FORMAT_YCRCB_P010},
    };
    for (size_t i = 0; i < COUNT(mains); i++) {
        OH_PictureNative *picture = make_picture(5, 3, mains[i].main);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, &map), OK);
        check_white(map, 5, 3, mains[i].nearest);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        OH_ComposeOptions *options = NULL;
        CHECK_EQ(OH_ComposeOptions_Create(&options), OK);
        for (int format = 9; format <= 12; format++) {
            if (format != 9) /* 9 stands for what new options have */
                CHECK_EQ(OH_ComposeOptions_SetDesiredPixelFormat(options, (PIXEL_FORMAT)format), OK);
            CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(picture, options, &map), OK);
            check_white(map, 5, 3, format == 9 ? mains[i].nearest : format);
            CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        }
        CHECK_EQ(OH_ComposeOptions_Release(options), OK);
        CHECK_EQ(OH_PictureNative_Release(picture), OK);
    }
}

static void test_errors(void)
{
    OH_PixelmapNative *plain = make_empty(4, 4, PIXEL_FORMAT_RGBA_8888), *map = NULL;
    OH_PictureNative *without = NULL, *picture = make_picture(4, 4, PIXEL_FORMAT_RGBA_8888);
    OH_ComposeOptions *options = NULL;
    CHECK_EQ(OH_ComposeOptions_Create(&options), OK);
    CHECK_EQ(OH_PictureNative_CreatePicture(plain, &without), OK);

    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(NULL, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(without, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(without, &map), REFUSED);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(NULL, options, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(picture, NULL, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(picture, options, NULL), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(without, NULL, &map), BAD);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(without, options, &map), REFUSED);
    CHECK_EQ(OH_ComposeOptions_SetDesiredPixelFormat(options, PIXEL_FORMAT_YCBCR_P010), OK);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(without, options, &map), REFUSED);
    CHECK(map == NULL);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmapWithOptions(picture, options, &map), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);

    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, &map), BAD);
    CHECK_EQ(OH_PictureNative_Release(without), OK);
    CHECK_EQ(OH_ComposeOptions_Release(options), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&plain), OK);
}

int main(void)
{
    test_options();
    test_formats();
    test_errors();
    return check_failures();
}
