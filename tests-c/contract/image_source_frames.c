/* Frames: how many there are, how long each is shown, all of them at once, and one by its number. */
#include "gif.h"
#include "support.h"

#include <multimedia/image_framework/image/image_source_native.h>

/* What animation() shows. */
static const uint8_t seen[3][12] = {
    {255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0},
    {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0},
    {255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 255},
};

/* Files with one frame. */
static uint8_t *still(const char *mime, size_t *length)
{
    OH_PixelmapNative *map = make_noise(5, 4, 1);
    uint8_t *file = pack(map, mime, 80, length);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    return file;
}

static void check_pixels(OH_PixelmapNative *map, const uint8_t *expected)
{
    uint8_t pixels[12];
    size_t size = sizeof pixels;
    CHECK_EQ(OH_PixelmapNative_ReadPixels(map, pixels, &size), OK);
    CHECK(memcmp(pixels, expected, sizeof pixels) == 0);
}

static OH_DecodingOptions *make_decoding(uint32_t index)
{
    OH_DecodingOptions *options = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_DecodingOptions_SetIndex(options, index), OK);
    return options;
}

static void test_frame_count(void)
{
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_source(gif->data, gif->length), *junk = make_source("no image at all", 15);
    uint32_t count = 99;
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(NULL, &count), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, NULL), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(junk, &count), BAD);
    CHECK_EQ(count, 99);
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), OK);
    CHECK_EQ(count, 3);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(junk), OK);
    count = 99;
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), BAD);
    CHECK_EQ(count, 99);

    static const char *const mimes[] = {"image/jpeg", "image/png", "image/webp"};
    for (size_t i = 0; i < COUNT(mimes); i++) {
        size_t length;
        uint8_t *file = still(mimes[i], &length);
        source = make_source(file, length);
        CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), OK);
        CHECK_EQ(count, 1);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        free(file);
    }

    /* A header without a frame. */
    struct gif empty;
    begin(&empty, 3, 1);
    put(&empty, ";", 1);
    source = make_source(empty.data, empty.length);
    CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
}

static void test_delays(void)
{
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_source(gif->data, gif->length);
    int32_t delays[5] = {-1, -1, -1, -1, -1};
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(NULL, delays, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, NULL, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 2), BAD);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 0), BAD);
    CHECK_EQ(delays[0], -1);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 5), OK);
    static const int32_t expected[] = {70, 0, 655350, -1, -1};
    CHECK(memcmp(delays, expected, sizeof delays) == 0);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 3), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 5), BAD);

    static const struct {
        const char *mime;
        int code;
    } stills[] = {{"image/jpeg", BAD}, {"image/png", BAD}, {"image/webp", OK}};
    for (size_t i = 0; i < COUNT(stills); i++) {
        size_t length;
        uint8_t *file = still(stills[i].mime, &length);
        int32_t delay = -1;
        source = make_source(file, length);
        CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, &delay, 1), stills[i].code);
        CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, &delay, 0), stills[i].code);
        CHECK_EQ(delay, -1);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
        free(file);
    }
    source = make_source("no image at all", 15);
    CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, delays, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* 1000 frames are listed, 1001 are too many. */
    for (int count = 1000; count <= 1001; count++) {
        static struct gif many;
        static int32_t list[1001];
        begin(&many, 3, 1);
        for (int i = 0; i < count; i++)
            put_frame(&many, 0, 1, i, 0);
        source = make_source(many.data, many.length);
        list[999] = -1;
        CHECK_EQ(OH_ImageSourceNative_GetDelayTimeList(source, list, 1001), count == 1000 ? OK : BAD);
        CHECK_EQ(list[999], count == 1000 ? 9990 : -1);
        uint32_t frames = 0;
        CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &frames), OK);
        CHECK_EQ(frames, count);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
}

static void test_list(void)
{
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_source(gif->data, gif->length);
    OH_DecodingOptions *options = make_decoding(77); /* does not count */
    OH_PixelmapNative *const mark = (OH_PixelmapNative *)&seen;
    OH_PixelmapNative *list[5] = {mark, mark, mark, mark, mark};
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(NULL, options, list, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, NULL, list, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, NULL, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 0), BAD);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 2), BAD);
    OH_ImageSourceNative *junk = make_source("no image at all", 15);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(junk, options, list, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(junk), OK);

    /* A frame that cannot be decoded: codes of 9 bits for 256 colours and more. */
    struct gif bad = *gif;
    bad.data[bad.length - 1 - 5] = 9;
    OH_ImageSourceNative *damaged = make_source(bad.data, bad.length);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(damaged, options, list, 5), BAD);
    CHECK_EQ(OH_ImageSourceNative_Release(damaged), OK);

    /* Options that cannot be followed. */
    CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, IMAGE_CROP_AND_SCALE_STRATEGY_CROP_FIRST), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 5), BAD);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 5), BAD);
    for (int i = 0; i < 5; i++)
        CHECK(list[i] == mark);

    options = make_decoding(77);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 5), OK);
    CHECK(list[3] == mark && list[4] == mark);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    for (int i = 0; i < 3; i++) {
        check_pixels(list[i], seen[i]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&list[i]), OK);
    }

    /* Options hold for each frame. */
    source = make_source(gif->data, gif->length);
    CHECK_EQ(OH_DecodingOptions_SetPixelFormat(options, PIXEL_FORMAT_BGRA_8888), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 3), OK);
    for (int i = 0; i < 3; i++) {
        uint8_t swapped[12];
        for (int j = 0; j < 12; j++)
            swapped[j] = seen[i][j % 4 == 0 ? j + 2 : j % 4 == 2 ? j - 2 : j];
        check_pixels(list[i], swapped);
        CHECK_EQ(OH_PixelmapNative_Destroy(&list[i]), OK);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);

    /* A still image has one. */
    size_t length;
    uint8_t *file = still("image/png", &length);
    source = make_source(file, length);
    list[1] = mark;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapList(source, options, list, 2), OK);
    CHECK(list[0] != NULL && list[1] == mark);
    CHECK_EQ(OH_PixelmapNative_Destroy(&list[0]), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    free(file);
}

static void test_index(void)
{
    struct gif *gif = animation();
    OH_ImageSourceNative *source = make_source(gif->data, gif->length);
    OH_ImageSource_Info *info = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
    static const uint32_t order[] = {0, 1, 2, 2, 0, 2, 1, 0};
    for (size_t i = 0; i < COUNT(order); i++) {
        uint32_t width = 0, height = 0;
        OH_DecodingOptions *options = make_decoding(order[i]);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        check_pixels(map, seen[order[i]]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(
            OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map), OK);
        check_pixels(map, seen[order[i]]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, (int32_t)order[i], info), OK);
        CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &width), OK);
        CHECK_EQ(OH_ImageSourceInfo_GetHeight(info, &height), OK);
        CHECK(width == 3 && height == 1);
    }
    static const uint32_t none[] = {3, 1000, UINT32_MAX};
    for (size_t i = 0; i < COUNT(none); i++) {
        OH_DecodingOptions *options = make_decoding(none[i]);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_UNSUPPORTED_OPERATION);
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, IMAGE_ALLOCATOR_TYPE_AUTO, &map),
            IMAGE_DECODE_FAILED);
        CHECK(map == NULL);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, (int32_t)none[i], info), BAD);
    }
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);
}

/* 17 frames, the data of the last one broken off, as a download that was stopped. */
static void test_cut(void)
{
    struct gif gif;
    begin(&gif, 3, 1);
    for (int i = 0; i < 17; i++)
        put_frame(&gif, i % 2, 1 + i % 3, 10, 1);
    for (size_t cut = 0; cut <= 5; cut++) {
        OH_ImageSourceNative *source = make_source(gif.data, gif.length - cut);
        uint32_t count = 0;
        CHECK_EQ(OH_ImageSourceNative_GetFrameCount(source, &count), OK);
        CHECK_EQ(count, 17);
        OH_DecodingOptions *options = make_decoding(16);
        OH_PixelmapNative *map = NULL;
        CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), OK);
        /* Frame 15 is red at 1, and 14 blue at 0; 16 is green at 0, unless its data were cut. */
        static const uint8_t pixels[2][12] = {
            {0, 255, 0, 255, 255, 0, 0, 255}, {0, 0, 255, 255, 255, 0, 0, 255}};
        check_pixels(map, pixels[cut > 2]);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_DecodingOptions_Release(options), OK);
        CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    }
}

int main(void)
{
    test_frame_count();
    test_delays();
    test_list();
    test_index();
    test_cut();
    return check_failures();
}
