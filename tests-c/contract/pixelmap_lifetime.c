/* The end of a PixelMap: what every function says to a released handle, to NULL and to handles that are none. */
#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

enum { RELEASED = 7600105, INVALID = 7600206, UNKNOWN = 7600901 };

/* Arguments that are good, for the calls below. */
static uint8_t bytes[64];
static OH_PixelmapNative *other, *out;
static OH_NativeBuffer *buffer;
static OH_NativeColorSpaceManager *space;
static OH_Pixelmap_ImageInfo *info;
static OH_Pixelmap_HdrMetadataValue value, *value_pointer = &value;
static OH_ImagePackerNative *packer;
static OH_PackingOptions *packing;
static napi_value js;
static Image_Region region = {0, 0, 1, 1};
static Image_Scale scale = {2, 2};
static Image_PositionArea area = {.pixels = bytes, .pixelsSize = sizeof bytes, .stride = 4, .region = {0, 0, 1, 1}};
static size_t size;
static uint32_t number;
static bool answer;
static void *address;

#define CALL(name, expression)                     \
    static int name(OH_PixelmapNative *map)        \
    {                                              \
        return expression;                         \
    }

CALL(Clone, OH_PixelmapNative_Clone(map, &out))
CALL(CreateScaledPixelMap, OH_PixelmapNative_CreateScaledPixelMap(map, &out, 2, 2))
CALL(CreateScaledPixelMapWithAntiAliasing, OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 2, 2, 0))
CALL(CreateCroppedAndScaledPixelMap, OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &region, &scale, 0, &out))
CALL(CreateAlphaPixelmap, OH_PixelmapNative_CreateAlphaPixelmap(map, &out))
CALL(Release, OH_PixelmapNative_Release(map))
CALL(GetUniqueId, OH_PixelmapNative_GetUniqueId(map, &number))
CALL(GetImageInfo, OH_PixelmapNative_GetImageInfo(map, info))
CALL(ReadPixels, OH_PixelmapNative_ReadPixels(map, bytes, &size))
CALL(WritePixels, OH_PixelmapNative_WritePixels(map, bytes, size))
CALL(ReadPixelsFromArea, OH_PixelmapNative_ReadPixelsFromArea(map, &area))
CALL(WritePixelsToArea, OH_PixelmapNative_WritePixelsToArea(map, &area))
CALL(GetArgbPixels, OH_PixelmapNative_GetArgbPixels(map, bytes, &size))
CALL(GetByteCount, OH_PixelmapNative_GetByteCount(map, &number))
CALL(GetAllocationByteCount, OH_PixelmapNative_GetAllocationByteCount(map, &number))
CALL(AccessPixels, OH_PixelmapNative_AccessPixels(map, &address))
CALL(UnaccessPixels, OH_PixelmapNative_UnaccessPixels(map))
CALL(SetMemoryName, OH_PixelmapNative_SetMemoryName(map, (char *)bytes, &size))
CALL(Opacity, OH_PixelmapNative_Opacity(map, 0.5f))
CALL(Scale, OH_PixelmapNative_Scale(map, 2, 2))
CALL(ScaleWithAntiAliasing, OH_PixelmapNative_ScaleWithAntiAliasing(map, 2, 2, 0))
CALL(Translate, OH_PixelmapNative_Translate(map, 1, 1))
CALL(Rotate, OH_PixelmapNative_Rotate(map, 90))
CALL(Flip, OH_PixelmapNative_Flip(map, true, false))
CALL(Crop, OH_PixelmapNative_Crop(map, &region))
CALL(ConvertAlphaFormat, OH_PixelmapNative_ConvertAlphaFormat(map, other, true))
CALL(ConvertAlphaFormatInto, OH_PixelmapNative_ConvertAlphaFormat(other, map, true))
CALL(ToSdr, OH_PixelmapNative_ToSdr(map))
CALL(GetMetadata, OH_PixelmapNative_GetMetadata(map, HDR_METADATA_TYPE, &value_pointer))
CALL(SetMetadata, OH_PixelmapNative_SetMetadata(map, HDR_METADATA_TYPE, &value))
CALL(GetColorSpaceNative, OH_PixelmapNative_GetColorSpaceNative(map, &space))
CALL(SetColorSpaceNative, OH_PixelmapNative_SetColorSpaceNative(map, space))
CALL(GetNativeBuffer, OH_PixelmapNative_GetNativeBuffer(map, &buffer))
CALL(ConvertPixelmapNativeToNapi, OH_PixelmapNative_ConvertPixelmapNativeToNapi((napi_env)(void *)bytes, map, &js))
CALL(PackToData, OH_ImagePackerNative_PackToDataFromPixelmap(packer, packing, map, bytes, &size))
CALL(SetOpacity, OH_PixelmapNative_SetOpacity(map, 0.5f))
CALL(ApplyScale, OH_PixelmapNative_ApplyScale(map, 2, 2))
CALL(ApplyScaleWithAntiAliasing, OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 2, 2, 0))
CALL(ApplyTranslate, OH_PixelmapNative_ApplyTranslate(map, 1, 1))
CALL(ApplyRotate, OH_PixelmapNative_ApplyRotate(map, 90))
CALL(ApplyFlip, OH_PixelmapNative_ApplyFlip(map, true, false))
CALL(ApplyCrop, OH_PixelmapNative_ApplyCrop(map, &region))
CALL(ConvertAlphaType, OH_PixelmapNative_ConvertAlphaType(map, other, true))
CALL(ConvertAlphaTypeInto, OH_PixelmapNative_ConvertAlphaType(other, map, true))

#define OLD(name) {#name, name, BAD, BAD}
#define NEW(name) {#name, name, RELEASED, INVALID}
/* Every function that takes a PixelMap, except IsReleased and Destroy, which a released one answers. */
static const struct {
    const char *name;
    int (*call)(OH_PixelmapNative *);
    int released, null;
} functions[] = {
    OLD(Clone), OLD(CreateScaledPixelMap), OLD(CreateScaledPixelMapWithAntiAliasing),
    OLD(CreateCroppedAndScaledPixelMap), OLD(CreateAlphaPixelmap), OLD(Release), OLD(GetUniqueId), OLD(GetImageInfo),
    OLD(ReadPixels), OLD(WritePixels), OLD(ReadPixelsFromArea), OLD(WritePixelsToArea), OLD(GetArgbPixels),
    OLD(GetByteCount), OLD(GetAllocationByteCount), OLD(AccessPixels), OLD(UnaccessPixels), OLD(SetMemoryName),
    OLD(Opacity), OLD(Scale), OLD(Translate), OLD(Rotate), OLD(Flip), OLD(Crop), OLD(ConvertAlphaFormat),
    OLD(ConvertAlphaFormatInto), OLD(ToSdr), OLD(GetMetadata), OLD(SetMetadata), OLD(GetColorSpaceNative),
    OLD(SetColorSpaceNative), OLD(GetNativeBuffer), OLD(ConvertPixelmapNativeToNapi), OLD(PackToData),
    {"ScaleWithAntiAliasing", ScaleWithAntiAliasing, UNKNOWN, BAD},
    NEW(SetOpacity), NEW(ApplyScale), NEW(ApplyScaleWithAntiAliasing), NEW(ApplyTranslate), NEW(ApplyRotate),
    NEW(ApplyFlip), NEW(ApplyCrop), NEW(ConvertAlphaType), NEW(ConvertAlphaTypeInto),
};

/* Calls every function with a handle; nothing is written. */
static void call_all(OH_PixelmapNative *map, bool released, const char *what)
{
    OH_PixelmapNative *const out_before = (OH_PixelmapNative *)(uintptr_t)0x4242;
    for (size_t i = 0; i < COUNT(functions); i++) {
        out = out_before;
        buffer = (OH_NativeBuffer *)(uintptr_t)0x4242;
        space = (OH_NativeColorSpaceManager *)(uintptr_t)0x4242;
        js = (napi_value)(uintptr_t)0x4242;
        address = bytes;
        size = 16;
        number = 77;
        memset(bytes, 0xee, sizeof bytes);
        int code = released ? functions[i].released : functions[i].null, got = functions[i].call(map);
        if (!check_report(got == code, __FILE__, __LINE__, functions[i].name))
            fprintf(stderr, " of %s: got %d, expected %d\n", what, got, code);
        CHECK(out == out_before && (uintptr_t)buffer == 0x4242 && (uintptr_t)space == 0x4242);
        CHECK((uintptr_t)js == 0x4242 && address == bytes && size == 16 && number == 77);
        for (size_t b = 0; b < sizeof bytes; b++)
            CHECK_EQ(bytes[b], 0xee);
    }
}

static void every_function(void)
{
    other = make_empty(2, 2, 3);
    packer = make_packer();
    packing = make_options("image/png", 0);
    CHECK_EQ(OH_PixelmapImageInfo_Create(&info), OK);

    call_all(NULL, false, "NULL");
    call_all((OH_PixelmapNative *)(uintptr_t)0x1234, false, "an invented handle");
    call_all((OH_PixelmapNative *)(void *)packer, false, "a packer");
    OH_PixelmapNative *map = make_empty(2, 2, 3), *copy = map;
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    call_all(map, true, "a released PixelMap");
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    call_all(copy, false, "a destroyed PixelMap");
    CHECK_EQ(OH_PixelmapNative_IsReleased(copy, &answer), BAD);
    CHECK_EQ(OH_PixelmapNative_IsReleased((OH_PixelmapNative *)(void *)packer, &answer), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&copy), BAD);
    CHECK(copy != NULL);

    CHECK_EQ(OH_PixelmapImageInfo_Release(info), OK);
    CHECK_EQ(OH_PackingOptions_Release(packing), OK);
    CHECK_EQ(OH_ImagePackerNative_Release(packer), OK);
    CHECK_EQ(OH_PixelmapNative_Destroy(&other), OK);
}

/* Release leaves a handle behind that no new PixelMap gets; Destroy ends it. */
static void release_and_destroy(void)
{
    OH_PixelmapNative *map = make_empty(2, 2, 3), *const kept = map, *none = NULL;
    bool released = true;
    CHECK_EQ(OH_PixelmapNative_IsReleased(map, &released), OK);
    CHECK(!released);
    CHECK_EQ(OH_PixelmapNative_IsReleased(map, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_IsReleased(NULL, &released), BAD);
    CHECK_EQ(OH_PixelmapNative_Release(map), OK);
    CHECK_EQ(OH_PixelmapNative_Release(map), BAD);
    OH_PixelmapNative *others[100];
    for (size_t i = 0; i < COUNT(others); i++) {
        others[i] = make_empty(1, 1, 3);
        CHECK(others[i] != map);
    }
    CHECK_EQ(OH_PixelmapNative_IsReleased(map, &released), OK);
    CHECK(released);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    CHECK(map == NULL);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&none), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(NULL), BAD);
    for (size_t i = 0; i < COUNT(others); i++)
        CHECK_EQ(OH_PixelmapNative_Destroy(&others[i]), OK);
    /* A new PixelMap may have the place, not the key. */
    map = make_empty(1, 1, 3);
    CHECK(map != kept);
    CHECK_EQ(OH_PixelmapNative_IsReleased(kept, &released), BAD);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

int main(void)
{
    every_function();
    release_and_destroy();
    return check_failures();
}
