/* Too little memory: every function that needs much says so with its code and leaves everything as it was; those that
   read or write rows need little, however long the rows are. Each call runs in a child of its own, which would end by a
   signal if the library did not see it coming. */
#include <native_color_space_manager/native_color_space_manager.h>

#include "address_space.h"
#include "geometry.h"

enum { PIXELS = 1 << 17, NOT_CONVERTED = 7600201, WRONG = 99, CHANGED = 98 };

static uint8_t *buffer;
static const size_t buffer_size = (size_t)PIXELS * 16;
static OH_Pixelmap_InitializationOptions *init;
static OH_PixelmapNative *out;
static OH_Pixelmap_HdrMetadataValue value, *value_pointer = &value;

#define CALL(name, expression)                                                                 \
    static int name(OH_PixelmapNative *map, uint32_t width, uint32_t height)                   \
    {                                                                                          \
        Image_Region whole = {0, 0, width, height}, part = {0, 0, (width + 1) / 2, (height + 1) / 2}; \
        Image_Scale ratio = {2, 2};                                                            \
        Image_PositionArea area = {.pixels = buffer, .pixelsSize = buffer_size, .stride = width * 4, .region = whole}; \
        size_t size = buffer_size;                                                             \
        (void)map, (void)part, (void)ratio, (void)area, (void)size;                            \
        return expression;                                                                     \
    }

CALL(Clone, OH_PixelmapNative_Clone(map, &out))
CALL(CreateScaledPixelMap, OH_PixelmapNative_CreateScaledPixelMap(map, &out, 2, 2))
CALL(CreateScaledLow, OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 1.5f, 1.5f, 1))
CALL(CreateScaledMedium, OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 0.7f, 0.7f, 2))
CALL(CreateScaledHigh, OH_PixelmapNative_CreateScaledPixelMapWithAntiAliasing(map, &out, 1.5f, 1.5f, 3))
CALL(CreateCroppedAndScaled, OH_PixelmapNative_CreateCroppedAndScaledPixelMap(map, &whole, &ratio, 1, &out))
CALL(CreateAlphaPixelmap, OH_PixelmapNative_CreateAlphaPixelmap(map, &out))
CALL(ApplyScale, OH_PixelmapNative_ApplyScale(map, 2, 2))
CALL(ApplyScaleLow, OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1.5f, 1.5f, 1))
CALL(ApplyScaleToOne, OH_PixelmapNative_ApplyScaleWithAntiAliasing(map, 1.0f / (float)width, 1.0f / (float)height, 3))
CALL(ScaleWithAntiAliasing, OH_PixelmapNative_ScaleWithAntiAliasing(map, 1.5f, 1.5f, 3))
CALL(ApplyRotate90, OH_PixelmapNative_ApplyRotate(map, 90))
CALL(ApplyRotateLittle, OH_PixelmapNative_ApplyRotate(map, 0.0001f))
CALL(ApplyTranslate, OH_PixelmapNative_ApplyTranslate(map, 1, 1))
CALL(ApplyCrop, OH_PixelmapNative_ApplyCrop(map, &part))
CALL(Scale, OH_PixelmapNative_Scale(map, 2, 2))
CALL(Rotate, OH_PixelmapNative_Rotate(map, 90))
CALL(Translate, OH_PixelmapNative_Translate(map, 1, 1))
CALL(Crop, OH_PixelmapNative_Crop(map, &part))
CALL(CreatePixelmap, OH_PixelmapNative_CreatePixelmap(buffer, buffer_size, init, &out))
CALL(CreateWithAllocator, OH_PixelmapNative_CreatePixelmapUsingAllocator(buffer, buffer_size, init, 0, &out))
CALL(CreateEmpty, OH_PixelmapNative_CreateEmptyPixelmap(init, &out))
CALL(CreateEmptyWithAllocator, OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, 0, &out))
CALL(ToSdr, OH_PixelmapNative_ToSdr(map))
CALL(SetMetadata, OH_PixelmapNative_SetMetadata(map, HDR_DYNAMIC_METADATA, &value))
CALL(GetMetadata, OH_PixelmapNative_GetMetadata(map, HDR_DYNAMIC_METADATA, &value_pointer))
CALL(ReadPixelsFromArea, OH_PixelmapNative_ReadPixelsFromArea(map, &area))
CALL(WritePixelsToArea, OH_PixelmapNative_WritePixelsToArea(map, &area))
CALL(GetArgbPixels, OH_PixelmapNative_GetArgbPixels(map, buffer, &size))
CALL(SetOpacity, OH_PixelmapNative_SetOpacity(map, 0.5f))
CALL(ApplyFlip, OH_PixelmapNative_ApplyFlip(map, true, true))
CALL(ConvertAlphaType, OH_PixelmapNative_ConvertAlphaType(map, map, false))

/* Which formats a function is tried on: 7 and 16 are deep, 9 has two planes, 10 and 11 are HDR. */
static const struct {
    const char *name;
    int (*call)(OH_PixelmapNative *, uint32_t, uint32_t);
    int code;
    int32_t formats[5];
} functions[] = {
#define ROW(name, code, ...) {#name, name, code, {__VA_ARGS__}}
    ROW(Clone, NO_MEMORY, 3, 9), ROW(CreateScaledPixelMap, BAD, 3, 9), ROW(CreateScaledLow, NO_MEMORY, 3, 7, 11, 16),
    ROW(CreateScaledMedium, NO_MEMORY, 3, 7), ROW(CreateScaledHigh, NO_MEMORY, 3, 7, 9),
    ROW(CreateCroppedAndScaled, NO_MEMORY, 3, 7), ROW(CreateAlphaPixelmap, BAD, 16), ROW(ApplyScale, NO_MEMORY, 3, 9),
    ROW(ApplyScaleLow, NO_MEMORY, 3, 10), ROW(ApplyScaleToOne, NO_MEMORY, 3, 7),
    ROW(ScaleWithAntiAliasing, NO_MEMORY, 3, 7), ROW(ApplyRotate90, NO_MEMORY, 3), ROW(ApplyRotateLittle, NO_MEMORY, 3),
    ROW(ApplyTranslate, NO_MEMORY, 3, 9), ROW(ApplyCrop, NO_MEMORY, 3, 7),
    /* These four succeed whatever happens inside. */
    ROW(Scale, OK, 3), ROW(Rotate, OK, 3), ROW(Translate, OK, 3), ROW(Crop, OK, 3),
    ROW(CreatePixelmap, BAD, 3, 7), ROW(CreateWithAllocator, BAD, 3), ROW(CreateEmpty, BAD, 3),
    ROW(CreateEmptyWithAllocator, BAD, 3), ROW(ToSdr, NOT_CONVERTED, 10, 11), ROW(SetMetadata, NO_MEMORY, 10),
    ROW(GetMetadata, NO_MEMORY, 10),
    /* And these need memory for a piece of a row. */
    ROW(ReadPixelsFromArea, OK, 3, 7, 10, 16), ROW(WritePixelsToArea, OK, 3, 7), ROW(GetArgbPixels, OK, 3, 10, 16), ROW(SetOpacity, OK, 3, 7, 10),
    ROW(ApplyFlip, OK, 3, 9), ROW(ConvertAlphaType, OK, 3, 10),
};

static OH_PixelmapNative *make_hdr(uint32_t width, uint32_t height, int32_t format)
{
    OH_PixelmapNative *map = make_map(width, height, format, PREMULTIPLIED, NULL);
    if (format == 10 || format == 11) {
        OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(BT2020_PQ);
        CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), OK);
        CHECK_EQ(OH_PixelmapNative_SetMetadata(map, HDR_DYNAMIC_METADATA, &value), OK);
        OH_NativeColorSpaceManager_Destroy(space);
    }
    return map;
}

/* What a call says in a process that may use `more` bytes: 0 for success, 1 for its code. */
static int try_with(int (*call)(OH_PixelmapNative *, uint32_t, uint32_t), OH_PixelmapNative *map, int code, size_t more)
{
    struct facts before = facts_of(map);
    void *address = NULL;
    uint8_t *pixels = pixels_of(map);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        size_t most = in_use() + more;
        if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
            _exit(WRONG);
        int got = call(map, before.width, before.height);
        if (got == OK)
            _exit(0);
        if (OH_PixelmapNative_AccessPixels(map, &address) != OK || memcmp(address, pixels, before.bytes) != 0 || out != NULL)
            _exit(CHANGED);
        _exit(got == code ? 1 : WRONG);
    }
    free(pixels);
    return outcome_of(child);
}

int main(void)
{
#ifdef TEST_SLOW
    return 0; /* valgrind needs memory of its own */
#endif
    give_back_what_is_freed();
    static const uint32_t shapes[][2] = {{PIXELS, 1}, {1, PIXELS}, {1024, PIXELS / 1024}};
    static const size_t room[] = {1u << 16, 1u << 19, 1u << 21, 1u << 23, (size_t)1 << 32};
    buffer = allocate(buffer_size);
    memset(buffer, 60, buffer_size);
    value.dynamicMetadata.data = buffer;
    value.dynamicMetadata.length = 1 << 19;
    for (size_t i = 0; i < COUNT(functions); i++)
        for (const int32_t *format = functions[i].formats; *format; format++)
            for (size_t s = 0; s < COUNT(shapes); s++) {
                OH_PixelmapNative *map = make_hdr(shapes[s][0], shapes[s][1], *format);
                init = make_init(shapes[s][0], shapes[s][1], PIXEL_FORMAT_RGBA_F16, *format, 0);
                for (size_t r = 0; r < COUNT(room); r++) {
                    int got = try_with(functions[i].call, map, functions[i].code, room[r]);
                    bool can = functions[i].code == OK || r > 0 || s == 2, can_not = functions[i].code != OK && r < COUNT(room) - 1;
                    if (!check_report((can && got == 0) || (can_not && got == 1), __FILE__, __LINE__, functions[i].name))
                        fprintf(stderr, ", format %d, %ux%u, %zu bytes: %d\n", (int)*format, (unsigned)shapes[s][0],
                            (unsigned)shapes[s][1], room[r], got);
                }
                CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
                destroy(map);
            }
    free(buffer);
    return check_failures();
}
