/* NULL in every place of every function: the code, and outputs that stay as they were. */
#include <limits.h>
#include <multimedia/image_framework/image_packer_mdk.h>
#include <ohimagekit/mdk.h>

#include "support.h"

/* A getter: NULL for the object leaves the output alone, NULL for the output is refused. */
#define GETTER(function, object, type, code)                                        \
    do {                                                                            \
        union {                                                                     \
            type value;                                                             \
            unsigned char bytes[sizeof(type)];                                      \
        } output_;                                                                  \
        unsigned char before_[sizeof(type)];                                        \
        memset(before_, 0xa5, sizeof before_);                                      \
        memcpy(output_.bytes, before_, sizeof before_);                             \
        CHECK_EQ(function(NULL, &output_.value), code);                             \
        CHECK(memcmp(output_.bytes, before_, sizeof before_) == 0);                 \
        CHECK_EQ(function(object, NULL), code);                                     \
        CHECK_EQ(function(NULL, NULL), code);                                       \
    } while (0)

static void packing_options(void)
{
    OH_PackingOptions *options = make_options("image/png", 7);
    Image_MimeType mime = mime_of("image/jpeg");
    Image_MimeType no_text = {NULL, 10}, empty = {mime.data, 0};
    CHECK_EQ(OH_PackingOptions_Create(NULL), 401);
    CHECK_EQ(OH_PackingOptions_Release(NULL), 401);
    GETTER(OH_PackingOptions_GetMimeType, options, Image_MimeType, 401);
    GETTER(OH_PackingOptions_GetMimeTypeWithNull, options, Image_MimeType, 7800202);
    GETTER(OH_PackingOptions_GetQuality, options, uint32_t, 401);
    GETTER(OH_PackingOptions_GetNeedsPackProperties, options, bool, 401);
    GETTER(OH_PackingOptions_GetDesiredDynamicRange, options, int32_t, 401);
    GETTER(OH_PackingOptions_GetNeedsPackDfxData, options, bool, 7800202);
    CHECK_EQ(OH_PackingOptions_SetMimeType(NULL, &mime), 401);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, NULL), 401);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &no_text), 401);
    CHECK_EQ(OH_PackingOptions_SetMimeType(options, &empty), 401);
    CHECK_EQ(OH_PackingOptions_SetQuality(NULL, 1), 401);
    CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(NULL, true), 401);
    CHECK_EQ(OH_PackingOptions_SetDesiredDynamicRange(NULL, 0), 401);
    CHECK_EQ(OH_PackingOptions_SetNeedsPackDfxData(NULL, true), 7800202);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
}

static void sequence_options(void)
{
    OH_PackingOptionsForSequence *options = NULL;
    int32_t delays[2] = {11, 12};
    uint32_t disposals[2] = {1, 2};
    CHECK_EQ(OH_PackingOptionsForSequence_Create(NULL), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_Create(&options), OK);
    CHECK_EQ(OH_PackingOptionsForSequence_Release(NULL), 401);
    GETTER(OH_PackingOptionsForSequence_GetFrameCount, options, uint32_t, 401);
    GETTER(OH_PackingOptionsForSequence_GetLoopCount, options, uint32_t, 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetFrameCount(NULL, 1), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetLoopCount(NULL, 1), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(NULL, delays, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDelayTimeList(options, NULL, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(NULL, disposals, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_SetDisposalTypes(options, NULL, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDelayTimeList(NULL, delays, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDelayTimeList(options, NULL, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDelayTimeList(options, delays, 0), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDisposalTypes(NULL, disposals, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDisposalTypes(options, NULL, 2), 401);
    CHECK_EQ(OH_PackingOptionsForSequence_GetDisposalTypes(options, disposals, 0), 401);
    CHECK_EQ(delays[0] * 100 + delays[1], 1112);
    CHECK_EQ(disposals[0] * 100 + disposals[1], 102);
    CHECK_EQ(OH_PackingOptionsForSequence_Release(options), OK);
}

static void packer(void)
{
    OH_ImagePackerNative *packer = make_packer();
    OH_PackingOptions *options = make_options("image/png", 0);
    OH_PixelmapNative *pixelmap = make_noise(4, 4, 1);
    size_t length = 0;
    uint8_t *png = pack(pixelmap, "image/png", 0, &length);
    OH_ImageSourceNative *source = make_source(png, length);
    uint8_t data[1024], before[1024];
    memset(data, 0x5a, sizeof data);
    memcpy(before, data, sizeof data);
    CHECK_EQ(OH_ImagePackerNative_Create(NULL), 401);
    CHECK_EQ(OH_ImagePackerNative_Release(NULL), 401);
    /* Every argument in turn, then all. */
    for (int none = 0; none < 6; none++) {
        OH_ImagePackerNative *p = none == 0 || none == 5 ? NULL : packer;
        OH_PackingOptions *o = none == 1 || none == 5 ? NULL : options;
        bool no_input = none == 2 || none == 5;
        uint8_t *out = none == 3 || none == 5 ? NULL : data;
        size_t size = sizeof data, *s = none == 4 || none == 5 ? NULL : &size;
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromPixelmap(p, o, no_input ? NULL : pixelmap, out, s), 401);
        CHECK_EQ(OH_ImagePackerNative_PackToDataFromImageSource(p, o, no_input ? NULL : source, out, s), 401);
        CHECK_EQ(size, sizeof data);
        CHECK(memcmp(data, before, sizeof data) == 0);
        if (none < 3) {
            CHECK_EQ(OH_ImagePackerNative_PackToFileFromPixelmap(p, o, no_input ? NULL : pixelmap, 2), 401);
            CHECK_EQ(OH_ImagePackerNative_PackToFileFromImageSource(p, o, no_input ? NULL : source, 2), 401);
        }
    }
    Image_MimeType *formats = (Image_MimeType *)(void *)before;
    size_t count = 77;
    CHECK_EQ(OH_ImagePackerNative_GetSupportedFormats(NULL, &count), 7800202);
    CHECK_EQ(OH_ImagePackerNative_GetSupportedFormats(&formats, NULL), 7800202);
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(NULL, &count), 7700204);
    CHECK_EQ(OH_ImageSourceNative_GetSupportedFormats(&formats, NULL), 7700204);
    CHECK_EQ(count, 77);
    CHECK(formats == (Image_MimeType *)(void *)before);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK_EQ(OH_PackingOptions_Release(options), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    free(png);
}

static void pixelmap_objects(void)
{
    OH_Pixelmap_InitializationOptions *init = make_init(1, 1, 3, 3, 3);
    OH_Pixelmap_ImageInfo *info = NULL;
    CHECK_EQ(OH_PixelmapInitializationOptions_Create(NULL), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(NULL), 401);
    GETTER(OH_PixelmapInitializationOptions_GetWidth, init, uint32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetHeight, init, uint32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetPixelFormat, init, int32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetSrcPixelFormat, init, int32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetRowStride, init, int32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetAlphaType, init, int32_t, 401);
    GETTER(OH_PixelmapInitializationOptions_GetEditable, init, bool, 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetWidth(NULL, 1), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetHeight(NULL, 1), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetPixelFormat(NULL, 3), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetSrcPixelFormat(NULL, 3), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetRowStride(NULL, 4), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetAlphaType(NULL, 3), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_SetEditable(NULL, true), 401);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);

    CHECK_EQ(OH_PixelmapImageInfo_Create(NULL), 401);
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapImageInfo_Release(NULL), 401);
    GETTER(OH_PixelmapImageInfo_GetWidth, info, uint32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetHeight, info, uint32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetRowStride, info, uint32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetPixelFormat, info, int32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetAlphaMode, info, int32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetAlphaType, info, int32_t, 401);
    GETTER(OH_PixelmapImageInfo_GetDynamicRange, info, bool, 401);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
}

static void pixelmaps(void)
{
    OH_Pixelmap_InitializationOptions *init = make_init(1, 1, 3, 3, 3);
    OH_PixelmapNative *pixelmap = make_noise(3, 5, 2), *none = NULL;
    OH_PixelmapNative *out = (OH_PixelmapNative *)(uintptr_t)0x1234, *const before = out;
    OH_Pixelmap_ImageInfo *info = NULL;
    uint8_t data[64] = {9};
    size_t size = sizeof data;
    uint32_t width = 0;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(NULL, 4, init, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, 4, NULL, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(data, 4, init, NULL), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmap(NULL, 0, NULL, NULL), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(NULL, 4, init, 0, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(data, 4, NULL, 0, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapUsingAllocator(data, 4, init, 0, NULL), 401);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(NULL, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, NULL), 401);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(NULL, 0, &out), 401);
    CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, 0, NULL), 401);
    CHECK(out == before);
    CHECK_EQ(OH_PixelmapNative_Release(NULL), 401);
    CHECK_EQ(OH_PixelmapNative_Destroy(NULL), 401);
    CHECK_EQ(OH_PixelmapNative_Destroy(&none), 401);
    GETTER(OH_PixelmapNative_IsReleased, pixelmap, bool, 401);
    GETTER(OH_PixelmapNative_GetUniqueId, pixelmap, uint32_t, 401);
    GETTER(OH_PixelmapNative_GetByteCount, pixelmap, uint32_t, 401);
    GETTER(OH_PixelmapNative_GetAllocationByteCount, pixelmap, uint32_t, 401);
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(pixelmap, info), OK);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(NULL, info), 401);
    CHECK_EQ(OH_PixelmapNative_GetImageInfo(pixelmap, NULL), 401);
    CHECK_EQ(OH_PixelmapImageInfo_GetWidth(info, &width), OK);
    CHECK_EQ(width, 3);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(NULL, data, &size), 401);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(pixelmap, NULL, &size), 401);
    CHECK_EQ(OH_PixelmapNative_ReadPixels(pixelmap, data, NULL), 401);
    CHECK_EQ(OH_PixelmapNative_WritePixels(NULL, data, 64), 401);
    CHECK_EQ(OH_PixelmapNative_WritePixels(pixelmap, NULL, 64), 401);
    CHECK_EQ(size, sizeof data);
    CHECK_EQ(data[0], 9);
    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
}

static void decoding_options(void)
{
    OH_DecodingOptions *options = NULL;
    Image_Size size = {1, 1};
    Image_Region region = {0, 0, 1, 1};
    CHECK_EQ(OH_DecodingOptions_Create(NULL), 401);
    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_DecodingOptions_Release(NULL), 401);
    GETTER(OH_DecodingOptions_GetPixelFormat, options, int32_t, 401);
    GETTER(OH_DecodingOptions_GetIndex, options, uint32_t, 401);
    GETTER(OH_DecodingOptions_GetRotate, options, float, 401);
    GETTER(OH_DecodingOptions_GetDesiredSize, options, Image_Size, 401);
    GETTER(OH_DecodingOptions_GetDesiredRegion, options, Image_Region, 401);
    GETTER(OH_DecodingOptions_GetDesiredDynamicRange, options, int32_t, 401);
    GETTER(OH_DecodingOptions_GetDesiredColorSpace, options, int32_t, 7700204);
    GETTER(OH_DecodingOptions_GetCropRegion, options, Image_Region, 7700204);
    CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(options, 1), OK);
    GETTER(OH_DecodingOptions_GetCropAndScaleStrategy, options, int32_t, 401);
    CHECK_EQ(OH_DecodingOptions_SetPixelFormat(NULL, 3), 401);
    CHECK_EQ(OH_DecodingOptions_SetIndex(NULL, 0), 401);
    CHECK_EQ(OH_DecodingOptions_SetRotate(NULL, 0), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(NULL, &size), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredSize(options, NULL), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(NULL, &region), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredRegion(options, NULL), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredDynamicRange(NULL, 0), 401);
    CHECK_EQ(OH_DecodingOptions_SetCropAndScaleStrategy(NULL, 1), 401);
    CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(NULL, 3), 7700204);
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(NULL, &region), 7700204);
    CHECK_EQ(OH_DecodingOptions_SetCropRegion(options, NULL), 7700204);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
}

static void sources(void)
{
    size_t length = 0;
    OH_PixelmapNative *pixelmap = make_noise(3, 2, 3);
    uint8_t *png = pack(pixelmap, "image/png", 0, &length);
    OH_ImageSourceNative *source = make_source(png, length);
    OH_ImageSourceNative *out = (OH_ImageSourceNative *)(uintptr_t)0x1234, *const before = out;
    OH_PixelmapNative *map = (OH_PixelmapNative *)(uintptr_t)0x1234;
    OH_DecodingOptions *options = NULL;
    OH_ImageSource_Info *info = NULL;
    char uri[] = "/";
    uint32_t width = 0;
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri(NULL, 1, &out), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromUri(uri, 1, NULL), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromFd(0, NULL), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromRawFile(NULL, NULL), 401);
    out = before;
    CHECK_EQ(OH_ImageSourceNative_CreateFromRawFile(NULL, &out), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromData(NULL, 8, &out), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromData(png, 0, &out), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromData(png, length, NULL), 401);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(NULL, 8, &out), 7700204);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(png, 0, &out), 7700204);
    CHECK_EQ(OH_ImageSourceNative_CreateFromDataWithUserBuffer(png, length, NULL), 7700204);
    CHECK(out == before);
    CHECK_EQ(OH_ImageSourceNative_Release(NULL), 401);

    CHECK_EQ(OH_ImageSourceInfo_Create(NULL), 401);
    CHECK_EQ(OH_ImageSourceInfo_Create(&info), OK);
    CHECK_EQ(OH_ImageSourceInfo_Release(NULL), 401);
    GETTER(OH_ImageSourceInfo_GetWidth, info, uint32_t, 401);
    GETTER(OH_ImageSourceInfo_GetHeight, info, uint32_t, 401);
    GETTER(OH_ImageSourceInfo_GetDynamicRange, info, bool, 401);
    GETTER(OH_ImageSourceInfo_GetMimeType, info, Image_MimeType, 7700204);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, info), OK);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(NULL, 0, info), 401);
    CHECK_EQ(OH_ImageSourceNative_GetImageInfo(source, 0, NULL), 401);
    CHECK_EQ(OH_ImageSourceInfo_GetWidth(info, &width), OK);
    CHECK_EQ(width, 3);

    CHECK_EQ(OH_DecodingOptions_Create(&options), OK);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(NULL, options, &map), 401);
    CHECK(map == (OH_PixelmapNative *)(uintptr_t)0x1234);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, NULL), 401);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, options, 0, NULL), 401);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(source, NULL, 0, &map), 401);
    CHECK(map == NULL);
    map = (OH_PixelmapNative *)(uintptr_t)0x1234;
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmapUsingAllocator(NULL, options, 0, &map), 401);
    CHECK(map == NULL);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, NULL, &map), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK_EQ(OH_DecodingOptions_Release(options), OK);
    CHECK_EQ(OH_ImageSourceInfo_Release(info), OK);
    CHECK_EQ(OH_ImageSourceNative_Release(source), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
    free(png);
}

static void older_calls(void)
{
    OH_PixelmapNative *pixelmap = make_noise(4, 4, 1);
    napi_value packer = NULL, source = NULL, before = (napi_value)(void *)&pixelmap, out = before;
    ImagePacker_Opts opts = {"image/png", 100};
    uint8_t data[1024] = {7};
    size_t size = sizeof data;
    CHECK_EQ(OH_ImagePacker_Create(NULL, NULL), -1);
    CHECK_EQ(OH_ImagePacker_Create(NULL, &packer), 0);
    CHECK(OH_ImagePacker_InitNative(NULL, NULL) == NULL);
    ImagePacker_Native *native = OH_ImagePacker_InitNative(NULL, packer);
    CHECK(native != NULL);
    CHECK_EQ(OHIK_PixelmapToNapiValue(NULL, &out), -1);
    CHECK_EQ(OHIK_PixelmapToNapiValue(pixelmap, NULL), -1);
    CHECK_EQ(OHIK_ImageSourceToNapiValue(NULL, &out), -1);
    CHECK(out == before);
    CHECK_EQ(OHIK_PixelmapToNapiValue(pixelmap, &source), 0);
    CHECK_EQ(OH_ImagePacker_PackToData(NULL, source, &opts, data, &size), -1);
    CHECK_EQ(OH_ImagePacker_PackToData(native, NULL, &opts, data, &size), -1);
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, NULL, data, &size), -1);
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, &opts, NULL, &size), -1);
    CHECK_EQ(OH_ImagePacker_PackToData(native, source, &opts, data, NULL), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(NULL, source, &opts, 2), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, NULL, &opts, 2), -1);
    CHECK_EQ(OH_ImagePacker_PackToFile(native, source, NULL, 2), -1);
    CHECK_EQ(size, sizeof data);
    CHECK_EQ(data[0], 7);
    CHECK_EQ(OHIK_ReleasePackerValue(NULL), -1);
    CHECK_EQ(OH_ImagePacker_Release(NULL), 0);
    CHECK_EQ(OH_ImagePacker_Release(native), 0);
    CHECK_EQ(OHIK_ReleasePackerValue(packer), 0);
    CHECK_EQ(OH_PixelmapNative_Destroy(&pixelmap), OK);
}

int main(void)
{
    packing_options();
    sequence_options();
    packer();
    pixelmap_objects();
    pixelmaps();
    decoding_options();
    sources();
    older_calls();
    return check_failures();
}
