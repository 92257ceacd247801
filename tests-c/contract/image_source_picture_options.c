/* Options for decoding pictures. */
#include "support.h"

#include <multimedia/image_framework/image/image_source_native.h>

#define INVALID IMAGE_SOURCE_INVALID_PARAMETER

static OH_DecodingOptionsForPicture *make(void)
{
    OH_DecodingOptionsForPicture *options = NULL;
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(&options), OK);
    CHECK(options != NULL);
    return options;
}

static void check_types(OH_DecodingOptionsForPicture *options, const int *expected, size_t count)
{
    Image_AuxiliaryPictureType *types = NULL;
    size_t length = 0;
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, &types, &length), OK);
    CHECK_EQ(length, count);
    for (size_t i = 0; i < count && i < length; i++)
        CHECK_EQ(types[i], expected[i]);
    free(types);
}

static void test_auxiliary_pictures(void)
{
    OH_DecodingOptionsForPicture *options = make();
    Image_AuxiliaryPictureType mark[1], *types = mark;
    size_t length = 77;
    /* Nothing was ever set. */
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, &types, &length), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(NULL, &types, &length), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, NULL, &length), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, &types, NULL), BAD);
    CHECK(types == mark && length == 77);

    int some[] = {5, 1, 5, 10}, more[] = {2, 1}, bad[] = {3, 11}, worse[] = {0, 3}, all[] = {1, 2, 5, 10};
    Image_AuxiliaryPictureType *(set)[] = {(void *)some, (void *)more, (void *)bad, (void *)worse};
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(NULL, set[0], 4), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, NULL, 4), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[0], 0), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[2], 2), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, &types, &length), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[0], 4), OK);
    int first[] = {1, 5, 10};
    check_types(options, first, 3);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[1], 2), OK);
    check_types(options, all, 4);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[2], 2), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[3], 2), BAD);
    check_types(options, all, 4);
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(options), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredAuxiliaryPictures(options, &types, &length), BAD);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredAuxiliaryPictures(options, set[0], 4), BAD);
}

static void test_values(void)
{
    OH_DecodingOptionsForPicture *options = make(), *gone = make();
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(gone), OK);
    OH_DecodingOptionsForPicture *const none[] = {NULL, gone};

    bool dfx = true;
    CHECK_EQ(OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(options, &dfx), OK);
    CHECK(!dfx);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData(options, true), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(options, &dfx), OK);
    CHECK(dfx);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(options, NULL), INVALID);

    Image_Size size = {9, 9}, wish = {640, UINT32_MAX};
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(options, &size), OK);
    CHECK(size.width == 0 && size.height == 0);
    CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(options, wish), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(options, &size), OK);
    CHECK(size.width == 640 && size.height == UINT32_MAX);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(options, NULL), INVALID);

    PIXEL_FORMAT format = PIXEL_FORMAT_UNKNOWN;
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredPixelFormat(options, &format), OK);
    CHECK_EQ(format, PIXEL_FORMAT_RGBA_8888);
    CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredPixelFormat(options, NULL), INVALID);
    int kept = PIXEL_FORMAT_RGBA_8888;
    for (int number = -2; number <= 17; number++) {
        bool good = number >= 0 && number <= 12 && number != 1;
        int code = OH_DecodingOptionsForPicture_SetDesiredPixelFormat(options, (PIXEL_FORMAT)number);
        CHECK_EQ(code, good ? (int)OK : (int)INVALID);
        kept = good ? number : kept;
        CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredPixelFormat(options, &format), OK);
        CHECK_EQ(format, kept);
    }

    for (size_t i = 0; i < COUNT(none); i++) {
        CHECK_EQ(OH_DecodingOptionsForPicture_GetNeedsDecodeDfxData(none[i], &dfx), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_SetNeedsDecodeDfxData(none[i], true), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredSizeForMainPixelmap(none[i], &size), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredSizeForMainPixelmap(none[i], size), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_GetDesiredPixelFormat(none[i], &format), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_SetDesiredPixelFormat(none[i], PIXEL_FORMAT_NV12), INVALID);
        CHECK_EQ(OH_DecodingOptionsForPicture_Release(none[i]), BAD);
    }
    CHECK_EQ(OH_DecodingOptionsForPicture_Release(options), OK);
    CHECK_EQ(OH_DecodingOptionsForPicture_Create(NULL), BAD);
}

int main(void)
{
    test_auxiliary_pictures();
    test_values();
    return check_failures();
}
