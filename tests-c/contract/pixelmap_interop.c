/* Surfaces, native buffers, JavaScript and names of memory, on a host that has none of them: the checks, then the code
   that each function always ends with. */
#include <multimedia/image_framework/image/pixelmap_native.h>

#include "support.h"

enum { INVALID = 7600206, UNSUPPORTED = 7600201, NO_DMA = 7600173, NO_SURFACE = 7600305 };

/* What no function writes to, since none succeeds. */
static OH_PixelmapNative *const before = (OH_PixelmapNative *)(uintptr_t)0x4242;

static void surfaces(void)
{
    static const struct {
        const char *id;
        size_t length;
        int code;
    } rows[] = {
        {"1", 1, NO_SURFACE}, {"0", 1, NO_SURFACE}, {"12345", 5, NO_SURFACE}, {"123x", 3, NO_SURFACE},
        {"18446744073709551615", 20, NO_SURFACE}, {"00000000000000000007", 20, NO_SURFACE},
        {"18446744073709551616", 20, BAD}, {"000000000000000000007", 21, BAD}, {"1", SIZE_MAX, BAD}, {"", 0, BAD},
        {"x", 1, BAD}, {"12x", 3, BAD}, {"-1", 2, BAD}, {"+1", 2, BAD}, {" 1", 2, BAD}, {"1 ", 2, BAD}, {"1\0", 2, BAD},
        {"0x10", 4, BAD}, {"1.0", 3, BAD}, {"\xff", 1, BAD},
    };
    OH_PixelmapNative *out = before;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int got = OH_PixelmapNative_CreatePixelmapFromSurface(rows[i].id, rows[i].length, &out);
        if (!check_report(got == rows[i].code, __FILE__, __LINE__, rows[i].id))
            fprintf(stderr, ": got %d, expected %d\n", got, rows[i].code);
        for (int transform = 0; transform < 2; transform++)
            CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation(rows[i].id, rows[i].length, transform,
                &out), UNSUPPORTED);
    }
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromSurface(NULL, 1, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromSurface("1", 1, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation(NULL, 1, true, &out), INVALID);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromSurfaceWithTransformation("1", 1, true, NULL), INVALID);
    CHECK(out == before);
}

static void native_buffers(void)
{
    int any = 0;
    OH_NativeBuffer *const buffer = (OH_NativeBuffer *)(void *)&any;
    OH_NativeBuffer *got = buffer;
    OH_PixelmapNative *out = before;
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromNativeBuffer(buffer, &out), NO_SURFACE);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromNativeBuffer(NULL, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_CreatePixelmapFromNativeBuffer(buffer, NULL), BAD);
    /* Also of a map that counts as DMA memory. */
    for (int32_t format = 3; format < 13; format += 7) {
        OH_PixelmapNative *map = make_empty(2, 2, format);
        CHECK_EQ(OH_PixelmapNative_GetNativeBuffer(map, &got), NO_DMA);
        CHECK_EQ(OH_PixelmapNative_GetNativeBuffer(map, NULL), BAD);
        CHECK_EQ(OH_PixelmapNative_GetNativeBuffer(NULL, &got), BAD);
        CHECK_EQ(OH_PixelmapNative_Release(map), OK);
        CHECK_EQ(OH_PixelmapNative_GetNativeBuffer(map, &got), BAD);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
    }
    CHECK(out == before);
    CHECK(got == buffer);
}

static void javascript(void)
{
    int any = 0;
    void *const set = &any;
    OH_PixelmapNative *map = make_empty(1, 1, 3), *out = before;
    napi_value value = set;
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeToNapi(set, map, &value), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeToNapi(NULL, map, &value), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeToNapi(set, NULL, &value), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeToNapi(set, map, NULL), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeFromNapi(set, set, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeFromNapi(NULL, set, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeFromNapi(set, NULL, &out), BAD);
    CHECK_EQ(OH_PixelmapNative_ConvertPixelmapNativeFromNapi(set, set, NULL), BAD);
    CHECK((void *)value == set);
    CHECK(out == before);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
}

/* Names of 1 to 244 bytes, to 255 for what counts as DMA memory: by size and format, or by the allocator. */
static void memory_names(void)
{
    static const struct {
        uint32_t width, height;
        int32_t format, mode;
        size_t limit;
    } rows[] = {
        {1, 1, 3, -1, 244}, {512, 512, 3, -1, 255}, {513, 512, 3, -1, 244}, {512, 511, 3, -1, 244},
        {512, 512, 4, -1, 244}, {512, 512, 4, 0, 255}, {512, 512, 5, 0, 244}, {1, 1, 4, 1, 255}, {512, 512, 3, 2, 244},
        {512, 512, 16, -1, 255}, {1, 1, 10, -1, 255}, {1, 1, 11, -1, 255}, {1, 1, 10, 0, 255},
    };
    char *name = allocate(256);
    memset(name, 'n', 256);
    for (size_t i = 0; i < COUNT(rows); i++) {
        OH_Pixelmap_InitializationOptions *init = make_init(rows[i].width, rows[i].height, rows[i].format, 4, 0);
        OH_PixelmapNative *map = NULL;
        if (rows[i].mode < 0)
            CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmap(init, &map), OK);
        else
            CHECK_EQ(OH_PixelmapNative_CreateEmptyPixelmapUsingAllocator(init, (IMAGE_ALLOCATOR_MODE)rows[i].mode, &map),
                OK);
        const size_t sizes[] = {0, 1, rows[i].limit, rows[i].limit + 1, SIZE_MAX};
        for (size_t k = 0; k < COUNT(sizes); k++) {
            size_t size = sizes[k];
            int got = OH_PixelmapNative_SetMemoryName(map, name, &size), code = k == 1 || k == 2 ? OK : BAD;
            if (!check_report(got == code, __FILE__, __LINE__, "name"))
                fprintf(stderr, ": row %zu, size %zu: got %d\n", i, size, got);
            CHECK_EQ(size, sizes[k]);
        }
        size_t size = 4;
        CHECK_EQ(OH_PixelmapNative_SetMemoryName(NULL, name, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_SetMemoryName(map, NULL, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_SetMemoryName(map, name, NULL), BAD);
        CHECK_EQ(OH_PixelmapNative_Release(map), OK);
        CHECK_EQ(OH_PixelmapNative_SetMemoryName(map, name, &size), BAD);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), OK);
        CHECK_EQ(OH_PixelmapInitializationOptions_Release(init), OK);
    }
    free(name);
}

int main(void)
{
    surfaces();
    native_buffers();
    javascript();
    memory_names();
    return check_failures();
}
