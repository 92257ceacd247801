/* An HDR image becomes a picture of main image and gain map, and that becomes HDR again. */
#include <math.h>
#include <native_color_space_manager/native_color_space_manager.h>

#include "support.h"

#include <multimedia/image_framework/image/picture_native.h>

#define INVALID IMAGE_INVALID_PARAMETER
#define REFUSED IMAGE_UNSUPPORTED_OPERATION

/* An HDR image of greys from black on the left to white on the right; destroy it. */
static OH_PixelmapNative *make_hdr(uint32_t width, uint32_t height, int format, int space)
{
    OH_PixelmapNative *map = make_empty(width, height, format);
    if (space != NONE) {
        OH_NativeColorSpaceManager *manager = OH_NativeColorSpaceManager_CreateFromName((ColorSpaceName)space);
        CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, manager), OK);
        OH_NativeColorSpaceManager_Destroy(manager);
    }
    if (format == PIXEL_FORMAT_RGBA_1010102) {
        uint32_t *pixels = allocate((size_t)width * height * 4);
        for (uint32_t i = 0; i < width * height; i++) {
            uint32_t code = width > 1 ? i % width * 740 / (width - 1) : 740; /* 740 is about 900 cd/m2 of PQ */
            pixels[i] = code | code << 10 | code << 20 | 3u << 30;
        }
        CHECK_EQ(OH_PixelmapNative_WritePixels(map, (uint8_t *)pixels, (size_t)width * height * 4), OK);
        free(pixels);
    }
    return map;
}

static OH_DecomposeOptions *make_decompose_options(int format, bool full_size)
{
    OH_DecomposeOptions *options = NULL;
    CHECK_EQ(OH_DecomposeOptions_Create(&options), OK);
    CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(options, format), OK);
    CHECK_EQ(OH_DecomposeOptions_SetIsFullSizeGainmap(options, full_size), OK);
    return options;
}

static void test_options(void)
{
    OH_DecomposeOptions *options = NULL;
    CHECK_EQ(OH_DecomposeOptions_Create(NULL), INVALID);
    CHECK_EQ(OH_DecomposeOptions_Create(&options), OK);
    bool full = true;
    int32_t format = -1;
    CHECK_EQ(OH_DecomposeOptions_GetIsFullSizeGainmap(options, &full), OK);
    CHECK_EQ(OH_DecomposeOptions_GetDesiredPixelFormat(options, &format), OK);
    CHECK(!full && format == PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_DecomposeOptions_SetIsFullSizeGainmap(options, true), OK);
    CHECK_EQ(OH_DecomposeOptions_GetIsFullSizeGainmap(options, &full), OK);
    CHECK(full);
    static const int good[] = {PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_NV12, PIXEL_FORMAT_NV21};
    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(options, good[i]), OK);
        CHECK_EQ(OH_DecomposeOptions_GetDesiredPixelFormat(options, &format), OK);
        CHECK_EQ(format, good[i]);
    }
    for (int bad = -2; bad <= 20; bad++)
        if (bad != 3 && bad != 8 && bad != 9)
            CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(options, bad), REFUSED);
    CHECK_EQ(OH_DecomposeOptions_GetDesiredPixelFormat(options, &format), OK);
    CHECK_EQ(format, PIXEL_FORMAT_NV21);

    CHECK_EQ(OH_DecomposeOptions_SetIsFullSizeGainmap(NULL, true), INVALID);
    CHECK_EQ(OH_DecomposeOptions_GetIsFullSizeGainmap(NULL, &full), INVALID);
    CHECK_EQ(OH_DecomposeOptions_GetIsFullSizeGainmap(options, NULL), INVALID);
    CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(NULL, 3), INVALID);
    CHECK_EQ(OH_DecomposeOptions_SetDesiredPixelFormat(NULL, 4), INVALID);
    CHECK_EQ(OH_DecomposeOptions_GetDesiredPixelFormat(NULL, &format), INVALID);
    CHECK_EQ(OH_DecomposeOptions_GetDesiredPixelFormat(options, NULL), INVALID);
    CHECK_EQ(OH_DecomposeOptions_Release(NULL), INVALID);
    CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
    CHECK_EQ(OH_DecomposeOptions_Release(options), INVALID);
    CHECK_EQ(OH_DecomposeOptions_GetIsFullSizeGainmap(options, &full), INVALID);
}

static void check_info(OH_PixelmapNative *map, uint32_t width, uint32_t height, int format, bool hdr)
{
    OH_Pixelmap_ImageInfo *info = NULL;
    uint32_t w = 0, h = 0;
    int32_t f = 0;
    bool is_hdr = !hdr;
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(map, info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &w), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetHeight(info, &h), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetPixelFormat(info, &f), OK);
    CHECK_EQ(OH_PixelmapImageInfo_GetDynamicRange(info, &is_hdr), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK(w == width && h == height);
    CHECK_EQ(f, format);
    CHECK_EQ(is_hdr, hdr);
}

static int space_of(OH_PixelmapNative *map)
{
    OH_NativeColorSpaceManager *manager = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &manager), OK);
    int name = OH_NativeColorSpaceManager_GetColorSpaceName(manager);
    OH_NativeColorSpaceManager_Destroy(manager);
    return name;
}

/* The main image is what ToSdr makes. */
static void test_main_image(void)
{
    enum { WIDTH = 64, HEIGHT = 3 };
    OH_PixelmapNative *hdr = make_hdr(WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_1010102, BT2020_PQ), *main = NULL;
    OH_DecomposeOptions *options = make_decompose_options(PIXEL_FORMAT_RGBA_8888, false);
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, &picture), OK);
    check_info(hdr, WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_1010102, true);
    CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &main), OK);
    check_info(main, WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_8888, false);
    CHECK_EQ(space_of(main), DISPLAY_P3);
    OH_Pixelmap_HdrMetadataValue value, *p = &value;
    CHECK_EQ(OH_PixelmapNative_GetMetadata(main, HDR_METADATA_TYPE, &p), OK);
    CHECK_EQ(value.type, HDR_METADATA_TYPE_BASE);
    CHECK_EQ(OH_PixelmapNative_ToSdr(hdr), OK);
    uint8_t ours[WIDTH * HEIGHT * 4], theirs[sizeof ours];
    size_t size = sizeof ours;
    CHECK_EQ(OH_PixelmapNative_ReadPixels(main, ours, &size), OK);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(hdr, theirs, &size), OK);
    CHECK(memcmp(ours, theirs, sizeof ours) == 0);
    CHECK(ours[4 * (WIDTH - 1)] > 240 && ours[0] == 0);
    CHECK_EQ(OH_PictureNative_Release(picture), OK);
    CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&main), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), OK);
}

/* Light in cd/m2 of grey samples between 0 and 1. */
static double pq(double sample)
{
    double p = pow(sample, 32.0 / 2523.0);
    return 10000.0 * pow(fmax(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p), 8192.0 / 1305.0);
}

static double hlg(double sample)
{
    double scene = sample <= 0.5 ? sample * sample / 3.0 : (exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12.0;
    return 1000.0 * pow(scene, 1.2);
}

/* Greys are the same light before and after, whatever the size of the gain map. */
static void test_round_trip(void)
{
    enum { WIDTH = 301, HEIGHT = 5 };
    for (int full = 0; full <= 1; full++) {
        OH_PixelmapNative *hdr = make_hdr(WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_1010102, BT2020_PQ), *back = NULL;
        OH_DecomposeOptions *options = make_decompose_options(PIXEL_FORMAT_RGBA_8888, full);
        OH_PictureNative *picture = NULL;
        CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, &picture), OK);
        CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, &back), OK);
        check_info(back, WIDTH, HEIGHT, PIXEL_FORMAT_RGBA_1010102, true);
        uint32_t before[WIDTH * HEIGHT], after[WIDTH * HEIGHT];
        size_t size = sizeof before;
        CHECK_EQ(OH_PixelmapNative_ReadPixels(hdr, (uint8_t *)before, &size), OK);
        CHECK_EQ(OH_PixelmapNative_ReadPixels(back, (uint8_t *)after, &size), OK);
        for (int i = 0; i < WIDTH * HEIGHT; i++)
            for (int c = 0; c < 30; c += 10) {
                double is = hlg((double)(after[i] >> c & 1023) / 1023.0);
                double was = pq((double)(before[i] >> c & 1023) / 1023.0);
                CHECK(fabs(is - was) < 0.02 * was + 0.2);
            }
        CHECK(after[0] >> 30 == 3);
        CHECK_EQ(OH_PixelmapNative_Destroy(&back), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), OK);
        CHECK_EQ(OH_PictureNative_Release(picture), OK);
        CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
    }
}

/* Every kind of HDR image, to every format, of any size. */
static void test_formats_and_sizes(void)
{
    static const int from[] = {PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010,
        PIXEL_FORMAT_RGBA_F16};
    static const int spaces[] = {BT2020_HLG, BT2020_PQ, BT2020_HLG_LIMIT, BT2020_PQ_LIMIT};
    static const int to[] = {PIXEL_FORMAT_RGBA_8888, PIXEL_FORMAT_NV12, PIXEL_FORMAT_NV21};
    static const uint32_t sides[] = {1, 2, 3, 8};
    for (size_t i = 0; i < COUNT(from) * COUNT(spaces) * COUNT(to) * COUNT(sides) * COUNT(sides); i++) {
        size_t rest = i;
        int format = from[rest % COUNT(from)], space = spaces[(rest /= COUNT(from)) % COUNT(spaces)];
        int wanted = to[(rest /= COUNT(spaces)) % COUNT(to)];
        uint32_t width = sides[(rest /= COUNT(to)) % COUNT(sides)], height = sides[rest / COUNT(sides)];
        OH_PixelmapNative *hdr = make_hdr(width, height, format, space), *main = NULL, *back = NULL;
        OH_DecomposeOptions *options = make_decompose_options(wanted, i % 2);
        OH_PictureNative *picture = NULL;
        CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, &picture), OK);
        CHECK_EQ(OH_PictureNative_GetMainPixelmap(picture, &main), OK);
        check_info(main, width, height, wanted, false);
        CHECK_EQ(OH_PictureNative_GetHdrComposedPixelmap(picture, &back), OK);
        static const int back_formats[] = {PIXEL_FORMAT_RGBA_1010102, PIXEL_FORMAT_YCBCR_P010, PIXEL_FORMAT_YCRCB_P010};
        size_t which = wanted == PIXEL_FORMAT_RGBA_8888 ? 0 : wanted == PIXEL_FORMAT_NV12 ? 1 : 2;
        check_info(back, width, height, back_formats[which], true);
        CHECK_EQ(OH_PixelmapNative_Destroy(&back), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&main), OK);
        CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), OK);
        CHECK_EQ(OH_PictureNative_Release(picture), OK);
        CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
    }
}

static void test_errors(void)
{
    OH_DecomposeOptions *options = make_decompose_options(PIXEL_FORMAT_RGBA_8888, false);
    OH_PixelmapNative *hdr = make_hdr(4, 4, PIXEL_FORMAT_RGBA_1010102, BT2020_HLG);
    OH_PictureNative *picture = NULL;
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(NULL, options, &picture), INVALID);
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, NULL, &picture), INVALID);
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, NULL), INVALID);
    CHECK_EQ(OH_PictureNative_DecomposeToPicture((OH_PixelmapNative *)options, options, &picture), INVALID);
    static const struct {
        int format, space;
    } others[] = {
        {PIXEL_FORMAT_RGBA_8888, BT2020_PQ}, {PIXEL_FORMAT_NV12, BT2020_HLG}, {PIXEL_FORMAT_RGBA_1010102, NONE},
        {PIXEL_FORMAT_RGBA_1010102, DISPLAY_P3}, {PIXEL_FORMAT_RGBA_1010102, P3_PQ}, {PIXEL_FORMAT_RGBA_F16, SRGB},
        {PIXEL_FORMAT_RGB_565, BT2020_PQ},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        OH_PixelmapNative *other = make_hdr(4, 4, others[i].format, others[i].space);
        CHECK_EQ(OH_PictureNative_DecomposeToPicture(other, options, &picture), REFUSED);
        CHECK_EQ(OH_PictureNative_DecomposeToPicture(other, NULL, &picture), INVALID);
        CHECK_EQ(OH_PixelmapNative_Destroy(&other), OK);
    }
    CHECK_EQ(OH_PixelmapNative_Release(hdr), OK);
    CHECK_EQ(OH_PictureNative_DecomposeToPicture(hdr, options, &picture), INVALID);
    CHECK(picture == NULL);
    CHECK_EQ(OH_PixelmapNative_Destroy(&hdr), OK);
    CHECK_EQ(OH_DecomposeOptions_Release(options), OK);
}

int main(void)
{
    test_options();
    test_main_image();
    test_round_trip();
    test_formats_and_sizes();
    test_errors();
    return check_failures();
}
